"""Learning a model of wording: texts as rates of general words, and a ridge regression on them.

Kept out are names and topic words (see `general_vocabulary`), datelines and agency lines (the
corpus loaders strip them), paragraph breaks and quote glyphs.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression

from credscore.document import Document
from credscore.features.style.text_model import LengthCurve, rhythm
from credscore.training.corpora import Example
from credscore.training.vocabulary import general_vocabulary

LONGEST = 1500
FEWEST_TEXTS_WITH_A_PAIR = 40
MOST_TERMS = 6000
RIDGE = 2e-4

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
Strings = NDArray[np.str_]


@dataclass(frozen=True)
class Text:
    """A text to learn from: where it comes from, its class, and what the model looks at."""

    corpus: str
    domain: str
    positive: bool
    tokens: Counter[str]
    words: int
    rhythm: list[float]


def vocabulary(examples: Iterable[Example]) -> set[str]:
    """The words that stand in texts of all corpora, by people and by machines."""
    return general_vocabulary(
        (f"{e.corpus} {e.kind in ('model', 'farm')}", e.document.content) for e in examples
    )


def read_text(example: Example, general: set[str], positive: bool, longest: int = LONGEST) -> Text:
    """Count the general words, their pairs and the openings of a text's first ``longest`` words."""
    doc = copy(example.document)  # What is read of it is not kept.
    if len(doc.words) > longest:
        doc = Document(doc.content[: doc.words.ends[longest - 1]])
    lower = doc.words.lower
    tokens: Counter[str] = Counter(word for word in lower if word in general)
    tokens["<n>"] = sum(word[0].isdigit() for word in lower)
    tokens.update(
        f"{one} {two}" for one, two in pairwise(lower) if one in general and two in general
    )
    tokens.update(
        f"<s> {lower[sentence.first_word]}"
        for sentence in doc.sentences
        if lower[sentence.first_word] in general
    )
    return Text(
        corpus=example.corpus,
        domain=example.domain,
        positive=positive,
        tokens=tokens,
        words=max(1, len(lower)),
        rhythm=list(rhythm(doc).values()) if doc.sentences else [0.0] * 7,
    )


@dataclass(frozen=True)
class Fitted:
    """A fit: log-odds = intercept + standardised features @ weights."""

    intercept: float
    weights: Floats
    deviations: Floats
    rhythm_means: Floats
    rhythm_deviations: Floats


