"""What editors say of decisions: recorded beside them in the trail, and made into labels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from credscore.document import Document
from credscore.gate.decision import document_digest
from credscore.gate.trail import Trail, TrailError, Verdict, verify

_FEWEST_DIGITS = 8


class NothingDecidedError(TrailError):
    """The trail holds no decision on that document."""


@dataclass
class Records:
    """The newest decision and the newest feedback on each document of a trail.

    Attributes:
        decisions: Records of decisions by the digest of the document.
        feedback: Records of feedback by the digest of the document.
    """

    decisions: dict[str, dict[str, Any]] = field(default_factory=dict)
    feedback: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, path: str | Path) -> "Records":
        """Read a trail.

        Raises:
            TrailError: It cannot be read, or a line of it does not hold.
        """
        records = cls()
        found = verify(path, records._take)
        if found.broken_line is not None:
            raise TrailError(f"{path}, line {found.broken_line}: {found.problem}")
        return records

    def _take(self, record: dict[str, Any]) -> None:
        if record["kind"] == "decision":
            self.decisions[record["document"]] = record
        elif record["kind"] == "feedback":
            self.feedback[record["document"]] = record

    def find(self, document: str) -> dict[str, Any]:
        """The newest decision on a document, given its digest or the beginning of it.

        Raises:
            NothingDecidedError: There is none, or more than one document begins so.
        """
        if document in self.decisions:
            return self.decisions[document]
        close = [one for one in self.decisions if one.startswith(document)]
        if len(close) != 1 or len(document) < _FEWEST_DIGITS:
            many = f"{len(close)} documents begin so" if close else "nothing was decided on it"
            raise NothingDecidedError(f"{document}: {many}")
        return self.decisions[close[0]]

    def named(self, name: str) -> list[str]:
        """Digests of the documents on which something was decided under ``name``."""
        return [digest for digest, one in self.decisions.items() if one["name"] == name]


def give_feedback(
    trail: Trail, document: str, verdict: Verdict, by: str, why: str
) -> dict[str, Any]:
    """Record what an editor says of the newest decision on a document.

    Args:
        trail: The trail that holds the decision.
        document: The document's digest, or the beginning of it (eight digits or more).
        verdict: What should have been done: "pass" or "hold".
        by: Who says so.
        why: Why.

    Returns:
        The record; its ``decision`` is the digest of the record of the decision.

    Raises:
        NothingDecidedError: The trail holds no decision on the document.
        TrailError: The trail does not hold, or cannot be written.
        ValueError: ``verdict`` is another word, or nobody or no reason is named.
    """
    if verdict not in ("pass", "hold"):
        raise ValueError(f"the verdict is pass or hold, got {verdict!r}")
    for name, text in (("by", by), ("why", why)):
        if not text.strip():
            raise ValueError(f"{name} must not be empty")
    decision = Records.of(trail.path).find(document)
    return trail.record(
        "feedback",
        {
            "document": decision["document"],
            "decision": decision["digest"],
            "action": decision["action"],
            "verdict": verdict,
            "by": by.strip(),
            "why": why.strip(),
        },
    )


def labels(records: Records, documents: Iterable[Document]) -> Iterator[dict[str, Any]]:
    """Those of ``documents`` on which editors gave a verdict, as labels to train and measure by.

    Each has the fields of ``credscore train --labels``; the newest verdict counts.
    """
    for doc in documents:
        digest = document_digest(doc)
        given = records.feedback.get(digest)
        if given is None:
            continue
        decision = records.decisions.get(digest, {})
        label: dict[str, Any] = {
            "text": doc.text,
            "credible": given["verdict"] == "pass",
            "title": doc.title,
            "url": doc.url,
            "published": doc.published.isoformat() if doc.published else None,
            "source": decision.get("source"),
            "document": digest,
        }
        yield {key: value for key, value in label.items() if value is not None}
