"""The working text: what the caller gave, with the accidents of encoding evened out.

Control characters and exotic spaces are replaced one for one, so offsets stay as they are. CRLF
line ends, decomposed accents, invisible characters, spaces around line ends and several in a row
change the length; texts that hold them carry an ``Alignment`` that leads from the working text
back to the caller's.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

_COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufe0f\ufeff"
_UNEVEN = re.compile(f"[{_COMBINING}{_INVISIBLE}]")
# No more than four marks a letter: canonical ordering of a longer run costs its square.
_CLUSTER = f"[^{_COMBINING}{_INVISIBLE}][{_COMBINING}]{{1,4}}"
_GAPS = re.compile("(?P<gap>[ \r\n]{2,})")
_CLUSTERS_AND_GAPS = re.compile(f"{_CLUSTER}|(?P<gap>[ \r\n{_INVISIBLE}]{{2,}}|[{_INVISIBLE}])")
_DROPPED = re.compile(f"[ {_INVISIBLE}]+")

_ONE_FOR_ONE = {
    **{code: " " for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"},
    **{ord(mark): "\n" for mark in "\x0b\x0c\x85\u2028\u2029"},
    **{ord(space): " " for space in "\t\u00a0\u1680\u202f\u205f\u3000"},
    **dict.fromkeys(range(0x2000, 0x200B), " "),
}
_NEEDS_TRANSLATION = re.compile(
    "[^\n\x20-\x7e\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff"
    "\u3001-\U0010ffff]"
)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Leads offsets of the working text back to the caller's text."""

    working: "array[int]"
    original: "array[int]"

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the caller's text that a span of the working text came from.

        What was dropped right before or behind it does not belong to it; of a letter with its
        accents, the whole does.
        """
        working, original = self.working, self.original
        place = bisect_right(working, start) - 1
        begin = original[place] + (0 if self._is_composed(place) else start - working[place])
        place = bisect_left(working, end)
        if place == len(working) or (working[place] != end and not self._is_composed(place - 1)):
            return begin, original[place - 1] + end - working[place - 1]
        return begin, max(begin, original[place])

    def _is_composed(self, place: int) -> bool:
        """Whether a letter whose accents were composed begins at an entry."""
        if place + 1 == len(self.working):
            return False
        length = self.working[place + 1] - self.working[place]
        return 0 < length != self.original[place + 1] - self.original[place]


def normalize(text: str) -> tuple[str, Alignment | None]:
    """Return the working text and, where lengths differ, the way back to the caller's text."""
    if _NEEDS_TRANSLATION.search(text):
        text = text.translate(_ONE_FOR_ONE)
    if not text.isascii() and _UNEVEN.search(text):
        return _even(text, _CLUSTERS_AND_GAPS)
    if "  " in text or " \n" in text or "\n " in text or "\r" in text:
        return _even(text, _GAPS)
    return text, None


def _even(text: str, uneven: re.Pattern[str]) -> tuple[str, Alignment]:
    pieces: list[str] = []
    working, original = array("Q", (0,)), array("Q", (0,))
    length = copied = 0
    for match in uneven.finditer(text):
        found = match.group()
        evened = unicodedata.normalize("NFC", found) if match["gap"] is None else _gap(found)
        if evened == found:
            continue
        start, end = match.span()
        pieces += (text[copied:start], evened)
        length += start - copied
        working.append(length)
        original.append(start)
        length += len(evened)
        working.append(length)
        original.append(end)
        copied = end
    pieces.append(text[copied:])
    return "".join(pieces).replace("\r", "\n"), Alignment(working, original)


def _gap(gap: str) -> str:
    """The line ends of a gap between words, or one space, or nothing."""
    ends = _DROPPED.sub("", gap).replace("\r\n", "\n")
    return ends or (" " if " " in gap else "")
