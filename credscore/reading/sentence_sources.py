"""The source of a quotation in its own sentence: behind it, before it, or as a label."""

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from credscore.feature import Span
from credscore.reading.attribution import How
from credscore.reading.cues import Cue, read_cues
from credscore.reading.people import NAMED, Source
from credscore.reading.quotations import Quotation
from credscore.reading.sentences import Sentence
from credscore.reading.small_words import ENDS_PHRASE
from credscore.reading.speakers import SpeakerReader

if TYPE_CHECKING:
    from credscore.document import Document

Found = tuple[Cue | None, Source, How]
"""The cue, the source, and how they were found."""

_ACCORDING = ("according", "per")
_SPEECH_NOUNS = frozenset(
    """statement statements claim claims promise promises vow pledge remark remarks comment
    comments words tweet tweets message speech slogan motto letter email post warning answer reply
    response question phrase quote description call calls assertion assertions contention argument
    declaration testimony suggestion insistence complaint joke line mantra refrain rhetoric boast
    assessment observation proposal explanation text announcement interview release
    memo report caption verdict note plea appeal insult criticism attack""".split()
)
_FARTHEST_ACCORDING = 60  # words
_SIGNATURE = re.compile(r"\s*(?:[—–-]{1,2}\s*|[(\[]\s*)(?=[^\W\d_])")
CONJUNCTIONS = frozenset(
    """and but or which who as while then when so after because although before until unless
    if""".split()
)
_HANGS_ON = CONJUNCTIONS | {"though", "whereas", "whose", "whom"}
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
_ADDRESSES = frozenset("tell ask assure remind inform".split())  # whom it names, listens
_RIGHT_BEFORE = 3  # words between "she said" and the quotation that it opens
_LONGEST_TAIL = 4  # words behind "he said" where the quotation ended with a full stop


class Place(NamedTuple):
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
        """The quotation with its marks."""
        return Span(self.quotation.start, self.quotation.end)


