"""Lengths of time and what is counted in them: durations, "two weeks ago", ages, anniversaries."""

import re

from credscore.features.anachronism.grammar import Raw, Tokens
from credscore.features.anachronism.numbers import (
    INFINITY,
    amount_before,
    cardinal,
    hedged,
    is_number,
    ordinal,
)
from credscore.features.anachronism.times import (
    DAYS_PER_UNIT,
    Amount,
    Anchor,
    Calendar,
    Granularity,
)
from credscore.features.anachronism.vocabulary import (
    PLURAL_UNITS,
    RELATIONS_TO_NOW,
    UNITS,
)

_GLUED = re.compile(r"(\d{1,3}(?:\.\d)?)(h|hrs?|days?|weeks?|months?|years?|yrs?|min|sec|year)$")
_NARRATIVE = {"following": "later", "next": "later", "previous": "earlier", "same": "same"}
_PARTS = {"earlier": "early", "early": "early", "late": "late", "later": "late", "mid": "mid"}
_DIRECTIONS = {
    "ago": "ago", "back": "ago", "later": "later", "afterwards": "later", "earlier": "earlier",
    "before": "before", "after": "after", "since": "since", "hence": "from now", "prior": "before",
    "following": "after", "into": "into",
}  # fmt: skip
_FROM_DAYS = {"now": 0, "today": 0, "tomorrow": 1, "tmrw": 1, "yesterday": -1}
_WHOLE = frozenset({"all", "full", "whole", "entire"})
_LEFT = frozenset({"for", "in", "within", "over", "during", "after", "since", "by", "throughout"})


def read_unit(tokens: Tokens, place: int) -> Raw | None:
    """The time around the unit at ``place``: a length, or a time counted in it."""
    word = tokens.lower[place].removesuffix("'s")
    unit = UNITS[word]
    before = tokens.word(place - 1)
    following = tokens.word(place + 1)
    if not tokens.joined(place - 1):
        # "Years later" at the head of a clause counts without a number.
        before = ""
    if before and (is_number(before) or before in ("and", "half")):
        floor = place - 1
        while floor > place - 8 and tokens.joined(floor - 1):
            floor -= 1
        counted = amount_before(tokens.lower, floor, place, unit)
        if counted:
            return _length(tokens, *_scaled(counted, word), place + 1, unit, word)
    if before == "the" and tokens.word(place - 2) == "of" and tokens.word(place - 3) == "rest":
        first = place - 3 - (tokens.word(place - 4) == "the")
        whole = Amount(0, 0, unit)
        return Raw(first, place + 1, "relative", unit, "now", None, whole, "this still")
    if before in ("following", "same"):
        return _told(tokens, place - 1, place + 1, unit, _NARRATIVE[before])
    if before in RELATIONS_TO_NOW:
        return _relative(tokens, place, unit, word, RELATIONS_TO_NOW[before])
    value = ordinal(tokens.lower, place - 1) if before else None
    if value is None and before in ("straight", "consecutive") and place > 1:
        value = ordinal(tokens.lower, place - 2)
    if value:
        if unit == "century":
            return Raw(
                value[1], place + 1, "date", "century", "calendar", Calendar(100 * value[0] - 100),
                None, _preposition(tokens, value[1]),
            )  # fmt: skip
        if unit == "second":
            return None
        count = float(value[0])
        return Raw(
            value[1], place + 1, "ordinal", unit, "narrative", None,
            Amount(count, count, unit), _preposition(tokens, value[1]),
        )  # fmt: skip
    if before in _WHOLE and word not in PLURAL_UNITS:
        return Raw(
            place - 1, place + 1, "duration", unit, "narrative", None, Amount(1, 1, unit), "for"
        )
    if before == "recent":
        return Raw(
            place - 1, place + 1, "relative", unit, "now", None, Amount(0, 12, unit), "recent"
        )
    if word in PLURAL_UNITS and following in ("ago", "later", "earlier", "before", "after"):
        return _length(
            tokens, place, Amount(2, INFINITY, "day" if unit == "day" else unit), place + 1, unit,
            word,
        )  # fmt: skip
    if unit == "day" and word == "day" and before == "the" and following in ("before", "after"):
        relation = "earlier" if following == "before" else "later"
        return _told(tokens, place - 1, place + 2, unit, relation)
    return None


def _scaled(counted: tuple[int, Amount], word: str) -> tuple[int, Amount]:
    first, amount = counted
    if word.startswith("fortnight"):
        amount = amount._replace(low=2 * amount.low, high=2 * amount.high)
    return first, amount


def _preposition(tokens: Tokens, first: int) -> str:
    before = tokens.word(first - 1)
    if before in ("the", "its", "their", "his", "her", "a"):
        before = tokens.word(first - 2)
    return before if before in ("for", "into", "in", "entered", "enters", "marks") else ""


