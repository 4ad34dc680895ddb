"""Lengths of time since one event that imply different times of writing."""

from itertools import combinations
from typing import NamedTuple

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.arithmetic import Range, claimed
from credscore.features.anachronism.clauses import (
    clause_of,
    content_words,
    is_past_verb,
    quote,
    stem,
)
from credscore.features.anachronism.hosts import is_told_of_now_behind
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import DAYS_PER_UNIT, TimeExpression

RULES = {
    "conflicting-elapsed-times": "Two lengths of time since the same event that cannot both hold.",
}

_FARTHEST = 40
# More tellings than anyone would read: beyond them nothing is compared.
_MOST_CLAIMS = 40
_MOST_DATES = 1000
_LONGEST_EVENT = 20
_ONCE = frozenset(
    map(
        stem,
        str.split(
            "founded died killed collapsed destroyed born signed annexed launched taken began "
            "established built murdered sank crashed broke created married abolished invented "
            "closed privatised privatized nationalised nationalized erupted assassinated "
            "demolished burned"
        ),
    )
)
"""What happens once; a party may well win a state two years ago and six years ago."""
_LONG_UNITS = ("year", "decade", "century")


class _Elapsed(NamedTuple):
    """A length of time since an event, counted to the time of writing.

    ``event`` are the stems of the words that tell of the event, ``verbs`` those of its verbs;
    ``words`` is how the claim is said.
    """

    expression: TimeExpression
    event: frozenset[str]
    verbs: frozenset[str]
    days: Range
    start: int
    end: int

    @property
    def is_ago(self) -> bool:
        return self.expression.relation == "ago"


def elapsed_conflicts(doc: Document) -> list[Passage]:
    """Two claims of the time since one event that imply different nows."""
    claims = [claim for expression in times(doc) if (claim := _elapsed_claim(doc, expression))]
    passages = []
    for one, other in combinations(claims[:_MOST_CLAIMS], 2):
        if not _same_event(one, other):
            continue
        if one.days.low <= other.days.high and other.days.low <= one.days.high:
            continue
        for this, that in ((one, other), (other, one)):
            passages.append(
                Passage(
                    this.expression.start,
                    max(this.end, this.expression.end),
                    "conflicting-elapsed-times",
                    _message(doc, this, that),
                    (Span(that.expression.start, max(that.end, that.expression.end)),),
                )
            )
    return sorted(set(passages))


def _same_event(one: _Elapsed, other: _Elapsed) -> bool:
    """Whether both tell of one event: most words shared, and the verb among them."""
    shared = one.event & other.event
    fewer = min(len(one.event), len(other.event))
    if len(shared) < 3 or 2 * len(shared) < fewer:
        return False
    if not (one.is_ago or other.is_ago):
        return True
    if one.expression.sentence == other.expression.sentence:
        return False
    return not _ONCE.isdisjoint(one.verbs & other.verbs) and 3 * len(shared) >= 2 * fewer


def _elapsed_claim(doc: Document, expression: TimeExpression) -> _Elapsed | None:
    """The claim of "it has been seven years since the war began", "the mill shut two years ago"."""
    if expression.amount is None or expression.in_quotation:
        return None
    sentence = doc.sentences[expression.sentence]
    lower = doc.words.lower
    if expression.relation == "since":
        before = lower[max(expression.first - 3, sentence.first_word) : expression.first]
        opens = expression.first == sentence.first_word or before == ["in", "the"]
        is_since = before[-1:] == ["is"] or before[-2:] == ["is", "now"]
        if (
            "been" in before
            or is_since
            or opens
            or "passed" in lower[expression.first : expression.last]
        ):
            return _claim_behind(doc, expression)
        return None
    if expression.amount.unit not in _LONG_UNITS:
        return None
    if expression.relation == "after" and expression.first == sentence.first_word:
        comma = doc.prose.find(",", expression.end, sentence.end)
        is_now = comma > 0 and is_told_of_now_behind(
            doc, expression, _word_behind(doc, expression, comma)
        )
        return _claim_behind(doc, expression) if is_now else None
    if expression.relation == "ago":
        if expression.first == sentence.first_word:
            return _claim_behind(doc, expression)
        clause = clause_of(doc, expression)
        return _claim(doc, expression, clause.first, expression.first, expression.end)
    return None


def _word_behind(doc: Document, expression: TimeExpression, offset: int) -> int:
    place = expression.last
    while place < len(doc.words) - 1 and doc.words.starts[place] < offset:
        place += 1
        if place - expression.last > _FARTHEST:
            break
    return place


def _claim_behind(doc: Document, expression: TimeExpression) -> _Elapsed:
    """The claim whose event is told behind the length, up to its comma."""
    sentence = doc.sentences[expression.sentence]
    first = last = expression.last
    while last < min(sentence.last_word, expression.last + _LONGEST_EVENT):
        last += 1
        comma = doc.prose[doc.words.ends[last - 1] : doc.words.ends[last - 1] + 1] == ","
        if comma and last > first:
            break
    return _claim(doc, expression, first, last, doc.words.ends[last - 1])


def _claim(doc: Document, expression: TimeExpression, first: int, last: int, end: int) -> _Elapsed:
    assert expression.amount is not None
    event = frozenset(word for _, word in content_words(doc, first, last))
    verbs = frozenset(stem(word) for word in doc.words.lower[first:last] if is_past_verb(word))
    return _Elapsed(expression, event, verbs, claimed(expression.amount), expression.start, end)


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
