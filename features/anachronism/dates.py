"""Calendar dates: "2 May 2023", "May 2nd", "Tuesday, May 2", "2023-05-02", "the 1990s"."""

import re

from credscore.features.anachronism.grammar import Raw, Tokens
from credscore.features.anachronism.numbers import ordinal
from credscore.features.anachronism.times import Calendar, Granularity
from credscore.features.anachronism.vocabulary import (
    AMBIGUOUS_MONTHS,
    COUNTED_THINGS,
    DASHES,
    MONTHS,
    PREPOSITIONS,
    RELATIONS_TO_NOW,
    SMALL_NUMBERS,
    TENS,
    WEEKDAYS,
)

_YEAR = re.compile(r"(?:1[0-9]|2[01])\d\d$")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?$")
_TO = ("to", "until", "till", "through")
LIGHT_GAPS = frozenset({" ", ", ", ". ", "., ", ",", "  ", ",  ", "-", " , "})
_EDGES = {
    "early": "early", "beginning": "early", "start": "early", "earliest": "early",
    "mid": "mid", "middle": "mid", "late": "late", "end": "late", "close": "late",
}  # fmt: skip


def year_at(tokens: Tokens, place: int) -> int | None:
    """The year that the word at ``place`` names, if it looks like one."""
    word = tokens.word(place)
    if len(word) == 4 and _YEAR.match(word):
        return int(word)
    return None


def day_at(tokens: Tokens, place: int) -> tuple[int, int] | None:
    """The day of the month at ``place``: its number and the position behind it."""
    word = tokens.word(place)
    if not word:
        return None
    match = _DAY.match(word)
    if match:
        day = int(match[1])
        return (day, place + 1) if 1 <= day <= 39 else None
    if word in TENS and tokens.joined(place):
        following = ordinal(tokens.lower, place + 1) if place + 1 < tokens.count else None
        if following and following[1] == place and following[0] <= 31:
            return following[0], place + 2
        if tokens.word(place + 1) in SMALL_NUMBERS:
            day = TENS[word] + SMALL_NUMBERS[tokens.word(place + 1)]
            return (day, place + 2) if day <= 31 else None
    value = ordinal(tokens.lower, place)
    if value and value[1] == place and value[0] <= 31:
        return value[0], place + 1
    return None


def _day_before(tokens: Tokens, place: int) -> tuple[int, int] | None:
    """The day of the month that ends at ``place``: its number and first position."""
    word = tokens.word(place)
    match = _DAY.match(word) if word else None
    if match:
        day = int(match[1])
        return (day, place) if 1 <= day <= 39 else None
    value = ordinal(tokens.lower, place) if place >= 0 else None
    return value if value and value[0] <= 31 else None


def edge_before(tokens: Tokens, first: int) -> tuple[str | None, int]:
    """The part of the date that "early", "the end of" before it picks out."""
    before = tokens.word(first - 1)
    if before == "the" and tokens.word(first - 2) == "of":
        before, first = "of", first - 1
    if before == "of" and tokens.word(first - 2) in _EDGES:
        start = first - 2
        return _EDGES[tokens.word(start)], start - (tokens.word(start - 1) in ("the", "very"))
    if before in ("early", "mid", "late") and tokens.joined(first - 1):
        return before, first - 1
    return None, first


def relation_before(tokens: Tokens, first: int) -> str:
    """The preposition that ties the expression at ``first`` to the words before it, or ""."""
    word = tokens.word(first - 1)
    if word == "the":
        word = tokens.word(first - 2)
    if word in ("least", "about", "around") and tokens.word(first - 2) in ("at", "since", "in"):
        word = tokens.word(first - 3) if word == "least" else tokens.word(first - 2)
    return word if word in PREPOSITIONS and "\n" not in tokens.gap(first - 1) else ""


