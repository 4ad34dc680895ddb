"""The family `seo` beyond its cases: values, glyphs, the learned headline model."""

import json
from importlib.resources import files

import pytest

from credscore.document import Document
from credscore.features.seo import FAMILY
from credscore.features.seo.headline import headline_tokens
from credscore.features.seo.terms import key_terms

MEASURES = {feature.name: feature.measure for feature in FAMILY.features}
FILLER = "The council met on Tuesday and voted on the budget of the county for the coming year. "


def test_curly_and_straight_quotes_give_the_same_values() -> None:
    text = (
        "It's important to note that you've come to the right place. Don't forget to share this "
        "post. “It serves as a reminder of us,” she said. " + FILLER * 3
    )
    curly = text.replace("'", "’")
    for name, measure in MEASURES.items():
        assert measure(Document(text)).value == measure(Document(curly)).value, name


def test_rates_do_not_grow_with_length() -> None:
    text = FILLER * 30 + "Keep reading to find out more. " + FILLER * 30
    once = MEASURES["reader_address"](Document(text)).value
    thrice = MEASURES["reader_address"](Document("\n\n".join([text] * 3))).value
    assert once == pytest.approx(thrice)
    assert once > 0


def test_a_stock_phrase_counts_alone_but_is_shown_only_in_company() -> None:
    alone = MEASURES["generic_endings"](Document(FILLER * 8 + "Only time will tell."))
    assert alone.value > 0
    assert not alone.evidence
    text = "The flood serves as a reminder of the dams. " + FILLER * 8 + "Only time will tell."
    assert len(MEASURES["generic_endings"](Document(text)).evidence) == 2


def test_without_a_headline_or_headings_the_question_does_not_arise() -> None:
    doc = Document(FILLER * 3)
    for name in ("clickbait_headline", "search_headline", "keyword_headings", "template_headings"):
        assert MEASURES[name](doc).value is None


@pytest.mark.parametrize(
    ("clickbait", "news"),
    [
        ("17 Photos That Will Make You Say WTF", "Senate rejects farm bill in late vote"),
        ("Here's What Your Favorite Pizza Says About You", "Two killed as bus overturns near Lima"),
        ("You Won't Believe What This Dog Did Next", "Court upholds ban on river dredging"),
    ],
)
def test_clickbait_is_told_from_news_and_the_reason_named(clickbait: str, news: str) -> None:
    shown = MEASURES["clickbait_headline"](Document(FILLER, title=clickbait))
    assert shown.value > 0.8
    named = shown.summary.split("“")[1].split("”")[0]
    assert named in clickbait.lower()
    assert MEASURES["clickbait_headline"](Document(FILLER, title=news)).value < 0.2


def test_a_headline_given_apart_is_measured_but_shows_no_passage() -> None:
    title = "Acme Phone: Release Date, Price, Specs and Everything You Need to Know"
    finding = MEASURES["search_headline"](Document(FILLER, title=title))
    assert finding.value == 1
    assert not finding.evidence


def test_the_headline_model_holds_no_names() -> None:
    model = json.loads(files("credscore.features.seo").joinpath("clickbait.json").read_text())
    names = {"obama", "trump", "disney", "kardashian", "china", "buzzfeed", "iraq"}
    assert not names & {word for token in model["weights"] for word in token.split()}
    assert model["weights"]["<start> <number>"] > 0


def test_headline_tokens_are_words_pairs_and_ends() -> None:
    assert headline_tokens("21 Things") == {
        "<number>": "21",
        "things": "things",
        "<start> <number>": "21",
        "<number> things": "21 things",
        "things <end>": "things",
    }


def test_terms_of_a_headline_begin_and_end_with_a_weighty_word() -> None:
    title = "UK solar panels of 2024: the cost of solar panels"
    terms = key_terms(Document(FILLER, title=title))
    assert terms[0] == "cost of solar panels"
    assert terms[-3:] == ["solar", "panels", "cost"]
    # Two letters, digits and small words are no search term by themselves.
    assert not {"uk", "2024", "the", "of", "uk solar", "of solar"} & set(terms)
    assert len(set(terms)) == len(terms)
    assert key_terms(Document(FILLER)) == []


@pytest.mark.parametrize(
    "text",
    ["", " ", "\0", "word", "\ud800 x", "😀 " * 50, "مرحبا " * 50, "?\n" * 200, ":\n" * 200],
)
def test_any_text_is_answered(text: str) -> None:
    for measure in MEASURES.values():
        for doc in (Document(text), Document(text, title=text or None)):
            for passage in measure(doc).evidence:
                assert 0 <= passage.start < passage.end <= len(doc.content)
                assert passage.rule in FAMILY.rules
