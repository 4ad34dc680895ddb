"""The measures of the family: rates by what a hedge does, never one count of all."""

from collections.abc import Sequence

from credscore.document import Document
from credscore.feature import Finding, Passage, Span
from credscore.features.hedging.cues import Cue, read_cues
from credscore.features.hedging.cues import uncertain_sentences as judged_uncertain
from credscore.features.hedging.phrases import read_boosters, read_open_ends
from credscore.features.hedging.sources import sourced_sentences
from credscore.features.hedging.stacked import read_piles
from credscore.features.hedging.vague import read_vague
from credscore.wording import counted, part

RULES = {
    "vague-attribution": "A claim laid to a group that nobody can ask: 'some experts say'.",
    "vague-report": "A claim laid to reports or studies that are not named.",
    "passed-on": "A claim passed on by nobody, in the passive: 'it is believed that'.",
    "holderless-verdict": "A verdict whose holder is not said: 'was seen as a setback'.",
    "ownerless-reaction": "A reaction of nobody in particular: 'has sparked outrage'.",
    "unsourced-hearsay": "Hearsay with no source in the sentence: 'is reportedly planning'.",
    "stacked-hedges": "Hedges piled on one claim, so that nothing is claimed.",
    "open-end": "An empty way to leave things open: 'the situation remains uncertain'.",
    "booster": "An assurance in place of a reason: 'undeniably'.",
}

_MESSAGES = {
    "ownerless-reaction": "The text does not say who reacted like this.",
    "vague-attribution": "This claim is attributed to a group without names, which nobody can ask.",
    "vague-report": "The text does not say whose reports or studies these are.",
    "passed-on": "The passive hides who makes this claim.",
    "holderless-verdict": "The text does not say whose view this is.",
    "unsourced-hearsay": "This is hearsay: the sentence does not say who said so.",
    "stacked-hedges": "Hedges are piled on one claim until nothing is claimed.",
    "open-end": "This leaves things open without saying anything.",
    "booster": "This assures the reader where a reason or a source would be due.",
}

_DOUBTS = frozenset({"epistemic", "evidence"})
_MOST_PER_THOUSAND = 60.0


def epistemic_hedges(doc: Document) -> Finding:
    """Words with which the writer leaves a statement open: may, likely, seems, suggests.

    What it measures:
        Hedges of likelihood, seeming and conclusion in the writer's own voice that the learned
        weights hold for real hedges, per 1,000 words.

    Why it matters:
        Reporting says what is known and marks what is not. Much more doubt than is usual fills
        space; none at all claims more than can be known. The model learns which is which.

    Example:
        "The storm may reach the coast on Friday."

    Left alone:
        The month of May, might as strength, "could not possibly", and what stands inside
        quotation marks, which is the speaker's.
    """
    hedges = [cue for cue in _own(doc) if cue.kind in _DOUBTS]
    return Finding(
        min(doc.per_thousand_words(len(hedges), is_common=True), _MOST_PER_THOUSAND),
        f"{counted(len(hedges), 'statement')} left open by words such as “may”, “likely”, “seems”",
    )


def hearsay(doc: Document) -> Finding:
    """Claims passed on without saying from whom: reportedly, is believed to, it is said that.

    What it measures:
        Hearsay adverbs and impersonal passives in sentences that name no source, per 1,000 words.

    Why it matters:
        "Reportedly" is a promise that somebody reported it. Where the sentence does not say who,
        the reader cannot ask.

    Example:
        "The company is reportedly planning to close the plant."

    Left alone:
        Sentences that say who says so ("reportedly, according to the Times"); "allegedly" and
        "alleged", which the law asks of a careful crime reporter; quotations.
    """
    return _vague_finding(
        doc,
        ("passed-on", "unsourced-hearsay"),
        "claim passed on without saying from whom",
        "claims passed on without saying from whom",
    )


def vague_attribution(doc: Document) -> Finding:
    """Claims laid to nobody in particular: some experts say, reports suggest, was seen as.

    What it measures:
        Vague groups, unnamed reports and verdicts without a holder, per 1,000 words.

    Why it matters:
        The oldest test of reporting is "says who?". A group without names cannot be asked, and
        cannot protest.

    Example:
        "Many experts have suggested that prices will fall."

    Left alone:
        A group that is told apart ("the researchers", "analysts at Barclays", "three experts"),
        and one that a named speaker makes good within two sentences; quotations.
    """
    return _vague_finding(
        doc,
        ("vague-attribution", "vague-report", "holderless-verdict"),
        "claim attributed to nobody in particular",
        "claims attributed to nobody in particular",
    )


def ownerless_reactions(doc: Document) -> Finding:
    """Reactions of nobody in particular: has sparked outrage, there are concerns.

    What it measures:
        Concern, criticism, outrage and praise that nobody is said to feel, per 1,000 words.

    Why it matters:
        A reporter knows who was outraged, for she asked. Text made to fill a page knows only
        that somebody must have been. In model-written news this is ten times as frequent as in
        agency reports.

    Example:
        "The plan has raised concerns about its cost."

    Left alone:
        "Lawmakers raised concerns", "concerns among residents", and a reaction that a named
        speaker makes good within two sentences; quotations.
    """
    return _vague_finding(
        doc,
        ("ownerless-reaction",),
        "reaction of nobody in particular",
        "reactions of nobody in particular",
    )


