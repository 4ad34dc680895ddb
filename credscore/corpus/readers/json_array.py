"""A file that is one JSON array: its elements, one after the other, whatever its size."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from credscore.corpus.readers.record import LONGEST_RECORD, Damage, Record, Wanted
from credscore.corpus.readers.streams import BrokenStreamError, Stream, StreamReader

_SPACE = re.compile(r"[\s,\ufeff\0]*")
_NEXT_OBJECT = re.compile(r"\}\s{0,100},\s{0,100}(?=\{)")


class JsonArray(StreamReader):
    """Reader of a JSON array of objects, compressed or not."""

    def records(self, wanted: Wanted) -> Iterator[Record | Damage]:
        """The wanted elements."""
        window = _Window(self._stream)
        decode = json.JSONDecoder().raw_decode
        window.skip("[")
        number = 0
        while not window.skip("]") and window.text:
            place = f"element {number + 1}"
            try:
                value, end = _decoded(window, decode)
            except (ValueError, RecursionError) as error:
                reason = window.broken or f"not JSON: {getattr(error, 'msg', error)}"
                yield Damage(number, place, reason)
                after = _NEXT_OBJECT.search(window.text)
                window.drop(after.end() if after else len(window.text))
            else:
                window.drop(end)
                if wanted(number):
                    yield _record(number, place, value)
            number += 1
        if window.broken:
            yield Damage(number, f"from element {number + 1} on", window.broken)


def _record(number: int, place: str, value: object) -> Record | Damage:
    if isinstance(value, dict):
        return Record(number, place, value)
    return Damage(number, place, f"not a JSON object but {type(value).__name__}")


def _decoded(window: "_Window", decode: Any) -> tuple[object, int]:
    """The value at the start of the window, which grows until it holds all of it."""
    while True:
        try:
            value, end = decode(window.text)
        except ValueError:
            if not window.grow():
                raise
        else:
            # A number may go on behind the window.
            if end < len(window.text) or not window.grow():
                return value, end


class _Window:
    """The stretch of text at hand."""

    def __init__(self, stream: Stream) -> None:
        self._blocks = stream.blocks()
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self.text = ""
        self.broken = ""

    def grow(self) -> bool:
        """Double the window; False where there is no more, or where it is too large already."""
        if len(self.text) > LONGEST_RECORD:
            return False
        pieces = [self.text]
        length, aim = len(self.text), max(2 * len(self.text), 1 << 16)
        while length < aim:
            try:
                piece = self._decoder.decode(next(self._blocks))
            except StopIteration:
                break
            except BrokenStreamError as error:
                self.broken = str(error)
                break
            pieces.append(piece)
            length += len(piece)
        grown = len(pieces) > 1
        self.text = "".join(pieces)
        return grown

    def drop(self, length: int) -> None:
        """Leave the first ``length`` characters behind."""
        self.text = self.text[length:]

    def skip(self, mark: str) -> bool:
        """Pass over space and commas, and ``mark`` if it stands there; whether it did."""
        while True:
            space = _SPACE.match(self.text)
            self.drop(space.end() if space else 0)
            if self.text or not self.grow():
                break
        found = self.text.startswith(mark)
        if found:
            self.drop(len(mark))
        return found
