"""Arrow record batches in, Arrow record batches out: the one function that every engine runs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypedDict

try:
    import pyarrow as pa
except ImportError as error:
    raise ImportError("Arrow batches need pyarrow: pip install 'credscore[corpus]'") from error

from credscore.corpus.rows import Reading, RowScorer
from credscore.corpus.schema import arrow_schema, check_added, check_asked
from credscore.scorer import Scorer


class BatchOptions(TypedDict, total=False):
    """The options of ``score_batches``, for what hands them on."""

    text: str | None
    title: str | None
    published: str | None
    url: str | None
    html: str | None
    author: str | None
    language: str | None
    keep: Sequence[str] | None
    evidence: bool
    prefix: str
    scorer: Scorer | None


@dataclass(frozen=True)
class BatchScorer:
    """Scores Arrow record batches; immutable, picklable, without state of its own.

    The model is loaded once a process, when the first batch comes. The same row gets the same
    answer whatever batch it comes in, and whichever process scores it.

    The attributes are the options of ``score_batches``, which says what each is for.
    """

    text: str | None = "text"
    title: str | None = None
    published: str | None = None
    url: str | None = None
    html: str | None = None
    author: str | None = None
    language: str | None = None
    keep: Sequence[str] | None = None
    evidence: bool = False
    prefix: str = ""
    scorer: Scorer | None = None

    @cached_property
    def _reading(self) -> Reading:
        return Reading(
            self.text,
            self.title,
            self.published,
            self.url,
            self.author,
            self.language,
            self.html,
        )

    def needed(self, there: Iterable[str]) -> list[str]:
        """Those of the columns ``there`` that are read or handed on.

        Raises:
            ColumnError: A column that is needed is not there.
        """
        there = list(there)
        kept = there if self.keep is None else list(self.keep)
        check_asked(kept, there)
        return list(dict.fromkeys([*kept, *self._reading.within(there).columns]))

    def schema(self, given: pa.Schema) -> pa.Schema:
        """The schema of the scored batches: the columns kept, then those that are added.

        Args:
            given: Schema of the batches to be scored.

        Raises:
            ColumnError: A column is not there, or one that is to be added is there already.
        """
        check_asked(self._reading.within(given.names).columns, given.names)
        kept = given.names if self.keep is None else list(self.keep)
        check_asked(kept, given.names)
        added = arrow_schema(self.evidence, self._rows(given).read_text, self.prefix)
        check_added(added.names, kept)
        return pa.schema([*(given.field(name) for name in kept), *added], added.metadata)

    def score(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Score the rows of one batch; the order of rows is kept."""
        schema = self.schema(batch.schema)
        rows = self._rows(batch.schema)
        given = {name: batch.column(name).to_pylist() for name in rows.reading.columns}
        gained = rows.score(given)
        kept = len(schema) - len(gained)
        columns: list[Any] = [batch.column(field.name) for field in list(schema)[:kept]]
        for field, values in zip(list(schema)[kept:], gained.values(), strict=True):
            columns.append(pa.array(values, type=field.type))
        return pa.RecordBatch.from_arrays(columns, schema=schema)

    def score_table(self, table: pa.Table) -> pa.Table:
        """Score the rows of a table, a chunk at a time."""
        schema = self.schema(table.schema)
        return pa.Table.from_batches(map(self.score, table.to_batches()), schema=schema)

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Score batches one after the other, as they are asked for."""
        return map(self.score, batches)

    def _rows(self, given: pa.Schema) -> RowScorer:
        return RowScorer(self._reading.within(given.names), self.evidence, self.scorer)


def score_batches(
    batches: Iterable[pa.RecordBatch],
    text: str | None = "text",
    title: str | None = None,
    published: str | None = None,
    url: str | None = None,
    html: str | None = None,
    *,
    author: str | None = None,
    language: str | None = None,
    keep: Sequence[str] | None = None,
    evidence: bool = False,
    prefix: str = "",
    scorer: Scorer | None = None,
) -> Iterator[pa.RecordBatch]:
    """Score Arrow record batches: one batch out for every batch in, lazily, rows in order.

    Engines take ``BatchScorer`` with the same options: it is this function with the options
    filled in, can be sent to other processes and tells the schema of what it returns.

    Args:
        batches: Record batches; they are drawn as they are needed, not all at once.
        text: Name of the column that holds the text; not needed beside ``html``.
        title: Name of the column that holds the headline, if there is one; and so on.
        published: Days of publication: dates, times, or ISO 8601 strings.
        url: Addresses.
        html: Web pages, as strings or bytes. A row that has one is read from it.
        author: Authors' names.
        language: Language codes.
        keep: Columns of the input to hand on, in this order; None is all of them.
        evidence: Whether to add the passages found, as a nested column.
        prefix: Put before the names of the columns that are added.
        scorer: Another model or prior than the shipped ones.

    Returns:
        Batches of the columns kept and those of ``credscore.corpus.schema``.

    Raises:
        ColumnError: A column is not there, or one that is to be added is there already.
    """
    score = BatchScorer(
        text, title, published, url, html, author, language, keep, evidence, prefix, scorer
    )
    return score(batches)
