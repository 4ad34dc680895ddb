"""What the text says of a date: which thing began, was founded, built, ended or closed then.

A fact is read outwards from its date: the nearest verb that says how a thing begins or ends, then
the words that the verb is said of. A name, "the festival" and "it" are told apart; ``subjects.py``
says which of them are one.
"""

from typing import NamedTuple

from credscore.document import Document
from credscore.features.anachronism.clauses import STOPWORDS, content_words, is_past_verb, stem
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import TimeExpression

_VERBS: dict[str, str] = {
    **dict.fromkeys(str.split("began begun started erupted commenced"), "began"),
    **dict.fromkeys(
        str.split("founded established created formed launched introduced invented"), "founded"
    ),
    "unveiled": "unveiled",
    "premiered": "premiered",
    "debuted": "premiered",
    **dict.fromkeys(str.split("opened inaugurated built"), "built"),
    "completed": "completed",
    **dict.fromkeys(str.split("ended concluded"), "ended"),
    **dict.fromkeys(str.split("closed shut dissolved disbanded demolished abolished"), "closed"),
}
_PHRASES: dict[tuple[str, str], str] = {
    ("broke", "out"): "began", ("broken", "out"): "began", ("kicked", "off"): "began",
    ("set", "up"): "founded", ("first", "held"): "began", ("came", "about"): "began",
}  # fmt: skip
_NOUNS: dict[str, str] = {
    **dict.fromkeys(str.split("launch founding creation inception establishment"), "founded"),
    **dict.fromkeys(str.split("opening inauguration"), "built"),
    "completion": "completed",
}
_GOING_ON = frozenset(
    str.split(
        "raging ongoing going underway running active waged fought fighting continuing under "
        "place force effect"
    )
)
_AGAIN = frozenset(
    str.split(
        "again anew relaunched refounded reopened rebuilt renamed merged merger officially "
        "formally present current modern predecessor incorporated successor second third phase "
        "stage part expanded expansion new section branch reopening as"
    )
)
"""A thing may well begin twice, where one of these is said."""

_AUXILIARIES = frozenset(
    str.split("was were is are been be has had have being first originally initially ever")
)
_RELATIVES = frozenset(str.split("which who that"))
_ADJUNCTS = frozenset(str.split("by in at with as from near its his her their the a an doors"))
_STOPS = frozenset(
    str.split(
        "when since after before because while that which who whom whose but if as although "
        "though where until than and or to by with from on at into over said says it he she they "
        "we i you there has have had is are was were be been will would could did does not "
        "although once so then also during"
    )
)
_LINKS = frozenset(str.split("of in for between against at"))
DETERMINERS = frozenset(str.split("the a an this that these those our its his her their"))
_PLURALS = frozenset(str.split("protests talks works studies services news"))
_LONGEST = 8
_LONGEST_CLAUSE = 15
_FARTHEST = 12


class Subject(NamedTuple):
    """What a fact is said of.

    Attributes:
        words: The stems of its content words, those behind "of" and "in" with them.
        core: The stems of the content words before "of" or "in".
        head: The last content word of the core, in lower case.
        is_name: Whether the core is written in capitals.
        first: Position of its first word.
    """

    words: frozenset[str]
    core: frozenset[str]
    head: str
    is_name: bool
    first: int


class Fact(NamedTuple):
    """One thing that began, was founded, built or ended at a date.

    ``first`` is the position of the first word of its telling.
    """

    what: str
    subject: Subject
    dated: TimeExpression
    first: int


def facts(doc: Document) -> tuple[Fact, ...]:
    """The facts of the running text whose date names its year, in order; read once."""
    return doc.once(_read)


def _read(doc: Document) -> tuple[Fact, ...]:
    found = []
    for dated in times(doc):
        if dated.kind != "date" or dated.interval is None or dated.in_quotation:
            continue
        if dated.calendar is None or dated.calendar.year is None:
            continue
        fact = _fact(doc, dated)
        if fact:
            found.append(fact)
    return tuple(found)


def _fact(doc: Document, dated: TimeExpression) -> Fact | None:
    sentence = doc.sentences[dated.sentence]
    first = sentence.first_word
    lower = doc.words.lower
    if dated.first == first and doc.prose[dated.end : dated.end + 1] == ":":
        # An entry of a chronicle: "2013: Harbour Coin is launched."
        what = next((_VERBS[w] for w in lower[first : first + 8] if w in _VERBS), "")
        subject = noun_phrase_at(doc, dated.last, sentence.last_word) if what else None
        return Fact(what, subject, dated, first) if subject else None
    if dated.relation == "since":
        return _going_on_since(doc, dated, first)
    if dated.relation not in ("in", "on"):
        return None
    found = _verb_before(doc, dated, first)
    if found is None:
        return None
    verb, what = found
    if not _AGAIN.isdisjoint(lower[max(first, verb - 8) : dated.last + 3]):
        return None
    subject = _subject_of(doc, dated, verb, first)
    return Fact(what, subject, dated, _told_from(first, subject, dated)) if subject else None


