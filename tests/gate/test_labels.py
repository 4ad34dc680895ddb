"""Figures on a newsroom's own labels: intervals that hold, thresholds that can be vouched for."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from credscore.cli import app
from credscore.gate import Gate
from credscore.gate.intervals import (
    area,
    area_interval,
    design_effect,
    fewest_labels,
    likeliest_threshold,
    rate,
    sure_threshold,
)
from credscore.gate.labels import check_labels

from .conftest import BEGINNING, CHANGES, FARM, SOUND, policy_of

Write = Callable[[str, str], str]


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [  # Clopper and Pearson's, as any table has them.
        (0, 10, 0.0, 0.3085),
        (5, 10, 0.1871, 0.8129),
        (10, 10, 0.6915, 1.0),
        (1, 100, 0.00025, 0.0545),
    ],
)
def test_intervals_are_exact_where_documents_are_alike_no_more_than_chance(
    count: int, total: int, low: float, high: float
) -> None:
    found = rate(np.arange(total) < count, [str(one) for one in range(total)])
    assert (found.count, found.total) == (count, total)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


def test_nothing_known_is_said_as_nothing() -> None:
    found = rate(np.array([], dtype=bool), [])
    assert (found.low, found.high, str(found)) == (0.0, 1.0, "none to measure by")


def test_documents_of_one_source_that_go_together_count_for_less() -> None:
    together = np.repeat(np.arange(20) < 5, 10)
    sources = [str(place // 10) for place in range(200)]
    apart = [str(place) for place in range(200)]
    assert design_effect(together, sources) > 8
    assert design_effect(together, apart) == pytest.approx(1.0, abs=0.01)
    wide, narrow = rate(together, sources), rate(together, apart)
    assert wide.low < narrow.low < 0.25 < narrow.high < wide.high


def test_intervals_cover_what_they_say_with_sources_that_differ() -> None:
    """Of 300 samples of 30 sources of 10, in nine of ten the interval holds the true share."""
    random = np.random.default_rng(1)
    sources = [str(place // 10) for place in range(300)]
    held = 0
    for _ in range(300):
        shares = random.beta(1, 4, 30)  # A fifth on average, and very unlike.
        true_of = random.random(300) < np.repeat(shares, 10)
        found = rate(true_of, sources)
        held += found.low <= 0.2 <= found.high
    assert held >= 0.9 * 300


def test_a_threshold_that_is_vouched_for_fails_as_rarely_as_it_says() -> None:
    """Uniform scores: the share of sound documents below a threshold is the threshold itself."""
    random = np.random.default_rng(2)
    wanted, rounds = 0.05, 400
    failed = wasted = 0
    for _ in range(rounds):
        scores = random.random(200)
        found = sure_threshold(scores, wanted, [str(one) for one in range(200)])
        assert found is not None
        failed += found.score > wanted
        wasted += found.score < wanted / 10
    assert failed <= 0.08 * rounds  # 5 in 100, and chance.
    assert wasted <= 0.05 * rounds


def test_the_likeliest_threshold_is_no_such_promise() -> None:
    random = np.random.default_rng(3)
    scores = [likeliest_threshold(random.random(200), 0.05) for _ in range(200)]
    assert 0.3 < np.mean([found.score > 0.05 for found in scores]) < 0.7
    inside = np.mean([found.low <= found.score <= found.high for found in scores])
    assert inside > 0.8


@pytest.mark.parametrize("wanted", [0.01, 0.02, 0.05, 0.1])
def test_with_a_label_too_few_no_threshold_is_vouched_for(wanted: float) -> None:
    fewest = fewest_labels(wanted)
    scores = np.linspace(0.1, 0.9, fewest)
    sources = [str(one) for one in range(fewest)]
    assert sure_threshold(scores, wanted, sources) is not None
    assert sure_threshold(scores[1:], wanted, sources[1:]) is None
    assert fewest_labels(0.02) == 149


def test_what_is_held_anyway_is_counted_against_the_threshold() -> None:
    scores = np.linspace(0.1, 0.9, 400)
    sources = [str(one) for one in range(400)]
    free = sure_threshold(scores, 0.05, sources)
    assert free is not None
    scores[390:395] = -np.inf
    fewer = sure_threshold(scores, 0.05, sources)
    assert fewer is not None
    assert fewer.score < free.score
    scores[300:390] = -np.inf
    assert sure_threshold(scores, 0.05, sources) is None


def test_documents_of_few_sources_vouch_for_less() -> None:
    # The low scores are all of one source.
    scores = np.linspace(0.1, 0.9, 300)
    apart = sure_threshold(scores, 0.05, [str(one) for one in range(300)])
    together = sure_threshold(scores, 0.05, [str(one // 15) for one in range(300)])
    assert apart is not None
    assert together is None or together.score < apart.score


def test_the_area_is_the_share_of_pairs_in_the_right_order() -> None:
    scores = np.array([0.1, 0.4, 0.4, 0.8])
    sound = np.array([False, False, True, True])
    assert area(scores, sound) == pytest.approx((1 + 0.5 + 1 + 1) / 4)
    low, high = area_interval(scores, sound, list("abcd"))
    assert 0 <= low <= area(scores, sound) <= high <= 1


def label(text: str, credible: bool, **more: str) -> str:
    return json.dumps({"text": text, "credible": credible, **more})


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", *args])


def mixed(count: int) -> str:
    rows = []
    for number in range(count):
        source = f"s{number % 7}.org"
        rows.append(label(f"{SOUND}\nNumber {number}.", True, source=source))
        rows.append(label(f"{FARM}\nNumber {number}.", False, source=source))
    rows.append(label("Short.", True, source="s1.org"))
    return "\n".join(rows)


def test_labels_are_counted_as_the_policy_decides(write: Write) -> None:
    path = write("mine.jsonl", mixed(10))
    page = run("--labels", path).stdout
    assert "21 labels: 11 credible, 10 not, from 7 sources. 1 text could not be judged." in page
    assert "of what is held, not credible | 100.0 % (10 of 10; " in page
    assert "of what is not credible, held | 100.0 % (10 of 10; " in page
    assert "of what is credible, held | 0.0 % (0 of 11; 0.0 to 28.5 %)" in page
    assert "of what is credible, held or sent to review | 9.1 % (1 of 11; " in page
    assert "| s0.org | 4 | 100.0 % (2 of 2; 15.8 to 100.0 %) | 100.0 % (2 of 2; " in page
    assert "Too few labels to vouch for one: 149 credible documents are needed" in page
    assert "and there are 11" in page


def test_enough_labels_give_a_threshold_that_a_policy_takes(write: Write) -> None:
    path = write("mine.jsonl", mixed(40))
    page = run("--labels", path, "--false-holds", "0.1").stdout
    threshold = page.split("hold_below = ")[1].split("\n")[0]
    snippet = page.split("```toml\n")[1].split("```")[0]
    policy = BEGINNING.replace('low = "hold"', 'low = "review"') + snippet + CHANGES
    held = run("--labels", path, "--policy", write("policy.toml", policy)).stdout
    assert "of what is credible, held | 0.0 %" in held
    assert "of what is not credible, held | 100.0 %" in held
    assert 0 < float(threshold) < 1
    assert Gate(write("policy.toml", policy)).policy.score.hold_below == float(threshold)


def test_one_kind_of_label_is_not_enough_for_some_figures(write: Write) -> None:
    only = "\n".join(label(FARM + str(number), False) for number in range(3))
    page = run("--labels", write("mine.jsonl", only)).stdout
    assert "Both kinds of label are needed" in page
    assert "no labels of credible documents" in page
    assert "All labels are of one source" in page
    sound = "\n".join(label(f"{SOUND}\nNumber {number}.", True) for number in range(160))
    page = run("--labels", write("mine.jsonl", sound)).stdout
    assert "of what is held, not credible | – |" in page
    assert "Of the others" not in page


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("{}", [], "mine.jsonl, line 1"),
        ("", [], "holds no labels"),
        (label(SOUND, True), ["--false-holds", "0"], "between 0 and 1"),
        (label(SOUND, True), ["--policy", "none.toml"], "cannot be read"),
        (None, [], "No such file"),
    ],
)
def test_wrong_labels_are_refused(
    write: Write, text: str | None, options: list[str], says: str
) -> None:
    path = write("mine.jsonl", text) if text is not None else "none/mine.jsonl"
    result = run("--labels", path, *options)
    assert result.exit_code == 2
    assert says.replace(" ", "") in "".join(result.stderr.replace("│", "").split())


def test_hostile_sources_stay_in_their_cell(write: Write, tmp_path: Path) -> None:
    rows = [label(SOUND + str(n), True, source="a|b\n\x1b[31m# x" if n else "c") for n in range(4)]
    out = tmp_path / "page.md"
    page = run("--labels", write("mine.jsonl", "\n".join(rows)), "--out", str(out)).stdout
    assert "\x1b" not in page
    assert "| a/b" in page
    assert out.read_text(encoding="utf-8").strip() == page.strip()


def test_exemptions_and_other_rules_are_seen_beside_the_score(write: Write) -> None:
    rule = "[[rules]]\nid = 'r'\naction = 'hold'\nwhen = [{ feature = 'words', above = 10 }]\n"
    exempt = "[[exemptions]]\nsource = 'x.org'\nreason = 'x'\n"
    path = Path(
        write(
            "mine.jsonl",
            "\n".join([label(FARM, False, url="https://a.x.org/1"), label(FARM, False)]),
        )
    )
    checked: Any = check_labels(path, Gate(policy_of(exempt)))
    assert checked.exempt.tolist() == [True, False]
    assert checked.held.tolist() == [False, True]
    assert not checked.held_anyway.any()
    assert check_labels(path, Gate(policy_of(rule))).held_anyway.all()
