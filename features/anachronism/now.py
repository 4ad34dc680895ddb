"""The document's now: when it was written, as far as that can be told.

The day of publication where it is given; else a byline or dateline with a full date; else, with
less confidence, what the text says of its own time. Nothing is an answer too.
"""

from datetime import date, timedelta

from credscore.document import Document
from credscore.features.anachronism.resolve import resolve
from credscore.features.anachronism.scan import line_times, read_raw
from credscore.features.anachronism.times import Interval, Now

UNKNOWN = Now(None, None, 0.0)
# That of a dateline.
_SURE = 0.9

_BYLINE_WORDS = frozenset(
    str.split("posted published updated modified last first written by on date at the staff am pm")
)
# A day of publication outside them is a slip of the page, and tells nothing.
_YEARS_OF_PRINT = range(1600, 2200)
_FARTHEST_BYLINE = 1500
_WIDEST_BYLINES = timedelta(days=45)
_DATELINE_WORDS = 8


def document_now(doc: Document) -> Now:
    """When ``doc`` was written, read once; ``UNKNOWN`` where nothing tells.

    Confidence is 1 for a given day of publication, 0.95 for bylines that agree, 0.9 for a dateline
    and 0.6 for what the text says of its own time ("as of May 2021").
    """
    return doc.once(_read_now)


def sure_now(doc: Document) -> Interval | None:
    """When ``doc`` was written, where that is sure enough to hold its times against it."""
    now = document_now(doc)
    return now.interval if now.confidence >= _SURE else None


def _read_now(doc: Document) -> Now:
    if doc.published is not None and doc.published.year in _YEARS_OF_PRINT:
        return Now(Interval(doc.published, doc.published), "published", 1.0)
    return _from_bylines(doc) or _from_dateline(doc) or _from_text(doc) or UNKNOWN


def _from_bylines(doc: Document) -> Now | None:
    """Lines near the head that say little more than a full date."""
    days: list[date] = []
    for line in line_times(doc):
        if line.line_start > _FARTHEST_BYLINE:
            break
        calendar = line.raw.calendar
        if line.raw.kind != "date" or calendar is None or not (calendar.year and calendar.day):
            continue
        opens_as_byline = bool(line.label) and line.label[0] in _BYLINE_WORDS
        if not opens_as_byline and not _BYLINE_WORDS.issuperset(line.label):
            continue
        if not opens_as_byline and line.line_end - line.end > 40:
            # "March 3, 2020: the day on which the lights went out" is a headline.
            continue
        interval = resolve(line.raw, None)
        if interval:
            days.append(interval.begin)
    if not days or max(days) - min(days) > _WIDEST_BYLINES:
        return None
    return Now(Interval(min(days), max(days)), "dateline", 0.95)


def _from_dateline(doc: Document) -> Now | None:
    """A full date in the dateline that opens the text: "LONDON, 3 March 2020 (Agency) -"."""
    for raw in read_raw(doc)[:1]:
        calendar = raw.calendar
        if raw.first > _DATELINE_WORDS or raw.kind != "date" or calendar is None:
            return None
        if not (calendar.year and calendar.day):
            return None
        before = doc.prose[: doc.words.starts[raw.first]].strip()
        behind = doc.prose[doc.words.ends[raw.last - 1] :][:4]
        if (
            not before
            or before.upper() != before
            or not behind.lstrip(" ,").startswith(("(", "—", "–", "-", "/"))
        ):
            return None
        interval = resolve(raw, None)
        return Now(interval, "dateline", 0.9) if interval else None
    return None


def _from_text(doc: Document) -> Now | None:
    """What the text says of its own time: "as of May 2021", "today, 9 May 2023"."""
    lower = doc.words.lower
    found: list[Interval] = []
    for raw in read_raw(doc):
        if raw.kind != "date" or raw.calendar is None or raw.calendar.year is None:
            continue
        before = lower[max(raw.first - 2, 0) : raw.first]
        if before == ["as", "of"] or before[-1:] == ["today"]:
            interval = resolve(raw, None)
            if interval:
                found.append(interval)
    if not found:
        return None
    begin = max(interval.begin for interval in found)
    end = max(interval.end for interval in found)
    return Now(Interval(begin, end), "text", 0.6)
