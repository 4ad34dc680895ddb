"""Years, decades, seasons and dates in figures: "in 2014", "the 1990s", "2023-05-02"."""

import re

from credscore.features.anachronism.dates import (
    day_at,
    edge_before,
    is_count,
    relation_before,
    year_at,
)
from credscore.features.anachronism.grammar import Raw, Tokens
from credscore.features.anachronism.times import Amount, Calendar
from credscore.features.anachronism.vocabulary import (
    DASHES,
    DECADE_NAMES,
    MONTHS,
    RELATIONS_TO_NOW,
    SEASONS,
    UNITS,
)

_DECADE = re.compile(r"(1[0-9]|20)?(\d)0['’]?s$")
_GLUED_MONTH = re.compile(r"([a-z]{3,9})(\d{1,2})$")
_DOTTED = re.compile(r"(\d{1,4})\.(\d{1,2})\.(\d{2,4})$")


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
    part, first = edge_before(tokens, first)
    # A season is kept in the month in which it begins; winter begins in December.
    calendar = Calendar(year, 3 * SEASONS[word] + 3, None, None, part)  # type: ignore[arg-type]
    if relation:
        return Raw(first, last, "relative", "season", "now", calendar, None, relation)
    return Raw(
        first, last, "date", "season", "calendar", calendar, None,
        relation_before(tokens, first),
    )  # fmt: skip


def read_digits(tokens: Tokens, place: int) -> Raw | None:
    """The date that the digits at ``place`` begin, if they do."""
    word = tokens.lower[place]
    gap = tokens.gap(place)
    if gap in ("/", "-", "."):
        raw = (
            _read_numeric(tokens, place, gap)
            or _read_month_and_year(tokens, place, gap)
            or _read_day_and_month(tokens, place, gap)
        )
        if raw:
            return raw
    if len(word) < 5 and tokens.word(place - 1) == "the":
        raw = _read_day_alone(tokens, place)
        if raw:
            return raw
    if word[-1] == "s":
        return _read_decade(tokens, place)
    year = year_at(tokens, place)
    if year is not None:
        return _read_year(tokens, place, year)
    if tokens.word(place - 1) == "on" and word.count(".") == 1:
        raw = _day_and_month(tokens, place, place + 1, *word.split("."))
        if raw:
            return raw
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
    if not (parts[0].isdecimal() and parts[2].isdecimal() and (parts[1].isdecimal() or month)):
        return None
    if tokens.gap(place + 2)[:1] in ("/", "-"):
        return None
    calendar = _ordered(parts[0], str(month) if month else parts[1], parts[2], bool(month))
    if calendar is None:
        return None
    return Raw(
        place, place + 3, "date", "day" if calendar.day else "year", "calendar", calendar, None,
        relation_before(tokens, place),
    )  # fmt: skip


def _read_month_and_year(tokens: Tokens, place: int, gap: str) -> Raw | None:
    """A month in figures with its year: "11/2016", "2016/03"; "2010/11" is a season."""
    if gap == "." or tokens.gap(place + 1)[:1] in ("/", "-", "%"):
        return None
    if place and tokens.text[tokens.starts[place] - 1] in "/-.$£€":
        return None
    one, two = tokens.lower[place], tokens.word(place + 1)
    if len(one) <= 2 and year_at(tokens, place + 1) is not None and one.isdecimal():
        year, month = int(two), int(one)
    elif year_at(tokens, place) is not None and two.isdecimal() and len(two) <= 2:
        year, month = int(one), int(two)
        if month == (year + 1) % 100 or (gap == "-" and len(two) < 2) or year % 100 < month:
            # A range of years, or one that may be.
            return None
    else:
        return None
    if not 1 <= month <= 12 or not 1900 <= year <= 2099:
        return None
    relation = relation_before(tokens, place)
    calendar = Calendar(year, month)
    return Raw(place, place + 2, "date", "month", "calendar", calendar, None, relation)


