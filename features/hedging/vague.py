"""Claims that nobody answers for: vague groups, passed-on reports, verdicts without a holder.

Each search begins at a rare word of the pattern, taken from the word index, and looks a few words
to either side; a claim that somebody makes good, in its sentence or soon behind, is left alone.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from credscore.document import Document
from credscore.features.hedging.sources import (
    AUXILIARY,
    Reader,
    read_reader,
    sourced_sentences,
)
from credscore.lexicon import Lexicon

_OF_NOW = frozenset({"is", "are", "being", "it's", "has", "have"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "it's"})
_BEFORE_REPORTS = frozenset({"despite", "amid", "amidst", "are", "were", "been"})
_JOINS_CLAUSES = frozenset({"but", "and", "while", "although", "though", "that", "as"})
_NARROWS = frozenset(
    {"at", "from", "with", "by", "in", "of", "and", "conducted", "published", "cited", "quoted"}
    | {"interviewed", "consulted", "contacted", "surveyed", "polled", "who", "close", "familiar"}
)
_OPENS_A_CLAUSE = frozenset(
    {"that", "the", "a", "an", "he", "she", "they", "it", "his", "her", "their", "its", "there"}
    | {"this", "these", "some", "many", "up", "at", "around", "more", "most", "no"}
)
_MOST_MODIFIERS = 3
_REACH_OF_A_SUBJECT = 6
_REACH_OF_AN_AGENT = 13

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


def read_vague(doc: Document) -> tuple[Vague, ...]:
    """All unanswered claims, in order; share it by ``doc.once(read_vague)``."""
    reader = doc.once(read_reader)
    found = [
        *_groups(reader),
        *_crowds(reader),
        *_reports(reader),
        *_passed_on(reader),
        *_verdicts(reader),
        *_hearsay(reader),
        *_reactions(reader),
    ]
    if not found:
        return ()
    sourced = doc.once(sourced_sentences)
    kept: list[Vague] = []
    for vague in sorted(found):
        overlaps = kept and vague.first < kept[-1].last
        if overlaps or reader.quoted(vague.first):
            continue
        if not _answered(doc, sourced, vague):
            kept.append(vague)
    return tuple(kept)


def _answered(doc: Document, sourced: Mapping[int, bool], vague: Vague) -> bool:
    """Whether the claim's own sentence has a source, or one soon behind.

    A group is made good by name only: what a company says next does not answer for "experts".
    """
    place = vague.sentence
    if vague.reach and place in sourced:
        return True
    by_name = vague.rule == "vague-attribution"
    for behind in range(place + 1, place + vague.reach):
        if sourced.get(behind) or (behind in sourced and not by_name):
            return True
    if vague.rule != "unsourced-hearsay" or place - 1 not in sourced:
        return False
    # "The Times broke the story, editors said. He reportedly ..." goes on with the same source.
    between = doc.prose[doc.sentences[place - 1].end : doc.sentences[place].start]
    return "\n" not in between


def _groups(reader: Reader) -> Iterator[Vague]:
    """Vague groups: "many experts have suggested", "according to analysts"."""
    rule, reach = "vague-attribution", _ANSWERED_IN_THREE_SENTENCES
    for position, place, first, last in reader.places("groups"):
        begin = _start_of_loose_name(reader, position, first)
        if begin is None:
            continue
        if _according_to(reader, begin, first):
            if position + 1 == last or reader.lower[position + 1] not in _NARROWS:
                yield Vague(begin - 2, position + 1, place, rule, reach)
            continue
        verb = _verb_behind(reader, position + 1, last, "say")
        if verb is None:
            continue
        # "With many experts pointing to" holds a view, "told supporters saying" does not.
        with_them = begin > first and reader.lower[begin - 1] == "with"
        if with_them or not reader.lower[verb].endswith("ing"):
            yield Vague(begin, verb + 1, place, rule, reach)


def _according_to(reader: Reader, begin: int, first: int) -> bool:
    return begin - 2 >= first and reader.lower[begin - 2 : begin] == ["according", "to"]


def _start_of_loose_name(
    reader: Reader, position: int, first: int, strangers: int = 1
) -> int | None:
    """Where the group's name begins; None if what stands before it tells which group.

    Of words that are in no list ("logistics experts"), ``strangers`` may stand next to the group.
    """
    lower, classes = reader.lower, reader.classes
    begin = position
    while begin > first and reader.joined(begin - 1, begin + 1):
        before = lower[begin - 1]
        if before in classes["definite"] or before.endswith(("'s", "s'")) or before.isdigit():
            return None
        if before in classes["asks"]:
            return None
        if before in classes["stops"] or position - begin == _MOST_MODIFIERS:
            break
        if before not in classes["loose"]:
            if reader.capital(begin - 1):
                return None
            if position - begin >= strangers:
                return begin if strangers else None
        begin -= 1
    return begin


def _verb_behind(reader: Reader, position: int, last: int, verbs: str) -> int | None:
    """Position of the verb that the subject before ``position`` governs, if it is in ``verbs``."""
    lower, classes = reader.lower, reader.classes
    detached = position < last and lower[position] in ("of", "in", "on")
    for place in range(position, min(last, position + _REACH_OF_A_SUBJECT)):
        if not reader.joined(place - 1, place + 1):
            return None
        word = lower[place]
        perfect = lower[place - 1] in ("have", "has")
        if word in classes[verbs] or (perfect and word in classes["said"]):
            return place
        if word in classes["deem"] and verbs == "say":
            return place if "as" in lower[place + 1 : min(last, place + 9)] else None
        if word in ("are", "were") and lower[place + 1 : place + 3] == ["of", "the"]:
            return place + 3 if lower[place + 3 : place + 4] in (["view"], ["opinion"]) else None
        if word in AUXILIARY or word in classes["spread"]:
            continue
        if not detached or reader.capital(place):
            return None
    return None


def _crowds(reader: Reader) -> Iterator[Vague]:
    """Crowds: "some say", "many people believe", "others have argued"."""
    lower, classes = reader.lower, reader.classes
    for position, place, first, last in reader.places("crowds"):
        bound = position > first and reader.joined(position - 1, position + 1)
        if bound and lower[position - 1] not in _JOINS_CLAUSES:
            continue
        if bound and lower[position - 1 : position + 1] == ["and", "others"]:
            # "The official and others say": named, and more.
            continue
        behind = position + 1
        if behind < last and lower[behind] == "people":
            behind += 1
        while behind < last and (lower[behind] in AUXILIARY or lower[behind] == "would"):
            behind += 1
        perfect = behind > position + 1 and lower[behind - 1] in ("have", "has")
        verbs = classes["said"] | classes["say"] if perfect else classes["hold"]
        if behind < last and lower[behind] in verbs and reader.joined(position, behind + 1):
            reach = _ANSWERED_IN_THREE_SENTENCES
            yield Vague(position, behind + 1, place, "vague-attribution", reach)


def _reports(reader: Reader) -> Iterator[Vague]:
    """Unnamed papers: "reports suggest", "despite reports that", "according to some studies"."""
    lower = reader.lower
    rule, reach = "vague-report", _ANSWERED_IN_THREE_SENTENCES
    for position, place, first, last in reader.places("papers"):
        begin = _start_of_loose_name(reader, position, first, strangers=0)
        if begin is None:
            continue
        before = lower[begin - 1] if begin > first else ""
        behind = lower[position + 1] if position + 1 < last else ""
        if _according_to(reader, begin, first):
            if behind not in _NARROWS:
                yield Vague(begin - 2, position + 1, place, rule, reach)
        elif before in _BEFORE_REPORTS and behind == "that":
            yield Vague(begin - 1, position + 2, place, rule, _NOT_ANSWERED)
        elif (verb := _verb_behind(reader, position + 1, last, "tell")) is not None:
            yield Vague(begin, verb + 1, place, rule, reach)


class _Passive(NamedTuple):
    """A passive: its first word, what stands before it, and whether an adverb spreads it."""

    first: int
    before: str
    spread: bool


def _passive(reader: Reader, position: int, first: int) -> _Passive | None:
    """The passive whose participle stands at ``position``; None without a form of "be"."""
    lower = reader.lower
    begin = position
    while begin > first and lower[begin - 1] in reader.classes["spread"]:
        begin -= 1
    spread = begin < position
    if begin == first or lower[begin - 1] not in _BE:
        return None
    begin -= 1
    while begin > first and (lower[begin - 1] in _BE or lower[begin - 1] in AUXILIARY):
        begin -= 1
    return _Passive(begin, lower[begin - 1] if begin > first else "", spread)


def _passed_on(reader: Reader) -> Iterator[Vague]:
    """Passives that pass on: "it is believed that", "are thought to have been killed"."""
    lower, classes = reader.lower, reader.classes
    for position, place, first, last in reader.places("passed_on"):
        passive = _passive(reader, position, first)
        if passive is None or position + 1 >= last or passive.before in classes["modals"]:
            continue
        begin, after = passive.first, lower[position + 1]
        impersonal = passive.before == "it" or lower[begin] == "it's"
        if passive.before == "it":
            begin -= 1
        if after == "to":
            # "Were thought to" tells what people once held; "is reported to the police" whom.
            holds = lower[begin] in _OF_NOW or impersonal
            if lower[position] == "reported":
                holds &= lower[position + 2 : position + 3] in (["be"], ["have"])
        else:
            holds = impersonal and (after in _OPENS_A_CLAUSE or reader.capital(position + 1))
        if holds:
            yield Vague(begin, position + 2, place, "passed-on", _ANSWERED_IN_THE_SENTENCE)


def _verdicts(reader: Reader) -> Iterator[Vague]:
    """Verdicts: "was seen as a setback", "is widely regarded as"."""
    lower, classes = reader.lower, reader.classes
    for position, place, first, last in reader.places("judged"):
        passive = _passive(reader, position, first)
        if passive is None or position + 2 >= last or passive.before in classes["modals"]:
            continue
        if first <= passive.first - 2 and lower[passive.first - 2] in classes["modals"]:
            continue
        behind, then = lower[position + 1], lower[position + 2]
        if reader.doc.prose[reader.doc.sentences[place].end - 1] == "?":
            continue
        if behind == "by" and then in classes["crowds"]:
            holderless = "as" in lower[position + 3 : min(last, position + 5)]
        elif "by" in lower[position + 1 : min(last, position + _REACH_OF_AN_AGENT)]:
            holderless = False
        elif lower[position].endswith(("ized", "ised", "lauded")):
            holderless = behind == "for"
        elif behind == "as":
            # "Was seen as he left" is a matter of eyes.
            holderless = then not in ("he", "she", "they", "it")
        else:
            holderless = passive.spread and lower[position] == "considered"
        if holderless:
            reach = _ANSWERED_IN_THE_SENTENCE
            yield Vague(passive.first, position + 2, place, "holderless-verdict", reach)


@cache
def _hearsay_lexicon() -> Lexicon:
    return Lexicon.load(__package__, "hearsay.txt")


def _hearsay(reader: Reader) -> Iterator[Vague]:
    """Hearsay: "is reportedly considering", "rumour has it"."""
    for first, last, _, _ in _hearsay_lexicon().find(reader.doc.words):
        place = reader.sentence_of(first)
        if place >= 0:
            yield Vague(first, last, place, "unsourced-hearsay", _ANSWERED_IN_THE_SENTENCE)


def _reactions(reader: Reader) -> Iterator[Vague]:
    """Reactions of nobody: "has sparked outrage", "there are concerns", "met with criticism"."""
    lower, classes = reader.lower, reader.classes
    for position, place, first, last in reader.places("feelings"):
        if lower[position + 1 : min(position + 2, last)] in (["among"], ["from"], ["by"], ["of"]):
            continue
        begin = _stirred_from(lower, classes, position, first)
        if begin is not None and lower[begin] == "raised":
            # "Trump has raised questions" says who.
            owner = begin - (3 if lower[begin - 1] == "also" else 2)
            if owner < first or lower[owner] in ("he", "she", "who") or reader.capital(owner):
                continue
        if begin is not None and reader.joined(begin, position + 1):
            reach = _ANSWERED_IN_THREE_SENTENCES
            yield Vague(begin, position + 1, place, "ownerless-reaction", reach)


def _stirred_from(
    lower: list[str], classes: Mapping[str, frozenset[str]], position: int, first: int
) -> int | None:
    """Where the words begin that stir up the feeling at ``position``; None where none do."""
    for begin in range(position - 1, max(first, position - 4) - 1, -1):
        word = lower[begin]
        before = lower[begin - 1] if begin > first else ""
        if word in classes["stirred"] or (word == "raised" and before in ("has", "also")):
            # "A politically fuelled controversy" is an adjective's.
            return None if before.endswith("ly") else begin
        if word in classes["stirring"] and before not in _BE:
            return begin
        if word in ("are", "is", "been") and "there" in lower[max(first, begin - 2) : begin]:
            return begin if lower[position] in classes["fears"] else None
        if word == "with" and before in ("met", "greeted"):
            return begin - 1
        if word in classes["stops"] or word in classes["definite"]:
            return None
    return None
