"""Names: people with their titles, and organisations."""

import pytest

from credscore.document import Document
from credscore.reading.names import read_names


def named(text: str) -> list[tuple[str, str, str]]:
    doc = Document(text)
    starts, ends = doc.words.starts, doc.words.ends

    def written(first: int, last: int) -> str:
        return doc.prose[starts[first] : ends[last - 1]] if first < last else ""

    return [
        (name.kind, written(name.title, name.first), written(name.first, name.last))
        for name in read_names(doc)
    ]


@pytest.mark.parametrize(
    ("text", "kind", "title", "name"),
    [
        ("Then Mayor Ann Lee spoke.", "person", "Mayor", "Ann Lee"),
        ("They met Gov. John Roe there.", "person", "Gov", "John Roe"),
        ("They met Mr. Bloomberg there.", "person", "Mr", "Bloomberg"),
        ("It was shopkeeper Ali Veli who called.", "person", "shopkeeper", "Ali Veli"),
        ("Secretary of Defense Mark Hull left.", "person", "Secretary of Defense", "Mark Hull"),
        ("Supervisor Alfredo Diaz of Napa County spoke.", "person", "Supervisor", "Alfredo Diaz"),
        ("They met Anna de la Cruz there.", "person", "", "Anna de la Cruz"),
        ("They met John F. Roe there.", "person", "", "John F. Roe"),
        ("The Ministry of Health spoke.", "organisation", "", "Ministry of Health"),
        ("The Harrow Valley Police spoke.", "organisation", "", "Harrow Valley Police"),
        ("They went to South Korea again.", "place", "", "South Korea"),
    ],
)
def test_a_name_is_read_with_its_kind(text: str, kind: str, title: str, name: str) -> None:
    assert named(text) == [(kind, title, name)]


@pytest.mark.parametrize(
    "text",
    ["The mill burned.", "But When It Rains", "In May they left.", "", "A B", "I said. He left."],
)
def test_no_person_is_found(text: str) -> None:
    assert not [name for name in named(text) if name[0] == "person"]


def test_a_sentence_does_not_run_into_the_next() -> None:
    assert [name[2] for name in named("They met Ann Lee. Bob Roe was there.")] == [
        "Ann Lee",
        "Bob Roe",
    ]
