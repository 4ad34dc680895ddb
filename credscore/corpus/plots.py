"""Figures of an audit, for a notebook; each is returned, and none is kept anywhere."""

from typing import TYPE_CHECKING

from credscore.corpus.tables import BANDS, BINS, ReasonRow

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from credscore.corpus.audit import Audit

_COLOURS = {"low": "#b8473a", "medium": "#c98a1b", "high": "#2f8a57", "insufficient": "#a8a9ae"}
_WIDTH = 8.0
_ROW = 0.3
_MOST_LABELS = 8


def _figure(height: float, title: str) -> "tuple[Figure, Axes]":
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError("figures need matplotlib: pip install 'credscore[plot]'") from error
    figure = Figure(figsize=(_WIDTH, height), layout="constrained")
    axes = figure.subplots()
    axes.set_title(title, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def plot_scores(audit: "Audit") -> "Figure":
    """The distribution of the scores."""
    figure, axes = _figure(3.0, "Documents by score")
    edges = [place / BINS for place in range(BINS)]
    axes.bar(edges, audit.overview.histogram, 1 / BINS, align="edge", color="#4d4b86", ec="white")
    axes.set_xlim(0, 1)
    axes.set_xlabel("score")
    axes.set_ylabel("documents")
    return figure


def plot_sites(audit: "Audit", most: int) -> "Figure":
    """The sites with the most documents, the lowest score on top."""
    rows = [row for row in audit.sites if row.source.interval is not None][:most]
    rows.sort(key=lambda row: row.source.score or 0.0)
    figure, axes = _figure(1.2 + _ROW * max(len(rows), 1), "Sites, with intervals")
    for place, row in enumerate(rows):
        if row.source.interval is not None and row.source.score is not None:
            axes.hlines(place, *row.source.interval, color="#5d5f66", lw=2)
            axes.plot(row.source.score, place, "o", color="#1c1d20")
    names = [f"{row.site} ({row.source.documents:,})" for row in rows]
    axes.set_yticks(range(len(rows)), names, parse_math=False)
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.set_xlabel("pooled score, in nine of ten cases")
    return figure


def plot_months(audit: "Audit") -> "Figure":
    """The months of publication: documents by band."""
    figure, axes = _figure(3.0, "Documents by month of publication")
    months = [row.month for row in audit.months]
    below = [0] * len(months)
    for band in BANDS:
        counts = [row.bands[band] for row in audit.months]
        axes.bar(range(len(months)), counts, 0.9, bottom=below, color=_COLOURS[band], label=band)
        below = [low + count for low, count in zip(below, counts, strict=True)]
    step = max(1, -(-len(months) // _MOST_LABELS))
    axes.set_xticks(range(0, len(months), step), months[::step])
    axes.set_ylabel("documents")
    if months:
        figure.legend(frameon=False, ncols=len(BANDS), loc="outside lower center")
    return figure


def plot_families(audit: "Audit") -> "Figure":
    """The families of reasons."""
    return _plot_reasons(audit.families, "Points by family, on average")


def plot_features(audit: "Audit", most: int) -> "Figure":
    """The features that weigh the most in band low."""
    rows = sorted(audit.features, key=lambda row: -abs(row.points_low))[:most]
    rows.sort(key=lambda row: row.points_low)
    return _plot_reasons(rows, "Points by feature, on average")


def _plot_reasons(rows: list[ReasonRow], title: str) -> "Figure":
    figure, axes = _figure(1.2 + _ROW * max(len(rows), 1), title)
    places = range(len(rows))
    colours = [_COLOURS["low" if row.points_low < 0 else "high"] for row in rows]
    axes.barh(places, [row.points_low for row in rows], 0.7, color=colours, label="in band low")
    axes.plot([row.points for row in rows], places, "|", color="#1c1d20", ms=12, label="in all")
    axes.axvline(0, color="#1c1d20", lw=0.8)
    axes.set_yticks(places, [row.name for row in rows])
    axes.invert_yaxis()
    axes.set_xlabel("log-odds")
    axes.legend(frameon=False)
    return figure
