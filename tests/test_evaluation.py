"""The evaluation measures what it says: known answers on made-up scores, and no fold that leaks."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from credscore import Document
from credscore.model import load_model
from credscore.registry import features
from credscore.training.corpora import Example
from credscore.training.evaluation import Evaluation, as_markdown
from credscore.training.evaluation.ablation import families, learning_curve
from credscore.training.evaluation.bootstrap import auc, figure, resamples
from credscore.training.evaluation.breakdown import Held, by_domain, by_lean, by_length, by_year
from credscore.training.evaluation.certainty import (
    bands,
    calibration,
    coverage,
    expected_calibration_error,
    reliability,
)
from credscore.training.evaluation.left_out import (
    catch_at_gate,
    lead_over,
    mean_auc,
    tell_corpora_apart,
)
from credscore.training.evaluation.perturbations import CHANGES, sample, sensitivity
from credscore.training.recipe import HeldOut
from credscore.training.spread import count_unusual, count_unusual_held_out, fit_spread, ranges
from credscore.training.table import Booleans, Floats, Table, shipped_table


@pytest.fixture(scope="module")
def table() -> Table:
    """A part of the shipped table that keeps every corpus."""
    whole = shipped_table()
    return whole.where(np.arange(len(whole)) % 6 == 0)


def made_up(count: int = 4000, domains: int = 40) -> Table:
    """Documents whose one feature is their class, blurred."""
    rng = np.random.default_rng(7)
    credible = rng.random(count) < 0.5
    values = np.column_stack([credible + rng.normal(size=count), rng.normal(size=count)])
    return Table(
        ("a.signal", "b.noise"),
        values,
        np.where(rng.random(count) < 0.5, "one", "two"),
        np.array([f"{number:012x}" for number in rng.integers(domains, size=count)]),
        np.where(credible, "reporting", "unreliable"),
        np.where(rng.random(count) < 0.5, "left", "right"),
        rng.integers(80, 2000, size=count).astype(float),
    )


def first_feature(table: Table):
    """A method that trusts the first feature, whatever it is trained on."""

    def fit_and_score(train: Booleans, test: Booleans) -> Floats:
        return np.nan_to_num(table.values[test, 0])

    return fit_and_score


def held(table: Table, noise: float = 0.0) -> Held:
    """Scores that are right in the mean, or blurred by ``noise`` in log-odds."""
    rng = np.random.default_rng(1)
    log_odds = 2 * table.values[:, 0] - 1 + noise * rng.normal(size=len(table))
    return Held(table, 1 / (1 + np.exp(-log_odds)), 0.2, 0.8)


def test_auc_is_that_of_scikit_learn_ties_included() -> None:
    rng = np.random.default_rng(0)
    credible, scores = rng.random(500) < 0.4, np.round(rng.random(500), 1)
    assert auc(credible, scores) == pytest.approx(roc_auc_score(credible, scores))
    assert np.isnan(auc(np.ones(3, dtype=bool), np.arange(3.0)))


def test_few_outlets_make_a_figure_uncertain() -> None:
    rng = np.random.default_rng(0)
    widths = []
    for outlets in (10, 200):
        outlet = rng.integers(outlets, size=4000)
        # Every outlet has a way of its own.
        values = rng.normal(size=outlets)[outlet] + 0.1 * rng.normal(size=4000)
        found = figure(lambda rows, v=values: float(v[rows].mean()), np.full(4000, ""), outlet)
        assert found.low < found.value < found.high
        widths.append(found.high - found.low)
    assert widths[0] > 2 * widths[1]


def test_clusters_are_drawn_whole_and_strata_keep_their_clusters() -> None:
    clusters = np.repeat(np.arange(20).astype(str), 5)
    strata = np.repeat(["x", "y"], 50)
    for rows in resamples(strata, clusters, rounds=5):
        assert (np.bincount(rows, minlength=100).reshape(20, 5).std(axis=1) == 0).all()
        assert (rows < 50).sum() == 50


def test_even_scores_are_calibrated_and_sure_ones_are_not() -> None:
    credible = np.array([True, False] * 200)
    assert expected_calibration_error(np.full(400, 0.5), credible) == pytest.approx(0)
    assert expected_calibration_error(np.full(400, 0.9), credible) == pytest.approx(0.4)
    assert expected_calibration_error(credible.astype(float), credible) == pytest.approx(0)


def test_calibrated_scores_lie_on_the_diagonal_and_blurred_ones_do_not() -> None:
    table = made_up()
    gaps = {}
    for noise in (0.0, 3.0):
        parts = reliability(held(table, noise), np.ones(len(table)))
        assert sum(part.documents for part in parts) == len(table)
        gaps[noise] = np.mean([abs(part.mean_score - part.credible) for part in parts])
    # log-odds of 2x - 1 are those of two unit normals at 0 and 1, twice over-sure.
    assert gaps[3.0] > 1.5 * gaps[0.0]
    assert set(calibration(held(table))) == {"one", "two"}


def test_parts_hold_all_documents_once() -> None:
    table = made_up()
    parts = by_length(held(table))
    assert sum(part.credible + part.other for part in parts) == len(table)
    leans = by_lean(held(table))
    assert [part.name for part in leans] == ["left", "right"]
    assert sum(part.credible for part in leans) == table.credible.sum()
    assert all(part.auc is None and part.passed is None for part in leans)


def test_a_domain_counts_from_a_hundred_documents_on_and_has_its_name() -> None:
    table = made_up(domains=12)
    large = by_domain(held(table), {f"{3:012x}": "post.example"})
    assert len(large) == 12
    assert "post.example" in {part.name for part in large}
    assert by_domain(held(made_up(domains=400)), {}) == []


def test_years_are_those_that_are_known() -> None:
    table = made_up(1000)
    years = [2019 if row % 2 else None for row in range(1000)]
    (part,) = by_year(held(table), years)
    assert (part.name, part.credible + part.other) == ("2019", 500)


def test_bands_count_what_falls_into_them() -> None:
    table = made_up()
    view = held(table)
    for corpus, good, failed, other, passed in bands(view):
        inside = table.corpus == corpus
        assert good + other == inside.sum()
        assert failed == (view.scores[inside & table.credible] < 0.2).mean()
        assert passed == (view.scores[inside & ~table.credible] >= 0.8).mean()


def test_left_out_corpora_are_told_apart_as_well_as_the_method_can() -> None:
    table = made_up()
    told = tell_corpora_apart(table, first_feature(table))
    assert [one.name for one in told] == ["one", "two"]
    for one in told:
        # Two unit normals one apart: an area of .76.
        assert one.auc.low < 0.76 < one.auc.high
        assert one.auc.value == pytest.approx(0.76, abs=0.03)
    noise = tell_corpora_apart(table, first_feature(table.with_features(["b.noise"])))
    gap = lead_over(told, noise)
    assert gap.value == pytest.approx(mean_auc(told).value - mean_auc(noise).value)
    assert gap.low > 0.2
    assert lead_over(told, told) == (0.0, 0.0, 0.0)


def test_every_kind_that_a_gate_is_to_catch_is_there(table: Table) -> None:
    names = [kind.name for kind in catch_at_gate(table, first_feature(table))]
    assert len(names) == len(set(names))
    assert {"politifact", "gossipcop"} <= set(names)


def test_the_worth_of_a_family_is_that_of_its_features() -> None:
    signal, noise = families(made_up(), first_feature)
    assert (signal.family, noise.family) == ("a", "b")
    assert signal.alone == pytest.approx(0.76, abs=0.03) == noise.without
    assert noise.alone == pytest.approx(0.5, abs=0.03) == signal.without


def test_the_learning_curve_trains_on_more_and_more(table: Table) -> None:
    seen: list[int] = []

    def counting(table: Table):
        def fit_and_score(train: Booleans, test: Booleans) -> Floats:
            seen.append(int(train.sum()))
            assert not (train & test).any()
            return np.zeros(int(test.sum()))

        return fit_and_score

    curve = learning_curve(table, counting)
    counts = [count for _, count, _ in curve]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] / 4
    assert max(seen) < len(table)


def test_unusual_values_are_counted_by_what_other_corpora_have() -> None:
    table = made_up()
    table.values[table.corpus == "two", 1] += 100
    within = count_unusual(table, ranges(table))
    assert within.mean() == pytest.approx(0.02, abs=0.005)
    assert (count_unusual_held_out(table) >= 1).mean() > 0.98
    table.values[0] = np.nan
    assert count_unusual(table, ranges(table))[0] == 0


def test_widths_cover_what_they_were_made_to_cover() -> None:
    rng = np.random.default_rng(3)
    words = rng.integers(80, 3000, 6000).astype(float)
    unusual = rng.integers(0, 6, 6000).astype(float)
    change = np.abs(rng.normal(size=6000)) * (1 + unusual) * (1 + 500 / words)
    spread = fit_spread(words[::2], unusual[::2], change[::2], 0.9)
    assert list(spread.unusual) == sorted(spread.unusual)
    assert len(spread.words) == len(spread.log_odds) == 5
    half = np.array([
        spread.at(int(w), int(u)) for w, u in zip(words[1::2], unusual[1::2], strict=True)
    ])  # fmt: skip
    assert (change[1::2] <= half).mean() == pytest.approx(0.9, abs=0.03)
    assert spread.at(100, 2) > spread.at(100, 0) > spread.at(2000, 0)
    assert spread.at(100, 99) == spread.at(100, 3)


def test_coverage_is_nominal_where_corpora_are_alike_and_falls_where_one_is_not() -> None:
    table = made_up()
    rng = np.random.default_rng(5)

    def covered(scale: Floats) -> list[float]:
        raw = table.values[:, 0] + scale * rng.normal(size=len(table))
        return [
            one.covered for one in coverage(table, HeldOut(raw, 1.0, 0.0), first_feature(table))
        ]

    assert covered(np.ones(len(table))) == pytest.approx([0.9, 0.9], abs=0.03)
    odd = covered(np.where(table.corpus == "two", 5.0, 1.0))
    assert odd[0] > 0.97
    assert odd[1] < 0.6


@pytest.fixture
def examples(article: str) -> list[Example]:
    docs = [
        Document(f"{article}\n\n{'The vote was close. ' * number}", title="Bridge to close")
        for number in range(30)
    ]
    return [
        Example(corpus, "post.example", "reporting", "", doc)
        for doc in docs
        for corpus in ("one", "two")
    ]


def test_a_sample_takes_as_many_of_each_corpus_and_always_the_same(examples) -> None:
    assert len(sample(examples, 4)) == 8
    assert sample(examples, 4) == sample(examples, 4)
    assert len(sample(examples, 99)) == 60


TEXT = (
    "“We can’t wait,” she said.\n\nThe ‘old’ bridge is shut. It will open in May.\n\nSo they say."
)


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_leaves_the_words_or_says_what_it_takes(name: str) -> None:
    doc = Document(TEXT, title="Bridge to Close")
    changed = CHANGES[name](doc)
    assert changed != doc or name in ("curly quotation marks",)
    if name == "first half only":
        assert TEXT.startswith(changed.text)
        assert 0.4 < len(changed.text) / len(TEXT) < 0.9
    elif "newsletter" in name:
        assert changed.text.startswith(TEXT)
    elif "headline" in name:
        assert changed.text == TEXT
        assert changed.title.lower() == doc.title.lower()
    else:
        assert sorted(changed.content) == sorted(doc.content) or "quotation" in name
        assert len(changed.content) == len(doc.content)


def test_curly_marks_are_the_inverse_of_straight_ones() -> None:
    straight = CHANGES["straight quotation marks"](Document(TEXT))
    assert not set("“”‘’") & set(straight.text)
    assert CHANGES["curly quotation marks"](straight).text == TEXT


def test_a_document_without_a_headline_is_left_as_it_is() -> None:
    assert CHANGES["headline in capitals"](Document(TEXT)) == Document(TEXT)


def test_sensitivity_sees_what_moves_and_what_does_not(model_file, examples) -> None:
    model = load_model(model_file).artefact
    moved = {one.name: one for one in sensitivity(model, sample(examples, 4))}
    assert set(moved) <= set(CHANGES)
    assert moved["CRLF line ends"].percentile_95 == 0
    assert moved["straight quotation marks"].percentile_95 == 0 if "straight" in moved else True
    assert moved["first half only"].percentile_95 > 0
    assert 0 <= moved["first half only"].median <= moved["first half only"].percentile_95 <= 1


def test_the_page_shows_every_figure_and_leaves_out_what_was_not_asked_for() -> None:
    table = made_up()
    view = held(table)
    method = first_feature(table)
    found = Evaluation(
        corpora={"credscore": tell_corpora_apart(table, method)},
        gate={"credscore": []},
        parts={"corpus": [], "words": by_length(view)},
        calibration=calibration(view),
        reliability=reliability(view, np.ones(len(table))),
        bands=bands(view),
        coverage=coverage(table, HeldOut(table.values[:, 1], 1.0, 0.0), method),
        low_below=0.2,
        high_from=0.8,
        is_relearned=False,
    )
    page = as_markdown(found)
    assert f"{found.corpora['credscore'][0].auc}" in page
    assert "By length" in page
    for absent in ("By corpus", "lead of", "What should not matter", "Learning curve"):
        assert absent not in page
    widths = {}
    for line in page.splitlines():
        if line.startswith("|"):
            widths.setdefault(line.split("|")[1], line.count("|"))
            assert line.endswith("|")
    assert max(widths.values()) > 4


def test_the_model_asks_only_for_features_that_there_are() -> None:
    assert set(load_model("news").artefact.ranges) <= set(features())
