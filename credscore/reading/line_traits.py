"""Traits of a line: what tells an article's line from what the page's machinery left behind.

A trait is a name that is present or absent, so that a model over them is a readable table of
weights. Only lines that could be residue are read closely: those that are short, and those that
hold a strong phrase of page furniture.
"""

import re
from bisect import bisect_right
from collections.abc import Container, Sequence
from typing import NamedTuple

from credscore.reading.page_phrases import (
    PagePhrase,
    long_lines_with_phrases,
    phrases_in_line,
)

SHORT = 200
"""Characters: a longer line is running text unless a strong phrase says otherwise."""

_SYMBOLS = "|»«›‹→←©#@/[]{}•·*_=<>+…"
_SYMBOL = re.compile(f"[{re.escape(_SYMBOLS)}]")
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}\b"
    r"|\b\d{1,2} (?:minute|hour|day|week|month|year)s? ago\b"
)
_TIME = re.compile(r"\b\d{1,2}[:.]\d\d ?(?:[ap]\.?m\b|gmt|et\b|est\b|ist\b|utc)|\b\d{1,2}:\d\d\b")
_COUNT = re.compile(r"^\W{0,3}\d[\d,.]{0,9}k?\b|\b\d[\d,.]{0,9}k?\W{0,3}$")
_LINK = re.compile(r"https?:|www\.|\b[a-z0-9-]{2,30}\.(?:com|org|net|co\.uk|info)\b")
_BULLETS = frozenset("-*•·–—>»›▶►→|+#[({<")
_PERSONAL = frozenset("you your yours i my me we our us".split())
_SPEECH = frozenset("said says told added asked according".split())
_FUNCTION = frozenset(
    "a an the of in on at to for from by with and or but is are was were be been has have had that"
    " this it its as not he she they his her their who which will would can could after before"
    " about into over than more when where if so up out no all there what".split()
)


class Line(NamedTuple):
    """A line read closely: its traits, and the phrases of page furniture in it."""

    traits: list[str]
    phrases: list[PagePhrase]


def find_phrases(
    lower: str, spans: Sequence[tuple[int, int]], passed_over: Container[int] = ()
) -> dict[int, list[PagePhrase]]:
    """The phrases of those lines that could be residue: the short, and those with a strong one.

    Long lines without a phrase that counts there are left out.
    """
    long = long_lines_with_phrases(lower, spans, SHORT)
    phrases: dict[int, list[PagePhrase]] = {}
    for number, (start, end) in enumerate(spans):
        is_short = end - start < SHORT
        if number in passed_over or not (is_short or number in long):
            continue
        found = phrases_in_line(lower, start, end)
        if is_short or any(phrase.strong or phrase.kind == "author-box" for phrase in found):
            phrases[number] = found
    return phrases


def read_lines(
    text: str, lower: str, spans: Sequence[tuple[int, int]], phrases: dict[int, list[PagePhrase]]
) -> dict[int, Line]:
    """Read the lines closely whose ``phrases`` were sought."""
    with_phrases = sum(bool(found) for found in phrases.values())
    share = _bin(with_phrases / (len(phrases) or 1), 0.05, 0.1, 0.2, 0.35, 0.5)
    of_page = f"page={share},{_bin(len(phrases), 3, 10, 30, 100)}"
    lines = {}
    for number, found in phrases.items():
        start, end = spans[number]
        traits: list[str] = []
        if end - start < 2 * SHORT:
            traits = _traits(text, lower, start, end, found)
            traits.append(f"{of_page},{bool(found)}")
        lines[number] = Line(traits, found)
    return lines


def lowered(text: str) -> str:
    """The text in lower case with straight apostrophes, letter for letter."""
    lower = text.lower()
    if len(lower) != len(text):  # some capitals change length when lowered
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.replace("’", "'")


def _bin(value: float, *edges: float) -> int:
    """The number of ``edges``, in ascending order, that ``value`` reaches."""
    return bisect_right(edges, value)


def _traits(
    text: str, lower: str, start: int, end: int, phrases: Sequence[PagePhrase]
) -> list[str]:
    line, low = text[start:end], lower[start:end]
    words = low.split()
    count = len(words)
    size = _bin(count, 2, 3, 4, 6, 9, 13, 19, 31)
    capitals = sum([word[0].isupper() for word in line.split()]) / count
    function = sum([word in _FUNCTION for word in words]) / count
    traits = ["bias", f"words={size}", f"ends={_ending(line[-1])}", f"starts={_beginning(line)}"]
    length = _bin(count, 3, 6, 10)
    traits.append(f"capitals={_bin(capitals, 0.01, 0.34, 0.67, 0.99)},{length}")
    traits.append(f"function={_bin(function, 0.01, 0.2, 0.35, 0.5)},{length}")
    if _SYMBOL.search(line):
        traits += [f"symbol={symbol}" for symbol in _SYMBOLS if symbol in line]
    if line.isupper():
        traits.append(f"shouted,{_bin(count, 2, 4)}")
    if _DIGIT.search(low):
        traits.append(f"digits,{_bin(count, 4, 9)}")
        traits += ["count"] if _COUNT.search(low) else []
        traits += [f"date,{_bin(count, 5, 9)}"] if _DATE.search(low) else []
        traits += [f"time,{_bin(count, 5, 9)}"] if _TIME.search(low) else []
    if "." in low and _LINK.search(low):
        traits.append(f"link,{_bin(count, 3, 9)}")
    if words[0] in ("by", "von", "par") and count < 9:
        traits.append("byline")
    if not _PERSONAL.isdisjoint(words):
        traits.append(f"personal,{_bin(count, 6, 13)}")
    if not _SPEECH.isdisjoint(words):
        traits.append("speech")
    return traits + _phrase_traits(start, end, count, phrases)


def _phrase_traits(start: int, end: int, count: int, phrases: Sequence[PagePhrase]) -> list[str]:
    if not phrases:
        return ["no phrase"]
    sure = [phrase for phrase in phrases if phrase.telling]
    covered = sum(phrase.end - phrase.start for phrase in phrases) / (end - start)
    share = _bin(covered, 0.15, 0.35, 0.6, 0.85)
    traits = [f"phrases cover={share}", f"phrases={_bin(len(phrases), 2, 3, 5)},{_bin(count, 9)}"]
    traits.append(f"sure,cover={bool(sure)},{share}")
    if phrases[0].start - start < 3:
        traits.append(f"opens={phrases[0].kind},{phrases[0].mark}")
        traits.append(f"opens,cover={share},{_bin(count, 3, 6, 10)}")
    kinds = dict.fromkeys([phrase.kind for phrase in phrases])
    size = _bin(count, 4, 10, 25)
    traits += [f"kind={kind},{size}" for kind in kinds]
    traits += [f"kind,cover={kind},{share}" for kind in kinds]
    if any(phrase.strong for phrase in phrases):
        traits.append(f"strong,{share}")
    return traits


def _ending(character: str) -> str:
    if character in ".!?…:;,":
        return character
    if character in "\"'”’»":
        return "quote"
    if character in ")]}":
        return "bracket"
    return "word" if character.isalnum() else "symbol"


def _beginning(line: str) -> str:
    character = line[0]
    if character.isdigit():
        return "digit"
    if character.isalpha():
        return "capital" if character.isupper() else "small"
    if character in "\"'“‘«":
        return "quote"
    return "bullet" if character in _BULLETS else "symbol"
