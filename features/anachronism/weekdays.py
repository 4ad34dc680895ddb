"""Weekdays: with their date, within a named week, counted in a month, or alone."""

from credscore.features.anachronism.dates import (
    LIGHT_GAPS,
    day_at,
    read_month,
    relation_before,
    year_at,
)
from credscore.features.anachronism.grammar import Raw, Tokens
from credscore.features.anachronism.numbers import ordinal
from credscore.features.anachronism.times import Amount, Calendar
from credscore.features.anachronism.vocabulary import (
    MONTHS,
    PARTS_OF_DAY,
    RELATIONS_TO_NOW,
    SHORT_WEEKDAYS,
    SMALL_NUMBERS,
    WEEKDAYS,
)


def read_weekday(tokens: Tokens, place: int) -> Raw | None:
    """The date that begins with the weekday at ``place``, or the weekday alone."""
    word = tokens.lower[place].removesuffix("'s")
    weekday = WEEKDAYS.get(word)
    short = weekday is None
    if weekday is None:
        weekday = SHORT_WEEKDAYS[word]
    following = place + 1
    if tokens.word(following) in PARTS_OF_DAY and tokens.gap(place) == " ":
        following += 1
    if following < tokens.count and "\n" not in tokens.gap(following - 1):
        start = following + (tokens.word(following) == "the")
        raw = None
        if tokens.word(start) in MONTHS and tokens.gap(start - 1) in (*LIGHT_GAPS, " ("):
            raw = read_month(tokens, start, weekday)
        elif tokens.gap(start - 1) in (*LIGHT_GAPS, " ("):
            found = day_at(tokens, start)
            if found is None and start > following:
                number = SMALL_NUMBERS.get(tokens.word(start))
                found = (number, start + 1) if number else None
            if found:
                month_at = found[1] + (tokens.word(found[1]) == "of")
                if tokens.word(month_at) in MONTHS and "\n" not in tokens.gap(month_at - 1):
                    raw = read_month(tokens, month_at, weekday)
                elif start > following and not short:
                    calendar = Calendar(None, None, found[0], weekday)
                    return Raw(place, found[1], "date", "day", "calendar", calendar)
        if raw is not None and raw.granularity == "day" and raw.calendar:
            relation = raw.relation if raw.kind == "relative" else relation_before(tokens, place)
            return raw._replace(first=place, relation=relation)
    if short:
        return None
    before = tokens.word(place - 1)
    if before in ("every", "each", "per"):
        return None
    return (
        _number_from_now(tokens, place, weekday)
        or _in_a_week(tokens, place, weekday)
        or _counted(tokens, place, weekday)
        or _alone(tokens, place, weekday)
    )


def read_plural_weekday(tokens: Tokens, place: int) -> Raw | None:
    """Several weekdays, where they count from now; "on Mondays" is no time."""
    return _number_from_now(tokens, place, WEEKDAYS[tokens.lower[place][:-1]])


def _in_a_week(tokens: Tokens, place: int, weekday: int) -> Raw | None:
    """A weekday of a week named beside it: "Friday next week", "next week on Friday"."""
    calendar = Calendar(None, None, None, weekday)
    behind = place + 1 + (tokens.word(place + 1) == "of")
    relation = RELATIONS_TO_NOW.get(tokens.word(behind))
    if relation and tokens.word(behind + 1) == "week" and tokens.joined(behind):
        return Raw(place, behind + 2, "relative", "day", "now", calendar, None, relation + " week")
    before = place - 1 - (tokens.word(place - 1) == "on")
    relation = RELATIONS_TO_NOW.get(tokens.word(before - 1))
    if relation and tokens.word(before) == "week" and tokens.joined(before):
        return Raw(
            before - 1, place + 1, "relative", "day", "now", calendar, None, relation + " week"
        )
    return None


def _counted(tokens: Tokens, place: int, weekday: int) -> Raw | None:
    """A weekday counted in its month: "the first Friday of July", "... of next month"."""
    value = ordinal(tokens.lower, place - 1) if place and tokens.joined(place - 1) else None
    if value is None or value[0] > 5:
        return None
    if tokens.gap(place)[:1] in (".", "\n", "") or place + 1 == tokens.count:
        calendar = Calendar(None, None, None, weekday, None, value[0])
        return Raw(value[1], place + 1, "relative", "day", "now", calendar, None, "this month")
    if tokens.word(place + 1) not in ("of", "in"):
        return None
    first = value[1] - (tokens.word(value[1] - 1) == "the")
    month_at = place + 2
    month = MONTHS.get(tokens.word(month_at))
    if month:
        year = year_at(tokens, month_at + 1)
        calendar = Calendar(year, month, None, weekday, None, value[0])
        return Raw(first, month_at + 1 + (year is not None), "date", "day", "calendar", calendar)
    relation = RELATIONS_TO_NOW.get(tokens.word(month_at))
    if relation and tokens.word(month_at + 1) == "month":
        calendar = Calendar(None, None, None, weekday, None, value[0])
        return Raw(
            first, month_at + 2, "relative", "day", "now", calendar, None, relation + " month"
        )
    return None


def _number_from_now(tokens: Tokens, place: int, weekday: int) -> Raw | None:
    """So many such weekdays from now: "two Sundays from now"."""
    number = SMALL_NUMBERS.get(tokens.word(place - 1), 0)
    behind = tokens.word(place + 1)
    last = place + 2 + (behind == "from" and tokens.word(place + 2) == "now")
    if not number or not (behind == "later" or last == place + 3):
        return None
    count = Amount(float(number), float(number), "week")
    calendar = Calendar(None, None, None, weekday)
    return Raw(place - 1, last, "relative", "day", "now", calendar, count, "from now")


def _alone(tokens: Tokens, place: int, weekday: int) -> Raw:
    to_now = RELATIONS_TO_NOW.get(tokens.word(place - 1))
    calendar = Calendar(None, None, None, weekday)
    if to_now:
        return Raw(place - 1, place + 1, "relative", "day", "now", calendar, None, to_now)
    relation = relation_before(tokens, place)
    return Raw(place, place + 1, "date", "day", "calendar", calendar, None, relation)
