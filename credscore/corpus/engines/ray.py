"""Ray Data: scoring a Dataset block by block, with ``map_batches``. Needs the extra ``ray``."""

from typing import TYPE_CHECKING, Unpack

from credscore.corpus.batches import BatchOptions, BatchScorer

if TYPE_CHECKING:
    from ray.data import Dataset

ROWS_A_BATCH = 256


def score_dataset(
    dataset: "Dataset", batch_size: int = ROWS_A_BATCH, **options: Unpack[BatchOptions]
) -> "Dataset":
    """Score every row of a Ray Dataset; nothing runs before the result is asked for.

    credscore must be installed on the workers. Ray hands rows on in order only where
    ``DataContext.execution_options.preserve_order`` is set: keep a column that names the row.

    Args:
        dataset: The Dataset.
        batch_size: Rows that a worker scores at a time.
        options: As for ``credscore.score_batches``: the columns to read, ``keep``, ``evidence``,
            ``prefix``, ``scorer``.

    Returns:
        A Dataset of the columns kept and those of ``credscore.corpus.schema``.

    Raises:
        ColumnError: A column is not there, or one that is to be added is there already. It is
            raised at once where Ray knows the columns, and else when the work begins.
    """
    score = BatchScorer(**options)
    known = dataset.schema(fetch_if_missing=False)
    if known is not None:
        needed = score.needed(known.names)
        if len(needed) < len(known.names):
            dataset = dataset.select_columns(needed)
    return dataset.map_batches(
        score.score_table, batch_format="pyarrow", batch_size=batch_size, zero_copy_batch=True
    )
