"""The journal of an audit: what was done so far, so that an interruption costs no work twice.

One file beside the scores. Its first line says which audit it belongs to; behind it stands one
frame for each chunk that was done, whole or not at all: a frame that was cut off by a kill or a
power failure does not match its checksum, and is written anew. A chunk is a fixed stretch of the
records of one input, so what is done is known without the documents.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from struct import Struct
from typing import IO, Any, NamedTuple, Self

from credscore.corpus.readers import Damage
from credscore.corpus.tasks import Done

_FORMAT = 1
# Input, chunk, rows, length of the payload, checksum of payload and of all before it.
_HEADER = Struct("<IIIQI")
_KEYS = Struct("<IIIQ")
_END_OF_SOURCE = 0xFFFFFFFF


class MismatchError(Exception):
    """The journal that is there belongs to another audit.

    Attributes:
        differs: What differs, in words.
    """

    def __init__(self, differs: list[str]) -> None:
        super().__init__(f"the unfinished audit that is there differs in {', '.join(differs)}")
        self.differs = differs


class BusyError(OSError):
    """Another process is at work on the same audit."""


def _lock(file: IO[bytes]) -> None:
    """Keep the journal for this process, as long as it lives; where systems can do that."""
    try:
        import fcntl
    except ImportError:  # Windows, where an open file cannot be replaced anyway.
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise BusyError("another process is at work on this audit") from None


class Key(NamedTuple):
    """Which input, and which chunk of it."""

    source: int
    chunk: int


class Ended(NamedTuple):
    """Of an input that was read to its end: its records, and those that are no documents."""

    records: int
    passed_over: int


class _Frame(NamedTuple):
    rows: int
    offset: int


class Journal:
    """What was done so far.

    Attributes:
        about: What the audit is about, as given when it was begun.
        ended: The inputs that were read to their end.
        rows: Number of documents that were done.
    """

    def __init__(self, path: Path, about: Mapping[str, Any]) -> None:
        self._path = path
        self.about = about
        self.ended: dict[int, Ended] = {}
        self.rows = 0
        self._frames: dict[Key, _Frame] = {}
        self._file = path.open("r+b")
        _lock(self._file)

    @classmethod
    def begin(cls, path: Path, about: Mapping[str, Any], more: Mapping[str, Any]) -> Self:
        """Begin a journal, in place of any that is there.

        Args:
            path: Its file.
            about: What the audit is about, as JSON can hold it; what must be equal to resume it.
            more: What is to be found again in ``about`` of the journal when it is resumed.
        """
        path.touch()
        journal = cls(path, {**about, **more})
        journal._file.truncate()
        journal._file.write(json.dumps({"journal": _FORMAT, **journal.about}).encode() + b"\n")
        journal._file.flush()
        return journal

    @classmethod
    def resume(cls, path: Path, about: Mapping[str, Any]) -> Self:
        """Go on with the journal that is there.

        Args:
            path: Its file.
            about: What the audit is about; what the journal says of it must be equal.

        Raises:
            MismatchError: The journal belongs to another audit, or is none.
        """
        with path.open("rb") as file:
            try:
                there = json.loads(file.readline())
            except ValueError:
                there = None
        if not isinstance(there, dict) or there.pop("journal", None) != _FORMAT:
            raise MismatchError(["its form"])
        differs = [name for name, value in about.items() if there.get(name) != value]
        if differs:
            raise MismatchError(differs)
        journal = cls(path, there)
        journal._read()
        return journal

    def _read(self) -> None:
        """Find the frames, and cut off what stands behind the last whole one."""
        self._file.seek(0)
        self._file.readline()
        whole = self._file.tell()
        while len(header := self._file.read(_HEADER.size)) == _HEADER.size:
            source, chunk, rows, length, checksum = _HEADER.unpack(header)
            if length > self._path.stat().st_size:
                break
            payload = self._file.read(length)
            if len(payload) < length or checksum != _checksum(source, chunk, rows, payload):
                break
            self._note(Key(source, chunk), rows, whole, payload)
            whole = self._file.tell()
        self._file.seek(whole)
        self._file.truncate()

    def _note(self, key: Key, rows: int, offset: int, payload: bytes) -> None:
        if key.chunk == _END_OF_SOURCE:
            self.ended[key.source] = Ended(*json.loads(payload))
        else:
            self._frames[key] = _Frame(rows, offset + _HEADER.size)
            self.rows += rows

    def __contains__(self, key: tuple[int, int]) -> bool:
        return key in self._frames

    def __len__(self) -> int:
        return len(self._frames)

    def add(self, done: Done) -> None:
        """Keep what came of a chunk."""
        about = {
            "lengths": [len(batch) for batch in done.batches],
            "failures": [(f.number, f.place, f.reason) for f in done.failures],
        }
        payload = b"\n".join([json.dumps(about).encode(), b"".join(done.batches)])
        self._write(Key(done.source, done.chunk), done.rows, payload)

    def end_source(self, source: int, ended: Ended) -> None:
        """Note that an input was read to its end, and all its chunks were done."""
        self._write(Key(source, _END_OF_SOURCE), 0, json.dumps(ended).encode())

    def _write(self, key: Key, rows: int, payload: bytes) -> None:
        offset = self._file.tell()
        checksum = _checksum(*key, rows, payload)
        self._file.write(_HEADER.pack(*key, rows, len(payload), checksum) + payload)
        self._file.flush()
        self._note(key, rows, offset, payload)

    def results(self) -> Iterator[Done]:
        """All that was done, in the order of the inputs, one chunk at a time."""
        with self._path.open("rb") as file:
            for key in sorted(self._frames):
                frame = self._frames[key]
                file.seek(frame.offset)
                about = json.loads(file.readline())
                batches = tuple(file.read(length) for length in about["lengths"])
                failures = tuple(Damage(*failure) for failure in about["failures"])
                yield Done(key.source, key.chunk, 0, frame.rows, batches, failures)

    def close(self) -> None:
        """Close the file, and leave it to be resumed."""
        self._file.close()

    def remove(self) -> None:
        """Close the file and remove it: all is done."""
        self.close()
        self._path.unlink()


def _checksum(source: int, chunk: int, rows: int, payload: bytes) -> int:
    return zlib.crc32(payload, zlib.crc32(_KEYS.pack(source, chunk, rows, len(payload))))
