"""Documents a second, whole and by family, beside other libraries in the same run."""

import gc
import time
from collections import defaultdict
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

from documents import documents, page
from peers import peers

from credscore import Document, read_html, score
from credscore.registry import features

_OURS = "credscore, everything"


class Speed(NamedTuple):
    """What one document costs: milliseconds of one core, the median over all rounds."""

    name: str
    milliseconds: float

    @property
    def per_second(self) -> float:
        """Documents a second on one core."""
        return 1000 / self.milliseconds


def side_by_side(count: int, rounds: int) -> list[Speed]:
    """credscore and what other libraries are installed, a document each in turn.

    In turn, so that what disturbs the machine disturbs them alike.
    """
    works: dict[str, Callable[[str], object]] = {_OURS: score, **peers()}
    return _rounds(works, documents(count), rounds)


def on_pages(count: int, rounds: int) -> list[Speed]:
    """``read_html`` and ``score`` on pages of 60 kB."""
    works: dict[str, Callable[[str], object]] = {
        "read_html": read_html,
        "read_html and score": lambda markup: score(read_html(markup)),
    }
    return _rounds(works, [page(text) for text in documents(count)], rounds)


def by_family(count: int, rounds: int) -> list[Speed]:
    """What the shared readers cost and, once they have read, each family."""
    readers: dict[str, Callable[[Document], object]] = {
        "blocks": lambda doc: doc.blocks,
        "words": lambda doc: doc.words.index,
        "sentences": lambda doc: doc.sentences,
        "quotations": lambda doc: doc.quotations,
        "who said what": lambda doc: doc.attributions,
    }
    texts = documents(count)
    per_round: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        spent: dict[str, float] = defaultdict(float)
        for text in texts:
            doc = Document(text)
            for name, reader in readers.items():
                spent[f"reading: {name}"] += _cost(lambda read=reader, doc=doc: read(doc))
            for family, feature in features().values():
                spent[family.name] += _cost(lambda f=feature, doc=doc: f.measure(doc))
        for name, seconds in spent.items():
            per_round[name].append(seconds)
    return _speeds(per_round, count)


def _rounds(
    works: dict[str, Callable[[str], object]], texts: list[str], rounds: int
) -> list[Speed]:
    for work in works.values():  # tables and models are loaded at the first text
        work(texts[0])
    # Or the collector looks through one library's tables in another's time.
    gc.collect()
    gc.freeze()
    per_round: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds):
        spent = dict.fromkeys(works, 0.0)
        for text in texts:
            # Never quite the same text: some libraries remember their answers.
            text = f"{text} {number}"
            for name, work in works.items():
                spent[name] += _cost(lambda work=work, text=text: work(text))
        for name, seconds in spent.items():
            per_round[name].append(seconds)
    return _speeds(per_round, len(texts))


def _speeds(per_round: dict[str, list[float]], count: int) -> list[Speed]:
    return [Speed(name, 1000 * median(spent) / count) for name, spent in per_round.items()]


def _cost(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
