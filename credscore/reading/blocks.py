"""Blocks: the paragraphs, headings, residue lines and copies that a text is made of.

A text is segmented once. Residue (comment forms, teasers, navigation) and what already stands
above word for word are set aside here, so that no feature measures them as prose.
"""

import re
from collections.abc import Container
from itertools import pairwise
from typing import Literal, NamedTuple

from credscore.reading.copies import find_copies
from credscore.reading.residue import find_residue

BlockKind = Literal["prose", "heading", "residue", "copy"]


class Block(NamedTuple):
    """A run of text between line ends: offsets without surrounding space, half open."""

    start: int
    end: int
    kind: BlockKind


_ENDS_A_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]*]*$")
_ENDS_WITH_COMMA = re.compile(r",[\"'”’]?$")
_MOST_WORDS_IN_A_HEADING = 16
_FEWEST_WORDS_HANDING_OVER = 8
_SHORTEST_WRAPPED = 45  # characters
_SHORTEST_WITH_COMMA = 12


def read_blocks(text: str) -> tuple[Block, ...]:
    """Segment ``text`` into blocks, in order."""
    spans = _join_wrapped_lines(text, line_spans(text))
    copies = find_copies(text, spans)
    if not copies:
        return tuple(_read_kinds(text, spans))
    # Read without its copies, a text is what it was before it was printed twice.
    blocks = _read_without(copies, text, spans)
    said_twice = {copy: of for copy, of in copies.items() if blocks[of].kind != "residue"}
    if len(said_twice) < len(copies):  # what machinery prints over and over is no copy
        copies = said_twice
        blocks = _read_without(copies, text, spans)
    return tuple(
        Block(start, end, "copy") if number in copies else blocks[number]
        for number, (start, end) in enumerate(spans)
    )


def _read_without(
    copies: Container[int], text: str, spans: list[tuple[int, int]]
) -> dict[int, Block]:
    """The blocks by number, but for ``copies``."""
    numbers = [number for number in range(len(spans)) if number not in copies]
    blocks = _read_kinds(text, [spans[number] for number in numbers])
    return dict(zip(numbers, blocks, strict=True))


def _read_kinds(text: str, spans: list[tuple[int, int]]) -> list[Block]:
    residue = find_residue(text, spans)
    return [
        Block(start, end, "residue" if is_residue else _kind(text, spans, place))
        for place, ((start, end), is_residue) in enumerate(zip(spans, residue, strict=True))
    ]


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
    words = len(line.split())
    if line[-1] == ":" and words >= _FEWEST_WORDS_HANDING_OVER and not line.istitle():
        return "prose"  # a sentence that hands over to what follows
    quoted = line[0] in "\"“‘«'" and not (place == 0 and line[-1].isalnum())
    if line[-1] in ".…,;" or quoted or words > _MOST_WORDS_IN_A_HEADING:
        return "prose"
    if line[-1] in ":?!" or not _ENDS_A_SENTENCE.search(line[-8:]):
        return "heading"
    return "prose"


def _goes_on(text: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether a line breaks off, and the next, in lower case, goes on with its sentence."""
    start, end = line
    if not text[following[0] : following[0] + 2].islower():
        return False
    if _ENDS_WITH_COMMA.search(text[end - 2 : end]):
        return end - start >= _SHORTEST_WITH_COMMA
    return text[end - 1] not in ".!?:;”\"'" and end - start >= _SHORTEST_WRAPPED


def _join_wrapped_lines(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Undo hard wrapping: of the whole text, or where a line plainly goes on in the next."""
    follows = [
        text.count("\n", end, following) == 1 for (_, end), (following, _) in pairwise(spans)
    ]
    broken = [
        text[end - 1] not in ".!?:”\"'" and 50 <= end - start <= 100
        for (start, end), follow in zip(spans, follows, strict=False)
        if follow
    ]
    # Broken at a fixed width throughout, with blank lines between the paragraphs.
    wrapped = len(broken) >= 4 and sum(broken) >= 0.6 * len(broken)
    joined = spans[:1]
    for line, span, follow in zip(spans, spans[1:], follows, strict=False):
        if follow and (wrapped or _goes_on(text, line, span)):
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined
