"""The trail: one chain whoever writes, whoever is killed, and whatever is changed afterwards."""

import fcntl
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from credscore import Document
from credscore.cli import app
from credscore.gate import Decision, Gate, Trail, TrailError
from credscore.gate.feedback import NothingDecidedError, Records, give_feedback
from credscore.gate.trail import GENESIS, verify
from credscore.registry import features
from credscore.training.own import read_labels

from .conftest import FARM, SOUND

# A process that appends without end, and says so once it has begun.
WRITER = """
import sys
from credscore.gate import Trail
trail = Trail(sys.argv[1], fsync=False)
number = 0
while True:
    trail.record("decision", {"document": sys.argv[2], "number": number, "filling": "x" * 3000})
    number += 1
    if number == 1:
        print("begun", flush=True)
"""


@pytest.fixture(scope="module")
def decision() -> Decision:
    return Gate().check(FARM, name="farm.txt")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "trail.jsonl"


def fill(path: Path, decision: Decision, count: int = 6) -> list[bytes]:
    trail = Trail(path, fsync=False)
    for _ in range(count):
        trail.append(decision)
    return path.read_bytes().splitlines(keepends=True)


def test_a_record_says_what_was_decided_when_by_what_and_why(
    path: Path, decision: Decision
) -> None:
    record = Trail(path).append(decision)
    assert json.loads(path.read_bytes()) == record
    assert record["kind"] == "decision"
    assert record["time"].endswith("+00:00")
    assert record["document"] == decision.document
    assert record["action"] == "hold"
    assert record["policy"] == {"name": "default", "digest": decision.policy.digest}
    assert record["model"]["digest"] == decision.model.digest
    rule = record["rules"][0]
    assert (rule["id"], rule["action"]) == ("score", "hold")
    assert "is below 0.1" in rule["reason"]
    assert set(rule["features"]) <= set(features())
    assert rule["features"]
    assert rule["passages"]
    for passage, start, end in rule["passages"]:
        assert FARM[start:end]
        assert passage
    assert record["previous"] == GENESIS


def test_the_chain_can_be_followed_with_nothing_but_sha256(path: Path, decision: Decision) -> None:
    previous = GENESIS
    for line in fill(path, decision):
        record = json.loads(line)
        assert record["previous"] == previous
        body, _, rest = line.rpartition(b',"digest":"')
        assert sha256(body + b"}").hexdigest() == rest[:64].decode() == record["digest"]
        previous = record["digest"]
    assert verify(path).newest == previous


def test_an_empty_trail_and_no_trail(path: Path) -> None:
    Trail(path)
    assert verify(path) == (0, GENESIS, None, "", 0)
    with pytest.raises(TrailError, match="No such file"):
        verify(path.with_name("none"))


Tamper = Callable[[list[bytes]], list[bytes]]


@pytest.mark.parametrize(
    ("tamper", "line"),
    [
        (lambda lines: [*lines[:2], lines[2].replace(b'"hold"', b'"pass"'), *lines[3:]], 3),
        (lambda lines: [*lines[:2], lines[2].replace(b":", b": ", 1), *lines[3:]], 3),
        (lambda lines: [*lines[:2], *lines[3:]], 3),
        (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], 3),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], 3),
        (lambda lines: [*lines[:2], b"\n", *lines[2:]], 3),
        (lambda lines: [*lines[:2], b"{}\n", *lines[2:]], 3),
        (lambda lines: [*lines[:2], b"\x00" * 500 + b"\n", *lines[2:]], 3),
        (lambda lines: lines[1:], 1),
        (lambda lines: [*lines[:-1], lines[-1].replace(b'"hold"', b'"pass"')], 6),
    ],
)
def test_the_first_line_that_does_not_hold_is_found(
    path: Path, decision: Decision, tamper: Tamper, line: int
) -> None:
    path.write_bytes(b"".join(tamper(fill(path, decision))))
    found = verify(path)
    assert (found.broken_line, found.records) == (line, line - 1)
    assert found.problem
    result = CliRunner().invoke(app, ["trail", "verify", str(path)])
    assert result.exit_code == 1
    assert f"line {line}: " in result.stderr


