"""Noun phrases as sources: who or what a phrase names, and what kind of source it is.

Phrases are read by position among the document's words; what parts them is read from the gaps
between the words. Every walk is bounded, so that the cost of a phrase is that of a few words.
"""

from bisect import bisect_left

from credscore.reading.names import FUNCTION_WORDS, Name
from credscore.reading.people import NAMED, PeopleReader, Source, SourceKind
from credscore.reading.small_words import (
    ADVERBS,
    DETERMINERS,
    ENDS_PHRASE,
    INTRODUCES,
    JOINS_NAMES,
    NAMES_TOO,
    NUMERALS,
    ORDINALS,
    PERSONAL,
    PLAIN_VERBS,
    PRONOMINAL,
    PRONOUNS,
    QUANTIFIERS,
    TIMES,
    UNITS_OF_TIME,
)

PHRASE_GAPS = frozenset((" ", "-", ". ", "' ", "’ ", "."))
_LONGEST_UNKNOWN = 6
_FARTHEST_TITLE = 4  # words from the first of a title to its noun
LONGEST_PHRASE = 14
_AGENT_ENDINGS = ("er", "or", "ist", "ian", "man", "ant", "ee")
_FARTHEST = 45  # words sought back


class PhraseReader(PeopleReader):
    """Reads noun phrases of one document as sources."""

    def phrase(self, first: int, limit: int) -> Source | None:
        """The source that the noun phrase beginning at ``first`` names."""
        limit = min(limit, len(self.lower), first + LONGEST_PHRASE)
        if first >= limit:
            return None
        if self.lower[first] in PRONOUNS:
            return self.pronoun(first)
        end = self._phrase_end(first, limit)
        if end == first:
            return None
        return self._named(first, end, limit) or self._unnamed(first, end, limit)

    def opens_phrase(self, place: int) -> bool:
        """Whether a noun phrase begins at the word at ``place``."""
        word = self.lower[place]
        if word == "that":
            return False
        return (
            word in DETERMINERS
            or word in PRONOUNS
            or word in self.nouns
            or (self.is_capital(place) and word not in FUNCTION_WORDS)
        )

    def unknown(self, first: int, last: int) -> Source | None:
        """A noun phrase with a noun that no list holds, between a determiner and a verb."""
        if last - first < 2 or last - first > _LONGEST_UNKNOWN:
            return None
        if self.lower[first] not in DETERMINERS or self.lower[first + 1] in UNITS_OF_TIME:
            return None
        for place in range(first + 1, last):
            if self.gap(place) not in PHRASE_GAPS:
                return None
            if self.lower[place] in ENDS_PHRASE:
                last = place
                break
        if last - first < 2:
            return None
        head = last - 1
        several = self.lower[head].endswith("s") or self.lower[head] in NUMERALS
        return Source(first, last, head, "group" if several else "role")

    def unknown_before(self, verb: int, low: int) -> Source | None:
        """A noun phrase right before a verb, with a noun that no list holds."""
        first = verb
        while first > low and verb - first < _LONGEST_UNKNOWN:
            if first < verb and self.gap(first) not in PHRASE_GAPS:
                return None
            first -= 1
            if self.lower[first] in ("the", "a", "an", "one", "another"):
                return self.unknown(first, verb)
        return None

    def possessor(self, first: int, last: int) -> Source | None:
        """The source in the possessive from ``first`` to the word at ``last``: "Ann Lee's"."""
        word = self.lower[last]
        name = word[:-2] if word[-2:] == "'s" else word[:-1]
        if self.is_capital(last):
            kind: SourceKind = "person"
            if name in self.known.places or name in self.known.organisations:
                kind = "organisation"
            return Source(first, last + 1, last, kind, name)
        kind = self.nouns.get(name, "none")
        return Source(first, last + 1, last, kind) if kind != "none" else None

    def nearest(self, behind: int, low: int) -> Source | None:
        """The last person, pronoun or speaking noun between ``low`` and the word ``behind``."""
        for place in range(behind - 1, max(low, behind - _FARTHEST) - 1, -1):
            word = self.lower[place].removesuffix("'s")
            capital = self.is_capital(place) and word not in FUNCTION_WORDS
            if capital or word in self.nouns or word in PERSONAL:
                while place > low and self.is_capital(place - 1) and self.gap(place) == " ":
                    place -= 1
                source = self.phrase(place, behind)
                if source is not None and source.kind != "group":
                    return source
        return None

    def is_adverb(self, place: int) -> bool:
        """Whether the word at ``place`` may stand between a subject and its verb."""
        word = self.lower[place]
        if word in ADVERBS:
            return True
        return word[-2:] == "ly" and word not in self.nouns and not self.is_capital(place)

    def _phrase_end(self, first: int, limit: int) -> int:
        """Where the noun phrase ends: behind the first run of names and speaking nouns."""
        lower, nouns = self.lower, self.nouns
        place = first
        carries = False  # the word before is a name or a speaking noun, and no possessive
        while place < limit:
            word = lower[place]
            if place > first:
                gap = self.gap(place)
                if gap not in PHRASE_GAPS:
                    break
                if gap[0] == "." and not self._abbreviated(place - 1):
                    break
            named = place == first and word in NAMES_TOO and self.is_capital(place)
            if word in ENDS_PHRASE and not named and not (place == first and word == "that"):
                if place == first + 1 and (word in TIMES or word in ("last", "once")):
                    place += 1
                    continue
                if not (word in JOINS_NAMES and carries and self._names_on(place, limit)):
                    break
                place += 1
                continue
            if place > first and word in PLAIN_VERBS:
                break
            if place > first and word in DETERMINERS and lower[place - 1] not in QUANTIFIERS:
                break
            possessive = word[-2:] == "'s" or word[-2:] == "s'"
            known = word.removesuffix("'s") in nouns or (
                self.is_capital(place)
                and (named or not (place == first and word in FUNCTION_WORDS))
            )
            if (
                carries
                and not known
                and self.gap(place) != "-"
                and not self._leads_on(place, limit)
            ):
                break
            carries = (known and not possessive) or (carries and self.gap(place) == "-")
            place += 1
        if place > first and lower[place - 1] in JOINS_NAMES:
            place -= 1
        return place

    def _leads_on(self, place: int, limit: int) -> bool:
        """Whether an unknown word stands inside a description: "Ohio absentee director Bob Roe"."""
        last = self._noun_before_name(place, limit)
        if last is None:
            last = limit - 1
        while last > place and self.is_adverb(last):
            last -= 1
        if not 0 < last - place <= _LONGEST_UNKNOWN or not (
            self.is_capital(last) or self.lower[last] in self.nouns
        ):
            return False
        return all(
            self.gap(between) in PHRASE_GAPS
            and self.lower[between] not in ENDS_PHRASE
            and self.lower[between] not in DETERMINERS
            for between in range(place, last + 1)
        )

    def _noun_before_name(self, place: int, limit: int) -> int | None:
        """A noun close behind that a name follows: "financial officer Raj"."""
        for last in range(place + 1, min(place + _FARTHEST_TITLE, limit - 1)):
            if self.nouns.get(self.lower[last]) == "role" and self.is_capital(last + 1):
                return last
        return None

    def _names_on(self, place: int, limit: int) -> bool:
        """Whether a name goes on behind a small word: "Secretary of Defense"."""
        if not self.is_capital(place - 1):
            return False
        behind = place + 1
        if behind < limit and self.lower[behind] == "the":
            behind += 1
        return behind < limit and self.is_capital(behind)

    def _abbreviated(self, place: int) -> bool:
        return self.ends[place] - self.starts[place] <= 5 and self.is_capital(place)

    def _named(self, first: int, end: int, limit: int) -> Source | None:
        place = bisect_left(self._firsts, first)
        if place and self.names[place - 1].last > first:
            place -= 1
        found: Name | None = None
        while place < len(self.names) and self.names[place].first < end:
            found = self.names[place]
            if found.kind == "person" and not self._owns_next(found, end):
                return self._person(first, found, end)
            place += 1
        office = self._office(first, end)
        if office is not None and found is None:
            return self._name_behind(first, end, limit) or Source(first, end, office, "role")
        closing = end - 1
        while closing > first and self.gap(closing) == "-":
            closing -= 1  # "Han Mi-rae"
        word = self.lower[closing]
        if not self.is_capital(closing) or word in FUNCTION_WORDS - NAMES_TOO:
            return self._name_behind(first, end, limit)
        if found is not None and found.last > closing and found.first < end:
            end = min(max(found.last, end), limit)
            plain = self.lower[first] == "the" and found.first == first + 1
            if found.kind in ("organisation", "place") or plain:
                name = " ".join(self.lower[found.first : end])
                return Source(first, end, end - 1, "organisation", name)
            return self._person(first, found, end)
        return self._single(first, end)

    def _office(self, first: int, end: int) -> int | None:
        """The noun of an office before its place: "the Mayor of London"."""
        for place in range(first + 1, end - 1):
            if self.lower[place] in ("of", "for"):
                noun = place - 1
                return noun if self.nouns.get(self.lower[noun]) == "role" else None
        return None

    def _owns_next(self, name: Name, end: int) -> bool:
        """Whether a name is a possessive before another one: "Ann Lee's foreman Bob"."""
        owns = self.lower[name.last - 1][-2:] in ("'s", "s'")
        return owns and name.last < end and self.is_capital(end - 1)

    def _person(self, first: int, name: Name, end: int) -> Source:
        last = min(name.last, end) if name.first < end else name.last
        titled = name.title < name.first or name.first > first
        surname = self.lower[last - 1].removesuffix("'s")
        source = Source(first, last, last - 1, "titled person" if titled else "person", surname)
        self.spoken.append(source)
        return source

    def _single(self, first: int, end: int) -> Source:
        """What a lone capitalised word at the end of a phrase names."""
        head = end - 1
        word = self.lower[head].removesuffix("'s")
        written = self.text[self.starts[head] : self.ends[head]]
        titled = first < head
        if word in self.surnames or word in self.known.first_names:
            kind: SourceKind = "titled person" if titled else "person"
        elif word in self.known.places or word in self.known.organisations or written.isupper():
            kind = "organisation"
        elif word.endswith(("ians", "icans", "crats", "ists")):
            kind = "group"
        elif word.endswith("ian") and self.lower[first] in DETERMINERS:
            kind = "role"
        elif self.nouns.get(word) and (titled or self.nouns[word] != "role"):
            kind = self.nouns[word]
        elif self.lower[first] == "the":
            kind = "organisation"
        else:
            kind = "titled person" if titled else "person"
        source = Source(first, end, head, kind, word)
        if kind in NAMED:
            self.spoken.append(source)
        return source

    def _name_behind(self, first: int, end: int, limit: int) -> Source | None:
        """A name set behind a description: "the club's chairman, Ann Lee"."""
        if end >= len(self.lower) or self.nouns.get(self.lower[end - 1]) not in ("role", None):
            return None
        if self.gap(end) not in (", ", ",", " – ", " — ") or not self.is_capital(end):
            return None
        place = bisect_left(self._firsts, end)
        if place < len(self.names) and self.names[place].first <= end + 2:
            name = self.names[place]
            if name.title == end and name.kind in ("person", "other"):
                source = Source(
                    first,
                    name.last,
                    name.last - 1,
                    "titled person",
                    self.lower[name.last - 1].removesuffix("'s"),
                )
                self.spoken.append(source)
                return source
        return None

    def _unnamed(self, first: int, end: int, limit: int) -> Source | None:
        lower = self.lower
        head = end - 1
        word = lower[head]
        quantified = end < limit and lower[end] == "of" and word in QUANTIFIERS
        if quantified:
            return Source(first, end, head, "role" if word == "one" else "group")
        kind = self.nouns.get(word)
        if kind == "role" and end < limit and lower[end] == "and":
            place = bisect_left(self.people_at, end)
            if place < len(self.people) and self.people[place].title <= end + 4:
                # "activist and psychologist Dave Roe"
                return self._person(first, self.people[place], self.people[place].last)
        if kind is None and word.endswith("'s"):
            return None
        if kind is None and lower[first] in DETERMINERS and end - first > 1:
            kind = "role" if word.endswith(_AGENT_ENDINGS) else None
        if kind is None and word in PRONOMINAL:
            kind = "role" if word in ("one", "another") else "group"
        if kind is None and word in ORDINALS and lower[first] == "a":
            kind = "role"  # "a third joked"
        if kind is None and lower[first] in ("the", "an", "a") and word.endswith("old"):
            kind = "role"  # "the 46-year-old"
        if kind is None and end < limit and lower[end] == "who":
            kind = "group" if word.endswith("s") else "role"
        if kind is None:
            return None
        if kind == "role" and end + 1 < limit and lower[end] in ("named", "called"):
            named = self.phrase(end + 1, limit) if self.is_capital(end + 1) else None
            if named is not None and named.kind in NAMED:  # "a man named Bob Roe"
                return named._replace(first=first, kind="titled person")
        if kind == "role" and lower[first] in ("the", "his", "her"):
            # "the senator" stands for the senator named before, "the leader of the dig" does not.
            newly = end < limit and lower[end] in INTRODUCES
            name = "" if newly else self.earlier(first, self.certain) or self.surname_before(first)
            if name:
                return Source(first, end, head, "pronoun", name)
        if kind == "organisation" and lower[first] in ("a", "an", "one", "another"):
            if end < limit and self.gap(end) == " " and lower[end] not in ENDS_PHRASE:
                return None  # "a city licence"
            kind = "role"  # "a hospital", which one is not said
        return Source(first, end, head, kind)
