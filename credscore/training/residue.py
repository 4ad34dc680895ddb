"""Train the model of residue lines (``credscore/reading/residue.json``) and measure it.

    python -m credscore.training.residue PAGES.jsonl.gz [--articles ARTICLES.jsonl.gz] [--write]

``PAGES`` holds web pages whose main text people have marked: one JSON object a line with ``id``,
``html`` and ``gold`` (the boilerplate corpora of Dragnet and CleanEval). ``ARTICLES`` holds
articles with their residue as exact substrings: ``text``, ``writer`` and ``residue``. Figures are
of five folds by site and by writer: every line is scored by a model that never saw its site.
"""

import argparse
import gzip
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from resiliparse.extract.html2text import extract_plain_text
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from credscore.reading.blocks import line_spans
from credscore.reading.line_context import NAMES, read_context
from credscore.reading.line_traits import Line, read_lines
from credscore.reading.residue import LineModel, own_scores, score_lines

TARGET = Path(__file__).parent.parent / "reading" / "residue.json"
STEPS = [-3.0, -2.0, -1.0, -0.3, 0.3, 1.0, 1.7, 2.4, 3.2, 4.2]
EDGES = {
    "distance from the article": [-20, -8, -3, -1, 0, 1, 2, 4, 9, 21],
    "share of the article passed": [0.001, 0.05, 0.15, 0.4, 0.6, 0.85, 0.95, 1.0],
    "lines passed": [1, 2, 3, 6, 12, 30, 70, 150],
    "lines left": [1, 2, 3, 6, 12, 30, 70, 150],
    "article": [1, 4, 8, 15, 25, 45, 90],
}
MASS_EDGES = [-20.0, -8.0, -4.0, -2.0, -1.0, -0.3, 0.3, 1.0, 2.0, 4.0, 8.0, 16.0]
RARE = 20
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

    kind: str  # page: a web page; gold: its main text alone; planted: with residue; article
    group: str
    text: str
    labels: list[int | None]
    weight: float


def read_pages(path: Path) -> Iterator[Text]:
    """Each page twice: with all its lines, and its marked main text alone."""
    for row in _rows(path):
        gold = _gold_lines(row)
        site = _SITE.search(row["html"] + row["gold"][:300])
        group = site.group(1).lower() if site else row["id"]
        text = extract_plain_text(
            row["html"], preserve_formatting=True, alt_texts=False, list_bullets=False
        )
        text = "\n".join(line.strip() for line in text.split("\n") if line.strip())
        genre = 1.0 if row["id"].startswith("dragnet") else 0.5
        yield Text("page", group, text, _label(text.split("\n"), gold), genre)
        main = "\n".join(gold)
        labels: list[int | None] = [0] * len(gold)
        # Readers' comments belong to the marked text but not to the article.
        for number, line in enumerate(gold):
            if number >= 3 and _COMMENTS.match(line):
                labels[number:] = [None] * (len(gold) - number)
                break
        yield Text("gold", group, main, labels, 3 * genre if genre == 1 else genre)


def plant(texts: Sequence[Text], seed: int = 0) -> Iterator[Text]:
    """The marked main texts with runs of a page's residue planted in them.

    This is what a scraper leaves: an article with a few lines of the page before, in and behind
    it. The lines come from a page of the same fold, so that none is learned from and measured on.
    """
    chance = random.Random(seed)
    pages = [text for text in texts if text.kind == "page"]
    for main in (text for text in texts if text.kind == "gold"):
        lines, labels = main.text.split("\n"), list(main.labels)
        page = chance.choice(pages)
        while fold_of(page.group) != fold_of(main.group):
            page = chance.choice(pages)
        source = page.text.split("\n")
        for _ in range(chance.randint(1, 4)):
            first = chance.randrange(len(source))
            run = [
                line
                for line, label in zip(source[first:], page.labels[first:], strict=True)
                if label == 1
            ][: chance.choice((1, 1, 1, 2, 3, 6))]
            place = chance.choice((0, len(lines), len(lines), chance.randint(0, len(lines))))
            lines[place:place] = run
            labels[place:place] = [1] * len(run)
        yield Text("planted", main.group, "\n".join(lines), labels, main.weight)


def fold_of(group: str) -> int:
    """The fold that a site or writer belongs to; the same on every machine."""
    return zlib.crc32(group.encode()) % FOLDS


