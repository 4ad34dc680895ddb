"""An audit that is interrupted: nothing is scored twice, nothing is lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="extra corpus")

from pyarrow import parquet

from credscore.corpus.pool import WorkerError, score_tasks
from credscore.corpus.readers import Damage, find_sources
from credscore.corpus.resume import BusyError, Ended, Journal, MismatchError
from credscore.corpus.run import CHUNK, Plan, draw_sample, score_corpus
from credscore.corpus.tasks import Done, Given, Task, TaskScorer

RUN = [sys.executable, "-c", "from credscore.cli import main; main()", "audit"]
WATCHER = type("Watcher", (), {"update": lambda *_: None})()


def done(source: int, chunk: int, batches: tuple[bytes, ...] = (b"a\nb", b"c")) -> Done:
    return Done(source, chunk, 0, 3, batches, (Damage(7, "line 8", "torn"),))


def test_a_journal_gives_back_what_was_done_in_the_order_of_the_inputs(tmp_path) -> None:
    path = tmp_path / "j"
    journal = Journal.begin(path, {"inputs": ["a"]}, {"drawn": [1, 2]})
    for key in ((1, 0), (0, 2), (0, 0)):
        journal.add(done(*key))
    journal.end_source(0, Ended(130, 4))
    journal.close()
    again = Journal.resume(path, {"inputs": ["a"]})
    assert again.about["drawn"] == [1, 2]
    assert again.ended == {0: Ended(130, 4)}
    assert list(again.results()) == [done(0, 0), done(0, 2), done(1, 0)]
    assert (0, 2) in again
    assert (0, 1) not in again
    assert again.rows == 9
    again.add(done(2, 0))
    again.close()
    assert len(Journal.resume(path, {})) == 4


def test_a_journal_cut_anywhere_keeps_every_whole_frame(tmp_path) -> None:
    path = tmp_path / "j"
    journal = Journal.begin(path, {}, {})
    ends = [path.stat().st_size]
    for chunk in range(3):
        journal.add(done(0, chunk))
        ends.append(path.stat().st_size)
    journal.close()
    whole = path.read_bytes()
    for length in range(ends[0], len(whole) + 1):
        path.write_bytes(whole[:length])
        cut = Journal.resume(path, {})
        kept = sum(end <= length for end in ends[1:])
        assert len(cut) == kept
        cut.add(done(9, 9))
        assert list(cut.results()) == [*(done(0, chunk) for chunk in range(kept)), done(9, 9)]
        cut.close()
    flipped = bytearray(whole)
    flipped[ends[1] + 40] ^= 1
    path.write_bytes(flipped)
    assert len(Journal.resume(path, {})) == 1


def test_the_journal_of_another_audit_is_refused_and_what_differs_named(tmp_path) -> None:
    path = tmp_path / "j"
    Journal.begin(path, {"inputs": ["a"], "limit": 5}, {}).close()
    with pytest.raises(MismatchError, match="limit"):
        Journal.resume(path, {"inputs": ["a"], "limit": 6})
    path.write_bytes(b"\x00\x01 no journal\n")
    with pytest.raises(MismatchError, match="its form"):
        Journal.resume(path, {})


@pytest.mark.skipif(os.name != "posix", reason="locks of POSIX")
def test_two_audits_cannot_write_one_journal(tmp_path) -> None:
    path = tmp_path / "j"
    journal = Journal.begin(path, {"limit": 5}, {})
    journal.add(done(0, 0))
    for other in (Journal.resume, lambda *given: Journal.begin(*given, {})):
        with pytest.raises(BusyError, match="another process"):
            other(path, {"limit": 5})
    journal.close()
    assert len(Journal.resume(path, {})) == 1


def records(journal: Journal) -> list[tuple[str, int]]:
    from credscore.corpus.scores import rows

    columns = ("input", "record")
    return [
        pair
        for batch in rows(journal)
        for pair in zip(*(batch.column(name).to_pylist() for name in columns), strict=True)
    ]


@pytest.mark.parametrize("wanted", ["all", "limit", "sample"])
def test_whichever_chunks_were_done_the_others_are_done_once(
    tmp_path, corpus, model_file, wanted
) -> None:
    sources = find_sources([str(corpus)], pytest.fail, frozenset())
    assert len(sources) == 3
    plan = {
        "all": Plan(sources),
        "limit": Plan(sources, limit=100),
        "sample": Plan(sources, sample=draw_sample(sources, 90)),
    }[wanted]
    scorer = TaskScorer(str(model_file), compares=False)
    journal = Journal.begin(tmp_path / "whole", {}, {})
    score_corpus(plan, journal, scorer, 1, lambda _: None, WATCHER)
    everything = records(journal)
    assert (
        len(everything) == len(set(everything)) == {"all": 230, "limit": 100, "sample": 90}[wanted]
    )
    assert set(journal.ended) == ({0} if wanted == "limit" else {0, 1, 2})
    kept = list(journal.results())
    journal.close()
    for done_before in (kept[::2], kept[1::2], kept[:1], kept):
        resumed = Journal.begin(tmp_path / "resumed", {}, {})
        for each in done_before:
            resumed.add(each)
        score_corpus(plan, resumed, scorer, 1, lambda _: None, WATCHER)
        assert records(resumed) == everything
        assert list(resumed.results()) == kept
        resumed.close()


def test_a_sample_is_even_and_the_same_every_time(corpus) -> None:
    sources = find_sources([str(corpus)], pytest.fail, frozenset())
    drawn = draw_sample(sources, 115)
    assert drawn == draw_sample(sources, 115)
    assert sum(map(len, drawn.values())) == 115
    assert all(numbers == sorted(set(numbers)) for numbers in drawn.values())
    assert 50 < len(drawn[0]) < 100  # Of 150, half.
    assert draw_sample(sources, 1000) == {0: [*range(150)], 1: [*range(50)], 2: [*range(30)]}


def test_two_processes_give_what_one_gives(tmp_path, corpus, model_file) -> None:
    sources = find_sources([str(corpus)], pytest.fail, frozenset())
    found = []
    for jobs in (1, 2):
        journal = Journal.begin(tmp_path / str(jobs), {}, {})
        score_corpus(
            Plan(sources), journal, TaskScorer(str(model_file)), jobs, lambda _: None, WATCHER
        )
        found.append(list(journal.results()))
        journal.close()
    assert found[0] == found[1]


def test_a_document_that_its_process_dies_of_costs_itself(
    articles, model_file, monkeypatch
) -> None:
    from credscore.corpus import pool

    code = (
        "import os, credscore.corpus.rows as rows, credscore.corpus.worker as worker\n"
        "score = rows.RowScorer.score_document\n"
        "def deadly(self, document, *rest):\n"
        "    return os._exit(9) if document.title == 'deadly' else score(self, document, *rest)\n"
        "rows.RowScorer.score_document = deadly\n"
        "worker.main()"
    )
    start = subprocess.Popen
    monkeypatch.setattr(
        pool.subprocess, "Popen", lambda _, **rest: start([sys.executable, "-c", code], **rest)
    )
    given = [Given(n, f"line {n}", {"text": text}) for n, text in enumerate(articles[:8])]
    given[5].fields["title"] = "deadly"
    scorer = TaskScorer(str(model_file), compares=False)
    (result,) = score_tasks(scorer, [Task(0, 0, 1, "a", given)], jobs=2)
    assert result.rows == 7
    assert [(failure.number, failure.place) for failure in result.failures] == [(5, "line 5")]
    assert "died" in result.failures[0].reason


def test_processes_that_cannot_start_are_no_fault_of_the_documents(articles, tmp_path) -> None:
    given = [Given(n, f"line {n}", {"text": text}) for n, text in enumerate(articles[:8])]
    scorer = TaskScorer(str(tmp_path / "gone.json"))
    with pytest.raises(WorkerError, match="cannot be started"):
        list(score_tasks(scorer, [Task(0, 0, 1, "a", given)] * 3, jobs=2))


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def children(pid: int) -> list[int]:
    listed = (path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    return [int(child) for children in listed for child in children]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_kill_9_in_the_middle_costs_no_document_and_doubles_none(
    tmp_path, corpus, model_file
) -> None:
    whole, scores = tmp_path / "whole.parquet", tmp_path / "out.parquet"
    audit = [*RUN, corpus, "--model", model_file, "--out"]
    subprocess.run([*audit, whole.with_suffix(".html")], check=True)
    command = [*audit, scores.with_suffix(".html"), "--jobs", "2"]
    journal = tmp_path / "out.parquet.journal"
    said = tmp_path / "said.txt"
    with said.open("w") as stderr, subprocess.Popen(command, stderr=stderr) as process:
        until = time.monotonic() + 60
        while not journal.exists() or len(journal.read_bytes()) < 10_000:
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < until
            time.sleep(0.005)
        workers = children(process.pid)
        os.kill(process.pid, signal.SIGKILL)
    assert len(workers) == 2
    kept = Journal.resume(journal, {})
    done_before = kept.rows
    kept.close()
    assert CHUNK / 2 <= done_before < 230
    assert not scores.exists()
    until = time.monotonic() + 60
    while any(map(is_running, workers)):
        assert time.monotonic() < until, "workers outlive the process that started them"
        time.sleep(0.01)
    # Only what the audit said before: its workers have nobody to complain to.
    assert len(said.read_text().splitlines()) == 1
    resumed = subprocess.run(command, check=True, capture_output=True, text=True)
    assert f"{done_before} documents scored before" in resumed.stderr
    assert not journal.exists()
    assert parquet.read_table(scores).to_pylist() == parquet.read_table(whole).to_pylist()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_with_130_and_says_what_is_kept(tmp_path, corpus, model_file) -> None:
    command = [*RUN, corpus, "--model", model_file, "--out", tmp_path / "r.html", "--jobs", "2"]
    journal = tmp_path / "r.parquet.journal"
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        until = time.monotonic() + 60
        while not journal.exists() or len(journal.read_bytes()) < 5_000:
            assert time.monotonic() < until
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"The same command goes on from here." in stderr
    assert b"Traceback" not in stderr
    assert json.loads(journal.open("rb").readline())["limit"] is None
