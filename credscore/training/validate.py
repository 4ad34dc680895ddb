"""Validation on what was left out: corpora, generators, writers and domains never seen.

A figure from a random split says how well a model knows its sources. Every figure here comes
from a model that saw neither the corpus, nor the domains, that it is measured on.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from credscore.training.table import Booleans, Floats, Table

FitAndScore = Callable[[Booleans, Booleans], Floats]
"""Trains on the rows of the first mask and returns log-odds for the rows of the second."""

GATE = 0.02
"""Share of real reporting that may be failed."""

_FEWEST_OF_A_CLASS = 30
_CONTROL_CORPORA = ("polnear", "model-ap-cnn", "opinions-local")


class Fold(NamedTuple):
    """One thing left out: its name, and the rows to train on and to test on."""

    name: str
    train: Booleans
    test: Booleans


def control_slice(table: Table) -> Booleans:
    """A quarter of the domains of credible documents, to set one-sided corpora against."""
    quarter: Booleans = np.array([int(domain, 16) % 4 == 0 for domain in table.domain])
    return np.logical_and(table.credible, quarter)


def corpus_folds(table: Table) -> Iterator[Fold]:
    """Leave out each corpus in turn, and with it every document of its domains.

    A corpus that holds (almost) nothing credible is tested against the control slice.
    """
    control = control_slice(table)
    for corpus in np.unique(table.corpus):
        inside = table.corpus == corpus
        if (inside & ~table.credible).sum() < _FEWEST_OF_A_CLASS:
            continue
        test = inside
        if (inside & table.credible).sum() < _FEWEST_OF_A_CLASS:
            test = inside | control
        yield Fold(str(corpus), ~test & ~_shares_domain(table, test), test)


def gate_folds(table: Table) -> Iterator[Fold]:
    """Leave out each kind of copy that a gate should catch, and all control reporting."""
    control = gate_control(table)
    # With its credible half held back, a corpus would teach that all that is scraped like it is
    # poor: its other half is held back too.
    one_sided = np.isin(table.corpus, _CONTROL_CORPORA)
    wrong = ~table.credible
    for corpus in np.unique(table.corpus[wrong]):
        inside = wrong & (table.corpus == corpus)
        by_group = corpus in ("llm-misinformation", "content-farm", "model-ap-cnn")
        groups = np.unique(table.domain[inside]) if by_group else [None]
        for group in groups:
            caught = inside & (table.domain == group) if group is not None else inside
            if caught.sum() < _FEWEST_OF_A_CLASS:
                continue
            name = str(corpus) if group is None else f"{corpus}/{group[:4]}"
            test = caught | control
            train = ~test & ~_shares_domain(table, test) & ~one_sided
            yield Fold(name, train, test)


def gate_control(table: Table) -> Booleans:
    """Real reporting and opinion that no gate model is trained on."""
    human = np.isin(table.kind, ("reporting", "opinion"))
    sliced = control_slice(table) & np.isin(table.corpus, ("allsides", "html-pages"))
    return human & (np.isin(table.corpus, _CONTROL_CORPORA) | sliced)


def _shares_domain(table: Table, test: Booleans) -> Booleans:
    return np.isin(table.domain, np.unique(table.domain[test]))


def length_matched_auc(table: Table, log_odds: Floats) -> float:
    """Share of right order among pairs of documents within 25 % of one another's length."""
    credible, other = (np.flatnonzero(mask) for mask in (table.credible, ~table.credible))
    ratio = table.words[credible][:, None] / table.words[other]
    near = (ratio > 0.8) & (ratio < 1.25)
    difference = log_odds[credible][:, None] - log_odds[other]
    wins = (difference > 0) + 0.5 * (difference == 0)
    return float(wins[near].mean()) if near.any() else float("nan")


def out_of_fold(table: Table, fit_and_score: FitAndScore, folds: int = 5) -> Floats:
    """Log-odds of every row by a model that never saw its domain.

    For a row that is not of credible make, the model never saw its corpus either.
    """
    log_odds = np.full(len(table), np.nan)
    for fold in corpus_folds(table):
        scored = fold.test & ~table.credible & (table.corpus == fold.name)
        log_odds[scored] = fit_and_score(fold.train, scored)
    group = np.array([int(domain, 16) % folds for domain in table.domain])
    for part in range(folds):
        scored = np.isnan(log_odds) & (group == part)
        if scored.any():
            log_odds[scored] = fit_and_score(group != part, scored)
    return log_odds


def calibrate(table: Table, log_odds: Floats, weights: Floats) -> tuple[float, float]:
    """Slope and offset that turn held-out log-odds into calibrated ones (Platt 1999)."""
    platt = LogisticRegression(C=1e6).fit(log_odds[:, None], table.credible, sample_weight=weights)
    return float(platt.coef_[0, 0]), float(platt.intercept_[0])
