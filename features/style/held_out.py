"""Values of learned features on documents they were learned from, as if they had not been.

The weights of `machine.json` know the training documents. For each corpus they are fitted again
without it and without the domains it shares with others, and its documents measured with these.
"""

from collections.abc import Sequence
from copy import copy

import numpy as np

from credscore.features.style import machine
from credscore.features.style.train import (
    Table,
    as_content,
    calibrate,
    collection,
    out_of_fold,
    read_text,
    shows_its_writer,
)
from credscore.training.corpora import LOADERS, Example
from credscore.training.vocabulary import general_vocabulary

_FEWEST_OF_A_CLASS = 30


def machine_prose(examples: Sequence[Example]) -> list[float | None]:
    """``machine_prose`` by weights that saw neither a document's corpus nor its domains.

    The vocabulary is that of all texts, since no label goes into it. A corpus that the shipped
    weights were not learned from, and one that leaves too few others to learn from, gets the
    values of the shipped weights.
    """
    learned = [e for e in examples if e.corpus in LOADERS and shows_its_writer(e)]
    general = general_vocabulary((collection(e), e.document.content) for e in learned)
    models = _models_without_each_corpus(Table.of([read_text(e, general) for e in learned]))
    shipped = machine.machine_model()
    return [machine.probability(copy(e.document), models.get(e.corpus, shipped)) for e in examples]


def _models_without_each_corpus(table: Table) -> dict[str, machine.MachineModel]:
    models: dict[str, machine.MachineModel] = {}
    if not table.names:
        return models
    held_out = None
    for corpus in sorted(set(table.corpus)):
        inside = table.corpus == corpus
        others = ~inside & ~np.isin(table.domain, table.domain[inside])
        machines = table.machine[others].sum()
        if min(machines, others.sum() - machines) < _FEWEST_OF_A_CLASS:
            continue
        if held_out is None:
            held_out = out_of_fold(table)
        slope, offset = calibrate(table, held_out, others)
        content = as_content(table, table.fit(others), slope, offset, bar=0.0)
        models[corpus] = machine.read_model(content)
    return models
