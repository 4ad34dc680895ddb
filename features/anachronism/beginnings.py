"""One event, thing or body that begins at different times in one text."""

from collections.abc import Iterator
from typing import NamedTuple

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.clauses import content_words, is_past_verb, quote
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import Interval, TimeExpression

RULES = {
    "conflicting-beginnings": "One event, thing or body that begins at different times.",
}

_GOING_ON = frozenset(
    str.split("raging ongoing going underway running active waged fought fighting continuing under")
)
_BEGAN = frozenset(str.split("began begun started erupted commenced"))
_FOUNDED = frozenset(str.split("founded established created formed launched introduced invented"))
_UNVEILED = frozenset(str.split("unveiled"))
_BUILT = frozenset(str.split("opened inaugurated completed built"))
_CLASSES: dict[str, str] = {
    **dict.fromkeys(_BEGAN, "began"),
    **dict.fromkeys(_FOUNDED, "founded"),
    **dict.fromkeys(_UNVEILED, "unveiled"),
    **dict.fromkeys(_BUILT, "built"),
}
_NOUNS: dict[str, str] = {
    **dict.fromkeys(str.split("launch founding creation inception establishment"), "founded"),
    **dict.fromkeys(str.split("opening inauguration completion"), "built"),
}
_EVENTS = frozenset(
    str.split(
        "war battle strike conflict fighting crisis siege protests trial project program programme "
        "campaign operation festival epidemic pandemic outbreak talks revolution uprising invasion "
        "occupation blockade drought construction insurgency rebellion reform lockdown boycott"
    )
)
_PASSIVES = frozenset(str.split("was were is been first"))
_DETERMINERS = frozenset(str.split("the a an this that"))
_SUBJECT_ENDS = frozenset(str.split("has have had is are was were which who that did does will"))
_DAYS_APART = 270
_FARTHEST = 40
# More tellings of one event than anyone would read: beyond them nothing is compared.
_MOST_TOLD = 12


class _Beginning(NamedTuple):
    subject: frozenset[str]
    what: str
    interval: Interval
    expression: TimeExpression
    first: int


def beginning_conflicts(doc: Document) -> list[Passage]:
    """Beginnings of the same thing that differ by most of a year or more."""
    by_subject: dict[tuple[frozenset[str], str], list[_Beginning]] = {}
    for begun in _beginnings(doc):
        told = by_subject.setdefault((begun.subject, begun.what), [])
        # Two beginnings in one sentence are those of two things.
        if len(told) < _MOST_TOLD and not (told and told[-1].first == begun.first):
            told.append(begun)
    passages = []
    for told in by_subject.values():
        for begun in told:
            others = [o for o in told if _days_apart(begun.interval, o.interval) > _DAYS_APART]
            if others:
                passages.append(_passage(doc, begun, others))
    return passages


def _passage(doc: Document, begun: _Beginning, others: list[_Beginning]) -> Passage:
    elsewhere = " and ".join(f"“{quote(doc, other.expression)}”" for other in others[:3])
    return Passage(
        doc.words.starts[begun.first],
        begun.expression.end,
        "conflicting-beginnings",
        f"Here the beginning is “{quote(doc, begun.expression)}”, elsewhere {elsewhere}.",
        tuple(Span(doc.words.starts[o.first], o.expression.end) for o in others),
    )


def _days_apart(one: Interval, other: Interval) -> int:
    return max((other.begin - one.end).days, (one.begin - other.end).days)


def _beginnings(doc: Document) -> Iterator[_Beginning]:
    for dated in times(doc):
        if dated.kind != "date" or dated.interval is None or dated.in_quotation:
            continue
        if dated.calendar is None or dated.calendar.year is None:
            continue
        first = doc.sentences[dated.sentence].first_word
        if dated.first - first > _FARTHEST:
            continue
        what = _what_begins(doc, dated, first)
        subject = _subject(doc, dated, what) if what else None
        if subject:
            yield _Beginning(subject, what, dated.interval, dated, first)


def _what_begins(doc: Document, dated: TimeExpression, first: int) -> str:
    """The kind of beginning that the date is given for; empty where it is none."""
    lower = doc.words.lower
    if dated.relation == "since":
        stretch = lower[first : dated.first]
        return "began" if "been" in stretch and not _GOING_ON.isdisjoint(stretch) else ""
    if dated.first == first and doc.prose[dated.end : dated.end + 1] == ":":
        # An entry of a chronicle: "2013: Harbour Coin is launched."
        return next((_CLASSES[w] for w in lower[first : first + 8] if w in _CLASSES), "")
    if dated.relation not in ("in", "on"):
        return ""
    for place in range(dated.first - 1, max(dated.first - 6, first) - 1, -1):
        word = lower[place]
        if word in _NOUNS and lower[place - 1] == "its":
            return _NOUNS[word]
        if word not in _CLASSES:
            continue
        # "Was launched", or "launched in": with an object it is another thing that begins.
        is_passive = lower[place - 1] in _PASSIVES and lower[place - 1] != lower[place]
        if is_passive or dated.first - place == 2:
            return _CLASSES[word]
    return ""


def _subject(doc: Document, dated: TimeExpression, what: str) -> frozenset[str] | None:
    """What the sentence speaks of: the name that it opens with, or that "it" stands for."""
    sentence = doc.sentences[dated.sentence]
    lower = doc.words.lower
    first = sentence.first_word
    if dated.first == first:
        return _name_at(doc, dated.last, sentence.last_word, what)
    refers_back = lower[first] == "it" or "its" in lower[first : first + 3]
    if refers_back and dated.sentence:
        before = doc.sentences[dated.sentence - 1]
        if "\n" in doc.prose[before.end : sentence.start]:
            return None
        return _name_at(doc, before.first_word, before.last_word, what)
    return _name_at(doc, first, dated.first, what)


def _name_at(doc: Document, first: int, end: int, what: str) -> frozenset[str] | None:
    """The stems of the name that begins at ``first`` and ends at its verb or comma."""
    words = doc.words
    while first < end and words.lower[first] in _DETERMINERS:
        first += 1
    last = first
    while last < end and last - first < 8:
        word = words.lower[last]
        if word in _SUBJECT_ENDS or is_past_verb(word):
            break
        last += 1
        if last < end and "," in doc.prose[words.ends[last - 1] : words.starts[last]]:
            break
    meaning = list(content_words(doc, first, last))
    if not meaning or not all(doc.prose[words.starts[place]].isupper() for place, _ in meaning):
        return None
    if what == "began" and _EVENTS.isdisjoint(words.lower[first:last]):
        # People and firms begin many things.
        return None
    if len(meaning) == 1 and not _stands_inside(doc, first):
        return None
    return frozenset(stem for _, stem in meaning)


def _stands_inside(doc: Document, place: int) -> bool:
    """Whether the word is written with a capital inside some sentence as well."""
    firsts = doc.once(_first_words)
    return any(
        other not in firsts and doc.prose[doc.words.starts[other]].isupper()
        for other in doc.words.index[doc.words.lower[place]][:_FARTHEST]
    )


def _first_words(doc: Document) -> set[int]:
    return {sentence.first_word for sentence in doc.sentences}
