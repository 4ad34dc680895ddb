"""From a document to its score: read, measure, weigh, explain."""

import gc
import multiprocessing
import pickle
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping, Sized
from contextlib import contextmanager
from dataclasses import fields
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from credscore.document import Document
from credscore.feature import Feature, Finding, Passage
from credscore.genre import genre_warnings
from credscore.model import Model, Reference, Weighed, load_model
from credscore.registry import features
from credscore.result import (
    Contribution,
    CredibilityScore,
    Evidence,
    ModelInfo,
    Related,
    Resemblance,
    sigmoid,
    trusted,
)
from credscore.sufficiency import judge
from credscore.wording import short

DocumentLike = str | Document | Mapping[str, object]

_DOCUMENTS_A_TASK = 16
# More than anyone would read; without a bound the evidence of a huge page outgrows the page.
_MOST_PASSAGES = 500
# At the limit of what can be judged the interval is ten times as wide: it says nothing any more.
_LEAST_CERTAINTY = 0.1


class Scorer:
    """Scores documents with one model.

    A scorer is immutable, can be shared between threads and sent to other processes.

    Args:
        model: Name of a shipped model, or path of a model file.
        prior: Share of credible documents where the scorer will be used, between 0 and 1; None
            keeps the share that the model was calibrated for.

    Raises:
        ModelError: There is no such model, or it was trained on other features.
        ValueError: ``prior`` is not between 0 and 1.
    """

    def __init__(self, model: str | Path = "news", prior: float | None = None) -> None:
        if prior is not None and not 0 < prior < 1:
            raise ValueError(f"prior must lie between 0 and 1, got {prior!r}")
        self._model = load_model(model)
        self._model.check({name: feature.revision for name, (_, feature) in features().items()})
        self._base = self._model.base(prior)
        self._info = _model_info(self._model)
        self._usual = {
            name: _Usual.of(feature, reference)
            for name, (_, feature) in features().items()
            if (reference := self._model.artefact.features.get(name)) is not None
        }
        self._source = (model, prior)

    @property
    def model(self) -> ModelInfo:
        """The model that scores, and where its bands begin."""
        return self._info

    def __reduce__(self) -> tuple[type["Scorer"], tuple[str | Path, float | None]]:
        return Scorer, self._source

    @property
    def references(self) -> Mapping[str, Reference]:
        """How the features are distributed over reliable news, by full name."""
        return self._model.artefact.features

    @property
    def prior(self) -> float:
        """Share of credible documents that is assumed."""
        return self._source[1] or self._model.artefact.prior

    def score(self, doc: DocumentLike) -> CredibilityScore:
        """Score one document.

        Args:
            doc: A text, a ``Document``, or a mapping with a document's fields.

        Raises:
            TypeError: ``doc`` is none of these, or a field is of the wrong type.
            ValueError: ``published`` is no date.
        """
        with _collector_paused():
            return self._score(as_document(doc))

    def _score(self, doc: Document) -> CredibilityScore:
        findings = {
            name: (family.name, feature, feature.measure(doc))
            for name, (family, feature) in features().items()
        }
        values = {name: finding.value for name, (_, _, finding) in findings.items()}
        artefact = self._model.artefact
        unusual = self._model.unusual(values)
        sufficiency = judge(doc, unusual, len(artefact.ranges))
        weighed = None if sufficiency.problems else self._model.weigh(values)
        # Near a limit every point counts for less, so that nothing jumps where it is crossed.
        certainty = sufficiency.certainty
        points = {name: certainty * weighed.points[name] if weighed else 0.0 for name in values}
        explain = _Explainer(doc, self._usual)
        contributions = [
            explain.contribution(name, family, feature, finding, points[name])
            for name, (family, feature, finding) in findings.items()
        ]
        contributions.sort(key=lambda c: (-abs(c.points), -len(c.evidence), c.feature))
        log_odds = self._base + sum(contribution.points for contribution in contributions)
        return CredibilityScore.model_construct(
            base=self._base,
            contributions=tuple(contributions),
            evidence=explain.all_evidence(),
            warnings=(*sufficiency.problems, *sufficiency.warnings, *genre_warnings(doc)),
            resembles=_resembles(weighed, sigmoid(-log_odds)) if weighed else (),
            words=len(doc.words),
            spread=artefact.spread.at(len(doc.words), len(unusual))
            / max(certainty, _LEAST_CERTAINTY),
            sufficient=not sufficiency.problems,
            model=self._info,
        )

    def score_many(
        self, docs: Iterable[DocumentLike], n_jobs: int = 1, progress: bool = False
    ) -> Iterator[CredibilityScore]:
        """Score documents lazily, in order.

        Args:
            docs: The documents; they are drawn as they are needed, not all at once.
            n_jobs: Number of processes; -1 takes all cores.
            progress: Whether to show a progress bar on the terminal's error stream.
        """
        results = map(self.score, docs) if n_jobs == 1 else self._in_processes(docs, n_jobs)
        return _with_progress(results, docs) if progress else results

    def _in_processes(
        self, docs: Iterable[DocumentLike], n_jobs: int
    ) -> Iterator[CredibilityScore]:
        from joblib import Parallel, delayed

        parallel = Parallel(n_jobs=n_jobs, return_as="generator")
        tasks = (delayed(_score_all)(self, batch) for batch in _batches(docs))
        for pickled in parallel(tasks):
            with _collector_paused():
                results: list[CredibilityScore] = pickle.loads(pickled)
            yield from results


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Leave cyclic garbage for later: reading a text makes none.

    What it makes are many small objects that all live until it is scored, and the collector would
    look through them again and again; of a text of megabytes, for a fifth of the time. Where
    another thread has paused it, that one lets it go on.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _score_all(scorer: Scorer, docs: list[DocumentLike]) -> bytes:
    """The scores, pickled.

    Joblib's own way costs the process that waits for them half as much again, and that process
    shares the cores with those that score.
    """
    # A worker leaves Ctrl-C to the process it works for, and does not die with a traceback.
    if multiprocessing.parent_process() and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return pickle.dumps([scorer.score(doc) for doc in docs], pickle.HIGHEST_PROTOCOL)


