"""Frames in, frames out: scoring the rows of a pandas, Polars or PyArrow table."""

from collections.abc import Sequence
from typing import Any, TypeVar, cast

import narwhals as nw
from narwhals.typing import IntoDataFrame

from credscore.corpus.rows import Columns, Reading, RowScorer
from credscore.corpus.schema import ColumnType, check_added, columns
from credscore.scorer import Scorer

Frame = TypeVar("Frame", bound=IntoDataFrame)

_ROWS_A_TASK = 32
_SPAN = {"start": nw.Int64(), "end": nw.Int64(), "text": nw.String()}
_PASSAGE = {
    "family": nw.String(),
    "rule": nw.String(),
    **_SPAN,
    "message": nw.String(),
    "related": nw.List(nw.Struct(_SPAN)),
}
_TYPES: dict[ColumnType, nw.dtypes.DType] = {
    "float": nw.Float64(),
    "integer": nw.Int64(),
    "string": nw.String(),
    "evidence": nw.List(nw.Struct(_PASSAGE)),
}


def score_frame(
    frame: Frame,
    text: str | None = "text",
    title: str | None = None,
    published: str | None = None,
    url: str | None = None,
    html: str | None = None,
    *,
    author: str | None = None,
    language: str | None = None,
    evidence: bool = False,
    prefix: str = "",
    scorer: Scorer | None = None,
    n_jobs: int = 1,
) -> Frame:
    """Score every row of a table.

    Args:
        frame: A pandas or Polars DataFrame or a PyArrow Table (or another eager frame that
            narwhals knows, such as Modin's).
        text: Name of the column that holds the text; not needed beside ``html``.
        title: Name of the column that holds the headline, if there is one; and so on.
        published: Days of publication: dates, times, or ISO 8601 strings.
        url: Addresses.
        html: Web pages, as str or bytes. A row that has one is read from it.
        author: Authors' names.
        language: Language codes.
        evidence: Whether to add the passages found, as a nested column, and, where web pages are
            read, the text that their offsets refer to.
        prefix: Put before the names of the columns that are added.
        scorer: Another model or prior than the shipped ones.
        n_jobs: Number of processes; -1 takes all cores.

    Returns:
        A frame of the same kind with the same rows, in order and under the same index, and the
        columns of ``credscore.corpus.schema``: ``score``, ``band``, the strongest reasons, one
        column a feature's value, one a feature's points. A row that cannot be scored has no
        score, and its ``problem`` says why.

    Raises:
        ColumnError: A column is not there, or one that is to be added is there already.
        TypeError: ``frame`` is no table, or one that holds no rows yet (a lazy frame).
    """
    table = _eager(frame)
    reading = Reading(text, title, published, url, author, language, html).within(table.columns)
    rows = RowScorer(reading, evidence, scorer)
    check_added((prefix + name for name in rows.added), table.columns)
    given = {name: _as_list(table[name]) for name in reading.columns}
    gained = _score(rows, given, len(table), n_jobs)
    kinds = columns(rows.evidence, rows.read_text)
    return cast(
        "Frame", _beside(table, {prefix + name: (gained[name], kinds[name]) for name in kinds})
    )


def _eager(frame: object) -> nw.DataFrame[Any]:
    try:
        table: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(cast("Any", frame))
    except TypeError:
        raise TypeError(
            "score_frame takes a pandas or Polars DataFrame or a PyArrow Table, "
            f"got {type(frame).__name__}; score_batches takes record batches, score_many documents"
        ) from None
    if isinstance(table, nw.LazyFrame):
        kind = f"{type(frame).__module__.partition('.')[0]} {type(frame).__name__}"
        raise TypeError(
            f"a lazy frame ({kind}) holds no rows yet: collect it first, or let its engine do "
            "the work with credscore.corpus.engines (Spark, Ray, Dask)"
        )
    return table


def _as_list(column: nw.Series[Any]) -> Sequence[object]:
    return cast("Sequence[object]", column.to_list())


def _score(rows: RowScorer, given: Columns, count: int, n_jobs: int) -> dict[str, list[Any]]:
    if n_jobs == 1 or count <= _ROWS_A_TASK:
        return rows.score(given)
    from joblib import Parallel, delayed

    tasks = (
        delayed(rows.score)(
            {name: column[at : at + _ROWS_A_TASK] for name, column in given.items()}
        )
        for at in range(0, count, _ROWS_A_TASK)
    )
    gained: dict[str, list[Any]] = {name: [] for name in rows.added}
    for part in Parallel(n_jobs=n_jobs, return_as="generator")(tasks):
        for name, values in part.items():
            gained[name].extend(values)
    return gained


def _beside(table: nw.DataFrame[Any], added: dict[str, tuple[list[Any], ColumnType]]) -> Any:
    """The native frame of ``table`` with columns added, under its own index."""
    if table.implementation.is_pandas_like():
        # An index with double labels cannot be aligned: the new columns are laid beside it.
        native: Any = table.to_native()
        namespace = table.implementation.to_native_namespace()
        string = "str" if namespace.__version__ >= "3" else "object"  # Before, "None" is a str.
        kinds = {"float": "float64", "integer": "Int64", "string": string, "evidence": "object"}
        gained = namespace.DataFrame(
            {
                name: namespace.Series(values, dtype=kinds[kind], index=native.index)
                for name, (values, kind) in added.items()
            },
            index=native.index,
        )
        return namespace.concat([native, gained], axis=1)
    series = (
        nw.new_series(name, values, _TYPES[kind], backend=table.implementation)
        for name, (values, kind) in added.items()
    )
    return table.with_columns(*series).to_native()
