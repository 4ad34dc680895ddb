"""The same quotation in two wordings."""

from bisect import bisect_left
from collections import Counter
from itertools import pairwise

from credscore.document import Document
from credscore.feature import Finding, Passage, Span
from credscore.reading.attribution import Attribution
from credscore.wording import counted

RULES = {"reworded-quotation": "A quotation that stands elsewhere in the text in other words."}

_FEWEST_WORDS = 5
_LEAST_SHARED = 0.6
_MOST_QUOTATIONS = 400
_RARE = 12  # times in the text


def reworded(doc: Document) -> Finding:
    """Quotations that are given twice, in different wordings.

    What it measures:
        The number of quotations of five words or more that share most of their words, in the
        same order, with an earlier one and yet differ from it.

    Why it matters:
        A person said one thing. Where a text gives it in two wordings, one at least is made up.

    Example:
        "The fight for the town is far from over" and later "the war for the town is far from
        over".

    Left alone:
        Quotations repeated word for word, parts of a longer one, and shorter snippets.
    """
    quoted = [
        found
        for found in doc.attributions
        if found.quotation is not None and found.words >= _FEWEST_WORDS
    ][:_MOST_QUOTATIONS]
    passages = tuple(_pairs(doc, quoted))
    count = len(passages)
    summary = f"{counted(count, 'quotation')} given in two wordings"
    return Finding(min(count, 10), summary, passages)


def _pairs(doc: Document, quoted: list[Attribution]) -> list[Passage]:
    """Quotations set against an earlier one that shares its rarer words."""
    index = doc.words.index
    spoken: list[list[str]] = []
    places: dict[str, list[int]] = {}
    passages: list[Passage] = []
    for place, found in enumerate(quoted):
        words = _words(doc, found)
        spoken.append(words)
        shared: list[int] = []
        rarer = {word for word in words if len(word) > 3 and 1 < len(index[word]) <= _RARE}
        for word in rarer:
            if word in places:
                shared += places[word]
                places[word].append(place)
            else:
                places[word] = [place]
        fewest = max(2, len(rarer) // 2)
        if len(shared) < fewest:
            continue
        # In the order of the text: that of a set is another one in each process.
        for earlier, count in sorted(Counter(shared).items()):
            if count >= fewest and _is_reworded(words, spoken[earlier]):
                passages.append(
                    Passage(
                        *found.content,
                        "reworded-quotation",
                        "This quotation stands elsewhere in the text in other words.",
                        (Span(*quoted[earlier].content),),
                    )
                )
                break
    return passages


def _is_reworded(words: list[str], others: list[str]) -> bool:
    """Whether two quotations share most pairs of neighbours, and neither holds the other."""
    pairs, other_pairs = set(pairwise(words)), set(pairwise(others))
    if len(pairs & other_pairs) < _LEAST_SHARED * max(len(pairs), len(other_pairs)):
        return False
    one, other = " ".join(words), " ".join(others)
    return one not in other and other not in one


def _words(doc: Document, found: Attribution) -> list[str]:
    first = bisect_left(doc.words.starts, found.content.start)
    return doc.words.lower[first : first + found.words]
