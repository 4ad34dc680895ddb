"""Two dates and the time between them: "in 2012, three years after it closed in 2005"."""

from itertools import pairwise

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.arithmetic import Range, elapsed, fits, spoken_range
from credscore.features.anachronism.clauses import quote
from credscore.features.anachronism.elapsed import has_year
from credscore.features.anachronism.reader import by_sentence
from credscore.features.anachronism.times import TimeExpression

RULES = {
    "time-between": "A length of time between two dates that is not the time between them.",
}

_FARTHEST = 12
_LEADS = frozenset(str.split("just only some about almost nearly more less than in on exactly the"))


def gap_conflicts(doc: Document) -> list[Passage]:
    """Lengths said to lie between two dates of the text that lie farther apart, or nearer."""
    passages = []
    for expressions in by_sentence(doc):
        for place, length in enumerate(expressions):
            if length.kind != "relative" or length.amount is None or length.in_quotation:
                continue
            before = expressions[place - 1] if place else None
            behind = expressions[place + 1] if place + 1 < len(expressions) else None
            ends = _ends(doc, before, length, behind) or _apposed(doc, expressions, place)
            if ends is None:
                continue
            first, second = ends
            if first.interval is None or second.interval is None:
                continue
            if fits(length.amount, first.interval, second.interval):
                continue
            message = _sum(doc, first, second, length, elapsed(first.interval, second.interval))
            related = (Span(first.start, first.end), Span(second.start, second.end))
            passages.append(Passage(length.start, length.end, "time-between", message, related))
    return passages


def _sum(
    doc: Document,
    first: TimeExpression,
    second: TimeExpression,
    length: TimeExpression,
    real: Range,
) -> str:
    return (
        f"From {quote(doc, first)} to {quote(doc, second)} it is {spoken_range(real)}, but the "
        f"text says “{quote(doc, length)}”."
    )


def _ends(
    doc: Document,
    before: TimeExpression | None,
    length: TimeExpression,
    behind: TimeExpression | None,
) -> tuple[TimeExpression, TimeExpression] | None:
    """The earlier and the later date that the length is said to part."""
    if before is None or behind is None or not (has_year(before) and has_year(behind)):
        return None
    if behind.relation not in ("in", "on"):
        return None
    lead = doc.words.lower[before.last : length.first]
    tail = doc.words.lower[length.last : behind.first]
    if any(mark in doc.prose[before.end : behind.start] for mark in ".;:()\n"):
        return None
    if length.relation == "later":
        # "In 2005 ... and ten years later, in 2015".
        return (before, behind) if len(tail) == 1 and len(lead) <= _FARTHEST else None
    if length.relation not in ("after", "before") or len(tail) > _FARTHEST:
        return None
    if "," in doc.prose[length.end : behind.start]:
        # "Five years after Cloud, and Judge Hill died in 1999".
        return None
    if not _LEADS.issuperset(lead) or before.relation not in ("in", "on"):
        return None
    return (behind, before) if length.relation == "after" else (before, behind)


def _apposed(
    doc: Document, expressions: list[TimeExpression], place: int
) -> tuple[TimeExpression, TimeExpression] | None:
    """Two dates and the length behind them: "begun in 1999, finished in 2003, ten years later"."""
    length = expressions[place]
    if length.relation != "later" or place < 2 or place + 1 < len(expressions):
        return None
    first, second = expressions[place - 2 : place]
    if not (has_year(first) and has_year(second)) or sum(map(has_year, expressions)) != 2:
        return None
    if first.relation not in ("in", "on") or second.relation not in ("in", "on"):
        return None
    lead = doc.words.lower[second.last : length.first]
    if "," not in doc.prose[second.end : length.start] or not _LEADS.issuperset(lead):
        return None
    return (first, second) if _gap_is_open(first, second) else None


def _gap_is_open(first: TimeExpression, second: TimeExpression) -> bool:
    return bool(first.interval and second.interval and first.interval.end < second.interval.begin)


def later_conflicts(doc: Document) -> list[Passage]:
    """A length that leads from the sentence before: "in 2012. Ten years later, in 2015"."""
    passages = []
    for earlier, later in pairwise(by_sentence(doc)):
        if later[0].sentence - earlier[-1].sentence != 1 or len(later) < 2:
            continue
        length, second = later[0], later[1]
        dated = [expression for expression in earlier if has_year(expression)]
        if length.relation != "later" or length.amount is None or len(dated) != 1:
            continue
        if length.first != doc.sentences[length.sentence].first_word or not has_year(second):
            continue
        if second.first - length.last != 1 or second.relation not in ("in", "on"):
            continue
        first = dated[0]
        if first.interval is None or second.interval is None or first.relation not in ("in", "on"):
            continue
        if fits(length.amount, first.interval, second.interval):
            continue
        message = _sum(doc, first, second, length, elapsed(first.interval, second.interval))
        related = (Span(first.start, first.end),)
        passages.append(Passage(length.start, second.end, "time-between", message, related))
    return passages
