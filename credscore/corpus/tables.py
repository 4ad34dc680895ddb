"""A file of scores, added up: by band, by site, by month, by feature, by family and by cluster.

Each table is made in one pass over the columns that it needs, a group of rows at a time.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from credscore.corpus.schema import points_column, value_column
from credscore.corpus.sources import SourceScore, SourceTally
from credscore.registry import features
from credscore.scorer import Scorer

BANDS = ("low", "medium", "high", "insufficient")
BINS = 20

_ROWS = 2048
# Points of less are within what the model does not know; they are not counted as speaking.
_SPEAKS = 0.05


@dataclass(slots=True)
class Overview:
    """The corpus as a whole.

    Attributes:
        documents: All rows, unreadable ones too.
        unreadable: Rows that could not be read.
        bands: Number of documents by band.
        histogram: Number of documents by score, in ``BINS`` equal steps from 0 to 1.
        resembles: Number of documents in band low by the kind of poor copy they resemble most.
        words: Words of running text.
        total: Sum of the scores.
        without_site: Documents whose site is not known.
        without_day: Documents whose day of publication is not known.
    """

    documents: int = 0
    unreadable: int = 0
    bands: Counter[str] = field(default_factory=Counter)
    histogram: list[int] = field(default_factory=lambda: [0] * BINS)
    resembles: Counter[str] = field(default_factory=Counter)
    words: int = 0
    total: float = 0.0
    without_site: int = 0
    without_day: int = 0

    @property
    def scored(self) -> int:
        """Documents that have a score."""
        return sum(self.histogram)

    @property
    def mean(self) -> float | None:
        """Mean of the scores."""
        return self.total / self.scored if self.scored else None


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site, and what its documents say together."""

    site: str
    source: SourceScore

    def share(self, band: str) -> float:
        """Share of its scored documents in ``band``, between 0 and 1."""
        return self.source.bands.get(band, 0.0)


