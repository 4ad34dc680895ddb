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
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

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


class _Pattern(NamedTuple):
    regex: re.Pattern[str]
    label: str
    before: int
    after: int
    opens_sentence: bool


@dataclass(frozen=True, slots=True)
class PhrasePatterns:
    """Patterns by their anchors.

    The cost is that of the document's distinct words plus a bounded window for every place
    where an anchor stands; gaps are bounded, so no text makes a search slow.
    """

    by_anchor: dict[str, list[_Pattern]]

    @classmethod
    def load(cls, package: str, name: str) -> "PhrasePatterns":
        """Read a pattern file: a pattern a line, an optional label behind a tab, # for comments."""
        return cls.of(read_entries(package, name))

    @classmethod
    def of(cls, entries: Iterable[tuple[str, str]]) -> "PhrasePatterns":
        """Build from ``(pattern, label)`` pairs.

        Raises:
            ValueError: A pattern has no anchor, or more than one.
        """
        by_anchor: dict[str, list[_Pattern]] = {}
        for source, label in entries:
            pattern, anchors = _compile(source, label)
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
            for regex, label, before, after, opens_sentence in self.by_anchor[anchor]:
                for place in index[anchor]:
                    base = max(0, place - before)
                    window = " " + " ".join(lower[base : place + after + 1]) + " "
                    hit = regex.search(window)
                    if hit is None:
                        continue
                    first = base + window.count(" ", 0, hit.start() + 1) - 1
                    last = base + window.count(" ", 0, hit.end()) - 1
                    start, end = words.starts[first], words.ends[last - 1]
                    if _SENTENCE_BREAK.search(text, start, end):
                        continue
                    if opens_sentence and not _at_sentence_start(text, start):
                        continue
                    found.add(Match(first, last, start, end, label))
        return _outermost(found)


def _compile(source: str, label: str) -> tuple[_Pattern, list[str]]:
    opens_sentence = source.startswith("^")
    tokens = source.removeprefix("^").split()
    anchors: list[str] = []
    parts: list[str] = []
    longest = before = 0
    for token in tokens:
        if token == "*":
            parts.append(rf"(?:\S+ ){{0,{_GAP}}}")
            longest += _GAP
            continue
        optional = token.endswith("?")
        alternatives = token.removesuffix("?").removeprefix("!")
        if token.startswith("!"):
            if anchors or optional:
                raise ValueError(f"a pattern needs one anchor that is not optional, got {source!r}")
            anchors, before = alternatives.split("|"), longest
        choice = (
            r"\S+" if alternatives == "_" else "|".join(map(re.escape, alternatives.split("|")))
        )
        parts.append(rf"(?:(?:{choice}) ){'?' if optional else ''}")
        longest += 1
    if not anchors:
        raise ValueError(f"a pattern needs an anchor (!word), got {source!r}")
    regex = re.compile("(?<= )" + "".join(parts))
    return _Pattern(regex, label, before, longest - before - 1, opens_sentence), anchors


def _at_sentence_start(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip(_SKIPPED_BEFORE_A_SENTENCE)
    return not before or before[-1] in _OPENS_A_SENTENCE


def _outermost(found: set[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in sorted(found, key=lambda match: (match.first, -match.last, match.label)):
        if not kept or match.last > kept[-1].last:
            kept.append(match)
    return kept
