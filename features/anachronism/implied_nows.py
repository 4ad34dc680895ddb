"""Lengths of time since one event that imply different times of writing."""

from itertools import combinations
from typing import NamedTuple

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.arithmetic import Range, claimed
from credscore.features.anachronism.clauses import content_words, quote
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import DAYS_PER_UNIT, TimeExpression

RULES = {
    "conflicting-elapsed-times": "Two lengths of time since the same event that cannot both hold.",
}

_FARTHEST = 40
# More tellings than anyone would read: beyond them nothing is compared.
_MOST_CLAIMS = 40
_MOST_DATES = 1000


class _Elapsed(NamedTuple):
    expression: TimeExpression
    event: frozenset[str]
    days: Range
    end: int


def elapsed_conflicts(doc: Document) -> list[Passage]:
    """Two claims of the time since one event that imply different nows."""
    claims = [claim for expression in times(doc) if (claim := _elapsed_claim(doc, expression))]
    passages = []
    for one, other in combinations(claims[:_MOST_CLAIMS], 2):
        shared = one.event & other.event
        if len(shared) < 3 or 2 * len(shared) < min(len(one.event), len(other.event)):
            continue
        if one.days.low <= other.days.high and other.days.low <= one.days.high:
            continue
        for this, that in ((one, other), (other, one)):
            passages.append(
                Passage(
                    this.expression.start,
                    this.end,
                    "conflicting-elapsed-times",
                    _message(doc, this, that),
                    (Span(that.expression.start, that.end),),
                )
            )
    return passages


def _elapsed_claim(doc: Document, expression: TimeExpression) -> _Elapsed | None:
    """The claim of a sentence such as "it has been seven years since the war began"."""
    if expression.relation != "since" or expression.amount is None or expression.in_quotation:
        return None
    sentence = doc.sentences[expression.sentence]
    before = doc.words.lower[max(expression.first - 3, sentence.first_word) : expression.first]
    if "been" not in before:
        return None
    last = expression.last
    while last < min(sentence.last_word, expression.last + 20):
        last += 1
        if "," in doc.prose[doc.words.ends[last - 1] : doc.words.ends[last - 1] + 1]:
            break
    event = frozenset(stem for _, stem in content_words(doc, expression.last, last))
    return _Elapsed(expression, event, claimed(expression.amount), doc.words.ends[last - 1])


def _message(doc: Document, this: _Elapsed, that: _Elapsed) -> str:
    mine, other = quote(doc, this.expression), quote(doc, that.expression)
    year = _year_of(doc, this.event) or _year_of(doc, that.event)
    if year is None or this.expression.amount is None or that.expression.amount is None:
        return f"“{mine}” and “{other}” are said of the same event; both cannot hold."
    years = [
        round(claim.expression.amount.high * DAYS_PER_UNIT[claim.expression.amount.unit] / 365.25)
        for claim in (this, that)
        if claim.expression.amount
    ]
    return (
        f"{year} + {years[0]} years = {year + years[0]}, but “{other}” the same event gives "
        f"{year + years[1]}."
    )


def _year_of(doc: Document, event: frozenset[str]) -> int | None:
    """The year in which the text itself sets an event."""
    for told, year in doc.once(_told_by_year):
        shared = len(told & event)
        if shared >= 2 and 2 * shared >= len(told):
            return year
    return None


def _told_by_year(doc: Document) -> list[tuple[frozenset[str], int]]:
    """What the text tells before each date that names its year, the first of each kind."""
    found: dict[tuple[frozenset[str], int], None] = {}
    for dated in times(doc):
        if dated.kind != "date" or dated.relation not in ("in", "on") or dated.calendar is None:
            continue
        if dated.calendar.year:
            sentence = doc.sentences[dated.sentence]
            first = max(sentence.first_word, dated.first - _FARTHEST)
            told = frozenset(stem for _, stem in content_words(doc, first, dated.first))
            found[told, dated.calendar.year] = None
    return list(found)[:_MOST_DATES]
