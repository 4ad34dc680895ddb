"""Pooling: from the log-odds of a source's documents to those of the source.

A source's documents scatter around a level of its own, and levels scatter between sources
(a one-way random-effects model). With few documents the level is estimated close to the middle of
all sources, with many close to their mean: an empirical Bayes estimate (Efron and Morris 1975,
"Data analysis using Stein's estimator"). How much a level says about the source was learned from
sources with known ratings.
"""

import json
from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import NamedTuple

from credscore.digests import read_shipped
from credscore.model import logit
from credscore.result import sigmoid


class Level(NamedTuple):
    """What documents say of their source, in log-odds for credible, before any prior.

    Attributes:
        log_odds: The estimate.
        low: Nine of ten times it would lie above this, had all documents been read, by a model
            that knew their like,
        high: and below this.
    """

    log_odds: float
    low: float
    high: float

    def interval(self, prior: float) -> tuple[float, float]:
        """The interval as probabilities; ``prior`` is in log-odds."""
        return sigmoid(prior + self.low), sigmoid(prior + self.high)


@dataclass(frozen=True, slots=True)
class Pooling:
    """How documents' log-odds are pooled.

    Attributes:
        centre: Level, in log-odds of documents, that speaks neither for nor against a source.
        within: Variance of the documents of one source.
        between: Variance of levels between sources.
        unfamiliar: Variance of what a source's level changes by once its like is known; no number
            of its documents takes it away.
        slope: Log-odds of a source for a unit of its level.
        lapse: Share of sources that are not what their documents look like, however many are
            read: it bounds what can be said.
        lapse_low: The least that this share may be, as far as few known cases tell,
        lapse_high: and the most.
        reach: Standard deviations on either side that held nine of ten levels (1.64 if all were
            as normal as the model has them).
    """

    centre: float
    within: float
    between: float
    unfamiliar: float
    slope: float
    lapse: float
    lapse_low: float
    lapse_high: float
    reach: float

    def weight(self, documents: int) -> float:
        """Share of the way from the centre to the mean that the estimate goes."""
        return documents * self.between / (documents * self.between + self.within)

    def deviation(self, documents: int) -> float:
        """Standard deviation of the level that is left when ``documents`` were read."""
        return sqrt(self.between * (1 - self.weight(documents)) + self.unfamiliar)

    def level(self, mean: float, documents: int) -> Level:
        """What ``documents`` with the mean log-odds ``mean`` say of their source."""
        weight = self.weight(documents)
        middle = weight * (mean - self.centre)
        reach = self.reach * self.deviation(documents)
        lapses = (self.lapse_low, self.lapse_high)
        return Level(
            self._speaks(middle, self.lapse),
            min(self._speaks(middle - reach, lapse) for lapse in lapses),
            max(self._speaks(middle + reach, lapse) for lapse in lapses),
        )

    def certainty(self, mean: float, documents: int) -> float:
        """Probability that the source is credible if it is what its documents look like."""
        return sigmoid(self.slope * self.weight(documents) * (mean - self.centre))

    def _speaks(self, level: float, lapse: float) -> float:
        return logit(lapse + (1 - 2 * lapse) * sigmoid(self.slope * level))


@cache
def load_pooling() -> Pooling:
    """The pooling that was learned with the shipped model."""
    learned = json.loads(read_shipped("credscore.trained", "news/sources.json"))
    return Pooling(**{name: learned[name] for name in Pooling.__slots__})
