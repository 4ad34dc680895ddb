"""What is repeated on purpose: the lines of a transcript, quotations, captions, credits."""

import re
from collections import Counter

from credscore.document import Document

_SPEAKER = re.compile(r"[A-Z][\w.'’ -]{0,40}:|[QA][.:] |Q ")
_CAPTION = re.compile(
    r"^(?:FILE|PHOTO|CREDIT|Photo|Image|Credit)\b|\bfile photo\b|\bpictured\b|\(AP Photo"
    r"|\bGetty Images\b|\((?:L|R|left|right|above|Photo)\b"
    r"|^[-–—] ?.{1,60}\(@\w|\bcontributed to this (?:report|story|article)\b"
)
_FEWEST_TURNS = 4


def is_caption(doc: Document, start: int, end: int) -> bool:
    """Whether a stretch is the caption or credit of a picture."""
    return _CAPTION.search(doc.content[start:end]) is not None


def is_speech(doc: Document, start: int) -> bool:
    """Whether a line or quotation of somebody's speech begins at ``start``."""
    if doc.in_quotation(start + 1):
        return True
    return opens_with_speaker(doc, start) and doc.once(is_transcript)


def opens_with_speaker(doc: Document, start: int) -> bool:
    """Whether the line at ``start`` opens with a speaker's name, as in a transcript."""
    return _SPEAKER.match(doc.content, start) is not None


def is_transcript(doc: Document) -> bool:
    """Whether the text is set as a dialogue: the same speakers open several, unlike lines."""
    lines = {doc.content[block.start : block.end] for block in doc.blocks}
    openings = (_SPEAKER.match(line) for line in lines)
    turns = Counter(opening.group() for opening in openings if opening)
    return sum(count for count in turns.values() if count > 1) >= _FEWEST_TURNS
