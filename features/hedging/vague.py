"""Claims that nobody answers for: vague groups, passed-on reports, verdicts without a holder.

Each search begins at a rare word of the pattern, taken from the word index, and looks a few words
to either side; a claim that somebody makes good, in its sentence or soon behind, is left alone.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from credscore.document import Document
from credscore.features.hedging.claims import ANSWERED_IN_THE_SENTENCE, Vague
from credscore.features.hedging.groups import find_crowds, find_groups, find_reports
from credscore.features.hedging.passives import find_passed_on, find_verdicts
from credscore.features.hedging.reactions import find_reactions
from credscore.features.hedging.sources import Reader, read_reader, sourced_sentences
from credscore.lexicon import Lexicon


def read_vague(doc: Document) -> tuple[Vague, ...]:
    """All unanswered claims, in order; share it by ``doc.once(read_vague)``."""
    reader = doc.once(read_reader)
    found = [
        *find_groups(reader),
        *find_crowds(reader),
        *find_reports(reader),
        *find_passed_on(reader),
        *find_verdicts(reader),
        *_hearsay(reader),
        *find_reactions(reader),
    ]
    if not found:
        return ()
    sourced = doc.once(sourced_sentences)
    kept: list[Vague] = []
    for vague in sorted(found):
        overlaps = kept and vague.first < kept[-1].last
        if overlaps or reader.quoted(vague.first):
            continue
        if not _answered(doc, sourced, vague):
            kept.append(vague)
    return tuple(kept)


def _answered(doc: Document, sourced: Mapping[int, bool], vague: Vague) -> bool:
    """Whether the claim's own sentence has a source, or one soon behind.

    A group is made good by name only: what a company says next does not answer for "experts".
    """
    place = vague.sentence
    if vague.reach and place in sourced:
        return True
    by_name = vague.rule == "vague-attribution"
    for behind in range(place + 1, place + vague.reach):
        if sourced.get(behind) or (behind in sourced and not by_name):
            return True
    if vague.rule != "unsourced-hearsay" or place - 1 not in sourced:
        return False
    # "The Times broke the story, editors said. He reportedly ..." goes on with the same source.
    between = doc.prose[doc.sentences[place - 1].end : doc.sentences[place].start]
    return "\n" not in between


@cache
def _hearsay_lexicon() -> Lexicon:
    return Lexicon.load(__package__, "hearsay.txt")


def _hearsay(reader: Reader) -> Iterator[Vague]:
    """Hearsay: "is reportedly considering", "rumour has it"."""
    for first, last, _, _ in _hearsay_lexicon().find(reader.doc.words):
        place = reader.sentence_of(first)
        if place >= 0:
            yield Vague(first, last, place, "unsourced-hearsay", ANSWERED_IN_THE_SENTENCE)
