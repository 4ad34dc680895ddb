"""Words: one tokenisation a document, with an index that phrase scans share."""

import re
from dataclasses import dataclass
from functools import cached_property

# A number keeps its inner separators ("70,000"), a word its inner apostrophes ("don't");
# hyphens part words, so that "well-known" and "well known" read alike.
WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’][^\W_]+)*")


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
    spans = [match.span() for match in WORD.finditer(text)]
    straight = text.replace("’", "'")
    return Words(
        lower=[straight[start:end].lower() for start, end in spans],
        starts=[start for start, _ in spans],
        ends=[end for _, end in spans],
    )
