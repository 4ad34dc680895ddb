"""Train the model of a page's main text (``credscore/reading/main_text.json``) and measure it.

    python -m credscore.training.main_text PAGES.jsonl.gz [--write]

``PAGES`` is as for ``credscore.training.residue``. Figures are of five folds by site.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from credscore.reading.html import page_markup
from credscore.reading.main_text import PageLine, join_lines, read_marked_lines, read_page_lines
from credscore.training.line_corpora import Text, gold_lines, label_lines, read_rows, site_of
from credscore.training.line_model import Corpus, held_out_scores, measure, write

TARGET = Path(__file__).parent.parent / "reading" / "main_text.json"
THRESHOLDS = 0.0, 0.0


def read_marked_pages(path: Path) -> Iterator[tuple[Text, list[PageLine]]]:
    """Each page with its lines, and their labels by the marked text."""
    for row in read_rows(path):
        lines = read_page_lines(page_markup(row["html"]))
        labels = label_lines([line.text for line in lines], gold_lines(row))
        genre = "news" if row["id"].startswith("dragnet") else "mixed"
        weight = 1.0 if genre == "news" else 0.5
        yield Text(genre, site_of(row), join_lines(lines)[0], labels, weight), lines


def main() -> None:
    """Read the pages, print held-out figures and, if asked to, write the model."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name}")
    options = parser.parse_args()
    pages = list(read_marked_pages(options.pages))
    spans = [join_lines(lines)[1] for _, lines in pages]
    read = [
        read_marked_lines(text.text, span, lines)
        for (text, lines), span in zip(pages, spans, strict=True)
    ]
    corpus = Corpus([text for text, _ in pages], spans, read)
    for line in measure(corpus, held_out_scores(corpus)):
        print(line)
    if options.write:
        what = "Weights of lines outside the main text; made by credscore.training.main_text."
        write(corpus, what, THRESHOLDS, TARGET)


if __name__ == "__main__":
    main()
