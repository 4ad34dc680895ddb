"""What a second process brings: ``score_many`` with two beside one, by the clock."""

import time
from statistics import median
from typing import NamedTuple

from documents import documents

from credscore import score_many

_DISTINCT = 100


class Cores(NamedTuple):
    """Documents a second of one process and of two, medians over the rounds.

    Attributes:
        one: With ``n_jobs=1``.
        two: With ``n_jobs=2``, once its processes run.
        gain: Median of the rounds' own ratios, each of two runs in a row.
    """

    one: float
    two: float
    gain: float


def two_cores(count: int, rounds: int) -> Cores:
    """Score ``count`` documents with one process and with two, in turn.

    By the clock, not by processor time: only on a machine with two idle cores does it tell.
    """
    distinct = documents(min(count, _DISTINCT))
    texts = (distinct * (count // len(distinct) + 1))[:count]
    for jobs in (1, 2):  # tables are loaded and processes started at the first texts
        _seconds(texts[:64], jobs)
    spent = [(_seconds(texts, 1), _seconds(texts, 2)) for _ in range(rounds)]
    return Cores(
        count / median(one for one, _ in spent),
        count / median(two for _, two in spent),
        median(one / two for one, two in spent),
    )


def _seconds(texts: list[str], jobs: int) -> float:
    start = time.perf_counter()
    for _ in score_many(texts, n_jobs=jobs):
        pass
    return time.perf_counter() - start
