"""Ages against birth dates, ages at two times, and one person with two ages."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.clauses import STOPWORDS, quote
from credscore.features.anachronism.elapsed import has_year
from credscore.features.anachronism.now import sure_now
from credscore.features.anachronism.reader import by_sentence, times
from credscore.features.anachronism.resolve import resolve
from credscore.features.anachronism.scan import line_times
from credscore.features.anachronism.times import Interval, TimeExpression

RULES = {
    "age-arithmetic": "An age that does not follow from the birth date or the other age given.",
    "two-ages": "One person with two ages in one text.",
}

_BIRTH_LABELS = frozenset(str.split("birthday born birth birthdate dob birthdate"))
_PRONOUNS = frozenset(str.split("he she"))
_FARTHEST_LINE = 400


def age_conflicts(doc: Document) -> list[Passage]:
    """Ages that do not follow from a birth date, or from an age at another time."""
    written = sure_now(doc)
    passages = list(_ages_in_lines(doc, written)) if written else []
    births: dict[Interval | None, TimeExpression] = {}
    groups = by_sentence(doc)
    for before, expressions in pairwise(groups):
        if written and expressions[0].sentence - before[0].sentence == 1:
            passages += _old_then_and_now_in_two(doc, before, expressions, written)
    for expressions in groups:
        ages = [e for e in expressions if e.kind == "age" and _is_of_a_person(e)]
        dated = [e for e in expressions if has_year(e)]
        born = [e for e in dated if _is_birth(doc, e)]
        births.update((birth.interval, birth) for birth in born)
        if not ages:
            continue
        died = [e for e in dated if _is_death(doc, e)]
        if len(ages) == 1 and len(died) == 1 and len(dated) <= 2:
            passages += _died_aged(doc, ages[0], births, born, died[0])
        elif len(born) == 1:
            passages += _born_and_old(doc, ages, born[0], dated, written)
        elif written and len(ages) == 2 and len(dated) == 1:
            passages += _old_then_and_now(doc, ages, dated[0], written)
        elif written and len(ages) == 1 and not dated:
            passages += _said_behind(doc, ages[0], births, written)
    return passages


def _is_of_a_person(age: TimeExpression) -> bool:
    return age.amount is not None and age.granularity == "year" and not age.in_quotation


def _is_birth(doc: Document, dated: TimeExpression) -> bool:
    return "born" in doc.words.lower[max(dated.first - 6, 0) : dated.first]


def _is_death(doc: Document, dated: TimeExpression) -> bool:
    return "died" in doc.words.lower[max(dated.first - 5, 0) : dated.first]


def _died_aged(
    doc: Document,
    age: TimeExpression,
    births: dict[Interval | None, TimeExpression],
    born: list[TimeExpression],
    died: TimeExpression,
) -> Iterator[Passage]:
    """A birth, a death and the age at it: "born in 1932, she died in 2010, aged 68"."""
    birth = born[0] if born else next(iter(births.values())) if len(births) == 1 else None
    if birth is None or birth.interval is None or died.interval is None:
        return
    if not born and age.sentence - birth.sentence > 3:
        return
    if age.relation not in ("aged", "at age") or abs(age.first - died.last) > 5:
        return
    first = doc.sentences[died.sentence].first_word
    if not born and doc.words.lower[first] not in _PRONOUNS:
        return
    related = Span(birth.start, birth.end)
    yield from _unless_right(doc, age, birth.interval, died.interval, related)


def _born_and_old(
    doc: Document,
    ages: list[TimeExpression],
    birth: TimeExpression,
    dated: list[TimeExpression],
    written: Interval | None,
) -> Iterator[Passage]:
    """A birth and an age in one sentence: "born in 1964, he is 54 years old"."""
    others = [e for e in dated if e is not birth]
    at = written
    if others:
        before = doc.words.lower[max(others[0].first - 2, 0) : others[0].first]
        at = others[0].interval if len(others) == 1 and "as" in before else None
    if at is None or birth.interval is None:
        return
    for age in ages:
        verb = set(doc.words.lower[max(age.first - 2, 0) : age.first])
        behind = doc.words.lower[age.last : age.last + 1]
        is_told_now = (
            age.relation == "now"
            or (age.relation == "old" and not {"was", "were", "a", "an"} & verb)
            or (age.relation in ("apposed", "bracketed") and _is_born_next(behind, age, birth))
            or (age.relation in ("turned", "turns") and behind in (["last"], ["this"], ["on"]))
        )
        if is_told_now:
            yield from _unless_right(doc, age, birth.interval, at, Span(birth.start, birth.end))


def _is_born_next(behind: list[str], age: TimeExpression, birth: TimeExpression) -> bool:
    """Whether the birth is told right behind the age: "Ana Ruiz, 54, who was born in 1964"."""
    return behind in (["was"], ["who"], ["born"]) and 0 < birth.first - age.last <= 8


def _said_behind(
    doc: Document,
    age: TimeExpression,
    births: dict[Interval | None, TimeExpression],
    written: Interval,
) -> Iterator[Passage]:
    """An age said of "he" or "she", where the text has told of one birth only."""
    lower = doc.words.lower
    first = doc.sentences[age.sentence].first_word
    if len(births) != 1:
        return
    (birth,) = births.values()
    if lower[first : first + 1] == ["the"] and age.first == first + 1 and age.relation == "old":
        # "Born on 4 June 1985 in Rome. The 30-year-old ...".
        if age.sentence - birth.sentence == 1 and birth.interval:
            related = Span(birth.start, birth.end)
            yield from _unless_right(doc, age, birth.interval, written, related)
        return
    if lower[first] not in _PRONOUNS or lower[first + 1] != "is":
        return
    if age.relation == "old" and age.first == first + 2 and birth.interval:
        yield from _unless_right(doc, age, birth.interval, written, Span(birth.start, birth.end))


def _ages_in_lines(doc: Document, written: Interval) -> Iterator[Passage]:
    """Fact lines one under the other: "Birthday: March 3, 1979", "Age: 44 years"."""
    lines = line_times(doc)
    births = [
        line
        for line in lines
        if line.raw.kind == "date"
        and line.raw.calendar
        and line.raw.calendar.year
        and line.label
        and line.label[-1] in _BIRTH_LABELS
    ]
    starts = [birth.start for birth in births]
    for line in lines:
        if line.raw.kind != "age" or line.raw.relation != "at age" or line.label:
            continue
        near = births[
            bisect_left(starts, line.start - _FARTHEST_LINE) : bisect_left(
                starts, line.start + _FARTHEST_LINE
            )
        ]
        born = resolve(near[0].raw, None) if len(near) == 1 else None
        amount = line.raw.amount
        if born is None or amount is None:
            continue
        low, high = _years_between(born, written)
        if not low - 1 <= amount.low <= high + 1:
            message = _message(doc.content[near[0].start : near[0].end], low, high, written)
            said = doc.content[line.start : line.end]
            yield Passage(
                line.start,
                line.end,
                "age-arithmetic",
                f"{message}, but the text says “{said}”.",
                (Span(near[0].start, near[0].end),),
            )


def _unless_right(
    doc: Document, age: TimeExpression, birth: Interval, at: Interval, related: Span
) -> Iterator[Passage]:
    low, high = _years_between(birth, at)
    if age.amount is None or low - 1 <= age.amount.low <= high + 1:
        return
    message = _message(doc.content[related.start : related.end], low, high, at)
    message = f"{message}, but the text says “{quote(doc, age)}”."
    yield Passage(age.start, age.end, "age-arithmetic", message, (related,))


def _message(birth: str, low: int, high: int, at: Interval) -> str:
    return f"Whoever was born {birth} was {_ages(low, high)} in {at.end.year}"


def _ages(low: int, high: int) -> str:
    if low == high:
        return str(low)
    return f"{low} or {high}" if high == low + 1 else f"{low} to {high}"


def _years_between(birth: Interval, at: Interval) -> tuple[int, int]:
    """Lowest and highest age, in whole years."""
    low = at.begin.year - birth.end.year
    low -= (at.begin.month, at.begin.day) < (birth.end.month, birth.end.day)
    high = at.end.year - birth.begin.year
    high -= (at.end.month, at.end.day) < (birth.begin.month, birth.begin.day)
    return low, high


def _old_then_and_now(
    doc: Document, ages: list[TimeExpression], dated: TimeExpression, written: Interval
) -> Iterator[Passage]:
    """Two ages: "she was 54 when the mill closed in 2010 and turned 71 this spring"."""
    then, now = ages
    if then.relation != "when" or then.amount is None or now.amount is None:
        return
    if not then.first < dated.first < now.first or dated.interval is None:
        return
    yield from _then_and_now(doc, then, dated, now, written)


def _old_then_and_now_in_two(
    doc: Document,
    before: list[TimeExpression],
    behind: list[TimeExpression],
    written: Interval,
) -> Iterator[Passage]:
    """The same in two sentences: "He was 19 when it opened in 1995. Today, aged 62, he ..."."""
    ages = [e for e in before if e.kind == "age" and _is_of_a_person(e)]
    dated = [e for e in before if has_year(e)]
    now = [e for e in behind if e.kind == "age" and _is_of_a_person(e)]
    if len(ages) != 1 or len(dated) != 1 or len(now) != 1 or any(map(has_year, behind)):
        return
    if ages[0].relation != "when" or not ages[0].first < dated[0].first:
        return
    sentence = doc.sentences[now[0].sentence]
    opening = doc.words.lower[sentence.first_word : sentence.first_word + 4]
    if opening[:1] in (["today"], ["now"]) and now[0].first - sentence.first_word <= 3:
        if not _PRONOUNS.isdisjoint(doc.words.lower[now[0].last : now[0].last + 2]):
            yield from _then_and_now(doc, ages[0], dated[0], now[0], written, is_now=True)
    elif opening[:1] in (["he"], ["she"]) and opening[1:2] == ["is"]:
        yield from _then_and_now(doc, ages[0], dated[0], now[0], written)


def _then_and_now(
    doc: Document,
    then: TimeExpression,
    dated: TimeExpression,
    now: TimeExpression,
    written: Interval,
    is_now: bool = False,
) -> Iterator[Passage]:
    if then.amount is None or now.amount is None or dated.interval is None:
        return
    lower = doc.words.lower
    is_now = (
        is_now
        or now.relation == "now"
        or (now.relation in ("turned", "turns") and lower[now.last : now.last + 1] == ["this"])
    )
    if not is_now and lower[now.first - 1] != "is":
        return
    low, high = _years_between(dated.interval, written)
    years = now.amount.low - then.amount.low
    if low - 1 <= years <= high + 2:
        return
    message = (
        f"{then.amount.low:.0f} + {high} years since {quote(doc, dated)} = "
        f"{then.amount.low + high:.0f}, but the text says “{quote(doc, now)}”."
    )
    yield Passage(now.start, now.end, "age-arithmetic", message, (Span(then.start, dated.end),))


def people_with_two_ages(doc: Document) -> list[Passage]:
    """Names that stand with two ages more than a year apart: "Ana Ruiz, 54" and "Ana Ruiz, 61"."""
    seen: dict[tuple[str, ...], TimeExpression] = {}
    families: dict[str, _Family] = {}
    passages = []
    for age in times(doc):
        if age.kind != "age" or age.amount is None or age.in_quotation or age.granularity != "year":
            continue
        name = _whose_age(doc, age)
        if not name:
            continue
        family = families.get(name[-1])
        if family is None:
            family = families[name[-1]] = _Family(doc, name[-1])
        if len(name) < 2:
            name = family.bearer()
        if not name:
            continue
        family.told.add(name)
        first = seen.setdefault(name, age)
        if first.amount and abs(first.amount.low - age.amount.low) > 1:
            message = (
                f"{' '.join(name).title()} is {first.amount.low:.0f} above "
                f"and {age.amount.low:.0f} here."
            )
            passages.append(
                Passage(age.start, age.end, "two-ages", message, (Span(first.start, first.end),))
            )
    return passages


def _whose_age(doc: Document, age: TimeExpression) -> tuple[str, ...]:
    """The name that stands beside an age: "Ana Ruiz, 54", "the 54-year-old Ruiz"."""
    if age.relation in ("apposed", "aged"):
        return tuple(word for word in _name_before(doc, age.first) if word not in ("mr", "the"))
    if age.relation != "old" or not doc.prose[age.start].isdigit():
        return ()
    words = doc.words
    near = {age.sentence, age.sentence - 1, age.sentence - 2}
    if not near.isdisjoint(doc.once(_sentences_with_a_year)) or words.lower[
        age.first - 1 : age.first
    ] == ["then"]:
        # An age of that year, not of today.
        return ()
    last = age.last
    while (
        last < min(age.last + 4, len(words))
        and doc.prose[words.starts[last]].isupper()
        and doc.prose[words.ends[last - 1] : words.starts[last]] == " "
    ):
        last += 1
    return tuple(words.lower[age.last : last])


def _sentences_with_a_year(doc: Document) -> set[int]:
    return {expression.sentence for expression in times(doc) if has_year(expression)}


class _Family:
    """Those who bear one last name: of whom the text told an age, and who else is named."""

    def __init__(self, doc: Document, last: str) -> None:
        self.told: set[tuple[str, ...]] = set()
        self._first_names = set(_words_before(doc, last)) - {"mr", "the"} - STOPWORDS

    def bearer(self) -> tuple[str, ...]:
        """The one person of the name; empty where "Grace Ruiz" or "Mrs Ruiz" stands as well."""
        if len(self.told) != 1:
            return ()
        (name,) = self.told
        return name if self._first_names <= {name[-2]} else ()


def _words_before(doc: Document, last: str) -> Iterator[str]:
    """The words with capitals that stand right before a last name."""
    words = doc.words
    for place in words.index.get(last, ()):
        gap = doc.prose[words.ends[place - 1] : words.starts[place]] if place else ""
        if gap == " " and doc.prose[words.starts[place - 1]].isupper():
            yield words.lower[place - 1]


def _name_before(doc: Document, place: int) -> tuple[str, ...]:
    """The words with capitals that end right before ``place``."""
    words = doc.words
    first = place
    while (
        first
        and place - first < 4
        and doc.prose[words.starts[first - 1]].isupper()
        and (first == place or doc.prose[words.ends[first - 1] : words.starts[first]] == " ")
    ):
        first -= 1
    return tuple(words.lower[first:place])
