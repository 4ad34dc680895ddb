"""Learn `clickbait.json` again: word weights of clickbait and news headlines.

    python -m credscore.features.seo.train_clickbait CORPORA

CORPORA is the folder of the training corpora. The headlines are `titles/clickbait.jsonl.gz`
(`title`, `clickbait` 1 or 0). Its news headlines are agency-like throughout, so that every
question and every "why" would pass for clickbait; the headlines of reporting and opinion in the
other corpora are added on the side of news. From the texts of those corpora the words are taken
that belong to no subject: the model may use no others. Prints F1 by five-fold cross-validation,
and the share of news headlines that pass for clickbait with their outlet left out, then writes
the weights.
"""

import argparse
import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from credscore.features.seo.headline import SHOWN_FROM, headline_tokens
from credscore.training.corpora import load_corpora
from credscore.training.vocabulary import general_vocabulary

OUTPUT = Path(__file__).with_name("clickbait.json")
MARKS = {"<start>", "<end>", "<number>"}
# Pronouns come in clumps as topics do, but are none, and "you" is what clickbait lives on.
PRONOUNS = {"i", "me", "my", "you", "your", "he", "his", "she", "her", "we", "our", "they", "their"}
FEWEST_HEADLINES = 12
NEWS_WEIGHT = 1.0


def main() -> None:
    """Read the headlines, cross-validate, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpora", type=Path)
    folder = parser.parse_args().corpora

    with gzip.open(folder / "titles" / "clickbait.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    examples = list(load_corpora(folder))
    general = general_vocabulary((e.corpus, e.document.content) for e in examples)
    news = [e for e in examples if e.kind in ("reporting", "opinion") and e.document.title]

    titles = [row["title"] for row in rows] + [e.document.title or "" for e in news]
    labels = np.array([row["clickbait"] for row in rows] + [0] * len(news))
    weights = np.array([1.0] * len(rows) + [NEWS_WEIGHT] * len(news))
    outlets = np.array([str(place) for place in range(len(rows))] + [e.domain for e in news])
    tokens = _tokens(titles, general)
    names = _vocabulary(tokens)
    matrix = _matrix(tokens, names)

    held_out = np.zeros(len(titles))
    for train, test in GroupKFold(5).split(matrix, labels, outlets):
        model = _fit(matrix[train], labels[train], weights[train])
        held_out[test] = model.predict_proba(matrix[test])[:, 1]
    f1 = float(f1_score(labels[: len(rows)], held_out[: len(rows)] > 0.5))
    passing = float((held_out[len(rows) :] >= SHOWN_FROM).mean())
    caught = float((held_out[: len(rows)][labels[: len(rows)] == 1] >= SHOWN_FROM).mean())
    print(f"{len(rows)} headlines and {len(news)} of news pages, {len(names)} weights")
    print(f"F1 {f1:.3f}; shown from {SHOWN_FROM}: {caught:.2f} of clickbait, {passing:.3f} of news")
    model = _fit(matrix, labels, weights)
    OUTPUT.write_text(_as_json(model, names, len(titles), f1), encoding="utf-8")


def _fit(matrix: Any, labels: Any, weights: Any) -> Any:
    return LogisticRegression(C=1.0, max_iter=500).fit(matrix, labels, sample_weight=weights)


def _tokens(titles: list[str], general: set[str]) -> list[set[str]]:
    """The tokens of each headline whose every word is general."""
    allowed = general | MARKS | PRONOUNS
    return [
        {token for token in headline_tokens(title) if allowed.issuperset(token.split(" "))}
        for title in titles
    ]


def _vocabulary(tokens: list[set[str]]) -> list[str]:
    counts: dict[str, int] = {}
    for headline in tokens:
        for token in headline:
            counts[token] = counts.get(token, 0) + 1
    return sorted(token for token, count in counts.items() if count >= FEWEST_HEADLINES)


def _matrix(tokens: list[set[str]], names: list[str]) -> Any:
    places = {name: place for place, name in enumerate(names)}
    rows = [row for row, headline in enumerate(tokens) for token in headline if token in places]
    columns = [places[token] for headline in tokens for token in headline if token in places]
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(tokens), len(names)))


def _as_json(model: Any, names: list[str], headlines: int, f1: float) -> str:
    weights = {
        name: round(float(weight), 3)
        for name, weight in zip(names, model.coef_[0], strict=True)
        if abs(weight) >= 0.05
    }
    about = (
        f"Log-odds of clickbait against news, learned on {headlines} headlines by "
        f"train_clickbait.py; F1 {f1:.3f} by five-fold cross-validation."
    )
    content = {"about": about, "intercept": round(float(model.intercept_[0]), 3)}
    return json.dumps(content | {"weights": weights}, indent=0, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
