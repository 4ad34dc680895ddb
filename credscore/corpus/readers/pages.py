"""Texts, web pages and Markdown in files of their own: one record a file."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from credscore.corpus.readers.record import LONGEST_RECORD, Damage, Record, Wanted, reason_of
from credscore.corpus.readers.streams import (
    BrokenStreamError,
    Stream,
    bare_name,
)
from credscore.inputs import SUFFIXES, UnreadableError, decode, opens_as_html, refuse_binary

_HTML = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown"})


def is_page(path: Path) -> bool:
    """Whether a file is a document by itself, by its name."""
    return Path(bare_name(path)).suffix in SUFFIXES


class Pages:
    """Reader of files that are a document each.

    Args:
        paths: The files.
        root: The folder they are in; the folder below it that holds a document is taken as the
            site it comes from. None where they were named one by one.
    """

    passed_over = 0

    def __init__(self, paths: Iterable[Path], root: Path | None) -> None:
        self._paths = paths
        self._root = root
        self.position = 0

    def records(self, wanted: Wanted) -> Iterator[Record | Damage]:
        """The wanted documents."""
        for number, path in enumerate(self._paths):
            if wanted(number):
                yield self._read(number, path)
            with suppress(OSError):  # What is gone was said already.
                self.position += path.stat().st_size

    def _read(self, number: int, path: Path) -> Record | Damage:
        place = str(path)
        try:
            fields = _fields(path)
        except UnreadableError as error:
            return Damage(number, place, error.reason)
        except (OSError, BrokenStreamError) as error:
            return Damage(number, place, reason_of(error))
        parts = path.relative_to(self._root).parts if self._root else ()
        if len(parts) > 1:
            fields["site"] = parts[0]
        return Record(number, place, fields)


def _fields(path: Path) -> dict[str, object]:
    data = b""
    for block in Stream(path).blocks():
        data += block
        if len(data) > LONGEST_RECORD:
            raise UnreadableError(str(path), f"longer than {LONGEST_RECORD:,} bytes")
    suffix = Path(bare_name(path)).suffix
    if suffix in _HTML:
        refuse_binary(str(path), data)
        return {"html": data}
    text, _ = decode(str(path), data)
    if suffix in _MARKDOWN:
        from credscore.reading.markdown import read_markdown

        doc = read_markdown(text)
        return {
            "text": doc.text,
            "title": doc.title,
            "url": doc.url,
            "author": doc.author,
            "published": doc.published,
            "language": doc.language,
        }
    return {"html": text} if opens_as_html(text) else {"text": text}
