"""Across documents: copies and rewrites, shared quotations, shared names, shared templates.

A network of sites that carries one article shows as one cluster; so does agency copy, which is no
reproach and is marked by the agency that it names. Reports of one event that follow one another's
facts pass for rewrites. Nothing here says who copied whom.
"""

import tempfile
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from credscore.corpus.fingerprint import FACT_SIGNATURE, SHINGLE_SIGNATURE, Fingerprint
from credscore.corpus.signatures import SignatureFile
from credscore.corpus.templates import SiteLines, Template

COPY: Final = 0.5
"""Share of runs of five words in common from which two documents are copies."""
REWRITE: Final = 0.3
"""Share of pairs of facts in common from which two documents are rewrites of one another."""
WITHIN: Final = 0.8
"""The same shares for two documents of one site: its pages share notices and teasers too."""

_NO_DAY = date.max.toordinal()
# Bylines that name no one: found on many sites, they say nothing.
_NOBODY = frozenset(
    """admin administrator editor editors staff news newsroom author guest contributor webmaster
    team anonymous unknown user root""".split()
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Documents that carry one text.

    Attributes:
        kind: "copy": the same words; "rewrite": the same facts in other words (some of its
            documents may be copies of one another).
        documents: Their numbers, ascending.
        sites: The sites that carry it, the most frequent first.
        authors: The names under which it is carried, the most frequent first.
        agency: The agency that most of them name as theirs; empty where there is none. Fakes
            name one too.
        first: The document with the earliest day of publication; of none known, the first.
        similarity: Estimated share of runs of words (copies) or pairs of facts (rewrites) in
            common, on average over the pairs that joined it.
    """

    kind: Literal["copy", "rewrite"]
    documents: tuple[int, ...]
    sites: tuple[str, ...]
    authors: tuple[str, ...]
    agency: str
    first: int
    similarity: float


@dataclass(frozen=True, slots=True)
class SharedQuotation:
    """One quotation in several documents that are not copies of one another.

    Attributes:
        text: The quotation as it was seen first, shortened.
        documents: Numbers of the documents, ascending.
        sites: The sites that carry it, the most frequent first.
        speakers: To whom it is given, in lower case; more than one is worth a look.
    """

    text: str
    documents: tuple[int, ...]
    sites: tuple[str, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedAuthor:
    """One author's name on several sites.

    Attributes:
        name: The name in lower case.
        sites: The sites, the most frequent first.
        documents: Number of documents.
    """

    name: str
    sites: tuple[str, ...]
    documents: int


class Comparison:
    """Finds what documents have in common, from their fingerprints.

    Documents are known by their number: the place in the order in which they were added. In
    memory stay about a hundred bytes a document; signatures and the texts of quotations lie in
    temporary files, a kilobyte a document.
    """

    def __init__(self) -> None:
        self._shingles = SignatureFile(SHINGLE_SIGNATURE, 4, COPY, WITHIN)
        self._facts = SignatureFile(FACT_SIGNATURE, 2, REWRITE, WITHIN)
        self._sites = _Names()
        self._authors = _Names()
        self._agencies: dict[int, str] = {}
        self._days = array("i")
        self._quotations = _Quotations()
        self._lines: dict[int, SiteLines] = {}

    def __len__(self) -> int:
        return len(self._days)

    def add(
        self, fingerprint: Fingerprint, site: str | None = None, published: date | None = None
    ) -> int:
        """Add a document.

        Args:
            fingerprint: What was kept of it.
            site: The site that carries it, if known.
            published: Its day of publication, if known.

        Returns:
            Its number: 0 for the first, and so on.
        """
        number = len(self)
        self._days.append(published.toordinal() if published else _NO_DAY)
        self._sites.add(site or "")
        self._authors.add(fingerprint.author)
        place = self._sites.code(number)
        self._shingles.add(number, fingerprint.shingles, place)
        self._facts.add(number, fingerprint.facts, place)
        if fingerprint.agency:
            self._agencies[number] = fingerprint.agency
        self._quotations.add(number, fingerprint)
        if place:
            self._lines.setdefault(place, SiteLines()).add(fingerprint.lines)
        return number

    def clusters(self) -> list[Cluster]:
        """Documents that carry one text, the largest cluster first."""
        copies = list(self._shingles.like_pairs())
        rewrites = list(self._facts.like_pairs())
        groups = _group(copies + rewrites)
        by_words = _roots(copies)
        similar: defaultdict[int, list[tuple[bool, float]]] = defaultdict(list)
        roots = {member: root for root, members in groups.items() for member in members}
        for is_rewrite, pairs in ((False, copies), (True, rewrites)):
            for first, _, share in pairs:
                similar[roots[first]].append((is_rewrite, share))
        found = []
        for root, members in groups.items():
            is_rewrite = len({by_words.get(member, member) for member in members}) > 1
            shares = [share for kind, share in similar[root] if kind == is_rewrite]
            found.append(self._cluster(members, is_rewrite, sum(shares) / len(shares)))
        return sorted(found, key=lambda cluster: (-len(cluster.documents), cluster.documents))

    def quotations(
        self, clusters: Iterable[Cluster], least_documents: int = 3
    ) -> list[SharedQuotation]:
        """Quotations that stand in several documents, the most frequent first.

        Args:
            clusters: The clusters found: the documents of one count as one.
            least_documents: From how many documents on a quotation is worth showing.
        """
        cluster_of = {
            number: place for place, one in enumerate(clusters) for number in one.documents
        }
        found = []
        for text, numbers, speakers in self._quotations.shared(least_documents):
            separate = {cluster_of.get(number, -1 - number) for number in numbers}
            if len(separate) >= least_documents:
                sites = self._sites.most_frequent(numbers)
                found.append(SharedQuotation(text, tuple(numbers), sites, speakers))
        return sorted(found, key=lambda shared: (-len(shared.documents), shared.documents))

    def authors(self, least_sites: int = 2) -> list[SharedAuthor]:
        """Names of authors that stand on several sites, the one on the most sites first."""
        sites: defaultdict[int, Counter[int]] = defaultdict(Counter)
        for number in range(len(self)):
            if self._sites.code(number):
                sites[self._authors.code(number)][self._sites.code(number)] += 1
        found = []
        for author, counts in sites.items():
            name = self._authors.text(author)
            if len(counts) >= least_sites and name and not _NOBODY.issuperset(name.split()):
                ranked = tuple(self._sites.text(site) for site, _ in counts.most_common())
                found.append(SharedAuthor(name, ranked, counts.total()))
        return sorted(
            found, key=lambda shared: (-len(shared.sites), -shared.documents, shared.name)
        )

    def templates(self, least_pages: int = 5) -> list[Template]:
        """Sites whose pages share lines, the most uniform first."""
        found = [
            lines.template(self._sites.text(site))
            for site, lines in self._lines.items()
            if lines.pages >= least_pages
        ]
        shared = (template for template in found if template.lines)
        return sorted(shared, key=lambda template: (-template.share, template.site))

    def _cluster(self, members: list[int], is_rewrite: bool, similarity: float) -> Cluster:
        agencies = Counter(self._agencies[n] for n in members if n in self._agencies)
        agency, signed = agencies.most_common(1)[0] if agencies else ("", 0)
        return Cluster(
            kind="rewrite" if is_rewrite else "copy",
            documents=tuple(members),
            sites=self._sites.most_frequent(members),
            authors=self._authors.most_frequent(members),
            agency=agency if 2 * signed > len(members) else "",
            first=min(members, key=lambda number: (self._days[number], number)),
            similarity=similarity,
        )


class _Names:
    """One name a document, each text kept once; code 0 is no name."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {"": 0}
        self._texts = [""]
        self._of = array("i")

    def add(self, text: str) -> None:
        code = self._codes.setdefault(text, len(self._texts))
        if code == len(self._texts):
            self._texts.append(text)
        self._of.append(code)

    def code(self, number: int) -> int:
        return self._of[number]

    def text(self, code: int) -> str:
        return self._texts[code]

    def most_frequent(self, numbers: Iterable[int]) -> tuple[str, ...]:
        counts = Counter(self._of[number] for number in numbers)
        return tuple(self._texts[code] for code, _ in counts.most_common() if code)


class _Quotations:
    """Where quotations stand: keys in memory, texts and speakers in a temporary file."""

    def __init__(self) -> None:
        self._keys = array("Q")
        self._numbers = array("i")
        self._offsets = array("q")
        self._file = tempfile.TemporaryFile(prefix="credscore-")  # noqa: SIM115 - lives on
        self._length = 0

    def add(self, number: int, fingerprint: Fingerprint) -> None:
        for key, excerpt in {
            quotation.key: quotation for quotation in fingerprint.quotations
        }.items():
            record = f"{excerpt.speaker}\t{' '.join(excerpt.text.split())}\n"
            data = record.encode(errors="replace")
            self._keys.append(key)
            self._numbers.append(number)
            self._offsets.append(self._length)
            self._file.write(data)
            self._length += len(data)

    def shared(self, least: int) -> Iterator[tuple[str, list[int], tuple[str, ...]]]:
        """Quotations in ``least`` documents or more: text, documents, speakers."""
        import numpy as np

        if not self._keys:
            return
        self._file.flush()
        keys = np.frombuffer(self._keys, dtype=np.uint64)
        order = np.argsort(keys, kind="stable")
        starts = np.flatnonzero(np.diff(keys[order], prepend=keys[order[0]] ^ np.uint64(1)))
        for run in np.split(order, starts[1:]):
            if len(run) >= least:
                records = [self._record(int(place)) for place in run]
                speakers = Counter(speaker for speaker, _ in records if speaker)
                ranked = tuple(speaker for speaker, _ in speakers.most_common())
                yield records[0][1], [self._numbers[place] for place in run], ranked

    def _record(self, place: int) -> tuple[str, str]:
        self._file.seek(self._offsets[place])
        speaker, _, text = self._file.readline().decode().rstrip("\n").partition("\t")
        self._file.seek(0, 2)
        return speaker, text


def _roots(pairs: Iterable[tuple[int, int, float]]) -> dict[int, int]:
    """The least of all numbers that a number is joined with, by pairs."""
    parent: dict[int, int] = {}

    def root(number: int) -> int:
        while parent.setdefault(number, number) != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for first, second, _ in pairs:
        one, other = sorted((root(first), root(second)))
        parent[other] = one
    return {number: root(number) for number in list(parent)}


def _group(pairs: Iterable[tuple[int, int, float]]) -> dict[int, list[int]]:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for number, root in sorted(_roots(pairs).items()):
        groups[root].append(number)
    return groups
