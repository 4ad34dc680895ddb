"""Fitting: for each kind of poor copy, a logistic regression over ramps.

A feature's values are cut at knots. Between two knots runs a ramp from 0 to 1, and its weight is
what the shape rises or falls there. The ridge penalty keeps shapes flat unless the data insist,
alike for common and for rare evidence; a ramp that runs against what the feature means is taken
out and the rest fitted anew, so that shapes are monotone where a direction is declared.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from credscore.feature import Direction
from credscore.registry import features
from credscore.training.table import Booleans, Floats, Table

RIDGE = 0.03
"""Inverse strength of the penalty (scikit-learn's C), chosen by leaving corpora out."""

SHARES = {"unreliable": 0.5, "model": 0.3, "farm": 0.2}
"""The kinds that have a head, and the share each is taken to have among poor copy."""

LEARNED = {
    "unreliable": {"style.reporting_voice": 1.0},
    "model": {"style.machine_prose": -0.5},
}
"""Probabilities that weights of words give, the head that takes each, and what one unit of its
log-odds adds there. These are set, not fitted: on the documents the words were learned from, such
a value is better than it will ever be again, and on those held out it is worse."""

ONLY_AGAINST = {
    "style.paragraph_length_variation": ("model", "farm"),
    "style.sentence_length_variation": ("model", "farm"),
}
"""Features that take part in some heads only. Even lengths are the manner of machines: against
what people write (AUC .50 over all corpora) they only tell how a corpus was put together."""

_LEARNED_KNOTS = (0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97, 0.99)

_FEWEST_OF_A_KIND = 30
# Evidence rarer than in about 1 text of 1,000 is not scaled up any further.
_LEAST_DEVIATION = 0.03
_QUANTILES = (0.05, 0.35, 0.65, 0.95)
_QUANTILES_ABOVE_ZERO = (0.25, 0.75, 0.95)
_MOSTLY_ZERO = 0.6


@dataclass(frozen=True)
class Fit:
    """A fitted additive model.

    Attributes:
        names: Features in the order of ``knots``.
        knots: Knots of each feature, ascending; fewer than two where it takes no part.
        weights: What each shape rises by between its knots; one entry per ramp.
        means: Mean of each ramp over the training rows: what a missing value stands for.
        intercept: Log-odds of a document whose every ramp is at its mean.
    """

    names: tuple[str, ...]
    knots: tuple[Floats, ...]
    weights: tuple[Floats, ...]
    means: tuple[Floats, ...]
    intercept: float

    def log_odds(self, table: Table) -> Floats:
        """Log-odds of each row of ``table``."""
        total = np.full(len(table), self.intercept)
        for name, knots, weights, means in zip(
            self.names, self.knots, self.weights, self.means, strict=True
        ):
            if weights.size:
                values = table.values[:, table.names.index(name)]
                total += (ramps(values, knots, means) - means) @ weights
        return total

    def with_probability(self, name: str, weight: float) -> "Fit":
        """This fit with one feature more, a probability that adds its log-odds by ``weight``."""
        knots = np.array(_LEARNED_KNOTS)
        log_odds = np.log(knots / (1 - knots))
        # Even odds add nothing, and neither does a missing value.
        at_even_odds = np.clip((0.5 - knots[:-1]) / np.diff(knots), 0.0, 1.0)
        return Fit(
            (*self.names, name),
            (*self.knots, knots),
            (*self.weights, weight * np.diff(log_odds)),
            (*self.means, at_even_odds),
            self.intercept,
        )


def choose_knots(values: Floats) -> Floats:
    """Knots at quantiles; for a feature that is mostly zero, at zero and at quantiles above."""
    known = values[~np.isnan(values)]
    if known.size == 0:
        return np.array([])
    zero = known.min()
    if np.mean(known == zero) >= _MOSTLY_ZERO:
        above = known[known > zero]
        quantiles = np.quantile(above, _QUANTILES_ABOVE_ZERO) if above.size else above
        knots = np.concatenate([[zero], quantiles])
    else:
        knots = np.quantile(known, _QUANTILES)
    # What the artefact will hold is what is fitted.
    return np.unique([float(f"{knot:.4g}") for knot in knots])


def ramps(values: Floats, knots: Floats, means: Floats | None = None) -> Floats:
    """The ramps of a feature, shape (documents, knots - 1), each in [0, 1].

    Missing values stand at ``means``, by default the mean of the known ones.
    """
    left, right = knots[:-1], knots[1:]
    columns = np.clip((values[:, None] - left) / (right - left), 0.0, 1.0)
    missing = np.isnan(values)
    if missing.any():
        if means is None:
            known = columns[~missing]
            means = known.mean(axis=0) if known.size else np.zeros(len(left))
        columns[missing] = means
    return columns


def weigh(table: Table) -> Floats:
    """Weights: both classes alike; within one, corpora and domains by the root of their size."""
    weights = np.ones(len(table))
    for column in (table.corpus, table.domain):
        _, inverse, counts = np.unique(
            np.char.add(column, np.where(table.credible, "+", "-")),
            return_inverse=True,
            return_counts=True,
        )
        weights /= np.sqrt(counts[inverse])
    for mask in (table.credible, ~table.credible):
        if mask.any():
            weights[mask] *= len(table) / 2 / weights[mask].sum()
    return weights


@dataclass(frozen=True)
class Heads:
    """A fitted model: for each kind of poor copy, what sets credible documents against it."""

    shares: Mapping[str, float]
    fits: Mapping[str, Fit]

    def log_odds(self, table: Table) -> Floats:
        """Log-odds of each row for being credible: the odds of the kinds add up."""
        against = [
            np.log(share) - self.fits[kind].log_odds(table) for kind, share in self.shares.items()
        ]
        log_odds: Floats = -np.logaddexp.reduce(np.array(against), axis=0)
        return log_odds


def fit_heads(table: Table, ridge: float = RIDGE) -> Heads:
    """Fit a head for each kind of poor copy in ``table``, against all credible documents.

    Raises:
        ValueError: No kind has enough documents, or nothing is credible.
    """
    counts = {kind: int((table.kind == kind).sum()) for kind in SHARES}
    kinds = [kind for kind, count in counts.items() if count >= _FEWEST_OF_A_KIND]
    if not kinds:
        raise ValueError(
            f"at least {_FEWEST_OF_A_KIND} documents of one of the kinds {', '.join(SHARES)} are "
            f"needed to train, got {counts}"
        )
    total = sum(SHARES[kind] for kind in kinds)
    learned = {name for head in LEARNED.values() for name in head}
    fits = {}
    for kind in kinds:
        plain = table.with_features(
            name
            for name in table.names
            if name not in learned and kind in ONLY_AGAINST.get(name, SHARES)
        )
        fits[kind] = fit(plain.where(table.credible | (table.kind == kind)), ridge)
        for name, weight in LEARNED.get(kind, {}).items():
            if name in table.names:
                fits[kind] = fits[kind].with_probability(name, weight)
    return Heads({kind: SHARES[kind] / total for kind in kinds}, fits)


def fit(table: Table, ridge: float = RIDGE) -> Fit:
    """Fit one additive model that tells the credible rows of ``table`` from the others.

    Raises:
        ValueError: Only one of the two classes is there.
    """
    if len(set(table.credible.tolist())) < 2:
        raise ValueError("both credible and other documents are needed to train, got one kind")
    weights = weigh(table)
    knots = tuple(choose_knots(column) for column in table.values.T)
    blocks = [
        ramps(column, k) if k.size > 1 else np.empty((len(table), 0))
        for column, k in zip(table.values.T, knots, strict=True)
    ]
    owner = np.repeat(np.arange(len(blocks)), [block.shape[1] for block in blocks])
    design = np.hstack(blocks)
    means = np.average(design, axis=0, weights=weights)
    coefficients, intercept = _fit_monotone(
        design - means, table.credible, weights, _signs(table.names)[owner], ridge
    )
    split = np.cumsum([block.shape[1] for block in blocks])[:-1]
    return Fit(
        table.names,
        knots,
        tuple(np.split(coefficients, split)),
        tuple(np.split(means, split)),
        intercept,
    )


def _signs(names: tuple[str, ...]) -> Floats:
    signs: Mapping[Direction, float] = {"raises": 1.0, "lowers": -1.0, "either": 0.0}
    known = features()
    return np.array([signs[known[name][1].direction] for name in names])


def _fit_monotone(
    design: Floats, credible: Booleans, weights: Floats, signs: Floats, ridge: float
) -> tuple[Floats, float]:
    # On its own scale, evidence that one text in a hundred shows would hardly get any weight.
    scale = 1 / np.maximum(design.std(axis=0), _LEAST_DEVIATION)
    scale /= np.median(scale)
    design = design * scale
    kept = np.ones(design.shape[1], dtype=bool)
    while kept.any():
        regression = LogisticRegression(C=ridge, solver="newton-cholesky", tol=1e-9, max_iter=200)
        regression.fit(design[:, kept], credible, sample_weight=weights)
        coefficients = np.zeros(design.shape[1])
        coefficients[kept] = regression.coef_[0]
        against = kept & (signs * coefficients < 0)
        if not against.any():
            return coefficients * scale, float(regression.intercept_[0])
        kept &= ~against
    # Nothing runs as it should: what is left is the share of the credible, by weight.
    share = weights[credible].sum() / weights.sum()
    return np.zeros(len(signs)), float(np.log(share / (1 - share)))
