"""What readability formulas count in a text, counted as textstat 0.7.13 counts it.

All of it but the sentences is a sum over the pieces between spaces, and pieces recur: each is
taken apart once and remembered.
"""

import re
from functools import cache, lru_cache
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
_END = re.compile(r"[.!?]+")
_THREE_WORDS = re.compile(r"\W*\w\S*\s\W*\w\S*\s\W*\w")

_MARKS = '.,;:!?"()[]“”…—–-'

_MOST_PIECES_KEPT = 1 << 16
_LONGEST_PIECE_KEPT = 40
_BITS = 40
_SHIFTS = range(0, _BITS * len(Tally._fields), _BITS)


class _Memory(dict[str, int]):
    """The tallies of pieces seen; begun anew when full, so that a crawl cannot fill it.

    Each is packed into one integer of 40 bits a count: integers are added up four times as fast
    as tuples.
    """

    def __missing__(self, piece: str) -> int:
        packed = _tally_piece(piece)
        if len(piece) <= _LONGEST_PIECE_KEPT:
            if len(self) >= _MOST_PIECES_KEPT:
                self.clear()
            self[piece] = packed
        return packed


_SEEN = _Memory()


def tally(pieces: list[str]) -> Tally:
    """Add up the counts of a text, given as its pieces between spaces."""
    total = sum(map(_SEEN.__getitem__, pieces))
    return Tally(*(total >> shift & (1 << _BITS) - 1 for shift in _SHIFTS))


def count_sentences(text: str) -> int:
    """Sentences of a text: what stands between full stops, from three words on; one at least."""
    if not text:
        return 0
    return max(1, sum(map(bool, map(_THREE_WORDS.match, _END.split(text)))))


def _tally_piece(piece: str) -> int:
    word = piece.strip(_MARKS)
    letters = len(word)
    if not word.isalnum():
        word, letters = _clean(piece), len(_PUNCTUATION.sub("", piece))
    if not word:
        return _pack(len(piece), letters)
    lower = word.lower()
    syllables = heard = count_syllables(lower)
    # Lower case may itself hold a mark that falls away: only in the Turkish capital I.
    if len(lower) != len(word):
        heard = count_syllables(_clean(lower))
    return _pack(len(piece), letters, syllables, heard, lower not in _easy_words())


@lru_cache(maxsize=1 << 12)
def _pack(
    characters: int, letters: int, syllables: int = -1, heard: int = -1, unknown: bool = False
) -> int:
    """Pack the tally of a piece; it holds no word where ``syllables`` is negative."""
    counts = Tally(pieces=1, characters=characters, letters=letters)
    if syllables >= 0:
        counts = counts._replace(
            words=1,
            short_words=int(letters <= 3),
            syllables=syllables,
            voiced_words=int(syllables >= 1),
            long_words=int(syllables >= 3),
            unknown_words=int(unknown),
            unknown_two=int(unknown and heard >= 2),
            unknown_three=int(unknown and heard >= 3),
        )
    return sum(count << shift for count, shift in zip(counts, _SHIFTS, strict=True))


def _clean(piece: str) -> str:
    """Take out all punctuation but the apostrophes of contractions."""
    return _PUNCTUATION_BUT_APOSTROPHES.sub("", _NOT_A_CONTRACTION.sub("", piece))


@cache
def _easy_words() -> frozenset[str]:
    text = files(__package__).joinpath("easy_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))
