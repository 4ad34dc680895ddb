"""A source is judged by its documents: slowly, with an interval, copies counted once."""

import json
import pickle
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from credscore import Scorer, score_source
from credscore.corpus.pooling import Pooling, load_pooling
from credscore.corpus.rows import as_columns
from credscore.corpus.sources import FEWEST, SURE, SourceScore, SourceTally, verdict_of
from credscore.model import logit
from credscore.training.sources import KnownSource, fit_pooling, measure_sources, render


@pytest.fixture
def scorer(model_file: Path) -> Scorer:
    return Scorer(model_file)


def pooled(scorer: Scorer, *log_odds: float | None, prior: float = 0.5) -> SourceScore:
    tally = SourceTally(prior, scorer)
    for value in log_odds:
        tally.add_row({"log_odds": value, "band": None if value is None else "medium"})
    return tally.score()


def test_few_documents_do_not_condemn(scorer: Scorer) -> None:
    for count in range(1, FEWEST):
        assert pooled(scorer, *[-6.0] * count).verdict == "open"
        assert pooled(scorer, *[-6.0] * count).needed == FEWEST - count
    assert pooled(scorer, *[-6.0] * FEWEST).verdict == "doubtful"
    assert pooled(scorer, *[6.0] * FEWEST).verdict == "credible"
    assert FEWEST > 5


def test_more_documents_say_more(scorer: Scorer) -> None:
    scores = [pooled(scorer, *[-0.8] * count) for count in (1, 2, 5, 20, 100)]
    values = [one.score or 0 for one in scores]
    assert values == sorted(values, reverse=True)
    widths = [one.interval[1] - one.interval[0] for one in scores if one.interval]
    assert widths == sorted(widths, reverse=True)
    for one in scores:
        assert one.score is not None
        assert one.interval is not None
        assert one.interval[0] < one.score < one.interval[1]


def test_what_is_needed_would_settle_it(scorer: Scorer) -> None:
    given = [-1.15] * 3
    needed = pooled(scorer, *given).needed
    assert needed is not None
    assert needed > FEWEST - 3
    assert pooled(scorer, *given, *[-1.15] * needed).verdict == "doubtful"
    assert pooled(scorer, *given, *[-1.15] * needed).needed == 0
    assert pooled(scorer, *given, *[-1.15] * (needed - 1)).verdict == "open"


def test_a_source_in_the_middle_is_not_settled_by_more(scorer: Scorer) -> None:
    middle = load_pooling().centre
    answer = pooled(scorer, *[middle] * 50)
    assert answer.score == pytest.approx(0.5)
    assert answer.verdict == "open"
    assert answer.needed is None


def test_the_prior_is_that_of_sources(scorer: Scorer, model_file: Path) -> None:
    half, tenth = pooled(scorer, -0.5, -0.2), pooled(scorer, -0.5, -0.2, prior=0.1)
    assert half.score is not None
    assert tenth.score is not None
    assert logit(tenth.score) - logit(half.score) == pytest.approx(logit(0.1))
    # That of the documents is taken off: it is no evidence.
    text = "Experts have suggested that the bridge may close. " * 30
    sceptical = score_source([text], Scorer(model_file, prior=0.02))
    assert sceptical.score == pytest.approx(score_source([text], scorer).score)
    with pytest.raises(ValueError, match="prior must lie between 0 and 1"):
        SourceTally(prior=1.0, scorer=scorer)


def test_documents_that_cannot_be_scored_are_counted_only(scorer: Scorer) -> None:
    answer = pooled(scorer, None, float("nan"), -1.0)
    assert (answer.documents, answer.scored, answer.independent) == (3, 1, 1)
    assert answer.score == pooled(scorer, -1.0).score
    nothing = pooled(scorer, None)
    assert (nothing.score, nothing.interval, nothing.verdict, nothing.needed) == (
        None,
        None,
        "open",
        None,
    )
    assert nothing.bands == {}


def test_copies_count_once(scorer: Scorer, texts: list[Any]) -> None:
    first, second = texts[0], texts[1]
    once = score_source([first, second, texts[4]], scorer)
    copied = score_source([first, second, first, texts[4], f"{first}\n\nRead more.", first], scorer)
    assert (copied.documents, copied.independent) == (6, once.independent)
    assert copied.score == once.score
    assert copied.bands == once.bands


def test_of_a_group_the_first_that_could_be_scored_counts(scorer: Scorer) -> None:
    tally = SourceTally(scorer=scorer)
    for value, group in (
        (None, "a"),
        (-2.0, "a"),
        (5.0, "a"),
        (1.0, "b"),
        (1.0, None),
        (1.0, None),
    ):
        tally.add_row({"log_odds": value, "band": "low" if value == -2.0 else "high"}, group)
    answer = tally.score()
    assert (answer.documents, answer.scored, answer.independent) == (6, 5, 4)
    assert answer.bands == {"high": 0.75, "low": 0.25}
    assert answer.score == pooled(scorer, -2.0, 1.0, 1.0, 1.0).score


def test_results_and_rows_say_the_same(scorer: Scorer, texts: list[Any]) -> None:
    results = [scorer.score(text) for text in (texts[0], texts[1], "short", texts[4], texts[5])]
    by_result, by_row = SourceTally(scorer=scorer), SourceTally(scorer=scorer)
    for result in results:
        by_result.add(result)
        by_row.add_row(dict(as_columns(result)))
    assert by_result.score() == by_row.score() == score_source(results, scorer)
    assert pickle.loads(pickle.dumps(by_row)).score() == by_row.score()


