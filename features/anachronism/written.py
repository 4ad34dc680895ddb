"""Between which days a text was written, and which times stand beside a word of it."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from credscore.document import Document
from credscore.feature import Span
from credscore.features.anachronism.events import latest_surprise
from credscore.features.anachronism.now import document_now
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import TimeExpression, day_in_words

_CONFIDENT = 0.9


class Written(NamedTuple):
    """The days between which something was written, why, and the passage that says so.

    ``latest`` is None where only a first day is known.
    """

    earliest: date
    latest: date | None
    reason: str
    related: tuple[Span, ...]


def when_written(doc: Document) -> Written | None:
    """By the text's own date or else by the latest event that it cannot have foreseen."""
    dated = when_dated(doc)
    if dated is not None:
        return dated
    mention = latest_surprise(doc)
    if mention is None:
        return None
    event = mention.event
    reason = f"yet the text knows of {event.name}, which began in {event.begin.earliest:%B %Y}"
    return Written(event.begin.latest, None, reason, (Span(mention.start, mention.end),))


def when_dated(doc: Document) -> Written | None:
    """By the text's own date alone, where that is known well."""
    now = document_now(doc)
    if now.interval is None or now.confidence < _CONFIDENT:
        return None
    earliest, latest = now.interval
    reason = f"the text is dated {day_in_words(earliest)}"
    if (latest.month, latest.day) == (1, 1) and now.source == "published":
        # A page that knows no more than its year says 1 January.
        latest = date(latest.year, 12, 31)
    return Written(earliest, latest, reason, ())


def sentence_of(doc: Document, word: int) -> int:
    """The position in ``Document.sentences`` of the sentence that holds a word."""
    return bisect_right(doc.once(_sentence_starts), word) - 1


def _sentence_starts(doc: Document) -> list[int]:
    return [sentence.first_word for sentence in doc.sentences]


def times_of_sentence(doc: Document, word: int) -> Sequence[TimeExpression]:
    """The expressions of time in the sentence that holds a word, in order."""
    return doc.once(_by_sentence).get(sentence_of(doc, word), ())


def _by_sentence(doc: Document) -> dict[int, list[TimeExpression]]:
    by_sentence: dict[int, list[TimeExpression]] = {}
    for time in times(doc):
        by_sentence.setdefault(time.sentence, []).append(time)
    return by_sentence
