"""CSV and its kin: a header, then one record a row."""

import codecs
import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from credscore.corpus.readers.record import LONGEST_RECORD, Damage, Record, Wanted
from credscore.corpus.readers.streams import BrokenStreamError, Stream, StreamReader, head, lines

_DELIMITERS = ",\t;|"
# Beyond this, a quotation mark that nobody closed has swallowed the rows behind it.
_LONGEST_FIELD = LONGEST_RECORD
# No name of a column is as long as this: the file begins with its first row.
_LONGEST_NAME = 60
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class CsvRows(StreamReader):
    """Reader of a CSV file, compressed or not; what separates its fields is seen in its header."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        sample = head(path)
        self._encoding = _encoding(sample)
        self._delimiter = _delimiter(sample.decode(self._encoding, errors="replace"))

    def records(self, wanted: Wanted) -> Iterator[Record | Damage]:
        """The wanted rows; of a damaged stretch only the lines that cannot be told apart are lost.

        Rows that come one behind the other and do not fit the header are one damage.
        """
        names: list[str] = []
        number = 0
        damaged: _Stretch | None = None
        for row in self._rows():
            if isinstance(row, _Row) and not names:
                names, is_data = _names(row.fields)
                if not is_data:
                    continue
            if isinstance(row, _Row) and len(row.fields) != len(names):
                reason = f"{len(row.fields)} fields where the header has {len(names)}"
                row = _Stretch(row.first, row.last, reason)
            if isinstance(row, _Stretch):
                damaged = damaged.joined(row) if damaged else row
                continue
            if damaged:
                yield damaged.as_damage(number)
                number, damaged = number + 1, None
            if wanted(number):
                place = f"line {row.first}"
                yield Record(number, place, dict(zip(names, row.fields, strict=True)))
            number += 1
        if damaged:
            yield damaged.as_damage(number)

    def _rows(self) -> Iterator["_Row | _Stretch"]:
        """Rows, and the lines that are none: behind a line that errs, reading starts anew."""
        csv.field_size_limit(_LONGEST_FIELD)  # Of the whole process: Python knows no other.
        source = _TextLines(self._stream, self._encoding)
        while True:
            source.begin_row()
            try:
                fields = next(csv.reader(source, delimiter=self._delimiter, strict=True))
            except StopIteration:
                break
            except csv.Error as error:
                yield _Stretch(source.first, source.first, f"not a row: {error}")
                source.return_all_but_first()
            else:
                if fields:
                    yield _Row(source.first, source.last, fields)
        if source.broken:
            yield _Stretch(source.last + 1, source.last + 1, source.broken)


class _TextLines:
    """The lines of a file; those of one row can be given back."""

    def __init__(self, stream: Stream, encoding: str) -> None:
        self._lines = lines(_as_utf8(stream.blocks(), encoding))
        self._returned: deque[str] = deque()
        self._row: list[str] = []
        self.first = self.last = 0
        self.broken = ""

    def begin_row(self) -> None:
        self._row.clear()
        self.first = self.last + 1

    def return_all_but_first(self) -> None:
        self._returned.extendleft(reversed(self._row[1:]))
        self.last = self.first

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else self._read()
        self._row.append(line)
        self.last += 1
        return line

    def _read(self) -> str:
        try:
            line = next(self._lines)
        except BrokenStreamError as error:
            self.broken = str(error)
            raise StopIteration from None
        if line.data is None:
            return '"' + "." * _LONGEST_FIELD + '.."\n'  # Longer than any field may be.
        return line.data.decode(errors="replace") + "\n"


class _Row:
    __slots__ = ("fields", "first", "last")

    def __init__(self, first: int, last: int, fields: list[str]) -> None:
        self.first, self.last, self.fields = first, last, fields


class _Stretch:
    """Lines that are no rows."""

    __slots__ = ("_reason", "first", "last")

    def __init__(self, first: int, last: int, reason: str) -> None:
        self.first, self.last, self._reason = first, last, reason

    def joined(self, other: "_Stretch") -> "_Stretch":
        return _Stretch(self.first, other.last, self._reason)

    def as_damage(self, number: int) -> Damage:
        place = f"line {self.first}"
        if self.last > self.first:
            place = f"lines {self.first} to {self.last}"
        return Damage(number, place, self._reason)


def _as_utf8(blocks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    if encoding == "utf-8":
        return blocks
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    return (decoder.decode(block).encode() for block in blocks)


def _encoding(sample: bytes) -> str:
    """UTF-8, what the byte order mark says, or what Excel writes in Western Europe."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(sample: str) -> str:
    header = sample.partition("\n")[0]
    return max(_DELIMITERS, key=header.count)


def _names(first_row: list[str]) -> tuple[list[str], bool]:
    """The names of the columns, and whether the first row is data, because it names none."""
    if any(len(name) > _LONGEST_NAME for name in first_row):
        return [f"column {place}" for place in range(1, len(first_row) + 1)], True
    names: list[str] = []
    for place, name in enumerate(first_row, 1):
        name = name.strip() or f"column {place}"
        names.append(f"{name} ({place})" if name in names else name)
    return names, False
