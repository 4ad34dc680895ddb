"""Phrase lists: plain text files beside the code that reads them, and one way to scan for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import NamedTuple

from credscore.reading.words import Words, read_words


class Hit(NamedTuple):
    """A phrase found: word positions ``first`` to ``last`` (exclusive) and its entry."""

    first: int
    last: int
    phrase: str
    label: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their first word, longest first, each with a label.

    Matching is by whole words, case-blind, and takes the longest phrase at each place. The cost
    is that of the document's distinct words plus the places where a phrase could begin.
    """

    by_first_word: dict[str, list[tuple[list[str], str, str]]]

    @classmethod
    def of(cls, entries: Iterable[tuple[str, str]]) -> "Lexicon":
        """Build a lexicon from ``(phrase, label)`` pairs."""
        by_first_word: dict[str, list[tuple[list[str], str, str]]] = {}
        for phrase, label in entries:
            words = read_words(phrase).lower
            if not words:
                raise ValueError(f"a lexicon phrase must hold a word, got {phrase!r}")
            by_first_word.setdefault(words[0], []).append((words, phrase, label))
        for candidates in by_first_word.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))
        return cls(by_first_word)

    @classmethod
    def load(cls, package: str, name: str) -> "Lexicon":
        """Read a lexicon file: a phrase a line, an optional label behind a tab, # for comments."""
        return cls.of(read_entries(package, name))

    def find(self, words: Words) -> list[Hit]:
        """All phrases in ``words``, in text order; at most one begins at each word."""
        lower, index = words.lower, words.index
        hits: list[Hit] = []
        for first_word in self.by_first_word.keys() & index.keys():
            candidates = self.by_first_word[first_word]
            for first in index[first_word]:
                for phrase_words, phrase, label in candidates:
                    last = first + len(phrase_words)
                    if lower[first:last] == phrase_words:
                        hits.append(Hit(first, last, phrase, label))
                        break
        hits.sort()
        return hits


def read_entries(package: str, name: str) -> Iterator[tuple[str, str]]:
    """The ``(phrase, label)`` pairs of a lexicon file; the label is empty where none is given."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        entry = line.partition("#")[0].strip()
        if entry:
            phrase, _, label = entry.partition("\t")
            yield phrase.strip(), label.strip()
