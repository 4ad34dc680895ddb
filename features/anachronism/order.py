"""The order of things: an effect before its cause, an update before the page, two dates in one."""

from itertools import pairwise

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.clauses import looks_ahead, quote
from credscore.features.anachronism.elapsed import has_year, is_past_day
from credscore.features.anachronism.now import document_now
from credscore.features.anachronism.reader import by_sentence
from credscore.features.anachronism.resolve import resolve
from credscore.features.anachronism.scan import line_times
from credscore.features.anachronism.times import TimeExpression, day_in_words

RULES = {
    "effect-before-cause": "Something dated before the thing from which it is said to follow.",
    "updated-before-published": "A page that was updated on a day before it was published.",
    "dates-out-of-order": "Two dates whose order the word between them, “before”, “after”, denies.",
    "two-dates-for-one": "One event with two dates in one breath that have no day in common.",
}

_CAUSES = frozenset(
    str.split("allowed triggered caused prompted sparked enabled made paved led ignited unleashed")
)
_RELATIVES = frozenset(str.split("who whom whose which that where when after before since"))
_BEGINNINGS = frozenset(str.split("began started opened launched commenced erupted"))
_OPENINGS = (["founded"], ["established"], ["launched"], ["born"], ["formed"], ["created"])
_ROOTS = frozenset(
    str.split(
        "predecessor parent roots back dates traces ancestors forerunner his her their site "
        "building house originally based inspired named by property land"
    )
)
_GLUE = frozenset(str.split("in on the month of year of"))
_MOST_WORDS_BETWEEN = 12


def effects_before_causes(doc: Document) -> list[Passage]:
    """Two dates in a sentence whose order the words between them turn round."""
    now = document_now(doc).interval
    passages = []
    for expressions in by_sentence(doc):
        dated = [
            e
            for e in expressions
            if (has_year(e) or (now and is_past_day(e, now))) and e.kind == "date"
        ]
        if len(dated) != 2:
            continue
        cause, effect = dated
        if (
            cause.interval is None
            or effect.interval is None
            or effect.relation
            not in (
                "in",
                "on",
                "of",
            )
        ):
            continue
        if effect.interval.end >= cause.interval.begin or not _follows(doc, cause, effect):
            continue
        message = (
            f"The text lets something of {quote(doc, effect)} follow from something of "
            f"{quote(doc, cause)}."
        )
        related = (Span(cause.start, cause.end),)
        passages.append(Passage(effect.start, effect.end, "effect-before-cause", message, related))
    return passages


def events_out_of_order(doc: Document) -> list[Passage]:
    """Two dates whose order "before", "after" or "following" turns round."""
    passages = []
    for expressions in by_sentence(doc):
        dated = [e for e in expressions if has_year(e)]
        if len(dated) != 2 or len([e for e in expressions if e.kind == "date"]) != 2:
            continue
        one, other = dated
        if one.interval is None or other.interval is None:
            continue
        link = _link(doc, one, other)
        earlier, later = (one, other) if link == "before" else (other, one)
        if not link or earlier.interval is None or later.interval is None:
            continue
        if earlier.interval.begin <= later.interval.end:
            continue
        message = (
            f"By the words of the text {quote(doc, earlier)} comes before {quote(doc, later)}."
        )
        related = (Span(one.start, one.end),)
        passages.append(Passage(other.start, other.end, "dates-out-of-order", message, related))
    return passages


def feats_before_founding(doc: Document) -> list[Passage]:
    """What a thing did before it began: "Founded in 1990, it had its first success in 1984"."""
    passages = []
    lower = doc.words.lower
    for expressions in by_sentence(doc):
        dated = [e for e in expressions if has_year(e)]
        if len(dated) != 2:
            continue
        founded, then = dated
        if founded.interval is None or then.interval is None:
            continue
        first = doc.sentences[founded.sentence].first_word
        opening, between = lower[first : founded.first], lower[founded.last : then.first - 1]
        if opening[:1] not in _OPENINGS or len(opening) > 6 or founded.relation != "in":
            continue
        if then.relation not in ("in", "on") or doc.prose[founded.end : founded.end + 1] != ",":
            continue
        is_plain = _RELATIVES.isdisjoint(between) and _ROOTS.isdisjoint((*opening, *between))
        if not is_plain or len(between) > _MOST_WORDS_BETWEEN:
            continue
        if then.interval.end < founded.interval.begin:
            message = f"The text tells of {quote(doc, then)} what began only {quote(doc, founded)}."
            related = (Span(founded.start, founded.end),)
            passages.append(Passage(then.start, then.end, "dates-out-of-order", message, related))
    return passages


