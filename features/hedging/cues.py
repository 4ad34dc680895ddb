"""Cues: words that leave a statement open, each weighed beside its neighbours.

"May" hedges in "may be late" and does not in "on May 5"; "considered" hedges in "is considered a
classic" and does not in "they considered the offer". What the word is worth, and what the word
before and the word behind it add, is learned from sentences that people marked (``train.py``)
and stands readable in ``cue_weights.json``.
"""

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import NamedTuple

from credscore.document import Document
from credscore.lexicon import Hit, Lexicon, read_entries
from credscore.reading.words import Words, read_words

EDGE = ""
"""Stands for the neighbour of a sentence's first and last word."""


class Cue(NamedTuple):
    """A word or phrase that may leave a statement open.

    Attributes:
        first, last: Word positions, exclusive at the end.
        phrase: Its entry in the lexicon.
        kind: What it does: see the head of ``cues.txt``.
        probability: How surely it leaves the statement open here, in [0, 1].
        sentence: Place of its sentence in ``Document.sentences``.
        quoted: Whether it stands inside a quotation: it is the speaker's then.
    """

    first: int
    last: int
    phrase: str
    kind: str
    probability: float
    sentence: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """What a cue does, and what it is worth by itself and beside its neighbours, in log-odds."""

    kind: str
    own: float
    before: dict[str, float]
    after: dict[str, float]

    def probability(self, before: str, after: str) -> float:
        """How surely the cue leaves its statement open between these neighbours."""
        odds = self.own + self.before.get(before, 0.0) + self.after.get(after, 0.0)
        return 1 / (1 + exp(-odds))


@cache
def lexicon() -> Lexicon:
    """The cues and what they do."""
    return Lexicon.load(__package__, "cues.txt")


def kind_and_model(hit_label: str, phrase: str) -> tuple[str, str]:
    """A cue's kind, and the cue whose weights it has: itself, or "epistemic as perhaps"."""
    kind, _, like = hit_label.partition(" as ")
    return kind, like or phrase


@cache
def weights() -> dict[str, Weights]:
    """The learned weights of each cue, those of its kind included."""
    model = json.loads(files(__package__).joinpath("cue_weights.json").read_text("utf-8"))
    merged = {}
    for entries in lexicon().by_first_word.values():
        for _, phrase, label in entries:
            kind, like = kind_and_model(label, phrase)
            cue, common = model["cues"].get(like, {}), model["kinds"].get(kind, {})
            merged[phrase] = Weights(
                kind,
                model["intercept"] + cue.get("weight", 0.0) + common.get("weight", 0.0),
                _sum(cue.get("before", {}), common.get("before", {})),
                _sum(cue.get("after", {}), common.get("after", {})),
            )
    return merged


def _sum(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    return {word: one.get(word, 0.0) + other.get(word, 0.0) for word in one.keys() | other.keys()}


@cache
def exceptions() -> dict[str, list[tuple[int, list[str]]]]:
    """By first word of a cue, the phrases in which it is none: the cue's place, and the phrase."""
    by_cue: dict[str, list[tuple[int, list[str]]]] = {}
    for phrase, _ in read_entries(__package__, "no_cues.txt"):
        words = read_words(phrase).lower
        for place, word in enumerate(words):
            if word in lexicon().by_first_word:
                by_cue.setdefault(word, []).append((place, words))
    return by_cue


def candidates(text: str, words: Words, sentence_starts: Sequence[int]) -> list[Hit]:
    """The lexicon's hits that could be cues, in order, none within another.

    Args:
        text: The text that ``words`` were read from.
        words: Its words.
        sentence_starts: Positions of the words that open a sentence, ascending.
    """
    lower, none = words.lower, exceptions()
    hits: list[Hit] = []
    behind = 0
    for hit in lexicon().find(words):
        first = hit.first
        if first < behind or _is_name(text, words, hit, sentence_starts):
            continue
        for place, phrase in none.get(lower[first], ()):
            if lower[max(0, first - place) : first - place + len(phrase)] == phrase:
                break
        else:
            behind = hit.last
            hits.append(hit)
    return hits


def _is_name(text: str, words: Words, hit: Hit, sentence_starts: Sequence[int]) -> bool:
    """Whether the cue is the month, or a name such as Will: a capital where none is due."""
    start = words.starts[hit.first]
    if not text[start].isupper() or text[start : start + 2].isupper():
        return False
    if hit.phrase == "may":
        return True
    place = bisect_right(sentence_starts, hit.first) - 1
    return place < 0 or sentence_starts[place] != hit.first


def neighbours(words: Words, hit: Hit, first: int, last: int) -> tuple[str, str]:
    """The words before and behind ``hit`` in its sentence, words ``first`` to ``last``."""
    before = words.lower[hit.first - 1] if hit.first > first else EDGE
    after = words.lower[hit.last] if hit.last < last else EDGE
    return before, after


def read_cues(doc: Document) -> tuple[Cue, ...]:
    """All possible cues of the running text, in order; share it by ``doc.once(read_cues)``."""
    words, sentences = doc.words, doc.sentences
    starts = [sentence.first_word for sentence in sentences]
    learned = weights()
    cues: list[Cue] = []
    for hit in candidates(doc.prose, words, starts):
        first, last, phrase, _ = hit
        place = bisect_right(starts, first) - 1
        if place < 0 or last > sentences[place].last_word:
            continue
        around = neighbours(words, hit, sentences[place].first_word, sentences[place].last_word)
        weighed = learned[phrase]
        probability = weighed.probability(*around)
        quoted = doc.in_quotation(words.starts[first])
        cues.append(Cue(first, last, phrase, weighed.kind, probability, place, quoted))
    return tuple(cues)


def uncertain_sentences(cues: Sequence[Cue]) -> list[int]:
    """Places of the sentences that their cues together make uncertain, more likely than not."""
    certain: dict[int, float] = {}
    for cue in cues:
        certain[cue.sentence] = certain.get(cue.sentence, 1.0) * (1 - cue.probability)
    return [sentence for sentence, chance in certain.items() if chance <= 0.5]
