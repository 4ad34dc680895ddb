"""Office-holders presented as in office when they were not.

A finding needs the person's name with the title, as one phrase; a table that knows when the person
held an office which answers to that title, and that the person did not hold it then; and a clause
that tells of the present. All else is left alone: an honorific kept after the term, history told
in the past, what a speaker says, what the author marks ("former", "then", "acting", "elect").
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.clauses import is_past_verb
from credscore.features.anachronism.knowledge import Term, terms
from credscore.features.anachronism.naming import Person, Titled, office_words, titled_people
from credscore.features.anachronism.times import TimeExpression
from credscore.features.anachronism.written import Written, times_of_sentence, when_written

RULES = {
    "office-holder-after-term": "Someone given as in office who had left it by then.",
    "office-holder-before-term": "Someone given an office that he or she came to only later.",
}

_GRACE = timedelta(days=14)
_AHEAD = timedelta(days=120)
_NEAR = 10
_TABLES_BEGIN = date(2002, 1, 1)
"""The terms before this day were not recorded well enough to say that somebody held no office."""

_IN_BRACKETS = re.compile(r" ?\([^)]*\) ?")


def officeholders(doc: Document) -> list[Passage]:
    """Office-holders presented as in office when they were not, in text order."""
    return doc.once(_find)


def _find(doc: Document) -> list[Passage]:
    named = titled_people(doc)
    if not named:
        return []
    written = when_written(doc)
    passages = [
        passage
        for titled in named
        if not doc.in_quotation(doc.words.starts[titled.name])
        and (passage := _judge(doc, titled, written)) is not None
    ]
    return list(dict.fromkeys(passages))


def _judge(doc: Document, titled: Titled, written: Written | None) -> Passage | None:
    """The finding about one person named with a title, if there is one."""
    told = _own_date(doc, titled, written) or written
    if told is None or _may_have_held(titled.terms, told):
        return None
    start, end = doc.words.starts[titled.first], doc.words.ends[titled.last - 1]
    over = [t for t in titled.terms if t.end and t.end.latest + _GRACE < told.earliest <= t.known]
    last = max(over, key=lambda term: term.end.latest if term.end else date.max, default=None)
    if last is not None and last.end is not None:
        if not _told_as_present(doc, titled, last.end.latest, told is not written):
            return None
        message = f"{_held(last)} until {last.end.words}; {told.reason}."
        return Passage(start, end, "office-holder-after-term", message, told.related)
    first = min(titled.terms, key=lambda term: term.start.earliest)
    if (
        told is written
        and told.latest is not None
        and _TABLES_BEGIN < told.latest < first.start.earliest - _AHEAD
        and titled.in_full
        and _told_as_fact(doc, titled)
    ):
        message = f"{_held(first)} only from {first.start.words}; {told.reason}."
        return Passage(start, end, "office-holder-before-term", message, told.related)
    return None


def _may_have_held(held: tuple[Term, ...], told: Written) -> bool:
    """Whether one of the terms covers the time, or is open and so may."""
    return any(
        (term.end is None and term.start.earliest <= (told.latest or date.max))
        or (
            term.end is not None
            and term.start.earliest - _AHEAD <= (told.latest or told.earliest)
            and told.earliest <= term.end.latest + _GRACE
        )
        for term in held
    )


def _held(term: Term) -> str:
    office = _IN_BRACKETS.sub(" ", term.office).strip()
    return f"{term.person} was {office}"


def _own_date(doc: Document, titled: Titled, written: Written | None) -> Written | None:
    """The one date, with its year, that the sentence sets before the person.

    A date after the text was written is a plan, or the page's own.
    """
    place = titled.first
    dates = [
        dated
        for dated in _times_before(doc, place)
        if dated.kind == "date" and dated.calendar and dated.calendar.year and dated.interval
        if dated.relation in ("in", "on")
    ]
    if len(dates) != 1 or dates[0].interval is None:
        return None
    dated, interval = dates[0], dates[0].interval
    if written and written.latest and written.latest < interval.begin:
        return None
    said = doc.content[dated.start : dated.end]
    return Written(
        interval.begin,
        interval.end,
        f"the sentence speaks of “{said}”",
        (Span(dated.start, dated.end),),
    )


def _times_before(doc: Document, place: int) -> Sequence[TimeExpression]:
    """The expressions of time of the sentence that end within a few words before ``place``."""
    expressions = times_of_sentence(doc, place)
    low = bisect_left(expressions, place - _NEAR, key=_last_of)
    return expressions[low : bisect_right(expressions, place, key=_last_of)]


def _last_of(expression: TimeExpression) -> int:
    return expression.last


# -- how it is told --------------------------------------------------------------------------


def _told_as_fact(doc: Document, titled: Titled) -> bool:
    """Whether the title is given as held, not as an idea, a hope or a memory."""
    lower = doc.words.lower
    before = lower[max(titled.first - 3, 0) : titled.first]
    if before and before[-1] in office_words("idea"):
        return False
    return office_words("past", "future").isdisjoint(before)


def _told_as_present(doc: Document, titled: Titled, left: date, dated: bool) -> bool:
    """Whether the clause tells of the present, and nothing near it of the past."""
    lower = doc.words.lower
    before = lower[max(titled.first - 3, 0) : titled.first]
    if not office_words("past").isdisjoint(before) or _known_as_former(doc, titled.person):
        return False
    if not dated and _speaks_of_a_year_until(doc, titled, left.year):
        return False
    if titled.apposed and before[-1:] == ["as"]:
        # "As governor, Kaine declared" tells of his term.
        return False
    if before[-2:] == ["according", "to"] or before[-1:] in (["said"], ["says"]):
        return True
    if before[-1:] in (["by"], ["with"], ["to"]) and _told_of_these_days(doc, titled):
        return True
    if before and before[-1] in office_words("object"):
        # The verb that follows is somebody else's.
        return False
    return _has_a_verb_of_the_present(doc, titled)


def _tells_of_now(lower: list[str], place: int) -> bool:
    """Whether the verb at ``place`` says what somebody does or says at the time of writing."""
    if lower[place] == "is":
        # What somebody is, the dead are as well; what somebody is doing, only the living.
        behind = lower[place + 1] if place + 1 < len(lower) else ""
        if behind in ("to", "due", "likely"):
            # "Is to meet" is told of the living; "is to be remembered" is not.
            return lower[place + 2 : place + 3] != ["be"]
        return (
            behind.endswith("ing")
            or is_past_verb(behind)
            or (
                lower[place + 1 : place + 3]
                in (["in", "talks"], ["on", "track"], ["under", "fire"])
            )
        )
    return lower[place] in office_words("now", "saying")


def _told_of_these_days(doc: Document, titled: Titled) -> bool:
    """Whether the sentence has a time that is counted from the day of writing."""
    return titled.in_full and any(
        time.anchor == "now" and time.kind in ("date", "relative")
        for time in times_of_sentence(doc, titled.first)
    )


def _has_a_verb_of_the_present(doc: Document, titled: Titled) -> bool:
    """Whether the words behind the name say what the person does, or says, these days."""
    lower, place = doc.words.lower, titled.last
    last = min(place + 3, len(lower) - 1)
    if place >= len(lower):
        return False
    if _gap(doc, place) == ", ":
        return _tells_of_now(lower, place) or _present_behind_comma(doc, place)
    if _gap(doc, place) != " ":
        return False
    while lower[place] in office_words("skipped") and place < last:
        place += 1
    verb = lower[place]
    if _tells_of_now(lower, place):
        return True
    # A deed in the past is told of those who hold an office no more as well: in the United
    # States under their title, elsewhere seldom.
    abroad = titled.in_full and all(term.country != "us" for term in titled.terms)
    deed = is_past_verb(verb) and verb not in office_words("fate")
    return deed and (abroad or _told_of_these_days(doc, titled))


def _gap(doc: Document, place: int) -> str:
    return doc.content[doc.words.ends[place - 1] : doc.words.starts[place]]


def _present_behind_comma(doc: Document, place: int) -> bool:
    """Whether ", who is ..." or ", speaking ..., said" follows; ``place`` is behind the comma."""
    lower = doc.words.lower
    if lower[place] == "who":
        if place + 1 < len(lower) and _tells_of_now(lower, place + 1):
            return True
    elif not lower[place].endswith("ing"):
        return False
    for at in range(place + 1, min(place + 25, len(lower))):
        gap = _gap(doc, at)
        if gap[:1] in (".", "!", "?", ";") or "\n" in gap:
            return False
        if gap == ", " and _tells_of_now(lower, at):
            return True
    return False


def _known_as_former(doc: Document, person: Person) -> bool:
    """Whether the text elsewhere says that this person no longer holds the office."""
    return person.last in doc.once(_former_names)


def _former_names(doc: Document) -> frozenset[str]:
    """The last names that follow, within a few words, on "former" and the like."""
    words = doc.words
    last_names = terms().last_names
    return frozenset(
        last_names.get(name := words.lower[place].removesuffix("'s"), name)
        for mark in office_words("past") & words.index.keys()
        for marked in words.index[mark]
        for place in range(marked + 1, min(marked + 7, len(words)))
        if doc.content[words.starts[place]].isupper()
    )


def _speaks_of_a_year_until(doc: Document, titled: Titled, year: int) -> bool:
    """Whether the paragraph names a year up to ``year``: then it may tell history."""
    starts, years = doc.once(_earliest_years)
    place = bisect_right(starts, doc.words.starts[titled.first]) - 1
    return place < 0 or years[place] <= year


def _earliest_years(doc: Document) -> tuple[list[int], list[int]]:
    """The starts of the paragraphs, and the earliest year that each names (9999 if none)."""
    starts = [paragraph.start for paragraph in doc.paragraphs]
    years = [9999] * len(starts)
    for word, places in doc.words.index.items():
        if len(word) == 4 and word.isdecimal() and "1800" <= word <= "2100":
            for place in places:
                paragraph = bisect_right(starts, doc.words.starts[place]) - 1
                years[paragraph] = min(years[paragraph], int(word))
    return starts, years
