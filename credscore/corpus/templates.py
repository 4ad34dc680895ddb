"""Templates: the lines that many pages of one site share."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from credscore.corpus.fingerprint import Excerpt

SHARED_BY = 0.2
"""Share of a site's pages from which a line belongs to its template."""

_FEWEST_PAGES = 3
_MOST_LINES_KEPT = 256
_MOST_LINES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Template:
    """Lines that many pages of one site share.

    Attributes:
        site: The site.
        pages: Number of its pages.
        share: Share of all headings, residue and short paragraphs of the pages that belong to
            the template.
        lines: The lines that stand on most pages, the most frequent first, with the share of
            pages that have them.
    """

    site: str
    pages: int
    share: float
    lines: tuple[tuple[str, float], ...]


class SiteLines:
    """Counts the lines of one site's pages in bounded memory.

    Where a site has more different lines than are kept, those seen least are forgotten (lossy
    counting, Manku and Motwani 2002): counts of frequent lines can only come out too low.
    """

    def __init__(self) -> None:
        self.pages = 0
        self._seen = 0
        self._counts: Counter[int] = Counter()
        self._texts: dict[int, str] = {}  # Of those lines that were seen more than once.

    def add(self, lines: Iterable[Excerpt]) -> None:
        """Add the lines of one page."""
        self.pages += 1
        for key, line in {line.key: line for line in lines}.items():
            self._seen += 1
            self._counts[key] += 1
            if self._counts[key] == 2:
                self._texts[key] = line.text
        if len(self._counts) > _MOST_LINES_KEPT:
            self._counts = Counter(dict(self._counts.most_common(_MOST_LINES_KEPT // 2)))
            self._texts = {key: text for key, text in self._texts.items() if key in self._counts}

    def template(self, site: str) -> Template:
        """What the pages share."""
        least = max(_FEWEST_PAGES, SHARED_BY * self.pages)
        shared = sorted(
            ((count, self._texts[key]) for key, count in self._counts.items() if count >= least),
            key=lambda line: (-line[0], line[1]),
        )
        lines = tuple((text, count / self.pages) for count, text in shared[:_MOST_LINES_SHOWN])
        share = sum(count for count, _ in shared) / self._seen if self._seen else 0.0
        return Template(site, self.pages, share, lines)
