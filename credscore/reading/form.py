"""The form of a text: running prose, or lists, tables, code, verse, transcripts and the like.

The model was made from news and knows nothing of other forms. Each reader below gives the share
of a text's words that stand in one such form; they are written to leave articles alone that
quote a poem, list a few results or end in questions and answers.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from credscore.document import Document
from credscore.lexicon import Lexicon


class Form(NamedTuple):
    """A form of text other than running prose.

    Attributes:
        name: What it is, for a person: "program code".
        share: Share in [0, 1] of the text's words that stand in it.
    """

    name: str
    share: float


class _Line(NamedTuple):
    text: str
    words: int
    is_prose: bool


_MOST_WORDS_IN_A_SHORT_LINE = 12
_MOST_WORDS_IN_A_SENTENCE = 120
_FEWEST_WORDS_OF_AN_INTRODUCTION = 25
_FEWEST_WORDS_OF_A_TURN = 5
_FEWEST_LEGAL_PHRASES = 5
_ENDS_A_SENTENCE = (".", "!", "?", "…", '."', '!"', '?"', ".”", "!”", "?”", ".'", ".’", ".)", "?’")

_CODE_LINE = re.compile(
    r"(?:def|class|import|from|return|const|let|var|public|private|static|void|int|function|elif"
    r"|else|try|except|if|for|while|print|echo|SELECT|INSERT|#include|using|package|@\w{1,30})\b"
    r".{0,200}[(){}\[\];=<>:]|[}\])]+[;,]?$|//|/\*|</?\w{1,20}[^<>]{0,80}>"
    r"|[\w.\[\]]{1,40} ?(?:=|\+=|:=|->|=>) ?\S|[\w.]{1,40}\([^()]{0,80}\)[;{]?$|[$>#] \S"
)
_CODE_END = re.compile(r"[;{}]$|\):$")
_TURN = re.compile(
    r"(?:\[?\(?\d{1,2}:\d\d(?::\d\d)?\]?\)?\s{1,3})?"
    r"(?P<who>[A-Z][\w.'’-]{0,20}(?: [A-Z(][\w.'’)-]{0,20}){0,3})"
    r"(?: \([^()]{1,40}\)|, [^:]{1,40})?: ?\S"
)
_FACT_CHECK = re.compile(r"(?:the )?(?:facts?|claims?|truth|verdict|reality)$", re.IGNORECASE)
_STOP = re.compile(r"[a-z)”\"’'][.!?…]")
_QUANTITY = re.compile(
    r"(?:[-*•] ?)?(?:\d[\d/., ¼½¾⅓⅔-]{0,8}|[¼½¾⅓⅔]|an?|one|two|three) ?"
    r"(?:large |small |medium |heaped |level )?(?:cups?|tsp|tbsp|tablespoons?|teaspoons?|g|kg|ml|l"
    r"|oz|ounces?|lbs?|pounds?|grams?|litres?|liters?|cloves?|pinch(?:es)?|cans?|tins?|sticks?"
    r"|slices?|sprigs?|handfuls?|eggs?|onions?|lemons?|carrots?|packets?|knobs?|bunch(?:es)?)\b",
    re.IGNORECASE,
)
_COOKING_STEP = re.compile(
    r"(?:(?:step )?\d{1,2}[.):]? |[-*•] ?)?(?:(?:then|next|meanwhile|finally),? )?"
    r"(?:preheat|heat|stir|whisk|mix|add|bake|boil|simmer|chop|slice|dice|fold|pour|season|drain"
    r"|garnish|serve|sprinkle|roast|fry|saut[eé]|knead|melt|beat|combine|peel|cook|bring|toss"
    r"|grease|roll|spread|leave to|reduce|transfer|blend|cover)\b",
    re.IGNORECASE,
)


def other_form(doc: Document) -> Form:
    """The form other than running prose that most of ``doc`` stands in, and how much of it.

    The share is 0 for a text without words. The cost is linear in the text's length.
    """
    lines = list(_lines(doc))
    total = sum(line.words for line in lines)
    if not total:
        return Form("prose", 0.0)
    # Words of sentences and words of lines part otherwise where signs stand for blanks.
    shares = [Form(name, min(1.0, of(doc, lines) / total)) for name, of in _FORMS.items()]
    return max(shares, key=lambda form: form.share)


def _lines(doc: Document) -> Iterator[_Line]:
    """The text's lines; residue is no part of what an author wrote."""
    for start, end, kind in doc.blocks:
        if kind != "residue":
            text = doc.content[start:end]
            yield _Line(text, text.count(" ") + 1, kind == "prose")


