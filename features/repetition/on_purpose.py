"""What is repeated on purpose: the lines of a transcript, captions, credits."""

import re

from credscore.document import Document

_SPEAKER = re.compile(r"[A-Z][\w.'’ -]{0,40}:|[QA][.:]? ")
_CAPTION = re.compile(
    r"^(?:FILE|PHOTO|CREDIT|Photo|Image|Credit)\b|\bfile photo\b|\bpictured\b|\(AP Photo"
    r"|\bGetty Images\b|\((?:L|R|left|right|above|Photo)\b"
)


def is_speech_or_caption(doc: Document, start: int, end: int) -> bool:
    """Whether a stretch is a line of a transcript, a quotation or a picture's caption."""
    text = doc.content[start:end]
    return (
        doc.in_quotation(start + 1)
        or _SPEAKER.match(text) is not None
        or _CAPTION.search(text) is not None
    )
