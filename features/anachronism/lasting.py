"""How long a thing is said to last, against the two ends that the text gives it."""

from itertools import pairwise

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.arithmetic import Range, claimed, elapsed, spoken_range
from credscore.features.anachronism.clauses import quote
from credscore.features.anachronism.elapsed import has_year
from credscore.features.anachronism.reader import by_sentence
from credscore.features.anachronism.times import DAYS_PER_UNIT, TimeExpression

_BEGAN = frozenset(
    str.split(
        "began begun started opened launched imposed introduced signed founded established erupted "
        "commenced enacted broke installed elected appointed"
    )
)
_ENDED = frozenset(
    str.split(
        "ended finished concluded lifted closed shut scrapped repealed completed dropped stopped "
        "expired dissolved abolished resigned"
    )
)
_LASTED = frozenset(str.split("lasted took ran force effect place stood raged dragged office"))
_TERMS = frozenset(
    str.split(
        "term reign tenure presidency rule war stint spell run closure siege trial strike ban "
        "lockdown mandate occupation blockade suspension"
    )
)
_CLOCK = ("second", "minute", "hour")


def lasting_conflicts(doc: Document) -> list[Passage]:
    """Lengths that do not fit the beginning and the end told with them."""
    passages = []
    groups = by_sentence(doc)
    for expressions in groups:
        dated = [expression for expression in expressions if has_year(expression)]
        lengths = [e for e in expressions if _is_length(e)]
        if len(dated) == 2 and len(lengths) == 1 and _begin_and_end(doc, *dated):
            passages += _unless_right(doc, lengths[0], *dated) if _lasts(doc, lengths[0]) else []
    for expressions in groups:
        passages += _term_and_span(doc, expressions)
        for span, length in pairwise(e for e in expressions if e.kind in ("span", "duration")):
            passages += _span_before(doc, [span], length)
    for before, expressions in pairwise(groups):
        passages += _span_before(doc, before, expressions[0])
    return passages


def _is_length(expression: TimeExpression) -> bool:
    return (
        expression.kind == "duration"
        and expression.amount is not None
        and expression.amount.unit not in _CLOCK
        and not expression.in_quotation
    )


def _begin_and_end(doc: Document, one: TimeExpression, other: TimeExpression) -> bool:
    """Whether the first date says when something began and the second when it ended."""
    lower = doc.words.lower
    if one.relation not in ("in", "on") or other.relation not in ("in", "on"):
        return False
    first = doc.sentences[one.sentence].first_word
    between = lower[one.last : other.first]
    return (
        not _BEGAN.isdisjoint(lower[max(one.first - 3, first) : one.first])
        and len(between) <= 6
        and not _ENDED.isdisjoint(between)
    )


def _lasts(doc: Document, length: TimeExpression) -> bool:
    """Whether the length is how long it lasted: "lasted six months", "was in force for a year"."""
    before = doc.words.lower[max(length.first - 5, 0) : length.first]
    return not _LASTED.isdisjoint(before[-3:] if length.relation != "for" else before)


def _unless_right(
    doc: Document, length: TimeExpression, one: TimeExpression, other: TimeExpression
) -> list[Passage]:
    if length.amount is None or one.interval is None or other.interval is None:
        return []
    real, said = elapsed(one.interval, other.interval), claimed(length.amount)
    if real.low < 0 or (said.low <= real.high and real.low <= said.high):
        return []
    message = (
        f"From {quote(doc, one)} to {quote(doc, other)} it is {spoken_range(real)}, but the text "
        f"says “{quote(doc, length)}”."
    )
    related = (Span(one.start, one.end), Span(other.start, other.end))
    return [Passage(length.start, length.end, "span-length", message, related)]


def _term_and_span(doc: Document, expressions: list[TimeExpression]) -> list[Passage]:
    """A length that describes what a span dates: "his eight-year term from 2016 to 2020"."""
    lower = doc.words.lower
    passages = []
    for length, span in pairwise([e for e in expressions if e.kind in ("duration", "span")]):
        if not _is_length(length) or not has_ends(span) or length.relation != "adjective":
            continue
        between = lower[length.last : span.first - (span.relation != "")]
        text = doc.prose[length.end : span.start]
        if not 1 <= len(between) <= 5 or between[0] not in _TERMS or span.relation == "":
            continue
        if any(mark in text for mark in ".;:()\n") or ("," in text and len(between) > 1):
            continue
        passages += _unless_in_span(doc, length, span)
    return passages


def _span_before(
    doc: Document, before: list[TimeExpression], length: TimeExpression
) -> list[Passage]:
    """A span and, in the next sentence, "the three-year closure"."""
    spans = [expression for expression in before if expression.kind == "span"]
    if len(spans) != 1 or not has_ends(spans[0]) or length.sentence - before[0].sentence > 1:
        return []
    lower = doc.words.lower
    if not _is_length(length) or length.relation != "adjective" or length.first <= spans[0].last:
        return []
    noun = lower[length.last : length.last + 1]
    lead = lower[length.first - 1]
    if lead not in ("the", "his", "her", "its", "their") or not noun or noun[0] not in _TERMS:
        return []
    told = lower[doc.sentences[spans[0].sentence].first_word : spans[0].first]
    if not any(word[:4] == noun[0][:4] for word in told):
        return []
    return _unless_in_span(doc, length, spans[0])


def has_ends(span: TimeExpression) -> bool:
    """Whether it is a span whose two ends are dated, outside quotations."""
    return (
        span.kind == "span"
        and span.interval is not None
        and span.anchor == "calendar"
        and span.amount is not None
        and not span.in_quotation
    )


def _unless_in_span(doc: Document, length: TimeExpression, span: TimeExpression) -> list[Passage]:
    real = length_of(span)
    assert length.amount is not None
    said = claimed(length.amount)
    if said.low <= real.high and real.low <= said.high:
        return []
    words = quote(doc, span)
    message = (
        f"{words[:1].upper()}{words[1:]} is {spoken_range(real)}, "
        f"but the text says “{quote(doc, length)}”."
    )
    related = (Span(span.start, span.end),)
    return [Passage(length.start, length.end, "span-length", message, related)]


def length_of(span: TimeExpression) -> Range:
    """The days that a span may cover, its first and last unit counted in or not."""
    assert span.amount is not None
    unit = DAYS_PER_UNIT[span.granularity]
    days = DAYS_PER_UNIT[span.amount.unit]
    return Range(max(span.amount.low * days - unit, 0), span.amount.high * days + unit)
