"""Lines of the page's machinery are told from lines of the article."""

import json
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credscore.lexicon import read_entries
from credscore.reading.blocks import line_spans
from credscore.reading.line_context import NAMES, read_context
from credscore.reading.line_traits import lowered
from credscore.reading.page_phrases import phrases_in_line
from credscore.reading.residue import find_residue, load_model, residue_kind

ARTICLE = """\
The ferry to the islands will run four times a day from the first of May, the shipping company \
said on Thursday, one departure more than last summer.

Fares stay as they are. Islanders had asked for a late crossing on Fridays, which the company \
turned down for want of crew.

The harbour master welcomed the plan and said that the northern pier would be mended before the \
season opens, at a cost of some forty thousand euros."""


def flagged(text: str) -> list[str]:
    spans = line_spans(text)
    found = find_residue(text, spans)
    return [text[start:end] for (start, end), is_ in zip(spans, found, strict=True) if is_]


def test_an_article_holds_none() -> None:
    assert flagged(ARTICLE) == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Leave a Reply", "comment-form"),
        ("12 Comments", "comment-form"),
        ("You must be logged in to post a comment.", "comment-form"),
        ("ALSO READ: Ten beaches that locals keep to themselves", "related-teaser"),
        ("You May Also Like", "related-teaser"),
        ("Share on Facebook", "share-prompt"),
        ("Sign up for our newsletter", "newsletter-prompt"),
        ("Newer Post Older Post", "navigation"),
        ("Tags: ferry, islands, summer timetable", "tag-list"),
        ("Advertisement", "ad-marker"),
        ("[ad_2]", "template-code"),
        ("{loadposition banner}", "template-code"),
        ('[adrotate group="4"]', "template-code"),
        ("© 2021 The Island Courier. All rights reserved.", "copyright-line"),
        ("This post contains affiliate links.", "affiliate-note"),
        ("(Reporting by Ana Ruiz; Editing by Mark Cole)", "publisher-chrome"),
    ],
)
def test_a_line_behind_the_article_is_found_and_named(line: str, kind: str) -> None:
    text = f"{ARTICLE}\n\n{line}"
    assert flagged(text) == [line]
    assert residue_kind(text, len(ARTICLE) + 2, len(text)) == kind


@pytest.mark.parametrize(
    "line",
    [
        "What the islanders want",
        "“We are not asking for much,” she said.",
        "A comment on the timetable",
        "Related costs",
        "[laughter]",
        "[The mayor left the room.]",
        "By Ana Ruiz",
        "Islanders, 1,204; visitors, 310",
        "Read more than once, the letter still puzzles her.",
        "Home at last.",
        "See also chapter three.",
        "No comment.",
    ],
)
def test_a_line_of_the_article_stays(line: str) -> None:
    first, _, rest = ARTICLE.partition("\n\n")
    assert flagged(f"{first}\n\n{line}\n\n{rest}") == []


def test_curly_and_straight_apostrophes_read_alike() -> None:
    assert flagged(f"{ARTICLE}\n\nDon’t miss") == ["Don’t miss"]
    assert flagged(f"{ARTICLE}\n\nDon't miss") == ["Don't miss"]


def test_a_menu_is_found_where_a_page_shows_itself() -> None:
    menu = "Home\nLocal news\nSport\nWeather\nLog in\nSubscribe\nSkip to content\nContact us"
    assert set(flagged(f"{menu}\n{ARTICLE}")) >= {"Home", "Local news", "Sport", "Weather"}


def test_short_lines_without_other_traces_stay() -> None:
    names = "\n\n".join(["Ana Holm, 34", "Peter Arden, 51", "Lise Arden, 47", "Jon Brask, 15"])
    assert flagged(f"{ARTICLE}\n\n{names}") == []


def test_the_longest_phrase_is_taken() -> None:
    line = lowered("Your email address will not be published")
    assert [(p.start, p.end) for p in phrases_in_line(line, 0, len(line))] == [(0, len(line))]


def test_every_phrase_has_a_known_kind_and_mark() -> None:
    marks = {"", "!", "~"}
    kinds = set()
    seen = set()
    for phrase, label in read_entries("credscore.reading", "page_phrases.txt"):
        kind, _, mark = label.partition(" ")
        kinds.add(kind)
        assert mark in marks, phrase
        assert phrase not in seen, phrase
        seen.add(phrase)
    assert len(kinds) == 12


@pytest.mark.parametrize("name", ["residue.json", "main_text.json"])
def test_the_model_fits_the_context_it_is_used_with(name: str) -> None:
    about = json.loads(files("credscore.reading").joinpath(name).read_text("utf-8"))["about"]
    model = load_model(name)
    assert tuple(about["context"]) == NAMES
    assert len(model.tables) == len(model.edges) == len(NAMES)
    for table, edges in zip(model.tables, model.edges, strict=True):
        assert len(table) == len(model.steps) + 1
        assert {len(row) for row in table} == {len(edges) + 1}


def test_context_finds_the_heaviest_run() -> None:
    scores = [2.0, 2.0, -4.0, -4.0, 2.0]
    lengths = [10, 10, 300, 300, 10]
    distance = NAMES.index("distance from the article")
    context = read_context(scores, lengths, range(5))
    assert [context[number][distance] for number in range(5)] == [-2, -1, 0, 0, 1]


@pytest.mark.parametrize(
    "text",
    [
        "leave a reply " * 20_000,
        "Read more: \n" * 20_000,
        "[ad_1" * 50_000,
        "| " * 100_000,
        "a | b · c » " * 20_000 + ".",
        "#" * 200_000,
        "1" * 200_000,
        "\n" * 200_000,
        ">> " * 60_000,
        "İ" * 50_000,
    ],
)
def test_hostile_text_is_read(text: str) -> None:
    spans = line_spans(text)
    assert len(find_residue(text, spans)) == len(spans)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*"ab.:|[]#1 \n", "Read more", "Reply", "İ", "\ud800", "’"])))
def test_any_text_is_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    spans = line_spans(text)
    assert len(find_residue(text, spans)) == len(spans)
