"""Rows as corpora have them: articles of our own, and all that is no article."""

import gzip
import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

NAMES = ("Ellerby", "Marsham", "Coldwick", "Upper Tarn")


@pytest.fixture(scope="session")
def texts() -> list[object]:
    """Texts that score differently, and rows that cannot be scored."""
    articles = [_article(name, place) for place, name in enumerate(NAMES)]
    return [*articles[:2], None, "Too short to judge.", *articles[2:], "", "\ud800 and \x00"]


def _article(town: str, place: int) -> str:
    paragraphs = [
        f"The council of {town} voted nine to two on Tuesday to close the harbour bridge for "
        f"six weeks. “We cannot put this off again,” said Mary Okafor, its chief engineer, who "
        f"told the meeting that {place + 2} bearings had worn through since 2019.",
        "Experts have suggested that the work could not wait. “It is a scandal.” Many people "
        "reportedly believe that the bridge may perhaps never open again, it is said.",
        f"The repair will cost £1.{place} million, according to the engineer's report. Tom Hale, "
        "who runs the bakery at the north end, said he expected to lose a third of his trade.",
        "In conclusion, it is important to note that the future of the bridge remains uncertain.",
    ]
    # Each differs from the others in what it has, not only in its names.
    more = [
        f"Buses will go round by the mill road until {town} has its bridge back, the council said "
        f"in a notice of {place + 3} May. They will leave every quarter of an hour.",
        "The bridge was built in 1931 and strengthened after the flood of 1968, the records show. "
        "Nobody has measured its northern pier since.",
        f"Councillor Ann Field, who voted against, asked for a second opinion. “{place + 4} weeks "
        "would have been enough,” she told the Gazette on Wednesday.",
    ]
    return "\n\n".join([*paragraphs[: 2 + place % 3], *more])


_SENTENCES = (
    "The town council of {place} voted nine to two on Tuesday to close the {thing} for six weeks.",
    '"We cannot put this off again," said {name}, the council\'s chief engineer.',
    "The repair will cost £{number} million, according to a report that the council published.",
    "Experts say that the work could not wait.",
    "{name}, who runs a bakery nearby, said she expected to lose a third of her trade.",
    "Many people believe that the {thing} was never safe, and everyone knows what that means.",
    "The {thing} was built in 19{year} and has been inspected twice since, records show.",
    '"They told us in a letter," said {name}.',
    "You will not believe what happened next at the {thing} in {place}.",
    "A spokesman for the county, {name}, confirmed the date in an email on Wednesday.",
    "It is important to note that the {thing} plays a crucial role in the life of {place}.",
    "Engineers from the university measured the cracks in {number} places last spring.",
    "The council will pay for a shuttle bus and review the closure every Friday.",
)
_FILL = {
    "place": ("Ellerby", "Marl", "Orle", "Quay End", "Thornwick"),
    "thing": ("harbour bridge", "old pier", "market hall", "ferry slip", "north weir"),
    "name": ("Mary Okafor", "Tom Hale", "Ines Varga", "Piet Lund", "Ada Brook"),
}


def _news(number: int) -> str:
    choice = random.Random(number)
    paragraphs = []
    for _ in range(4):
        sentences = [
            sentence.format(
                number=choice.randint(2, 9),
                year=choice.randint(10, 99),
                **{name: choice.choice(values) for name, values in _FILL.items()},
            )
            for sentence in choice.sample(_SENTENCES, 3)
        ]
        paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs)


@pytest.fixture(scope="session")
def articles() -> list[str]:
    return [_news(number) for number in range(150)]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory, articles: list[str]) -> Path:
    """A folder with a table of 150 articles, a compressed one of 50, and 30 files."""
    folder = tmp_path_factory.mktemp("corpus")
    rows = [
        {
            "headline": f"The news of day {number}",
            "body": text,
            "link": f"https://www.{('gazette', 'clicks', 'herald')[number % 3]}.example/{number}",
            "date": str(date(2023, 1, 1) + timedelta(days=2 * number)),
        }
        for number, text in enumerate(articles)
    ]
    lines = [json.dumps(row) + "\n" for row in rows]
    (folder / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress("".join(lines[:50]).encode()))
    for number, text in enumerate(articles[:30]):
        path = folder / ("one", "two")[number % 2] / f"{number:02}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{text}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def hostile() -> str:
    """Words that would break out of a page."""
    return '"><script>alert(1)</script><img src=x onerror=alert(2)>\x00\u202e</style>'


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, articles: list[str], hostile: str) -> Path:
    """Articles of seven sites, one of them carried by all, with hostile words on every side."""
    folder = tmp_path_factory.mktemp("hostile")
    lines = []
    for number, text in enumerate(articles):
        row = {
            "text": f"{text}\n\n{hostile} said {hostile}." if number % 10 == 0 else text,
            "title": f"{hostile} {number}" if number % 10 == 0 else f"The news of day {number}",
            "url": f"https://site{number % 7}.example/{number}?{hostile}",
            "author": hostile if number % 10 == 0 else f"Writer {number % 20}",
            "site": hostile if number % 10 == 0 else f"site{number % 7}.example",
            "date": f"20{10 + number % 14}-{1 + number % 12:02}-03",
        }
        lines.append(json.dumps(row))
        if number % 15 == 0:
            copies = ({**row, "site": f"copy{c}.example", "author": f"Name {c}"} for c in range(4))
            lines += map(json.dumps, copies)
    (folder / "in.jsonl").write_text("\n".join([*lines, "{torn"]), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def page(folder: Path, model_file: Path) -> str:
    """The report of an audit of ``folder``, which leaves its files there."""
    pytest.importorskip("pyarrow", reason="extra corpus")
    from credscore.cli import app

    arguments = [str(folder / "in.jsonl"), "--out", str(folder / "r.html"), "--jobs", "2"]
    done = CliRunner().invoke(app, ["audit", *arguments, "--model", str(model_file)])
    assert done.exit_code == 1, done.output
    return (folder / "r.html").read_text(encoding="utf-8")
