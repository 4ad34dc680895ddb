"""Web pages become documents: text, declared facts, encodings, and pages that are broken."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credscore import Document, read_html
from credscore.reading.metadata import parse_date
from credscore.reading.page import Link

LEAD = (
    "The library on Mill Street will stay open on Sundays until the end of the year, the town "
    "council decided on Monday evening by nine votes to four."
)
BODY = (
    "Members of the reading group had collected two thousand signatures in six weeks, mostly "
    "outside the supermarket and the swimming pool, where they stood every Saturday."
)
END = (
    "The council will look at the figures again in October, when the treasurer is to say what "
    "the longer hours cost and how many people used them."
)
PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head>
<title>Library stays open | The Mill Street Courier</title>
<meta property="og:site_name" content="The Mill Street Courier">
<meta property="og:title" content="Library to stay open on Sundays">
<meta property="article:published_time" content="2021-03-08T21:15:00+00:00">
<link rel="canonical" href="/news/library">
<script type="application/ld+json">
{{"@context": "https://schema.org", "@type": "NewsArticle",
 "headline": "Library to stay open on Sundays",
 "datePublished": "2021-03-08T21:15:00Z",
 "author": [{{"@type": "Person", "name": "Ann Holm"}}, {{"@type": "Person", "name": "Jo Arden"}}]}}
</script></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a> <a href="/jobs">Jobs</a></nav>
<ul><li><a href="/">Home</a></li><li><a href="/local">Local</a></li>
<li><a href="/weather">Weather</a></li><li><a href="/login">Log in</a></li></ul>
<article><h1>Library to stay open on Sundays</h1>
<p>{LEAD}</p>
<p>{BODY} The <a href="https://council.example/minutes">minutes</a> are open to all.</p>
<div class="ad-slot"></div>
<p>{END}</p>
<p class="correction">Correction: an earlier version named the wrong street.</p></article>
<a href="https://www.facebook.com/sharer/sharer.php?u=x">Share</a>
<div class="author-box">Ann Holm reports on the council.</div>
<form id="commentform"><textarea name="comment"></textarea></form>
<footer>© The Mill Street Courier</footer></body></html>"""


@pytest.fixture(scope="module")
def doc() -> Document:
    return read_html(PAGE, "https://courier.example/news/library?ref=1")


def test_the_text_is_the_article_a_paragraph_a_line(doc: Document) -> None:
    assert doc.text.startswith(LEAD)
    assert f"\n\n{END}" in doc.text
    assert [doc.content[p.start : p.end] for p in doc.paragraphs[:3]] == [
        LEAD,
        f"{BODY} The minutes are open to all.",
        END,
    ]


@pytest.mark.parametrize("furniture", ["Weather", "Log in", "Share", "©", "Jobs"])
def test_furniture_stays_out(doc: Document, furniture: str) -> None:
    assert furniture not in doc.text


def test_the_headline_is_the_title_and_not_said_twice(doc: Document) -> None:
    assert doc.title == "Library to stay open on Sundays"
    assert doc.title not in doc.text


def test_declared_facts(doc: Document) -> None:
    assert doc.author == "Ann Holm, Jo Arden"
    assert doc.published == date(2021, 3, 8)
    assert doc.language == "en-GB"
    assert doc.url == "https://courier.example/news/library?ref=1"
    assert doc.page is not None
    assert doc.page.site_name == "The Mill Street Courier"
    assert doc.page.canonical_url == "https://courier.example/news/library"
    assert doc.page.schema_types == ("NewsArticle", "Person")


def test_elements_of_the_page(doc: Document) -> None:
    page = doc.page
    assert page is not None
    assert page.links == (Link("minutes", "https://council.example/minutes"),)
    assert (page.share_elements, page.ad_elements) == (1, 1)
    assert page.has_comment_form
    assert page.has_author_box
    assert page.has_correction


def test_a_page_without_such_elements_has_none() -> None:
    page = read_html(f"<h1>Library</h1><p>{LEAD}</p><p>{BODY}</p>").page
    assert page is not None
    assert page.links == ()
    assert (page.share_elements, page.ad_elements) == (0, 0)
    assert not page.has_comment_form
    assert not page.has_author_box
    assert not page.has_correction


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta name="date" content="2014-11-02">', date(2014, 11, 2)),
        ('<meta itemprop="datePublished" content="20141102">', date(2014, 11, 2)),
        ('<meta name="pubdate" content="Sun, 02 Nov 2014 10:00:00 GMT">', date(2014, 11, 2)),
        ('<meta name="dc.date" content="November 2nd, 2014">', date(2014, 11, 2)),
        ('<meta name="date" content="02/11/2014">', None),
        ('<meta name="date" content="soon">', None),
        ('<script type="application/ld+json">{"@type": "NewsArticle", ]</script>', None),
    ],
)
def test_dates_of_many_shapes(head: str, published: date | None) -> None:
    assert read_html(f"<head>{head}</head><p>{LEAD}</p>").published == published


def test_a_time_element_and_the_address_give_the_date() -> None:
    with_time = f'<article><time datetime="2014-11-02T10:00">today</time><p>{LEAD}</p></article>'
    assert read_html(with_time).published == date(2014, 11, 2)
    in_address = "https://courier.example/2014/11/02/library"
    assert read_html(f"<p>{LEAD}</p>", in_address).published == date(2014, 11, 2)


