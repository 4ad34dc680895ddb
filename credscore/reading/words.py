"""Words: one tokenisation a document, with an index that phrase scans share."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from credscore.native import kernels

# A number keeps its inner separators ("70,000"), a word its inner apostrophes ("don't");
# hyphens part words, so that "well-known" and "well known" read alike.
_WORD = re.compile(r"(\d+(?:[.,]\d+)+|[^\W_]+(?:'[^\W_]+)*)")

# The same for text in lower case whose letters and digits are all of ASCII, as in most English
# text: to ask whether a character is one of these 36 is faster than to ask what Unicode says of
# it.
_ASCII_WORD = re.compile(r"([0-9]+(?:[.,][0-9]+)+|[a-z0-9]+(?:'[a-z0-9]+)*)")
MAY_BE_A_LETTER = re.compile("[^\x00-\x7f\u00a0-\u00a9\u00ab\u00bb\u2010-\u2027\u20a0-\u20bf]")


@dataclass(frozen=True)
class Words:
    """The words of a text in order.

    Attributes:
        lower: Each word in lower case, with straight apostrophes.
        starts: Offset of each word's first character.
        ends: Offset behind each word's last character.
    """

    lower: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.lower)

    @cached_property
    def index(self) -> dict[str, list[int]]:
        """Positions at which each distinct word stands, ascending."""
        index: dict[str, list[int]] = {}
        for position, word in enumerate(self.lower):
            if word in index:
                index[word].append(position)
            else:
                index[word] = [position]
        return index


def read_words(text: str) -> Words:
    """Tokenise ``text`` into words; linear in its length."""
    read = kernels.read_words(text) if kernels else None
    return Words(*read) if read else _read_words(text)


def _read_words(text: str) -> Words:
    straight = text.replace("’", "'")
    lower = straight.lower()
    if len(lower) != len(text) or "Σ" in text:
        # Lower case that changes the length, or hangs on what stands around, is made word by word.
        lower = straight
    pattern = _WORD if MAY_BE_A_LETTER.search(lower) else _ASCII_WORD
    # What lies between words, and words, in turn; so where each ends is where the next begins.
    pieces = pattern.split(lower)
    bounds = list(accumulate(map(len, pieces)))
    words = pieces[1::2]
    if lower is straight:
        words = [word.lower() for word in words]
    return Words(lower=words, starts=bounds[:-1:2], ends=bounds[1::2])
