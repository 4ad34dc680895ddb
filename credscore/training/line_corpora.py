"""Texts whose lines are labelled article or residue, read from the corpora that people marked."""

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from resiliparse.extract.html2text import extract_plain_text

FOLDS = 5

_SITE = re.compile(
    r"(?:og:url\"?\s+content=\"?|canonical\"?\s+href=\"?|URL:\s*)https?://([^/\"'\s>]+)"
)
_COMMENTS = re.compile(
    r"\W{0,3}(?:\d+ )?(?:reader |user )?(?:comments?|responses?|replies|discussion)\b.{0,40}$", re.I
)
_NO_LETTER = re.compile(r"[\W_]+")


class Text(NamedTuple):
    """A text with a label for each line: 1 residue, 0 article, None not to be told."""

    kind: str  # page: a web page; gold: its main text alone; planted: that with residue
    group: str
    text: str
    labels: list[int | None]
    weight: float


def read_pages(path: Path) -> Iterator[Text]:
    """Each page twice: with all its lines, and its marked main text alone."""
    for row in read_rows(path):
        gold = gold_lines(row)
        text = extract_plain_text(
            row["html"], preserve_formatting=True, alt_texts=False, list_bullets=False
        )
        text = "\n".join(line.strip() for line in text.split("\n") if line.strip())
        genre = 1.0 if row["id"].startswith("dragnet") else 0.5
        group = site_of(row)
        kind = "page" if genre == 1 else "page (mixed)"
        yield Text(kind, group, text, label_lines(text.split("\n"), gold), genre)
        main = "\n".join(gold)
        article = _before_comments(gold)
        labels = [0] * article + [None] * (len(gold) - article)
        kind = kind.replace("page", "gold")
        yield Text(kind, group, main, labels, 3 * genre if genre == 1 else genre)


def fold_of(group: str) -> int:
    """The fold that a site or writer belongs to; the same on every machine."""
    return zlib.crc32(group.encode()) % FOLDS


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def site_of(row: dict[str, Any]) -> str:
    """The site a page is from, as far as it says so; the page itself otherwise."""
    site = _SITE.search(row["html"]) or _SITE.search(row["gold"][:300])
    return site.group(1).lower() if site else str(row["id"])


def _before_comments(gold: Sequence[str]) -> int:
    """How many lines of the marked text stand before the readers' comments in it."""
    for number, line in enumerate(gold):
        if number >= 3 and _COMMENTS.match(line):
            return number
    return len(gold)


def gold_lines(row: dict[str, Any]) -> list[str]:
    """The lines of a page's marked text."""
    gold = row["gold"].lstrip("\ufeff")
    lines = gold.split("\n")
    if row["id"].startswith("cleaneval"):  # wrapped by hand, blocks opened by <h>, <p> or <l>
        lines = re.split(r"<[a-zA-Z/]+>", re.sub(r"^\s*URL:.*", "", gold))
    lines = [" ".join(line.split()) for line in lines]
    return [line for line in lines if line]


def label_lines(lines: Sequence[str], gold: Sequence[str]) -> list[int | None]:
    """Label a page's lines by the marked text: whole lines, or most of a longer line's pieces.

    What only stands in readers' comments is neither article nor residue.
    """
    bare = [_bare(line) for line in gold]
    article = _before_comments(gold)
    whole, flat = set(bare[:article]), "".join(bare[:article])
    comments, comments_flat = set(bare[article:]), "".join(bare[article:])
    labels: list[int | None] = []
    for line in map(_bare, lines):
        if line in whole:
            labels.append(0)
        elif line in comments:
            labels.append(None)
        elif len(line) < 25:
            labels.append(None if line in flat or line in comments_flat else 1)
        else:
            pieces = [line[at : at + 20] for at in range(0, max(1, len(line) - 20), 10)]
            share = sum(piece in flat for piece in pieces) / len(pieces)
            spoken = any(piece in comments_flat for piece in pieces)
            labels.append(0 if share > 0.8 else 1 if share < 0.1 and not spoken else None)
    return labels


def _bare(line: str) -> str:
    return _NO_LETTER.sub("", line.lower())
