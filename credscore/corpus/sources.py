"""The source behind the documents: what its documents say of it together.

Documents of one source are not independent witnesses: ten articles by one newsroom say less than
ten articles by ten. ``credscore.corpus.pooling`` says how they are weighed. A source's score is
pulled towards the share of credible sources that was assumed, the more so the fewer its documents
are; copies of one text count once; and below six documents no verdict is given, however bad they
are.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from credscore.corpus.pooling import load_pooling
from credscore.corpus.rows import as_columns
from credscore.corpus.schema import points_column, value_column
from credscore.feature import Feature
from credscore.model import logit
from credscore.registry import features
from credscore.result import CredibilityScore, sigmoid
from credscore.scorer import DocumentLike, Scorer, as_document, default_scorer, typical
from credscore.wording import short

Verdict = Literal["credible", "doubtful", "open"]

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
        "been read."
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
        self._habits: dict[str, _Sums] = {}

    def add(self, result: CredibilityScore, group: Hashable = None) -> None:
        """Add a document.

        Args:
            result: Its score.
            group: What its copies share, such as the number of their cluster: of a group, the
                first document that could be scored counts. None is a document of its own.
        """
        log_odds = result.log_odds if result.score is not None else None
        values = ((c.feature, c.value, c.points) for c in result.contributions)
        self._add(log_odds, result.band, values, group)

    def add_row(self, row: Mapping[str, Any], group: Hashable = None) -> None:
        """Add a document by the columns of ``credscore.corpus.schema``, without a prefix.

        Args:
            row: Its columns by name; ``log_odds`` and ``band`` are needed. Without the columns of
                the features there are no habits.
            group: As for ``add``.
        """
        values = (
            (name, row.get(value_column(name)), row.get(points_column(name))) for name in features()
        )
        self._add(_number(row.get("log_odds")), row["band"], values, group)

    def _add(
        self,
        log_odds: float | None,
        band: str | None,
        values: Iterable[tuple[str, float | None, float | None]],
        group: Hashable,
    ) -> None:
        self._documents += 1
        if log_odds is None:
            return
        self._scored += 1
        if group is not None:
            if group in self._groups:
                return
            self._groups.add(group)
        self._log_odds += log_odds - self._shift
        self._bands[band or "insufficient"] += 1
        for name, value, points in values:
            self._habits.setdefault(name, _Sums()).add(_number(value), _number(points) or 0.0)

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
        known = features()
        ranked = sorted(self._habits.items(), key=lambda item: (-abs(item[1].points), item[0]))
        for name, sums in ranked[:_MOST_HABITS]:
            documents = sums.for_it if sums.points > 0 else sums.against
            if 2 * documents >= independent and sums.values:
                yield Habit(
                    feature=name,
                    points=sums.points / independent,
                    documents=documents,
                    text=_in_words(name, known[name][1], sums.value / sums.values, self._scorer),
                )


class _Sums:
    """What one feature measured over the documents."""

    __slots__ = ("against", "for_it", "points", "value", "values")

    def __init__(self) -> None:
        self.points = self.value = 0.0
        self.values = self.for_it = self.against = 0

    def add(self, value: float | None, points: float) -> None:
        self.points += points
        self.for_it += points >= _HABIT_POINTS
        self.against += points <= -_HABIT_POINTS
        if value is not None:
            self.value += value
            self.values += 1


def _number(value: Any) -> float | None:
    """A number of a row; frames say NaN or NA where there is none."""
    if value is None or type(value).__name__ == "NAType" or value != value:
        return None
    return float(value)


def _in_words(name: str, feature: Feature, mean: float, scorer: Scorer) -> str:
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
