"""Keyword stuffing: the headline's term again and again in the running text."""

from credscore.document import Document
from credscore.feature import Finding, Passage
from credscore.features.seo.terms import key_terms
from credscore.wording import times

RULES = {"keyword-stuffing": "The headline's search term stands in sentence after sentence."}

_FEWEST_WORDS = 100
_FEWEST_STANDINGS = 7
_STUFFED = 26.0


def keyword_density(doc: Document) -> Finding:
    """How often the running text repeats a term of two words or more from its headline.

    What it measures:
        Standings of the headline's most repeated term of at least two words, per 1,000 words
        of running text. None without a headline or with fewer than 100 words.

    Why it matters:
        Reporters say "the phone", "it", "the company"; a page written to rank for "Acme Phone
        Two" says so each time. It is shown on 3 in 100 farm pages and 1 in 1,000 news pages.

    Example:
        "The Acme Phone Two price is high. Acme Phone Two buyers know the Acme Phone Two well."

    Left alone:
        Names that simply stand often: evidence needs 26 standings in 1,000 words and at
        least seven.
    """
    terms = [term.split() for term in doc.once(key_terms) if " " in term]
    if not terms or len(doc.words) < _FEWEST_WORDS:
        return Finding(None, "no headline term to look for")
    lower, index = doc.words.lower, doc.words.index
    best: list[int] = []
    best_term: list[str] = []
    for term in terms:
        rarest = min(range(len(term)), key=lambda place: len(index.get(term[place], ())))
        standings = [
            place - rarest
            for place in index.get(term[rarest], ())
            if lower[place - rarest : place - rarest + len(term)] == term
        ]
        if len(standings) > len(best):
            best, best_term = standings, term
    density = doc.per_thousand_words(len(best))
    phrase = " ".join(best_term)
    # The fewest standings are bar enough for a short text: its rate is not held down here.
    stuffed = len(best) >= max(_FEWEST_STANDINGS, _STUFFED * len(doc.words) / 1000)
    message = f"“{phrase}”, from the headline, is used {len(best)} times in the text."
    passages = tuple(
        Passage(
            doc.words.starts[first],
            doc.words.ends[first + len(best_term) - 1],
            "keyword-stuffing",
            message,
        )
        for first in best
        if stuffed
    )
    summary = (
        f"“{phrase}”, from the headline, is used {times(len(best))} in the text"
        if best
        else "no term from the headline is repeated word for word"
    )
    return Finding(density, summary, passages)
