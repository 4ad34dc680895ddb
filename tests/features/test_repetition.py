"""What the repetition measures count, their pairs, and how they keep to length and glyphs."""

import random

import pytest

from credscore import Document
from credscore.features.repetition import FAMILY

MEASURES = {feature.name: feature.measure for feature in FAMILY.features}

FIRST = (
    "The bridge to the island was closed on Monday after cracks were found in two of its pillars."
)
SECOND = "The bridge to the island was closed on Monday after cracks were found in two pillars."
BETWEEN = "Commuters took the ferry, which was full by seven, and some of them were late for work."


def words(seed: int, count: int, vocabulary: int) -> str:
    chance = random.Random(seed)
    names = [f"w{number}" for number in range(vocabulary)]
    return " ".join(chance.choice(names) for _ in range(count))


def test_a_doubled_paragraph_is_shown_at_both_places() -> None:
    doc = Document(f"{FIRST}\n\n{BETWEEN}\n\n{FIRST}")
    finding = MEASURES["doubled_paragraphs"](doc)
    first, second = finding.evidence
    assert finding.value == 1
    assert first.start == 0
    assert first.related == ((second.start, second.end),)
    assert second.related == ((first.start, first.end),)
    assert doc.content[second.start : second.end] == FIRST


def test_a_paragraph_that_stands_three_times_counts_twice() -> None:
    finding = MEASURES["doubled_paragraphs"](Document("\n\n".join([FIRST, BETWEEN] * 3)))
    assert finding.value == 4
    assert len(finding.evidence) == 6


def test_near_duplicates_come_in_pairs() -> None:
    doc = Document(f"It was early. {FIRST} {BETWEEN}\n\nNobody was hurt. {SECOND} It opens in May.")
    finding = MEASURES["near_duplicates"](doc)
    first, second = finding.evidence
    assert [doc.content[p.start : p.end] for p in (first, second)] == [FIRST, SECOND]
    assert first.related == ((second.start, second.end),)
    assert second.related == ((first.start, first.end),)


def test_doubled_paragraphs_are_not_counted_again_as_near_duplicates() -> None:
    doc = Document(f"{FIRST} {BETWEEN}\n\nIt was early.\n\n{FIRST} {BETWEEN}")
    assert MEASURES["near_duplicates"](doc).value == 0


def test_a_stock_clause_is_shown_wherever_it_stands() -> None:
    lines = [
        f"The {noun} is a long way from settled, {who} said in the {place}."
        for noun, who, place in (
            ("dam", "farmers", "valley"),
            ("tax", "grocers", "market"),
            ("school", "parents", "town hall"),
            ("road", "drivers", "garage"),
        )
    ]
    finding = MEASURES["stock_clauses"](Document("\n\n".join(lines)))
    assert len(finding.evidence) == 4
    assert all(len(passage.related) == 3 for passage in finding.evidence)
    assert "4 times" in finding.summary


def test_variety_does_not_fall_with_length() -> None:
    short, long = (
        MEASURES["lexical_variety"](Document(words(1, count, 300))).value for count in (400, 4000)
    )
    assert short == pytest.approx(long, abs=0.03)


def test_variety_tells_few_words_from_many() -> None:
    poor, rich = (
        MEASURES["lexical_variety"](Document(words(1, 600, size))).value for size in (30, 2000)
    )
    assert poor < 0.4 < 0.9 < rich


def test_repeated_phrases_see_what_stood_shortly_before() -> None:
    fresh = words(2, 200, 5000)
    assert MEASURES["repeated_phrases"](Document(fresh)).value == 0
    assert MEASURES["repeated_phrases"](Document(f"{fresh}. {fresh}")).value > 0.45


@pytest.mark.parametrize("name", ["lexical_variety", "repeated_phrases"])
def test_short_texts_are_not_judged(name: str) -> None:
    assert MEASURES[name](Document(FIRST)).value is None


def test_quote_glyphs_case_and_line_ends_change_nothing() -> None:
    text = f'{FIRST} "It\'s late."\n\n{BETWEEN}\n\n{FIRST} "It\'s late."'
    found = [
        {name: measure(Document(version)).value for name, measure in MEASURES.items()}
        for version in (text, text.replace("'", "’"), text.replace("\n", "\r\n"))
    ]
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(
    "text",
    [
        "a " * 100_000,
        "the dog is far from over. " * 8000,
        "The bridge to the town was closed on Monday for the night. " * 4000,
        "Same line of five words.\n" * 8000,
        '"' * 100_000,
        "1 " * 100_000,
        "",
        "\x00",
    ],
)
def test_hostile_text_is_measured(text: str) -> None:
    doc = Document(text)
    for measure in MEASURES.values():
        assert len(measure(doc).evidence) <= 20_000
