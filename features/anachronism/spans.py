"""Spans against the lengths given for them, and spans that run backwards."""

from itertools import pairwise

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.arithmetic import claimed, spoken_range
from credscore.features.anachronism.clauses import quote
from credscore.features.anachronism.elapsed import has_year
from credscore.features.anachronism.lasting import has_ends, length_of
from credscore.features.anachronism.reader import by_sentence
from credscore.features.anachronism.times import TimeExpression

RULES = {
    "span-length": "A length of time that does not fit the two ends given with it.",
    "span-runs-backwards": "A span that ends before it begins.",
}

_CLOCK_UNITS = ("hour", "minute", "second")
_FARTHEST = 5
_HELD = frozenset({"held", "served", "holding", "serving"})
_LASTS = frozenset(str.split("lasted took spanned ran tenure reign term stint period"))


def span_conflicts(doc: Document) -> list[Passage]:
    """Lengths of time beside a span with two dated ends: "for 12 years, from 2005 to 2010"."""
    passages = []
    for expressions in by_sentence(doc):
        spans = [e for e in expressions if e.kind == "span" and has_ends(e)]
        if len(spans) != 1 or spans[0].in_quotation:
            continue
        span = spans[0]
        for length in expressions:
            if length.kind != "duration" or length.amount is None or length.in_quotation:
                continue
            if not _belongs(doc, length, span) or length.amount.unit in _CLOCK_UNITS:
                continue
            real, said = length_of(span), claimed(length.amount)
            if said.low <= real.high and real.low <= said.high:
                continue
            message = (
                f"{quote(doc, span)[:1].upper()}{quote(doc, span)[1:]} is {spoken_range(real)}, "
                f"but the text says “{quote(doc, length)}”."
            )
            related = (Span(span.start, span.end),)
            passages.append(Passage(length.start, length.end, "span-length", message, related))
    return passages


def _belongs(doc: Document, length: TimeExpression, span: TimeExpression) -> bool:
    """Whether the two stand side by side: "for twelve years, from 2005 to 2010"."""
    lower = doc.words.lower
    if length.first >= span.last:
        between = lower[span.last : length.first]
        text = doc.prose[span.end : length.start]
    else:
        between = lower[length.last : span.first]
        text = doc.prose[length.end : span.start]
    farthest = _FARTHEST if _HELD.isdisjoint(between) else 2 * _FARTHEST
    if len(between) > farthest or any(mark in text for mark in ".;:()\n"):
        return False
    before = lower[max(length.first - 3, 0) : length.first]
    return "," in text and (length.relation == "for" or not _LASTS.isdisjoint(before))


def backward_spans(doc: Document) -> list[Passage]:
    """Spans whose second end lies before the first: "from 12 June to 10 June"."""
    passages = []
    lower = doc.words.lower
    for expressions in by_sentence(doc):
        ends = [expression for expression in expressions if expression.kind == "date"]
        for one, other in pairwise(ends):
            if other.first - one.last != 1 or not _are_ends(lower[one.last], one):
                continue
            if one.interval is None or other.interval is None or one.in_quotation:
                continue
            if other.interval.end >= one.interval.begin or not _is_sure(one, other):
                continue
            message = f"The span begins {quote(doc, one)} and ends before, {quote(doc, other)}."
            passages.append(Passage(one.start, other.end, "span-runs-backwards", message))
    return passages


def _are_ends(link: str, one: TimeExpression) -> bool:
    if link in ("to", "until", "till", "through"):
        return one.relation == "from"
    return link == "and" and one.relation == "between"


def _is_sure(one: TimeExpression, other: TimeExpression) -> bool:
    """Whether no turn of the year can lie between: both years said, or one month of one year."""
    if has_year(one) and has_year(other):
        return True
    first, second = one.calendar, other.calendar
    return (
        first is not None
        and second is not None
        and first.year is None
        and second.year is None
        and first.month is not None
        and first.month == second.month
        and first.day is not None
        and second.day is not None
    )
