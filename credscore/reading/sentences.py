"""Sentences: where one ends and the next begins."""

import re
from typing import NamedTuple


class Sentence(NamedTuple):
    """A sentence: character offsets, and the positions of its words (exclusive at the end)."""

    start: int
    end: int
    first_word: int
    last_word: int


_BOUNDARY = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[A-Z0-9])")


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Offsets of the sentences in ``text[start:end]``, without the space between them."""
    spans: list[tuple[int, int]] = []
    for match in _BOUNDARY.finditer(text, start, end):
        spans.append((start, start + len(text[start : match.end()].rstrip())))
        start = match.end()
    if start < end:
        spans.append((start, end))
    return spans
