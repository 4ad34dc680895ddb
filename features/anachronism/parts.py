"""Parts of a year or month that are counted: "the third quarter of 2016", "the last week of May".

Also years before the calendar's first century: "AD 79", "1200 BC".
"""

import re

from credscore.features.anachronism.dates import day_at, relation_before, year_at
from credscore.features.anachronism.grammar import Raw, Tokens
from credscore.features.anachronism.numbers import ordinal
from credscore.features.anachronism.times import Calendar
from credscore.features.anachronism.vocabulary import MONTHS, RELATIONS_TO_NOW

_QUARTER = re.compile(r"q([1-4])$")
_STARTING = ("starting", "beginning", "commencing", "of")


def read_quarter(tokens: Tokens, place: int) -> Raw | None:
    """The quarter at ``place``, in words or as "Q3", where its year is said with it."""
    match = _QUARTER.match(tokens.lower[place])
    if match:
        first, number = place, int(match[1])
        before = year_at(tokens, place - 1)
        if before is not None and tokens.gap(place - 1) == " ":
            calendar = Calendar(before, 3 * number - 2)
            relation = relation_before(tokens, place - 1)
            return Raw(
                place - 1, place + 1, "date", "quarter", "calendar", calendar, None, relation
            )
    else:
        value = ordinal(tokens.lower, place - 1) if place and tokens.joined(place - 1) else None
        if value is None or not 1 <= value[0] <= 4:
            return None
        number, first = value
    year, relation, last = _year_behind(tokens, place + 1)
    if year is None and not relation:
        return None
    first -= tokens.word(first - 1) == "the"
    calendar = Calendar(year, 3 * number - 2)
    if relation:
        return Raw(first, last, "relative", "quarter", "now", calendar, None, relation + " year")
    before_it = relation_before(tokens, first)
    return Raw(first, last, "date", "quarter", "calendar", calendar, None, before_it)


def _year_behind(tokens: Tokens, last: int) -> tuple[int | None, str, int]:
    start = last + (tokens.word(last) == "of")
    if not tokens.joined(last - 1):
        return None, "", last
    year = year_at(tokens, start)
    if year is not None:
        return year, "", start + 1
    relation = RELATIONS_TO_NOW.get(tokens.word(start), "")
    if relation and tokens.word(start + 1) == "year":
        return None, relation, start + 2
    return None, "", last


def read_week(tokens: Tokens, place: int) -> Raw | None:
    """A week counted in its month or year, or named after a day: "the week of May 4"."""
    if tokens.word(place + 1) not in _STARTING:
        return None
    start = place + 2 + (tokens.word(place + 2) == "on")
    before = tokens.word(place - 1)
    if before == "the" and tokens.word(start) in MONTHS:
        found = day_at(tokens, start + 1)
        if found is None or found[1] != start + 2 or tokens.gap(start) not in (" ", ". "):
            return None
        year = year_at(tokens, start + 2) if tokens.gap(start + 1) in (" ", ", ") else None
        calendar = Calendar(year, MONTHS[tokens.word(start)], found[0])
        last = start + 2 + (year is not None)
        return Raw(place - 1, last, "date", "week", "calendar", calendar, None, "of")
    if tokens.word(place + 1) != "of":
        return None
    value = ordinal(tokens.lower, place - 1) if place else None
    number, first = value if value else (0, place - 1)
    if value is None and before not in ("last", "final"):
        return None
    if value and number > 53:
        return None
    number = number or -1
    first -= tokens.word(first - 1) == "the"
    return _week_of(tokens, first, start, number)


def _week_of(tokens: Tokens, first: int, start: int, number: int) -> Raw | None:
    month = MONTHS.get(tokens.word(start))
    relation = relation_before(tokens, first)
    if month is not None and tokens.capital(start):
        year = year_at(tokens, start + 1) if tokens.gap(start) in (" ", ", ") else None
        calendar = Calendar(year, month, None, None, None, number)
        last = start + 1 + (year is not None)
        return Raw(first, last, "date", "week", "calendar", calendar, None, relation)
    year = year_at(tokens, start)
    if year is not None:
        calendar = Calendar(year, None, None, None, None, number)
        return Raw(first, start + 1, "date", "week", "calendar", calendar, None, relation)
    to_now = RELATIONS_TO_NOW.get(tokens.word(start))
    if to_now and tokens.word(start + 1) in ("month", "year"):
        calendar = Calendar(None, None, None, None, None, number)
        of_what = f"{to_now} {tokens.word(start + 1)}"
        return Raw(first, start + 2, "relative", "week", "now", calendar, None, of_what)
    return None


def read_era(tokens: Tokens, place: int) -> Raw | None:
    """A year of an era at its sign: "AD 79", "79 AD", "1200 BC"."""
    sign = tokens.lower[place]
    if not tokens.text[tokens.starts[place]].isupper():
        return None
    before, behind = tokens.word(place - 1), tokens.word(place + 1)
    if tokens.gap(place - 1) == " " and before.isdecimal() and len(before) <= 4:
        first, last, year = place - 1, place + 1, int(before)
    elif sign == "ad" and tokens.gap(place) == " " and behind.isdecimal() and len(behind) <= 4:
        first, last, year = place, place + 2, int(behind)
    else:
        return None
    if sign in ("bc", "bce"):
        year = 1 - year
    relation = relation_before(tokens, first)
    return Raw(first, last, "date", "year", "calendar", Calendar(year), None, relation)
