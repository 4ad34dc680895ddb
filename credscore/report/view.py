"""What a report shows of one document: plain data, ready for the template.

The text is cut where a passage begins or ends, so that overlapping passages need no nesting: each
segment knows all the notes it belongs to.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from credscore.document import Document
from credscore.feature import DatedClaim, Direction, Passage
from credscore.reading.blocks import BlockKind
from credscore.reading.residue import residue_kind
from credscore.report.lines import Lines
from credscore.report.timeline import Timeline, lay_out
from credscore.result import Contribution, CredibilityScore, Evidence
from credscore.wording import KINDS

Side = Literal["against", "for", "neutral"]

MAIN_REASONS = 8

_RESIDUE_WITHOUT_A_NAME = "does not belong to the text around it"


@dataclass(frozen=True, slots=True)
class Reason:
    """A contribution; ``share`` is its effect beside the largest one, in [0, 1]."""

    contribution: Contribution
    side: Side
    share: float


@dataclass(frozen=True, slots=True)
class Reference:
    """A mark in the text that leads to a note: at a passage, or at what one is set against."""

    id: str
    note: "Note"
    is_related: bool


@dataclass(slots=True)
class Note:
    """What is said in the margin about one passage, or about several with the same message."""

    id: str
    number: int
    evidence: Evidence
    side: Side
    lines: list[int]
    passages: list[Reference]
    related: list[tuple[Reference, str, int]]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that belongs to the same notes throughout."""

    text: str
    side: Side | None
    depth: int
    is_related: bool
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the text with the notes on the passages that begin in it.

    ``residue`` says of residue what it is: "comment form".
    """

    kind: BlockKind
    residue: str
    segments: tuple[Segment, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Paragraphs that stand together: running text, or residue of one kind that was set aside."""

    residue: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of the things a document may be, with its probability."""

    name: str
    kind: str
    probability: float


@dataclass(frozen=True, slots=True)
class DocumentView:
    """Everything a report shows of one document; without its text, ``sections`` is empty.

    ``outcomes`` add up to 1: the score, and the kinds of poor copy that share the rest.
    """

    id: str
    name: str
    title: str | None
    facts: tuple[str, ...]
    result: CredibilityScore
    outcomes: tuple[Outcome, ...]
    reasons: tuple[Reason, ...]
    notes: tuple[Note, ...]
    sections: tuple[Section, ...]
    timeline: Timeline | None

    @property
    def main_reasons(self) -> tuple[Reason, ...]:
        """The reasons with the largest effect."""
        return tuple(reason for reason in self.reasons[:MAIN_REASONS] if reason.share)


def view(
    id: str,  # noqa: A002
    name: str,
    result: CredibilityScore,
    doc: Document | None = None,
    directions: Mapping[str, Direction] | None = None,
    claims: Sequence[DatedClaim] = (),
) -> DocumentView:
    """Lay out a result for display.

    Args:
        id: What the ids in the page begin with.
        name: What the document is called.
        result: Its score.
        doc: The document; without it there is nothing to show the passages in.
        directions: What a higher value of each feature does, where that is known by meaning.
        claims: What the document dates, in order of time.
    """
    reasons = _reasons(result)
    outcomes = _outcomes(result)
    if doc is None:
        return DocumentView(id, name, None, (), result, outcomes, reasons, (), (), None)
    layout = _Layout(id, doc, result, _sides(reasons, directions or {}))
    sections = tuple(_sections(layout.paragraphs()))
    return DocumentView(
        id=id,
        name=name,
        title=doc.headline,
        facts=_facts(doc),
        result=result,
        outcomes=outcomes,
        reasons=reasons,
        notes=tuple(layout.notes),
        sections=sections,
        timeline=lay_out(doc, claims, layout.note_of),
    )


def _outcomes(result: CredibilityScore) -> tuple[Outcome, ...]:
    if result.score is None or not result.resembles:
        return ()
    kinds = [Outcome(KINDS.get(r.kind, r.kind), r.kind, r.probability) for r in result.resembles]
    return (Outcome("of credible make", "credible", result.score), *kinds)


def _facts(doc: Document) -> tuple[str, ...]:
    published = doc.published.isoformat() if doc.published else None
    return tuple(fact for fact in (doc.author, published, doc.url) if fact)


def _reasons(result: CredibilityScore) -> tuple[Reason, ...]:
    largest = max((abs(c.points) for c in result.contributions), default=0.0) or 1.0
    return tuple(
        Reason(c, side_of(c.points), abs(c.points) / largest) for c in result.contributions
    )


def side_of(points: float) -> Side:
    """Whether ``points`` speak for or against a document."""
    return "against" if points < 0 else "for" if points > 0 else "neutral"


_Key = tuple[str, int, int]


def _key(evidence: Evidence) -> _Key:
    return evidence.rule, evidence.start, evidence.end


def _sides(reasons: Iterable[Reason], directions: Mapping[str, Direction]) -> dict[_Key, Side]:
    """What each passage speaks for: the points of all features that it is evidence of.

    A fault stays a fault where there are so few of them that the feature adds points: there the
    passage speaks for neither side.
    """
    points: dict[_Key, float] = {}
    for reason in reasons:
        contribution = reason.contribution
        direction = directions.get(contribution.feature, "either")
        opposed = (direction == "lowers") if contribution.points > 0 else (direction == "raises")
        for evidence in contribution.evidence:
            key = _key(evidence)
            points[key] = points.get(key, 0.0) + (0.0 if opposed else contribution.points)
    return {key: side_of(value) for key, value in points.items()}


def _sections(paragraphs: Iterable[Paragraph]) -> Iterator[Section]:
    for residue, group in groupby(paragraphs, key=lambda paragraph: paragraph.residue):
        yield Section(residue, tuple(group))


def _residue_name(doc: Document, start: int, end: int) -> str:
    kind = residue_kind(doc.content, start, end)
    return _RESIDUE_WITHOUT_A_NAME if kind == "other" else kind.replace("-", " ")


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    reference: Reference


class _Layout:
    """Numbers the notes and cuts the blocks of one text into segments."""

    def __init__(
        self,
        id: str,  # noqa: A002
        doc: Document,
        result: CredibilityScore,
        sides: dict[_Key, Side],
    ) -> None:
        self._id = id
        self._doc = doc
        self._text = doc.text
        self._layout = sorted((*doc.blocks, *doc.copies))
        self._blocks = [doc.original_span(start, end) for start, end, _ in self._layout]
        self._ends = [end for _, end in self._blocks]
        self._lines = Lines(doc.text)
        self._sides = sides
        self.notes: list[Note] = []
        self._note_of: dict[_Key, Note] = {}
        self._notes_by_block: dict[int, list[Note]] = {}
        self._spans: list[_Span] = []
        self._opened: set[str] = set()
        self._read(result.evidence)

    def _read(self, evidence: Sequence[Evidence]) -> None:
        same: dict[tuple[int, str, str], Note] = {}
        for piece in evidence:
            block = min(bisect_right(self._ends, piece.start), len(self._blocks) - 1)
            key = (block, piece.rule, piece.message)
            if key not in same:
                same[key] = self._new_note(piece)
                self._notes_by_block.setdefault(block, []).append(same[key])
            self._note_of[_key(piece)] = same[key]
            self._place(same[key], piece)
        self._spans.sort(key=lambda span: (span.start, span.end))

    def note_of(self, passage: Passage) -> Note | None:
        """The note on a passage that a feature found."""
        start, end = self._doc.original_span(passage.start, passage.end)
        return self._note_of.get((passage.rule, start, end))

    def _new_note(self, piece: Evidence) -> Note:
        number = len(self.notes) + 1
        side = self._sides.get(_key(piece), "neutral")
        note = Note(f"{self._id}-n{number}", number, piece, side, [], [], [])
        self.notes.append(note)
        return note

    def _place(self, note: Note, piece: Evidence) -> None:
        line = self._lines.line(piece.start)
        if line not in note.lines:
            note.lines.append(line)
        passage = Reference(f"{note.id}-p{len(note.passages) + 1}", note, False)
        if self._is_shown(piece.start, piece.end):
            note.passages.append(passage)
            self._spans.append(_Span(piece.start, piece.end, passage))
        for related in piece.related:
            reference = Reference(f"{note.id}-r{len(note.related) + 1}", note, True)
            if self._is_shown(related.start, related.end):
                note.related.append((reference, related.text, self._lines.line(related.start)))
                self._spans.append(_Span(related.start, related.end, reference))

    def _is_shown(self, start: int, end: int) -> bool:
        """Whether any of a span stands in a block; the space between blocks is not shown."""
        place = bisect_right(self._ends, start)
        return start < end and place < len(self._blocks) and self._blocks[place][0] < end

    def paragraphs(self) -> Iterator[Paragraph]:
        """The blocks of the text, cut into segments, with their notes."""
        waiting = 0
        active: list[_Span] = []
        for place, (start, end) in enumerate(self._blocks):
            while waiting < len(self._spans) and self._spans[waiting].start < end:
                active.append(self._spans[waiting])
                waiting += 1
            active = [span for span in active if span.end > start]
            segments = tuple(self._segments(start, end, active))
            block = self._layout[place]
            is_residue = block.kind == "residue"
            residue = _residue_name(self._doc, block.start, block.end) if is_residue else ""
            notes = tuple(self._notes_by_block.get(place, ()))
            yield Paragraph(block.kind, residue, segments, notes)

    def _segments(self, start: int, end: int, spans: Sequence[_Span]) -> Iterator[Segment]:
        cuts = {start, end}
        cuts.update(cut for span in spans for cut in (span.start, span.end) if start < cut < end)
        ordered = sorted(cuts)
        waiting = 0
        active: list[_Span] = []
        for left, right in pairwise(ordered):
            while waiting < len(spans) and spans[waiting].start <= left:
                active.append(spans[waiting])
                waiting += 1
            active = [span for span in active if span.end > left]
            passages = [span.reference.note for span in active if not span.reference.is_related]
            yield Segment(
                text=self._text[left:right],
                side=_strongest([note.side for note in passages]),
                depth=min(len({note.number for note in passages}), 3),
                is_related=any(span.reference.is_related for span in active),
                references=tuple(self._opened_by(active)),
            )

    def _opened_by(self, spans: Iterable[_Span]) -> Iterator[Reference]:
        """The references of ``spans`` that did not stand in the text before."""
        for span in spans:
            if span.reference.id not in self._opened:
                self._opened.add(span.reference.id)
                yield span.reference


def _strongest(sides: Sequence[Side]) -> Side | None:
    order: tuple[Side, ...] = ("against", "for", "neutral")
    return next((side for side in order if side in sides), None)
