"""Phrase patterns: phrases with slots, in plain text files, found by one rare word each.

A pattern is written as words. Between them may stand:

- ``a|b|c``: one of these words,
- ``word?`` or ``a|b?``: a word, or one of these, that may be missing,
- ``_``: any one word,
- ``*``: up to three words of any kind,
- ``^`` before the first word: only where a sentence begins,
- ``!`` before a word (or ``a|b``): the anchor. A text is searched for a pattern only around its
  anchors, so the anchor should be the pattern's rarest word; each pattern needs just one.

``serves|served as a _? !reminder of|that`` finds "served as a stark reminder that".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from credscore.document import Document
from credscore.lexicon import read_entries
from credscore.reading.words import Words

_GAP = 3
_SENTENCE_BREAK = re.compile(r"[.!?…][\"'”’)\]]{0,3}\s+[\"'“‘(]?[A-Z]|\n")
_OPENS_A_SENTENCE = ".!?…:\n"
_SKIPPED_BEFORE_A_SENTENCE = " \t\"'“”‘’«»()[]*-–—•"


class Match(NamedTuple):
    """A pattern found: word positions ``first`` to ``last`` (exclusive), offsets, its label."""

    first: int
    last: int
    start: int
    end: int
    label: str


class _Token(NamedTuple):
    """``fewest`` to ``most`` words, each one of ``words``; of any words where that is None."""

    words: frozenset[str] | None
    fewest: int
    most: int


class _Pattern(NamedTuple):
    before: tuple[_Token, ...]  # outwards from the anchor: the nearest comes first
    after: tuple[_Token, ...]
    follows: frozenset[str] | None  # what must stand right behind the anchor; None: anything
    opens_sentence: bool
    label: str


@dataclass(frozen=True, slots=True)
class PhrasePatterns:
    """Patterns by their anchors.

    The cost is that of the document's distinct words plus a few comparisons for every place
    where an anchor stands; gaps are bounded, so no text makes a search slow.
    """

    by_anchor: dict[str, list[_Pattern]]

    @classmethod
    def load(cls, package: str, name: str) -> "PhrasePatterns":
        """Read a pattern file: a pattern a line, a label behind a tab, # for comments."""
        return cls.of(read_entries(package, name))

    @classmethod
    def of(cls, entries: Iterable[tuple[str, str]]) -> "PhrasePatterns":
        """Build from ``(pattern, label)`` pairs.

        Raises:
            ValueError: A pattern has no anchor, more than one, or one that may be missing.
        """
        by_anchor: dict[str, list[_Pattern]] = {}
        for source, label in entries:
            anchors, pattern = _parse(source, label)
            for anchor in anchors:
                by_anchor.setdefault(anchor, []).append(pattern)
        return cls(by_anchor)

    def find(self, words: Words, text: str) -> list[Match]:
        """All patterns in ``words`` of ``text``, in text order, none inside another.

        A match stays within one sentence.
        """
        lower, index = words.lower, words.index
        found: set[Match] = set()
        for anchor in self.by_anchor.keys() & index.keys():
            places = [(place, lower[place + 1 : place + 2]) for place in index[anchor]]
            for before, after, follows, opens_sentence, label in self.by_anchor[anchor]:
                for place, behind in places:
                    # Most places fail here, at a tenth of the cost of a match.
                    if follows is not None and follows.isdisjoint(behind):
                        continue
                    last = _reach(after, 0, lower, place + 1, 1)
                    if last is None:
                        continue
                    first = _reach(before, 0, lower, place - 1, -1)
                    if first is None:
                        continue
                    start, end = words.starts[first + 1], words.ends[last - 1]
                    if _SENTENCE_BREAK.search(text, start, end):
                        continue
                    if opens_sentence and not _at_sentence_start(text, start):
                        continue
                    found.add(Match(first + 1, last, start, end, label))
        return _outermost(found)

    def find_unquoted(self, doc: Document) -> list[Match]:
        """All patterns in the running text of ``doc`` that are its own words, not a speaker's."""
        found = self.find(doc.words, doc.prose)
        return [match for match in found if not doc.in_quotation(match.start)]


def _parse(source: str, label: str) -> tuple[list[str], _Pattern]:
    tokens: list[_Token] = []
    anchors: list[str] = []
    place = 0
    for written in source.removeprefix("^").split():
        if written.startswith("!"):
            if anchors or written.endswith("?"):
                raise ValueError(f"a pattern needs one anchor that is always there, got {source!r}")
            anchors, place = written[1:].split("|"), len(tokens)
        else:
            tokens.append(_token(written))
    if not anchors:
        raise ValueError(f"a pattern needs an anchor (!word), got {source!r}")
    before, after = tuple(reversed(tokens[:place])), tuple(tokens[place:])
    follows = after[0].words if after and after[0].fewest else None
    return anchors, _Pattern(before, after, follows, source.startswith("^"), label)


def _token(written: str) -> _Token:
    if written == "*":
        return _Token(None, 0, _GAP)
    fewest = 0 if written.endswith("?") else 1
    alternatives = written.removesuffix("?")
    words = None if alternatives == "_" else frozenset(alternatives.split("|"))
    return _Token(words, fewest, 1)


def _reach(
    tokens: tuple[_Token, ...], first: int, lower: Sequence[str], place: int, step: int
) -> int | None:
    """The place beyond ``tokens[first:]``, matched from ``place`` on; None without a match."""
    if first == len(tokens):
        return place
    words, fewest, most = tokens[first]
    taken = 0
    while taken < most and 0 <= place < len(lower) and (words is None or lower[place] in words):
        place += step
        taken += 1
    while taken >= fewest:
        beyond = _reach(tokens, first + 1, lower, place, step)
        if beyond is not None:
            return beyond
        place -= step
        taken -= 1
    return None


def _at_sentence_start(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip(_SKIPPED_BEFORE_A_SENTENCE)
    return not before or before[-1] in _OPENS_A_SENTENCE


def _outermost(found: set[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in sorted(found, key=lambda match: (match.first, -match.last, match.label)):
        if not kept or match.last > kept[-1].last:
            kept.append(match)
    return kept
