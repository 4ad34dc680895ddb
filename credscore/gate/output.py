"""Decisions as they come: for people on a terminal, and a line of JSON each for programs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from credscore.cli import READER_LEFT
from credscore.gate.decision import Decision, Fired, Named, Place
from credscore.gate.gate import shown
from credscore.gate.policy import Action
from credscore.gate.safe import safe_json, shortened
from credscore.gate.sentences import Paragraph
from credscore.terminal import Terminal, plain
from credscore.wording import counted

STYLE: dict[Action, str] = {"pass": "bold green", "review": "bold yellow", "hold": "bold red"}
_MOST_PLACES = 5
_ACTIONS: tuple[Action, ...] = ("pass", "review", "hold")


@dataclass
class Tally:
    """What a run came to.

    Attributes:
        actions: How many documents were to pass, to be reviewed, to be held.
        unreadable: How many documents could not be read.
        failed: How many could be read, but not scored.
        exempt: How many would have been treated more strictly, but for an exemption.
    """

    actions: Counter[Action] = field(default_factory=Counter)
    unreadable: int = 0
    failed: int = 0
    exempt: int = 0

    @property
    def documents(self) -> int:
        """How many documents were decided on."""
        return self.actions.total()

    def __str__(self) -> str:
        found = ", ".join(f"{self.actions[a]:,} {a}" for a in _ACTIONS if self.actions[a])
        text = counted(self.documents, "document") + (f": {found}" if found else "")
        if self.exempt:
            text += f", {self.exempt:,} exempt"
        return f"{text}, {self.unreadable:,} not read" if self.unreadable else text


class Output(Protocol):
    """Where decisions go."""

    def add(self, name: str, decision: Decision) -> None:
        """Take a decision."""

    def add_unreadable(self, name: str, reason: str) -> None:
        """Take note of a document that could not be read."""

    def close(self, tally: Tally) -> None:
        """Write what has not been written yet."""


def write_line(text: str) -> None:
    """Print a line in UTF-8, whatever the locale may be."""
    try:
        typer.echo(text.encode())
    except BrokenPipeError:
        raise SystemExit(READER_LEFT) from None


class JsonLines:
    """A line of JSON for each document."""

    def add(self, name: str, decision: Decision) -> None:
        """Print a decision."""
        write_line(safe_json({"path": name, **decision.to_dict()}))

    def add_unreadable(self, name: str, reason: str) -> None:
        """Print why a document could not be read."""
        write_line(safe_json({"path": name, "unreadable": reason}))

    def close(self, tally: Tally) -> None:
        """Nothing is left to write."""


class ForPeople:
    """Decisions on a terminal, each with its reasons and the first of its passages."""

    def __init__(self, policy: Named, model: Named) -> None:
        self._console = Terminal()
        self._policy = policy
        self._model = model

    def add(self, name: str, decision: Decision) -> None:
        """Print a decision."""
        title = Text(f"{decision.action:<7}", STYLE[decision.action])
        title.append(plain(name), "bold")
        if decision.score is not None:
            title.append(f"  {shown(decision.score)} {decision.band}", "dim")
        self._console.print(title, soft_wrap=True)
        for fired in decision.fired:
            self._print_fired(fired)

    def _print_fired(self, fired: Fired) -> None:
        text = Text(plain(fired.reason))
        text.append(f"  {fired.action} · {fired.id}", "dim")
        self._print(text, 7)
        if fired.lifted is not None:
            self._print(Text(f"exempt: {plain(fired.lifted)}", "dim"), 9)
            return
        for found in fired.found:
            self._print(Text(plain(found)), 9)
        for place in fired.places[:_MOST_PLACES]:
            self._print(_passage(place), 9)
        more = len(fired.places) - _MOST_PLACES
        if more > 0:
            self._print(Text(f"and {counted(more, 'more passage')}", "dim"), 9)

    def _print(self, text: Text, indent: int) -> None:
        padded = Padding(text, (0, 0, 0, indent))
        self._console.print(padded, width=self._console.breadth)

    def add_unreadable(self, name: str, reason: str) -> None:
        """Nothing: the error stream has said it."""

    def close(self, tally: Tally) -> None:
        """Print what all decisions add up to."""
        by = f"policy {plain(self._policy.name)} · model {plain(self._model.name)}"
        self._console.print(Text(f"{tally} · {by}", "dim"), soft_wrap=True)


def _passage(place: Place) -> Text:
    where = f"line {place.region.line}: " if place.region is not None else ""
    text = Text(where, "dim")
    text.append(f"“{plain(shortened(place.text))}”")
    text.append(f" {plain(place.message)}", "italic")
    return text


def print_paragraphs(paragraphs: Iterable[Paragraph]) -> None:
    """Print a policy in sentences."""
    console = Terminal()
    for number, paragraph in enumerate(paragraphs):
        if number:
            console.print()
        console.print(Text(plain(paragraph.text)), width=console.breadth)
        for item in paragraph.items:
            table = Table.grid(padding=(0, 1, 0, 0))
            table.width = console.breadth
            table.add_column(width=3, justify="right")
            table.add_column(ratio=1, overflow="fold")
            table.add_row("•", Text(plain(item)))
            console.print(table)


def told(decision: Decision) -> str:
    """A decision in one line: what is done, and why."""
    reasons = " ".join(fired.reason for fired in decision.counted) or "No rule fired."
    return f"{decision.action}: {reasons}"


def evidence_lines(fired: Sequence[Fired]) -> list[str]:
    """The reasons and passages of rules that fired, each in one plain line."""
    lines: list[str] = []
    for one in fired:
        lifted = f" (exempt: {one.lifted})" if one.lifted is not None else ""
        lines.append(f"{one.action}, {one.id}: {one.reason}{lifted}")
        lines += [f"  {found}" for found in one.found]
        for place in one.places:
            at = place.region
            where = f"line {at.line}, column {at.column}: " if at is not None else ""
            lines.append(f"  {where}“{shortened(place.text)}” {place.message}")
    return [plain(line) if not line.startswith("  ") else f"  {plain(line[2:])}" for line in lines]
