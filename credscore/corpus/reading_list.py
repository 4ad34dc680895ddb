"""Twenty documents that a person should read before believing the figures of an audit."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from credscore.corpus.readers import Record, Source
from credscore.corpus.readers.columns import Role
from credscore.corpus.rows import RowError, clean
from credscore.corpus.run import guess_columns
from credscore.corpus.tables import ScoresFile
from credscore.corpus.tasks import TaskScorer
from credscore.document import Document
from credscore.result import ModelInfo

MOST = 20

_OF_A_SITE = 3
_SPREAD = 2654435761  # Of Knuth's multiplicative hashing: numbers in an order like by lot.

LOWEST = "among the lowest scores"
HIGHEST = "among the highest scores"
BORDER = "next to the border of band low"
BY_LOT = "drawn by lot"
_SHARES = ((LOWEST, 8), (BORDER, 4), (HIGHEST, 4), (BY_LOT, 4))


@dataclass(frozen=True, slots=True)
class Chosen:
    """A document to read.

    Attributes:
        input: Name of the input that it stands in.
        record: Its number there.
        place: The same for a person.
        why: Why it was chosen, for a person.
        site: Its site, if known.
        cluster: The cluster of its copies, if there is one.
        score: Its score.
    """

    input: str
    record: int
    place: str
    why: str
    site: str | None
    cluster: int | None
    score: float


def choose(scores: ScoresFile, model: ModelInfo, most: int = MOST) -> list[Chosen]:
    """Choose documents to read: no two of one cluster, and of as many sites as there are.

    Args:
        scores: The scores.
        model: The model that made them: it knows where band low begins.
        most: How many.
    """
    pools: dict[str, _Pool] = {why: _Pool() for why, _ in _SHARES}
    names = ("input", "record", "place", "site", "cluster", "score")
    for row, (source, record, place, site, cluster, score) in enumerate(scores.rows(*names)):
        if score is None:
            continue
        keys = {
            LOWEST: score,
            BORDER: abs(score - model.low_below),
            HIGHEST: -score,
            BY_LOT: float((row + 1) * _SPREAD % 2**32),
        }
        for why, key in keys.items():
            candidate = Chosen(source, record, place, why, site, cluster, score)
            pools[why].offer(key, row, candidate)
    return list(_picked(pools, most))


class _Pool:
    """The best candidates of each site."""

    def __init__(self) -> None:
        self._best: dict[str | None, list[tuple[float, int, Chosen]]] = {}

    def offer(self, key: float, place: int, candidate: Chosen) -> None:
        best = self._best.setdefault(candidate.site, [])
        # Without sites, all of them come from one: it must fill the list by itself.
        room = MOST if candidate.site is None else _OF_A_SITE
        item = (-key, -place, candidate)
        if len(best) < room:
            heapq.heappush(best, item)
        else:
            heapq.heappushpop(best, item)

    def ranked(self) -> list[Chosen]:
        """The best first; the second of a site stands behind the first of all."""
        ranks = [
            (rank if site is not None else 0, -key, -place, candidate)
            for site, best in self._best.items()
            for rank, (key, place, candidate) in enumerate(sorted(best, reverse=True))
        ]
        return [candidate for *_, candidate in sorted(ranks, key=lambda item: item[:3])]


def _picked(pools: Mapping[str, _Pool], most: int) -> Iterator[Chosen]:
    ranked = {why: pool.ranked() for why, pool in pools.items()}
    shares = [(why, round(share * most / MOST)) for why, share in _SHARES]
    taken: set[object] = set()
    picked: dict[str, list[Chosen]] = {why: [] for why, _ in shares}
    for why, share in (*shares, (LOWEST, most)):
        for candidate in ranked[why]:
            if len(picked[why]) >= share or sum(map(len, picked.values())) >= most:
                break
            keys = {(candidate.input, candidate.record)} | (
                {candidate.cluster} if candidate.cluster is not None else set()
            )
            if not keys & taken:
                taken |= keys
                picked[why].append(candidate)
    for found in picked.values():
        yield from found


class _EnoughError(Exception):
    """All documents that are looked for were found."""


def look_up(
    chosen: Iterable[Chosen],
    sources: Iterable[Source],
    columns: Mapping[Role, str],
    scorer: TaskScorer,
) -> dict[tuple[str, int], Document]:
    """Read documents again from the inputs; what is not there any more is left out.

    Args:
        chosen: The documents.
        sources: The inputs.
        columns: Names of columns that the user gave.
        scorer: What scored the documents: it knows how to read them.

    Returns:
        The documents by the name of their input and their number in it.
    """
    wanted: dict[str, set[int]] = {}
    for one in chosen:
        wanted.setdefault(one.input, set()).add(one.record)
    found: dict[tuple[str, int], Document] = {}
    for source in sources:
        name = clean(source.name)
        if name in wanted:
            for number, fields in _records(source, wanted[name], columns):
                try:
                    found[name, number], _ = scorer.document(fields)
                except RowError:
                    continue
    return found


def _records(
    source: Source, numbers: set[int], columns: Mapping[Role, str]
) -> Iterator[tuple[int, dict[str, Any]]]:
    last = max(numbers)

    def wanted(number: int) -> bool:
        if number > last:
            raise _EnoughError
        return number in numbers

    try:
        chosen = guess_columns(source, columns)
        for record in source.open().records(wanted):
            if isinstance(record, Record):
                yield record.number, chosen.fields(record.fields) if chosen else record.fields
    except (_EnoughError, OSError, ValueError):
        return
