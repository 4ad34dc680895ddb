"""Phrases that speak to the visitor whom a search brought."""

import re
from functools import cache

from credscore.document import Document
from credscore.feature import Finding, Passage
from credscore.patterns import Match, PhrasePatterns
from credscore.wording import times

RULES = {
    "landing-phrase": "Greets the visitor whom a search brought to the page.",
    "retention-phrase": "Asks the visitor to stay on the page.",
    "self-reference": "Announces what the article will do instead of doing it.",
    "table-of-contents": "Talks about the page's own sections.",
    "call-to-action": "Asks the reader to click, share, subscribe, comment or buy.",
    "search-trade": "An author's note that names search-engine optimisation as the trade.",
}

_MESSAGES = {
    "landing-phrase": "This greets a visitor who came from a search engine; it reports nothing.",
    "retention-phrase": "This asks the visitor to stay on the page; it reports nothing.",
    "self-reference": "The article talks about itself instead of its subject.",
    "table-of-contents": "This announces sections of the page, as templates for search pages do.",
    "call-to-action": "This asks the reader to act for the page's benefit.",
    "search-trade": "The author's note names search-engine optimisation as the trade.",
}

_SEARCH_TRADE = re.compile(
    r"\b(?:[Mm]y|I|I'm|I’m|[Hh]is|[Hh]er|[Hh]e|[Ss]he|[Aa]n?|[Aa]nd|[Aa]s)\b[^.\n]{0,80}"
    r"\b(?:SEO|[Ss]earch [Ee]ngine [Oo]ptimi[sz]ation)\b(?:[^.\n]{0,160}\.)?"
)
# What makes a mention of SEO a note on the author rather than on the industry.
_TRADE = re.compile(
    r"\b(?:passion\w*|loves?|enjoys?|adept|skill\w*|expertise|knowledge of|background in|"
    r"speciali[sz]\w+|certified|proficien\w+|"
    r"(?:SEO|[Oo]ptimi[sz]ation)[ -](?:content )?(?:writer|expert|specialist|strategist|"
    r"enthusiast|blogger|consultant|executive))\b"
)


@cache
def _patterns() -> PhrasePatterns:
    return PhrasePatterns.load("credscore.features.seo", "phrases.txt")


def read_phrases(doc: Document) -> list[Match]:
    """The phrases of ``phrases.txt`` in the running text, outside quotations."""
    return _patterns().find_unquoted(doc)


def reader_address(doc: Document) -> Finding:
    """How often the text speaks to the visitor or of itself instead of its subject.

    What it measures:
        Landing phrases ("you've come to the right place"), retention phrases ("keep reading"),
        self-reference ("in this article we will") and talk about the page's own sections, per
        1,000 words of running text.

    Why it matters:
        A reporter tells the story; a page made for search traffic first greets the traffic.
        At least one such phrase stands on 1 in 7 pages of our content-farm set and in 1 of 100
        news and opinion articles.

    Example:
        "If you want to know how the vote works, you've come to the right place."

    Left alone:
        Quoted words. Service journalism that greets its reader once costs little.
    """
    matches = [m for m in doc.once(read_phrases) if m.label != "call-to-action"]
    count = len(matches)
    summary = (
        f"the text addresses the visitor or speaks of itself {times(count)}"
        if count
        else "the text neither addresses the visitor nor speaks of itself"
    )
    return Finding(doc.per_thousand_words(count), summary, tuple(map(_passage, matches)))


def calls_to_action(doc: Document) -> Finding:
    """How often the running text asks the reader to click, share, subscribe, comment or buy.

    What it measures:
        Calls to action per 1,000 words of running text.

    Why it matters:
        In the middle of an article they show that the page wants traffic or leads. One stands
        on 5 in 100 pages of our content-farm set, on 2 in 100 news pages and in none of 700
        edited opinion pieces.

    Example:
        "Don't forget to share this post and let us know your thoughts in the comments."

    Left alone:
        Calls in lines that were set aside as page residue, and in quotations.
    """
    matches = [m for m in doc.once(read_phrases) if m.label == "call-to-action"]
    count = len(matches)
    summary = (
        f"the text asks the reader to click, share, subscribe or comment {times(count)}"
        if count
        else "no calls to click, share or subscribe in the text"
    )
    return Finding(doc.per_thousand_words(count), summary, tuple(map(_passage, matches)))


def search_trade(doc: Document) -> Finding:
    """Author's notes that name search-engine optimisation as the trade.

    What it measures:
        Sentences in which an author speaks of doing SEO, anywhere on the page.

    Why it matters:
        It states what the page was written for.

    Example:
        "Dana loves SEO and writes about travel, crypto and pets."

    Left alone:
        Reports about the search industry: the sentence must speak of somebody's love of the
        trade or skill in it.
    """
    if not any(term in doc.content for term in ("SEO", "ngine optimi", "ngine Optimi")):
        return Finding(0, "no author's note names search-engine optimisation")
    passages = tuple(
        Passage(match.start(), match.end(), "search-trade", _MESSAGES["search-trade"])
        for match in _SEARCH_TRADE.finditer(doc.content)
        if _TRADE.search(match.group()) and not doc.in_quotation(match.start())
    )
    count = len(passages)
    summary = (
        "an author's note names search-engine optimisation as the trade"
        if count
        else "no author's note names search-engine optimisation"
    )
    return Finding(count, summary, passages)


def _passage(match: Match) -> Passage:
    return Passage(match.start, match.end, match.label, _MESSAGES[match.label])
