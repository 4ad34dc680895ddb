"""Syllables of English words, as textstat 0.7.13 counts them.

textstat looks a word up in the CMU Pronouncing Dictionary, takes the first pronunciation and
counts its vowels; a word that is not there is hyphenated by pyphen. Only the counts are kept
here, made from the dictionary by ``credscore.training.syllables``, so nothing is downloaded.
"""

from functools import cache, lru_cache
from importlib.resources import files

from pyphen import LANGUAGES, HyphDict

_PREFIX = 3
_LONGEST_REMEMBERED = 40


def count_syllables(word: str) -> int:
    """Syllables of a word in lower case and without punctuation.

    Words of the dictionary have 0 ("fs") to 14; any other word has one at least.
    """
    counts = _table().get(word[:_PREFIX])
    if counts is not None:
        entry = f" {word[_PREFIX:]}:"
        place = counts.find(entry)
        if place >= 0:
            place += len(entry)
            return int(counts[place : counts.index(" ", place)])
    # No hyphenation pattern holds a digit.
    if word.isdigit():
        return 1
    return (_count_and_remember if len(word) <= _LONGEST_REMEMBERED else _count_by_hyphenation)(
        word
    )


@cache
def _table() -> dict[str, str]:
    """The rest of each word with its count (" er:2 ers:2 "), by the word's first letters.

    Strings to search in, not a dictionary of 120,000 words: that would cost 18 MB and 40 ms.
    """
    text = files(__package__).joinpath("syllables.txt").read_text(encoding="utf-8")
    table: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            prefix, _, counts = line.partition(" ")
            table[prefix] = f" {counts} "
    return table


@lru_cache(maxsize=1 << 14)
def _count_and_remember(word: str) -> int:
    return _count_by_hyphenation(word)


def _count_by_hyphenation(word: str) -> int:
    """One more than the places where pyphen would break ``word``.

    pyphen's own loop tries 28 lengths at each letter and keeps every word it ever saw. This one
    stops where no pattern goes on.
    """
    patterns = _patterns()
    pointed = f".{word}."
    length = len(pointed)
    values = [0] * (length + 1)
    for start in range(length - 1):
        for end in range(start + 1, length + 1):
            pattern = patterns.get(pointed[start:end], _NO_PATTERN)
            if pattern is _NO_PATTERN:
                break
            for place, value in pattern:
                if value > values[start + place]:
                    values[start + place] = value
    # No break within two letters of either end.
    return 1 + sum(value & 1 for value in values[3 : length - 2])


_Pattern = tuple[tuple[int, int], ...]
_NO_PATTERN: _Pattern = ((-1, -1),)


@cache
def _patterns() -> dict[str, _Pattern]:
    """Patterns of pyphen as ``(place, value)`` pairs, and their beginnings with none."""
    patterns: dict[str, _Pattern] = {}
    for letters, (offset, values) in HyphDict(LANGUAGES["en_US"]).patterns.items():
        for end in range(1, len(letters)):
            patterns.setdefault(letters[:end], ())
        patterns[letters] = tuple((offset + place, value) for place, value in enumerate(values))
    return patterns
