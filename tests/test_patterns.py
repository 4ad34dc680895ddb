"""Phrase patterns: slots, anchors, sentence borders, and linear time."""

import pytest

from credscore.patterns import PhrasePatterns
from credscore.reading.words import read_words


def found(pattern: str, text: str) -> list[str]:
    patterns = PhrasePatterns.of([(pattern, "label")])
    return [text[m.start : m.end] for m in patterns.find(read_words(text), text)]


@pytest.mark.parametrize(
    ("pattern", "text", "passages"),
    [
        (
            "serves|served as a _? !reminder of",
            "It served as a stark reminder of it",
            ["served as a stark reminder of"],
        ),
        (
            "serves|served as a _? !reminder of",
            "It served as a reminder of it",
            ["served as a reminder of"],
        ),
        ("serves|served as a _? !reminder of", "It served as a very stark reminder of it", []),
        ("from * !to", "from here and there to us", ["from here and there to"]),
        ("from * !to", "from here and there and back to us", []),
        ("!keep reading", "Keep, if you can. Keep reading", ["Keep reading"]),
        ("that !end", "That end. That. End", ["That end"]),
        ("^!ultimately the", "Ultimately, the end. It is ultimately the end.", ["Ultimately, the"]),
        (
            "^in !conclusion",
            "“In conclusion, no”. In the end: in conclusion",
            ["In conclusion", "in conclusion"],
        ),
        ("a !b", "a b a b", ["a b", "a b"]),
        ("!solo", "solo", ["solo"]),
        ("don't !stop", "don’t stop", ["don’t stop"]),
    ],
)
def test_slots(pattern: str, text: str, passages: list[str]) -> None:
    assert found(pattern, text) == passages


def test_the_longer_of_two_matches_is_kept() -> None:
    patterns = PhrasePatterns.of([("to be !seen", "short"), ("it remains to be !seen", "long")])
    text = "It remains to be seen."
    assert [m.label for m in patterns.find(read_words(text), text)] == ["long"]


@pytest.mark.parametrize("pattern", ["no anchor", "!two !anchors", "!maybe?", "a !b?"])
def test_a_pattern_without_one_sure_anchor_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="anchor"):
        PhrasePatterns.of([(pattern, "")])


def test_many_anchors_in_a_row_stay_linear() -> None:
    patterns = PhrasePatterns.of([("a * b? * a? !a * a? _? b", "label")])
    text = "a " * 20_000
    assert patterns.find(read_words(text), text) == []
