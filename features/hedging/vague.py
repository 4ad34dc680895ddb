"""Claims that nobody answers for: vague groups, passed-on reports, verdicts without a holder.

Each search begins at a rare word of the pattern, taken from the word index, and looks a few words
to either side; a sentence that names who says so is left alone.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from credscore.document import Document
from credscore.lexicon import Hit, Lexicon
from credscore.reading.words import Words

_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "it's"})
_AUXILIARY = frozenset({"have", "has", "had", "also", "now", "still"})
_BEFORE_PAPERS = frozenset({"despite", "amid", "amidst", "are", "were", "been"})
_JOINS_CLAUSES = frozenset({"but", "and", "while", "although", "though", "that"})
_REACH_OF_A_SUBJECT = 6
_ANSWERED_IN_THREE_SENTENCES = 3
_ANSWERED_IN_THE_SENTENCE = 1
_NOT_ANSWERED = 0


class Vague(NamedTuple):
    """A passage that attributes a claim to nobody.

    Attributes:
        first, last: Word positions, exclusive at the end.
        sentence: Place of its sentence in ``Document.sentences``.
        rule: The rule that found it.
        reach: Sentences, its own first, in which a source that can be asked makes up for it.
    """

    first: int
    last: int
    sentence: int
    rule: str
    reach: int


@cache
def word_classes() -> dict[str, frozenset[str]]:
    """The word classes of ``vague.toml``."""
    text = files(__package__).joinpath("vague.toml").read_text("utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


@cache
def _lexicon(name: str) -> Lexicon:
    return Lexicon.load(__package__, name)


class Reader:
    """One pass over a document: its words, and which of its sentences name a source."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.words: Words = doc.words
        self.lower = doc.words.lower
        self.classes = word_classes()
        self.sentence_starts = [sentence.first_word for sentence in doc.sentences]

    def sentence_of(self, position: int) -> int:
        """Place of the sentence that holds the word at ``position``; -1 for none."""
        return bisect_right(self.sentence_starts, position) - 1

    def places(self, word_class: str) -> Iterator[tuple[int, int, int, int]]:
        """Each word of a class outside quotations: position, sentence, its first and last word."""
        index = self.words.index
        for word in self.classes[word_class] & index.keys():
            for position in index[word]:
                place = self.sentence_of(position)
                if place < 0 or self.doc.in_quotation(self.words.starts[position]):
                    continue
                sentence = self.doc.sentences[place]
                yield position, place, sentence.first_word, sentence.last_word

    def capital(self, position: int) -> bool:
        """Whether the word at ``position`` begins with a capital."""
        return self.doc.prose[self.words.starts[position]].isupper()

    def joined(self, first: int, last: int) -> bool:
        """Whether nothing but space parts the words ``first`` to ``last`` (exclusive)."""
        text, starts, ends = self.doc.prose, self.words.starts, self.words.ends
        return all(text[ends[n] : starts[n + 1]].isspace() for n in range(first, last - 1))


def read_vague(doc: Document) -> tuple[Vague, ...]:
    """All unanswered claims, in order; share it by ``doc.once(read_vague)``."""
    reader = Reader(doc)
    found = [
        *_groups(reader),
        *_crowds(reader),
        *_papers(reader),
        *_passed_on(reader),
        *_verdicts(reader),
        *_hearsay(reader),
    ]
    if not found:
        return ()
    named = doc.once(sourced_sentences)
    kept: list[Vague] = []
    for vague in sorted(found):
        reach = range(vague.sentence, vague.sentence + vague.reach)
        overlaps = kept and vague.first < kept[-1].last
        if not overlaps and named.isdisjoint(reach):
            kept.append(vague)
    return tuple(kept)


def _groups(reader: Reader) -> Iterator[Vague]:
    """Vague groups: "many experts have suggested", "according to analysts"."""
    lower = reader.lower
    for position, place, first, last in reader.places("groups"):
        begin = _loose_start(reader, position, first)
        if begin is None:
            continue
        if begin - 2 >= first and lower[begin - 2 : begin] == ["according", "to"]:
            yield Vague(
                begin - 2, position + 1, place, "vague-attribution", _ANSWERED_IN_THREE_SENTENCES
            )
            continue
        verb = _verb_behind(reader, position + 1, last, "say")
        if verb is not None:
            yield Vague(begin, verb + 1, place, "vague-attribution", _ANSWERED_IN_THREE_SENTENCES)


