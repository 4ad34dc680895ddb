"""Learn `machine.json` again: word, pair and rhythm weights of machine and human prose.

    python -m credscore.features.style.train CORPORA

CORPORA is the folder of the training corpora. Text by people is news, opinion and fakes; text by
machines is that of `model-ap-cnn`, `llm-misinformation` and the generated pages of
`content-farm`. That set's sound articles count as human: one model wrote both kinds, so what
tells them apart is not its voice. Its spun and scraped pages are left out: they are told well,
and would teach just that voice; so are articles by people in which a model changed only a fact.
Prints what the weights reach with an outlet, a corpus, a family of models or a writer left out,
then fits on everything and writes the weights.

Leaks that are kept out: names and topic words (see `general_vocabulary`), datelines and agency
lines (the corpus loaders strip them), residue that a model copied from its prompt, paragraph
breaks and quote glyphs.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from credscore.document import Document
from credscore.features.style.machine import rhythm
from credscore.training.corpora import Example, load_corpora
from credscore.training.vocabulary import general_vocabulary

OUTPUT = Path(__file__).with_name("machine.json")
FEWEST_WORDS = 80
LONGEST = 1500
FEWEST_TEXTS_WITH_A_PAIR = 40
MOST_TERMS = 6000
RIDGE = 2e-4
# Passages are shown from the log-odds that, with its outlet left out of training, one text in
# 100 of each of these corpora passes: agency and broadcaster, national, political and local.
EDITED = ("model-ap-cnn", "allsides", "polnear", "opinions-local")
SHOWN_QUANTILE = 0.99

# What language models copied from the pages they were asked to rewrite.
COPIED = re.compile(
    r"coronavirus hub|medscape|data and statistics are based|mmwr|push notifications|usat\.ly|"
    r"us weekly newsletter|celebrity news, hot pics",
    re.IGNORECASE,
)

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class Text:
    """A text to learn from: where it comes from, who wrote it, and what the model looks at."""

    corpus: str
    domain: str
    machine: bool
    sound: bool
    tokens: Counter[str]
    words: int
    rhythm: list[float]


def main() -> None:
    """Read the corpora, validate, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpora", type=Path)
    examples = [e for e in load_corpora(parser.parse_args().corpora) if shows_its_writer(e)]
    general = general_vocabulary((collection(e), e.document.content) for e in examples)
    texts = [read_text(example, general) for example in examples]
    table = Table.of(texts)
    print(f"{len(texts)} texts, {len(general)} words, {len(table.names)} terms")
    report = validate(table)
    fitted = table.fit(np.ones(len(texts), bool))
    OUTPUT.write_text(_as_json(table, fitted, report), encoding="utf-8")


def shows_its_writer(example: Example) -> bool:
    """Whether the text shows how people, or machines, write: it can be learned from."""
    return example.kind not in ("model", "farm") or not (
        example.method in ("spun", "scraped_mix")
        or "information_manipulation" in example.method
        or COPIED.search(example.document.content)
    )


def collection(example: Example) -> str:
    """What a general word must be common in: each corpus, by people and by machines apart."""
    return f"{example.corpus} {example.kind in ('model', 'farm')}"


def read_text(example: Example, general: set[str]) -> Text:
    """Count the general words, their pairs and the openings of a text's first 1,500 words."""
    doc = copy(example.document)  # What is read of it is not kept.
    if len(doc.words) > LONGEST:
        doc = Document(doc.content[: doc.words.ends[LONGEST - 1]])
    lower = doc.words.lower
    tokens: Counter[str] = Counter(word for word in lower if word in general)
    tokens["<n>"] = sum(word[0].isdigit() for word in lower)
    tokens.update(
        f"{one} {two}" for one, two in pairwise(lower) if one in general and two in general
    )
    tokens.update(
        f"<s> {lower[sentence.first_word]}"
        for sentence in doc.sentences
        if lower[sentence.first_word] in general
    )
    return Text(
        corpus=example.corpus,
        domain=example.domain,
        machine=example.kind in ("model", "farm"),
        sound=example.kind == "sound",
        tokens=tokens,
        words=max(1, len(lower)),
        rhythm=list(rhythm(doc).values()) if doc.sentences else [0.0] * 7,
    )


@dataclass(frozen=True)
class Fitted:
    """A fit: log-odds = intercept + standardised features @ weights."""

    intercept: float
    weights: Floats
    deviations: Floats
    rhythm_means: Floats
    rhythm_deviations: Floats


