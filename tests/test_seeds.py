"""The five seeds are scored low, and their faults stay found by the families they belong to."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from credscore import CredibilityScore, score
from credscore.registry import families

SEEDS = Path(__file__).parent.parent / "seeds"
FINDINGS = tomllib.loads(
    Path(__file__).with_name("seeds_findings.toml").read_text(encoding="utf-8")
)
NAMES = sorted(path.name for path in SEEDS.glob("*.txt"))


@cache
def scored(name: str) -> tuple[str, CredibilityScore]:
    text = (SEEDS / name).read_bytes().decode("utf-8")
    return text, score(text)


def is_covered(finding: dict) -> bool:
    """Whether evidence of the finding's family overlaps the first standing of its passage."""
    text, result = scored(finding["seed"])
    start = text.index(finding["text"])
    end = start + len(finding["text"])
    return any(
        evidence.family == finding["family"] and evidence.start < end and start < evidence.end
        for evidence in result.evidence
    )


def findings(kind: str) -> list:
    return [
        pytest.param(f, id=f"{f['seed'][:3]}-{f['family']}-{f['text'][:24]}")
        for f in FINDINGS[kind]
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_seed_is_in_band_low_and_offsets_are_exact(name: str) -> None:
    text, result = scored(name)
    assert result.band == "low"
    assert result.evidence
    spans = [span for evidence in result.evidence for span in (evidence, *evidence.related)]
    assert all(text[span.start : span.end] == span.text != "" for span in spans)


@pytest.mark.parametrize("finding", findings("found"))
def test_found(finding: dict) -> None:
    assert is_covered(finding)


@pytest.mark.parametrize("finding", findings("missed"))
@pytest.mark.xfail(strict=True, raises=AssertionError)
def test_missed(finding: dict) -> None:
    assert is_covered(finding)


@pytest.mark.parametrize("finding", findings("left_alone"))
def test_left_alone(finding: dict) -> None:
    assert not is_covered(finding)


def test_the_findings_are_of_the_seeds_that_are_here() -> None:
    listed = [finding for kind in FINDINGS.values() for finding in kind]
    assert {finding["seed"] for finding in listed} == set(NAMES)
    assert {finding["family"] for finding in listed} <= {family.name for family in families()}
    assert all(finding["why"] for finding in (*FINDINGS["missed"], *FINDINGS["left_alone"]))
