"""The terms of the headline that the page repeats: what it wants to be found for."""

from functools import cache

from credscore.document import Document
from credscore.lexicon import read_entries
from credscore.reading.words import read_words

_LONGEST_HEADLINE = 40


def key_terms(doc: Document) -> list[str]:
    """Runs of words from the headline that may be its search term, longest first.

    A term begins and ends with a weighty word; single words come last. Lower case, words parted
    by one space. Empty without a headline.
    """
    if doc.headline is None:
        return []
    words = read_words(doc.headline).lower[:_LONGEST_HEADLINE]
    terms: list[str] = []
    for size in (4, 3, 2, 1):
        for first in range(len(words) - size + 1):
            run = words[first : first + size]
            if _is_weighty(run[0]) and _is_weighty(run[-1]):
                terms.append(" ".join(run))
    return list(dict.fromkeys(terms))


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(word for word, _ in read_entries("credscore.features.seo", "stop_words.txt"))


def _is_weighty(word: str) -> bool:
    return word not in _stop_words() and len(word) > 2 and not word[0].isdigit()
