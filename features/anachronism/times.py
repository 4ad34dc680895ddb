"""What the temporal reading of a document yields: typed expressions, and dates one can count with.

Nothing here reads text: ``reader.py`` does, once a document. Days are those of the proleptic
Gregorian calendar; years before 1 are not represented.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, NamedTuple

Granularity = Literal[
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "quarter",
    "season",
    "year",
    "decade",
    "century",
]

Kind = Literal["date", "relative", "duration", "span", "anniversary", "age", "ordinal", "clock"]
"""What an expression says.

``date``: a calendar date or a part of one ("2 May 2023", "May 2", "Tuesday", "the 1990s").
``relative``: counted from the document's now or from another time in the text ("last month", "two
weeks ago", "the following day"). ``duration``: a length of time ("for seven years"). ``span``: a
time with two ends ("between 2010 and 2015"). ``anniversary``: "the tenth anniversary". ``age``:
"aged 54", "54-year-old". ``ordinal``: a unit that is counted while it runs ("its third month").
``clock``: a time of day.
"""

Anchor = Literal["calendar", "now", "narrative"]
"""What an expression is counted from: nothing, the document's now, or a time told before it."""

"""Whether the clause tells what happened, what is going on or what is to come."""


class Interval(NamedTuple):
    """Days from ``begin`` to ``end``, both included."""

    begin: date
    end: date

    @property
    def days(self) -> int:
        """Number of days covered."""
        return (self.end - self.begin).days + 1

    def meets(self, other: "Interval") -> bool:
        """Whether the two have a day in common."""
        return self.begin <= other.end and other.begin <= self.end


class Calendar(NamedTuple):
    """A calendar date as it is written: what is not said is None.

    ``part`` is the part of the year, month or decade that is meant, if not the whole of it; ``nth``
    counts the weekday or week in its month ("the first Friday of July"; -1 is the last); ``until``
    is the last of several days of one month ("3-5 May"). Years before 1 are 0, -1 and so on.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: Literal["early", "mid", "late", "weekend"] | None = None
    nth: int | None = None
    until: int | None = None


class Amount(NamedTuple):
    """A length of time as it is said: from ``low`` to ``high`` units.

    "Seven years" is 7 to 7, "nearly five years" 4 to 5, "more than ten years" 10 to infinity.
    """

    low: float
    high: float
    unit: Granularity
    wording: Literal["plain", "exact", "hedged"] = "plain"


class TimeExpression(NamedTuple):
    """One expression of time in the running text.

    Attributes:
        start: Offset into ``Document.content``.
        end: Offset behind it.
        first: Position of its first word in ``Document.words``.
        last: Position behind its last word.
        kind: What it says.
        granularity: The unit in which it speaks.
        anchor: What it is counted from.
        interval: The days that it may mean, or None where that cannot be told: durations, ages,
            and all that hangs on an unknown now.
        calendar: The parts of the date as written, for dates.
        amount: The length, for durations, ages, ordinals, anniversaries and "three years ago".
        relation: The word that ties it to its surroundings: "since", "for", "ago", "later",
            "before", "after", "until", "from", "last", "this", "next", "in" or "".
        sentence: Position in ``Document.sentences``.
        in_quotation: Whether it stands inside a quotation.
    """

    start: int
    end: int
    first: int
    last: int
    kind: Kind
    granularity: Granularity
    anchor: Anchor
    interval: Interval | None
    calendar: Calendar | None
    amount: Amount | None
    relation: str
    sentence: int
    in_quotation: bool


class Now(NamedTuple):
    """When the document was written, as far as that can be told.

    Attributes:
        interval: The days that may be meant, or None: unknown is an answer.
        source: Where it comes from.
        confidence: 0 to 1; checks that accuse ask for 0.9 and more.
    """

    interval: Interval | None
    source: Literal["published", "dateline", "text"] | None
    confidence: float


DAYS_PER_UNIT: dict[Granularity, float] = {
    "second": 1 / 86400,
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1,
    "week": 7,
    "month": 30.44,
    "quarter": 91.3,
    "season": 91.3,
    "year": 365.2425,
    "decade": 3652.425,
    "century": 36524.25,
}

MONTHS_PER_UNIT: dict[str, int] = {
    "month": 1,
    "quarter": 3,
    "year": 12,
    "decade": 120,
    "century": 1200,
}


def day_in_words(day: date) -> str:
    """A day as a sentence says it: "9 November 2020"."""
    return f"{day.day} {day:%B %Y}"


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    if 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def shift(day: date, count: float, unit: Granularity) -> date | None:
    """``day`` moved by ``count`` units; the end of a shorter month is kept; None out of range."""
    months = MONTHS_PER_UNIT.get(unit)
    try:
        if months is None:
            return day + timedelta(days=round(count * DAYS_PER_UNIT[unit]))
        rest = round((count - int(count)) * DAYS_PER_UNIT[unit])
        total = day.year * 12 + day.month - 1 + int(count) * months
        year, month = divmod(total, 12)
        moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        return moved + timedelta(days=rest)
    except (OverflowError, ValueError):
        return None


def year_interval(year: int) -> Interval | None:
    """All days of ``year``."""
    return Interval(date(year, 1, 1), date(year, 12, 31)) if 1 <= year <= 9999 else None


def month_interval(year: int, month: int) -> Interval | None:
    """All days of a month."""
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    return Interval(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
