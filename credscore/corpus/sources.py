"""The source behind the documents: what its documents say of it together.

Documents of one source are not independent witnesses: ten articles by one newsroom say less than
ten articles by ten. ``credscore.corpus.pooling`` says how they are weighed. A source's score is
pulled towards the share of credible sources that was assumed, the more so the fewer its documents
are; copies of one text count once; and below six documents no verdict is given, however bad they
are.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from credscore.corpus.pooling import load_pooling
from credscore.corpus.rows import as_columns
from credscore.corpus.schema import points_column, value_column
from credscore.model import logit
from credscore.registry import features
from credscore.result import CredibilityScore, sigmoid
from credscore.scorer import DocumentLike, Scorer, as_document, default_scorer, typical
from credscore.wording import short

Verdict = Literal["credible", "doubtful", "open"]
Floats = npt.NDArray[np.float64]

FEWEST: Final = 6
"""Documents, copies counted once, below which no verdict is given."""
SURE: Final = 0.25
"""A source is doubtful if its whole interval lies below, credible if above one minus this."""

_MOST_NEEDED = 1000
_MOST_HABITS = 5
_HABIT_POINTS = 0.05  # Log-odds; less does not move a score's second decimal.
_FEWEST_FOR_HABITS = 3


class Habit(BaseModel):
    """Something that recurs in the documents of a source."""

    model_config = ConfigDict(frozen=True)

    feature: str = Field(description="Full name of the feature.")
    points: float = Field(description="Its points, on average over the documents.")
    documents: int = Field(description="Documents in which it spoke so, for or against.")
    text: str = Field(description="The habit in words, beside what is usual in reliable news.")


class SourceScore(BaseModel):
    """How far a source can be believed, as far as its documents show."""

    model_config = ConfigDict(frozen=True)

    score: float | None = Field(
        description="Probability that the source is of credible make; null without a document "
        "that could be scored."
    )
    interval: tuple[float, float] | None = Field(
        description="Where the score would lie, in nine of ten cases, had all its documents "
        "been read, by a model that knew their like."
    )
    verdict: Verdict = Field(
        description="doubtful or credible where the whole interval lies below 0.25 or above 0.75 "
        "and six documents or more were read; open where not."
    )
    documents: int = Field(description="Documents that were given.")
    scored: int = Field(description="Documents that could be scored.")
    independent: int = Field(description="Documents after copies of one text were counted once.")
    bands: dict[str, float] = Field(description="Share of the independent documents in each band.")
    habits: tuple[Habit, ...] = Field(description="What recurs, the weightiest first.")
    needed: int | None = Field(
        description="How many more documents would settle it, if they were like those seen: 0 "
        "where it is settled, null where it would not be within a thousand."
    )


def verdict_of(interval: tuple[float, float], documents: int) -> Verdict:
    """What may be said of a source with this interval, from so many independent documents."""
    if documents >= FEWEST and interval[1] < SURE:
        return "doubtful"
    return "credible" if documents >= FEWEST and interval[0] > 1 - SURE else "open"


class SourceTally:
    """Adds up the documents of one source as they come; small, and can be sent to other processes.

    Args:
        prior: Share of credible sources where the tally will be used, between 0 and 1.
        scorer: What scored the documents; None is the shipped scorer.

    Raises:
        ValueError: ``prior`` is not between 0 and 1.
    """

    def __init__(self, prior: float = 0.5, scorer: Scorer | None = None) -> None:
        if not 0 < prior < 1:
            raise ValueError(f"prior must lie between 0 and 1, got {prior!r}")
        scorer = scorer or default_scorer()
        self._scorer = scorer
        self._prior = logit(prior)
        # What documents say must not be mixed with what was assumed of them.
        self._shift = logit(scorer.prior)
        self._documents = 0
        self._scored = 0
        self._log_odds = 0.0
        self._groups: set[Hashable] = set()
        self._bands: Counter[str] = Counter()
        self._habits = _Habits(len(features()))

    def add(self, result: CredibilityScore, group: Hashable = None) -> None:
        """Add a document.

        Args:
            result: Its score.
            group: What its copies share, such as the number of their cluster: of a group, the
                first document that could be scored counts. None is a document of its own.
        """
        self.add_row(dict(as_columns(result)), group)

    def add_row(self, row: Mapping[str, Any], group: Hashable = None) -> None:
        """Add a document by the columns of ``credscore.corpus.schema``, without a prefix.

        Args:
            row: Its columns by name; ``log_odds`` and ``band`` are needed. Without the columns of
                the features there are no habits.
            group: As for ``add``.
        """
        values, points = (
            np.array([[_number(row.get(column(name))) for name in features()]])
            for column in (value_column, points_column)
        )
        log_odds = np.array([_number(row.get("log_odds"))])
        self.add_rows(log_odds, [row["band"]], values, points, [group])

    def add_rows(
        self,
        log_odds: Floats,
        bands: Sequence[str | None],
        values: Floats,
        points: Floats,
        groups: Sequence[Hashable],
    ) -> None:
        """Add documents, column by column; NaN stands where there is no number.

        Args:
            log_odds: Their scores in log-odds, a document each.
            bands: Their bands.
            values: What each feature measured: a row a document, a column an installed feature.
            points: The points of each feature, likewise.
            groups: As for ``add``.
        """
        self._documents += len(log_odds)
        counted = [
            place
            for place, group in enumerate(groups)
            if not np.isnan(log_odds[place]) and self._is_first(group)
        ]
        self._log_odds += float((log_odds[counted] - self._shift).sum())
        self._bands.update(bands[place] or "insufficient" for place in counted)
        self._habits.add(values[counted], points[counted])

    def _is_first(self, group: Hashable) -> bool:
        """Whether a document that could be scored is the first of its group."""
        self._scored += 1
        if group is None:
            return True
        is_first = group not in self._groups
        self._groups.add(group)
        return is_first

    def score(self) -> SourceScore:
        """What the documents that were added say together."""
        independent = self._bands.total()
        score, interval, needed = None, None, None
        verdict: Verdict = "open"
        if independent:
            mean = self._log_odds / independent
            level = load_pooling().level(mean, independent)
            score = sigmoid(self._prior + level.log_odds)
            interval = level.interval(self._prior)
            verdict = verdict_of(interval, independent)
            needed = self._needed(mean, independent)
        return SourceScore(
            score=score,
            interval=interval,
            verdict=verdict,
            documents=self._documents,
            scored=self._scored,
            independent=independent,
            bands={band: count / independent for band, count in self._bands.most_common()},
            habits=tuple(self._recurring(independent)),
            needed=needed,
        )

    def _needed(self, mean: float, independent: int) -> int | None:
        pooling = load_pooling()
        for more in range(_MOST_NEEDED + 1):
            level = pooling.level(mean, independent + more)
            if verdict_of(level.interval(self._prior), independent + more) != "open":
                return more
        return None

    def _recurring(self, independent: int) -> Iterator[Habit]:
        if independent < _FEWEST_FOR_HABITS:
            return
        known = zip(features(), self._habits, strict=True)
        ranked = sorted(known, key=lambda one: (-abs(one[1].points), one[0]))
        for name, sums in ranked[:_MOST_HABITS]:
            documents = sums.for_it if sums.points > 0 else sums.against
            if 2 * documents >= independent and sums.known:
                yield Habit(
                    feature=name,
                    points=sums.points / independent,
                    documents=documents,
                    text=_in_words(name, sums.value / sums.known, self._scorer),
                )


class _Sums(NamedTuple):
    """What one feature did over the documents: sums, and in how many it did so."""

    points: float
    for_it: int
    against: int
    value: float
    known: int


class _Habits:
    """What every feature did over the documents."""

    def __init__(self, count: int) -> None:
        self._sums = np.zeros((len(_Sums._fields), count))

    def add(self, values: Floats, points: Floats) -> None:
        points = np.nan_to_num(points)
        self._sums += (
            points.sum(axis=0),
            (points >= _HABIT_POINTS).sum(axis=0),
            (points <= -_HABIT_POINTS).sum(axis=0),
            np.nansum(values, axis=0),
            (~np.isnan(values)).sum(axis=0),
        )

    def __iter__(self) -> Iterator[_Sums]:
        for points, for_it, against, value, known in self._sums.T.tolist():
            yield _Sums(points, int(for_it), int(against), value, int(known))


def _number(value: Any) -> float:
    """A number of a row; NaN where there is none, as frames say it too."""
    return np.nan if value is None or type(value).__name__ == "NAType" else float(value)


def _in_words(name: str, mean: float, scorer: Scorer) -> str:
    _, feature = features()[name]
    title = feature.page.partition("\n")[0].rstrip(".")
    shown = {
        "share": f"{100 * mean:.0f} in 100",
        "ratio": f"{100 * mean:.0f}%",
        "probability": f"{mean:.2f}",
        "grade": f"{mean:.0f}",
        "per 1,000 words": f"{short(mean)} per 1,000 words",
    }.get(feature.unit, short(mean))
    reference = scorer.references.get(name)
    usual = f"; {typical(feature, reference, mean)}" if reference else ""
    return f"{title}: {shown} on average{usual}"


def score_source(
    docs: Iterable[DocumentLike | CredibilityScore],
    scorer: Scorer | None = None,
    prior: float = 0.5,
) -> SourceScore:
    """Score a source by its documents; copies and rewrites among them count once.

    Args:
        docs: Documents of one source: as many as there are; or their scores, among which copies
            cannot be told. Documents are told apart by their fingerprints (extra ``corpus``).
        scorer: Another scorer than the shipped one.
        prior: Share of credible sources where you are, between 0 and 1.

    Returns:
        The source's score with its interval, the bands of its documents, what recurs in them, and
        how many more documents would settle it.
    """
    from credscore.corpus.duplicates import Comparison
    from credscore.corpus.fingerprint import fingerprint

    scorer = scorer or default_scorer()
    comparison = Comparison()
    rows: list[tuple[dict[str, Any], int | None]] = []  # A result is a hundred times as large.
    for doc in docs:
        if isinstance(doc, CredibilityScore):
            rows.append((dict(as_columns(doc)), None))
        else:
            document = as_document(doc)
            row = dict(as_columns(scorer.score(document)))
            rows.append((row, comparison.add(fingerprint(document), "the source")))
    copies = {
        number: place
        for place, cluster in enumerate(comparison.clusters())
        for number in cluster.documents
    }
    tally = SourceTally(prior, scorer)
    for row, number in rows:
        tally.add_row(row, None if number is None else copies.get(number))
    return tally.score()
