"""Learning how documents speak for their source, and measuring it on sources left out.

``python -m credscore.training.sources`` fits the shipped pooling anew from the shipped table and
prints what it reaches; run it whenever the model was trained anew.

A source is a domain (or outlet, writer, generator) all but a fifth of whose documents are of one
make. Every document's log-odds come from models that never saw its domain nor, if it is not of
credible make, its corpus. Each source is judged by a pooling that was learned without its corpus.
Its interval holds if the score lies in it that all its documents get once the model knows its like.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import beta
from sklearn.metrics import roc_auc_score

from credscore.corpus.pooling import Pooling
from credscore.corpus.sources import FEWEST, verdict_of
from credscore.digests import write_model_sums
from credscore.result import sigmoid
from credscore.training.table import Floats, Table, shipped_table

SIZES = (1, 2, 3, 5, 10, 20)
"""Numbers of documents from which sources are judged."""

LAPSE = 0.03
"""Share of sources that are not what their documents look like, however many are read.

Of what was said of left-out sources from ten and from twenty documents, 2 to 5 in 100 was wrong;
fitted with the rest, on sources that are known, it would come out lower than that.
"""

NOMINAL = 0.9
"""Share of intervals that should hold what all documents would say to a model that knew them."""

_PURE = 0.8
_FEWEST = 2
# A source that looks as plain as this, and is not what it looks like, is a lapse.
_PLAIN = 0.05
_DRAWS = 20
_SHARES = {"unreliable": 0.5, "model": 0.3, "farm": 0.2}
# Sources of this corpus are not told apart; in these one name stands for both makes.
_WITHOUT_SOURCES = ("clef21",)
_OF_BOTH_MAKES = ("content-farm", "model-ap-cnn")


@dataclass(frozen=True)
class KnownSource:
    """A source whose make is known.

    Attributes:
        corpus: The corpus it comes from.
        kind: "credible", or the kind of the others.
        log_odds: Held-out log-odds of its documents.
        known: Their mean log-odds by a model that was trained on the source too.
    """

    corpus: str
    kind: str
    log_odds: Floats
    known: float

    @property
    def credible(self) -> bool:
        """Whether it is of credible make."""
        return self.kind == "credible"


def known_sources(table: Table, log_odds: Floats, known: Floats) -> list[KnownSource]:
    """The sources of a table that are of one make.

    Args:
        table: A training table.
        log_odds: Log-odds of its rows, by models that they were held out from.
        known: The same by a model that was trained on all of them.
    """
    makes = np.where(np.isin(table.corpus, _OF_BOTH_MAKES), table.credible.astype(str), "")
    keys = np.array([table.corpus, table.domain, makes]).T
    names, place = np.unique(keys, axis=0, return_inverse=True)
    sources = []
    for number, (corpus, _, _) in enumerate(names):
        rows = np.flatnonzero(place.ravel() == number)
        share = table.credible[rows].mean()
        if len(rows) < _FEWEST or corpus in _WITHOUT_SOURCES or 1 - _PURE < share < _PURE:
            continue
        kind = "credible"
        if share < _PURE:
            kind = str(table.kind[rows][~table.credible[rows]][0])
        level = float(known[rows].mean())
        sources.append(KnownSource(str(corpus), kind, log_odds[rows], level))
    return sources


def fit_pooling(sources: Sequence[KnownSource], seed: int = 0) -> Pooling:
    """Learn how documents speak for their source.

    Variances come from an analysis of variance (Searle, Casella and McCulloch 1992) over sources
    that people write; what levels say, from a logistic regression with lapses (Wichmann and Hill
    2001) on sources of which as few documents are read as may be read of others; how far to trust
    that, from what became of sources once they were known, and of corpora left out.
    """
    generator = np.random.default_rng(seed)
    pooling = _fit_levels(sources, generator)
    change = np.array([source.known - source.log_odds.mean() for source in sources])
    lapse_low, lapse_high = _lapses(sources, generator)
    pooling = replace(
        pooling,
        unfamiliar=float((change**2).mean()),
        lapse_low=min(lapse_low, LAPSE),
        lapse_high=max(lapse_high, LAPSE),
    )
    pooling = replace(pooling, reach=_reach(sources, pooling, generator))
    return Pooling(*(round(getattr(pooling, name), 4) for name in Pooling.__slots__))


def _fit_levels(sources: Sequence[KnownSource], generator: np.random.Generator) -> Pooling:
    """Variances, and what a level says; nothing of how far to trust it."""
    within, between = _variances([s for s in sources if s.kind in ("credible", "unreliable")])
    unfitted = Pooling(0.0, within, between, 0.0, 1.0, LAPSE, LAPSE, LAPSE, 1.0)
    counts = Counter(source.kind for source in sources)
    shares = {"credible": sum(_SHARES[kind] for kind in _SHARES if counts[kind]), **_SHARES}
    rows = []
    for source in sources:
        sizes = [size for size in SIZES if size <= len(source.log_odds)]
        weight = shares[source.kind] / counts[source.kind] / len(sizes) / _DRAWS
        for size in sizes * _DRAWS:
            mean = generator.choice(source.log_odds, size, replace=False).mean()
            rows.append((mean, unfitted.weight(size), source.credible, weight))
    means, shrink, credible, weights = np.array(rows, dtype=float).T

    def loss(parameters: Floats) -> float:
        slope, centre = parameters
        probability = LAPSE + (1 - 2 * LAPSE) * expit(slope * shrink * (means - centre))
        right = np.where(credible == 1, probability, 1 - probability)
        return -float((weights * np.log(right)).sum())

    slope, centre = minimize(loss, x0=(2.0, 0.0), bounds=((0.0, 20.0), (-3.0, 3.0))).x
    return replace(unfitted, centre=float(centre), slope=float(slope))


def _lapses(sources: Sequence[KnownSource], generator: np.random.Generator) -> tuple[float, float]:
    """Between what the share of lapses lies in nine of ten cases (Jeffreys' interval).

    Counted are sources that look plain to a pooling that was learned without their corpus.
    """
    plain = lapses = 0
    for corpus in sorted({source.corpus for source in sources}):
        pooling = _fit_levels([s for s in sources if s.corpus != corpus], generator)
        for source in sources:
            count = len(source.log_odds)
            if source.corpus != corpus or count < FEWEST:
                continue
            probability = pooling.certainty(float(source.log_odds.mean()), count)
            if min(probability, 1 - probability) < _PLAIN:
                plain += 1
                lapses += source.credible != (probability > 0.5)
    tail = (1 - NOMINAL) / 2
    low, high = beta.ppf([tail, 1 - tail], lapses + 0.5, plain - lapses + 0.5)
    return float(low), min(float(high), 0.5)


def _reach(
    sources: Sequence[KnownSource], pooling: Pooling, generator: np.random.Generator
) -> float:
    """How far estimates from some documents are from the level once known, in deviations.

    The quantile that held nine of ten stands for those to come (Vovk et al. 2005).
    """
    errors = []
    for source in sources:
        for size in SIZES:
            if 2 * size > len(source.log_odds) or len(source.log_odds) < SIZES[-1]:
                continue
            whole = source.known - pooling.centre
            for _ in range(_DRAWS):
                part = generator.choice(source.log_odds, size, replace=False).mean()
                estimate = pooling.weight(size) * (part - pooling.centre)
                errors.append(abs(estimate - whole) / pooling.deviation(size))
    return float(np.quantile(errors, NOMINAL))


def _variances(sources: Sequence[KnownSource]) -> tuple[float, float]:
    """Variance within sources and between them, by the method of moments."""
    sizes = np.array([len(source.log_odds) for source in sources])
    means = np.array([source.log_odds.mean() for source in sources])
    total, groups = sizes.sum(), len(sources)
    inside = sum(((s.log_odds - s.log_odds.mean()) ** 2).sum() for s in sources)
    within = float(inside / (total - groups))
    middle = (sizes * means).sum() / total
    across = float((sizes * (means - middle) ** 2).sum() / (groups - 1))
    effective = float((total - (sizes**2).sum() / total) / (groups - 1))
    return within, max(across - within, 0.0) / effective


@dataclass(frozen=True, slots=True)
class SourceFigure:
    """How well sources are told apart from some of their documents.

    Attributes:
        documents: Documents read of each source.
        credible: Credible sources that have as many.
        other: Other sources that have as many.
        auc: Share of right order among pairs of a credible and another source.
        single: The same where one document is read of each of the same sources.
        brier: Mean squared error of the source's score, credible and others weighing the same.
        brier_mean: The same of the mean of the documents' scores.
        verdicts: Share of sources about which something is said.
        right: Share of what is said that is right.
        wrongly_doubted: Share of credible sources that are called doubtful.
        covered: Share of intervals that hold, over sources with twice as many documents (and
            twenty or more); every corpus weighs the same.
    """

    documents: int
    credible: int
    other: int
    auc: float
    single: float
    brier: float
    brier_mean: float
    verdicts: float
    right: float
    wrongly_doubted: float
    covered: float


def measure_sources(sources: Sequence[KnownSource], seed: int = 0) -> list[SourceFigure]:
    """Judge every source by a pooling learned without its corpus, from more and more documents."""
    corpora = sorted({source.corpus for source in sources})
    poolings = {c: fit_pooling([s for s in sources if s.corpus != c]) for c in corpora}
    generator = np.random.default_rng(seed)
    figures = []
    for size in SIZES:
        known = [source for source in sources if len(source.log_odds) >= size]
        draws = [_draw(known, poolings, size, generator) for _ in range(_DRAWS)]
        single = [_draw(known, poolings, 1, generator)["auc"] for _ in range(_DRAWS)]
        credible = sum(source.credible for source in known)
        mean = {name: float(np.mean([draw[name] for draw in draws])) for name in draws[0]}
        figures.append(
            SourceFigure(
                size,
                credible,
                len(known) - credible,
                single=float(np.mean(single)),
                covered=_covered(sources, poolings, size, generator),
                **mean,
            )
        )
    return figures


def _draw(
    known: Sequence[KnownSource],
    poolings: dict[str, Pooling],
    size: int,
    generator: np.random.Generator,
) -> dict[str, float]:
    credible = np.array([source.credible for source in known])
    scores, means, verdicts = [], [], []
    for source in known:
        read = generator.choice(source.log_odds, size, replace=False)
        level = poolings[source.corpus].level(float(read.mean()), size)
        scores.append(sigmoid(level.log_odds))
        means.append(np.mean([sigmoid(value) for value in read]))
        verdicts.append(verdict_of(level.interval(0.0), size))
    said = np.array(verdicts)
    right = np.where(credible, said == "credible", said == "doubtful")
    balance = np.where(credible, 0.5 / credible.sum(), 0.5 / (~credible).sum())
    spoken = said != "open"
    return {
        "auc": float(roc_auc_score(credible, scores)),
        "brier": float((balance * (np.array(scores) - credible) ** 2).sum()),
        "brier_mean": float((balance * (np.array(means) - credible) ** 2).sum()),
        "verdicts": float((balance * spoken).sum()),
        "right": float(right[spoken].mean()) if spoken.any() else 1.0,
        "wrongly_doubted": float((said[credible] == "doubtful").mean()),
    }


def _covered(
    sources: Sequence[KnownSource],
    poolings: dict[str, Pooling],
    size: int,
    generator: np.random.Generator,
) -> float:
    held: defaultdict[str, list[bool]] = defaultdict(list)
    for source in sources:
        if len(source.log_odds) < max(2 * size, SIZES[-1]):
            continue
        pooling = poolings[source.corpus]
        whole = pooling.level(source.known, len(source.log_odds)).log_odds
        for _ in range(_DRAWS):
            read = generator.choice(source.log_odds, size, replace=False)
            level = pooling.level(float(read.mean()), size)
            held[source.corpus].append(level.low <= whole <= level.high)
    shares = [np.mean(of_corpus) for of_corpus in held.values()]
    return float(np.mean(shares)) if shares else float("nan")


def render(figures: Sequence[SourceFigure]) -> Iterator[str]:
    """The figures as the lines of a Markdown table."""
    yield (
        "| documents read | sources (credible / other) | AUC | AUC of one document | Brier | "
        "Brier of the mean | given a verdict | right | credible sources doubted | intervals that "
        "hold |"
    )
    yield "| --- " * 10 + "|"
    for figure in figures:
        shown = [figure.auc, figure.single, figure.brier, figure.brier_mean]
        shown += [figure.verdicts, figure.right, figure.wrongly_doubted, figure.covered]
        cells = " | ".join(f"{value:.3f}".lstrip("0") for value in shown)
        yield f"| {figure.documents} | {figure.credible} / {figure.other} | {cells} |"


def write_pooling(sources: Sequence[KnownSource], path: Path) -> None:
    """Fit a pooling and write it as JSON."""
    made = {"about": "python -m credscore.training.sources", "sources": len(sources)}
    pooling = asdict(fit_pooling(sources))
    path.write_text(json.dumps({**made, **pooling}, indent=2) + "\n", encoding="utf-8")


def main(out: Path = Path("trained/news/sources.json")) -> None:
    """Fit the pooling that ships, write it, and print what it reaches."""
    from credscore.training.recipe import heads, hold_out

    table = shipped_table()
    method = heads(table)
    held_out = hold_out(table, method)
    everything = np.ones(len(table), dtype=bool)
    known = held_out.slope * method(everything, everything) + held_out.offset
    sources = known_sources(table, held_out.log_odds, known)
    write_pooling(sources, out)
    write_model_sums(out.parent)
    print("\n".join(render(measure_sources(sources))))


if __name__ == "__main__":
    main()