def _told_from(first: int, subject: Subject, dated: TimeExpression) -> int:
    """Where the telling begins: with its subject, or where that follows or is "it", before."""
    return subject.first if first <= subject.first < dated.first else first


def _going_on_since(doc: Document, dated: TimeExpression, first: int) -> Fact | None:
    """What "has been raging since 2014" or "has been in place since March" is said of."""
    lower = doc.words.lower
    floor = max(first, dated.first - 2 * _FARTHEST)
    stretch = lower[floor : dated.first]
    if "been" not in stretch:
        return None
    been = floor + len(stretch) - 1 - stretch[::-1].index("been")
    if _GOING_ON.isdisjoint((*lower[been + 1 : been + 4], *stretch[-4:])):
        return None
    subject = _subject_of(doc, dated, been, first)
    return Fact("began", subject, dated, _told_from(first, subject, dated)) if subject else None


def _verb_before(doc: Document, dated: TimeExpression, first: int) -> tuple[int, str] | None:
    """The verb for which the date is given, and what it says of its subject."""
    lower = doc.words.lower
    for place in range(dated.first - 2, max(dated.first - _FARTHEST, first) - 1, -1):
        word = lower[place]
        if place + 1 < dated.first - 1 and "," in _gap(doc, place + 1):
            return None
        if word in _NOUNS and place and lower[place - 1] == "its":
            return (place, _NOUNS[word]) if dated.first - place <= 4 else None
        what = _PHRASES.get((word, lower[place + 1])) or _VERBS.get(word)
        if what is None:
            if is_past_verb(word) and word not in ("broke", "kicked", "came", "held"):
                return None
            continue
        # "Was launched", or "launched in": with an object it is another thing that begins.
        is_passive = lower[place - 1] in _AUXILIARIES and place > first
        behind = lower[place + 1] if (word, lower[place + 1]) not in _PHRASES else lower[place + 2]
        if is_passive or dated.first - place == 2 or behind in ("in", "on", "at", "by"):
            return place, what
        if lower[place + 1 : place + 3] == ["its", "doors"]:
            return place, what
        return None
    return None


def _gap(doc: Document, place: int) -> str:
    """What stands between the word at ``place`` and the one before it."""
    return doc.prose[doc.words.ends[place - 1] : doc.words.starts[place]] if place else ""


def _subject_of(doc: Document, dated: TimeExpression, verb: int, first: int) -> Subject | None:
    lower = doc.words.lower
    sentence = doc.sentences[dated.sentence]
    if verb == first or lower[verb] in _NOUNS:
        # "Founded in 1902, the college ..."; "since its launch in 2020, the scheme ...".
        if doc.prose[dated.end : dated.end + 1] == ",":
            return noun_phrase_at(doc, dated.last, sentence.last_word)
        return _named_before(doc, dated.sentence) if lower[verb] in _NOUNS else None
    end = verb
    while end > first and lower[end - 1] in _AUXILIARIES and _gap(doc, end) == " ":
        end -= 1
    before = _before_insertion(doc, end, first) if "," in _gap(doc, end) else end
    if before < end:
        end = before
    elif end > first and lower[end - 1] in _RELATIVES:
        end -= 1
    elif "," in _gap(doc, end) and dated.first - verb > 2:
        # "He left the army, opened a shop": the verb of another.
        return None
    if lower[end - 1] == "it" and end - 1 - first <= 1:
        if end - 1 > first and doc.prose[dated.end : dated.end + 1] == ",":
            # "Since it opened in 1998, the museum has ...".
            return noun_phrase_at(doc, dated.last, sentence.last_word)
        return _named_before(doc, dated.sentence)
    return _noun_phrase_before(doc, end, first)


def _before_insertion(doc: Document, end: int, floor: int) -> int:
    """The position before words in commas: "the strike, which few had expected, has been"."""
    for place in range(end - 1, max(end - _LONGEST_CLAUSE, floor), -1):
        if "," in _gap(doc, place):
            # What stands before them must be a subject and nothing more.
            before = doc.words.lower[floor:place]
            is_subject = len(before) <= _LONGEST and _STOPS.isdisjoint(before)
            return place if is_subject and not any(map(is_past_verb, before)) else end
    return end


