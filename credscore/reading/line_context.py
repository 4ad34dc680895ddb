"""Where a line stands: the make of the lines around it, near and far.

An article is a run of prose; what stands among other short lines far from it is seldom part of
it. Each line carries a mass: prose weighs in by its length, lines that look like page furniture
weigh against. The context of a line is the mass on either side of it and its distance from the
heaviest run of lines, found in one pass (Pasternack and Roth 2009, "Extracting article text from
the web with maximum subsequence segmentation").
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate

WINDOWS = (1, 2, 4, 8, 16, 40)
"""Numbers of lines looked at on either side."""

NAMES = (
    *(f"mass of {window} {side}" for window in WINDOWS for side in ("before", "behind")),
    "distance from the article",
    "share of the article passed",
    "lines passed",
    "lines left",
    "article",
)
"""Names of the context's values, in order."""

PROSE_SCORE = -4.0
"""Score of a long line without any phrase of page furniture."""


def read_context(
    scores: Sequence[float], lengths: Sequence[int], numbers: Iterable[int]
) -> dict[int, tuple[float, ...]]:
    """The values of ``NAMES`` for the lines of these numbers.

    Args:
        scores: Each line's own score.
        lengths: Each line's length in characters.
        numbers: The lines whose context is wanted.
    """
    numbers = list(numbers)
    rows = zip(*context_columns(scores, lengths, numbers), strict=True)
    return dict(zip(numbers, rows, strict=True))


def context_columns(
    scores: Sequence[float], lengths: Sequence[int], numbers: Sequence[int]
) -> list[list[float]]:
    """The same by value: for each of ``NAMES``, its values for the lines of these numbers."""
    count = len(scores)
    masses = [_mass(score, length) for score, length in zip(scores, lengths, strict=True)]
    passed = [0.0, *accumulate(masses)]
    prose = [0.0, *accumulate([max(0.0, mass) for mass in masses])]
    first, last = _heaviest_run(masses)
    total = prose[count] or 1.0
    # Beyond either end no mass is added, so that a window may reach over it.
    widest = max(WINDOWS)
    around = [*[passed[0]] * widest, *passed, *[passed[count]] * widest]
    columns: list[list[float]] = []
    for window in WINDOWS:
        before, behind = widest - window, widest + 1 + window
        columns.append([passed[n] - around[n + before] for n in numbers])
        columns.append([around[n + behind] - passed[n + 1] for n in numbers])
    return [
        *columns,
        [n - first if n < first else max(0, n - last) for n in numbers],
        [prose[n] / total for n in numbers],
        [*numbers],
        [count - 1 - n for n in numbers],
        [prose[count]] * len(numbers),
    ]


def _mass(score: float, length: int) -> float:
    if score < -1:
        return min(length, 400) / 100
    return -0.7 * min(3.0, score + 1)


def _heaviest_run(masses: Sequence[float]) -> tuple[int, int]:
    """First and last place of the run with the greatest sum."""
    best = running = 0.0
    first = last = start = 0
    for place, mass in enumerate(masses):
        running += mass
        if running <= 0:
            running, start = 0.0, place + 1
        elif running > best:
            best, first, last = running, start, place
    return first, last
