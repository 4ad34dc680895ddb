"""Copies: lines and paragraphs that already stand above, word for word.

What is printed twice is said once. A copy is set aside when a text is segmented, so that no
measure gains or loses by it but the one that counts copies.
"""

from collections.abc import Sequence

FEWEST_WORDS = 5
"""Of a copy: shorter lines come again in any dialogue, list or refrain."""

_STRAIGHT = (("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'), ("«", '"'), ("»", '"'))


def find_copies(text: str, spans: Sequence[tuple[int, int]]) -> dict[int, int]:
    """The number of each copy among ``spans``, and that of the first stand of its wording.

    A shorter line is one where it follows on a copy as it did above.
    """
    first: dict[str, int] = {}
    copies: dict[int, int] = {}
    for number, (start, end) in enumerate(spans):
        if text.count(" ", start, end) + 1 >= FEWEST_WORDS:
            original = first.setdefault(wording(text[start:end]), number)
            if original != number:
                copies[number] = original
        elif number - 1 in copies:
            original = copies[number - 1] + 1
            if original < number and wording(text[slice(*spans[original])]) == wording(
                text[start:end]
            ):
                copies[number] = original
    return copies


def wording(text: str) -> str:
    """A text with its case, its space and the shape of its quotation marks evened out."""
    text = text.casefold()
    if not text.isascii():
        for mark, straight in _STRAIGHT:
            text = text.replace(mark, straight)
    return " ".join(text.split()) if "  " in text or "\n" in text else text
