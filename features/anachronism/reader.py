"""The temporal reading of a document: every expression of time in its running text, once."""

from bisect import bisect_right
from itertools import pairwise

from credscore.document import Document
from credscore.features.anachronism.grammar import Raw
from credscore.features.anachronism.now import document_now
from credscore.features.anachronism.resolve import resolve
from credscore.features.anachronism.scan import read_raw
from credscore.features.anachronism.times import Amount, Interval, TimeExpression
from credscore.features.anachronism.vocabulary import DASHES

_SURE = 0.9


def times(doc: Document) -> tuple[TimeExpression, ...]:
    """The expressions of time in the running text, in order; spans follow their ends.

    Read once a document. Those that hang on the document's now are resolved against it.
    """
    return doc.once(_read_times)


def by_sentence(doc: Document) -> tuple[list[TimeExpression], ...]:
    """The expressions of each sentence that holds one, in order; grouped once a document."""
    return doc.once(_group)


def _group(doc: Document) -> tuple[list[TimeExpression], ...]:
    groups: list[list[TimeExpression]] = []
    last = -1
    for expression in times(doc):
        if expression.sentence != last:
            groups.append([])
            last = expression.sentence
        groups[-1].append(expression)
    return tuple(groups)


def _read_times(doc: Document) -> tuple[TimeExpression, ...]:
    raws = read_raw(doc)
    if not raws:
        return ()
    written = document_now(doc)
    # A guess at the year would make dates of what has none.
    now = written.interval if written.confidence >= _SURE else None
    words = doc.words
    sentence_starts = [sentence.first_word for sentence in doc.sentences]
    expressions = [
        TimeExpression(
            words.starts[raw.first],
            words.ends[raw.last - 1],
            raw.first,
            raw.last,
            raw.kind,
            raw.granularity,
            raw.anchor,
            resolve(raw, now),
            raw.calendar,
            raw.amount,
            raw.relation,
            bisect_right(sentence_starts, raw.first) - 1,
            doc.in_quotation(words.starts[raw.first]),
        )
        for raw in raws
    ]
    return tuple(_with_spans(doc, expressions))


def _with_spans(doc: Document, expressions: list[TimeExpression]) -> list[TimeExpression]:
    """Add the spans that two dates make: "between 2010 and 2015", "from May 2019 to June 2020"."""
    joined: list[TimeExpression] = []
    lower = doc.words.lower
    for one, other in pairwise(expressions):
        joined.append(one)
        if _is_range(one):
            joined.append(_days_of(one))
        if other.first - one.last not in (0, 1) or one.kind != "date":
            continue
        if other.kind != "date" and other.relation != "today":
            continue
        link = lower[one.last] if other.first > one.last else ""
        if not link and doc.prose[one.end : other.start] in DASHES and _are_days(one, other):
            link = "until"
        between = one.relation == "between" and link == "and"
        if not between and link not in ("to", "until", "till", "through"):
            continue
        if not between and one.relation != "from" and link == "to":
            continue
        joined.append(_span(_with_year_of(one, other, link), other))
    joined.append(expressions[-1])
    if _is_range(expressions[-1]):
        joined.append(_days_of(expressions[-1]))
    return joined


def _is_range(expression: TimeExpression) -> bool:
    return expression.calendar is not None and expression.calendar.until is not None


def _days_of(expression: TimeExpression) -> TimeExpression:
    """A range of days in one month as a span: "from 3 to 6 June"."""
    interval = expression.interval
    days = (interval.end - interval.begin).days if interval else 0
    amount = Amount(days, days + 1, "day") if interval else None
    return expression._replace(kind="span", calendar=None, amount=amount)


def _are_days(one: TimeExpression, other: TimeExpression) -> bool:
    return one.granularity == other.granularity == "day" and one.kind == other.kind


def _with_year_of(one: TimeExpression, other: TimeExpression, link: str) -> TimeExpression:
    """The first end of a span in the year that only its second end names.

    "From January to November 2004", "from March 3 to March 17, 2022".
    """
    first, second = one.calendar, other.calendar
    if first is None or second is None or first.year is not None or second.year is None:
        return one
    if first.month is None or second.month is None or not (one.relation or link != "to"):
        return one
    year = second.year - (first.month > second.month)
    raw = Raw(one.first, one.last, "date", one.granularity, "calendar", first._replace(year=year))
    return one._replace(interval=resolve(raw, None))


def _span(one: TimeExpression, other: TimeExpression) -> TimeExpression:
    interval = None
    amount = None
    if one.interval and other.interval and one.interval.begin <= other.interval.end:
        interval = Interval(one.interval.begin, other.interval.end)
        longest = (other.interval.end - one.interval.begin).days
        shortest = max((other.interval.begin - one.interval.end).days, 0)
        amount = Amount(shortest, longest, "day")
    return one._replace(
        end=other.end, last=other.last, kind="span", interval=interval, calendar=None, amount=amount
    )