def read_articles(path: Path) -> Iterator[Text]:
    """Articles with their residue marked."""
    for row in _rows(path):
        text = row["text"]
        spans = line_spans(text)
        labels: list[int | None] = [0] * len(spans)
        for residue in row["residue"]:
            place = text.find(residue)
            for number, (start, end) in enumerate(spans):
                shared = min(end, place + len(residue)) - max(start, place)
                if place >= 0 and shared > 0:
                    labels[number] = 1 if shared > 0.6 * (end - start) else None
        yield Text("article", f"writer {row['writer']}", text, labels, 5.0)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _gold_lines(row: dict[str, Any]) -> list[str]:
    gold = row["gold"].lstrip("\ufeff")
    lines = gold.split("\n")
    if row["id"].startswith("cleaneval"):  # wrapped by hand, blocks opened by <h>, <p> or <l>
        lines = re.split(r"<[a-zA-Z/]+>", re.sub(r"^\s*URL:.*", "", gold))
    lines = [" ".join(line.split()) for line in lines]
    return [line for line in lines if line]


def _label(lines: Sequence[str], gold: Sequence[str]) -> list[int | None]:
    """Label a page's lines by the marked text: whole lines, or most of a longer line's pieces."""
    bare = [_bare(line) for line in gold]
    whole, flat = set(bare), "".join(bare)
    labels: list[int | None] = []
    for line in map(_bare, lines):
        if line in whole:
            labels.append(0)
        elif len(line) < 25:
            labels.append(None if line in flat else 1)
        else:
            pieces = [line[at : at + 20] for at in range(0, max(1, len(line) - 20), 10)]
            share = sum(piece in flat for piece in pieces) / len(pieces)
            labels.append(0 if share > 0.8 else 1 if share < 0.1 else None)
    return labels


def _bare(line: str) -> str:
    return _NO_LETTER.sub("", line.lower())


