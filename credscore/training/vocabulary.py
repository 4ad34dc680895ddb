"""Words that occur whatever the subject: the vocabulary that learned wording may use.

A model of wording that knows topic words learns topics, and fails on the next news day. Topic
words give themselves away: they come in clumps (few texts hold most of them), they live in some
collections only, and many are names.
"""

import math
from collections import Counter
from collections.abc import Iterable

from credscore.reading.words import read_words

_LONGEST_TEXT = 800
_FEWEST_TEXTS = 120
_RARE = 0.004
_EVENNESS = 0.6
_MOST_CAPITALS = 0.35
_MOST_OVER_TYPICAL = 12


def general_vocabulary(texts: Iterable[tuple[str, str]]) -> set[str]:
    """Words of no subject in particular, from ``(collection, text)`` pairs.

    A word is kept where it stands in at least 120 texts and in nearly every collection, in no
    collection far more often than in the middle one, is rarely capitalised, and spreads over
    texts about as evenly as if it were strewn at random: the number of texts that hold it is at
    least .6 of what a Poisson law gives for as many standings (Church and Gale 1995, "Poisson
    mixtures").
    """
    standings: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    by_collection: dict[str, Counter[str]] = {}
    sizes: Counter[str] = Counter()
    for collection, text in texts:
        words = read_words(text)
        lower = words.lower[:_LONGEST_TEXT]
        distinct = set(lower)
        standings.update(lower)
        capitals.update(
            word
            for word, start in zip(lower, words.starts, strict=False)
            if text[start].isupper()
            and text[max(0, start - 2) : start].strip(" \n") not in _OPENERS
        )
        holding.update(distinct)
        by_collection.setdefault(collection, Counter()).update(distinct)
        sizes[collection] += 1
    total = sum(sizes.values())
    return {
        word
        for word, texts_with in holding.items()
        if texts_with >= _FEWEST_TEXTS
        and not word[0].isdigit()
        and capitals[word] <= _MOST_CAPITALS * standings[word]
        and texts_with >= _EVENNESS * total * -math.expm1(-standings[word] / total)
        and _is_widespread([held[word] / sizes[name] for name, held in by_collection.items()])
    }


_OPENERS = frozenset(".!?:\"'“‘(")


def _is_widespread(shares: list[float]) -> bool:
    shares = sorted(shares)
    common = sum(share >= _RARE for share in shares)
    typical = max(shares[len(shares) // 2], 1e-4)
    return common >= 0.85 * len(shares) and shares[-1] <= _MOST_OVER_TYPICAL * typical
