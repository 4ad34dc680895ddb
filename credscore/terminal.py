"""What a person sees on a terminal: scores, reasons, passages and feature pages.

Whatever comes from a document or a file name goes through ``plain``: it can neither style the
output nor steer the terminal.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from credscore.cli import READER_LEFT
from credscore.document import Document
from credscore.feature import Family, Feature
from credscore.report.lines import Lines
from credscore.result import Contribution, CredibilityScore, Evidence, ModelInfo, dump_json
from credscore.wording import KINDS, percent

if TYPE_CHECKING:
    from credscore.inputs import UnreadableError

REASONS = 3
_WIDEST = 110
_NARROW = 60
_PICTURE_WIDTH = 96
_PICTURE_THEME = SVG_EXPORT_THEME
# The template of Rich names a font on a server; without it the viewer's monospace is taken.
_WEB_FONT = re.compile(r"@font-face \{[^}]*\}")
_INDENT = 4
_CONTEXT = 60
_LONGEST_PASSAGE = 300
BAND_STYLE = {"high": "bold green", "medium": "bold yellow", "low": "bold red"}
_EFFECTS = {
    "raises": "more raises the score",
    "lowers": "more lowers the score",
    "either": "either way, as learned",
}
_SCORE_COLUMNS = (("score", 5), ("band", 12), ("words", 7))


class Terminal(Console):
    """A console that takes text as it is, fills a readable width, and ends with its reader."""

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, emoji=False, highlight=False, **options)

    def on_broken_pipe(self) -> None:
        """End quietly; by itself Rich would leave with the status of an unreadable document."""
        raise SystemExit(READER_LEFT)

    @property
    def breadth(self) -> int:
        """Columns that the output should fill."""
        return min(self.width, _WIDEST)

    @classmethod
    def for_picture(cls) -> Self:
        """A terminal that is not shown but drawn, by ``save_picture``."""
        return cls(file=StringIO(), record=True, force_terminal=True, width=_PICTURE_WIDTH)

    def save_picture(self, path: Path, title: str) -> None:
        """Write what was printed as an SVG picture that loads nothing from elsewhere."""
        self.print()  # Room below the last line, which the frame would cut.
        svg = _WEB_FONT.sub("", self.export_svg(title=title, theme=_PICTURE_THEME))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(svg, encoding="utf-8")


def write_json(value: object) -> None:
    """Print ``value`` as a line of JSON: in UTF-8, whatever the locale may be."""
    try:
        typer.echo(dump_json(value).encode())
    except BrokenPipeError:
        raise SystemExit(READER_LEFT) from None


def say_unreadable(error: "UnreadableError") -> None:
    """Say on the error stream that a document could not be read, and why."""
    typer.echo(f"credscore: cannot read {plain(error.name)}: {plain(error.reason)}", err=True)


def plain(text: str) -> str:
    """``text`` in one line, without control, format and unassigned characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_printable, text))


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) == "Cf" else "\ufffd"


def band_text(result: CredibilityScore) -> Text:
    """The band in its colour."""
    return Text(result.band, BAND_STYLE.get(result.band, "bold"))


def score_number(result: CredibilityScore) -> str:
    """The score with two decimals; never 0.00 or 1.00, which it cannot reach."""
    return "–" if result.score is None else f"{min(max(result.score, 0.01), 0.99):.2f}"