def _told(tokens: Tokens, first: int, last: int, unit: Granularity, relation: str) -> Raw:
    count = 0.0 if relation == "same" else 1.0
    first -= tokens.word(first - 1) == "the"
    return Raw(
        first, last, "relative", unit, "narrative", None, Amount(count, count, unit), relation
    )


def _relative(
    tokens: Tokens, place: int, unit: Granularity, word: str, relation: str
) -> Raw | None:
    first = place - 1
    if word in PLURAL_UNITS:
        # "The past years": a length without a number.
        return Raw(first, place + 1, "span", unit, "now", None, Amount(2, INFINITY, unit), relation)
    if unit == "month" and tokens.word(first - 1) == "of":
        day = ordinal(tokens.lower, first - 2)
        if day and day[0] <= 31:
            start = day[1] - (tokens.word(day[1] - 1) == "the")
            calendar = Calendar(day=day[0])
            of_month = relation + " month"
            return Raw(start, place + 1, "relative", "day", "now", calendar, None, of_month)
    if tokens.word(first - 1) == "the" and relation == "next":
        return _told(tokens, first, place + 1, unit, "later")
    if tokens.word(first - 1) == "the" and tokens.word(first) == "last":
        # "The last day of the war" is no day before today.
        if tokens.word(place + 1) == "of" or unit == "day":
            return None
        first -= 1
    part = None
    if tokens.word(first - 1) in _PARTS:
        first -= 1
        part = _PARTS[tokens.word(first)]
        if tokens.word(first) in ("earlier", "later"):
            relation += " so far" if part == "early" else " still"
            part = None
    count = float({"last": -1, "this": 0, "next": 1}[relation.split()[0]])
    if word == "weekend":
        part = "weekend"
    of_unit = Calendar(part=part) if part else None  # type: ignore[arg-type]
    return Raw(
        first, place + 1, "relative", unit, "now", of_unit, Amount(count, count, unit), relation
    )


def _length(
    tokens: Tokens, first: int, amount: Amount, last: int, unit: Granularity, word: str
) -> Raw | None:
    if (
        tokens.lower[first] in ("a", "an")
        and word in ("second", "day", "night", "quarter")
        and tokens.word(last) not in ("ago", "later", "earlier", "after", "before")
    ):
        # "A second term", "three times a day".
        return None
    following = tokens.word(last)
    tied = tokens.joined(last - 1)
    if following == "and" and tokens.word(last + 1) in ("a", "half") and tied:
        end = last + 2 + (tokens.word(last + 1) == "a")
        if tokens.word(end - 1) == "half":
            amount = amount._replace(low=amount.low + 0.5, high=amount.high + 0.5)
            last = end
            following, tied = tokens.word(last), tokens.joined(last - 1)
    if following == "old" and tied:
        return _age(tokens, first, last + 1, amount)
    if following == "of" and tokens.word(last + 1) == "age":
        return _age(tokens, first, last + 2, amount)
    if following in ("anniversary", "birthday", "jubilee") and tied:
        return Raw(first, last + 1, "anniversary", unit, "narrative", None, amount, following)
    if amount.unit == "year" and is_number(following or "-"):
        # Years with months and days behind them are counted in months, as calendars do.
        amount = amount._replace(low=12 * amount.low, high=12 * amount.high, unit="month")
    last, amount, following = _compound(tokens, last, amount, following)
    passed = _passed_since(tokens, last)
    if passed:
        return Raw(first, passed, "relative", unit, "narrative", None, amount, "since")
    if following == "on" and tokens.gap(last - 1) == " ":
        # "Two years on, ..." and "two years on from the war"; "two years on the road" is neither.
        if tokens.gap(last)[:1] == ",":
            return Raw(first, last + 1, "relative", unit, "narrative", None, amount, "later")
        if tokens.word(last + 1) == "from":
            return Raw(first, last + 2, "relative", unit, "narrative", None, amount, "after")
    from_day = _FROM_DAYS.get(tokens.word(last + 1))
    if from_day is not None and following in ("from", "after", "before"):
        direction = "ago" if following == "before" else "from now"
        start = Calendar(nth=from_day)
        return Raw(first, last + 2, "relative", unit, "now", start, amount, direction)
    if following in _DIRECTIONS and tokens.gap(last - 1) in (" ", "  "):
        relation = _DIRECTIONS[following]
        anchor: Anchor = "narrative"
        end = last + 1
        if relation == "ago":
            anchor = "now"
            if following == "back" and tokens.word(last + 1) in ("to", "in", "on", "at", "home"):
                return _duration(tokens, first, last, unit, amount)
        if following == "prior":
            end = last + 1 + (tokens.word(last + 1) == "to")
        if relation == "into":
            return Raw(first, last, "duration", unit, "narrative", None, amount, "into")
        return Raw(first, end, "relative", unit, anchor, None, amount, relation)
    before = tokens.word(first - 1)
    if before == "the":
        before = tokens.word(first - 2)
    if before in RELATIONS_TO_NOW and before != "this":
        opens = first - 1 if tokens.word(first - 1) != "the" else first - 2
        return Raw(opens, last, "span", unit, "now", None, amount, RELATIONS_TO_NOW[before])
    return _duration(tokens, first, last, unit, amount)


