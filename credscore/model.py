"""The glass-box model: readable JSON in, log-odds points for each feature out.

A model is an intercept and terms. A term is a piecewise linear shape over one feature, or a table
over two whose points are shared in halves between them, so that the points of all features and
the base add up to the score's log-odds exactly. Loading a model reads JSON and runs no code.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from math import log
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

FORMAT = 1


class ModelError(ValueError):
    """A model that cannot be used: not found, damaged, or made for other features."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


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
    points: tuple[float, ...]
    missing: float = Field(0.0, description="Points where the question does not arise.")

    @model_validator(mode="after")
    def _is_a_function(self) -> Shape:
        if len(self.knots) != len(self.points) or not self.knots:
            raise ValueError(f"{self.feature}: as many points as knots are needed")
        if any(a >= b for a, b in zip(self.knots, self.knots[1:], strict=False)):
            raise ValueError(f"{self.feature}: knots must ascend")
        return self

    def at(self, value: float | None) -> float:
        """The points of ``value``."""
        return self.missing if value is None else _interpolate(self.knots, self.points, value)


class Pair(_Part):
    """Points by the values of two features together: bilinear between knots."""

    kind: Literal["pair"] = "pair"
    features: tuple[str, str]
    knots: tuple[tuple[float, ...], tuple[float, ...]]
    points: tuple[tuple[float, ...], ...]

    @model_validator(mode="after")
    def _is_a_table(self) -> Pair:
        rows, columns = map(len, self.knots)
        if len(self.points) != rows or any(len(row) != columns for row in self.points):
            raise ValueError(f"{' x '.join(self.features)}: a {rows} by {columns} table is needed")
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


class Artefact(_Part):
    """A model file."""

    format: Literal[1]
    name: str
    version: str
    description: str
    prior: float = Field(gt=0, lt=1, description="Share of credible documents assumed.")
    intercept: float
    terms: tuple[Term, ...]
    features: Mapping[str, Reference]
    bands: Bands
    training: Mapping[str, object] = Field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """A loaded model."""

    artefact: Artefact
    digest: str

    @cached_property
    def _shapes(self) -> dict[str, Shape]:
        return {term.feature: term for term in self.artefact.terms if isinstance(term, Shape)}

    @cached_property
    def _pairs(self) -> tuple[Pair, ...]:
        return tuple(term for term in self.artefact.terms if isinstance(term, Pair))

    def points(self, values: Mapping[str, float | None]) -> dict[str, float]:
        """Log-odds points of each feature in ``values``; 0 for features the model does not use."""
        shapes = self._shapes
        points = {
            name: shapes[name].at(value) if name in shapes else 0.0
            for name, value in values.items()
        }
        for pair in self._pairs:
            first, second = pair.features
            half = pair.at(values[first], values[second]) / 2
            points[first] += half
            points[second] += half
        return points

    def base(self, prior: float | None = None) -> float:
        """Log-odds before any feature speaks, for a share ``prior`` of credible documents."""
        if prior is None:
            return self.artefact.intercept
        return self.artefact.intercept + logit(prior) - logit(self.artefact.prior)

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


def shipped_models() -> list[str]:
    """Names of the models that come with credscore."""
    root = files("credscore.trained")
    return sorted(entry.name for entry in root.iterdir() if (entry / "model.json").is_file())


@cache
def load_model(model: str | Path = "news") -> Model:
    """Load a shipped model by name, or a model file (or its folder) by path.

    Raises:
        ModelError: There is no such model, or the file is not a model.
    """
    available = shipped_models()
    if model in available:
        data = files("credscore.trained").joinpath(str(model), "model.json").read_bytes()
    else:
        path = Path(model)
        path = path / "model.json" if path.is_dir() else path
        if not path.is_file():
            raise ModelError(
                f"can't find the model {str(model)!r}: neither a file nor a shipped model. "
                f"Available models: {', '.join(available)}"
            )
        data = path.read_bytes()
    try:
        artefact = Artefact.model_validate_json(data)
    except ValidationError as error:
        raise ModelError(f"{str(model)!r} is not a credscore model: {_first(error)}") from None
    return Model(artefact, hashlib.sha256(data).hexdigest())


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    return f"{'.'.join(map(str, problem['loc'])) or 'file'}: {problem['msg']}"


def dump(artefact: Artefact) -> str:
    """The model file's text: JSON with a line a term, so that a review can read it."""
    plain = artefact.model_dump(mode="json")
    lines = []
    for key, value in plain.items():
        if isinstance(value, list):
            rows = ",\n".join(f"    {json.dumps(row)}" for row in value)
            lines.append(f"  {json.dumps(key)}: [\n{rows}\n  ]")
        elif key in ("features", "training"):
            rows = ",\n".join(f"    {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items())
            lines.append(f"  {json.dumps(key)}: {{\n{rows}\n  }}")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"
