"""The working text evens out what encoding left, and leads back to the text as given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credscore.document import Document


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\u00a0b\tc\x00d", "a b c d"),
        ("one  two \t three", "one two three"),
        (" one \n  two\u00a0\r\n \t\r\n\tthree ", " one\ntwo\n\nthree "),
        ("one \u200b \u00ad two\u200b\n", "one two\n"),
        ("cafe\u0301 co\u00adop\u200b\ufeff", "café coop"),
    ],
)
def test_accidents_of_encoding_are_evened_out(text: str, content: str) -> None:
    assert Document(text).content == content


def test_a_passage_ends_before_what_was_dropped_behind_it() -> None:
    doc = Document("\ufeffone\u00ad\r\ne\u0301te\u0301\r\n")
    spans = [doc.original_span(block.start, block.end) for block in doc.blocks]
    assert [doc.text[start:end] for start, end in spans] == ["one", "e\u0301te\u0301"]


@given(st.text(st.sampled_from("a\u0301\u00ad\r\n\t\u200b é"), max_size=40), st.data())
def test_spans_lead_back_in_order_and_within_the_text(text: str, data: st.DataObject) -> None:
    doc = Document(text)
    offsets = st.integers(0, len(doc.content))
    start, end = sorted((data.draw(offsets), data.draw(offsets)))
    first, last = doc.original_span(start, end)
    assert 0 <= first <= last <= len(text)
    if start < end:
        assert doc.content[start:end].strip() in Document(text[first:last]).content
