"""The temporal reading: what each English form of a time is read as."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from credscore.document import Document
from credscore.features.anachronism.now import UNKNOWN, document_now
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import TimeExpression

NOW = "2016-11-07"  # a Monday


def read(text: str, published: str | None = NOW) -> list[TimeExpression]:
    return list(times(Document(text, published=published)))


def days(expression: TimeExpression) -> str:
    assert expression.interval is not None
    begin, end = expression.interval
    return str(begin) if begin == end else f"{begin}..{end}"


DATES = [
    ("It happened on 2 May 2023 in the hall.", "2 May 2023", "2023-05-02"),
    ("It happened on May 2nd, 2023 in the hall.", "May 2nd, 2023", "2023-05-02"),
    ("It happened on the 2nd of May, 2023, in the hall.", "the 2nd of May, 2023", "2023-05-02"),
    ("It happened on 2023-05-02 in the hall.", "2023-05-02", "2023-05-02"),
    ("It happened on 2023/05/02 in the hall.", "2023/05/02", "2023-05-02"),
    ("It happened on 25/12/2023 in the hall.", "25/12/2023", "2023-12-25"),
    ("It happened on 12/25/2023 in the hall.", "12/25/2023", "2023-12-25"),
    ("It happened on 02/05/2023 in the hall.", "02/05/2023", "2023-01-01..2023-12-31"),
    ("It happened on 13.5.2015 in the hall.", "13.5.2015", "2015-05-13"),
    ("It happened on 2019-sep-1 in the hall.", "2019-sep-1", "2019-09-01"),
    ("It happened on Wed, 22 of Jan in the hall.", "Wed, 22 of Jan", "2017-01-22"),
    ("It happened on Tuesday, May 2, 2023, at noon.", "Tuesday, May 2, 2023", "2023-05-02"),
    ("It happened on Tuesday night, May 2, 2023.", "Tuesday night, May 2, 2023", "2023-05-02"),
    ("It happened on May 2, 2023 (Tuesday) at noon.", "May 2, 2023 (Tuesday", "2023-05-02"),
    ("It happened on Oct. 2 at noon.", "Oct. 2", "2016-10-02"),
    ("It happened on May twenty-first at noon.", "May twenty-first", "2016-05-21"),
    ("It happened on June 5, nineteen forty-four.", "June 5, nineteen forty-four", "1944-06-05"),
    ("It happened in May 2023, they say.", "May 2023", "2023-05-01..2023-05-31"),
    ("It happened in early May 2023.", "early May 2023", "2023-05-01..2023-05-16"),
    ("It happened in 2014, they say.", "2014", "2014-01-01..2014-12-31"),
    ("It happened in the 1990s, they say.", "the 1990s", "1990-01-01..1999-12-31"),
    ("It happened in the '90s, they say.", "the '90s", "1990-01-01..1999-12-31"),
    ("It happened in the sixties, they say.", "the sixties", "1960-01-01..1969-12-31"),
    ("It happened in the 19th century.", "19th century", "1800-01-01..1899-12-31"),
    (
        "It happened on the first Friday of July 2016.",
        "the first Friday of July 2016",
        "2016-07-01",
    ),
    ("It happened on Thursday the 3rd, they say.", "Thursday the 3rd", "2016-11-03"),
    ("It happened on Friday, they say.", "Friday", "2016-11-04"),
]

RELATIVE = [
    ("It closed yesterday at noon.", "yesterday", "2016-11-06"),
    ("It closed the day before yesterday.", "the day before yesterday", "2016-11-05"),
    ("It will close tomorrow at noon.", "tomorrow", "2016-11-08"),
    ("It closed last month, they say.", "last month", "2016-10-01..2016-10-31"),
    ("It closed last week, they say.", "last week", "2016-10-31..2016-11-06"),
    ("It closed earlier this year.", "earlier this year", "2016-01-01..2016-11-07"),
    ("It will close later this year.", "later this year", "2016-11-07..2016-12-31"),
    ("It will close next year, they say.", "next year", "2017-01-01..2017-12-31"),
    ("It closed two weeks ago, they say.", "two weeks ago", "2016-10-24"),
    ("It closed a month ago, they say.", "a month ago", "2016-10-07"),
    (
        "It closed 2 years, 1 month and 21 days ago.",
        "2 years, 1 month and 21 days ago",
        "2014-09-16",
    ),
    ("It will close two weeks from now.", "two weeks from now", "2016-11-21"),
    ("It will close two days after tomorrow.", "two days after tomorrow", "2016-11-10"),
    ("It closed last April, they say.", "last April", "2016-04-01..2016-04-30"),
    ("It closed in April last year.", "April last year", "2015-04-01..2015-04-30"),
    ("It closed on the fifteenth of last April.", "the fifteenth of last April", "2016-04-15"),
    ("It closed last Friday, they say.", "last Friday", "2016-11-04"),
    ("It will close on Friday next week.", "Friday next week", "2016-11-18"),
    ("It will close on the 20th of next month.", "the 20th of next month", "2016-12-20"),
    ("It will close two Sundays from now.", "two Sundays from now", "2016-11-20"),
]


@pytest.mark.parametrize(("text", "words", "meaning"), DATES + RELATIVE)
def test_a_date_means_these_days(text: str, words: str, meaning: str) -> None:
    (expression,) = read(text)
    assert text[expression.start : expression.end] == words
    assert days(expression) == meaning


LENGTHS = [
    ("It ran for seven years in all.", 7, 7, "year", "duration"),
    ("It ran for two and a half years in all.", 2.5, 2.5, "year", "duration"),
    ("It ran for a year and a half in all.", 1.5, 1.5, "year", "duration"),
    ("It ran for half a century in all.", 0.5, 0.5, "century", "duration"),
    ("It ran for a couple of weeks in all.", 2, 2, "week", "duration"),
    ("It ran for a fortnight in all.", 2, 2, "week", "duration"),
    ("It ran for two or three days in all.", 2, 3, "day", "duration"),
    ("It ran for a hundred and twenty days in all.", 120, 120, "day", "duration"),
    ("It ran for more than ten years in all.", 10, float("inf"), "year", "duration"),
    ("It ran for up to ten years in all.", 0, 10, "year", "duration"),
    ("It ran for all week without a stop.", 1, 1, "week", "duration"),
    ("It has entered its third month.", 3, 3, "month", "ordinal"),
    ("It marks the 20th anniversary.", 20, 20, "year", "anniversary"),
    ("It marks the one-year anniversary.", 1, 1, "year", "anniversary"),
    ("He is 54 years old and well.", 54, 54, "year", "age"),
    ("A 54-year-old man was hurt.", 54, 54, "year", "age"),
    ("A woman aged 54 was hurt.", 54, 54, "year", "age"),
    ("Ana Ruiz, 54, was hurt.", 54, 54, "year", "age"),
    ("She turned 71 at sea.", 71, 71, "year", "age"),
    ("It ran for dozens of years in all.", 24, float("inf"), "year", "duration"),
    ("It ran for a dozen years in all.", 12, 12, "year", "duration"),
    ("It ran for less than ten years in all.", 0, 10, "year", "duration"),
    ("It ran for 3h in all.", 3, 3, "hour", "duration"),
    ("It ran for 30min in all.", 30, 30, "minute", "duration"),
    ("They came back years later.", 2, float("inf"), "year", "relative"),
    ("They came back the following year.", 1, 1, "year", "relative"),
    ("They came back the same month.", 0, 0, "month", "relative"),
    ("They came ten years prior to that.", 10, 10, "year", "relative"),
    ("They came ten days into the season.", 10, 10, "day", "duration"),
    ("It was the third straight day of rain.", 3, 3, "day", "ordinal"),
    ("It rained for a third straight year.", 3, 3, "year", "ordinal"),
    ("It was the twenty fifth day of rain.", 25, 25, "day", "ordinal"),
    ("It marks its centenary at sea.", 100, 100, "year", "anniversary"),
    ("It marks its bicentenary at sea.", 200, 200, "year", "anniversary"),
    ("He was ten and a half years old then.", 10.5, 10.5, "year", "age"),
    ("He was 10 years of age then.", 10, 10, "year", "age"),
    ("It ran for at least ten years in all.", 10, float("inf"), "year", "duration"),
    ("It ran for well over ten years in all.", 10, float("inf"), "year", "duration"),
    ("It ran for over a decade in all.", 1, float("inf"), "decade", "duration"),
    ("It ran for close to ten years in all.", 8.8, 10, "year", "duration"),
    ("It ran for almost ten years in all.", 8.8, 10, "year", "duration"),
    ("It ran for some ten years in all.", 8, 12, "year", "duration"),
    ("It ran for roughly ten years in all.", 8, 12, "year", "duration"),
    ("It ran for ten to twelve years in all.", 10, 12, "year", "duration"),
    ("It was the two hundredth day of rain.", 200, 200, "day", "ordinal"),
    ("It ran for no less than ten years in all.", 10, float("inf"), "year", "duration"),
    ("It ran for no more than ten years in all.", 0, 10, "year", "duration"),
    ("It ran for between ten and twelve years in all.", 10, 12, "year", "duration"),
    ("It ran for a hundred and ten years in all.", 110, 110, "year", "duration"),
]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "kind"),
    LENGTHS,
)
def test_a_length_is_so_many_units(
    text: str, low: float, high: float, unit: str, kind: str
) -> None:
    (expression,) = read(text)
    assert expression.amount is not None
    assert (expression.amount.low, expression.amount.high) == (low, high)
    assert (expression.amount.unit, expression.kind) == (unit, kind)


def test_hedges_widen_a_number_to_the_side_that_they_name() -> None:
    (nearly,) = read("It ran for nearly five years.")
    (over,) = read("It ran for a little over five years.")
    (about,) = read("It ran for about five years.")
    assert nearly.amount
    assert over.amount
    assert about.amount
    assert nearly.amount.low < 5 == nearly.amount.high
    assert over.amount.low == 5 < over.amount.high
    assert about.amount.low < 5 < about.amount.high


SPANS = [
    ("It ran between 2010 and 2015, they say.", "2010-01-01..2015-12-31"),
    ("It ran from May 2019 to June 2020, they say.", "2019-05-01..2020-06-30"),
    ("It ran 2010-2015, they say.", "2010-01-01..2015-12-31"),
    ("It ran in 2010–15, they say.", "2010-01-01..2015-12-31"),
]


@pytest.mark.parametrize(("text", "meaning"), SPANS)
def test_two_ends_make_a_span(text: str, meaning: str) -> None:
    (span,) = [expression for expression in read(text) if expression.kind == "span"]
    assert days(span) == meaning


NO_TIME = [
    "They may march in the sun, and we may not.",
    "About 2000 people came, and 1,984 of them stayed.",
    "The road is 1950 metres long and costs $2015.",
    "She lives at 1600 Pennsylvania Avenue.",
    "Boeing 2707 was a plane, and Fig. 2010 shows it.",
    "Open on Mondays and every Tuesday, 24/7.",
    "The fall of the wall and the spring of hope.",
    "Read ISO-2022 and turn to page 14.",
    "It was Oct42 for them, and 22.45 for us.",
    "It was shut on 31.13.2015 and on 2016-13-04.",
    "It was shut on 2001.13.45 and in 12.2001.",
    "It was 31/31/2012 or 13/4/1 or 123/4/2015.",
    "He paid 10-31 for it, in 2016/17 and in 13/2016.",
    "She came on 12/05/2016/7 and on 22/13 to us.",
    "It opened on 5-6-7-8 for all.",
    "It opened on the 37th, and in Q3, and in Q5 2015.",
    "The rink was built in 1999-195 and 2005-1999.",
    "In 1995% of them left for good.",
    "The 2015-built rink burned, and so did Room 1984.",
    "The Audi 2000 drove off with 1500 men.",
    "She was born in her late sixties here, at a sixties club.",
    "It was 90s music, at their wedding anniversary.",
    "It closed for a second, and it opened since 2300.",
    "The page turned 180 degrees, and students aged 18 to 24 came.",
]


@pytest.mark.parametrize("text", NO_TIME)
def test_what_looks_like_a_time_and_is_none(text: str) -> None:
    assert [text[e.start : e.end] for e in read(text) if e.interval or e.amount] == []


KNOWN_FAILURES = [
    ("It happened on the day at noon.", "2016-11-07"),
    ("It was sent a few days ago.", "2016-11-04"),
    ("It happened on 3-7-2017 at noon.", "2017-03-07"),
    ("It will happen in four business days.", "2016-11-11"),
    ("They came back the next day.", "2016-11-08"),
    ("It will happen on 15 at noon.", "2016-11-15"),
]


@pytest.mark.parametrize(("text", "meaning"), KNOWN_FAILURES)
@pytest.mark.xfail(strict=True, raises=(AssertionError, ValueError))
def test_forms_that_are_not_read(text: str, meaning: str) -> None:
    (expression,) = read(text)
    assert days(expression) == meaning


def test_without_a_now_nothing_that_hangs_on_it_has_days() -> None:
    found = read("It closed last month, on May 2, after two weeks.", published=None)
    assert [expression.interval for expression in found] == [None] * len(found)


def test_quotations_are_marked() -> None:
    text = 'It closed in 2014. "It closed in 2015," said the owner of the mill.'
    assert [expression.in_quotation for expression in read(text)] == [False, True]


NOWS = [
    ("Published: March 3, 2020\n\nThe mill has closed, its owner said to us.", "2020-03-03"),
    ("SATURDAY, FEBRUARY 22, 2020\n\nThe mill has closed, its owner said to us.", "2020-02-22"),
    ("LONDON, 3 March 2020 (Agency) - The mill has closed, its owner said.", "2020-03-03"),
    ("The mill has closed. As of 3 March 2020 it had ten workers.", "2020-03-03"),
]


@pytest.mark.parametrize(("text", "day"), NOWS)
def test_the_text_tells_when_it_was_written(text: str, day: str) -> None:
    now = document_now(Document(text))
    assert now.interval is not None
    assert now.interval.begin == now.interval.end == date.fromisoformat(day)
    assert 0 < now.confidence < 1


def test_the_day_of_publication_goes_first() -> None:
    now = document_now(Document("Published: March 3, 2020\n\nClosed.", published="2021-01-01"))
    assert (now.source, now.confidence) == ("published", 1.0)


@pytest.mark.parametrize(
    "text",
    [
        "The mill has closed, its owner said on Tuesday.",
        "The mill closed on 3 March 2020, its owner said.",
        "March 3, 2020: the day on which the lights went out all over the town\n\nIt was cold.",
    ],
)
def test_unknown_is_an_answer(text: str) -> None:
    assert document_now(Document(text)) == UNKNOWN


EXPRESSIONS = tomllib.loads(
    Path(__file__).with_name("anachronism_times.toml").read_text(encoding="utf-8")
)


def spans_read(case: dict) -> list[list[str]]:
    return [
        [str(expression.interval.begin), str(expression.interval.end)]
        for expression in read(case["text"], case.get("published"))
        if expression.interval
    ]


@pytest.mark.parametrize("case", EXPRESSIONS["read"], ids=lambda case: case["text"])
def test_expressions_mean_their_days(case: dict) -> None:
    assert case["days"] in spans_read(case)


@pytest.mark.parametrize("case", EXPRESSIONS["known_failure"], ids=lambda case: case["text"])
@pytest.mark.xfail(strict=True, raises=AssertionError)
def test_known_failures(case: dict) -> None:
    assert case["why"]
    assert case["days"] in spans_read(case)
