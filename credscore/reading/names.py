"""Names: people with their titles, and organisations, as the running text writes them out."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from credscore.lexicon import read_entries

if TYPE_CHECKING:
    from credscore.document import Document

NameKind = Literal["person", "organisation", "place", "other"]


class Name(NamedTuple):
    """A name of two words or more, or of one with a title.

    Attributes:
        first: Position of the first word of the name itself, without a title.
        last: Position behind its last word.
        kind: What bears it.
        title: Position of the first word of the title before a person's name; ``first`` where
            there is none.
        surname: The last word of a person's name in lower case; empty for all else.
    """

    first: int
    last: int
    kind: NameKind
    title: int
    surname: str


class Lists(NamedTuple):
    """The word lists that tell names apart, in lower case."""

    titles: frozenset[str]
    organisations: frozenset[str]
    places: frozenset[str]
    first_names: frozenset[str]


_ABBREVIATIONS = frozenset(
    """mr mrs ms dr sen sens rep reps gov gen col lt sgt capt cmdr prof rev hon st adm maj cpl pvt
    pres jr sr""".split()
)
_NO_SMALL_LETTER = re.compile("[^a-z]")
_PARTICLES = frozenset("de van von der den al bin ibn el la da di du dos y".split())
_LINKS = frozenset("of for at the".split())
_JOINS = _PARTICLES | _LINKS
_MOST_JOINS = 3
_LONGEST_RUN = 12  # words
# Words that open a sentence and belong to no name.
FUNCTION_WORDS = frozenset(
    """a an the this that these those he she it they we you i his her its their our your my and but
    or nor so yet for if when while as because although though since until unless once whether in
    on at by to from with without of about after before during under over between among against
    through into near like what who whom whose which where why how not no yes only even also then
    now here there still just some many most several few all both each every another other such
    however meanwhile moreover instead perhaps maybe according asked speaking former longtime
    yesterday today tonight later earlier first last next one two three four five six seven eight
    nine ten let is are was were do does did has have had would can could should might
    must said says""".split()
)


@cache
def lists() -> Lists:
    """The word lists of this package, read once."""
    package = "credscore.reading"

    def words(name: str) -> frozenset[str]:
        return frozenset(phrase for phrase, _ in read_entries(package, name))

    return Lists(
        titles=words("titles.txt")
        | {noun for noun, kind in read_entries(package, "speaker_nouns.txt") if kind == "role"},
        organisations=words("organisation_words.txt"),
        places=words("places.txt"),
        first_names=words("first_names.txt"),
    )


def read_capitals(doc: "Document") -> list[int]:
    """Positions of the words that begin with a capital; use it as ``doc.once(read_capitals)``."""
    text = doc.prose
    # One pass over the initials: most words begin with a small plain letter.
    initials = "".join(map(text.__getitem__, doc.words.starts))
    rare = [match.start() for match in _NO_SMALL_LETTER.finditer(initials)]
    return [place for place in rare if initials[place].isupper()]


def read_names(doc: "Document") -> tuple[Name, ...]:
    """The names in the running text, in order; use it as ``doc.once(read_names)``."""
    known = lists()
    titles = known.titles
    lower = doc.words.lower
    names: list[Name] = []
    for first, last in _runs(doc):
        while first < last and lower[first] in FUNCTION_WORDS:
            first += 1
        if last - first == 1 and (first == 0 or lower[first - 1] not in titles):
            continue
        if first < last:
            name = _read_name(doc, first, last, known)
            if name is not None:
                names.append(name)
    return tuple(names)


def read_surnames(doc: "Document") -> frozenset[str]:
    """The surnames of the people named in full; use it as ``doc.once(read_surnames)``."""
    lower = doc.words.lower
    return frozenset(
        name.surname or lower[name.last - 1].removesuffix("'s")
        for name in doc.once(read_names)
        if name.kind == "person" or (name.kind == "other" and name.last - name.first <= 3)
    )


def _runs(doc: "Document") -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, with the small words that join them."""
    text, words = doc.prose, doc.words
    lower, starts, ends = words.lower, words.starts, words.ends
    first = last = -1
    for place in doc.once(read_capitals):
        if first >= 0:
            if place == last and starts[place] - ends[last - 1] == 1:
                gap = text[ends[last - 1]]
                joined = gap in " -" or (gap == "." and ends[last - 1] - starts[last - 1] == 1)
                joined = joined and lower[last - 1][-2:] != "'s"
            else:
                joined = (
                    place - last <= _MOST_JOINS
                    and (place == last or lower[last] in _JOINS)
                    and _joined(text, lower, starts, ends, last, place)
                )
            if joined and last - first < _LONGEST_RUN:
                last = place + 1
                continue
            yield first, last
        first, last = place, place + 1
    if first >= 0:
        yield first, last


