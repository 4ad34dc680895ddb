"""Scoring a corpus: inputs in, a journal of what was done out."""

import random
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from credscore.corpus.pool import score_tasks
from credscore.corpus.readers import TABLES, Damage, Record, Source, everything
from credscore.corpus.readers.columns import Columns, Role, choose_columns
from credscore.corpus.resume import Ended, Journal
from credscore.corpus.tasks import Done, Given, Task, TaskScorer

CHUNK = 64
"""Documents of a chunk: what is scored anew, for each process, after an interruption."""

_LARGEST_TASK = 4_000_000  # bytes or characters
_ROWS_TO_GUESS_FROM = 50
_SEED = 2024

Say = Callable[[str], None]


class Watcher(Protocol):
    """Is told how far the work has come."""

    def update(self, position: int, documents: int) -> None:
        """Called now and then with the bytes that were read and the documents that were scored."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What of a corpus is to be scored.

    Attributes:
        sources: The inputs.
        columns: Names of columns that the user gave.
        limit: Score only the first records, so many; damaged ones count.
        sample: Score only these records: their numbers, in order, by input. None scores all.
    """

    sources: Sequence[Source]
    columns: Mapping[Role, str] = field(default_factory=dict)
    limit: int | None = None
    sample: Mapping[int, Sequence[int]] | None = None

    def about(self) -> dict[str, Any]:
        """What must be the same for an interrupted audit to go on."""
        return {
            "inputs": [[source.name, source.fingerprint] for source in self.sources],
            "columns": dict(self.columns),
            "limit": self.limit,
        }

    def chunk(self, source: int, number: int) -> int:
        """The chunk that a record belongs to."""
        if self.sample is None:
            return number // CHUNK
        return bisect_left(self.sample.get(source, ()), number) // CHUNK

    def wants(self, source: int, number: int) -> bool:
        """Whether a record belongs to the sample."""
        if self.sample is None:
            return True
        drawn = self.sample.get(source, ())
        place = bisect_left(drawn, number)
        return place < len(drawn) and drawn[place] == number


def draw_sample(sources: Sequence[Source], size: int) -> dict[int, list[int]]:
    """Draw records evenly from all inputs, by one pass over them; always the same ones.

    Returns:
        The numbers of the records, in order, by the number of the input.
    """
    choice = random.Random(_SEED)
    drawn: list[tuple[int, int]] = []
    seen = 0
    for place, source in enumerate(sources):

        def consider(number: int, place: int = place) -> bool:
            nonlocal seen
            seen += 1
            if len(drawn) < size:
                drawn.append((place, number))
            elif (other := choice.randrange(seen)) < size:
                drawn[other] = (place, number)
            return False

        for _ in source.open().records(consider):
            pass
    numbers: dict[int, list[int]] = {}
    for place, number in sorted(drawn):
        numbers.setdefault(place, []).append(number)
    return numbers


def guess_columns(source: Source, given: Mapping[Role, str]) -> Columns | None:
    """Which column of a table holds what; None where the input has no columns to tell apart.

    Raises:
        ValueError: A given column is not there, or none holds texts.
    """
    if source.kind not in TABLES:
        return None
    records = (r for r in source.open().records(everything) if isinstance(r, Record))
    sample = [record.fields for record in islice(records, _ROWS_TO_GUESS_FROM)]
    return choose_columns(sample, given) if sample else Columns({"text": "text"})


def score_corpus(
    plan: Plan, journal: Journal, scorer: TaskScorer, jobs: int, say: Say, watcher: Watcher
) -> None:
    """Score what of a corpus was not scored yet, and keep it in the journal.

    Args:
        plan: What is to be scored.
        journal: What was done so far; what is done is added.
        scorer: What scores the documents.
        jobs: Number of processes.
        say: Is told what was guessed.
        watcher: Is told how far it came.
    """
    reading = _Reading(plan, journal, say)
    for done in score_tasks(scorer, reading.tasks(), jobs):
        reading.take(done)
        watcher.update(reading.position, journal.rows)
    reading.settle()


class _EnoughError(Exception):
    """The limit is reached."""


@dataclass(slots=True)
class _Chunk:
    """A chunk under way: it is kept when it was read to its end and all its parts came back."""

    damage: list[Damage] = field(default_factory=list)
    parts: list[Done] = field(default_factory=list)
    sent: int = 0
    is_read: bool = False
    position: int = 0


