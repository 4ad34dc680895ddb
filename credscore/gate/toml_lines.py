"""The line of every key and value of a TOML file: what ``tomllib`` does not tell.

The file has been read by ``tomllib`` before, so its syntax is known to be right, and only the
places are wanted.
"""

import re
import tomllib
from collections.abc import Iterator

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_LITERAL = re.compile(r"'[^'\n]*'")
# What stands behind the quotation marks that close it may be up to two more of them.
_LONG_BASIC = re.compile(r'"""(?:[^\\"]|\\[\s\S]|"(?!""))*"""(?:"(?!"")){0,2}')
_LONG_LITERAL = re.compile(r"'''(?:[^']|'(?!''))*'''(?:'(?!'')){0,2}")
_PLAIN = re.compile(r"[^,\]}#\n]*")


def lines_of(text: str) -> dict[Path, int]:
    """The line, from 1 on, in which each table, key and item of an array begins.

    A path is made of keys, and of places in arrays, as in ``("rules", 0, "when", 1, "above")``.
    """
    reader = _Reader(text)
    reader.read()
    return reader.lines


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._counted = 0
        self._tables: dict[Path, int] = {}
        self.lines: dict[Path, int] = {}

    def read(self) -> None:
        table: Path = ()
        while self._skip(_BLANK) < len(self._text):
            if self._text.startswith("[[", self._at):
                table = self._header("]]")
            elif self._text[self._at] == "[":
                table = self._header("]")
            else:
                self._pair(table)

    def _header(self, closing: str) -> Path:
        opening = self._at
        self._at += len(closing)
        keys = list(self._keys())
        self._at += len(closing)
        path: Path = ()
        for key in keys[:-1]:
            path = self._inside((*path, key))
        path = (*path, keys[-1])
        if closing == "]]":
            self._note(path, opening)
            self._tables[path] = self._tables.get(path, -1) + 1
            path = (*path, self._tables[path])
        self._note(path, opening)
        return path

    def _inside(self, path: Path) -> Path:
        """``path``, or the last table there where it is an array of them."""
        self._note(path, self._at)
        return (*path, self._tables[path]) if path in self._tables else path

    def _pair(self, table: Path) -> None:
        start = self._at
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path, start)
        self._at += 1  # The equals sign.
        self._skip(_SPACE)
        self._value(path)

    def _keys(self) -> Iterator[str]:
        while True:
            self._skip(_SPACE)
            opening = self._text[self._at]
            if opening == '"':
                yield tomllib.loads(f"key = {self._take(_BASIC)}")["key"]
            elif opening == "'":
                yield self._take(_LITERAL)[1:-1]
            else:
                yield self._take(_BARE_KEY)
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return
            self._at += 1

    def _value(self, path: Path) -> None:
        self._note(path, self._at)
        opening = self._text[self._at]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        elif self._text.startswith('"""', self._at):
            self._take(_LONG_BASIC)
        elif self._text.startswith("'''", self._at):
            self._take(_LONG_LITERAL)
        elif opening in "\"'":
            self._take(_BASIC if opening == '"' else _LITERAL)
        else:
            self._take(_PLAIN)

    def _array(self, path: Path) -> None:
        self._at += 1
        place = 0
        self._skip(_BLANK)
        while self._text[self._at] != "]":
            self._value((*path, place))
            place += 1
            self._next()
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        self._skip(_BLANK)
        while self._text[self._at] != "}":
            self._pair(path)
            self._next()
        self._at += 1

    def _next(self) -> None:
        self._skip(_BLANK)
        if self._text[self._at] == ",":
            self._at += 1
            self._skip(_BLANK)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        self._take(pattern)
        return self._at

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise ValueError(f"no TOML at offset {self._at}")
        self._at = match.end()
        return match.group()

    def _note(self, path: Path, offset: int) -> None:
        self._line += self._text.count("\n", self._counted, offset)
        self._counted = max(self._counted, offset)
        self.lines.setdefault(path, self._line)
