"""What the residue measures count, and how they keep to length, place and glyphs."""

import pytest

from credscore import Document
from credscore.features.boilerplate import FAMILY
from credscore.features.boilerplate.lines import residue

ARTICLE = """\
The ferry to the islands will run four times a day from the first of May, the shipping company \
said on Thursday, one departure more than last summer.

Fares stay as they are. Islanders had asked for a late crossing on Fridays, which the company \
turned down for want of crew."""

FORM = """\
Leave a Reply

Your email address will not be published. Required fields are marked *

Save my name, email, and website in this browser for the next time I comment."""

MEASURES = {feature.name: feature.measure for feature in FAMILY.features}


def values(text: str) -> dict[str, float | None]:
    doc = Document(text)
    return {name: measure(doc).value for name, measure in MEASURES.items()}


def test_a_clean_article_measures_nothing() -> None:
    assert set(values(ARTICLE).values()) == {0}


def test_no_text_has_no_share() -> None:
    assert values("")["residue_share"] is None


def test_a_comment_form_is_one_passage_of_several_lines() -> None:
    doc = Document(f"{ARTICLE}\n\n{FORM}")
    finding = MEASURES["comment_forms"](doc)
    assert finding.value == 3
    assert [doc.content[p.start : p.end] for p in finding.evidence] == [FORM]
    assert finding.summary == "3 lines of a comment form in the text"


def test_headlines_under_a_teaser_belong_to_it() -> None:
    teaser = "You May Also Like\nTen beaches that locals keep to themselves\nShare on Facebook"
    doc = Document(f"{ARTICLE}\n\n{teaser}")
    assert residue(doc)[0].kind == "related-teaser"


def test_a_teaser_inside_a_paragraph_is_shown_alone() -> None:
    doc = Document(ARTICLE.replace("Islanders", "Also read: Why your ferry is late. Islanders"))
    (passage,) = MEASURES["signposts"](doc).evidence
    assert doc.content[passage.start : passage.end] == "Also read: Why your ferry is late."
    assert passage.rule == "related-teaser"


@pytest.mark.parametrize("name", MEASURES)
def test_every_passage_names_a_rule_and_lies_in_the_text(name: str) -> None:
    text = f"Advertisement\n\n{ARTICLE}\n\nTags: ferry, islands\n\n{FORM}\n\n© 2021 Courier"
    doc = Document(text)
    for passage in MEASURES[name](doc).evidence:
        assert passage.rule in FAMILY.rules
        assert 0 <= passage.start < passage.end <= len(doc.content)


def test_quote_glyphs_and_line_ends_change_nothing() -> None:
    text = f"{ARTICLE}\n\nDon't miss\n\n{FORM}"
    assert values(text) == values(text.replace("'", "’")) == values(text.replace("\n", "\r\n"))


def test_rates_are_capped() -> None:
    towns = "Ellerby Marfield Thorpe Ashby Kelham Norton Selby Wragby Oakham Denby Corby Rugby"
    text = ARTICLE + "".join(
        f"\n\nAlso read: More Of {town}\n\nThe council of {town} met on its budget.\n"
        for town in towns.split()
    )
    assert values(text)["signposts"] == 20.0
    assert values(ARTICLE + f"\n\n{FORM}" * 9)["comment_forms"] == 5


@pytest.mark.parametrize(
    "text", ["leave a reply " * 9000, "Also read: " * 9000, "also read:\n" * 9000, "[" * 90_000]
)
def test_hostile_text_is_measured(text: str) -> None:
    assert values(text).keys() == MEASURES.keys()