class ScoreTable:
    """The table of scores, printed row by row as the documents are scored."""

    def __init__(self, console: Terminal) -> None:
        self._console = console
        self._bands: dict[str, int] = {}
        self._model: ModelInfo | None = None

    def add(self, name: str, result: CredibilityScore) -> None:
        """Print the row of one document; on a narrow terminal, a paragraph."""
        is_first = not self._bands
        self._model = result.model
        self._bands[result.band] = self._bands.get(result.band, 0) + 1
        if self._console.breadth < _NARROW:
            self._print_paragraph(name, result)
            return
        if is_first:
            header = self._grid()
            header.add_row(*(title for title, _ in _SCORE_COLUMNS), "document and main reasons")
            self._console.print(header, style="dim")
            self._console.print("─" * self._console.breadth, style="dim", no_wrap=True)
        row = self._grid()
        row.add_row(
            Text(score_number(result), "bold"),
            band_text(result),
            f"{result.words:,}",
            Text(plain(name), "bold", overflow="fold"),
        )
        for mark, style, text in _reasons(result):
            row.add_row("", "", "", _item(Text(mark, style), Text(plain(text))))
        self._console.print(row)
        self._console.print()

    def _print_paragraph(self, name: str, result: CredibilityScore) -> None:
        self._console.print(Text(plain(name), "bold"))
        score = Text(f"{score_number(result)} ", "bold")
        self._console.print(score + band_text(result) + Text(f" · {result.words:,} words"))
        for mark, style, text in _reasons(result):
            self._console.print(_item(Text(mark, style), Text(plain(text))))
        self._console.print()

    def close(self) -> None:
        """Print what all rows add up to."""
        if self._model is None:
            return
        total = sum(self._bands.values())
        bands = ", ".join(
            f"{self._bands[band]} {band}"
            for band in ("high", "medium", "low", "insufficient")
            if band in self._bands
        )
        documents = f"{total:,} document{'s' if total != 1 else ''}"
        model = f"model {plain(self._model.name)} {plain(self._model.version)}"
        self._console.print(f"{documents}: {bands} · {model}", style="dim")
        if self._console.is_terminal:
            hint = "Every passage: credscore explain PATH, or --html FILE for a page."
            self._console.print(hint, style="dim")

    def _grid(self) -> Table:
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.width = self._console.breadth
        for title, width in _SCORE_COLUMNS:
            grid.add_column(width=width, justify="left" if title == "band" else "right")
        grid.add_column(ratio=1, overflow="fold")
        return grid


def _reasons(result: CredibilityScore) -> Iterable[tuple[str, str, str]]:
    for reason in result.reasons(REASONS):
        yield (*_sign(reason.points), reason.text)
    for warning in result.warnings:
        yield "!", "yellow", warning


def _points(points: float) -> Text:
    return Text(f"{points:+.2f}".replace("-", "−"), _sign(points)[1])


def _sign(points: float) -> tuple[str, str]:
    return ("−", "red") if points < 0 else ("+", "green") if points > 0 else ("·", "dim")


def _item(mark: Text, text: Text) -> Table:
    item = Table.grid(padding=(0, 1, 0, 0))
    item.add_column()
    item.add_column(overflow="fold")
    item.add_row(mark, text)
    return item


def print_explanation(
    console: Terminal, name: str, doc: Document, result: CredibilityScore
) -> None:
    """Print how the score adds up and every passage in its context."""
    lines = Lines(doc.text)
    model = result.model
    console.print(Text(plain(name), "bold"), soft_wrap=True)
    console.print(
        Text.assemble(
            f"{score_number(result)} ",
            band_text(result),
            f" · {result.words:,} words · model {plain(model.name)} {plain(model.version)} "
            f"({model.digest[:12]})",
        )
    )
    if result.interval is not None:
        low, high = (f"{bound:.2f}" for bound in result.interval)
        console.print(Text(f"in nine of ten cases between {low} and {high}", "dim"))
    if result.resembles:
        kinds = ", ".join(
            f"{percent(r.probability)} {KINDS.get(r.kind, plain(r.kind))}" for r in result.resembles
        )
        console.print(Text(f"resembles: {kinds}", "dim"))
    for warning in result.warnings:
        console.print(_item(Text("!", "yellow"), Text(plain(warning))))
    console.print(_sum_of_points(console, lines, result))
    if result.evidence:
        console.print(Text("Passages", "bold"))
        for evidence in result.evidence:
            console.print(Padding(_passage(console, doc.text, lines, evidence), (1, 0, 0, 0)))
        console.print()


def _sum_of_points(console: Terminal, lines: Lines, result: CredibilityScore) -> Table:
    table = Table(box=SIMPLE_HEAD, width=console.breadth, pad_edge=False)
    table.add_column("points", justify="right", width=6)
    table.add_column("why", ratio=1, overflow="fold")
    if result.sufficient:
        table.add_row(_points(result.base), Text("where every document starts", "dim"))
    idle = [c.feature for c in result.contributions if not c.points and not c.evidence]
    for contribution in result.contributions:
        if contribution.points or contribution.evidence:
            table.add_row(_points(contribution.points), _reason(contribution, lines))
    if idle:
        table.add_row(Text("+0.00", "dim"), Text(f"without effect here: {', '.join(idle)}", "dim"))
    if result.sufficient:
        table.add_section()
        total = f"log-odds, which is a probability of {score_number(result)}"
        table.add_row(_points(result.log_odds), Text(total, "bold"))
    return table


def _reason(contribution: Contribution, lines: Lines) -> Text:
    reason = Text(plain(contribution.text))
    reason.append(f"\n{contribution.feature}", "dim")
    if contribution.evidence:
        numbers = dict.fromkeys(lines.line(evidence.start) for evidence in contribution.evidence)
        word = "line" if len(numbers) == 1 else "lines"
        reason.append(f" · {word} {', '.join(map(str, numbers))}", "dim")
    return reason


