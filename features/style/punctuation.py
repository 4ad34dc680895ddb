"""Punctuation that an editor would have mended."""

import re

from credscore.document import Document
from credscore.feature import Finding, Passage

RULES = {
    "doubled-punctuation": "A full stop or comma that stands twice, or beside another mark.",
    "space-before-punctuation": "A space before a comma or full stop instead of behind it.",
    "missing-space": "No space after a comma.",
}

_MESSAGES = {
    "doubled-punctuation": "A punctuation mark is doubled: nobody read this copy.",
    "space-before-punctuation": "A space stands before the punctuation mark.",
    "missing-space": "The space after the punctuation mark is missing.",
}

# Each begins with the mark itself, so that a search leaps from mark to mark. Two full stops, no
# more: three are an ellipsis; "../" is a path; "Calif.," is an abbreviation.
_DOUBLED = re.compile(r"\.\.(?![.\w/])|,,(?!,)|,\.(?![.\d])|[!?]\.(?=\s|$)", re.MULTILINE)
_SPACED = re.compile(r" (?:,(?=[a-z]{2})|\.(?=[A-Z][a-z]+\s))")
_RUN_ON = re.compile(r",(?=[a-z]{2})")
_PAIRS = ("..", ",,", ",.", "!.", "?.")
_ABBREVIATIONS = frozenset(
    {"etc", "inc", "corp", "ltd", "co", "jr", "sr", "al", "st", "vs", "dept", "no"}
)


def punctuation_faults(doc: Document) -> Finding:
    """How often punctuation is doubled, spaced out or run together.

    What it measures:
        Doubled marks ("rose.. Despite", "said,."), spaces that stand before a comma or full
        stop instead of behind it, and commas without a space, per 1,000 words of running text;
        at most 20.

    Why it matters:
        Editing software and editors catch such slips; text that was pasted, spun or translated
        by machine keeps them. REPLACE

    Example:
        "The river rose.. Despite this ,the bridge stayed open."

    Left alone:
        Ellipses, abbreviations, decimals, addresses and file names. A space on both sides of a
        comma is what a scraper leaves of a link, and a full stop without a space what it leaves
        of a paragraph break: neither counts.
    """
    prose = doc.prose
    passages: list[Passage] = []
    if any(pair in prose for pair in _PAIRS):
        passages += _faults(prose, _DOUBLED, "doubled-punctuation", 2)
    if " ," in prose or " ." in prose:
        passages += _faults(prose, _SPACED, "space-before-punctuation", 2)
    passages = sorted(passages + _faults(prose, _RUN_ON, "missing-space", 3))
    count = len(passages)
    summary = (
        f"{count} punctuation mark{'s are' if count != 1 else ' is'} doubled, spaced out or run on"
        if count
        else "no doubled or misplaced punctuation"
    )
    return Finding(min(20.0, doc.per_thousand_words(count)), summary, tuple(passages))


def _faults(prose: str, fault: re.Pattern[str], rule: str, letters: int) -> list[Passage]:
    """Faults behind a word of ``letters`` small letters or more that is no abbreviation."""
    passages: list[Passage] = []
    for match in fault.finditer(prose):
        start, end = match.span()
        nearby = prose[max(0, start - 30) : start]
        word = nearby[max(nearby.rfind(" "), nearby.rfind("\n")) + 1 :]
        ending = word.rstrip("\"”'’)")[-letters:]
        if (
            len(ending) < letters
            or not (ending.isalpha() and ending.islower())
            or word.lower().strip('("“') in _ABBREVIATIONS
        ):
            continue
        rest = _REST_OF_WORD.match(prose, end)
        end = rest.end() if rest else end
        passages.append(Passage(start - len(word), end, rule, _MESSAGES[rule]))
    return passages


_REST_OF_WORD = re.compile(r"\s?[^\s.,;:!?]{0,30}")
