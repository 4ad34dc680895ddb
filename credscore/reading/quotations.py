"""Quotations: what stands between quotation marks, and who is said to have said it."""

from typing import NamedTuple


class Quotation(NamedTuple):
    """A quotation: offsets with its marks, and of the words between them."""

    start: int
    end: int
    inner_start: int
    inner_end: int


def read_quotations(text: str) -> tuple[Quotation, ...]:
    """All quotations in ``text``, in order, outermost only."""
    return ()
