"""Every rule is held to its cases: what it must find, what it must leave alone, what it misses.

The cases stand beside the code, in `features/<family>/cases.toml`. A known failure runs as a
strict xfail: when a rule learns to deal with it, the suite says so.
"""

import re
import tomllib
from pathlib import Path

import pytest

from credscore.document import Document
from credscore.feature import Passage
from credscore.registry import families

FEATURES = Path(__file__).parent.parent / "features"
FAMILIES = {family.name: family for family in families()}
KINDS = ("found", "left_alone", "known_failure")
FIELDS = ("title", "url", "author", "published")


def load(family: str) -> dict:
    path = FEATURES / family / "cases.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def cases(kind: str) -> list:
    return [
        pytest.param(family, case, id=f"{family}-{case.get('rule', '?')}-{place}")
        for family in FAMILIES
        for place, case in enumerate(load(family).get(kind, []))
    ]


def passages_of(family: str, case: dict) -> tuple[Document, list[Passage]]:
    doc = Document(case["text"].strip("\n"), **{f: case[f] for f in FIELDS if f in case})
    found = [
        passage
        for feature in FAMILIES[family].features
        for passage in feature.measure(doc).evidence
        if case["rule"] in ("*", passage.rule)
    ]
    return doc, found


def missed(doc: Document, found: list[Passage], wanted: list[str]) -> list[str]:
    """The wanted passages that no evidence overlaps, wherever in the text they stand."""
    assert wanted, "a case to be found must name its passages"
    assert all(passage in doc.text for passage in wanted)
    return [
        passage
        for passage in wanted
        if not any(
            evidence.start < match.end() and match.start() < evidence.end
            for match in re.finditer(re.escape(passage), doc.text)
            for evidence in found
        )
    ]


@pytest.mark.parametrize(("family", "case"), cases("found"))
def test_found(family: str, case: dict) -> None:
    doc, found = passages_of(family, case)
    assert not missed(doc, found, case["passages"])


@pytest.mark.parametrize(("family", "case"), cases("left_alone"))
def test_left_alone(family: str, case: dict) -> None:
    doc, found = passages_of(family, case)
    assert [(p.rule, doc.content[p.start : p.end]) for p in found] == []


@pytest.mark.parametrize(("family", "case"), cases("known_failure"))
@pytest.mark.xfail(strict=True, raises=AssertionError)
def test_known_failure(family: str, case: dict) -> None:
    doc, found = passages_of(family, case)
    if case["passages"]:
        assert not missed(doc, found, case["passages"])
    else:
        assert not found


@pytest.mark.parametrize("family", FAMILIES)
def test_every_rule_has_cases_and_every_case_a_rule(family: str) -> None:
    by_kind = load(family)
    assert set(by_kind) <= set(KINDS)
    rules = set(FAMILIES[family].rules)
    for kind in ("found", "left_alone"):
        named = {case["rule"] for case in by_kind.get(kind, [])}
        assert named - {"*"} <= rules
        assert rules <= named | ({*rules} if "*" in named and kind == "left_alone" else set())


@pytest.mark.parametrize("family", FAMILIES)
def test_the_case_file_names_why_a_text_is_left_alone(family: str) -> None:
    for kind in ("left_alone", "known_failure"):
        assert all(case.get("why") for case in load(family).get(kind, []))
