"""Held-out scores by corpus, domain, year, length, kind and lean."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from credscore.training.evaluation.bootstrap import Figure, Rows, auc, figure
from credscore.training.table import Booleans, Floats, Strings, Table

LENGTHS = (80, 160, 250, 400, 700, 1200)
"""Where the parts by length begin, in words."""

FEWEST_OF_A_DOMAIN = 100
_FEWEST = 30


@dataclass(frozen=True)
class Part:
    """The documents of one part.

    Attributes:
        name: What they have in common.
        credible: How many are credible.
        other: How many are not.
        auc: How well the two are told apart; None where there are too few of one of them.
        mean_score: Mean held-out score of the credible ones; None where there are too few.
        failed: Share of the credible ones in band low; None likewise.
        passed: Share of the others in band high; None likewise.
    """

    name: str
    credible: int
    other: int
    auc: Figure | None
    mean_score: Figure | None
    failed: Figure | None
    passed: Figure | None


@dataclass(frozen=True)
class Held:
    """What the views look at: held-out scores and the bands they are sorted into."""

    table: Table
    scores: Floats
    low_below: float
    high_from: float

    def part(self, name: str, mask: Booleans) -> Part | None:
        """The figures of the rows in ``mask``; None where there are too few of both classes."""
        inside = self.table.where(mask)
        scores, credible = self.scores[mask], inside.credible
        counts = int(credible.sum()), int((~credible).sum())
        if max(counts) < _FEWEST:
            return None

        def over(statistic: Callable[[Rows], float], keep: Booleans) -> Figure | None:
            if keep.sum() < _FEWEST:
                return None
            places = np.flatnonzero(keep)
            domains = inside.domain[places]
            return figure(lambda rows: statistic(places[rows]), np.full(len(places), ""), domains)

        return Part(
            name,
            *counts,
            figure(
                lambda rows: auc(credible[rows], scores[rows]),
                credible.astype(str),
                inside.domain,
            )
            if min(counts) >= _FEWEST
            else None,
            over(lambda rows: float(scores[rows].mean()), credible),
            over(lambda rows: float((scores[rows] < self.low_below).mean()), credible),
            over(lambda rows: float((scores[rows] >= self.high_from).mean()), ~credible),
        )

    def parts(self, labelled: Iterable[tuple[str, Booleans]]) -> list[Part]:
        """The parts that have enough documents, in order."""
        found = (self.part(name, mask) for name, mask in labelled)
        return [part for part in found if part is not None]


def by_corpus(held: Held) -> list[Part]:
    """By corpus."""
    return held.parts(_each(held.table.corpus))


def by_kind(held: Held) -> list[Part]:
    """By kind of document."""
    return held.parts(_each(held.table.kind))


def by_domain(held: Held, names: Mapping[str, str]) -> list[Part]:
    """By domain, of those with at least ``FEWEST_OF_A_DOMAIN`` documents.

    Args:
        held: The scores.
        names: Names of the domains by their digests, where they are known.
    """
    return held.parts(
        (names.get(digest, digest), mask)
        for digest, mask in _each(held.table.domain)
        if mask.sum() >= FEWEST_OF_A_DOMAIN
    )


def by_length(held: Held) -> list[Part]:
    """By words of running text."""
    words = held.table.words
    ends = (*LENGTHS[1:], np.inf)
    names = [*(f"{low} to {high - 1}" for low, high in pairwise(LENGTHS)), f"{LENGTHS[-1]} or more"]
    return held.parts(
        (name, (words >= start) & (words < end))
        for name, start, end in zip(names, LENGTHS, ends, strict=True)
    )


def by_year(held: Held, years: Sequence[int | None]) -> list[Part]:
    """By year of publication, of the documents that give one."""
    known = np.array([str(year) if year else "" for year in years], dtype=np.str_)
    return held.parts((year, mask) for year, mask in _each(known) if year)


def by_lean(held: Held) -> list[Part]:
    """Reliable articles by the lean of their outlet, all of the same rating."""
    reporting = held.table.kind == "reporting"
    return held.parts(
        (lean, reporting & (held.table.lean == lean)) for lean in ("left", "center", "right")
    )


def by_lean_and_length(held: Held) -> list[Part]:
    """The same within three parts by length: lean and length may go together."""
    reporting, words = held.table.kind == "reporting", held.table.words
    parts = (
        ("under 400 words", 0, 400),
        ("400 to 999", 400, 1000),
        ("1000 and more", 1000, np.inf),
    )
    return held.parts(
        (f"{lean}, {name}", reporting & (held.table.lean == lean) & (words >= low) & (words < high))
        for name, low, high in parts
        for lean in ("left", "center", "right")
    )


def _each(column: Strings) -> Iterable[tuple[str, Booleans]]:
    for value in np.unique(column):
        yield str(value), column == value
