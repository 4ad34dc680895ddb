"""The glass-box model: readable JSON in, log-odds points for each feature out.

A model has a head for each kind of document that deserves no trust. A head is an intercept and
terms; a term is a piecewise linear shape over one feature, or a table over two whose points are
shared in halves between them. The heads' odds add up, and the points of all features and the base
add up to the score's log-odds. Loading a model reads JSON and runs no code.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from math import exp, log
from operator import add
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from credscore.digests import DamagedError, check_installed, check_own, read_shipped

FORMAT: Final = 1


class ModelError(ValueError):
    """A model that cannot be used: not found, damaged, or made for other features."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


# Far beyond what any training gives, and near enough that no sum of them overflows.
LogOdds = Annotated[float, Field(ge=-100, le=100)]


class Reference(_Part):
    """How a feature is distributed over the reliable articles of the training data."""

    revision: int
    low: float = Field(description="A tenth of reliable articles lie below.")
    median: float
    high: float = Field(description="A tenth of reliable articles lie above.")
    mean: float


class Shape(_Part):
    """Points by the value of one feature: linear between knots, level beyond the outer two."""

    kind: Literal["shape"] = "shape"
    feature: str
    knots: tuple[float, ...]
    points: tuple[LogOdds, ...]
    missing: LogOdds = Field(default=0.0, description="Points where the question does not arise.")

    @model_validator(mode="after")
    def _is_a_function(self) -> Shape:
        if len(self.knots) != len(self.points) or not self.knots:
            raise ValueError(f"{self.feature}: as many points as knots are needed")
        _must_ascend(self.knots, self.feature)
        return self

    def at(self, value: float | None) -> float:
        """The points of ``value``."""
        return self.missing if value is None else _interpolate(self.knots, self.points, value)


class Pair(_Part):
    """Points by the values of two features together: bilinear between knots."""

    kind: Literal["pair"] = "pair"
    features: tuple[str, str]
    knots: tuple[tuple[float, ...], tuple[float, ...]]
    points: tuple[tuple[LogOdds, ...], ...]

    @model_validator(mode="after")
    def _is_a_table(self) -> Pair:
        rows, columns = map(len, self.knots)
        if len(self.points) != rows or any(len(row) != columns for row in self.points):
            raise ValueError(f"{' x '.join(self.features)}: a {rows} by {columns} table is needed")
        for feature, knots in zip(self.features, self.knots, strict=True):
            _must_ascend(knots, feature)
        return self

    def at(self, first: float | None, second: float | None) -> float:
        """The points of the two values; none where either question does not arise."""
        if first is None or second is None:
            return 0.0
        along = tuple(_interpolate(self.knots[1], row, second) for row in self.points)
        return _interpolate(self.knots[0], along, first)


Term = Annotated[Shape | Pair, Field(discriminator="kind")]


class Bands(_Part):
    """Where the bands begin, and the error rates they were set by."""

    low_below: float
    high_from: float
    rule: str


class Spread(_Part):
    """Half the width of the score's interval in log-odds, by words of running text."""

    words: tuple[float, ...]
    log_odds: tuple[Annotated[LogOdds, Field(ge=0)], ...]
    unusual: tuple[Annotated[LogOdds, Field(ge=0)], ...] = Field(
        default=(1.0,),
        min_length=1,
        description="What the width is multiplied by where no feature, one, two ... lie beyond "
        "their ranges; the last holds for all higher counts.",
    )

    @model_validator(mode="after")
    def _is_a_function(self) -> Spread:
        if len(self.words) != len(self.log_odds):
            raise ValueError("spread: as many widths as numbers of words are needed")
        _must_ascend(self.words, "spread")
        return self

    def at(self, words: int, unusual: int = 0) -> float:
        """Half the width for a text of ``words`` words with ``unusual`` values out of range."""
        width = _interpolate(self.words, self.log_odds, words)
        return width * self.unusual[min(unusual, len(self.unusual) - 1)]


