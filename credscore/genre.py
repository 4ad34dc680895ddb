"""Satire, opinion and paid content that say so themselves.

None of them is a fault: satire is no lie and a view is no error, so they earn no points either
way. But a reader of a score should know. Only open marks count, and only where a page puts them:
its markup, its address, the headline, the label line above a text and the disclaimer below it.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from credscore.document import Document

Genre = Literal["satire", "opinion", "paid content"]


class Mark(NamedTuple):
    """An open mark of a genre.

    Attributes:
        genre: What the text is marked as.
        words: The mark itself.
        place: Where it stands, for a person: "in its headline".
    """

    genre: Genre
    words: str
    place: str


_WARNINGS: dict[Genre, str] = {
    "satire": "This is marked as satire ({mark}): it is not meant to be believed, and no lie.",
    "opinion": "This is marked as opinion ({mark}): to argue a view is no fault, and takes no "
    "points.",
    "paid content": "This is marked as paid content ({mark}): who paid decided what it says.",
}
_MARKED_BLOCKS_ABOVE = 3
_MARKED_BLOCKS_BELOW = 5
_MOST_CHARACTERS_IN_A_DISCLAIMER = 600

_SCHEMA: dict[str, Genre] = {
    "SatiricalArticle": "satire",
    "OpinionNewsArticle": "opinion",
    "AdvertiserContentArticle": "paid content",
}
_OPINION = (
    "opinion, opinions, editorial, editorials, commentary, op ed, op eds, oped, letters, "
    "letters to the editor, letter to the editor, guest column, guest columns, viewpoints"
)
_PAID_CONTENT = (
    "sponsored, sponsored content, paid content, paid post, partner content, branded content, "
    "advertorial, brand voice"
)
_SECTIONS: dict[str, Genre] = {
    "satire": "satire",
    **dict.fromkeys(f"{_OPINION}, columnists, commentisfree".split(", "), "opinion"),
    **dict.fromkeys(_PAID_CONTENT.split(", "), "paid content"),
}
# What a headline opens with ("Opinion: ...", "Satire | ...") or a label line consists of.
_MORE_OPINION = (
    "guest opinion, guest commentary, guest essay, guest editorial, column, letter, our view, "
    "my view, another view, opinion piece, readers' letters"
)
_LABELS: dict[str, Genre] = {
    **dict.fromkeys(("satire", "satire alert", "parody"), "satire"),
    **dict.fromkeys(f"{_OPINION}, {_MORE_OPINION}".split(", "), "opinion"),
    **dict.fromkeys(
        f"{_PAID_CONTENT}, sponsored post, advertisement feature".split(", "), "paid content"
    ),
}
# One-word labels that are as often a heading over something else.
_ONLY_BEFORE_A_HEADLINE = frozenset({"column", "letter", "parody"})

_PREFIX = re.compile(r"[\[(]?\s?(?P<label>[A-Za-z][A-Za-z' -]{2,24}?)\s?(?:[\])]|:|\s\||\s[–—-]\s)")
_SUFFIX = re.compile(r"(?:\s\|\s|\s[–—-]\s|\s?[\[(])(?P<label>[A-Za-z][A-Za-z' -]{2,24})[\])]?$")
_BOARD = re.compile(r"(?:by )?(?:the )?(?:[\w.' ]{1,40} )?editorial board$", re.IGNORECASE)
_OWN_VIEWS = re.compile(
    r"\b(?:views|opinions)\b[^.]{0,30}\b(?:expressed|stated)\b[^.]{0,80}"
    r"\b(?:(?:of|by) the (?:author|writer|columnist)|(?:author|writer|columnist)['’]s own"
    r"|(?:his|her|their) own)\b",
    re.IGNORECASE,
)
_IS_SATIRE = re.compile(
    r"(?:this (?:article|story|post|piece|site|website|page|column)|all (?:the )?(?:articles"
    r"|stories|posts|content|news)|everything)\b[^.]{0,60}\b(?:is|are)\b[^.]{0,40}"
    r"\b(?:satir(?:e|ical)|parod(?:y|ies))\b",
    re.IGNORECASE,
)
_NO_SATIRE = re.compile(r"\b(?:not|no|isn['’]t|aren['’]t|never)\b", re.IGNORECASE)
_PAID = re.compile(
    r"(?:this (?:article|story|post|piece|content) (?:is|was) (?:sponsored|paid for|produced by"
    r" our commercial)|(?:sponsored|paid) (?:content|post) by)\b",
    re.IGNORECASE,
)


def genre_warnings(doc: Document) -> tuple[str, ...]:
    """What the document openly marks itself as, a sentence for each genre."""
    first: dict[Genre, Mark] = {}
    for mark in marks(doc):
        first.setdefault(mark.genre, mark)
    return tuple(
        _WARNINGS[genre].format(mark=f"“{_shortened(mark.words)}” {mark.place}")
        for genre, mark in first.items()
    )


def marks(doc: Document) -> Iterator[Mark]:
    """All open marks of satire, opinion and paid content."""
    yield from _in_markup(doc)
    if doc.headline:
        yield from _in_headline(doc.headline)
    if doc.author and _BOARD.fullmatch(doc.author.strip()):
        yield Mark("opinion", doc.author.strip(), "as its author")
    yield from _around_text(doc)


def _in_markup(doc: Document) -> Iterator[Mark]:
    if doc.page is not None:
        for kind in doc.page.schema_types:
            if kind in _SCHEMA:
                yield Mark(_SCHEMA[kind], kind, "in its markup")
        for section in doc.page.sections:
            if genre := _SECTIONS.get(_plain(section)):
                yield Mark(genre, section, "as its section")
    for url in (doc.url, doc.page.canonical_url if doc.page is not None else None):
        for folder in _folders(url):
            if genre := _SECTIONS.get(_plain(folder)):
                yield Mark(genre, folder, "in its address")


def _folders(url: str | None) -> list[str]:
    """The folders of an address; the last part names the article itself."""
    try:
        return urlsplit(url).path.split("/")[1:-1] if url else []
    except ValueError:
        return []


def _in_headline(headline: str) -> Iterator[Mark]:
    for match in (_PREFIX.match(headline), _SUFFIX.search(headline[-60:])):
        if match and (genre := _LABELS.get(_plain(match["label"]))):
            yield Mark(genre, match["label"].strip(), "in its headline")


def _around_text(doc: Document) -> Iterator[Mark]:
    blocks = doc.blocks
    for start, end, kind in blocks[:_MARKED_BLOCKS_ABOVE]:
        if kind == "prose":
            break
        if end - start <= 60:
            line = doc.content[start:end]
            label = _plain(line)
            if label in _LABELS and label not in _ONLY_BEFORE_A_HEADLINE:
                yield Mark(_LABELS[label], line, "above its text")
            elif _BOARD.fullmatch(line):
                yield Mark("opinion", line, "above its text")
    below = max(len(blocks) - _MARKED_BLOCKS_BELOW, _MARKED_BLOCKS_ABOVE)
    for place, (start, end, _) in enumerate(blocks):
        if place < _MARKED_BLOCKS_ABOVE or place >= below:
            where = "above its text" if place < _MARKED_BLOCKS_ABOVE else "below its text"
            for genre, words in _disclaimers(doc.content[start:end]):
                yield Mark(genre, words, where)


def _disclaimers(block: str) -> Iterator[tuple[Genre, str]]:
    """Disclaimers that a block consists of, or that close it."""
    tail = block[-_MOST_CHARACTERS_IN_A_DISCLAIMER:]
    if (match := _OWN_VIEWS.search(tail)) and "comment" not in match[0].lower():
        yield "opinion", match[0]
    if (match := _IS_SATIRE.search(tail)) and not _NO_SATIRE.search(match[0]):
        yield "satire", match[0]
    if match := _PAID.match(block):
        yield "paid content", match[0]


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 80 else f"{words[:79].rstrip()}…"


def _plain(label: str) -> str:
    """A label as the tables have it: lower case, single blanks for all that parts words."""
    return " ".join(re.split(r"[\s_-]+", label.lower().strip(" :|[]()/*#"))).strip()
