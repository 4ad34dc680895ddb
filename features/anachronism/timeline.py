"""The document's dated claims in order of time, with the conflicts among them."""

from typing import NamedTuple

from credscore.document import Document
from credscore.feature import Passage
from credscore.features.anachronism.checks import conflicts
from credscore.features.anachronism.clauses import clause_of
from credscore.features.anachronism.measures import is_checkable
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import Granularity, Interval


class TimelineEntry(NamedTuple):
    """A dated claim.

    Attributes:
        interval: The days that it may mean.
        granularity: The unit in which it speaks.
        start: Offset of the expression of time into ``Document.content``.
        end: Offset behind it.
        claim_start: Offset of the clause that it dates.
        claim_end: Offset behind that clause.
        conflicts: The passages that set it against another time; empty where it stands.
    """

    interval: Interval
    granularity: Granularity
    start: int
    end: int
    claim_start: int
    claim_end: int
    conflicts: tuple[Passage, ...]


def timeline(doc: Document) -> tuple[TimelineEntry, ...]:
    """The claims of ``doc`` that have a date, by when they begin, then by place in the text."""
    found = conflicts(doc)
    passages = (*found.certain, *found.likely)
    entries = []
    for expression in times(doc):
        if expression.interval is None or not is_checkable(expression):
            continue
        clause = clause_of(doc, expression)
        against = tuple(
            passage
            for passage in passages
            if any(
                start < expression.end and expression.start < end
                for start, end in ((passage.start, passage.end), *passage.related)
            )
        )
        entries.append(
            TimelineEntry(
                expression.interval,
                expression.granularity,
                expression.start,
                expression.end,
                doc.words.starts[clause.first],
                doc.words.ends[clause.last - 1],
                against,
            )
        )
    return tuple(sorted(entries, key=lambda entry: (entry.interval.begin, entry.start)))
