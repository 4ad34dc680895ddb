"""Across documents: copies and rewrites, shared quotations, shared names, shared templates."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from credscore.corpus.fingerprint import Fingerprint


@dataclass(frozen=True, slots=True)
class Cluster:
    """Documents that carry one text.

    Attributes:
        kind: "copy": the same words; "rewrite": the same facts and quotations in other words
            (some of its documents may be copies of one another).
        documents: Their numbers, in the order in which they were added.
        sites: The sites that carry it, the most frequent first.
        authors: The names under which it is carried.
        first: The document with the earliest day of publication; of none known, the first.
        similarity: Estimated share of runs of words (copies) or facts (rewrites) in common, of
            the documents that were compared, on average.
    """

    kind: Literal["copy", "rewrite"]
    documents: tuple[int, ...]
    sites: tuple[str, ...]
    authors: tuple[str, ...]
    first: int
    similarity: float


@dataclass(frozen=True, slots=True)
class SharedQuotation:
    """One quotation in several documents that are not copies of one another.

    Attributes:
        text: The quotation, shortened.
        documents: Numbers of the documents.
        sites: The sites that carry it.
        speakers: To whom it is given; more than one name is worth a look.
    """

    text: str
    documents: tuple[int, ...]
    sites: tuple[str, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedAuthor:
    """One author's name on several sites.

    Attributes:
        name: The name, evened out.
        sites: The sites, the most frequent first.
        documents: Number of documents.
    """

    name: str
    sites: tuple[str, ...]
    documents: int


@dataclass(frozen=True, slots=True)
class Template:
    """Lines that many pages of one site share.

    Attributes:
        site: The site.
        pages: Number of its pages.
        share: Share of the pages' lines, on average, that stand on most other pages too.
        lines: The lines that stand on most pages, the most frequent first, with the share of
            pages that have them.
    """

    site: str
    pages: int
    share: float
    lines: tuple[tuple[str, float], ...]


class Comparison:
    """Finds what documents have in common, from their fingerprints.

    Documents are known by their number: the place in the order in which they were added. Memory
    grows by some hundred bytes a document; texts of quotations lie in a temporary file.
    """

    def add(
        self, fingerprint: Fingerprint, site: str | None = None, published: date | None = None
    ) -> int:
        """Add a document and return its number."""
        raise NotImplementedError

    def clusters(self) -> list[Cluster]:
        """Documents that carry one text, the largest cluster first."""
        raise NotImplementedError

    def quotations(self, least_documents: int = 3) -> list[SharedQuotation]:
        """Quotations that stand in several documents, the most frequent first."""
        raise NotImplementedError

    def authors(self, least_sites: int = 2) -> list[SharedAuthor]:
        """Names of authors that stand on several sites, the most frequent first."""
        raise NotImplementedError

    def templates(self, least_pages: int = 5) -> list[Template]:
        """Sites whose pages share lines, the most uniform first."""
        raise NotImplementedError
