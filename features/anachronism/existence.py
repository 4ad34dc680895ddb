"""Words, names, products and events before they existed.

A text that is dated before a word was coined, a place renamed, a product announced or a disaster
struck cannot know of it. What could be spoken of ahead (a product, an election, a treaty) counts
only where it is told as past.
"""

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.events import SURPRISES, EventMention, events
from credscore.features.anachronism.knowledge import Day, read_day, rows
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import TimeExpression
from credscore.features.anachronism.written import sentence_of, times_of_sentence, when_dated
from credscore.lexicon import Lexicon

RULES = {
    "word-before-it-existed": "A word or name used in a text dated before it was coined.",
    "place-before-its-name": "A place called by a name that it was given only later.",
    "used-before-it-existed": "Something done on or with a service years before there was one.",
    "product-before-launch": "A product told of as launched before it was even announced.",
    "event-before-it-happened": "A public event told of as past before it happened.",
}

_PLACE = "place"
_LAUNCH = "launch"
_SLACK = timedelta(days=30)
_LAUNCH_SLACK = timedelta(days=45)
_EVENT_SLACK = timedelta(days=3)
_LONGEST_RUMOUR = timedelta(days=730)
_LONGEST_SENTENCE = 45

_LAUNCHED = frozenset({"launched", "released", "debuted", "arrived", "shipped"})
_AHEAD = frozenset(
    {"will", "would", "could", "may", "might", "should", "to", "expected", "rumored", "rumoured"}
    | {"set", "if", "when", "until", "before", "not", "never", "yet", "leaked", "upcoming"}
    | {"planned", "due", "once", "possible", "potential", "likely", "after", "next", "future"}
)
_AHEAD_OF_A_NOUN = _AHEAD - {"before", "when", "after"}
_TELLS_OF_ANOTHER_TIME = frozenset(
    {"later", "now", "today", "before", "became", "become", "known", "predecessor", "since", "then"}
    | {"forerunner", "precursor", "renamed", "until", "called", "after", "recently", "ago", "still"}
)
_BY_WHICH = frozenset({"on", "via", "using", "through", "with"})


class Thing(NamedTuple):
    """A row of a table.

    Attributes:
        form: The name as it is written.
        kind: "product" (of the table of products), "place", or the kind of the word.
        since: The first day on which it was known.
        meaning: What it is, or the former name of a place.
    """

    form: str
    kind: str
    since: Day
    meaning: str


class Named(NamedTuple):
    """A thing of a table, named in the running text."""

    thing: Thing
    first: int
    last: int
    start: int
    end: int


@cache
def _things() -> tuple[Lexicon, dict[str, list[Thing]]]:
    """Every form of the tables, in one list that is looked for at once."""
    things = {
        (row["form"], row["kind"]): Thing(
            row["form"], row["kind"], read_day(row["since"]), row["meaning"]
        )
        for row in rows("words.csv")
    }
    for row in rows("renamed_places.csv"):
        place = Thing(row["name"], _PLACE, read_day(row["since"]), row["former"])
        things[place.form, _PLACE] = place
    for row in rows("products.csv", "products_own.csv"):
        product = Thing(row["product"], _LAUNCH, read_day(row["opened"]), "")
        things[product.form, _LAUNCH] = product
    # The lexicon is case-blind: forms that differ in capitals share an entry.
    by_form: dict[str, list[Thing]] = {}
    for thing in things.values():
        by_form.setdefault(thing.form.lower(), []).append(thing)
    return Lexicon.of((form, "") for form in by_form), by_form


def _named(doc: Document) -> tuple[Named, ...]:
    """The things that stand in the running text as they are written, outside quotations."""
    return doc.once(_read_named)


def _read_named(doc: Document) -> tuple[Named, ...]:
    lexicon, by_form = _things()
    found: list[Named] = []
    taken = 0
    for hit in lexicon.find(doc.words):
        if hit.first < taken:
            continue
        start, end = doc.words.starts[hit.first], doc.words.ends[hit.last - 1]
        if hit.phrase[0] == "#" and start:
            start -= 1
        if hit.phrase[-1] == "+" and doc.content[end : end + 1] == "+":
            end += 1
        taken = hit.last
        said = doc.content[start:end].replace("’", "'")
        if not doc.in_quotation(start):
            found += [
                Named(thing, hit.first, hit.last, start, end)
                for thing in by_form[hit.phrase]
                if thing.form == said
            ]
    return tuple(found)


