"""Words of the present for things that lie years away: "last month" for an event of 2016."""

from bisect import bisect_left
from datetime import timedelta
from itertools import pairwise

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.clauses import is_past_verb, quote
from credscore.features.anachronism.elapsed import has_year
from credscore.features.anachronism.event_checks import BEGIN_VERBS
from credscore.features.anachronism.events import EventMention, events
from credscore.features.anachronism.now import sure_now
from credscore.features.anachronism.reader import by_sentence, times
from credscore.features.anachronism.times import Interval, TimeExpression, day_in_words

RULES = {
    "stale-recency": "“Last month” or “recently” for something that lies years away.",
}

# "This year" said in January of what happened in December is no slip.
_GRACE = timedelta(days=75)
_GRACE_DAYS = timedelta(days=3)
_GRACE_WEEKS = timedelta(days=12)
_GRACE_MONTH = timedelta(days=25)
_RECENT = timedelta(days=900)
_RECENT_WORDS = ("recently", "lately")
_FARTHEST = 5
_FARTHEST_DATE = 9


def stale_recency(doc: Document) -> list[Passage]:
    """Times counted from now, attached to what the text or a table dates far from them."""
    now = sure_now(doc)
    if now is None:
        return []
    return _beside_a_date(doc, now) + _beside_an_event(doc, now)


def _meant(expression: TimeExpression, now: Interval) -> Interval | None:
    """The days that "last month", "this year" or "recently" can mean, with the slack of speech."""
    if expression.kind != "relative" or expression.anchor != "now" or expression.in_quotation:
        return None
    if expression.relation == "recent":
        return Interval(now.begin - _RECENT, now.end)
    if expression.calendar is not None and expression.calendar.month is not None:
        return None
    if not expression.relation.startswith(("last", "this", "yesterday", "today")):
        return None
    interval = expression.interval
    grace = {"day": _GRACE_DAYS, "week": _GRACE_WEEKS, "month": _GRACE_MONTH}.get(
        expression.granularity, _GRACE
    )
    return Interval(interval.begin - grace, interval.end + grace) if interval else None


def _beside_a_date(doc: Document, now: Interval) -> list[Passage]:
    """A time counted from now in apposition to a date: "earlier this year, in May 2016"."""
    passages = []
    for expressions in by_sentence(doc):
        for one, other in pairwise(expressions):
            relative, dated = (one, other) if has_year(other) else (other, one)
            meant = _meant(relative, now)
            if meant is None or not has_year(dated) or dated.interval is None:
                continue
            if meant.meets(dated.interval) or dated.relation not in ("in", "on"):
                continue
            if not (_is_apposed(doc, one, other) or _recently_then(doc, relative, dated)):
                continue
            message = (
                f"Seen from {day_in_words(now.begin)}, “{quote(doc, relative)}” is not "
                f"{quote(doc, dated)}."
            )
            related = (Span(dated.start, dated.end),)
            passages.append(
                Passage(relative.start, relative.end, "stale-recency", message, related)
            )
    return passages


def _is_apposed(doc: Document, one: TimeExpression, other: TimeExpression) -> bool:
    between = doc.words.lower[one.last : other.first]
    return between in ([], ["in"], ["on"], ["in", "the"]) and (
        "," in doc.prose[one.end : other.start]
    )


def _recently_then(doc: Document, relative: TimeExpression, dated: TimeExpression) -> bool:
    """Whether a date is set behind what "recently" tells: "recently rose, in June 2017"."""
    if relative.relation != "recent" or doc.words.lower[relative.first] not in _RECENT_WORDS:
        return False
    between = doc.words.lower[relative.last : dated.first - 1]
    text = doc.prose[relative.end : doc.words.starts[dated.first - 1]]
    if dated.first < relative.last or not 1 <= len(between) <= _FARTHEST_DATE:
        return False
    is_one_clause = text.count(",") == 1 and text.rstrip().endswith(",")
    if any(mark in text for mark in ".;:()–—\n") or not is_one_clause:
        return False
    return not {"who", "which", "that", "first", "since", "after"} & set(between)


def _beside_an_event(doc: Document, now: Interval) -> list[Passage]:
    """A public event told as of "last month": "the town was annexed last month"."""
    mentions = events(doc)
    if not mentions:
        return []
    passages = []
    expressions = times(doc)
    firsts = [expression.first for expression in expressions]
    for mention in mentions:
        place = bisect_left(firsts, mention.last)
        if place == len(firsts) or doc.in_quotation(mention.start):
            continue
        relative = expressions[place]
        meant = _meant(relative, now)
        if meant is None or not _is_told_of(doc, mention, relative):
            continue
        if any(
            meant.begin <= event.last_day and event.begin.earliest <= meant.end
            for event in mention.readings
        ):
            continue
        event = mention.readings[-1]
        message = (
            f"Seen from {day_in_words(now.begin)}, “{quote(doc, relative)}” is not "
            f"{event.begin.words}, when {event.name} began."
        )
        related = (Span(mention.start, mention.end),)
        passages.append(Passage(relative.start, relative.end, "stale-recency", message, related))
    return passages


def _is_told_of(doc: Document, mention: EventMention, relative: TimeExpression) -> bool:
    """Whether the time stands right behind the event, or behind its verb."""
    if relative.first - mention.last > _FARTHEST:
        return False
    text = doc.prose[mention.end : relative.start]
    told = doc.words.lower[mention.first : relative.first]
    between = doc.words.lower[mention.last : relative.first]
    if between[:1] in (["which"], ["that"]) and text.startswith((", ", " ")):
        # "Hurricane Katrina, which struck last year".
        return len(between) == 2 and between[1] in BEGIN_VERBS and text.count(",") <= 1
    if not between and text == " ":
        # "The Brexit referendum last year divided ...".
        lead = doc.words.lower[doc.sentences[relative.sentence].first_word : mention.first]
        return lead in ([], ["the"]) and is_past_verb(
            doc.words.lower[relative.last] if relative.last < len(doc.words) else ""
        )
    return not BEGIN_VERBS.isdisjoint(told) and not any(mark in text for mark in ",.;:()–—\n")
