"""Variation of sentence and paragraph lengths."""

from collections.abc import Sequence
from math import sqrt

from credscore.document import Document
from credscore.feature import Finding

_FEWEST_SENTENCES = 6
_FEWEST_PARAGRAPHS = 4


def mean_and_deviation(values: Sequence[int]) -> tuple[float, float]:
    """Mean and population standard deviation; statistics.pstdev is exact, and 50 times slower."""
    mean = sum(values) / len(values)
    return mean, sqrt(max(0.0, sum(value * value for value in values) / len(values) - mean * mean))


def sentence_length_variation(doc: Document) -> Finding:
    """How much the sentences differ in length.

    What it measures:
        The standard deviation of sentence lengths in words over their mean. None with fewer
        than six sentences.

    Why it matters:
        People mix short sentences with long ones; models and spinners write them all alike. In
        news the middle value is .50, in model-written articles .37.

    Example:
        Ten sentences of 18 to 22 words: 0.1. A page that mixes 4 and 40: 0.9.

    Left alone:
        No passage is shown: even sentences are a trait of a text, not of a place in it.

    References:
        Yule 1939, "On sentence-length as a statistical characteristic of style in prose".
    """
    lengths = [sentence.last_word - sentence.first_word for sentence in doc.sentences]
    if len(lengths) < _FEWEST_SENTENCES:
        return Finding(None, "too few sentences to compare their lengths")
    mean, deviation = mean_and_deviation(lengths)
    return Finding(
        deviation / mean,
        f"sentence lengths vary by {100 * deviation / mean:.0f}% around {mean:.0f} words",
    )


def paragraph_length_variation(doc: Document) -> Finding:
    """How much the paragraphs differ in length.

    What it measures:
        The standard deviation of paragraph lengths in characters over their mean. None with
        fewer than four paragraphs, as where a scraper lost the breaks.

    Why it matters:
        Generated articles come in blocks of one size; a reporter's paragraph may be a single
        line. The middle value is .44 in news, .34 on farm pages, .21 in model-written articles.

    Example:
        Six paragraphs of about 70 words each: 0.1.

    Left alone:
        No passage is shown.
    """
    lengths = [paragraph.end - paragraph.start for paragraph in doc.paragraphs]
    if len(lengths) < _FEWEST_PARAGRAPHS:
        return Finding(None, "too few paragraphs to compare their lengths")
    mean, deviation = mean_and_deviation(lengths)
    variation = deviation / mean
    return Finding(
        variation,
        f"paragraph lengths vary by {100 * variation:.0f}% around their average",
    )
