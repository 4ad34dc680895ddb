"""Phrases of web page furniture ("Leave a Reply", "Also read") and where they stand in a text."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from credscore.lexicon import read_entries
from credscore.native import kernels
from credscore.reading.words import MAY_BE_A_LETTER, read_words

LONGEST = 1000
"""Characters: a longer line is not searched for phrases beyond this."""

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:'[^\W_]+)*")
_ASCII_WORD = re.compile(r"[0-9]+(?:[.,][0-9]+)+|[a-z0-9]+(?:'[a-z0-9]+)*")
_LAST_LINES = 6
_ALPHABETIC = re.compile(r"[^\W\d_]+")
_ASCII_LETTERS = re.compile("[a-z]+")


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

    @property
    def telling(self) -> bool:
        """Whether the phrase says something by itself."""
        return self.mark != "~"


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
def _strong_by_key() -> dict[str, list[str]]:
    """The strong phrases by their longest word, which few texts hold."""
    keys: dict[str, list[str]] = {}
    for phrase, label in read_entries("credscore.reading", "page_phrases.txt"):
        if label.endswith("!"):
            phrase = phrase.lower()
            keys.setdefault(max(_ALPHABETIC.findall(phrase), key=len), []).append(phrase)
    return keys


@cache
def _pitch_words() -> frozenset[str]:
    """The longest word of each phrase by which authors recommend themselves."""
    entries = (entry for candidates in _by_first_word().values() for entry in candidates)
    return frozenset(max(e.words, key=len) for e in entries if e.kind == "author-box")


def phrases_in_line(lower: str, start: int, end: int) -> list[PagePhrase]:
    """All phrases in a line of a text in lower case, longest first at each place, none twice.

    Apostrophes must be straight.
    """
    end = min(end, start + LONGEST)
    find = kernels.find_phrases if kernels else _find_phrases
    return [
        PagePhrase(first, last, entry.kind, entry.mark)
        for first, last, entry in find(lower, start, end, _by_first_word())
    ]


def _find_phrases(
    lower: str, start: int, end: int, entries: Mapping[str, list[_Entry]]
) -> list[tuple[int, int, _Entry]]:
    line = lower[start:end]
    words = (_ASCII_WORD if line.isascii() else _WORD).findall(line)
    if entries.keys().isdisjoint(words):
        return []
    hits: list[tuple[int, int, _Entry]] = []
    place = 0
    while place < len(words):
        for entry in entries.get(words[place], ()):
            last = place + len(entry.words)
            if words[place:last] == entry.words:
                hits.append((place, last, entry))
                place = last
                break
        else:
            place += 1
    if not hits:
        return []
    spans = [match.span() for match in _WORD.finditer(lower, start, end)]
    return [(spans[first][0], spans[last - 1][1], entry) for first, last, entry in hits]


def _held_keys(text: str, keys: Mapping[str, object]) -> set[str]:
    """The keys that stand in a text in lower case as whole runs of letters."""
    # To ask of ASCII alone is faster, and the keys are of ASCII; but "é" is no end of a word.
    letters = _ALPHABETIC if MAY_BE_A_LETTER.search(text) else _ASCII_LETTERS
    return keys.keys() & set(letters.findall(text))


def long_lines_with_phrases(lower: str, spans: Sequence[tuple[int, int]], length: int) -> set[int]:
    """Numbers of the lines of at least ``length`` that may hold a phrase that counts there."""
    numbers: set[int] = set()
    starts = [start for start, _ in spans]
    keys = _strong_by_key()
    find_held = kernels.held_keys if kernels else _held_keys
    for key in find_held(lower, keys):
        for phrase in keys[key]:
            place = lower.find(phrase)
            while place >= 0:
                number = bisect_right(starts, place) - 1
                numbers.add(number)
                place = lower.find(phrase, max(place + 1, spans[number][1]))
    # An author's pitch stands at the end and says several such things.
    first = max(0, len(spans) - _LAST_LINES)
    for number, (start, end) in enumerate(spans[first:], first):
        if length <= end - start < LONGEST:
            held = _pitch_words().intersection(_ALPHABETIC.findall(lower, start, end))
            if len(held) > 1:
                numbers.add(number)
    return {number for number in numbers if spans[number][1] - spans[number][0] >= length}
