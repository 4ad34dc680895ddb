"""A model file either scores or is refused with a ModelError, however it was damaged."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credscore import Scorer
from credscore.model import ModelError, load_model

QUICK = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NUMBERS = st.sampled_from(
    [0, 1, -1, 0.5, 1e308, -1e308, 5e-324, 10**400, 1000, -1000, math.nan, math.inf, -math.inf]
)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=5),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=5), parts),
    max_leaves=6,
)


def score_or_refuse(path: Path, data: bytes, article: str) -> bool:
    """Whether the model scores; what else but a ModelError it raises, this raises."""
    path.write_bytes(data)
    load_model.cache_clear()
    try:
        scorer = Scorer(path)
    except ModelError:
        return False
    result = scorer.score(article)
    assert result.score is not None
    assert 0 <= result.score <= 1
    assert math.isfinite(sum(c.points for c in result.contributions) + result.base)
    result.to_json()
    return True


@pytest.fixture(scope="module")
def small(model_file: Path) -> dict[str, Any]:
    """The test model cut to a few terms, so that damage hits every kind of place."""
    model = json.loads(model_file.read_text("utf-8"))
    first, second = (head["terms"] for head in model["heads"])
    pair = {
        "kind": "pair",
        "features": [first[0]["feature"], first[1]["feature"]],
        "knots": [[0.0, 1.0], [0.0, 2.0]],
        "points": [[0.0, 0.1], [0.2, 0.3]],
    }
    kept = {term["feature"] for term in first[:3] + second[:2]}
    model["heads"][0]["terms"] = [*first[:3], pair]
    model["heads"][1]["terms"] = second[:2]
    model["features"] = {name: model["features"][name] for name in sorted(kept)}
    model["ranges"] = {name: [0.0, 1.0] for name in sorted(kept)[:2]}
    return model


def places(value: Any, path: tuple = ()) -> list[tuple]:
    """The paths of all that a JSON value holds."""
    if not isinstance(value, dict | list):
        return []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return [place for key, part in items for place in [(*path, key), *places(part, (*path, key))]]


def test_the_small_model_scores(small: dict, tmp_path: Path, article: str) -> None:
    assert score_or_refuse(tmp_path / "model.json", json.dumps(small).encode(), article)


@QUICK
@given(data=st.data())
def test_a_model_with_other_parts_scores_or_is_refused(
    small: dict, tmp_path: Path, article: str, data: st.DataObject
) -> None:
    model = json.loads(json.dumps(small))
    for _ in range(data.draw(st.integers(1, 2))):
        if not (known := places(model)):
            break
        *path, key = data.draw(st.sampled_from(known))
        part = model
        for step in path:
            part = part[step]
        match data.draw(st.sampled_from(["number", "value", "gone", "twice", "key"])):
            case "number":
                part[key] = data.draw(NUMBERS)
            case "value":
                part[key] = data.draw(JSON)
            case "gone":
                del part[key]
            case "twice" if isinstance(part, list):
                part.insert(key, part[key])
            case _ if isinstance(part, dict):
                part[data.draw(st.text(max_size=5))] = part.pop(key)
    score_or_refuse(tmp_path / "model.json", json.dumps(model).encode(), article)


@QUICK
@given(place=st.floats(0, 1), length=st.integers(0, 40), put=st.binary(max_size=12))
def test_a_model_with_other_bytes_scores_or_is_refused(
    small: dict, tmp_path: Path, article: str, place: float, length: int, put: bytes
) -> None:
    text = json.dumps(small).encode()
    start = int(place * len(text))
    damaged = text[:start] + put + text[start + length :]
    score_or_refuse(tmp_path / "model.json", damaged, article)


@pytest.mark.parametrize("length", [0, 1, 100, 10_000])
def test_a_cut_model_is_refused(model_file: Path, tmp_path: Path, article: str, length: int):
    data = model_file.read_bytes()[:length]
    assert not score_or_refuse(tmp_path / "model.json", data, article)


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b'{"a":' * 100_000, b"null", b"\xff\xfe", b"1e999"]
)
def test_what_is_no_model_is_refused(tmp_path: Path, article: str, data: bytes) -> None:
    assert not score_or_refuse(tmp_path / "model.json", data, article)
