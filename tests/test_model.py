"""The model file: what it says is what is scored, and nothing else is accepted."""

import json
from pathlib import Path

import pytest

from credscore.model import (
    Artefact,
    Bands,
    Model,
    ModelError,
    Pair,
    Reference,
    Shape,
    dump,
    load_model,
)


def artefact(*terms: Shape | Pair, revision: int = 1) -> Artefact:
    return Artefact(
        format=1,
        name="toy",
        version="1",
        description="A model for tests.",
        prior=0.5,
        intercept=0.25,
        terms=terms,
        features={
            name: Reference(revision=revision, low=0, median=1, high=2, mean=1)
            for name in ("a.x", "a.y")
        },
        bands=Bands(low_below=0.3, high_from=0.7, rule="by hand"),
    )


SHAPE = Shape(feature="a.x", knots=(0.0, 1.0, 3.0), points=(-1.0, 0.0, 4.0), missing=0.5)
PAIR = Pair(
    features=("a.x", "a.y"), knots=((0.0, 1.0), (0.0, 2.0)), points=((0.0, 0.0), (0.0, 1.0))
)


@pytest.mark.parametrize(
    ("value", "points"),
    [(-5, -1), (0, -1), (0.5, -0.5), (1, 0), (2, 2), (3, 4), (99, 4), (None, 0.5)],
)
def test_a_shape_is_linear_between_knots_and_level_beyond(value: float | None, points: float):
    assert SHAPE.at(value) == pytest.approx(points)


def test_a_pair_shares_its_points_in_halves():
    model = Model(artefact(SHAPE, PAIR), "digest")
    alone = Model(artefact(SHAPE), "digest").points({"a.x": 0.5, "a.y": 1.0})
    points = model.points({"a.x": 0.5, "a.y": 1.0})
    assert points["a.y"] == pytest.approx(0.125)
    assert points["a.x"] == pytest.approx(alone["a.x"] + 0.125)
    assert model.points({"a.x": None, "a.y": 1.0}) == {"a.x": 0.5, "a.y": 0.0}


def test_the_base_moves_with_the_prior():
    model = Model(artefact(), "digest")
    assert model.base() == model.base(0.5) == pytest.approx(0.25)
    assert model.base(0.9) > model.base(0.5) > model.base(0.1)


def test_other_revisions_and_missing_features_are_refused():
    model = Model(artefact(), "digest")
    model.check({"a.x": 1, "a.y": 1, "a.new": 7})
    with pytest.raises(ModelError, match="revision 1 .* installed is revision 2"):
        model.check({"a.x": 1, "a.y": 2})
    with pytest.raises(ModelError, match=r"needs the feature 'a.y'.*Available features: a.x"):
        model.check({"a.x": 1})


def test_a_written_model_reads_back(tmp_path: Path):
    path = tmp_path / "model.json"
    path.write_text(dump(artefact(SHAPE, PAIR)), encoding="utf-8")
    assert load_model(path).artefact == artefact(SHAPE, PAIR)
    assert load_model(tmp_path).artefact == artefact(SHAPE, PAIR)
    assert len(load_model(path).digest) == 64


def test_an_unknown_model_names_those_that_exist():
    with pytest.raises(ModelError, match=r"can't find the model 'nws'.*Available models: news"):
        load_model("nws")


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        ({"format": 2}, "format"),
        ({"terms": [{"kind": "code", "run": "rm"}]}, "terms"),
        ({"terms": [SHAPE.model_dump() | {"knots": [1, 0, 2]}]}, "knots must ascend"),
        ({"terms": [SHAPE.model_dump() | {"points": [1]}]}, "as many points as knots"),
        ({"terms": [PAIR.model_dump() | {"points": [[1, 2]]}]}, "2 by 2 table"),
        ({"prior": 1.5}, "prior"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_damaged_model_is_refused_with_the_place(tmp_path: Path, spoil: dict, complaint: str):
    path = tmp_path / "model.json"
    path.write_text(json.dumps(artefact(SHAPE).model_dump(mode="json") | spoil))
    with pytest.raises(ModelError, match=complaint):
        load_model(path)


def test_what_is_no_json_is_refused(tmp_path: Path):
    path = tmp_path / "model.json"
    path.write_bytes(b"\x80\x04cposix\nsystem\n")
    with pytest.raises(ModelError, match="not a credscore model"):
        load_model(path)
