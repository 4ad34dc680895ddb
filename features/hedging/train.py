"""Learn what each cue is worth from sentences in which people marked the uncertain words.

``python -m credscore.features.hedging.train WIKI_XML`` reads the Wikipedia part of the Szeged
Uncertainty Corpus (plain or gzipped), prints the figures of a ten-fold cross-validation with
whole documents kept together, and writes ``cue_weights.json``.

Each place where a cue of ``cues.txt`` stands is one example: was it marked? The weights are those
of a logistic regression with an L1 penalty, which leaves most of the neighbours at zero, so that
the file stays short enough to read and to correct by hand.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from math import exp
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from credscore.features.hedging.cues import kind_and_model, places
from credscore.reading.words import read_words

_FOLDS = 10
_FEWEST_TIMES_SEEN = {"cues": 6, "kinds": 30}
"""Rarer contexts get no weight. What all cues of a kind share must be no matter of topic."""
_PENALTY = 1.0

Key = tuple[str, str, str, str]
"""A weight's address: ("cues" or "kinds", the cue or kind, place, neighbouring word)."""


class Marked(NamedTuple):
    """A sentence as the corpus has it: its document, its text, and where its cues stand."""

    document: int
    text: str
    spans: list[tuple[int, int]]


class Example(NamedTuple):
    """A place where a cue stands: its sentence, its keys, and whether people marked it."""

    sentence: int
    keys: list[Key]
    marked: bool


def read_corpus(path: Path) -> list[Marked]:
    """Read the sentences of the corpus.

    Raises:
        OSError: The file cannot be read.
        xml.etree.ElementTree.ParseError: It is no XML.
    """
    data = path.read_bytes()
    root = ElementTree.fromstring(gzip.decompress(data) if path.suffix == ".gz" else data)
    return [
        _read_sentence(place, sentence)
        for place, document in enumerate(root.iter("Document"))
        for sentence in document.iter("Sentence")
    ]


def _read_sentence(document: int, sentence: ElementTree.Element) -> Marked:
    text = "".join(sentence.itertext())
    spans: list[tuple[int, int]] = []
    offset = 0

    def walk(element: ElementTree.Element) -> None:
        nonlocal offset
        start = offset
        offset += len(element.text or "")
        for child in element:
            walk(child)
            offset += len(child.tail or "")
        if element.tag == "ccue":
            spans.append((start, offset))

    walk(sentence)
    return Marked(document, text, spans)


def examples_of(sentences: Sequence[Marked]) -> Iterator[Example]:
    """Every place in ``sentences`` where a cue stands."""
    for place, (_, text, spans) in enumerate(sentences):
        words = read_words(text)
        for found in places(text, words, [(0, len(words))]):
            start, end = words.starts[found.first], words.ends[found.last - 1]
            kind, like = kind_and_model(found.label, found.phrase)
            keys = [
                (level, name, *context)
                for level, name in (("cues", like), ("kinds", kind))
                for context in (("weight", ""), ("before", found.before), ("after", found.after))
            ]
            yield Example(place, keys, any(a < end and start < b for a, b in spans))


def fit(examples: Sequence[Example]) -> tuple[float, dict[Key, float]]:
    """Fit the weights; return the intercept and the weights that are not zero."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen = Counter(key for example in examples for key in example.keys)
    frequent = sorted(key for key, times in seen.items() if times >= _FEWEST_TIMES_SEEN[key[0]])
    columns = {key: n for n, key in enumerate(frequent)}
    rows, places = [], []
    for row, example in enumerate(examples):
        for key in example.keys:
            if key in columns:
                rows.append(row)
                places.append(columns[key])
    matrix = csr_matrix(([1.0] * len(rows), (rows, places)), shape=(len(examples), len(columns)))
    # liblinear takes 32-bit indices only, scipy may choose wider ones.
    matrix.indices = matrix.indices.astype("int32")
    matrix.indptr = matrix.indptr.astype("int32")
    model = LogisticRegression(
        C=_PENALTY, l1_ratio=1.0, solver="liblinear", random_state=0, max_iter=1000
    ).fit(matrix, [example.marked for example in examples])
    weights = {key: round(float(model.coef_[0][n]), 2) for key, n in columns.items()}
    return round(float(model.intercept_[0]), 2), {k: w for k, w in weights.items() if w}


def judge(
    examples: Sequence[Example], intercept: float, weights: Mapping[Key, float]
) -> dict[int, bool]:
    """Whether each sentence that holds a cue is judged uncertain, as at run time."""
    certain: dict[int, float] = {}
    for sentence, keys, _ in examples:
        odds = intercept + sum(weights.get(key, 0.0) for key in keys)
        certain[sentence] = certain.get(sentence, 1.0) / (1 + exp(odds))
    return {sentence: chance <= 0.5 for sentence, chance in certain.items()}


def cross_validate(sentences: Sequence[Marked], examples: Sequence[Example]) -> dict[str, float]:
    """Precision, recall and F1 of the judgement "uncertain", on documents not fitted on."""
    judged = [False] * len(sentences)
    folds = [sentences[example.sentence].document % _FOLDS for example in examples]
    for fold in range(_FOLDS):
        fitted = fit(list(compress(examples, (other != fold for other in folds))))
        held_out = list(compress(examples, (other == fold for other in folds)))
        for sentence, uncertain in judge(held_out, *fitted).items():
            judged[sentence] = uncertain
    marked = [bool(sentence.spans) for sentence in sentences]
    right = sum(a and b for a, b in zip(judged, marked, strict=True))
    precision, recall = right / max(1, sum(judged)), right / max(1, sum(marked))
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def as_tree(intercept: float, weights: Mapping[Key, float]) -> dict[str, Any]:
    """The weights in the shape in which ``cue_weights.json`` keeps them."""
    tree: dict[str, Any] = {"intercept": intercept, "kinds": {}, "cues": {}}
    for (level, name, place, neighbour), weight in sorted(weights.items()):
        entry = tree[level].setdefault(name, {})
        if place == "weight":
            entry["weight"] = weight
        else:
            entry.setdefault(place, {})[neighbour] = weight
    return tree


def as_json(tree: Mapping[str, Any]) -> str:
    """``tree`` as JSON with a line for each cue, so that a change of one shows as one line."""
    sections = []
    for name, section in tree.items():
        if name in ("kinds", "cues"):
            lines = [f"  {json.dumps(key)}: {json.dumps(entry)}" for key, entry in section.items()]
            sections.append(f' "{name}": {{\n' + ",\n".join(lines) + "\n }")
        else:
            sections.append(f' "{name}": {json.dumps(section)}')
    return "{\n" + ",\n".join(sections) + "\n}\n"


def main() -> None:
    """Train on the corpus named on the command line and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", type=Path, help="the corpus's wiki.xml or wiki.xml.gz")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("cue_weights.json"))
    arguments = parser.parse_args()
    sentences = read_corpus(arguments.corpus)
    examples = list(examples_of(sentences))
    figures = cross_validate(sentences, examples)
    about = {
        "corpus": "Szeged Uncertainty Corpus, Wikipedia part",
        "documents": len({sentence.document for sentence in sentences}),
        "sentences": len(sentences),
        "uncertain_sentences": sum(bool(sentence.spans) for sentence in sentences),
        "cues_seen": len(examples),
        "held_out": figures,
    }
    tree = {"trained_on": about, **as_tree(*fit(examples))}
    arguments.output.write_text(as_json(tree), encoding="utf-8")
    print(f"uncertain sentences, documents not fitted on: {figures}")


if __name__ == "__main__":
    main()
