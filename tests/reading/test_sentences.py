"""Where sentences end: each case is written with | between its sentences."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credscore.document import Document
from credscore.reading.sentences import _abbreviations, _starters, split_sentences
from credscore.training import sentences as training

ABBREVIATIONS = [
    "Mr. Hale met Mrs. Okafor and Dr. Lund.| They agreed.",
    "He wrote to Sen. Marta Ruiz, Rep. Tom Cole and Gov. Ann Lee.| None replied.",
    "U.S. officials met in the U.K. Parliament.| They left the U.S.| The talks went on.",
    "She moved to Washington, D.C. in May.| Her firm, Lund & Co. Ltd., stayed.",
    "He left for the U.S.| It was late.",
    "The firm is called Harbour Inc. and belongs to Hale Corp. of Ellerby.",
    "Harbour Inc.| In May it closed.",
    "He runs the shop for Harbour Inc. Mary Okafor owns it.",
    "They met at 5 p.m. Monday and again at 9 a.m. Tuesday.| Nobody slept.",
    "Doors open at 7 p.m.| The show starts at 8.",
    "HE SAID NO.| LOT NO. 5 WAS LEFT IN THE U.S.| THE REST WENT.",
    "Lot No. 5 sold for £20.| No. 6 did not.",
    "Is it true?| No.| Not a word of it.",
    "He said no.| Then he left.",
    "It opened on Jan. 4 and closed on Dec. 12.| It was cold.",
    "John Hale Jr. paid.| John Hale Sr. did not.",
    "See fig. 3 and pp. 4-9 of vol. 2.| There is more.",
    "Bring pens, paper, etc.| The rest is here.",
    "Some fruit, e.g. The Bramley, keeps well.",
    "The match was Leeds vs. The Rest.",
    "Lt. Col. Ann Lee, Maj. Gen. Tom Hale and Sgt. Ruiz came.",
    "St. Mary's stands on Mt. Pleasant.| It is old.",
    "He lives on Harbour St.| The house is red.",
    "Tucson, Ariz. has a mayor.| Ill. and Ind. have governors.",
    "He was ill.| Mary was not.",
    "The Dept. of Health and the justice dept. of Ohio agreed.",
    "SEN. RUIZ: Thank you.| MR. HALE: Good night.",
    "Prof. Lund has a Ph.D. in law.| She teaches.",
]
INITIALS = [
    "J. D. Vance and J.K. Rowling met George W. Bush.| They talked.",
    "A. A. Milne wrote it.| E. T. A. Hoffmann did not.",
    "Take plan B.| The other one failed.",
    "It was won by Ann B. Hale.| He lost.",
    "In Roe v. Wade the court ruled.| In Hale v. Board it did not.",
    "He drove a Turbo S.| It was fast.",
]
DATELINES = [
    "WASHINGTON (AP) — The council met.| It voted.",
    "ELLERBY, Mass. (AP) — The council met.| It voted.",
    "LONDON, Jan. 4 (Reuters) - The bank rose.| Others fell.",
    "BOSTON — Mr. Hale won.| Ms. Lund lost.",
]
QUOTES = [
    '"Go," he said.| "Now."| He left.',
    "“Go.”| He left.",
    '"Is it over?" Mary Okafor asked.| "Yes."',
    '"Stop!" he said.| "Stop it!"| He ran.',
    "“Who knows?” said Hale.| “Nobody.”",
    "“We won’t.”| “You will.”",
    '"It was late.| We went home," Hale said.',
    "'I know.'| 'So do I.'",
    "(He left.)| She stayed.",
    "He paid (really!) Mr. Hale in cash.",
    "They sang “Help!” and “Yesterday.”| Then they went.",
    '"We did it!"| The crowd rose.',
    "He called it “a farce.”| She agreed.",
    "The film ('Who Knew?') opened.| It closed.",
]
MARKS = [
    "Wait...| We are not done.",
    "We will ... see about that.| Good.",
    "It is … hard to say.",
    "Hale ran. …| Ruiz (knee) did not. ...| Lund swam.",
    "It was late . . .| Nobody came.",
    'He slept.| " I did not," he said.',
    "Nobody knows…| They never did.",
    "It rose 3.5 percent to $4.25 in 2.5 days.| It fell.",
    "Read www.example.org/a.html?x=1.| Then reply.",
    "Write to ann.lee@example.org.| She reads it.",
    "He came from the U.S..| They did not.",
    "That was all..| They left.",
    "What?!| No!!| Yes.",
    "It ended after the war.|The treaty was signed.",
    'He said "no."|Then he left.',
    "Hale paid in cash.|He had to.",
    "They sell milk (and cheese).|Eggs are gone.",
    "She was born in Ellerby.[3] |She left in 1999.[4][12] |She came back.",
    "The site Example.Com is down.| The file main.Js is lost.",
    "St.John and Mr.Hale came.",
    "In 1999.| Then in 2004.| Prices rose.",
    "1. Wash your hands.| 2. Dry them.",
    "12. Wash your hands.",
    "He bought an iPhone.| iPads were sold out.",
    "it was late.| we went home.",
    "Version 2.0 is out.| Get it.",
    "The score was 3-2.| 5,000 people came.",
    "It cost too much.| $5 million was spent.",
    "Yahoo! announced it.| Jeb! was a slogan.",
    "Great news!| 😀 Thanks.",
    "A spaced stop .| Then another .| End .",
    "— No.| — Yes.",
]
KNOWN_FAILURES = [
    # Behind an abbreviation a name may go on with it, or begin a sentence.
    "He flew to the U.S.| Hale stayed.",
    "The firm is Harbour Inc.| Mary Okafor owns it.",
    "He left at 6 p.m.| Mr. Hale stayed.",
    # A mark that belongs to a name or title.
    "He sold Yahoo! Photos and left.",
    "They watched 'Does It Matter? Life and Work' at home.",
    # Who speaks, before an unusual verb.
    "“Is it over?” Mary Okafor whispered.",
    # A sentence without a mark.
    "That is the story so far| He left.",
]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


def check(case: str) -> None:
    parts = case.split("|")
    assert sentences("".join(parts)) == [part.strip() for part in parts]


@pytest.mark.parametrize("case", ABBREVIATIONS + INITIALS + DATELINES + QUOTES + MARKS)
def test_sentences(case: str) -> None:
    check(case)


@pytest.mark.parametrize("case", KNOWN_FAILURES)
@pytest.mark.xfail(strict=True, raises=AssertionError)
def test_known_failures(case: str) -> None:
    check(case)


@pytest.mark.parametrize("case", QUOTES)
def test_curly_and_straight_quotation_marks_read_alike(case: str) -> None:
    check(case.translate(str.maketrans("“”‘’", "\"\"''")))


def test_sentences_of_a_document_keep_to_their_paragraph() -> None:
    doc = Document("Hale paid.\n\nHe left the U.S.\nNobody saw him in Ellerby. Then it rained.")
    found = [(doc.content[s.start : s.end], s.first_word, s.last_word) for s in doc.sentences]
    assert found == [
        ("Hale paid.", 0, 2),
        ("He left the U.S.", 2, 7),
        ("Nobody saw him in Ellerby.", 7, 12),
        ("Then it rained.", 12, 15),
    ]


def check_spans(text: str, start: int, end: int) -> None:
    """In order, apart, and nothing but space between and around them."""
    place = start
    for first, last in split_sentences(text, start, end):
        assert first < last
        assert not text[place:first].strip()
        assert not text[first].isspace()
        place = last
    assert not text[place:end].strip()


@given(st.text(alphabet="aA1 .!?…\"'”)(-\n|Mr\u00a0"), st.integers(0, 9), st.integers(0, 9))
def test_spans_cover_all_but_space(text: str, before: int, behind: int) -> None:
    start, end = min(before, len(text)), max(min(before, len(text)), len(text) - behind)
    check_spans(text, start, end)


@given(st.text())
def test_spans_cover_any_text(text: str) -> None:
    check_spans(text, 0, len(text))


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        ". ",
        ".",
        "!",
        '"',
        '."',
        "…",
        "A. ",
        "U.S. ",
        "1. ",
        "a.B",
        " ",
        "é",
        "Mr. ",
        "It is. ",
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    def cost(size: int) -> float:
        text = piece * (size // len(piece))
        times = []
        for _ in range(3):
            began = time.process_time()
            split_sentences(text, 0, len(text))
            times.append(time.process_time() - began)
        return min(times)

    # Ten times the text: at most forty times the time, where a square would take a hundred.
    assert cost(100_000) < 40 * max(cost(10_000), 1e-3)


def test_what_was_learned_holds_no_sentence() -> None:
    assert all(" " not in entry for entry in (*_abbreviations(), *_starters()))
    assert {"Sen", "Gov", "Jan", "Inc"} <= set(_abbreviations())
    assert {"the", "he", "but"} <= _starters()


def write_news(path: Path) -> Path:
    rows = [
        {
            "text": f"The council met on Monday with Gov. Hale in town number {number}, and the "
            "mayor of the town said that it had been a long and quiet meeting for them all. "
            "However, nobody of the town had come to hear what they said, however late it was. "
            "They left at once, because they had to see Gov. Hale off before it was too late."
        }
        for number in range(60)
    ]
    rows.append({"text": "Unread, for it is marked as unreliable. " * 9, "reliable": 0})
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_training_finds_abbreviations_and_starters(tmp_path: Path) -> None:
    pytest.importorskip("nltk")
    learned = training.learn(training.read_texts([write_news(tmp_path / "news.jsonl")]))
    assert "Gov" in learned["abbreviations"]
    assert "however" in learned["starters"]
    assert "unread" not in learned["starters"]
    assert "hale" not in learned["starters"]
