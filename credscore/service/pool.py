"""The front's side of the workers: hands out jobs, ends what takes too long, replaces the dead."""

import asyncio
import json
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from credscore.service.wire import PREFIX, Frame, lengths, pack

_log = logging.getLogger("credscore.service")

# A worker that cannot start is tried again, ever more slowly.
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
# Seconds that a worker may take to load the model, on a machine that is busy with other things.
_TIME_TO_START = 120.0


class TooSlowError(Exception):
    """The time of a job ran out; ``was_running`` unless it was still waiting for a worker."""

    def __init__(self, was_running: bool) -> None:
        super().__init__("time ran out")
        self.was_running = was_running


class WorkerLostError(Exception):
    """The worker ended in the middle of the job."""


class _Worker:
    """One process and its two streams."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process = process
        self._jobs = process.stdin
        self._answers = process.stdout

    @classmethod
    async def start(cls, config: str) -> "_Worker":
        # -P: a folder that the service happens to be started in must not lend it modules. A
        # session of its own keeps the signals of a terminal away from it.
        command = (sys.executable, "-P", "-m", "credscore.service.worker", config)
        worker = cls(
            await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, start_new_session=True
            )
        )
        try:
            async with asyncio.timeout(_TIME_TO_START):
                await worker._read()
        except BaseException:
            worker.kill()
            raise
        return worker

    async def call(self, job: Frame) -> Frame:
        self._jobs.write(pack(job))
        await self._jobs.drain()
        return await self._read()

    async def _read(self) -> Frame:
        header_length, body_length = lengths(await self._answers.readexactly(PREFIX))
        header = json.loads(await self._answers.readexactly(header_length))
        return Frame(header, await self._answers.readexactly(body_length))

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()

    def let_go(self) -> None:
        """Let it end by itself, which it does when it finds that no jobs can come."""
        self._jobs.close()


class Pool:
    """A fixed number of workers, each doing one job at a time.

    Args:
        count: Number of workers.
        config: What a worker is told when it starts.
    """

    def __init__(self, count: int, config: Mapping[str, Any]) -> None:
        self._count = count
        self._config = json.dumps(config)
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._is_closed = False
        self.replaced = 0

    @property
    def alive(self) -> int:
        """Number of workers that are ready or at work."""
        return len(self._all)

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers."""
        return [worker.process.pid for worker in self._all]

    async def start(self) -> None:
        """Start all workers, and return when they are ready."""
        await asyncio.gather(*(self._add() for _ in range(self._count)))

    async def _add(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                worker = await _Worker.start(self._config)
                break
            except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
                extra = {"error": type(error).__name__, "retry_in": pause}
                _log.error("worker did not start", extra=extra)
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
        self._all.add(worker)
        self._idle.put_nowait(worker)

    async def run(self, job: Frame, deadline: float) -> Frame:
        """Have a job done.

        Args:
            job: Its header gets the field ``seconds``: how long it may take.
            deadline: When to give up, in the event loop's time.

        Raises:
            TooSlowError: The deadline passed. If the job had begun, its worker was ended.
            WorkerLostError: Two workers ended in the middle of it.
        """
        for _ in range(2):  # A worker that somebody ended says nothing about the document.
            worker = await self._take(deadline)
            try:
                async with asyncio.timeout_at(deadline):
                    seconds = deadline - asyncio.get_running_loop().time()
                    job.header["seconds"] = max(seconds, 0.0)
                    answer = await worker.call(job)
            except TimeoutError:
                self._replace(worker, "took too long")
                raise TooSlowError(was_running=True) from None
            except (OSError, EOFError):
                self._replace(worker, "ended")
                continue
            except BaseException:  # Cancelled: its answer would be taken for that of the next job.
                self._replace(worker, "was left")
                raise
            if answer.header.pop("retire"):
                self._replace(worker, "grew large")
            else:
                self._idle.put_nowait(worker)
            return answer
        raise WorkerLostError

    async def _take(self, deadline: float) -> _Worker:
        try:
            async with asyncio.timeout_at(deadline):
                while True:
                    worker = await self._idle.get()
                    if worker.process.returncode is None:
                        return worker
                    self._replace(worker, "ended")
        except TimeoutError:
            raise TooSlowError(was_running=False) from None

    def _replace(self, worker: _Worker, reason: str) -> None:
        worker.kill()
        self._all.discard(worker)
        if self._is_closed:
            return
        self.replaced += 1
        _log.warning("worker replaced", extra={"reason": reason, "pid": worker.process.pid})
        task = asyncio.create_task(self._add())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def close(self) -> None:
        """End all workers."""
        self._is_closed = True
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        for worker in self._all:
            worker.let_go()
        for worker in self._all:
            try:
                async with asyncio.timeout(1):
                    await worker.process.wait()
            except TimeoutError:
                worker.kill()
                await worker.process.wait()
        self._all.clear()
