"""Web pages: from markup to a document."""

import re
from itertools import islice
from urllib.parse import urljoin

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import (
    bytes_to_str,
    detect_encoding,
    map_encoding_to_html5,
)
from resiliparse.parse.html import HTMLTree

from credscore.document import Document
from credscore.reading.main_text import PageLine, choose_lines, read_page_lines
from credscore.reading.metadata import count_elements, read_metadata, select
from credscore.reading.page import Link, Page
from credscore.reading.untangle import untangle

_NOT_TEXT = ["nav", "footer", "noscript", "select", "textarea", "button", "template"]
_LONGEST_PAGE = 20_000_000
_MOST_LINKS = 1000
_MOST_BLOCK_QUOTATIONS = 200  # without paragraphs
_LONGEST_QUOTED = 2_000_000  # characters
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_LATIN = frozenset(
    f"{family}{number}"
    for family in ("windows-125", "cp125", "iso-8859-", "iso-8859-1")
    for number in range(10)
)
_DECLARED_ENCODING = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{2,40})"
    rb"|^\s{0,20}<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]{2,40})",
    re.I,
)
_NAMED_ENCODING = re.compile(r"charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{2,40})", re.I)
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_CORRECTION_NOTE = re.compile(
    r"^\W{0,3}(?:(?:editor['’]s note|correction|clarification)s?\b ?(?:\([^)\n]{1,40}\))?[:.]|"
    r"(?:an earlier|a previous) version of this (?:article|story|post|report)\b)",
    re.I | re.M,
)


def read_html(
    html: str | bytes, url: str | None = None, *, content_type: str | None = None
) -> Document:
    """Read a web page: its main text, and what the page says about itself.

    Args:
        html: The page's markup. Bytes are decoded by byte order mark, the encoding that the
            server names, the one that the page declares, or what the bytes look like, in this
            order; a named encoding in which the bytes make no sense is passed over.
        url: The page's address, if known; links are made absolute with it.
        content_type: The server's Content-Type header, such as "text/html; charset=utf-8".

    Returns:
        A document whose ``text`` is the main text (a paragraph a line, blank lines between) and
        whose ``title``, ``author``, ``published``, ``language`` and ``page`` are filled as far
        as the page tells. A page without text gives a document with an empty text. Of a page
        beyond 20 million characters the beginning is read; past the limits of
        ``credscore.reading.untangle``, which no page of use reaches, links or attributes are lost.

    Raises:
        TypeError: ``html`` is neither str nor bytes, or ``url`` or ``content_type`` is no str.
    """
    if not isinstance(html, str | bytes | bytearray):
        raise TypeError(f"read_html takes a page as str or bytes, got {type(html).__name__}")
    if url is not None and not isinstance(url, str):
        raise TypeError(f"read_html takes url as str or None, got {type(url).__name__}")
    if content_type is not None and not isinstance(content_type, str):
        raise TypeError(
            f"read_html takes content_type as str or None, got {type(content_type).__name__}"
        )
    markup = html if isinstance(html, str) else _decode(bytes(html), content_type or "")
    tree = HTMLTree.parse(untangle(_BROKEN.sub("\ufffd", markup[:_LONGEST_PAGE])))
    facts = read_metadata(tree, url)
    counts = count_elements(tree)
    lines = _without_title(choose_lines(read_page_lines(_markup(tree))), facts.title)
    text = _join(lines)
    has_correction = bool(counts["correction"]) or bool(_CORRECTION_NOTE.search(text))
    quoted = _block_quotations(tree)
    page = Page(
        site_name=facts.site_name,
        canonical_url=facts.canonical_url,
        schema_types=facts.schema_types,
        sections=facts.sections,
        links=_links(lines, url or facts.canonical_url),
        share_elements=counts["share"],
        ad_elements=counts["ads"],
        has_comment_form=bool(counts["comment form"]),
        has_author_box=bool(counts["author box"]),
        has_correction=has_correction,
    )
    return Document(
        text=text,
        title=facts.title,
        url=url or facts.canonical_url,
        author=facts.author,
        published=facts.published,
        language=facts.language,
        page=page,
        quoted_lines=_line_numbers(lines, quoted) if quoted else frozenset(),
    )


