"""The family `quotes`: values, summaries, and what makes no difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credscore.document import Document
from credscore.feature import Finding
from credscore.features.quotes import FAMILY

MEASURES = {feature.name: feature.measure for feature in FAMILY.features}
TEXT = (
    'The depot burned all night. "There was nothing left to save," one neighbour said.\n\n'
    'Ann Lee, who owned it, said: "We will build it again with our own hands."\n\n'
    'Experts insist that it was arson. "It was only a matter of time here," in the old words.\n\n'
    'Anna watched. I wish they would all come back," she said. "They are gone."\n'
)


def measure(name: str, text: str) -> Finding:
    return MEASURES[name](Document(text))


@pytest.mark.parametrize("name", MEASURES)
def test_a_text_without_quotations_has_an_answer(name: str) -> None:
    for text in ("", " \n", "The mill burned.", "\x00", "\ud800", "😀" * 30):
        found = measure(name, text)
        assert found.value in (None, 0.0)
        assert found.evidence == ()
        assert found.summary


@pytest.mark.parametrize("name", MEASURES)
def test_the_glyph_of_a_mark_makes_no_difference(name: str) -> None:
    pieces = TEXT.replace("wish they", "wish they").split('"')
    curly = pieces[0]
    opens = True
    for piece in pieces[1:]:
        # A mark before a word opens; one behind a word closes.
        opens = bool(piece[:1].strip()) and not curly[-1:].strip()
        curly += ("“" if opens else "”") + piece
    assert measure(name, curly) == measure(name, TEXT)
    assert measure(name, TEXT.replace("\n", "\r\n")).value == measure(name, TEXT).value


@pytest.mark.parametrize("name", MEASURES)
def test_how_lines_end_makes_no_difference(name: str) -> None:
    value = measure(name, TEXT).value
    for end in (" \n", "   \n", "\t\n", "\r\n"):
        assert measure(name, TEXT.replace("\n", end)).value == value
    wrapped = TEXT.replace(
        '"There was nothing left to save," one', '"There was nothing left\nto save," one'
    )
    assert wrapped != TEXT
    for end in ("\n", " \n"):
        assert measure(name, wrapped.replace("left\n", f"left{end}")).value == value


@pytest.mark.parametrize("name", MEASURES)
@given(text=st.text(max_size=60))
def test_any_text_is_measured(name: str, text: str) -> None:
    doc = Document(text)
    for passage in MEASURES[name](doc).evidence:
        assert 0 <= passage.start < passage.end <= len(doc.content)
        assert passage.rule in FAMILY.rules
        assert passage.message.endswith(".")


def test_shares_count_what_they_say() -> None:
    found = measure("unattributed_quotations", TEXT)
    assert found.value == pytest.approx(1 / 3)
    assert found.summary == "1 of 3 quotations names no speaker"
    assert measure("anonymous_speakers", TEXT).summary.startswith("1 of ")
    assert measure("vague_speakers", TEXT).summary.startswith("1 of ")
    assert measure("lost_quotation_marks", TEXT).evidence


def test_the_source_is_related_to_its_quotation() -> None:
    doc = Document(TEXT)
    (passage,) = MEASURES["anonymous_speakers"](doc).evidence
    (source,) = passage.related
    assert doc.content[source.start : source.end] == "one neighbour"


def test_a_share_of_nothing_is_no_value() -> None:
    assert measure("unattributed_quotations", 'He was no "hero".').value is None
    assert measure("short_quotations", "Nothing is quoted.").value is None
    assert measure("quoted_words", "").value is None


def test_rates_do_not_grow_with_the_text() -> None:
    for name in ("unattributed_quotations", "anonymous_speakers", "quoted_words"):
        once, thrice = measure(name, TEXT).value, measure(name, (TEXT + "\n") * 3).value
        assert thrice == pytest.approx(once, abs=0.05)


@pytest.mark.parametrize(
    ("behind", "excused"),
    [
        ("who asked not to be named because he still works there", True),
        ("on condition of anonymity, for fear of reprisal", True),
        ("who was not authorised to speak about it", True),
        ("who was not there", False),
        ("an anonymous man", False),
    ],
)
def test_a_reason_for_namelessness_is_heard(behind: str, excused: bool) -> None:
    found = measure("anonymous_speakers", f'"It was never inspected," said an engineer {behind}.')
    assert (found.evidence == ()) == excused


@pytest.mark.parametrize(
    "text",
    [
        "Lee's lawyers claim that the mill was safe.",
        "Officials say that the road is shut.",
        'Ann Lee and her foreman Bob Roe left. One of them said "we were never even asked".',
        'The editors called it "a lost year".',
        'The researchers wrote that "more work is needed here".',
        "The company said that sales fell.",
        'A spokesman said "the roof is safe for now".',
        'The Harrow Post reported that "the mill is to close".',
    ],
)
def test_ordinary_news_is_not_shown(text: str) -> None:
    for name in ("anonymous_speakers", "vague_speakers", "institution_speakers"):
        assert measure(name, text).evidence == ()
