"""Residue: lines that the page's machinery left inside the article text.

A line is weighed twice. First by itself: its length, capitals, symbols, function words, dates and
the phrases of page furniture in it. Then with its surroundings: the same score of the lines
around it, and where it stands. Both are sums of weights that were learned from web pages whose
main text people had marked (``credscore.training.residue``) and lie in ``residue.json``.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple

from credscore.reading.line_context import PROSE_SCORE, context_columns
from credscore.reading.line_traits import SHORT, Line, find_phrases, lowered, read_lines
from credscore.reading.page_phrases import PagePhrase, phrases_in_line

_CODE = r"""(?x:
    \[/?(?:[a-z]+[_-][a-z_-]*\w*|[a-z]{2,20}[ ]?[\#=@:][^\]\n]{0,80}|[a-z_]{2,20}[ ][^\]\n]{0,60}
        (?:[\d=\#:"”″][^\]\n]{0,60})?)\]
    | \{/?[a-z_]{3,20}(?:[ ][^}\n]{0,60})?\}?$
    | <!--.{0,100}
    | \[/?(?:embed|caption|gallery|video|audio|ad|ads|captcha|youtube|tweet|instagram)\]
    )"""
_COUNTER = r"""(?x:
    \W{0,3}\d[\d.,]{0,12}[ ]?[kKmM]?\+?[ ]
        (?:comments?|responses?|repl(?:y|ies)|shares?|views|likes?|reads|votes?|claps|followers)\W{0,3}$
    | \W{0,3}(?:comments?|responses|replies|shares?|views|likes?|hits|votes|(?:total[ ])?pageviews)
        [ ]?[:(-]?[ ]?\d[\d.,]{0,12}[kKmM]?\W{0,3}$
    | \(?visited[ ]\d
    )"""
_VOTES = r"""(?x:
    [A-Z]{2}:[A-Z][ ]\[\d
    | (?:Rating:[ ])?\d(?:\.\d{1,2})?(?:/\d{1,2})?[ ](?:from|\()[ ]?\d{1,6}[ ]votes?\b
    | (?:[A-Z][a-z]{2,10}[ ]?\(\d{1,5}\)[ ]?){2,6}$
    | A[+][ ]?A-$
    )"""
_HEADER = r"""(?x:
    \d{1,5}[ ](?:responses|comments|thoughts|replies)[ ](?:to|on)[ ]["“”'‘’]
    | \d{1,2}[ ](?:sec(?:ond)?|min(?:ute)?|hour|hr|day)s?[ ]ago$
    | (?:you[ ]are[ ]here:[ ])?home[ ][»›>/|][ ](?-i:[A-Z])
    | ads[ ]by[ ]\S{2,20}$
    | (?:copyright[ ])?(?:©|\(c\))[ ]?(?:19|20)\d\d(?:[,.-]?[ ]?(?-i:[A-Z\d])|$)
    )"""
_CALL = r"(?:(?:>>+|»»+|👉|🔔|▶|►|🚀|⬇|➡) ?\S|[←»] \S)"
_LISTED = r"(?:(?:#\w+[ ,]*){2,20}$|[★☆⭐✩]{3})"
_READING_TIME = r"(?:(?:read(?:ing)? time:? ?)?\d{1,3} ?min(?:ute)?s?(?: read)?$)"
_OPENING = re.compile(
    f"{_CODE}|{_CALL}|{_LISTED}|{_VOTES}|(?i:{_COUNTER}|{_HEADER}|{_READING_TIME})"
)
_CUT_OFF = r"\[\+\d[\d,]{0,9} chars\]$"
_CLOSING = re.compile(
    f"(?:<<|>>|→|»|⬇|👇)$|{_CUT_OFF}|(?i:\\b(?:leave a (?:comment|reply)|\\d{{1,5}} comments?)$)"
)
_ENDS_WITH_MARK = tuple("<>→»⬇👇]tTyYsS")
_MARKS = (
    ("template-code", re.compile(f"{_CODE}|(?:.{{0,400}}{_CUT_OFF})")),
    ("copyright-line", re.compile(r"[©ⓒ]|\(c\) ?\d{4}", re.I)),
    ("tag-list", re.compile(r"(?:#\w+[ ,]*){2,20}$")),
    ("ad-marker", re.compile(_CALL)),
    ("publisher-chrome", re.compile(r"\d{1,2}:\d\d|\b(?:19|20)\d\d\b|^by [A-Z]", re.I)),
    ("navigation", re.compile(f"[|»«›‹→←►▶★☆⭐]|{_VOTES}|(?i:{_COUNTER}|{_HEADER})")),
)


_TRACES = 2
"""Lines with phrases of page furniture that show a text to be a page's."""


class LineModel(NamedTuple):
    """The weights: log-odds of a line being residue.

    Attributes:
        traits: Weight of each trait for a line by itself.
        steps: Where the line's own score is cut into steps.
        edges: Where each value of the context is cut into bins.
        tables: For each value of the context, weights by step and bin.
        traits_in_context: Weight of each trait beside the context.
        threshold: Log-odds from which a line counts as residue.
        lower_threshold: The same for a line with a telling phrase of page furniture, or between
            two lines of residue.
    """

    traits: dict[str, float]
    steps: list[float]
    edges: list[list[float]]
    tables: list[list[list[float]]]
    traits_in_context: dict[str, float]
    threshold: float
    lower_threshold: float


@cache
def load_model(name: str = "residue.json") -> LineModel:
    """A model that comes with the package."""
    source = files("credscore.reading").joinpath(name).read_text(encoding="utf-8")
    return LineModel(**json.loads(source)["model"])


def find_residue(
    text: str, lines: Sequence[tuple[int, int]], model: LineModel | None = None
) -> list[bool]:
    """Say of each line (offsets into ``text``) whether it is residue.

    ``model`` is the one that comes with the package unless another is given.
    """
    lower = lowered(text)
    phrases = find_phrases(lower, lines)
    late = _late(lines)
    found = {
        number
        for number, of_line in phrases.items()
        if speaks_for_itself(text, lines, number, of_line, late)
    }
    telling = {number for number in phrases if _is_telling(phrases[number], lines[number])}
    if found or telling or sum(map(bool, phrases.values())) >= _TRACES:
        model = model or load_model()
        read = read_lines(text, lower, lines, phrases)
        scores = score_lines(model, read, lines)
        short = {n for n in scores if lines[n][1] - lines[n][0] < SHORT}
        likely = {n for n in short if scores[n] > model.threshold}
        found |= {n for n in telling if scores[n] > model.lower_threshold}
        found |= {number for number in likely if phrases[number]}
        # Without such traces of a page, short lines in a row are a list, a roll call, verse.
        if len(found) >= _TRACES:
            found |= likely
            flanked = {n for n in short if scores[n] > model.lower_threshold}
            found |= {
                n for n in flanked if {n - 1, n + 1} <= found and text[lines[n][1] - 1] not in ".!?"
            }
    return [number in found for number in range(len(lines))]


def _is_telling(phrases: Sequence[PagePhrase], span: tuple[int, int]) -> bool:
    return span[1] - span[0] < 2 * SHORT and any(phrase.telling for phrase in phrases)


def speaks_for_itself(
    text: str,
    lines: Sequence[tuple[int, int]],
    number: int,
    phrases: Sequence[PagePhrase],
    late: int,
) -> bool:
    """Whether a line is residue by its words or marks alone, whatever stands around it.

    ``late`` is where the last part of the text begins.
    """
    start, end = lines[number]
    is_short = end - start < SHORT
    line = text[start:end]
    if end - start < 2 * SHORT and _has_own_mark(line, is_first=not number):
        return True
    if not phrases:
        return False
    if _pitches(phrases) and start >= late:
        return True
    first = phrases[0]
    opens = first.start - start < 4
    if opens and is_short:
        if _leads_on(text, first, end) or _is_credit(text, start, end, phrases):
            return True
        if first.kind == "tag-list" and line[-1] != "." and not _FUNCTION_WORD.search(line):
            return True
    telling = [phrase for phrase in phrases if phrase.telling]
    if not telling:
        return False
    if opens and first.strong and first.kind != "related-teaser":
        return is_short or text[first.end : first.end + 1] == ":"
    covered = _share_of_letters(text, start, end, phrases)
    if end - start < 2 * SHORT and covered > 0.3 and (len(telling) > 1 or telling[0].strong):
        return True
    ends_sentence = line[-1] == "." and max(p.end - p.start for p in telling) < _LONG_PHRASE
    return covered > 0.7 and is_short and not ends_sentence


def _has_own_mark(line: str, is_first: bool) -> bool:
    """Whether signs that no article uses mark a line: code, counters, arrows, strings of entries.

    A first line may be the page's title with the site's name behind a bar.
    """
    if _OPENING.match(line):
        return True
    if line[-1] in _ENDS_WITH_MARK and _CLOSING.search(line, max(0, len(line) - 30)):
        return True
    return not is_first and _is_listed(line)


_FUNCTION_WORD = re.compile(r" (?:the|a|an|of|is|was|were|are|has|have|that|to) ")
_LONG_PHRASE = 14


def _share_of_letters(text: str, start: int, end: int, phrases: Sequence[PagePhrase]) -> float:
    letters = sum(map(str.isalpha, text[start:end]))
    in_phrases = sum(sum(map(str.isalpha, text[p.start : p.end])) for p in phrases)
    return in_phrases / max(1, letters)


def _is_listed(line: str) -> bool:
    """Whether a line strings short entries together with bars or arrows, as menus do."""
    if line.count(" | ") + line.count(" » ") + line.count(" · ") < 2:
        return _KICKER.match(line) is not None
    entries = _BARS.split(line)
    figures = sum(not entry[:1].isalpha() for entry in entries)
    return (
        len(line) < 40 * len(entries)
        and 2 * figures < len(entries)
        and line[-1] not in ".!?"
        and line[0] != "|"
    )


_BARS = re.compile(r" [|»·] ")
_KICKER = re.compile(r"[A-Z]{3,12} \| \S")


def _is_credit(text: str, start: int, end: int, phrases: Sequence[PagePhrase]) -> bool:
    """Whether a line is a credit, a sign-off or the date of the page, and nothing else."""
    chrome = sum(phrase.kind == "publisher-chrome" for phrase in phrases)
    if chrome > 1 and phrases[0].kind == "publisher-chrome":
        is_sentence = _FUNCTION_WORD.search(text, start, end) is not None
        return not is_sentence and _share_of_letters(text, start, end, phrases) > 0.25
    dated = phrases[0].kind == "publisher-chrome" and end - start < 60
    return dated and _STAMP.match(text[start:end].lower()) is not None


_STAMP = re.compile(
    r"(?:last (?:published|updated?|modified)(?: on)?|first published)\b.{0,30}?\d"
    r"|(?:published|updated|posted):? .{0,12}\bago\b"
)


def _pitches(phrases: Sequence[PagePhrase]) -> bool:
    """Whether a line introduces its author as one does who sells himself."""
    pitches = [phrase for phrase in phrases if phrase.kind == "author-box"]
    return len(pitches) > 2 or (len(pitches) > 1 and any(p.strong for p in pitches))


def _late(lines: Sequence[tuple[int, int]]) -> int:
    """Where the line begins that ends in the last two fifths of what the lines hold."""
    passed = list(accumulate(end - start for start, end in lines))
    return lines[bisect_right(passed, 0.6 * passed[-1])][0] if passed else 0


def _leads_on(text: str, phrase: PagePhrase, end: int) -> bool:
    """Whether a mark, or a title in capitals, follows the words that open a teaser."""
    rest = text[phrase.end : end].lstrip(" )]")
    if rest[:1] in (":", "|", "»", "→", ">") or (rest[:1] in "–—-" and phrase.telling):
        return phrase.kind in _LEADING or (
            phrase.telling and phrase.kind not in ("navigation", "publisher-chrome")
        )
    titled = [word for word in rest.split()[:8] if len(word) > 3]
    return (
        phrase.strong
        and phrase.kind == "related-teaser"
        and bool(titled)
        and all(word[0].isupper() or word[0].isdigit() for word in titled)
    )


_LEADING = frozenset(("tag-list", "related-teaser", "ad-marker"))


def score_lines(
    model: LineModel, read: Mapping[int, Line], lines: Sequence[tuple[int, int]]
) -> dict[int, float]:
    """Log-odds of being residue for the lines that were read closely."""
    if not read:
        return {}
    own = own_scores(model.traits, read, len(lines))
    return weigh_in_context(model, own, read, lines)


def weigh_in_context(
    model: LineModel,
    own: Sequence[float],
    read: Mapping[int, Line],
    lines: Sequence[tuple[int, int]],
) -> dict[int, float]:
    """Log-odds of the lines read, from each one's own score and those around it."""
    numbers = list(read)
    weights = model.traits_in_context
    scores = [sum([weights.get(trait, 0.0) for trait in line.traits]) for line in read.values()]
    steps = [bisect_right(model.steps, own[number]) for number in numbers]
    columns = context_columns(own, [end - start for start, end in lines], numbers)
    for values, edges, table in zip(columns, model.edges, model.tables, strict=True):
        scores = [
            score + table[step][bisect_right(edges, value)]
            for score, step, value in zip(scores, steps, values, strict=True)
        ]
    return dict(zip(numbers, scores, strict=True))


def own_scores(weights: dict[str, float], read: Mapping[int, Line], count: int) -> list[float]:
    """Each line's score by itself; lines not read closely are prose."""
    scores = [PROSE_SCORE] * count
    for number, line in read.items():
        scores[number] = sum([weights.get(trait, 0.0) for trait in line.traits])
    return scores


def residue_kind(text: str, start: int, end: int) -> str:
    """The kind of a residue line, as ``page_phrases.txt`` names them.

    Lines without a known phrase are told by their marks; "other" is left for headlines of other
    stories and the like.
    """
    covered: dict[str, int] = {}
    line = text[start:end]
    phrases = phrases_in_line(lowered(line), 0, len(line))
    for phrase in phrases:
        weight = (phrase.end - phrase.start) * (3 if phrase.strong else 1)
        covered[phrase.kind] = covered.get(phrase.kind, 0) + weight
    if phrases and phrases[0].start < 3:
        covered[phrases[0].kind] += 10
    for kind, mark in _MARKS:
        if mark.search(line) and (not covered or kind in ("template-code", "copyright-line")):
            return kind
    return max(covered, key=lambda kind: covered[kind]) if covered else "other"