def _batches(docs: Iterable[DocumentLike]) -> Iterator[list[DocumentLike]]:
    iterator = iter(docs)
    while batch := list(islice(iterator, _DOCUMENTS_A_TASK)):
        yield batch


def _with_progress(
    results: Iterator[CredibilityScore], docs: Iterable[DocumentLike]
) -> Iterator[CredibilityScore]:
    from rich.console import Console
    from rich.progress import track

    total = len(docs) if isinstance(docs, Sized) else None
    console = Console(stderr=True)
    yield from track(results, description="Scoring", total=total, console=console)


def as_document(doc: object) -> Document:
    """Turn what a caller may give into a ``Document``.

    Raises:
        TypeError: ``doc`` is neither a text, a Document nor a mapping with a document's fields.
    """
    if isinstance(doc, Document):
        return doc
    if isinstance(doc, str):
        return Document(doc)
    if isinstance(doc, Mapping):
        known = [field.name for field in fields(Document)]
        unknown = [key for key in doc if key not in known]
        if unknown or "text" not in doc:
            problem = f"the unknown field {unknown[0]!r}" if unknown else "no field 'text'"
            raise TypeError(
                f"a mapping must have a document's fields ({', '.join(known)}), got {problem}"
            )
        return Document(**doc)  # Document checks its fields itself.
    hint = "; decode it first, or pass a page to read_html" if isinstance(doc, bytes) else ""
    raise TypeError(
        f"a document must be a str, a Document or a mapping with a Document's fields, "
        f"got {type(doc).__name__}{hint}"
    )


def _resembles(weighed: Weighed, doubt: float) -> tuple[Resemblance, ...]:
    """Share out the doubt that the score leaves among the kinds of poor copy."""
    ranked = sorted(weighed.resemblance.items(), key=lambda item: -item[1])
    return tuple(
        Resemblance.model_construct(
            kind=kind, probability=doubt * share, features=weighed.reasons[kind]
        )
        for kind, share in ranked
    )