def _passage(console: Terminal, text: str, lines: Lines, evidence: Evidence) -> Table:
    start, end = evidence.start, evidence.end
    before = text[max(start - _CONTEXT, text.rfind("\n", 0, start) + 1, 0) : start]
    line_end = text.find("\n", end)
    after = text[end : min(end + _CONTEXT, line_end if line_end >= 0 else len(text))]
    opening, closing = ("", "") if console.is_terminal and not console.no_color else ("[[", "]]")
    context = Text.assemble(
        plain(before),
        opening,
        (plain(_shortened(evidence.text)), "bold reverse" if not opening else ""),
        closing,
        plain(after),
    )
    body = Table.grid()
    body.add_column(overflow="fold")
    body.add_row(Text(f"{evidence.family} · {evidence.rule}", "dim"))
    body.add_row(context)
    body.add_row(Text(plain(evidence.message), "italic"))
    for related in evidence.related:
        other = f"set against line {lines.line(related.start)}: {_shortened(related.text)}"
        body.add_row(Text(plain(other), "dim"))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.width = console.breadth
    grid.add_column(width=10)
    grid.add_column(ratio=1)
    grid.add_row(f"line {lines.line(start)}", body)
    return grid


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_PASSAGE:
        return text
    half = _LONGEST_PASSAGE // 2
    return f"{text[:half]} […] {text[-half:]}"


def print_features(console: Terminal, families: Sequence[Family]) -> None:
    """Print every family with its features: what they count, what a higher value does."""
    for family in families:
        console.print(Text(family.name, "bold"))
        console.print(Padding(Text(_paragraphs(family.page)[0][1]), (0, 0, 0, _INDENT)))
        table = Table.grid(padding=(0, 2, 0, 0))
        table.width = console.breadth
        table.add_column(width=_INDENT - 2)
        table.add_column(ratio=1, overflow="fold")
        table.add_column(width=len("per 1,000 words"))
        table.add_column(width=max(map(len, _EFFECTS.values())))
        for feature in family.features:
            table.add_row("", feature.name, feature.unit, Text(effect(feature), "dim"))
        console.print(table)
        console.print()


def effect(feature: Feature) -> str:
    """What a higher value of ``feature`` does to the score."""
    return _EFFECTS[feature.direction]


def print_family(console: Terminal, family: Family) -> None:
    """Print the page of a family, then its features and the rules its evidence may name."""
    _print_page(console, family.name, "family", family.page)
    console.print()
    _print_table(console, "Features:", {f.name: f"{f.unit}; {effect(f)}" for f in family.features})
    if family.rules:
        console.print()
        _print_table(console, "Rules:", family.rules)


def print_feature(console: Terminal, family: Family, feature: Feature) -> None:
    """Print the page of a feature."""
    facts = f"{feature.unit}; {effect(feature)}; revision {feature.revision}"
    _print_page(console, f"{family.name}.{feature.name}", facts, feature.page)


def _print_page(console: Terminal, title: str, facts: str, page: str) -> None:
    console.print(Text(title, "bold"), Text(facts, "dim"))
    console.print()
    for indent, text in _paragraphs(page):
        is_heading = not indent and text.endswith(":")
        paragraph = Padding(Text(text, "bold" if is_heading else ""), (0, 0, 0, indent))
        console.print(paragraph, width=console.breadth)


def _print_table(console: Terminal, title: str, rows: Mapping[str, str]) -> None:
    console.print(Text(title, "bold"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.width = console.breadth
    table.add_column(width=_INDENT - 2)
    table.add_column(ratio=2, overflow="fold")
    table.add_column(ratio=3, overflow="fold")
    for name, text in rows.items():
        table.add_row("", name, Text(text, "dim"))
    console.print(table)


def _paragraphs(page: str) -> list[tuple[int, str]]:
    """The paragraphs of a docstring, each with its indent; wrapped lines are joined."""
    paragraphs: list[tuple[int, str]] = []
    joins = False
    for line in page.strip().splitlines():
        text = line.strip()
        indent = len(line) - len(line.lstrip())
        if joins and text and indent == paragraphs[-1][0] and not text.startswith(("-", "*")):
            paragraphs[-1] = (indent, f"{paragraphs[-1][1]} {text}")
        else:
            paragraphs.append((indent, text))
        joins = bool(text) and not text.endswith(":")
    return paragraphs
