"""JSON Lines: one record a line."""

import json
from collections.abc import Iterator
from typing import Any

from credscore.corpus.readers.record import Damage, Record, Wanted
from credscore.corpus.readers.streams import BrokenStreamError, Line, StreamReader, lines

_UTF8_MARK = b"\xef\xbb\xbf"


class JsonLines(StreamReader):
    """Reader of a JSON Lines file, compressed or not."""

    def records(self, wanted: Wanted) -> Iterator[Record | Damage]:
        """The wanted records; lines that hold nothing are not counted."""
        number = 0
        line_number = 0
        try:
            for line in lines(self._stream.blocks()):
                line_number = line.number
                if line.data is not None and not line.data.strip(b" \t\r\0"):
                    continue
                if wanted(number):
                    yield _read(number, line)
                number += 1
        except BrokenStreamError as error:
            yield Damage(number, f"from line {line_number + 1} on", str(error))


def _read(number: int, line: Line) -> Record | Damage:
    place = f"line {line.number}"
    if line.data is None:
        return Damage(number, place, f"the line is {line.length:,} bytes long")
    data = line.data.removeprefix(_UTF8_MARK) if line.number == 1 else line.data
    try:
        value: Any = json.loads(data.decode())
    except UnicodeDecodeError as error:
        return Damage(number, place, f"not UTF-8 at byte {error.start + 1} of the line")
    except json.JSONDecodeError as error:
        return Damage(number, place, f"not JSON: {error.msg} at column {error.colno}")
    except (RecursionError, ValueError) as error:  # Deep nesting; a number of endless digits.
        return Damage(number, place, f"not JSON that can be read: {error}")
    if not isinstance(value, dict):
        return Damage(number, place, f"not a JSON object but {_kind(value)}")
    return Record(number, place, value)


def _kind(value: object) -> str:
    kinds = {str: "a string", list: "an array", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
