"""Learned features by weights that saw chosen documents only.

The shipped weights know the training documents, so that on these their values are better than
they will ever be again. Where a model of credibility is trained or validated, the weights are
learned again without the documents that are held out, and those are measured with them.
"""

from collections.abc import Sequence
from copy import copy

import numpy as np

from credscore.features.style.learning import (
    Booleans,
    Floats,
    TextTable,
    calibrate,
    level,
    read_text,
    vocabulary,
)
from credscore.features.style.machine import FILE as MACHINE_FILE
from credscore.features.style.text_model import can_judge, load_curve, load_model, probability
from credscore.features.style.train import TASKS, shows_its_writer
from credscore.features.style.voice import FILE as VOICE_FILE
from credscore.training.corpora import LOADERS, Example

_FEWEST_OF_A_CLASS = 30
_MOST_CERTAIN = 30.0


class Relearned:
    """A model of wording that is learned again for each choice of documents.

    What no label goes into, or no more than a few numbers, is that of all: the vocabulary, and
    the curve of what texts get by their length.

    Attributes:
        learns_from: Which documents the weights can be learned from.
    """

    learns_from: Booleans

    def __init__(self, file: str, examples: Sequence[Example]) -> None:
        task = TASKS[file]
        known = [e.corpus in LOADERS and shows_its_writer(e) for e in examples]
        self.learns_from = np.array(
            [k and task.suits(e) for k, e in zip(known, examples, strict=True)], dtype=bool
        )
        self._file, self._examples = file, examples
        self._task, self._curve = task, load_curve(file)
        self._judged = np.array([can_judge(copy(e.document)) for e in examples], dtype=bool)
        general = vocabulary(e for k, e in zip(known, examples, strict=True) if k)
        words = general.difference(task.unwanted())
        texts = [read_text(e, words, task.positive(e)) for e in examples]
        suited = [text for text, suits in zip(texts, self.learns_from, strict=True) if suits]
        self._table = TextTable.of(suited, task.weigh_by)
        self._texts = TextTable.of(texts, task.weigh_by, self._table.names)
        self._held_out: Floats | None = None
        self._learned: dict[bytes, Floats] = {}

    def values(self, train: Booleans, test: Booleans) -> Floats:
        """Probabilities of the documents ``test`` by weights that saw only ``train`` of them.

        NaN where a text is too short or no English prose. Where ``train`` holds too little to
        learn from, the shipped weights are taken.
        """
        choice = train[self.learns_from].tobytes()
        if choice not in self._learned:
            # Validations share their folds.
            self._learned[choice] = self._values_of_all(train[self.learns_from])
        return self._learned[choice][test]

    def _values_of_all(self, chosen: Booleans) -> Floats:
        positive = self._table.positive[chosen].sum()
        if min(positive, chosen.sum() - positive) < _FEWEST_OF_A_CLASS:
            return self._by_shipped_weights()
        everything = np.ones(len(self._judged), dtype=bool)
        wording = self._texts.log_odds(self._table.fit(chosen), everything)
        slope, offset = self._calibration(chosen)
        log_odds = slope * level(self._curve, wording, self._texts.words) + offset
        certain = np.clip(log_odds, -_MOST_CERTAIN, _MOST_CERTAIN)
        return np.where(self._judged, 1 / (1 + np.exp(-certain)), np.nan)

    def _calibration(self, chosen: Booleans) -> tuple[float, float]:
        if self._held_out is None:
            log_odds = self._task.out_of_fold(self._table, self._table)
            self._held_out = level(self._curve, log_odds, self._table.words)
        return calibrate(self._table, self._held_out, chosen)

    def _by_shipped_weights(self) -> Floats:
        model = load_model(self._file)
        values = [probability(copy(example.document), model) for example in self._examples]
        return np.array([np.nan if value is None else value for value in values], dtype=float)


def machine_prose(examples: Sequence[Example]) -> Relearned:
    """``machine_prose``, to be learned again from some of the documents."""
    return Relearned(MACHINE_FILE, examples)


def reporting_voice(examples: Sequence[Example]) -> Relearned:
    """``reporting_voice``, to be learned again from some of the documents."""
    return Relearned(VOICE_FILE, examples)
