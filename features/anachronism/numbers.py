"""Numbers, ordinals and lengths of time, read from words."""

import re
from typing import Literal, NamedTuple

from credscore.features.anachronism.times import Amount, Granularity
from credscore.features.anachronism.vocabulary import (
    ABOUT,
    ORDINALS,
    OVER,
    SMALL_NUMBERS,
    TENS,
    UNDER,
    VAGUE_NUMBERS,
)

INFINITY = float("inf")
_MORE = ("more", "longer", "greater", "better")
_LESS = ("less", "fewer")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,6}(?:\.\d{1,3})?$")
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)$")

NUMBER_WORDS = frozenset(
    {*SMALL_NUMBERS, *TENS, *VAGUE_NUMBERS, "a", "an", "another", "couple", "of", "dozen", "half"}
    | {"and", "hundred", "hundreds", "thousand", "thousands", "dozens", "or", "to", "quarter"}
)


class Hedged(NamedTuple):
    """A number with the words that hedge it, the first of which stands at ``first``."""

    first: int
    low: float
    high: float
    wording: Literal["plain", "exact", "hedged"]


def is_number(word: str) -> bool:
    """Whether ``word`` can be part of a number phrase."""
    return word in NUMBER_WORDS or (word[:1].isdigit() and _NUMBER.match(word) is not None)


def ordinal(words: list[str], last: int) -> tuple[int, int] | None:
    """The ordinal that ends at position ``last``: its value and its first position."""
    word = words[last]
    if word in ORDINALS:
        value = ORDINALS[word]
        before = words[last - 1] if last else ""
        if value < 10 and before in TENS:
            return TENS[before] + value, last - 1
        if value == 100 and before in SMALL_NUMBERS:
            return 100 * SMALL_NUMBERS[before], last - 1
        return value, last
    match = _ORDINAL.match(word)
    return (int(match[1]), last) if match else None


def cardinal(words: list[str]) -> tuple[float, float] | None:
    """The lowest and highest number that a phrase of ``words`` may mean, or None."""
    if not words:
        return None
    for joint in ("or", "to"):
        if joint in words:
            cut = words.index(joint)
            low, high = cardinal(words[:cut]), cardinal(words[cut + 1 :])
            if low and high and low[0] < high[1] < INFINITY:
                return low[0], high[1]
            return high if high and joint == "to" else None
    if words[-1] == "of":
        words = words[:-1]
    if words and words[0] in ("a", "an", "another", "the") and len(words) > 1:
        words = words[1:]
    if not words:
        return None
    first = words[0]
    if first in VAGUE_NUMBERS:
        return VAGUE_NUMBERS[first] if len(words) == 1 else None
    if first == "couple":
        return (2, 2) if len(words) == 1 else None
    if first in ("dozens", "hundreds", "thousands"):
        return 24, INFINITY
    if first == "half":
        rest = [word for word in words[1:] if word not in ("a", "an")]
        if not rest:
            return 0.5, 0.5
        return (6, 6) if rest == ["dozen"] else None
    return _exact(words)


def _exact(words: list[str]) -> tuple[float, float] | None:
    total = 0.0
    current = 0.0
    seen = False
    rest = words
    if len(rest) > 2 and rest[-1] == "half" and rest[-2] in ("a", "and"):
        rest = rest[:-2] if rest[-2] == "and" else rest[:-3]
        total = 0.5
    for word in rest:
        if word in ("a", "an", "another"):
            current += 1
        elif word in SMALL_NUMBERS:
            current += SMALL_NUMBERS[word]
        elif word in TENS:
            current += TENS[word]
        elif word == "dozen":
            current = max(current, 1) * 12
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word == "thousand":
            total += max(current, 1) * 1000
            current = 0
        elif word == "and":
            # "A hundred and ten" is a number; "ten and twelve" are two.
            if not seen or current % 100:
                return None
        elif word[:1].isdigit() and _NUMBER.match(word) and not seen:
            current += float(word.replace(",", ""))
        else:
            return None
        seen = True
    if not seen:
        return None
    return total + current, total + current


def hedged(words: list[str], first: int, low: float, high: float, unit: Granularity) -> Hedged:
    """Widen a number by the words before it: "nearly five" is a little under five."""
    before = words[first - 1] if first else ""
    two_before = words[first - 2] if first > 1 else ""
    near, share = (0.25, 0.08) if unit in ("decade", "century") else (0.6, 0.12)
    if before in UNDER or (before == "to" and two_before == "close"):
        start = first - 1
        if before == "to" or two_before == "just":
            start = first - 2
        return Hedged(start, max(low - max(near, share * low), 0), high, "hedged")
    if before == "than" and two_before in (*_MORE, *_LESS):
        is_denied = first > 2 and words[first - 3] == "no"
        start = first - (3 if is_denied else 2)
        if (two_before in _MORE) is not is_denied:
            return Hedged(start, low, INFINITY, "hedged")
        return Hedged(start, 0, high, "hedged")
    if before in OVER:
        if two_before in ("little", "just", "slightly"):
            start = first - (3 if two_before == "little" else 2)
            return Hedged(start, low, low + max(near, 0.2 * low), "hedged")
        return Hedged(first - (2 if two_before in ("at", "well") else 1), low, INFINITY, "hedged")
    if before in ABOUT:
        width = max(near, 0.2 * low)
        return Hedged(first - 1, max(low - width, 0), high + width, "hedged")
    if before == "to" and two_before == "up":
        return Hedged(first - 2, 0, high, "hedged")
    if before == "exactly":
        return Hedged(first - 1, low, high, "exact")
    return Hedged(first, low, high, "plain")


def amount_before(
    words: list[str], floor: int, last: int, unit: Granularity
) -> tuple[int, Amount] | None:
    """The length of time whose number ends before position ``last``, where its unit stands.

    Nothing before ``floor`` belongs to it: a full stop or a comma stands there.
    """
    first = last
    while first > floor and is_number(words[first - 1]):
        first -= 1
    if first > floor and words[first - 1] == "between":
        limits = _limits(words[first:last])
        if limits:
            return first - 1, Amount(*limits, unit, "plain")
    for start in range(first, last):
        if words[start] in ("of", "and", "or", "to"):
            continue
        number = cardinal(words[start:last])
        if number is not None:
            found = hedged(words, start, *number, unit)
            return max(found.first, floor), Amount(found.low, found.high, unit, found.wording)
    return None


def _limits(words: list[str]) -> tuple[float, float] | None:
    """The two numbers that "and" joins behind "between", or None."""
    for cut in [place for place, word in enumerate(words) if word == "and"]:
        low, high = cardinal(words[:cut]), cardinal(words[cut + 1 :])
        if low and high and low[0] < high[1]:
            return low[0], high[1]
    return None
