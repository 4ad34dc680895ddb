"""The answer: a credibility score that is the sum of its reasons, as a published schema."""

import json
from collections.abc import Mapping
from functools import cached_property
from math import exp
from typing import Any, Literal, Protocol, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, computed_field

SCHEMA_VERSION = "1.0"

Band = Literal["high", "medium", "low", "insufficient"]


class _Result(BaseModel):
    # Fields of an unknown, newer schema are passed over: they are additions, never changes.
    model_config = ConfigDict(frozen=True, extra="ignore")


_R = TypeVar("_R", bound=_Result)


def trusted(kind: type[_R], **values: object) -> _R:
    """A part of a result with all its fields, in order, as given.

    What ``model_construct`` does, for values that need neither checks nor defaults, in a third of
    the time: an answer has a hundred parts.
    """
    part = kind.__new__(kind)
    fill = object.__setattr__
    fill(part, "__dict__", values)
    fill(part, "__pydantic_fields_set__", set(values))
    fill(part, "__pydantic_extra__", None)
    fill(part, "__pydantic_private__", None)
    return part


class Related(_Result):
    """A passage that a piece of evidence is set against."""

    start: int = Field(ge=0, description="Offset of its first character in the text.")
    end: int = Field(ge=0, description="Offset behind its last character.")
    text: str = Field(description="The passage itself: text[start:end].")


class Evidence(_Result):
    """A passage that speaks for or against the document, and why."""

    family: str = Field(description="Feature family that found it.")
    rule: str = Field(description="Identifier of the rule that found it.")
    start: int = Field(ge=0, description="Offset of its first character in the text as given.")
    end: int = Field(ge=0, description="Offset behind its last character.")
    text: str = Field(description="The passage itself: text[start:end].")
    message: str = Field(description="What the rule holds to be noteworthy, for a person.")
    related: tuple[Related, ...] = Field(
        default=(), description="Passages it is set against: the other half of a contradiction."
    )


class Contribution(_Result):
    """What one feature added to the score, or took from it."""

    feature: str = Field(description="Full name of the feature: family.name.")
    family: str = Field(description="The feature's family.")
    value: float | None = Field(
        description="The measure, in the feature's unit; null where the question does not arise."
    )
    unit: str = Field(description="What the value counts.")
    points: float = Field(
        description="Log-odds added (above 0) or taken (below 0); 0 where no score is given."
    )
    text: str = Field(description="The value in words, beside what is usual in reliable news.")
    evidence: tuple[Evidence, ...] = Field(
        default=(), description="The passages that made it; of very many, the first 500."
    )


class Resemblance(_Result):
    """How much a document resembles one kind of copy that deserves no trust."""

    kind: str = Field(
        description="unreliable: reporting by people that does not hold up; model: written by a "
        "language model; farm: content-farm copy."
    )
    probability: float = Field(
        description="Probability of this kind; with the other kinds and the score it sums to 1."
    )
    features: tuple[str, ...] = Field(description="The features that speak most for it.")


class ModelInfo(_Result):
    """Which model gave the answer, and where its bands begin."""

    name: str = Field(description="Name of the model.")
    version: str = Field(description="Version of the model.")
    digest: str = Field(description="SHA-256 of the model file, in hexadecimal.")
    low_below: float = Field(description="Scores below this are in band low.")
    high_from: float = Field(description="Scores from this on are in band high.")