def _year_behind(tokens: Tokens, last: int) -> tuple[int | None, str, int]:
    """The year said behind a month or day: the year, "last" / "this" / "next", position behind."""
    if last < tokens.count and tokens.gap(last - 1) in LIGHT_GAPS:
        year = year_at(tokens, last)
        iso = tokens.gap(last) == "-" and tokens.word(last + 1).isdecimal()
        if year is not None and not iso and not is_count(tokens, last):
            return year, "", last + 1
    spoken = _year_in_words(tokens, last)
    if spoken:
        return spoken[0], "", spoken[1]
    place = last + (tokens.word(last) == "of")
    relation = RELATIONS_TO_NOW.get(tokens.word(place), "")
    if relation and tokens.word(place + 1) == "year" and tokens.joined(place):
        return None, relation, place + 2
    if place > last:
        year = year_at(tokens, place)
        if year is not None:
            return year, "", place + 1
    return None, "", last


def _year_in_words(tokens: Tokens, place: int) -> tuple[int, int] | None:
    """A year said in words behind a date: "nineteen seventy eight", "two thousand and eighteen"."""
    word = tokens.word(place)
    if word == "two" and tokens.word(place + 1) == "thousand":
        start = place + 2 + (tokens.word(place + 2) == "and")
        rest, last = _two_digits(tokens, start)
        return 2000 + rest, last if rest else place + 2
    if word not in ("eighteen", "nineteen", "twenty"):
        return None
    start = place + 1 + (tokens.word(place + 1) == "zero")
    rest, last = _two_digits(tokens, start)
    if not rest or (start == place + 1 and rest < 10):
        return None
    return 100 * (SMALL_NUMBERS.get(word) or TENS[word]) + rest, last


def _two_digits(tokens: Tokens, place: int) -> tuple[int, int]:
    word, following = tokens.word(place), tokens.word(place + 1)
    if word in TENS:
        ones = SMALL_NUMBERS.get(following, 0)
        return (TENS[word] + ones, place + 2) if 0 < ones < 10 else (TENS[word], place + 1)
    return SMALL_NUMBERS.get(word, 0), place + 1


def is_count(tokens: Tokens, place: int) -> bool:
    """Whether the number at ``place`` counts things, and is no year or day."""
    following = tokens.word(place + 1)
    gap = tokens.gap(place)
    if "%" in gap or gap[:1] in ("°",) or (gap[:1] == ":" and following[:1].isdecimal()):
        return True
    return following in COUNTED_THINGS and gap in (" ", "-")


def _weekday_behind(tokens: Tokens, last: int) -> tuple[int | None, int]:
    """A weekday set behind a date in apposition: "(Tuesday)", ", a Tuesday"."""
    place = last + (tokens.word(last) == "a")
    weekday = WEEKDAYS.get(tokens.word(place))
    if weekday is not None and ("(" in tokens.gap(last - 1) or place > last):
        return weekday, place + 1
    return None, last