def _link(doc: Document, one: TimeExpression, other: TimeExpression) -> str:
    """Whether the first date is said to lie "before" or "after" the second; "" where neither is."""
    lower = doc.words.lower
    if other.relation not in ("in", "on", "of"):
        return ""
    between = lower[one.last : other.first]
    first = doc.sentences[one.sentence].first_word
    text = doc.prose[one.end : other.start]
    if any(mark in text for mark in ".;:()–—\n") or looks_ahead(doc, one.last, other.first):
        return ""
    opening = lower[first : one.first]
    if opening[:1] in (["after"], ["following"]) and one.relation in ("in", "of", "on"):
        # "Following the verdict of June 2018, the family moved abroad in 2016".
        is_short = len(opening) <= 10 and len(between) <= _MOST_WORDS_BETWEEN
        plain = is_short and text[:1] == "," and text.count(",") == 1
        is_one_clause = _RELATIVES.isdisjoint((*opening[1:], *between))
        return "before" if plain and is_one_clause else ""
    if one.relation not in ("in", "on") or not 3 <= len(between) <= _MOST_WORDS_BETWEEN:
        return ""
    start = 1 if between[0] in ("shortly", "soon", "just", "months", "and") else 0
    word = {"following": "after"}.get(between[start], between[start])
    if word not in ("before", "after"):
        return ""
    behind = between[start + 1 :]
    if not {"that", "which"}.isdisjoint(behind):
        if behind[-3:-2] not in (["that"], ["which"]) or behind[-2] not in _BEGINNINGS:
            return ""
        behind = behind[:-3]
    if not _RELATIVES.isdisjoint(behind) or "," in text.strip(", "):
        return ""
    # What somebody had or would have done elsewhere dates another thing.
    if word == "after" and behind[1:2] == ["had"]:
        return word
    return word if {"had", "would", "since", "as", "for", "to"}.isdisjoint(behind) else ""


def _follows(doc: Document, cause: TimeExpression, effect: TimeExpression) -> bool:
    """Whether the words between say that the first date's event brought about the second's."""
    between = doc.words.lower[cause.last : effect.first]
    if not 2 <= len(between) <= _MOST_WORDS_BETWEEN:
        return False
    # Only a verb right behind the comma, or behind "the treaty of 1990", has it for its subject.
    behind_comma = cause.relation in ("in", "on") and doc.prose[cause.end : cause.end + 1] == ","
    if not (behind_comma or cause.relation == "of") or between[0] not in _CAUSES:
        return False
    if between[0] == "made" and "possible" not in between[1:3]:
        return False
    return not looks_ahead(doc, cause.last, effect.first)


def two_dates_for_one(doc: Document) -> list[Passage]:
    """Dates set beside one another as one: "in 2015, in the month of July 2017"."""
    passages = []
    for expressions in by_sentence(doc):
        for place, (one, other) in enumerate(pairwise(expressions)):
            if not (has_year(one) and has_year(other)) or one.granularity == other.granularity:
                continue
            between = doc.words.lower[one.last : other.first]
            if not between or between[0] not in ("in", "on") or not _GLUE.issuperset(between):
                continue
            if len(expressions) > place + 2 and has_year(expressions[place + 2]):
                # A list of dates.
                continue
            if one.relation not in ("in", "on") or one.interval is None or other.interval is None:
                continue
            if doc.prose[one.end : other.start][:1] != "," or one.interval.meets(other.interval):
                continue
            before = doc.words.lower[max(one.first - 10, 0) : one.first]
            if not _RELATIVES.isdisjoint(before):
                # "Her husband, whom she married in 2012, in February 2017 left her".
                continue
            message = f"{quote(doc, one)} and {quote(doc, other)} are given for the same event."
            related = (Span(one.start, one.end),)
            passages.append(Passage(one.start, other.end, "two-dates-for-one", message, related))
    return passages


def updates_before_publication(doc: Document) -> list[Passage]:
    """Bylines whose update comes before the day of publication."""
    passages = []
    for one, other in pairwise(line_times(doc)):
        if one.line_start != other.line_start or one.raw.granularity != "day":
            continue
        if not {"updated", "modified"} & set(other.label[one.raw.last :]):
            continue
        if {"updated", "modified"} & set(other.label[: one.raw.first]):
            continue
        first, second = resolve(one.raw, None), resolve(other.raw, None)
        if first is None or second is None or second.end >= first.begin:
            continue
        message = (
            f"Published on {day_in_words(first.begin)}, yet updated on "
            f"{day_in_words(second.begin)}."
        )
        passages.append(
            Passage(
                one.start,
                other.end,
                "updated-before-published",
                message,
                (Span(one.start, one.end),),
            )
        )
    return passages