def _loose_start(reader: Reader, position: int, first: int) -> int | None:
    """Where the group's name begins; None if what stands before it tells which group."""
    begin = position
    loose = reader.classes["loose"]
    while begin > first and position - begin < 3 and reader.joined(begin - 1, begin + 1):
        before = reader.lower[begin - 1]
        if before == "to" or before in _BEFORE_PAPERS or before in reader.classes["asks"]:
            break
        if before not in loose or (before in ("a", "the") and begin == position):
            return None
        begin -= 1
    return begin


def _verb_behind(reader: Reader, position: int, last: int, verbs: str) -> int | None:
    """Position of the verb that the subject before ``position`` governs, if it is in ``verbs``."""
    lower, classes = reader.lower, reader.classes
    limit = min(last, position + _REACH_OF_A_SUBJECT)
    detached = position < last and lower[position] in ("of", "in", "on", "who")
    for place in range(position, limit):
        if not reader.joined(place - 1, place + 1):
            return None
        word = lower[place]
        if word in classes[verbs]:
            return place
        if word in classes["deem"] and verbs == "say":
            return place if "as" in lower[place + 1 : min(last, place + 9)] else None
        if word in _AUXILIARY or word in classes["spread"]:
            continue
        if not detached or reader.capital(place):
            return None
    return None


def _crowds(reader: Reader) -> Iterator[Vague]:
    """Crowds: "some say", "many people believe", "others have argued"."""
    lower = reader.lower
    for position, place, first, last in reader.places("crowds"):
        bound = position > first and reader.joined(position - 1, position + 1)
        if bound and lower[position - 1] not in _JOINS_CLAUSES:
            continue
        behind = position + 1
        if behind < last and lower[behind] == "people":
            behind += 1
        while behind < last and (lower[behind] in _AUXILIARY or lower[behind] == "would"):
            behind += 1
        perfect = behind > position + 1 and lower[behind - 1] in ("have", "has")
        verbs = reader.classes["say" if perfect else "hold"]
        if behind < last and lower[behind] in verbs and reader.joined(position, behind + 1):
            yield Vague(
                position, behind + 1, place, "vague-attribution", _ANSWERED_IN_THREE_SENTENCES
            )


def _papers(reader: Reader) -> Iterator[Vague]:
    """Unnamed papers: "reports suggest", "despite reports that", "according to some studies"."""
    lower = reader.lower
    for position, place, first, last in reader.places("papers"):
        begin = _loose_start(reader, position, first)
        if begin is None:
            continue
        before = lower[begin - 1] if begin > first else ""
        if before == "to" and begin - 2 >= first and lower[begin - 2] == "according":
            yield Vague(
                begin - 2, position + 1, place, "vague-report", _ANSWERED_IN_THREE_SENTENCES
            )
        elif before in _BEFORE_PAPERS and position + 1 < last and lower[position + 1] == "that":
            yield Vague(begin - 1, position + 2, place, "vague-report", _NOT_ANSWERED)
        elif (verb := _verb_behind(reader, position + 1, last, "tell")) is not None:
            yield Vague(begin, verb + 1, place, "vague-report", _ANSWERED_IN_THREE_SENTENCES)


def _passive(reader: Reader, position: int, first: int) -> tuple[int, bool]:
    """The first word of a passive that ends at ``position``, and whether an adverb spreads it.

    Returns -1 where no form of "be" stands before the participle.
    """
    begin, spread = position, False
    while begin > first and reader.lower[begin - 1] in reader.classes["spread"]:
        begin, spread = begin - 1, True
    if begin == first or reader.lower[begin - 1] not in _BE:
        return -1, spread
    begin -= 1
    while begin > first and reader.lower[begin - 1] in (_BE | _AUXILIARY):
        begin -= 1
    if begin > first and reader.lower[begin - 1] == "it":
        begin -= 1
    return begin, spread