@dataclass(frozen=True)
class Table:
    """All texts as rates per 1,000 words, log(1 + rate), and their rhythm."""

    names: list[str]
    rates: Any
    rhythm: Floats
    machine: Booleans
    sound: Booleans
    corpus: NDArray[np.str_]
    domain: NDArray[np.str_]
    rhythm_names: list[str]

    @classmethod
    def of(cls, texts: list[Text]) -> "Table":
        """Collect the texts; rare pairs and openings are left out."""
        holding: Counter[str] = Counter()
        for text in texts:
            holding.update(text.tokens.keys())
        names = sorted(n for n, count in holding.items() if count >= FEWEST_TEXTS_WITH_A_PAIR)
        places = {name: place for place, name in enumerate(names)}
        rows, columns, values = [], [], []
        for row, text in enumerate(texts):
            for token, count in text.tokens.items():
                if token in places and count:
                    rows.append(row)
                    columns.append(places[token])
                    values.append(np.log1p(1000 * count / text.words))
        return cls(
            names=names,
            rates=csr_matrix((values, (rows, columns)), shape=(len(texts), len(names))),
            rhythm=np.array([text.rhythm for text in texts]),
            machine=np.array([text.machine for text in texts]),
            sound=np.array([text.sound for text in texts]),
            corpus=np.array([text.corpus for text in texts]),
            domain=np.array([text.domain for text in texts]),
            rhythm_names=list(rhythm(Document("One two three. Four five six seven."))),
        )

    def fit(self, chosen: Booleans) -> Fitted:
        """Ridge logistic regression on the chosen texts, each class and corpus with its due.

        It is fitted twice: the second time on the terms that weighed most the first time.
        """
        rates = self.rates[chosen]
        squares = rates.multiply(rates).mean(axis=0).A1
        deviations = np.sqrt(np.maximum(squares - rates.mean(axis=0).A1 ** 2, 1e-9))
        # The rarest terms are not blown up to the size of the common ones.
        deviations = np.maximum(deviations, np.percentile(deviations, 20))
        means, spreads = self.rhythm[chosen].mean(axis=0), self.rhythm[chosen].std(axis=0)
        beats = csr_matrix(np.clip((self.rhythm[chosen] - means) / spreads, -3, 3))
        terms = len(self.names)
        kept = np.arange(terms)
        for _ in range(2):
            scales = np.zeros(terms)
            scales[kept] = 1 / deviations[kept]
            features = csr_matrix(hstack([rates @ diags(scales), beats]))
            model = LogisticRegression(C=RIDGE, max_iter=300)
            model.fit(features, self.machine[chosen], sample_weight=self.weigh(chosen))
            kept = np.argsort(-np.abs(model.coef_[0][:terms]))[:MOST_TERMS]
        return Fitted(float(model.intercept_[0]), model.coef_[0], deviations, means, spreads)

    def log_odds(self, fitted: Fitted, chosen: Booleans) -> Floats:
        """Log-odds of the chosen texts."""
        terms = len(self.names)
        beats = np.clip(
            (self.rhythm[chosen] - fitted.rhythm_means) / fitted.rhythm_deviations, -3, 3
        )
        wording = self.rates[chosen] @ (fitted.weights[:terms] / fitted.deviations)
        return np.asarray(wording + beats @ fitted.weights[terms:] + fitted.intercept)

    def weigh(self, chosen: Booleans) -> Floats:
        """Both classes weigh the same; a corpus in its class by the root of its size."""
        weights = np.zeros(len(chosen))
        for machine in (True, False):
            of_class = chosen & (self.machine == machine)
            for corpus in set(self.corpus[of_class]):
                members = of_class & (self.corpus == corpus)
                weights[members] = members.sum() ** -0.5
            weights[of_class] /= weights[of_class].sum()
        return np.asarray(weights[chosen] * chosen.sum())


