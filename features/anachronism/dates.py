"""Calendar dates: "2 May 2023", "May 2nd", "Tuesday, May 2", "2023-05-02", "the 1990s"."""

import re

from credscore.features.anachronism.grammar import Raw, Tokens
from credscore.features.anachronism.numbers import ordinal
from credscore.features.anachronism.times import Amount, Calendar, Granularity
from credscore.features.anachronism.vocabulary import (
    AMBIGUOUS_MONTHS,
    COUNTED_THINGS,
    DECADE_NAMES,
    MONTHS,
    PARTS_OF_DAY,
    PREPOSITIONS,
    RELATIONS_TO_NOW,
    SEASONS,
    SHORT_WEEKDAYS,
    SMALL_NUMBERS,
    TENS,
    UNITS,
    WEEKDAYS,
)

_YEAR = re.compile(r"(?:1[0-9]|2[01])\d\d$")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?$")
_DECADE = re.compile(r"(1[0-9]|20)?(\d)0s$")
_DOTTED = re.compile(r"(\d{1,4})\.(\d{1,2})\.(\d{2,4})$")
_LIGHT_GAPS = frozenset({" ", ", ", ". ", "., ", ",", "  ", ",  ", "-", " , "})
_DASHES = frozenset({"-", "–", "—", " - ", " – ", "‑"})
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


def _edge_before(tokens: Tokens, first: int) -> tuple[str | None, int]:
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


def _relation_before(tokens: Tokens, first: int) -> str:
    word = tokens.word(first - 1)
    if word == "the":
        word = tokens.word(first - 2)
    if word in ("least", "about", "around") and tokens.word(first - 2) in ("at", "since", "in"):
        word = tokens.word(first - 3) if word == "least" else tokens.word(first - 2)
    return word if word in PREPOSITIONS and "\n" not in tokens.gap(first - 1) else ""


def _year_behind(tokens: Tokens, last: int) -> tuple[int | None, str, int]:
    """The year said behind a month or day: the year, "last" / "this" / "next", position behind."""
    if last < tokens.count and tokens.gap(last - 1) in _LIGHT_GAPS:
        year = year_at(tokens, last)
        iso = tokens.gap(last) == "-" and tokens.word(last + 1).isdigit()
        if year is not None and not iso and not _is_count(tokens, last):
            return year, "", last + 1
    place = last + (tokens.word(last) == "of")
    relation = RELATIONS_TO_NOW.get(tokens.word(place), "")
    if relation and tokens.word(place + 1) == "year" and tokens.joined(place):
        return None, relation, place + 2
    if place > last:
        year = year_at(tokens, place)
        if year is not None:
            return year, "", place + 1
    return None, "", last


def _is_count(tokens: Tokens, place: int) -> bool:
    """Whether the number at ``place`` counts things, and is no year or day."""
    following = tokens.word(place + 1)
    gap = tokens.gap(place)
    if "%" in gap or gap[:1] in ("°",) or (gap[:1] == ":" and following[:1].isdigit()):
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
    is_range = False
    before = place - 1
    if tokens.word(before) in RELATIONS_TO_NOW and tokens.word(before - 1) == "of":
        # "The fifteenth of last April."
        relation, before = RELATIONS_TO_NOW[tokens.word(before)], before - 2
        first = place - 1
    elif tokens.word(before) == "of":
        before -= 1
    if tokens.gap(place - 1) in _LIGHT_GAPS and before >= 0:
        found = _day_before(tokens, before)
        if found and tokens.text[tokens.starts[found[1]] - 1 : tokens.starts[found[1]]] not in (
            "$", "£", "€", ":", ".", "/",
        ):  # fmt: skip
            day, first = found[0], found[1]
    if day is None and tokens.gap(place) in (" ", ". ", "-", "  ", ".", ", the ", " the"):
        start = last + (tokens.word(last) == "the")
        found = day_at(tokens, start)
        if found and not _is_count(tokens, found[1] - 1) and not _is_clock(tokens, start):
            day, last = found
            if tokens.gap(last - 1) in _DASHES and tokens.word(last).isdigit():
                # "May 2-5": the first day dates the whole.
                following = day_at(tokens, last)
                if following:
                    last, is_range = following[1], True
    if day is not None:
        first -= tokens.word(first - 1) == "the"
    year, year_relation, last = _year_behind(tokens, last)
    relation = relation or year_relation
    part = None
    if day is None:
        part, first = _edge_before(tokens, first)
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
    calendar = Calendar(year, month, day, weekday, part)  # type: ignore[arg-type]
    granularity: Granularity = "day" if day is not None else "month"
    if relation:
        # "Last April" looks back from now; "April last year" names the year.
        kind_of_year = relation + " year" if year_relation else relation
        return Raw(first, last, "relative", granularity, "now", calendar, None, kind_of_year)
    return Raw(
        first, last, "date", granularity, "calendar", calendar, None,
        _relation_before(tokens, first),
    )  # fmt: skip


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
        if tokens.word(start) in MONTHS and tokens.gap(start - 1) in (*_LIGHT_GAPS, " ("):
            raw = read_month(tokens, start, weekday)
        elif tokens.gap(start - 1) in (*_LIGHT_GAPS, " ("):
            found = day_at(tokens, start)
            if found:
                month_at = found[1] + (tokens.word(found[1]) == "of")
                if tokens.word(month_at) in MONTHS and "\n" not in tokens.gap(month_at - 1):
                    raw = read_month(tokens, month_at, weekday)
                elif start > following and not short:
                    calendar = Calendar(None, None, found[0], weekday)
                    return Raw(place, found[1], "date", "day", "calendar", calendar)
        if raw is not None and raw.granularity == "day" and raw.calendar:
            relation = raw.relation if raw.kind == "relative" else _relation_before(tokens, place)
            return raw._replace(first=place, relation=relation)
    if short:
        return None
    before = tokens.word(place - 1)
    if before in ("every", "each", "per"):
        return None
    to_now = RELATIONS_TO_NOW.get(before)
    calendar = Calendar(None, None, None, weekday)
    if to_now:
        return Raw(place - 1, place + 1, "relative", "day", "now", calendar, None, to_now)
    return Raw(
        place, place + 1, "date", "day", "calendar", calendar, None,
        _relation_before(tokens, place),
    )  # fmt: skip


