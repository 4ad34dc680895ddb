"""Titles in running text: the words before a name, and whether an office answers to them.

"Education Secretary", "Secretary of Education" and "US Education Secretary" all fit the office
"Secretary of Education" of the United States; "Deputy Secretary of Education" does not.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache

from credscore.features.anachronism.knowledge import Term, fold, name_tokens
from credscore.lexicon import read_entries

_PACKAGE = "credscore.features.anachronism"
_SAME_WORD = {
    "gov": "governor", "sec": "secretary", "pres": "president", "amb": "ambassador",
    "chairman": "chair", "chairwoman": "chair", "chairperson": "chair", "defence": "defense",
    "boss": "chief", "head": "chief", "external": "foreign", "healthcare": "health",
    "internal": "interior", "labour": "labor", "taoiseach": "premier",
    "spokesperson": "spokesman", "spokeswoman": "spokesman",
    "environmental": "environment",
    "representative": "envoy", "counselor": "councillor",
    "counsellor": "councillor",
}  # fmt: skip
_OPEN = re.compile(r"\(([^)]*)\)")


@cache
def title_words(label: str) -> frozenset[str]:
    """The words of ``title_words.txt`` with ``label``: "head" or "rank"."""
    return frozenset(
        word for word, kind in read_entries(_PACKAGE, "title_words.txt") if kind == label
    )


_LINKS = frozenset(["of", "for", "the", "and", "to", "in", "at", "on", "s"])


def same_word(word: str) -> str:
    """One form for the words that newsrooms use for one thing."""
    return _SAME_WORD.get(word, word)


@cache
def nations() -> dict[str, frozenset[str]]:
    """Each word that names a country or its people, to the countries it may name."""
    countries: dict[str, set[str]] = {}
    for country, words in read_entries(_PACKAGE, "nations.txt"):
        for word in words.split():
            countries.setdefault(word, set()).add(country)
    return {word: frozenset(names) for word, names in countries.items()}


@dataclass(frozen=True, slots=True)
class Office:
    """The words of an office.

    Attributes:
        country: Whose office it is.
        words: All that it may be called by.
        ranks: Words that a title must share: no "Deputy Secretary" is the Secretary.
        field: What it is an office of: "finance", "Florida"; empty for a country's president.
        fields: All words for its field, abbreviations included.
    """

    country: str
    words: frozenset[str]
    ranks: frozenset[str]
    field: frozenset[str]
    fields: frozenset[str]

    @classmethod
    def of(cls, term: Term) -> "Office":
        """Read the office of a term; what stands in brackets may be said and need not be."""
        words = {same_word(word) for word in _words(term.office)}
        needed = {same_word(word) for word in _words(_OPEN.sub(" ", term.office))}
        if {"secretary", "state"} <= words and term.country == "united-kingdom":
            words.add("minister")
        if {"chief", "executive"} <= words:
            words.add("ceo")
        if {"prime", "minister"} <= words:
            words |= {"premier", "pm"}
        # Whoever is "communications director" without a house may be a campaign's.
        ranks = needed & (title_words("rank") | {"white"})
        fields = words - title_words("head") - title_words("rank") - nations().keys()
        return cls(
            term.country,
            frozenset(words),
            frozenset(ranks),
            frozenset(fields & needed),
            frozenset(fields),
        )

    def answers_to(self, title: frozenset[str], named: Container[str], in_full: bool) -> bool:
        """Whether the office may be meant by the words of ``title``.

        ``named`` are the words of the text: a governor's state must be among them. ``in_full``
        says whether a first name follows: "Governor Romney" is how a rival addresses him.
        """
        if title.isdisjoint(self.words):
            return False
        short = {"ceo", "premier", "pm"} | ({"chief"} & self.words - self.ranks)
        if not self.ranks <= title and title.isdisjoint(short):
            return False
        names = nations()
        if not all(self.country in names.get(word, ()) for word in title - self.words):
            return False
        if not self.field or not title.isdisjoint(self.fields):
            return True
        # A title without its field is an honorific as often as an office.
        if not title.isdisjoint({"governor", "mayor", "premier"}) or {"chief", "minister"} <= title:
            return in_full and all(word in named or word + "'s" in named for word in self.field)
        return not title.isdisjoint({"minister", "chancellor"})


def _words(text: str) -> set[str]:
    return {fold(token) for token in name_tokens(text)} - _LINKS
