"""Values of learned features on documents they were learned from, as if they had not been.

The learned weights know the training documents. For each corpus they are fitted again without it
and without the domains it shares with others, or for each generator without what it wrote, and
the documents left out are measured with these.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy

from credscore.features.style.learning import (
    Booleans,
    TextTable,
    as_content,
    calibrate,
    level,
    vocabulary,
)
from credscore.features.style.machine import FILE as MACHINE_FILE
from credscore.features.style.text_model import (
    LengthCurve,
    TextModel,
    count_terms,
    load_curve,
    load_model,
    probability,
    read_model,
)
from credscore.features.style.train import TASKS, Task, shows_its_writer
from credscore.features.style.voice import FILE as VOICE_FILE
from credscore.training.corpora import LOADERS, Example

_FEWEST_OF_A_CLASS = 30


def machine_prose(examples: Sequence[Example], leaving_out: str) -> list[float | None]:
    """``machine_prose`` by weights that did not see a document's corpus, or its generator.

    Args:
        examples: The documents: what is measured, and what there is to learn from.
        leaving_out: "corpus", with the domains that stand in it, or "generator": then there are
            values for generated documents only.
    """
    task = TASKS[MACHINE_FILE]
    if leaving_out == "corpus":
        return _without_corpora(examples, MACHINE_FILE)
    table = _read(task, examples)
    generators = {e.domain for e in examples if task.positive(e)}
    curve = load_curve(MACHINE_FILE)
    models = _models(task, table, curve, generators, lambda name: table.domain != name)
    return [
        probability(copy(e.document), models[e.domain], count_terms)
        if task.positive(e) and e.domain in models
        else None
        for e in examples
    ]


def reporting_voice(examples: Sequence[Example], leaving_out: str) -> list[float | None]:
    """``reporting_voice`` by weights that did not see a document's corpus.

    Args:
        examples: The documents: what is measured, and what there is to learn from.
        leaving_out: "corpus", with the domains that stand in it, or "generator": nothing is
            learned from generated documents, so that there are no values.
    """
    if leaving_out == "corpus":
        return _without_corpora(examples, VOICE_FILE)
    return [None] * len(examples)


def _without_corpora(examples: Sequence[Example], file: str) -> list[float | None]:
    """Values by weights fitted once a corpus.

    A corpus that the shipped weights were not learned from, and one that leaves too few others
    to learn from, gets the values of the shipped weights.
    """
    table = _read(TASKS[file], examples)
    curve = load_curve(file)
    models = _models(TASKS[file], table, curve, table.corpus.tolist(), table.without)
    shipped = load_model(file)
    return [
        probability(copy(e.document), models.get(e.corpus, shipped), count_terms) for e in examples
    ]


def _read(task: Task, examples: Sequence[Example]) -> TextTable:
    # The vocabulary, to which no label goes, is that of all.
    learned = [e for e in examples if e.corpus in LOADERS and shows_its_writer(e)]
    return task.read(learned, vocabulary(learned))


def _models(
    task: Task,
    table: TextTable,
    curve: LengthCurve,
    groups: Iterable[str],
    without: Callable[[str], Booleans],
) -> dict[str, TextModel]:
    """For each group, the weights that saw the others; the curve, of a few numbers, is of all."""
    models: dict[str, TextModel] = {}
    held_out = None
    for group in sorted(set(groups)) if table.names else []:
        others = without(group)
        positive = table.positive[others].sum()
        if min(positive, others.sum() - positive) < _FEWEST_OF_A_CLASS:
            continue
        if held_out is None:
            held_out = level(curve, task.out_of_fold(table, table), table.words)
        calibration = calibrate(table, held_out, others)
        content = as_content(table, table.fit(others), curve, calibration, bar=0.0)
        models[group] = read_model(content)
    return models