def read_season(tokens: Tokens, place: int) -> Raw | None:
    """The season at ``place``, where a year or a "last" makes it a time."""
    word = tokens.lower[place].removesuffix("'s")
    first, last = place, place + 1
    start = last + (tokens.word(last) == "of")
    year, relation = None, ""
    if tokens.gap(last - 1) in (" ", ", "):
        year = year_at(tokens, start)
        if year is not None:
            last = start + 1
        elif tokens.word(start) in RELATIONS_TO_NOW and tokens.word(start + 1) == "year":
            relation, last = RELATIONS_TO_NOW[tokens.word(start)] + " year", start + 2
    if year is None and not relation:
        relation = RELATIONS_TO_NOW.get(tokens.word(first - 1), "")
        if not relation:
            return None
        first -= 1
    part, first = _edge_before(tokens, first)
    # A season is kept in the month in which it begins; winter begins in December.
    calendar = Calendar(year, 3 * SEASONS[word] + 3, None, None, part)  # type: ignore[arg-type]
    if relation:
        return Raw(first, last, "relative", "season", "now", calendar, None, relation)
    return Raw(
        first, last, "date", "season", "calendar", calendar, None,
        _relation_before(tokens, first),
    )  # fmt: skip


def read_digits(tokens: Tokens, place: int) -> Raw | None:
    """The date that the digits at ``place`` begin, if they do."""
    word = tokens.lower[place]
    gap = tokens.gap(place)
    if gap in ("/", "-", "."):
        raw = _read_numeric(tokens, place, gap)
        if raw:
            return raw
    if word[-1] == "s":
        return _read_decade(tokens, place)
    year = year_at(tokens, place)
    if year is not None:
        return _read_year(tokens, place, year)
    dotted = _DOTTED.match(word)
    if dotted:
        calendar = _ordered(dotted[1], dotted[2], dotted[3])
        if calendar:
            return Raw(place, place + 1, "date", "day", "calendar", calendar)
    return None


def _read_numeric(tokens: Tokens, place: int, gap: str) -> Raw | None:
    if tokens.gap(place + 1) != gap or place + 2 >= tokens.count:
        return None
    if place and tokens.text[tokens.starts[place] - 1] in "/-.":
        return None
    parts = tokens.lower[place : place + 3]
    month = MONTHS.get(parts[1])
    if not (parts[0].isdigit() and parts[2].isdigit() and (parts[1].isdigit() or month)):
        return None
    if tokens.gap(place + 2)[:1] in ("/", "-"):
        return None
    calendar = _ordered(parts[0], str(month) if month else parts[1], parts[2], bool(month))
    if calendar is None:
        return None
    return Raw(
        place, place + 3, "date", "day" if calendar.day else "year", "calendar", calendar, None,
        _relation_before(tokens, place),
    )  # fmt: skip


def _ordered(one: str, two: str, three: str, named: bool = False) -> Calendar | None:
    """Year, month and day of three numbers; the day stays open where their order is unclear."""
    if not (one.isdecimal() and two.isdecimal() and three.isdecimal()):
        return None
    a, b, c = int(one), int(two), int(three)
    if len(one) == 4:
        return Calendar(a, b, c) if 1000 <= a < 2200 and 1 <= b <= 12 and 1 <= c <= 31 else None
    if len(three) not in (2, 4) or len(one) > 2 or len(two) > 2:
        return None
    year = c if len(three) == 4 else c + (2000 if c < 50 else 1900)
    if not 1000 <= year < 2200:
        return None
    if named or (12 < a <= 31 and 1 <= b <= 12):
        return Calendar(year, b, a)
    if 12 < b <= 31 and 1 <= a <= 12:
        return Calendar(year, a, b)
    if a == b and 1 <= a <= 12:
        return Calendar(year, a, b)
    return Calendar(year) if 1 <= a <= 12 and 1 <= b <= 12 else None


