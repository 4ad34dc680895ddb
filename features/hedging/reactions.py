"""Reactions of nobody: concern, outrage and praise that no one is said to feel."""

from collections.abc import Iterator, Mapping

from credscore.features.hedging.claims import ANSWERED_IN_THREE_SENTENCES, Vague
from credscore.features.hedging.sources import BE, Reader


def find_reactions(reader: Reader) -> Iterator[Vague]:
    """Reactions of nobody: "has sparked outrage", "there are concerns", "met with criticism"."""
    lower, classes = reader.lower, reader.classes
    for position, place, first, last in reader.places("feelings"):
        if lower[position + 1 : min(position + 2, last)] in (["among"], ["from"], ["by"], ["of"]):
            continue
        begin = _stirred_from(lower, classes, position, first)
        if begin is not None and lower[begin] == "raised":
            # "Trump has raised questions" says who.
            owner = begin - (3 if lower[begin - 1] == "also" else 2)
            if owner < first or lower[owner] in ("he", "she", "who") or reader.capital(owner):
                continue
        if begin is not None and reader.joined(begin, position + 1):
            reach = ANSWERED_IN_THREE_SENTENCES
            yield Vague(begin, position + 1, place, "ownerless-reaction", reach)


def _stirred_from(
    lower: list[str], classes: Mapping[str, frozenset[str]], position: int, first: int
) -> int | None:
    """Where the words begin that stir up the feeling at ``position``; None where none do."""
    for begin in range(position - 1, max(first, position - 4) - 1, -1):
        word = lower[begin]
        before = lower[begin - 1] if begin > first else ""
        if word in classes["stirred"] or (word == "raised" and before in ("has", "also")):
            # "A politically fuelled controversy" is an adjective's.
            return None if before.endswith("ly") else begin
        if word in classes["stirring"] and before not in BE:
            return begin
        if word in ("are", "is", "been") and "there" in lower[max(first, begin - 2) : begin]:
            return begin if lower[position] in classes["fears"] else None
        if word == "with" and before in ("met", "greeted"):
            return begin - 1
        if word in classes["stops"] or word in classes["definite"]:
            return None
    return None
