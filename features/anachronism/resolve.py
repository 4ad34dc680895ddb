"""The days that an expression may mean, given the days on which the document may be written."""

from datetime import date, timedelta

from credscore.features.anachronism.grammar import Raw
from credscore.features.anachronism.times import (
    Amount,
    Calendar,
    Granularity,
    Interval,
    month_interval,
    safe_date,
    shift,
    year_interval,
)

_FIRST = date(1, 1, 1)
_LAST = date(9999, 12, 31)


def resolve(raw: Raw, now: Interval | None) -> Interval | None:
    """The interval of ``raw``; None where it cannot be told."""
    calendar = raw.calendar
    if raw.kind == "date" or (raw.kind == "span" and calendar is not None):
        if calendar is None:
            return None
        if calendar.year is not None:
            return _with_year(raw, calendar, calendar.year)
        return _nearest(raw, calendar, now) if now else None
    if now is not None and raw.kind == "duration" and raw.relation == "in" and raw.amount:
        # "We will leave in three weeks".
        return _counted("from now", raw.amount, now)
    if now is not None and raw.kind == "duration" and raw.relation == "within" and raw.amount:
        reach = _counted("from now", raw.amount, now)
        return Interval(now.begin, reach.end) if reach else None
    if now is None or raw.anchor != "now":
        return None
    if raw.kind == "span" and raw.amount:
        return _span_from_now(raw.relation, raw.amount, now)
    if raw.kind != "relative":
        return None
    is_dated = calendar is not None and (
        calendar.month or calendar.day or calendar.weekday is not None or raw.granularity == "week"
    )
    if calendar is not None and is_dated and (raw.granularity != "week" or raw.amount is None):
        return _relative_date(raw, calendar, now)
    if raw.amount is None:
        return None
    if raw.relation in ("ago", "from now", "recent"):
        if calendar is not None and calendar.day is None and calendar.nth is not None:
            # "Two days from tomorrow".
            now = Interval(
                now.begin + timedelta(days=calendar.nth), now.end + timedelta(days=calendar.nth)
            )
        return _counted(raw.relation, raw.amount, now)
    return _calendar_unit(raw, raw.amount, now)


def _with_year(raw: Raw, calendar: Calendar, year: int) -> Interval | None:
    if raw.kind == "span" and raw.amount:
        begin, end = safe_date(year, 1, 1), safe_date(year + int(raw.amount.high), 12, 31)
        return Interval(begin, end) if begin and end else None
    if raw.granularity == "decade":
        return _part(_years(year, year + 9), calendar)
    if raw.granularity == "century":
        return _years(max(year, 1), year + 99)
    if raw.granularity == "week" and calendar.day is None:
        return _nth_week(year, calendar.month, calendar.nth or 1)
    if calendar.month is None:
        return _part(year_interval(year), calendar)
    if raw.granularity == "week" and calendar.day is not None:
        day = safe_date(year, calendar.month, calendar.day)
        return _unit_around(day, "week", 0) if day else None
    if raw.granularity == "quarter":
        opening = month_interval(year, calendar.month)
        closing = month_interval(year, calendar.month + 2)
        return Interval(opening.begin, closing.end) if opening and closing else None
    if raw.granularity == "season":
        return season_interval(year, calendar.month)
    if calendar.nth is not None and calendar.weekday is not None:
        return _nth_weekday(year, calendar.month, calendar.weekday, calendar.nth)
    if calendar.day is None:
        return _part(month_interval(year, calendar.month), calendar)
    day = safe_date(year, calendar.month, calendar.day)
    until = safe_date(year, calendar.month, calendar.until) if calendar.until else day
    return Interval(day, max(day, until or day)) if day else None


