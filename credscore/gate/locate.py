"""Where in its file a passage stands, so that an editor or a pull request can show it.

A text file is read as it is, and Markdown line for line, but without its markup: columns have to
be found again. What a web page's text was made from is looked up in the page; where a passage
stands there twice, or in pieces, no place is better than a wrong one.
"""

from html import escape
from pathlib import Path

from credscore.gate.decision import Decision, Fired, Place, Region, region
from credscore.inputs import STDIN, Input, UnreadableError, decode
from credscore.report.lines import Lines

_ENOUGH = 40


def located(decision: Decision, given: Input) -> Decision:
    """``decision`` with the places of its passages as they are in the file ``given``."""
    if not any(fired.places for fired in decision.fired):
        return decision
    text, is_page = given.document.text, given.document.page is not None
    raw = _raw(given.name)
    if raw == text or (raw is None and not is_page):
        return decision
    finder = _Finder(text, raw or "", is_page)
    return decision.model_copy(
        update={"fired": tuple(_moved(fired, finder) for fired in decision.fired)}
    )


def _raw(name: str) -> str | None:
    """The file as it is, or None where it cannot be read a second time."""
    if name == STDIN:
        return None
    try:
        return decode(name, Path(name).read_bytes())[0]
    except (OSError, ValueError, UnreadableError):
        return None


def _moved(fired: Fired, finder: "_Finder") -> Fired:
    return fired.model_copy(update={"places": tuple(map(finder.moved, fired.places))})


class _Finder:
    def __init__(self, text: str, raw: str, is_page: bool) -> None:
        self._raw = raw
        self._lines = Lines(raw)
        self._text_lines = text.split("\n")
        self._raw_lines = raw.split("\n")
        # Markdown keeps its lines; nothing else that differs from its file does.
        self._line_for_line = not is_page and len(self._text_lines) == len(self._raw_lines)

    def moved(self, place: Place) -> Place:
        if place.region is not None and self._line_for_line:
            found: Region | None = self._on_same_lines(place.text, place.region)
        else:
            found = self._looked_up(place.text)
        return place.model_copy(update={"region": found})

    def _on_same_lines(self, text: str, old: Region) -> Region:
        head, tail = text.split("\n", 1)[0][:_ENOUGH], text.rsplit("\n", 1)[-1][-_ENOUGH:]
        start = self._column(old.line, old.column - 1, head)
        end = self._column(old.end_line, old.end_column - 1 - len(tail), tail) + len(tail)
        if old.line == old.end_line:
            end = max(end, start)
        return old.model_copy(update={"column": start + 1, "end_column": end + 1})

    def _column(self, line: int, column: int, piece: str) -> int:
        """Where ``piece``, at ``column`` of the text's line, begins in the file's line."""
        text, raw = self._text_lines[line - 1], self._raw_lines[line - 1]
        before = text.count(piece, 0, column) if piece else 0
        at = raw.find(piece)
        while before and at >= 0:
            at = raw.find(piece, at + len(piece))
            before -= 1
        return at if at >= 0 else _nth_kept(text, raw, column)

    def _looked_up(self, text: str) -> Region | None:
        for wanted in dict.fromkeys((text, escape(text, quote=False))):
            start = self._raw.find(wanted)
            if wanted and start >= 0 and self._raw.find(wanted, start + 1) < 0:
                return region(self._lines, start, start + len(wanted))
        return None


def _nth_kept(text: str, raw: str, column: int) -> int:
    """The place in ``raw`` of the character at ``column`` of ``text``, which is ``raw`` cut."""
    at = -1
    for character in text[: column + 1]:
        found = raw.find(character, at + 1)
        if found < 0:
            break
        at = found
    return max(at, 0) if column < len(text) else len(raw)
