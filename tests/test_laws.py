"""What must not change a result, whatever the text says; and what may move it one way alone."""

import multiprocessing
import random
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from textwrap import fill

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from credscore import CredibilityScore, Document, score, score_many
from credscore.reading.blocks import Block
from credscore.reading.copies import FEWEST_WORDS
from credscore.registry import features

ROOT = Path(__file__).parent.parent
# Cases that go together make a text long enough for a score, with something in it for all.
_CASES_A_TEXT = 6

STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def curly(text: str) -> str:
    """Straight quotation marks and apostrophes as a typesetter sets them."""
    text = re.sub(r"(?<![^\s(\[])\"", "“", text.translate(STRAIGHT)).replace('"', "”")
    return re.sub(r"(?<![^\s(\[“])'(?=\w)", "‘", text).replace("'", "’")


# None of these is more than an accident of how a text was written down or scraped.
ACCIDENTS: dict[str, Callable[[str], str]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "decomposed accents": lambda text: unicodedata.normalize("NFD", text),
    "curly quotes": lambda text: curly(text),
    "spaces behind paragraphs": lambda text: text.replace("\n\n", "  \n \n") + " ",
    "tabs behind paragraphs": lambda text: text.replace("\n\n", "\t \n\t\n") + "\t",
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "spaces behind lines": lambda text: text.replace("\n", "   \n"),
    "spaces before lines": lambda text: text.replace("\n", "\n    "),
    "wide spaces behind sentences": lambda text: re.sub(r"(?<=[.!?]) (?=\w)", "  ", text),
    "blank lines before": lambda text: "\n \n\n" + text,
    "blank lines between": lambda text: text.replace("\n\n", "\n\n\n\n"),
    "blank lines behind": lambda text: text + "\n \n\n",
    "invisible characters": lambda text: text.replace("e", "e\u00ad").replace(" ", " \u200b"),
    "byte order mark": lambda text: "\ufeff" + text,
}


