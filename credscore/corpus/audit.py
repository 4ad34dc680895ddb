"""The result of an audit, for a notebook: tables, figures, and the scores themselves."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from credscore.corpus.scores import ABOUT, About
from credscore.corpus.tables import (
    BANDS,
    ClusterRow,
    MonthRow,
    Overview,
    ReasonRow,
    ScoresFile,
    SiteRow,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from credscore.scorer import Scorer


class Audit:
    """What an audit found.

    Tables come as pandas DataFrames or, without pandas, as Polars DataFrames or Arrow Tables.
    They are made from the file of scores when they are asked for, in bounded memory; only
    ``to_frame`` takes all of it into memory.

    Args:
        scores: The file of scores that ``credscore audit`` wrote: .parquet, or .jsonl.
        prior: Share of credible sources where you are, between 0 and 1.
        scorer: What scored the documents; None is the shipped scorer.

    Raises:
        ValueError: The file is none of scores.
        OSError: It cannot be read.
    """

    def __init__(
        self, scores: str | Path, prior: float = 0.5, scorer: "Scorer | None" = None
    ) -> None:
        path = Path(scores)
        self._prior = prior
        self._scorer = scorer
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        if path.suffix == ".jsonl":
            self._folder = tempfile.TemporaryDirectory(prefix="credscore-")
            path = _as_parquet(path, Path(self._folder.name))
        self.about = about_scores(path)
        self._path = path
        self.file = ScoresFile(path)

    @cached_property
    def overview(self) -> Overview:
        """The corpus as a whole."""
        return self.file.overview()

    @cached_property
    def sites(self) -> list[SiteRow]:
        """Every site, pooled over its documents, the most documents first."""
        return self.file.by_site(self._prior, self._scorer)

    @cached_property
    def months(self) -> list[MonthRow]:
        """Every month of publication, the earliest first."""
        return self.file.by_month()

    @cached_property
    def families(self) -> list[ReasonRow]:
        """Every family of features, the one that costs band low the most points first."""
        return self.file.by_family()

    @cached_property
    def features(self) -> list[ReasonRow]:
        """Every feature, the one that costs band low the most points first."""
        return self.file.by_feature()

    @cached_property
    def clusters(self) -> list[ClusterRow]:
        """Documents that carry one text, those on the most sites first."""
        return self.file.clusters()

    def by_site(self) -> Any:
        """A table of the sites.

        Each site's score is pooled over its documents: shrunk towards the prior, copies counted
        once, with an interval; ``needed`` is how many more documents would settle it.
        """
        return _frame(
            [
                {
                    "site": row.site,
                    "documents": row.source.documents,
                    "independent": row.source.independent,
                    "score": row.source.score,
                    "low": row.source.interval[0] if row.source.interval else None,
                    "high": row.source.interval[1] if row.source.interval else None,
                    "verdict": row.source.verdict,
                    "needed": row.source.needed,
                    **{f"share_{band}": row.share(band) for band in BANDS[:3]},
                    "habits": "; ".join(habit.text for habit in row.source.habits[:3]),
                }
                for row in self.sites
            ]
        )

    def by_feature(self) -> Any:
        """A table of the features: how often each speaks against and for, and how much."""
        return _frame([_as_dict(row) for row in self.features])

    def by_family(self) -> Any:
        """A table of the families: how often each speaks against and for, and how much."""
        dropped = ("family", "value", "unit")
        rows = [_as_dict(row) for row in self.families]
        return _frame([{k: v for k, v in row.items() if k not in dropped} for row in rows])

    def by_month(self) -> Any:
        """A table of the months of publication: documents, mean score, documents by band."""
        return _frame(
            [
                {
                    "month": row.month,
                    "documents": row.documents,
                    "score": row.mean,
                    **{band: row.bands[band] for band in BANDS},
                }
                for row in self.months
            ]
        )

    def by_cluster(self) -> Any:
        """A table of the clusters: documents that carry one text, in the same words or others."""
        return _frame(
            [
                {
                    "cluster": row.number,
                    "kind": row.kind,
                    "agency": row.agency,
                    "documents": row.documents,
                    "sites": len(row.sites),
                    "authors": len(row.authors),
                    "score": row.mean,
                    "title": row.title,
                    "first": row.first,
                    "last": row.last,
                }
                for row in self.clusters
            ]
        )

    def to_frame(self, columns: Sequence[str] | None = None) -> Any:
        """The scores themselves, a row a document.

        Args:
            columns: Names of the columns; None takes all.
        """
        from pyarrow import parquet

        table = parquet.read_table(self._path, columns=None if columns is None else list(columns))
        return _as_frame(table.replace_schema_metadata(None))

    def plot_scores(self) -> "Figure":
        """The distribution of the scores. Needs the extra ``plot``, like all figures."""
        from credscore.corpus.plots import plot_scores

        return plot_scores(self)

    def plot_sites(self, most: int = 20) -> "Figure":
        """The sites with the most documents, each with the interval of its score."""
        from credscore.corpus.plots import plot_sites

        return plot_sites(self, most)

    def plot_months(self) -> "Figure":
        """The months of publication: documents by band, and the mean score."""
        from credscore.corpus.plots import plot_months

        return plot_months(self)

    def plot_families(self) -> "Figure":
        """The families of reasons: points on average, in all documents and in band low."""
        from credscore.corpus.plots import plot_families

        return plot_families(self)

    def plot_features(self, most: int = 20) -> "Figure":
        """The features that weigh the most in band low: points on average."""
        from credscore.corpus.plots import plot_features

        return plot_features(self, most)

    def _repr_html_(self) -> str:
        """What a notebook shows of the audit: the bands, and the lowest sites."""
        from credscore.corpus.report import as_cell

        return as_cell(self)

    def __repr__(self) -> str:
        bands = ", ".join(f"{self.overview.bands[band]:,} {band}" for band in BANDS)
        return f"<Audit of {self.overview.documents:,} documents: {bands}>"


def _as_dict(row: Any) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(row)}


def about_scores(path: Path) -> About:
    """What a file of scores says of itself; JSON Lines say nothing.

    Raises:
        ValueError: The file is none of scores.
        OSError: It cannot be read.
    """
    if path.suffix == ".jsonl":
        return About()
    from pyarrow import ArrowException
    from pyarrow.parquet import read_schema

    try:
        schema = read_schema(path)
    except ArrowException as error:
        raise ValueError(f"{path} is no Parquet file: {error}") from None
    if "score" not in schema.names or "band" not in schema.names:
        raise ValueError(f"{path} holds no scores of credscore audit")
    known = json.loads((schema.metadata or {}).get(ABOUT, b"{}"))
    names = {field.name for field in fields(About)}
    return About(**{name: value for name, value in known.items() if name in names})


def _as_parquet(path: Path, folder: Path) -> Path:
    """Scores in JSON Lines as a Parquet file."""
    from datetime import date

    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    from credscore.corpus.scores import scores_schema

    schema = scores_schema()
    made = folder / "scores.parquet"
    rows: list[Mapping[str, Any]] = []
    with path.open(encoding="utf-8") as lines, ParquetWriter(made, schema) as writer:
        for line in lines:
            row = json.loads(line)
            if not isinstance(row, dict) or not {"band", "problem"} & row.keys():
                raise ValueError(f"{path} holds no scores of credscore audit")
            if row.get("published"):
                row["published"] = date.fromisoformat(row["published"])
            rows.append(row)
            if len(rows) == 1024:
                writer.write_table(pa.Table.from_pylist(rows, schema))
                rows.clear()
        writer.write_table(pa.Table.from_pylist(rows, schema))
    return made


def _frame(rows: Sequence[Mapping[str, Any]]) -> Any:
    import pyarrow as pa

    return _as_frame(pa.Table.from_pylist(list(rows)))


def _as_frame(table: Any) -> Any:
    """An Arrow table as the kind of frame that is at hand."""
    try:
        import pandas  # noqa: F401
    except ImportError:
        pass
    else:
        return table.to_pandas()
    try:
        import polars
    except ImportError:
        return table
    return polars.from_arrow(table)
