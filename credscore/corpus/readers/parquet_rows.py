"""Parquet: one record a row, read a group of rows at a time."""

from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from credscore.corpus.readers.record import Damage, Record, Wanted, reason_of

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyarrow.parquet import ParquetFile

_ROWS = 256


class ParquetRows:
    """Reader of a Parquet file.

    Args:
        path: The file.
        columns: Names of the columns to read; None reads all.
    """

    passed_over = 0

    def __init__(self, path: Path, columns: list[str] | None = None) -> None:
        self._path = path
        self._columns = columns
        self._size = path.stat().st_size
        self._share = 0.0

    @property
    def position(self) -> int:
        """Bytes of the file that were read so far, by the share of its rows."""
        return int(self._share * self._size)

    def records(self, wanted: Wanted) -> Iterator[Record | Damage]:
        """The wanted rows; a group of rows whose pages are damaged is lost as a whole."""
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile

        try:
            file = ParquetFile(self._path)
        except (OSError, ArrowException) as error:
            yield Damage(0, "the whole file", f"not a Parquet file: {reason_of(error)}")
            return
        with file:
            first = 0
            for group in range(file.num_row_groups):
                rows = file.metadata.row_group(group).num_rows
                yield from self._group(file, group, first, rows, wanted)
                first += rows
                self._share = first / max(1, file.metadata.num_rows)

    def _group(
        self, file: "ParquetFile", group: int, first: int, rows: int, wanted: Wanted
    ) -> Iterator[Record | Damage]:
        chosen: list[int] = []
        enough: Exception | None = None
        try:
            chosen += (number for number in range(first, first + rows) if wanted(number))
        except Exception as error:  # The caller has enough, once it has what it wanted before.
            enough = error
        if chosen:
            yield from self._rows(file, group, first, rows, chosen)
        if enough is not None:
            raise enough

    def _rows(
        self, file: "ParquetFile", group: int, first: int, rows: int, chosen: list[int]
    ) -> Iterator[Record | Damage]:
        from pyarrow import ArrowException

        known = set(file.schema_arrow.names)
        columns = None if self._columns is None else [c for c in self._columns if c in known]
        done = first
        try:
            batches = file.iter_batches(_ROWS, row_groups=[group], columns=columns)
            for batch in batches:
                yield from _rows(batch, done, chosen)
                done += batch.num_rows
        except (OSError, ArrowException, ValueError) as error:
            # Each row counts, so that the numbers behind stay what they are.
            place = f"rows {done + 1} to {first + rows}"
            yield Damage(done, place, f"the group of rows is damaged: {reason_of(error)}")


def _rows(batch: "RecordBatch", first: int, chosen: list[int]) -> Iterator[Record | Damage]:
    begin, end = bisect_left(chosen, first), bisect_left(chosen, first + batch.num_rows)
    for number in chosen[begin:end]:
        place = f"row {number + 1}"
        try:
            fields = {
                name: column[number - first].as_py()
                for name, column in zip(batch.schema.names, batch.columns, strict=True)
            }
        except ValueError as error:  # Text that is not UTF-8; a day that no calendar has.
            yield Damage(number, place, reason_of(error))
        else:
            yield Record(number, place, fields)
