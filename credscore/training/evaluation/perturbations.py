"""What should not move a score: quotation marks, line ends, page lines, half of the text."""

import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from credscore.document import Document
from credscore.model import Artefact
from credscore.scorer import Scorer
from credscore.training.corpora import Example
from credscore.training.model_file import dump

DOCUMENTS_A_CLASS = 25
"""Documents taken from each corpus and class."""

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_NEWSLETTERS = (
    "Sign up for our newsletter to get the latest news in your inbox.",
    "Get the best of our reporting every morning. Subscribe to the Daily Brief.",
    "Enjoying this story? Join 40,000 readers and have the week's news sent to you.",
)


@dataclass(frozen=True)
class Moved:
    """By how much the score moves under one change that should not matter.

    Attributes:
        name: The change.
        documents: How many were scored before and after it.
        median: Median change of the score, without its sign.
        percentile_95: What 95 % of the changes stay below.
        shift: Mean change with its sign.
    """

    name: str
    documents: int
    median: float
    percentile_95: float
    shift: float


def _curly(text: str) -> str:
    """Typographic quotation marks for straight ones."""
    out, is_open = [], False
    for place, character in enumerate(text):
        if character == '"':
            out.append("”" if is_open else "“")
            is_open = not is_open
        elif character == "'":
            before = text[place - 1] if place else " "
            out.append("’" if before.isalnum() or before in ".,!?" else "‘")
        else:
            is_open = is_open and character != "\n"
            out.append(character)
    return "".join(out)


def _first_half(text: str) -> str:
    """The text up to the first line end, or else full stop, behind its middle."""
    middle = len(text) // 2
    end = text.find("\n", middle)
    end = end if end > 0 else text.find(". ", middle) + 1
    return text[:end] if end > 0 else text


def _reordered(text: str) -> str:
    """The paragraphs in another order."""
    paragraphs = [line for line in text.split("\n") if line.strip()]
    random.Random(0).shuffle(paragraphs)
    return "\n\n".join(paragraphs)


def _on_text(change: Callable[[str], str]) -> Callable[[Document], Document]:
    return lambda doc: replace(doc, text=change(doc.text))


def _with_line(line: str) -> Callable[[str], str]:
    return lambda text: f"{text.rstrip()}\n\n{line}"


CHANGES: Mapping[str, Callable[[Document], Document]] = {
    "straight quotation marks": _on_text(lambda text: text.translate(_STRAIGHT)),
    "curly quotation marks": _on_text(_curly),
    "CRLF line ends": _on_text(lambda text: text.replace("\n", "\r\n")),
    **{
        f"a newsletter line ({number})": _on_text(_with_line(line))
        for number, line in enumerate(_NEWSLETTERS, 1)
    },
    "headline in capitals": lambda doc: replace(doc, title=doc.title and doc.title.upper()),
    "headline in lower case": lambda doc: replace(doc, title=doc.title and doc.title.lower()),
    "paragraphs in another order": _on_text(_reordered),
    "first half only": _on_text(_first_half),
}
"""The changes, by name."""


def sample(examples: Sequence[Example], each: int = DOCUMENTS_A_CLASS) -> list[Document]:
    """As many documents of each corpus and kind; always the same ones."""
    groups = defaultdict(list)
    for example in examples:
        groups[example.corpus, example.kind].append(example.document)
    rng = random.Random(0)
    return [
        doc for _, docs in sorted(groups.items()) for doc in rng.sample(docs, min(each, len(docs)))
    ]


def sensitivity(model: Artefact, documents: Sequence[Document]) -> list[Moved]:
    """By how much each change moves the scores that ``model`` gives, abstentions left out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.json")
        path.write_text(dump(model), encoding="utf-8")
        scorer = Scorer(path)
    before = [scorer.score(doc).score for doc in documents]
    found = []
    for name, change in CHANGES.items():
        moves = []
        for doc, old in zip(documents, before, strict=True):
            changed = change(doc)
            if old is None or changed == doc:
                continue
            new = scorer.score(changed).score
            if new is not None:
                moves.append(new - old)
        if moves:
            sizes = np.abs(moves)
            median, percentile = np.quantile(sizes, (0.5, 0.95))
            shift = float(np.mean(moves))
            found.append(Moved(name, len(moves), float(median), float(percentile), shift))
    return found
