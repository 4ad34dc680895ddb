"""The sources of quotations: where each is sought, and in what order."""

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from credscore.feature import Span
from credscore.reading.attribution import Attribution, How
from credscore.reading.cues import Cue, read_cues
from credscore.reading.quotations import Quotation
from credscore.reading.sentences import Sentence
from credscore.reading.speakers import NAMED, Source, SpeakerReader

if TYPE_CHECKING:
    from credscore.document import Document

Found = tuple[Cue | None, Source, How]

_ACCORDING = frozenset(("according", "per"))
_SPEECH_NOUNS = frozenset(
    """statement statements claim claims promise promises vow pledge remark remarks comment
    comments words tweet tweets message speech slogan motto letter email post warning answer reply
    response question phrase quote description call calls assertion assertions contention argument
    declaration testimony suggestion insistence complaint joke line mantra refrain rhetoric boast
    assessment observation proposal explanation text announcement interview release
    memo report caption verdict note plea appeal insult criticism attack""".split()
)
_SIGNATURE = re.compile(r"\s*(?:[—–-]{1,2}\s*|[(\[]\s*)(?=[^\W\d_])")
_HANDS_OVER = re.compile(r"[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,4}(?=(?: [a-z]{1,12}){0,4}:$)")
_CONJUNCTIONS = (
    "and but or which who as while then when so after because although before until unless if"
)
_SUBORDINATES = frozenset(_CONJUNCTIONS.split()) | {"though", "whereas", "whose", "whom"}
_GOES_ON_WITH = tuple([word] for word in _CONJUNCTIONS.split())
_STOPS = frozenset(".!?;")
_CLOSE_BY = 7  # words between the end of a sentence and "he asked"
_FARTHEST_AWAITED = 8  # words between a quotation that ends in a comma and its source
# Words between a cue and the quotation behind it, by what the cue does.
_FARTHEST_BEFORE = {"speech": 40, "manner": 10, "mind": 8}
_FARTHEST_SUBJECT = 8  # words between a verb that reports beside other things and its subject
_LONGEST_END = 10  # words behind a cue that closes its sentence
_NO_SUBJECT = frozenset(
    """that in on at to of as by with about after before during while when if because for from not
    also so and but or then""".split()
)
_RIGHT_BEFORE = 3  # words between "she said" and the quotation that it opens
_LONGEST_TAIL = 4  # words behind "he said" where the quotation ended with a full stop


class _Place(NamedTuple):
    """Where a quotation stands: its words, its sentence's first word, its paragraph."""

    quotation: Quotation
    first: int
    last: int
    low: int
    sentence: Sentence | None
    paragraph: int
    awaits_cue: bool
    behind: int  # offset of the next quotation, or of the end of the text

    @property
    def content(self) -> Span:
        return Span(self.quotation.start, self.quotation.end)


