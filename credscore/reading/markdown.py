"""Markdown articles: the running text behind the markup, line for line."""

import re
from datetime import date

from credscore.document import Document

_FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*\r?\n((?:[^\n]*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)"
)
_FIELD = re.compile(r"^(title|date|published|author|lang|language)[ \t]*:[ \t]*(.+)$", re.M | re.I)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_RULE = re.compile(
    r"^[ \t]{0,3}(?:(?:\*[ \t]?){3,99}|(?:-[ \t]?){3,99}|(?:_[ \t]?){3,99}|={3,999})$"
)
_LINE_MARK = re.compile(r"^[ \t]{0,3}(?:(?:>[ \t]?){1,9}[ \t]*)?(?:#{1,6}[ \t]+)?")
_QUOTED = re.compile("^ {0,3}>")
_CLOSING_HASHES = re.compile(r"[ \t]#{1,6}[ \t]*$")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,500}\]\([^()\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]*\S+.*$")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]{1,2000}>")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*])"
    r"|(?<![\w_])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?![\w_])|`{1,3}"
)


def read_markdown(text: str) -> Document:
    """Read a Markdown article: markup is taken out, title and date come from its front matter.

    Every line of the document's text is the line of the same number in ``text``, so that a
    passage can be shown where an editor will look for it.
    """
    fields: dict[str, str] = {}
    front = _FRONT_MATTER.match(text)
    if front:
        found = _FIELD.findall(front.group(1))
        fields = {name.lower(): value.strip().strip("\"'") for name, value in found}
        text = "\n" * front.group().count("\n") + text[front.end() :]
    lines = _without_comments(text).split("\n")
    return Document(
        "\n".join(_without_markup(lines)),
        title=fields.get("title") or None,
        author=fields.get("author") or None,
        published=_day(fields.get("published") or fields.get("date")),
        language=fields.get("language") or fields.get("lang") or None,
        quoted_lines=frozenset(n for n, line in enumerate(lines) if _QUOTED.match(line)),
    )


def _without_comments(text: str) -> str:
    # Found by hand: a pattern would look for the end anew at every beginning.
    pieces: list[str] = []
    kept = 0
    while (start := text.find("<!--", kept)) >= 0 and (end := text.find("-->", start)) >= 0:
        pieces += (text[kept:start], "\n" * text.count("\n", start, end))
        kept = end + len("-->")
    return "".join((*pieces, text[kept:]))


def _without_markup(lines: list[str]) -> list[str]:
    plain: list[str] = []
    in_code = False
    for line in lines:
        if _FENCE.match(line):
            in_code = not in_code
            plain.append("")
        elif in_code or _RULE.match(line.rstrip()) or _DEFINITION.match(line):
            plain.append("")
        else:
            plain.append(_plain(line))
    return plain


def _plain(line: str) -> str:
    line = _LINE_MARK.sub("", line, count=1)
    line = _CLOSING_HASHES.sub("", line)
    line = _IMAGE.sub("", line)
    line = _LINK.sub(r"\1", line)
    line = _AUTOLINK.sub("", line)
    return _EMPHASIS.sub("", line)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None