def stacked_hedges(doc: Document) -> Finding:
    """Hedges piled on one claim: could potentially, it is believed that some are thought to.

    What it measures:
        Pairs of hedges on one claim in sentences that name no source, per 1,000 words.

    Why it matters:
        One hedge says how sure the writer is. Two say that the writer does not know and would
        rather not say so.

    Example:
        "Experts believe the change could perhaps help."

    Left alone:
        "May or may not", "could not possibly", and hedges of a named source.
    """
    words = doc.words
    passages = tuple(
        Passage(
            words.starts[one[0]],
            words.ends[other[1] - 1],
            "stacked-hedges",
            _MESSAGES["stacked-hedges"],
            tuple(Span(words.starts[a], words.ends[b - 1]) for a, b in (one, other)),
        )
        for one, other in doc.once(read_piles)
    )
    count = len(passages)
    return Finding(_rate(doc, count), f"{counted(count, 'claim')} hedged twice over", passages)


def open_ends(doc: Document) -> Finding:
    """Empty ways to leave things open: the situation remains uncertain, only time will tell.

    What it measures:
        Stock phrases of that kind in the writer's own voice, per 1,000 words.

    Why it matters:
        A reporter says what exactly is not known. Text made to fill a page ends on the future.

    Example:
        "The future of the region remains uncertain."

    Left alone:
        What is definite: "it remains unclear whether he will stand", "the motive remains unclear".
    """
    passages = tuple(
        _passage(doc, hit.first, hit.last, "open-end") for hit in doc.once(read_open_ends)
    )
    count = len(passages)
    return Finding(
        _rate(doc, count),
        f"{counted(count, 'empty phrase')} such as “only time will tell”",
        passages,
    )


def boosters(doc: Document) -> Finding:
    """Assurances in place of reasons: undeniably, there is no doubt, it goes without saying.

    What it measures:
        Such words in the writer's own voice, per 1,000 words.

    Why it matters:
        What is shown needs no assuring. Reporting leaves such words to its speakers.

    Example:
        "This is undeniably the best choice."

    Left alone:
        Quotations, sentences that name who says so, and "beyond a reasonable doubt", which is a
        term of law.
    """
    passages = tuple(
        _passage(doc, hit.first, hit.last, "booster") for hit in doc.once(read_boosters)
    )
    count = len(passages)
    return Finding(
        _rate(doc, count), f"{counted(count, 'assurance')} such as “undeniably”", passages
    )


def uncertain_sentences(doc: Document) -> Finding:
    """How much of the text is uncertain, by cue weights learned from marked sentences.

    What it measures:
        The share of sentences that the cues in the writer's own voice make uncertain.

    Why it matters:
        It sets the rates beside each other: much uncertainty with sources is careful, much
        without is vague.

    Example:
        "Two of nine sentences leave their claim open."

    Left alone:
        Cues inside quotations.

    References:
        Vincze (2013), Weasels, Hedges and Peacocks; Szarvas et al. (2012), Cross-Genre and
        Cross-Domain Detection of Semantic Uncertainty.
    """
    total = len(doc.sentences)
    if not total:
        return Finding(None, "no sentences")
    uncertain = len(judged_uncertain(_unquoted(doc)))
    return Finding(
        uncertain / total,
        part(uncertain, total, "sentences", "leaves its claim open", "leave their claim open"),
    )


def sourced_hedges(doc: Document) -> Finding:
    """How many uncertain sentences say whose uncertainty it is.

    What it measures:
        The share of uncertain sentences that name somebody who can be asked; nothing where no
        sentence is uncertain.

    Why it matters:
        "Police said the driver may have been drunk" is careful reporting: the doubt has an
        owner. Doubt without an owner is the writer's guess.

    Example:
        "Three of four uncertain sentences name a source."

    Left alone:
        Texts without uncertain sentences have no value here.
    """
    uncertain = judged_uncertain(_unquoted(doc))
    if not uncertain:
        return Finding(None, "no sentence leaves its claim open")
    sourced = len(doc.once(sourced_sentences).keys() & set(uncertain))
    return Finding(
        sourced / len(uncertain),
        part(sourced, len(uncertain), "uncertain sentences", "names a source", "name a source"),
    )


def quoted_hedges(doc: Document) -> Finding:
    """How many of the hedges are the speakers' own, inside quotation marks.

    What it measures:
        The share of all hedges that stand in quotations; nothing where there are no hedges.

    Why it matters:
        Doubt that a speaker utters is reported, not the writer's.

    Example:
        "'It could be weeks,' she said."

    Left alone:
        Texts without hedges have no value here.
    """
    hedges = [cue for cue in doc.once(read_cues) if cue.probability >= 0.5]
    if not hedges:
        return Finding(None, "no hedges")
    quoted = sum(cue.quoted for cue in hedges)
    return Finding(
        quoted / len(hedges),
        part(quoted, len(hedges), "hedges", "is a speaker's own", "are a speaker's own"),
    )


def _own(doc: Document) -> list[Cue]:
    return [cue for cue in doc.once(read_cues) if cue.probability >= 0.5 and not cue.quoted]


def _unquoted(doc: Document) -> list[Cue]:
    return [cue for cue in doc.once(read_cues) if not cue.quoted]


def _vague_finding(doc: Document, rules: Sequence[str], one: str, many: str) -> Finding:
    found = [vague for vague in doc.once(read_vague) if vague.rule in rules]
    passages = tuple(_passage(doc, vague.first, vague.last, vague.rule) for vague in found)
    count = len(found)
    return Finding(_rate(doc, count), counted(count, one, many), passages)


def _passage(doc: Document, first: int, last: int, rule: str) -> Passage:
    words = doc.words
    return Passage(words.starts[first], words.ends[last - 1], rule, _MESSAGES[rule])


def _rate(doc: Document, count: int) -> float:
    return min(doc.per_thousand_words(count), _MOST_PER_THOUSAND)