@given(at=st.integers(0, 10**6), bit=st.integers(0, 7))
@settings(deadline=None, max_examples=150)
def test_no_bit_can_be_turned(
    tmp_path_factory: pytest.TempPathFactory, decision: Decision, at: int, bit: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "bits.jsonl"
    if not path.exists():
        fill(path, decision, 3)
    data = bytearray(path.read_bytes())
    place = at % len(data)
    data[place] ^= 1 << bit
    other = path.with_name("turned.jsonl")
    other.write_bytes(data)
    found = verify(other)
    # The very last byte is the end of the last line: without it the line is unfinished.
    assert found.broken_line is not None or (found.unfinished and place == len(data) - 1)


def test_what_was_cut_off_shows_by_a_digest_noted_before(path: Path, decision: Decision) -> None:
    lines = fill(path, decision)
    newest = verify(path).newest
    noted = ["trail", "verify", str(path), "--head", newest]
    assert CliRunner().invoke(app, noted).exit_code == 0
    Trail(path).append(decision)
    assert CliRunner().invoke(app, noted).exit_code == 0  # It need not be the newest.
    path.write_bytes(b"".join(lines[:-1]))
    assert verify(path).broken_line is None
    result = CliRunner().invoke(app, noted)
    assert result.exit_code == 1
    assert newest in result.stderr


@given(cut=st.integers(1, 10**6))
@settings(deadline=None, max_examples=40)
def test_a_write_cut_off_anywhere_is_repaired_and_the_repair_recorded(
    tmp_path_factory: pytest.TempPathFactory, decision: Decision, cut: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.jsonl"
    path.unlink(missing_ok=True)
    *whole, last = fill(path, decision, 3)
    part = last[: 1 + cut % (len(last) - 1)]
    path.write_bytes(b"".join(whole) + part)
    assert verify(path) == (2, json.loads(whole[-1])["digest"], None, "", len(part))
    record = Trail(path).append(decision)
    lines = path.read_bytes().splitlines(keepends=True)
    assert lines[:2] == whole
    repair = json.loads(lines[2])
    assert (repair["kind"], repair["bytes"]) == ("repair", len(part))
    assert repair["sha256"] == sha256(part).hexdigest()
    assert json.loads(lines[3]) == record
    assert verify(path).records == 4


def test_a_first_write_cut_off_is_repaired_too(path: Path, decision: Decision) -> None:
    path.write_bytes(b'{"kind":"dec')
    assert verify(path) == (0, GENESIS, None, "", 12)
    Trail(path).append(decision)
    assert verify(path).records == 2


def test_nothing_is_written_behind_a_damaged_record(path: Path, decision: Decision) -> None:
    lines = fill(path, decision)
    damaged = b"".join([*lines[:-1], lines[-1].replace(b'"hold"', b'"pass"')])
    path.write_bytes(damaged)
    with pytest.raises(TrailError, match="is damaged: it was changed"):
        Trail(path)
    article = path.with_name("a.txt")
    article.write_text(SOUND, encoding="utf-8")
    result = CliRunner().invoke(app, ["gate", str(article), "--trail", str(path)])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert path.read_bytes() == damaged


def test_records_longer_than_a_block_are_gone_on_from(path: Path) -> None:
    for number in range(3):
        Trail(path).record("decision", {"document": "x", "filling": "y" * (70_000 * number)})
    assert verify(path).records == 3


def test_threads_keep_one_chain(path: Path, decision: Decision) -> None:
    trails = [Trail(path, fsync=False) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: trails[number % 4].append(decision), range(200)))
    assert verify(path) == (200, verify(path).newest, None, "", 0)


def writers(path: Path, names: list[str]) -> "list[subprocess.Popen[str]]":
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), name], stdout=subprocess.PIPE, text=True
        )
        for name in names
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
    return processes


def end(process: "subprocess.Popen[str]", how: signal.Signals) -> None:
    process.send_signal(how)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_writers_killed_at_any_moment_leave_a_chain_that_others_go_on_with(path: Path) -> None:
    """Three rounds of three processes that write at once and are killed without warning."""
    unsure = random.Random(8)
    names: set[str] = set()
    for round_ in range(3):
        for process in writers(path, [f"{round_}{one}" for one in "abc"]):
            time.sleep(unsure.uniform(0.01, 0.05))
            end(process, signal.SIGKILL)
        found = verify(path)
        assert found.broken_line is None
        before = found.records
        Trail(path).record("decision", {"document": f"{round_}-after"})
        assert verify(path).records in (before + 1, before + 2)  # One more where it repaired.
    verify(path, lambda record: names.add(record.get("document", "")))
    assert {f"{round_}{one}" for round_ in range(3) for one in "abc"} <= names
    assert {"0-after", "1-after", "2-after"} <= names


def test_no_record_is_lost_that_was_given_back(path: Path) -> None:
    """What ``append`` has returned outlives the process that wrote it."""
    code = WRITER.replace("if number == 1:", "if True:").replace('"begun"', "number")
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path), "x"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for _ in range(50):
        last = int(process.stdout.readline())
    end(process, signal.SIGKILL)
    assert verify(path).records >= last


