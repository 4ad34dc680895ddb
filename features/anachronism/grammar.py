"""What the rules of the temporal grammar share: tokens with their gaps, and raw readings."""

from typing import NamedTuple

from credscore.features.anachronism.times import Amount, Anchor, Calendar, Granularity, Kind
from credscore.reading.words import Words


class Raw(NamedTuple):
    """An expression as read, before it is set against the document's now.

    The fields are those of ``TimeExpression``.
    """

    first: int
    last: int
    kind: Kind
    granularity: Granularity
    anchor: Anchor = "calendar"
    calendar: Calendar | None = None
    amount: Amount | None = None
    relation: str = ""


class Tokens:
    """The words of the running text and what stands between them."""

    __slots__ = ("count", "ends", "lower", "starts", "text")

    def __init__(self, words: Words, text: str) -> None:
        self.lower = words.lower
        self.starts = words.starts
        self.ends = words.ends
        self.text = text
        self.count = len(words.lower)

    def word(self, place: int) -> str:
        """The word at ``place`` in lower case; empty outside the text."""
        return self.lower[place] if 0 <= place < self.count else ""

    def gap(self, place: int) -> str:
        """What stands between the word at ``place`` and the next, at most 4 characters of it."""
        if not 0 <= place < self.count - 1:
            return "\n"
        return self.text[self.ends[place] : min(self.starts[place + 1], self.ends[place] + 4)]

    def joined(self, place: int) -> bool:
        """Whether only a space or a hyphen parts the word at ``place`` from the next."""
        return self.gap(place) in (" ", "-", "‑", "  ", "")

    def capital(self, place: int) -> bool:
        """Whether the word at ``place`` begins with a capital letter."""
        return self.text[self.starts[place]].isupper()
