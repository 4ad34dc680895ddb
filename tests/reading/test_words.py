"""What a word is, and that words are found where they stand."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credscore.reading.words import MAY_BE_A_LETTER, read_words

# What a word is, said without regard to speed.
WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’][^\W_]+)*")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \n\t", []),
        ("—…“”", []),
        ("The council met.", ["the", "council", "met"]),
        ("Don't, we’ve; O’Neill's", ["don't", "we've", "o'neill's"]),
        ("'tis the dogs' ‘quoted’", ["tis", "the", "dogs", "quoted"]),
        ("rock 'n' roll, rock'n'roll", ["rock", "n", "roll", "rock'n'roll"]),
        ("well-known, COVID-19", ["well", "known", "covid", "19"]),
        ("70,000 and 3.5% of $1,234,567.89", ["70,000", "and", "3.5", "of", "1,234,567.89"]),
        ("In 1999, 2000. The 1990s, '90s.", ["in", "1999", "2000", "the", "1990s", "90s"]),
        ("at 10.30pm on 4/5/2016", ["at", "10.30", "pm", "on", "4", "5", "2016"]),
        ("U.S. and A3.5", ["u", "s", "and", "a3", "5"]),
        ("snake_case __init__", ["snake", "case", "init"]),
        ("Ärger, naïve CAFÉ Œuvre", ["ärger", "naïve", "café", "œuvre"]),
        ("Привет, мир 42", ["привет", "мир", "42"]),
        ("مرحبا 你好", ["مرحبا", "你好"]),
        ("ΟΔΟΣ ΣΑΣ.Α", ["οδος", "σας", "α"]),
        ("İstanbul", ["i̇stanbul"]),
        ("a\ud800b \x00c\udfff", ["a", "b", "c"]),
        ("good😀morning", ["good", "morning"]),
        ("£5 ©2020 «word»", ["5", "2020", "word"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert read_words(text).lower == words


def check(text: str) -> None:
    words = read_words(text)
    matches = list(WORD.finditer(text))
    assert words.starts == [match.start() for match in matches]
    assert words.ends == [match.end() for match in matches]
    assert words.lower == [match.group().replace("’", "'").lower() for match in matches]
    assert len(words) == len(matches)


@given(st.text())
def test_words_stand_where_they_are_said_to(text: str) -> None:
    check(text)


@given(st.text(alphabet="aAbS19.,'’- _\n“£éΣİσſKﬁ½²٣\u0301\u00ad\ud800"))
def test_words_stand_where_they_are_said_to_in_odd_text(text: str) -> None:
    check(text)


def test_no_character_passed_over_as_a_mark_is_a_letter_or_digit() -> None:
    passed = [chr(code) for code in range(128, 0x10000) if not MAY_BE_A_LETTER.match(chr(code))]
    assert passed
    assert not any(character.isalnum() for character in passed)


@given(st.lists(st.sampled_from(["the", "council", "met", "on"])))
def test_index_says_where_each_word_stands(words: list[str]) -> None:
    index = read_words(" ".join(words)).index
    assert {place: word for word, places in index.items() for place in places} == dict(
        enumerate(words)
    )
    assert all(places == sorted(places) for places in index.values())


def test_curly_and_straight_apostrophes_read_alike() -> None:
    assert read_words("we’ve ’til").lower == read_words("we've 'til").lower


@pytest.mark.parametrize("piece", ["a", "1", "a'", "1,", "_", "é ", "a "])
def test_a_megabyte_of_anything_is_read(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    words = read_words(text)
    assert len(words.lower) == len(words.starts) == len(words.ends)
