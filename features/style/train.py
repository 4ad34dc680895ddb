"""Learn the weights of wording again: `machine.json` and `voice.json`.

    python -m credscore.features.style.train CORPORA [machine.json] [voice.json]

CORPORA is the folder of the training corpora.

Machine prose: text by people is news, opinion and fakes; text by machines is that of
`model-ap-cnn`, `llm-misinformation` and the generated pages of `content-farm`. That set's sound
articles count as human: one model wrote both kinds, so what tells them apart is not its voice.
Its spun and scraped pages are left out: they are told well, and would teach just that voice; so
are articles by people in which a model changed only a fact.

Reporting voice: news and opinion of reliable outlets against unreliable copy, all by people,
without the words of `unheard.txt`.

Prints what the weights reach on what was left out, then fits on everything and writes them.
"""

import argparse
import json
import random
import re
from collections.abc import Callable, Collection, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from credscore.features.style.learning import (
    LONGEST,
    Booleans,
    Floats,
    TextTable,
    as_content,
    calibrate,
    level,
    read_text,
    vocabulary,
)
from credscore.features.style.machine import FILE as MACHINE_FILE
from credscore.features.style.text_model import REFERENCE, LengthCurve
from credscore.features.style.voice import FILE as VOICE_FILE
from credscore.training.corpora import Example, load_corpora
from credscore.training.table import Table
from credscore.training.validate import corpus_folds

FOLDER = Path(__file__).parent
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

# Lengths in words at which is measured what a text gets.
LENGTHS = (80, 150, 250, REFERENCE, 700, LONGEST)
MOST_OPENINGS = 450  # of a class
FEWEST_OPENINGS = 60

Split = tuple[str, Booleans, Booleans]
Openings = dict[int, tuple[TextTable, TextTable]]


@dataclass(frozen=True)
class Task:
    """What a model of wording is to tell apart, and how that is measured.

    Attributes:
        about: What the weights mean.
        suits: Whether a document can be learned from.
        positive: Whether a document is of the manner whose probability the model gives.
        unwanted: Words that it may not use, alone or in pairs.
        weigh_by: Columns by the root of whose groups texts are weighed.
        splits: Name, training texts and test texts of each validation.
        out_of_fold: Held-out log-odds of the second table's texts, which are of the domains and
            corpora of the first, from which is learned.
        shows: Whether it shows passages from a bar.
    """

    about: str
    suits: Callable[[Example], bool]
    positive: Callable[[Example], bool]
    unwanted: Callable[[], Collection[str]]
    weigh_by: tuple[str, ...]
    splits: Callable[[TextTable], Iterator[Split]]
    out_of_fold: Callable[[TextTable, TextTable], Floats]
    shows: bool

    def read(self, examples: Collection[Example], general: set[str]) -> TextTable:
        """The table of the documents that suit."""
        words = general.difference(self.unwanted())
        texts = [read_text(e, words, self.positive(e)) for e in examples if self.suits(e)]
        return TextTable.of(texts, self.weigh_by)

    def read_openings(
        self, examples: Collection[Example], general: set[str], table: TextTable
    ) -> dict[int, tuple[TextTable, TextTable]]:
        """For each of ``LENGTHS``, texts of as many words cut there, and cut at ``REFERENCE``."""
        counts = [len(copy(example.document).words) for example in examples]
        openings: Openings = {}
        for reach in sorted({max(length, REFERENCE) for length in LENGTHS}):
            suited = [
                example
                for example, count in zip(examples, counts, strict=True)
                if count >= reach and self.suits(example)
            ]
            classes = (
                [e for e in suited if self.positive(e) is of_class] for of_class in (False, True)
            )
            chosen = [
                example
                for of_class in classes
                for example in random.Random(3).sample(of_class, min(len(of_class), MOST_OPENINGS))
            ]
            cut = {
                length: TextTable.of(
                    [read_text(e, general, self.positive(e), length) for e in chosen],
                    self.weigh_by,
                    table.names,
                )
                for length in {*LENGTHS, REFERENCE}
                if length == REFERENCE or max(length, REFERENCE) == reach
            }
            for length in cut.keys() - openings.keys():
                openings[length] = cut[length], cut[REFERENCE]
        return {length: openings[length] for length in LENGTHS}


