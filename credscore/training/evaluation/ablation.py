"""What each family of features is worth, and what more documents would be."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from credscore.training.evaluation.bootstrap import auc
from credscore.training.table import Booleans, Table
from credscore.training.validate import FitAndScore, corpus_folds

Method = Callable[[Table], FitAndScore]

SHARES = (0.1, 0.25, 0.5, 1.0)


@dataclass(frozen=True)
class Worth:
    """The mean AUC on left-out corpora with a family of features alone, and without it."""

    family: str
    features: int
    alone: float
    without: float


def families(table: Table, method: Method) -> Iterator[Worth]:
    """The worth of each family."""
    owners = [name.partition(".")[0] for name in table.names]
    for family in dict.fromkeys(owners):
        inside = [n for n, owner in zip(table.names, owners, strict=True) if owner == family]
        others = [n for n in table.names if n not in inside]
        yield Worth(
            family,
            len(inside),
            mean_auc(table.with_features(inside), method),
            mean_auc(table.with_features(others), method) if others else float("nan"),
        )


def learning_curve(table: Table, method: Method) -> list[tuple[float, int, float]]:
    """Share and mean number of documents trained on, and mean AUC on left-out corpora.

    Whole domains are left out, at random but the same for each larger share.
    """
    lot = np.random.default_rng(0).random(len(np.unique(table.domain)))
    _, domain = np.unique(table.domain, return_inverse=True)
    fit_and_score = method(table)
    points = []
    for share in SHARES:
        # A domain that is one whole corpus (or a generator) is thinned, not lost.
        documents = np.random.default_rng(1).random(len(table)) < share
        large = np.bincount(domain)[domain] > 100
        kept = np.where(large, documents, lot[domain] < share)
        counts, areas = [], []
        for fold in corpus_folds(table):
            train = fold.train & kept
            counts.append(int(train.sum()))
            areas.append(_area(table, fit_and_score, train, fold.test))
        points.append((share, round(float(np.mean(counts))), float(np.mean(areas))))
    return points


def mean_auc(table: Table, method: Method) -> float:
    """Mean AUC on left-out corpora; .5 for one where the features are all missing."""
    fit_and_score = method(table)
    areas = [_area(table, fit_and_score, fold.train, fold.test) for fold in corpus_folds(table)]
    return float(np.mean(areas))


def _area(table: Table, fit_and_score: FitAndScore, train: Booleans, test: Booleans) -> float:
    scores = fit_and_score(train, test)
    return auc(table.where(test).credible, scores)
