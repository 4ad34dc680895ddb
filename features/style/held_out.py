"""Values of learned features on documents they were learned from, as if they had not been.

The learned weights know the training documents. For each corpus they are fitted again without it
and without the domains it shares with others, and its documents are measured with these.
"""

from collections.abc import Sequence
from copy import copy

from credscore.features.style.learning import TextTable, as_content, calibrate, vocabulary
from credscore.features.style.machine import FILE as MACHINE_FILE
from credscore.features.style.text_model import TextModel, load_model, probability, read_model
from credscore.features.style.train import TASKS, Task, shows_its_writer
from credscore.features.style.voice import FILE as VOICE_FILE
from credscore.training.corpora import LOADERS, Example

_FEWEST_OF_A_CLASS = 30


def machine_prose(examples: Sequence[Example]) -> list[float | None]:
    """``machine_prose`` by weights that saw neither a document's corpus nor its domains."""
    return _values(examples, MACHINE_FILE)


def reporting_voice(examples: Sequence[Example]) -> list[float | None]:
    """``reporting_voice`` by weights that saw neither a document's corpus nor its domains."""
    return _values(examples, VOICE_FILE)


def _values(examples: Sequence[Example], file: str) -> list[float | None]:
    """Values by weights fitted once a corpus; the vocabulary, to which no label goes, is of all.

    A corpus that the shipped weights were not learned from, and one that leaves too few others
    to learn from, gets the values of the shipped weights.
    """
    learned = [e for e in examples if e.corpus in LOADERS and shows_its_writer(e)]
    models = _models_by_corpus(TASKS[file], TASKS[file].read(learned, vocabulary(learned)))
    shipped = load_model(file)
    return [probability(copy(e.document), models.get(e.corpus, shipped)) for e in examples]


def _models_by_corpus(task: Task, table: TextTable) -> dict[str, TextModel]:
    models: dict[str, TextModel] = {}
    held_out = None
    for corpus in sorted(set(table.corpus)) if table.names else []:
        others = table.without(corpus)
        positive = table.positive[others].sum()
        if min(positive, others.sum() - positive) < _FEWEST_OF_A_CLASS:
            continue
        if held_out is None:
            held_out = task.out_of_fold(table)
        slope, offset = calibrate(table, held_out, others)
        models[corpus] = read_model(as_content(table, table.fit(others), slope, offset, bar=0.0))
    return models