def main() -> None:
    """Read the corpora, validate, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("files", nargs="*", help=f"of {', '.join(TASKS)}; all if none")
    arguments = parser.parse_args()
    examples = [e for e in load_corpora(arguments.corpora) if shows_its_writer(e)]
    general = vocabulary(examples)
    for file in arguments.files or TASKS:
        table = TASKS[file].read(examples, general)
        print(f"{file}: {len(table.words)} texts, {len(table.names)} terms")
        openings = TASKS[file].read_openings(examples, general, table)
        (FOLDER / file).write_text(learn(TASKS[file], table, openings), encoding="utf-8")


def learn(task: Task, table: TextTable, openings: Openings) -> str:
    """Validate, fit on everything and return the content of the file."""
    everything = np.ones(len(table.words), bool)
    curve = read_curve(task, table, openings)
    report = validate(task, table, curve)
    held_out = level(curve, task.out_of_fold(table, table), table.words)
    slope, offset = calibrate(table, held_out, everything)
    bar = _shown_from(table, slope * held_out + offset) if task.shows else 0.0
    weights = as_content(table, table.fit(everything), curve, (slope, offset), bar)
    content = {"about": task.about, "auc_left_out": report, **weights}
    return json.dumps(content, indent=0, ensure_ascii=False) + "\n"


def read_curve(task: Task, table: TextTable, openings: Openings) -> LengthCurve:
    """What texts get by their length, from weights that never saw their domain.

    Each length is set against ``REFERENCE`` on the same texts; where too few texts of one class
    are that long, the class is taken to move as the other does, the other way.
    """
    means: list[list[float]] = [[], []]
    at_reference = _means(task, table, openings[REFERENCE][1])
    for here, there in openings.values():
        moves = [
            one - other
            for one, other in zip(
                _means(task, table, here), _means(task, table, there), strict=True
            )
        ]
        counts = [(~here.positive).sum(), here.positive.sum()]
        for place in (0, 1):
            if counts[place] < FEWEST_OPENINGS:
                moves[place] = -moves[1 - place]
            means[place].append(at_reference[place] + moves[place])
        shown = ", ".join(f"{of_class[-1]:.2f}" for of_class in means)
        print(f"{here.words.max():.0f} words: mean log-odds {shown}", flush=True)
    return LengthCurve(LENGTHS, *means)


def _means(task: Task, table: TextTable, texts: TextTable) -> list[float]:
    """Mean log-odds of both classes, each corpus with its due."""
    log_odds = task.out_of_fold(table, texts)
    weights = texts.weigh(np.ones(len(texts.words), bool))
    return [
        float(np.average(log_odds[of_class], weights=weights[of_class])) if of_class.any() else 0.0
        for of_class in (~texts.positive, texts.positive)
    ]


def validate(task: Task, table: TextTable, curve: LengthCurve) -> dict[str, float]:
    """AUC of every split, of log-odds at one length; prints them."""
    report = {}
    for name, train, test in task.splits(table):
        log_odds = level(curve, table.log_odds(table.fit(train), test), table.words[test])
        report[name] = round(float(roc_auc_score(table.positive[test], log_odds)), 3)
        print(f"AUC {report[name]:.3f} with {name} left out", flush=True)
    return report


# --- machine prose --------------------------------------------------------------------------


def shows_its_writer(example: Example) -> bool:
    """Whether the text shows how people, or machines, write: it can be learned from."""
    return example.kind not in ("model", "farm") or not (
        example.method in ("spun", "scraped_mix")
        or "information_manipulation" in example.method
        or COPIED.search(example.document.content)
    )


def _without_outlets_and_models(table: TextTable) -> Iterator[Split]:
    """Human test texts come from outlets that are not trained on, too."""
    corpus, domain, machine = table.corpus, table.domain, table.positive
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


def _out_of_domain(table: TextTable, texts: TextTable, folds: int = 5) -> Floats:
    """Log-odds of every text by a fit that saw nothing of its outlet, model or writer."""
    domains = sorted(set(table.domain))
    random.Random(2).shuffle(domains)
    fold_of = {domain: place % folds for place, domain in enumerate(domains)}
    learned = np.array([fold_of[domain] for domain in table.domain])
    measured = np.array([fold_of[domain] for domain in texts.domain])
    log_odds = np.zeros(len(measured))
    for place in range(folds):
        fitted = table.fit(learned != place)
        log_odds[measured == place] = texts.log_odds(fitted, measured == place)
    return log_odds


def _shown_from(table: TextTable, calibrated: Floats) -> float:
    bar = 0.0
    for corpus in sorted(set(table.corpus)):
        human = (table.corpus == corpus) & ~table.positive
        passed = float(np.quantile(calibrated[human], SHOWN_QUANTILE)) if human.any() else 0.0
        print(f"{corpus}: 1 human text in 100 passes {passed:.2f}")
        if corpus in EDITED:
            bar = max(bar, passed)
    for corpus in sorted(set(table.corpus[table.positive])):
        machine = (table.corpus == corpus) & table.positive
        share = np.mean(calibrated[machine] >= bar)
        print(f"{corpus}: {share:.2f} of machine texts pass {bar:.2f}", flush=True)
    return bar


# --- reporting voice ------------------------------------------------------------------------


@cache
def unheard_words() -> frozenset[str]:
    """Words of politics and of what pages leave around an article."""
    lines = (FOLDER / "unheard.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _without_corpora(table: TextTable) -> Iterator[Split]:
    digests = np.array([sha256(domain.encode()).hexdigest()[:12] for domain in table.domain])
    kind = np.where(table.positive, "reporting", "unreliable")
    nothing = np.empty((len(kind), 0))
    as_table = Table((), nothing, table.corpus, digests, kind, kind, table.words)
    for fold in corpus_folds(as_table):
        yield f"the corpus {fold.name}", fold.train, fold.test


def _out_of_corpus(table: TextTable, texts: TextTable) -> Floats:
    """Log-odds of every text by a fit that saw neither its corpus nor its domains."""
    log_odds = np.zeros(len(texts.words))
    for corpus in sorted(set(texts.corpus)):
        fitted = table.fit(table.without(corpus))
        log_odds[texts.corpus == corpus] = texts.log_odds(fitted, texts.corpus == corpus)
    return log_odds


TASKS = {
    MACHINE_FILE: Task(
        about="Log-odds of machine against human prose for log(1 + rate per 1,000 words); "
        "written by train.py.",
        suits=shows_its_writer,
        positive=lambda e: e.kind in ("model", "farm"),
        unwanted=frozenset,
        weigh_by=("corpus",),
        splits=_without_outlets_and_models,
        out_of_fold=_out_of_domain,
        shows=True,
    ),
    VOICE_FILE: Task(
        about="Log-odds of reliable news and opinion against unreliable copy, all by people, "
        "for log(1 + rate per 1,000 words); written by train.py.",
        suits=lambda e: e.kind in ("reporting", "opinion", "unreliable"),
        positive=lambda e: e.kind != "unreliable",
        unwanted=unheard_words,
        weigh_by=("corpus", "domain"),
        splits=_without_corpora,
        out_of_fold=_out_of_corpus,
        shows=False,
    ),
}
"""What is learned for each file."""


if __name__ == "__main__":
    main()
