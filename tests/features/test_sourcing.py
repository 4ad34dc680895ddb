"""The family `sourcing`: what is counted, and what a page or a byline adds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credscore.document import Document
from credscore.features.sourcing import FAMILY
from credscore.reading.page import Link, Page

MEASURES = {feature.name: feature.measure for feature in FAMILY.features}
TEXT = "\n\n".join(
    (
        "ELLERBY (AP) — The mill burned on Tuesday, 9 May, and 41 people lost their work.",
        '"There was nothing left in there for us to save," said Fire Chief Ann Lee, who told'
        " reporters that it fell in.",
        "Bob Roe said that he saw smoke at six. Police said in a statement that nobody was hurt."
        " A report by the council, published in 2019, says that the wiring was old.",
    )
)


def value(name: str, text: str) -> float | None:
    return MEASURES[name](Document(text)).value


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "😀", "The mill burned."])
def test_a_text_without_sources_has_an_answer(name: str, text: str) -> None:
    found = MEASURES[name](Document(text))
    assert found.value in (None, 0.0)
    assert found.summary


@pytest.mark.parametrize("name", MEASURES)
@given(text=st.text(max_size=60))
def test_any_text_is_measured(name: str, text: str) -> None:
    doc = Document(text)
    for passage in MEASURES[name](doc).evidence:
        assert 0 <= passage.start < passage.end <= len(doc.content)
        assert passage.rule in FAMILY.rules


@pytest.mark.parametrize(
    ("name", "summary"),
    [
        ("distinct_sources", "2 people are quoted by name"),
        ("titled_people", "1 person is introduced with a title"),
        ("organisations_cited", "1 institution is cited"),
        ("documents_cited", "1 statement taken from a document"),
        ("dateline", "a dateline says where the text was filed"),
        ("exact_dates", "1 exact date"),
        ("weekdays", "1 mention of a day of the week"),
        ("figures", "2 figures"),
        ("said_share", "5 of 5 verbs of speech are plain “say” or “tell”"),
        ("named_said", "3 statements with a name or pronoun and “said”"),
    ],
)
def test_what_is_counted_is_said(name: str, summary: str) -> None:
    assert MEASURES[name](Document(TEXT)).summary == summary


def test_all_that_is_quoted_has_a_name() -> None:
    assert value("named_speaker_share", TEXT) == 1.0
    assert value("named_speaker_share", '"It was a very long night for us," one man said.') == 0.0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It was 3 May.", 1),
        ("It was May 3rd.", 1),
        ("It was the 3rd of May.", 1),
        ("It was Oct. 12, 2021.", 1),
        ("It was 2021-10-12.", 1),
        ("It was 12/10/2021.", 1),
        ("It was May 2021, and 41 came.", 0),
        ("They may 3 times.", 1),  # a slip: "may" before a figure reads as the month
        ("In 2021 it was 12 below.", 0),
    ],
)
def test_exact_dates(text: str, count: int) -> None:
    assert bool(value("exact_dates", text)) == bool(count)


@pytest.mark.parametrize(
    ("opening", "found"),
    [
        ("OSLO, Norway (AP) — Police searched the mill.", True),
        ("OSLO — Police searched the mill.", True),
        ("NEW YORK (Reuters) - Police searched the mill.", True),
        ("Police searched the mill — again.", False),
        ("BREAKING NEWS Police searched the mill.", False),
    ],
)
def test_datelines(opening: str, found: bool) -> None:
    assert value("dateline", f"{opening}\n\nNobody was hurt in the search, they said.") == found


def test_links_that_lead_out_are_counted() -> None:
    links = (
        Link("the ruling", "https://court.example.org/ruling"),
        Link("more", "https://www.ellerby.example/more"),
        Link("broken", "http://[::1"),
        Link("here", "/local"),
    )
    text = "The court ruled on the mill. " * 100
    doc = Document(text, url="https://ellerby.example/mill", page=Page(links=links))
    found = MEASURES["outward_links"](doc)
    assert found.summary == "1 of 4 links in the text leads elsewhere"
    assert found.value == pytest.approx(1000 / len(doc.words))
    assert MEASURES["outward_links"](Document(text)).value is None


@pytest.mark.parametrize(
    ("reason", "share"), [("who asked not to be named", 0.0), ("who was there", 1.0)]
)
def test_namelessness_is_explained_or_not(reason: str, share: float) -> None:
    text = f'"The roof was never inspected," said an engineer {reason}.'
    assert value("unexplained_anonymity", text) == share
