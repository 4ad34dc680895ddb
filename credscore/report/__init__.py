"""Reports: one self-contained HTML page, or a fragment for a notebook.

Results become plain data (``view``), the data goes through templates that escape everything, and
``Report`` hands out what they make. A page loads nothing and runs nothing: its own security policy
forbids both.
"""

import re
import tempfile
import webbrowser
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from credscore.document import Document
from credscore.result import Band, CredibilityScore
from credscore.wording import percent

if TYPE_CHECKING:
    from jinja2 import Environment

    from credscore.feature import DatedClaim
    from credscore.report.view import DocumentView

__all__ = ["Entry", "Report", "render_fragment", "templates", "views"]

# HTML has no place for these, and UTF-8 none for lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BANDS: tuple[Band, ...] = ("low", "medium", "high", "insufficient")


@dataclass(frozen=True, slots=True)
class Entry:
    """A scored document of a report.

    Attributes:
        name: What the document is called in the report: its path, its address.
        result: Its score.
        document: The document itself; without it, passages are listed but not shown in place.
    """

    name: str
    result: CredibilityScore
    document: Document | None = None


class Report:
    """A report on scored documents.

    Args:
        entries: The documents, in the order in which they are to appear.
        title: Heading of the report.
    """

    def __init__(self, entries: Iterable[Entry] = (), title: str = "Credibility report") -> None:
        self._entries = list(entries)
        self._title = title

    def add(self, name: str, result: CredibilityScore, document: Document | None = None) -> None:
        """Append a document."""
        self._entries.append(Entry(name, result, document))

    def html(self) -> str:
        """The report as a whole page that works without a network."""
        return self._render("page.html", "")

    def write_html(self, path: str | Path) -> None:
        """Write the page to ``path``, in UTF-8."""
        Path(path).write_text(self.html(), encoding="utf-8")

    def open(self) -> None:
        """Show the page in the web browser, from a temporary file."""
        with tempfile.NamedTemporaryFile(suffix=".html", delete=False) as file:
            file.write(self.html().encode())
        webbrowser.open(Path(file.name).as_uri())

    def _repr_html_(self) -> str:
        # Several reports may stand in one notebook: their anchors must not meet.
        names = "\n".join(entry.name + entry.result.to_json() for entry in self._entries)
        prefix = f"c{sha256(names.encode(errors='replace')).hexdigest()[:8]}-"
        return self._render("report.html", prefix)

    def _render(self, template: str, prefix: str) -> str:
        bands = Counter(entry.result.band for entry in self._entries)
        return _render(
            template,
            title=self._title,
            documents=views(self._entries, prefix),
            bands=[(band, bands[band]) for band in _BANDS if bands[band]],
            models={e.result.model.digest: e.result.model for e in self._entries}.values(),
        )


def views(entries: Iterable[Entry], prefix: str = "") -> "list[DocumentView]":
    """What is shown of documents, for the macros of ``parts.html``.

    Args:
        entries: The documents.
        prefix: What the ids of all their elements begin with.
    """
    from credscore.registry import features
    from credscore.report.view import view

    directions = {name: feature.direction for name, (_, feature) in features().items()}
    return [
        view(
            f"{prefix}d{number}",
            entry.name,
            entry.result,
            entry.document,
            directions,
            _dated_claims(entry.document),
        )
        for number, entry in enumerate(entries, 1)
    ]


def _dated_claims(doc: Document | None) -> "list[DatedClaim]":
    """What the families that read times found dated in ``doc``, in order of time."""
    from credscore.registry import families

    timelines = [family.timeline for family in families() if family.timeline]
    claims = [claim for timeline in timelines for claim in timeline(doc)] if doc else []
    return sorted(claims, key=lambda claim: (claim.begin, claim.start))


def render_fragment(result: CredibilityScore) -> str:
    """One result as HTML for a notebook: score, reasons, and the passages as a list."""
    from credscore.report.view import view

    return _render("fragment.html", doc=view("d", "", result))


def _render(template: str, **data: object) -> str:
    return templates().get_template(template).render(data)


@cache
def templates(package: str = "credscore.report") -> "Environment":
    """The templates of ``package`` and those of reports, which escape everything.

    Their global ``style(name, package)`` is a style sheet as it stands.
    """
    from jinja2 import ChoiceLoader, Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=ChoiceLoader([FunctionLoader(partial(_find, package)), FunctionLoader(_read)]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["style"] = _style
    environment.filters["number"] = _number
    environment.filters["points"] = _points
    environment.filters["percent"] = percent
    return environment


def _read(name: str, package: str = "credscore.report") -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")


def _find(package: str, name: str) -> str | None:
    return _read(name, package) if files(package).joinpath(name).is_file() else None


def _style(name: str = "style.css", package: str = "credscore.report") -> object:
    from markupsafe import Markup

    return Markup(_read(name, package))  # Ours, not the document's.


def _printable(value: object) -> object:
    # Whatever already is markup was made from values that came through here.
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return _UNPRINTABLE.sub("\ufffd", value)
    return value


def _number(value: float) -> str:
    """A measure in few digits."""
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _points(value: float) -> str:
    """Log-odds points with a sign, and the minus a printer would set."""
    return f"{value:+.2f}".replace("-", "−")
