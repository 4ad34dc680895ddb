"""The residue of a document by kind: lines set aside, and phrases inside running lines."""

from bisect import bisect_right
from typing import NamedTuple

from credscore.document import Document
from credscore.reading.page_phrases import (
    PagePhrase,
    lines_with_strong_phrases,
    phrases_in_line,
)
from credscore.reading.residue import residue_kind

_INLINE_KINDS = frozenset(("related-teaser", "affiliate-note", "comment-form", "share-prompt"))
_LONGEST_INLINE = 160


class Residue(NamedTuple):
    """A stretch of residue: offsets, its kind and how many lines it takes."""

    start: int
    end: int
    kind: str
    lines: int


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
    blocks = doc.blocks
    starts = [block.start for block in blocks]
    found = []
    for number in sorted(lines_with_strong_phrases(doc.content.lower(), starts)):
        block = blocks[number]
        if block.kind == "residue":
            continue
        for phrase in phrases_in_line(doc.content, block.start, block.end):
            if phrase.strong and _is_set_apart(doc, block.start, block.end, phrase):
                end = _sentence_end(doc, phrase, block.end)
                found.append(Residue(phrase.start, end, phrase.kind, 1))
    return found


def _is_set_apart(doc: Document, start: int, end: int, phrase: PagePhrase) -> bool:
    """Whether a phrase inside a running line opens a sentence and leads on as a teaser does."""
    if phrase.kind not in _INLINE_KINDS or doc.in_quotation(phrase.start):
        return False
    before = doc.content[start : phrase.start].rstrip()
    if before and before[-1] not in ".!?…([*\"”’»":
        return False
    if phrase.kind == "related-teaser":
        behind = doc.content[phrase.end : min(end, phrase.end + 3)].lstrip()
        return behind[:1] in (":", "|", "»", "→", ">")
    return True


def _sentence_end(doc: Document, phrase: PagePhrase, line_end: int) -> int:
    ends = [sentence.end for sentence in doc.sentences]
    place = bisect_right(ends, phrase.end)
    end = ends[place] if place < len(ends) else line_end
    return min(end, line_end, phrase.start + _LONGEST_INLINE)
