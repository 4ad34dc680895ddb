"""The training table: what the features measured on each document, without a word of its text."""

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib import import_module
from math import nan
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import numpy as np
import numpy.typing as npt

from credscore.digests import check_installed, read_shipped
from credscore.document import Document
from credscore.registry import features
from credscore.training.corpora import CREDIBLE, Example

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Strings = npt.NDArray[np.str_]

_ABOUT = ("corpus", "domain", "kind", "lean", "words")
_GENERATED = ("model", "farm")
_WITHIN = " (other generators known)"


@dataclass(frozen=True)
class Table:
    """Documents in rows, features in columns.

    Attributes:
        names: Full names of the features, in the order of the columns of ``values``.
        values: Measures, shape (documents, features); NaN where the question does not arise.
        corpus: Corpus of each document.
        domain: Digest of its domain, outlet, writer or generator: what must not straddle a split.
        kind: What it is: reporting, opinion, sound, unreliable, model or farm.
        lean: Political lean of the outlet where a rating is known.
        words: Words of running text.
        within: Values of learned features on generated documents by weights that knew other
            generators of the corpus, or other writers, but not this one; NaN elsewhere. The
            column in ``values`` is by weights that knew nothing of the corpus.
    """

    names: tuple[str, ...]
    values: Floats
    corpus: Strings
    domain: Strings
    kind: Strings
    lean: Strings
    words: Floats
    within: Mapping[str, Floats] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.corpus)

    @property
    def credible(self) -> Booleans:
        """Whether each document is of credible make."""
        return np.isin(self.kind, sorted(CREDIBLE))

    def where(self, mask: Booleans) -> "Table":
        """The rows for which ``mask`` holds."""
        return replace(
            self,
            values=self.values[mask],
            **{column: getattr(self, column)[mask] for column in _ABOUT},
            within={name: values[mask] for name, values in self.within.items()},
        )

    def with_features(self, names: Iterable[str]) -> "Table":
        """The same rows with the named features only."""
        names = tuple(names)
        columns = [self.names.index(name) for name in names]
        return replace(self, names=names, values=self.values[:, columns])

    def with_values(self, name: str, values: Floats) -> "Table":
        """The same rows with other values of one feature."""
        changed = self.values.copy()
        changed[:, self.names.index(name)] = values
        return replace(self, values=changed)

    def as_known_to(self, trained_on: Booleans) -> "Table":
        """The same rows, measured by weights that knew no more than a model trained on some.

        Where other generators of a document's corpus were trained on, a feature may have
        learned from them, too.
        """
        known = np.unique(self.corpus[trained_on & ~self.credible])
        values = self.values.copy()
        for name in self.names:
            if name in self.within:
                column = values[:, self.names.index(name)]
                chosen = np.isin(self.corpus, known) & ~np.isnan(self.within[name])
                column[chosen] = self.within[name][chosen]
        return replace(self, values=values)


def measure(doc: Document) -> list[float | None]:
    """The values of all features on one document, in the registry's order."""
    return [feature.measure(doc).value for _, feature in features().values()]


def tabulate(examples: Sequence[Example], n_jobs: int = 1) -> Table:
    """Measure every example; learned features as if they had not learned from its corpus."""
    from joblib import Parallel, delayed

    check_installed()
    parallel = Parallel(n_jobs=n_jobs, return_as="generator", batch_size=32)
    rows = list(parallel(delayed(_row)(example) for example in examples))
    table = _table(list(features()), rows)
    within = {}
    for name, relearned in relearn(examples).items():
        table.values[:, table.names.index(name)] = _rounded(_without_corpora(table, relearned))
        within[name] = _rounded(_without_generators(table, relearned))
    return replace(table, within=within)


class Relearned(Protocol):
    """A feature with learned weights, to be learned again from some of the documents.

    Attributes:
        learns_from: Which of the documents it can learn from.
    """

    learns_from: Booleans

    def values(self, train: Booleans, test: Booleans) -> Floats:
        """Values of the documents ``test`` by weights that saw only ``train`` of them."""


