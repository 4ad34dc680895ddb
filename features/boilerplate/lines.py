"""The residue of a document by kind: lines set aside, and sentences inside running lines."""

from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from credscore.document import Document
from credscore.lexicon import Lexicon, read_entries
from credscore.reading.residue import residue_kind

_INLINE_KINDS = frozenset(
    ("related-teaser", "affiliate-note", "comment-form", "share-prompt", "newsletter-prompt")
)
_LONGEST_INLINE = 160


class Residue(NamedTuple):
    """A stretch of residue: offsets, its kind and how many lines it takes."""

    start: int
    end: int
    kind: str
    lines: int


@cache
def _strong_phrases() -> Lexicon:
    entries = read_entries("credscore.reading", "page_phrases.txt")
    return Lexicon.of(
        (phrase, label.removesuffix(" !"))
        for phrase, label in entries
        if label.endswith("!") and label.removesuffix(" !") in _INLINE_KINDS
    )


def residue(doc: Document) -> list[Residue]:
    """All residue of the document in order; neighbouring lines of one kind are one stretch."""
    stretches: list[Residue] = []
    after_prose = True
    for block in doc.blocks:
        if block.kind != "residue":
            after_prose = True
            continue
        kind = residue_kind(doc.content, block.start, block.end)
        last = stretches[-1] if stretches and not after_prose else None
        # Headlines under "You may also like" belong to the teaser.
        if last and kind in (last.kind, "other") and last.kind != "publisher-chrome":
            stretches[-1] = last._replace(end=block.end, lines=last.lines + 1)
        else:
            stretches.append(Residue(block.start, block.end, kind, 1))
        after_prose = False
    return sorted(stretches + _inside_prose(doc))


def _inside_prose(doc: Document) -> list[Residue]:
    """Sentences of running lines that open with a strong phrase, as teasers do."""
    found: list[Residue] = []
    words = doc.words
    for hit in _strong_phrases().find(words):
        start, end = words.starts[hit.first], words.ends[hit.last - 1]
        if found and start < found[-1].end:
            continue
        if _is_set_apart(doc, start, end, hit.label):
            found.append(Residue(start, _sentence_end(doc, start, end), hit.label, 1))
    return found


def _is_set_apart(doc: Document, start: int, end: int, kind: str) -> bool:
    """Whether a phrase opens a sentence and, if a teaser, is followed by a mark that leads on."""
    before = doc.content[max(0, start - 8) : start].rstrip(" ")
    if (before and before[-1] not in '\n.!?…([*"”’»') or doc.in_quotation(start):
        return False
    if kind == "related-teaser":
        return doc.content[end : end + 3].lstrip()[:1] in (":", "|", "»", "→", ">")
    return True


def _sentence_end(doc: Document, start: int, end: int) -> int:
    sentences = doc.sentences
    place = bisect_right(sentences, end, key=lambda sentence: sentence.end)
    sentence_end = sentences[place].end if place < len(sentences) else end
    return min(sentence_end, start + _LONGEST_INLINE)
