"""The evaluation as a page of tables."""

from collections.abc import Iterator, Sequence
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from credscore.training.evaluation.left_out import lead_over, mean_auc, mean_caught
from credscore.training.recipe import CHOSEN_ON, NOT_RELEARNED, RELEARNED, WHY_WEAK

if TYPE_CHECKING:
    from credscore.training.evaluation.breakdown import Part
    from credscore.training.evaluation.left_out import Told
    from credscore.training.evaluation.run import Evaluation

_BY_VIEW = {
    "corpus": "By corpus",
    "kind": "By kind",
    "words": "By length, in words",
    "year": "By year of publication, where it is known",
    "domain": "By domain, of those with at least 100 documents",
    "lean": "Reliable articles by lean of the outlet",
    "lean and length": "Reliable articles by lean and length",
}


_WEAK = 0.65
_LARGE = 200


def as_markdown(evaluation: "Evaluation") -> str:
    """The evaluation as a page."""
    return "\n".join(_sections(evaluation)) + "\n"


def _sections(found: "Evaluation") -> Iterator[str]:
    yield "Figures in brackets behind a figure are its 90 % interval: a bootstrap by domain, or by"
    yield "document where a corpus has fewer than eight domains.\n"
    yield fill(CHOSEN_ON, 100) + "\n"
    yield fill(RELEARNED if found.is_relearned else NOT_RELEARNED, 100) + "\n"
    yield "## Corpora never seen\n"
    yield "AUC on each corpus by a model trained without it and without its domains. Behind the"
    yield "stroke: among pairs within 25 % of one another's length.\n"
    yield _corpora(found)
    yield from _weak(next(iter(found.corpora.values())))
    yield "\n## At a gate\n"
    yield "Share caught when the threshold lets 2 % of real reporting fail; neither that reporting"
    yield "nor the kind named (corpus, generator or writer) was in training.\n"
    yield _gate(found)
    yield "\n## Held-out scores\n"
    yield "Each document is scored by a model that saw neither its domain nor, for poor copy, its"
    yield f"corpus. Band low: below {found.low_below:g}; band high: from {found.high_from:g} on.\n"
    for view, parts in found.parts.items():
        if parts:
            yield f"### {_BY_VIEW[view]}\n"
            yield _parts(view, parts) + "\n"
    yield "## Calibration\n"
    yield "Tenths of the held-out score, weighted as in training; the bar is the share of credible"
    yield "documents, the stroke where it should end.\n"
    yield _reliability(found)
    yield "\nExpected calibration error on left-out corpora with both classes, which weigh alike.\n"
    errors = found.calibration
    rows = [[corpus, f"{error:.2f}"] for corpus, error in errors.items()]
    yield _rows(["corpus", "error"], [*rows, ["mean", f"**{np.mean([*errors.values()]):.2f}**"]])
    yield "\n## Bands\n"
    yield "Credible documents in band low, and others in band high, of 100 and more.\n"
    yield _bands(found)
    yield "\n## Intervals\n"
    yield "Share of documents whose interval holds the log-odds of a model that knew their corpus;"
    yield "the widths come from the other corpora. Nominal: 90 %.\n"
    yield _coverage(found)
    if found.moved:
        yield "\n## What should not matter\n"
        yield "Change of the score; the targets are a median under .02 and 95 % under .10.\n"
        yield _moved(found)
    if found.worth:
        yield "\n## What each family is worth\n"
        yield "Mean AUC on left-out corpora with the family alone, and with all others.\n"
        yield _worth(found)
    if found.curve:
        yield "\n## Learning curve\n"
        yield (
            "Whole domains were left out of the training, large ones thinned; learned features as\n"
            "they stand in the table, by weights that saw nothing of a document's corpus.\n"
        )
        rows = [[f"{share:.0%}", str(n), f"{area:.3f}"] for share, n, area in found.curve]
        yield _rows(["share of the training", "documents", "mean AUC, left-out corpora"], rows)


