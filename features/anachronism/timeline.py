"""The document's dated claims in order of time, with the conflicts among them."""

from bisect import bisect_left

from credscore.document import Document
from credscore.feature import DatedClaim, Passage
from credscore.features.anachronism.checks import conflicts
from credscore.features.anachronism.clauses import clause_of
from credscore.features.anachronism.measures import is_checkable
from credscore.features.anachronism.reader import times


def timeline(doc: Document) -> tuple[DatedClaim, ...]:
    """The claims of ``doc`` that have a date, by when they begin, then by place in the text."""
    dated = [e for e in times(doc) if e.interval is not None and is_checkable(e)]
    against = _conflicts_by_start(doc, [expression.start for expression in dated])
    claims = []
    for expression in dated:
        assert expression.interval is not None
        clause = clause_of(doc, expression)
        claims.append(
            DatedClaim(
                expression.interval.begin,
                expression.interval.end,
                expression.start,
                expression.end,
                doc.words.starts[clause.first],
                doc.words.ends[clause.last - 1],
                tuple(against.get(expression.start, ())),
            )
        )
    return tuple(sorted(claims, key=lambda claim: (claim.begin, claim.start)))


def _conflicts_by_start(doc: Document, starts: list[int]) -> dict[int, list[Passage]]:
    """The passages that hold the expression at each start, themselves or in what they relate to."""
    found = conflicts(doc)
    against: dict[int, list[Passage]] = {}
    for passage in (*found.certain, *found.likely):
        for start, end in {(passage.start, passage.end), *passage.related}:
            for at in starts[bisect_left(starts, start) : bisect_left(starts, end)]:
                held = against.setdefault(at, [])
                if passage not in held[-1:]:
                    held.append(passage)
    return against
