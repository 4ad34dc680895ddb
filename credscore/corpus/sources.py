"""The source behind the documents: what its documents say of it together."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from credscore.result import CredibilityScore
from credscore.scorer import DocumentLike, Scorer


class Habit(BaseModel):
    """Something that recurs in the documents of a source.

    Attributes are described in ``SourceScore.model_json_schema()``.
    """

    model_config = ConfigDict(frozen=True)

    feature: str = Field(description="Full name of the feature.")
    points: float = Field(description="Its points, on average over the documents.")
    documents: int = Field(description="Documents in which the feature gave or took points so.")
    text: str = Field(description="The habit in words: 'half of its quotations have no speaker'.")


class SourceScore(BaseModel):
    """How far a source can be believed, as far as its documents show."""

    model_config = ConfigDict(frozen=True)

    score: float | None = Field(
        description="Probability that the source is of credible make; null without a document "
        "that could be scored."
    )
    interval: tuple[float, float] | None = Field(
        description="Where the score would lie, in nine of ten cases, had all its documents "
        "been read."
    )
    verdict: Literal["credible", "doubtful", "open"] = Field(
        description="open as long as the interval holds the share of credible sources that was "
        "assumed."
    )
    documents: int = Field(description="Documents that were given.")
    scored: int = Field(description="Documents that could be scored.")
    independent: int = Field(description="Documents after copies of one text were counted once.")
    bands: dict[str, float] = Field(description="Share of the scored documents in each band.")
    habits: tuple[Habit, ...] = Field(description="What recurs, the weightiest first.")
    needed: int | None = Field(
        description="How many more documents would settle it, if they were like those seen: 0 "
        "where it is settled, null where it would not be within a thousand."
    )


class SourceTally:
    """Adds up the documents of one source as they come; small, and can be sent between processes.

    Args:
        prior: Share of credible sources where the tally will be used, between 0 and 1.
    """

    def __init__(self, prior: float = 0.5) -> None:
        raise NotImplementedError

    def add(self, result: CredibilityScore, group: Hashable = None) -> None:
        """Add a document.

        Args:
            result: Its score.
            group: What its copies share: the number of their cluster. Documents of a group
                count once. None is a document of its own.
        """
        raise NotImplementedError

    def add_row(self, row: Mapping[str, Any], group: Hashable = None) -> None:
        """Add a document by the columns of ``credscore.corpus.schema``, without a prefix."""
        raise NotImplementedError

    def score(self) -> SourceScore:
        """What the documents that were added say together."""
        raise NotImplementedError


def score_source(
    docs: Iterable[DocumentLike], scorer: Scorer | None = None, prior: float = 0.5
) -> SourceScore:
    """Score a source by its documents; copies among them count once.

    Args:
        docs: Documents of one source: as many as there are, drawn one at a time.
        scorer: Another model than the shipped one.
        prior: Share of credible sources where you are, between 0 and 1.
    """
    raise NotImplementedError