def read_month(tokens: Tokens, place: int, weekday: int | None = None) -> Raw | None:
    """The date around the month at ``place``; ``weekday`` stands before it."""
    word = tokens.lower[place].removesuffix("'s")
    month = MONTHS[word]
    if word in AMBIGUOUS_MONTHS and not tokens.capital(place) and not _has_day(tokens, place):
        return None
    first, last = place, place + 1
    day, year, relation = None, None, ""
    is_range, until = False, None
    before = place - 1
    if tokens.word(before) in RELATIONS_TO_NOW and tokens.word(before - 1) == "of":
        # "The fifteenth of last April."
        relation, before = RELATIONS_TO_NOW[tokens.word(before)], before - 2
        first = place - 1
    elif tokens.word(before) == "of":
        before -= 1
    if tokens.gap(place - 1) in LIGHT_GAPS and before >= 0:
        found = _day_before(tokens, before)
        if found and tokens.text[tokens.starts[found[1]] - 1 : tokens.starts[found[1]]] not in (
            "$", "£", "€", ":", ".", "/",
        ):  # fmt: skip
            day, first = found[0], found[1]
    if day is None and tokens.gap(place) in (" ", ". ", "-", "/", "  ", ".", ", the ", " the"):
        start = last + (tokens.word(last) == "the")
        found = day_at(tokens, start)
        if found and not is_count(tokens, found[1] - 1) and not _is_clock(tokens, start):
            day, last = found
            if tokens.gap(last - 1) in DASHES and tokens.word(last).isdecimal():
                # "May 2-5": the first day dates the whole.
                following = day_at(tokens, last)
                if following:
                    until = following[0] if following[0] > day else None
                    last, is_range = following[1], True
    if day is not None and not is_range:
        until, first, last = _until(tokens, day, first, last, place)
        is_range = until is not None
    if day is not None:
        first -= tokens.word(first - 1) == "the"
    year, year_relation, last = _year_behind(tokens, last)
    relation = relation or year_relation
    part = None
    if day is None:
        part, first = edge_before(tokens, first)
        if not relation and year is None:
            to_now = RELATIONS_TO_NOW.get(tokens.word(first - 1))
            if to_now:
                relation, first = to_now, first - 1
        if year is None and not relation and not part and not _is_month_alone(tokens, place, word):
            return None
    if is_range:
        weekday = None
    elif weekday is None and day is not None:
        weekday, last = _weekday_behind(tokens, last)
    if until is not None and until == day:
        day = _first_of(tokens, first)
    calendar = Calendar(year, month, day, weekday, part, None, until)  # type: ignore[arg-type]
    granularity: Granularity = "day" if day is not None else "month"
    if relation:
        # "Last April" looks back from now; "April last year" names the year.
        kind_of_year = relation + " year" if year_relation else relation
        return Raw(first, last, "relative", granularity, "now", calendar, None, kind_of_year)
    return Raw(
        first, last, "date", granularity, "calendar", calendar, None,
        relation_before(tokens, first),
    )  # fmt: skip


def _until(
    tokens: Tokens, day: int, first: int, last: int, month: int
) -> tuple[int | None, int, int]:
    """The last day of a range in one month, and the first and last position of the whole.

    "4 to 22 January", "between 2 and 7 February", "from May 3 to 8".
    """
    if first < month:
        link = tokens.word(first - 1)
        start = first - 2
        is_dashed = tokens.gap(first - 1) in DASHES and link.isdecimal()
        if is_dashed:
            start = first - 1
        elif link not in _TO and not (link == "and" and tokens.word(first - 3) == "between"):
            return None, first, last
        begin = day_at(tokens, start)
        is_begun = begin is not None and begin[1] == start + 1 and begin[0] < day <= 31
        # "May 4 - 5 June" begins in May.
        if begin is None or not is_begun or tokens.word(start - 1) in MONTHS:
            return None, first, last
        return day, start, last
    link, opening = tokens.word(last), tokens.word(month - 1)
    if not (link in _TO and opening == "from") and not (link == "and" and opening == "between"):
        return None, first, last
    end = day_at(tokens, last + 1)
    if end is None or end[0] <= day or end[0] > 31 or is_count(tokens, end[1] - 1):
        return None, first, last
    return (None, first, last) if tokens.word(end[1]) in MONTHS else (end[0], first, end[1])


def _first_of(tokens: Tokens, first: int) -> int | None:
    """The day that opens a range of days: "the 4 to 22 January"."""
    found = day_at(tokens, first + (tokens.word(first) == "the"))
    return found[0] if found else None


def _has_day(tokens: Tokens, place: int) -> bool:
    return bool(
        (tokens.gap(place) in (" ", ". ", "-") and day_at(tokens, place + 1))
        or (place and tokens.gap(place - 1) in (" ", ". ", "-") and _day_before(tokens, place - 1))
        or (place > 1 and tokens.word(place - 1) == "of" and _day_before(tokens, place - 2))
    )


def _is_clock(tokens: Tokens, place: int) -> bool:
    return tokens.gap(place)[:1] == ":" or tokens.word(place + 1) in ("am", "pm")


def _is_month_alone(tokens: Tokens, place: int, word: str) -> bool:
    before = tokens.word(place - 1)
    if word in AMBIGUOUS_MONTHS or len(word) < 4:
        return before in ("in", "since", "until", "till", "by", "during", "from") and (
            word not in ("may", "march") or tokens.gap(place)[:1] in " ,.;)\n"
        )
    return tokens.capital(place)
