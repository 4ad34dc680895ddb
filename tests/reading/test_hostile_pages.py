"""Any page gets an answer, in time that grows with its length alone.

As in ``tests/test_robustness.py``, a page and its fivefold are measured in processor time, one
against the other.
"""

import time
from collections.abc import Callable

import pytest

from credscore import Document, read_html
from credscore.reading.untangle import MOST_ATTRIBUTES, MOST_OPEN, untangle

_FEW = 4000
_WORTH_COMPARING = 0.1  # seconds
_TOO_MUCH = 11.0  # a cost in line with the length grows by 5, its square by 25

TEXT = "The harbour was closed on Friday after a crane had fallen into the water, the port said."

# One unit over and over, with nothing that ends it.
UNITS = {
    "links in fonts": "<font><a>",
    "bold in italics": "<b><i>",
    "formatting in paragraphs": "<b><p>",
    "blocks": "<div>",
    "tables": "<table><tr><td>",
    "text in tables": "<table><b>x",
    "lists": "<ul><li>",
    "quotations": "<blockquote>",
    "quotations of paragraphs": "<blockquote><p>x",
    "formatting closed crosswise": "<b><i><u></b></i></u>",
    "comments": "<!--",
    "character data": "<svg><![CDATA[",
    "scripts": "<script><!--<script>",
    "drawings": "<svg>",
    "templates": "<template>",
    "meta tags": "<meta name=author content=x>",
    "linked data": '<script type="application/ld+json">{"@type":"NewsArticle"}</script>',
    "titles": "<title>x</title><h1>x</h1>",
    "bodies": "<body class=x>",
    "opening marks": "<",
    "ampersands": "&",
    "entities": "&amp;",
    "control characters": "\0<p\0>",
    "attributes that never end": '<a href="',
    "end tags": "</p></a></table>",
}
# Python 3.11 has no quotation marks like those of an f-string within it.
QUOTED_TAG = 'a{}="<b>" '
GLUED = 'a{}="1"'
PAGES: dict[str, Callable[[int], str | bytes]] = {
    **{name: lambda count, unit=unit: unit * count + TEXT for name, unit in UNITS.items()},
    "attributes": lambda count: f"<p {numbered('a{}=1 ', count)}>{TEXT}",
    "attributes behind a tag's end in quotes": lambda count: (
        f"<p z='>' {numbered('a{}=1 ', count)}>{TEXT}"
    ),
    "attributes with tags in quotes": lambda count: f"<p {numbered(QUOTED_TAG, count)}>{TEXT}",
    "attributes behind a lone quote": lambda count: f'<p " {numbered("a{} ", count)} ">{TEXT}',
    "attributes without space": lambda count: f"<p {numbered(GLUED, count)}>{TEXT}",
    "attributes of bodies": lambda count: numbered("<body a{}=1>", count) + TEXT,
    "links around blocks": lambda count: "<a><div>" * count + "</a>" * count + TEXT,
    "deep linked data": lambda count: linked("[" * count + "]" * count),
    "deep linked items": lambda count: linked('{"a":' * count + "1" + "}" * count),
    "much linked data": lambda count: linked("[" + '{"@type":"Article"},' * count + "1]"),
    "a figure in linked data": lambda count: linked("9" * count),
    "a picture in the page": lambda count: f'<img src="data:image/png;base64,{"A" * count}">{TEXT}',
    "one entity": lambda count: f"&{'a' * count};&#{'1' * count};{TEXT}",
    "an encoding that is none": lambda count: b"<meta charset=utf-16>" + b"\xff+A" * count,
    "a byte order mark that lies": lambda count: b"\xff\xfe" + b"<p>x" * count,
}


def numbered(unit: str, count: int) -> str:
    return "".join(unit.format(number) for number in range(count))


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script><p>{TEXT}'


def cost(page: str | bytes) -> float:
    start = time.process_time()
    assert isinstance(read_html(page), Document)
    return time.process_time() - start


@pytest.mark.usefixtures("_no_collection")
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_time_grows_with_the_length_alone(page: Callable[[int], str | bytes]) -> None:
    costs = []
    for _ in range(3):  # what a machine does besides may disturb one measurement, not all
        few, many = cost(page(_FEW)), cost(page(5 * _FEW))
        costs.append((few, many))
        if many < _WORTH_COMPARING or many < _TOO_MUCH * few:
            return
    raise AssertionError(f"seconds for a page and its fivefold: {costs}")


def test_a_page_as_they_are_is_left_as_it_is() -> None:
    page = f'<body class=x><p><b>{TEXT}</b> <a href="x">{TEXT}</a><img src="{"A" * 50_000}">'
    assert untangle(page) == page


@pytest.mark.parametrize(
    "hostile",
    [
        "<font><a>" * (MOST_OPEN + 1),
        f"<p {numbered('a{}=1 ', MOST_ATTRIBUTES + 1)}>",
        f"<p z='<' {numbered('a{}=1 ', MOST_ATTRIBUTES + 1)}>",
        numbered("<body a{}=1>", 60),
    ],
    ids=["formatting", "attributes", "attributes behind a quoted mark", "bodies"],
)
def test_a_page_beyond_the_limits_keeps_its_text(hostile: str) -> None:
    assert untangle(hostile) != hostile
    assert TEXT in read_html(f"{hostile}<p>{TEXT}</p>").text
