"""The result: a published schema that reads back what it wrote."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from credscore.model import logit
from credscore.result import (
    SCHEMA_VERSION,
    Contribution,
    CredibilityScore,
    Evidence,
    ModelInfo,
    Related,
    sigmoid,
)


def result(*points: float, base: float = 0.0, sufficient: bool = True) -> CredibilityScore:
    return CredibilityScore(
        base=base,
        contributions=tuple(
            Contribution(
                feature=f"f.{place}", family="f", value=None, unit="share", points=p, text="so"
            )
            for place, p in enumerate(points)
        ),
        evidence=(
            Evidence(
                family="f",
                rule="r",
                start=1,
                end=3,
                text="\ud800<",
                message="Why.",
                related=(Related(start=0, end=1, text="a"),),
            ),
        ),
        warnings=(),
        words=100,
        sufficient=sufficient,
        model=ModelInfo(name="m", version="1", digest="0", low_below=0.3, high_from=0.7),
    )


@pytest.mark.parametrize(
    ("log_odds", "band"),
    [
        (-3.0, "low"),
        (logit(0.3) - 1e-6, "low"),
        (logit(0.3) + 1e-6, "medium"),
        (0.0, "medium"),
        (logit(0.7) - 1e-6, "medium"),
        (logit(0.7) + 1e-6, "high"),
        (3.0, "high"),
    ],
)
def test_the_band_follows_the_score(log_odds: float, band: str) -> None:
    assert result(log_odds).band == band


def test_the_score_is_computed_from_its_contributions() -> None:
    one = result(1.0, -0.25, base=0.5)
    assert one.score == sigmoid(1.25)
    assert one.log_odds == 1.25
    assert one.reasons(1) == one.contributions[:1]


def test_features_without_points_are_no_reasons() -> None:
    assert len(result(1.0, 0.0, 0.0).reasons()) == 1


def test_without_enough_text_there_is_no_score() -> None:
    assert result(1.0, sufficient=False).score is None
    assert result(1.0, sufficient=False).band == "insufficient"


@pytest.mark.parametrize("log_odds", [-1e9, -800.0, -30.0, 0.0, 30.0, 800.0, 1e9])
def test_a_probability_stays_one(log_odds: float) -> None:
    assert 0 <= sigmoid(log_odds) <= 1
    assert sigmoid(log_odds) + sigmoid(-log_odds) == pytest.approx(1)


@pytest.mark.parametrize("indent", [None, 2])
def test_json_reads_back(indent: int | None) -> None:
    one = result(1.0, -0.25)
    text = one.to_json(indent)
    text.encode()
    assert ("\n" in text) == (indent is not None)
    assert CredibilityScore.from_json(text) == one
    assert json.loads(text)["schema_version"] == SCHEMA_VERSION


def test_fields_of_a_newer_schema_are_passed_over() -> None:
    row = json.loads(result(1.0).to_json()) | {"path": "a.txt", "news": 1}
    assert CredibilityScore.from_json(json.dumps(row)) == result(1.0)


@pytest.mark.parametrize(
    "change",
    [{"base": "much"}, {"words": -1}, {"evidence": [{"start": 1}]}, {"model": None}],
)
def test_what_is_no_result_is_refused(change: dict[str, Any]) -> None:
    row = json.loads(result(1.0).to_json()) | change
    with pytest.raises(ValidationError):
        CredibilityScore.from_json(json.dumps(row))


def test_every_field_is_published_with_a_description() -> None:
    schema = CredibilityScore.json_schema()
    parts = [schema, *schema["$defs"].values()]
    assert set(json.loads(result(1.0).to_json())) == set(schema["properties"])
    for part in parts:
        for name, field in part["properties"].items():
            assert field.get("description"), name


def test_a_result_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        result(1.0).base = 2.0  # type: ignore[misc]
