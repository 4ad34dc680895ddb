"""The contract between a feature family and the rest of credscore.

A family is a folder in ``features/`` whose ``__init__`` declares one constant, ``FAMILY``.
A feature is a function ``Document -> Finding`` with a declared name, unit and direction; its
docstring is its page. Nothing here knows any family by name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from inspect import cleandoc
from typing import Literal, NamedTuple

from credscore.document import Document

Unit = Literal[
    "share", "per 1,000 words", "count", "words", "grade", "scale", "ratio", "probability"
]

Direction = Literal["raises", "lowers", "either"]
"""What a higher value does to credibility, where that is known by meaning."""


class Span(NamedTuple):
    """A passage: character offsets into ``Document.content``, half open."""

    start: int
    end: int


class Passage(NamedTuple):
    """A piece of evidence: a passage, the rule that found it and a sentence for a person.

    ``related`` holds the passages it is set against: the other half of a contradiction, the
    first standing of a doubled paragraph, the source of a quotation.
    """

    start: int
    end: int
    rule: str
    message: str
    related: tuple[Span, ...] = ()


class DatedClaim(NamedTuple):
    """Something that a document dates, for the timeline of its report.

    Attributes:
        begin: The first day that the date may mean.
        until: The last such day.
        start: Offset of the expression of time into ``Document.content``.
        end: Offset behind it.
        claim_start: Offset of the clause that it dates.
        claim_end: Offset behind that clause.
        conflicts: The passages that set it against another time; empty where it stands.
    """

    begin: date
    until: date
    start: int
    end: int
    claim_start: int
    claim_end: int
    conflicts: tuple[Passage, ...] = ()


class Finding(NamedTuple):
    """What a feature found in one document.

    Attributes:
        value: The measure in the feature's unit, or None where the question does not arise
            (the share of unattributed quotations in a text without quotations).
        summary: The value in words a journalist understands, without a full stop:
            "4 of 6 quotations name no speaker".
        evidence: The passages that made the value, in text order.
    """

    value: float | None
    summary: str
    evidence: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Feature:
    """One measure of craft.

    Attributes:
        name: Snake case, unique in its family.
        unit: What ``Finding.value`` counts.
        direction: What a higher value does to credibility: the model keeps to it.
        revision: Raised whenever the same text may now get another value; a model refuses to
            score with a feature of another revision than it was trained on.
        measure: The function. Its docstring is the feature's page, under the headings
            "What it measures", "Why it matters", "Example", "Left alone" and "References".
        held_out: For a feature with learned weights, "module:function" of what learns them again
            from some of a table's documents to measure the others
            (`credscore.training.table.Relearned`); a model trained on the plain values would
            trust them too much.
    """

    name: str
    unit: Unit
    direction: Direction
    revision: int
    measure: Callable[[Document], Finding]
    held_out: str = ""

    @property
    def page(self) -> str:
        """The feature's page: the docstring of its measure."""
        return cleandoc(self.measure.__doc__ or "")


@dataclass(frozen=True, slots=True)
class Family:
    """A folder of features that look at one side of a text.

    Attributes:
        name: The folder's name.
        page: What the family looks at, why, and what it leaves alone: the folder's docstring.
        features: Its measures, in the order in which a person should read them.
        rules: Every rule that its evidence may name, with what the rule finds.
        timeline: For a family that reads times: the claims that a document dates, by when they
            begin. The report draws them.
    """

    name: str
    page: str
    features: tuple[Feature, ...]
    rules: Mapping[str, str]
    timeline: Callable[[Document], Sequence[DatedClaim]] | None = None
