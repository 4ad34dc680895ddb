"""What is counted of public events: years of a war, anniversaries."""

from bisect import bisect_left

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.arithmetic import elapsed, fits, spoken_range
from credscore.features.anachronism.clauses import quote
from credscore.features.anachronism.event_checks import capital
from credscore.features.anachronism.events import Event, events
from credscore.features.anachronism.hosts import is_told_of_now
from credscore.features.anachronism.now import sure_now
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import Amount, Interval, TimeExpression, day_in_words

_NOUNS = {
    "war": frozenset(str.split("war conflict fighting invasion")),
    "epidemic": frozenset(str.split("pandemic epidemic outbreak")),
}
_NEAR = 8


def event_years_counted(doc: Document) -> list[Passage]:
    """Years counted of a war ("enters its fourth year"), where the text tells of one war only."""
    now = sure_now(doc)
    if now is None:
        return []
    passages: list[Passage] = []
    counts = [
        e
        for e in times(doc)
        if e.kind == "ordinal"
        and (e.relation in ("entered", "enters", "into") or _is_now_in(doc, e))
        and e.amount
    ]
    if not counts:
        return passages
    told = {m.readings for m in events(doc) if m.event.kind in _NOUNS}
    if len(told) != 1:
        return passages
    (readings,) = told
    event = readings[-1]
    nouns = _NOUNS[event.kind]
    begin = Interval(event.begin.earliest, event.begin.latest)
    related = tuple(Span(m.start, m.end) for m in events(doc) if event in m.readings)[:3]
    for expression in counts:
        amount = expression.amount
        before = doc.words.lower[max(expression.first - 5, 0) : expression.first]
        if amount is None or expression.in_quotation or nouns.isdisjoint(before):
            continue
        counted = Amount(max(amount.low - 1.25, 0), amount.high, amount.unit, "hedged")
        if any(
            fits(counted, Interval(may_be.begin.earliest, may_be.begin.latest), now)
            for may_be in readings
        ):
            continue
        real = spoken_range(elapsed(begin, now))
        message = (
            f"{capital(event.name)} began on {event.begin.words}, {real} before this text "
            f"({day_in_words(now.begin)}), which speaks of its {quote(doc, expression)}."
        )
        passages.append(
            Passage(expression.start, expression.end, "event-elapsed-time", message, related)
        )
    return passages


def _is_now_in(doc: Document, expression: TimeExpression) -> bool:
    """Whether the count is said as of now: "the war, now in its fourth year"."""
    return "now" in doc.words.lower[max(expression.first - 3, 0) : expression.first]


def event_anniversaries(doc: Document) -> list[Passage]:
    """Anniversaries of public events that fall in another year."""
    mentions = events(doc)
    if not mentions:
        return []
    written = sure_now(doc)
    passages = []
    firsts = [mention.first for mention in mentions]
    expressions = times(doc)
    for place, expression in enumerate(expressions):
        if expression.kind != "anniversary" or expression.amount is None:
            continue
        if expression.granularity != "year" or expression.in_quotation:
            continue
        near = bisect_left(firsts, expression.last)
        mention = mentions[near] if near < len(mentions) else None
        if (
            mention is None
            or mention.first - expression.last > 2
            or doc.words.lower[expression.last] != "of"
        ):
            continue
        held, source = _when_held(doc, expressions, place, written)
        if held is None:
            continue
        count = int(expression.amount.low)
        if any(_is_anniversary(count, event, held, source is None) for event in mention.readings):
            continue
        event = mention.readings[-1]
        year = event.begin.earliest.year
        message = (
            f"{capital(event.name)} began on {event.begin.words}: {year} + {count} = "
            f"{year + count}, but the text sets the anniversary in {held.begin.year}."
        )
        start = source.start if source else expression.start
        related = (Span(mention.start, mention.end),)
        passages.append(Passage(start, expression.end, "event-anniversary", message, related))
    return passages


def _when_held(
    doc: Document, expressions: tuple[TimeExpression, ...], place: int, now: Interval | None
) -> tuple[Interval | None, TimeExpression | None]:
    """When the anniversary is held: the date it stands in apposition to, or the text's own."""
    expression = expressions[place]
    before = expressions[place - 1] if place else None
    if (
        before is not None
        and before.kind == "date"
        and before.sentence == expression.sentence
        and before.calendar is not None
        and before.calendar.year is not None
        and 0 <= expression.first - before.last <= 2
    ):
        return before.interval, before
    near = expressions[max(place - _NEAR, 0) : place + _NEAR]
    others = [
        e
        for e in near
        if e.sentence == expression.sentence
        and e.kind == "date"
        # "On Saturday" is a day of the text's own week.
        and e.calendar is not None
        and (e.calendar.year or e.calendar.month or e.calendar.day)
    ]
    if now is not None and not others and is_told_of_now(doc, expression):
        return now, None
    return None, None


def _is_anniversary(count: int, event: Event, held: Interval, may_be_near: bool) -> bool:
    years = range(event.begin.earliest.year, event.last_day.year + 1)
    slack = 1 if may_be_near else 0
    return any(abs(held.begin.year - year - count) <= slack for year in years)
