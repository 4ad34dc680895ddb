"""Corpora, generators and writers left out of training: what each method makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from credscore.training.evaluation.bootstrap import LEVEL, Figure, Rows, auc, figure, resamples
from credscore.training.table import Floats, Strings, Table
from credscore.training.validate import (
    GATE,
    FitAndScore,
    Fold,
    corpus_folds,
    gate_folds,
    length_matched_auc,
)


@dataclass(frozen=True)
class Told:
    """How one method told one left-out corpus apart.

    Attributes:
        name: The corpus.
        credible: How many credible documents were scored.
        other: How many others.
        auc: Area under the curve, with its interval by domain.
        length_matched: The same among pairs of like length.
        drawn: The AUC in each round of the bootstrap; the rounds are the same for all methods.
    """

    name: str
    credible: int
    other: int
    auc: Figure
    length_matched: float
    drawn: Floats


@dataclass(frozen=True)
class Caught:
    """What a gate catches of one left-out kind while 2 % of real reporting fails."""

    name: str
    documents: int
    caught: Figure


def tell_corpora_apart(table: Table, method: FitAndScore) -> list[Told]:
    """AUC on each corpus by a model trained without it and without its domains."""
    return [_told(table, fold, method) for fold in corpus_folds(table)]


def _told(table: Table, fold: Fold, method: FitAndScore) -> Told:
    scores = method(fold.train, fold.test)
    held = table.where(fold.test)
    credible, classes = held.credible, held.credible.astype(str)

    def area(rows: Rows) -> float:
        return auc(credible[rows], scores[rows])

    drawn = np.array([area(rows) for rows in resamples(classes, held.domain)])
    return Told(
        fold.name,
        int(credible.sum()),
        int((~credible).sum()),
        _with_interval(auc(credible, scores), drawn),
        length_matched_auc(held, scores),
        drawn,
    )


def mean_auc(corpora: Sequence[Told]) -> Figure:
    """The mean over corpora, with the interval of a bootstrap within each."""
    value = float(np.mean([corpus.auc.value for corpus in corpora]))
    return _with_interval(value, np.mean([corpus.drawn for corpus in corpora], axis=0))


def lead_over(ours: Sequence[Told], theirs: Sequence[Told]) -> Figure:
    """By how much our mean AUC is higher, on the very same drawn documents."""
    gaps = np.mean([a.drawn - b.drawn for a, b in zip(ours, theirs, strict=True)], axis=0)
    return _with_interval(mean_auc(ours).value - mean_auc(theirs).value, gaps)


def _with_interval(value: float, drawn: Floats) -> Figure:
    low, high = np.quantile(drawn, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return Figure(value, float(low), float(high))


def catch_at_gate(table: Table, method: FitAndScore) -> list[Caught]:
    """What a gate catches of each left-out kind, with the interval over real outlets too."""
    found = []
    for fold in gate_folds(table):
        scores = method(fold.train, fold.test)
        held = table.where(fold.test)
        found.append(
            Caught(fold.name, int((~held.credible).sum()), _caught(held, held.domain, scores))
        )
    return found


def _caught(held: Table, domains: Strings, scores: Floats) -> Figure:
    credible = held.credible

    def share(rows: Rows) -> float:
        mask = credible[rows]
        threshold = np.quantile(scores[rows][mask], GATE)
        return float((scores[rows][~mask] < threshold).mean())

    return figure(share, credible.astype(str), domains)


def mean_caught(gate: Sequence[Caught]) -> float:
    """The mean over left-out kinds."""
    return float(np.mean([kind.caught.value for kind in gate]))
