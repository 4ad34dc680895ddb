"""Cues: the words that say that somebody said something."""

from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from credscore.lexicon import read_entries
from credscore.reading.small_words import NOUN_FOLLOWS

if TYPE_CHECKING:
    from credscore.document import Document

CueClass = Literal["speech", "manner", "mind"]
CueForm = Literal["base", "finite", "past", "ing"]


class ReportVerb(NamedTuple):
    """A form of a report verb."""

    lemma: str
    kind: CueClass
    form: CueForm


class Cue(NamedTuple):
    """A report verb in the text, outside quotations, by the position of its word."""

    place: int
    verb: ReportVerb


_DOUBLED = frozenset(
    """admit brag concur confer defer demur fret grin hum infer jot quip refer rebut regret rip rub
    slam snap sob submit transmit""".split()
)


@cache
def report_verbs() -> dict[str, ReportVerb]:
    """Every form of every report verb, in lower case."""
    forms: dict[str, ReportVerb] = {}
    for lemma, label in read_entries("credscore.reading", "report_verbs.txt"):
        kind, *irregular = label.split()
        assert kind in ("speech", "manner", "mind")
        past = irregular or [_with_ending(lemma, "ed")]
        for form, written in (
            ("finite", [_third_person(lemma)]),
            ("past", past),
            ("ing", [_with_ending(lemma, "ing")]),
            ("base", [lemma]),
        ):
            for word in written:
                forms.setdefault(word, ReportVerb(lemma, kind, form))  # type: ignore[arg-type]
    return forms


def _with_ending(lemma: str, ending: str) -> str:
    if lemma in _DOUBLED:
        return lemma + lemma[-1] + ending
    if lemma[-1] == "e" and lemma[-2:] != "ee":
        return lemma[:-1] + ending
    if ending == "ed" and lemma[-1] == "y" and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ied"
    return lemma + ending


def _third_person(lemma: str) -> str:
    if lemma[-1] == "y" and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "ch", "sh", "go", "echo")) else "s")


def read_cues(doc: "Document") -> tuple[Cue, ...]:
    """The report verbs of the running text outside quotations, in order.

    What stands behind an article or a possessive is a noun ("a report") and is left out.

    Use it as ``doc.once(read_cues)``.
    """
    verbs, index = report_verbs(), doc.words.index
    lower, starts = doc.words.lower, doc.words.starts
    places: list[int] = []
    for word in verbs.keys() & index.keys():
        places += index[word]
    places.sort()
    cues: list[Cue] = []
    quotations = iter(doc.quotations)
    quotation = next(quotations, None)
    for place in places:
        start = starts[place]
        while quotation is not None and quotation.end <= start:
            quotation = next(quotations, None)
        if quotation is not None and start >= quotation.start:
            continue
        before = lower[place - 1] if place else ""
        if before not in NOUN_FOLLOWS and before[-2:] not in ("'s", "s'"):
            cues.append(Cue(place, verbs[lower[place]]))
    return tuple(cues)
