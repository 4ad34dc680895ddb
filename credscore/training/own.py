"""A user's own labelled documents."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from credscore.document import Document
from credscore.training.corpora import Example, registrable

_CORPUS = "own"


def read_labels(path: Path) -> list[Example]:
    """Read labelled documents from JSON Lines.

    Each line holds ``text`` and ``credible`` (true or false), and may hold ``title``, ``url``,
    ``published`` and ``source``. Documents of one source stay on one side of every split.

    Raises:
        ValueError: A line is not such an object; the message names the line.
        OSError: The file cannot be read.
    """
    return list(_examples(path))


def _examples(path: Path) -> Iterator[Example]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield _example(json.loads(line))
            except (ValueError, TypeError) as error:
                raise ValueError(f"{path}, line {number}: {error}") from None


def _example(row: Any) -> Example:
    if not isinstance(row, dict) or not isinstance(row.get("credible"), bool):
        raise ValueError("expected an object with 'text' and 'credible' (true or false)")
    document = Document(
        row.get("text"),  # type: ignore[arg-type]  # Document checks its fields itself.
        title=row.get("title"),
        url=row.get("url"),
        published=row.get("published"),
    )
    source = row.get("source") or registrable(urlsplit(document.url or "").hostname or _CORPUS)
    kind = "reporting" if row["credible"] else "unreliable"
    return Example(_CORPUS, source, kind, "", document)  # type: ignore[arg-type]