@pytest.mark.parametrize("value", ["2014-13-45", "0000-00-00", "31 Foo 2014", "1 Jan 99999", ""])
def test_no_date_is_made_of_nonsense(value: str) -> None:
    assert parse_date(value) is None


@pytest.mark.parametrize(
    "page",
    [
        "Café, naïve und “Öl”".encode(),
        b"\xef\xbb\xbf" + "Café, naïve und “Öl”".encode(),
        "Café, naïve und “Öl”".encode("utf-16"),
        b'<meta charset="windows-1252">' + "Café, naïve und “Öl”".encode("cp1252"),
        b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'
        + "Café, naïve und “Öl”".encode("cp1252"),
        b'<?xml version="1.0" encoding="windows-1252"?>' + "Café, naïve und “Öl”".encode("cp1252"),
        "Café, naïve und “Öl”".encode("cp1252"),
    ],
)
def test_bytes_are_decoded_as_the_page_says_or_looks(page: bytes) -> None:
    assert "Café, naïve und “Öl”" in read_html(page).text


@pytest.mark.parametrize(
    "page",
    [
        "",
        b"",
        "   \n ",
        "<html>",
        "<",
        "\x00",
        "<frameset><frame src='a.html'><frame src='b.html'></frameset>",
        "<script>document.write('hello there')</script>",
        "<html><head><title>T</title></head><body></body></html>",
        "<!--" * 1000,
        b"\xff\xfe\x00",
        bytes(range(256)) * 4,
    ],
)
def test_pages_without_text_give_a_document(page: str | bytes) -> None:
    assert isinstance(read_html(page), Document)


def test_a_page_of_scripts_alone_has_no_text() -> None:
    assert read_html("<script>var text = 'a long sentence that is code';</script>").text == ""


def test_broken_markup_still_gives_its_text() -> None:
    doc = read_html(f"<div><p>{LEAD}<p>{BODY}</div></b></table><p>{END}<a href='")
    assert all(sentence in doc.text for sentence in (LEAD, BODY, END))


def test_a_lone_surrogate_is_no_obstacle() -> None:
    assert LEAD in read_html(f"<p>{LEAD}</p><p>\ud800 \x00 {BODY}</p>").text


@pytest.mark.parametrize(
    "tag", ["<div>", "<b>", "<p><i>", "<table><tr><td>", "<a href=x>", "<svg>"]
)
def test_tags_nested_without_end(tag: str) -> None:
    assert isinstance(read_html(tag * 200_000 + LEAD), Document)


def test_a_page_of_ten_megabytes() -> None:
    doc = read_html(f"<p>{LEAD} {BODY} {END}</p>\n" * 24_000)
    assert len(doc.text) > 8_000_000


@pytest.mark.parametrize("page", [None, 3, ["<p>"], object()])
def test_a_wrong_type_is_named(page: object) -> None:
    with pytest.raises(TypeError, match=f"str or bytes, got {type(page).__name__}"):
        read_html(page)  # type: ignore[arg-type]


def test_a_wrong_url_is_named() -> None:
    with pytest.raises(TypeError, match="url as str or None, got int"):
        read_html("<p>", 3)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(st.text(), st.sampled_from(["", "<p>", "<a href='", "<script>", "<!--", "&#", "<meta "]))
def test_any_text_is_taken(text: str, opening: str) -> None:
    assert isinstance(read_html(opening + text), Document)


@settings(max_examples=60, deadline=None)
@given(st.binary())
def test_any_bytes_are_taken(data: bytes) -> None:
    assert isinstance(read_html(data), Document)


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Ann Holm", "Ann Holm"),
        ("Ann Holm | aholm@courier.example", "Ann Holm"),
        ("Ann Holm on March 8, 2021", "Ann Holm"),
        (
            "Ann Holm, Courier Staff Writer on Monday, March 8, 2021",
            "Ann Holm, Courier Staff Writer",
        ),
        ("May Johnson", "May Johnson"),
        ("See All Articles Send Email Subscribe to RSS", None),
    ],
)
def test_an_author_is_a_name_and_not_what_stands_around_it(byline: str, author: str | None) -> None:
    assert read_html(f'<p class="byline">{byline}</p><p>{LEAD}</p>').author == author


@pytest.mark.parametrize(
    ("content_type", "page"),
    [
        ("text/html; charset=windows-1251", "Дом и сад".encode("cp1251")),
        ("text/html;charset='koi8-r'", "Дом и сад".encode("koi8-r")),
        ("text/html; charset=utf-8", "Дом и сад".encode()),
        # The server knows better than the page,
        ("text/html; charset=utf-8", b'<meta charset="koi8-r">' + "Дом и сад".encode()),
        # unless it names what the bytes cannot be, or nothing.
        ("text/html; charset=utf-8", b'<meta charset="koi8-r">' + "Дом и сад".encode("koi8-r")),
        ("text/html; charset=no-such", b'<meta charset="koi8-r">' + "Дом и сад".encode("koi8-r")),
        ("text/html", b"\xef\xbb\xbf" + "Дом и сад".encode()),
        ("", "Дом и сад".encode()),
    ],
)
def test_the_server_names_the_encoding(content_type: str, page: bytes) -> None:
    assert "Дом и сад" in read_html(page, content_type=content_type).text


def test_a_wrong_content_type_is_named() -> None:
    with pytest.raises(TypeError, match="content_type as str or None, got int"):
        read_html("<p>", content_type=3)  # type: ignore[arg-type]
