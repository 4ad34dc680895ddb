"""The clause that an expression of time dates: its words, its tense, and what it speaks of."""

from collections.abc import Iterator
from typing import NamedTuple

from credscore.document import Document
from credscore.features.anachronism.times import TimeExpression

_FARTHEST = 40
"""Words on either side that may belong to a clause; an endless sentence costs no square."""
_BREAKS = ("—", "–", ";", ":", "(", ")", "\n")
_CONJUNCTIONS = frozenset(
    str.split("and but which who when while where because although though after before as that")
)
FUTURE = frozenset(
    str.split(
        "will would shall should could might must can 'll won't cannot if unless expected "
        "scheduled planned plans plan due slated set hopes hope aims aim goal target "
        "forecast proposed projected projects expires upcoming deadline ahead looming next "
        "intends promised promises vowed pledged ready prepare preparing tentatively future "
        "eventually wants urged"
    )
)
_PAST_AUXILIARIES = frozenset(str.split("was were had did wasn't weren't hadn't didn't"))
_IRREGULAR_PAST = frozenset(
    str.split(
        "began broke came fell felt found fought gave got grew held hit kept knew led left "
        "lost made met paid ran rose said sank saw sent shook shot sold spoke spent stood "
        "stole struck swore sworn took taken taught tore told thought threw went won wore "
        "wrote became built bought brought caught chose died drew drove flew forgot froze "
        "hung heard laid lay lit meant rode rang sought sang sat slept slid sprang swept "
        "swam understood woke withdrew wound"
    )
)

STOPWORDS = frozenset(
    str.split(
        "a an the and or but of in on at to for from by with without into over under about "
        "after before since until during between than then that this these those which who "
        "whom whose what when where why how it its it's he she they his her their them him "
        "we our us you your i me my is are was were be been being am has have had having do "
        "does did not no nor so as if while although though because also just only even "
        "still more most much many some any all both each other another such same own very "
        "too can could will would shall should may might must there here now again once out "
        "up down off new first last one two said says say ago year years month months week "
        "weeks day days decade decades century time nearly almost about around exactly "
        "began begun begin started start starts ongoing raging going long past recent "
        "recently current currently early late mid beginning end"
    )
)


class Clause(NamedTuple):
    """A stretch of a sentence: word positions ``first`` to ``last`` (exclusive)."""

    first: int
    last: int


def clause_of(doc: Document, expression: TimeExpression) -> Clause:
    """The clause around ``expression``: its sentence between the nearest breaks on either side.

    A break is a dash, a semicolon, a colon or a bracket, or a comma before a conjunction.
    """
    sentence = doc.sentences[expression.sentence]
    words, text = doc.words, doc.prose
    first = expression.first
    while first > max(sentence.first_word, expression.first - _FARTHEST):
        gap = text[words.ends[first - 1] : words.starts[first]]
        if len(gap) > 1 and any(mark in gap for mark in _BREAKS):
            break
        if "," in gap and words.lower[first] in _CONJUNCTIONS:
            break
        first -= 1
    last = expression.last
    while last < min(sentence.last_word, expression.last + _FARTHEST):
        gap = text[words.ends[last - 1] : words.starts[last]]
        if len(gap) > 1 and any(mark in gap for mark in _BREAKS):
            break
        if "," in gap and words.lower[last] in _CONJUNCTIONS:
            break
        last += 1
    return Clause(first, last)


def looks_ahead(doc: Document, first: int, last: int) -> bool:
    """Whether a word between speaks of what is to come, or of what is not so."""
    lower = doc.words.lower
    if not FUTURE.isdisjoint(lower[first:last]):
        return True
    # "May" with a small letter is the verb, not the month.
    return any(
        lower[place] == "may" and doc.content[doc.words.starts[place]] == "m"
        for place in range(first, last)
    )


def is_past_verb(word: str) -> bool:
    """Whether ``word`` is a verb in the past, as far as its form tells."""
    return (
        word in _PAST_AUXILIARIES
        or word in _IRREGULAR_PAST
        or (len(word) > 4 and word.endswith("ed") and not word.endswith("eed"))
    )


def stem(word: str) -> str:
    """A rough stem, so that "annexed", "annexes" and "annexation" meet."""
    word = word.removesuffix("'s")
    for ending in ("ation", "ations", "ing", "ed", "es", "ion", "ions", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def content_words(doc: Document, first: int, last: int) -> Iterator[tuple[int, str]]:
    """Positions and stems of the words between that say what is spoken of."""
    lower = doc.words.lower
    for place in range(first, last):
        word = lower[place]
        if word not in STOPWORDS and not word[0].isdigit():
            yield place, stem(word)


def quote(doc: Document, expression: TimeExpression) -> str:
    """The words of ``expression`` as they stand in the text."""
    return " ".join(doc.content[expression.start : expression.end].split())
