"""Where a character offset stands, in the lines that a person counts."""

from bisect import bisect_right
from itertools import accumulate


class Lines:
    """Line and column of offsets into a text; both count from 1."""

    def __init__(self, text: str) -> None:
        lengths = (len(line) + 1 for line in text.split("\n")[:-1])
        self._starts = list(accumulate(lengths, initial=0))

    def line(self, offset: int) -> int:
        """The number of the line that ``offset`` stands in."""
        return bisect_right(self._starts, offset)

    def column(self, offset: int) -> int:
        """The place of ``offset`` in its line, in characters."""
        return offset - self._starts[self.line(offset) - 1] + 1
