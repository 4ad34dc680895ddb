"""The unit of work of an audit: some documents in, their scored rows out, as Arrow bytes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from struct import Struct
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from credscore.corpus.fingerprint import fingerprint
from credscore.corpus.readers import Damage
from credscore.corpus.rows import Reading, RowError, RowScorer, clean
from credscore.document import Document

if TYPE_CHECKING:
    import pyarrow as pa

LONGEST_TEXT = 2_000_000
"""Characters of a text beyond which it is no document: some 300,000 words."""

FINGERPRINT = "fingerprint"
"""Column of what is kept of a document to find it again in others; not in the final scores."""

_FIELDS = ("text", "html", "title", "url", "published", "author", "language")
_READING = Reading("text", "title", "published", "url", "author", "language", "html")
_SHOWN_AS = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_LENGTH = Struct("<Q")


@dataclass(frozen=True, slots=True)
class Given:
    """A document that is to be scored.

    Attributes:
        number: Its number in the input.
        place: Its place in the input, for a person.
        fields: What is known of it: text or html, title, url, published, author, site, language.
    """

    number: int
    place: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """Documents of one chunk of one input; large ones come in several parts.

    Attributes:
        source: Number of the input.
        chunk: Number of the chunk in it.
        part: Number of the part of the chunk.
        name: Name of the input.
        rows: The documents.
    """

    source: int
    chunk: int
    part: int
    name: str
    rows: Sequence[Given]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task.

    Attributes:
        source: As of the task.
        chunk: As of the task.
        part: As of the task.
        rows: Number of rows.
        batches: The rows, as ``pack`` wrote them.
        failures: What could not be read.
    """

    source: int
    chunk: int
    part: int
    rows: int
    batches: tuple[bytes, ...]
    failures: tuple[Damage, ...] = ()


@cache
def row_schema() -> "pa.Schema":
    """The columns of a row: where the document stands, what is known of it, and its score."""
    import pyarrow as pa

    from credscore.corpus.schema import arrow_schema

    scored = arrow_schema()
    fields = [
        pa.field("input", pa.string()),
        pa.field("record", pa.int64()),
        pa.field("place", pa.string()),
        pa.field("url", pa.string()),
        pa.field("site", pa.string()),
        pa.field("title", pa.string()),
        pa.field("author", pa.string()),
        pa.field("published", pa.date32()),
        *scored,
        pa.field(FINGERPRINT, pa.binary()),
    ]
    return pa.schema(fields, scored.metadata)


def pack(batch: "pa.RecordBatch") -> bytes:
    """Rows as bytes, compressed, without their schema, which is always the same."""
    import pyarrow as pa

    message = batch.serialize()
    packed: bytes = pa.compress(message, "zstd", asbytes=True)
    return _LENGTH.pack(message.size) + packed


def unpack(data: bytes) -> "pa.RecordBatch":
    """The rows that ``pack`` wrote."""
    import pyarrow as pa

    (length,) = _LENGTH.unpack_from(data)
    message = pa.decompress(data[_LENGTH.size :], length, "zstd")
    return pa.ipc.read_record_batch(message, row_schema())


@dataclass(frozen=True)
class TaskScorer:
    """Scores tasks; cheap to send to another process, where it loads the model once.

    Attributes:
        model: Name of a shipped model, or path of a model file.
        prior: Share of credible documents in the corpus; None keeps the model's.
        published: Day of publication of documents that do not give theirs.
        compares: Whether fingerprints are taken, by which documents are compared.
    """

    model: str = "news"
    prior: float | None = None
    published: date | None = None
    compares: bool = True

    @cached_property
    def _rows(self) -> RowScorer:
        from credscore.scorer import Scorer

        return RowScorer(_READING, scorer=Scorer(self.model, self.prior))

    def warm_up(self) -> None:
        """Load the model, and fail now rather than at the first document.

        Raises:
            ModelError: There is no such model, or it was trained on other features.
        """
        _ = self._rows

    def score(self, task: Task) -> Done:
        """Score the documents of a task; what cannot be read keeps its row, with the reason."""
        import pyarrow as pa

        schema = row_schema()
        rows = [self._row(task.name, given) for given in task.rows]
        failures = tuple(
            Damage(given.number, given.place, row["problem"])
            for given, row in zip(task.rows, rows, strict=True)
            if row.get("band") is None
        )
        columns = [pa.array([row.get(field.name) for row in rows], field.type) for field in schema]
        batch = pa.RecordBatch.from_arrays(columns, schema=schema)
        return Done(task.source, task.chunk, task.part, len(rows), (pack(batch),), failures)

    def document(self, fields: Mapping[str, Any]) -> tuple[Document, tuple[str, ...]]:
        """The document that ``fields`` make, and sentences on what had to be passed over.

        Raises:
            RowError: They make none.
        """
        document, passed_over = _READING.document({name: fields.get(name) for name in _FIELDS})
        if len(document.text) > LONGEST_TEXT:
            length = f"{len(document.text):,} characters"
            raise RowError(f"The text has {length}, which is more than any document.")
        if document.published is None and self.published is not None:
            document = replace(document, published=self.published)
        return document, passed_over

    def _row(self, name: str, given: Given) -> dict[str, Any]:
        row: dict[str, Any] = {
            "input": clean(name),
            "record": given.number,
            "place": clean(given.place),
        }
        try:
            document, passed_over = self.document(given.fields)
        except RowError as error:
            about = {
                field: _clean_or_none(given.fields.get(field)) for field in ("url", "title", "site")
            }
            return {**row, **about, "problem": str(error)}
        url = document.url or (document.page.canonical_url if document.page else None)
        row.update(
            url=_clean_or_none(url),
            site=_clean_or_none(given.fields.get("site") or site_of(url)),
            title=_clean_or_none(document.headline),
            author=_clean_or_none(document.author),
            published=document.published,
            **self._rows.score_document(document, passed_over),
        )
        if self.compares and row["band"] is not None:
            row[FINGERPRINT] = fingerprint(document).to_bytes()
        return row


def site_of(url: str | None) -> str | None:
    """The site that an address belongs to: its host, without what only says how it is shown."""
    if not url:
        return None
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:  # An address that is none.
        return None
    return _SHOWN_AS.sub("", host.rstrip(".")) if host else None


def _clean_or_none(text: str | None) -> str | None:
    return None if text is None else clean(text)
