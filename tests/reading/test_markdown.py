"""Markdown articles: the text behind the markup, on the lines where it stands."""

from datetime import date

import pytest

from credscore.reading.markdown import read_markdown


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("# Bridge to close", "Bridge to close"),
        ("## Bridge to close ##", "Bridge to close"),
        ("> She said *so* on __Tuesday__.", "She said so on Tuesday."),
        ("A [report](https://example.org/a_b_c 'title') says", "A report says"),
        ("A [report][1] says\n\n[1]: https://example.org", "A report says\n\n"),
        ("![the bridge](bridge.jpg) It stands.", " It stands."),
        ("Before <!-- an\neditor's note --> after", "Before \nafter"),
        ("Before <!-- without an end", "Before <!-- without an end"),
        ("Text\n```\ncode()\n```\nmore", "Text\n\n\n\nmore"),
        ("One\n\n* * *\n\nTwo", "One\n\n\n\nTwo"),
        ("One\n-----\nTwo", "One\n\nTwo"),
        ("See <https://example.org/x>.", "See ."),
        ("Run `make`", "Run make"),
    ],
)
def test_markup_is_taken_out(markup: str, text: str) -> None:
    assert read_markdown(markup).text == text


@pytest.mark.parametrize(
    "text",
    [
        "5 * 3 is 15, and snake_case_names stay.",
        "It rose by 3 - 4 % [sic], he said (twice).",
        "- one\n- two",
        "a\r\nb\r\n",
        "C# and F# are languages",
        "",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert read_markdown(text).text == text


def test_front_matter_gives_the_fields_and_keeps_the_line_numbers() -> None:
    doc = read_markdown(
        "---\ntitle: 'Bridge to close'\nauthor: M. Okafor\ndate: 2024-02-06 10:00:00 +0000\n"
        "lang: en\ntags: [a, b]\n---\nIt will close."
    )
    assert doc.text == "\n" * 7 + "It will close."
    assert (doc.title, doc.author, doc.published, doc.language) == (
        "Bridge to close",
        "M. Okafor",
        date(2024, 2, 6),
        "en",
    )


def test_a_date_that_is_none_is_left_out() -> None:
    assert read_markdown("---\ndate: soon\n---\nText").published is None


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert read_markdown("---\nText without an end").text == "\nText without an end"


@pytest.mark.parametrize(
    "unit", ["[", "![", "[a](", "<!--", "*", "_", "`", "> ", "# ", "---\n", "<http://", "[a]: "]
)
def test_hostile_markup_keeps_its_lines(unit: str) -> None:
    text = unit * 100_000
    assert read_markdown(text).text.count("\n") == text.count("\n")
