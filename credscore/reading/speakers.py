"""Speakers: the noun phrase that a report verb has for its subject."""

from credscore.reading.noun_phrases import LONGEST_PHRASE, PHRASE_GAPS, PhraseReader
from credscore.reading.people import NAMED, Source, SourceKind
from credscore.reading.small_words import (
    BE,
    CLAUSE_WORDS,
    DETERMINERS,
    ENDS_PHRASE,
    MODIFIES,
    OBJECT_RELATIVES,
    OPENERS,
    PREPOSITIONS,
    PRONOUNS,
    QUANTIFIERS,
    RELATIVES,
    SUBJECT_PRONOUNS,
)

_PAST_ENDINGS = ("ed", "said", "told", "written", "heard", "sworn", "thought", "read")
_FARTHEST = 45  # words between a verb and its subject
_FARTHEST_ARTICLE = 5  # words between a noun and its article
_MOST_LEADING = 4  # stretches of a sentence that leads in with a question
_LEADS_IN = frozenset("when while as after before once if".split())
_ASKED = frozenset("asked pressed questioned".split())


class SpeakerReader(PhraseReader):
    """Finds the subjects of report verbs in one document."""

    def subject(self, verb: int, low: int) -> Source | None:
        """The subject of the verb at ``verb``, sought back to the word at ``low``."""
        low = max(low, verb - _FARTHEST)
        if verb > low and self._makes_noun(verb):
            return None
        if self.is_passive(verb, low):
            behind = verb + 1
            by_whom = behind < len(self.lower) and self.lower[behind] == "by"
            return self.phrase(behind + 1, behind + LONGEST_PHRASE) if by_whom else None
        end = verb
        while end > low and self.is_adverb(end - 1) and self.gap(end) in PHRASE_GAPS:
            end -= 1
        segments = self._segments(low, end)
        leads_in = bool(segments) and self.lower[segments[-1][0]] in _LEADS_IN
        if leads_in and self.lower[end - 1] in SUBJECT_PRONOUNS and self.gap(end) == " ":
            return self.phrase(end - 1, end)  # "when officers found him he told them"
        if segments and self.gap(end) in PHRASE_GAPS:
            first, last = segments.pop()
            if self.lower[last - 1] in RELATIVES:
                source = self._antecedent(last - 1, low)
                if source is not None and self.lower[last - 1] != "who":
                    listed = self.lower[source.head] in self.nouns
                    return source if listed or source.kind in NAMED else None
                return source
            source = self._in_segment(first, last)
            if source is not None and source.kind == "role" and segments:
                named = self._over_commas(segments[-1:])
                if named is not None and named.kind in NAMED and named.last == segments[-1][1]:
                    return named  # "Ann Lee, a geologist in Oslo, told"
            if source is not None or last - first > 1:
                return source
        return self._over_commas(segments)

    def _over_commas(self, segments: list[tuple[int, int]]) -> Source | None:
        """The subject where a comma parts it from its verb: "Ann Lee, the chair, said"."""
        chosen: Source | None = None
        for first, last in segments:
            if self.lower[first] in PREPOSITIONS or self._is_participle(first, last):
                continue
            source = self._in_segment(first, last)
            if source is None:
                continue
            if chosen is None:
                chosen = source
            elif source.kind in NAMED and not self._is_told_apart(chosen):
                # "A spokesman for the firm, Bob Roe, said"; "In Erie, Ohio, Ann Lee, 78, said".
                described = chosen.kind in ("role", "pronoun")
                kind: SourceKind = "titled person" if described else source.kind
                start = chosen.first if described else source.first
                return source._replace(first=start, kind=kind)
        return chosen

    def _is_told_apart(self, source: Source) -> bool:
        """Whether a name behind a comma cannot be meant: "she", "Ann Lee"."""
        return source.kind in NAMED or self.lower[source.head] in PRONOUNS

    def _is_participle(self, first: int, last: int) -> bool:
        """Whether a stretch says what the speaker did meanwhile: "Holding her sign, Lee said"."""
        word = self.lower[first]
        if word[-3:] != "ing" or word in self.nouns or word in self.surnames:
            return False
        return last - first == 1 or not self.is_capital(first + 1)

    def answering(self, low: int, end: int) -> Source | None:
        """The person by name whom a sentence says to have been asked: "Asked why, Lee smiled"."""
        if _ASKED.isdisjoint(self.lower[low : low + 2]):
            return None
        for first, last in self._segments(low, end)[1:_MOST_LEADING]:
            source = self.phrase(first, last)
            if source is not None and source.kind in NAMED:
                return source
        return None

    def is_known(self, source: Source) -> bool:
        """Whether a source is more than a lone capitalised word that is no name elsewhere."""
        if source.kind != "person" or source.last - source.first > 1:
            return True
        return source.name in self.surnames or source.name in self.known.first_names

    def _antecedent(self, relative: int, low: int) -> Source | None:
        """The noun phrase before "who": "an official who warned that"."""
        first = relative
        while first > low and relative - first < LONGEST_PHRASE:
            word = self.lower[first - 1]
            if word in ENDS_PHRASE or (first < relative and self.gap(first) not in PHRASE_GAPS):
                break
            first -= 1
            if word in DETERMINERS:
                break
        return self.phrase(first, relative)

    def is_passive(self, verb: int, low: int) -> bool:
        """Whether the verb is said of what was said: "it was claimed", "the court was told"."""
        if not self.lower[verb].endswith(_PAST_ENDINGS):
            return False
        place = verb - 1
        while place >= low and self.is_adverb(place) and self.lower[place] not in BE:
            place -= 1
        return place >= low and self.lower[place] in BE

    def _makes_noun(self, verb: int) -> bool:
        """Whether what looks like a verb is a noun: "his remarks", "a defiant retort"."""
        word = self.lower[verb - 1]
        if word in QUANTIFIERS and self.lower[verb].endswith("s"):
            return True  # "many states"
        article = verb > 1 and self.lower[verb - 2] in ("a", "an")
        return (
            article
            and word not in self.nouns
            and not self.is_capital(verb - 1)
            and (not self.is_adverb(verb - 1))
            and not self.lower[verb].endswith(("ed", "said", "told"))
        )

    def adjoins(self, source: Source, verb: int) -> bool:
        """Whether a source and the verb behind it belong together, with nothing but modifiers."""
        place = source.last
        if place >= verb:
            return True
        if place + 1 < verb and self._is_modifying(place):
            return True
        if self.lower[place] in MODIFIES or self.gap(place) not in PHRASE_GAPS:
            return True
        before = verb - 1
        while before >= place and self.is_adverb(before):
            before -= 1
        return before < place or self.lower[before] in ("and", "but", "or", "then")

    def _is_modifying(self, place: int) -> bool:
        """Whether a participle with its preposition stands here: "people briefed on the plan"."""
        if self.lower[place][-2:] not in ("ed", "en", "wn", "ng") or self.is_capital(place):
            return False
        return self.lower[place + 1] in ENDS_PHRASE and self.lower[place + 1] not in PRONOUNS

    def _segments(self, low: int, end: int) -> list[tuple[int, int]]:
        """The stretches between commas and the like from ``low`` to ``end``."""
        text, starts, ends = self.text, self.starts, self.ends
        segments: list[tuple[int, int]] = []
        first = low
        for place in range(low + 1, end):
            behind = ends[place - 1]
            # Mostly a blank, which need not be cut out to be known.
            if starts[place] - behind == 1 and text[behind] == " ":
                continue
            if self.gap(place) not in PHRASE_GAPS:
                segments.append((first, place))
                first = place
        if first < end:
            segments.append((first, end))
        return segments

    def _in_segment(self, first: int, last: int) -> Source | None:
        """The noun phrase that a stretch opens with, past connectives."""
        lower = self.lower
        for place in range(last - 2, first, -1):
            if lower[place] in CLAUSE_WORDS:
                # "of course he knew that Smith said": the clause nearest to the verb counts.
                first = place + 1
                break
        if last - first > 1 and lower[first] in OBJECT_RELATIVES:
            inner = self.phrase(first + 1, last)  # "which the ministry calls"
            if inner is not None:
                return inner
        while first < last and (lower[first] in OPENERS or self.is_adverb(first)):
            first += 1
        if first < last and lower[first] in PREPOSITIONS:
            first = self._behind_preposition(first, last)
        return self.phrase(first, last) if first < last else None

    def _behind_preposition(self, first: int, last: int) -> int:
        """Where the subject begins in "On Monday he said": at the last name or pronoun."""
        lower = self.lower
        place = last - 1
        if lower[place] in PRONOUNS:
            return place
        if lower[place] in self.nouns:
            # "In 1911 a visitor called": back to the article.
            for begin in range(place - 1, max(first, place - _FARTHEST_ARTICLE) - 1, -1):
                if self.gap(begin + 1) not in PHRASE_GAPS or lower[begin] in PREPOSITIONS:
                    break
                if lower[begin] in DETERMINERS:
                    return begin
        while place > first and self.is_capital(place):
            place -= 1
        return place + 1