def _words_in(lines: list[_Line], pattern: re.Pattern[str]) -> int:
    return sum(line.words for line in lines if pattern.match(line.text))


def _code(doc: Document, lines: list[_Line]) -> float:
    return sum(
        line.words
        for line in lines
        if line.words <= 30 and (_CODE_END.search(line.text[-3:]) or _CODE_LINE.match(line.text))
    )


def _turns(doc: Document, lines: list[_Line]) -> float:
    """Words of a transcript: turns under the names of people who each speak more than once.

    An interview that a reporter introduces and edits is half an article, and counts half.
    """
    turns: Counter[str] = Counter()
    introduction = spoken = 0
    for line in lines:
        match = _TURN.match(line.text)
        if match and line.words >= _FEWEST_WORDS_OF_A_TURN:
            turns[match["who"]] += 1
        if turns:
            spoken += line.words
        else:
            introduction += line.words
    returning = sum(count for count in turns.values() if count > 1)
    if returning < 6 or returning < 0.6 * turns.total() or turns.total() < 0.25 * len(lines):
        return 0.0
    # One label over and over is a gallery's; facts answer claims in a fact check.
    if turns.most_common(1)[0][1] > 0.8 * returning or any(map(_FACT_CHECK.match, turns)):
        return 0.0
    capitals = sum(n for who, n in turns.items() if len(who) > 1 and who.isupper())
    is_interview = introduction >= _FEWEST_WORDS_OF_AN_INTRODUCTION and capitals <= returning / 2
    return spoken / 2 if is_interview else spoken


def _recipe(doc: Document, lines: list[_Line]) -> float:
    ingredients = [line for line in lines if line.words <= 15 and _QUANTITY.match(line.text)]
    if len(ingredients) < 3:
        return 0.0
    return sum(line.words for line in ingredients) + _words_in(lines, _COOKING_STEP)


def _law(doc: Document, lines: list[_Line]) -> float:
    hits = _legal_phrases().find(doc.words)
    if len(hits) < _FEWEST_LEGAL_PHRASES:
        return 0.0
    starts = [doc.words.starts[hit.first] for hit in hits]
    marked = {doc.sentence_at(start) for start in starts if not doc.in_quotation(start)}
    return sum(s.last_word - s.first_word for s in marked if s is not None)


@cache
def _legal_phrases() -> Lexicon:
    return Lexicon.load("credscore.reading", "legal_phrases.txt")


def _figures(doc: Document, lines: list[_Line]) -> float:
    """Words of the lines in which at least one word in three is a figure."""
    return sum(line.words for line in lines if 3 * _figure_count(line.text) >= line.words)


def _figure_count(text: str) -> int:
    if not any(map(text.__contains__, "0123456789")):
        return 0
    return sum(not word.isalpha() and any(map(str.isdigit, word)) for word in text.split())


def _broken_lines(doc: Document, lines: list[_Line]) -> float:
    """Words of lists and verse: short lines that end no sentence, one after the other."""
    words = 0
    run: list[int] = []
    for line in lines:
        if line.words <= _MOST_WORDS_IN_A_SHORT_LINE and not line.text.endswith(_ENDS_A_SENTENCE):
            run.append(line.words)
            continue
        words += sum(run) if len(run) >= 4 else 0
        # The lines of a stanza that end its sentences belong to it.
        if len(run) >= 2 and line.words <= _MOST_WORDS_IN_A_SHORT_LINE:
            words += line.words
        run = []
    return words + (sum(run) if len(run) >= 4 else 0)


def _endless(doc: Document, lines: list[_Line]) -> float:
    """Words of "sentences" that no author would write: lists and verse without their lines."""
    words = 0
    for sentence in doc.sentences:
        length = sentence.last_word - sentence.first_word
        if length > _MOST_WORDS_IN_A_SENTENCE:
            # Where a scraper lost the space behind full stops, they still part sentences.
            stops = len(_STOP.findall(doc.prose, sentence.start, sentence.end))
            words += length if length > _MOST_WORDS_IN_A_SENTENCE * stops else 0
    # An article into which the captions of a gallery ran is an article all the same.
    return max(0, words - (len(doc.words) - words))


_FORMS: dict[str, Callable[[Document, list[_Line]], float]] = {
    "program code or markup": _code,
    "a transcript of speech": _turns,
    "a recipe": _recipe,
    "legal boilerplate": _law,
    "a table of figures": _figures,
    "short lines, such as a list or verse": _broken_lines,
    "words without sentences": _endless,
}
