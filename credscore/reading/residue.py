"""Residue: lines that the page's machinery left inside the article text.

A line is weighed twice. First by itself: its length, capitals, symbols, function words, dates and
the phrases of page furniture in it. Then with its surroundings: the same score of the lines
around it, and where it stands. Both are sums of weights that were learned from web pages whose
main text people had marked (``credscore.training.residue``) and lie in ``residue.json``.
"""

import json
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from credscore.reading.line_context import PROSE_SCORE, read_context
from credscore.reading.line_traits import Line, read_lines


class LineModel(NamedTuple):
    """The weights: log-odds of a line being residue.

    Attributes:
        traits: Weight of each trait for a line by itself.
        steps: Where the line's own score is cut into steps.
        edges: Where each value of the context is cut into bins.
        tables: For each value of the context, weights by step and bin.
        traits_in_context: Weight of each trait beside the context.
        threshold: Log-odds from which a line counts as residue.
    """

    traits: dict[str, float]
    steps: list[float]
    edges: list[list[float]]
    tables: list[list[list[float]]]
    traits_in_context: dict[str, float]
    threshold: float


@cache
def load_model() -> LineModel:
    """The model that comes with the package."""
    source = files("credscore.reading").joinpath("residue.json").read_text(encoding="utf-8")
    return LineModel(**json.loads(source)["model"])


def find_residue(text: str, lines: Sequence[tuple[int, int]]) -> list[bool]:
    """Say of each line (offsets into ``text``) whether it is residue."""
    model = load_model()
    scores = score_lines(model, read_lines(text, lines), lines)
    return [scores.get(number, PROSE_SCORE) > model.threshold for number in range(len(lines))]


def score_lines(
    model: LineModel, read: dict[int, Line], lines: Sequence[tuple[int, int]]
) -> dict[int, float]:
    """Log-odds of being residue for the lines that were read closely."""
    if not read:
        return {}
    own = own_scores(model.traits, read, len(lines))
    context = read_context(own, [end - start for start, end in lines])
    scores = {}
    for number, line in read.items():
        step = bisect_right(model.steps, own[number])
        score = sum(model.traits_in_context.get(trait, 0.0) for trait in line.traits)
        for value, edges, table in zip(context[number], model.edges, model.tables, strict=True):
            score += table[step][bisect_right(edges, value)]
        scores[number] = score
    return scores


def own_scores(weights: dict[str, float], read: dict[int, Line], count: int) -> list[float]:
    """Each line's score by itself; lines not read closely are prose."""
    scores = [PROSE_SCORE] * count
    for number, line in read.items():
        scores[number] = sum(weights.get(trait, 0.0) for trait in line.traits)
    return scores