def _passed_since(tokens: Tokens, last: int) -> int:
    """The position behind "have passed since" at ``last``; 0 where it does not stand there."""
    if tokens.word(last) not in ("have", "has"):
        return 0
    last += 1 + (tokens.word(last + 1) in ("now", "already"))
    is_passed = tokens.word(last) in ("passed", "elapsed")
    return last + 2 if is_passed and tokens.word(last + 1) == "since" else 0


def _compound(tokens: Tokens, last: int, amount: Amount, following: str) -> tuple[int, Amount, str]:
    """Add the smaller units said behind: "2 years, 1 month and 21 days"."""
    rounds = 0
    while rounds < 3 and last + 1 < tokens.count and tokens.gap(last - 1) in (" ", ", "):
        start = last + (tokens.word(last) == "and")
        if not is_number(tokens.word(start)):
            break
        unit_at = start + 1
        if tokens.word(unit_at) not in UNITS:
            unit_at += 1
        unit = UNITS.get(tokens.word(unit_at))
        number = cardinal(tokens.lower[start:unit_at]) if unit else None
        if unit is None or number is None:
            break
        factor = DAYS_PER_UNIT[unit] / DAYS_PER_UNIT[amount.unit]
        amount = amount._replace(
            low=amount.low + number[0] * factor, high=amount.high + number[1] * factor
        )
        last, rounds = unit_at + 1, rounds + 1
    return last, amount, tokens.word(last)


def _duration(tokens: Tokens, first: int, last: int, unit: Granularity, amount: Amount) -> Raw:
    before = tokens.word(first - 1)
    if before == "the":
        before = tokens.word(first - 2)
    adjective = "adjective" if tokens.gap(last - 2) == "-" else ""
    relation = before if before in _LEFT else adjective
    return Raw(first, last, "duration", unit, "narrative", None, amount, relation)


def _age(tokens: Tokens, first: int, last: int, amount: Amount) -> Raw:
    return Raw(first, last, "age", amount.unit, "narrative", None, amount, "old")


def read_glued(tokens: Tokens, place: int) -> Raw | None:
    """A number written together with its unit: "3h", "3.5years"."""
    match = _GLUED.match(tokens.lower[place])
    if match is None:
        return None
    unit: Granularity = "hour" if match[2] == "h" else UNITS[match[2]]
    number = float(match[1])
    said = hedged(tokens.lower, place, number, number, unit)
    amount = Amount(said.low, said.high, unit, said.wording)
    return _length(tokens, said.first, amount, place + 1, unit, match[2] + "s")


def read_anniversary(tokens: Tokens, place: int) -> Raw | None:
    """The anniversary named at ``place``, where its number stands before it."""
    first = place
    before = tokens.word(place - 1)
    if before in ("year", "wedding"):
        return None
    value = ordinal(tokens.lower, place - 1) if tokens.joined(place - 1) else None
    if value:
        first, count = value[1], float(value[0])
    elif tokens.lower[place].startswith("centen"):
        count = 100.0
    elif tokens.lower[place].startswith("bicenten"):
        count = 200.0
    else:
        return None
    return Raw(
        first, place + 1, "anniversary", "year", "narrative", None,
        Amount(count, count, "year"), tokens.lower[place].removesuffix("'s"),
    )  # fmt: skip


_DAY_WORDS = {
    "today": (0, "today"), "tonight": (0, "today"), "yesterday": (-1, "yesterday"),
    "tomorrow": (1, "tomorrow"), "tmrw": (1, "tomorrow"),
}  # fmt: skip


def read_day_word(tokens: Tokens, place: int) -> Raw | None:
    """The time named by "today", "yesterday", "tomorrow" and their like."""
    shift, relation = _DAY_WORDS[tokens.lower[place].removesuffix("'s")]
    first = place
    before, two_before = tokens.word(place - 1), tokens.word(place - 2)
    if two_before == "day" and before in ("before", "after"):
        shift += -1 if before == "before" else 1
        first = place - 2 - (tokens.word(place - 3) == "the")
    count = float(shift)
    return Raw(
        first, place + 1, "relative", "day", "now", None, Amount(count, count, "day"), relation
    )


def read_recent_word(tokens: Tokens, place: int) -> Raw | None:
    """The time named by "recently" or "lately"."""
    return Raw(place, place + 1, "relative", "month", "now", None, Amount(0, 12, "month"), "recent")
