"""Phrases of web page furniture ("Leave a Reply", "Also read") and where they stand in a text."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from credscore.lexicon import read_entries
from credscore.reading.words import read_words


class PagePhrase(NamedTuple):
    """A phrase found: offsets, the kind of line it marks, and how surely.

    ``mark`` is "!" where it marks residue even inside a long line, "~" where it says little by
    itself, and empty where it marks a line that consists of little else.
    """

    start: int
    end: int
    kind: str
    mark: str

    @property
    def strong(self) -> bool:
        """Whether the phrase marks residue even inside a long line."""
        return self.mark == "!"


class _Entry(NamedTuple):
    words: list[str]
    kind: str
    mark: str


@cache
def _by_first_word() -> dict[str, list[_Entry]]:
    entries: dict[str, list[_Entry]] = {}
    for phrase, label in read_entries("credscore.reading", "page_phrases.txt"):
        words = read_words(phrase).lower
        kind, _, mark = label.partition(" ")
        entries.setdefault(words[0], []).append(_Entry(words, kind, mark))
    for candidates in entries.values():
        candidates.sort(key=lambda entry: -len(entry.words))
    return entries


@cache
def _strong_by_key() -> dict[str, list[_Entry]]:
    """The phrases that count in long lines, by their longest word, which few texts hold."""
    keyed: dict[str, list[_Entry]] = {}
    for candidates in _by_first_word().values():
        for entry in candidates:
            if entry.mark == "!" or entry.kind == "author-box":
                keyed.setdefault(max(entry.words, key=len), []).append(entry)
    return keyed


def phrases_in_line(text: str, start: int, end: int) -> list[PagePhrase]:
    """All phrases in a line, longest first at each place, none overlapping another."""
    words = read_words(text[start:end])
    entries, lower = _by_first_word(), words.lower
    found: list[PagePhrase] = []
    place = 0
    while place < len(lower):
        for entry in entries.get(lower[place], ()):
            last = place + len(entry.words)
            if lower[place:last] == entry.words:
                span = start + words.starts[place], start + words.ends[last - 1]
                found.append(PagePhrase(*span, entry.kind, entry.mark))
                place = last
                break
        else:
            place += 1
    return found


def lines_with_strong_phrases(lower: str, starts: Sequence[int]) -> set[int]:
    """Numbers of the lines (by their ``starts``) that may hold a strong phrase.

    A cheap filter: it looks for the longest word of each strong phrase, then for its first.
    """
    numbers: set[int] = set()
    for key, entries in _strong_by_key().items():
        place = lower.find(key)
        while place >= 0:
            number = bisect_right(starts, place) - 1
            line_end = starts[number + 1] if number + 1 < len(starts) else len(lower)
            if number >= 0 and any(
                lower.find(entry.words[0], starts[number], line_end) >= 0 for entry in entries
            ):
                numbers.add(number)
            place = lower.find(key, line_end)
    return numbers
