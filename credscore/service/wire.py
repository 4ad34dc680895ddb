"""Frames between the front and a worker: a JSON header and bytes, each with its length.

JSON rather than pickle: a worker reads what strangers send, and must not be able to make the
front run anything.
"""

import json
import struct
from typing import IO, Any, NamedTuple

_LENGTHS = struct.Struct(">II")
PREFIX = _LENGTHS.size


class Frame(NamedTuple):
    """A message: ``header`` says what it is, ``body`` carries it."""

    header: dict[str, Any]
    body: bytes


def pack(frame: Frame) -> bytes:
    """``frame`` as bytes."""
    header = json.dumps(frame.header).encode()
    return b"".join((_LENGTHS.pack(len(header), len(frame.body)), header, frame.body))


def lengths(prefix: bytes) -> tuple[int, int]:
    """Lengths of the header and of the body that follow ``prefix``."""
    header, body = _LENGTHS.unpack(prefix)
    return header, body


def read_frame(stream: IO[bytes]) -> Frame | None:
    """The next frame of a blocking stream; None where the other side is gone."""
    prefix = stream.read(PREFIX)
    if len(prefix) < PREFIX:
        return None
    header_length, body_length = lengths(prefix)
    header, body = stream.read(header_length), stream.read(body_length)
    if len(header) < header_length or len(body) < body_length:
        return None
    return Frame(json.loads(header), body)