def relearn(examples: Sequence[Example]) -> dict[str, Relearned]:
    """Each feature with learned weights, by its name, over these documents."""
    found = {}
    for name, (_, feature) in features().items():
        if feature.held_out:
            module, _, function = feature.held_out.partition(":")
            factory: Callable[[Sequence[Example]], Relearned]
            factory = getattr(import_module(module), function)
            found[name] = factory(examples)
    return found


def _without_corpora(table: Table, relearned: Relearned) -> Floats:
    """Values of each corpus by weights that knew neither it nor the domains that stand in it."""
    values = np.full(len(table), nan)
    for corpus in np.unique(table.corpus):
        inside = table.corpus == corpus
        known = ~inside & ~np.isin(table.domain, table.domain[inside])
        values[inside] = relearned.values(known, inside)
    return values


def _without_generators(table: Table, relearned: Relearned) -> Floats:
    """Values of each generator's or farm writer's documents by weights that knew the others."""
    values = np.full(len(table), nan)
    generated = np.isin(table.kind, _GENERATED) & relearned.learns_from
    for domain in np.unique(table.domain[generated]):
        inside = generated & (table.domain == domain)
        values[inside] = relearned.values(table.domain != domain, inside)
    return values


def _rounded(values: Floats) -> Floats:
    return np.array([float(f"{value:.5g}") for value in values])


def _row(example: Example) -> list[str]:
    values = ["" if value is None else f"{value:.5g}" for value in measure(example.document)]
    digest = sha256(example.domain.encode()).hexdigest()[:12]
    words = str(len(example.document.words))
    return [example.corpus, digest, example.kind, example.lean, words, *values]


def _table(names: list[str], rows: list[list[str]]) -> Table:
    columns = list(zip(*rows, strict=True))
    corpus, domain, kind, lean = (np.array(column, dtype=np.str_) for column in columns[:4])
    words = np.array(columns[4], dtype=np.float64)
    values = np.array([[float(v) if v else np.nan for v in row[5:]] for row in rows])
    within = {
        name.removesuffix(_WITHIN): values[:, column]
        for column, name in enumerate(names)
        if name.endswith(_WITHIN)
    }
    table = Table(tuple(names), values, corpus, domain, kind, lean, words, within)
    return table.with_features(name for name in names if not name.endswith(_WITHIN))


def read_table(path: Path) -> Table:
    """Read a table written by ``write_table``.

    Raises:
        ValueError: The file is no training table.
    """
    with path.open("rb") as file:
        return _read(file, str(path))


def shipped_table(model: str = "news") -> Table:
    """The table that a shipped model was trained on."""
    return _read(io.BytesIO(read_shipped("credscore.trained", f"{model}/table.csv.gz")), model)


def _read(compressed: BinaryIO, name: str) -> Table:
    with gzip.open(compressed, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if not rows or tuple(rows[0][:5]) != _ABOUT:
        raise ValueError(f"a training table begins with the columns {', '.join(_ABOUT)}: {name}")
    return _table(rows[0][5:], rows[1:])


def concatenate(first: Table, second: Table) -> Table:
    """The rows of both tables; the columns are those of the first.

    Raises:
        ValueError: The second lacks a feature of the first.
    """
    lacking = [name for name in first.names if name not in second.names]
    if lacking:
        raise ValueError(f"the second table lacks the feature {lacking[0]!r}")
    second = second.with_features(first.names)
    unknown = np.full(len(second), np.nan)
    about: dict[str, Any] = {
        column: np.concatenate([getattr(first, column), getattr(second, column)])
        for column in _ABOUT
    }
    return replace(
        first,
        **about,
        values=np.vstack([first.values, second.values]),
        within={
            name: np.concatenate([values, second.within.get(name, unknown)])
            for name, values in first.within.items()
        },
    )


def write_table(table: Table, path: Path) -> None:
    """Write ``table`` as gzipped CSV, the same bytes for the same table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*_ABOUT, *table.names, *(name + _WITHIN for name in table.within)])
    writer.writerows(_lines(table))
    path.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


def _lines(table: Table) -> Iterator[list[str]]:
    for row in range(len(table)):
        about = [str(getattr(table, column)[row]) for column in _ABOUT[:4]]
        within = [values[row] for values in table.within.values()]
        values = ["" if np.isnan(v) else f"{v:.5g}" for v in (*table.values[row], *within)]
        yield [*about, f"{table.words[row]:.0f}", *values]
