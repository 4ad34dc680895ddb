"""A real service in a process of its own, on a free port, and ways to speak to it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_TIME_TO_START = 120.0


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def problem(self) -> dict[str, Any]:
        """The problem document, which must be one."""
        assert self.headers["Content-Type"] == "application/problem+json", self
        document = self.json
        assert document["status"] == self.status
        assert document["title"]
        assert document["type"] == "about:blank"
        assert document["detail"].endswith(".")
        return document


class Running:
    """A service that runs; ``log`` is what it has logged so far."""

    def __init__(self, folder: Path, *options: str, files: int | None = None) -> None:
        self._log = folder / f"log-{time.monotonic_ns()}.jsonl"
        command = [sys.executable, "-m", "credscore", "serve", "--port", "0", *options]
        if files is not None:
            command = ["prlimit", f"--nofile={files}", *command]
        with self._log.open("wb") as stream:
            # A group of its own, as a terminal gives it: signals to the group are for all in it.
            self.process = subprocess.Popen(
                command, stderr=stream, cwd=folder, start_new_session=True
            )
        end = time.monotonic() + _TIME_TO_START
        while not (listening := self.events("listening")):
            assert self.process.poll() is None, self._log.read_text()
            assert time.monotonic() < end, "the service does not start"
            time.sleep(0.05)
        self.port = int(listening[0]["port"])

    @property
    def log_text(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def events(self, name: str) -> list[dict[str, Any]]:
        lines = self.log_text.splitlines() if self._log.exists() else []
        events = [json.loads(line) for line in lines if line.endswith("}")]
        return [event for event in events if event["event"] == name]

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        timeout: float = 60,
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(
        self, path: str, body: Any, content_type: str = "text/plain", **headers: str
    ) -> Answer:
        data = body.encode() if isinstance(body, str) else body
        return self.ask("POST", path, data, {"Content-Type": content_type, **headers})

    def post_json(self, path: str, body: Any, **headers: str) -> Answer:
        return self.post(path, json.dumps(body), "application/json", **headers)

    def connect(self, timeout: float = 30) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def workers(self) -> list[int]:
        """Process ids of the workers."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        found = []
        for child in children:
            with suppress(OSError):  # It may end while we look.
                if b"credscore.service.worker" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(int(child))
        return found

    def resident(self) -> int:
        """Resident bytes of the front and its workers."""
        pids = [self.process.pid, *self.workers()]
        pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids]
        return sum(pages) * os.sysconf("SC_PAGE_SIZE")

    def peak(self) -> int:
        """The most bytes that the front ever held."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

    def metric(self, name: str) -> float:
        lines = self.get("/metrics").body.decode().splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith(name))

    @staticmethod
    def read_answer(connection: socket.socket) -> Answer:
        """The next answer on a connection that was written to by hand."""
        response = http.client.HTTPResponse(connection)
        response.begin()
        return Answer(response.status, response.headers, response.read())

    @staticmethod
    def until(condition: Callable[[], Any], seconds: float = 60) -> Any:
        """Wait for ``condition``, and return what it gave."""
        end = time.monotonic() + seconds
        while not (result := condition()):
            assert time.monotonic() < end, "it did not come to pass"
            time.sleep(0.05)
        return result

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def _needs() -> None:
    for module in ("fastapi", "uvicorn", "httptools", "prometheus_client"):
        pytest.importorskip(module, reason="needs the extra 'serve'")
    if not Path("/proc/self/statm").exists():
        pytest.skip("looks at processes as Linux shows them")


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with the options as they come, but for short times and one worker."""
    _needs()
    options = ("--workers", "1", "--read-timeout", "2", "--max-bytes", "1000000")
    running = Running(tmp_path_factory.mktemp("service"), *options)
    yield running
    running.stop()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start services with options of their own; they end with the test."""
    _needs()
    started: list[Running] = []

    def start_one(*options: str, files: int | None = None) -> Running:
        started.append(Running(tmp_path, "--workers", "1", *options, files=files))
        return started[-1]

    yield start_one
    for running in started:
        running.process.kill()
        running.process.wait(60)


@contextmanager
def _stopped(pids: list[int]) -> Iterator[None]:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


@pytest.fixture
def stopped() -> Callable[[list[int]], AbstractContextManager[None]]:
    """Hold processes still while a context lasts, as a document that never ends would."""
    return _stopped