def _nth_week(year: int, month: int | None, nth: int) -> Interval | None:
    """A week of a month or year, counted by its Thursdays as ISO 8601 counts the year's weeks."""
    whole = month_interval(year, month) if month else year_interval(year)
    if whole is None:
        return None
    if nth > 0:
        thursday = whole.begin + timedelta(days=(3 - whole.begin.weekday()) % 7 + 7 * (nth - 1))
    else:
        thursday = whole.end - timedelta(days=(whole.end.weekday() - 3) % 7)
    if not whole.begin <= thursday <= whole.end:
        return None
    monday = shift(thursday, -3, "day")
    return Interval(monday, monday + timedelta(days=6)) if monday else None


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> Interval | None:
    first = safe_date(year, month, 1)
    if first is None:
        return None
    day = safe_date(year, month, 1 + (weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return Interval(day, day) if day else None


def season_interval(year: int, month: int) -> Interval:
    """The months in which either hemisphere may place a season, with a month to spare.

    "Summer 2016" in Sydney begins in December 2015 and ends in February 2017: a season therefore
    covers its year and the winters on either side.
    """
    del month
    return Interval(date(max(year - 1, 1), 12, 1), date(min(year + 1, 9999), 3, 1))


def _years(first: int, last: int) -> Interval | None:
    begin, end = safe_date(first, 1, 1), safe_date(last, 12, 31)
    return Interval(begin, end) if begin and end else None


def _part(whole: Interval | None, calendar: Calendar) -> Interval | None:
    """The early, middle or late part of an interval; halves overlap, as they do in speech."""
    if whole is None or calendar.part is None:
        return whole
    if calendar.part == "weekend":
        return Interval(whole.end - timedelta(days=1), whole.end)
    half = timedelta(days=whole.days // 2)
    quarter = timedelta(days=whole.days // 4)
    if calendar.part == "early":
        return Interval(whole.begin, whole.begin + half)
    if calendar.part == "late":
        return Interval(whole.end - half, whole.end)
    return Interval(whole.begin + quarter, whole.end - quarter)


def _nearest(raw: Raw, calendar: Calendar, now: Interval) -> Interval | None:
    """A date without its year: the last before now, or the next where that is much nearer."""
    if calendar.month is None:
        if calendar.weekday is None:
            return _with_day(calendar.day, now)
        if calendar.day is not None:
            return _day_near(calendar.day, calendar.weekday, now)
        # In news a weekday alone is the last such day.
        begin = now.begin - timedelta(days=(now.begin.weekday() - calendar.weekday) % 7)
        end = now.end - timedelta(days=(now.end.weekday() - calendar.weekday) % 7)
        return Interval(begin, end) if begin <= end else Interval(end, begin)
    candidates = [
        interval
        for year in (now.begin.year - 1, now.begin.year, now.begin.year + 1)
        if (interval := _with_year(raw, calendar, year))
    ]
    if not candidates:
        return None
    return min(candidates, key=lambda interval: abs((interval.begin - now.begin).days))


def _with_day(day: int | None, now: Interval) -> Interval | None:
    """A day of the month alone: this month's."""
    meant = safe_date(now.begin.year, now.begin.month, day) if day else None
    return Interval(meant, meant) if meant else None


def _day_near(day: int, weekday: int, now: Interval) -> Interval | None:
    """A day and its weekday: the nearest month in which "Thursday the 21st" holds."""
    months = [shift(now.begin, count, "month") for count in (0, -1, 1, -2, 2)]
    for month in months:
        meant = safe_date(month.year, month.month, day) if month else None
        if meant and meant.weekday() == weekday:
            return Interval(meant, meant)
    return None


def _moved(now: Interval, count: float, unit: Granularity) -> Interval | None:
    begin, end = shift(now.begin, count, unit), shift(now.end, count, unit)
    return Interval(begin, end) if begin and end else None


def _counted(relation: str, amount: Amount, now: Interval) -> Interval | None:
    sign = 1 if relation == "from now" else -1
    near = _moved(now, sign * amount.low, amount.unit)
    far = _moved(now, sign * amount.high, amount.unit) if amount.high < 10000 else None
    if near is None:
        return None
    if sign < 0:
        return Interval(far.begin if far else _FIRST, near.end)
    return Interval(near.begin, far.end if far else _LAST)


def _span_from_now(relation: str, amount: Amount, now: Interval) -> Interval | None:
    reach = amount.high if amount.high < 10000 else amount.low
    if relation == "next":
        end = _moved(now, reach, amount.unit)
        tomorrow = shift(now.begin, 1, "day")
        return Interval(tomorrow, end.end) if end and tomorrow else None
    begin = _moved(now, -reach, amount.unit)
    return Interval(begin.begin, now.end) if begin else None


def _unit_around(day: date, unit: Granularity, count: int) -> Interval | None:
    """The calendar unit that holds ``day``, ``count`` units on."""
    if unit in ("second", "minute", "hour"):
        return Interval(day, day)
    if unit == "week":
        monday = shift(day, -day.weekday() + 7 * count, "day")
        return Interval(monday, monday + timedelta(days=6)) if monday else None
    moved = shift(day, count, unit)
    if moved is None:
        return None
    if unit == "month":
        return month_interval(moved.year, moved.month)
    if unit == "quarter":
        first = 3 * ((moved.month - 1) // 3) + 1
        begin, end = month_interval(moved.year, first), month_interval(moved.year, first + 2)
        return Interval(begin.begin, end.end) if begin and end else None
    if unit == "year":
        return year_interval(moved.year)
    if unit == "decade":
        return _years(moved.year // 10 * 10, moved.year // 10 * 10 + 9)
    if unit == "century":
        return _years(moved.year // 100 * 100, moved.year // 100 * 100 + 99)
    return Interval(moved, moved)


def _calendar_unit(raw: Raw, amount: Amount, now: Interval) -> Interval | None:
    count = int(amount.low)
    first = _unit_around(now.begin, amount.unit, count)
    last = _unit_around(now.end, amount.unit, count)
    if first is None or last is None:
        return None
    whole = Interval(first.begin, last.end)
    if raw.relation.endswith("so far"):
        return Interval(whole.begin, min(whole.end, now.end)) if whole.begin <= now.end else whole
    if raw.relation.endswith("still"):
        return Interval(max(whole.begin, now.begin), whole.end)
    return _part(whole, raw.calendar) if raw.calendar else whole


def _relative_date(raw: Raw, calendar: Calendar, now: Interval) -> Interval | None:
    word, _, whole = raw.relation.partition(" ")
    step = {"last": -1, "this": 0, "next": 1}.get(word, 0)
    if raw.granularity in ("week", "quarter") and whole == "year":
        return _with_year(raw, calendar, now.begin.year + step)
    if raw.granularity == "week" and whole == "month":
        month = shift(now.begin, step, "month")
        return _nth_week(month.year, month.month, calendar.nth or 1) if month else None
    if whole == "month":
        return _in_month(calendar, step, now)
    if calendar.month is None:
        weeks = raw.amount.low if raw.amount else 0
        return _relative_weekday(word, calendar.weekday or 0, now, int(weeks))
    if whole == "year":
        years = [now.begin.year + step, now.end.year + step]
    elif step == 0:
        years = [now.begin.year, now.end.year]
    elif step < 0:
        years = [_year_of_last(now.begin, calendar), _year_of_last(now.end, calendar)]
    else:
        years = [_year_of_last(now.begin, calendar) + 1, _year_of_last(now.end, calendar) + 1]
    found = [i for year in years if (i := _with_year(raw, calendar, year))]
    if not found:
        return None
    return Interval(min(i.begin for i in found), max(i.end for i in found))


def _in_month(calendar: Calendar, step: int, now: Interval) -> Interval | None:
    """A day of a month counted from now: "the 20th of next month"."""
    month = shift(now.begin, step, "month")
    if month is None:
        return None
    if calendar.nth is not None and calendar.weekday is not None:
        return _nth_weekday(month.year, month.month, calendar.weekday, calendar.nth)
    day = safe_date(month.year, month.month, calendar.day or 1)
    return Interval(day, day) if day else None


def _year_of_last(now: date, calendar: Calendar) -> int:
    """The year of the last such month or day before ``now``."""
    month = calendar.month or 1
    passed = (month, calendar.day or 1) < (now.month, now.day if calendar.day else 1)
    return now.year if passed else now.year - 1


def _relative_weekday(
    relation: str, weekday: int, now: Interval, weeks: int = 0
) -> Interval | None:
    monday = {"last": -7, "this": 0, "next": 7}.get(relation, 0)
    if relation == "from":
        # "Two Sundays from now": the first of them may fall in this week.
        monday = 7 * (weeks - (weekday > now.begin.weekday()))
    begin = shift(now.begin, weekday - now.begin.weekday() + monday, "day")
    end = shift(now.end, weekday - now.end.weekday() + monday, "day")
    return Interval(begin, end) if begin and end else None
