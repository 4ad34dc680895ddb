"""The scores of an audit as a file: Parquet, or JSON Lines; and the list of what was not read."""

import json
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from credscore.corpus.fingerprint import Fingerprint
from credscore.corpus.readers import Damage
from credscore.corpus.resume import Journal
from credscore.corpus.tasks import FINGERPRINT, row_schema, unpack
from credscore.result import dump_json

if TYPE_CHECKING:
    import pyarrow as pa

    from credscore.corpus.duplicates import Cluster

_ROWS_A_GROUP = 4096
_MOST_SHARED = 100
_ALONE = -1

ABOUT = b"credscore.audit"
"""Key of the Parquet file's metadata under which ``About`` stands, as JSON."""


@dataclass(frozen=True, slots=True)
class About:
    """What the scores of a corpus do not say row by row.

    Attributes:
        inputs: Names of the inputs.
        options: How the audit was asked for, by option.
        failures: Records that could not be read.
        passed_over: Records of web archives that are no pages.
        versions: What made it: credscore, and the model by name, version and digest.
        made: Day on which it was made.
        compared: Whether documents were compared with one another.
        quotations: Quotations that stand in several documents, as ``SharedQuotation`` has them.
        authors: Names on several sites, as ``SharedAuthor`` has them.
        templates: Lines that pages of a site share, as ``Template`` has them.
    """

    inputs: Sequence[str] = ()
    options: dict[str, Any] = field(default_factory=dict)
    failures: int = 0
    passed_over: int = 0
    versions: dict[str, str] = field(default_factory=dict)
    made: str = ""
    compared: bool = False
    quotations: Sequence[dict[str, Any]] = ()
    authors: Sequence[dict[str, Any]] = ()
    templates: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """What documents have in common.

    Attributes:
        cluster: Number of the cluster of each row, in order; below 0 where it has none.
        clusters: The clusters, by their number.
        quotations: As in ``About``.
        authors: As in ``About``.
        templates: As in ``About``.
    """

    cluster: "array[int]"
    clusters: "Sequence[Cluster]"
    quotations: Sequence[dict[str, Any]]
    authors: Sequence[dict[str, Any]]
    templates: Sequence[dict[str, Any]]


def compare(journal: Journal) -> Compared:
    """Compare all documents of a journal by their fingerprints."""
    from credscore.corpus.duplicates import Comparison

    comparison = Comparison()
    cluster = array("q")
    row_of: array[int] = array("q")  # By the number of the document in the comparison.
    for batch in rows(journal):
        columns = (batch.column(name).to_pylist() for name in (FINGERPRINT, "site", "published"))
        for kept, site, published in zip(*columns, strict=True):
            if kept is not None:
                comparison.add(Fingerprint.from_bytes(kept), site, published)
                row_of.append(len(cluster))
            cluster.append(_ALONE)
    clusters = comparison.clusters()
    for number, found in enumerate(clusters):
        for document in found.documents:
            if cluster[row_of[document]] == _ALONE:
                cluster[row_of[document]] = number
    return Compared(
        cluster,
        clusters,
        [_plain(found, row_of) for found in comparison.quotations(clusters)[:_MOST_SHARED]],
        [_plain(found, row_of) for found in comparison.authors()[:_MOST_SHARED]],
        [_plain(found, row_of) for found in comparison.templates()[:_MOST_SHARED]],
    )


def _plain(found: Any, row_of: "array[int]") -> dict[str, Any]:
    """A finding as JSON can hold it; documents are known by the number of their row."""
    values = asdict(found)
    if isinstance(values.get("documents"), tuple):
        values["documents"] = [row_of[document] for document in values["documents"]]
    return values


def rows(journal: Journal) -> "Iterator[pa.RecordBatch]":
    """The rows of a journal, in the order of the inputs."""
    for done in journal.results():
        yield from map(unpack, done.batches)


def scores_schema() -> "pa.Schema":
    """The columns of a file of scores: those of a row, and the cluster of its document."""
    import pyarrow as pa

    fields = [column for column in row_schema() if column.name != FINGERPRINT]
    clusters = [
        pa.field("cluster", pa.int64()),
        pa.field("cluster_kind", pa.string()),
        pa.field("cluster_agency", pa.string()),
    ]
    return pa.schema([*fields, *clusters], row_schema().metadata)


def _finished(journal: Journal, compared: Compared | None) -> "Iterator[pa.RecordBatch]":
    """The rows of a journal with their clusters, without fingerprints."""
    import pyarrow as pa

    schema = scores_schema()
    own = [name for name in schema.names if not name.startswith("cluster")]
    first = 0
    for batch in rows(journal):
        found = [
            _cluster(compared, number) if compared else (None, None, None)
            for number in range(first, first + batch.num_rows)
        ]
        first += batch.num_rows
        columns = [batch.column(name) for name in own]
        for field_, values in zip(list(schema)[len(own) :], zip(*found, strict=True), strict=True):
            columns.append(pa.array(values, field_.type))
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _cluster(compared: Compared, row: int) -> tuple[int | None, str | None, str | None]:
    """Number, kind and agency of the cluster of a row."""
    number = compared.cluster[row]
    if number == _ALONE:
        return None, None, None
    cluster = compared.clusters[number]
    return number, cluster.kind, cluster.agency or None


def write_parquet(journal: Journal, compared: Compared | None, about: About, path: Path) -> None:
    """Write the rows of a journal as Parquet; ``about`` goes into its metadata."""
    import pyarrow as pa
    from pyarrow import parquet

    metadata = {**(scores_schema().metadata or {}), ABOUT: json.dumps(asdict(about)).encode()}
    schema = scores_schema().with_metadata(metadata)
    partial = path.with_name(f"{path.name}.unfinished")
    with parquet.ParquetWriter(partial, schema, compression="zstd") as writer:
        group: list[pa.RecordBatch] = []
        for batch in _finished(journal, compared):
            group.append(batch)
            if sum(batch.num_rows for batch in group) >= _ROWS_A_GROUP:
                writer.write_table(pa.Table.from_batches(group).replace_schema_metadata(metadata))
                group.clear()
        if group:
            writer.write_table(pa.Table.from_batches(group).replace_schema_metadata(metadata))
    partial.replace(path)


def write_json_lines(scores: Path, path: Path) -> None:
    """Write a Parquet file of scores as JSON Lines; what is null is left out."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(scores) as file, _replacing(path) as out:
        for batch in file.iter_batches(256):
            for row in batch.to_pylist():
                known = {name: value for name, value in row.items() if value is not None}
                if isinstance(known.get("published"), date):
                    known["published"] = known["published"].isoformat()
                out.write(dump_json(known) + "\n")


def write_failures(failures: Iterator[tuple[str, Damage]], path: Path) -> int:
    """Write what could not be read, a JSON line each; without any, there is no file.

    Args:
        failures: The name of the input, and the damage.
        path: The file.

    Returns:
        How many there were.
    """
    count = 0
    with _replacing(path) as out:
        for name, damage in failures:
            count += 1
            line = {
                "input": name,
                "place": damage.place,
                "record": damage.number,
                "reason": damage.reason,
            }
            out.write(dump_json(line) + "\n")
    if not count:
        path.unlink()
    return count


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    """A text file that stands at ``path`` once all of it was written."""
    partial = path.with_name(f"{path.name}.unfinished")
    with partial.open("w", encoding="utf-8", errors="replace") as out:
        yield out
    partial.replace(path)