class CredibilityScore(_Result):
    """How far a document can be believed, and why.

    ``base + sum(points)`` is the log-odds of ``score``: the score is computed from its
    contributions, so that an explanation cannot drift from it.
    """

    base: float = Field(description="Log-odds of a document about which nothing is known.")
    contributions: tuple[Contribution, ...] = Field(
        description="One a feature, the largest effect first."
    )
    evidence: tuple[Evidence, ...] = Field(
        description="All passages found, in text order, each once."
    )
    warnings: tuple[str, ...] = Field(description="What limits this answer.")
    resembles: tuple[Resemblance, ...] = Field(
        default=(),
        description="Which kinds of poor copy it resembles, the likeliest first; empty where "
        "there was not enough to judge.",
    )
    words: int = Field(ge=0, description="Words of running text that were read.")
    spread: float = Field(
        default=0.0, ge=0, description="Half the width of the interval, in log-odds."
    )
    sufficient: bool = Field(description="Whether there was enough to score.")
    model: ModelInfo = Field(description="The model that gave the answer.")

    @computed_field(description="Version of this schema.")  # type: ignore[prop-decorator]
    @property
    def schema_version(self) -> str:
        """Version of the schema this result follows; the first number changes on a break."""
        return SCHEMA_VERSION

    @computed_field(  # type: ignore[prop-decorator]
        description="Calibrated probability that the document is of credible make; null where "
        "there was not enough to judge."
    )
    @cached_property
    def score(self) -> float | None:
        """Calibrated probability in [0, 1] that the document is of credible make, or None."""
        return sigmoid(self.log_odds) if self.sufficient else None

    @computed_field(description="The score in one word.")  # type: ignore[prop-decorator]
    @property
    def band(self) -> Band:
        """The score in one word, by the model's thresholds."""
        if self.score is None:
            return "insufficient"
        if self.score < self.model.low_below:
            return "low"
        return "high" if self.score >= self.model.high_from else "medium"

    @computed_field(  # type: ignore[prop-decorator]
        description="Where the score would lie, in nine of ten cases, had the model known texts "
        "of the same corpus and sources; null where there is no score."
    )
    @property
    def interval(self) -> tuple[float, float] | None:
        """Range in [0, 1] around the score, measured on held-out documents of like length."""
        if self.score is None:
            return None
        return sigmoid(self.log_odds - self.spread), sigmoid(self.log_odds + self.spread)

    @property
    def log_odds(self) -> float:
        """``base`` plus the points of all contributions."""
        return self.base + sum(contribution.points for contribution in self.contributions)

    def reasons(self, count: int = 3) -> tuple[Contribution, ...]:
        """The ``count`` contributions with the largest effect; fewer if fewer had any."""
        return tuple(c for c in self.contributions[:count] if c.points)

    def to_dict(self) -> dict[str, Any]:
        """The result as plain Python values, in the published schema."""
        return self.model_dump()

    def to_json(self, indent: int | None = None) -> str:
        """The result as JSON, in the published schema; one line unless ``indent`` is given."""
        return dump_json(self.to_dict(), indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read a result back; score and band are computed anew from the contributions."""
        # By way of json: pydantic's own reader refuses the lone surrogates a text may hold.
        return cls.model_validate(json.loads(text))

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The published JSON schema of ``to_json``."""
        return cls.model_json_schema(mode="serialization")

    def _repr_html_(self) -> str:
        from credscore.report import render_fragment

        return render_fragment(self)


class _Limited(Protocol):
    @property
    def warnings(self) -> tuple[str, ...]: ...

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self: ...


_L = TypeVar("_L", bound=_Limited)


def with_warnings(result: _L, warnings: tuple[str, ...]) -> _L:
    """A score or a decision that says first what had to be guessed in reading its document."""
    if not warnings:
        return result
    return result.model_copy(update={"warnings": (*warnings, *result.warnings)})


def dump_json(value: object, indent: int | None = None) -> str:
    """``value`` as JSON that can be written as UTF-8, whatever text it holds."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:  # Lone surrogates of a document can only be sent escaped.
        return json.dumps(value, indent=indent)
    return text


def sigmoid(log_odds: float) -> float:
    """The probability that ``log_odds`` stand for."""
    if log_odds < 0:
        odds = exp(max(log_odds, -700.0))
        return odds / (1 + odds)
    return 1 / (1 + exp(-min(log_odds, 700.0)))
