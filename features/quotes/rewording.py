"""The same quotation in two wordings."""

from bisect import bisect_left
from collections import defaultdict

from credscore.document import Document
from credscore.feature import Finding, Passage, Span
from credscore.reading.attribution import Attribution

RULES = {"reworded-quotation": "A quotation that stands elsewhere in the text in other words."}

_FEWEST_WORDS = 5
_LEAST_SHARED = 0.6
_MOST_QUOTATIONS = 400


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
    summary = f"{count} quotation{'s stand' if count != 1 else ' stands'} in two wordings"
    return Finding(min(count, 10), summary, passages)


def _pairs(doc: Document, quoted: list[Attribution]) -> list[Passage]:
    passages: list[Passage] = []
    pairs_of_words: dict[tuple[str, str], list[int]] = defaultdict(list)
    spoken: list[list[str]] = []
    for place, found in enumerate(quoted):
        words = _words(doc, found)
        spoken.append(words)
        pairs = set(zip(words, words[1:], strict=False))
        shared: dict[int, int] = defaultdict(int)
        for pair in pairs:
            for earlier in pairs_of_words[pair][-20:]:
                shared[earlier] += 1
        for earlier, count in shared.items():
            others = spoken[earlier]
            if count >= _LEAST_SHARED * max(len(words), len(others)) and words != others:
                if _is_part(words, others) or _is_part(others, words):
                    continue
                passages.append(
                    Passage(
                        *found.content,
                        "reworded-quotation",
                        "This quotation stands elsewhere in the text in other words.",
                        (Span(*quoted[earlier].content),),
                    )
                )
                break
        for pair in pairs:
            pairs_of_words[pair].append(place)
    return passages


def _words(doc: Document, found: Attribution) -> list[str]:
    first = bisect_left(doc.words.starts, found.content.start)
    return doc.words.lower[first : first + found.words]


def _is_part(words: list[str], others: list[str]) -> bool:
    return " ".join(words) in " ".join(others)