def splits(table: Table) -> Iterator[tuple[str, Booleans, Booleans]]:
    """Name, training texts and test texts of each validation.

    Human test texts come from outlets that are not trained on, too.
    """
    corpus, domain, machine = table.corpus, table.domain, table.machine
    outlets = sorted(set(domain[~machine]) - {"apnews.com", "cnn.com"})
    held = np.isin(domain, random.Random(1).sample(outlets, len(outlets) // 4)) & ~machine
    ap_cnn = corpus == "model-ap-cnn"
    yield "the corpus model-ap-cnn", ~ap_cnn, ap_cnn
    for outlet, host in (("ap", "apnews.com"), ("cnn", "cnn.com")):
        test = ap_cnn & np.isin(domain, [host, f"chatgpt-{outlet}"])
        yield f"the outlet {outlet.upper()}", ~test, test
    for family in ("chatgpt", "vicuna", "llama2"):
        test = np.char.startswith(domain, family) & machine
        yield f"the model family {family}", ~(test | held), test | held
    for writer in sorted(set(domain[corpus == "content-farm"])):
        test = domain == writer
        yield f"the farm's {writer}", ~(test | held), test | held


def validate(table: Table) -> dict[str, float]:
    """AUC of every split; prints them."""
    report = {}
    for name, train, test in splits(table):
        log_odds = table.log_odds(table.fit(train), test)
        report[name] = round(float(roc_auc_score(table.machine[test], log_odds)), 3)
        print(f"AUC {report[name]:.3f} with {name} left out", flush=True)
    return report


def out_of_fold(table: Table, folds: int = 5) -> Floats:
    """Log-odds of every text by a fit that saw nothing of its outlet, model or writer."""
    domains = sorted(set(table.domain))
    random.Random(2).shuffle(domains)
    fold_of = {domain: place % folds for place, domain in enumerate(domains)}
    fold = np.array([fold_of[domain] for domain in table.domain])
    log_odds = np.zeros(len(fold))
    for place in range(folds):
        log_odds[fold == place] = table.log_odds(table.fit(fold != place), fold == place)
    return log_odds


def calibrate(table: Table, log_odds: Floats, chosen: Booleans) -> tuple[float, float]:
    """Slope and offset that turn held-out log-odds into calibrated ones (Platt 1999)."""
    platt = LogisticRegression(C=1e6).fit(
        log_odds[chosen, None], table.machine[chosen], sample_weight=table.weigh(chosen)
    )
    return float(platt.coef_[0, 0]), float(platt.intercept_[0])


def _as_json(table: Table, fitted: Fitted, report: dict[str, float]) -> str:
    held_out = out_of_fold(table)
    slope, offset = calibrate(table, held_out, np.ones(len(held_out), bool))
    bar = _shown_from(table, slope * held_out + offset)
    content = {"auc_left_out": report, **as_content(table, fitted, slope, offset, bar)}
    return json.dumps(content, indent=0, ensure_ascii=False) + "\n"


def _shown_from(table: Table, calibrated: Floats) -> float:
    bar = 0.0
    for corpus in sorted(set(table.corpus)):
        human = (table.corpus == corpus) & ~table.machine
        passed = float(np.quantile(calibrated[human], SHOWN_QUANTILE)) if human.any() else 0.0
        print(f"{corpus}: 1 human text in 100 passes {passed:.2f}")
        if corpus in EDITED:
            bar = max(bar, passed)
    for corpus in sorted(set(table.corpus[table.machine])):
        machine = (table.corpus == corpus) & table.machine
        share = np.mean(calibrated[machine] >= bar)
        print(f"{corpus}: {share:.2f} of machine texts pass {bar:.2f}", flush=True)
    return bar


def as_content(
    table: Table, fitted: Fitted, slope: float, offset: float, bar: float
) -> dict[str, Any]:
    """The calibrated weights as the file holds them."""
    terms = len(table.names)
    weights = slope * fitted.weights[:terms] / fitted.deviations
    words: dict[str, float] = {}
    pairs: dict[str, float] = {}
    openings: dict[str, float] = {}
    for place in range(terms):
        name, weight = table.names[place], round(float(weights[place]), 4)
        if not weight:
            continue
        if name.startswith("<s> "):
            openings[name.removeprefix("<s> ")] = weight
        elif " " in name:
            pairs[name] = weight
        else:
            words[name] = weight
    return {
        "about": "Log-odds of machine against human prose for log(1 + rate per 1,000 words); "
        "written by train.py.",
        "intercept": round(slope * fitted.intercept + offset, 4),
        "shown_from": round(bar, 2),
        "rhythm": {
            name: {
                "mean": round(float(fitted.rhythm_means[place]), 4),
                "deviation": round(float(fitted.rhythm_deviations[place]), 4),
                "weight": round(slope * float(fitted.weights[terms + place]), 4),
            }
            for place, name in enumerate(table.rhythm_names)
        },
        "words": dict(sorted(words.items())),
        "pairs": dict(sorted(pairs.items())),
        "openings": dict(sorted(openings.items())),
    }


if __name__ == "__main__":
    main()
