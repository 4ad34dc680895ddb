"""Public events since 1912, most of them since 1990, and where a text names them.

``events.csv`` holds each event with its first and last day and the phrases it goes by. A phrase is
words in order: ``a/b`` stands for either word, ``..`` for up to four words between. A phrase that
may mean two events stands in both rows; a mention then has both as its readings, and whoever
draws conclusions must draw them from all.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from credscore.document import Document
from credscore.features.anachronism.knowledge import Day, read_day, rows

_LONGEST_GAP = 4

SURPRISES = frozenset(
    {"war", "attack", "disaster", "epidemic", "coup", "death", "accident"}
    | {"scandal", "annexation", "crime", "discovery"}
)
"""Kinds of events that nobody names before they begin."""


class Event(NamedTuple):
    """One event.

    Attributes:
        key: Its key in the table.
        name: What a sentence may call it: "Russia's annexation of Crimea".
        kind: War, attack, election and so on.
        begin: Its first day, as precisely as it is known.
        end: Its last day, or None where it lasted a day, or goes on, or nobody can say.
    """

    key: str
    name: str
    kind: str
    begin: Day
    end: Day | None

    @property
    def last_day(self) -> date:
        """The last day that belongs to the event, as far as the table says."""
        return self.end.latest if self.end else self.begin.latest


class EventMention(NamedTuple):
    """A passage that names an event.

    Attributes:
        start: Offset into ``Document.content``.
        end: Offset behind it.
        first: Position of its first word in ``Document.words``.
        last: Position behind its last word.
        readings: The events it may mean, earliest first; seldom more than one.
    """

    start: int
    end: int
    first: int
    last: int
    readings: tuple[Event, ...]

    @property
    def event(self) -> Event:
        """The earliest event that may be meant."""
        return self.readings[0]


class _Phrase(NamedTuple):
    words: tuple[frozenset[str], ...]
    gaps: tuple[bool, ...]
    anchor: int
    event: Event


def events(doc: Document) -> tuple[EventMention, ...]:
    """The passages of the running text that name an event of the table, in order; read once."""
    return doc.once(_find)


def latest_surprise(doc: Document) -> EventMention | None:
    """The mention of the latest event that nobody could name before it began.

    Whatever the text's own date, it was written after that day. Quotations are left out.
    """
    told = [
        mention
        for mention in events(doc)
        if all(event.kind in SURPRISES for event in mention.readings)
        and not doc.in_quotation(mention.start)
    ]
    return max(told, key=lambda mention: mention.event.begin.latest, default=None)


@cache
def _phrases() -> dict[str, list[_Phrase]]:
    """All phrases, by each form of the word in them that the fewest others share."""
    table = {
        row["key"]: (
            Event(
                row["key"],
                row["name"],
                row["kind"],
                read_day(row["begin"]),
                read_day(row["end"]) if row["end"] else None,
            ),
            row["names"],
        )
        for row in rows("events.csv")
    }
    parsed = [
        (event, *_parse(phrase))
        for event, names in table.values()
        for phrase in names.split(";")
        if phrase.strip()
    ]
    shared = Counter(word for _, words, _ in parsed for forms in words for word in forms)
    phrases: dict[str, list[_Phrase]] = {}
    for event, words, gaps in parsed:
        anchor = min(
            range(len(words)),
            key=lambda place: (max(shared[word] for word in words[place]), -len(words[place])),
        )
        for word in words[anchor]:
            phrases.setdefault(word, []).append(_Phrase(words, gaps, anchor, event))
    return phrases


def _parse(phrase: str) -> tuple[tuple[frozenset[str], ...], tuple[bool, ...]]:
    """The words of a phrase and, for each, whether a gap may stand before it."""
    words: list[frozenset[str]] = []
    gaps: list[bool] = []
    gap = False
    for part in phrase.split():
        if part == "..":
            gap = True
            continue
        words.append(frozenset(part.split("/")))
        gaps.append(gap)
        gap = False
    # A name may carry the possessive at its end.
    words[-1] |= {word + "'s" for word in words[-1]}
    return tuple(words), tuple(gaps)


def _find(doc: Document) -> tuple[EventMention, ...]:
    index = doc.words.index
    is_absent = index.keys().isdisjoint
    phrases = _phrases()
    spans: dict[tuple[int, int], set[Event]] = {}
    for word in phrases.keys() & index.keys():
        for phrase in phrases[word]:
            # Of most phrases the text has a word or two; this test of them is the whole cost.
            if not any(map(is_absent, phrase.words)):
                for place in index[word]:
                    span = _match(doc.words.lower, phrase, place)
                    if span and _in_one_sentence(doc, *span):
                        spans.setdefault(span, set()).add(phrase.event)
    return tuple(_outermost(doc, spans)) if spans else ()


def _match(lower: list[str], phrase: _Phrase, place: int) -> tuple[int, int] | None:
    """The word positions of the phrase whose anchor stands at ``place``."""
    last = place
    for words, gap in zip(
        phrase.words[phrase.anchor + 1 :], phrase.gaps[phrase.anchor + 1 :], strict=True
    ):
        reach = _LONGEST_GAP if gap else 0
        for at in range(last + 1, min(last + 2 + reach, len(lower))):
            if lower[at] in words:
                last = at
                break
        else:
            return None
    first = place
    for back in range(phrase.anchor - 1, -1, -1):
        reach = _LONGEST_GAP if phrase.gaps[back + 1] else 0
        for at in range(first - 1, max(first - 2 - reach, -1), -1):
            if lower[at] in phrase.words[back]:
                first = at
                break
        else:
            return None
    return first, last + 1


def _in_one_sentence(doc: Document, first: int, last: int) -> bool:
    starts = doc.once(_sentence_starts)
    return bisect_right(starts, first) == bisect_right(starts, last - 1)


def _sentence_starts(doc: Document) -> list[int]:
    return [sentence.first_word for sentence in doc.sentences]


def _outermost(doc: Document, spans: dict[tuple[int, int], set[Event]]) -> Iterator[EventMention]:
    """One mention for each stretch of overlapping matches: the longest tells what is meant."""
    taken = 0
    ordered = sorted(spans, key=lambda span: (span[0], -span[1]))
    for place, span in enumerate(ordered):
        if span[0] < taken:
            continue
        best = span
        for at in range(place + 1, len(ordered)):
            other = ordered[at]
            if other[0] >= best[1]:
                break
            if other[1] - other[0] > best[1] - best[0]:
                best = other
        first, last = best
        taken = last
        readings = tuple(sorted(spans[best], key=lambda event: event.begin.earliest))
        yield EventMention(doc.words.starts[first], doc.words.ends[last - 1], first, last, readings)