def test_a_disk_that_is_full_leaves_the_trail_as_it_was(
    path: Path, decision: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path, decision)
    before = path.read_bytes()
    trail = Trail(path)
    write = os.write

    def full(file: int, data: bytes) -> int:
        if len(data) < 500:
            raise OSError(28, "No space left on device")
        return write(file, data[:300])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(TrailError, match="No space left"):
        trail.append(decision)
    monkeypatch.undo()
    assert path.read_bytes() == before
    trail.append(decision)
    assert verify(path).records == 7


def test_a_decision_that_cannot_be_recorded_is_not_given(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = path.with_name("a.txt")
    article.write_text(SOUND, encoding="utf-8")

    def full(*_: Any) -> None:
        raise TrailError("cannot write the trail: no space left")

    monkeypatch.setattr("credscore.gate.trail.Trail.append", full)
    result = CliRunner().invoke(app, ["gate", str(article), "--trail", str(path)])
    assert result.exit_code == 1
    assert "pass" not in result.stdout
    assert "no space left" in result.stderr


def test_a_trail_that_is_moved_away_begins_anew(path: Path, decision: Decision) -> None:
    trail = Trail(path)
    trail.append(decision)
    path.rename(path.with_name("2025.jsonl"))
    assert trail.append(decision)["previous"] == GENESIS
    assert verify(path).records == verify(path.with_name("2025.jsonl")).records == 1


def test_a_trail_moved_away_while_a_writer_waits_is_left_alone(path: Path) -> None:
    """Who waited for the lock writes to the new file, not into what was archived meanwhile."""
    trail = Trail(path)
    trail.record("decision", {"document": "before"})
    archive = path.with_name("2025.jsonl")
    with path.open("ab") as holder, ThreadPoolExecutor(1) as pool:
        fcntl.flock(holder, fcntl.LOCK_EX)
        waiting = pool.submit(trail.record, "decision", {"document": "after"})
        time.sleep(0.05)
        assert not waiting.done()
        path.rename(archive)
        fcntl.flock(holder, fcntl.LOCK_UN)
        assert waiting.result(timeout=10)["previous"] == GENESIS
    assert verify(archive).records == verify(path).records == 1


def test_a_trail_where_nobody_may_write_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrailError, match="cannot write the trail"):
        Trail(tmp_path / "no" / "folder" / "trail.jsonl")
    with pytest.raises(TrailError, match="cannot write the trail"):
        Trail(tmp_path)


# What editors say.


def test_feedback_stands_beside_its_decision(path: Path, decision: Decision) -> None:
    trail = Trail(path)
    trail.append(decision)
    newest = trail.append(decision)
    record = give_feedback(trail, decision.document, "pass", " Tom Hale ", "I rang them.")
    assert record["decision"] == newest["digest"]
    assert (record["action"], record["verdict"]) == ("hold", "pass")
    assert (record["by"], record["why"]) == ("Tom Hale", "I rang them.")
    assert verify(path).records == 3
    assert give_feedback(trail, decision.document[:8], "hold", "x", "y")["verdict"] == "hold"


@pytest.mark.parametrize(
    ("document", "verdict", "by", "why", "error"),
    [
        ("0" * 64, "pass", "a", "b", NothingDecidedError),
        ("", "pass", "a", "b", NothingDecidedError),
        (None, "review", "a", "b", ValueError),
        (None, "pass", " ", "b", ValueError),
        (None, "pass", "a", "", ValueError),
    ],
)
def test_feedback_on_nothing_by_nobody_is_refused(
    path: Path,
    decision: Decision,
    document: str | None,
    verdict: Any,
    by: str,
    why: str,
    error: type[Exception],
) -> None:
    trail = Trail(path)
    trail.append(decision)
    with pytest.raises(error):
        give_feedback(trail, document if document is not None else decision.document,
                      verdict, by, why)  # fmt: skip
    assert verify(path).records == 1


def test_feedback_on_a_broken_trail_is_refused(path: Path, decision: Decision) -> None:
    lines = fill(path, decision)
    path.write_bytes(b"".join([lines[0], *lines[2:]]))
    with pytest.raises(TrailError, match="line 2"):
        Records.of(path)


def command(*args: str) -> Result:
    return CliRunner().invoke(app, list(args))


