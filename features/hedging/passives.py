"""Passives that hide who makes a claim or holds a view."""

from collections.abc import Iterator
from typing import NamedTuple

from credscore.features.hedging.claims import ANSWERED_IN_THE_SENTENCE, Vague
from credscore.features.hedging.sources import AUXILIARY, BE, Reader

_OF_NOW = frozenset({"is", "are", "being", "it's", "has", "have"})
_OPENS_A_CLAUSE = frozenset(
    {"that", "the", "a", "an", "he", "she", "they", "it", "his", "her", "their", "its", "there"}
    | {"this", "these", "some", "many", "up", "at", "around", "more", "most", "no"}
)
_REACH_OF_AN_AGENT = 13


class _Passive(NamedTuple):
    """A passive: its first word, what stands before it, and whether an adverb spreads it."""

    first: int
    before: str
    spread: bool


def _passive(reader: Reader, position: int, first: int) -> _Passive | None:
    """The passive whose participle stands at ``position``; None without a form of "be"."""
    lower = reader.lower
    begin = position
    while begin > first and lower[begin - 1] in reader.classes["spread"]:
        begin -= 1
    spread = begin < position
    if begin == first or lower[begin - 1] not in BE:
        return None
    begin -= 1
    while begin > first and (lower[begin - 1] in BE or lower[begin - 1] in AUXILIARY):
        begin -= 1
    return _Passive(begin, lower[begin - 1] if begin > first else "", spread)


def find_passed_on(reader: Reader) -> Iterator[Vague]:
    """Passives that pass on: "it is believed that", "are thought to have been killed"."""
    lower, classes = reader.lower, reader.classes
    for position, place, first, last in reader.places("passed_on"):
        passive = _passive(reader, position, first)
        if passive is None or position + 1 >= last or passive.before in classes["modals"]:
            continue
        begin, after = passive.first, lower[position + 1]
        impersonal = passive.before == "it" or lower[begin] == "it's"
        if passive.before == "it":
            begin -= 1
        if after == "to":
            # "Were thought to" tells what people once held; "is reported to the police" whom.
            holds = lower[begin] in _OF_NOW or impersonal
            if lower[position] == "reported":
                holds &= lower[position + 2 : position + 3] in (["be"], ["have"])
        else:
            holds = impersonal and (after in _OPENS_A_CLAUSE or reader.capital(position + 1))
        if holds:
            yield Vague(begin, position + 2, place, "passed-on", ANSWERED_IN_THE_SENTENCE)


def find_verdicts(reader: Reader) -> Iterator[Vague]:
    """Verdicts: "was seen as a setback", "is widely regarded as"."""
    lower, classes = reader.lower, reader.classes
    for position, place, first, last in reader.places("judged"):
        passive = _passive(reader, position, first)
        if passive is None or position + 2 >= last or passive.before in classes["modals"]:
            continue
        behind, then = lower[position + 1], lower[position + 2]
        if reader.doc.prose[reader.doc.sentences[place].end - 1] == "?":
            continue
        if behind == "by" and then in classes["crowds"]:
            holderless = "as" in lower[position + 3 : min(last, position + 5)]
        elif "by" in lower[position + 1 : min(last, position + _REACH_OF_AN_AGENT)]:
            holderless = False
        elif lower[position].endswith(("ized", "ised", "lauded")):
            holderless = behind == "for"
        elif behind == "as":
            # "Was seen as he left" is a matter of eyes.
            holderless = then not in ("he", "she", "they", "it")
        else:
            holderless = passive.spread and lower[position] == "considered"
        if holderless:
            reach = ANSWERED_IN_THE_SENTENCE
            yield Vague(passive.first, position + 2, place, "holderless-verdict", reach)
