"""The decision: what the gate does with one document, and why, as a published schema."""

from hashlib import sha256
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, computed_field

from credscore.document import Document
from credscore.gate.policy import SEVERITY, Action, Stop, canonical
from credscore.report.lines import Lines
from credscore.result import Band, dump_json

SCHEMA_VERSION = "1.0"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Region(_Part):
    """Where a person finds a passage: lines and columns count from 1, in characters."""

    line: int = Field(ge=1, description="Line of its first character.")
    column: int = Field(ge=1, description="Place of that character in its line.")
    end_line: int = Field(ge=1, description="Line of the place behind its last character.")
    end_column: int = Field(ge=1, description="Column of that place.")


class Place(_Part):
    """A passage that made a rule fire."""

    rule: str = Field(description="The rule of a feature that found it.")
    start: int = Field(ge=0, description="Offset of its first character in the text as given.")
    end: int = Field(ge=0, description="Offset behind its last character.")
    region: Region | None = Field(
        description="Where it stands in the text or, for a file, in the file; null if not known."
    )
    text: str = Field(description="The passage itself: text[start:end].")
    message: str = Field(description="What is noteworthy about it, for a person.")


class Fired(_Part):
    """A rule that asked for a document to be stopped."""

    id: str = Field(description="The policy's rule, or: band, score, insufficient, error.")
    action: Stop = Field(description="What it asks for.")
    reason: str = Field(description="Why, in a sentence.")
    found: tuple[str, ...] = Field(default=(), description="What was measured, in words.")
    features: tuple[str, ...] = Field(
        default=(), description="The features that were measured, or that spoke most against it."
    )
    places: tuple[Place, ...] = Field(default=(), description="The passages that made it fire.")
    lifted: str | None = Field(
        default=None, description="Why it does not count: the reason of the exemption."
    )


class Named(_Part):
    """A policy or model by name and digest."""

    name: str
    digest: str = Field(description="SHA-256, in hexadecimal.")


class Decision(_Part):
    """What the gate does with one document, and why.

    The same document, policy and model give the same decision on the same day.
    """

    name: str | None = Field(description="Path or name of the document, as the caller gave it.")
    document: str = Field(description="SHA-256 of the document's fields: see document_digest.")
    action: Action = Field(description="What is to be done.")
    fired: tuple[Fired, ...] = Field(description="The rules that fired, the strictest first.")
    score: float | None = Field(description="The score; null where there is none.")
    band: Band | None = Field(description="The score's band; null where scoring failed.")
    words: int = Field(ge=0, description="Words of running text that were read.")
    warnings: tuple[str, ...] = Field(default=(), description="What limits the score.")
    source: str | None = Field(default=None, description="Domain that the document came from.")
    policy: Named = Field(description="The policy that decided.")
    model: Named = Field(description="The model that scored.")
    error: str | None = Field(default=None, description="What went wrong where scoring failed.")

    @computed_field(description="Version of this schema.")  # type: ignore[prop-decorator]
    @property
    def schema_version(self) -> str:
        """Version of the schema this decision follows; the first number changes on a break."""
        return SCHEMA_VERSION

    @property
    def counted(self) -> tuple[Fired, ...]:
        """The rules that fired and that no exemption lifts."""
        return tuple(fired for fired in self.fired if fired.lifted is None)

    def to_dict(self) -> dict[str, Any]:
        """The decision as plain Python values, in the published schema."""
        return self.model_dump()

    def to_json(self, indent: int | None = None) -> str:
        """The decision as JSON, in the published schema; one line unless ``indent`` is given."""
        return dump_json(self.to_dict(), indent)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The published JSON schema of ``to_json``."""
        return cls.model_json_schema(mode="serialization")

    @classmethod
    def from_dict(cls, value: dict[str, Any]) -> Self:
        """Read a decision back."""
        return cls.model_validate(value)


def region(lines: Lines, start: int, end: int) -> Region:
    """Where the passage from ``start`` to ``end`` stands in the text of ``lines``."""
    return Region(
        line=lines.line(start),
        column=lines.column(start),
        end_line=lines.line(end),
        end_column=lines.column(end),
    )


def strictest(actions: "tuple[Action, ...]") -> Action:
    """The action that stops most; ``pass`` where there is none."""
    return max(actions, key=SEVERITY.__getitem__, default="pass")


def document_digest(doc: Document) -> str:
    """SHA-256, in hexadecimal, of everything that a score is made from.

    It is taken over the document's fields as JSON with sorted keys, without spaces and in ASCII;
    fields that are not known are left out.
    """
    known: dict[str, object] = {
        name: value
        for name in ("text", "title", "url", "author", "language")
        if (value := getattr(doc, name)) is not None
    }
    if doc.published is not None:
        known["published"] = doc.published.isoformat()
    if doc.page is not None:
        known["page"] = {name: getattr(doc.page, name) for name in doc.page.__dataclass_fields__}
    return sha256(canonical(known)).hexdigest()