def page_markup(html: str) -> str:
    """A page's lines in resiliparse's minimal markup; see ``main_text.read_page_lines``."""
    return _markup(HTMLTree.parse(html))


def _markup(tree: HTMLTree) -> str:
    # Its own choice of main content is left aside: it is less exact than the line model, and
    # its cost grows with the square of the nesting.
    return str(
        extract_plain_text(
            tree,
            preserve_formatting="minimal_html",
            main_content=False,
            list_bullets=False,
            alt_texts=False,
            links=True,
            skip_elements=_NOT_TEXT,
        )
    )


def _decode(data: bytes, content_type: str) -> str:
    data = data[:_LONGEST_PAGE]
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    named = _NAMED_ENCODING.search(content_type[:1000])
    encodings = [named.group(1)] if named else []
    if declared := _DECLARED_ENCODING.search(data[:4096]):
        encodings.append(declared.group(declared.lastindex or 1).decode("ascii", "replace"))
    for name in (*encodings, "utf-8"):
        known = map_encoding_to_html5(name, fallback_utf8=False)
        text = data.decode(known, "replace") if known else ""
        # A page may hold a broken letter here and there, but not one in every line.
        if text and text.count("\ufffd") <= 1 + len(text) // 1000:
            return text
    guessed = detect_encoding(data)
    if guessed is None or guessed in _LATIN:
        # On few bytes these cannot be told apart; the web's default is windows-1252.
        guessed = "windows-1252"
    return str(bytes_to_str(data, guessed, "replace"))


def _without_title(lines: list[PageLine], title: str | None) -> list[PageLine]:
    """Drop what stands before a heading that repeats the title, and the heading itself."""
    if title:
        wanted = title.casefold()
        for number, line in enumerate(lines[:12]):
            if line.text.casefold() == wanted and sum(len(li.text) for li in lines[:number]) < 200:
                return lines[number + 1 :]
    return lines


def _join(lines: list[PageLine]) -> str:
    pieces: list[str] = []
    for line in lines:
        if pieces:
            pieces.append("\n\n" if line.starts_block else "\n")
        pieces.append(line.text)
    return "".join(pieces)


def _block_quotations(tree: HTMLTree) -> set[str]:
    """The paragraphs that a page sets off as quotations, as far as one reader would follow."""
    without_paragraphs = (
        element
        for element in select(tree, "blockquote")[:_MOST_BLOCK_QUOTATIONS]
        if element.query_selector("p") is None
    )
    quoted: set[str] = set()
    left = _LONGEST_QUOTED
    # Nested in each other, elements hold the same text over and over.
    for element in (*select(tree, "blockquote p"), *without_paragraphs):
        text = element.text or ""
        left -= len(text) + 1
        if left < 0:
            break
        quoted.add(" ".join(text.split()))
    return quoted


def _line_numbers(lines: list[PageLine], wanted: set[str]) -> frozenset[int]:
    """The numbers that lines with a wanted text have in the text that ``_join`` makes."""
    found: set[int] = set()
    number = 0
    for place, line in enumerate(lines):
        number += (2 if line.starts_block else 1) if place else 0
        if line.text in wanted:
            found.add(number)
    return frozenset(found)


def _links(lines: list[PageLine], base: str | None) -> tuple[Link, ...]:
    links = (
        Link(link.text, _absolute(base, link.href))
        for line in lines
        for link in line.links
        if link.href and link.text and not link.href.startswith(("#", "javascript:"))
    )
    return tuple(islice(links, _MOST_LINKS))


def _absolute(base: str | None, href: str) -> str:
    try:
        return urljoin(base, href) if base else href
    except ValueError:  # such as an unclosed bracket in the host
        return href
