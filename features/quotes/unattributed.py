"""Quotations that nobody is said to have spoken, and how much of the text is quoted."""

import re

from credscore.document import Document
from credscore.feature import Finding, Passage
from credscore.reading.attribution import Attribution
from credscore.wording import part, percent

RULES = {"unattributed-quotation": "A quotation of four words or more without any speaker."}

_FEWEST_WORDS = 4
_LONGEST_TERM = 5
_LONGEST_TITLE = 6
_APPOSED = re.compile(r"\b(?:the|an?|his|her|their|its)(?: [\w'’-]{2,15}){1,2}, $", re.IGNORECASE)
_DETERMINES = re.compile(
    r"\b(?:the|an?|his|her|their|its|this|that|these|those|any|no|so-called) $"
    r"|[^\W\d_](?:['’]s|s['’]) $",
    re.IGNORECASE,
)
_NAMES_A_TERM = re.compile(
    r"(?:called|named|titled|entitled|dubbed|nicknamed|known as|so-called|headlined|labell?ed"
    r"|phrases?|words?|terms?|expression|slogan|motto|hashtag|headlines?|title|book|film|movie"
    r"|lines?|sentence|caption|chorus|refrain|opening|song|album|single|episode|show|series|novel|essay|article|column|poem|play|sign|signs)"
    r"(?: is| was| reads| read)?[ ,:]{0,2}$"
    r"|(?:aim|goal|mandate|mission|objective|purpose|task) (?:is|was) to $",
    re.IGNORECASE,
)


def unattributed(doc: Document) -> Finding:
    """Quotations that stand without a speaker.

    What it measures:
        The share of the quotations of four words or more for which neither their own sentence
        nor its neighbours, nor the quotation before, name or describe anybody as the speaker.

    Why it matters:
        A reporter writes down who said it. Invented and copied quotations come without: the
        reader can ask nobody.

    Example:
        Crowds filled the square. "We have waited far too long for this day," it echoed.

    Left alone:
        Titles of works, slogans and terms; quotations that carry on the one before or the
        paragraph before; signatures behind a dash; shorter snippets.

    References:
        Newell, Margolin and Ruths (2018), "An attribution relations corpus for political news".
    """
    spoken = [found for found in doc.attributions if _is_long(found)]
    if not spoken:
        return Finding(None, "no quotation of four words or more")
    passages = tuple(
        Passage(
            *found.content,
            "unattributed-quotation",
            "Nobody is named or described as the speaker of this quotation.",
        )
        for found in spoken
        if is_unattributed(doc, found)
    )
    summary = part(len(passages), len(spoken), "quotations", "names no speaker", "name no speaker")
    return Finding(len(passages) / len(spoken), summary, passages)


def quoted_words(doc: Document) -> Finding:
    """How much of the running text stands in quotation marks.

    What it measures:
        The share of the words of the running text that are quoted.

    Why it matters:
        News lets people speak in their own words; generated text paraphrases.

    Example:
        "We start on Monday," Ann Lee said: four of seven words.

    Left alone:
        Nothing is held against a text for this alone.
    """
    if not len(doc.words):
        return Finding(None, "no running text")
    quoted = sum(found.words for found in doc.attributions if found.quotation is not None)
    share = quoted / len(doc.words)
    return Finding(share, f"{percent(share)} of the words are quoted")


def short_quotations(doc: Document) -> Finding:
    """Snippets in quotation marks.

    What it measures:
        The share of the quotations that hold fewer than four words.

    Why it matters:
        A text that quotes single words only has heard nobody speak, or mocks them.

    Example:
        The "experts" praised the "miracle cure".

    Left alone:
        Nothing is held against a text for this alone: short quotations are common in opinion.
    """
    counts = [found.words for found in doc.attributions if found.quotation is not None]
    if not counts:
        return Finding(None, "no quotation")
    short = sum(count < _FEWEST_WORDS for count in counts)
    return Finding(
        short / len(counts), part(short, len(counts), "quotations", "is a snippet", "are snippets")
    )


def is_unattributed(doc: Document, found: Attribution) -> bool:
    """Whether a quotation reads as somebody's words, and nobody's name goes with it."""
    quotation = found.quotation
    if quotation is None or quotation.set_off or found.kind != "none" or not _is_long(found):
        return False
    text = doc.prose
    if _is_headline(doc, found):
        return False
    if _NAMES_A_TERM.search(text[max(0, quotation.start - 20) : quotation.start]):
        return False
    if found.words <= _LONGEST_TITLE and _APPOSED.search(
        text, max(0, quotation.start - 40), quotation.start
    ):
        return False
    if found.words <= _LONGEST_TERM and _DETERMINES.search(
        text, max(0, quotation.start - 12), quotation.start
    ):
        return False
    return not _is_title(text[quotation.inner_start : quotation.inner_end])


def _is_headline(doc: Document, found: Attribution) -> bool:
    """Whether the quotation opens the first line of the text, and the line is no sentence."""
    first = doc.paragraphs[0]
    if found.content.start != first.start or first.start != doc.blocks[0].start:
        return False
    return len(doc.blocks) > 1 and doc.prose[first.end - 2] not in ".!?,"  # inside the marks


def _is_long(found: Attribution) -> bool:
    return found.quotation is not None and found.words >= _FEWEST_WORDS


def _is_title(inner: str) -> bool:
    """Whether most of the longer words begin with a capital."""
    longer = [word for word in inner.split() if len(word) > 3]
    capitals = sum(word[0].isupper() for word in longer)
    return capitals > 0.7 * len(longer)
