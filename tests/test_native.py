"""The compiled part gives what the Python beside it gives, on any text."""

import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from credscore import score
from credscore.native import Kernels, kernels
from credscore.reading import page_phrases, words
from credscore.reading.line_traits import lowered

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
# What decides where a word ends, in all three widths in which Python keeps text.
ALPHABET = "aZ09.,'’_- \n\0éªÀ²٣½ßΣσİıǅﬁ\u0301\u200b\ud800😀𝔄𝟙"
texts = st.one_of(st.text(), st.text(ALPHABET), st.text(ALPHABET[:16]))
page_texts = st.lists(
    st.sampled_from(
        [*page_phrases._by_first_word(), "leave", "a reply", "Read", "é", "'", ":", "\n"]
    )
).map(" ".join)


@pytest.fixture(scope="module")
def compiled() -> Kernels:
    if kernels is None:
        pytest.skip("the compiled part is not installed, or CREDSCORE_PURE is set")
    return kernels


def same_words(compiled: Kernels, text: str) -> bool:
    read = compiled.read_words(text)
    expected = words._read_words(text)
    return read is None or words.Words(*read) == expected


@given(text=texts)
@example("70,000.5a don't 'tis O’Neil’s 1,2,a 3.")
@example("ends in 7,")
@example("x" * 1000 + "É" * 1000)
def test_words(compiled: Kernels, text: str) -> None:
    assert same_words(compiled, text)


def test_words_of_every_character(compiled: Kernels) -> None:
    left_to_python = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if compiled.read_words(f"A{chr(code)}1.{chr(code)}") is None
    ]
    assert left_to_python == ["\u0130", "\u03a3"]
    rest = "".join(f" A{chr(code)}1.{chr(code)}" for code in range(sys.maxunicode + 1))
    rest = rest.translate(dict.fromkeys(map(ord, left_to_python)))
    assert same_words(compiled, rest)


def test_equal_words_are_one_object(compiled: Kernels) -> None:
    read = compiled.read_words("Sooner or sooner")
    assert read is not None
    assert read[0][0] is read[0][2]


@given(text=st.one_of(texts, page_texts))
def test_keys(compiled: Kernels, text: str) -> None:
    keys = {"a": 0, "leave": 1, "reply": 2, "zz": 3} | dict(page_phrases._strong_by_key())
    text = lowered(text)
    assert compiled.held_keys(text, keys) == page_phrases._held_keys(text, keys)


@given(text=st.one_of(texts, page_texts), start=st.integers(0, 9), length=st.integers(0, 99))
@example("also read: leave a reply also", 0, 99)
def test_phrases(compiled: Kernels, text: str, start: int, length: int) -> None:
    line = (lowered(text), start, start + length, page_phrases._by_first_word())
    assert compiled.find_phrases(*line) == page_phrases._find_phrases(*line)


@pytest.mark.parametrize(
    "call",
    [
        lambda compiled: compiled.read_words(b"a"),
        lambda compiled: compiled.held_keys("a", {"": 1}),
        lambda compiled: compiled.held_keys("a", {"é": 1}),
        lambda compiled: compiled.find_phrases("a", 0, 1, {"a": None}),
        lambda compiled: compiled.find_phrases("a", 0, 1, {"a": [()]}),
        lambda compiled: compiled.find_phrases("a", 0, 1, {"a": [([],)]}),
    ],
)
def test_what_is_no_text_or_table_is_refused(compiled: Kernels, call: object) -> None:
    assert callable(call)
    with pytest.raises((TypeError, ValueError)):
        call(compiled)


@pytest.fixture
def pure(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (words, page_phrases):
        monkeypatch.setattr(module, "kernels", None)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_scores_are_the_same_without_it(
    compiled: Kernels, path: Path, request: pytest.FixtureRequest
) -> None:
    text = path.read_text(encoding="utf-8")
    with_it = score(text)
    request.getfixturevalue("pure")
    assert score(text) == with_it
