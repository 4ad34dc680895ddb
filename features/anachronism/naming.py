"""Who is named with which title: "Education Secretary X", "X, the education secretary", "Mr X".

People are those of the tables; a name is read where its last word stands, so that the cost is that
of the known names in a text.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from credscore.document import Document
from credscore.features.anachronism.knowledge import SUFFIXES, Term, fold, name_tokens, terms
from credscore.features.anachronism.titles import Office, nations, same_word, title_words
from credscore.lexicon import read_entries

_PACKAGE = "credscore.features.anachronism"
_LONGEST_TITLE = 9
_LONGEST_NAME = 12
_ABBREVIATED = frozenset(
    {"gov", "sec", "sen", "rep", "gen", "pres", "amb", "lt", "dr", "mr", "mrs", "ms", "st"}
)


class Person(NamedTuple):
    """Who goes by one name.

    Attributes:
        name: The name as the table has it.
        words: The words of the name in all its forms.
        first: The first of them.
        last: The last.
        terms: The terms of office, each with the words of the office.
        vocabulary: All words of the offices.
    """

    name: str
    words: frozenset[str]
    first: str
    last: str
    terms: tuple[tuple[Term, Office], ...]
    vocabulary: frozenset[str]


class Namesakes(NamedTuple):
    """All people whose name ends in one word, and the words that may stand before it."""

    people: tuple[Person, ...]
    words: frozenset[str]


class Titled(NamedTuple):
    """A person named with a title.

    Attributes:
        person: Who is named.
        terms: The person's terms in offices that answer to the title.
        first: Position of the first word of title and name.
        name: Position of the first word of the name.
        last: Position behind the last word of title and name.
        in_full: Whether the name is given with a first name.
        apposed: Whether title and name are parted by a comma.
    """

    person: Person
    terms: tuple[Term, ...]
    first: int
    name: int
    last: int
    in_full: bool
    apposed: bool


@cache
def office_words(*labels: str) -> frozenset[str]:
    """The words of ``office_words.txt`` under any of ``labels``."""
    return frozenset(
        word for word, label in read_entries(_PACKAGE, "office_words.txt") if label in labels
    )


@cache
def namesakes(last: str) -> Namesakes:
    """All people of the tables whose name ends in ``last``."""
    by_first: dict[str, list[Term]] = {}
    for term in terms().of(last):
        by_first.setdefault(name_tokens(term.person)[0], []).append(term)
    people = tuple(_person(first, last, held) for first, held in by_first.items())
    return Namesakes(people, frozenset(word for person in people for word in person.words))


def _person(first: str, last: str, held: list[Term]) -> Person:
    offices = [Office.of(term) for term in held]
    return Person(
        held[-1].person,
        frozenset(token for term in held for token in name_tokens(term.person)),
        first,
        last,
        tuple(zip(held, offices, strict=True)),
        frozenset(word for office in offices for word in office.words),
    )


def titled_people(doc: Document) -> list[Titled]:
    """The people of the tables whom the running text names with a title, in order."""
    words = doc.words
    index = words.index
    heads = sorted(place for head in title_words("head") & index.keys() for place in index[head])
    if not heads:
        return []
    last_names = terms().last_names
    found: list[Titled] = []
    for form in last_names.keys() & index.keys():
        for place in index[form]:
            near = bisect_left(heads, place - _LONGEST_TITLE)
            if near < len(heads) and heads[near] <= place + _LONGEST_TITLE:
                found += _read(doc, place, last_names[form])
    in_full = {titled.person for titled in found if titled.in_full}
    in_full |= {t.person for t in found if not t.in_full and _is_named_in_full(doc, t.person)}
    return sorted(
        (titled for titled in found if titled.in_full or titled.person in in_full),
        key=lambda titled: titled.first,
    )


def _is_named_in_full(doc: Document, person: Person) -> bool:
    """Whether the text names the person without a title: "Imran Khan ... Prime Minister Khan"."""
    lower = doc.words.lower
    return any(
        place and fold(lower[place - 1]) == person.first and _joined(doc, place)
        for place in doc.words.index.get(person.last, ())
    )


def _read(doc: Document, place: int, last: str) -> Iterator[Titled]:
    """The people whom the name that ends at ``place`` may mean, where a title goes with it."""
    before = doc.words.lower[place - 1] if place else ""
    known = namesakes(last)
    if (
        not (len(before) == 1 or before in title_words("head") or fold(before) in known.words)
        and len(known.words) > 1
    ):
        return
    if not _is_capital(doc, place):
        return
    for person in known.people:
        start = place
        while (
            start
            and place - start < _LONGEST_NAME
            and _joined(doc, start)
            and _is_part_of(person, doc, start - 1)
        ):
            start -= 1
        in_full = person.first == person.last or any(
            fold(doc.words.lower[at]) == person.first for at in range(start, place)
        )
        title = _title_before(doc, start, person)
        if title is not None:
            first, said, apposed = title
            end = _behind_name(doc, place)
        elif in_full:
            after = _title_after(doc, _behind_name(doc, place), person)
            if after is None:
                continue
            first, apposed = start, True
            end, said = after
        else:
            continue
        named = doc.words.index
        fitting = tuple(t for t, office in person.terms if office.answers_to(said, named, in_full))
        if fitting:
            yield Titled(person, fitting, first, start, end, in_full, apposed)


def _behind_name(doc: Document, place: int) -> int:
    """The position behind the name whose last word is at ``place``, with its "Jr." or "II"."""
    at = place + 1
    if at < len(doc.words) and doc.words.lower[at] in SUFFIXES:
        return at + 1
    return at


def _is_capital(doc: Document, place: int) -> bool:
    """Whether a word is written as a name: "Suk-yeol" counts as one word."""
    start = doc.words.starts[place]
    return doc.content[start].isupper() or (start > 0 and doc.content[start - 1] in "-\u2011")


def _is_part_of(person: Person, doc: Document, place: int) -> bool:
    word = fold(doc.words.lower[place])
    if word in person.words:
        return len(word) < 5 or _is_capital(doc, place)
    return len(word) == 1 and _is_capital(doc, place)


def _gap(doc: Document, place: int) -> str:
    """What stands between the word at ``place`` and the one before it."""
    return doc.content[doc.words.ends[place - 1] : doc.words.starts[place]]


def _joined(doc: Document, place: int) -> bool:
    """Whether the word at ``place`` and the one before it may be of one name or title."""
    gap = _gap(doc, place)
    if gap in (" ", "-", "\u2011"):
        return True
    before = doc.words.lower[place - 1]
    return gap in (". ", ".") and (len(before) == 1 or before in _ABBREVIATED)


def _word_of_title(doc: Document, place: int, person: Person) -> str | None:
    """The word at ``place`` if it may belong to a title of ``person``; "" for "of" and the like."""
    word = same_word(fold(doc.words.lower[place]).removesuffix("'s"))
    if word in ("of", "for", "the", "and", "to", "at", "large"):
        return ""
    if word in title_words("head") or word in nations():
        return word
    return word if word in person.vocabulary else None


def _title_before(
    doc: Document, name: int, person: Person
) -> tuple[int, frozenset[str], bool] | None:
    """The title that ends where the name begins: its first position, words, and if apposed."""
    apposed = bool(name) and _gap(doc, name) == ", "
    said: set[str] = set()
    first = place = name
    while place and name - place < _LONGEST_TITLE:
        if not (_joined(doc, place) or (apposed and place == name)):
            break
        word = _word_of_title(doc, place - 1, person)
        if word is None:
            break
        place -= 1
        if word:
            said.add(word)
            first = place
    if said.isdisjoint(title_words("head")) or not _may_start_here(doc, first):
        return None
    if not said.isdisjoint({"king", "queen"}) and first and doc.words.lower[first - 1] == "the":
        # "The Queen Elizabeth" is a ship.
        return None
    return first, frozenset(said), apposed


def _title_after(doc: Document, place: int, person: Person) -> tuple[int, frozenset[str]] | None:
    """The title in apposition behind the name, up to its comma: end position and words."""
    lower = doc.words.lower
    if place >= len(lower) or _gap(doc, place) != ", ":
        return None
    said: set[str] = set()
    for at in range(place, min(place + _LONGEST_TITLE, len(lower))):
        if at > place and not _joined(doc, at):
            if _gap(doc, at) == ", " and not said.isdisjoint(title_words("head")):
                return at, frozenset(said)
            return None
        word = _word_of_title(doc, at, person)
        if word is None:
            return None
        if word:
            said.add(word)
    return None


def _may_start_here(doc: Document, first: int) -> bool:
    """Whether nothing before the title belongs to it: no "Senate" before "President"."""
    if not first or not _joined(doc, first):
        return True
    return doc.words.lower[first - 1] in office_words("before-title", "past", "future")
