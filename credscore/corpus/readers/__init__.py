"""Reading corpora: from files and folders of any of the usual kinds to numbered records.

A ``Source`` gives the same records with the same numbers every time, so that a run that was
interrupted can go on, and a document can be looked up again.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from credscore.corpus.readers.record import Damage, Reader, Record, Wanted, everything
from credscore.corpus.readers.streams import bare_name, head

__all__ = ["Damage", "Reader", "Record", "Source", "Wanted", "everything", "find_sources"]

_KINDS = {
    ".jsonl": "JSON Lines",
    ".ndjson": "JSON Lines",
    ".jsonlines": "JSON Lines",
    ".json": "JSON Lines",
    ".csv": "CSV",
    ".tsv": "CSV",
    ".tab": "CSV",
    ".parquet": "Parquet",
    ".pq": "Parquet",
    ".warc": "WARC",
    ".wet": "WARC",
}
TABLES = frozenset({"JSON Lines", "JSON", "CSV", "Parquet"})
"""Kinds of inputs whose columns have to be told apart."""


@dataclass(frozen=True, slots=True)
class Source:
    """An input that gives records: a file, or all the documents of a folder.

    Attributes:
        name: Its path as the user gave it or as it was found.
        kind: "JSON Lines", "JSON", "CSV", "Parquet", "WARC" or "documents".
        size: Bytes on disk.
        fingerprint: Changes when the input does; of sizes and times, not of contents.
        open: Begins to read it anew; given names of columns, those of a table that need be read.
    """

    name: str
    kind: str
    size: int
    fingerprint: str
    open: Callable[..., Reader]


def find_sources(
    paths: Iterable[str], failed: Callable[[str, str], None], leave_out: frozenset[Path]
) -> list[Source]:
    """The inputs at ``paths``, in a fixed order: files as given, folders by name.

    Args:
        paths: Files, or folders that are searched for all kinds of inputs.
        failed: Called with the path and the reason where nothing can be read.
        leave_out: Files that are no input, though they lie among them: what an audit writes.
    """
    sources: list[Source] = []
    loose: list[Path] = []
    for name in paths:
        path = Path(name)
        try:
            if path.is_dir():
                found = list(_in_folder(path, failed, leave_out))
                sources += found
                if not found:
                    failed(name, "nothing in this folder that can be read")
                continue
            kind = _kind(path)
            if kind == "documents":
                loose.append(path)
            else:
                sources.append(_file(path, kind))
        except (OSError, ValueError) as error:
            failed(name, _reason(error))
    if loose:
        sources.append(_documents(loose, None, str(loose[0].parent)))
    return sources


def _in_folder(
    folder: Path, failed: Callable[[str, str], None], leave_out: frozenset[Path]
) -> Iterator[Source]:
    def cannot_open(error: OSError) -> None:
        failed(str(error.filename), _reason(error))

    pages: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=cannot_open):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if name.startswith(".") or path.resolve() in leave_out:
                continue
            suffix = Path(bare_name(path)).suffix
            if suffix in _KINDS:
                try:
                    yield _file(path, _kind(path))
                except (OSError, ValueError) as error:
                    failed(str(path), _reason(error))
            elif suffix in _page_suffixes() and not name.lower().startswith("readme."):
                pages.append(path)
    if pages:
        yield _documents(pages, folder, str(folder))


def _page_suffixes() -> frozenset[str]:
    from credscore.inputs import SUFFIXES

    return SUFFIXES


def _kind(path: Path) -> str:
    """What a file is: by its name or, where that does not tell, by what it begins with.

    Raises:
        OSError: It cannot be opened.
        ValueError: It is nothing that can be read.
    """
    suffix = Path(bare_name(path)).suffix
    begins = head(path, 1 << 12)
    opens = begins.lstrip(b"\xef\xbb\xbf \t\r\n\0")[:64]
    if suffix in _page_suffixes():
        return "documents"
    if begins.startswith(b"PAR1"):
        return "Parquet"
    kind = "WARC" if opens.startswith(b"WARC/") else _KINDS.get(suffix)
    if kind == "WARC" and find_spec("fastwarc") is None:
        raise ValueError("web archives need fastwarc: pip install 'credscore[corpus]'")
    if kind == "JSON Lines" or (kind is None and opens.startswith((b"{", b"["))):
        return "JSON" if opens.startswith(b"[") else "JSON Lines"
    if kind is not None:
        return kind
    if opens.lower().startswith((b"<!doctype html", b"<html")):
        return "documents"
    known = ", ".join(sorted({*_KINDS, *_page_suffixes()}))
    raise ValueError(f"not a kind of file that can be read ({known}; .gz, .bz2, .xz or .zst of it)")


def _file(path: Path, kind: str) -> Source:
    facts = path.stat()
    fingerprint = f"{facts.st_size}:{facts.st_mtime_ns}"
    return Source(str(path), kind, facts.st_size, fingerprint, partial(_open, path, kind))


def _open(path: Path, kind: str, columns: list[str] | None = None) -> Reader:
    if kind == "CSV":
        from credscore.corpus.readers.csv_rows import CsvRows

        return CsvRows(path)
    if kind == "Parquet":
        from credscore.corpus.readers.parquet_rows import ParquetRows

        return ParquetRows(path, columns)
    if kind == "WARC":
        from credscore.corpus.readers.warc import WarcPages

        return WarcPages(path)
    if kind == "JSON":
        from credscore.corpus.readers.json_array import JsonArray

        return JsonArray(path)
    from credscore.corpus.readers.json_lines import JsonLines

    return JsonLines(path)


def _documents(paths: list[Path], root: Path | None, name: str) -> Source:
    from credscore.corpus.readers.pages import Pages

    size = 0
    digest = hashlib.sha256()
    for path in paths:
        try:
            facts = path.stat()
        except OSError:
            continue  # The reader will say so.
        size += facts.st_size
        digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode(errors="replace"))
    return Source(name, "documents", size, digest.hexdigest(), partial(Pages, paths, root))


def _reason(error: Exception) -> str:
    from credscore.corpus.readers.record import reason_of

    return reason_of(error)