def _corpora(found: "Evaluation") -> str:
    methods = list(found.corpora)
    rows = []
    for told in zip(*found.corpora.values(), strict=True):
        cells = [f"{one.auc} / {one.length_matched:.2f}" for one in told]
        rows.append([told[0].name, str(told[0].credible), str(told[0].other), *cells])
    means = []
    for corpora in found.corpora.values():
        mean = mean_auc(corpora)
        matched = np.mean([told.length_matched for told in corpora])
        means.append(f"**{mean.value:.3f}** ({mean.low:.3f} to {mean.high:.3f}) / {matched:.3f}")
    rows.append(["mean", "", "", *means])
    ours, *rivals = found.corpora.values()
    if rivals:
        leads = [lead_over(ours, rival) for rival in rivals]
        cells = [f"{gap.value:+.3f} ({gap.low:+.3f} to {gap.high:+.3f})" for gap in leads]
        rows.append([f"lead of {methods[0]}", "", "", "", *cells])
    return _rows(["left out", "credible", "other", *methods], rows)


def _weak(corpora: "Sequence[Told]") -> Iterator[str]:
    """Corpora of some size that the model hardly tells apart, each with the reason."""
    large = (told for told in corpora if told.credible + told.other > _LARGE)
    weak = [told for told in large if told.auc.value < _WEAK]
    if weak:
        yield f"\nUnder {_WEAK:.2f}, of more than {_LARGE} documents:\n"
    for told in weak:
        yield f"- {told.name} ({told.auc.value:.2f}): {WHY_WEAK.get(told.name, 'no reason found')}."


def _gate(found: "Evaluation") -> str:
    rows = [
        [kinds[0].name, str(kinds[0].documents), *(str(kind.caught) for kind in kinds)]
        for kinds in zip(*found.gate.values(), strict=True)
    ]
    means = [f"**{mean_caught(kinds):.2f}**" for kinds in found.gate.values()]
    return _rows(["left out", "documents", *found.gate], [*rows, ["mean", "", *means]])


def _parts(view: str, parts: Sequence["Part"]) -> str:
    header = [view, "credible", "other", "AUC", "mean score of credible", "credible in low"]
    rows = [
        [
            part.name,
            str(part.credible),
            str(part.other),
            *(str(one or "") for one in (part.auc, part.mean_score)),
            *(_percent(one) for one in (part.failed, part.passed)),
        ]
        for part in parts
    ]
    return _rows([*header, "others in high"], rows)


def _percent(figure: "tuple[float, float, float] | None") -> str:
    if figure is None:
        return ""
    value, low, high = figure
    return f"{value:.1%} ({low:.1%} to {high:.1%})"


def _reliability(found: "Evaluation") -> str:
    rows = [
        [
            f"{part.low:.1f} to {part.high:.1f}",
            str(part.documents),
            f"{part.mean_score:.2f}",
            f"{part.credible:.2f}",
            _bar(part.credible, part.mean_score),
        ]
        for part in found.reliability
    ]
    return _rows(["score", "documents", "mean score", "credible", ""], rows)


def _bar(share: float, target: float, width: int = 30) -> str:
    """A bar of ``share`` with a stroke where ``target`` lies."""
    cells = ["█" if place < round(share * width) else "·" for place in range(width)]
    cells.insert(round(target * width), "│")
    return f"`{''.join(cells)}`"


def _bands(found: "Evaluation") -> str:
    rows = [
        [corpus, str(good), _share(failed), str(other), _share(passed)]
        for corpus, good, failed, other, passed in found.bands
    ]
    return _rows(["corpus", "credible", "in band low", "other", "in band high"], rows)


def _share(share: float) -> str:
    return "" if np.isnan(share) else f"{share:.1%}"


def _coverage(found: "Evaluation") -> str:
    rows = [
        [one.corpus, str(one.documents), f"{one.covered:.1%}", f"{one.median_width:.2f}"]
        for one in found.coverage
    ]
    mean = np.mean([one.covered for one in found.coverage])
    width = np.mean([one.median_width for one in found.coverage])
    rows.append(["mean", "", f"**{mean:.1%}**", f"{width:.2f}"])
    return _rows(["corpus", "documents", "covered", "median width"], rows)


def _moved(found: "Evaluation") -> str:
    rows = [
        [
            one.name,
            str(one.documents),
            f"{one.median:.3f}",
            f"{one.percentile_95:.3f}",
            f"{one.shift:+.3f}",
        ]
        for one in found.moved
    ]
    return _rows(["change", "documents", "median", "95th percentile", "mean shift"], rows)


def _worth(found: "Evaluation") -> str:
    rows = [
        [one.family, str(one.features), f"{one.alone:.3f}", f"{one.without:.3f}"]
        for one in found.worth
    ]
    return _rows(["family", "features", "alone", "without it"], rows)


def _rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
