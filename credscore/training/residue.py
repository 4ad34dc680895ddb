"""Train the model of residue lines (``credscore/reading/residue.json``) and measure it.

    python -m credscore.training.residue PAGES.jsonl.gz [--write]

``PAGES`` holds web pages whose main text people have marked: one JSON object a line with ``id``,
``html`` and ``gold`` (the boilerplate corpora of Dragnet and CleanEval). Figures are of five folds
by site: every line is scored by a model that never saw its site. Articles in the manner of
content farms are left out on purpose: they are what the model is measured on.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from credscore.reading.blocks import line_spans
from credscore.reading.line_traits import Line, find_phrases, lowered, read_lines
from credscore.reading.residue import find_residue
from credscore.training.line_corpora import FOLDS, Text, fold_of, read_pages
from credscore.training.line_model import Corpus, fit, write

TARGET = Path(__file__).parent.parent / "reading" / "residue.json"
# At these, one line in 200 of the marked main texts is flagged.
THRESHOLDS = 3.1, 2.2


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


def read_closely(text: str, spans: Sequence[tuple[int, int]]) -> dict[int, Line]:
    """The lines of a text as the model sees them."""
    lower = lowered(text)
    return read_lines(text, lower, spans, find_phrases(lower, spans))


def measure_decisions(corpus: Corpus) -> Iterator[str]:
    """What is found and wrongly flagged by kind of text, each by weights without its site."""
    models = [fit(corpus, corpus.fold != fold, THRESHOLDS) for fold in range(FOLDS)]
    lines: Counter[tuple[str, int | None]] = Counter()
    flagged: Counter[tuple[str, int | None]] = Counter()
    for text, spans in zip(corpus.texts, corpus.spans, strict=True):
        decisions = find_residue(text.text, spans, models[fold_of(text.group)])
        lines.update((text.kind, label) for label in text.labels)
        flagged.update(
            (text.kind, label) for label, yes in zip(text.labels, decisions, strict=True) if yes
        )
    for kind in sorted({text.kind for text in corpus.texts}):
        found = flagged[kind, 1] / max(1, lines[kind, 1])
        wrong = flagged[kind, 0] / max(1, lines[kind, 0])
        yield f"{kind}: {found:.3f} of residue found, {wrong:.4f} of article lines flagged"


def main() -> None:
    """Read the corpora, print held-out figures and, if asked to, write the model."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name}")
    options = parser.parse_args()
    texts = list(read_pages(options.pages))
    texts += plant(texts)
    texts = [text for text in texts if len(line_spans(text.text)) == len(text.labels)]
    spans = [line_spans(text.text) for text in texts]
    read = [read_closely(t.text, s) for t, s in zip(texts, spans, strict=True)]
    corpus = Corpus(texts, spans, read)
    for line in measure_decisions(corpus):
        print(line)
    if options.write:
        what = "Weights of residue lines; made by credscore.training.residue."
        write(corpus, what, THRESHOLDS, TARGET)


if __name__ == "__main__":
    main()