def _in_a_teaser(doc: Document, first: int, last: int) -> bool:
    """Whether the words stand in a teaser that the page's machinery put into the text.

    Teasers are renewed long after the text was dated. They are written in capitals, or run into
    each other without a full stop.
    """
    sentence = doc.sentences[sentence_of(doc, first)]
    if sentence.last_word - sentence.first_word > _LONGEST_SENTENCE:
        return True
    near = [
        doc.words.starts[place]
        for place in range(max(first - 6, sentence.first_word), min(last + 6, sentence.last_word))
        if not first <= place < last
    ]
    capitals = sum(doc.content[start].isupper() for start in near)
    return len(near) > 5 and capitals > 0.55 * len(near)


def words_before_they_existed(doc: Document) -> list[Passage]:
    """Words and names in a text that is dated before they were coined; the first of each."""
    named = [n for n in _named(doc) if n.thing.kind not in (_PLACE, _LAUNCH)]
    written = when_dated(doc) if named else None
    if written is None or written.latest is None:
        return []
    found: dict[str, Passage] = {}
    for thing, first, last, start, end in named:
        if thing.form in found or written.latest >= thing.since.earliest - _SLACK:
            continue
        if not _in_a_teaser(doc, first, last):
            message = (
                f"“{thing.form}” ({thing.meaning}) was not known before {thing.since.words}; "
                f"{written.reason}."
            )
            found[thing.form] = Passage(start, end, "word-before-it-existed", message)
    return list(found.values())


def places_before_their_names(doc: Document) -> list[Passage]:
    """Places called by a name of later; every mention in a text that is dated before it."""
    named = [n for n in _named(doc) if n.thing.kind == _PLACE]
    written = when_dated(doc) if named else None
    if written is None or written.latest is None:
        return []
    passages: list[Passage] = []
    seen: set[str] = set()
    for thing, _, _, start, end in named:
        if written.latest < thing.since.earliest - _LAUNCH_SLACK:
            message = (
                f"{thing.meaning} was named {thing.form} in {thing.since.earliest:%B %Y}; "
                f"{written.reason}."
            )
            headings = [] if thing.form in seen else _in_headings(doc, thing.form)
            seen.add(thing.form)
            spans = [(at, at + len(thing.form)) for at in headings]
            passages += [
                Passage(first, last, "place-before-its-name", message)
                for first, last in (*spans, (start, end))
            ]
    return sorted(set(passages))


def _in_headings(doc: Document, form: str) -> list[int]:
    """Where a form that the running text has stands in a heading as well."""
    return [
        start + doc.content[start:end].index(form)
        for start, end, _ in doc.headings
        if form in doc.content[start:end]
    ]


def used_before_they_existed(doc: Document) -> list[Passage]:
    """Things done on a service or with a product at a date when there was none."""
    passages = []
    for thing, first, _, start, end in _named(doc):
        if thing.kind not in ("service", "product"):
            continue
        if not first or doc.words.lower[first - 1] not in _BY_WHICH:
            continue
        dated = _only_date(doc, first)
        if dated is None or dated.interval is None:
            continue
        if dated.interval.end < thing.since.earliest - _LAUNCH_SLACK:
            message = (
                f"{thing.form} ({thing.meaning}) was not there before {thing.since.words}; "
                f"the sentence says “{doc.content[dated.start : dated.end]}”."
            )
            related = (Span(dated.start, dated.end),)
            passages.append(Passage(start, end, "used-before-it-existed", message, related))
    return passages


def _only_date(doc: Document, word: int) -> TimeExpression | None:
    """The one date, with its year, of the sentence of ``word``, if all is told of that date."""
    dates = times_of_sentence(doc, word)
    if len(dates) != 1 or dates[0].kind != "date" or dates[0].relation not in ("in", "on"):
        return None
    if dates[0].calendar is None or dates[0].calendar.year is None:
        return None
    return dates[0] if _TELLS_OF_ANOTHER_TIME.isdisjoint(_around(doc, word)) else None


def _around(doc: Document, word: int) -> list[str]:
    """The words of the sentence that holds a word; of an endless one, those near it."""
    sentence = doc.sentences[sentence_of(doc, word)]
    first = max(sentence.first_word, word - _LONGEST_SENTENCE)
    last = min(sentence.last_word, word + _LONGEST_SENTENCE)
    return doc.words.lower[first:last]