class Corpus:
    """All texts with their lines read, as sparse matrices."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = [t for t in texts if len(line_spans(t.text)) == len(t.labels)]
        self.spans = [line_spans(t.text) for t in self.texts]
        self.read = [read_lines(t.text, s) for t, s in zip(self.texts, self.spans, strict=True)]
        self.rows = [(text, number) for text, read in enumerate(self.read) for number in read]
        self.fold = np.array([fold_of(self.texts[text].group) for text, _ in self.rows])
        labels = [self.texts[text].labels[number] for text, number in self.rows]
        self.known = np.array([label is not None for label in labels])
        self.labels = np.array([label or 0 for label in labels])
        self.weights = np.array([self.texts[text].weight for text, _ in self.rows])
        counts = Counter(
            trait for text, number in self.rows for trait in self.read[text][number].traits
        )
        self.traits = sorted(trait for trait, count in counts.items() if count >= RARE)
        self.trait_matrix = self._matrix(
            [self.read[text][number].traits for text, number in self.rows], self.traits
        )

    @staticmethod
    def _matrix(rows: Sequence[Sequence[str]], names: Sequence[str]) -> "sparse.csr_matrix":
        columns = {name: column for column, name in enumerate(names)}
        places = [
            (row, columns[trait])
            for row, traits in enumerate(rows)
            for trait in set(traits)
            if trait in columns
        ]
        at = np.array(places).T
        return sparse.csr_matrix((np.ones(len(places)), at), shape=(len(rows), len(names)))

    def context_matrix(self, own: Sequence[Sequence[float]]) -> "sparse.csr_matrix":
        """One column for each step of the own score, value of the context, and bin."""
        contexts = [
            read_context(scores, [end - start for start, end in spans])
            for scores, spans in zip(own, self.spans, strict=True)
        ]
        values = np.array([contexts[text][number] for text, number in self.rows])
        steps = np.searchsorted(STEPS, [own[text][number] for text, number in self.rows], "right")
        blocks = []
        for column, edges in enumerate(_edges()):
            bins = np.searchsorted(edges, values[:, column], "right")
            width = len(edges) + 1
            for code, size in (
                (bins, width),
                (steps * width + bins, width * (len(STEPS) + 1)),
            ):
                at = (np.arange(len(code)), code)
                blocks.append(sparse.csr_matrix((np.ones(len(code)), at), (len(code), size)))
        return sparse.hstack(blocks).tocsr()


def _edges() -> list[list[float]]:
    return [EDGES.get(name, MASS_EDGES) for name in NAMES]


def fit(corpus: Corpus, chosen: "np.ndarray[Any, Any]") -> LineModel:
    """Fit both passes on the chosen rows of ``corpus``."""
    chosen = chosen & corpus.known
    first = _regression(corpus.trait_matrix, corpus, chosen, 0.3)
    traits = _named(corpus.traits, first)
    own = [
        own_scores(traits, read, len(spans))
        for read, spans in zip(corpus.read, corpus.spans, strict=True)
    ]
    context = corpus.context_matrix(own)
    second = _regression(sparse.hstack([context, corpus.trait_matrix]).tocsr(), corpus, chosen, 0.1)
    tables, place = [], 0
    for edges in _edges():
        width, height = len(edges) + 1, len(STEPS) + 1
        main = second[place : place + width]
        crossed = second[place + width : place + width * (height + 1)].reshape(height, width)
        tables.append((main + crossed).round(2).tolist())
        place += width * (height + 1)
    in_context = _named(corpus.traits, second[place:])
    return LineModel(traits, STEPS, _edges(), tables, in_context, 2.0)


def _regression(
    matrix: "sparse.csr_matrix", corpus: Corpus, chosen: "np.ndarray[Any, Any]", c: float
) -> "np.ndarray[Any, Any]":
    model = LogisticRegression(C=c, solver="liblinear", fit_intercept=False, max_iter=200)
    model.fit(matrix[chosen], corpus.labels[chosen], sample_weight=corpus.weights[chosen])
    return np.asarray(model.coef_[0])


def _named(names: Sequence[str], weights: "np.ndarray[Any, Any]") -> dict[str, float]:
    pairs = zip(names, weights.round(2).tolist(), strict=True)
    return {name: weight for name, weight in pairs if weight}


def held_out_scores(corpus: Corpus) -> "np.ndarray[Any, Any]":
    """The score of every line by a model that saw nothing of its site or writer."""
    scores = np.zeros(len(corpus.rows))
    for fold in range(FOLDS):
        model = fit(corpus, corpus.fold != fold)
        held = {corpus.rows[row][0] for row in np.flatnonzero(corpus.fold == fold)}
        found = {text: score_lines(model, corpus.read[text], corpus.spans[text]) for text in held}
        for row in np.flatnonzero(corpus.fold == fold):
            text, number = corpus.rows[row]
            scores[row] = found[text][number]
    return scores


def measure(corpus: Corpus, scores: "np.ndarray[Any, Any]") -> Iterator[str]:
    """Figures by kind of text and threshold, a line each."""
    kinds = np.array([corpus.texts[text].kind for text, _ in corpus.rows])
    totals = Counter((t.kind, label) for t in corpus.texts for label in t.labels)
    for threshold in (0.0, 1.0, 1.5, 2.0, 2.5, 3.0):
        flagged = (scores > threshold) & corpus.known
        parts = []
        for kind in ("page", "gold", "planted", "article"):
            of_kind = flagged & (kinds == kind)
            found, wrong = (int((of_kind & (corpus.labels == label)).sum()) for label in (1, 0))
            recall = found / max(1, totals[kind, 1])
            parts.append(f"{kind}: found {recall:.3f}, wrong {wrong / totals[kind, 0]:.4f}")
        yield f"{threshold:4.1f}  " + "   ".join(parts)


def main() -> None:
    """Read the corpora, print held-out figures and, if asked to, write the model."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name}")
    options = parser.parse_args()
    texts = list(read_pages(options.pages))
    if options.articles:
        texts += read_articles(options.articles)
    texts += list(plant(texts))
    corpus = Corpus(texts)
    for line in measure(corpus, held_out_scores(corpus)):
        print(line)
    if options.write:
        model = fit(corpus, np.ones(len(corpus.rows), bool))
        about = {
            "what": "Weights of residue lines; made by credscore.training.residue.",
            "lines": {"read": len(corpus.rows), "residue": int(corpus.labels.sum())},
            "context": list(NAMES),
        }
        TARGET.write_text(json.dumps({"about": about, "model": model._asdict()}), encoding="utf-8")


if __name__ == "__main__":
    main()