def test_habits_are_what_recurs(scorer: Scorer) -> None:
    lines = [
        f"“It is a scandal, the {n} of them.” The town voted {n} times on it." for n in range(40)
    ]
    docs = [" ".join(lines[at:] + lines[:at]) + " x" * at for at in range(0, 40, 10)]
    tally = SourceTally(scorer=scorer)
    for place, doc in enumerate(docs):
        tally.add(scorer.score(doc), place)
    habits = {habit.feature: habit for habit in tally.score().habits}
    assert habits
    for name, habit in habits.items():
        assert habit.documents >= 2
        assert habit.text[0].isupper()
        assert " on average; in reliable news " in habit.text
        assert name in scorer.references
    assert score_source(docs[:2], scorer).habits == ()


def test_a_source_score_can_be_stored(scorer: Scorer) -> None:
    answer = pooled(scorer, -1.0, -1.0, -1.0)
    assert SourceScore.model_validate_json(answer.model_dump_json()) == answer


def test_the_shipped_pooling_is_whole() -> None:
    learned = json.loads(files("credscore.trained").joinpath("news", "sources.json").read_text())
    pooling = load_pooling()
    assert learned["sources"] > 100
    assert pooling.within > 0
    assert pooling.between > 0
    assert pooling.slope > 0
    assert 0 < pooling.lapse_low < pooling.lapse < pooling.lapse_high < SURE
    assert pooling.unfamiliar > 0


def simulate(count: int, slope: float, seed: int = 1) -> list[KnownSource]:
    """Sources with levels of variance 1 around -0.5 and documents of variance 2 around them."""
    generator = np.random.default_rng(seed)
    sources = []
    for place in range(count):
        level = generator.normal(-0.5, 1.0)
        credible = generator.random() < 1 / (1 + np.exp(-slope * (level + 0.5)))
        documents = generator.normal(level, np.sqrt(2.0), generator.integers(20, 40))
        kind = "credible" if credible else "unreliable"
        sources.append(KnownSource(f"corpus{place % 4}", kind, documents, documents.mean()))
    return sources


def test_what_made_the_sources_is_learned() -> None:
    learned = fit_pooling(simulate(600, slope=3.0))
    assert learned.within == pytest.approx(2.0, rel=0.1)
    assert learned.between == pytest.approx(1.0, rel=0.2)
    assert learned.centre == pytest.approx(-0.5, abs=0.2)
    assert learned.slope == pytest.approx(3.0, rel=0.35)
    # The sources are as normal as the model has them.
    assert learned.reach == pytest.approx(1.645, rel=0.15)


def test_documents_that_say_nothing_of_their_source_are_found_out() -> None:
    learned = fit_pooling(simulate(600, slope=0.0))
    assert abs(learned.slope) < 0.4
    assert verdict_of(learned.level(-2.0, 1000).interval(0.0), 1000) == "open"


def test_sources_are_told_apart_better_from_more_documents() -> None:
    figures = measure_sources(simulate(120, slope=4.0))
    assert [figure.documents for figure in figures] == [1, 2, 3, 5, 10, 20]
    assert figures[-1].auc > figures[0].auc + 0.1
    assert figures[-1].brier < figures[-1].brier_mean
    assert figures[0].verdicts == 0
    lines = list(render(figures))
    assert len(lines) == 8
    assert len({line.count("|") for line in lines}) == 1


def pooling(**other: float) -> Pooling:
    plain = {"centre": 0.0, "within": 1.0, "between": 1.0, "unfamiliar": 0.0, "slope": 50.0}
    lapses = {"lapse": 0.03, "lapse_low": 0.01, "lapse_high": 0.08}
    return Pooling(**{**plain, **lapses, "reach": 2.0, **other})


def test_a_document_says_no_more_than_one_can() -> None:
    level = pooling().level(-9.0, 10_000)
    assert 1 / (1 + np.exp(-level.log_odds)) == pytest.approx(0.03)
    assert pooling().weight(0) == 0
    assert pooling().level(-9.0, 0).log_odds == 0


def test_no_number_of_documents_makes_an_interval_vanish() -> None:
    # Of sources that look as plain as can be, some are not what they look like.
    assert pooling().level(-9.0, 10_000).interval(0.0) == pytest.approx((0.01, 0.08))
    assert pooling().level(9.0, 10_000).interval(0.0) == pytest.approx((0.92, 0.99))
    # And a level may change once the source's like is known.
    low, high = pooling(slope=1.0, unfamiliar=0.25).level(0.5, 10_000).interval(0.0)
    assert high - low > 0.4


def test_intervals_hold_as_often_as_they_say_on_sources_left_out() -> None:
    learned = simulate(300, slope=3.0)
    figures = measure_sources(learned)
    # What knowing a source changes is part of it, though no part of these documents shows it.
    generator = np.random.default_rng(5)
    changed = [replace(s, known=s.known + generator.normal(0, 0.5)) for s in learned]
    for figure in (*figures[:-1], *measure_sources(changed)[:-1]):
        assert figure.covered >= 0.88
    assert np.isnan(figures[-1].covered)  # No source has twice as many.
    assert fit_pooling(changed).unfamiliar == pytest.approx(0.25, rel=0.2)
    assert fit_pooling(learned).unfamiliar == 0
