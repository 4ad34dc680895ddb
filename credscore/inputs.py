"""Finding documents on disk and reading them: paths in, documents out, failures by name."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from credscore.document import Document

STDIN = "-"

_HTML = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown"})
_TEXT = frozenset({".txt", ".text"})
SUFFIXES = _TEXT | _HTML | _MARKDOWN

_OPENS_AS_HTML = re.compile(r"[\s\ufeff]{0,100}<(?:!doctype html|html|head|body)\b", re.IGNORECASE)

_KNOWN_BINARY = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"{\\rtf": "an RTF document",
}
# Behind a byte order mark the encoding is certain. UTF-32 first: its mark begins like UTF-16's.
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE = 1 << 16
_CONTROL_BYTES = bytes({*range(32)} - set(b"\t\n\v\f\r\x1b"))
_MOST_CONTROL_BYTES = 0.02
_NON_ASCII = bytes(range(128, 256))
# English text in a legacy encoding holds a few accents and quotation marks, no more.
_MOST_NON_ASCII_IN_ENGLISH = 0.05


class UnreadableError(Exception):
    """A document that could not be read.

    Attributes:
        name: The path as the caller gave it or as it was found.
        reason: Why, for a person.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Input:
    """A document that was read.

    Attributes:
        name: The path as the caller gave it or as it was found; "-" for standard input.
        document: What was read.
        warnings: What had to be guessed in reading it, in sentences.
    """

    name: str
    document: Document
    warnings: tuple[str, ...] = ()


def read_inputs(
    paths: Iterable[str],
    failed: Callable[[UnreadableError], None],
    published: date | None = None,
) -> Iterator[Input]:
    """Read the documents at ``paths`` one after the other, as they are asked for.

    Args:
        paths: Files, folders (searched for texts, web pages and Markdown) or "-".
        failed: Called with each document that cannot be read; reading then goes on.
        published: Day of publication of the documents that do not give their own.
    """
    for name in find(paths, failed):
        try:
            found = read(name)
        except UnreadableError as error:
            failed(error)
            continue
        if published is not None and found.document.published is None:
            found = replace(found, document=replace(found.document, published=published))
        yield found


def find(paths: Iterable[str], failed: Callable[[UnreadableError], None]) -> Iterator[str]:
    """Names of the documents at ``paths``: files as they are, folders searched in order of name.

    In folders only the suffixes of texts count; hidden files and READMEs are passed over.
    """
    for path in paths:
        if path == STDIN or not Path(path).is_dir():
            yield path
            continue
        empty = True
        for name in _walk(path, failed):
            empty = False
            yield name
        if empty:
            suffixes = ", ".join(sorted(SUFFIXES))
            failed(UnreadableError(path, f"no document in this folder ({suffixes})"))


def _walk(folder: str, failed: Callable[[UnreadableError], None]) -> Iterator[str]:
    def cannot_open(error: OSError) -> None:
        failed(UnreadableError(str(error.filename), _reason(error)))

    for parent, folders, names in os.walk(folder, onerror=cannot_open):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if path.suffix.lower() in SUFFIXES and not name.lower().startswith((".", "readme.")):
                yield str(path)


def read(name: str) -> Input:
    """Read the document ``name``, or standard input for "-".

    Raises:
        UnreadableError: It is missing, may not be opened, or holds no text.
    """
    try:
        data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    except (OSError, ValueError) as error:  # A path with a NUL in it is a ValueError.
        raise UnreadableError(name, _reason(error)) from None
    suffix = "" if name == STDIN else Path(name).suffix.lower()
    if suffix in _HTML:
        refuse_binary(name, data)
        return Input(name, _read_html(name, data))
    text, warnings = decode(name, data)
    if suffix in _MARKDOWN:
        from credscore.reading.markdown import read_markdown

        return Input(name, read_markdown(text), warnings)
    if opens_as_html(text):
        note = "The file opens as HTML and was read as a web page."
        return Input(name, _read_html(name, text), (*warnings, *([note] if suffix else [])))
    return Input(name, Document(text), warnings)


def opens_as_html(text: str) -> bool:
    """Whether a text is a web page, whatever its file is called."""
    return _OPENS_AS_HTML.match(text) is not None


def _read_html(name: str, page: str | bytes) -> Document:
    from credscore.reading.html import read_html

    try:
        return read_html(page)
    except ValueError as error:
        raise UnreadableError(name, str(error)) from None


def _reason(error: Exception) -> str:
    reason = getattr(error, "strerror", None) or str(error)
    return f"{reason[:1].lower()}{reason[1:]}"


def refuse_binary(name: str, data: bytes) -> None:
    """Refuse what holds no text.

    Raises:
        UnreadableError: ``data`` begins like a known binary format, or is full of control bytes.
    """
    for magic, kind in _KNOWN_BINARY.items():
        if data.startswith(magic):
            raise UnreadableError(name, f"this is {kind}, not a text")
    sample = data[:_SAMPLE]
    if _marked(data) or _unmarked_utf16(sample):
        return
    controls = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    if controls > _MOST_CONTROL_BYTES * len(sample) + 1:
        raise UnreadableError(name, "this is a binary file, not a text")


def decode(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode a text file: UTF-8, what its byte order mark says, or else the likeliest encoding.

    Returns:
        The text, and a sentence for everything that had to be guessed.

    Raises:
        UnreadableError: ``data`` is binary.
    """
    refuse_binary(name, data)
    mark, encoding = _marked(data) or (b"", None)
    if encoding is not None:
        return _decode(data[len(mark) :], encoding)
    try:
        return data.decode(), ()
    except UnicodeDecodeError:
        pass
    encoding = _unmarked_utf16(data[:_SAMPLE]) or _mostly_utf8(data) or _likeliest(data)
    text, warnings = _decode(data, encoding)
    return text, (*warnings, *([_guessed(encoding)] if encoding != "utf-8" else []))


def _marked(data: bytes) -> tuple[bytes, str] | None:
    return next(((mark, name) for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None)


def _decode(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
        note = f"Some bytes of the file are not {encoding.upper()} and were replaced by \ufffd."
        return text, (note,)


def _guessed(encoding: str) -> str:
    return f"The file is not UTF-8: it was read as {encoding}, which may be wrong."


def _unmarked_utf16(sample: bytes) -> str | None:
    """UTF-16 of mostly Latin letters has a NUL in every other byte."""
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else None


def _mostly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few damaged bytes, such as a file cut off in the middle of a letter."""
    text = data.decode(errors="replace")
    damaged = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", errors="ignore")) - damaged
    return "utf-8" if sound > 3 * damaged else None


def _likeliest(data: bytes) -> str:
    others = len(data) - len(data.translate(None, _NON_ASCII))
    if others <= _MOST_NON_ASCII_IN_ENGLISH * len(data):
        try:
            data.decode("cp1252")
            return "cp1252"
        except UnicodeDecodeError:
            pass
    from resiliparse.parse.encoding import detect_encoding

    encoding = detect_encoding(data[:_SAMPLE])
    return encoding if encoding and encoding != "utf-8" else "cp1252"
