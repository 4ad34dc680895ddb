"""The policy: what a newsroom does with a score, as a model with a published schema.

A policy says what each band leads to, which scores, measures and passages ask for more, and who
is exempt from what until when. It is data: nothing in it is run, and all of it can be said in
sentences.
"""

import json
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

FORMAT: Final = 1

Action = Literal["pass", "review", "hold"]
Stop = Literal["review", "hold"]
Kind = Literal["unreliable", "model", "farm"]

SEVERITY: Final[dict[Action, int]] = {"pass": 0, "review": 1, "hold": 2}

BUILT_IN: Final = {
    "band": "the band of the score",
    "score": "the thresholds of the score",
    "insufficient": "a text that cannot be judged",
}
"""What fires beside the policy's own rules, and may be lifted by an exemption."""

ERROR: Final = "error"
"""What fires where scoring failed; no exemption lifts it."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Domain = Annotated[
    str,
    StringConstraints(
        to_lower=True, pattern=r"^([A-Za-z0-9_]([A-Za-z0-9_-]{0,62})\.)+[A-Za-z0-9-]{2,63}$"
    ),
]
Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Bound = Annotated[float, Field(allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Change(_Part):
    """Who changed the policy, when and why."""

    day: date = Field(description="The day of the change.")
    by: Line = Field(description="Who answers for it.")
    what: Line = Field(description="What was changed, and why.")


class ModelPin(_Part):
    """Which model the policy was written for."""

    name: Line = Field(
        default="news",
        description="Name of a shipped model, or path of a model file, from the policy's folder.",
    )
    digest: str | None = Field(
        default=None,
        pattern=r"^[0-9a-f]{64}$",
        description="SHA-256 of the model file: with another model the policy is refused.",
    )
    prior: float | None = Field(
        default=None, gt=0, lt=1, description="Share of credible documents at this gate."
    )


class Bands(_Part):
    """What each band of the score leads to."""

    high: Action = "pass"
    medium: Action = "pass"
    low: Action
    insufficient: Action = Field(
        description="What to do with a text that cannot be judged: too short, or not English."
    )

    @model_validator(mode="after")
    def _never_kinder_to_the_lower(self) -> Self:
        order = [SEVERITY[action] for action in (self.high, self.medium, self.low)]
        if order != sorted(order):
            raise ValueError("a lower band is treated more kindly than a higher one")
        return self


class ScoreThresholds(_Part):
    """Scores, between 0 and 1, below which a document is stopped whatever its band."""

    hold_below: Probability | None = Field(default=None, description="Held below this score.")
    review_below: Probability | None = Field(default=None, description="Reviewed below this.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        hold, review = self.hold_below, self.review_below
        if hold is not None and review is not None and hold > review:
            raise ValueError("hold_below lies above review_below, so nothing could be reviewed")
        return self


class Condition(_Part):
    """Something to look for: a measure, passages that a rule of a feature finds, or a likeness."""

    feature: str | None = Field(
        default=None,
        description='Full name of a feature, such as "quotes.unattributed_quotations"; or '
        '"score" or "words". Where the question does not arise, the condition does not hold.',
    )
    evidence: Annotated[tuple[str, ...], Field(strict=False)] | None = Field(
        default=None,
        min_length=1,
        description="Names of rules of features; the passages of all of them are counted.",
    )
    resembles: Kind | None = Field(
        default=None, description="A kind of poor copy; its probability is compared."
    )
    above: Bound | None = Field(default=None, description="More than this.")
    below: Bound | None = Field(default=None, description="Less than this.")
    at_least: Bound | None = Field(default=None, description="This or more.")
    at_most: Bound | None = Field(default=None, description="This or less.")

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        subjects = [s for s in ("feature", "evidence", "resembles") if getattr(self, s) is not None]
        if len(subjects) != 1:
            found = f"found {' and '.join(subjects)}" if subjects else "found none"
            raise ValueError(f"a condition is about one of feature, evidence, resembles; {found}")
        if self.above is not None and self.at_least is not None:
            raise ValueError("give one of above and at_least")
        if self.below is not None and self.at_most is not None:
            raise ValueError("give one of below and at_most")
        if self.evidence is not None:
            self._check_count()
        else:
            self._check_range()
        return self

    def _check_count(self) -> None:
        if any(bound is not None for bound in (self.above, self.below, self.at_most)):
            raise ValueError("passages are counted by at_least alone")
        if self.at_least is not None and (self.at_least < 1 or self.at_least % 1):
            raise ValueError("at_least is a number of passages: 1, 2, 3, …")

    def _check_range(self) -> None:
        low = self.above if self.above is not None else self.at_least
        high = self.below if self.below is not None else self.at_most
        if low is None and high is None:
            raise ValueError("a bound is missing: above, at_least, below or at_most")
        if low is not None and high is not None:
            is_open = self.above is not None or self.below is not None
            if low > high or (low == high and is_open):
                raise ValueError("no value lies between these bounds")


class Rule(_Part):
    """Conditions that must all hold, and what is done with the document then."""

    id: Identifier = Field(description="Short name, in small letters with hyphens.")
    action: Stop = Field(description="What is done with the document.")
    when: Annotated[tuple[Condition, ...], Field(strict=False)] = Field(
        min_length=1, description="All of these must hold."
    )
    reason: Line | None = Field(default=None, description="Why, in a sentence for the editor.")


class Exemption(_Part):
    """Whom some rules, or all, do not stop. What is given of source, section and author must fit.

    Source and section are taken from what the caller says, never from what a page claims.
    """

    source: Domain | None = Field(
        default=None, description="A domain; its subdomains are exempt too."
    )
    section: Line | None = Field(
        default=None, description="A section: a folder in the document's address or path."
    )
    author: Line | None = Field(
        default=None, description="A byline, in full. Anybody can sign with a name: add a source."
    )
    lifts: Annotated[tuple[str, ...], Field(strict=False)] | None = Field(
        default=None,
        min_length=1,
        description="Names of the rules that are lifted; without it, all of them.",
    )
    reason: Line = Field(description="Why.")
    until: date | None = Field(default=None, description="The last day on which it holds.")


class Policy(_Part):
    """What a newsroom does with a score."""

    format: Literal[1] = Field(description="Version of the policy format.")
    name: Line = Field(description="What the policy is called.")
    on_error: Stop = Field(
        default="review", description="What to do where scoring fails; it can never be to pass."
    )
    model: ModelPin = ModelPin()
    bands: Bands
    score: ScoreThresholds = ScoreThresholds()
    rules: Annotated[tuple[Rule, ...], Field(strict=False)] = ()
    exemptions: Annotated[tuple[Exemption, ...], Field(strict=False)] = ()
    changes: Annotated[tuple[Change, ...], Field(strict=False)] = Field(
        min_length=1, description="Who changed the policy, when and why; the latest last."
    )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the policy says, in hexadecimal.

        Comments, order of keys and keys at their default do not change it.
        """
        return sha256(canonical(self.model_dump(mode="json", exclude_defaults=True))).hexdigest()

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The published JSON schema of a policy file, read as TOML."""
        return cls.model_json_schema()


def canonical(value: object) -> bytes:
    """``value`` as JSON in the one form that digests are made of: sorted, in ASCII, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