@cache
def own_texts() -> tuple[str, ...]:
    """The seeds, and the families' cases in a fixed random order, several to a text."""
    cases = [
        case["text"].strip()
        for path in sorted((ROOT / "features").glob("*/cases.toml"))
        for kind in tomllib.loads(path.read_text("utf-8")).values()
        for case in kind
    ]
    random.Random(9).shuffle(cases)
    texts = [path.read_text("utf-8").strip() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    groups = (cases[first : first + _CASES_A_TEXT] for first in range(0, len(cases), _CASES_A_TEXT))
    return (*texts, *map("\n\n".join, groups))


def essence(result: CredibilityScore) -> object:
    """All of a result that no offset and no spelling enters into."""
    return (
        result.score,
        result.interval,
        result.words,
        [(c.feature, c.value, c.points) for c in result.contributions],
        [(e.rule, len(e.related)) for e in result.evidence],
    )


@pytest.mark.parametrize("spoil", ACCIDENTS.values(), ids=ACCIDENTS)
def test_an_accident_changes_nothing(spoil: Callable[[str], str]) -> None:
    wrapped = ("\n\n".join(map(fill, text.split("\n\n"))) for text in own_texts()[::5])
    plain = [text.translate(STRAIGHT) for text in (*own_texts(), *wrapped)]
    texts = [text for text in plain if spoil(text) != text]
    assert texts
    changed = [text for text in texts if essence(score(spoil(text))) != essence(score(text))]
    assert changed == []


def test_marks_of_two_kinds_in_one_text_change_nothing() -> None:
    paragraph = "The ferry's crew said on Friday that the harbour had to close. It opened again."
    other = "The mayor of the town, Ann Hale, said that the ferry would sail again in a week."
    text = f"{other}\n\n{paragraph}\n\n{other} So it did.\n\n{paragraph}"
    mixed = paragraph.join(text.replace(paragraph, curly(paragraph)).split(curly(paragraph), 1))
    assert essence(score(mixed)) == essence(score(text))


ENCODED = st.lists(
    st.sampled_from(
        [
            "Mary Okafór told the council’s café owners on 4 March 2019. ",
            "“We can’t wait,” said Tom Hale, the baker. ",
            "Experts say the naïve plan could not work. ",
            "“They told us ‘wait’ in a letter,” he said.\n\n",
            "It’s the players’ choice\n\n",
            "In conclusion, the council’s report costs £1.4 million.\n",
            "Leave a Reply\nYour email address will not be published.\n\n",
        ]
    ),
    min_size=6,
    max_size=40,
).map("".join)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(text=ENCODED, accidents=st.lists(st.sampled_from(sorted(ACCIDENTS)), max_size=3))
def test_accidents_together_change_no_value(text: str, accidents: list[str]) -> None:
    text = spoilt = text.translate(STRAIGHT)
    for name in accidents:
        spoilt = ACCIDENTS[name](spoilt)
    plain, other = Document(text), Document(spoilt)
    for name, (_, feature) in features().items():
        assert feature.measure(other).value == feature.measure(plain).value, name


def scored(texts: Iterable[str]) -> list[tuple[str, CredibilityScore]]:
    results = [(text, score(text)) for text in texts]
    assert len(results) > 40
    return [(text, result) for text, result in results if result.score is not None]


def paragraphs(doc: Document) -> list[Block]:
    """The paragraphs that are long enough to be printed twice by mistake, and not by design."""
    content = doc.content
    return [b for b in doc.paragraphs if len(content[b.start : b.end].split()) >= FEWEST_WORDS]


def with_copy(doc: Document, of: Block, behind: Block, printed: Callable[[str], str] = str) -> str:
    """The text with one of its paragraphs printed again behind this or a later block."""
    content = doc.content
    copy = printed(content[of.start : of.end])
    return f"{content[: behind.end]}\n\n{copy}\n\n{content[behind.end :]}"


# Where a paragraph is printed a second time, and which one.
COPIES: dict[str, Callable[[Document, list[Block]], str]] = {
    "the longest at the end": lambda doc, found: with_copy(doc, max(found, key=length), found[-1]),
    "the last at the end": lambda doc, found: with_copy(doc, found[-1], found[-1]),
    "the first at the end": lambda doc, found: with_copy(doc, found[0], found[-1]),
    "one in the middle behind itself": lambda doc, found: with_copy(
        doc, found[len(found) // 2], found[len(found) // 2]
    ),
    "the first in the middle": lambda doc, found: with_copy(doc, found[0], found[len(found) // 2]),
}


def test_a_text_given_twice_scores_no_better() -> None:
    # What the page's machinery printed is residue each time, not a copy.
    texts = [t for t in own_texts() if all(b.kind != "residue" for b in Document(t).blocks)]
    doubled = [(result, score(f"{text}\n\n{text}")) for text, result in scored(texts)]
    # Of a text beyond what the model knows it says the less the more copies lie beyond it, too.
    known = [pair for pair in doubled if not any("lie beyond" in w for w in pair[1].warnings)]
    assert len(known) > 15
    assert [(a.score, b.score) for a, b in known if b.score is None or b.score > a.score] == []


def length(block: Block) -> int:
    return block.end - block.start


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_a_doubled_paragraph_never_raises_the_score(
    copy: Callable[[Document, list[Block]], str],
) -> None:
    copied = [
        (result, score(copy(doc, found)))
        for text, result in scored(own_texts())
        for doc in [Document(text)]
        if (found := paragraphs(doc))
    ]
    assert len(copied) > 40
    raised = [(a.score, b.score) for a, b in copied if b.score is None or b.score > a.score]
    assert raised == []
    assert any(e.rule == "doubled-paragraph" for _, result in copied for e in result.evidence)


def in_capitals(text: str) -> str:
    """A line in capitals; several of them are read as a heading and what follows it."""
    return text if "\n" in text else text.upper()


PRINTED = [
    str,
    in_capitals,
    curly,
    lambda text: text.replace(" ", "  "),
    lambda text: f"  {text} ",
]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_a_paragraph_printed_again_changes_no_measure_but_one(data: st.DataObject) -> None:
    doc = Document(data.draw(st.sampled_from(own_texts())))
    assume(found := paragraphs(doc))
    copied = doc
    for _ in range(data.draw(st.integers(1, 3))):
        number = data.draw(st.integers(0, len(found) - 1))
        behind = data.draw(st.sampled_from(paragraphs(copied)[number:]))
        copied = Document(
            with_copy(
                copied, paragraphs(copied)[number], behind, data.draw(st.sampled_from(PRINTED))
            )
        )
    assert len(copied.copies) > len(doc.copies)
    for name, (_, feature) in features().items():
        before, after = feature.measure(doc).value, feature.measure(copied).value
        if name == "seo.search_trade":  # reads the residue too, and so all that is printed
            continue
        if name != "repetition.doubled_paragraphs":
            assert after == before, name
        else:
            assert before is not None
            assert after is not None
            assert after >= before


def test_a_weakness_taken_out_never_raises_its_own_measure() -> None:
    # A probability is learned of the whole text, which is another one without the passage.
    weaknesses = {
        name: feature.measure
        for name, (_, feature) in features().items()
        if feature.direction == "lowers" and feature.unit != "probability"
    }
    taken_out = 0
    raised = []
    for text in own_texts():
        doc = Document(text)
        for name, measure in weaknesses.items():
            finding = measure(doc)
            for passage in finding.evidence[:1]:
                taken_out += 1
                without = doc.content[: passage.start] + doc.content[passage.end :]
                value = measure(Document(without)).value
                if value is not None and value > (finding.value or 0.0):
                    raised.append((name, doc.content[passage.start : passage.end]))
    assert taken_out > 150
    assert raised == []


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="the passage goes, and with it the source, the day or the figure that stood in it; the "
    "shares, lengths and rates of what is left are others, and some shapes of the model rise first",
)
def test_a_weakness_taken_out_never_lowers_the_score() -> None:
    lowered = [
        (evidence.rule, evidence.text)
        for text, result in scored(own_texts())
        for contribution in result.contributions
        if contribution.points < 0
        for evidence in contribution.evidence[:1]
        if (without := score(text[: evidence.start] + text[evidence.end :])).score is not None
        and without.score < result.score
    ]
    assert lowered == []


def test_the_order_of_documents_does_not_matter() -> None:
    texts = list(own_texts()[:30])
    shuffled = random.Random(1).sample(texts, len(texts))
    assert dict(zip(shuffled, score_many(shuffled), strict=True)) == dict(
        zip(texts, score_many(texts), strict=True)
    )


def test_a_thread_gives_the_same() -> None:
    texts = own_texts()[:20]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(score, texts)) == [score(text) for text in texts]


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_another_process_gives_the_same(method: str) -> None:
    texts = own_texts()[:8]
    with multiprocessing.get_context(method).Pool(1) as pool:
        assert pool.map(score, texts) == [score(text) for text in texts]


def test_scoring_leaves_nothing_behind() -> None:
    texts = own_texts()[:8]
    first = [score(text) for text in texts]
    for text in own_texts()[8:40]:
        score(re.sub(r"\w", "x", text))
    assert [score(text) for text in texts] == first


def in_a_subinterpreter(code: str) -> None:
    subinterpreters = pytest.importorskip("_xxsubinterpreters")
    interpreter = subinterpreters.create()
    try:
        subinterpreters.run_string(interpreter, code)
    finally:
        subinterpreters.destroy(interpreter)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_subinterpreter_measures_the_same() -> None:
    text = own_texts()[0]
    values = {
        name: feature.measure(Document(text)).value for name, (_, feature) in features().items()
    }
    in_a_subinterpreter(
        "from credscore import Document\n"
        "from credscore.registry import features\n"
        f"doc = Document({text!r})\n"
        f"expected = {values!r}\n"
        "assert {n: f.measure(doc).value for n, (_, f) in features().items()} == expected"
    )


@pytest.mark.xfail(reason="pydantic's compiled core refuses every interpreter but the first")
def test_a_subinterpreter_scores() -> None:
    in_a_subinterpreter("from credscore import score; score('A text.')")
