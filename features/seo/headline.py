"""Headlines made to be searched for or clicked on."""

import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from json import loads

from credscore.document import Document
from credscore.feature import Finding, Passage, Span
from credscore.lexicon import read_entries
from credscore.reading.words import read_words

RULES = {
    "clickbait-headline": "A headline worded like clickbait rather than like news.",
    "search-headline": "A headline worded like a search query.",
}

# At this probability few headlines of news are taken for clickbait; see the feature's page.
SHOWN_FROM = 0.97
_LONGEST_HEADLINE = 300


@dataclass(frozen=True, slots=True)
class ClickbaitModel:
    """Log-odds of a headline's words and neighbours, by `train_clickbait.py`.

    Attributes:
        intercept: Log-odds of a headline without any known word.
        weights: Log-odds that a word or pair of words adds. ``<start>`` and ``<end>`` stand for
            the headline's ends, ``<number>`` for any number.
    """

    intercept: float
    weights: dict[str, float]

    def probability(self, headline: str) -> float:
        """Probability in [0, 1] that a headline is clickbait."""
        return 1 / (1 + math.exp(-(self.intercept + math.fsum(self.pushes(headline).values()))))

    def pushes(self, headline: str) -> dict[str, float]:
        """What each known word or pair in the headline adds to the log-odds."""
        weights = self.weights
        return {token: weights[token] for token in headline_tokens(headline) if token in weights}

    def strongest(self, headline: str) -> list[str]:
        """The three words or pairs that push most towards clickbait, as they are written."""
        pushes, written = self.pushes(headline), headline_tokens(headline)
        named: list[str] = []
        for token in sorted(pushes, key=lambda token: -pushes[token]):
            if pushes[token] > 0 and not any(
                written[token] in other or other in written[token] for other in named
            ):
                named.append(written[token])
        return named[:3]


def headline_tokens(headline: str) -> dict[str, str]:
    """Words and pairs of neighbours as the clickbait model knows them, with what stands there."""
    written = read_words(headline[:_LONGEST_HEADLINE]).lower
    words = ["<number>" if word[0].isdigit() else word for word in written]
    tokens = dict(zip(words, written, strict=True))
    for first, second in pairwise(["<start>", *words, "<end>"]):
        tokens[f"{first} {second}"] = f"{tokens.get(first, '')} {tokens.get(second, '')}".strip()
    return tokens


@cache
def _clickbait() -> ClickbaitModel:
    text = files("credscore.features.seo").joinpath("clickbait.json").read_text(encoding="utf-8")
    model = loads(text)
    return ClickbaitModel(model["intercept"], model["weights"])


@cache
def _queries() -> re.Pattern[str]:
    entries = read_entries("credscore.features.seo", "search_headlines.txt")
    return re.compile("|".join(f"(?:{pattern})" for pattern, _ in entries), re.IGNORECASE)


def clickbait_headline(doc: Document) -> Finding:
    """How probably the headline is clickbait, by its wording.

    What it measures:
        A probability by a linear model of the headline's words and neighbouring pairs, learned
        on 32,000 headlines of news and of clickbait sites (F1 .94 in cross-validation).
        Topic words and names are not in its vocabulary. None without a headline.

    Why it matters:
        A headline that withholds what happened, or sells a feeling, is made for the click.

    Example:
        "21 Things You'll Only Understand If You Grew Up With Your Grandmother"

    Left alone:
        Features and opinion pieces that address the reader: the passage is shown from a
        probability of .97, which 6 in 10 clickbait headlines reach and, with their outlet left
        out of training, 2 in 100 headlines of news and opinion pages.
    """
    headline = doc.headline
    if headline is None:
        return Finding(None, "no headline")
    model = _clickbait()
    probability = model.probability(headline)
    words = ", ".join(f"“{words}”" for words in model.strongest(headline))
    shown = probability >= SHOWN_FROM
    message = f"The headline is worded like clickbait, above all by {words}."
    passages = tuple(
        Passage(start, end, "clickbait-headline", message)
        for start, end in _headline_span(doc)
        if shown
    )
    summary = (
        f"the headline is worded like clickbait, above all by {words}"
        if probability >= 0.5
        else "the headline is worded like news"
    )
    return Finding(probability, summary, passages)


def search_headline(doc: Document) -> Finding:
    """Whether the headline is worded like a search query.

    What it measures:
        1 if the headline holds a formula of pages written to rank for a search, else 0. None
        without a headline.

    Why it matters:
        The headline of a report says what happened; the headline of a search page says what
        people type. Such a headline stands over 1 in 10 pages of our content-farm set (4 in 10
        of its search-engine blogs) and over 1 in 200 news pages.

    Example:
        "Latest Acme News: What's Happening With the Acme Phone?", "Acme Phone: Release Date,
        Price, Specs and Everything You Need to Know"

    Left alone:
        Plain questions, explainers ("How the vote works") and live pages.
    """
    headline = doc.headline
    if headline is None:
        return Finding(None, "no headline")
    found = _queries().search(headline[:_LONGEST_HEADLINE])
    if found is None:
        return Finding(0, "the headline is not worded like a search query")
    message = f"The headline is worded like a search query: “{found.group().strip()}”."
    passages = tuple(
        Passage(start, end, "search-headline", message) for start, end in _headline_span(doc)
    )
    return Finding(1, "the headline is worded like a search query", passages)


def _headline_span(doc: Document) -> list[Span]:
    """Where the headline stands in the text, if it does."""
    if not doc.blocks or doc.headline is None:
        return []
    first = doc.blocks[0]
    if doc.content[first.start : first.end].casefold() == doc.headline.casefold():
        return [Span(first.start, first.end)]
    return []
