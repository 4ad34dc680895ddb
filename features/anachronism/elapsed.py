"""Lengths of time against dates: "in August 2022, some two years ago" in an article of 2023."""

from datetime import date
from itertools import pairwise

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.arithmetic import (
    claimed,
    elapsed,
    fits,
    spoken_range,
)
from credscore.features.anachronism.clauses import FUTURE, quote
from credscore.features.anachronism.now import document_now
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import Amount, Interval, TimeExpression

RULES = {
    "elapsed-time": "A length of time since a date that does not lead to the document's own date.",
    "duration-mismatch": "A duration that does not fit the dates between which it lies.",
    "anniversary-arithmetic": "An anniversary or birthday that does not follow from its year.",
}

_GLUE = frozenset(
    str.split("in on of since about some the just only more than almost nearly roughly back or way")
)
START_VERBS = frozenset(
    str.split(
        "founded established created launched opened built completed began begun started erupted "
        "signed introduced formed inaugurated unveiled commenced enacted adopted born set "
        "instituted incorporated seized imposed installed commissioned"
    )
)
_LASTS = frozenset(str.split("needed took lasted spanned served ran"))


def elapsed_time_conflicts(doc: Document) -> list[Passage]:
    """Every conflict between a length of time, a date and the document's now."""
    now = document_now(doc)
    if now.interval is None or now.confidence < 0.9:
        return []
    passages = []
    by_sentence = _by_sentence(doc)
    for expressions in by_sentence:
        if len(expressions) < 2:
            continue
        for one, other in pairwise(expressions):
            passage = _apposed(doc, one, other, now.interval)
            if passage:
                passages.append(passage)
        passages += _started(doc, expressions, now.interval)
    return passages


def _by_sentence(doc: Document) -> list[list[TimeExpression]]:
    groups: list[list[TimeExpression]] = []
    last = -1
    for expression in times(doc):
        if expression.sentence != last:
            groups.append([])
            last = expression.sentence
        groups[-1].append(expression)
    return groups


def _is_dated(expression: TimeExpression) -> bool:
    """Whether it is a date with its own year."""
    return (
        expression.kind == "date"
        and expression.interval is not None
        and expression.calendar is not None
        and expression.calendar.year is not None
        and not expression.in_quotation
    )


def _apposed(
    doc: Document, one: TimeExpression, other: TimeExpression, now: Interval
) -> Passage | None:
    """A date and an "ago" that explain each other: "in August 2022, some two years ago"."""
    if one.relation == "ago" and _is_dated(other):
        ago, dated = one, other
    elif other.relation == "ago" and _is_dated(one):
        ago, dated = other, one
    else:
        return None
    if ago.amount is None or dated.interval is None or ago.in_quotation:
        return None
    between = doc.words.lower[one.last : other.first]
    if len(between) > 3 or not _GLUE.issuperset(between):
        return None
    if doc.words.lower[max(dated.first - 1, 0)] == "the" or dated.relation not in (
        "in",
        "on",
        "",
        "of",
    ):
        # "The 2012 campaign" is named after its year, whenever it runs.
        return None
    if fits(ago.amount, dated.interval, now):
        return None
    return _conflict(doc, "elapsed-time", ago, dated, now)


def _conflict(
    doc: Document, rule: str, length: TimeExpression, dated: TimeExpression, now: Interval
) -> Passage:
    real = spoken_range(elapsed(dated.interval or now, now))
    message = (
        f"From {quote(doc, dated)} to the date of this text ({_day(now)}) it is {real}, "
        f"but the text says “{quote(doc, length)}”."
    )
    related = (Span(dated.start, dated.end),)
    return Passage(length.start, length.end, rule, message, related)


def _day(now: Interval) -> str:
    day: date = now.begin
    return f"{day.day} {day:%B %Y}"


def _started(doc: Document, expressions: list[TimeExpression], now: Interval) -> list[Passage]:
    """Lengths in a sentence that also says when the thing began."""
    begun = [dated for dated in expressions if _is_beginning(doc, dated, now)]
    if len(begun) != 1 or sum(_is_dated(other) for other in expressions) > 1:
        # With two dates in a sentence, which one the length hangs on is a guess.
        return []
    dated = begun[0]
    found = []
    for length in expressions:
        if length is dated or length.amount is None or length.in_quotation:
            continue
        rule = _rule_broken(doc, length, dated, now)
        if rule:
            found.append(_conflict(doc, rule, length, dated, now))
    return found


def _is_beginning(doc: Document, dated: TimeExpression, now: Interval) -> bool:
    """Whether the date says when something began: "founded in 1949", "a tradition since 1951"."""
    if not _is_dated(dated) and not _is_day_before(dated, now):
        return False
    if dated.relation in ("since", "from"):
        return True
    before = doc.words.lower[max(dated.first - 4, 0) : dated.first]
    return dated.relation in ("in", "on") and not START_VERBS.isdisjoint(before)


def _is_day_before(dated: TimeExpression, now: Interval) -> bool:
    """Whether it is a day of the last months, said without its year."""
    return (
        dated.kind == "date"
        and dated.granularity == "day"
        and dated.calendar is not None
        and dated.calendar.month is not None
        and dated.interval is not None
        and dated.interval.end < now.begin
        and not dated.in_quotation
    )


def _rule_broken(
    doc: Document, length: TimeExpression, dated: TimeExpression, now: Interval
) -> str | None:
    assert length.amount is not None
    assert dated.interval is not None
    lower = doc.words.lower
    before = lower[max(length.first - 7, 0) : length.first]
    if length.kind == "anniversary" or (
        length.kind == "ordinal" and length.granularity == "year" and "celebrate" in before
    ):
        count = length.amount.low
        years = now.begin.year - dated.interval.begin.year, now.end.year - dated.interval.begin.year
        # The 50th edition of a yearly event comes 49 years on; the next birthday may be ahead.
        if years[0] - 1 <= count <= years[1] + 2:
            return None
        return "anniversary-arithmetic"
    if length.kind == "ordinal" and length.relation in ("entered", "enters", "into"):
        # In its third month a thing is two months old, or a little less by the calendar's months.
        low = max(length.amount.low - 1.25, 0)
        counted = Amount(low, length.amount.high, length.amount.unit, "hedged")
        return None if fits(counted, dated.interval, now) else "duration-mismatch"
    if length.kind != "duration" or length.relation == "adjective":
        return None
    ongoing = ("has" in before or "have" in before) and "been" in before
    if length.relation == "for" and ongoing and dated.relation != "from":
        return None if fits(length.amount, dated.interval, now) else "duration-mismatch"
    if not FUTURE.isdisjoint(before):
        return None
    is_tied = 0 <= dated.first - length.last <= 1 and dated.relation == "from"
    lasted = dated.relation in ("in", "on") and (
        length.relation == "for" or not _LASTS.isdisjoint(before[-3:])
    )
    if (is_tied or lasted) and claimed(length.amount).low > elapsed(dated.interval, now).high:
        return "duration-mismatch"
    return None
