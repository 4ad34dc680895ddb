"""Ages behind the words that announce them, and ages without a unit."""

from credscore.features.anachronism.grammar import Raw, Tokens
from credscore.features.anachronism.numbers import cardinal, is_number
from credscore.features.anachronism.times import Amount
from credscore.features.anachronism.vocabulary import MONTHS, UNITS


def read_age(tokens: Tokens, place: int) -> Raw | None:
    """An age behind a word that announces it: "aged 54", "at the age of 54", "turned 54"."""
    word = tokens.lower[place]
    start = place + 1
    if word == "age":
        if tokens.word(start) == "of":
            start += 1
        elif tokens.gap(place) not in (" ", ": "):
            return None
    elif tokens.gap(place) != " ":
        return None
    end = start
    while end < start + 2 and is_number(tokens.word(end)) and tokens.word(end) not in (
        "of", "and", "or", "to", "a", "an", "few", "couple", "several", "half", "many",
    ):  # fmt: skip
        end += 1
    number = cardinal(tokens.lower[start:end]) if end > start else None
    following = tokens.word(end)
    # A house may turn 200 "this year"; a page turns 180 degrees.
    oldest = 999 if word.startswith("turn") and following in ("this", "next") else 115
    if number is None or not 1 <= number[0] <= oldest:
        return None
    if following in UNITS and tokens.joined(end - 1):
        if following not in ("year", "years") or tokens.word(end + 1) == "ago":
            return None
        end += 1
    elif "%" in tokens.gap(end - 1) or (following in ("percent", "million", "degrees", "of")):
        return None
    relation = {"aged": "aged", "age": "at age"}.get(word, word)
    if tokens.word(end) in ("to", "and") or tokens.gap(end - 1) in ("-", "–"):
        # "Aged 18 to 24" is a group, not a person.
        return None
    return Raw(
        place, end, "age", "year", "narrative", None, Amount(number[0], number[0], "year"),
        relation,
    )  # fmt: skip


def read_bare_age(tokens: Tokens, place: int) -> Raw | None:
    """An age without a unit: "Ana Ruiz, 54, said", "she was 54 when the mill closed"."""
    word = tokens.lower[place]
    if len(word) > 2 or not word.isdecimal() or not place:
        return None
    age = int(word)
    if not 5 <= age <= 110:
        return None
    before, gap_after = tokens.word(place - 1), tokens.gap(place)
    if tokens.gap(place - 1) == ", " and gap_after[:1] in (",", ".", ")", ";"):
        is_named = tokens.capital(place - 1) and before not in MONTHS
        relation = "apposed" if is_named else ""
    elif tokens.gap(place - 1) == " (" and gap_after[:1] == ")":
        relation = "bracketed" if tokens.capital(place - 1) and before not in MONTHS else ""
    elif before in ("was", "is", "were") and tokens.word(place + 1) == "when":
        relation = "when"
    elif before == "at" and gap_after == ", " and tokens.capital(place - 1):
        # "At 30, she won her first prize".
        relation = "when"
    elif (
        before == "now" and tokens.word(place - 2) == "is" and gap_after[:1] in (".", ",", ";")
    ) or (before == "at" and tokens.word(place - 2) in ("today", "now") and gap_after == ", "):
        relation = "now"
    elif before in ("him", "her") and tokens.word(place - 2) in ("makes", "making"):
        relation = "now" if gap_after[:1] in (".", ",", ";") else ""
    elif before == "is" and tokens.word(place - 3) == "now" and gap_after[:1] in (".", ",", ";"):
        # "Now she is 60."
        relation = "now"
    elif before == "only" and tokens.word(place - 2) == "is" and gap_after in (" ", ". ", ", "):
        relation = "now" if tokens.word(place + 1) in ("and", "but", "") or gap_after != " " else ""
    else:
        relation = ""
    if not relation:
        return None
    return Raw(
        place, place + 1, "age", "year", "narrative", None,
        Amount(float(age), float(age), "year"), relation,
    )  # fmt: skip
