"""Dask: scoring a DataFrame partition by partition. Needs the extra ``dask``."""

from typing import TYPE_CHECKING, Any, Unpack, cast

from credscore.corpus import frames
from credscore.corpus.batches import BatchOptions, BatchScorer

if TYPE_CHECKING:
    from dask.dataframe import DataFrame


def score_frame(frame: "DataFrame", **options: Unpack[BatchOptions]) -> "DataFrame":
    """Score every row of a Dask DataFrame; nothing runs before the result is asked for.

    Rows keep their order, their partition and their index. Dask's threads do not score side by
    side: use processes (``LocalCluster``, or ``compute(scheduler="processes")``).

    Args:
        frame: The DataFrame.
        options: As for ``credscore.score_batches``: the columns to read, ``keep``, ``evidence``,
            ``prefix``, ``scorer``.

    Returns:
        A DataFrame of the columns kept and those of ``credscore.corpus.schema``.

    Raises:
        ColumnError: A column is not there, or one that is to be added is there already.
    """
    needed = BatchScorer(**options).needed(frame.columns)
    kept = options.get("keep")
    keep = list(frame.columns if kept is None else kept)
    rest = {name: value for name, value in options.items() if name != "keep"}
    empty = _score_partition(frame._meta[needed], keep, rest)
    scored = frame[needed].map_partitions(_score_partition, keep, rest, meta=empty)
    return cast("DataFrame", scored)


def _score_partition(partition: Any, keep: list[str], options: dict[str, Any]) -> Any:
    scored = frames.score_frame(partition, **options)
    return scored[[*keep, *scored.columns[len(partition.columns) :]]]
