"""Durations and anniversaries against the date from which they run, in one sentence."""

from itertools import pairwise

from credscore.document import Document
from credscore.feature import Passage
from credscore.features.anachronism.arithmetic import claimed, elapsed, fits
from credscore.features.anachronism.clauses import FUTURE
from credscore.features.anachronism.elapsed import conflict, has_year, is_past_day
from credscore.features.anachronism.foundings import MARKED, is_anniversary
from credscore.features.anachronism.now import sure_now
from credscore.features.anachronism.reader import by_sentence
from credscore.features.anachronism.times import Amount, Interval, TimeExpression

RULES = {
    "duration-mismatch": "A duration that does not fit the dates between which it lies.",
    "anniversary-arithmetic": "An anniversary or birthday that does not follow from its year.",
}

START_VERBS = frozenset(
    str.split(
        "founded established created launched opened built completed began begun started erupted "
        "signed introduced formed inaugurated unveiled commenced enacted adopted born set "
        "agreed declared instituted incorporated seized imposed installed commissioned"
    )
)
_IN_BEING = (["in", "business"], ["in", "existence"], ["of", "existence"], ["of", "service"])
_LASTS = frozenset(str.split("needed took lasted spanned served ran"))
_RUNS = frozenset(str.split("been lasted held run continued dragged raged"))
_SINCE_THEN = frozenset(str.split("experience history service existence"))


def duration_conflicts(doc: Document) -> list[Passage]:
    """Lengths in a sentence that also says when the thing began."""
    now = sure_now(doc)
    if now is None:
        return []
    passages = _histories(doc, now)
    for expressions in by_sentence(doc):
        if len(expressions) < 2:
            continue
        begun = [dated for dated in expressions if _is_beginning(doc, dated, now)]
        if len(begun) != 1 or sum(map(has_year, expressions)) > 1:
            # With two dates in a sentence, which one the length hangs on is a guess.
            continue
        for length in expressions:
            if length is begun[0] or length.amount is None or length.in_quotation:
                continue
            rule = _rule_broken(doc, length, begun[0], now)
            if rule:
                passages.append(conflict(doc, rule, length, begun[0], now))
    return passages


def _histories(doc: Document, now: Interval) -> list[Passage]:
    """A founding and, in the next sentence, "its twelve-year history"."""
    passages = []
    lower = doc.words.lower
    for before, expressions in pairwise(by_sentence(doc)):
        dated, length = before[0], expressions[0]
        if expressions[0].sentence - dated.sentence != 1 or not has_year(dated):
            continue
        first = doc.sentences[dated.sentence].first_word
        if lower[first] not in START_VERBS or dated.first - first > 3:
            continue
        if length.relation != "adjective" or length.amount is None or length.in_quotation:
            continue
        behind = lower[length.last : length.last + 1]
        if lower[length.first - 1] != "its" or _SINCE_THEN.isdisjoint(behind):
            continue
        if dated.interval and not fits(length.amount, dated.interval, now):
            passages.append(conflict(doc, "duration-mismatch", length, dated, now))
    return passages


def _is_beginning(doc: Document, dated: TimeExpression, now: Interval) -> bool:
    """Whether the date says when something began: "founded in 1949", "a tradition since 1951"."""
    if not has_year(dated) and not is_past_day(dated, now):
        return False
    if dated.relation in ("since", "from"):
        return True
    before = doc.words.lower[max(dated.first - 4, 0) : dated.first]
    return dated.relation in ("in", "on") and not START_VERBS.isdisjoint(before)