class QuotationSources:
    """Finds the sources of the quotations of one document.

    Attributes:
        speakers: The reader of noun phrases, which knows the people met so far.
        used: The words of the cues that report a quotation.
    """

    def __init__(self, doc: "Document") -> None:
        self.doc = doc
        self.text = doc.prose
        self.words = doc.words
        self.sentences = doc.sentences
        self.sentence_starts = [sentence.start for sentence in doc.sentences]
        self.paragraph_starts = [block.start for block in doc.paragraphs]
        self.cues = doc.once(read_cues)
        self.cue_places = [cue.place for cue in self.cues]
        self.speakers = SpeakerReader(doc)
        self.used: set[int] = set()

    def read(self) -> list[Attribution]:
        """The quotations with their sources, in order."""
        found: list[Attribution] = []
        places: list[_Place] = []
        quotations = self.doc.quotations
        for number, quotation in enumerate(quotations):
            following = quotations[number + 1].start if number + 1 < len(quotations) else None
            place = self._place(quotation, len(self.text) if following is None else following)
            found.append(self._attribute(place, places, found))
            places.append(place)
        self._carry_back(places, found)
        self._carry_to_repeated(places, found)
        return found

    def _place(self, quotation: Quotation, behind: int) -> _Place:
        starts = self.words.starts
        first = bisect_left(starts, quotation.start)
        last = bisect_left(starts, quotation.end, first)
        sentence = self._sentence_at(quotation.start)
        low = min(sentence.first_word, first) if sentence else first
        paragraph = bisect_right(self.paragraph_starts, quotation.start) - 1
        comma = self.text[quotation.inner_end - 1] == "," or self.text.startswith(
            ",", quotation.end
        )
        awaits_cue = comma and self.words.lower[last : last + 1] not in _GOES_ON_WITH
        return _Place(quotation, first, last, low, sentence, paragraph, awaits_cue, behind)

    def _attribute(
        self, place: _Place, places: list[_Place], found: list[Attribution]
    ) -> Attribution:
        earlier = places[-1] if places else None
        if earlier is not None and place.quotation.continues:
            return self._carried(place, found[-1], "carried on")
        same_sentence = earlier is not None and earlier.last > place.low
        low = earlier.last if earlier is not None and same_sentence else place.low
        here = self._in_sentence(place, low)
        if here is not None:
            return self._made(place, self._resolved(place, here))
        same = earlier is not None and earlier.paragraph == place.paragraph
        if same and (same_sentence or not place.awaits_cue):
            return self._carried(place, found[-1], "carried on")
        if place.awaits_cue:
            return self._made(place, None)
        before = self._in_sentence_before(place)
        if before is None and self._is_alone(place):
            above = self._in_paragraph_before(place)
            if above is None and earlier is not None and self._closes_above(place, earlier):
                return self._carried(place, found[-1], "paragraph before")
            before = above
        if before is None and place.quotation.start == self.doc.paragraphs[place.paragraph].start:
            headed = self._headed(place)
            if headed is not None:
                return headed
        return self._made(place, before)

    def _resolved(self, place: _Place, found: Found) -> Found:
        """Lead "she" back to a nameless person that the sentence before opens with."""
        cue, source, how = found
        sentence = self._sentence_before(place)
        if self.words.lower[source.head] not in ("he", "she"):
            return found
        if not source.name and not self.speakers.names:
            return cue, source._replace(kind="role"), how  # in a text that names nobody
        if (
            sentence is None
            or self.words.lower[sentence.first_word] not in ("a", "an", "one", "another")
            or "\n" in self.text[sentence.end : place.quotation.start]
        ):
            return found
        nameless = self.speakers.phrase(sentence.first_word, sentence.last_word)
        if nameless is None or nameless.kind != "role":
            return found
        return cue, nameless, how

    def _in_sentence(self, place: _Place, low: int) -> Found | None:
        if place.awaits_cue:
            return (
                self._right_before(low, place)
                or self._behind(place, only_known=True)
                or self._before(low, place.low, place.first)
                or self._behind(place)
                or self._according(place)
                or self._labelled(place, low)
            )
        return (
            self._by_whom(place, low)
            or self._before(low, place.low, place.first)
            or self._behind(place)
            or self._according(place)
            or self._signed(place)
            or self._labelled(place, low)
        )

    def _by_whom(self, place: _Place, low: int) -> Found | None:
        """The agent of a passive behind the quotation: "called a ... by experts"."""
        if self.words.lower[place.last : place.last + 1] != ["by"]:
            return None
        for cue in self._cues_between(max(low, place.first - _RIGHT_BEFORE), place.first):
            if self.speakers.is_passive(cue.place, low):
                source = self.speakers.phrase(place.last + 1, place.last + 10)
                return (cue, source, "cue behind") if source is not None else None
        return None

    def _behind(self, place: _Place, only_known: bool = False) -> Found | None:
        """A cue in what the sentence goes on with behind the quotation.

        ``only_known`` leaves out sources with a noun that no list holds.
        """
        last = place.last
        sentence = self._sentence_at(place.quotation.end - 1)
        if sentence is None or last >= len(self.words):
            return None
        limit = sentence.last_word
        nearest = None
        if limit <= last:
            # The sentence ends with the quotation, or so it seems.
            following = self._sentence_at(self.words.starts[last])
            if following is None or "\n" in self.text[place.quotation.end : following.start]:
                return None
            limit = following.last_word
            if not self._goes_on(place):
                if not _STOPS.isdisjoint(self.text[place.quotation.end : self.words.starts[last]]):
                    return None
                nearest = last + _CLOSE_BY
        limit = min(limit, bisect_left(self.words.starts, place.behind))
        for cue in self._cues_between(last, limit):
            if cue.verb.kind == "mind":
                continue
            if nearest is not None and cue.place > nearest:
                apposed = "," in self.speakers.gap(cue.place) and cue.place <= 2 * _CLOSE_BY + last
                if not apposed:
                    return None
            source = self._source_behind(cue, last, limit, only_known)
            if source is None:
                continue
            begins = min(source.first, cue.place)
            farthest = _FARTHEST_AWAITED if place.awaits_cue else 2
            hangs_on = self.words.lower[last] in _SUBORDINATES and cue.verb.lemma != "put"
            if begins - last > farthest or hangs_on:
                # Far behind, it must close the sentence: "... for the town, Lee said."
                closes = limit - max(cue.place, source.last) <= _LONGEST_END
                if not (closes and cue.verb.kind == "speech" and "," in self.speakers.gap(begins)):
                    continue
            stopped = self.text[place.quotation.inner_end - 1] not in "?!—–-…,"
            if nearest is not None and stopped and limit - cue.place - 1 > _LONGEST_TAIL:
                return None  # a sentence of its own: "It is over." Lee said that ...
            self.used.add(cue.place)
            return cue, source, "cue behind"
        if nearest is not None:
            return None
        return self._noun_behind(last, limit) or self._name_behind(place, limit)

    def _goes_on(self, place: _Place) -> bool:
        """Whether the sentence plainly goes on behind the quotation."""
        start = self.words.starts[place.last]
        gap = self.text[place.quotation.end : start]
        if not _STOPS.isdisjoint(gap):
            return False
        return place.awaits_cue or self.text[start].islower()

    def _source_behind(self, cue: Cue, low: int, limit: int, only_known: bool) -> Source | None:
        behind = cue.place + 1
        if cue.place == low and cue.verb.form == "ing":
            return None  # "..., adding that he would not"
        if cue.place == low:
            opens = behind < limit and self.words.lower[behind] not in _NO_SUBJECT
            return self.speakers.phrase(behind, limit) if opens else None
        inverted = behind < limit and self.speakers.opens_phrase(behind)
        if inverted and "," in self.speakers.gap(cue.place):
            source = self.speakers.phrase(behind, limit)  # "... for the town, said Ann Lee"
            if source is not None and source.kind in NAMED:
                return source
        if self.words.lower[low] == "that":
            return None
        source = self.speakers.subject(cue.place, low)
        if source is None and not (only_known or self.speakers.is_passive(cue.place, low)):
            source = self.speakers.unknown(low, cue.place)
        if source is None and inverted and cue.place - low <= 2:
            source = self.speakers.phrase(behind, limit)
        return source if source is not None and self._is_near(cue, source) else None

    def _is_near(self, cue: Cue, source: Source) -> bool:
        """Whether verb and source stand close enough together for what the verb is."""
        return (
            cue.verb.form == "ing"
            or "," in self.speakers.gap(cue.place)
            or (
                self.speakers.adjoins(source, cue.place)
                and (cue.verb.kind == "speech" or cue.place - source.last <= _FARTHEST_SUBJECT)
            )
        )

    def _name_behind(self, place: _Place, limit: int) -> Found | None:
        """A person right behind a quotation that awaits its speaker, with a verb of any kind."""
        if not place.awaits_cue or self.words.lower[place.last] in _NO_SUBJECT:
            return None
        if self.words.lower[place.last] in ("it", "this", "which", "who"):
            return None
        source = self.speakers.phrase(place.last, limit)
        if source is None or source.kind not in ("pronoun", "role", *NAMED):
            return None
        return None, source, "cue behind"

    def _noun_behind(self, last: int, limit: int) -> Found | None:
        """A noun of speech behind the quotation: "..., was her answer"."""
        lower = self.words.lower
        if limit - last < 3 or lower[last] not in ("was", "is", "were"):
            return None
        for place in range(last + 2, min(limit, last + 6)):
            if lower[place] in _SPEECH_NOUNS:
                source = self._possessor(place)
                return (None, source, "label") if source is not None else None
        return None

    def _right_before(self, low: int, place: _Place) -> Found | None:
        """A cue that hands over to the quotation: "she said, ..."."""
        low = max(low, place.first - _RIGHT_BEFORE)
        cues = self._cues_between(low, place.first)
        if not any(cue.verb.kind == "speech" for cue in cues):
            return None
        return self._before(low, place.low, place.first)

    def _before(self, low: int, sentence_low: int, first: int) -> Found | None:
        """A cue between the quotation and what comes before it in the sentence."""
        cues = [
            cue
            for cue in self._cues_between(low, first)
            if first - cue.place <= _FARTHEST_BEFORE[cue.verb.kind]
        ]
        for cue in reversed(cues):
            if cue.place == low:
                source = self.speakers.phrase(cue.place + 1, first)  # "Said Ann Lee: ..."
            else:
                source = self.speakers.subject(cue.place, low)
            if source is None and low > sentence_low:
                source = self.speakers.subject(cue.place, sentence_low)
            if source is not None and self._is_near(cue, source):
                self.used.add(cue.place)
                return cue, source, "cue before"
        for cue in reversed(cues):
            if cue.verb.kind == "speech" and not self.speakers.is_passive(cue.place, low):
                source = self.speakers.unknown_before(cue.place, low)
                if source is None and cue.verb.form != "base":
                    source = self.speakers.nearest(cue.place, sentence_low)
                if source is not None:
                    self.used.add(cue.place)
                    return cue, source, "cue before"
        return None

    def _according(self, place: _Place) -> Found | None:
        index = self.words.index
        limit = place.sentence.last_word if place.sentence else place.last
        for word in _ACCORDING & index.keys():
            positions = index[word]
            for position in positions[bisect_left(positions, place.low) :]:
                if position >= limit:
                    break
                if place.first <= position < place.last:
                    continue
                behind = position + (2 if word == "according" else 1)
                source = self.speakers.phrase(behind, limit)
                if source is not None:
                    return None, source, "according to"
        return None

    def _signed(self, place: _Place) -> Found | None:
        """A name set behind the quotation with a dash or in brackets."""
        match = _SIGNATURE.match(self.text, place.quotation.end)
        if match is None or "\n" in match.group() or place.last >= len(self.words):
            return None
        source = self.speakers.phrase(place.last, place.last + 6)
        if source is None or source.kind not in ("organisation", "document", *NAMED):
            return None
        return None, source, "signature"

    def _labelled(self, place: _Place, low: int) -> Found | None:
        """A source before a colon, or a noun of speech: "her answer: ...", "Lee's vow to ..."."""
        first = place.first
        if first <= low:
            return None
        lower = self.words.lower
        between = self.text[self.words.ends[first - 1] : place.quotation.start]
        for position in range(first - 1, max(low, first - 6) - 1, -1):
            if lower[position] in _SPEECH_NOUNS:
                source = self._possessor(position) or (
                    self.speakers.subject(first, place.low) if between.strip() == ":" else None
                )
                if source is not None:
                    return None, source, "label"
        if between.strip() != ":":
            return None
        source = self.speakers.nearest(first, place.low)
        if source is None or (source.last < first and source.first > place.low):
            return None
        if source.kind == "role":  # "Ann Lee, professor of law: ..."
            named = self.speakers.subject(first, place.low)
            source = named if named is not None and named.kind in NAMED else source
        return None, source, "label"

    def _possessor(self, noun: int) -> Source | None:
        """Whose the noun of speech is: "her answer", "the mayor's answer"."""
        lower = self.words.lower
        for place in range(noun - 1, max(noun - 4, -1), -1):
            word = lower[place]
            if self.speakers.gap(place + 1) != " " or word in ("the", "a", "an"):
                return None
            if word in ("his", "her", "their"):
                name = self.speakers.earlier(place) if word != "their" else ""
                return Source(place, place + 1, place, "pronoun", name)
            if word.endswith(("'s", "s'")):
                begin = place
                while (
                    begin > 0
                    and self.speakers.is_capital(begin - 1)
                    and (self.speakers.gap(begin) == " ")
                ):
                    begin -= 1
                return self.speakers.possessor(begin, place)
        return None

    def _in_sentence_before(self, place: _Place) -> Found | None:
        """A cue, or at least a person, in the sentence before, within the paragraph."""
        sentence = self._sentence_before(place)
        if sentence is None or "\n" in self.text[sentence.end : place.quotation.start]:
            return None
        if place.low < place.first:
            # A snippet in a sentence without a cue: it may go on telling what he or she said.
            source = self.speakers.phrase(place.low, place.first)
            if source is None or source.kind not in ("pronoun", *NAMED):
                return None
        found = self._before(sentence.first_word, sentence.first_word, sentence.last_word)
        if found is not None and found[0] is not None and found[0].verb.kind == "speech":
            return found[0], found[1], "sentence before"
        if place.low < place.first:
            return None
        source = self.speakers.phrase(sentence.first_word, sentence.last_word)
        if source is not None and source.kind in ("pronoun", "role", *NAMED):
            return None, source, "sentence before"
        return None

    def _in_paragraph_before(self, place: _Place) -> Found | None:
        """A cue in the last sentence of the paragraph before, or a line that ends in a colon."""
        sentence = self._sentence_before(place)
        if sentence is None:
            return None
        found = self._before(sentence.first_word, sentence.first_word, sentence.last_word)
        if found is None and self.text[sentence.end - 1] == ":":
            source = self.speakers.nearest(sentence.last_word, sentence.first_word)
            return (None, source, "label") if source is not None else None
        return (found[0], found[1], "paragraph before") if found is not None else None

    def _headed(self, place: _Place) -> Attribution | None:
        """A line of its own that hands over to the quotation: "Ann Lee says:"."""
        blocks = self.doc.blocks
        start = self.doc.paragraphs[place.paragraph].start
        at = bisect_left(blocks, start, key=lambda block: block.start) - 1
        if at < 0 or blocks[at].kind != "heading":
            return None
        line = self.doc.content[blocks[at].start : blocks[at].end]
        match = _HANDS_OVER.search(line) if line.endswith(":") else None
        if match is None:
            return None
        span = Span(blocks[at].start + match.start(), blocks[at].start + match.end())
        name = match.group().rsplit(" ", 1)[-1].lower()
        return self._made(place, None)._replace(
            source=span, head=span, kind="person", name=name, how="label"
        )

    def _sentence_before(self, place: _Place) -> Sentence | None:
        at = bisect_right(self.sentence_starts, place.quotation.start) - 2
        return self.sentences[at] if at >= 0 else None

    def _is_alone(self, place: _Place) -> bool:
        """Whether the quotation fills its paragraph."""
        block = self.doc.paragraphs[place.paragraph]
        return block.start == place.quotation.start and block.end <= place.quotation.end + 1

    def _closes_above(self, place: _Place, earlier: _Place) -> bool:
        """Whether the quotation before stands in the last sentence of the paragraph before."""
        sentence = self._sentence_before(place)
        return (
            earlier.paragraph == place.paragraph - 1
            and sentence is not None
            and earlier.quotation.end >= sentence.start
        )

    def _carry_back(self, places: list[_Place], found: list[Attribution]) -> None:
        """Lead a quotation without a source to the next of its paragraph."""
        for at in range(len(found) - 2, -1, -1):
            here, behind = places[at], places[at + 1]
            if found[at].kind != "none" or found[at + 1].kind == "none" or here.awaits_cue:
                continue
            if here.paragraph == behind.paragraph and not behind.quotation.continues:
                found[at] = self._carried(here, found[at + 1], "carried on")

    def _carry_to_repeated(self, places: list[_Place], found: list[Attribution]) -> None:
        """Lead a quotation set off on the page to where the text gives it with its speaker."""
        if all(attribution.kind != "none" for attribution in found):
            return
        spoken: dict[str, Attribution] = {}
        for place, attribution in zip(places, found, strict=True):
            if attribution.kind != "none":
                spoken.setdefault(self._key(place.quotation), attribution)
        for at, place in enumerate(places):
            if found[at].kind == "none" and self._key(place.quotation) in spoken:
                found[at] = self._carried(place, spoken[self._key(place.quotation)], "carried on")

    def _key(self, quotation: Quotation) -> str:
        inner = self.text[quotation.inner_start : quotation.inner_end]
        return inner.strip(" .,!?").lower()

    def _cues_between(self, low: int, high: int) -> tuple[Cue, ...]:
        return self.cues[bisect_left(self.cue_places, low) : bisect_left(self.cue_places, high)]

    def _sentence_at(self, offset: int) -> Sentence | None:
        at = bisect_right(self.sentence_starts, offset) - 1
        return self.sentences[at] if at >= 0 else None

    def _carried(self, place: _Place, source: Attribution, how: How) -> Attribution:
        if source.kind == "none":
            return self._made(place, None)
        return source._replace(
            content=place.content,
            quotation=place.quotation,
            words=place.last - place.first,
            how=how,
        )

    def _made(self, place: _Place, found: Found | None) -> Attribution:
        count = place.last - place.first
        return make_attribution(self.doc, place.content, place.quotation, count, found)


def make_attribution(
    doc: "Document",
    content: Span,
    quotation: Quotation | None,
    words: int,
    found: Found | None,
) -> Attribution:
    """Put what was found into offsets."""
    if found is None:
        return Attribution(content, quotation, words, None, "", None, None, "none", "", "none")
    cue, source, how = found
    starts, ends = doc.words.starts, doc.words.ends
    return Attribution(
        content=content,
        quotation=quotation,
        words=words,
        cue=Span(starts[cue.place], ends[cue.place]) if cue else None,
        lemma=cue.verb.lemma if cue else "",
        source=Span(starts[source.first], ends[source.last - 1]),
        head=Span(starts[source.head], ends[source.head]),
        kind=source.kind,
        name=source.name,
        how=how,
    )
