"""Sentences that say nearly the same in nearly the same words."""

from collections.abc import Iterator
from typing import NamedTuple

from credscore.document import Document
from credscore.feature import Finding, Passage, Span
from credscore.features.repetition.on_purpose import is_speech_or_caption
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
            Passage(*one, "near-duplicate", f"This sentence comes again below, {how}.", (other,))
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
    lower = doc.words.lower
    stands: dict[tuple[str, ...], list[int]] = {}
    grams_of: list[set[tuple[str, ...]]] = []
    sentences = [s for s in doc.sentences if s.last_word - s.first_word >= _FEWEST_WORDS]
    doubled = _in_doubled_blocks(doc)
    for number, sentence in enumerate(sentences):
        words = lower[sentence.first_word : sentence.last_word]
        grams = set(zip(words, words[1:], words[2:], strict=False))
        grams_of.append(grams)
        shared: dict[int, int] = {}
        for gram in grams:
            before = stands.setdefault(gram, [])
            for other in before:
                shared[other] = shared.get(other, 0) + 1
            # A sequence that stands everywhere tells nothing, and costs.
            if len(before) < _MOST_STANDS:
                before.append(number)
        if not shared:
            continue
        best = max(shared, key=lambda other: shared[other])
        share = shared[best] / max(len(grams), len(grams_of[best]))
        if share >= _SHARED and not _is_left_alone(doc, sentences[best], sentence, doubled):
            yield _Pair(sentences[best], sentence, share)


def _in_doubled_blocks(doc: Document) -> set[tuple[int, int]]:
    seen: dict[str, tuple[int, int]] = {}
    doubled: set[tuple[int, int]] = set()
    for start, end, _ in doc.paragraphs:
        key = doc.content[start:end]
        if key in seen:
            doubled |= {seen[key], (start, end)}
        seen[key] = (start, end)
    return doubled


def _is_left_alone(
    doc: Document, first: Sentence, second: Sentence, doubled: set[tuple[int, int]]
) -> bool:
    if any(start <= second.start < end for start, end in doubled):
        return True
    lone = [_is_lone(doc, sentence) for sentence in (first, second)]
    # Layout repeats a sentence on purpose: as standfirst, pull quote or caption.
    if lone[0] != lone[1]:
        return True
    # A standfirst in a text without paragraphs.
    if first.first_word == 0:
        return True
    return any(is_speech_or_caption(doc, s.start, s.end) for s in (first, second))


def _is_lone(doc: Document, sentence: Sentence) -> bool:
    """Whether a sentence is a paragraph of its own."""
    content = doc.content
    before = content[max(0, sentence.start - 4) : sentence.start].rstrip(" ")
    after = content[sentence.end : sentence.end + 4].lstrip(" ")
    opens = before.endswith("\n") or not before and sentence.start < 4
    return opens and (after.startswith("\n") or not after)
