"""Whether scores mean what they say: calibration, bands and intervals on what was left out."""

from dataclasses import dataclass

import numpy as np

from credscore.training.evaluation.breakdown import Held
from credscore.training.recipe import KEPT_OUT, NOMINAL, HeldOut
from credscore.training.spread import count_unusual_held_out, fit_spread
from credscore.training.table import Booleans, Floats, Table
from credscore.training.validate import FitAndScore

_FEWEST = 30
_FEWEST_FOR_A_SHARE = 100


@dataclass(frozen=True)
class Bin:
    """Documents of like score: what the score says, and what came true."""

    low: float
    high: float
    documents: int
    mean_score: float
    credible: float


@dataclass(frozen=True)
class Covered:
    """How often the interval holds, in one left-out corpus."""

    corpus: str
    documents: int
    covered: float
    median_width: float


def expected_calibration_error(scores: Floats, credible: Booleans, bins: int = 10) -> float:
    """Mean gap between score and share of credible documents, over bins of equal width.

    Both classes weigh alike, as the score assumes.
    """
    place = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = np.bincount(place, _even_weights(credible) * (scores - credible), minlength=bins)
    return float(np.abs(gaps).sum())


def calibration(held: Held) -> dict[str, float]:
    """Expected calibration error by corpus, of those that have both classes."""
    errors = {}
    for corpus in np.unique(held.table.corpus):
        inside = held.table.corpus == corpus
        credible = held.table.credible[inside]
        if min(credible.sum(), (~credible).sum()) >= _FEWEST:
            errors[str(corpus)] = expected_calibration_error(held.scores[inside], credible)
    return errors


def reliability(held: Held, weights: Floats, bins: int = 10) -> list[Bin]:
    """The reliability diagram: by tenths of the score, weighted as in training."""
    place = np.minimum((held.scores * bins).astype(int), bins - 1)
    found = []
    for number in range(bins):
        inside = place == number
        if inside.any():
            mean, share = (
                float(np.average(values[inside], weights=weights[inside]))
                for values in (held.scores, held.table.credible)
            )
            found.append(Bin(number / bins, (number + 1) / bins, int(inside.sum()), mean, share))
    return found


def bands(held: Held) -> list[tuple[str, int, float, int, float]]:
    """By corpus with enough of a class: reliable ones in band low, others in band high."""
    rows = []
    for corpus in np.unique(held.table.corpus):
        inside = held.table.corpus == corpus
        good, other = inside & held.table.credible, inside & ~held.table.credible
        shares = [
            float(hit[mask].mean()) if mask.sum() >= _FEWEST_FOR_A_SHARE else float("nan")
            for mask, hit in (
                (good, held.scores < held.low_below),
                (other, held.scores >= held.high_from),
            )
        ]
        if not np.isnan(shares).all():
            rows.append((str(corpus), int(good.sum()), shares[0], int(other.sum()), shares[1]))
    return rows


def coverage(table: Table, held_out: HeldOut, method: FitAndScore) -> list[Covered]:
    """How often the interval holds the score of a model that knew the corpus.

    The widths for each corpus come from the changes that the others underwent.
    """
    every = np.ones(len(table), dtype=bool)
    change = held_out.slope * np.abs(held_out.raw - method(every, every))
    weighed = table.with_features(name for name in table.names if name not in KEPT_OUT)
    unusual = count_unusual_held_out(weighed)
    found = []
    for corpus in np.unique(table.corpus):
        inside = table.corpus == corpus
        if inside.sum() < _FEWEST:
            continue
        spread = fit_spread(table.words[~inside], unusual[~inside], change[~inside], NOMINAL)
        half = np.array([
            spread.at(int(words), int(count))
            for words, count in zip(table.words[inside], unusual[inside], strict=True)
        ])  # fmt: skip
        middle = held_out.log_odds[inside]
        widths = 1 / (1 + np.exp(-middle - half)) - 1 / (1 + np.exp(-middle + half))
        covered = float((change[inside] <= half).mean())
        found.append(Covered(str(corpus), int(inside.sum()), covered, float(np.median(widths))))
    return found


def _even_weights(credible: Booleans) -> Floats:
    weights: Floats = np.where(credible, 0.5 / credible.sum(), 0.5 / (~credible).sum())
    return weights
