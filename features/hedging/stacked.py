"""Hedges piled on one claim: "could potentially", "it is believed that they are thought to"."""

from itertools import pairwise
from typing import NamedTuple

from credscore.document import Document
from credscore.features.hedging.cues import Cue, read_cues
from credscore.features.hedging.vague import read_vague, sourced_sentences

_MODALS = frozenset({"may", "might", "could"})
# fmt: off
_ADVERBS = frozenset({
    "apparently", "arguably", "conceivably", "maybe", "perhaps", "possibly", "potentially",
    "presumably", "seemingly", "supposedly",
})
# fmt: on
_SEEMING = frozenset({"seem", "seems", "seemed", "appear", "appears", "appeared"})
_CONCLUDING = frozenset({"suggest", "indicate", "imply", "hint"})
_SOFT = _MODALS | _ADVERBS | {"likely", "probably", "unlikely"}
_SIDE_BY_SIDE = 3
_SAME_CLAIM = 12
"""Words between a vague source and a hedge that still belongs to what the source is said to say."""


class Pile(NamedTuple):
    """Two hedges on one claim, each by its word positions."""

    first: tuple[int, int]
    second: tuple[int, int]


def read_piles(doc: Document) -> tuple[Pile, ...]:
    """Hedges piled on one claim in the writer's own voice, in order."""
    cues = [cue for cue in doc.once(read_cues) if not cue.quoted]
    hedges = [
        (vague.first, vague.last, vague.sentence, "vague")
        for vague in doc.once(read_vague)
        if vague.rule != "holderless-verdict"
    ]
    taken = {position for first, last, _, _ in hedges for position in range(first, last)}
    hedges += [
        (cue.first, cue.last, cue.sentence, cue.phrase)
        for cue in cues
        if _is_soft(cue) and cue.first not in taken
    ]
    hedges.sort()
    sourced: frozenset[int] | None = None
    piles: list[Pile] = []
    for one, other in pairwise(hedges):
        gap = other[0] - one[1]
        if one[2] != other[2] or gap < 0 or not _pile(one[3], other[3], gap):
            continue
        if sourced is None:
            sourced = doc.once(sourced_sentences)
        if one[2] not in sourced:
            piles.append(Pile((one[0], one[1]), (other[0], other[1])))
    return tuple(piles)


def _is_soft(cue: Cue) -> bool:
    return cue.phrase in _SOFT or cue.phrase in _SEEMING or cue.phrase in _CONCLUDING


def _pile(one: str, other: str, gap: int) -> bool:
    if one == "vague":
        return gap <= _SAME_CLAIM and (other == "vague" or other in _SOFT)
    if one in _SEEMING:
        return gap <= 1 and other in _CONCLUDING
    if one in _MODALS:
        return gap < _SIDE_BY_SIDE and other in _ADVERBS
    return gap < _SIDE_BY_SIDE and one in _ADVERBS and other in _ADVERBS | _MODALS
