"""What the document tells as past although, by its own date, it was still to come."""

from bisect import bisect_left

from credscore.document import Document
from credscore.feature import Passage
from credscore.features.anachronism.clauses import (
    clause_of,
    is_past_verb,
    looks_ahead,
    quote,
)
from credscore.features.anachronism.now import sure_now
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import TimeExpression, day_in_words

RULES = {"reported-before-it-happened": "Told as past, but dated after the document itself."}

# A page may be stamped in another time zone, or the day before it is read.
_GRACE_DAYS = 3
# Farther ahead it is the page's stamp that is wrong: the day on which the site was set up.
_FARTHEST_DAYS = 1100
# What the page's machinery says of itself.
_STAMPS = frozenset(str.split("posted published updated modified retrieved accessed reviewed"))
_UNFINISHED = frozenset(str.split("is are be been being to not never if when once unless"))
# They make a plan of the whole sentence; "the plan" behind a verb in the past does not.
_PLANS = frozenset(
    str.split(
        "will would shall could should if unless expected scheduled planned due slated set 'll "
        "won't upcoming hopes intends"
    )
)
_LONGEST = 40
_OPENERS = frozenset(str.split("for to until before by toward towards ahead about against"))


def reports_after_now(doc: Document) -> list[Passage]:
    """Events told in the past tense and dated after the document's now."""
    now = sure_now(doc)
    if now is None:
        return []
    passages = []
    for expression in times(doc):
        interval, calendar = expression.interval, expression.calendar
        if interval is None or calendar is None or (calendar.day is None and calendar.year is None):
            continue
        if calendar.year is None and calendar.weekday is None:
            continue
        if expression.kind != "date" or expression.in_quotation:
            continue
        grace = 0 if calendar.weekday is not None else _GRACE_DAYS
        if not grace < (interval.begin - now.end).days < _FARTHEST_DAYS:
            continue
        if not _is_told_as_past(doc, expression):
            continue
        message = (
            f"The text is dated {day_in_words(now.begin)}, yet tells as past what it dates "
            f"{quote(doc, expression)}."
        )
        passages.append(
            Passage(expression.start, expression.end, "reported-before-it-happened", message)
        )
    return passages


def _is_told_as_past(doc: Document, expression: TimeExpression) -> bool:
    """Whether a verb in the past stands right before the date, and nothing looks ahead."""
    lower = doc.words.lower
    place = expression.first - 1
    if place < 0 or lower[place] not in ("in", "on"):
        # "In the 2016 race" names the race and not the time.
        return _has_been_since(doc, expression) or _had_by_then(doc, expression)
    if place == doc.sentences[expression.sentence].first_word:
        return _opens_a_past_sentence(doc, expression)
    clause = clause_of(doc, expression)
    comma = doc.prose.find(",", expression.end, doc.words.ends[clause.last - 1])
    last = clause.last if comma < 0 else bisect_left(doc.words.starts, comma)
    if looks_ahead(doc, clause.first, last):
        return False
    stretch = range(place - 1, max(clause.first, place - 6) - 1, -1)
    for at in stretch:
        word = lower[at]
        if word in _OPENERS:
            return False
        if word in _STAMPS:
            return False
        if is_past_verb(word):
            if lower[at - 1].endswith(("'m", "'re", "'s")):
                return False
            return lower[at - 1] not in _UNFINISHED and (
                expression.granularity != "year" or lower[at - 1] in ("was", "were")
            )
    return False


def _has_been_since(doc: Document, expression: TimeExpression) -> bool:
    """Whether something has been so since the date: "has been in orbit since August 2024"."""
    if expression.relation != "since":
        return False
    lower = doc.words.lower
    clause = clause_of(doc, expression)
    stretch = lower[clause.first : expression.first]
    sentence = doc.sentences[expression.sentence]
    if (
        expression.first - sentence.first_word == 1
        and "," in (doc.prose[expression.end : expression.end + 1])
    ):
        # "Since October, the price has doubled".
        stretch = lower[expression.last : min(expression.last + 12, sentence.last_word)]
        if not _PLANS.isdisjoint(stretch):
            return False
    if not {"have", "has", "had"} & set(stretch):
        return False
    return not looks_ahead(doc, clause.first, expression.first)


def _had_by_then(doc: Document, expression: TimeExpression) -> bool:
    """Whether the sentence tells what had come about by the date that opens it."""
    sentence = doc.sentences[expression.sentence]
    if expression.relation != "by" or expression.first - sentence.first_word != 1:
        return False
    if doc.prose[expression.end : expression.end + 1] != ",":
        return False
    last = min(sentence.last_word, expression.last + 20)
    lower = doc.words.lower[expression.last : last]
    return "had" in lower and not looks_ahead(doc, expression.last, last)


def _opens_a_past_sentence(doc: Document, expression: TimeExpression) -> bool:
    """Whether the date opens a sentence whose first verb is in the past: "In May 2024, he left"."""
    last = doc.sentences[expression.sentence].last_word
    if expression.granularity == "year" or doc.prose[expression.end : expression.end + 1] != ",":
        return False
    lower = doc.words.lower
    if not _PLANS.isdisjoint(lower[expression.last : min(expression.last + _LONGEST, last)]):
        return False
    for at in range(expression.last, min(expression.last + 7, last)):
        if lower[at] in _STAMPS or lower[at] in _UNFINISHED or looks_ahead(doc, at, at + 1):
            return False
        if is_past_verb(lower[at]):
            # "The proposed law", "a wanted man": a participle before its noun is no verb.
            return at > expression.last + 1 and lower[at - 1] not in ("the", "a", "an", "and")
    return False