def _named_before(doc: Document, sentence: int) -> Subject | None:
    """What the sentence before, of the same paragraph, speaks of."""
    if not sentence:
        return None
    before = doc.sentences[sentence - 1]
    return noun_phrase_at(doc, before.first_word, before.last_word)


def _noun_phrase_before(doc: Document, end: int, floor: int) -> Subject | None:
    """The noun phrase that ends before position ``end``."""
    lower = doc.words.lower
    first = end
    while first > floor and end - first < _LONGEST:
        word = lower[first - 1]
        if first < end and _gap(doc, first) not in (" ", "-", "  "):
            break
        if word in _STOPS or word[0].isdigit() or is_past_verb(word):
            break
        first -= 1
        if word in DETERMINERS and lower[first - 1] not in _LINKS:
            break
    return _subject(doc, first, end)


def noun_phrase_at(doc: Document, first: int, end: int) -> Subject | None:
    """The noun phrase that begins at ``first`` and ends at its verb, comma or stop."""
    lower = doc.words.lower
    last = first
    starts = doc.words.starts
    is_name = lower[first] not in DETERMINERS if first < end else False
    while last < end and last - first < _LONGEST:
        word = lower[last]
        if word in _STOPS or word[0].isdigit() or is_past_verb(word):
            break
        if is_name and last > first and doc.prose[starts[last]].islower() and word not in _LINKS:
            # "Fintel lets people send money".
            break
        is_verb = last > first + 1 and word.endswith("s") and word not in _PLURALS
        if is_verb and doc.prose[starts[last]].islower():
            # "The museum stands on a hill"; what ends in "s" and is a noun is seldom begun.
            break
        last += 1
        if last < end and _gap(doc, last) not in (" ", "-", "  "):
            break
    return _subject(doc, first, last)


def _subject(doc: Document, first: int, last: int) -> Subject | None:
    words = doc.words
    if first >= last or words.lower[first] in _LINKS:
        return None
    start = first
    if words.lower[first] in DETERMINERS:
        if words.lower[first] in ("a", "an", "these", "those"):
            return None
        start += 1
    link = next((at for at in range(start, last) if words.lower[at] in _LINKS), last)
    core = list(content_words(doc, start, link))
    if not core:
        return None
    capitals = [doc.prose[words.starts[place]].isupper() for place, _ in core]
    is_name = all(capitals) and (len(core) > 1 or _is_always_a_name(doc, core[0][0]))
    if not is_name and start == first and link == last:
        # Neither a name nor "the ..." nor "construction of ...".
        return None
    stems = frozenset(word for _, word in content_words(doc, start, last))
    return Subject(
        stems, frozenset(word for _, word in core), words.lower[core[-1][0]], is_name, first
    )


def _is_always_a_name(doc: Document, place: int) -> bool:
    """Whether the word stands with a capital inside some sentence, or never without one."""
    places = doc.words.index[doc.words.lower[place]][:40]
    if len(places) > 1 and all(doc.prose[doc.words.starts[at]].isupper() for at in places):
        return doc.words.lower[place + 1 : place + 2] == ["was"] or _stands_inside(doc, place)
    return _stands_inside(doc, place)


def _stands_inside(doc: Document, place: int) -> bool:
    """Whether the word is written with a capital inside some sentence as well."""
    firsts = doc.once(_first_words)
    return any(
        other not in firsts and doc.prose[doc.words.starts[other]].isupper()
        for other in doc.words.index[doc.words.lower[place]][:40]
    )


def _first_words(doc: Document) -> set[int]:
    return {sentence.first_word for sentence in doc.sentences}


def is_one_of(doc: Document, head: str, words: frozenset[str]) -> bool:
    """Whether every mention of the noun ``head`` may be of the thing that ``words`` describe.

    "A festival", "another festival" or "the film festival" beside "the Riverside festival" may be
    of a second one.
    """
    lower = doc.words.lower
    if head + "s" in doc.words.index:
        return False
    for place in doc.words.index[head]:
        before = lower[place - 1] if place and _gap(doc, place) in (" ", "-") else ""
        if before in ("a", "an") and place > 1 and lower[place - 2] in ("is", "was", "as"):
            continue
        if before in ("the", "this", "that", "its") or stem(before) in words:
            continue
        if before in STOPWORDS and before not in ("a", "an", "another", "each", "other", "all"):
            continue
        return False
    return True
