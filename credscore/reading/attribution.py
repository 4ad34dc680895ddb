"""Attribution: who is said to have said it.

Each quotation is led to its cue (the words that report it) and to its source: in the same
sentence, behind it or before it; in the sentence before; or carried on from the quotation or the
paragraph before. Reported speech without quotation marks is read too ("Lee warned that ...").
"""

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Literal, NamedTuple

from credscore.feature import Span
from credscore.reading.cues import Cue, read_cues
from credscore.reading.quotations import Quotation
from credscore.reading.sentences import Sentence
from credscore.reading.speakers import NAMED, Source, SourceKind, SpeakerReader

if TYPE_CHECKING:
    from credscore.document import Document

How = Literal[
    "cue behind",
    "cue before",
    "according to",
    "label",
    "signature",
    "sentence before",
    "carried on",
    "paragraph before",
    "none",
]


class Attribution(NamedTuple):
    """A quotation or a reported statement with its source.

    Attributes:
        content: What was said: the quotation with its marks, or the rest of the sentence behind
            the cue of reported speech.
        quotation: The quotation, or None for reported speech.
        words: Number of words in ``content``.
        cue: The words that report it.
        source: The noun phrase that names the source.
        head: The word that carries the source.
        kind: What kind of source it is. A pronoun that stands for a named person has the
            person's ``name``.
        name: Surname or name of the source in lower case, empty where there is none.
        how: How the source was found.
    """

    content: Span
    quotation: Quotation | None
    words: int
    cue: Span | None
    source: Span | None
    head: Span | None
    kind: SourceKind
    name: str
    how: How

    @property
    def is_named(self) -> bool:
        """Whether a reader learns the name of the person who said it."""
        return self.kind in NAMED or (self.kind == "pronoun" and self.name != "")


_ACCORDING = frozenset(("according", "per"))
_SPEECH_NOUNS = frozenset(
    """statement statements claim promise vow pledge remark remarks comment comments words tweet
    tweets message speech slogan motto letter email e-mail post warning answer reply response
    question phrase quote description call calls assertion contention argument declaration
    testimony suggestion insistence complaint joke line mantra refrain testimony rhetoric boast
    assessment observation proposal explanation text announcement column book op-ed op interview
    release memo report report's caption verdict note plea appeal insult criticism attack claim
    assertions claims promises words""".split()
)
_REPORTS_ANYTHING = frozenset(
    "say tell claim insist argue warn maintain contend allege believe assert add note".split()
)
_FINDS = frozenset("find show indicate".split())  # what a study does
_SIGNATURE = re.compile(r"\s*(?:[—–-]{1,2}\s*|[(\[]\s*)(?=[^\W\d_])")
_CLOSE_BY = 7  # words between a question and "he asked"
_LONGEST_LABEL = 12