class Head(_Part):
    """An additive model that sets credible documents against one kind of the others.

    Attributes:
        kind: What it tells from credible documents: "unreliable", "model", "farm".
        share: Share of this kind among documents that are not credible, as assumed.
        intercept: Log-odds for credible of a typical document, whose every shape is at 0.
        terms: The shapes and pairs, in log-odds.
    """

    kind: str
    share: float = Field(ge=1e-6, le=1)
    intercept: LogOdds
    terms: tuple[Term, ...]

    @cached_property
    def _shapes(self) -> tuple[Shape, ...]:
        return tuple(term for term in self.terms if isinstance(term, Shape))

    @cached_property
    def _pairs(self) -> tuple[Pair, ...]:
        return tuple(term for term in self.terms if isinstance(term, Pair))

    def points(self, values: Mapping[str, float | None]) -> dict[str, float]:
        """Log-odds of each feature that takes part; pairs are shared in halves."""
        points = {shape.feature: shape.at(values[shape.feature]) for shape in self._shapes}
        for pair in self._pairs:
            first, second = pair.features
            half = pair.at(values[first], values[second]) / 2
            points[first] = points.get(first, 0.0) + half
            points[second] = points.get(second, 0.0) + half
        return points


class Artefact(_Part):
    """A model file.

    The log-odds of a document are ``offset + slope * -log(sum of share * exp(-log-odds))`` over
    the heads: the odds of being of one poor kind or another add up, and the result is calibrated.
    """

    format: Literal[1]
    name: str
    version: str
    description: str
    prior: float = Field(gt=0, lt=1, description="Share of credible documents assumed.")
    slope: float = Field(gt=0, le=100, description="Calibration, fitted on what was left out.")
    offset: LogOdds
    heads: tuple[Head, ...] = Field(min_length=1)
    features: Mapping[str, Reference]
    bands: Bands
    spread: Spread
    ranges: Mapping[str, tuple[float, float]] = Field(
        default_factory=dict,
        description="For features that get points: all but 1 % of the training documents that "
        "have a value lie within.",
    )
    training: Mapping[str, object] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_its_features(self) -> Artefact:
        for head in self.heads:
            for term in head.terms:
                names = (term.feature,) if isinstance(term, Shape) else term.features
                if unknown := [name for name in names if name not in self.features]:
                    raise ValueError(f"{head.kind}: {unknown[0]!r} is not among the features")
        if unknown := [name for name in self.ranges if name not in self.features]:
            raise ValueError(f"ranges: {unknown[0]!r} is not among the features")
        return self


class Weighed(NamedTuple):
    """What a model makes of the values of one document.

    Attributes:
        points: Log-odds each feature added or took; with the base they make the score's.
        resemblance: Share of each poor kind in the doubt that remains; they sum to 1.
        reasons: For each kind, the features that speak most for it, strongest first.
    """

    points: dict[str, float]
    resemblance: dict[str, float]
    reasons: dict[str, tuple[str, ...]]


# Nodes and weights in [0, 1] of the midpoint rule: along the path the weights of the heads are
# smooth, and 48 nodes keep the sum within 0.001 of the exact value for any two heads.
_NODES = tuple((place + 0.5) / 48 for place in range(48))
_MOST_REASONS = 3


@dataclass(frozen=True)
class Model:
    """A loaded model."""

    artefact: Artefact
    digest: str

    def weigh(self, values: Mapping[str, float | None]) -> Weighed:
        """Give each feature its points.

        With one head these are its shapes. With several, each head's points count by how much
        that head decides: its weight in the sum of odds, averaged on the way from a typical
        document to this one (Aumann and Shapley 1974). So the points sum to the score's log-odds
        whatever the heads make of one another.

        Args:
            values: The value of every feature that the model was trained on.
        """
        heads = self.artefact.heads
        by_head = [head.points(values) for head in heads]
        starts = [log(head.share) - head.intercept for head in heads]
        steps = [-sum(points.values()) for points in by_head]
        weights = _average_weights(starts, steps)
        points = dict.fromkeys(values, 0.0)
        for weight, head_points in zip(weights, by_head, strict=True):
            for name, value in head_points.items():
                points[name] += self.artefact.slope * weight * value
        kinds = [head.kind for head in heads]
        return Weighed(
            points,
            dict(zip(kinds, _softmax(list(map(add, starts, steps))), strict=True)),
            dict(zip(kinds, map(_reasons, by_head), strict=True)),
        )

    def unusual(self, values: Mapping[str, float | None]) -> list[str]:
        """The features whose values lie beyond what all but a few training documents have."""
        return [
            name
            for name, (low, high) in self.artefact.ranges.items()
            if (value := values[name]) is not None and not low <= value <= high
        ]

    def base(self, prior: float | None = None) -> float:
        """Log-odds before any feature speaks, for a share ``prior`` of credible documents."""
        artefact = self.artefact
        odds = sum(head.share * exp(-head.intercept) for head in artefact.heads)
        base = artefact.offset - artefact.slope * log(odds)
        return base if prior is None else base + logit(prior) - logit(artefact.prior)

    def check(self, revisions: Mapping[str, int]) -> None:
        """Refuse features other than those the model was trained on.

        Raises:
            ModelError: A feature is missing or has another revision.
        """
        for name, reference in self.artefact.features.items():
            if name not in revisions:
                raise ModelError(
                    f"model {self.artefact.name!r} needs the feature {name!r}, which is not "
                    f"installed. Available features: {', '.join(revisions)}"
                )
            if revisions[name] != reference.revision:
                raise ModelError(
                    f"model {self.artefact.name!r} was trained on revision {reference.revision} "
                    f"of {name!r}, installed is revision {revisions[name]}: retrain it with "
                    "'credscore train'"
                )


