"""People: whom a text names, and whom "she" or "the mayor" stands for."""

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from credscore.lexicon import read_entries
from credscore.reading.names import Lists, Name, lists, read_capitals, read_names, read_surnames
from credscore.reading.small_words import PERSONAL

if TYPE_CHECKING:
    from credscore.document import Document

SourceKind = Literal[
    "person", "titled person", "organisation", "document", "pronoun", "role", "group", "none"
]
NAMED: frozenset[SourceKind] = frozenset({"person", "titled person"})


class Source(NamedTuple):
    """Who or what is said to have said it.

    Attributes:
        first: Position of the first word of the phrase.
        last: Position behind its last word.
        head: Position of the word that carries it: the surname, the noun or the pronoun.
        kind: What kind of source it is.
        name: Its name in lower case: a surname, an organisation; of a pronoun that of the person
            it stands for; empty where there is none.
    """

    first: int
    last: int
    head: int
    kind: SourceKind
    name: str = ""


_FARTHEST = 45  # words sought back
_FEW_CAPITALS = 8
_SPACES = re.compile("  +")


@cache
def speaker_nouns() -> dict[str, SourceKind]:
    """The nouns that speak, with the kind of source they are without a name."""
    kinds: dict[str, SourceKind] = {}
    for noun, kind in read_entries("credscore.reading", "speaker_nouns.txt"):
        assert kind in ("role", "group", "organisation", "document")
        kinds[noun] = kind  # type: ignore[assignment]
    return kinds


class PeopleReader:
    """Knows the people of one document, and its words by their places."""

    def __init__(self, doc: "Document") -> None:
        self.text = doc.prose
        words = doc.words
        self.lower, self.starts, self.ends = words.lower, words.starts, words.ends
        self.names = doc.once(read_names)
        self._firsts = [name.first for name in self.names]
        self.people = [name for name in self.names if self._may_be_person(name)]
        self.certain = [name for name in self.names if name.kind == "person"]
        self.people_at = [name.first for name in self.people]
        self._capitals = doc.once(read_capitals)
        self.surnames = doc.once(read_surnames)
        self.known: Lists = lists()
        self.nouns = speaker_nouns()
        self.spoken: list[Source] = []  # named people found so far, for pronouns

    def _may_be_person(self, name: Name) -> bool:
        return name.kind == "person" or (name.kind == "other" and name.last - name.first <= 3)

    def gap(self, place: int) -> str:
        """What stands between the word at ``place`` and the one before it."""
        gap = self.text[self.ends[place - 1] : self.starts[place]]
        if "  " in gap:
            return _SPACES.sub(" ", gap)  # a wrapped or widened line
        return gap

    def is_capital(self, place: int) -> bool:
        """Whether the word at ``place`` begins with a capital."""
        return self.text[self.starts[place]].isupper()

    def pronoun(self, place: int) -> Source:
        """The pronoun at ``place``, with the name of the person that it stands for."""
        name = self.earlier(place) if self.lower[place] in PERSONAL else ""
        return Source(place, place + 1, place, "pronoun", name)

    def surname_before(self, place: int) -> str:
        """A surname shortly before ``place`` of somebody whom the text names in full later on."""
        at = bisect_left(self._capitals, place)
        for capital in reversed(self._capitals[max(0, at - _FEW_CAPITALS) : at]):
            word = self.lower[capital].removesuffix("'s")
            if word in self.surnames and place - capital < _FARTHEST:
                return word
        return ""

    def names_person(self, low: int, high: int) -> bool:
        """Whether somebody may be named from the word at ``low`` to the word before ``high``."""
        at = bisect_left(self.people_at, low)
        if at < len(self.people_at) and self.people_at[at] < high:
            return True
        # A lone name is told by the commas round it: "the groundnut woman, Petchi, still comes".
        at = bisect_left(self._capitals, low)
        return any(
            self._is_apposed(place)
            for place in self._capitals[at : bisect_left(self._capitals, high)]
        )

    def _is_apposed(self, place: int) -> bool:
        if place == 0 or place + 1 >= len(self.lower) or self.lower[place] in self.known.places:
            return False
        if self.lower[place - 1] in ("named", "called"):
            return True
        return self.gap(place) == ", " and self.gap(place + 1) == ", "

    def earlier(self, place: int, people: list[Name] | None = None) -> str:
        """The surname of the person named last before ``place``, among ``people`` or all."""
        people = self.people if people is None else people
        name = ""
        at = bisect_right(people, place, key=lambda name: name.first) - 1
        position = -1
        if at >= 0:
            position = people[at].first
            name = self.lower[people[at].last - 1].removesuffix("'s")
        for source in reversed(self.spoken[-3:]):
            if position < source.head < place:
                return source.name
        return name
