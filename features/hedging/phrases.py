"""Stock phrases: assurances in place of reasons, and empty ways to leave things open."""

from functools import cache

from credscore.document import Document
from credscore.features.hedging.sources import read_reader, sourced_sentences
from credscore.lexicon import Hit, Lexicon

_WORDS_BACK_TO_A_SUBJECT = 10


@cache
def _lexicon(name: str) -> Lexicon:
    return Lexicon.load(__package__, name)


def read_boosters(doc: Document) -> tuple[Hit, ...]:
    """Assurances that no quotation and no source in the sentence answers for, in order."""
    reader = doc.once(read_reader)
    return tuple(
        hit
        for hit in _lexicon("boosters.txt").find(doc.words)
        if not reader.quoted(hit.first)
        and reader.sentence_of(hit.first) not in doc.once(sourced_sentences)
    )


def read_open_ends(doc: Document) -> tuple[Hit, ...]:
    """Empty ways to leave things open, in order: "the situation remains uncertain".

    Phrases labelled "subject" are empty only of something as wide as the future, with nothing
    definite behind: "the motive remains unclear" and "remains unclear whether" are reports.
    """
    reader = doc.once(read_reader)
    kept: list[Hit] = []
    for hit in _lexicon("open_ends.txt").find(doc.words):
        place = reader.sentence_of(hit.first)
        if place < 0 or reader.quoted(hit.first) or (kept and hit.first < kept[-1].last):
            continue
        sentence = doc.sentences[place]
        back = max(sentence.first_word, hit.first - _WORDS_BACK_TO_A_SUBJECT)
        behind = reader.lower[hit.last : min(hit.last + 1, sentence.last_word)]
        wide = not reader.classes["wide"].isdisjoint(reader.lower[back : hit.first])
        if not hit.label or (wide and reader.classes["asks"].isdisjoint(behind)):
            kept.append(hit)
    return tuple(kept)
