"""What CONTRIBUTING asks of every family, asked of all that are there."""

import ast
import csv
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from credscore.registry import families, features

ROOT = Path(__file__).parent.parent
FAMILIES = [family.name for family in families()]
HEADINGS = ("What it measures:", "Why it matters:", "Example:", "Left alone:")
TEXT_FILES = {".py", ".md", ".toml", ".txt", ".csv", ".json", ".html", ".css", ".cfg", ""}
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

# Phrases that half the web holds, though a seed holds them too.
COMMONPLACES = (
    "your email address will not be published",  # every comment form of WordPress
    "address will not be published",
    "leave a reply your email address will not be published required fields are marked",
    "come to the right place",
    "russia's invasion of its neighbour",  # agencies' second mention of the war
)


@pytest.mark.parametrize("name", features())
def test_every_page_has_its_headings_in_order(name: str) -> None:
    page = features()[name][1].page
    lines = page.splitlines()
    places = [lines.index(heading) for heading in HEADINGS]
    assert places == sorted(places)
    for place in places:
        assert lines[place + 1].startswith("    "), f"{lines[place]} says nothing"
    assert lines[0].endswith(".")
    assert not re.search(r"REPLACE|TODO|FIXME|XXX", page)


@pytest.mark.parametrize("family", families(), ids=FAMILIES)
def test_every_family_has_a_page_rules_in_words_and_cases(family) -> None:
    assert len(family.page.split()) > 40
    assert "REPLACE" not in family.page
    assert all(text.endswith(".") for text in family.rules.values())
    folder = ROOT / "features" / family.name
    cases = tomllib.loads((folder / "cases.toml").read_text(encoding="utf-8"))
    assert len(cases["left_alone"]) >= len(cases.get("found", ()))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_the_library_names_no_family() -> None:
    for path in (ROOT / "credscore").rglob("*.py"):
        named = [name for name in imported(path) if name.startswith("credscore.features.")]
        assert not named, f"{path.relative_to(ROOT)} imports {named}"


@pytest.mark.parametrize("family", FAMILIES)
def test_no_family_imports_another(family: str) -> None:
    others = [f"credscore.features.{other}" for other in FAMILIES if other != family]
    for path in (ROOT / "features" / family).glob("*.py"):
        for name in imported(path):
            assert not any(name == other or name.startswith(f"{other}.") for other in others)


def test_scoring_loads_nothing_heavy() -> None:
    code = (
        "import sys; from credscore import score; score('The council met on Tuesday. ' * 60); "
        "print({'sklearn', 'pandas', 'nltk', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "set()"


def strings(value: object) -> Iterator[str]:
    """The strings anywhere in what was read from JSON or TOML, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from strings(key)
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def entries(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        lines = (line for line in text.splitlines() if not line.startswith("#"))
        yield from (line.partition("\t")[0] for line in lines)
    elif path.suffix == ".csv":
        yield from (cell for row in csv.reader(text.splitlines()) for cell in row)
    elif path.suffix == ".json":
        yield from strings(json.loads(text))
    elif path.suffix == ".toml":
        yield from strings(tomllib.loads(text))


def words(text: str) -> list[str]:
    return WORD.findall(text.replace("’", "'").lower())


def runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    found = words(text)
    return (tuple(found[i : i + length]) for i in range(len(found) - length + 1))


@cache
def runs_of_the_seeds(length: int) -> frozenset[tuple[str, ...]]:
    seeds = (path.read_bytes().decode() for path in (ROOT / "seeds").glob("*.txt"))
    return frozenset(run for seed in seeds for run in runs(seed, length))


DATA = sorted(
    path
    for folder in ("features", "credscore")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".txt", ".csv", ".json", ".toml"}
)


@pytest.mark.parametrize("path", DATA, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_lexicon_holds_the_words_of_a_seed(path: Path) -> None:
    # Cases are prose of our own, in which five words in a row may meet by chance.
    length = 8 if path.name == "cases.toml" else 5
    known = {run for phrase in COMMONPLACES for run in runs(phrase, length)}
    shared = {run for entry in entries(path) for run in runs(entry, length)}
    assert not (shared & runs_of_the_seeds(length)) - known


def test_the_commonplaces_are_needed() -> None:
    held = " \n ".join(" ".join(words(entry)) for path in DATA for entry in entries(path))
    for phrase in COMMONPLACES:
        assert any(" ".join(run) in held for run in runs(phrase, 5))


def test_no_file_names_a_machine() -> None:
    machine = re.compile(r"/(?:work|root|home|Users)/\w|/tmp/\w|[A-Z]:\\Users")
    folders = ("credscore", "features", "trained", "tests", ".ci")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    for path in (*paths, *ROOT.glob("*.md"), *ROOT.glob("*.toml")):
        if path.is_file() and path.suffix in TEXT_FILES and "__pycache__" not in path.parts:
            found = machine.search(path.read_text(encoding="utf-8"))
            assert not found, f"{path.relative_to(ROOT)}: {found.group() if found else ''}"
