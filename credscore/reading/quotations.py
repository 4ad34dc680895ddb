"""Quotations: what stands between quotation marks, and marks whose partner was lost.

Marks are paired paragraph by paragraph. Where a mark stands (before a word or behind one) tells
what it does; its glyph decides only where its place does not, because pages mix straight, curly
and foreign marks freely. A single mark opens a quotation only if a mark that can close it follows
in the same paragraph: all others are apostrophes.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Lost = Literal["opening", "closing"]


class Quotation(NamedTuple):
    """A quotation: offsets with its marks, and of the words between them.

    ``continues`` is true where it carries on the quotation before it: a quotation that runs over
    paragraphs is read as one quotation a paragraph. One that is ``set_off`` has no marks: it is
    the turn of a transcript, an answer, or a block quotation, and ``speaker`` says where its
    speaker is named, if anywhere.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    continues: bool = False
    speaker: tuple[int, int] | None = None
    set_off: bool = False


class LoneMark(NamedTuple):
    """A double mark without its partner: its offset, and which mark was lost."""

    offset: int
    lost: Lost


class QuotationMarks(NamedTuple):
    """What the quotation marks of a text enclose, and those that enclose nothing."""

    quotations: tuple[Quotation, ...]
    lone: tuple[LoneMark, ...]


class _Mark(NamedTuple):
    start: int
    end: int
    role: Literal["open", "close", "either"]
    single: bool


# Doubled single marks (TeX, old wire copy) count as one; an apostrophe inside a word is no mark.
# The set of all marks comes first, so that the scan is one fast pass.
_MARK = re.compile(
    r"""["“”„‟«»‹›'‘’‚‛`](?:(?<=["“”„‟«»‹›])|(?<=')'|(?<=’)’|(?<=‘)‘|(?<=`)`"""
    r"""|(?!(?<=[^\W_].)[^\W_]))"""
)
_SINGLE = frozenset("'‘’‚‛`")
_OPENING_GLYPHS = frozenset("“„‟«‹‘‚‛`")
_CLOSING_GLYPHS = frozenset("”»›’")
_BEFORE_A_WORD = frozenset("([{<—–-/=…")
_BEHIND_A_WORD = frozenset(".,;:!?)]}>—–-/…")
_ELISION = re.compile(
    r"(?:em|til|till|tis|twas|twere|cause|cuz|n|round|bout|neath|nuff|cos|kay|sup|\d\ds?)\b",
    re.IGNORECASE,
)
_FARTHEST_SINGLE = 30  # marks between a single mark and its partner
_LONGEST_SINGLE = 1500  # characters
_MOST_UNMARKED_PARAGRAPHS = 3


def read_quotations(text: str) -> tuple[Quotation, ...]:
    """All quotations in ``text``, in order, outermost only; a line is a paragraph."""
    paragraphs: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        paragraphs.append((start, start + len(line)))
        start += len(line) + 1
    return read_marks(text, paragraphs).quotations


def read_marks(text: str, paragraphs: Iterable[tuple[int, int]]) -> QuotationMarks:
    """Pair the quotation marks of ``text``, given the offsets of its paragraphs.

    The cost is linear in the length of the text.
    """
    quotations: list[Quotation] = []
    lone: list[LoneMark] = []
    running: list[Quotation] = []  # the quotation opened in the paragraph before, not closed yet
    for start, end in paragraphs:
        marks = [_read_mark(text, *m.span(), start, end) for m in _MARK.finditer(text, start, end)]
        continues = False
        if running:
            first = marks[0] if marks else None
            if first is not None and first.start == start and first.role != "close":
                # Opened anew in each paragraph and closed in the last: the usual way.
                if len(running) == 1:
                    quotations.append(running[0])
                    continues = True
                else:
                    lone.append(LoneMark(running[0].start, "closing"))
            elif first is not None and first.role == "close" and not first.single:
                # Closed at last, though the paragraphs between were not opened anew.
                quotations += running
                if first.start > start:
                    quotations.append(Quotation(start, first.end, start, first.start, True))
                marks = marks[1:]
            elif first is None and start < end and len(running) <= _MOST_UNMARKED_PARAGRAPHS:
                running.append(Quotation(start, end, start, end, True))
                continue
            elif start < end:
                lone.append(LoneMark(running[0].start, "closing"))
            else:
                continue
        running = _pair(marks, text, end, continues, quotations, lone)
    if running:
        lone.append(LoneMark(running[0].start, "closing"))
    return QuotationMarks(tuple(quotations), tuple(lone))