def _joined(
    text: str, lower: list[str], starts: list[int], ends: list[int], last: int, place: int
) -> bool:
    """Whether a run goes on behind a full stop ("Gov. Lee") or over small words ("of the")."""
    before = lower[last - 1]
    if before[-2:] == "'s":
        return False
    if place == last:
        gap = text[ends[last - 1] : starts[place]]
        return gap == ". " and (before in _ABBREVIATIONS or len(before) == 1)
    between = lower[last:place]
    if not _JOINS.issuperset(between):
        return False
    return starts[place] - ends[last - 1] == sum(map(len, between)) + len(between) + 1


def _read_name(doc: "Document", first: int, last: int, known: Lists) -> Name | None:
    """What the run of capitalised words ``first`` to ``last`` names."""
    words = [word[:-2] if word[-2:] == "'s" else word for word in doc.words.lower[first:last]]
    count = last - first
    for place in range(count - 2, -1, -1):
        if words[place] in known.titles:
            if count - place == 3 and words[place + 1] in _LINKS:
                return None  # "Mayor of London": an office, and nobody's name
            begin = _first_word_of_name(words, place + 1)
            end = _last_word_of_name(words, begin)
            if (
                words[end - 1] in known.organisations
                and words[begin] not in known.first_names
                and words[place] not in _ABBREVIATIONS
            ):
                break
            return Name(first + begin, first + end, "person", first, words[end - 1])
    for place in range(count - 1):
        if words[place] in known.first_names:
            end = _last_word_of_name(words, place + 1)  # "Omar Haddad of Lund University"
            if words[end - 1] in known.organisations or end - place > 4:
                break
            if end - place > 1 and _LINKS.isdisjoint(words[:end]):
                title = first if place else _title_before(doc, first, known)
                return Name(first + place, first + end, "person", title, words[end - 1])
            break
    if count == 1:
        title = _title_before(doc, first, known)
        return Name(first, last, "person", title, words[0]) if title < first else None
    return Name(first, last, _kind(words, known), first, "")


def _first_word_of_name(words: list[str], behind: int) -> int:
    """Where the name begins behind a title, which may go on ("Secretary of Defense")."""
    count = len(words)
    if words[behind] not in _LINKS:
        return behind
    # The title runs on for an unknown number of words; a name has two, or three with an initial.
    if count - behind > 4 and len(words[-2]) == 1:
        return count - 3
    return max(behind + 1, count - 2)


def _last_word_of_name(words: list[str], begin: int) -> int:
    """Where the name ends: before "of" ("Supervisor Ann Lee of Napa County")."""
    for place in range(begin + 1, len(words)):
        if words[place] in _LINKS:
            return place
    return len(words)


def _kind(words: list[str], known: Lists) -> NameKind:
    if " ".join(words) in known.places:
        return "place"
    if words[-1] in known.organisations or " ".join(words) in known.organisations:
        return "organisation"
    for word, behind in pairwise(words):
        if word in known.organisations and behind in _LINKS:
            return "organisation"
    return "other"


def _title_before(doc: "Document", first: int, known: Lists) -> int:
    """Position of a lower-case title right before a name, or ``first``."""
    words = doc.words
    if first == 0 or words.lower[first - 1] not in known.titles:
        return first
    gap = doc.prose[words.ends[first - 1] : words.starts[first]]
    return first - 1 if gap == " " else first
