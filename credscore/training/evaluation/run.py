"""One run over all views."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np

from credscore.training.baselines import boosting, forest, ngram_regression, tfidf_regression
from credscore.training.corpora import Example
from credscore.training.evaluation import ablation, breakdown, certainty, left_out, perturbations
from credscore.training.evaluation.breakdown import Held, Part
from credscore.training.fit import weigh
from credscore.training.recipe import HeldOut, Recipe, heads, hold_out, make_model
from credscore.training.table import Table, relearn
from credscore.training.validate import FitAndScore

OURS = "credscore"


@dataclass(frozen=True)
class Evaluation:
    """What was measured; an empty view was not asked for, or could not be made.

    Attributes:
        corpora: For each method, how it told each left-out corpus apart.
        gate: For each method, its catch of each left-out kind at 2 % false alarms.
        parts: Held-out scores by corpus, kind, length, ..., under the name of the view.
        calibration: Expected calibration error of each left-out corpus.
        reliability: What scores say and what came true, by tenths.
        bands: By corpus: documents and share of credible ones in band low, of others in high.
        coverage: How often the interval holds, by corpus.
        worth: What each family of features is worth.
        curve: Share of training documents, their number, mean AUC.
        moved: By how much the score moves under changes that should not matter.
        low_below: Where band low ends.
        high_from: Where band high begins.
        is_relearned: Whether learned features were learned again in each fold.
    """

    corpora: Mapping[str, Sequence[left_out.Told]]
    gate: Mapping[str, Sequence[left_out.Caught]]
    parts: Mapping[str, Sequence[Part]]
    calibration: Mapping[str, float]
    reliability: Sequence[certainty.Bin]
    bands: Sequence[tuple[str, int, float, int, float]]
    coverage: Sequence[certainty.Covered]
    low_below: float
    high_from: float
    is_relearned: bool
    worth: Sequence[ablation.Worth] = field(default=())
    curve: Sequence[tuple[float, int, float]] = field(default=())
    moved: Sequence[perturbations.Moved] = field(default=())


def evaluate(
    table: Table,
    examples: Sequence[Example] | None = None,
    thorough: bool = True,
    held_out: HeldOut | None = None,
    report: Callable[[str], None] = lambda step: None,
) -> Evaluation:
    """Measure the model and what it is set against, in the same folds.

    Args:
        table: The training table.
        examples: Its documents in the table's order, for what needs their texts (text baselines,
            changes that should not matter), dates and names of domains.
        thorough: Whether to measure other methods, the worth of families and the learning curve
            too, or only the model itself.
        held_out: What ``hold_out`` made of ``table``, where that is known already.
        report: Told what is being measured.
    """
    relearned = relearn(examples) if thorough and examples is not None else None

    def recipe(rows: Table) -> FitAndScore:
        return heads(rows, relearned=relearned)

    methods = {OURS: recipe(table)}
    if thorough:
        methods |= _set_against(table, examples)
    corpora, gate = {}, {}
    for name, method in methods.items():
        report(f"{name}: leaving corpora out")
        corpora[name] = left_out.tell_corpora_apart(table, method)
        report(f"{name}: at the gate")
        gate[name] = left_out.catch_at_gate(table, method)
    report("held-out scores")
    ours = heads(table)
    held_out = held_out or hold_out(table, ours)
    model = make_model(table, Recipe(), held_out)
    scores = 1 / (1 + np.exp(-held_out.log_odds))
    held = Held(table, scores, model.bands.low_below, model.bands.high_from)
    report("intervals")
    covered = certainty.coverage(table, held_out, ours)
    found = Evaluation(
        corpora=corpora,
        gate=gate,
        parts=_parts(held, examples),
        calibration=certainty.calibration(held),
        reliability=certainty.reliability(held, weigh(table)),
        bands=certainty.bands(held),
        coverage=covered,
        low_below=held.low_below,
        high_from=held.high_from,
        is_relearned=relearned is not None,
        worth=_worth(table, recipe, report) if thorough else (),
        curve=_curve(table, report) if thorough else (),
    )
    if not thorough or examples is None:
        return found
    report("changes that should not matter")
    moved = perturbations.sensitivity(model, perturbations.sample(examples))
    return Evaluation(**{**vars(found), "moved": moved})


def _set_against(table: Table, examples: Sequence[Example] | None) -> dict[str, FitAndScore]:
    """What the model is set against; text classifiers only where there are texts."""
    methods = {"boosting": boosting(table), "forest": forest(table)}
    if examples is not None:
        texts = [example.document.text for example in examples]
        methods["TF-IDF"] = tfidf_regression(table, texts)
        methods["n-grams"] = ngram_regression(table, texts)
    return methods


def _parts(held: Held, examples: Sequence[Example] | None) -> dict[str, list[Part]]:
    names = {sha256(e.domain.encode()).hexdigest()[:12]: e.domain for e in examples or ()}
    years = [
        example.document.published.year if example.document.published else None
        for example in examples or ()
    ]
    return {
        "corpus": breakdown.by_corpus(held),
        "kind": breakdown.by_kind(held),
        "words": breakdown.by_length(held),
        "year": breakdown.by_year(held, years) if examples else [],
        "domain": breakdown.by_domain(held, names),
        "lean": breakdown.by_lean(held),
        "lean and length": breakdown.by_lean_and_length(held),
    }


def _worth(
    table: Table, recipe: ablation.Method, report: Callable[[str], None]
) -> list[ablation.Worth]:
    report("the worth of each family")
    return list(ablation.families(table, recipe))


def _curve(table: Table, report: Callable[[str], None]) -> list[tuple[float, int, float]]:
    report("the learning curve")
    # By the table's values: learned features are not learned again for every share.
    return ablation.learning_curve(table, heads)
