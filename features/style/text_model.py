"""Learned weights of common words, word pairs, sentence openings and rhythm.

The text models of the family are linear, hold general vocabulary only and share one count of a
document's terms.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise, repeat
from json import loads
from typing import Any, NamedTuple

from credscore.document import Document
from credscore.features.style.rhythm import mean_and_deviation

Term = str | tuple[str, str]
"""A word, or two neighbouring words."""

FILES = ("machine.json", "voice.json")
"""The models that ship."""

FEWEST_WORDS = 80
REFERENCE = 400
"""Words: the length at which log-odds are given."""

_MOST_TERMS_NAMED = 3
# They make a fifth to a quarter of English prose.
_COMMONEST_WORDS = ("the", "of", "and", "to", "in", "a")
_LOWEST_SHARE_OF_COMMON = 0.05


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A measure of rhythm and what it adds to the log-odds, standardised and clipped at 3."""

    mean: float
    deviation: float
    weight: float

    def log_odds(self, value: float) -> float:
        """What ``value`` adds to the log-odds."""
        return self.weight * max(-3.0, min(3.0, (value - self.mean) / self.deviation))


class LengthCurve(NamedTuple):
    """What texts of each class get on average at each length.

    A short text holds few of the terms, and its log-odds lie nearer the middle than those of a
    long text of the same manner. What a text gets is led back to what it would get at
    ``REFERENCE`` words.

    Attributes:
        words: Lengths in words, ascending.
        low: Mean log-odds at each length of the class that gets the lower ones.
        high: The same of the other class.
    """

    words: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]

    def level(self, log_odds: float, words: int) -> float:
        """The log-odds that a text with ``log_odds`` would have at ``REFERENCE`` words."""
        low, high = self._means(words)
        low_there, high_there = self._means(REFERENCE)
        return low_there + (log_odds - low) * (high_there - low_there) / (high - low)

    def scaled(self, slope: float, offset: float) -> "LengthCurve":
        """The curve of ``slope * log_odds + offset``."""
        low, high = ([slope * mean + offset for mean in means] for means in self[1:])
        return LengthCurve(self.words, low, high)

    def _means(self, words: float) -> tuple[float, float]:
        last = bisect_left(self.words, words)
        if last in (0, len(self.words)):
            last = min(last, len(self.words) - 1)
            return self.low[last], self.high[last]
        before, behind = math.log(self.words[last - 1]), math.log(self.words[last])
        share = (math.log(words) - before) / (behind - before)
        low, high = (
            means[last - 1] + share * (means[last] - means[last - 1]) for means in self[1:]
        )
        return low, high


@dataclass(frozen=True, slots=True)
class TextModel:
    """Log-odds of one manner of prose against another, learned by `train.py`.

    Each word, pair of neighbouring words and sentence opening ("<s> however") adds its weight
    times ``log(1 + its rate per 1,000 words)``.

    Attributes:
        intercept: Log-odds of a text without any known word, after calibration.
        shown_from: Log-odds from which passages are shown.
        words: Weights of words; "<n>" is any number.
        pairs: Weights of neighbouring words.
        openings: Weights of a sentence's first word.
        rhythm: What sentence lengths and punctuation add.
        by_length: What texts get on average, by their length.
    """

    intercept: float
    shown_from: float
    words: dict[str, float]
    pairs: dict[tuple[str, str], float]
    openings: dict[str, float]
    rhythm: dict[str, Rhythm]
    by_length: LengthCurve

    def log_odds(self, doc: Document, counts: "Counts") -> float:
        """Log-odds of the running text, whose terms were counted, whatever its length."""
        of_count = _effects_by_count(doc, counts)
        total = self.intercept
        for name, value in doc.once(rhythm).items():
            total += self.rhythm[name].log_odds(value)
        for weights, terms in self._known(counts):
            found = zip(map(weights.get, terms), terms.values(), strict=True)
            total += sum([weight * of_count[n] for weight, n in found if weight is not None])
        return self.by_length.level(total, len(doc.words))

    def effects(self, doc: Document, counts: "Counts") -> "Effects":
        """What each standing of a known term adds: its share of the term's effect."""
        of_count = _effects_by_count(doc, counts)
        return Effects(
            *(
                {t: weights[t] * of_count[n] / n for t, n in terms.items() if t in weights}
                for weights, terms in self._known(counts)
            )
        )

    def _known(self, counts: "Counts") -> Iterator[tuple[Mapping[Any, float], Mapping[Any, int]]]:
        return zip((self.words, self.pairs, self.openings), counts, strict=True)


def _effects_by_count(doc: Document, counts: "Counts") -> list[float]:
    """``log(1 + rate per 1,000 words)`` of a term that stands never, once, twice and so on."""
    rate = 1000 / len(doc.words)
    most = max(max(terms.values(), default=0) for terms in counts)
    return [math.log1p(rate * count) for count in range(most + 1)]


