"""Scoring tasks in processes of our own, with no more of them under way than fit the memory.

Workers are plain processes with pipes: unlike those of ``multiprocessing`` they need no guard in
the caller's script, and they end with the process that started them, even when that is killed.
"""

import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from queue import SimpleQueue

from credscore.corpus.readers import Damage
from credscore.corpus.tasks import Done, Task, TaskScorer
from credscore.corpus.worker import READY

# One task waits for every one that is scored, so that no process waits for the reader.
_TASKS_A_WORKER = 2


def score_tasks(scorer: TaskScorer, tasks: Iterable[Task], jobs: int) -> Iterator[Done]:
    """Score tasks, as they are asked for; what is done first comes first.

    Args:
        scorer: What scores them.
        tasks: The tasks; they are drawn as they are needed.
        jobs: Number of processes; with 1, this one does the work.
    """
    if jobs == 1:
        yield from map(scorer.score, tasks)
        return
    workers = [_Worker(scorer) for _ in range(jobs)]
    idle: SimpleQueue[_Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def score(task: Task) -> Done:
        worker = idle.get()
        try:
            return worker.score(task)
        finally:
            idle.put(worker)

    threads = ThreadPoolExecutor(jobs)
    try:
        under_way: set[Future[Done]] = set()
        for task in tasks:
            under_way.add(threads.submit(score, task))
            while len(under_way) >= _TASKS_A_WORKER * jobs:
                finished, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in finished)
        while under_way:
            finished, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in finished)
    finally:
        for worker in workers:
            worker.end()
        threads.shutdown(cancel_futures=True)


class WorkerError(RuntimeError):
    """The processes that score cannot do their work."""


class _Worker:
    """A process that scores, started when it is needed, and started anew when it has died."""

    def __init__(self, scorer: TaskScorer) -> None:
        self._scorer = scorer
        self._process: subprocess.Popen[bytes] | None = None
        self._has_ended = False

    def score(self, task: Task) -> Done:
        """Score a task; a document that the process dies of is named, and the others scored."""
        try:
            return self._ask(task)
        except (OSError, EOFError, pickle.UnpicklingError):
            self._stop()
        if self._has_ended:
            raise WorkerError("the audit was given up")
        if len(task.rows) == 1:
            (given,) = task.rows
            reason = "the process that scored it died: it may need more memory than there is"
            failure = Damage(given.number, given.place, reason)
            return Done(task.source, task.chunk, task.part, 0, (), (failure,))
        half = len(task.rows) // 2
        first = self.score(replace(task, rows=task.rows[:half]))
        second = self.score(replace(task, rows=task.rows[half:]))
        return replace(
            first,
            rows=first.rows + second.rows,
            batches=first.batches + second.batches,
            failures=first.failures + second.failures,
        )

    def end(self) -> None:
        """Stop the process, whatever it is doing."""
        self._has_ended = True
        self._stop()

    def _ask(self, task: Task) -> Done:
        process = self._process or self._begin()
        _send(process, task)
        assert process.stdout is not None
        done: Done = pickle.load(process.stdout)
        return done

    def _begin(self) -> "subprocess.Popen[bytes]":
        process = self._process = _start()
        _send(process, self._scorer)
        assert process.stdout is not None
        if process.stdout.readline() != READY:
            # Without this, each document in turn would be taken for the one that it dies of.
            raise WorkerError("a process that scores cannot be started: see what it said above")
        return process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with suppress(OSError), process:  # What was not sent has nowhere to go.
                process.kill()


def _start() -> "subprocess.Popen[bytes]":
    # -P: a folder that the audit happens to be started in must not lend the process modules.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "credscore.corpus.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def _send(process: "subprocess.Popen[bytes]", value: object) -> None:
    assert process.stdin is not None
    pickle.dump(value, process.stdin, pickle.HIGHEST_PROTOCOL)
    process.stdin.flush()
