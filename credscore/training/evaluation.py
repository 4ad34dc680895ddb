"""The evaluation: every figure that is published, made in one run from one table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from credscore.training.baselines import boosting, forest, ngram_regression, tfidf_regression
from credscore.training.recipe import LOW_FAILS, HeldOut, heads, hold_out
from credscore.training.table import Booleans, Floats, Table
from credscore.training.validate import (
    CorpusFigure,
    FitAndScore,
    GateFigure,
    catch_at_gate,
    leave_corpora_out,
)

OURS = "credscore"


@dataclass(frozen=True)
class Evaluation:
    """What was measured.

    Attributes:
        corpora: For each method, the figure of each left-out corpus.
        gate: For each method, the catch of each left-out kind at 2 % false alarms.
        calibration: Expected calibration error of each left-out corpus.
        failed: Share of reliable articles in band low, by corpus, when left out.
        leans: Mean held-out score of reliable articles by political lean of the outlet.
    """

    corpora: Mapping[str, Sequence[CorpusFigure]]
    gate: Mapping[str, Sequence[GateFigure]]
    calibration: Mapping[str, float]
    failed: Mapping[str, tuple[int, float]]
    leans: Mapping[str, tuple[int, float]]


def evaluate(
    table: Table,
    texts: Sequence[str] | None = None,
    rivals: bool = True,
    held_out: HeldOut | None = None,
    report: Callable[[str], None] = lambda step: None,
) -> Evaluation:
    """Measure the model and what it is set against, in the same folds.

    Args:
        table: The training table.
        texts: The documents' texts in the table's order, for the text baselines; without them
            only methods over the features are measured.
        rivals: Whether to measure other methods too, or only the model itself.
        held_out: What ``hold_out`` made of ``table``, where that is known already.
        report: Told what is being measured.
    """
    methods: dict[str, FitAndScore] = {OURS: heads(table)}
    if rivals:
        methods |= {"boosting": boosting(table), "forest": forest(table)}
    if rivals and texts is not None:
        methods["TF-IDF"] = tfidf_regression(table, texts)
        methods["n-grams"] = ngram_regression(table, texts)
    corpora, gate = {}, {}
    for name, method in methods.items():
        report(f"{name}: leaving corpora out")
        corpora[name] = leave_corpora_out(table, method)
        report(f"{name}: at the gate")
        gate[name] = catch_at_gate(table, method)
    report("calibration and false alarms")
    held_out = held_out or hold_out(table, methods[OURS])
    scores = 1 / (1 + np.exp(-held_out.log_odds))
    return Evaluation(
        corpora, gate, _calibration(table, scores), _failed(table, scores), _leans(table, scores)
    )


def expected_calibration_error(scores: Floats, credible: Booleans, bins: int = 10) -> float:
    """Mean gap between score and share of credible documents, over bins of equal width.

    Both classes weigh alike, as the score assumes.
    """
    weights = np.where(credible, 0.5 / credible.sum(), 0.5 / (~credible).sum())
    place = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = np.bincount(place, weights * (scores - credible), minlength=bins)
    return float(np.abs(gaps).sum())


def _calibration(table: Table, scores: Floats) -> dict[str, float]:
    """By corpus, of those that have both classes."""
    errors = {}
    for corpus in np.unique(table.corpus):
        inside = table.corpus == corpus
        credible = table.credible[inside]
        if min(credible.sum(), (~credible).sum()) >= 30:
            errors[str(corpus)] = expected_calibration_error(scores[inside], credible)
    return errors


def _failed(table: Table, scores: Floats) -> dict[str, tuple[int, float]]:
    threshold = np.quantile(scores[table.kind == "reporting"], LOW_FAILS)
    return {
        str(corpus): (int(inside.sum()), float((scores[inside] < threshold).mean()))
        for corpus in np.unique(table.corpus)
        if (inside := table.credible & (table.corpus == corpus)).sum() >= 30
    }


def _leans(table: Table, scores: Floats) -> dict[str, tuple[int, float]]:
    reliable = table.kind == "reporting"
    return {
        lean: (int(inside.sum()), float(scores[inside].mean()))
        for lean in ("left", "center", "right")
        if (inside := reliable & (table.lean == lean)).any()
    }


def as_markdown(evaluation: Evaluation) -> str:
    """The evaluation as a page."""
    parts = [
        "## Corpora never seen\n",
        "AUC on each corpus by a model trained without it and without its domains, in brackets "
        "among pairs within 25 % of one another's length.\n",
        _corpora_table(evaluation),
        "\n## At a gate\n",
        "Share caught when the threshold lets 2 % of real reporting fail; neither that reporting "
        "nor the kind named (corpus, generator or writer) was in training.\n",
        _gate_table(evaluation),
        "\n## False alarms and evenness\n",
        "Share of credible documents in band low, each scored by a model that never saw its "
        "domain.\n",
        _rows(
            ["corpus", "documents", "in band low"],
            [[c, str(n), f"{share:.1%}"] for c, (n, share) in evaluation.failed.items()],
        ),
        "\nMean held-out score of reliable articles by lean of the outlet.\n",
        _rows(
            ["lean", "documents", "mean score"],
            [[lean, str(n), f"{mean:.3f}"] for lean, (n, mean) in evaluation.leans.items()],
        ),
        "\nExpected calibration error on left-out corpora with both classes, which weigh alike.\n",
        _rows(["corpus", "error"], [[c, f"{e:.2f}"] for c, e in evaluation.calibration.items()]),
    ]
    return "\n".join(parts) + "\n"


def _corpora_table(evaluation: Evaluation) -> str:
    methods = list(evaluation.corpora)
    rows = []
    for figures in zip(*evaluation.corpora.values(), strict=True):
        first = figures[0]
        cells = [f"{f.auc:.2f} ({f.auc_length_matched:.2f})" for f in figures]
        rows.append([first.corpus, str(first.credible), str(first.other), *cells])
    means = [
        f"**{np.mean([f.auc for f in figures]):.3f}** "
        f"({np.mean([f.auc_length_matched for f in figures]):.3f})"
        for figures in evaluation.corpora.values()
    ]
    rows.append(["mean", "", "", *means])
    return _rows(["left out", "credible", "other", *methods], rows)


def _gate_table(evaluation: Evaluation) -> str:
    methods = list(evaluation.gate)
    rows = [
        [figures[0].name, str(figures[0].documents), *(f"{f.caught:.2f}" for f in figures)]
        for figures in zip(*evaluation.gate.values(), strict=True)
    ]
    means = [
        f"**{np.mean([f.caught for f in figures]):.2f}**" for figures in evaluation.gate.values()
    ]
    return _rows(["left out", "documents", *methods], [*rows, ["mean", "", *means]])


def _rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
