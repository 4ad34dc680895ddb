"""Bytes from files that may be compressed, cut off or damaged; and lines of bounded length."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from credscore.corpus.readers.record import LONGEST_RECORD, reason_of

PACKED_SUFFIXES = frozenset({".gz", ".bz2", ".xz", ".zst"})

_BLOCK = 1 << 18
# Arrow hands out a whole block or an error: small ones lose little before a cut.
_ZSTD_BLOCK = 1 << 12
_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)


class BrokenStreamError(Exception):
    """The rest of a stream cannot be had: it is cut off, or damaged."""


def compression(path: Path) -> str | None:
    """How a file is compressed, by what it begins with: "gzip", "bzip2", "xz", "zstd" or None."""
    with path.open("rb") as file:
        head = file.read(8)
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


class _Counted(io.FileIO):
    """A file that counts the bytes it gave."""

    count = 0

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        read = super().readinto(buffer) or 0
        self.count += read
        return read


class StreamReader:
    """What readers of one stream share: they pass nothing over, and know how far they are."""

    passed_over = 0

    def __init__(self, path: Path) -> None:
        self._stream = Stream(path)

    @property
    def position(self) -> int:
        """Bytes of the file that were read so far."""
        return self._stream.position


class Stream:
    """The unpacked bytes of a file, block by block."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: _Counted | None = None

    @property
    def position(self) -> int:
        """Bytes of the file that were read so far."""
        return self._file.count if self._file else 0

    def blocks(self) -> Iterator[bytes]:
        """The unpacked bytes.

        Raises:
            BrokenStreamError: The rest cannot be had; all that could be had came before.
            OSError: The file cannot be opened.
        """
        packing = compression(self._path)
        self._file = _Counted(self._path)
        with io.BufferedReader(self._file, _BLOCK) as file:
            try:
                yield from _unpacked(file, packing)
            except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
                kind = f"{packing} stream" if packing else "file"
                raise BrokenStreamError(
                    f"the {kind} is cut off or damaged near byte {self.position:,} "
                    f"({reason_of(error)})"
                ) from None


def _unpacked(file: Any, packing: str | None) -> Iterator[bytes]:
    if packing == "zstd":
        from pyarrow import CompressedInputStream, PythonFile

        with CompressedInputStream(PythonFile(file, mode="r"), packing) as stream:
            while block := stream.read(_ZSTD_BLOCK):
                yield block
        return
    source = file
    if packing == "gzip":
        source = gzip.GzipFile(fileobj=file)
    elif packing == "bzip2":
        source = bz2.BZ2File(file)
    elif packing == "xz":
        source = lzma.LZMAFile(file)  # noqa: SIM115 (the file beneath is closed)
    while block := source.read1(_BLOCK):  # Whatever can be had, before a cut is met.
        yield block


class Line(NamedTuple):
    """A line without its end; ``data`` is None where it is too long to be a record."""

    number: int
    data: bytes | None
    length: int


def lines(blocks: Iterator[bytes], longest: int = LONGEST_RECORD) -> Iterator[Line]:
    """Cut blocks into lines, counted from 1; a longer one is passed over, at no cost of memory.

    When the blocks break off, what stood of the last line is given up with them.
    """
    number = 1
    pieces: list[bytes] = []
    length = 0
    for block in blocks:
        start = 0
        while (end := block.find(b"\n", start)) >= 0:
            length += end - start
            if length <= longest:
                pieces.append(block[start:end])
                yield Line(number, b"".join(pieces).removesuffix(b"\r"), length)
            else:
                yield Line(number, None, length)
            pieces.clear()
            number, length, start = number + 1, 0, end + 1
        length += len(block) - start
        if length <= longest:
            pieces.append(block[start:])
        else:
            pieces.clear()
    if length:
        yield Line(number, b"".join(pieces) if length <= longest else None, length)


def head(path: Path, length: int = 1 << 16) -> bytes:
    """The first unpacked bytes of a file; fewer where it is short or broken.

    Raises:
        OSError: The file cannot be opened.
    """
    found = b""
    try:
        for block in Stream(path).blocks():
            found += block
            if len(found) >= length:
                break
    except BrokenStreamError:
        pass
    return found[:length]


def bare_name(path: Path) -> str:
    """The file's name in lower case, without the suffix of a compression."""
    name = path.name.lower()
    return name.rpartition(".")[0] if path.suffix.lower() in PACKED_SUFFIXES else name
