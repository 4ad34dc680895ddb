"""One event with several dates: when it began, and how long ago that was."""

from itertools import combinations
from typing import NamedTuple

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.arithmetic import Range, claimed
from credscore.features.anachronism.clauses import content_words, is_past_verb, quote
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import DAYS_PER_UNIT, Interval, TimeExpression

RULES = {
    "conflicting-beginnings": "One event, thing or body that begins at different times.",
    "conflicting-elapsed-times": "Two lengths of time since the same event that cannot both hold.",
}

_GOING_ON = frozenset(
    str.split("raging ongoing going underway running active waged fought fighting continuing under")
)
_CLASSES: dict[str, str] = {
    **dict.fromkeys(str.split("began begun started erupted commenced"), "began"),
    **dict.fromkeys(str.split("founded established created formed launched introduced"), "founded"),
    **dict.fromkeys(str.split("unveiled revealed"), "unveiled"),
    **dict.fromkeys(str.split("released debuted premiered"), "released"),
    **dict.fromkeys(str.split("opened inaugurated completed built"), "built"),
}
_DETERMINERS = frozenset(str.split("the a an this that its his her their our"))
_SUBJECT_ENDS = frozenset(str.split("has have had is are was were which who that did does will"))
_DAYS_APART = 270
_FARTHEST = 40
# More tellings of one event than anyone would read: beyond them nothing is compared.
_MOST_TOLD = 12
_MOST_CLAIMS = 40


class _Beginning(NamedTuple):
    subject: frozenset[str]
    what: str
    interval: Interval
    expression: TimeExpression
    first: int


def beginning_conflicts(doc: Document) -> list[Passage]:
    """Beginnings of the same thing that differ by most of a year or more."""
    beginnings = [begun for dated in times(doc) if (begun := _beginning(doc, dated))]
    by_subject: dict[tuple[frozenset[str], str], list[_Beginning]] = {}
    for begun in beginnings:
        told = by_subject.setdefault((begun.subject, begun.what), [])
        if len(told) < _MOST_TOLD:
            told.append(begun)
    passages = []
    for begun in beginnings:
        others = [
            other
            for other in by_subject[begun.subject, begun.what]
            if _days_apart(begun.interval, other.interval) > _DAYS_APART
        ]
        if not others:
            continue
        elsewhere = " and ".join(f"“{quote(doc, other.expression)}”" for other in others[:3])
        passages.append(
            Passage(
                doc.words.starts[begun.first],
                begun.expression.end,
                "conflicting-beginnings",
                f"Here the beginning is “{quote(doc, begun.expression)}”, elsewhere {elsewhere}.",
                tuple(Span(doc.words.starts[o.first], o.expression.end) for o in others),
            )
        )
    return passages


def _days_apart(one: Interval, other: Interval) -> int:
    return max((other.begin - one.end).days, (one.begin - other.end).days)


def _beginning(doc: Document, dated: TimeExpression) -> _Beginning | None:
    if dated.kind != "date" or dated.interval is None or dated.in_quotation:
        return None
    if dated.calendar is None or dated.calendar.year is None:
        return None
    sentence = doc.sentences[dated.sentence]
    if dated.first - sentence.first_word > _FARTHEST:
        return None
    lower = doc.words.lower
    if dated.relation == "since":
        stretch = lower[sentence.first_word : dated.first]
        going_on = not _GOING_ON.isdisjoint(stretch) and "been" in stretch
        what = "began" if going_on else ""
    elif dated.relation in ("in", "on"):
        near = lower[max(dated.first - 4, sentence.first_word) : dated.first]
        what = next((_CLASSES[word] for word in reversed(near) if word in _CLASSES), "")
    else:
        return None
    if not what:
        return None
    subject = _subject(doc, dated)
    if subject is None:
        return None
    return _Beginning(subject, what, dated.interval, dated, sentence.first_word)


def _subject(doc: Document, dated: TimeExpression) -> frozenset[str] | None:
    """What the sentence speaks of: the name that it opens with."""
    sentence = doc.sentences[dated.sentence]
    words = doc.words
    first = sentence.first_word
    while first < dated.first and words.lower[first] in _DETERMINERS:
        first += 1
    last = first
    while last < dated.first and last - first < 8:
        word = words.lower[last]
        if word in _SUBJECT_ENDS or is_past_verb(word):
            break
        last += 1
        if "," in doc.prose[words.ends[last - 1] : words.starts[last]]:
            break
    names = [
        stem
        for place, stem in content_words(doc, first, last)
        if doc.prose[words.starts[place]].isupper()
    ]
    return frozenset(names) if names and _is_a_name(doc, first, last) else None


def _is_a_name(doc: Document, first: int, last: int) -> bool:
    """Whether all words that carry meaning are written as a name, and not just the first."""
    words = doc.words
    meaning = [place for place, _ in content_words(doc, first, last)]
    return all(doc.prose[words.starts[place]].isupper() for place in meaning) and (
        len(meaning) > 1 or words.lower[first - 1] in _DETERMINERS or _stands_inside(doc, first)
    )


def _stands_inside(doc: Document, place: int) -> bool:
    """Whether the word is written with a capital inside some sentence as well."""
    firsts = doc.once(_first_words)
    return any(
        other not in firsts and doc.prose[doc.words.starts[other]].isupper()
        for other in doc.words.index[doc.words.lower[place]][:_FARTHEST]
    )


def _first_words(doc: Document) -> set[int]:
    return {sentence.first_word for sentence in doc.sentences}


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
    for dated in times(doc):
        if dated.kind != "date" or dated.relation not in ("in", "on") or dated.calendar is None:
            continue
        sentence = doc.sentences[dated.sentence]
        first = max(sentence.first_word, dated.first - _FARTHEST)
        told = {stem for _, stem in content_words(doc, first, dated.first)}
        if dated.calendar.year and len(told & event) >= 2 and 2 * len(told & event) >= len(told):
            return dated.calendar.year
    return None
