"""A clause that the text comes back to over and over."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from credscore.document import Document
from credscore.feature import Finding, Passage, Span
from credscore.features.repetition.sequences import repeated_trigrams
from credscore.wording import times

RULES = {"stock-clause": "An uncommon turn of phrase that the text uses over and over."}

_SMALLEST, _LARGEST = 3, 5
_FEWEST_STANDS = 4
_LEAST_PER_THOUSAND = 2.0
_MOST_SHOWN = 12
_MOST_COUNTED = 10.0
_FUNCTION_WORDS = frozenset(
    "a an the of in on at to for from by with and or but nor is are was were be been being am has"
    " have had having do does did that this these those it its it's he she they we you i me my us"
    " our your him his hers her their them who whom whose which what when where why how will would"
    " can could may might must shall should if so than then as not no into under about after before"
    " between during through against more most much many some any all each other such only own same"
    " very just also there here one two i'm he's she's we're they're don't didn't".split()
)
_PARTICLES = frozenset("over out up down off away back again again still now even".split())
_DEFINITE = frozenset("the this that these those its their his her our my your".split())
_JOINING = frozenset(("and", "or", "of", "the", "a", "an", "&"))


class _Clause(NamedTuple):
    words: tuple[str, ...]
    places: list[int]


@cache
def _common_trigrams() -> frozenset[tuple[str, ...]]:
    """Three-word sequences that stand in at least one of 200 reliable news articles."""
    source = files("credscore.features.repetition").joinpath("common_trigrams.txt")
    lines = source.read_text(encoding="utf-8").splitlines()
    return frozenset(tuple(line.split()) for line in lines if line and line[0] != "#")


def stock_clauses(doc: Document) -> Finding:
    """A turn of phrase that is uncommon in news and comes again and again in this text.

    What it measures:
        Stands of clauses of three to five words that come at least four times, and at least
        twice in 1,000 words; per 1,000 words, at most 10.

    Why it matters:
        A generator that is asked for one more section comes back to the wording of its prompt
        or its first paragraph. An editor strikes the third "a far cry from" in one story.

    Example:
        "the talks are a far cry from" in five of eight sections.

    Left alone:
        Names, terms of the topic and of the headline ("minimum wage rise"), pairs ("probation
        and parole"), phrases that are common in news ("did not respond to"), and whatever
        stands inside quotation marks.
    """
    clauses = list(_clauses(doc))
    passages: list[Passage] = []
    words = doc.words
    for clause in clauses:
        size = len(clause.words)
        spans = [Span(words.starts[p], words.ends[p + size - 1]) for p in clause.places]
        message = f"This turn of phrase is used {times(len(spans))} in the text."
        shown = spans[:_MOST_SHOWN]
        for span in shown:
            related = tuple(other for other in shown if other != span)
            passages.append(Passage(*span, "stock-clause", message, related))
    passages.sort(key=lambda passage: passage.start)
    stands = sum(len(clause.places) for clause in clauses)
    rate = min(_MOST_COUNTED, doc.per_thousand_words(stands))
    if not clauses:
        return Finding(0.0, "no turn of phrase is used over and over")
    most = max(clauses, key=lambda clause: len(clause.places))
    phrase = " ".join(most.words)
    return Finding(rate, f"“{phrase}” is used {times(len(most.places))}", tuple(passages))


def _clauses(doc: Document) -> Iterator[_Clause]:
    lower = doc.words.lower
    least = max(_FEWEST_STANDS, _LEAST_PER_THOUSAND * len(lower) / 1000)
    repeated = _repeated(doc, least)
    if not repeated:
        return
    sentences = _sentence_numbers(doc)
    counts = Counter(lower)
    found: list[_Clause] = []
    for words, places in repeated.items():
        size = len(words)
        content = [word for word in words if word not in _FUNCTION_WORDS]
        if not content or not _is_clause(words):
            continue
        places = [
            p
            for p in places
            if sentences[p] == sentences[p + size - 1] and not doc.in_quotation(doc.words.starts[p])
        ]
        # A word that mostly stands elsewhere is a term of the topic.
        terms = (word for word in content if word not in _PARTICLES)
        if len(places) < least or any(counts[word] > 2 * len(places) + 1 for word in terms):
            continue
        named = any(_holds_a_name(doc, p, size) for p in places[:3])
        if not named and not _is_term(lower, words, places):
            found.append(_Clause(words, places))
    yield from _longest(found)


def _repeated(doc: Document, least: float) -> dict[tuple[str, ...], list[int]]:
    """Sequences that stand often enough; longer ones are only sought where shorter ones are."""
    lower = doc.words.lower
    found: dict[tuple[str, ...], list[int]] = {
        words: places
        for words, places in doc.once(repeated_trigrams).items()
        if len(places) >= least
    }
    repeated = dict(found)
    for size in range(_SMALLEST + 1, _LARGEST + 1):
        longer: dict[tuple[str, ...], list[int]] = {}
        for places in found.values():
            for place in places:
                longer.setdefault(tuple(lower[place : place + size]), []).append(place)
        found = {
            words: places
            for words, places in longer.items()
            if len(places) >= least and len(words) == size
        }
        repeated.update(found)
    return repeated


def _is_clause(words: tuple[str, ...]) -> bool:
    """Whether a sequence is more than a noun with its article, a pair, or common wording."""
    content = [p for p, word in enumerate(words) if word not in _FUNCTION_WORDS]
    first, last = content[0], content[-1]
    inner = [word for word in words[first : last + 1] if word in _FUNCTION_WORDS]
    if all(word in _JOINING for word in inner) or any(word.isdigit() for word in words):
        return False
    trigrams = zip(words, words[1:], words[2:], strict=False)
    return not any(trigram in _common_trigrams() for trigram in trigrams)


def _holds_a_name(doc: Document, place: int, size: int) -> bool:
    content, starts = doc.content, doc.words.starts
    return any(content[starts[p]].isupper() for p in range(place + 1, place + size))


def _is_term(lower: Sequence[str], words: tuple[str, ...], places: Sequence[int]) -> bool:
    """Whether a clause is mostly spoken of as a thing ("the right to repair")."""
    first = next(shift for shift, word in enumerate(words) if word not in _FUNCTION_WORDS)
    definite = sum(p + first > 0 and lower[p + first - 1] in _DEFINITE for p in places)
    return 2 * definite >= len(places)


def _sentence_numbers(doc: Document) -> list[int]:
    numbers = [0] * len(doc.words)
    for number, sentence in enumerate(doc.sentences):
        first, last = sentence.first_word, sentence.last_word
        numbers[first:last] = [number] * (last - first)
    return numbers


def _longest(clauses: list[_Clause]) -> Iterator[_Clause]:
    """Of clauses that overlap, the one that stands most often, or the longer of equals."""
    taken: set[int] = set()
    for clause in sorted(clauses, key=lambda c: (-len(c.places), -len(c.words))):
        covered = {p + shift for p in clause.places for shift in range(len(clause.words))}
        if taken.isdisjoint(covered):
            taken |= covered
            yield clause
