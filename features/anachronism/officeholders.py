"""Office-holders presented as in office when they were not.

A finding needs the person's name with the title, as one phrase; a table that knows when the person
held an office which answers to that title, and that the person did not hold it then; and a clause
that tells of the present. All else is left alone: an honorific kept after the term, history told
in the past, what a speaker says, what the author marks ("former", "then", "acting", "elect").
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.events import latest_surprise
from credscore.features.anachronism.knowledge import Term, fold, name_tokens, terms
from credscore.features.anachronism.now import document_now
from credscore.features.anachronism.titles import Office, nations, same_word, title_words
from credscore.lexicon import read_entries

RULES = {
    "office-holder-after-term": "Someone given as in office who had left it by then.",
    "office-holder-before-term": "Someone given an office that he or she came to only later.",
}

_PACKAGE = "credscore.features.anachronism"
_CONFIDENT = 0.9
_GRACE = timedelta(days=14)
_AHEAD = timedelta(days=120)
_LONGEST_TITLE = 9
_TABLES_BEGIN = date(2002, 1, 1)
"""The terms before this day were not recorded well enough to say that somebody held no office."""


@cache
def _words(*labels: str) -> frozenset[str]:
    """The words of ``office_words.txt`` under any of ``labels``."""
    return frozenset(
        word for word, label in read_entries(_PACKAGE, "office_words.txt") if label in labels
    )


class Person(NamedTuple):
    """Who goes by one name: the words of the name, and the terms with their offices."""

    name: str
    words: frozenset[str]
    first: str
    last: str
    terms: tuple[tuple[Term, Office], ...]


@dataclass(frozen=True, slots=True)
class Titled:
    """A person named with a title: word positions of the whole phrase and of the name.

    ``terms`` are those whose office answers to the title.
    """

    person: Person
    first: int
    name: int
    last: int
    terms: tuple[Term, ...]
    in_full: bool


def officeholders(doc: Document) -> list[Passage]:
    """Office-holders presented as in office when they were not, in text order."""
    return doc.once(_find)


def _find(doc: Document) -> list[Passage]:
    found: list[Passage] = []
    named = list(_titled(doc))
    if not named:
        return found
    written = _when_written(doc)
    for titled in named:
        passage = _judge(doc, titled, written)
        if passage is not None:
            found.append(passage)
    return found


class _Written(NamedTuple):
    """The earliest and latest day on which the document may have been written, and why."""

    earliest: date | None
    latest: date | None
    reason: str
    related: tuple[Span, ...]


def _when_written(doc: Document) -> _Written:
    now = document_now(doc)
    if now.interval is not None and now.confidence >= _CONFIDENT:
        return _Written(*now.interval, "the text is dated", ())
    event = latest_surprise(doc)
    if event is not None:
        related = (Span(event.start, event.end),)
        return _Written(event.event.begin.latest, None, event.event.name, related)
    return _Written(None, None, "", ())


# -- who is named with which title -----------------------------------------------------------


@cache
def people(last: str) -> tuple[Person, ...]:
    """All people of the tables whose name ends in ``last``."""
    by_first: dict[str, list[Term]] = {}
    for term in terms().of(last):
        by_first.setdefault(name_tokens(term.person)[0], []).append(term)
    return tuple(
        Person(
            held[-1].person,
            frozenset(token for term in held for token in name_tokens(term.person)),
            first,
            last,
            tuple((term, Office.of(term)) for term in held),
        )
        for first, held in by_first.items()
    )


def _titled(doc: Document) -> Iterator[Titled]:
    words = doc.words
    heads = sorted(
        place for head in title_words("head") & words.index.keys() for place in words.index[head]
    )
    if not heads:
        return
    last_names = terms().last_names
    for form in last_names.keys() & words.index.keys():
        for place in words.index[form]:
            near = bisect_left(heads, place - _LONGEST_TITLE)
            if (
                near < len(heads)
                and heads[near] < place
                and doc.content[words.starts[place]].isupper()
            ):
                yield from _read(doc, place, last_names[form])


def _read(doc: Document, place: int, last: str) -> Iterator[Titled]:
    """The people whom the name that ends at ``place`` may mean, with the title before it."""
    for person in people(last):
        start = place
        while start and _joined(doc, start) and _is_part_of(person, doc, start - 1):
            start -= 1
        in_full = person.first == person.last or any(
            fold(doc.words.lower[at]) == person.first for at in range(start, place)
        )
        if not in_full:
            continue
        title = _title_before(doc, start, person)
        if title is None:
            continue
        first, said = title
        fitting = tuple(term for term, office in person.terms if office.answers_to(said))
        if fitting:
            yield Titled(person, first, start, place + 1, fitting, in_full)


def _is_part_of(person: Person, doc: Document, place: int) -> bool:
    word = fold(doc.words.lower[place])
    capital = doc.content[doc.words.starts[place]].isupper()
    return (word in person.words and (capital or len(word) < 4)) or (capital and len(word) == 1)


def _joined(doc: Document, place: int) -> bool:
    """Whether the word at ``place`` and the one before it may be of one name or title."""
    gap = doc.content[doc.words.ends[place - 1] : doc.words.starts[place]]
    if gap in (" ", "-", "\u2011"):
        return True
    return gap in (". ", ".") and doc.words.ends[place - 1] - doc.words.starts[place - 1] < 4


def _title_before(doc: Document, name: int, person: Person) -> tuple[int, frozenset[str]] | None:
    """The title that ends where the name begins: its first position and its words."""
    lower = doc.words.lower
    names = nations()
    said: set[str] = set()
    first = place = name
    while place and name - place < _LONGEST_TITLE and _joined(doc, place):
        word = same_word(fold(lower[place - 1]).removesuffix("'s"))
        if word in ("of", "for", "the", "and", "to", "at", "large"):
            place -= 1
            continue
        if not (
            word in title_words("head")
            or word in names
            or any(word in o.words for _, o in person.terms)
        ):
            break
        said.add(word)
        place -= 1
        first = place
    if not said & title_words("head") or not _may_start_here(doc, first):
        return None
    return first, frozenset(said)


def _may_start_here(doc: Document, first: int) -> bool:
    """Whether nothing before the title belongs to it: no "Senate" before "President"."""
    if not first or not _joined(doc, first):
        return True
    before = doc.words.lower[first - 1]
    return before in _words("before-title", "past", "future")


# -- whether that can be ---------------------------------------------------------------------


def _judge(doc: Document, titled: Titled, written: _Written) -> Passage | None:
    held = titled.terms
    if written.earliest is None or doc.in_quotation(doc.words.starts[titled.name]):
        return None
    if any(term.start.earliest <= written.earliest and term.end is None for term in held):
        return None
    start, end = doc.words.starts[titled.first], doc.words.ends[titled.last - 1]
    ends = [term.end.latest for term in held if term.end is not None]
    known = min(term.known for term in held)
    if ends and max(ends) + _GRACE < written.earliest <= known:
        if not _told_as_present(doc, titled, max(ends)):
            return None
        last = max(held, key=lambda term: term.end.latest if term.end else date.min)
        assert last.end is not None
        message = (
            f"{titled.person.name} left the office ({last.office}) on or before "
            f"{last.end.words}; {_dated(written)}."
        )
        return Passage(start, end, "office-holder-after-term", message, written.related)
    first = min(held, key=lambda term: term.start.earliest)
    if (
        written.latest is not None
        and _TABLES_BEGIN < written.latest < first.start.earliest - _AHEAD
    ):
        if not _told_as_fact(doc, titled):
            return None
        message = (
            f"{titled.person.name} came to the office ({first.office}) on {first.start.words}; "
            f"{_dated(written)}."
        )
        return Passage(start, end, "office-holder-before-term", message, written.related)
    return None


def _dated(written: _Written) -> str:
    if written.latest is None:
        return f"yet the text knows of {written.reason}, {written.earliest:%B %Y}"
    return f"{written.reason} {written.earliest:%-d %B %Y}" if written.earliest else ""


def _marked(doc: Document, titled: Titled, marks: frozenset[str]) -> bool:
    lower = doc.words.lower
    return any(word in marks for word in lower[max(titled.first - 3, 0) : titled.first])


def _told_as_fact(doc: Document, titled: Titled) -> bool:
    before = doc.words.lower[titled.first - 1] if titled.first else ""
    return before not in _words("idea") and not _marked(doc, titled, _words("past", "future"))


def _told_as_present(doc: Document, titled: Titled, left: date) -> bool:
    """Whether the clause tells of the present, and nothing near it of the past."""
    if _marked(doc, titled, _words("past")) or _known_as_former(doc, titled.person):
        return False
    if _speaks_of_a_year_until(doc, titled, left.year):
        return False
    lower, content = doc.words.lower, doc.content
    before = lower[max(titled.first - 2, 0) : titled.first]
    if before == ["according", "to"] or (before and before[-1] in ("said", "says")):
        return True
    if before and before[-1] in _words("object"):
        # The verb that follows is somebody else's.
        return False
    place = titled.last
    if place >= len(lower):
        return False
    gap = content[doc.words.ends[place - 1] : doc.words.starts[place]]
    if gap == ", ":
        return _present_behind_comma(doc, place)
    if gap != " ":
        return False
    while lower[place] in _words("skipped") and place + 1 < len(lower) and place - titled.last < 3:
        place += 1
    return lower[place] in _words("now", "saying")


def _present_behind_comma(doc: Document, place: int) -> bool:
    """Whether ", who is ..." or ", speaking ..., said" follows; ``place`` is behind the comma."""
    lower = doc.words.lower
    if lower[place] == "who":
        if lower[place + 1 : place + 2] and lower[place + 1] in _words("now"):
            return True
    elif not lower[place].endswith("ing"):
        return False
    for at in range(place + 1, min(place + 25, len(lower))):
        gap = doc.content[doc.words.ends[at - 1] : doc.words.starts[at]]
        if gap[:1] in (".", "!", "?", ";") or "\n" in gap:
            return False
        if gap == ", ":
            return lower[at] in _words("now", "saying")
    return False


def _known_as_former(doc: Document, person: Person) -> bool:
    """Whether the text elsewhere says that this person no longer holds the office."""
    lower = doc.words.lower
    return any(
        not _words("past").isdisjoint(lower[max(place - 6, 0) : place])
        for place in doc.words.index.get(person.last, ())
        if doc.content[doc.words.starts[place]].isupper()
    )


def _speaks_of_a_year_until(doc: Document, titled: Titled, year: int) -> bool:
    """Whether the paragraph, or the sentence before, names a year up to ``year``."""
    words = doc.words
    offset = words.starts[titled.first]
    paragraph = next((b for b in doc.paragraphs if b.start <= offset < b.end), None)
    if paragraph is None:
        return True
    first = bisect_left(words.starts, paragraph.start)
    last = bisect_right(words.starts, paragraph.end)
    return any(
        word.isdecimal() and len(word) == 4 and 1800 <= int(word) <= year
        for word in words.lower[first:last]
    )
