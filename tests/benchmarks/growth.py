"""How time grows with the length of a text, on prose and on hostile input."""

import gc
import math
import time
from statistics import linear_regression
from typing import NamedTuple

from documents import seeds

from credscore import score

_LONG = 20_000
_SHORT = 100_000
_ROUNDS = 3  # of a short text, of which the fastest counts: a moment's disturbance would tell
_SEEDS = "\n\n".join(seeds())
# "{}" becomes the number of the turn: a paragraph that already stands above is set aside as a copy.
UNITS = {
    "prose (the seeds, over and over)": _SEEDS.replace("\n", " {}.\n") + " {}.\n\n",
    "one endless line": _SEEDS.replace("\n", " ") + " ",
    "no spaces": "abcdefgh",
    '"a " over and over': "a ",
    "quotation marks only": '"',
    "digits only": "0123456789",
    "quotations in quotations": "“He said ‘we said “they said ",
    "line ends only": "\n",
    "headings only": "A heading of six words {}\n\n",
    "control characters": "word\x00\x85 other\u2028",
    "decomposed accents": "cafe\u0301 nai\u0308ve. ",
    "right to left": "שלום עולם, זהו טקסט. ",
}


class Growth(NamedTuple):
    """How the time of ``score`` grows.

    Attributes:
        name: What the text is made of.
        exponent: Slope of log time over log length, for the lengths of at least 20 kB; below,
            what does not grow with the text has a share in it.
        seconds: Seconds of one core for the longest text.
    """

    name: str
    exponent: float
    seconds: float


def growth(longest: int) -> list[Growth]:
    """Measure every kind of text at lengths up to ``longest`` characters, each the double."""
    lengths = [longest >> shift for shift in range(20) if longest >> shift >= 1000]
    return [_growth(name, unit, lengths[::-1]) for name, unit in UNITS.items()]


def _growth(name: str, unit: str, lengths: list[int]) -> Growth:
    spent = {length: _cost(_text(unit, length)) for length in lengths}
    longer = [length for length in lengths if length >= _LONG]
    slope = linear_regression(
        [math.log(length) for length in longer], [math.log(spent[length]) for length in longer]
    ).slope
    return Growth(name, slope, spent[lengths[-1]])


def _text(unit: str, length: int) -> str:
    turns = length // len(unit) + 1
    if "{}" in unit:
        return "".join(unit.replace("{}", str(turn)) for turn in range(turns))[:length]
    return (unit * turns)[:length]


def _cost(text: str) -> float:
    return min(_once(text) for _ in range(_ROUNDS if len(text) <= _SHORT else 1))


def _once(text: str) -> float:
    gc.collect()
    start = time.process_time()
    score(text)
    return time.process_time() - start
