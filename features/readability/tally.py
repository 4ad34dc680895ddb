"""What readability formulas count in a text, counted as textstat 0.7.13 counts it.

All of it but the sentences is a sum over the pieces between spaces, and pieces recur: each is
taken apart once and remembered.
"""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from credscore.features.readability.syllables import count_syllables


class Tally(NamedTuple):
    """Counts of a text, or of one piece of it between spaces.

    Attributes:
        pieces: Runs of characters between spaces.
        characters: Characters but for spaces.
        letters: Characters but for spaces and punctuation.
        words: Pieces that hold more than punctuation.
        short_words: Words of at most three letters.
        syllables: Syllables of all words.
        voiced_words: Words of one syllable at least.
        long_words: Words of three syllables at least.
        unknown_words: Words that are not on the list of easy ones.
        unknown_two: Those of two syllables at least.
        unknown_three: Those of three syllables at least.
    """

    pieces: int = 0
    characters: int = 0
    letters: int = 0
    words: int = 0
    short_words: int = 0
    syllables: int = 0
    voiced_words: int = 0
    long_words: int = 0
    unknown_words: int = 0
    unknown_two: int = 0
    unknown_three: int = 0


_NOT_A_CONTRACTION = re.compile(r"'(?![tsd]|ve|ll|re)")
_PUNCTUATION = re.compile(r"[^\w\s]")
_PUNCTUATION_BUT_APOSTROPHES = re.compile(r"[^\w\s']")
_END = re.compile(r"[.!?]")
_THREE_WORDS = re.compile(r"\W*\w\S*\s\W*\w\S*\s\W*\w")

_MOST_PIECES_KEPT = 1 << 16
_AT_A_TIME = 1 << 12


class _Memory(dict[str, Tally]):
    """The tallies of pieces seen; begun anew when full, so that a crawl cannot fill it."""

    def __missing__(self, piece: str) -> Tally:
        if len(self) >= _MOST_PIECES_KEPT:
            self.clear()
        tally = self[piece] = _tally_piece(piece)
        return tally


_SEEN = _Memory()


def tally(pieces: list[str]) -> Tally:
    """Add up the counts of a text, given as its pieces between spaces."""
    totals = Tally()
    for start in range(0, len(pieces), _AT_A_TIME):
        tallies = map(_SEEN.__getitem__, pieces[start : start + _AT_A_TIME])
        totals = Tally(*map(sum, zip(totals, *tallies, strict=True)))
    return totals


def count_sentences(text: str) -> int:
    """Sentences of a text: what stands between full stops, from three words on; one at least."""
    if not text:
        return 0
    return max(1, sum(map(bool, map(_THREE_WORDS.match, _END.split(text)))))


def _tally_piece(piece: str) -> Tally:
    letters = len(_PUNCTUATION.sub("", piece))
    word = _clean(piece)
    if not word:
        return Tally(pieces=1, characters=len(piece), letters=letters)
    lower = word.lower()
    syllables = count_syllables(lower)
    unknown = lower not in _easy_words()
    # Lower case may itself hold a mark that falls away: only in the Turkish capital I.
    heard = syllables if _clean(lower) == lower else count_syllables(_clean(lower))
    return Tally(
        pieces=1,
        characters=len(piece),
        letters=letters,
        words=1,
        short_words=letters <= 3,
        syllables=syllables,
        voiced_words=syllables >= 1,
        long_words=syllables >= 3,
        unknown_words=unknown,
        unknown_two=unknown and heard >= 2,
        unknown_three=unknown and heard >= 3,
    )


def _clean(piece: str) -> str:
    """Take out all punctuation but the apostrophes of contractions."""
    if piece.isalnum():
        return piece
    return _PUNCTUATION_BUT_APOSTROPHES.sub("", _NOT_A_CONTRACTION.sub("", piece))


@cache
def _easy_words() -> frozenset[str]:
    text = files(__package__).joinpath("easy_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))
