"""The report of an audit: one HTML page that works without a network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from credscore.corpus.audit import Audit
from credscore.corpus.reading_list import Chosen
from credscore.corpus.tables import BANDS, BINS, MonthRow, ReasonRow, SiteRow
from credscore.document import Document
from credscore.report import Entry, templates, views
from credscore.scorer import Scorer
from credscore.wording import KINDS, percent

if TYPE_CHECKING:
    from credscore.report.view import DocumentView
    from credscore.result import ModelInfo

_MOST_SITES = 25
_MOST_SITES_OF_A_CELL = 8
_MOST_CLUSTERS = 20
_MOST_SHARED = 10
_MOST_FEATURES = 20
_MOST_MONTHS = 60
# Of fewer independent documents than this, a site's score says next to nothing.
_FEWEST_OF_A_SITE = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the histogram; ``height`` is in percent of the highest."""

    low: float
    high: float
    count: int
    height: float
    band: str


@dataclass(frozen=True, slots=True)
class Column:
    """A month, or a year, with its documents by band in percent of the fullest one."""

    row: MonthRow
    parts: Sequence[tuple[str, int, float]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document to read, and why."""

    chosen: Chosen
    view: "DocumentView"


def write_report(
    audit: Audit,
    path: Path,
    scorer: Scorer,
    chosen: Sequence[Chosen] = (),
    documents: Mapping[tuple[str, int], Document] | None = None,
    errors: str = "",
    title: str = "Corpus audit",
) -> None:
    """Write the report.

    Args:
        audit: What the audit found.
        path: Where the page is to stand.
        scorer: The scorer that the audit was made with.
        chosen: The documents to read.
        documents: These documents, by the name of their input and their number in it.
        errors: Name of the file that says what could not be read.
        title: Heading of the page.
    """
    page = (
        templates("credscore.corpus")
        .get_template("audit.html")
        .render(
            title=title,
            audit=audit,
            about=audit.about,
            overview=audit.overview,
            bands=[(band, audit.overview.bands[band]) for band in BANDS],
            kinds=KINDS,
            model=scorer.model,
            bars=_bars(audit, scorer.model),
            worst=_worst(audit.sites),
            largest=audit.sites[:_MOST_SITES],
            columns=_columns(audit.months),
            families=audit.families,
            widest=_widest([row.points_low for row in audit.families]),
            features=_weighty(audit),
            clusters=audit.clusters[:_MOST_CLUSTERS],
            most_shared=_MOST_SHARED,
            readings=_readings(scorer, chosen, documents or {}),
            errors=errors,
            fewest=_FEWEST_OF_A_SITE,
            share=lambda part, whole: percent(part / whole) if whole else "–",
        )
    )
    path.write_text(page, encoding="utf-8", errors="replace")


def as_cell(audit: Audit) -> str:
    """A fragment of HTML for a notebook: the bands, and the sites that look worst."""
    template = templates("credscore.corpus").get_template("cell.html")
    return template.render(
        overview=audit.overview,
        bands=[(band, audit.overview.bands[band]) for band in BANDS],
        worst=_worst(audit.sites)[:_MOST_SITES_OF_A_CELL],
        sites=len(audit.sites),
        share=lambda count: percent(count / max(audit.overview.documents, 1)),
    )


def _bars(audit: Audit, model: "ModelInfo") -> list[Bar]:
    counts = audit.overview.histogram
    highest = max(counts) or 1
    bars = []
    for place, count in enumerate(counts):
        low, high = place / BINS, (place + 1) / BINS
        middle = (low + high) / 2
        band = "low" if middle < model.low_below else "medium"
        band = "high" if middle >= model.high_from else band
        bars.append(Bar(low, high, count, 100 * count / highest, band))
    return bars


def _worst(sites: Sequence[SiteRow]) -> list[SiteRow]:
    """The sites that are low even where their interval is taken at its upper end, worst first."""
    known = [
        row
        for row in sites
        if row.source.interval is not None
        and row.source.independent >= _FEWEST_OF_A_SITE
        and row.source.verdict != "credible"
    ]
    known.sort(key=lambda row: (row.source.interval[1] if row.source.interval else 1.0, row.site))
    return known[:_MOST_SITES]


def _columns(months: Sequence[MonthRow]) -> list[Column]:
    """The months; where there are too many to be seen, the years."""
    rows = list(months)
    if len(rows) > _MOST_MONTHS:
        years: dict[str, MonthRow] = {}
        for row in rows:
            year = years.setdefault(row.month[:4], MonthRow(row.month[:4]))
            year.documents += row.documents
            year.total += row.total
            year.bands += row.bands
        rows = list(years.values())[-_MOST_MONTHS:]
    fullest = max((row.documents for row in rows), default=0) or 1
    return [
        Column(row, [(band, row.bands[band], 100 * row.bands[band] / fullest) for band in BANDS])
        for row in rows
    ]


def _weighty(audit: Audit) -> list[ReasonRow]:
    """The features that take and give the most in band low."""
    rows = sorted(audit.features, key=lambda row: -abs(row.points_low))[:_MOST_FEATURES]
    return sorted((row for row in rows if row.points_low), key=lambda row: row.points_low)


def _widest(values: Sequence[float]) -> float:
    return max(map(abs, values), default=0.0) or 1.0


def _readings(
    scorer: Scorer, chosen: Sequence[Chosen], documents: Mapping[tuple[str, int], Document]
) -> list[Reading]:
    found = [
        (one, documents[key]) for one in chosen if (key := (one.input, one.record)) in documents
    ]
    entries = [Entry(_called(one), scorer.score(doc), doc) for one, doc in found]
    shown = views(entries)
    return [Reading(one, view) for (one, _), view in zip(found, shown, strict=True)]


def _called(one: Chosen) -> str:
    return one.place if one.place.startswith(one.input) else f"{one.input}, {one.place}"
