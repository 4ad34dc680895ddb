"""Intervals for figures: what they would have been had other outlets been collected."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from credscore.training.table import Booleans, Floats, Strings

Rows = npt.NDArray[np.int64]

ROUNDS = 200
LEVEL = 0.9
_FEWEST_CLUSTERS = 8


class Figure(NamedTuple):
    """A figure with its interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f} to {self.high:.2f})"


def figure(statistic: Callable[[Rows], float], strata: Strings, clusters: Strings) -> Figure:
    """``statistic`` over all rows, with the interval of a bootstrap by cluster (LEVEL of it).

    Within each stratum clusters are drawn with replacement, so that a figure is as uncertain as
    its outlets are few; where a stratum has hardly any, its documents are drawn instead.
    """
    every = np.arange(len(clusters))
    drawn = [statistic(rows) for rows in resamples(strata, clusters)]
    low, high = np.nanquantile(drawn, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return Figure(statistic(every), float(low), float(high))


def resamples(strata: Strings, clusters: Strings, rounds: int = ROUNDS) -> list[Rows]:
    """The rows of each round of the bootstrap; the same for the same strata and clusters."""
    rng = np.random.default_rng(0)
    members = []
    for stratum in np.unique(strata):
        inside = np.flatnonzero(strata == stratum)
        _, cluster = np.unique(clusters[inside], return_inverse=True)
        if cluster.max() + 1 < _FEWEST_CLUSTERS:
            cluster = np.arange(len(inside))
        order = np.argsort(cluster, kind="stable")
        members.append(np.split(inside[order], np.flatnonzero(np.diff(cluster[order])) + 1))
    return [
        np.concatenate([
            group[place] for group in members for place in rng.integers(len(group), size=len(group))
        ])
        for _ in range(rounds)
    ]  # fmt: skip


def auc(credible: Booleans, scores: Floats) -> float:
    """Share of pairs of a credible document and another that stand in the right order."""
    good = int(credible.sum())
    other = len(credible) - good
    if not good or not other:
        return float("nan")
    ranks = rankdata(scores)
    return float((ranks[credible].sum() - good * (good + 1) / 2) / (good * other))