def _average_weights(starts: list[float], steps: list[float]) -> list[float]:
    """The mean of ``_softmax`` on the way, all nodes of a head at once: it is asked often."""
    heights = [
        [start + node * step for node in _NODES] for start, step in zip(starts, steps, strict=True)
    ]
    tops = [max(of_node) for of_node in zip(*heights, strict=True)]
    odds = [
        [exp(height - top) for height, top in zip(column, tops, strict=True)] for column in heights
    ]
    totals = list(map(sum, zip(*odds, strict=True)))
    return [
        sum([odd / total / len(_NODES) for odd, total in zip(column, totals, strict=True)])
        for column in odds
    ]


def _softmax(heights: list[float]) -> list[float]:
    top = max(heights)
    odds = [exp(height - top) for height in heights]
    total = sum(odds)
    return [share / total for share in odds]


def _reasons(points: dict[str, float]) -> tuple[str, ...]:
    against = sorted((value, name) for name, value in points.items() if value < 0)
    return tuple(name for _, name in against[:_MOST_REASONS])


def logit(probability: float) -> float:
    """The log-odds of a probability strictly between 0 and 1."""
    return log(probability / (1 - probability))


def _interpolate(knots: tuple[float, ...], points: tuple[float, ...], value: float) -> float:
    place = bisect_right(knots, value)
    if place == 0:
        return points[0]
    if place == len(knots):
        return points[-1]
    left, right = knots[place - 1], knots[place]
    share = (value - left) / (right - left)
    return points[place - 1] + share * (points[place] - points[place - 1])


def _must_ascend(knots: tuple[float, ...], name: str) -> None:
    if not knots or any(a >= b for a, b in pairwise(knots)):
        raise ValueError(f"{name}: knots must ascend, and there must be one")


def shipped_models() -> list[str]:
    """Names of the models that come with credscore."""
    root = files("credscore.trained")
    # By their folders: one whose file is missing is damaged, not unknown.
    return sorted(e.name for e in root.iterdir() if e.is_dir() and not e.name.startswith("_"))


@cache
def load_model(model: str | Path = "news") -> Model:
    """Load a shipped model by name, or a model file (or its folder) by path.

    Raises:
        ModelError: There is no such model, the file is not a model, or it or what its features
            read is damaged.
    """
    try:
        check_installed()
        data = _read(model)
    except DamagedError as error:
        raise ModelError(str(error)) from None
    try:
        artefact = Artefact.model_validate_json(data)
    except ValidationError as error:
        raise ModelError(f"{str(model)!r} is not a credscore model: {_first(error)}") from None
    return Model(artefact, hashlib.sha256(data).hexdigest())


def _read(model: str | Path) -> bytes:
    available = shipped_models()
    if model in available:
        return read_shipped("credscore.trained", f"{model}/model.json")
    path = Path(model)
    path = path / "model.json" if path.is_dir() else path
    if not path.is_file():
        raise ModelError(
            f"can't find the model {str(model)!r}: neither a file nor a shipped model. "
            f"Available models: {', '.join(available)}"
        )
    data = path.read_bytes()
    check_own(path, data)
    return data


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    return f"{'.'.join(map(str, problem['loc'])) or 'file'}: {problem['msg']}"
