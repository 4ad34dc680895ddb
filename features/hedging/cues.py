"""Cues: words that leave a statement open, each weighed beside its neighbours.

"May" hedges in "may be late" and does not in "on May 5"; "seen" hedges in "is seen as a setback"
and does not in "can be seen from the road". What the word is worth, and what the word
before and the word behind it add, is learned from sentences that people marked (``train.py``)
and stands readable in ``cue_weights.json``.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import NamedTuple

from credscore.document import Document
from credscore.lexicon import Lexicon, read_entries
from credscore.reading.words import Words, read_words

_Entry = tuple[list[str], str, str]
"""An entry of the lexicon: its words, itself, its label."""

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


@dataclass(frozen=True, slots=True)
class _Exceptions:
    """Phrases in which a cue is none, with the cue's place in each, and the words beside it."""

    phrases: list[tuple[int, list[str]]]
    neighbours: set[str]

    def hold(self, lower: list[str], first: int) -> bool:
        """Whether one of the phrases stands round the cue's word at ``first``."""
        return any(
            lower[first - place : first - place + len(phrase)] == phrase
            for place, phrase in self.phrases
            if place <= first
        )


@cache
def _exceptions() -> dict[str, _Exceptions]:
    """The phrases of ``no_cues.txt`` by the first word of the cue that they hold."""
    by_cue: dict[str, _Exceptions] = {}
    for phrase, _ in read_entries(__package__, "no_cues.txt"):
        words = read_words(phrase).lower
        for place, word in enumerate(words):
            if word in lexicon().by_first_word:
                exceptions = by_cue.setdefault(word, _Exceptions([], set()))
                exceptions.phrases.append((place, words))
                exceptions.neighbours.update(words[max(0, place - 1) : place])
                exceptions.neighbours.update(words[place + 1 : place + 2])
    return by_cue


class Place(NamedTuple):
    """Where a cue stands: its words, its sentence, and the words beside it in the sentence."""

    first: int
    last: int
    phrase: str
    label: str
    sentence: int
    before: str
    after: str


def places(text: str, words: Words, sentences: Sequence[tuple[int, int]]) -> list[Place]:
    """Where the words of the lexicon could be cues, in order, none within another.

    Args:
        text: The text that ``words`` were read from.
        words: Its words.
        sentences: The sentences' words: the first, and the one behind the last.
    """
    lower, starts, exceptions = words.lower, words.starts, _exceptions()
    entries, index = lexicon().by_first_word, words.index
    spots = [(spot, word) for word in entries.keys() & index.keys() for spot in index[word]]
    found: list[Place] = []
    sentence, begin, end, behind = -1, 0, 0, 0
    for first, word in sorted(spots):
        while end <= first:
            sentence += 1
            if sentence == len(sentences):
                return found
            begin, end = sentences[sentence]
        if first < max(begin, behind):
            continue
        entry = _longest(entries[word], lower, first, end)
        if entry is None:
            continue
        phrase_words, phrase, label = entry
        last = first + len(phrase_words)
        start = starts[first]
        if text[start].isupper() and _is_name(text, start, phrase, first == begin):
            continue
        before = lower[first - 1] if first > begin else EDGE
        after = lower[last] if last < end else EDGE
        near = exceptions.get(word)
        # The neighbours are a cheap test that spares most places the comparison.
        beside = lower[max(0, first - 1) : first + 2]
        if near and not near.neighbours.isdisjoint(beside) and near.hold(lower, first):
            continue
        behind = last
        found.append(Place(first, last, phrase, label, sentence, before, after))
    return found


def _longest(entries: list[_Entry], lower: list[str], first: int, end: int) -> _Entry | None:
    """The longest of the lexicon's entries that stands at ``first`` and ends by ``end``."""
    for entry in entries:
        last = first + len(entry[0])
        if last <= end and lower[first:last] == entry[0]:
            return entry
    return None


def _is_name(text: str, start: int, phrase: str, opens_sentence: bool) -> bool:
    """Whether a capitalised cue is the month, or a name such as Will, not a first word."""
    if text[start : start + 2].isupper():
        return phrase == "may" and text[start + 4 : start + 5].isdigit()  # "MAY 7"
    return phrase == "may" or not opens_sentence


def read_cues(doc: Document) -> tuple[Cue, ...]:
    """All possible cues of the running text, in order; share it by ``doc.once(read_cues)``."""
    starts, learned = doc.words.starts, weights()
    sentences = [(sentence.first_word, sentence.last_word) for sentence in doc.sentences]
    cues: list[Cue] = []
    for first, last, phrase, _, sentence, before, after in places(doc.prose, doc.words, sentences):
        weighed = learned[phrase]
        probability = weighed.probability(before, after)
        quoted = doc.in_quotation(starts[first])
        cues.append(Cue(first, last, phrase, weighed.kind, probability, sentence, quoted))
    return tuple(cues)


def uncertain_sentences(cues: Sequence[Cue]) -> list[int]:
    """Places of the sentences that their cues together make uncertain, more likely than not."""
    certain: dict[int, float] = {}
    for cue in cues:
        certain[cue.sentence] = certain.get(cue.sentence, 1.0) * (1 - cue.probability)
    return [sentence for sentence, chance in certain.items() if chance <= 0.5]