def test_from_the_gate_by_feedback_to_labels(tmp_path: Path) -> None:
    articles, trail = tmp_path / "articles", str(tmp_path / "trail.jsonl")
    articles.mkdir()
    for name, text in {"farm.txt": FARM, "sound.txt": SOUND, "other.txt": SOUND + "More."}.items():
        (articles / name).write_text(text, encoding="utf-8")
    gate = command("gate", str(articles), "--trail", trail, "--source", "x.org")
    assert gate.exit_code == 3
    by_path = ("feedback", str(articles / "farm.txt"), "--trail", trail)
    said = command(*by_path, "--verdict", "pass", "--by", "Mary\n\x1b[31m", "--why", "I was there.")
    assert said.exit_code == 0
    assert "was decided as hold, and Mary" in said.stdout
    assert "\x1b" not in said.stdout
    digest = Gate().check(Document(SOUND)).document
    by_digest = (
        "feedback",
        digest[:16],
        "--trail",
        trail,
        "--by",
        "Tom",
        "--why",
        "No such bridge.",
    )
    assert command(*by_digest, "--verdict", "pass").exit_code == 0
    assert command(*by_digest, "--verdict", "hold").exit_code == 0  # The newest verdict counts.
    assert verify(trail).records == 6

    labels = command("trail", "labels", trail, str(articles), str(articles / "farm.txt"))
    assert labels.exit_code == 0
    rows = [json.loads(line) for line in labels.stdout.splitlines()]
    assert [(row["text"], row["credible"], row["source"]) for row in rows] == [
        (FARM, True, "x.org"),
        (SOUND, False, "x.org"),
    ]
    mine = tmp_path / "mine.jsonl"
    mine.write_text(labels.stdout, encoding="utf-8")
    examples = read_labels(mine)  # As credscore train takes them.
    assert [(one.kind, one.domain) for one in examples] == [
        ("reporting", "x.org"),
        ("unreliable", "x.org"),
    ]
    (articles / "farm.txt").write_text(FARM + "Changed since.", encoding="utf-8")
    labels = command("trail", "labels", trail, str(articles))
    assert "1 document with feedback not found" in labels.stderr
    changed = command(*by_path, "--verdict", "pass", "--by", "a", "--why", "b")
    assert changed.exit_code == 1
    assert "nothing was decided on it; by that name there is" in changed.stderr


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (["none.txt", "--verdict", "pass", "--by", "a", "--why", "b"], 1),
        (["none.txt", "--verdict", "perhaps", "--by", "a", "--why", "b"], 2),
        (["none.txt", "--verdict", "pass", "--by", "a"], 2),
        (["0123456789abcdef", "--verdict", "pass", "--by", "a", "--why", "b"], 1),
        (["{folder}", "--verdict", "pass", "--by", "a", "--why", "b"], 2),
    ],
)
def test_wrong_feedback_is_refused(
    path: Path, decision: Decision, args: list[str], status: int
) -> None:
    Trail(path).append(decision)
    folder = path.with_name("folder")
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(SOUND, encoding="utf-8")
    args = [arg.replace("{folder}", str(folder)) for arg in args]
    assert command("feedback", "--trail", str(path), *args).exit_code == status
    assert verify(path).records == 1


def test_a_trail_that_cannot_be_read_is_status_2(tmp_path: Path) -> None:
    assert command("trail", "verify", str(tmp_path / "none")).exit_code == 2
    assert command("trail", "verify", str(tmp_path)).exit_code == 2


def test_a_trail_is_shown_to_people(path: Path, decision: Decision) -> None:
    trail = Trail(path)
    trail.append(Gate().check(SOUND, name="sound\x1b[31m\n.txt"))
    trail.append(decision)
    give_feedback(trail, decision.document, "pass", "Mary\x1b[2J", "I was\nthere.")
    path.write_bytes(path.read_bytes() + b"{")
    trail.append(decision)
    shown = command("trail", "show", str(path)).stdout
    assert "\x1b" not in shown
    heads = [line[25:].split()[0] for line in shown.splitlines() if " UTC  " in line]
    assert heads == ["pass", "hold", "feedback", "repair", "hold"]
    assert "hold: The score, 0.0" in shown
    assert "says pass of hold: I was there." in shown
    for wanted in (decision.document[:12], "farm.txt"):
        some = command("trail", "show", str(path), wanted)
        assert some.exit_code == 0
        assert "sound" not in some.stdout
        assert some.stdout.count(" UTC  ") == (2 if wanted == "farm.txt" else 3)
    assert command("trail", "show", str(path), "--count", "1").stdout.count(" UTC  ") == 1
    nothing = command("trail", "show", str(path), "none.txt")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    article = path.with_name("article.txt")
    article.write_text(FARM, encoding="utf-8")
    assert command("trail", "show", str(path), str(article)).stdout.count(" UTC  ") == 3
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], *lines[2:]]))
    broken = command("trail", "show", str(path))
    assert (broken.exit_code, broken.stdout.count(" UTC  ")) == (1, 1)
    assert "line 2: " in broken.stderr
    assert command("trail", "show", str(path.with_name("none"))).exit_code == 2
