"""Sentences that say nearly the same in nearly the same words."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from credscore.document import Document
from credscore.feature import Finding, Passage, Span
from credscore.features.repetition.on_purpose import is_caption, is_speech
from credscore.features.repetition.sequences import repeated_trigrams
from credscore.reading.sentences import Sentence

RULES = {"near-duplicate": "A sentence that repeats another one with small changes or none."}

_FEWEST_WORDS = 9
_GRAM = 3
_MOST_STANDS = 6
_SHARED = 0.6
_MOST_COUNTED = 10.0


class _Pair(NamedTuple):
    first: Sentence
    second: Sentence
    shared: float


def near_duplicates(doc: Document) -> Finding:
    """Sentences that stand a second time in the same or nearly the same words.

    What it measures:
        Sentences of at least nine words that share three fifths of their three-word sequences
        with an earlier sentence, per 1,000 words, at most 10.

    Why it matters:
        Spinners and generators that paste their sources together say a thing twice and do not
        notice. Reporters who come back to a point put it in new words.

    Example:
        "The bridge was closed on Monday after cracks were found in two pillars." and five
        paragraphs on "The bridge was closed after cracks were found in two of its pillars."

    Left alone:
        Doubled paragraphs (they are counted apart), quotations that are quoted twice, refrains
        of fewer than nine words, standfirsts, pull quotes and captions that repeat the text, and
        the lines of a transcript.
    """
    pairs = list(_pairs(doc))
    passages: list[Passage] = []
    for first, second, shared in pairs:
        one, other = Span(first.start, first.end), Span(second.start, second.end)
        how = "word for word" if shared > 0.98 else "in nearly the same words"
        passages.append(
            Passage(*one, "near-duplicate", f"This sentence is repeated below, {how}.", (other,))
        )
        passages.append(
            Passage(*other, "near-duplicate", f"This was already said above, {how}.", (one,))
        )
    passages.sort(key=lambda passage: passage.start)
    rate = min(_MOST_COUNTED, doc.per_thousand_words(len(pairs)))
    if not pairs:
        return Finding(0.0, "no sentence repeats another one")
    many = "1 sentence repeats" if len(pairs) == 1 else f"{len(pairs)} sentences repeat"
    return Finding(rate, f"{many} another one in nearly the same words", tuple(passages))


def _pairs(doc: Document) -> Iterator[_Pair]:
    """Each sentence with the earlier sentence it repeats, if it does."""
    shared = _shared_trigrams(doc)
    if not shared:
        return
    sentences = doc.sentences
    for number, with_others in sorted(shared.items()):
        second = sentences[number]
        best = max(with_others, key=lambda other: (with_others[other], -other))
        first = sentences[best]
        longer = max(s.last_word - s.first_word for s in (first, second)) - _GRAM + 1
        share = with_others[best] / longer
        if share >= _SHARED and not _is_left_alone(doc, first, second):
            yield _Pair(first, second, share)


def _shared_trigrams(doc: Document) -> dict[int, dict[int, int]]:
    """For each sentence, how many three-word sequences it shares with each earlier one."""
    ends = [sentence.last_word for sentence in doc.sentences]
    sentences = doc.sentences
    shared: dict[int, dict[int, int]] = {}
    for places in doc.once(repeated_trigrams).values():
        stands: list[int] = []
        for place in places:
            number = bisect_right(ends, place)
            sentence = sentences[number]
            long_enough = sentence.last_word - sentence.first_word >= _FEWEST_WORDS
            if not long_enough or place + _GRAM > sentence.last_word or number in stands:
                continue
            with_others = shared.setdefault(number, {}) if stands else {}
            for other in stands:
                with_others[other] = with_others.get(other, 0) + 1
            # A sequence that stands everywhere tells nothing, and costs.
            if len(stands) < _MOST_STANDS:
                stands.append(number)
    return shared


def _is_left_alone(doc: Document, first: Sentence, second: Sentence) -> bool:
    lone = [_is_lone(doc, sentence) for sentence in (first, second)]
    # Layout repeats a sentence on purpose: as standfirst, pull quote or caption.
    if lone[0] != lone[1]:
        return True
    # A standfirst in a text without paragraphs.
    if first.first_word == 0:
        return True
    return any(is_speech(doc, s.start) or is_caption(doc, s.start, s.end) for s in (first, second))


def _is_lone(doc: Document, sentence: Sentence) -> bool:
    """Whether a sentence is a paragraph of its own."""
    content = doc.content
    before = content[max(0, sentence.start - 4) : sentence.start].rstrip(" ")
    after = content[sentence.end : sentence.end + 4].lstrip(" ")
    opens = before.endswith("\n") or (not before and sentence.start < 4)
    return opens and (after.startswith("\n") or not after)
