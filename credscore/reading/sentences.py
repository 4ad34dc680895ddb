"""Sentences: where one ends and the next begins.

A full stop ends a sentence unless what stands before it is an abbreviation, an initial or the
number of a list, or what follows cannot begin one. What is an abbreviation, and which words,
where they have a capital, begin a sentence, was learned from news by Punkt (``sentences.json``,
made by ``credscore.training.sentences``); ``abbreviations.txt`` adds what is too rare to be
learned. Each mark is looked at once, so the time grows with the text alone.
"""

import json
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from credscore.lexicon import read_entries


class Sentence(NamedTuple):
    """A sentence: character offsets, and the positions of its words (exclusive at the end)."""

    start: int
    end: int
    first_word: int
    last_word: int


_CLOSING = "\"'”’»)\\]"
_OPENING = "\"'“‘«(\\["
# From the first of a run of marks only, so that a run is read once; the character comes before
# the condition on it, which keeps the search for it fast.
_MARK = re.compile(
    f"[.!?…](?<![.!?…][.!?…])[.!?…]*+[{_CLOSING}]*+(?:\\[\\d{{1,3}}\\])*+(?=\\s|[{_OPENING}]?[A-Z])"
)
_NEXT = re.compile(rf"\s*+[{_OPENING}]*+\s?(?:[-–—•*]{{1,3}}\s?)?([^\W_]*+(?:['’][^\W_]++)?)(\S?)")
_LAST = re.compile(r"[^\s–—/(\[\"'“‘-]*\Z")
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,4}")
_SPEAKER = re.compile(
    r"\s*(?:[A-Z][^\s,;:?!]{0,20} ){1,4}"
    r"(?:said|says|asked|asks|wrote|writes|tweeted|told|added|replied|shouted|yelled|cried"
    r"|exclaimed|wondered|joked|quipped|recalled|continued|responded)\b"
)
_LONGEST_ABBREVIATION = 12
_LONGEST_NUMBER_OF_A_LIST = 3
_NEVER_FIRST = frozenset(",;:.!?…)]}%&/\\*=+|-–—")
_DOMAINS = frozenset({"Com", "Org", "Net", "Gov", "Edu", "Co", "Io", "Tv", "Js"})


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Offsets of the sentences in ``text[start:end]``, without the space between them."""
    spans: list[tuple[int, int]] = []
    start, end = _without_space(text, start, end)
    for mark in _MARK.finditer(text, start, end):
        stop, close = mark.span()
        if _ends_plainly(text, start, stop, close) or _ends_a_sentence(
            text, start, end, stop, close
        ):
            spans.append((start, close))
            start, _ = _without_space(text, close, end)
    if start < end:
        spans.append((start, end))
    return spans


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends_plainly(text: str, start: int, stop: int, close: int) -> bool:
    """Whether a word in lower case, a full stop, a space and a capital stand here: no doubt."""
    if close - stop != 1 or text[stop:close] != "." or not text[close + 1 : close + 2].isupper():
        return False
    first = max(start, stop - _LONGEST_ABBREVIATION)
    word = text[max(first, text.rfind(" ", first, stop) + 1) : stop]
    return (
        text[close] == " "
        and word.isalpha()
        and word.islower()
        and len(word) > 1
        and word not in _abbreviations()
    )


def _ends_a_sentence(text: str, start: int, end: int, stop: int, close: int) -> bool:
    """Whether the sentence from ``start`` ends with the marks from ``stop`` to ``close``."""
    following = _NEXT.match(text, close, end)
    if following is None:
        return False
    word, sign = following.groups()
    first = word[:1] or sign
    if not first or first in _NEVER_FIRST:
        return False
    last = _last_piece(text, start, stop)
    if first.islower() and not word[1:2].isupper():
        return close - stop == 1 and text[stop] == "." and _is_plain_word(last)
    if not text[close].isspace() and not _is_run_together(text, stop, last, word, sign):
        return False
    marks = text[stop:close]
    if marks[0] in "!?":
        if marks[-1] == ")" and text[start] != "(":
            return _begins_a_sentence(word, sign)
        return marks[-1] in "!?" or not _SPEAKER.match(text, close)
    if not last:
        # "to ... Wait": words were left out, inside a sentence or at its end.
        behind_a_sentence = text[max(start, stop - 3) : stop].rstrip()[-1:] in tuple(".!?")
        return marks == "." or behind_a_sentence or _begins_a_sentence(word, sign)
    if marks[0] == "…" or marks.startswith("..."):
        return marks[-1] in ".…" or not _SPEAKER.match(text, close)
    kind = _kind_of_abbreviation(last)
    if kind == "number":
        return not first.isdigit()
    if kind is not None:
        return kind != "inside" and _begins_a_sentence(word, sign)
    # "1. Wash your hands."
    return not last.isdigit() or stop - len(last) > start or len(last) > _LONGEST_NUMBER_OF_A_LIST


def _last_piece(text: str, start: int, stop: int) -> str:
    """What stands before the mark, back to a space, dash or opening sign; its last characters."""
    match = _LAST.search(text[max(start, stop - _LONGEST_ABBREVIATION) : stop])
    return match.group() if match else ""


def _kind_of_abbreviation(piece: str) -> str | None:
    """What is known of ``piece`` with a full stop behind it; None where it is a plain word."""
    if len(piece) == 1:
        return "" if piece.isalpha() else None
    known = _abbreviations()
    if piece in known:
        return known[piece]
    if piece.isupper() and piece.capitalize() in known:
        return known[piece.capitalize()]
    if "." not in piece:
        return None
    if _ACRONYM.fullmatch(piece):
        return ""
    return known.get(piece.rpartition(".")[2])


def _is_plain_word(piece: str) -> bool:
    """Whether ``piece`` is a word in lower case that nobody abbreviates like this."""
    return (
        len(piece) > 1
        and piece.isalpha()
        and piece.islower()
        and _abbreviations().get(piece) in (None, "number")
        and _abbreviations().get(piece.capitalize()) in (None, "number")
    )


def _is_run_together(text: str, stop: int, last: str, word: str, sign: str) -> bool:
    """Whether the space between two sentences was lost ("after the war.The treaty")."""
    name = last.rstrip(")]\"'”’")
    return (
        _is_plain_word(name.lower() if name.istitle() else name)
        and _abbreviations().get(name) in (None, "number")
        and text[stop - len(last) - 1 : stop - len(last)] not in ("/", "@", ".")
        and (word[1:].islower() or word in ("A", "I"))
        and word not in _DOMAINS
        and sign not in (".", "/", "@")
    )


def _begins_a_sentence(word: str, sign: str) -> bool:
    """Whether a word with a capital is rarely seen but at the beginning of a sentence."""
    if len(word) == 1 and sign == ".":
        return False
    return word[:1].isupper() and word.lower().replace("’", "'") in _starters()


@cache
def _learned() -> dict[str, list[str]]:
    text = files(__package__).joinpath("sentences.json").read_text(encoding="utf-8")
    learned: dict[str, list[str]] = json.loads(text)
    return learned


@cache
def _abbreviations() -> dict[str, str]:
    """Abbreviations without their full stop, and what is known of each."""
    return dict.fromkeys(_learned()["abbreviations"], "") | dict(
        read_entries("credscore.reading", "abbreviations.txt")
    )


@cache
def _starters() -> frozenset[str]:
    return frozenset(_learned()["starters"]) | {"i"}
