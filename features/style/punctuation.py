"""Punctuation that an editor would have mended."""

import re

from credscore.document import Document
from credscore.feature import Finding, Passage

RULES = {
    "doubled-punctuation": "A full stop or comma that stands twice, or beside another mark.",
    "space-before-punctuation": "A space before a comma or full stop.",
    "missing-space": "No space after a comma or full stop inside a paragraph.",
}

_MESSAGES = {
    "doubled-punctuation": "A punctuation mark is doubled: nobody read this copy.",
    "space-before-punctuation": "A space stands before the punctuation mark.",
    "missing-space": "The space after the punctuation mark is missing.",
}

# Two full stops, no more: three are an ellipsis. The word before must not be an abbreviation
# ("etc.."), and the mark must end a word, as "../" does not.
_FAULTS = re.compile(
    r"(?P<doubled>(?<=[a-z]{2}[\w)\"”'’])(?:\.\.(?![.\w/])|,,(?!,)|,\.(?![.\d])|\.,(?=\s))"
    r"|(?<=\w\w)[!?]\.(?=\s|$))"
    r"|(?P<space>(?<=[a-z]{2}) (?:,(?=\s)|\.(?=\s[A-Z\"“]|\s*$)))"
    r"|(?P<missing>(?<=[a-z]{3})(?:,(?=[a-z]{2})|\.(?=(?:The|This|It|In|He|She|They|But|And|We|A|I"
    r"|However|There|These|Also|For|As|If)\s[a-z])))",
    re.MULTILINE,
)
_KINDS = {
    "doubled": "doubled-punctuation",
    "space": "space-before-punctuation",
    "missing": "missing-space",
}
_ABBREVIATIONS = ("etc", "inc", "corp", "ltd", "co", "jr", "sr", "al", "st", "vs", "dept", "no")
# A scraper that lost the paragraph breaks joins many sentences; a careless writer joins few.
_MOST_LOST_SPACES = 3


def punctuation_faults(doc: Document) -> Finding:
    """How often punctuation is doubled, spaced out or run together.

    What it measures:
        Doubled marks ("Russia.. Despite", "said,."), spaces before a comma or full stop, and
        spaces missing after them, per 1,000 words of running text; at most 20.

    Why it matters:
        Editing software and editors catch such slips; text that was pasted, spun or translated
        by machine keeps them. REPLACE

    Example:
        "The river rose.. Despite this ,the bridge stayed open."

    Left alone:
        Ellipses, abbreviations, decimals, addresses and file names; pages on which more than
        three full stops lack a space, since there a scraper lost the paragraph breaks.
    """
    prose = doc.prose
    passages: list[Passage] = []
    lost_spaces: list[Passage] = []
    for match in _FAULTS.finditer(prose):
        kind = match.lastgroup or ""
        start, end = match.span()
        before = prose[max(0, start - 8) : start].split()[-1:]
        if before and before[0].lower().strip('("“') in _ABBREVIATIONS:
            continue
        rule = _KINDS[kind]
        passage = Passage(_word_start(prose, start), _word_end(prose, end), rule, _MESSAGES[rule])
        if kind == "missing" and match.group() == ".":
            lost_spaces.append(passage)
        else:
            passages.append(passage)
    if len(lost_spaces) <= _MOST_LOST_SPACES:
        passages = sorted(passages + lost_spaces)
    count = len(passages)
    summary = (
        f"{count} punctuation mark{'s are' if count != 1 else ' is'} doubled, spaced out or run on"
        if count
        else "no doubled or misplaced punctuation"
    )
    return Finding(min(20.0, doc.per_thousand_words(count)), summary, tuple(passages))


def _word_start(text: str, place: int) -> int:
    nearby = text[max(0, place - 30) : place]
    return place - len(nearby) + max(nearby.rfind(" "), nearby.rfind("\n")) + 1


def _word_end(text: str, place: int) -> int:
    match = _REST_OF_WORD.match(text, place)
    return match.end() if match else place


_REST_OF_WORD = re.compile(r"[^\s.,;:!?]{0,30}")
