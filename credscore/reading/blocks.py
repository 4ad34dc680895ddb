"""Blocks: the paragraphs, headings and residue lines that a text is made of.

A text is segmented once. Residue (comment forms, teasers, navigation) is set aside here, so that
no feature measures it as prose.
"""

import re
from itertools import pairwise
from typing import Literal, NamedTuple

from credscore.reading.residue import find_residue

BlockKind = Literal["prose", "heading", "residue"]


class Block(NamedTuple):
    """A run of text between line ends: offsets without surrounding space, half open."""

    start: int
    end: int
    kind: BlockKind


_ENDS_A_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]*]*$")
_MOST_WORDS_IN_A_HEADING = 16


def read_blocks(text: str) -> tuple[Block, ...]:
    """Segment ``text`` into blocks, in order."""
    spans = _join_wrapped_lines(text, line_spans(text))
    residue = find_residue(text, spans)
    return tuple(
        Block(start, end, "residue" if is_residue else _kind(text, spans, place))
        for place, ((start, end), is_residue) in enumerate(zip(spans, residue, strict=True))
    )


def line_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the lines that hold more than space, without the space around them."""
    spans: list[tuple[int, int]] = []
    offset = 0
    for line in text.split("\n"):
        behind_space = line.lstrip()
        if behind_space:
            start = offset + len(line) - len(behind_space)
            spans.append((start, start + len(behind_space.rstrip())))
        offset += len(line) + 1
    return spans


def _kind(text: str, spans: list[tuple[int, int]], place: int) -> BlockKind:
    start, end = spans[place]
    # A lone line is the whole article, however it ends.
    if len(spans) == 1 or end - start > 160:
        return "prose"
    line = text[start:end]
    if line[-1] in ".…,;" or line[0] in "\"“‘«'" or len(line.split()) > _MOST_WORDS_IN_A_HEADING:
        return "prose"
    if line[-1] in ":?!" or not _ENDS_A_SENTENCE.search(line[-8:]):
        return "heading"
    return "prose"


def _join_wrapped_lines(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Undo hard wrapping, where a text was broken at a fixed width with blank lines between."""
    follows = [
        text.count("\n", end, following) == 1 for (_, end), (following, _) in pairwise(spans)
    ]
    broken = [
        text[end - 1] not in ".!?:”\"'" and 50 <= end - start <= 100
        for (start, end), follow in zip(spans, follows, strict=False)
        if follow
    ]
    if len(broken) < 4 or sum(broken) < 0.6 * len(broken):
        return spans
    joined = [spans[0]]
    for span, follow in zip(spans[1:], follows, strict=True):
        if follow:
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined
