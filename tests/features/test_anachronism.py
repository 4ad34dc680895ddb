"""The family as a whole: its measures, its timeline, and that no text breaks it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credscore.document import Document
from credscore.features.anachronism import FAMILY
from credscore.features.anachronism.arithmetic import claimed, fits
from credscore.features.anachronism.checks import LIKELY, RULES, conflicts
from credscore.features.anachronism.timeline import timeline
from credscore.features.anachronism.times import Amount, Interval, shift, year_interval

WAR = """
It's been seven years since the province broke away and the war with the republic began. The \
Harbour Strike has been raging since 2018.

A last word: it has been nearly four years since the war between the republic and the province \
began. The Harbour Strike, which few had expected, has been ongoing since April 2014.
"""


def values(doc: Document) -> dict[str, float | None]:
    return {feature.name: feature.measure(doc).value for feature in FAMILY.features}


def test_a_text_that_contradicts_itself_is_measured_and_shown() -> None:
    doc = Document(WAR)
    assert values(doc) == {
        "certain_conflicts": 2,
        "likely_conflicts": 2,
        "conflicting_share": 1.0,
        "checkable_times": pytest.approx(20.0),
    }


def test_the_message_of_two_elapsed_times_shows_the_sum() -> None:
    text = WAR + "\nThe war between the republic and the province began in 2014, all books say.\n"
    (first, second) = conflicts(Document(text)).certain
    assert (
        first.message
        == "2014 + 7 years = 2021, but “nearly four years since” the same event gives 2018."
    )
    assert second.related == ((first.start, first.end),)


def test_a_text_without_times_has_no_share() -> None:
    doc = Document("The council met in the hall and talked about the roof for a while.")
    assert values(doc) == {
        "certain_conflicts": 0,
        "likely_conflicts": 0,
        "conflicting_share": None,
        "checkable_times": 0,
    }


def test_conflicts_are_counted_up_to_a_bound() -> None:
    text = " ".join(f"It closed on Monday, May {day}, 2023." for day in (2, 3, 4, 5, 6, 7, 9))
    assert values(Document(text))["certain_conflicts"] == 5


def test_every_passage_lies_in_the_text_and_names_a_rule() -> None:
    doc = Document(WAR, published="2022-03-01")
    for passage in (*conflicts(doc).certain, *conflicts(doc).likely):
        assert passage.rule in RULES
        assert passage.related
        assert 0 <= passage.start < passage.end <= len(doc.content)
        assert passage.message.endswith(".")


def test_severity_names_known_rules_only() -> None:
    assert set(RULES) >= LIKELY


def test_the_timeline_is_in_order_and_marks_what_conflicts() -> None:
    doc = Document(WAR + "\nThe mill was sold in 1999, a clerk said.\n")
    entries = timeline(doc)
    assert [doc.content[entry.start : entry.end] for entry in entries] == [
        "1999",
        "April 2014",
        "2018",
    ]
    assert [bool(entry.conflicts) for entry in entries] == [False, True, True]
    assert all(entry.claim_start <= entry.start < entry.end <= entry.claim_end for entry in entries)


@pytest.mark.parametrize(("straight", "curly"), [("'", "’"), ('"', "”")])
def test_quote_glyphs_change_nothing(straight: str, curly: str) -> None:
    text = WAR.replace("’", "'") + 'He said: "It closed on Monday, May 2, 2023," and left.\n'
    assert values(Document(text)) == values(Document(text.replace(straight, curly)))


def test_line_ends_change_nothing() -> None:
    assert values(Document(WAR)) == values(Document(WAR.replace("\n", "\r\n")))


@pytest.mark.parametrize(
    ("amount", "since", "is_possible"),
    [
        (Amount(10, 10, "year"), 2003, True),
        (Amount(10, 10, "year"), 2001, True),
        (Amount(10, 10, "year"), 1999, False),
        (Amount(10, 10, "year"), 2008, False),
        (Amount(1, 1, "decade", "exact"), 2003, True),
        (Amount(1, 1, "decade", "exact"), 2000, False),
        (Amount(2, float("inf"), "year", "hedged"), 1850, True),
        (Amount(2, float("inf"), "year", "hedged"), 2013, False),
    ],
)
def test_a_length_fits_with_the_slack_of_speech(
    amount: Amount, since: int, is_possible: bool
) -> None:
    begin = year_interval(since)
    assert begin is not None
    now = Interval(date(2013, 6, 1), date(2013, 6, 1))
    assert fits(amount, begin, now) is is_possible


@given(st.floats(0, 150), st.sampled_from(["day", "week", "month", "year", "decade"]))
def test_a_claim_covers_what_it_says(count: float, unit: str) -> None:
    days = claimed(Amount(count, count, unit))  # type: ignore[arg-type]
    now = date(2020, 1, 1)
    then = shift(now, -count, unit)  # type: ignore[arg-type]
    assert then is not None
    assert days.low - 2 <= (now - then).days <= days.high + 2


PIECES = [
    "seven years ago", "since", "2014", "May", "2nd", "Monday,", "born on", "aged", "54", "nearly",
    "two", "decades", "began", "in", "the", "anniversary of", "February 30", "24/7", "12/13/14",
    "from", "to", "between", "and", "last", "month", "of", "next", "week", "Friday", "first", ".",
    "“", "”", "\n\n", "²²", "٢٠١٤", "0", "9999", "year 1", "hundred thousand", "half a", "tomorrow",
    "the 1990s", "'90s", "Q3", "has been raging", "The War of X", "a", "old", "-", "–", ",", "\x00",
]  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from([None, "2020-02-29"]))
def test_no_order_of_time_words_breaks_it(pieces: list[str], published: str | None) -> None:
    doc = Document(" ".join(pieces), published=published)
    for feature in FAMILY.features:
        finding = feature.measure(doc)
        assert finding.value is None or finding.value >= 0
        assert all(0 <= p.start < p.end <= len(doc.content) for p in finding.evidence)
    timeline(doc)


@settings(deadline=None)
@given(st.text(max_size=200), st.dates())
def test_no_text_breaks_it(text: str, published: date) -> None:
    doc = Document(text + " two thousand years ago in 2014, last month", published=published)
    for feature in FAMILY.features:
        feature.measure(doc)
    timeline(doc)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "\ud800 2014",
        "🎂 54 years old 🎂",
        "שנת 2014, לפני 7 שנים",
        "1" * 5000,
        "May " * 5000,
    ],
)
def test_odd_texts_get_an_answer(text: str) -> None:
    assert set(values(Document(text, published="2020-01-01"))) == {f.name for f in FAMILY.features}
