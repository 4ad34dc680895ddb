"""Lengths of time against dates: "in August 2022, some two years ago" in an article of 2023."""

from itertools import pairwise

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.arithmetic import elapsed, fits, spoken_range
from credscore.features.anachronism.clauses import looks_ahead, quote
from credscore.features.anachronism.hosts import is_told_of_now, is_told_of_now_behind
from credscore.features.anachronism.now import sure_now
from credscore.features.anachronism.reader import by_sentence
from credscore.features.anachronism.times import Interval, TimeExpression, day_in_words

RULES = {
    "elapsed-time": "A length of time since a date that does not lead to the document's own date.",
}

_GLUE = frozenset(
    str.split("in on of since about some the just only more than almost nearly roughly back or way")
)
_FARTHEST_DATE = 16


def elapsed_time_conflicts(doc: Document) -> list[Passage]:
    """Lengths of time counted from a date to the document's now that end elsewhere."""
    now = sure_now(doc)
    if now is None:
        return []
    passages = _told_in_two_sentences(doc, now)
    for expressions in by_sentence(doc):
        told = [expression for expression in expressions if expression.relation != "today"]
        for one, other in pairwise(told):
            counted = _apposed(doc, one, other) or _counted_to_now(doc, one, other, now)
            if counted is None:
                continue
            length, dated = counted
            if length.amount is None or dated.interval is None:
                continue
            if not fits(length.amount, dated.interval, now):
                passages.append(conflict(doc, "elapsed-time", length, dated, now))
    return passages


def _told_in_two_sentences(doc: Document, now: Interval) -> list[Passage]:
    """A date, and how long ago that was: "It shut in 1994. That was twenty years ago"."""
    passages = []
    for earlier, later in pairwise(by_sentence(doc)):
        if later[0].sentence - earlier[-1].sentence != 1:
            continue
        dated = [expression for expression in earlier if expression.kind in ("date", "span")]
        length = later[0]
        if len(dated) != 1 or not has_year(dated[0]) or length.amount is None:
            continue
        if dated[0].relation not in ("in", "on") or length.in_quotation:
            continue
        if any(map(has_year, later)) or not _leads_to_now(doc, length):
            continue
        interval = dated[0].interval
        if interval and not fits(length.amount, interval, now):
            passages.append(conflict(doc, "elapsed-time", length, dated[0], now))
    return passages


def _leads_to_now(doc: Document, length: TimeExpression) -> bool:
    """Whether a length at the head of its sentence leads from what was told to the present."""
    sentence = doc.sentences[length.sentence]
    before = doc.words.lower[sentence.first_word : length.first]
    if length.relation == "ago":
        return before in (["that", "was"], ["this", "was"], ["it", "was"])
    if length.relation == "since":
        # "It has been five years since then".
        behind = doc.words.lower[length.last : length.last + 2]
        return behind[:1] == ["then"] or behind in (["that", "day"], ["that", "time"])
    if length.relation != "later":
        return False
    if before in (["now"], ["today"], ["and", "now"], ["but", "now"], ["and", "today"]):
        return True
    return before in ([], ["and"], ["but"]) and is_told_of_now_behind(doc, length, length.last)


def has_year(expression: TimeExpression) -> bool:
    """Whether it is a date with its own year, outside quotations."""
    return (
        expression.kind == "date"
        and expression.interval is not None
        and expression.calendar is not None
        and expression.calendar.year is not None
        and not expression.in_quotation
    )


def is_past_day(expression: TimeExpression, now: Interval) -> bool:
    """Whether it is a day of the last months, said without its year."""
    return (
        expression.kind in ("date", "relative")
        and expression.granularity == "day"
        and expression.calendar is not None
        and expression.calendar.month is not None
        and expression.interval is not None
        and expression.interval.end < now.begin
        and not expression.in_quotation
    )


def _apposed(
    doc: Document, one: TimeExpression, other: TimeExpression
) -> tuple[TimeExpression, TimeExpression] | None:
    """A date and an "ago" that explain each other: "in August 2022, some two years ago"."""
    if one.relation == "ago" and has_year(other):
        ago, dated = one, other
    elif other.relation == "ago" and has_year(one):
        ago, dated = other, one
    else:
        return None
    if ago.in_quotation or dated.relation not in ("in", "on", "", "of"):
        return None
    between = doc.words.lower[one.last : other.first]
    if len(between) > 3 or not _GLUE.issuperset(between):
        return None
    # "The 2012 campaign" is named after its year, whenever it runs.
    return None if dated.first and doc.words.lower[dated.first - 1] == "the" else (ago, dated)


def _counted_to_now(
    doc: Document, one: TimeExpression, other: TimeExpression, now: Interval
) -> tuple[TimeExpression, TimeExpression] | None:
    """A length that leads from a date in the same sentence to the time of writing.

    "The deal comes ten years after the war ended in 1953", "it has been three weeks since the
    fighting broke out on 15 April", "in December 2017 ..., and today, two years later".
    """
    lower = doc.words.lower
    if other.relation == "later" and other.amount and (has_year(one) or is_past_day(one, now)):
        before = lower[max(other.first - 2, 0) : other.first]
        if one.relation in ("between", "from", "to", "and"):
            return None
        behind = lower[other.last : other.last + 3]
        if "still" in behind and is_told_of_now_behind(doc, other, other.last):
            return other, one
        if ("today" in before or "now" in before) and not other.in_quotation:
            return other, one
        return None
    if one.relation not in ("after", "since") or one.amount is None or one.in_quotation:
        return None
    if one.kind != "relative" or not (has_year(other) or is_past_day(other, now)):
        return None
    of_a_year = other.relation == "of" and has_year(other)
    if other.relation not in ("in", "on") and other.kind != "relative" and not of_a_year:
        return None
    if other.first - one.last > _FARTHEST_DATE:
        return None
    if looks_ahead(doc, one.last, other.first):
        return None
    sentence = doc.sentences[one.sentence]
    if one.relation == "after":
        if one.first == sentence.first_word and doc.prose[other.end : other.end + 1] == ",":
            is_now = is_told_of_now_behind(doc, one, other.last)
        else:
            is_now = is_told_of_now(doc, one)
        return (one, other) if is_now else None
    opens = one.first == sentence.first_word or _ends_before(doc, one.start)
    return (one, other) if opens or "been" in lower[max(one.first - 3, 0) : one.first] else None


def conflict(
    doc: Document, rule: str, length: TimeExpression, dated: TimeExpression, now: Interval
) -> Passage:
    """The finding that ``length`` does not lead from ``dated`` to ``now``, with the sum."""
    real = spoken_range(elapsed(dated.interval or now, now))
    message = (
        f"From {quote(doc, dated)} to the date of this text ({day_in_words(now.begin)}) "
        f"it is {real}, but the text says “{quote(doc, length)}”."
    )
    return Passage(length.start, length.end, rule, message, (Span(dated.start, dated.end),))


def _ends_before(doc: Document, start: int) -> bool:
    """Whether a sentence ends right before ``start``, though the next has no capital letter."""
    return doc.prose[max(start - 3, 0) : start].rstrip()[-1:] in (".", "!", "?")
