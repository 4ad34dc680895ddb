"""The sources of quotations: where each is sought, and in what order."""

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from credscore.feature import Span
from credscore.reading.attribution import Attribution, How
from credscore.reading.people import NAMED, Source, SourceKind
from credscore.reading.quotations import Quotation
from credscore.reading.sentence_sources import CONJUNCTIONS, Found, Place, SentenceSources
from credscore.reading.sentences import Sentence
from credscore.reading.small_words import ANYBODY
from credscore.reading.words import read_words

if TYPE_CHECKING:
    from credscore.document import Document

_HANDS_OVER = re.compile(r"[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,4}(?=(?: [a-z]{1,12}){0,4}:$)")

_WORDS_TO_A_NAME = 80  # words from "he" to where a feature may name him at last
_LONGEST_HANDING_OVER = 40  # words
_NEAR = 600  # characters from a speaker to the "she" that stands for her


class QuotationSources(SentenceSources):
    """Finds the sources of the quotations of one document."""

    def read(self) -> list[Attribution]:
        """The quotations with their sources, in order."""
        found: list[Attribution] = []
        places: list[Place] = []
        quotations = self.doc.quotations
        for number, quotation in enumerate(quotations):
            following = quotations[number + 1].start if number + 1 < len(quotations) else None
            place = self._place(quotation, len(self.text) if following is None else following)
            found.append(self._attribute(place, places, found))
            places.append(place)
        self._carry_back(places, found)
        self._carry_to_repeated(places, found)
        return found

    def _place(self, quotation: Quotation, behind: int) -> Place:
        starts = self.words.starts
        first = bisect_left(starts, quotation.start)
        last = bisect_left(starts, quotation.end, first)
        sentence = self.sentence_at(quotation.start)
        low = min(sentence.first_word, first) if sentence else first
        paragraph = bisect_right(self.paragraph_starts, quotation.start) - 1
        comma = self.text[quotation.inner_end - 1] == "," or self.text.startswith(
            ",", quotation.end
        )
        awaits_cue = (
            comma
            and not quotation.set_off
            and CONJUNCTIONS.isdisjoint(self.words.lower[last : last + 1])
        )
        return Place(quotation, first, last, low, sentence, paragraph, awaits_cue, behind)

    def _attribute(
        self, place: Place, places: list[Place], found: list[Attribution]
    ) -> Attribution:
        earlier = places[-1] if places else None
        if place.quotation.speaker is not None:
            return self._labelled_turn(place, place.quotation.speaker)
        if earlier is not None and place.quotation.continues:
            return self._carried(place, found[-1], "carried on")
        same_sentence = earlier is not None and earlier.last > place.low
        low = earlier.last if earlier is not None and same_sentence else place.low
        here = self.in_sentence(place, low)
        if here is not None:
            return self._made(place, self._resolved(place, here, found[-1] if found else None))
        if (
            earlier is not None
            and earlier.paragraph == place.paragraph
            and (same_sentence or not place.awaits_cue)
        ):
            other = None if same_sentence else self._handed_over(place, earlier, found[-1])
            if other is not None:
                return self._made(place, other)
            return self._carried(place, found[-1], "carried on")
        if place.awaits_cue:
            return self._made(place, None)
        before = self._in_sentence_before(place)
        if before is None and self._is_alone(place):
            if (
                earlier is not None
                and found[-1].kind != "none"
                and self._closes_above(place, earlier)
            ):
                return self._carried(place, found[-1], "paragraph before")
            before = self._in_paragraph_before(place)
        if before is None and place.quotation.start == self.doc.paragraphs[place.paragraph].start:
            headed = self._headed(place)
            if headed is not None:
                return headed
        return self._made(place, before)

    def _handed_over(self, place: Place, earlier: Place, spoke: Attribution) -> Found | None:
        """Another speaker in a sentence between two quotations: "Bob Roe nodded" between them."""
        sentence = self._sentence_before(place)
        if sentence is None or sentence.start < earlier.quotation.end or place.low < place.first:
            return None
        found = self._in_sentence_before(place)
        if found is None:
            return None
        source = found[1]
        if source.kind in NAMED:
            known = source.kind == "titled person" or source.name in self.speakers.surnames
            return found if known and source.name != spoke.name else None
        newly = self.words.lower[source.first] in ("a", "an", "one", "another")
        listed = self.words.lower[source.head] in self.speakers.nouns
        return found if newly and listed and source.kind == "role" else None

    def _resolved(self, place: Place, found: Found, spoke: Attribution | None) -> Found:
        """Lead "he", "she" and "they" back to somebody without a name, where none has come since.

        ``spoke`` is the speaker of the quotation before.
        """
        cue, source, how = found
        word = self.words.lower[source.head]
        if word not in ("he", "she", "they"):
            return found
        if spoke is not None and self._stays_nameless(spoke, source.head):
            kind: SourceKind = "group" if word == "they" else "role"
            return (cue, source._replace(kind=kind, name=""), how) if kind == spoke.kind else found
        if word == "they":
            return found
        if not source.name and not self.speakers.names_person(
            max(0, source.head - _WORDS_TO_A_NAME), source.head + _WORDS_TO_A_NAME
        ):
            return cue, source._replace(kind="role"), how  # nobody is named so far, nor soon
        nameless = self._opening_nameless(place)
        return found if nameless is None else (cue, nameless, how)

    def _stays_nameless(self, spoke: Attribution, place: int) -> bool:
        """Whether the last speaker has no name, and nobody is named between there and here."""
        if spoke.kind not in ("role", "group") or spoke.head is None:
            return False
        starts = self.words.starts
        head = bisect_left(starts, spoke.head.start)
        if self.words.lower[head].startswith("spokes") or starts[place] - starts[head] > _NEAR:
            return False
        return head < place and not self.speakers.names_person(head, place)

    def _opening_nameless(self, place: Place) -> Source | None:
        """A nameless person that the sentence before opens with: "A man came by."."""
        sentence = self._sentence_before(place)
        if (
            sentence is None
            or self.words.lower[sentence.first_word] not in ("a", "an", "one", "another")
            or "\n" in self.text[sentence.end : place.quotation.start]
        ):
            return None
        nameless = self.speakers.phrase(sentence.first_word, sentence.last_word)
        return nameless if nameless is not None and nameless.kind == "role" else None

    def _in_sentence_before(self, place: Place) -> Found | None:
        """A cue, or at least a person, in the sentence before, within the paragraph."""
        sentence = self._sentence_before(place)
        if sentence is None or "\n" in self.text[sentence.end : place.quotation.start]:
            return None
        if place.low < place.first:
            # A snippet in a sentence without a cue: it may go on telling what he or she said.
            source = self.speakers.phrase(place.low, place.first)
            if source is None or source.kind not in ("pronoun", *NAMED):
                return None
        found = self.before(sentence.first_word, sentence.first_word, sentence.last_word)
        if found is not None and found[0] is not None and found[0].verb.kind == "speech":
            anybody = self.words.lower[found[1].head] in ANYBODY
            return None if anybody else (found[0], found[1], "sentence before")
        if place.low < place.first:
            return None
        source = self.speakers.answering(sentence.first_word, sentence.last_word)
        if source is not None:
            return None, source, "sentence before"
        source = self.speakers.phrase(sentence.first_word, sentence.last_word)
        if source is None or source.kind not in ("pronoun", "role", *NAMED):
            return None
        if self.words.lower[source.head] in ("it", "this", "which"):
            return None
        if not self.speakers.is_known(source):
            return None  # a capital that opens a sentence makes no name
        anybody = self.words.lower[source.head] in ANYBODY
        return None if anybody else (None, source, "sentence before")

    def _in_paragraph_before(self, place: Place) -> Found | None:
        """A cue in the last sentence of the paragraph before, or a line that ends in a colon."""
        sentence = self._sentence_before(place)
        if sentence is None:
            return None
        found = self.before(sentence.first_word, sentence.first_word, sentence.last_word)
        if found is None and self.text[sentence.end - 1] == ":":
            source = self.speakers.phrase(sentence.first_word, sentence.last_word)
            if source is None or source.kind not in NAMED:
                source = self.speakers.nearest(sentence.last_word, sentence.first_word)
            return (None, source, "label") if source is not None else None
        if found is None:
            answers = self.speakers.answering(sentence.first_word, sentence.last_word)
            if answers is not None:
                return None, answers, "paragraph before"
            return self._in_document_before(sentence)
        return found[0], found[1], "paragraph before"

    def _in_document_before(self, sentence: Sentence) -> Found | None:
        """Whose log, letter or diary the sentence before speaks of."""
        nouns = self.speakers.nouns
        for place in range(
            sentence.first_word,
            min(sentence.last_word, sentence.first_word + _LONGEST_HANDING_OVER),
        ):
            if nouns.get(self.words.lower[place]) == "document":
                source = self.possessor(place)
                if source is not None and source.kind in ("pronoun", *NAMED):
                    return None, source, "paragraph before"
        return None

    def _headed(self, place: Place) -> Attribution | None:
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

    def _labelled_turn(self, place: Place, label: tuple[int, int]) -> Attribution:
        """A turn of a transcript, an answer, or a block quotation with a signature."""
        # The line of a signature is no running text, and its words are not among the document's.
        words = read_words(self.doc.content[label[0] : label[1]])
        head = Span(label[0] + words.starts[-1], label[0] + words.ends[-1])
        name = words.lower[-1].removesuffix("'s")
        kind: SourceKind = "role" if self.speakers.nouns.get(name) == "role" else "person"
        return self._made(place, None)._replace(
            source=Span(*label), head=head, kind=kind, name=name, how="label"
        )

    def _sentence_before(self, place: Place) -> Sentence | None:
        at = bisect_right(self.sentence_starts, place.quotation.start) - 2
        return self.sentences[at] if at >= 0 else None

    def _is_alone(self, place: Place) -> bool:
        """Whether the quotation fills its paragraph."""
        if place.quotation.set_off:
            return True
        block = self.doc.paragraphs[place.paragraph]
        return block.start == place.quotation.start and block.end <= place.quotation.end + 1

    def _closes_above(self, place: Place, earlier: Place) -> bool:
        """Whether the quotation before stands in the last sentence of the paragraph before."""
        sentence = self._sentence_before(place)
        return (
            earlier.paragraph == place.paragraph - 1
            and sentence is not None
            and earlier.quotation.end >= sentence.start
        )

    def _carry_back(self, places: list[Place], found: list[Attribution]) -> None:
        """Lead a quotation without a source to the next of its paragraph."""
        for at in range(len(found) - 2, -1, -1):
            here, behind = places[at], places[at + 1]
            if found[at].kind != "none" or found[at + 1].kind == "none" or here.awaits_cue:
                continue
            if here.paragraph == behind.paragraph and not behind.quotation.continues:
                found[at] = self._carried(here, found[at + 1], "carried on")

    def _carry_to_repeated(self, places: list[Place], found: list[Attribution]) -> None:
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

    def _carried(self, place: Place, source: Attribution, how: How) -> Attribution:
        if source.kind == "none":
            return self._made(place, None)
        return source._replace(
            content=place.content,
            quotation=place.quotation,
            words=place.last - place.first,
            how=how,
        )

    def _made(self, place: Place, found: Found | None) -> Attribution:
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
