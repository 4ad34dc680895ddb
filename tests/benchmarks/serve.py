"""Load on ``credscore serve``: ``python tests/benchmarks serve [--seconds 60] [--clients 64]``.

The load comes from ``hey`` (Debian's package of that name), on the same machine, so that service
and clients share its cores. They post an article of 900 words to ``/v1/score``: first one alone,
then many that ask again the moment they are answered, whether with a score or with a refusal,
which no well-behaved client does. What counts are ratios: the median of many to that of one,
before and after, on the same machine in the same minutes.
"""

import argparse
import csv
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from documents import documents

_ALONE = 5
_REFUSED = ("429", "503")
_SOON = 0.05


class Answers(NamedTuple):
    """What clients were answered: seconds by status, and how long all of it took."""

    name: str
    seconds: dict[str, list[float]]
    duration: float

    @property
    def scored(self) -> list[float]:
        """Seconds of the answers with a score."""
        return self.seconds.get("200", [])

    @property
    def refused(self) -> list[float]:
        """Seconds of the refusals."""
        return [one for status in _REFUSED for one in self.seconds.get(status, [])]

    @property
    def failed(self) -> int:
        """Number of all other answers."""
        return sum(len(v) for s, v in self.seconds.items() if s not in ("200", *_REFUSED))


def main(arguments: list[str]) -> int:
    """Run and print; 1 where anything failed or a promise was not kept."""
    parser = argparse.ArgumentParser(prog="python tests/benchmarks serve", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--clients", type=int, default=64)
    options, service_options = parser.parse_known_args(arguments)
    if shutil.which("hey") is None:
        print("hey is not installed (apt-get install hey)", file=sys.stderr)
        return 2
    with TemporaryDirectory() as folder, _service(Path(folder), service_options) as (pid, url):
        article = Path(folder, "article.txt")
        article.write_text(documents(1)[0], encoding="utf-8")

        def load(name: str, seconds: int, clients: int, *more: str) -> Answers:
            return _hey(name, url, article, seconds, clients, *more)

        load("", 2, options.clients)  # What grows once, such as caches and buffers, has grown.
        alone = load("one, before", _ALONE, 1)
        with _memory(pid) as held:
            rude = load(f"{options.clients}, without a pause", options.seconds, options.clients)
        after = load("one, after", _ALONE, 1)
    usual = statistics.median(alone.scored + after.scored)
    _print([alone, rude, after], usual)
    soon = sum(one <= _SOON for one in rude.refused) / max(len(rude.refused), 1)
    print(f"\nRefused within 50 ms: {100 * soon:.1f}% of {len(rude.refused):,}.")
    tenth = max(len(held) // 10, 1)
    first, last = statistics.median(held[:tenth]), statistics.median(held[-tenth:])
    print(f"Memory: {first:.0f} MB at the beginning, {last:.0f} MB at the end, ", end="")
    print(f"{max(held):.0f} MB at most; {os.cpu_count()} cores.")
    failed = sum(answers.failed for answers in (alone, rude, after))
    kept = statistics.median(rude.scored) < 10 * usual and not failed and last < 1.1 * first
    return 0 if kept else 1


@contextmanager
def _service(folder: Path, options: list[str]) -> Iterator[tuple[int, str]]:
    log = folder / "log.jsonl"
    command = [sys.executable, "-m", "credscore", "serve", "--port", "0", *options]
    with log.open("wb") as stream:
        process = subprocess.Popen(command, stderr=stream, cwd=folder)
    try:
        while not (lines := [x for x in log.read_text().splitlines() if '"listening"' in x]):
            if process.poll() is not None:
                raise RuntimeError(log.read_text())
            time.sleep(0.1)
        yield process.pid, f"http://127.0.0.1:{json.loads(lines[0])['port']}/v1/score"
    finally:
        process.terminate()
        process.wait()


def _hey(name: str, url: str, article: Path, seconds: int, clients: int, *more: str) -> Answers:
    command = ["hey", "-z", f"{seconds}s", "-c", str(clients), "-m", "POST", "-o", "csv", *more]
    command += ["-T", "text/plain; charset=utf-8", "-D", str(article), url]
    started = time.perf_counter()
    table = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    duration = time.perf_counter() - started
    by_status: dict[str, list[float]] = {}
    for row in csv.DictReader(io.StringIO(table)):
        by_status.setdefault(row["status-code"], []).append(float(row["response-time"]))
    return Answers(name, by_status, duration)


@contextmanager
def _memory(pid: int) -> Iterator[list[float]]:
    """Megabytes that the service and its workers hold, once a quarter second."""
    held: list[float] = []
    ends = threading.Event()

    def sample() -> None:
        while not ends.wait(0.25):
            held.append(_resident(pid))

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield held
    finally:
        ends.set()
        thread.join()


def _resident(pid: int) -> float:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    pages = sum(
        int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in (str(pid), *children)
    )
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _print(all_answers: list[Answers], usual: float) -> None:
    print("| clients | scored a second | median | 95 of 100 | times one call |", end="")
    print(" refused a second | median | 99 of 100 | failed |")
    print("| --- " + "| ---: " * 8 + "|")
    for answers in all_answers:
        cells = [answers.name, f"{len(answers.scored) / answers.duration:.0f}"]
        cells += [_at(answers.scored, 0.5), _at(answers.scored, 0.95)]
        cells.append(f"{statistics.median(answers.scored) / usual:.1f}")
        cells.append(f"{len(answers.refused) / answers.duration:.0f}")
        cells += [_at(answers.refused, 0.5), _at(answers.refused, 0.99), str(answers.failed)]
        print("| " + " | ".join(cells) + " |")


def _at(seconds: list[float], share: float) -> str:
    if not seconds:
        return ""
    return f"{1000 * sorted(seconds)[min(int(share * len(seconds)), len(seconds) - 1)]:.0f} ms"