class _Reader:
    """Reads the attributions of one document."""

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

    def read(self) -> tuple[Attribution, ...]:
        quoted = self._quoted()
        reported = self._reported()
        return tuple(sorted(quoted + reported, key=lambda found: found.content))

    # Quotations

    def _quoted(self) -> list[Attribution]:
        found: list[Attribution] = []
        quotations = self.doc.quotations
        for place, quotation in enumerate(quotations):
            before = found[-1] if found else None
            behind = quotations[place + 1].start if place + 1 < len(quotations) else None
            found.append(self._attribute(quotation, before, behind))
        return self._carry_back(found)

    def _attribute(
        self, quotation: Quotation, before: Attribution | None, behind: int | None
    ) -> Attribution:
        starts = self.words.starts
        first = bisect_left(starts, quotation.start)
        last = bisect_left(starts, quotation.end, first)
        sentence = self._sentence_at(quotation.start)
        low = sentence.first_word if sentence else first
        paragraph = bisect_right(self.paragraph_starts, quotation.start)
        if before is not None:
            same = bisect_right(self.paragraph_starts, before.content.start) == paragraph
            low_behind = bisect_left(starts, before.content.end)
        else:
            same, low_behind = False, 0
        found: tuple[Cue | None, Source | None, How] | None = None
        awaits = self._awaits_cue(quotation)
        if quotation.continues and before is not None:
            return self._carried(quotation, last - first, before, "carried on")
        if awaits:
            found = self._behind(quotation, last, behind)
        found = found or self._before(max(low, low_behind), low, first)
        if found is None and not awaits:
            found = self._behind(quotation, last, behind)
        found = found or self._according(low, first, last, sentence)
        found = found or self._signed(quotation, last)
        found = found or self._labelled(quotation, low, first)
        if found is None and same and before is not None and not awaits:
            return self._carried(quotation, last - first, before, "carried on")
        if found is None and not awaits and low == first:
            found = self._sentence_before(quotation, first)
        if found is None and before is not None and self._is_alone(quotation, paragraph):
            above = bisect_right(self.paragraph_starts, before.content.start)
            if above == paragraph - 1 and not awaits:
                return self._carried(quotation, last - first, before, "paragraph before")
        return self._made(Span(*quotation[:2]), quotation, last - first, found)

    def _awaits_cue(self, quotation: Quotation) -> bool:
        """Whether a comma at the end of the quotation promises that its speaker follows."""
        inner = self.text[quotation.inner_end - 1]
        return inner == "," or self.text[quotation.end : quotation.end + 1] == ","

    def _behind(
        self, quotation: Quotation, last: int, behind: int | None
    ) -> tuple[Cue | None, Source | None, How] | None:
        """A cue in what the sentence goes on with behind the quotation."""
        sentence = self._sentence_at(quotation.end - 1)
        if sentence is None:
            return None
        limit = sentence.last_word
        near = False
        if limit <= last:
            # The splitter ended the sentence with the quotation: does it go on all the same?
            following = self._sentence_at(quotation.end + 1)
            if following is None or following.start < quotation.end - 1 or last >= len(self.words):
                return None
            inner = self.text[quotation.inner_end - 1]
            goes_on = self.text[self.words.starts[last]].islower()
            if "\n" in self.text[quotation.end : self.words.starts[last]]:
                return None
            near = inner not in "," and not goes_on
            if near and inner not in "?!—–-…":
                return None
            limit = following.last_word
        if behind is not None:
            limit = min(limit, bisect_left(self.words.starts, behind))
        at = bisect_left(self.cue_places, last)
        while at < len(self.cues) and self.cues[at].place < limit:
            cue = self.cues[at]
            at += 1
            if near and cue.place - last > _CLOSE_BY:
                return None
            source = self._source_behind(cue, last, limit)
            if source is not None:
                self.used.add(cue.place)
                return cue, source, "cue behind"
        return None

    def _source_behind(self, cue: Cue, low: int, limit: int) -> Source | None:
        if cue.place == low:
            return self.speakers.phrase(cue.place + 1, limit)
        return self.speakers.subject(cue.place, low) or (
            self.speakers.phrase(cue.place + 1, limit) if cue.place - low <= 2 else None
        )

    def _before(
        self, low: int, sentence_low: int, first: int
    ) -> tuple[Cue | None, Source | None, How] | None:
        """A cue between the quotation and what comes before it in the sentence."""
        at = bisect_left(self.cue_places, first) - 1
        while at >= 0 and self.cues[at].place >= low:
            cue = self.cues[at]
            source = self.speakers.subject(cue.place, sentence_low)
            if source is None and cue.verb.form == "ing":
                source = self.speakers.subject(cue.place, sentence_low)
            if source is not None:
                self.used.add(cue.place)
                return cue, source, "cue before"
            at -= 1
        return None

    def _according(
        self, low: int, first: int, last: int, sentence: Sentence | None
    ) -> tuple[Cue | None, Source | None, How] | None:
        index = self.words.index
        limit = sentence.last_word if sentence else last
        for word in _ACCORDING & index.keys():
            for place in index[word]:
                if low <= place < limit and not first <= place < last:
                    behind = place + (2 if word == "according" else 1)
                    source = self.speakers.phrase(behind, limit)
                    if source is not None:
                        return None, source, "according to"
        return None

    def _signed(
        self, quotation: Quotation, last: int
    ) -> tuple[Cue | None, Source | None, How] | None:
        """A name set behind the quotation with a dash or in brackets."""
        match = _SIGNATURE.match(self.text, quotation.end)
        if match is None or "\n" in match.group() or last >= len(self.words):
            return None
        source = self.speakers.phrase(last, last + 6)
        return (None, source, "signature") if source is not None else None

    def _labelled(
        self, quotation: Quotation, low: int, first: int
    ) -> tuple[Cue | None, Source | None, How] | None:
        """A source before a colon, or a noun of speech: "her answer: ...", "Lee's vow to ..."."""
        if first <= low:
            return None
        lower = self.words.lower
        ends_in_colon = self.text[self.words.ends[first - 1] : quotation.start].strip() == ":"
        noun = next(
            (
                place
                for place in range(first - 1, max(low, first - 6) - 1, -1)
                if lower[place] in _SPEECH_NOUNS
            ),
            None,
        )
        if noun is None and not ends_in_colon:
            return None
        if noun is not None and noun > low and self._possessor(noun) is not None:
            return None, self._possessor(noun), "label"
        source = self.speakers.subject(first, low)
        return (None, source, "label") if source is not None else None

    def _possessor(self, noun: int) -> Source | None:
        lower = self.words.lower
        for place in range(noun - 1, max(noun - 4, -1), -1):
            word = lower[place]
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
                return self.speakers.phrase(begin, place + 1)
        return None

    def _sentence_before(
        self, quotation: Quotation, first: int
    ) -> tuple[Cue | None, Source | None, How] | None:
        """A cue, or at least a person, in the sentence before, within the paragraph."""
        at = bisect_right(self.sentence_starts, quotation.start) - 2
        if at < 0:
            return None
        sentence = self.sentences[at]
        parted = "\n" in self.text[sentence.end : quotation.start]
        if parted and self.text[sentence.end - 1] != ":":
            return None
        found = self._before(sentence.first_word, sentence.first_word, sentence.last_word)
        if found is not None:
            return found[0], found[1], "sentence before"
        source = self.speakers.phrase(sentence.first_word, sentence.last_word)
        if source is not None and source.kind in ("person", "titled person", "pronoun", "role"):
            return None, source, "sentence before"
        return None

    def _is_alone(self, quotation: Quotation, paragraph: int) -> bool:
        """Whether the quotation opens its paragraph and nothing but quotations follows."""
        block = self.doc.paragraphs[paragraph - 1]
        return block.start == quotation.start and block.end <= quotation.end + 1

    def _carried(
        self, quotation: Quotation, words: int, before: Attribution, how: How
    ) -> Attribution:
        if before.kind == "none":
            return self._made(Span(*quotation[:2]), quotation, words, None)
        return before._replace(
            content=Span(*quotation[:2]), quotation=quotation, words=words, how=how
        )

    def _carry_back(self, found: list[Attribution]) -> list[Attribution]:
        """Lead a quotation without a source to the next of its paragraph."""
        for place in range(len(found) - 2, -1, -1):
            here, behind = found[place], found[place + 1]
            if here.kind != "none" or behind.kind == "none" or here.quotation is None:
                continue
            between = self.text[here.content.end : behind.content.start]
            if "\n" not in between and not self._awaits_cue(here.quotation):
                found[place] = self._carried(here.quotation, here.words, behind, "carried on")
        return found

    # Reported speech

    def _reported(self) -> list[Attribution]:
        found: list[Attribution] = []
        lower = self.words.lower
        for cue in self.cues:
            finds = cue.verb.lemma in _FINDS
            if cue.place in self.used or cue.verb.form == "ing":
                continue
            if cue.verb.kind == "manner" and not finds:
                continue
            behind = lower[cue.place + 1 : cue.place + 5]
            if "that" not in behind and cue.verb.lemma not in _REPORTS_ANYTHING:
                continue
            sentence = self._sentence_at(self.words.starts[cue.place])
            if sentence is None:
                continue
            source = self.speakers.subject(cue.place, sentence.first_word)
            if source is not None and (not finds or source.kind == "document"):
                content = Span(self.words.ends[cue.place], sentence.end)
                count = sentence.last_word - cue.place - 1
                found.append(self._made(content, None, count, (cue, source, "cue before")))
        for place in self.words.index.get("according", ()):
            sentence = self._sentence_at(self.words.starts[place])
            if sentence is None or self.doc.in_quotation(self.words.starts[place]):
                continue
            source = self.speakers.phrase(place + 2, sentence.last_word)
            if source is not None:
                content = Span(sentence.start, sentence.end)
                count = sentence.last_word - sentence.first_word
                found.append(self._made(content, None, count, (None, source, "according to")))
        return found

    def _sentence_at(self, offset: int) -> Sentence | None:
        at = bisect_right(self.sentence_starts, offset) - 1
        return self.sentences[at] if at >= 0 else None

    def _made(
        self,
        content: Span,
        quotation: Quotation | None,
        words: int,
        found: tuple[Cue | None, Source | None, How] | None,
    ) -> Attribution:
        cue, source, how = found or (None, None, "none")
        starts, ends = self.words.starts, self.words.ends
        return Attribution(
            content=content,
            quotation=quotation,
            words=words,
            cue=Span(starts[cue.place], ends[cue.place]) if cue else None,
            source=Span(starts[source.first], ends[source.last - 1]) if source else None,
            head=Span(starts[source.head], ends[source.head]) if source else None,
            kind=source.kind if source else "none",
            name=source.name if source else "",
            how=how,
        )


def read_attributions(doc: "Document") -> tuple[Attribution, ...]:
    """The attributions of the running text, in order; ``doc.attributions`` keeps them."""
    return _Reader(doc).read()