class _Explainer:
    """Turns findings into contributions, leading every span back to the caller's text."""

    def __init__(self, doc: Document, usual: Mapping[str, "_Usual"]) -> None:
        self._doc = doc
        self._usual = usual
        self._evidence: dict[tuple[str, int, int], Evidence] = {}

    def contribution(
        self,
        name: str,
        family: str,
        feature: Feature,
        finding: Finding,
        points: float,
    ) -> Contribution:
        text = finding.summary
        if finding.value is not None and name in self._usual:
            measured = _measured(feature, finding.value)
            text = f"{text}{measured}; {self._usual[name].beside(finding.value)}"
        return trusted(
            Contribution,
            feature=name,
            family=family,
            value=finding.value,
            unit=feature.unit,
            points=points,
            text=text,
            evidence=tuple(
                self._as_evidence(family, passage) for passage in finding.evidence[:_MOST_PASSAGES]
            ),
        )

    def all_evidence(self) -> tuple[Evidence, ...]:
        return tuple(sorted(self._evidence.values(), key=lambda e: (e.start, e.end, e.rule)))

    def _as_evidence(self, family: str, passage: Passage) -> Evidence:
        # Features of a family may share a passage; it is one piece of evidence all the same.
        key = (passage.rule, passage.start, passage.end)
        if key not in self._evidence:
            start, end = self._doc.original_span(passage.start, passage.end)
            self._evidence[key] = trusted(
                Evidence,
                family=family,
                rule=passage.rule,
                start=start,
                end=end,
                text=self._doc.text[start:end],
                message=passage.message,
                related=tuple(self._as_related(*span) for span in passage.related),
            )
        return self._evidence[key]

    def _as_related(self, start: int, end: int) -> Related:
        start, end = self._doc.original_span(start, end)
        return trusted(Related, start=start, end=end, text=self._doc.text[start:end])


class _Usual(NamedTuple):
    """What is usual for a feature, in the words that go with a value of 0 and with any other."""

    beside_none: str
    beside_some: str

    @classmethod
    def of(cls, feature: Feature, reference: Reference) -> "_Usual":
        return cls(typical(feature, reference, 0.0), typical(feature, reference, 1.0))

    def beside(self, value: float) -> str:
        return self.beside_some if value else self.beside_none


def _measured(feature: Feature, value: float) -> str:
    """What a summary does not say by itself: the value in the measure of what is usual."""
    if feature.unit == "per 1,000 words" and value:
        return f", {short(value)} {feature.unit}"
    return f" (probability {value:.2f})" if feature.unit == "probability" else ""


def typical(feature: Feature, reference: Reference, value: float) -> str:
    """What is usual for ``feature`` in reliable news: a clause behind the summary of ``value``."""
    if feature.unit == "probability":
        return f"in reliable news it is {reference.mean:.2f} on average"
    if feature.unit == "share":
        usual = f"{100 * reference.mean:.0f}" if reference.mean >= 0.005 else "less than 1"
        return f"in reliable news it is {usual} in 100 on average"
    low, high = (_in_unit(feature, bound) for bound in (reference.low, reference.high))
    is_counted = feature.unit in ("count", "per 1,000 words")
    if is_counted and high == "0":
        return f"in reliable news this is {'rare' if value else 'usual'}"
    if feature.unit == "count" and (low, high) == ("0", "1"):
        return "in reliable news there is sometimes one"
    if is_counted and low == "0":
        usual = f"at most {high}"
    else:
        usual = low if low == high else f"between {low} and {high}"
    # Where nothing was counted, no rate was given that would tell the unit.
    unit = f" {feature.unit}" if feature.unit == "per 1,000 words" and not value else ""
    return f"in reliable news it is usually {usual}{unit}"


def _in_unit(feature: Feature, value: float) -> str:
    if feature.unit == "ratio":
        return f"{100 * value:.0f}%"
    return f"{value:.0f}" if feature.unit in ("grade", "words") else short(value)


def _model_info(model: Model) -> ModelInfo:
    artefact = model.artefact
    return ModelInfo(
        name=artefact.name,
        version=artefact.version,
        digest=model.digest,
        low_below=artefact.bands.low_below,
        high_from=artefact.bands.high_from,
    )


@cache
def default_scorer() -> Scorer:
    """The scorer of the shipped news model, made once a process."""
    return Scorer()


def score(doc: DocumentLike) -> CredibilityScore:
    """Score one document with the shipped news model.

    Args:
        doc: A text, a ``Document``, or a mapping with a document's fields (text, title, url,
            author, published, language). A web page goes through ``read_html`` first.

    Returns:
        The score in [0, 1], its band, and one contribution a feature with its passages. Texts
        that are too short, or not English, are in band "insufficient" with ``score`` None.

    Raises:
        TypeError: ``doc`` is none of these, or a field is of the wrong type.
        ValueError: ``published`` is no date.
    """
    return default_scorer().score(doc)


def score_many(
    docs: Iterable[DocumentLike], n_jobs: int = 1, progress: bool = False
) -> Iterator[CredibilityScore]:
    """Score documents with the shipped news model: lazily, in order.

    Args:
        docs: The documents; they are drawn as they are needed, not all at once.
        n_jobs: Number of processes; -1 takes all cores.
        progress: Whether to show a progress bar on the terminal's error stream.
    """
    return default_scorer().score_many(docs, n_jobs=n_jobs, progress=progress)
