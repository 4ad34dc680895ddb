"""Rates with the intervals that their documents allow, and thresholds that can be vouched for."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log

import numpy as np
import numpy.typing as npt

CONFIDENCE = 0.95

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of documents, and where it would lie among others of the same kind.

    Attributes:
        count: How many it is true of.
        total: Of how many.
        low: Lower end of the interval; 0 where nothing is known.
        high: Upper end; 1 where nothing is known.
    """

    count: int
    total: int
    low: float
    high: float

    def __str__(self) -> str:
        if not self.total:
            return "none to measure by"
        share = 100 * self.count / self.total
        span = f"{100 * self.low:.1f} to {100 * self.high:.1f}"
        return f"{share:.1f} % ({self.count:,} of {self.total:,}; {span} %)"


def rate(true_of: Booleans, source: Sequence[str]) -> Rate:
    """The share of documents that ``true_of`` marks, with its interval of 95 %.

    The interval is exact (Clopper and Pearson 1934). Documents of one source are alike, so that
    fewer are as good as known: their number is cut by the design effect (Korn and Graubard 1998).
    """
    total, count = len(true_of), int(true_of.sum())
    if not total:
        return Rate(0, 0, 0.0, 1.0)
    effective = total / design_effect(true_of, source)
    hits = count * effective / total
    edge = (1 - CONFIDENCE) / 2
    low = _beta_quantile(edge, hits, effective - hits + 1) if count else 0.0
    high = _beta_quantile(1 - edge, hits + 1, effective - hits) if count < total else 1.0
    return Rate(count, total, low, high)


def design_effect(true_of: Booleans, source: Sequence[str]) -> float:
    """How many documents tell as much as one of its own source; at least 1.

    With one source, or with all documents alike, it cannot be measured and is taken as 1.
    """
    total = len(true_of)
    share = float(true_of.mean()) if total else 0.0
    _, place = np.unique(np.array(source, dtype=np.str_), return_inverse=True)
    sources = int(place.max()) + 1 if total else 0
    if sources < 2 or share in (0.0, 1.0):
        return 1.0
    residuals = np.bincount(place, true_of - share)
    variance = sources / (sources - 1) * float(residuals @ residuals) / total**2
    alone = share * (1 - share) / (total - 1)
    return min(max(variance / alone, 1.0), float(total))


def _beta_quantile(at: float, a: float, b: float) -> float:
    from scipy.stats import beta

    return float(beta.ppf(at, a, b))


@dataclass(frozen=True, slots=True)
class Threshold:
    """A score below which to hold, and the share of sound documents that it would hold.

    Attributes:
        score: The score.
        below: How many of the labelled sound documents lie below it.
        low: Lower end of the interval of 90 % of that share among documents to come.
        high: Upper end: with a confidence of 95 %, no more than this.
    """

    score: float
    below: int
    low: float
    high: float


def likeliest_threshold(scores: Floats, wanted: float) -> Threshold:
    """The highest score with at most ``wanted`` of the sound documents below it.

    Args:
        scores: Scores of sound documents; infinite for those that are held, or passed, anyway.
        wanted: The share of them that may be held.
    """
    return _threshold(np.sort(scores), int(wanted * len(scores)), 1.0)


def sure_threshold(scores: Floats, wanted: float, source: Sequence[str]) -> Threshold | None:
    """The highest score that holds at most ``wanted`` of sound documents to come.

    It holds no more with a confidence of 95 %, whatever their distribution: the share below an
    order statistic is known (Tong, Feng and Li 2018), and so the choice of the threshold on the
    same labels is paid for. None where the labels are too few, or too much is held anyway.
    """
    ordered = np.sort(scores)
    # Measured where some documents are in any case: at the share that is wanted.
    at = ordered[min(max(int(wanted * len(ordered)), 4), len(ordered) - 1)]
    effect = design_effect(scores <= at, source)
    best = None
    for below in range(len(ordered)):
        threshold = _threshold(ordered, below, effect)
        if threshold.high > wanted:
            break
        if threshold.score > 0:
            best = threshold
    return best


def _threshold(ordered: Floats, below: int, effect: float) -> Threshold:
    """The threshold at the score behind the lowest ``below``."""
    total = len(ordered) / effect
    rank = (below + 1) / effect
    low, high = (_beta_quantile(at, rank, total - rank + 1) for at in (0.05, CONFIDENCE))
    score = float(ordered[below])
    # Cut, not rounded: what is vouched for is a score no higher than this.
    shown = max(np.floor(min(score, 1.0) * 1e4) / 1e4, 0.0)
    return Threshold(float(shown), int((ordered < shown).sum()), low, high)


def fewest_labels(wanted: float) -> int:
    """How many sound documents must be labelled to vouch for a share of ``wanted``."""
    return ceil(log(1 - CONFIDENCE) / log(1 - wanted))


def area(scores: Floats, sound: Booleans) -> float:
    """Share of pairs of a sound and another document in which the sound one scores higher."""
    from scipy.stats import rankdata

    ranks = rankdata(scores)
    above = float(ranks[sound].sum()) - sound.sum() * (sound.sum() + 1) / 2
    return float(above / (sound.sum() * (~sound).sum()))


def area_interval(
    scores: Floats, sound: Booleans, source: Sequence[str], rounds: int = 500
) -> tuple[float, float]:
    """The interval of 95 % of ``area``, by drawing sources anew (with few, documents)."""
    random = np.random.default_rng(0)
    _, place = np.unique(np.array(source, dtype=np.str_), return_inverse=True)
    if place.max() < 4:
        place = np.arange(len(scores))
    rows = [np.flatnonzero(place == one) for one in range(int(place.max()) + 1)]
    areas = []
    for _ in range(rounds):
        drawn = np.concatenate([rows[one] for one in random.integers(0, len(rows), len(rows))])
        if 0 < sound[drawn].sum() < len(drawn):
            areas.append(area(scores[drawn], sound[drawn]))
    low, high = np.quantile(areas, (0.025, 0.975)) if areas else (0.0, 1.0)
    return float(low), float(high)
