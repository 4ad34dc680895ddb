"""Dates that no calendar has: an impossible day, a weekday that is not that date's."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from math import ceil

from credscore.document import Document
from credscore.feature import Passage
from credscore.features.anachronism.now import sure_now
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.scan import LineTime, line_times
from credscore.features.anachronism.times import (
    Calendar,
    Interval,
    TimeExpression,
    day_in_words,
    safe_date,
)
from credscore.features.anachronism.vocabulary import MONTH_NAMES, WEEKDAY_NAMES

RULES = {
    "impossible-date": "A date that no calendar has, such as 31 June.",
    "weekday-mismatch": "A weekday that does not fall on the date given with it.",
}
# Before this year local calendars and copied old texts make weekdays uncertain.
_FIRST_SURE_YEAR = 1925
_REACH = timedelta(days=200)
_NEAR = timedelta(days=100)
_CHARACTERS_THAT_LAST = 600


def impossible_dates(doc: Document) -> list[Passage]:
    """Days that their month does not have."""
    passages = []
    for expression in times(doc):
        calendar = expression.calendar
        if expression.kind != "date" or calendar is None or not calendar.day or not calendar.month:
            continue
        if calendar.day <= 28 or expression.in_quotation:
            continue
        # Without a year, any leap year may be meant.
        if safe_date(calendar.year or 2000, calendar.month, calendar.day):
            continue
        if not _is_surely_a_date(doc, expression, calendar):
            continue
        message = _why_impossible(calendar.year, calendar.month, calendar.day)
        passages.append(Passage(expression.start, expression.end, "impossible-date", message))
    return passages + _impossible_lines(doc)


def _impossible_lines(doc: Document) -> list[Passage]:
    """Impossible days in lines outside the running text: "Last updated: November 31, 2021"."""
    passages = []
    for line in line_times(doc):
        calendar = line.raw.calendar
        if line.raw.kind != "date" or calendar is None or not (calendar.year and calendar.month):
            continue
        if calendar.day and not safe_date(calendar.year, calendar.month, calendar.day):
            message = _why_impossible(calendar.year, calendar.month, calendar.day)
            passages.append(Passage(line.start, line.end, "impossible-date", message))
    return passages


def _why_impossible(year: int | None, month: int, day: int) -> str:
    if month == 2 and day == 29:
        return f"{year} was no leap year: there was no 29 February."
    longest = 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    return f"There is no {day} {MONTH_NAMES[month - 1]}: the month has {longest} days."


def _is_surely_a_date(doc: Document, expression: TimeExpression, calendar: Calendar) -> bool:
    """Whether the day can be no count of something: "in June 35 people died"."""
    if calendar.year or calendar.weekday is not None or expression.relation == "on":
        return True
    behind = doc.prose[expression.end : expression.end + 1]
    if expression.relation in ("until", "till", "by", "from", "since") and behind in (
        ",",
        ".",
        ";",
    ):
        return True
    return any(
        doc.words.lower[place].endswith(("st", "nd", "rd", "th"))
        for place in range(expression.first, expression.last)
    )


def weekday_mismatches(doc: Document) -> list[Passage]:
    """Weekdays that do not fall on the date named with them."""
    now = sure_now(doc)
    passages: list[Passage] = []
    guessed: list[Passage] = []
    dates: list[tuple[TimeExpression | LineTime, Calendar]] = [
        (expression, expression.calendar)
        for expression in times(doc)
        if expression.kind == "date" and expression.calendar
    ]
    dates += [(line, line.raw.calendar) for line in line_times(doc) if line.raw.calendar]
    fitting: set[date] = set()
    failing: set[date] = set()
    for expression, calendar in dates:
        if calendar.weekday is None or calendar.day is None or calendar.month is None:
            continue
        days = _days_meant(doc, expression, calendar, now)
        if not days:
            continue
        day = days[0]
        fits = any(day.weekday() == calendar.weekday for day in days)
        if calendar.year is None:
            (fitting if fits else failing).add(day)
        if fits:
            continue
        message = (
            f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year} was a "
            f"{WEEKDAY_NAMES[day.weekday()]}, not a {WEEKDAY_NAMES[calendar.weekday]}."
        )
        if calendar.year is None and now:
            message = f"Seen from {day_in_words(now.begin)}: {message}"
        found = Passage(expression.start, expression.end, "weekday-mismatch", message)
        (passages if calendar.year else guessed).append(found)
    # Where several days without a year all fall elsewhere, it is another year that is meant.
    return passages + guessed if fitting or len(failing) == 1 else passages


def _days_meant(
    doc: Document, expression: TimeExpression | LineTime, calendar: Calendar, now: Interval | None
) -> list[date]:
    """The days that the date may mean; empty where the year is a guess."""
    month, day = calendar.month or 1, calendar.day or 1
    if calendar.year is not None:
        meant = safe_date(calendar.year, month, day)
        return [meant] if meant and calendar.year >= _FIRST_SURE_YEAR else []
    if now is None:
        return []
    written = now.begin
    years = (written.year - 1, written.year, written.year + 1)
    days = [meant for year in years if (meant := safe_date(year, month, day))]
    days.sort(key=lambda meant: abs((meant - written).days))
    if not days or abs(days[0] - written) > _REACH:
        return []
    # Half a year away, the year before or after may be meant as well.
    days = days[:1] if abs(days[0] - written) <= _NEAR else days[:2]
    told = _years_told_before(doc, expression)
    told |= {written.year - back for back in doc.once(_years_looked_back)}
    return days + [meant for year in told if (meant := safe_date(year, month, day))]


def _years_told_before(doc: Document, expression: TimeExpression | LineTime) -> set[int]:
    """The years of which the sentences just before speak: theirs may be meant and not said."""
    starts = doc.once(_starts)
    first = bisect_left(starts, expression.start - _CHARACTERS_THAT_LAST)
    last = bisect_right(starts, expression.end)
    return {
        other.calendar.year
        for other in times(doc)[first:last]
        if other.calendar and other.calendar.year
    }


def _starts(doc: Document) -> list[int]:
    return [expression.start for expression in times(doc)]


def _years_looked_back(doc: Document) -> set[int]:
    """How many years "last year", "three years ago" or "the fifth anniversary" look back."""
    years: set[int] = set()
    for expression in times(doc):
        amount = expression.amount
        if amount is None or expression.granularity != "year" or amount.high > 99:
            continue
        if expression.kind == "anniversary" or expression.relation in ("last", "ago", "later"):
            nearest, farthest = sorted((abs(amount.low), abs(amount.high)))
            years |= set(range(ceil(nearest), int(farthest) + 1))
    return years