@dataclass(slots=True)
class MonthRow:
    """The documents that were published in one month; ``month`` is "2023-05"."""

    month: str
    documents: int = 0
    total: float = 0.0
    bands: Counter[str] = field(default_factory=Counter)

    @property
    def scored(self) -> int:
        """Documents that have a score."""
        return self.documents - self.bands["insufficient"]

    @property
    def mean(self) -> float | None:
        """Mean of the scores."""
        return self.total / self.scored if self.scored else None


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A feature or a family, and what it does in this corpus.

    Attributes:
        name: Its full name.
        family: Its family.
        against: Share of the scored documents that it speaks against.
        speaks_for: Share of the scored documents that it speaks for.
        points: Its points, on average over the scored documents.
        points_low: The same over those in band low.
        value: Of a feature, its value on average where it has one.
        unit: Unit of the value.
    """

    name: str
    family: str
    against: float
    speaks_for: float
    points: float
    points_low: float
    value: float | None = None
    unit: str = ""


@dataclass(slots=True)
class ClusterRow:
    """Documents that carry one text."""

    number: int
    kind: str
    agency: str | None = None
    documents: int = 0
    total: float = 0.0
    scored: int = 0
    sites: Counter[str] = field(default_factory=Counter)
    authors: Counter[str] = field(default_factory=Counter)
    title: str | None = None
    first: date | None = None
    last: date | None = None

    @property
    def mean(self) -> float | None:
        """Mean of the scores."""
        return self.total / self.scored if self.scored else None


class ScoresFile:
    """A Parquet file of scores, read a group of rows at a time.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """The values of some columns, row by row."""
        for batch in self._batches(names):
            yield from zip(*(batch.column(name).to_pylist() for name in names), strict=True)

    def _batches(self, names: Sequence[str]) -> Iterator[Any]:
        from pyarrow.parquet import ParquetFile

        with ParquetFile(self._path) as file:
            yield from file.iter_batches(_ROWS, columns=list(names))

    def overview(self) -> Overview:
        """The corpus as a whole."""
        found = Overview()
        names = ("band", "score", "words", "resembles", "site", "published")
        for band, score, words, resembles, site, published in self.rows(*names):
            found.documents += 1
            found.without_site += site is None
            found.without_day += published is None
            if band is None:
                found.unreadable += 1
                continue
            found.bands[band] += 1
            found.words += words or 0
            if score is not None:
                found.histogram[min(int(score * BINS), BINS - 1)] += 1
                found.total += score
            if band == "low" and resembles:
                found.resembles[resembles] += 1
        return found

    def by_site(self, prior: float = 0.5, scorer: Scorer | None = None) -> list[SiteRow]:
        """Every site with what its documents say together, the most documents first.

        The documents of a cluster count once for a site, rewrites too: better that a site stays
        open than that it is condemned by one text.

        Args:
            prior: Share of credible sources that is assumed, between 0 and 1.
            scorer: What scored the documents; None is the shipped scorer.
        """
        tallies: dict[str, SourceTally] = {}
        of_features = [*map(value_column, features()), *map(points_column, features())]
        there = [name for name in of_features if name in self._names()]
        for batch in self._batches(["site", "cluster", "band", "log_odds", *there]):
            log_odds = _floats(batch, "log_odds", np.nan)
            values, points = np.hsplit(_matrix(batch, of_features), 2)
            bands, clusters = (batch.column(name).to_pylist() for name in ("band", "cluster"))
            for site, rows in _rows_by_site(batch, bands).items():
                tally = tallies.get(site) or tallies.setdefault(site, SourceTally(prior, scorer))
                tally.add_rows(
                    log_odds[rows],
                    [bands[row] for row in rows],
                    values[rows],
                    points[rows],
                    [clusters[row] for row in rows],
                )
        found = [SiteRow(site, tally.score()) for site, tally in tallies.items()]
        return sorted(found, key=lambda row: (-row.source.documents, row.site))

    def by_month(self) -> list[MonthRow]:
        """Every month of publication, the earliest first."""
        months: dict[str, MonthRow] = {}
        for published, band, score in self.rows("published", "band", "score"):
            if published is None or band is None:
                continue
            month = f"{published:%Y-%m}"
            row = months.setdefault(month, MonthRow(month))
            row.documents += 1
            row.bands[band] += 1
            row.total += score or 0.0
        return [months[month] for month in sorted(months)]

    def by_feature(self) -> list[ReasonRow]:
        """Every feature, the one that speaks against the most documents first."""
        return self._reasons({name: (name,) for name in features()})

    def by_family(self) -> list[ReasonRow]:
        """Every family, by the sum of its features' points."""
        families: dict[str, tuple[str, ...]] = {}
        for name, (family, _) in features().items():
            families[family.name] = (*families.get(family.name, ()), name)
        return self._reasons(families)

    def _reasons(self, groups: dict[str, tuple[str, ...]]) -> list[ReasonRow]:
        sums = {name: np.zeros(5) for name in groups}  # against, for, points, in low, value
        known = dict.fromkeys(groups, 0)
        scored = low = 0
        there = self._names()
        names = [n for group in groups.values() for n in group if points_column(n) in there]
        columns = [*map(points_column, names), *map(value_column, names)]
        for batch in self._batches(["band", *columns]):
            bands = np.array(batch.column("band").to_pylist(), dtype=object)
            is_scored = np.isin(bands, ("low", "medium", "high"))
            is_low = bands == "low"
            scored, low = scored + int(is_scored.sum()), low + int(is_low.sum())
            for name, group in groups.items():
                members = [member for member in group if member in names]
                if not members:
                    continue
                points = sum(_floats(batch, points_column(member)) for member in members)
                points = np.where(is_scored, points, 0.0)
                values = _floats(batch, value_column(members[0]), missing=np.nan)
                known[name] += int(np.isfinite(values).sum())
                sums[name] += (
                    (points < -_SPEAKS).sum(),
                    (points > _SPEAKS).sum(),
                    points.sum(),
                    points[is_low].sum(),
                    np.nansum(values),
                )
        rows = []
        for name, (against, speaks_for, points, points_low, value) in sums.items():
            is_feature = groups[name] == (name,)
            family, feature = features()[groups[name][0]]
            row = ReasonRow(
                name,
                family.name,
                against / max(scored, 1),
                speaks_for / max(scored, 1),
                points / max(scored, 1),
                points_low / max(low, 1),
                value / known[name] if is_feature and known[name] else None,
                feature.unit if is_feature else "",
            )
            rows.append(row)
        return sorted(rows, key=lambda row: (row.points_low, row.name))

    def _names(self) -> set[str]:
        from pyarrow.parquet import read_schema

        return set(read_schema(self._path).names)

    def clusters(self) -> list[ClusterRow]:
        """Documents that carry one text: those on the most sites first."""
        found: dict[int, ClusterRow] = {}
        names = ("cluster", "cluster_kind", "cluster_agency")
        about = ("score", "site", "author", "title", "published")
        for number, kind, agency, score, site, author, title, published in self.rows(
            *names, *about
        ):
            if number is None:
                continue
            row = found.setdefault(number, ClusterRow(number, kind, agency))
            row.documents += 1
            if score is not None:
                row.total += score
                row.scored += 1
            if site is not None:
                row.sites[site] += 1
            if author is not None:
                row.authors[author] += 1
            row.title = row.title or title
            if published is not None:
                row.first = min(row.first or published, published)
                row.last = max(row.last or published, published)
        return sorted(found.values(), key=lambda row: (-len(row.sites), -row.documents, row.number))


def _rows_by_site(batch: Any, bands: Sequence[str | None]) -> dict[str, list[int]]:
    """The rows of each site; what could not be read says nothing of its site."""
    rows: dict[str, list[int]] = {}
    for row, site in enumerate(batch.column("site").to_pylist()):
        if site is not None and bands[row] is not None:
            rows.setdefault(site, []).append(row)
    return rows


def _matrix(batch: Any, names: Sequence[str]) -> Any:
    """Columns side by side; NaN where there is no value, or no such column."""
    there = set(batch.schema.names)
    missing = np.full(len(batch), np.nan)
    return np.column_stack([_floats(batch, n, np.nan) if n in there else missing for n in names])


def _floats(batch: Any, name: str, missing: float = 0.0) -> Any:
    values = batch.column(name).to_numpy(zero_copy_only=False).astype(float)
    return values if np.isnan(missing) else np.nan_to_num(values, nan=missing)