@dataclass(frozen=True)
class TextTable:
    """All texts as rates per 1,000 words, log(1 + rate), and their rhythm."""

    names: list[str]
    rates: Any
    rhythm: Floats
    positive: Booleans
    corpus: Strings
    domain: Strings
    words: Floats
    rhythm_names: list[str]
    weigh_by: tuple[str, ...]

    @classmethod
    def of(
        cls, texts: Sequence[Text], weigh_by: tuple[str, ...], names: list[str] | None = None
    ) -> "TextTable":
        """Collect the texts; rare pairs and openings are left out unless ``names`` are given.

        ``weigh_by`` names the columns by the root of whose groups a text is weighed down.
        """
        holding: Counter[str] = Counter()
        for text in texts if names is None else ():
            holding.update(text.tokens.keys())
        names = names or sorted(n for n, k in holding.items() if k >= FEWEST_TEXTS_WITH_A_PAIR)
        places = {name: place for place, name in enumerate(names)}
        rows, columns, values = [], [], []
        for row, text in enumerate(texts):
            for token, count in text.tokens.items():
                if token in places and count:
                    rows.append(row)
                    columns.append(places[token])
                    values.append(np.log1p(1000 * count / text.words))
        return cls(
            names=names,
            rates=csr_matrix((values, (rows, columns)), shape=(len(texts), len(names))),
            rhythm=np.array([text.rhythm for text in texts]),
            positive=np.array([text.positive for text in texts], dtype=bool),
            corpus=np.array([text.corpus for text in texts], dtype=np.str_),
            domain=np.array([text.domain for text in texts], dtype=np.str_),
            words=np.array([text.words for text in texts], dtype=np.float64),
            rhythm_names=list(rhythm(Document("One two three. Four five six seven."))),
            weigh_by=weigh_by,
        )

    def fit(self, chosen: Booleans) -> Fitted:
        """Ridge logistic regression on the chosen texts, each class and corpus with its due.

        It is fitted twice: the second time on the terms that weighed most the first time.
        """
        rates = self.rates[chosen]
        squares = rates.multiply(rates).mean(axis=0).A1
        deviations = np.sqrt(np.maximum(squares - rates.mean(axis=0).A1 ** 2, 1e-9))
        # The rarest terms are not blown up to the size of the common ones.
        deviations = np.maximum(deviations, np.percentile(deviations, 20))
        means = self.rhythm[chosen].mean(axis=0)
        spreads = np.maximum(self.rhythm[chosen].std(axis=0), 1e-3)
        beats = csr_matrix(np.clip((self.rhythm[chosen] - means) / spreads, -3, 3))
        terms = len(self.names)
        kept = np.arange(terms)
        for _ in range(2):
            scales = np.zeros(terms)
            scales[kept] = 1 / deviations[kept]
            features = csr_matrix(hstack([rates @ diags(scales), beats]))
            model = LogisticRegression(C=RIDGE, max_iter=300)
            model.fit(features, self.positive[chosen], sample_weight=self.weigh(chosen))
            kept = np.argsort(-np.abs(model.coef_[0][:terms]))[:MOST_TERMS]
        return Fitted(float(model.intercept_[0]), model.coef_[0], deviations, means, spreads)

    def log_odds(self, fitted: Fitted, chosen: Booleans) -> Floats:
        """Log-odds of the chosen texts."""
        terms = len(self.names)
        beats = np.clip(
            (self.rhythm[chosen] - fitted.rhythm_means) / fitted.rhythm_deviations, -3, 3
        )
        wording = self.rates[chosen] @ (fitted.weights[:terms] / fitted.deviations)
        return np.asarray(wording + beats @ fitted.weights[terms:] + fitted.intercept)

    def weigh(self, chosen: Booleans) -> Floats:
        """Both classes weigh the same; a group in its class by the root of its size."""
        weights = np.ones(int(chosen.sum()))
        positive = self.positive[chosen]
        for column in self.weigh_by:
            groups = np.char.add(getattr(self, column)[chosen], np.where(positive, "+", "-"))
            _, inverse, counts = np.unique(groups, return_inverse=True, return_counts=True)
            weights /= np.sqrt(counts[inverse])
        for of_class in (positive, ~positive):
            if of_class.any():
                weights[of_class] *= len(weights) / weights[of_class].sum()
        return weights

    def without(self, corpus: str) -> Booleans:
        """Which texts are neither of the corpus nor of a domain that stands in it."""
        inside = self.corpus == corpus
        return np.asarray(~inside & ~np.isin(self.domain, self.domain[inside]), dtype=bool)


def calibrate(table: TextTable, log_odds: Floats, chosen: Booleans) -> tuple[float, float]:
    """Slope and offset that turn held-out log-odds into calibrated ones (Platt 1999)."""
    platt = LogisticRegression(C=1e6).fit(
        log_odds[chosen, None], table.positive[chosen], sample_weight=table.weigh(chosen)
    )
    return float(platt.coef_[0, 0]), float(platt.intercept_[0])


def level(curve: LengthCurve, log_odds: Floats, words: Floats) -> Floats:
    """What log-odds of texts of these lengths come to at one length."""
    pairs = zip(log_odds, words, strict=True)
    return np.array([curve.level(value, int(count)) for value, count in pairs])


def as_content(
    table: TextTable,
    fitted: Fitted,
    curve: LengthCurve,
    calibration: tuple[float, float],
    bar: float,
) -> dict[str, Any]:
    """The calibrated weights as the file holds them; the curve is of log-odds before that."""
    slope, offset = calibration
    terms = len(table.names)
    weights = slope * fitted.weights[:terms] / fitted.deviations
    words: dict[str, float] = {}
    pairs: dict[str, float] = {}
    openings: dict[str, float] = {}
    for place in range(terms):
        name, weight = table.names[place], round(float(weights[place]), 4)
        if not weight:
            continue
        if name.startswith("<s> "):
            openings[name.removeprefix("<s> ")] = weight
        elif " " in name:
            pairs[name] = weight
        else:
            words[name] = weight
    return {
        "intercept": round(slope * fitted.intercept + offset, 4),
        "shown_from": round(bar, 2),
        "calibration": {"slope": round(slope, 4), "offset": round(offset, 4)},
        "by_length": {
            name: [round(float(value), 3) for value in values]
            for name, values in curve._asdict().items()
        },
        "rhythm": {
            name: {
                "mean": round(float(fitted.rhythm_means[place]), 4),
                "deviation": round(float(fitted.rhythm_deviations[place]), 4),
                "weight": round(slope * float(fitted.weights[terms + place]), 4),
            }
            for place, name in enumerate(table.rhythm_names)
        },
        "words": dict(sorted(words.items())),
        "pairs": dict(sorted(pairs.items())),
        "openings": dict(sorted(openings.items())),
    }