def products_before_launch(doc: Document) -> list[Passage]:
    """Products told of as launched, in a text or in a year before they were announced."""
    passages = []
    for thing, first, last, start, end in _named(doc):
        if thing.kind != _LAUNCH:
            continue
        known = f"{thing.form} was not announced before {thing.since.words}"
        written = when_dated(doc)
        if written and written.latest and _is_far_ahead(doc, thing, first, written.latest):
            message = f"{known}; {written.reason}."
            passages.append(Passage(start, end, "product-before-launch", message))
            continue
        verb = _launch_verb(doc, first, last)
        if verb is None:
            continue
        if written and written.latest and written.latest < thing.since.earliest - _EVENT_SLACK:
            message = f"{known}; {written.reason}."
            passages.append(Passage(start, doc.words.ends[verb], "product-before-launch", message))
            continue
        dated = _date_behind(doc, verb)
        if dated is None or dated.interval is None:
            continue
        if dated.interval.end < thing.since.earliest - _LAUNCH_SLACK:
            message = f"{known}; the sentence says “{doc.content[dated.start : dated.end]}”."
            passages.append(Passage(start, dated.end, "product-before-launch", message))
    return passages


def _is_far_ahead(doc: Document, thing: Thing, word: int, now: date) -> bool:
    """Whether a text speaks of a product years before anybody could, and not as a guess."""
    if now >= thing.since.earliest - _LONGEST_RUMOUR:
        return False
    return _AHEAD.isdisjoint(_around(doc, word))


def _launch_verb(doc: Document, first: int, last: int) -> int | None:
    """The position of the verb that says, right behind the product, that it was launched."""
    lower = doc.words.lower
    if not _AHEAD_OF_A_NOUN.isdisjoint(lower[max(first - 4, 0) : first]):
        return None
    for at in range(last, min(last + 4, len(lower))):
        if doc.content[doc.words.ends[at - 1] : doc.words.starts[at]] not in (" ", ", "):
            return None
        if lower[at] in _LAUNCHED:
            return at
        if lower[at : at + 3] == ["went", "on", "sale"]:
            return at + 2
        if lower[at : at + 2] in (["came", "out"], ["hit", "stores"], ["rolled", "out"]):
            return at + 1
        if lower[at] not in ("was", "were", "which", "that", "has", "had", "been", "first"):
            return None
    return None


def _date_behind(doc: Document, verb: int) -> TimeExpression | None:
    """The date with its year that follows a verb at once."""
    by_first = doc.once(_dates_by_first_word)
    return next((by_first[at] for at in range(verb + 1, verb + 4) if at in by_first), None)


def _dates_by_first_word(doc: Document) -> dict[int, TimeExpression]:
    """The dates that name their year, by the position of their first word."""
    return {
        time.first: time
        for time in times(doc)
        if time.kind == "date" and time.relation in ("in", "on")
        if time.calendar and time.calendar.year
    }


def events_before_they_happened(doc: Document) -> list[Passage]:
    """Events told of as past in a text that is dated before they began; the first of each."""
    named = events(doc)
    written = when_dated(doc) if named else None
    if written is None or written.latest is None:
        return []
    found: dict[str, Passage] = {}
    for mention in named:
        event = mention.event
        if event.key in found or written.latest >= event.begin.earliest - _EVENT_SLACK:
            continue
        if doc.in_quotation(mention.start) or not _told_as_past(doc, mention):
            continue
        if _in_a_teaser(doc, mention.first, mention.last):
            continue
        message = (
            f"{event.name[:1].upper()}{event.name[1:]}: {event.begin.words}; {written.reason}."
        )
        found[event.key] = Passage(mention.start, mention.end, "event-before-it-happened", message)
    return list(found.values())


def _told_as_past(doc: Document, mention: EventMention) -> bool:
    lower = doc.words.lower
    sentence = doc.sentences[sentence_of(doc, mention.first)]
    before = lower[max(mention.first - 5, sentence.first_word) : mention.first]
    after = lower[mention.last : min(mention.last + 3, sentence.last_word)]
    if not _AHEAD_OF_A_NOUN.isdisjoint(before) or not _AHEAD.isdisjoint(after):
        return False
    if all(event.kind in SURPRISES for event in mention.readings):
        return True
    said = lower[mention.first : mention.last]
    return (
        any(word.endswith("ed") or word in _PAST for word in said)
        or before[-1:] == ["since"]
        or not _PAST.isdisjoint(after[:2])
    )


_PAST = frozenset(
    {"was", "were", "took", "left", "became", "won", "came", "went", "fell", "ended", "began"}
)
