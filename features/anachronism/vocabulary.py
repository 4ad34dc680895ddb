"""The words of English that name times, as closed sets; nothing here is a matter of style."""

from credscore.features.anachronism.times import Granularity

_words = str.split

DASHES = frozenset({"-", "–", "—", " - ", " – ", "‑"})

_MONTH_NAMES = _words(
    "january february march april may june july august september october november december"
)
_MONTH_SHORT = _words("jan feb mar apr may jun jul aug sep oct nov dec")
MONTH_NAMES = tuple(name.title() for name in _MONTH_NAMES)
MONTHS: dict[str, int] = {
    **{name: place for place, name in enumerate(_MONTH_NAMES, 1)},
    **{name: place for place, name in enumerate(_MONTH_SHORT, 1)},
    "sept": 9,
}
AMBIGUOUS_MONTHS = frozenset({"may", "march", "mar", "august", "jan", "jun", "dec", "sep", "april"})
"""Also a verb, a name or an abbreviation of something else: they need company."""

_WEEKDAY_NAMES = _words("monday tuesday wednesday thursday friday saturday sunday")
WEEKDAY_NAMES = tuple(name.title() for name in _WEEKDAY_NAMES)
WEEKDAYS: dict[str, int] = {name: place for place, name in enumerate(_WEEKDAY_NAMES)}
SHORT_WEEKDAYS: dict[str, int] = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3,
    "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip

SEASONS: dict[str, int] = {"spring": 0, "summer": 1, "autumn": 2, "fall": 2, "winter": 3}

UNITS: dict[str, Granularity] = {
    "second": "second", "seconds": "second", "sec": "second", "secs": "second",
    "minute": "minute", "minutes": "minute", "min": "minute", "mins": "minute",
    "hour": "hour", "hours": "hour", "h": "hour", "hr": "hour", "hrs": "hour",
    "day": "day", "days": "day", "night": "day", "nights": "day",
    "week": "week", "weeks": "week", "fortnight": "week", "fortnights": "week",
    "weekend": "week",
    "month": "month", "months": "month",
    "quarter": "quarter", "quarters": "quarter",
    "year": "year", "years": "year", "yr": "year", "yrs": "year",
    "decade": "decade", "decades": "decade",
    "century": "century", "centuries": "century",
}  # fmt: skip
PLURAL_UNITS = frozenset(
    _words(
        "seconds secs minutes mins hours hrs days nights weeks fortnights months quarters "
        "years yrs decades centuries"
    )
)

_SMALL = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
TENS: dict[str, int] = {
    name: 10 * place
    for place, name in enumerate(_words("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
SMALL_NUMBERS: dict[str, int] = {name: place for place, name in enumerate(_SMALL)}

_SMALL_ORDINALS = _words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
ORDINALS: dict[str, int] = {
    **{name: place for place, name in enumerate(_SMALL_ORDINALS, 1)},
    "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60,
    "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100, "centennial": 100,
}  # fmt: skip

VAGUE_NUMBERS: dict[str, tuple[float, float]] = {
    "few": (2, 9),
    "several": (3, 12),
    "many": (3, float("inf")),
    "multiple": (2, float("inf")),
}
"""Wider than anyone means them: a vague number must never accuse."""

UNDER = frozenset({"nearly", "almost", "under"})
OVER = frozenset({"over", "least"})
ABOUT = frozenset({"about", "around", "some", "roughly", "approximately", "approx", "circa"})

DECADE_NAMES: dict[str, int] = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960,
    "seventies": 1970, "eighties": 1980, "nineties": 1990, "noughties": 2000,
}  # fmt: skip

PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night", "noon", "midday"})

PREPOSITIONS = frozenset(
    _words(
        "in on since until till from by before after during of through throughout to "
        "between around circa at for as and or"
    )
)
RELATIONS_TO_NOW = {
    "last": "last", "past": "last", "previous": "last",
    "this": "this", "current": "this",
    "next": "next", "coming": "next", "upcoming": "next",
}  # fmt: skip
COUNTED_THINGS = frozenset(
    _words(
        "people men women children troops soldiers dead deaths miles feet meters metres km "
        "kilometers kilometres words pages votes jobs homes houses acres dollars pounds euros "
        "rupees calories megawatts watts tons tonnes square students workers employees "
        "migrants refugees cases points times percent per million billion thousand hundred "
        "units vehicles cars mg ml kg rpm gmt est utc hours edt pst bc bce b"
    )
)
