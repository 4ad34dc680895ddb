"""One event, thing or body that begins at different times in one text."""

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.clauses import STOPWORDS, quote
from credscore.features.anachronism.facts import Fact, Subject, facts, is_one_of
from credscore.features.anachronism.times import Interval

RULES = {
    "conflicting-beginnings": "One event, thing or body that begins at different times.",
}

_EVENTS = frozenset(
    str.split(
        "war battle strike conflict fighting crisis siege protests trial project program programme "
        "campaign operation festival epidemic pandemic outbreak talks revolution uprising invasion "
        "occupation blockade drought construction insurgency rebellion reform lockdown boycott "
        "building work scheme movement initiative dispute"
    )
)
_YEARLY = frozenset(
    str.split("festival fair season tournament championship conference summit games league cup")
)
"""They begin every year as well as once for all."""

_BODIES = frozenset(
    str.split(
        "company firm startup start-up group business organisation organization charity brand "
        "bank club band school college university museum agency network foundation website app "
        "platform programme program scheme service"
    )
)
_BEGINNINGS = frozenset({"began", "founded", "unveiled", "built", "completed", "premiered"})
_DAYS_APART = 270
# More tellings of one event than anyone would read: beyond them nothing is compared.
_MOST_TOLD = 12
_MOST_SENTENCES = 12


def beginning_conflicts(doc: Document) -> list[Passage]:
    """Beginnings of the same thing that differ by most of a year or more."""
    by_kind: dict[str, list[Fact]] = {}
    for fact in facts(doc):
        if fact.what in _BEGINNINGS and _may_begin_once(fact):
            by_kind.setdefault(fact.what, []).append(fact)
    passages = []
    for told in by_kind.values():
        for group in _by_thing(doc, told):
            for fact in group:
                others = [o for o in group if _differ(fact, o)]
                if others:
                    passages.append(_passage(doc, fact, others))
    return sorted(passages)


def _may_begin_once(fact: Fact) -> bool:
    subject = fact.subject
    if fact.what == "began" and subject.is_name and _EVENTS.isdisjoint(subject.words):
        # People and firms begin many things.
        return subject.head in _EVENTS
    if not subject.is_name and fact.what == "began" and subject.head not in _EVENTS:
        return False
    return subject.head not in _YEARLY or fact.dated.granularity == "year"


def _by_thing(doc: Document, told: list[Fact]) -> list[list[Fact]]:
    """The facts of each thing that is told of more than once."""
    groups: list[list[Fact]] = []
    by_words: dict[tuple[frozenset[str], bool], list[Fact]] = {}
    for fact in told:
        key = fact.subject.words if not fact.subject.is_name else fact.subject.core
        group = by_words.get((key, fact.subject.is_name))
        if group is None and len(groups) < _MOST_TOLD:
            group = next((g for g in groups if _is_same(doc, g[0], fact)), None)
        if group is None:
            group = []
            groups.append(group)
            by_words[key, fact.subject.is_name] = group
        # Two beginnings in one sentence are those of two things.
        if len(group) < _MOST_TOLD and not (
            group and group[-1].dated.sentence == fact.dated.sentence
        ):
            group.append(fact)
    return [group for group in groups if len(group) > 1]


def _is_same(doc: Document, one: Fact, other: Fact) -> bool:
    """Whether "the festival" can only be the one of which the text told before."""
    first, second = one.subject, other.subject
    if second.is_name and not first.is_name:
        first, second = second, first
    if second.is_name:
        return False
    if first.is_name:
        if second.head in _BODIES and len(second.core) == 1 and second.head not in _names(first):
            return one.subject is first and _is_still_the_topic(doc, one, other)
        return (second.words <= first.words or second.core == {second.head}) and _shares_head(
            doc, first, second
        )
    if first.head != second.head or first.head not in _EVENTS | _THINGS:
        return False
    is_part = first.words <= second.words or second.words <= first.words
    return is_part and is_one_of(doc, first.head, first.words | second.words)


_THINGS = frozenset(
    str.split("dam bridge tower stadium tunnel airport church mosque temple palace")
)


def _names(subject: Subject) -> frozenset[str]:
    return subject.words


def _shares_head(doc: Document, name: Subject, noun: Subject) -> bool:
    return noun.head in (name.head, *name.core) and is_one_of(doc, noun.head, name.words)


def _is_still_the_topic(doc: Document, one: Fact, other: Fact) -> bool:
    """Whether no sentence between the two speaks of another that "the company" may mean."""
    sentences = doc.sentences[one.dated.sentence + 1 : other.dated.sentence]
    if len(sentences) > _MOST_SENTENCES:
        return False
    lower = doc.words.lower
    for sentence in sentences:
        word = lower[sentence.first_word]
        if word in STOPWORDS or word in ("today", "over", "yet", "both", "there"):
            continue
        if word not in doc.words.lower[one.subject.first : one.subject.first + 6]:
            return False
    return True


def _differ(one: Fact, other: Fact) -> bool:
    here, there = one.dated.interval, other.dated.interval
    return here is not None and there is not None and _days_apart(here, there) > _DAYS_APART


def _days_apart(one: Interval, other: Interval) -> int:
    return max((other.begin - one.end).days, (one.begin - other.end).days)


def _passage(doc: Document, fact: Fact, others: list[Fact]) -> Passage:
    elsewhere = " and ".join(f"“{quote(doc, other.dated)}”" for other in others[:3])
    return Passage(
        doc.words.starts[fact.first],
        fact.dated.end,
        "conflicting-beginnings",
        f"Here the beginning is “{quote(doc, fact.dated)}”, elsewhere {elsewhere}.",
        tuple(Span(doc.words.starts[o.first], o.dated.end) for o in others),
    )
