"""Hedges piled on one claim: "could potentially", "it is believed that they are thought to"."""

from itertools import pairwise
from typing import NamedTuple

from credscore.document import Document
from credscore.features.hedging.cues import Cue, read_cues
from credscore.features.hedging.sources import sourced_sentences
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
_SIDE_BY_SIDE = 3
_SAME_CLAIM = 12
"""Words between a vague source and a hedge that still belongs to what the source is said to say."""


class Pile(NamedTuple):
    """Two hedges on one claim, each by its word positions."""

    first: tuple[int, int]
    second: tuple[int, int]


def read_piles(doc: Document) -> tuple[Pile, ...]:
    """Hedges piled on one claim in the writer's own voice, in order."""
    hedges = [
        (vague.first, vague.last, vague.sentence, "vague")
        for vague in doc.once(read_vague)
        if vague.rule != "holderless-verdict"
    ]
    taken = {position for first, last, _, _ in hedges for position in range(first, last)}
    hedges += [
        (cue.first, cue.last, cue.sentence, cue.phrase)
        for cue in doc.once(read_cues)
        if cue.phrase in _SOFT and not cue.quoted and not _compares(doc, cue)
        if cue.first not in taken
    ]
    hedges.sort()
    return tuple(
        Pile((one[0], one[1]), (other[0], other[1]))
        for one, other in pairwise(hedges)
        if one[2] == other[2]
        and _is_pile(one[3], other[3], other[0] - one[1])
        and one[2] not in doc.once(sourced_sentences)
        and not (other[3] == "possibly" and _sweeps(doc, one))
    )


def _is_pile(one: str, other: str, gap: int) -> bool:
    """Whether two hedges, ``gap`` words apart, weaken one claim."""
    if one == "vague":
        return gap <= _SAME_CLAIM and (other == "vague" or other in _SOFT)
    if one in _MODALS:
        return gap < _SIDE_BY_SIDE and other in _ADVERBS
    return gap == 0 and one in _ADVERBS and other != one and other in _ADVERBS | _MODALS


def _compares(doc: Document, cue: Cue) -> bool:
    """Whether it is "more likely", which weighs one thing against another."""
    before = doc.words.lower[cue.first - 1] if cue.first else ""
    return cue.phrase == "likely" and before in ("more", "less", "most", "least", "as", "how")


def _sweeps(doc: Document, hedge: tuple[int, int, int, str]) -> bool:
    """Whether "could possibly" stands in "all that we could possibly do"."""
    start = doc.sentences[hedge[2]].first_word
    return not _DENIES_OR_SWEEPS.isdisjoint(doc.words.lower[start : hedge[0]])
