"""From rows to scored rows: what frames, batches and files have in common.

A row that cannot be read keeps its place: its ``problem`` says why. What is wrong with a column
beside the text (a day of publication that is no date) costs that column only, and is said in
``warnings``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from numbers import Real
from typing import Any

from credscore.corpus.schema import (
    EVIDENCE,
    READ_TEXT,
    REASONS,
    check_asked,
    columns,
    points_column,
    value_column,
)
from credscore.document import Document
from credscore.result import CredibilityScore, Evidence
from credscore.scorer import Scorer, default_scorer

Columns = Mapping[str, Sequence[object]]

_SURROGATES = re.compile("[\ud800-\udfff]")
_MISSING = frozenset({"NAType", "NaTType"})


class RowError(ValueError):
    """A row that holds no document; its text says why, for a person."""


@dataclass(frozen=True)
class Reading:
    """Which column holds what; None where there is no such column.

    Attributes:
        text: Column of the text; not needed beside ``html``.
        title: Column of the headline.
        published: Column of the day of publication: dates, times or ISO 8601 strings.
        url: Column of the address.
        author: Column of the author's name.
        language: Column of the language code.
        html: Column of web pages (str or bytes). A row that has one is read from it, and what
            the page says of itself is overruled by the other columns.
    """

    text: str | None = "text"
    title: str | None = None
    published: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    html: str | None = None

    def __post_init__(self) -> None:
        if self.text is None and self.html is None:
            raise ValueError("one of the columns text and html must be named")

    def within(self, there: Iterable[str]) -> "Reading":
        """The same for the columns ``there``: without "text" where only web pages are at hand.

        Raises:
            ColumnError: A column that is to be read is not there.
        """
        there = list(there)
        reading = self
        if self.html is not None and self.text == "text" and "text" not in there:
            reading = replace(self, text=None)
        check_asked(reading.columns, there)
        return reading

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read, each once."""
        names = (self.text, self.html, *(getattr(self, name) for name in _ABOUT))
        return tuple(dict.fromkeys(name for name in names if name is not None))

    def document(self, row: Mapping[str, object]) -> tuple[Document, tuple[str, ...]]:
        """The document of a row, and sentences on what had to be passed over.

        Raises:
            RowError: There is no text, or something else in its place.
        """
        about, warnings = self._about(row)
        page = _present(row, self.html)
        if page is not None:
            return _from_page(page, about), warnings
        text = _present(row, self.text)
        if text is None:
            raise RowError("The row has no text.")
        if not isinstance(text, str):
            hint = ": decode it, or name the column as html" if isinstance(text, bytes) else ""
            raise RowError(f"The text is no text but {_kind(text)}{hint}.")
        return Document(str(text), **about), warnings

    def _about(self, row: Mapping[str, object]) -> tuple[dict[str, Any], tuple[str, ...]]:
        about: dict[str, Any] = {}
        warnings = []
        for field in _ABOUT:
            value = _present(row, getattr(self, field))
            if value is None or value == "":
                continue
            try:
                Document("", **{field: value})
            except (TypeError, ValueError):
                needed = "date" if field == "published" else "text"
                shown = clean(repr(value)[:40])
                warnings.append(f"{field} was passed over, for {shown} is no {needed}.")
            else:
                about[field] = value
        return about, tuple(warnings)


_ABOUT = ("title", "published", "url", "author", "language")


def _present(row: Mapping[str, object], column: str | None) -> Any:
    value = row[column] if column is not None else None
    if type(value).__name__ in _MISSING or (isinstance(value, Real) and value != value):
        return None
    return value


def _kind(value: object) -> str:
    return f"{type(value).__name__} ({clean(repr(value)[:40])})"


def _from_page(page: object, about: dict[str, Any]) -> Document:
    from credscore.reading.html import read_html

    if isinstance(page, bytearray):
        page = bytes(page)
    if not isinstance(page, str | bytes):
        raise RowError(f"The web page is neither text nor bytes but {_kind(page)}.")
    try:
        return replace(read_html(page, url=about.get("url")), **about)
    except ValueError as error:
        raise RowError(f"The web page cannot be read: {error}.") from None