def _read_day_and_month(tokens: Tokens, place: int, gap: str) -> Raw | None:
    """A date without its year where the order is clear: "4/22", "on 22-04", "08/12,2015"."""
    if gap == "." or place + 1 >= tokens.count:
        return None
    if gap == "-" and tokens.word(place - 1) != "on":
        return None
    if place and tokens.text[tokens.starts[place] - 1] in "/-.$":
        return None
    one, two = tokens.lower[place], tokens.lower[place + 1]
    behind = tokens.gap(place + 1)
    if behind[:1] in ("/", "-", "%"):
        return None
    if behind == "," and one.isdecimal() and two.isdecimal():
        # Only Americans set a comma before the year.
        year = tokens.word(place + 2)
        calendar = _ordered(two, one, year, named=True) if year.isdecimal() else None
        if calendar:
            return Raw(place, place + 3, "date", "day", "calendar", calendar)
    return _day_and_month(tokens, place, place + 2, one, two)


def _day_and_month(tokens: Tokens, first: int, last: int, one: str, two: str) -> Raw | None:
    if not (one.isdecimal() and two.isdecimal()) or len(one) > 2 or len(two) > 2:
        return None
    a, b = int(one), int(two)
    # "24/7" is no date.
    if (a, b) == (24, 7) or not (1 <= a <= 31 and 1 <= b <= 31) or (a > 12) == (b > 12):
        return None
    calendar = Calendar(None, b, a) if a > 12 else Calendar(None, a, b)
    relation = relation_before(tokens, first)
    return Raw(first, last, "date", "day", "calendar", calendar, None, relation)


def _read_day_alone(tokens: Tokens, place: int) -> Raw | None:
    """A day of the month without its month, before a stop: "by the 27th"."""
    if tokens.word(place - 2) not in ("on", "by", "until", "till", "for", "since"):
        return None
    if tokens.gap(place).lstrip(" ")[:1] not in (".", ",", ";", "!", "?", "\n", ""):
        return None
    found = day_at(tokens, place)
    if found is None or found[0] > 31:
        return None
    return Raw(
        place - 1, place + 1, "date", "day", "calendar", Calendar(None, None, found[0]), None,
        tokens.word(place - 2),
    )  # fmt: skip


def read_glued_month(tokens: Tokens, place: int) -> Raw | None:
    """A month written together with its day: "Oct2"."""
    match = _GLUED_MONTH.match(tokens.lower[place])
    month = MONTHS.get(match[1]) if match else None
    if match is None or month is None or not 1 <= int(match[2]) <= 31:
        return None
    calendar = Calendar(None, month, int(match[2]))
    relation = relation_before(tokens, place)
    return Raw(place, place + 1, "date", "day", "calendar", calendar, None, relation)


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
    part, edged = edge_before(tokens, first if tokens.word(first) != "the" else place)
    if part is None:
        part, edged = edge_before(tokens, place)
    first = min(first, edged)
    first -= tokens.word(first - 1) == "the"
    calendar = Calendar(year, None, None, None, part)  # type: ignore[arg-type]
    return Raw(
        first, place + 1, "date", "decade", "calendar", calendar, None,
        relation_before(tokens, first),
    )  # fmt: skip


def read_named_decade(tokens: Tokens, place: int) -> Raw | None:
    """A decade in words: "the sixties"."""
    if tokens.word(place - 1) == "nineteen":
        place_of_the = place - 1
        return _decade(tokens, place, DECADE_NAMES[tokens.lower[place]])._replace(
            first=place_of_the - (tokens.word(place_of_the - 1) == "the")
        )
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
    if gap_after[:1] in ("/", "%", "°", "+") or is_count(tokens, place):
        return None
    if gap_after in DASHES and tokens.word(place + 1).isdecimal():
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
    part, first = edge_before(tokens, first)
    relation = relation_before(tokens, first)
    if not relation and not part and "(" not in gap_before and before != "the" and first == place:
        opens_line = place == 0 or "\n" in gap_before
        if opens_line and gap_after[:1] == ":" and 1400 <= year <= 2150:
            # An entry of a chronicle: "2013: the mill is sold".
            return Raw(place, place + 1, "date", "year", "calendar", Calendar(year))
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
        Amount(length, length, "year"), relation_before(tokens, place),
    )  # fmt: skip


def _year_then_month(tokens: Tokens, place: int, year: int) -> Raw | None:
    month = MONTHS[tokens.lower[place + 1]]
    last = place + 2
    found = day_at(tokens, last) if tokens.gap(last - 1) == " " else None
    if found and is_count(tokens, found[1] - 1):
        found = None
    calendar = Calendar(year, month, found[0] if found else None)
    return Raw(
        place, found[1] if found else last, "date", "day" if found else "month", "calendar",
        calendar, None, relation_before(tokens, place),
    )  # fmt: skip
