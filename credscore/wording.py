"""Counts and kinds in words, for summaries and for whatever shows them."""

KINDS = {
    "unreliable": "reporting that does not hold up",
    "model": "text by a language model",
    "farm": "content-farm copy",
}
"""The kinds of poor copy that a document may resemble, for a person."""


def counted(count: int, one: str, many: str = "") -> str:
    """``count`` with its noun: "no quotations", "1 quotation", "4 quotations".

    Args:
        count: How many there are.
        one: The noun, with whatever follows it, for one.
        many: The same for none and for several; without it, ``one`` gets an s.
    """
    many = many or f"{one}s"
    return f"1 {one}" if count == 1 else f"{f'{count:,}' if count else 'no'} {many}"


def part(count: int, whole: int, noun: str, one: str, many: str) -> str:
    """``count`` of ``whole`` with the verb that fits: "1 of 6 quotations names no speaker"."""
    return f"{count} of {whole} {noun} {one if count == 1 else many}"


def times(count: int) -> str:
    """How often: "once", "twice", "4 times"."""
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def percent(share: float) -> str:
    """A share of 1 as a percentage without needless digits: "0%", "less than 1%", "34%"."""
    return "less than 1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"


def short(value: float) -> str:
    """A measure in the digits that matter to a reader: "25", "9.4", "3", "0.04"."""
    if abs(value) >= 9.95:
        return f"{value:,.0f}"
    return f"{value:.1f}".removesuffix(".0") if abs(value) >= 0.05 or not value else f"{value:.1g}"