class SentenceSources:
    """Seeks the sources of quotations within their sentences, in one document.

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

    def in_sentence(self, place: Place, low: int) -> Found | None:
        """What the sentence says of the speaker, from the word at ``low`` on."""
        if place.awaits_cue:
            return (
                self._right_before(low, place)
                or self._behind(place, only_known=True)
                or self.before(low, place.low, place.first)
                or self._behind(place)
                or self._according(place)
                or self._labelled(place, low)
            )
        return (
            self._by_whom(place, low)
            or self.before(low, place.low, place.first)
            or self._behind(place)
            or self._according(place)
            or self._signed(place)
            or self._labelled(place, low)
        )

    def _by_whom(self, place: Place, low: int) -> Found | None:
        """The agent of a passive behind the quotation: "called a ... by experts"."""
        if self.words.lower[place.last : place.last + 1] != ["by"]:
            return None
        for cue in self.cues_between(max(low, place.first - _RIGHT_BEFORE), place.first):
            if self.speakers.is_passive(cue.place, low):
                source = self.speakers.phrase(place.last + 1, place.last + 10)
                return (cue, source, "cue behind") if source is not None else None
        return None

    def _behind(self, place: Place, only_known: bool = False) -> Found | None:
        """A cue in what the sentence goes on with behind the quotation.

        ``only_known`` leaves out sources with a noun that no list holds.
        """
        last = place.last
        sentence = self.sentence_at(place.quotation.end - 1)
        if sentence is None or last >= len(self.words):
            return None
        limit = sentence.last_word
        nearest = None
        if limit <= last:
            # The sentence ends with the quotation, or so it seems.
            following = self.sentence_at(self.words.starts[last])
            if following is None or "\n" in self.text[place.quotation.end : following.start]:
                return None
            limit = following.last_word
            if not self._goes_on(place):
                if not _STOPS.isdisjoint(self.text[place.quotation.end : self.words.starts[last]]):
                    return None
                nearest = last + _CLOSE_BY
        limit = min(limit, bisect_left(self.words.starts, place.behind))
        for cue in self.cues_between(last, limit):
            if cue.verb.kind == "mind":
                continue
            if nearest is not None and cue.place > nearest:
                apposed = "," in self.speakers.gap(cue.place) and cue.place <= 2 * _CLOSE_BY + last
                if not apposed:
                    return None
            source = self._source_behind(cue, last, limit, only_known or nearest is not None)
            if source is None:
                continue
            stopped = self.text[place.quotation.inner_end - 1] not in "?!—–-…,"
            if nearest is not None and stopped and self._is_no_report(cue, source):
                return None  # "... a suitcase." The crowd laughed.
            begins = min(source.first, cue.place)
            farthest = _FARTHEST_AWAITED if place.awaits_cue else 2
            closing = self.words.lower[last] == "as" and limit - cue.place <= 3
            hangs_on = self.words.lower[last] in _HANGS_ON and not closing
            if begins - last > farthest or hangs_on:
                # Far behind, it must close the sentence: "... for the town, Lee said."
                closes = limit - max(cue.place, source.last) <= _LONGEST_END
                if not (closes and cue.verb.kind == "speech" and "," in self.speakers.gap(begins)):
                    continue
            if nearest is not None and stopped and limit - cue.place - 1 > _LONGEST_TAIL:
                return None  # a sentence of its own: "It is over." Lee said that ...
            self.used.add(cue.place)
            if cue.verb.lemma == "read" and source.kind == "role":
                source = source._replace(kind="document")  # "read one", of banners
            return cue, source, "cue behind"
        if nearest is not None:
            return None
        return self._noun_behind(last, limit) or self._name_behind(place, limit)

    def _is_no_report(self, cue: Cue, source: Source) -> bool:
        return cue.verb.kind != "speech" and source.kind not in ("pronoun", *NAMED)

    def _goes_on(self, place: Place) -> bool:
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

    def _name_behind(self, place: Place, limit: int) -> Found | None:
        """A person right behind a quotation that awaits its speaker, with a verb of any kind."""
        if not place.awaits_cue or self.words.lower[place.last] in _NO_SUBJECT:
            return None
        if self.words.lower[place.last] in ("it", "this", "which", "who"):
            return None
        source = self.speakers.phrase(place.last, limit)
        if source is None:
            return None
        reports = any(
            cue.verb.kind == "speech" and not self.speakers.is_passive(cue.place, place.last)
            for cue in self.cues_between(place.last, limit)
        )
        if source.kind not in ("pronoun", "role", *NAMED) and not reports:
            return None
        return None, source, "cue behind"

    def _noun_behind(self, last: int, limit: int) -> Found | None:
        """A noun of speech behind the quotation: "..., was her answer"."""
        lower = self.words.lower
        if limit - last < 3 or lower[last] not in ("was", "is", "were"):
            return None
        for place in range(last + 2, min(limit, last + 6)):
            if lower[place] in _SPEECH_NOUNS:
                source = self.possessor(place)
                return (None, source, "label") if source is not None else None
        return None

    def _right_before(self, low: int, place: Place) -> Found | None:
        """A cue that hands over to the quotation: "she said, ..."."""
        low = max(low, place.first - _RIGHT_BEFORE)
        cues = self.cues_between(low, place.first)
        if not any(cue.verb.kind == "speech" for cue in cues):
            return None
        return self.before(low, place.low, place.first)

    def before(self, low: int, sentence_low: int, first: int) -> Found | None:
        """A cue between the quotation and what comes before it in the sentence."""
        cues = [
            cue
            for cue in self.cues_between(low, first)
            if first - cue.place <= _FARTHEST_BEFORE[cue.verb.kind]
        ]
        for cue in reversed(cues):
            source = self._interposed(cue, first)
            if source is not None:
                self.used.add(cue.place)
                return cue, source, "cue before"
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

    def _interposed(self, cue: Cue, limit: int) -> Source | None:
        """The speaker in an insertion: "There was, wrote the judge, 'no evidence'"."""
        behind = cue.place + 1
        if "," not in self.speakers.gap(cue.place) or behind >= limit or cue.verb.form == "ing":
            return None
        if cue.verb.kind == "mind" or cue.verb.lemma in _ADDRESSES:
            return None
        if self.speakers.gap(behind) != " " or not self.speakers.opens_phrase(behind):
            return None
        source = self.speakers.phrase(behind, limit)
        if source is None or source.last >= len(self.words):
            return None
        return source if "," in self.speakers.gap(source.last) else None

    def _according(self, place: Place) -> Found | None:
        index = self.words.index
        limit = place.sentence.last_word if place.sentence else place.last
        for word in _ACCORDING:
            positions = index.get(word, [])
            begin = bisect_left(positions, max(place.low, place.first - _FARTHEST_ACCORDING))
            for position in positions[begin : begin + 3]:
                if position >= min(limit, place.last + _FARTHEST_ACCORDING):
                    break
                if place.first <= position < place.last:
                    continue
                behind = position + (2 if word == "according" else 1)
                source = self.speakers.phrase(behind, limit)
                if source is not None:
                    return None, source, "according to"
        return None

    def _signed(self, place: Place) -> Found | None:
        """A name set behind the quotation with a dash or in brackets."""
        match = _SIGNATURE.match(self.text, place.quotation.end)
        if match is None or "\n" in match.group() or place.last >= len(self.words):
            return None
        source = self.speakers.phrase(place.last, place.last + 6)
        if source is None or source.kind not in ("organisation", "document", *NAMED):
            return None
        return None, source, "signature"

    def _labelled(self, place: Place, low: int) -> Found | None:
        """A source before a colon, or a noun of speech: "her answer: ...", "Lee's vow to ..."."""
        first = place.first
        if first <= low or first >= len(self.words):
            return None  # nothing stands before it, or no word in it and behind it
        lower = self.words.lower
        between = self.text[self.words.ends[first - 1] : place.quotation.start]
        for position in range(first - 1, max(low, first - 6) - 1, -1):
            if lower[position] in _SPEECH_NOUNS:
                source = self.possessor(position) or (
                    self.speakers.subject(first, place.low) if between.strip() == ":" else None
                )
                if source is not None:
                    return None, source, "label"
        if between.strip() != ":":
            return None
        source = self.speakers.nearest(first, place.low)
        if source is None:
            return None
        if source.last < first and source.first > place.low:
            # "Her rival Bob Roe was gracious: ...", but not "It was sent to Bob Roe last week: ..."
            led = lower[source.first - 1] in ENDS_PHRASE
            if led or source.kind not in NAMED:
                return None
        if source.kind == "role":  # "Ann Lee, professor of law: ..."
            named = self.speakers.subject(first, place.low)
            source = named if named is not None and named.kind in NAMED else source
        return None, source, "label"

    def possessor(self, noun: int) -> Source | None:
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

    def cues_between(self, low: int, high: int) -> tuple[Cue, ...]:
        """The cues from the word at ``low`` to the word before ``high``."""
        return self.cues[bisect_left(self.cue_places, low) : bisect_left(self.cue_places, high)]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The last sentence that begins at ``offset`` or before it."""
        at = bisect_right(self.sentence_starts, offset) - 1
        return self.sentences[at] if at >= 0 else None
