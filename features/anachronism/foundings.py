"""What a text counts from a founding, or from another date, that it gives in other words.

"The club was set up in 1968. This season it celebrates its 60th anniversary."
"""

from itertools import pairwise

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.arithmetic import claimed, fits
from credscore.features.anachronism.clauses import quote
from credscore.features.anachronism.elapsed import conflict, has_year
from credscore.features.anachronism.facts import facts
from credscore.features.anachronism.hosts import is_told_of_now
from credscore.features.anachronism.now import sure_now
from credscore.features.anachronism.reader import by_sentence, times
from credscore.features.anachronism.times import (
    DAYS_PER_UNIT,
    Amount,
    Interval,
    TimeExpression,
    day_in_words,
)

MARKED = frozenset(str.split("marks mark celebrates celebrate marking celebrating commemorates"))
_FOUNDED = ("founded", "built", "began")
_ITS_FOUNDING = frozenset(str.split("launch founding creation opening inception establishment"))
_FARTHEST_DATE = 8


def founding_conflicts(doc: Document) -> list[Passage]:
    """Anniversaries and lengths of time counted from what is dated elsewhere in the text."""
    now = sure_now(doc)
    if now is None:
        return []
    passages: list[Passage] = []
    for expressions in by_sentence(doc):
        if len(expressions) > 1:
            passages += _anniversaries_of_a_date(doc, expressions, now)
            passages += _old_since_an_era(doc, expressions, now)
    return passages + _counted_from_a_founding(doc, now)


def is_anniversary(amount: Amount, begun: Interval, now: Interval) -> bool:
    """Whether the count can be right: a yearly event's 50th edition comes 49 years on."""
    low = now.begin.year - begun.begin.year
    high = now.end.year - begun.begin.year
    return low - 1 <= amount.low <= high + 2


def _anniversaries_of_a_date(
    doc: Document, expressions: list[TimeExpression], now: Interval
) -> list[Passage]:
    """An anniversary and the date of what it is of: "the 40th anniversary of the 1969 ..."."""
    passages = []
    lower = doc.words.lower
    for anniversary, dated in pairwise(expressions):
        if anniversary.kind != "anniversary" or anniversary.amount is None or not has_year(dated):
            continue
        if anniversary.granularity != "year" or anniversary.in_quotation or not dated.interval:
            continue
        between = lower[anniversary.last : dated.first]
        if between[:1] != ["of"] or len(between) > _FARTHEST_DATE:
            continue
        if sum(map(has_year, expressions)) != 1 or not is_told_of_now(doc, anniversary):
            continue
        if any(mark in doc.prose[anniversary.end : dated.start] for mark in ",.;:()\n–—"):
            continue
        # "The tenth anniversary of the attacks in 2011" says when it was kept, unless it is now.
        is_kept_now = not MARKED.isdisjoint(
            lower[max(anniversary.first - 4, 0) : anniversary.first]
        )
        if dated.relation not in ("of", "") and not (
            dated.relation in ("in", "on") and is_kept_now
        ):
            continue
        if not is_anniversary(anniversary.amount, dated.interval, now):
            passages.append(conflict(doc, "anniversary-arithmetic", anniversary, dated, now))
    return passages


def _counted_from_a_founding(doc: Document, now: Interval) -> list[Passage]:
    """What is counted from a founding: "its 60th anniversary", "its launch eight years ago"."""
    passages = []
    counted = [e for e in times(doc) if _is_counted(doc, e)]
    if not counted:
        return []
    founded = [fact for fact in facts(doc) if fact.what in _FOUNDED]
    for expression in counted:
        if expression.kind == "anniversary":
            near = [f for f in founded if 0 <= expression.sentence - f.dated.sentence <= 2]
        else:
            near = founded
        if len(near) != 1 or near[0].dated.sentence == expression.sentence:
            continue
        dated = near[0].dated
        if expression.amount is None or dated.interval is None:
            continue
        if expression.kind == "anniversary":
            if not is_anniversary(expression.amount, dated.interval, now):
                rule = "anniversary-arithmetic"
                passages.append(conflict(doc, rule, expression, dated, now))
        elif not fits(expression.amount, dated.interval, now):
            passages.append(conflict(doc, "elapsed-time", expression, dated, now))
    return passages


def _is_counted(doc: Document, expression: TimeExpression) -> bool:
    """Whether it is counted from a founding: "its 60th anniversary", "its launch a year ago"."""
    if expression.granularity != "year" or expression.amount is None or expression.in_quotation:
        return False
    lower = doc.words.lower
    before = lower[max(expression.first - 8, 0) : expression.first]
    if expression.kind == "anniversary":
        is_its = before[-1:] in (["its"], ["their"])
        return is_its and ("this" in before or is_told_of_now(doc, expression))
    return (
        expression.relation == "ago"
        and before[-2:-1] == ["its"]
        and not _ITS_FOUNDING.isdisjoint(before[-1:])
    )


def _old_since_an_era(
    doc: Document, expressions: list[TimeExpression], now: Interval
) -> list[Passage]:
    """Ages counted from a year of an era: "from 1200 BC, making it some 2,200 years old"."""
    passages = []
    for dated, age in pairwise(expressions):
        calendar = dated.calendar
        if calendar is None or calendar.year is None or calendar.year > 0 or age.amount is None:
            continue
        if age.kind != "age" or age.in_quotation or age.first - dated.last > 4:
            continue
        before = doc.words.lower[max(age.first - 3, 0) : age.first]
        if not {"making", "makes"} & set(before):
            continue
        years = now.begin.year - calendar.year
        said = claimed(age.amount)
        # Such ages are rounded, and so are such years.
        slack = max(0.1 * years, 60) * DAYS_PER_UNIT["year"]
        days = years * DAYS_PER_UNIT["year"]
        if said.low - slack <= days <= said.high + slack:
            continue
        message = (
            f"From {quote(doc, dated)} to the date of this text ({day_in_words(now.begin)}) it is "
            f"about {years} years, but the text says “{quote(doc, age)}”."
        )
        related = (Span(dated.start, dated.end),)
        passages.append(Passage(age.start, age.end, "duration-mismatch", message, related))
    return passages
