"""Any text gets an answer, in time that grows with its length alone.

Time is never held against the clock: a text and its fivefold are measured in processor time, one
against the other, and a cost that grows with the square is off by another factor of five.
"""

import json
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from credscore import Document, Scorer
from credscore.registry import features

Work = Callable[[Document], object]

_SHORT = 24_000  # characters
_WORTH_COMPARING = 0.02  # seconds
_TOO_MUCH = 11.0  # a cost in line with the length grows by 5, its square by 25

ROOT = Path(__file__).parent.parent
SEEDS = "\n\n".join(path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt")))

# What a text is made of, over and over: every kind of unit that some reader looks at.
UNITS = {
    "seeds": SEEDS + "\n\n",
    "seeds in one sentence": re.sub(r"[.!?…\s]+", " ", SEEDS),
    "letters": "abcdefgh",
    "one-letter words": "a ",
    "words of 50,000 letters": "x" * 50_000 + " ",
    "digits": "0123456789",
    "figures": "1 ",
    "figures with commas": "1,",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "words far apart": "a" + " " * 1000,
    "line ends": "\n",
    "blank lines of space": "\n\n \n\t\n",
    "CRLF": "\r\n",
    "one-letter lines": "a\n",
    "headings": "A heading of five words\n\n",
    "questions as headings": "What is it?\n",
    "lines of prose": "This is a line of running text that ends in a stop and has words.\n",
    "lists": "1. one\n2. two\n",
    "bars": "One | Two | Three\n",
    "comment forms": "Leave a Reply\nYour email address will not be published.\n",
    "control characters": "\0\x1b\x07",
    "control characters in words": "word\x00\x85 other\u2028",
    "lone surrogates": "\ud800\udfff lone ",
    "right to left": "שלום עולם, זהו טקסט. ",
    "emoji": "🙂🏳️‍🌈 ",
    "decomposed accents": "cafe\u0301 nai\u0308ve. ",
    "accents alone": "\u0301",
    "invisible characters": "a\u200b",
    "capitals that change length": "ſıİ ΟΔΟΣ ",
    "double marks": '"',
    "double marks apart": '" ',
    "opening marks": "“",
    "marks behind words": 'a" ',
    "marks before words": ' "a',
    "single marks before words": " 'a",
    "quotations in quotations": "“He said ‘we said “they said ",
    "marks of all kinds": "\"'He' said 'we\" said ",
    "short quotations": '"Yes," he said. ',
    "quotations that never close": '"Yes, we do, he said\n\n',
    "stops": ".",
    "initials": "A. ",
    "abbreviations without space": "U.S.A.",
    "stops before capitals": "abc.Abc",
    "doubled stops": "a.. ",
    "dashes": "- ",
    "brackets": "(",
    "references": "[1]",
    "hyphens": "a-",
    "mark-up": "<p>&amp;</p>",
    "Markdown": "# a\n* b\n",
    "hashtags": "#tag ",
    "addresses": "http://a.b/c ",
    "report verbs": "said ",
    "speakers": "said John Smith, ",
    "names": "John Smith ",
    "offices": "President Donald Trump said in 2019 ",
    "offices that ended": "In July 2012, ECB President Mario Draghi said so, ",
    "one name": "President Trump Donald Trump Donald ",
    "institutions": "the ministry maintains that it is so, ",
    "studies": "a report says that it is so, ",
    "nameless people": '"it was so bad," one resident said, and ',
    "experts": "Experts say that it is so. ",
    "hedges": "may perhaps possibly ",
    "hearsay": "it is believed that they could possibly ",
    "years": "It began in 2019. ",
    "dates": "4 March 2019 to 5 May 2020, ",
    "dates in figures": "1/2/",
    "ages": "John Smith, 43, born 1952, ",
    "lengths of time": "for 12 years, from 2005 to 2010, ",
    "times since": "it has been seven years since the strike began, ",
    "events": "the war in Ukraine began in 2019, ",
    "cities that lose": "that Lviv lost his streets ",
    "search trade": "I am an SEO ",
}


@pytest.fixture(scope="session")
def scorer(model_file: Path) -> Scorer:
    return Scorer(model_file)


def of_length(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


@pytest.mark.usefixtures("_no_collection")
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_time_grows_with_the_length_alone(unit: str) -> None:
    assert_linear(lambda length: of_length(unit, length))


def case_texts() -> list[str]:
    """Our own texts, from the families' cases."""
    texts = []
    for path in sorted((ROOT / "features").glob("*/cases.toml")):
        for kind in tomllib.loads(path.read_text("utf-8")).values():
            texts += [case["text"] for case in kind]
    return texts


@pytest.mark.usefixtures("_no_collection")
def test_the_families_cases_in_one_endless_sentence() -> None:
    texts = [re.sub(r"[.!?…\s]+", " ", text).strip() + ", " for text in case_texts()]
    size = len(texts) // 12 + 1
    for first in range(0, len(texts), size):
        unit = "".join(texts[first : first + size])
        assert_linear(lambda length, unit=unit: of_length(unit, length))


@pytest.mark.usefixtures("_no_collection")
def test_lines_that_all_stand_twice() -> None:
    def twice(length: int) -> str:
        lines = [f"Line {n} of the text tells of matter {n * 13}." for n in range(length // 80)]
        return "\n".join(lines + lines)

    assert_linear(twice)


def test_a_square_is_seen() -> None:
    def slices(doc: Document) -> int:
        return sum(len(doc.words.lower[:place]) for place in range(len(doc.words)))

    with pytest.raises(AssertionError, match="slices"):
        assert_linear(lambda length: of_length("a ", length), {"slices": slices})


def readers_and_measures() -> dict[str, Work]:
    """Every way in which a document is read, by name; what others share comes first."""
    return {
        "blocks": lambda doc: doc.blocks,
        "words": lambda doc: doc.words.index,
        "sentences": lambda doc: doc.sentences,
        "quotations": lambda doc: doc.quotations,
        **{name: feature.measure for name, (_, feature) in features().items()},
    }


def assert_linear(text_of: Callable[[int], str], works: dict[str, Work] | None = None) -> None:
    works = works or readers_and_measures()
    slow = {}
    for _ in range(3):  # what a machine does besides may disturb one measurement, not all
        few, many = costs(text_of(_SHORT), works), costs(text_of(5 * _SHORT), works)
        slow = {
            name: (few[name], many[name])
            for name in works
            if many[name] > _WORTH_COMPARING and many[name] > _TOO_MUCH * few[name]
        }
        if not slow:
            break
    assert not slow, "seconds for a text and its fivefold"


def costs(text: str, works: dict[str, Work]) -> dict[str, float]:
    """Processor time of each work on one document, in seconds."""
    doc = Document(text, title="A title", published=date(2023, 5, 4))
    return {name: cost(work, doc) for name, work in works.items()}


def cost(work: Work, doc: Document) -> float:
    start = time.process_time()
    work(doc)
    return time.process_time() - start


def test_no_finding_hangs_on_the_order_of_a_set() -> None:
    # Which is another one in each process. Texts that go together give quotations and times
    # that could be set against one another in several ways.
    code = (
        "import sys, json\n"
        "from credscore import Document\n"
        "from credscore.registry import features\n"
        "for text in json.load(sys.stdin):\n"
        "    doc = Document(text)\n"
        "    print([feature.measure(doc) for _, feature in features().values()])"
    )
    texts = case_texts()
    texts = [SEEDS, *("\n\n".join(texts[first : first + 8]) for first in range(0, len(texts), 8))]
    texts += ["\n\n".join([text, text.replace("said", "added"), text]) for text in texts]
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(texts),
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "1234"
    }
    assert len(found) == 1


@pytest.mark.parametrize(
    "text",
    [
        of_length(SEEDS, 1_000_000),
        "a" * 1_000_000,
        "\n" * 1_000_000,
        '"' * 1_000_000,
        "A heading of five words\n\n" * 100_000,
        of_length("cafe\u0301 ", 1_000_000),
        of_length(SEEDS.replace("\n", " "), 1_000_000),
    ],
    ids=["prose", "no spaces", "line ends", "marks", "headings", "accents", "one line"],
)
def test_a_huge_text_gets_an_answer_of_bounded_size(scorer: Scorer, text: str) -> None:
    result = scorer.score(text)
    assert result.contributions
    assert len(result.evidence) <= 500 * len(features())
    shown = sum(len(e.text) + sum(len(r.text) for r in e.related) for e in result.evidence)
    assert shown <= 4 * len(text)