class Effects(NamedTuple):
    """What each standing of a known term adds to the log-odds of one document."""

    words: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]
    openings: Mapping[str, float]

    def of_sentences(self, doc: Document) -> list[float]:
        """What each sentence adds."""
        lower = doc.words.lower
        of_words = list(map(self.words.get, lower, repeat(0.0)))
        of_pairs = list(map(self.pairs.get, pairwise(lower), repeat(0.0)))
        return [
            math.fsum(
                (
                    *filter(None, of_words[first:last]),
                    *filter(None, of_pairs[first : last - 1]),
                    self.openings.get(lower[first], 0.0),
                )
            )
            for _, _, first, last in doc.sentences
        ]

    def strongest(self, inside: Sequence[str]) -> list[str]:
        """The three terms that push up most a sentence of these words, none part of another."""
        terms: list[tuple[float, Term]] = [
            (self.words[word], word) for word in inside if word in self.words
        ]
        terms += [(self.pairs[pair], pair) for pair in pairwise(inside) if pair in self.pairs]
        terms.append((self.openings.get(inside[0], 0.0), inside[0]))
        named: list[str] = []
        for effect, words in sorted(terms, key=lambda item: -item[0]):
            if effect <= 0 or len(named) == _MOST_TERMS_NAMED:
                break
            term = words if isinstance(words, str) else " ".join(words)
            if all(f" {term} " not in f" {n} " and f" {n} " not in f" {term} " for n in named):
                named.append(term)
        return named


class Counts(NamedTuple):
    """How often each word, pair of neighbouring words and first word of a sentence stands."""

    words: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    openings: Mapping[str, int]


def count_shipped_terms(doc: Document) -> Counts:
    """What a shipped model may look up; "<n>" is any number.

    Pairs that no shipped model weighs are passed over: four in five, and slow to hash.
    """
    lower, index = doc.words.lower, doc.words.index
    words = {word: len(places) for word, places in index.items()}
    numbers = sum([count for word, count in words.items() if word[0].isdigit()])
    if numbers:
        words["<n>"] = numbers
    pairs = Counter(filter(_shipped_pairs().__contains__, pairwise(lower)))
    return Counts(words, pairs, Counter([lower[first] for _, _, first, _ in doc.sentences]))


@cache
def _shipped_pairs() -> frozenset[tuple[str, str]]:
    return frozenset(pair for file in FILES for pair in load_model(file).pairs)


def rhythm(doc: Document) -> dict[str, float]:
    """Sentence lengths and punctuation of the running text; none depends on its length."""
    lengths = [last - first for _, _, first, last in doc.sentences]
    sentences = len(lengths)
    mean, deviation = mean_and_deviation(lengths)
    prose, per = doc.prose, 1000 / len(doc.words)
    return {
        "words a sentence": mean,
        "variation of sentence length": deviation / mean,
        "sentences under 8 words": sum(length < 8 for length in lengths) / sentences,
        "sentences over 35 words": sum(length > 35 for length in lengths) / sentences,
        "commas per 1,000 words": prose.count(",") * per,
        "colons and semicolons per 1,000 words": (prose.count(":") + prose.count(";")) * per,
        "question and exclamation marks per 1,000 words": (prose.count("?") + prose.count("!"))
        * per,
    }


@cache
def load_model(file: str) -> TextModel:
    """The model in a file that `train.py` wrote beside this module, read once."""
    return read_model(_content(file))


def load_curve(file: str) -> LengthCurve:
    """The curve in such a file, of log-odds before calibration."""
    return LengthCurve(**_content(file)["by_length"])


def _content(file: str) -> dict[str, Any]:
    text = files("credscore.features.style").joinpath(file).read_text(encoding="utf-8")
    content: dict[str, Any] = loads(text)
    return content


def read_model(content: dict[str, Any]) -> TextModel:
    """The model from the content of its file."""
    pairs = {tuple(pair.split(" ")): weight for pair, weight in content["pairs"].items()}
    return TextModel(
        intercept=content["intercept"],
        shown_from=content["shown_from"],
        words=content["words"],
        pairs=pairs,
        openings=content["openings"],
        rhythm={name: Rhythm(**entry) for name, entry in content["rhythm"].items()},
        by_length=LengthCurve(**content["by_length"]).scaled(**content["calibration"]),
    )


def probability(doc: Document, model: TextModel) -> float | None:
    """The probability of the manner a shipped model knows; None where there is too little."""
    if not can_judge(doc):
        return None
    return as_probability(model.log_odds(doc, doc.once(count_shipped_terms)))


def can_judge(doc: Document) -> bool:
    """Whether the running text is long enough, and English prose.

    The weights of a text without their words, in another language or a list of names, would add
    up to nothing but the intercept.
    """
    if len(doc.words) < FEWEST_WORDS:
        return False
    index = doc.words.index
    common = sum([len(index.get(word, ())) for word in _COMMONEST_WORDS])
    return common >= _LOWEST_SHARE_OF_COMMON * len(doc.words)


def as_probability(log_odds: float) -> float:
    """The probability that belongs to ``log_odds``."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
