"""Attribution: whose words a quotation or a reported statement is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credscore.document import Document
from credscore.reading.attribution import Attribution


def only_quotation(text: str) -> tuple[Document, Attribution]:
    doc = Document(text)
    quoted = [found for found in doc.attributions if found.quotation is not None]
    return doc, quoted[-1]


def head_of(doc: Document, found: Attribution) -> str:
    return doc.prose[found.head.start : found.head.end] if found.head else ""


@pytest.mark.parametrize(
    ("text", "head", "kind"),
    [
        ('"We start on Monday," said Ann Lee.', "Lee", "person"),
        ('"We start on Monday," Ann Lee, who runs the yard, said.', "Lee", "person"),
        ('"We start on Monday," Lee, the chairman of the yard, told them.', "Lee", "person"),
        ('"Who is to pay for it?" Ann Lee asked.', "Lee", "person"),
        ('Ann Lee said: "We start on Monday."', "Lee", "person"),
        ('Said Ann Lee: "We start on Monday."', "Lee", "person"),
        ('In a note, Ann Lee wrote that "the yard may close".', "Lee", "person"),
        ('Ann Lee went home, saying "we start on Monday".', "Lee", "person"),
        ('According to Ann Lee, "the yard may close".', "Lee", "person"),
        ('"A town needs a market." — Ann Lee', "Lee", "person"),
        ("Ann Lee: “We start on Monday.”", "Lee", "person"),
        ('Lee\'s answer was: "We start on Monday."', "Lee's", "person"),
        ('"There is time now," and work began last week, Roe said.', "Roe", "person"),
        ('"We start," said the club\'s manager, Bob Roe.', "Roe", "titled person"),
        ('"We start," said Gov. Bob Roe.', "Roe", "titled person"),
        ('A spokesman for the yard, Bob Roe, said "we start".', "Roe", "titled person"),
        ('"The yard may close," a senior official said.', "official", "role"),
        ('"The yard may close," one neighbour was quoted as saying.', "neighbour", "role"),
        ('"The yard may close," experts say.', "experts", "group"),
        ('"The yard may close," the ministry said.', "ministry", "organisation"),
        ('"The yard may close," NATO said.', "NATO", "organisation"),
        ('"We start on Monday," May said.', "May", "person"),
        ('"The yard may close," as Lee put it.', "Lee", "person"),
        ('"The yard may close," the note on the door of the shed read.', "note", "document"),
        ('One called it late, and another said it was "a lost year for us".', "another", "role"),
        ('The report says "the yard may close".', "report", "document"),
        ('An official who warned that "the yard may close" left.', "official", "role"),
        ('He was called a "gift to the whole town" by critics.', "critics", "group"),
        ('There was, wrote the judge, "no fraud at all".', "judge", "role"),
        ('When police found him he said: "It is over now."', "he", "role"),
        ('Holding a sign, Ann Lee said "we start on Monday".', "Lee", "person"),
        ('Two people briefed on the plan said it was "all but done".', "people", "group"),
        ('The smith, a man named Bob Roe, said "we start now".', "Roe", "titled person"),
        ('"We start," Bob Roe\'s widow Ann said.', "Ann", "titled person"),
        ('"It may be a wobble," warns Omar Lind of Delft.', "Lind", "person"),
        ('The Mayor of London said "we start on Monday".', "Mayor", "role"),
        ('In 1911 a visitor called it "the last of its kind".', "visitor", "role"),
        ('One left, while a third joked: "Sell the car for it."', "third", "role"),
        ('Their rival Bob Roe was gracious: "The best team won."', "Roe", "titled person"),
        ('"We start on Monday," said activist and psychologist Dave Roe.', "Roe", "titled person"),
        ('"We start on Monday," said a man called the Fox.', "man", "role"),
        ('"We start on Monday," a 46-year-old said.', "old", "role"),
        ('"We start on Monday," a hospital said.', "hospital", "role"),
        ('"We start on Monday," a city licence said.', "licence", "role"),
        ('"We start on Monday," the Italians said.', "Italians", "group"),
        ('"We start on Monday," an Italian said.', "Italian", "role"),
        ('"We start on Monday," the Lakers said.', "Lakers", "organisation"),
        ('"We start on Monday," said one of the men.', "one", "role"),
        ('"We start on Monday," said some of the men.', "some", "group"),
        ('"We start on Monday," said Dr. Ann Lee.', "Lee", "titled person"),
        ('Ann Lee went home. Her statement: "We start on Monday."', "Her", "pronoun"),
        ('The sign on the door: "We start on Monday."', "sign", "document"),
        ('"Start on Monday now," one read.', "one", "document"),
        ('That "we start on Monday now" was said by Ann Lee.', "Lee", "person"),
        ('Ann Lee was told by Bob Roe "we start on Monday now".', "Roe", "person"),
        ('"We start on Monday now," Ann Lee was told by Bob Roe.', "Roe", "person"),
        ('"We start on Monday now," according to a note by Ann Lee.', "note", "document"),
        ('"We start on Monday now." (Ann Lee)', "Lee", "person"),
    ],
)
def test_the_source_is_found(text: str, head: str, kind: str) -> None:
    doc, found = only_quotation(text)
    assert (head_of(doc, found), found.kind) == (head, kind)


@pytest.mark.parametrize(
    ("text", "name", "how"),
    [
        ('Ann Lee runs the yard. "We start on Monday," she said.', "lee", "cue behind"),
        ('Mayor Ann Lee spoke. "We start on Monday," the mayor said.', "lee", "cue behind"),
        ('"We start," said Ann Lee. "The timber is here."', "lee", "carried on"),
        ('"We start." "The timber is here," Ann Lee said.', "lee", "cue behind"),
        ("Lee said: “It came at six.\n\n“The yard was gone.”", "lee", "carried on"),
        ('Ann Lee was blunt. "We will not pay for this."', "lee", "sentence before"),
        (
            'The yard is shut. "It is over," said Ann Lee.\n\n"We were never even asked."',
            "lee",
            "paragraph before",
        ),
        ("Ann Lee says:\n\n“We will not pay for this. Not now.”\n\nShe left then.", "lee", "label"),
    ],
)
def test_the_speaker_is_carried_on(text: str, name: str, how: str) -> None:
    _, found = only_quotation(text)
    assert (found.name, found.how) == (name, how)
    assert found.is_named


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ('"We start," said Ann Lee. Bob Roe nodded. "The timber is here."', "person", "roe"),
        ('Asked why she stayed, Ann Lee smiled. "I like the mud here."', "person", "lee"),
        ("Ann Lee's diary was read out.\n\n“I saw the water come at six.”", "person", "lee"),
        ('"We start," said a smith. The day was hot. "It is late," he said.', "role", ""),
        ('"We start," two smiths said. "It is late for us," they added.', "group", ""),
        ('"It is late," she says. Marta Lind kept the light until 1998.', "pronoun", ""),
    ],
)
def test_another_speaker_takes_over_and_the_nameless_stay_so(
    text: str, kind: str, name: str
) -> None:
    _, found = only_quotation(text)
    assert (found.kind, found.name) == (kind, name)


def test_a_pull_quote_has_the_speaker_of_the_quotation() -> None:
    text = (
        "The yard may close in spring after all these years, people there fear.\n\n"
        "“We were never even asked.”\n\nThe council met.\n\n"
        "“We were never even asked,” said Ann Lee, who has worked there since 1998."
    )
    assert [found.name for found in Document(text).attributions] == ["lee", "lee"]


@pytest.mark.parametrize(
    "text",
    [
        'The new line is "nothing short of a catastrophe for us" and costs more.',
        '"We were promised a bridge," it was said.',
        '"We were promised a bridge," the court was told.',
        'Drivers queued for hours. The bridge was shut.\n\n"We were promised a new one."',
        'Workers: "None of us goes back before spring."',
        'It cost more than anyone admits. "This will change the town for good."',
        'Large trucks are common. "I get stopped at every station here."',
    ],
)
def test_no_source_is_made_up(text: str) -> None:
    _, found = only_quotation(text)
    assert found.kind == "none"
    assert found.how == "none"
    assert found.source is None


@pytest.mark.parametrize(
    ("text", "head", "kind"),
    [
        ("Ann Lee warned that the yard may close.", "Lee", "person"),
        ("The road will stay shut, said Ann Lee.", "Lee", "person"),
        ("Analysts suggest that prices will double.", "Analysts", "group"),
        ("The defence ministry maintains that the pass is taken.", "ministry", "organisation"),
        ("The United Nations has called for a truce.", "Nations", "organisation"),
        ("A study found that people slept better.", "study", "document"),
        ("A senior official said the roof could fall.", "official", "role"),
        ("A city's mayor, Ann Lee, said it was late.", "Lee", "titled person"),
    ],
)
def test_reported_speech_is_read(text: str, head: str, kind: str) -> None:
    doc = Document(text)
    (found,) = doc.attributions
    assert found.quotation is None
    assert (head_of(doc, found), found.kind) == (head, kind)


@pytest.mark.parametrize(
    "text",
    [
        "The team maintains a strong presence here.",
        "Police recorded 187 calls for service.",
        "It was meant as a defiant retort to the critics.",
        "Many states had approved the plan.",
        "He read his remarks to the crowd.",
        "Everybody says that.",
    ],
)
def test_what_only_looks_like_reported_speech_is_left_alone(text: str) -> None:
    assert Document(text).attributions == ()


PIECES = st.sampled_from(
    ["Ann Lee", "said", "“", "”", '"', "the", "official", ",", ".", "who", "that", "\n\n", ":", "I"]
)


@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_any_text_gets_an_answer(text: str) -> None:
    doc = Document(text)
    for found in doc.attributions:
        for span in (found.content, found.source, found.head, found.cue):
            assert span is None or 0 <= span.start <= span.end <= len(doc.content)
        assert (found.source is None) == (found.kind == "none")