class _Reading:
    """Turns records into tasks, and what comes back into whole chunks.

    Attributes:
        position: Bytes of the inputs up to the last chunk that was done.
    """

    def __init__(self, plan: Plan, journal: Journal, say: Say) -> None:
        self._plan = plan
        self._journal = journal
        self._say = say
        self._said: Columns | None = None
        self._chunks: dict[tuple[int, int], _Chunk] = {}
        self._ended: dict[int, Ended] = {}
        self._records = 0
        self._read = 0
        self.position = 0

    def tasks(self) -> Iterator[Task]:
        """What is left to do, in the order of the inputs."""
        before = 0
        for place, source in enumerate(self._plan.sources):
            if place in self._journal.ended:
                self._records += self._journal.ended[place].records
            else:
                yield from self._of_source(place, source, before)
            before += source.size
            self._read = before
            if self._plan.limit is not None and self._records >= self._plan.limit:
                return

    def _of_source(self, place: int, source: Source, before: int) -> Iterator[Task]:
        try:
            columns = guess_columns(source, self._plan.columns)
        except (ValueError, OSError) as error:
            self._note(place, Damage(0, "the whole input", str(error)))
            self._close(place)
            self._ended[place] = Ended(0, 0)
            return
        if columns is not None and columns != self._said:
            self._said = columns
            ignored = f"; not read: {', '.join(columns.ignored)}" if columns.ignored else ""
            self._say(f"{source.name}: {columns}{ignored}")
        reader = source.open(columns=list(columns.names.values())) if columns else source.open()
        first = self._records

        def wanted(number: int) -> bool:
            if self._plan.limit is not None and first + number >= self._plan.limit:
                raise _EnoughError
            self._records = first + number + 1
            key = (place, self._plan.chunk(place, number))
            return self._plan.wants(place, number) and key not in self._journal

        rows: list[Given] = []
        size = chunk = 0
        try:
            for found in reader.records(wanted):
                self._read = before + reader.position
                given = self._given(place, found, columns)
                if given is None:
                    continue
                current = self._plan.chunk(place, given.number)
                if rows and (current != chunk or size > _LARGEST_TASK):
                    yield self._task(place, chunk, source, rows)
                    rows, size = [], 0
                self._close(place, current)
                chunk = current
                rows.append(given)
                size += _size(given)
        except _EnoughError:
            pass
        if rows:
            yield self._task(place, chunk, source, rows)
        self._close(place)
        self._ended[place] = Ended(self._records - first, reader.passed_over)

    def _given(self, place: int, found: Record | Damage, columns: Columns | None) -> Given | None:
        """A record as a document; damage is noted."""
        if isinstance(found, Record):
            try:
                fields = columns.fields(found.fields) if columns else found.fields
            except ValueError as error:
                found = Damage(found.number, found.place, str(error))
            else:
                return Given(found.number, found.place, fields)
        self._note(place, found)
        return None

    def _note(self, place: int, damage: Damage) -> None:
        key = (place, self._plan.chunk(place, damage.number))
        if key not in self._journal:  # Else it was noted before the interruption.
            self._chunks.setdefault(key, _Chunk()).damage.append(damage)

    def _task(self, place: int, chunk: int, source: Source, rows: list[Given]) -> Task:
        under_way = self._chunks.setdefault((place, chunk), _Chunk())
        under_way.sent += 1
        under_way.position = self._read
        return Task(place, chunk, under_way.sent, source.name, rows)

    def _close(self, place: int, before: int | None = None) -> None:
        """Note that the chunks of an input, those before one or all, were read to their end."""
        for (source, chunk), under_way in self._chunks.items():
            if source == place and (before is None or chunk < before):
                under_way.is_read = True

    def take(self, done: Done) -> None:
        """Take what came of a task."""
        self._chunks[done.source, done.chunk].parts.append(done)
        self.settle()

    def settle(self) -> None:
        """Keep the chunks that are whole, and note the inputs that are done with."""
        whole = [
            key
            for key, chunk in self._chunks.items()
            if chunk.is_read and len(chunk.parts) == chunk.sent
        ]
        for key in whole:
            chunk = self._chunks.pop(key)
            self._journal.add(_joined(key, chunk))
            self.position = max(self.position, chunk.position)
        for place in set(self._ended).difference(source for source, _ in self._chunks):
            self._journal.end_source(place, self._ended.pop(place))


def _joined(key: tuple[int, int], chunk: _Chunk) -> Done:
    """What came of all parts of a chunk."""
    parts = sorted(chunk.parts, key=lambda part: part.part)
    failures = [*chunk.damage, *(failure for part in parts for failure in part.failures)]
    return Done(
        *key,
        part=0,
        rows=sum(part.rows for part in parts),
        batches=tuple(batch for part in parts for batch in part.batches),
        failures=tuple(sorted(failures, key=lambda failure: failure.number)),
    )


def _size(given: Given) -> int:
    return len(given.fields.get("text") or "") + len(given.fields.get("html") or "")
