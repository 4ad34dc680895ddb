"""Residue: lines that the page's machinery left inside the article text.

A line is weighed twice. First by itself: its length, capitals, symbols, function words, dates and
the phrases of page furniture in it. Then with its surroundings: the same score of the lines
around it, and where it stands. Both are sums of weights that were learned from web pages whose
main text people had marked (``credscore.training.residue``) and lie in ``residue.json``.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from credscore.reading.line_context import PROSE_SCORE, read_context
from credscore.reading.page_phrases import phrases_in_line
from credscore.reading.line_traits import SHORT, Line, read_lines


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
def load_model(name: str = "residue.json") -> LineModel:
    """A model that comes with the package."""
    source = files("credscore.reading").joinpath(name).read_text(encoding="utf-8")
    return LineModel(**json.loads(source)["model"])


def find_residue(text: str, lines: Sequence[tuple[int, int]]) -> list[bool]:
    """Say of each line (offsets into ``text``) whether it is residue."""
    model = load_model()
    read = read_lines(text, lines)
    scores = score_lines(model, read, lines)
    return [
        number in read
        and (scores[number] > model.threshold or speaks_for_itself(text, start, end, read[number]))
        for number, (start, end) in enumerate(lines)
    ]


def speaks_for_itself(text: str, start: int, end: int, line: Line) -> bool:
    """Whether a line is residue by its words alone, wherever it stands."""
    strong = [phrase for phrase in line.phrases if phrase.strong]
    if not strong:
        return False
    first = strong[0]
    if first.kind == "related-teaser":
        return first.start - start < 4 and end - start < SHORT and _leads_on(text, first.end, end)
    pitches = {(p.start, p.end) for p in strong if p.kind == "author-box"}
    if pitches:
        return len(pitches) > 1 or (first.start - start < 4 and _leads_on(text, first.end, end))
    covered = sum(phrase.end - phrase.start for phrase in line.phrases)
    return end - start < 2 * SHORT and covered > 0.3 * (end - start)


def _leads_on(text: str, place: int, end: int) -> bool:
    """Whether a mark or a title follows a teaser's opening words ("Also read: ...")."""
    rest = text[place:end].lstrip()
    return not rest or rest[0] in ":|-–—>»→[(" or rest[0].isupper()


def score_lines(
    model: LineModel, read: dict[int, Line], lines: Sequence[tuple[int, int]]
) -> dict[int, float]:
    """Log-odds of being residue for the lines that were read closely."""
    if not read:
        return {}
    own = own_scores(model.traits, read, len(lines))
    return weigh_in_context(model, own, read, lines)


def weigh_in_context(
    model: LineModel,
    own: Sequence[float],
    read: dict[int, Line],
    lines: Sequence[tuple[int, int]],
) -> dict[int, float]:
    """Log-odds of the lines read, from each one's own score and those around it."""
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


_MARKS = (
    ("template-code", re.compile(r"[\[{<]!?-{0,2} ?/?[a-z]{2,20}[_ #:0-9=\]][^\n]{0,80}|\[/?[a-z_]{2,20}\]")),
    ("copyright-line", re.compile(r"[©ⓒ]|\(c\) ?\d{4}", re.I)),
    ("tag-list", re.compile(r"(?:#\w+[ ,]*){2,20}$")),
    ("navigation", re.compile(r"[|»«›‹→←►▶]")),
    ("publisher-chrome", re.compile(r"\d{1,2}:\d\d|\b(?:19|20)\d\d\b|^by [A-Z]", re.I)),
)


def residue_kind(text: str, start: int, end: int) -> str:
    """The kind of a residue line, as ``page_phrases.txt`` names them.

    Lines without a known phrase are told by their marks; "other" is left for headlines of other
    stories and the like.
    """
    covered: dict[str, int] = {}
    phrases = phrases_in_line(text, start, end)
    for phrase in phrases:
        weight = (phrase.end - phrase.start) * (3 if phrase.strong else 1)
        covered[phrase.kind] = covered.get(phrase.kind, 0) + weight
    if phrases and phrases[0].start - start < 3:
        covered[phrases[0].kind] += 10
    line = text[start:end]
    for kind, mark in _MARKS:
        if mark.search(line) and (not covered or kind in ("template-code", "copyright-line")):
            return kind
    return max(covered, key=lambda kind: covered[kind]) if covered else "other"