def _read_decade(tokens: Tokens, place: int) -> Raw | None:
    match = _DECADE.match(tokens.lower[place])
    if match is None:
        return None
    if match[1] is None:
        if tokens.text[tokens.starts[place] - 1 : tokens.starts[place]] not in ("'", "’", "‘"):
            return None
        year = 1900 + 10 * int(match[2])
    else:
        year = int(match[1] + match[2] + "0")
    return _decade(tokens, place, year)


def _decade(tokens: Tokens, place: int, year: int) -> Raw:
    first = place - (tokens.word(place - 1) == "the")
    part, edged = _edge_before(tokens, first if tokens.word(first) != "the" else place)
    if part is None:
        part, edged = _edge_before(tokens, place)
    first = min(first, edged)
    first -= tokens.word(first - 1) == "the"
    calendar = Calendar(year, None, None, None, part)  # type: ignore[arg-type]
    return Raw(
        first, place + 1, "date", "decade", "calendar", calendar, None,
        _relation_before(tokens, first),
    )  # fmt: skip


def read_named_decade(tokens: Tokens, place: int) -> Raw | None:
    """A decade in words: "the sixties"."""
    if tokens.word(place - 1) not in ("the", "early", "mid", "late"):
        return None
    if tokens.word(place - 2) in ("his", "her", "their", "in") and tokens.word(place - 1) != "the":
        # "In his late sixties" is an age.
        return None
    return _decade(tokens, place, DECADE_NAMES[tokens.lower[place]])


def _read_year(tokens: Tokens, place: int, year: int) -> Raw | None:
    before_start = tokens.starts[place]
    if before_start and tokens.text[before_start - 1] in "$£€#/.&+=":
        return None
    before = tokens.word(place - 1)
    gap_before = tokens.gap(place - 1)
    gap_after = tokens.gap(place)
    if gap_after[:1] in ("/", "%", "°", "+") or _is_count(tokens, place):
        return None
    if gap_after in _DASHES and tokens.word(place + 1).isdigit():
        return _read_years(tokens, place, year)
    if gap_after[:1] == "-" and gap_after == "-":
        return None
    if gap_before == "-" and before not in ("mid", "pre", "post", "early", "late"):
        return None
    following = tokens.word(place + 1)
    if following in ("bc", "bce") or (following in UNITS and gap_after in (" ", "-")):
        return None
    if gap_after == " " and following in MONTHS and tokens.capital(place + 1):
        return _year_then_month(tokens, place, year)
    first = place
    if before == "year" and gap_before == " ":
        first = place - 1 - (tokens.word(place - 2) == "the")
    part, first = _edge_before(tokens, first)
    relation = _relation_before(tokens, first)
    if not relation and not part and "(" not in gap_before and before != "the" and first == place:
        # A number of four digits behind a name may be anything: a model, a house, a score.
        if not (before in SEASONS or "," in gap_before or gap_after[:1] in (")", ",", ".", "\n")):
            return None
        if tokens.capital(place - 1 if place else place) and "," not in gap_before:
            return None
    if relation in ("of", "and", "or", "to", "for", "as", "at") and not 1700 <= year <= 2100:
        return None
    if not 1400 <= year <= 2150:
        return None
    calendar = Calendar(year, None, None, None, part)  # type: ignore[arg-type]
    return Raw(first, place + 1, "date", "year", "calendar", calendar, None, relation)


def _read_years(tokens: Tokens, place: int, year: int) -> Raw | None:
    """A span of years: "2010-2015", "2010–15"."""
    word = tokens.word(place + 1)
    if tokens.gap(place + 1)[:1] in ("-", "/", "."):
        return None
    if len(word) == 4:
        end = int(word)
    elif len(word) == 2:
        end = year // 100 * 100 + int(word)
    else:
        return None
    if not year < end <= year + 300:
        return None
    length = float(end - year)
    return Raw(
        place, place + 2, "span", "year", "calendar", Calendar(year),
        Amount(length, length, "year"), _relation_before(tokens, place),
    )  # fmt: skip


def _year_then_month(tokens: Tokens, place: int, year: int) -> Raw | None:
    month = MONTHS[tokens.lower[place + 1]]
    last = place + 2
    found = day_at(tokens, last) if tokens.gap(last - 1) == " " else None
    if found and _is_count(tokens, found[1] - 1):
        found = None
    calendar = Calendar(year, month, found[0] if found else None)
    return Raw(
        place, found[1] if found else last, "date", "day" if found else "month", "calendar",
        calendar, None, _relation_before(tokens, place),
    )  # fmt: skip