@dataclass(frozen=True)
class RowScorer:
    """Scores rows; immutable, and cheap to send to another process.

    Attributes:
        reading: Which column holds what.
        evidence: Whether the passages found are asked for.
        scorer: The scorer; None is the shipped news model's, loaded once a process.
    """

    reading: Reading = Reading()
    evidence: bool = False
    scorer: Scorer | None = None

    @property
    def read_text(self) -> bool:
        """Whether the text that was read is handed out: evidence of web pages refers to it."""
        return self.evidence and self.reading.html is not None

    @cached_property
    def added(self) -> tuple[str, ...]:
        """Names of the columns that a scored row gains, in order."""
        return tuple(columns(self.evidence, self.read_text))

    def score(self, rows: Columns) -> dict[str, list[Any]]:
        """Score rows given column by column; the columns they gain, in the same order of rows."""
        gained: dict[str, list[Any]] = {name: [] for name in self.added}
        names = self.reading.columns
        for values in zip(*(rows[name] for name in names), strict=True):
            scored = self.score_row(dict(zip(names, values, strict=True)))
            for name, column in gained.items():
                column.append(scored.get(name))
        return gained

    def score_row(self, row: Mapping[str, object]) -> dict[str, Any]:
        """The columns that one row gains; those that are missing are null."""
        try:
            document, passed_over = self.reading.document(row)
        except RowError as error:
            return {"problem": str(error)}
        return self.score_document(document, passed_over)

    def score_document(
        self, document: Document, passed_over: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """The columns that the row of a document gains, as far as they are not null.

        Args:
            document: The document of the row.
            passed_over: Sentences on what had to be passed over in reading the row.
        """
        try:
            result = (self.scorer or default_scorer()).score(document)
        except MemoryError:
            raise
        except Exception as error:  # A corpus is not lost for one text that no test foresaw.
            reason = f"{type(error).__name__}: {error}"
            return {"problem": clean(f"Scoring failed, which is a fault of credscore: {reason}.")}
        scored = dict(as_columns(result, self.evidence, passed_over))
        if self.read_text:
            scored[READ_TEXT] = clean(document.text)
        return scored


def as_columns(
    result: CredibilityScore, evidence: bool = False, warnings: tuple[str, ...] = ()
) -> Iterator[tuple[str, Any]]:
    """The columns of ``credscore.corpus.schema`` that a result fills; the others are null.

    Args:
        result: The score of a document.
        evidence: Whether the passages found are asked for.
        warnings: Sentences on what limits the answer, beside those of the result.
    """
    score, interval = result.score, result.interval
    yield "band", result.band
    yield "words", result.words
    yield "model", f"{result.model.name} {result.model.version} {result.model.digest[:12]}"
    problem, limits = (result.warnings[0] if score is None else None), [*warnings, *result.warnings]
    if problem is not None:
        limits.remove(problem)
    yield "problem", clean(problem) if problem else None
    yield "warnings", clean(" ".join(limits)) or None
    if score is not None and interval is not None:
        yield "score", score
        yield "score_low", interval[0]
        yield "score_high", interval[1]
        yield "log_odds", result.log_odds
        for place, reason in enumerate(result.reasons(REASONS), start=1):
            yield f"reason_{place}", clean(f"{reason.points:+.2f} {reason.text}")
    if result.resembles:
        yield "resembles", result.resembles[0].kind
        yield "resemblance", result.resembles[0].probability
    for contribution in result.contributions:
        yield value_column(contribution.feature), contribution.value
        if score is not None:
            yield points_column(contribution.feature), contribution.points
    if evidence:
        yield EVIDENCE, [_passage(passage) for passage in result.evidence]


def _passage(evidence: Evidence) -> dict[str, Any]:
    return {
        "family": evidence.family,
        "rule": evidence.rule,
        "start": evidence.start,
        "end": evidence.end,
        "text": clean(evidence.text),
        "message": clean(evidence.message),
        "related": [
            {"start": other.start, "end": other.end, "text": clean(other.text)}
            for other in evidence.related
        ],
    }


def clean(text: str) -> str:
    """``text`` as it can be written: lone surrogates replaced, one for one, so offsets hold."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)
