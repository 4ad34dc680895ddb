"""How sure a score is: the width of its interval, by length and by how unusual a text is.

Held-out documents stand for those to come (split-conformal prediction, Vovk et al. 2005): the
change that their scores undergo once their corpus and domains join the training is what not
knowing their like costs. It grows as texts get shorter, and far more with each value that lies
beyond what the other corpora have, which is why both are asked.
"""

import numpy as np

from credscore.model import Spread
from credscore.training.table import Booleans, Floats, Table

_TAIL = 0.005
_PARTS_BY_LENGTH = 5
# Of more values out of range there are too few documents to tell one count from the next.
_MOST_COUNTED = 3
_DECIMALS = 4


def ranges(table: Table) -> dict[str, tuple[float, float]]:
    """For each feature, between which values all but 1 % of the documents that have one lie."""
    found = {}
    for name, column in zip(table.names, table.values.T, strict=True):
        known = column[~np.isnan(column)]
        if known.size:
            low, high = np.quantile(known, (_TAIL, 1 - _TAIL))
            found[name] = (float(f"{low:.4g}"), float(f"{high:.4g}"))
    return found


def count_unusual(table: Table, within: dict[str, tuple[float, float]]) -> Floats:
    """How many values of each document lie beyond the ranges ``within``."""
    counts = np.zeros(len(table))
    for name, (low, high) in within.items():
        column = table.values[:, table.names.index(name)]
        counts += (column < low) | (column > high)  # Both are false where there is no value.
    return counts


def count_unusual_held_out(table: Table) -> Floats:
    """The same, with the ranges of the other corpora: as if each document's were unknown."""
    counts = np.zeros(len(table))
    for corpus in np.unique(table.corpus):
        inside: Booleans = table.corpus == corpus
        counts[inside] = count_unusual(table.where(inside), ranges(table.where(~inside)))
    return counts


def fit_spread(words: Floats, unusual: Floats, change: Floats, nominal: float) -> Spread:
    """Half the width of the interval, so that a share ``nominal`` of the changes lies within.

    Args:
        words: Words of each held-out document.
        unusual: How many of its values lie beyond the ranges of the corpora trained on.
        change: By how much its log-odds change once it is known.
        nominal: Share of the changes to cover.
    """
    edges = np.quantile(words, np.linspace(0, 1, _PARTS_BY_LENGTH + 1))
    part = np.clip(np.searchsorted(edges, words, side="right") - 1, 0, _PARTS_BY_LENGTH - 1)
    counted = np.minimum(unusual, _MOST_COUNTED).astype(int)
    # Lengths are measured on the documents that have nothing unusual, so that a width is not
    # widened twice for the same reason.
    ordinary = counted == 0
    knots, widths = [], []
    for place in range(_PARTS_BY_LENGTH):
        inside = ordinary & (part == place)
        if inside.any():
            knots.append(float(np.round(np.median(words[inside]))))
            widths.append(round(float(np.quantile(change[inside], nominal)), _DECIMALS))
    by_length = np.interp(words, knots, widths)
    factors = [1.0]
    for count in range(1, _MOST_COUNTED + 1):
        inside = counted == count
        ratio = change[inside] / np.maximum(by_length[inside], 1e-9)
        found = float(np.quantile(ratio, nominal)) if inside.any() else factors[-1]
        # A text with more that is unusual is never held to be surer.
        factors.append(round(max(found, factors[-1]), _DECIMALS))
    return Spread(words=tuple(knots), log_odds=tuple(widths), unusual=tuple(factors))
