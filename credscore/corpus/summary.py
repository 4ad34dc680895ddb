"""What an audit found, on a terminal."""

from rich.table import Table
from rich.text import Text

from credscore.corpus.audit import Audit
from credscore.corpus.tables import BANDS
from credscore.terminal import BAND_STYLE, Terminal, plain
from credscore.wording import counted, percent

_SITES = 8
_FEWEST_OF_A_SITE = 3
_BAR = 24


def print_summary(console: Terminal, audit: Audit) -> None:
    """Print the bands, the sites that look worst, the weightiest reasons and the clusters."""
    overview = audit.overview
    counts = [(band, overview.bands[band]) for band in BANDS]
    if overview.unreadable:
        counts.append(("unreadable", overview.unreadable))
    mean = f" · mean score {overview.mean:.2f}" if overview.mean is not None else ""
    console.print(Text(f"{counted(overview.documents, 'document')}{mean}", "bold"))
    bands = Table.grid(padding=(0, 2, 0, 0))
    bands.add_column()
    bands.add_column(justify="right")
    bands.add_column(justify="right")
    for band, count in counts:
        share = count / max(overview.documents, 1)
        bar = Text("█" * round(_BAR * share), BAND_STYLE.get(band, "dim"))
        bands.add_row(band, f"{count:,}", percent(share), bar)
    console.print(bands)
    _print_sites(console, audit)
    _print_reasons(console, audit)
    if audit.clusters:
        inside = sum(row.documents for row in audit.clusters)
        console.print()
        console.print(
            f"{counted(len(audit.clusters), 'text')} carried more than once, by "
            f"{counted(inside, 'document')}"
        )
    console.print()


def _print_sites(console: Terminal, audit: Audit) -> None:
    rows = [
        row
        for row in audit.sites
        if row.source.score is not None and row.source.scored >= _FEWEST_OF_A_SITE
    ]
    if len(rows) < 2:
        return
    rows.sort(key=lambda row: (row.source.score or 0.0, row.site))
    console.print()
    console.print(Text(f"Lowest of {counted(len(audit.sites), 'site')}", "bold"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.width = console.breadth
    table.add_column(width=4, justify="right")
    table.add_column(width=12)
    table.add_column(ratio=1, overflow="fold")
    for row in rows[:_SITES]:
        source = row.source
        low, high = source.interval or (0.0, 1.0)
        said = Text.assemble((plain(row.site), "bold"))
        said.append(f"  {counted(source.documents, 'document')}, {source.verdict}")
        is_low = (source.score or 0.0) < 0.5
        for habit in [habit for habit in source.habits if (habit.points < 0) == is_low][:1]:
            said.append(f"\n{plain(habit.text)}", "dim")
        table.add_row(
            _shown(source.score or 0.0), Text(f"{_shown(low)} to {_shown(high)}", "dim"), said
        )
    console.print(table)


def _shown(probability: float) -> str:
    """Never 0.00 or 1.00: nothing is as sure as that."""
    return f"{min(max(probability, 0.01), 0.99):.2f}"


def _print_reasons(console: Terminal, audit: Audit) -> None:
    rows = [row for row in audit.families if row.points_low < 0][:3]
    if not rows or not audit.overview.bands["low"]:
        return
    named = ", ".join(f"{row.name} ({row.points_low:+.1f})".replace("-", "−") for row in rows)
    console.print()
    console.print(f"What costs band low the most points, on average: {named}")
