"""The shipped model is what its table and recipe say, and training says what it cannot use."""

import json
from pathlib import Path

import numpy as np
import pytest

from credscore.model import load_model
from credscore.training.fit import choose_knots, fit, ramps, weigh
from credscore.training.own import read_labels
from credscore.training.recipe import Recipe, make_model
from credscore.training.table import Table, read_table, shipped_table, write_table
from credscore.training.validate import corpus_folds, gate_folds


@pytest.fixture(scope="module")
def table() -> Table:
    return shipped_table()


def test_the_shipped_table_gives_the_shipped_model(table: Table):
    shipped = load_model("news").artefact
    refitted = make_model(table, Recipe(shipped.name, shipped.version, shipped.description))
    assert refitted == shipped


def test_the_table_holds_no_text(table: Table):
    assert all(len(domain) == 12 and int(domain, 16) >= 0 for domain in set(table.domain))
    assert set(table.kind) <= {
        "reporting", "opinion", "sound", "unreliable", "model", "farm"
    }  # fmt: skip


def test_a_table_reads_back_to_the_same_bytes(table: Table, tmp_path: Path):
    first, second = tmp_path / "a.csv.gz", tmp_path / "b.csv.gz"
    write_table(table, first)
    write_table(read_table(first), second)
    assert first.read_bytes() == second.read_bytes()


def test_no_fold_trains_on_a_corpus_or_domain_it_tests(table: Table):
    for folds in (corpus_folds, gate_folds):
        for fold in folds(table):
            assert not (fold.train & fold.test).any()
            assert not set(table.domain[fold.train]) & set(table.domain[fold.test])
    for fold in corpus_folds(table):
        assert fold.name not in set(table.corpus[fold.train])


def test_classes_weigh_alike(table: Table):
    weights = weigh(table)
    assert weights[table.credible].sum() == pytest.approx(weights[~table.credible].sum())


def test_shapes_keep_to_their_declared_direction(table: Table):
    from credscore.registry import features

    for head in load_model("news").artefact.heads:
        for term in head.terms:
            steps = np.diff(term.points)
            direction = features()[term.feature][1].direction
            if direction == "raises":
                assert (steps >= 0).all(), (head.kind, term.feature)
            elif direction == "lowers":
                assert (steps <= 0).all(), (head.kind, term.feature)


def test_one_class_alone_is_refused(table: Table):
    with pytest.raises(ValueError, match="got one kind"):
        fit(table.where(table.credible))


def test_knots_of_a_rare_feature_begin_at_zero():
    values = np.array([0.0] * 90 + list(range(1, 11)))
    knots = choose_knots(values)
    assert knots[0] == 0
    assert (np.diff(knots) > 0).all()


def test_a_missing_value_stands_at_the_mean_of_the_known():
    columns = ramps(np.array([0.0, 2.0, np.nan]), np.array([0.0, 1.0, 2.0]))
    assert columns.tolist() == [[0, 0], [1, 1], [0.5, 0.5]]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("[]", "line 2: expected an object"),
        ('{"text": "x"}', "line 2: expected an object with 'text' and 'credible'"),
        ('{"credible": true}', "line 2: Document.text must be a str, got NoneType"),
        ('{"text": "x", "credible": true, "published": "soon"}', "ISO 8601 date"),
        ("{", "line 2"),
    ],
)
def test_own_labels_name_the_bad_line(tmp_path: Path, line: str, complaint: str):
    path = tmp_path / "labels.jsonl"
    good = json.dumps({"text": "x", "credible": False, "url": "https://news.bbc.co.uk/1"})
    path.write_text(f"{good}\n{line}\n")
    with pytest.raises(ValueError, match=complaint):
        read_labels(path)
    path.write_text(good)
    assert read_labels(path)[0].domain == "bbc.co.uk"
