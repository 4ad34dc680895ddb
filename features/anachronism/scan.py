"""The scan for expressions of time, before they are set against the document's now.

It starts from the words that can only belong to a time (months, weekdays, units, years) and reads
outwards from each, so that its cost is that of the times in a text, not of its length.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from credscore.document import Document
from credscore.features.anachronism import age_words, dates, digits, lengths, parts, weekdays
from credscore.features.anachronism.grammar import Raw, Tokens
from credscore.features.anachronism.vocabulary import (
    DECADE_NAMES,
    MONTHS,
    SEASONS,
    SHORT_WEEKDAYS,
    UNITS,
    WEEKDAYS,
)
from credscore.reading.words import Words, read_words

_DIGIT = re.compile(r"[0-9]")
_LONGEST_LINE = 300

Rule = Callable[[Tokens, int], Raw | None]


def _month(tokens: Tokens, place: int) -> Raw | None:
    return dates.read_month(tokens, place)


def _week(tokens: Tokens, place: int) -> Raw | None:
    return parts.read_week(tokens, place) or lengths.read_unit(tokens, place)


def _quarter(tokens: Tokens, place: int) -> Raw | None:
    raw = parts.read_quarter(tokens, place)
    if raw is None and tokens.lower[place] == "quarter":
        return lengths.read_unit(tokens, place)
    return raw


def _possessive(words: list[str], rule: Rule) -> dict[str, Rule]:
    return {form: rule for word in words for form in (word, word + "'s")}


_RULES: dict[str, Rule] = {
    **_possessive(list(MONTHS), _month),
    **_possessive([*WEEKDAYS, *SHORT_WEEKDAYS], weekdays.read_weekday),
    **dict.fromkeys([day + "s" for day in WEEKDAYS], weekdays.read_plural_weekday),
    **_possessive(list(SEASONS), digits.read_season),
    **dict.fromkeys(DECADE_NAMES, digits.read_named_decade),
    **_possessive(list(UNITS), lengths.read_unit),
    **_possessive(
        ["anniversary", "birthday", "centenary", "bicentenary", "jubilee", "centennial"],
        lengths.read_anniversary,
    ),
    **dict.fromkeys(["aged", "age", "turned", "turns", "turn", "turning"], age_words.read_age),
    **_possessive(["today", "yesterday", "tomorrow", "tonight", "tmrw"], lengths.read_day_word),
    **dict.fromkeys(["recently", "lately"], lengths.read_recent_word),
    **dict.fromkeys(["week", "weeks"], _week),
    **dict.fromkeys(["quarter", "q1", "q2", "q3", "q4"], _quarter),
    **dict.fromkeys(["ad", "bc", "bce"], parts.read_era),
}


def _digits(tokens: Tokens, place: int) -> Raw | None:
    word = tokens.lower[place]
    if word.isdecimal() or word[-1] in "stdh" or "." in word:
        raw = digits.read_digits(tokens, place) or age_words.read_bare_age(tokens, place)
        if raw:
            return raw
    return lengths.read_glued(tokens, place)


def read_raw(doc: Document) -> list[Raw]:
    """The expressions before they are set against the document's now; read once a document."""
    return doc.once(_read_raw)


def _read_raw(doc: Document) -> list[Raw]:
    return _read_words(doc.words, doc.prose)


def _read_words(words: Words, text: str) -> list[Raw]:
    index = words.index
    starts: list[tuple[int, Rule]] = []
    for word in _RULES.keys() & index.keys():
        rule = _RULES[word]
        starts += [(place, rule) for place in index[word]]
    for word in [word for word in index if not word.isalpha()]:
        places = index[word]
        if word[0] in "0123456789":
            starts += [(place, _digits) for place in places]
        elif word[-1] in "0123456789" and word not in _RULES:
            starts += [(place, digits.read_glued_month) for place in places]
    if not starts:
        return []
    starts.sort(key=lambda start: start[0])
    tokens = Tokens(words, text)
    found: list[Raw] = []
    taken = 0
    for place, rule in starts:
        if place < taken:
            continue
        raw = rule(tokens, place)
        if raw is None:
            continue
        while found and raw.first < found[-1].last:
            # A reading that reaches back over another is the fuller one.
            found.pop()
        found.append(raw)
        taken = raw.last
    return found


class LineTime(NamedTuple):
    """A time in a line that is no running text: a heading, a byline, an entry of a list.

    Attributes:
        start: Offset into ``Document.content``.
        end: Offset behind it.
        line_start: Offset of the line.
        line_end: Offset behind the line.
        raw: What was read; its word positions are those within the line.
        label: The words of the line before the time, in lower case.
    """

    start: int
    end: int
    line_start: int
    line_end: int
    raw: Raw
    label: tuple[str, ...]


def line_times(doc: Document) -> tuple[LineTime, ...]:
    """The dates and ages in lines outside the running text, read once a document."""
    return doc.once(_read_lines)


def _read_lines(doc: Document) -> tuple[LineTime, ...]:
    found = []
    for block in doc.blocks:
        if block.kind == "prose":
            continue
        line = doc.content[block.start : min(block.end, block.start + _LONGEST_LINE)]
        if not _DIGIT.search(line):
            continue
        words = read_words(line)
        found += [
            LineTime(
                block.start + words.starts[raw.first],
                block.start + words.ends[raw.last - 1],
                block.start,
                block.end,
                raw,
                tuple(words.lower[: raw.first]),
            )
            for raw in _read_words(words, line)
        ]
    return tuple(found)
