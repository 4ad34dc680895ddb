"""The model of lines, fitted in two passes: each line by itself, then in its context."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from credscore.reading.line_context import NAMES, read_context
from credscore.reading.line_traits import Line
from credscore.reading.residue import LineModel, own_scores, weigh_in_context
from credscore.training.line_corpora import FOLDS, Text, fold_of

STEPS = [-3.0, -2.0, -1.0, -0.3, 0.3, 1.0, 1.7, 2.4, 3.2, 4.2]
EDGES: dict[str, list[float]] = {
    "distance from the article": [-20, -8, -3, -1, 0, 1, 2, 4, 9, 21],
    "share of the article passed": [0.001, 0.05, 0.15, 0.4, 0.6, 0.85, 0.95, 1.0],
    "lines passed": [1, 2, 3, 6, 12, 30, 70, 150],
    "lines left": [1, 2, 3, 6, 12, 30, 70, 150],
    "article": [1, 4, 8, 15, 25, 45, 90],
}
MASS_EDGES = [-20.0, -8.0, -4.0, -2.0, -1.0, -0.3, 0.3, 1.0, 2.0, 4.0, 8.0, 16.0]
RARE = 20


class Corpus:
    """All texts with their lines read, as sparse matrices."""

    def __init__(
        self,
        texts: Sequence[Text],
        spans: Sequence[Sequence[tuple[int, int]]],
        read: Sequence[Mapping[int, Line]],
    ) -> None:
        self.texts, self.spans, self.read = texts, spans, read
        self.rows = [(text, number) for text, read in enumerate(self.read) for number in read]
        self.fold = np.array([fold_of(self.texts[text].group) for text, _ in self.rows])
        labels = [self.texts[text].labels[number] for text, number in self.rows]
        self.known = np.array([label is not None for label in labels])
        self.labels = np.array([label or 0 for label in labels])
        self.weights = np.array([self.texts[text].weight for text, _ in self.rows])
        counts = Counter(
            trait for text, number in self.rows for trait in self.read[text][number].traits
        )
        self.traits = sorted(trait for trait, count in counts.items() if count >= RARE)
        self.trait_matrix = self._matrix(
            [self.read[text][number].traits for text, number in self.rows], self.traits
        )

    @staticmethod
    def _matrix(rows: Sequence[Sequence[str]], names: Sequence[str]) -> "sparse.csr_matrix":
        columns = {name: column for column, name in enumerate(names)}
        places = [
            (row, columns[trait])
            for row, traits in enumerate(rows)
            for trait in set(traits)
            if trait in columns
        ]
        at = np.array(places).T
        return sparse.csr_matrix((np.ones(len(places)), at), shape=(len(rows), len(names)))

    def context_matrix(self, own: Sequence[Sequence[float]]) -> "sparse.csr_matrix":
        """One column for each step of the own score, value of the context, and bin."""
        contexts = [
            read_context(scores, [end - start for start, end in spans], read)
            for scores, spans, read in zip(own, self.spans, self.read, strict=True)
        ]
        values = np.array([contexts[text][number] for text, number in self.rows])
        steps = np.searchsorted(STEPS, [own[text][number] for text, number in self.rows], "right")
        blocks = []
        for column, edges in enumerate(_edges()):
            bins = np.searchsorted(edges, values[:, column], "right")
            width = len(edges) + 1
            for code, size in (
                (bins, width),
                (steps * width + bins, width * (len(STEPS) + 1)),
            ):
                at = (np.arange(len(code)), code)
                blocks.append(sparse.csr_matrix((np.ones(len(code)), at), (len(code), size)))
        return sparse.hstack(blocks).tocsr()


def _edges() -> list[list[float]]:
    return [EDGES.get(name, MASS_EDGES) for name in NAMES]


def fit(
    corpus: Corpus, chosen: "np.ndarray[Any, Any]", thresholds: tuple[float, float] = (0.0, 0.0)
) -> LineModel:
    """Fit both passes on the chosen rows of ``corpus``."""
    chosen = chosen & corpus.known
    first = _regression(corpus.trait_matrix, corpus, chosen, 0.3)
    traits = _named(corpus.traits, first)
    own = [
        own_scores(traits, read, len(spans))
        for read, spans in zip(corpus.read, corpus.spans, strict=True)
    ]
    context = corpus.context_matrix(own)
    second = _regression(sparse.hstack([context, corpus.trait_matrix]).tocsr(), corpus, chosen, 0.1)
    tables: list[list[list[float]]] = []
    place = 0
    for edges in _edges():
        width, height = len(edges) + 1, len(STEPS) + 1
        main = second[place : place + width]
        crossed = second[place + width : place + width * (height + 1)].reshape(height, width)
        tables.append((main + crossed).round(2).tolist())
        place += width * (height + 1)
    in_context = _named(corpus.traits, second[place:])
    return LineModel(traits, STEPS, _edges(), tables, in_context, *thresholds)


def _regression(
    matrix: "sparse.csr_matrix", corpus: Corpus, chosen: "np.ndarray[Any, Any]", c: float
) -> "np.ndarray[Any, Any]":
    model = LogisticRegression(C=c, solver="liblinear", fit_intercept=False, max_iter=200)
    model.fit(matrix[chosen], corpus.labels[chosen], sample_weight=corpus.weights[chosen])
    return np.asarray(model.coef_[0])


def _named(names: Sequence[str], weights: "np.ndarray[Any, Any]") -> dict[str, float]:
    pairs = zip(names, weights.round(2).tolist(), strict=True)
    return {name: weight for name, weight in pairs if weight}


def held_out_scores(corpus: Corpus) -> "np.ndarray[Any, Any]":
    """The score of every line by a model that saw nothing of its site or writer."""
    scores = np.zeros(len(corpus.rows))
    for fold in range(FOLDS):
        model = fit(corpus, corpus.fold != fold)
        held = {corpus.rows[row][0] for row in np.flatnonzero(corpus.fold == fold)}
        found = {
            text: weigh_in_context(
                model,
                own_scores(model.traits, corpus.read[text], len(corpus.spans[text])),
                corpus.read[text],
                corpus.spans[text],
            )
            for text in held
        }
        for row in np.flatnonzero(corpus.fold == fold):
            text, number = corpus.rows[row]
            scores[row] = found[text][number]
    return scores


def measure(corpus: Corpus, scores: "np.ndarray[Any, Any]") -> Iterator[str]:
    """Figures by kind of text and threshold, a line each."""
    kinds = np.array([corpus.texts[text].kind for text, _ in corpus.rows])
    totals = Counter((t.kind, label) for t in corpus.texts for label in t.labels)
    for threshold in (0.0, 1.0, 1.5, 2.0, 2.5, 3.0):
        flagged = (scores > threshold) & corpus.known
        parts = []
        for kind in sorted(set(kinds)):
            of_kind = flagged & (kinds == kind)
            found, wrong = (int((of_kind & (corpus.labels == label)).sum()) for label in (1, 0))
            recall = found / max(1, totals[kind, 1])
            parts.append(f"{kind}: found {recall:.3f}, wrong {wrong / totals[kind, 0]:.4f}")
        yield f"{threshold:4.1f}  " + "   ".join(parts)


def write(corpus: Corpus, what: str, thresholds: tuple[float, float], target: Path) -> None:
    """Fit on everything and write the model as readable JSON."""
    model = fit(corpus, np.ones(len(corpus.rows), bool), thresholds)
    about = {
        "what": what,
        "lines": {"read": len(corpus.rows), "residue": int(corpus.labels.sum())},
        "context": list(NAMES),
    }
    content = json.dumps({"about": about, "model": model._asdict()}, ensure_ascii=False)
    target.write_text(content + "\n", encoding="utf-8")
