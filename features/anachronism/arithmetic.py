"""Whether a claimed length of time can hold between two dates, with the slack of plain speech."""

from typing import NamedTuple

from credscore.features.anachronism.times import DAYS_PER_UNIT, Amount, Granularity, Interval

_SLACK: dict[Granularity, tuple[float, float]] = {
    "second": (2, 2),
    "minute": (2, 2),
    "hour": (2, 2),
    "day": (1.5, 2),
    "week": (0.7, 1.2),
    "month": (0.7, 1.2),
    "quarter": (0.7, 1.2),
    "season": (0.7, 1.2),
    "year": (0.6, 1),
    "decade": (0.35, 0.6),
    "century": (0.25, 0.4),
}
"""By how many units speech rounds up and down: 18 months are "two years", and so are 35."""

_SHARE = 0.1
"""The share of a length by which it may be off: round numbers are rounder the larger they are."""

_SPOKEN_UNITS: tuple[Granularity, ...] = ("year", "month", "week")
_HEDGE = 0.3
"""What is left of rounding where a word such as "nearly" already widened the number, in units."""


class Range(NamedTuple):
    """From ``low`` to ``high`` days."""

    low: float
    high: float


def claimed(amount: Amount) -> Range:
    """The days that ``amount`` may mean, rounding included."""
    days = DAYS_PER_UNIT[amount.unit]
    if amount.wording == "exact":
        below = above = min(days, DAYS_PER_UNIT["year"])
    elif amount.wording == "hedged":
        below = above = _HEDGE * days
    else:
        down, up = _SLACK[amount.unit]
        below = (down + _SHARE * amount.low) * days
        above = (up + _SHARE * amount.high) * days
    return Range(max(amount.low * days - below, 0), amount.high * days + above)


def elapsed(since: Interval, until: Interval) -> Range:
    """The days that may lie between a day of ``since`` and a day of ``until``."""
    return Range((until.begin - since.end).days, (until.end - since.begin).days)


def fits(amount: Amount, since: Interval, until: Interval) -> bool:
    """Whether ``amount`` may lie between the two."""
    said, real = claimed(amount), elapsed(since, until)
    return said.low <= real.high and real.low <= said.high


def spoken(days: float) -> str:
    """A length of time in words: "about 7 years", "about 5 weeks"."""
    days = abs(days)
    for unit in _SPOKEN_UNITS:
        count = days / DAYS_PER_UNIT[unit]
        if count >= (1.9 if unit != "week" else 2):
            return f"about {count:.0f} {unit}s"
    return f"{days:.0f} day{'' if round(days) == 1 else 's'}"


def spoken_range(real: Range) -> str:
    """A range of elapsed days in words, as one length where it is narrow."""
    return spoken((real.low + real.high) / 2)
