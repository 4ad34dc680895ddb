"""What contradicts itself is found, and its twin that does not is left alone."""

import tomllib
from pathlib import Path

import pytest

from credscore.document import Document
from credscore.features.anachronism import FAMILY

WRITTEN = "2016-11-07"
TWINS = tomllib.loads(
    Path(__file__).with_name("anachronism_twins.toml").read_text(encoding="utf-8")
)


def passages(text: str) -> list[list[str]]:
    doc = Document(text, published=WRITTEN)
    found = [p for feature in FAMILY.features for p in feature.measure(doc).evidence]
    return sorted([p.rule, doc.content[p.start : p.end]] for p in set(found))


@pytest.mark.parametrize("twin", TWINS["found"], ids=lambda twin: twin["text"])
def test_a_contradiction_is_found(twin: dict) -> None:
    assert passages(twin["text"]) == sorted(twin["passages"])


@pytest.mark.parametrize("twin", TWINS["left_alone"], ids=lambda twin: twin["text"])
def test_what_agrees_is_left_alone(twin: dict) -> None:
    assert passages(twin["text"]) == []
