"""Punctuation that an editor would have mended."""

import re

from credscore.document import Document
from credscore.feature import Finding, Passage
from credscore.wording import counted

RULES = {"doubled-punctuation": "A full stop or comma that stands twice, or beside another mark."}

# Each begins with the mark itself, so that a search leaps from mark to mark. Two full stops, no
# more: three are an ellipsis; "../" is a path; "Calif.," is an abbreviation.
_DOUBLED = re.compile(r"\.\.(?=\s+[A-Z\"“]|\s*$)|,,(?!,)|,\.(?![.\d])|[!?]\.(?=\s|$)", re.MULTILINE)
_PAIRS = ("..", ",,", ",.", "!.", "?.")
_ABBREVIATIONS = frozenset(
    {"etc", "inc", "corp", "ltd", "co", "jr", "sr", "al", "st", "vs", "dept", "no"}
)


def punctuation_faults(doc: Document) -> Finding:
    """How often a punctuation mark is doubled.

    What it measures:
        Doubled marks ("rose.. Despite", "said,.", "late,, but") per 1,000 words of running
        text; at most 20.

    Why it matters:
        Editing software and editors catch such slips; text that was pasted, spun or generated
        piecemeal keeps them. One stands in 1 of 150 news articles and 1 of 50 fakes.

    Example:
        "The river rose.. Despite this, the bridge stayed open."

    Left alone:
        Ellipses, abbreviations, decimals and file names. Missing or misplaced spaces are not
        counted: scrapers leave them where a link or a paragraph ended, and half of the edited
        opinion pieces of small papers, as scraped, hold one.
    """
    prose = doc.prose
    if not any(pair in prose for pair in _PAIRS):
        return Finding(0.0, "no doubled punctuation")
    passages = _doubled(prose)
    count = len(passages)
    summary = counted(count, "punctuation mark is doubled", "punctuation marks are doubled")
    return Finding(min(20.0, doc.per_thousand_words(count)), summary, passages)


def _doubled(prose: str) -> tuple[Passage, ...]:
    """Doubled marks behind a word that ends in two small letters and is no abbreviation."""
    message = "A punctuation mark is doubled, which an editor would have seen."
    passages: list[Passage] = []
    for match in _DOUBLED.finditer(prose):
        start, end = match.span()
        nearby = prose[max(0, start - 30) : start]
        word = nearby[max(nearby.rfind(" "), nearby.rfind("\n")) + 1 :]
        ending = word.rstrip("\"”'’)")[-2:]
        if (
            len(ending) == 2
            and ending.isalpha()
            and ending.islower()
            and word.lower().strip('("“') not in _ABBREVIATIONS
        ):
            rest = _REST_OF_WORD.match(prose, end)
            end = rest.end() if rest else end
            passages.append(Passage(start - len(word), end, "doubled-punctuation", message))
    return tuple(passages)


_REST_OF_WORD = re.compile(r"\s?[^\s.,;:!?]{0,30}")