def _pair(
    marks: Sequence[_Mark],
    text: str,
    end: int,
    continues: bool,
    quotations: list[Quotation],
    lone: list[LoneMark],
) -> list[Quotation]:
    """Pair the marks of a paragraph; return what its last opening mark leaves open."""
    opened: _Mark | None = None
    place, last = 0, len(marks)
    while place < last:
        mark = marks[place]
        place += 1
        if opened is None:
            if mark.single:
                partner = _partner_of_single(marks, place - 1, text)
                if partner:
                    closing = marks[partner]
                    quotations.append(
                        Quotation(mark.start, closing.end, mark.end, closing.start, continues)
                    )
                    place, continues = partner + 1, False
            elif mark.role == "close":
                # Behind a figure it stands for inches or seconds.
                if not text[mark.start - 1].isdigit():
                    lone.append(LoneMark(mark.start, "opening"))
            else:
                opened = mark
        elif mark.single:
            continue
        elif mark.role != "open":
            if mark.start > opened.end:
                quotations.append(
                    Quotation(opened.start, mark.end, opened.end, mark.start, continues)
                )
            opened, continues = None, False
        elif _closes_twice(marks, place):
            place = _next_double(marks, place) + 1  # a quotation inside one, in the same marks
        else:
            lone.append(LoneMark(opened.start, "closing"))
            opened, continues = mark, False
    if opened is not None and opened.end >= end:
        lone.append(LoneMark(opened.start, "closing"))
        opened = None
    if opened is None:
        return []
    return [Quotation(opened.start, end, opened.end, end, continues)]


def _next_double(marks: Sequence[_Mark], place: int) -> int:
    while place < len(marks) and marks[place].single:
        place += 1
    return place


def _closes_twice(marks: Sequence[_Mark], place: int) -> bool:
    """Whether the next two double marks both close."""
    first = _next_double(marks, place)
    second = _next_double(marks, first + 1)
    return second < len(marks) and marks[first].role == marks[second].role == "close"


def _partner_of_single(marks: Sequence[_Mark], place: int, text: str) -> int:
    """The place of the mark that closes the single mark at ``place``, or 0 for an apostrophe."""
    opening = marks[place]
    if opening.role != "open" or _ELISION.match(text, opening.end):
        return 0
    possessive = 0
    for at in range(place + 1, min(len(marks), place + _FARTHEST_SINGLE)):
        mark = marks[at]
        if mark.start - opening.start > _LONGEST_SINGLE:
            break
        if not mark.single or mark.role == "either":
            continue
        if mark.role == "open" or mark.start == opening.end:
            if possessive and not _ELISION.match(text, mark.end):
                break
            continue
        if text[mark.start - 1] != "s" or text[mark.end : mark.end + 1] in _BEHIND_A_WORD:
            return at
        # "the workers' rights": a possessive, unless nothing later closes.
        possessive = possessive or at
    return possessive


def _read_mark(text: str, start: int, end: int, first: int, last: int) -> _Mark:
    """What the mark at ``start`` does, by its place and else by its glyph."""
    before = text[start - 1] if start > first else " "
    after = text[end] if end < last else " "
    glyph = text[start]
    could_open = before.isspace() or before in _BEFORE_A_WORD
    could_close = after.isspace() or after in _BEHIND_A_WORD
    single = end - start == 1 and glyph in _SINGLE
    role: Literal["open", "close", "either"] = "either"
    if could_open and not could_close:
        role = "open"
    elif could_close and not could_open:
        role = "close"
    elif glyph in _OPENING_GLYPHS:
        role = "open"
    elif glyph in _CLOSING_GLYPHS:
        role = "close"
    return _Mark(start, end, role, single)
