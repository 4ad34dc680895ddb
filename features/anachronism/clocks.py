"""Clock times: two of them and the length said to lie between."""

import re

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.clauses import quote
from credscore.features.anachronism.reader import by_sentence
from credscore.features.anachronism.times import DAYS_PER_UNIT, TimeExpression

_CLOCK = r"(\d{1,2})(?:[:.](\d\d))? ?([ap])\.?m\b\.?"
_SPAN = re.compile(rf"\b(?:from|between) {_CLOCK} (?:to|and|until|till) {_CLOCK}", re.IGNORECASE)
_UNITS = ("hour", "minute")
_MINUTES_OF_A_DAY = 24 * 60


def clock_conflicts(doc: Document) -> list[Passage]:
    """Lengths beside two clock times that lie farther apart, or nearer."""
    index = doc.words.index
    if index.keys().isdisjoint(("hours", "hour", "minutes")):
        return []
    passages = []
    for expressions in by_sentence(doc):
        lengths = [e for e in expressions if _is_length(e)]
        if len(lengths) != 1:
            continue
        sentence = doc.sentences[lengths[0].sentence]
        span = _SPAN.search(doc.prose, sentence.start, min(sentence.end, sentence.start + 600))
        if span is None or doc.in_quotation(span.start()):
            continue
        passages += _unless_right(doc, lengths[0], span)
    return passages


def _is_length(expression: TimeExpression) -> bool:
    return (
        expression.kind == "duration"
        and expression.relation in ("for", "adjective")
        and expression.amount is not None
        and expression.amount.unit in _UNITS
        and not expression.in_quotation
    )


def _unless_right(doc: Document, length: TimeExpression, span: re.Match[str]) -> list[Passage]:
    first, second = (_minute_of_day(*span.group(g, g + 1, g + 2)) for g in (1, 4))
    # Only what stands side by side belongs together: "for two hours, from 2 p.m. to 4 p.m.".
    apart = max(span.start() - length.end, length.start - span.end())
    if first is None or second is None or length.amount is None or not 0 <= apart <= 3:
        return []
    minutes = (second - first) % _MINUTES_OF_A_DAY
    unit = DAYS_PER_UNIT[length.amount.unit] * _MINUTES_OF_A_DAY
    slack = max(unit, 15)
    if length.amount.low * unit - slack <= minutes <= length.amount.high * unit + slack:
        return []
    said = " ".join(span[0].split())
    message = (
        f"{said[:1].upper()}{said[1:]} is {minutes // 60} hours {minutes % 60} minutes, but the "
        f"text says “{quote(doc, length)}”."
    )
    related = (Span(*span.span()),)
    return [Passage(length.start, length.end, "span-length", message, related)]


def _minute_of_day(hour: str, minute: str | None, half: str) -> int | None:
    if not 1 <= int(hour) <= 12 or int(minute or 0) > 59:
        return None
    return (int(hour) % 12 + (12 if half.lower() == "p" else 0)) * 60 + int(minute or 0)
