"""Satire, opinion and paid content are named where they say so themselves, and nowhere else."""

import pytest

from credscore import Document, Scorer, read_html
from credscore.genre import genre_warnings, marks

BODY = (
    "The council should not close the bridge. It has known for five years that the bearings were "
    "worn, and it has had five years to build a ferry.\n\nThe residents were never asked."
)


def genres(doc: Document) -> set[str]:
    return {mark.genre for mark in marks(doc)}


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("Opinion: The bridge must stay open", "opinion"),
        ("OPINION | The bridge must stay open", "opinion"),
        ("The bridge must stay open | Opinion", "opinion"),
        ("The bridge must stay open (Guest Column)", "opinion"),
        ("Editorial: A closure without a plan", "opinion"),
        ("Op-Ed: A closure without a plan", "opinion"),
        ("Letters to the editor: bridge, bins and buses", "opinion"),
        ("Commentary - A closure without a plan", "opinion"),
        ("[Satire] Council to replace bridge with a stern letter", "satire"),
        ("Satire: Council to replace bridge with a stern letter", "satire"),
        ("Sponsored: Five ferries you will like", "paid content"),
    ],
)
def test_a_label_in_the_headline_counts(title: str, genre: str) -> None:
    assert genres(Document(BODY, title=title)) == {genre}


@pytest.mark.parametrize(
    "title",
    [
        "Opinion poll: Two in three want the bridge open",
        "Opinion is split over the bridge",
        "Editorial staff walk out at Ellerby Post",
        "Satire on trial: court hears case against cartoonist",
        "Letters from the front: a soldier writes home",
        "Paid leave: What the new law says",
        "In my opinion, the bridge was safe: engineer",
        "Column of smoke seen over Ellerby",
        "Council: bridge to close in March",
    ],
)
def test_the_word_alone_is_no_label(title: str) -> None:
    assert genres(Document(BODY, title=title)) == set()


@pytest.mark.parametrize(
    ("url", "genre"),
    [
        ("https://post.example/opinion/2024/03/bridge.html", "opinion"),
        ("https://post.example/news/letters-to-the-editor/bridge", "opinion"),
        ("https://post.example/satire/bridge", "satire"),
        ("https://post.example/sponsored-content/ferries", "paid content"),
    ],
)
def test_a_section_in_the_address_counts(url: str, genre: str) -> None:
    assert genres(Document(BODY, url=url)) == {genre}


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example/news/opinion",
        "https://opinion.example/news/bridge",
        "https://post.example/news/?from=/opinion/top",
        "https://post.example/opinion-poll/bridge",
        "https://[half/opinion/x",
        "",
    ],
)
def test_the_word_elsewhere_in_an_address_does_not(url: str) -> None:
    assert genres(Document(BODY, url=url)) == set()


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        (f"Editorial\n\n{BODY}", "opinion"),
        (f"By the Ellerby Post Editorial Board\n\n{BODY}", "opinion"),
        (f"{BODY}\n\nThe views expressed in this article are those of the author.", "opinion"),
        (f"{BODY}\n\nOpinions expressed by contributors are their own.", "opinion"),
        (f"{BODY}\n\nThis article is a work of satire.", "satire"),
        (f"{BODY}\n\nAll stories on this site are satirical.", "satire"),
        (f"This post is sponsored by Ellerby Ferries.\n\n{BODY}", "paid content"),
    ],
)
def test_a_label_above_or_a_disclaimer_below_counts(text: str, genre: str) -> None:
    assert genres(Document(text)) == {genre}


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY}\n\nThe mayor said that the opinions of residents had been heard.",
        f"{BODY}\n\nThis story is not satire, the editor said on Monday.",
        f"{BODY}\n\nThe views expressed in the comments are those of our readers, their own.",
        f"{BODY}\n\nThe play is a satire on the council, and it is sold out.",
        f"{BODY}\n\nThe festival was sponsored by the ferry company.",
        f"{BODY}\n\nEditorial\n\nMore\n\nNews\n\nSport\n\nTravel\n\nWeather\n\nContact",
    ],
)
def test_reports_about_opinion_or_satire_are_left_alone(text: str) -> None:
    assert genres(Document(text)) == set()


@pytest.mark.parametrize(
    ("head", "genre"),
    [
        ('<meta property="article:section" content="Opinion">', "opinion"),
        ('<script type="application/ld+json">{"@type": "SatiricalArticle", "headline": "Bridge"}'
         "</script>", "satire"),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge", '
         '"articleSection": ["News", "Editorials"]}</script>', "opinion"),
        ('<script type="application/ld+json">{"@type": "AdvertiserContentArticle", '
         '"headline": "Bridge"}</script>', "paid content"),
        ('<meta property="article:section" content="Opinion polls">', None),
        ('<meta property="article:section" content="Politics">', None),
    ],
)  # fmt: skip
def test_a_page_says_so_in_its_markup(head: str, genre: str | None) -> None:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in BODY.split("\n\n"))
    page = f"<html><head>{head}</head><body><article>{paragraphs}</article></body></html>"
    assert genres(read_html(page)) == ({genre} if genre else set())


def test_a_mark_is_a_warning_and_takes_no_points(model_file, article: str) -> None:
    scorer = Scorer(model_file)
    plain = scorer.score(Document(article, url="https://post.example/news/bridge"))
    marked = scorer.score(Document(article, url="https://post.example/opinion/bridge"))
    assert marked.contributions == plain.contributions
    assert marked.score == plain.score
    new = set(marked.warnings) - set(plain.warnings)
    assert len(new) == 1
    assert "opinion" in new.pop()


def test_each_genre_is_named_once() -> None:
    doc = Document(f"Opinion\n\n{BODY}", title="Opinion: Bridge", url="https://x.example/opinion/a")
    assert len(genre_warnings(doc)) == 1


@pytest.mark.parametrize(
    "text",
    ["", "\x00", "opinion " * 200_000, "this article " * 100_000, "\ud800| \udfff", "[" * 9999],
)
def test_any_text_and_title_is_taken(text: str) -> None:
    genre_warnings(Document(text, title=text, author=text, url=text[:1000]))
