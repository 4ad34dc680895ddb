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

# How much of a passage is looked for: markup inside of it hides all but the shorter ones.
_PIECES = (40, 16, 6, 3)


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
        first, last = text.split("\n", 1)[0], text.rsplit("\n", 1)[-1]
        heads = [first[:length] for length in _PIECES]
        tails = [last[-length:] for length in _PIECES]
        start = self._in_file(old.line, [(old.column - 1, head) for head in heads])
        behind = old.end_column - 1
        at = self._in_file(old.end_line, [(behind - len(tail), tail) for tail in tails], end=True)
        end = max(at, start) if old.line == old.end_line else at
        return old.model_copy(update={"column": start + 1, "end_column": end + 1})

    def _in_file(self, line: int, pieces: list[tuple[int, str]], end: bool = False) -> int:
        """Where the first of ``pieces`` that markup leaves whole begins, or ends, in the file.

        Each is given with the column where it stands in the text's line.
        """
        text, raw = self._text_lines[line - 1], self._raw_lines[line - 1]
        for column, piece in pieces:
            if piece and (at := _nth(raw, piece, text.count(piece, 0, column))) >= 0:
                return at + len(piece) if end else at
        column, piece = pieces[0]
        if end:
            return _kept(text, raw, column + len(piece))
        return _kept(text, raw, column + 1) - 1 if piece else _kept(text, raw, column)

    def _looked_up(self, text: str) -> Region | None:
        for wanted in dict.fromkeys((text, escape(text, quote=False))):
            start = self._raw.find(wanted)
            if wanted and start >= 0 and self._raw.find(wanted, start + 1) < 0:
                return region(self._lines, start, start + len(wanted))
        return None


def _nth(raw: str, piece: str, skipped: int) -> int:
    """Where ``piece`` stands in ``raw`` behind as many others of it; -1 where it does not."""
    at = raw.find(piece)
    while skipped and at >= 0:
        at = raw.find(piece, at + len(piece))
        skipped -= 1
    return at


def _kept(text: str, raw: str, column: int) -> int:
    """The place in ``raw`` behind what became the first ``column`` characters of ``text``."""
    at = 0
    for character in text[:column]:
        found = raw.find(character, at)
        if found < 0:
            break
        at = found + 1
    return at
