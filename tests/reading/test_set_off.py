"""Quotations set off without marks: transcripts, interviews, block quotations."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credscore.document import Document
from credscore.reading.html import read_html
from credscore.reading.markdown import read_markdown

TRANSCRIPT = """Governor James Whitfield spoke to Rosa Delgado on Sunday.

ROSA DELGADO, HOST: Thank you for being here. You said that you would read the bill.

GOV. JAMES WHITFIELD: I will read it first. It may be a good one.

There is a lot in it that I like.

DELGADO: "A lot" is how much, in your own words?

WHITFIELD: More than half of it, I should say.

(CROSSTALK)

DELGADO: Thank you, Governor.
"""
QUESTIONS = """Ines Oduya builds airships in a hangar near Leeds. She spoke to us in March.

Q: Why airships?
A: I hate trucks. I always have.

Q: Is it safe?
A: We have had one bad landing, and my dog was fine.
"""
INTERVIEW = """Ines Oduya builds airships in a hangar near Leeds. She spoke to us in March.

When did you first want to fly?

I was nine. My grandmother gave me a radio.

It was broken.

Did you ever think of giving up your plan?

Never. I like mud, and I like work.

What would you say to your younger self?

I would tell her to buy a coat.

Her book is out in June.
"""
LETTER = """Ann Lee set out her case in a letter to the town's board of works:

> We will not pay for the bridge. Not now, and not later on.
>
> It was not our idea.

The board met on Monday.

> The river has its own law, and it reads no letters.
>
> — Bob Roe, in his diary

It was cold.

> Subscribe to our letter and read us each day.
"""


def spoken(doc: Document) -> list[tuple[str, str]]:
    """The first words of each quotation that is set off, with its speaker's name."""
    return [
        (doc.prose[found.content.start : found.content.end][:12], found.name)
        for found in doc.attributions
        if found.quotation is not None and found.quotation.set_off
    ]


def test_the_turns_of_a_transcript_have_their_speakers() -> None:
    assert spoken(Document(TRANSCRIPT)) == [
        ("Thank you fo", "delgado"),
        ("I will read ", "whitfield"),
        ("There is a l", "whitfield"),
        ("More than ha", "whitfield"),
        ("Thank you, G", "delgado"),
    ]


def test_answers_belong_to_the_person_named_before() -> None:
    assert [name for _, name in spoken(Document(QUESTIONS))] == ["oduya", "oduya"]
    assert [start for start, _ in spoken(Document(INTERVIEW))] == [
        "I was nine. ",
        "It was broke",
        "Never. I lik",
        "I would tell",
    ]


def test_a_block_quotation_is_handed_over_or_signed() -> None:
    expected = [("We will not ", "lee"), ("It was not o", "lee"), ("The river ha", "roe")]
    assert spoken(read_markdown(LETTER)) == expected
    assert spoken(Document(LETTER.replace("\n>\n", "\n\n"))) == expected


def test_a_page_keeps_its_block_quotations() -> None:
    page = (
        "<html><body><article><p>The bridge over the river has been shut for a year, and nobody "
        "knows when it will open again for lorries and cars.</p><p>Ann Lee set out her case in a "
        "letter to the town's board of works that was read out on Monday:</p><blockquote><p>We "
        "will not pay for the bridge. Not now, and not in any year that comes after this one."
        "</p></blockquote><p>The board met on Monday to look at it, and put off the matter until "
        "the first week of June.</p></article></body></html>"
    )
    doc = read_html(page)
    (line,) = doc.quoted_lines
    assert doc.text.split("\n")[line].startswith("We will not pay")
    assert spoken(doc) == [("We will not ", "lee")]


@pytest.mark.parametrize(
    "text",
    [
        "Pros: cheap\n\nCons: heavy\n\nPros: you can lift it\n\nCons: I cannot\n\nVerdict: Buy.",
        "Trump: 33 percent.\n\nClinton: 33 percent.\n\nTrump: 34 percent.\n\nClinton: 31 percent.",
        # A page of frequent questions: nobody speaks of himself.
        "The phone costs 300 dollars, says its maker Ann Lee.\n\nQ: How do I reset it?\nA: Hold the"
        " button.\n\nQ: Is it proof?\nA: Yes, to a metre.\n\nQ: Where is it sold?\nA: Here.",
        # Nobody is named before the first question.
        "Why airships?\n\nI hate mud.\n\nDo you fly?\n\nI do.\n\nWould you stop?\n\nI would not.",
        "Ann Lee came late.\n\nTip: You can use my oil.\n\nTip: I use salt.\n\nTip: Do you stir?",
    ],
)
def test_what_only_looks_like_speech_is_left_alone(text: str) -> None:
    assert spoken(Document(text)) == []


def test_a_quotation_inside_a_turn_belongs_to_it() -> None:
    doc = Document(TRANSCRIPT.replace("It may be a good one.", 'He said "it may be good" to me.'))
    (turn,) = [found for found in doc.attributions if doc.prose[found.content.start] == "I"]
    assert doc.prose[turn.content.start : turn.content.end].endswith('"it may be good" to me.')
    assert "it may be good" not in [
        doc.prose[quotation.inner_start : quotation.inner_end] for quotation in doc.quotations
    ]


LINES = st.sampled_from(
    ["ANN LEE: I do.", "BOB ROE: You?", "Q: You?", "A: My dog.", "> so", "> — Lee", "Do you?", ":"]
)


@given(st.lists(LINES, max_size=12).map("\n\n".join))
def test_quotations_are_in_order_and_apart(text: str) -> None:
    quotations = Document(text).quotations
    assert all(one.end <= other.start for one, other in pairwise(quotations))