def _rule_broken(
    doc: Document, length: TimeExpression, dated: TimeExpression, now: Interval
) -> str | None:
    assert length.amount is not None
    assert dated.interval is not None
    lower = doc.words.lower
    before = lower[max(length.first - 7, 0) : length.first]
    if length.kind == "anniversary" or (
        length.kind == "ordinal" and length.granularity == "year" and "celebrate" in before
    ):
        is_right = is_anniversary(length.amount, dated.interval, now)
        return None if is_right else "anniversary-arithmetic"
    if length.kind == "ordinal" and (
        length.relation in ("entered", "enters", "into")
        or (length.relation == "in" and before[-3:-1] == ["now", "in"])
    ):
        # In its third month a thing is two months old, or a little less by the calendar's months.
        low = max(length.amount.low - 1.25, 0)
        counted = Amount(low, length.amount.high, length.amount.unit, "hedged")
        return None if fits(counted, dated.interval, now) else "duration-mismatch"
    if length.relation in ("turned", "turns") and lower[length.last : length.last + 1] == ["this"]:
        # "The school, set up in 1991, turns 35 this year".
        is_wrong = "born" not in lower[max(dated.first - 4, 0) : dated.first] and not (
            is_anniversary(length.amount, dated.interval, now)
        )
        return "anniversary-arithmetic" if is_wrong else None
    if length.kind == "age":
        is_wrong = _is_age_of_it(doc, length, dated) and not fits(
            length.amount, dated.interval, now
        )
        return "duration-mismatch" if is_wrong else None
    if length.kind != "duration" or length.relation == "adjective":
        return None
    behind = lower[length.last : length.last + 2]
    if not MARKED.isdisjoint(before[-1:]) and behind in _IN_BEING:
        # "Launched in 2004, the brand is marking 15 years in business".
        is_right = is_anniversary(length.amount, dated.interval, now)
        return None if is_right else "anniversary-arithmetic"
    runs_to_now = (
        length.relation == "for"
        and dated.relation != "from"
        and not _RUNS.isdisjoint(before)
        and ("has" in before or "have" in before)
    )
    if runs_to_now or _since_behind(doc, length, dated):
        return None if fits(length.amount, dated.interval, now) else "duration-mismatch"
    if _begins_there(doc, length, dated) and FUTURE.isdisjoint(before):
        is_longer = claimed(length.amount).low > elapsed(dated.interval, now).high
        return "duration-mismatch" if is_longer else None
    return None


def _is_age_of_it(doc: Document, age: TimeExpression, dated: TimeExpression) -> bool:
    """Whether it is the age of what began: "built in 1950, making it 50 years old"."""
    lower = doc.words.lower
    if age.granularity != "year" or dated.relation not in ("in", "on"):
        return False
    if lower[max(age.first - 2, 0) : age.first] in (["making", "it"], ["makes", "it"]):
        return 0 < age.first - dated.last <= 3
    # "Founded in 1950, the 50-year-old club".
    first = doc.sentences[dated.sentence].first_word
    return (
        lower[first] in START_VERBS - {"born"}
        and lower[age.first - 1 : age.first] == ["the"]
        and age.first - dated.last == 1
    )


def _since_behind(doc: Document, length: TimeExpression, dated: TimeExpression) -> bool:
    """Whether the length is explained by the date right behind it: "four decades, since 1971"."""
    return (
        dated.relation == "since"
        and dated.first - length.last == 1
        and length.relation == "for"
        and "," in doc.prose[length.end : dated.start]
    )


def _begins_there(doc: Document, length: TimeExpression, dated: TimeExpression) -> bool:
    """Whether the length begins with the date, so that it cannot be longer than until now."""
    lower = doc.words.lower
    gap = dated.first - length.last
    if dated.relation == "from":
        return 0 <= gap <= 1
    if dated.relation not in ("in", "on"):
        return False
    if 1 < gap <= 5:
        # "Five years of work, begun in 2020".
        return not START_VERBS.isdisjoint(lower[length.last : dated.first]) and (
            lower[length.last] == "of"
        )
    before = lower[max(length.first - 3, 0) : length.first]
    told = lower[max(length.first - 7, 0) : length.first]
    if not _LASTS.isdisjoint(before) or (length.relation == "for" and "been" in told):
        return True
    # "Founded in 2008, the company brings 30 years of experience".
    sentence = doc.sentences[dated.sentence]
    return (
        lower[length.last : length.last + 1] == ["of"]
        and not _SINCE_THEN.isdisjoint(lower[length.last : length.last + 3])
        and lower[sentence.first_word] in START_VERBS
        and not {"combined", "collective", "team"} & set(before)
    )
