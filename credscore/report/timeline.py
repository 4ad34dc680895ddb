"""The dated claims of a document along an axis of years, with the conflicts among them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from credscore.document import Document
from credscore.feature import DatedClaim, Passage

if TYPE_CHECKING:
    from credscore.report.view import Note

_MOST_ROWS = 24
_MOST_TICKS = 6
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_LONGEST_SIDE = 90
_NARROWEST = 1.2


@dataclass(frozen=True, slots=True)
class Row:
    """A dated claim: its text around the expression of time, and where that lies on the axis.

    ``left`` and ``width`` are percentages of the axis. ``notes`` say what it conflicts with.
    """

    before: str
    when: str
    after: str
    left: float
    width: float
    notes: "tuple[Note, ...]"


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows by time, the years marked on the axis, and how many claims are not shown."""

    rows: tuple[Row, ...]
    ticks: tuple[tuple[int, float], ...]
    unshown: int

    @property
    def total(self) -> int:
        """Number of dated claims."""
        return len(self.rows) + self.unshown

    @property
    def conflicting(self) -> int:
        """Number of claims in conflict."""
        return sum(bool(row.notes) for row in self.rows)


def lay_out(
    doc: Document, claims: Sequence[DatedClaim], note_of: "Callable[[Passage], Note | None]"
) -> Timeline | None:
    """Lay out ``claims``; None where there are too few to compare.

    Args:
        doc: The document.
        claims: What it dates, in order of time.
        note_of: Finds the note that the report has on a passage.
    """
    if len(claims) < 2 and not any(claim.conflicts for claim in claims):
        return None
    chosen = _chosen(claims)
    axis = _Axis(chosen)
    rows = tuple(_row(doc, claim, axis, note_of) for claim in chosen)
    return Timeline(rows, axis.ticks, len(claims) - len(chosen))


def _chosen(claims: Sequence[DatedClaim]) -> list[DatedClaim]:
    """All claims in conflict, and as many others as there is room for."""
    room = max(0, _MOST_ROWS - sum(bool(claim.conflicts) for claim in claims))
    chosen: list[DatedClaim] = []
    for claim in claims:
        if claim.conflicts:
            chosen.append(claim)
        elif room:
            chosen.append(claim)
            room -= 1
    return chosen


class _Axis:
    """Whole years, from that of the first claim to that of the last."""

    def __init__(self, claims: Iterable[DatedClaim]) -> None:
        years = [day.year for claim in claims for day in (claim.begin, claim.until)]
        self._first = min(years)
        self._count = max(years) + 1 - self._first
        step = next(step for step in _STEPS if self._count <= step * _MOST_TICKS)
        marked = range(-(-self._first // step) * step, self._first + self._count, step)
        self.ticks = tuple((year, 100 * (year - self._first) / self._count) for year in marked)

    def place(self, day: date) -> float:
        """Percentage of the axis at which ``day`` begins."""
        year = day.year - self._first + (day.timetuple().tm_yday - 1) / 366
        return 100 * year / self._count


def _row(
    doc: Document, claim: DatedClaim, axis: _Axis, note_of: "Callable[[Passage], Note | None]"
) -> Row:
    left, right = axis.place(claim.begin), axis.place(claim.until)
    width = max(right - left, _NARROWEST)
    # What the claim itself says comes before what is said against it elsewhere.
    ordered = sorted(claim.conflicts, key=lambda p: not p.start <= claim.start < p.end)
    notes = {note.number: note for passage in ordered if (note := note_of(passage))}
    return Row(
        before=_end_of(doc.content[claim.claim_start : claim.start]),
        when=doc.content[claim.start : claim.end],
        after=_beginning_of(doc.content[claim.end : claim.claim_end]),
        left=min(left, 100 - width),
        width=width,
        notes=tuple(notes.values()),
    )


def _end_of(text: str) -> str:
    return text if len(text) <= _LONGEST_SIDE else f"… {text[-_LONGEST_SIDE:].partition(' ')[2]}"


def _beginning_of(text: str) -> str:
    return text if len(text) <= _LONGEST_SIDE else f"{text[:_LONGEST_SIDE].rpartition(' ')[0]} …"
