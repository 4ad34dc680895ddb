"""What readers hand out: records, and the places where there was damage instead."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

Wanted = Callable[[int], bool]
"""Asked with the number of each record, in order, whether it is to be read."""

LONGEST_RECORD = 8_000_000
"""Bytes of a record beyond which it is no document, and would not fit the memory we promise."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of an input.

    Attributes:
        number: Its place in the input, counted from 0; damaged records are counted too.
        place: The same for a person: "line 12", "row 7", "byte 90211", a path.
        fields: Its columns by name.
    """

    number: int
    place: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Damage:
    """A record, or a stretch of an input, that could not be read.

    Attributes:
        number: As of a record.
        place: As of a record.
        reason: Why, for a person.
    """

    number: int
    place: str
    reason: str


class Reader(Protocol):
    """Reads the records of one input, in the same order and with the same numbers every time."""

    @property
    def position(self) -> int:
        """Bytes of the input that were read so far, as they are on disk."""

    @property
    def passed_over(self) -> int:
        """Records that hold no document by their nature: pictures, redirects, requests."""

    def records(self, wanted: Wanted) -> Iterator[Record | Damage]:
        """The wanted records, and all damage that was met on the way."""


def everything(_: int) -> bool:
    """Want every record."""
    return True


def reason_of(error: BaseException) -> str:
    """An error in words, without a capital and without lines."""
    text = " ".join(
        (getattr(error, "strerror", None) or str(error) or type(error).__name__).split()
    )
    return f"{text[:1].lower()}{text[1:300]}"