def _passed_on(reader: Reader) -> Iterator[Vague]:
    """Passives that pass on: "it is believed that", "are thought to have been killed"."""
    lower = reader.lower
    for position, place, first, last in reader.places("passed_on"):
        begin, _ = _passive(reader, position, first)
        if begin < 0 or position + 1 >= last:
            continue
        impersonal = lower[begin] in ("it", "it's")
        after = lower[position + 1]
        if after == "to" and lower[position] == "reported":
            # "Was reported to the police" names who was told.
            after = "to" if lower[position + 2 : position + 3] in (["be"], ["have"]) else "by"
        if after == "to" or (impersonal and after not in ("by", "in", "as", "on", "and")):
            yield Vague(begin, position + 2, place, "passed-on", _ANSWERED_IN_THE_SENTENCE)


def _verdicts(reader: Reader) -> Iterator[Vague]:
    """Verdicts: "was seen as a setback", "is widely regarded as"."""
    lower = reader.lower
    for position, place, first, last in reader.places("judged"):
        begin, spread = _passive(reader, position, first)
        if begin < 0 or position + 1 >= last or "by" in lower[position + 1 : last]:
            continue
        seen_by_eye = lower[position + 2 : position + 3] in (["he"], ["she"], ["they"], ["it"])
        if (lower[position + 1] == "as" and not seen_by_eye) or (
            spread and lower[position] == "considered"
        ):
            yield Vague(begin, position + 2, place, "holderless-verdict", _ANSWERED_IN_THE_SENTENCE)


def _hearsay(reader: Reader) -> Iterator[Vague]:
    """Hearsay: "is reportedly considering", "rumour has it"."""
    for hit in _lexicon("hearsay.txt").find(reader.words):
        place = reader.sentence_of(hit.first)
        if place >= 0 and not hit.label and _own_voice(reader, hit):
            yield Vague(hit.first, hit.last, place, "unsourced-hearsay", _ANSWERED_IN_THE_SENTENCE)


def _own_voice(reader: Reader, hit: Hit) -> bool:
    return not reader.doc.in_quotation(reader.words.starts[hit.first])


def read_boosters(doc: Document) -> tuple[Hit, ...]:
    """Assurances in the writer's own voice, in order."""
    reader = Reader(doc)
    found = _lexicon("boosters.txt").find(doc.words)
    return tuple(hit for hit in found if not hit.label and _own_voice(reader, hit))


def read_open_ends(doc: Document) -> tuple[Hit, ...]:
    """Empty ways to leave things open, in order: "the situation remains uncertain"."""
    reader = Reader(doc)
    kept: list[Hit] = []
    for hit in _lexicon("open_ends.txt").find(doc.words):
        place = reader.sentence_of(hit.first)
        if place < 0 or not _own_voice(reader, hit):
            continue
        sentence = doc.sentences[place]
        subject = reader.lower[max(sentence.first_word, hit.first - 10) : hit.first]
        behind = reader.lower[hit.last : min(hit.last + 1, sentence.last_word)]
        definite = bool(reader.classes["asks"].intersection(behind))
        wide = bool(reader.classes["wide"].intersection(subject))
        if not hit.label or (wide and not definite):
            kept.append(hit)
    return tuple(kept)


def sourced_sentences(doc: Document) -> frozenset[int]:
    """Places of the sentences in which somebody who can be asked says so.

    That is a verb of saying with a subject beside it that is neither a vague group nor a word
    without meaning of its own, or "according to" with anything but a vague group behind.
    """
    reader = Reader(doc)
    lower, classes = reader.lower, reader.classes
    unnamed = classes["groups"] | classes["papers"]
    vague = unnamed | classes["nobody"]
    found = set()
    for word in classes["report"] & doc.words.index.keys():
        for position in doc.words.index[word]:
            place = reader.sentence_of(position)
            if place < 0 or place in found:
                continue
            first, last = doc.sentences[place].first_word, doc.sentences[place].last_word
            if word == "according":
                named = unnamed.isdisjoint(lower[position + 2 : min(position + 5, last)])
            else:
                before = position - 1
                while before >= first and (
                    lower[before] in _AUXILIARY or lower[before].endswith("ly")
                ):
                    before -= 1
                named = before >= first and lower[before] not in vague
                named = named or (position + 1 < last and reader.capital(position + 1))
            if named:
                found.add(place)
    return frozenset(found)
