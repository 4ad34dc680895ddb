"""What ``credscore audit`` takes: rate by processes, memory of each process, and what a kill costs.

``python tests/benchmarks audit --documents 5000`` makes documents on the spot, audits them with one
process and with two, then kills an audit in the middle and resumes it. Fails where a row is lost
or doubled, or where a process takes more memory than is promised.
"""

import argparse
import contextlib
import gzip
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from documents import WORDS, each_document

MOST_MEBIBYTES = 600
_SITES = 200
_RUN = [sys.executable, "-c", "from credscore.cli import main; main()", "audit"]


class Run(NamedTuple):
    """One audit.

    Attributes:
        jobs: Number of processes.
        seconds: From start to end.
        mebibytes: Peak memory of the process itself, and of its largest worker.
        journal: Bytes of the journal when it was largest.
    """

    jobs: int
    seconds: float
    mebibytes: tuple[float, float]
    journal: int


def main(arguments: list[str]) -> int:
    """Run and print; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="python tests/benchmarks audit", description=__doc__)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=1, help="of which the fastest counts")
    parser.add_argument("--no-kill", action="store_true", help="do without the kill")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus.jsonl.gz")
        _write(corpus, options.documents)
        runs = [
            min((_audit(corpus, jobs) for _ in range(options.rounds)), key=lambda run: run.seconds)
            for jobs in options.jobs
        ]
        _print(runs, options.documents)
        is_whole = options.no_kill or _survives_kill(corpus, options.documents, runs[-1])
    largest = max(max(run.mebibytes) for run in runs)
    return 0 if is_whole and largest <= MOST_MEBIBYTES else 1


def _write(path: Path, count: int) -> None:
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as out:
        for number, text in enumerate(each_document(count)):
            row = {
                "text": text,
                "title": f"The news of day {number}",
                "url": f"https://site{number % _SITES}.example/{number}",
                "date": f"20{10 + number % 14}-{1 + number % 12:02}-{1 + number % 28:02}",
            }
            out.write(json.dumps(row) + "\n")


def _audit(corpus: Path, jobs: int) -> Run:
    begun = time.monotonic()
    own = of_workers = 0.0
    largest = 0
    with _started(corpus, jobs, "run") as process:
        while process.poll() is None:
            own = max(own, _peak(process.pid))
            of_workers = max([of_workers, *map(_peak, _children(process.pid))])
            largest = max(largest, _size(corpus, "run"))
            time.sleep(0.05)
    assert process.returncode == 0
    return Run(jobs, time.monotonic() - begun, (own, of_workers), largest)


@contextlib.contextmanager
def _started(corpus: Path, jobs: int, name: str) -> Iterator["subprocess.Popen[bytes]"]:
    out = corpus.with_name(f"{name}.html")
    command = [*_RUN, str(corpus), "--out", str(out), "--jobs", str(jobs)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        yield process


def _journal(corpus: Path, name: str) -> Path:
    return corpus.with_name(f"{name}.parquet.journal")


def _size(corpus: Path, name: str) -> int:
    try:
        return _journal(corpus, name).stat().st_size
    except OSError:
        return 0


def _peak(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return 0.0


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, path.read_text("utf-8").split())
    return found


def _print(runs: list[Run], count: int) -> None:
    print(f"{count:,} documents of {WORDS} words\n")
    print("| processes | seconds | documents a second | times one | MiB, reader | MiB, worker |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for run in runs:
        ratio = f"{runs[0].seconds / run.seconds:.2f}" if runs[0].jobs == 1 else ""
        own, worker = run.mebibytes
        print(
            f"| {run.jobs} | {run.seconds:.1f} | {count / run.seconds:.0f} | {ratio} | "
            f"{own:.0f} | {worker:.0f} |"
        )
    print()


def _survives_kill(corpus: Path, count: int, before: Run) -> bool:
    """Kill an audit when half of it is done, resume it, and count the rows."""
    from pyarrow import parquet

    from credscore.corpus.resume import Journal

    with _started(corpus, before.jobs, "killed") as process:
        while process.poll() is None and _size(corpus, "killed") < before.journal / 2:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
    journal = Journal.resume(_journal(corpus, "killed"), {})
    kept = journal.rows
    journal.close()
    with _started(corpus, before.jobs, "killed") as process:
        process.wait()
    records = parquet.read_table(corpus.with_name("killed.parquet"), columns=["record"])
    numbers = records.column("record").to_pylist()
    lost, doubled = count - len(set(numbers)), len(numbers) - len(set(numbers))
    print(f"killed after {kept:,} documents, resumed: {lost} lost, {doubled} doubled")
    return not lost and not doubled
