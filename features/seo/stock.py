"""Sentences that fit any story: stock openings and figures, morals, exhortations, endings."""

from functools import cache

from credscore.document import Document
from credscore.feature import Finding, Passage
from credscore.patterns import Match, PhrasePatterns
from credscore.wording import counted

RULES = {
    "stock-opening": "An opening that any story could have.",
    "stock-connective": "A connective formula of copy written to a template.",
    "stock-figure": "A worn figure of speech in place of a fact.",
    "generic-moral": "A moral of the story that nobody is quoted with.",
    "exhortation": "An appeal to nobody in particular.",
    "generic-conclusion": "An ending that says only that the future is open.",
}

_MESSAGES = {
    "stock-opening": "This opening would fit any story.",
    "stock-connective": "A stock formula, as in copy that is written to a template.",
    "stock-figure": "A stock figure of speech where a fact should stand.",
    "generic-moral": "A general moral of the story, attributed to nobody.",
    "exhortation": "An appeal to nobody in particular, attributed to nobody.",
    "generic-conclusion": "A generic ending: it says only that the outcome is open.",
}
_ENDINGS = frozenset({"generic-moral", "exhortation", "generic-conclusion"})

# One stock phrase a page is everyone's; evidence needs two, and as many to 1,000 words as one
# human news article in 50 has.
_FEWEST_SHOWN = 2
_LOWEST_RATE_SHOWN = 3.5


@cache
def _patterns() -> PhrasePatterns:
    return PhrasePatterns.load("credscore.features.seo", "stock.txt")


def read_stock(doc: Document) -> list[Match]:
    """The phrases of ``stock.txt`` in the running text, outside quotations."""
    return _patterns().find_unquoted(doc)


def stock_phrases(doc: Document) -> Finding:
    """How often the text falls back on stock openings, connectives and figures of speech.

    What it measures:
        Stock openings ("in a shocking turn of events"), template connectives ("one of the key
        factors in", "it is important to note that") and worn figures ("a testament to") per
        1,000 words of running text, outside quotations.

    Why it matters:
        Generators and hired hands without material fill the page with them: in 1,000 words of
        model-written articles stand 1.4, in news .05, in opinion pieces .12. They are shown in
        1 of 5 model-written articles and in 1 of 500 by people.

    Example:
        "In a groundbreaking move, the city has taken a significant step toward ..."

    Left alone:
        Quoted words, and single phrases: they count, but are shown only where at least two
        stock phrases of any kind stand on the page, 3.5 to 1,000 words.
    """
    return _finding(
        doc,
        [match for match in doc.once(read_stock) if match.label not in _ENDINGS],
        "stock opening, connective or figure of speech",
        "stock openings, connectives or figures of speech",
    )


def generic_endings(doc: Document) -> Finding:
    """How often the text moralises, exhorts or concludes that the future is open.

    What it measures:
        Morals ("serves as a reminder that"), exhortations ("must work together") and
        conclusions without news ("only time will tell") per 1,000 words of running text,
        outside quotations.

    Why it matters:
        A report ends when its facts end, or gives the last word to somebody. Generated copy
        closes like a school essay. In 1,000 words of model-written articles stand .8 such
        phrases, in farm pages .4, in news .07, in opinion pieces .12.

    Example:
        "The flood serves as a stark reminder of the power of nature. Only time will tell."

    Left alone:
        Quoted words, and single phrases (see `stock_phrases`): leader writers close with an
        appeal, too.
    """
    return _finding(
        doc,
        [match for match in doc.once(read_stock) if match.label in _ENDINGS],
        "general moral, appeal or conclusion without news",
        "general morals, appeals or conclusions without news",
    )


def _finding(doc: Document, matches: list[Match], one: str, many: str) -> Finding:
    count = len(matches)
    of_any_kind = len(doc.once(read_stock))
    shown = (
        of_any_kind >= _FEWEST_SHOWN and doc.per_thousand_words(of_any_kind) >= _LOWEST_RATE_SHOWN
    )
    return Finding(
        doc.per_thousand_words(count),
        counted(count, one, many),
        tuple(Passage(m.start, m.end, m.label, _MESSAGES[m.label]) for m in matches)
        if shown
        else (),
    )
