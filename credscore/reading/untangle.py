"""Markup that no page has and that costs a parser the square of its length.

Formatting elements that never end are reopened in every block behind them, each attribute of a
tag is compared with all others, and those of a second body go to the first. A page past the
limits below is evened out first: it keeps its text and loses the links or attributes in question.

Not met: a page of names that are all different (1.1 seconds for 100,000 attributes in as many
tags).
"""

import re
from collections import Counter

MOST_OPEN = 2000
"""Formatting elements of one name that may be open at once."""

MOST_ATTRIBUTES = 2000
"""Attributes of one tag."""

MOST_ROOTS = 50
"""Tags that open the page or its body."""

_FORMATTING = re.compile(
    r"<(/?)(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.I
)
_ROOT = re.compile(r"<(?:html|body)(?=[\s/])[^<>]*+>?", re.I)
# Quotation marks hold a value together behind a "=" only; elsewhere they are part of a name. A tag
# is never given up, so that none is read twice.
_VALUE = r"=\s*+\"[^\"]*+\"|=\s*+'[^']*+'"
_QUOTED = re.compile(_VALUE)
_TAG = re.compile(rf"<[a-z](?:[^<>=]++|{_VALUE}|=)*+>?", re.I)


def untangle(markup: str) -> str:
    """The markup without what would cost the square of its length; most pages as they are."""
    if any(len(tag) > 2 * MOST_ATTRIBUTES for tag in _TAG.findall(markup)):
        markup = _TAG.sub(_uncrowded, markup)
    if _is_never_closed(markup):
        markup = _FORMATTING.sub(r"<\1span", markup)
    if len(_ROOT.findall(markup)) > MOST_ROOTS:
        markup = _ROOT.sub("", markup)
    return markup


def _uncrowded(tag: re.Match[str]) -> str:
    """The tag, or nothing in place of one with too many attributes."""
    found = tag.group()
    if len(found) <= 2 * MOST_ATTRIBUTES:
        return found
    attributes = _QUOTED.sub(" ", found).replace("/", " ").split()
    return found if len(attributes) <= MOST_ATTRIBUTES else ""


def _is_never_closed(markup: str) -> bool:
    """Whether too many formatting elements of one name are open anywhere."""
    is_open: Counter[str] = Counter()
    for slash, name in _FORMATTING.findall(markup):
        name = name.lower()
        is_open[name] = max(0, is_open[name] - 1) if slash else is_open[name] + 1
        if is_open[name] > MOST_OPEN:
            return True
    return False
