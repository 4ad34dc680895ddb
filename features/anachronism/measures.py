"""The family's measures: conflicts by how sure they are, their share, and what can be checked."""

from credscore.document import Document
from credscore.feature import Finding, Passage
from credscore.features.anachronism.checks import conflicts
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import TimeExpression
from credscore.wording import counted, part

_MOST_CONFLICTS = 5


def is_checkable(expression: TimeExpression) -> bool:
    """Whether a reader could hold the expression against a calendar or another date."""
    calendar = expression.calendar
    if expression.kind == "date":
        return calendar is not None and (calendar.year is not None or calendar.day is not None)
    if expression.kind == "relative":
        return expression.relation in ("ago", "since", "later", "after", "before")
    return expression.kind in ("span", "anniversary", "age", "ordinal")


def certain_conflicts(doc: Document) -> Finding:
    """Times that cannot be true together, by sums that leave nothing to interpret.

    What it measures:
        The number of dates, weekdays, ages and lengths of time that contradict the calendar, the
        date of the text or one another; at most 5 are counted.

    Why it matters:
        A reporter who was there knows the day. Rewritten and generated pages set dates beside one
        another that no calendar allows, and nobody reads them before they go out.

    Example:
        "On Saturday, 14 July 2019" (it was a Sunday); "in August 2022, some two years ago" in a
        text of April 2023; a breach "detected in December 2022" reported in September 2022.

    Left alone:
        What a quoted speaker says, dates whose year would be a guess, rounded lengths ("nearly
        four decades" for 38 years), and all that hangs on the text's own date where that is
        unknown.
    """
    return _counted(
        conflicts(doc).certain,
        "impossible date or contradiction between times",
        "impossible dates or contradictions between times",
    )


def likely_conflicts(doc: Document) -> Finding:
    """Times that contradict one another if the text means the same event or person twice.

    What it measures:
        The number of beginnings, ages and anniversaries that contradict another passage about
        what bears the same name; at most 5 are counted.

    Why it matters:
        Pages stitched from several sources, or spun out by a language model, forget what they
        said above: a battle begins in 2014, in 2018 and in 2020.

    Example:
        "The Harbour Strike has been going on since 2018" and "... since April 2014".

    Left alone:
        Names that may mean two things, beginnings less than nine months apart, quotations.
    """
    return _counted(
        conflicts(doc).likely,
        "time that seems to contradict another passage",
        "times that seem to contradict another passage",
    )


def _counted(passages: tuple[Passage, ...], one: str, many: str) -> Finding:
    count = len(passages)
    return Finding(min(count, _MOST_CONFLICTS), counted(count, one, many), passages)


def conflicting_share(doc: Document) -> Finding:
    """Of the times that can be checked, the share that is in conflict.

    What it measures:
        Conflicts of either kind, divided by the dates, ages, anniversaries and lengths of time
        that a reader could hold against a calendar or another date.

    Why it matters:
        One slip among forty dates is a slip; two among four is how the page was made.

    Example:
        A text with five dates, two of which fall on the wrong weekday: 0.4.

    Left alone:
        Texts without a time that could be checked have no share.
    """
    checkable = sum(map(is_checkable, times(doc)))
    found = conflicts(doc)
    count = len(found.certain) + len(found.likely)
    if not checkable:
        return Finding(None, "no time in the text could be checked")
    whole = max(checkable, count)
    return Finding(count / whole, part(count, whole, "checkable times", "conflicts", "conflict"))


def checkable_times(doc: Document) -> Finding:
    """Dates, ages and lengths of time that a reader could check.

    What it measures:
        Dates with a day or a year, spans, ages, anniversaries and lengths counted from a date, per
        1,000 words; at most 40.

    Why it matters:
        A report says when. Pages written from nothing stay in "recent months".

    Example:
        "On 2 May 2023", "aged 54", "between 2010 and 2015".

    Left alone:
        Vague times: "recently", "in recent years", "these days".
    """
    count = sum(map(is_checkable, times(doc)))
    rate = min(doc.per_thousand_words(count, is_common=True), 40.0)
    what = "date, age or length of time", "dates, ages or lengths of time"
    return Finding(rate, f"{counted(count, *what)} that a reader could check")
