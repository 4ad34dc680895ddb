"""The quotation reader: which marks belong together, and which have lost their partner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credscore.document import Document
from credscore.reading.quotations import read_quotations


def quoted(text: str) -> list[str]:
    return [text[found.inner_start : found.inner_end] for found in read_quotations(text)]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('"We go," she said. "Now."', ["We go,", "Now."]),
        ("“We go,” she said. “Now.”", ["We go,", "Now."]),
        ("„Wir gehen“, sagte sie.", ["Wir gehen"]),
        ("»Wir gehen«, sagte sie.", ["Wir gehen"]),
        ("« On y va », dit-elle.", [" On y va "]),
        ("She wrote ``we go'' and left.", ["we go"]),
        ('She wrote “we go" and left.', ["we go"]),
        ('"Yes","no"', ["Yes", "no"]),
        ("‘We don’t know the workers’ names,’ she said.", ["We don’t know the workers’ names,"]),
        ("'We go,' she said.", ["We go,"]),
        ("\"I saw 'Hamlet' there,\" she said.", ["I saw 'Hamlet' there,"]),
        ("‘I saw “Hamlet” there,’ she said.", ["I saw “Hamlet” there,"]),
        ("“He said “no” to me,” she said.", ["He said “no” to me,"]),
        ('A 27" screen, 5\'10" tall, and a "yes".', ["yes"]),
        ("The workers' rights and the '90s and 'em boys' toys.", []),
        ("It's the dogs' own fault, isn't it?", []),
        ('""', []),
        ("", []),
    ],
)
def test_marks_are_paired(text: str, inner: list[str]) -> None:
    assert quoted(text) == inner


def test_a_quotation_over_paragraphs_is_opened_anew_and_closed_once() -> None:
    text = "Lee said: “It came at six.\n\n“I rang the bell.\n\n“The yard was gone.”\n\nShe left."
    found = read_quotations(text)
    assert [text[q.inner_start : q.inner_end] for q in found] == [
        "It came at six.",
        "I rang the bell.",
        "The yard was gone.",
    ]
    assert [q.continues for q in found] == [False, True, True]
    assert Document(text).quotation_marks.lone == ()


def test_a_quotation_over_paragraphs_may_be_opened_once_only() -> None:
    text = "“It came at six.\n\nI rang the bell.\n\nThe yard was gone,” Lee said."
    assert [q.continues for q in read_quotations(text)] == [False, True, True]
    assert Document(text).quotation_marks.lone == ()


@pytest.mark.parametrize(
    ("text", "lost", "before"),
    [
        ('She wept. I miss them," she said. "All of them."', "opening", "I miss them,"),
        ("“We go, she said. “Now.”", "closing", ""),
        (
            "She said “we go and left.\n\nNobody followed her.\n\n“Why?” he asked.",
            "closing",
            "She said ",
        ),
    ],
)
def test_a_lone_mark_is_found(text: str, lost: str, before: str) -> None:
    (mark,) = Document(text).quotation_marks.lone
    assert mark.lost == lost
    assert text[: mark.offset].endswith(before)


def test_the_document_knows_what_stands_in_a_quotation() -> None:
    doc = Document('Lee said that "the mill may burn" and left.')
    assert doc.in_quotation(doc.content.index("may"))
    assert not doc.in_quotation(doc.content.index("left"))


@given(st.text(alphabet="ab .,\n\"“”‘’'«»s", max_size=80))
def test_quotations_are_ordered_and_apart(text: str) -> None:
    end = 0
    for found in read_quotations(text):
        assert end <= found.start <= found.inner_start < found.inner_end <= found.end <= len(text)
        end = found.end


@given(st.text(alphabet='ab ."\n', max_size=60))
def test_straight_and_curly_marks_read_alike(text: str) -> None:
    # A curly pair says more than a straight one; where both are plain, nothing may differ.
    pieces = text.split('"')
    if len(pieces) % 2 == 0 or any(piece[:1].isspace() == piece[-1:].isspace() for piece in pieces):
        return
    curly = "".join(
        piece + ("" if place == len(pieces) - 1 else "“”"[place % 2])
        for place, piece in enumerate(pieces)
    )
    straight = [(q.start, q.end) for q in read_quotations(text)]
    if straight and len(straight) == len(pieces) // 2:
        assert [(q.start, q.end) for q in read_quotations(curly)] == straight
