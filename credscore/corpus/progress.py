"""How far an audit has come: on a terminal a bar, a rate, the time that is left; else nothing."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

_AT_MOST_EVERY = 0.2  # seconds


class Meter:
    """Shows how much of the input was read, how many documents were scored, and how fast.

    Args:
        total: Bytes of the input or, where only so many documents are wanted, documents.
        console: Where to show it; nothing is shown unless it is a terminal.
        clock: Tells the time in seconds.
    """

    def __init__(
        self, total: int, console: Console, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._total = max(total, 1)
        self._clock = clock
        self._begun: float | None = None
        self._shown = float("-inf")
        self._at_begin = (0, 0)
        self._progress = Progress(
            BarColumn(bar_width=None),
            TextColumn("{task.percentage:>3.0f}% · {task.fields[said]}"),
            console=console,
            # Not by is_terminal: colours may be forced where there is none.
            disable=not console.file.isatty(),
            transient=True,
        )
        self._task = self._progress.add_task("", total=self._total, said="reading")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def update(self, position: int, documents: int) -> None:
        """Show what was reached.

        Args:
            position: As much of the total as is done.
            documents: Documents that were scored so far, before an interruption too.
        """
        now = self._clock()
        if self._begun is None:
            self._begun, self._at_begin = now, (position, documents)
        if now - self._shown >= _AT_MOST_EVERY:
            self._shown = now
            said = self.said(now, position, documents)
            self._progress.update(self._task, completed=position, said=said)

    def said(self, now: float, position: int, documents: int) -> str:
        """What stands beside the bar."""
        begun = now if self._begun is None else self._begun
        spent = now - begun
        position_before, documents_before = self._at_begin
        scored, moved = documents - documents_before, position - position_before
        count = f"{documents:,} documents"
        if spent <= 0 or scored <= 0:
            return count
        rate = f"{count} · {scored / spent:,.0f} a second"
        if moved <= 0:
            return rate
        return f"{rate} · {in_words(spent * (self._total - position) / moved)} left"


def in_words(seconds: float) -> str:
    """A duration as a person says it: "40 s", "12 min", "3 h 20 min"."""
    if seconds < 90:
        return f"{max(seconds, 0):.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    return f"{minutes // 60:,} h {minutes % 60} min"
