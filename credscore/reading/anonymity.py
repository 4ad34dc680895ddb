"""Anonymity: whether a text says why it keeps a name back."""

import re
from typing import TYPE_CHECKING

from credscore.feature import Span

if TYPE_CHECKING:
    from credscore.document import Document

_REASON = re.compile(
    r"anonymity|anonymously|(?:stay|remain|speak|spoke|speaking) anonymous|withheld"
    r"|not (?:be )?(?:authori[sz]ed|allowed|permitted) to"
    r"|(?:not|without|to be|be|being) (?:to be |being )?(?:named|identified)"
    r"|(?:hide|protect|conceal|reveal|disclose)\w* (?:his|her|their) (?:name|identity)"
    r"|fear(?:ing|s|ed)? (?:of )?(?:reprisal|retaliation|retribution)",
    re.IGNORECASE,
)
# Without one of these words there is no reason to look for.
_REASON_WORDS = frozenset(
    """anonymity anonymous anonymously authorized authorised allowed permitted named identified
    withheld reprisal reprisals retaliation retribution identity""".split()
)
_MET_BEFORE = re.compile(
    r"(?:he|she|they|another|the (?:other|first|second|third))\b|\w{1,12} of (?:them|those|us)\b",
    re.IGNORECASE,
)
_REACH = 300  # characters on either side, within the paragraph
_REACH_BACK = 1200  # characters, over paragraphs


def explains_anonymity(doc: "Document", source: Span) -> bool:
    """Whether the text says, near ``source``, why the source has no name.

    It is sought in the paragraph; for "she" or "one of them", who were met before, further back.
    """
    if _REASON_WORDS.isdisjoint(doc.words.index):
        return False
    text = doc.prose
    high = text.find("\n", source.end, source.end + _REACH)
    if _MET_BEFORE.match(text, source.start):
        low = max(0, source.start - _REACH_BACK)
    else:
        low = text.rfind("\n", max(0, source.start - _REACH), source.start) + 1
        low = low or max(0, source.start - _REACH)
    return _REASON.search(text, low, source.end + _REACH if high < 0 else high) is not None
