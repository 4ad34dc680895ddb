"""The model file: what it says is what is scored, and nothing else is accepted."""

import json
from math import exp, isfinite, log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credscore.model import (
    Artefact,
    Bands,
    Head,
    Model,
    ModelError,
    Pair,
    Reference,
    Shape,
    Spread,
    load_model,
)
from credscore.training.model_file import dump


def artefact(*terms: Shape | Pair, revision: int = 1) -> Artefact:
    return Artefact(
        format=1,
        name="toy",
        version="1",
        description="A model for tests.",
        prior=0.5,
        slope=1.0,
        offset=0.25,
        heads=(Head(kind="unreliable", share=1, intercept=0, terms=terms),),
        features={
            name: Reference(revision=revision, low=0, median=1, high=2, mean=1)
            for name in ("a.x", "a.y")
        },
        spread=Spread(words=(100.0, 1000.0), log_odds=(0.8, 0.4)),
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
    alone = Model(artefact(SHAPE), "digest").weigh({"a.x": 0.5, "a.y": 1.0}).points
    points = model.weigh({"a.x": 0.5, "a.y": 1.0}).points
    assert points["a.y"] == pytest.approx(0.125)
    assert points["a.x"] == pytest.approx(alone["a.x"] + 0.125)
    assert model.weigh({"a.x": None, "a.y": 1.0}).points == pytest.approx({"a.x": 0.5, "a.y": 0})


@given(
    st.lists(st.tuples(st.floats(0.1, 1), *[st.floats(-6, 6)] * 3), min_size=1, max_size=4).map(
        lambda heads: [(share / sum(h[0] for h in heads), *rest) for share, *rest in heads]
    )
)
def test_the_points_of_several_heads_sum_to_the_odds_they_add_up_to(heads: list[tuple]):
    flat = artefact().model_copy(
        update={
            "slope": 0.8,
            "heads": tuple(
                Head(
                    kind=f"kind{place}",
                    share=share,
                    intercept=intercept,
                    terms=(
                        Shape(feature="a.x", knots=(0.0, 1.0), points=(0.0, x)),
                        Shape(feature="a.y", knots=(0.0, 1.0), points=(0.0, y)),
                    ),
                )
                for place, (share, intercept, x, y) in enumerate(heads)
            ),
        }
    )
    model = Model(flat, "digest")
    weighed = model.weigh({"a.x": 1.0, "a.y": 1.0})
    odds = sum(share * exp(-(intercept + x + y)) for share, intercept, x, y in heads)
    assert model.base() + sum(weighed.points.values()) == pytest.approx(
        0.25 - 0.8 * log(odds), abs=2e-3
    )
    assert sum(weighed.resemblance.values()) == pytest.approx(1)


def test_sums_far_beyond_any_training_do_not_overflow():
    steep = tuple(
        Shape(feature=name, knots=(0.0, 1.0), points=(-100.0, 100.0)) for name in ("a.x", "a.y")
    )
    heads = tuple(
        Head(kind=kind, share=0.5, intercept=sign * 100, terms=4 * steep)
        for kind, sign in (("unreliable", -1), ("farm", 1))
    )
    model = Model(artefact().model_copy(update={"heads": heads}), "digest")
    for value in (0.0, 1.0):
        weighed = model.weigh({"a.x": value, "a.y": value})
        assert all(isfinite(points) for points in weighed.points.values())
        assert weighed.resemblance == pytest.approx({"unreliable": 1.0, "farm": 0.0})


def test_the_base_moves_with_the_prior():
    model = Model(artefact(), "digest")
    assert model.base() == model.base(0.5) == pytest.approx(0.25)
    assert model.base(0.9) > model.base(0.5) > model.base(0.1)


def test_other_revisions_and_missing_features_are_refused():
    model = Model(artefact(), "digest")
    model.check({"a.x": 1, "a.y": 1, "a.new": 7})
    with pytest.raises(ModelError, match=r"revision 1 .* installed is revision 2"):
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


def head(term: dict) -> dict:
    return {"kind": "unreliable", "share": 1, "intercept": 0, "terms": [term]}


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        ({"format": 2}, "format"),
        ({"heads": [head({"kind": "code", "run": "rm"})]}, "terms"),
        ({"heads": [head(SHAPE.model_dump() | {"knots": [1, 0, 2]})]}, "knots must ascend"),
        ({"heads": [head(SHAPE.model_dump() | {"points": [1]})]}, "as many points as knots"),
        ({"heads": [head(PAIR.model_dump() | {"points": [[1, 2]]})]}, "2 by 2 table"),
        ({"heads": []}, "heads"),
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
