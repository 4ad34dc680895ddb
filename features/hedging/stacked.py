"""Hedges piled on one claim: "could potentially", "it is believed that they are thought to"."""

from itertools import pairwise
from typing import NamedTuple

from credscore.document import Document
from credscore.features.hedging.cues import read_cues
from credscore.features.hedging.sources import sourced_sentences, word_classes
from credscore.features.hedging.vague import read_vague

_MODALS = frozenset({"may", "might", "could"})
# fmt: off
_ADVERBS = frozenset({
    "apparently", "arguably", "conceivably", "maybe", "perhaps", "possibly", "potentially",
    "presumably", "seemingly", "supposedly",
})
# fmt: on
_SOFT = _MODALS | _ADVERBS | {"likely", "probably", "unlikely"}
_DENIES_OR_SWEEPS = frozenset(
    {"no", "not", "nothing", "nobody", "none", "never", "all", "every", "everything", "everyone"}
    | {"anything", "anyone", "what", "who", "how", "than", "as", "ever"}
)
_PASSES_ON = frozenset({"passed-on", "unsourced-hearsay"})
_OTHER_CLAUSE = frozenset({"which", "who", "if"})
_COMPARES = frozenset({"more", "less", "most", "least", "as", "how", "isn't", "not", "aren't"})
_BETWEEN = frozenset({"be", "been", "have", "also", "well"})
_REACH_OF_A_SWEEP = 15
_SAME_CLAIM = 12
"""Words between a vague source and a hedge that still belongs to what the source is said to say."""


_Hedge = tuple[int, int, int, str]
"""A hedge: its word positions, its sentence, its phrase, or "vague"."""


class Pile(NamedTuple):
    """Two hedges on one claim, each by its word positions."""

    first: tuple[int, int]
    second: tuple[int, int]


def read_piles(doc: Document) -> tuple[Pile, ...]:
    """Hedges piled on one claim in the writer's own voice, in order."""
    lower = doc.words.lower
    open_verbs = word_classes()["open"]
    hedges = [
        (vague.first, vague.last, vague.sentence, "vague")
        for vague in doc.once(read_vague)
        if vague.rule in _PASSES_ON or lower[vague.last - 1] in open_verbs
    ]
    taken = {position for first, last, _, _ in hedges for position in range(first, last)}
    hedges += [
        (cue.first, cue.last, cue.sentence, cue.phrase)
        for cue in doc.once(read_cues)
        if cue.phrase in _SOFT and not cue.quoted and cue.first not in taken
    ]
    hedges.sort()
    return tuple(
        Pile((one[0], one[1]), (other[0], other[1]))
        for one, other in pairwise(hedges)
        if one[2] == other[2]
        and _is_pile(lower, one, other)
        and one[2] not in doc.once(sourced_sentences)
        and not (other[3] == "possibly" and _sweeps(doc, one))
    )


def _is_pile(lower: list[str], one: _Hedge, other: _Hedge) -> bool:
    """Whether two hedges of a sentence weaken one claim."""
    between = lower[one[1] : other[0]]
    if one[3] == "vague":
        close = len(between) <= _SAME_CLAIM and not _elsewhere(lower, other)
        return close and (other[3] == "vague" or other[3] in _SOFT)
    if one[3] in _MODALS:
        return other[3] in _ADVERBS and len(between) <= 2 and _BETWEEN.issuperset(between)
    return (
        one[3] in _ADVERBS
        and not between
        and other[3] != one[3]
        and (other[3] in _ADVERBS or other[3] in _MODALS)
    )


def _elsewhere(lower: list[str], hedge: _Hedge) -> bool:
    """Whether the hedge belongs to another clause ("that could") or compares ("more likely")."""
    before = lower[hedge[0] - 1] if hedge[0] else ""
    return before in _OTHER_CLAUSE or (hedge[3] == "likely" and before in _COMPARES)


def _sweeps(doc: Document, hedge: _Hedge) -> bool:
    """Whether "could possibly" stands in "all that we could possibly do"."""
    start = max(doc.sentences[hedge[2]].first_word, hedge[0] - _REACH_OF_A_SWEEP)
    return not _DENIES_OR_SWEEPS.isdisjoint(doc.words.lower[start : hedge[0]])
