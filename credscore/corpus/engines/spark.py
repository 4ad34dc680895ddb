"""Spark: scoring a DataFrame where its rows are, with ``mapInArrow``. Needs the extra ``spark``."""

from typing import TYPE_CHECKING, Unpack

from credscore.corpus.batches import BatchOptions, BatchScorer

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def score_frame(frame: "DataFrame", **options: Unpack[BatchOptions]) -> "DataFrame":
    """Score every row of a Spark DataFrame; nothing runs before the result is asked for.

    Columns that are neither read nor kept do not leave the JVM. credscore must be installed on
    the workers. A document can take a second of memory-hungry work where pages are huge:
    ``spark.sql.execution.arrow.maxRecordsPerBatch`` bounds the rows of a batch.

    Args:
        frame: The DataFrame; Spark Connect's too.
        options: As for ``credscore.score_batches``: the columns to read, ``keep``, ``evidence``,
            ``prefix``, ``scorer``.

    Returns:
        A DataFrame of the columns kept and those of ``credscore.corpus.schema``.

    Raises:
        ColumnError: A column is not there, or one that is to be added is there already.
    """
    import pyarrow as pa
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructType

    score = BatchScorer(**options)
    needed = frame.select([frame[f"`{name}`"] for name in score.needed(frame.columns)])
    kept = needed.columns if score.keep is None else list(score.keep)
    # Kept columns stay as Spark has them: for what is added their names are enough.
    named = score.schema(pa.schema([(name, pa.null()) for name in needed.columns]))
    added = from_arrow_schema(pa.schema(list(named)[len(kept) :]))
    schema = StructType([*(needed.schema[name] for name in kept), *added])
    return needed.mapInArrow(score, schema)
