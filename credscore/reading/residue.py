"""Residue: lines that the page's machinery left inside the article text."""

from collections.abc import Sequence


def find_residue(text: str, lines: Sequence[tuple[int, int]]) -> list[bool]:
    """Say of each line (offsets into ``text``) whether it is residue."""
    return [False] * len(lines)
