"""Public events against the dates, lengths of time and anniversaries that a text gives them."""

from bisect import bisect_left
from datetime import timedelta

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.arithmetic import elapsed, fits, spoken_range
from credscore.features.anachronism.clauses import quote
from credscore.features.anachronism.elapsed import has_year
from credscore.features.anachronism.events import Event, EventMention, events
from credscore.features.anachronism.hosts import is_told_of_now
from credscore.features.anachronism.now import document_now, sure_now
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import (
    Interval,
    TimeExpression,
    day_in_words,
    month_interval,
    safe_date,
)

RULES = {
    "event-misdated": "A public event set on a day or in a year in which it did not happen.",
    "event-elapsed-time": "A length of time since a public event that does not fit the text's day.",
    "event-anniversary": "An anniversary of a public event set in another year.",
}

BEGIN_VERBS = frozenset(
    str.split(
        "began begun started erupted broke struck hit slammed made touched came landed launched "
        "signed happened occurred unveiled annexed invaded took ravaged devastated opened declared "
        "created founded uncovered detected held killed murdered assassinated died collapsed fell "
        "sank exploded crashed"
    )
)
_GRACE = timedelta(days=4)
_STARTED = frozenset(str.split("began started erupted"))
_LAST_MONTHS = timedelta(days=150)
_RECENT = timedelta(days=330)
_SPREAD = timedelta(days=400)
_LONGEST_TIE = 9


def misdated_events(doc: Document) -> list[Passage]:
    """Dates tied to a public event that lie outside it."""
    mentions = events(doc)
    if not mentions:
        return []
    passages = []
    dated = [e for e in times(doc) if e.kind == "date" and e.interval and not e.in_quotation]
    firsts = [expression.first for expression in dated]
    for mention in mentions:
        if doc.in_quotation(mention.start):
            continue
        near = bisect_left(firsts, mention.last)
        for expression in dated[near : near + 1]:
            if expression.first - mention.last > _LONGEST_TIE:
                break
            tie = _tie(doc, mention, expression)
            if tie == "whole" and _is_part_of_a_longer_name(doc, mention):
                break
            if tie and not _may_be_of_any(doc, expression, mention, tie):
                event = mention.readings[-1]
                message = (
                    f"The text dates this {quote(doc, expression)}; {event.name} "
                    f"began on {event.begin.words}."
                )
                passages.append(Passage(mention.start, expression.end, "event-misdated", message))
            break
    return passages


def _is_part_of_a_longer_name(doc: Document, mention: EventMention) -> bool:
    """Whether a name runs on into the mention: "the MERS coronavirus outbreak"."""
    before = mention.first - 1
    if not BEGIN_VERBS.isdisjoint(doc.words.lower[mention.first : mention.last]):
        return False
    if before < 0 or doc.prose[doc.words.ends[before] : mention.start] != " ":
        return False
    return doc.prose[doc.words.starts[before]].isupper() and doc.words.lower[before] not in (
        "the",
        "when",
        "after",
        "since",
        "before",
    )


def _tie(doc: Document, mention: EventMention, expression: TimeExpression) -> str:
    """How the date hangs on the event: "whole", "begin" or not at all."""
    if expression.calendar is None:
        return ""
    between = doc.words.lower[mention.last : expression.first]
    text = doc.prose[mention.end : expression.start]
    if " - " in text or any(mark in text for mark in ".;:()–—\n"):
        return ""
    if between in (["of"], ["in"]) and expression.relation in ("of", "in"):
        return "whole"
    if "," in text or "anniversary" in between:
        return ""
    told = doc.words.lower[mention.first : expression.first]
    if not _STARTED.isdisjoint(between):
        # What "began in China in 1937" began elsewhere at another time.
        is_bare = (
            between[-2:-1] != ["in"] and between[-2] in _STARTED if len(between) > 1 else False
        )
        return "start" if is_bare and expression.relation in ("in", "on") else ""
    if "ended" in between:
        return "end" if expression.relation in ("in", "on") and between[0] == "ended" else ""
    if expression.relation == "since" and "been" in told:
        return "begin"
    if expression.relation in ("in", "on") and not BEGIN_VERBS.isdisjoint(told):
        return "begin"
    return ""


def _may_be_of_any(
    doc: Document, expression: TimeExpression, mention: EventMention, tie: str
) -> bool:
    """Whether the date may be that of one of the events that the mention may mean."""
    calendar = expression.calendar
    assert calendar is not None
    if calendar.year is not None:
        return any(_may_be(expression.interval, event, tie) for event in mention.readings)
    # A day without its year speaks of an event of the last months, if of any.
    now = document_now(doc).interval
    if now is None or calendar.month is None:
        return True
    recent = [
        event
        for event in mention.readings
        if timedelta(0) <= now.begin - event.begin.earliest < _RECENT
    ]
    return not recent or any(
        _may_be(dated_in(expression, year), event, tie)
        for event in recent
        for year in range(event.begin.earliest.year, now.begin.year + 1)
    )


def _may_be(interval: Interval | None, event: Event, tie: str) -> bool:
    last = event.last_day
    if tie == "end":
        # A war ends on one front before it ends on another.
        begin = last - _LAST_MONTHS
        return (
            event.end is None
            or interval is None
            or (Interval(begin, last + _LAST_MONTHS).meets(interval))
        )
    if event.kind == "epidemic":
        # An epidemic begins again in every country that it comes to.
        last = event.begin.latest + _SPREAD
    elif tie == "start" or (tie == "begin" and event.end is None):
        last = event.begin.latest
    elif event.kind == "war" and event.end is None:
        # A war without an end goes on, or nobody can say when it ended.
        return interval is None or interval.end >= event.begin.earliest - _GRACE
    return interval is None or Interval(event.begin.earliest - _GRACE, last + _GRACE).meets(
        interval
    )


def dated_in(expression: TimeExpression, year: int) -> Interval | None:
    """The days of a date that is said without its year, in ``year``."""
    calendar = expression.calendar
    if calendar is None or calendar.month is None:
        return None
    if calendar.day is None:
        return month_interval(year, calendar.month)
    day = safe_date(year, calendar.month, calendar.day)
    return Interval(day, day) if day else None


def event_elapsed_times(doc: Document) -> list[Passage]:
    """Lengths of time since a public event that do not lead to the document's now."""
    mentions = events(doc)
    now = sure_now(doc)
    if not mentions or now is None:
        return []
    passages = []
    firsts = [mention.first for mention in mentions]
    for expression in times(doc):
        if expression.amount is None or expression.in_quotation:
            continue
        if expression.kind != "relative" or expression.relation not in ("ago", "since", "after"):
            continue
        near = bisect_left(firsts, expression.first)
        mention = _event_counted_from(doc, expression, mentions[max(near - 1, 0) : near + 1])
        if mention is None:
            continue
        host = _host_before(doc, expression)
        until = host.interval if host and host.interval else now
        if any(_fits_event(expression, event, until) for event in mention.readings):
            continue
        event = mention.readings[-1]
        begin = Interval(event.begin.earliest, event.begin.latest)
        real = spoken_range(elapsed(begin, until))
        what = f"“{quote(doc, host)}”" if host else f"this text ({day_in_words(until.begin)})"
        message = (
            f"{capital(event.name)} began on {event.begin.words}, {real} from {what}, "
            f"but the text says “{quote(doc, expression)}”."
        )
        passages.append(
            Passage(
                expression.start,
                expression.end,
                "event-elapsed-time",
                message,
                (Span(mention.start, mention.end),),
            )
        )
    return passages


def capital(name: str) -> str:
    """The name of an event as a sentence opens with it."""
    return name[:1].upper() + name[1:]


def _event_counted_from(
    doc: Document, expression: TimeExpression, mentions: tuple[EventMention, ...]
) -> EventMention | None:
    """The event from which the expression counts, where the words leave no other reading."""
    lower = doc.words.lower
    for mention in mentions:
        if doc.in_quotation(mention.start):
            continue
        if expression.relation == "ago":
            between = lower[mention.last : expression.first]
            text = doc.prose[mention.end : expression.start]
            if expression.first < mention.last or len(between) > 4 or "." in text:
                continue
            if not between and text == ", ":
                # "The tsunami, ten years ago, ...".
                return mention if doc.prose[expression.end : expression.end + 1] == "," else None
            if "," in text:
                continue
            if not between or not BEGIN_VERBS.isdisjoint(between):
                return mention
        elif 0 <= mention.first - expression.last <= 2:
            before = lower[max(expression.first - 3, 0) : expression.first]
            if expression.relation == "since" and ("been" in before or before[-1:] == ["is"]):
                return mention
            if expression.relation == "after" and (
                _host_before(doc, expression) or is_told_of_now(doc, expression)
            ):
                return mention
    return None


def _host_before(doc: Document, expression: TimeExpression) -> TimeExpression | None:
    """The date right before "four months after the invasion", from which it counts back."""
    if expression.relation != "after":
        return None
    expressions = times(doc)
    place = bisect_left(expressions, expression.start, key=lambda other: other.start)
    host = expressions[place - 1] if place else None
    if host is None or host.sentence != expression.sentence or not has_year(host):
        return None
    near = expression.first - host.last <= 1 and host.relation in ("in", "on")
    return host if near and "," in doc.prose[host.end : expression.start] else None


def _fits_event(expression: TimeExpression, event: Event, now: Interval) -> bool:
    assert expression.amount is not None
    # "Two years after the war" may be counted from any day on which it raged.
    return fits(expression.amount, Interval(event.begin.earliest, event.last_day), now)
