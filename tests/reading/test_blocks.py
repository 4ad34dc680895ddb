"""A text is parted into prose, headings and residue, in order and without overlap."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credscore import Document
from credscore.reading.blocks import read_blocks

PARAGRAPH = (
    "The orchard was planted in 1911 by a schoolteacher who wanted her pupils to know forty kinds "
    "of apple by their taste and by their leaves."
)

OTHER = (
    "Of the forty kinds nineteen are left, and a retired postman grafts two or three of them each "
    "spring on stock that he raises himself."
)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(text[block.start : block.end], block.kind) for block in read_blocks(text)]


def test_headings_prose_and_residue() -> None:
    text = f"The orchard above the town\n\n{PARAGRAPH}\n\nWhat is left\n{OTHER}\n\nLeave a Reply"
    assert kinds(text) == [
        ("The orchard above the town", "heading"),
        (PARAGRAPH, "prose"),
        ("What is left", "heading"),
        (OTHER, "prose"),
        ("Leave a Reply", "residue"),
    ]


def test_residue_is_neither_prose_nor_words() -> None:
    doc = Document(f"{PARAGRAPH}\n\nYour email address will not be published.")
    assert len(doc.prose.rstrip()) == len(PARAGRAPH)
    assert "email" not in doc.words.index


def test_a_wrapped_paragraph_is_one_block() -> None:
    wrapped = "\n".join(
        [
            "The orchard was planted in 1911 by a schoolteacher who wanted her",
            "pupils to know forty kinds of apple by their taste and by their",
            "leaves, and who paid for the first hundred trees out of her own",
            "pocket, as the parish register says in a note that was added later",
            "by another hand, with a date and a name that nobody can read now.",
        ]
    )
    other = wrapped.replace("orchard", "vineyard").replace("apple", "grape")
    assert [kind for _, kind in kinds(f"{wrapped}\n\n{other}")] == ["prose", "prose"]


@pytest.mark.parametrize(
    "again",
    [
        PARAGRAPH,
        PARAGRAPH.upper(),
        PARAGRAPH.replace(" who ", "  who "),
        PARAGRAPH.replace(" who ", "\nwho "),
    ],
    ids=["verbatim", "case", "space", "wrapped"],
)
def test_what_stands_above_already_is_a_copy(again: str) -> None:
    found = kinds(f"{PARAGRAPH}\n\n{OTHER}\n\n{again}")
    assert [kind for _, kind in found] == ["prose", "prose", "copy"]
    assert found[-1][0] == again


def test_a_short_line_is_a_copy_only_where_it_follows_on_one() -> None:
    text = f"{PARAGRAPH}\n\nIt rains.\n\n{OTHER}\n\nIt rains.\n\n{PARAGRAPH}\n\nIt rains."
    assert [kind for _, kind in kinds(text)] == ["prose", "prose", "prose", "prose", "copy", "copy"]


def test_a_heading_that_stands_twice_is_a_copy_and_what_machinery_repeats_is_none() -> None:
    headline = "The orchard above the old town"
    form = "Your email address will not be published."
    text = f"{headline}\n\n{headline}\n\n{PARAGRAPH}\n\n{form}\n\n{OTHER}\n\n{form}"
    assert [kind for _, kind in kinds(text)] == [
        "heading",
        "copy",
        "prose",
        "residue",
        "prose",
        "residue",
    ]


def test_a_text_of_one_paragraph_given_twice_is_that_paragraph() -> None:
    once, twice = Document(OTHER), Document(f"{OTHER}\n\n{OTHER}")
    assert twice.blocks == once.blocks
    assert twice.prose == once.prose
    assert twice.words.lower == once.words.lower


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t"])
def test_no_text_no_blocks(text: str) -> None:
    assert read_blocks(text) == ()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(["word ", "Title ", ". ", "\n", "\n\n", "Advertisement", "|", "İ"]))
)
def test_blocks_are_trimmed_in_order_and_leave_only_space_out(pieces: list[str]) -> None:
    text = "".join(pieces)
    blocks = read_blocks(text)
    place = 0
    for block in blocks:
        assert text[place : block.start].strip() == ""
        assert text[block.start : block.end] == text[block.start : block.end].strip() != ""
        place = block.end
    assert text[place:].strip() == ""
