"""Who says so: which sentences name somebody who can be asked, and the words to tell it by."""

import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from credscore.document import Document

BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "it's"})
AUXILIARY = frozenset({"have", "has", "had", "also", "now", "still", "long", "already"})


@cache
def word_classes() -> dict[str, frozenset[str]]:
    """The word classes of ``words.toml``."""
    text = files(__package__).joinpath("words.toml").read_text("utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


class Reader:
    """A document's words by their places, and the sentences that they stand in."""

    def __init__(self, doc: Document) -> None:
        """Open ``doc``."""
        self.doc = doc
        self.lower = doc.words.lower
        self.classes = word_classes()
        self._sentence_starts = [sentence.first_word for sentence in doc.sentences]

    def sentence_of(self, position: int) -> int:
        """Place of the sentence that holds the word at ``position``; -1 for none."""
        return bisect_right(self._sentence_starts, position) - 1

    def quoted(self, position: int) -> bool:
        """Whether the word at ``position`` stands inside a quotation."""
        return self.doc.in_quotation(self.doc.words.starts[position])

    def places(self, word_class: str) -> Iterator[tuple[int, int, int, int]]:
        """Each word of a class: its position, its sentence, that one's first and last word."""
        index, sentences = self.doc.words.index, self.doc.sentences
        for word in self.classes[word_class] & index.keys():
            for position in index[word]:
                place = self.sentence_of(position)
                if place >= 0:
                    yield position, place, sentences[place].first_word, sentences[place].last_word

    def capital(self, position: int) -> bool:
        """Whether the word at ``position`` begins with a capital."""
        return self.doc.prose[self.doc.words.starts[position]].isupper()

    def joined(self, first: int, last: int) -> bool:
        """Whether nothing but space parts the words ``first`` to ``last`` (exclusive)."""
        text, starts, ends = self.doc.prose, self.doc.words.starts, self.doc.words.ends
        return all(text[ends[n] : starts[n + 1]].isspace() for n in range(first, last - 1))


def read_reader(doc: Document) -> Reader:
    """The document's reader; share it by ``doc.once(read_reader)``."""
    return Reader(doc)


def sourced_sentences(doc: Document) -> dict[int, bool]:
    """Places of the sentences in which somebody who can be asked says so, and whether by name.

    That is a verb of saying with a subject beside it that is neither a vague group nor a word
    without meaning of its own, or "according to" with anything but a vague group behind. Being
    generous here is being careful: a sentence that names a source is not accused.
    """
    reader = doc.once(read_reader)
    found: dict[int, bool] = {}
    for word in reader.classes["report"] & doc.words.index.keys():
        for position in doc.words.index[word]:
            place = reader.sentence_of(position)
            if place < 0 or found.get(place):
                continue
            source = _source_beside(reader, position, place)
            if source:
                found[place] = source == "named"
    return found


def _source_beside(reader: Reader, position: int, place: int) -> str | None:
    """The source of the verb of saying at ``position``: "named", "sourced" or None."""
    lower, classes = reader.lower, reader.classes
    _, _, first, last = reader.doc.sentences[place]
    if lower[position] in ("according", "per"):
        begin = position + (2 if lower[position] == "according" else 1)
        behind = lower[begin : min(begin + 3, last)]
        if not (classes["groups"].isdisjoint(behind) and classes["papers"].isdisjoint(behind)):
            return None
        if any(reader.capital(n) for n in range(begin, begin + len(behind))):
            return "named"
        return "sourced" if lower[position] == "according" or behind[:1] == ["the"] else None
    if position + 1 < last and reader.capital(position + 1):
        return "named"
    before = position - 1
    while before >= first and (lower[before] in AUXILIARY or lower[before].endswith("ly")):
        before -= 1
    if before < first or _is_nobody(reader, lower[before]):
        return None
    return "named" if lower[before] in ("he", "she") or reader.capital(before) else "sourced"


def _is_nobody(reader: Reader, word: str) -> bool:
    classes = reader.classes
    return word in classes["nobody"] or word in classes["groups"] or word in classes["papers"]
