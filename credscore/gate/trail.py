"""The audit trail: what was decided and why, a line each, every line chained to the one before.

A record is one line of JSON in ASCII. Its last key, ``digest``, is the SHA-256 of the line
without it; ``previous`` is the digest of the record before, so that no record can be changed,
put in or taken out without breaking the chain from there on. What a chain cannot show is that
records are missing at its end, or that somebody wrote all of it anew: note the newest digest
elsewhere now and then, and ``verify`` will say whether it still stands in the trail.

A record names documents by digest and passages by place. No text of an article is kept.
"""

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from credscore.gate.decision import Decision

GENESIS: Final = "0" * 64
"""What the first record gives as the digest of the one before it."""

FORMAT: Final = 1

Verdict = Literal["pass", "hold"]

_DIGEST_KEY = b',"digest":"'
_DIGEST_TAIL = len(_DIGEST_KEY) + 64 + len(b'"}')
_BLOCK = 1 << 16
_LONGEST_NAME = 1000


class TrailError(Exception):
    """A trail that cannot be read, written or continued."""


class Trail:
    """An append-only file of chained records, shared by threads and processes.

    Writers take turns by a lock on the file. A record is written in one piece; if a writer is
    killed in the middle of it, the next one cuts the unfinished line off and records that it did.

    Args:
        path: The file; it is made where there is none.
        fsync: Whether ``append`` returns only when the record is on the disk. Without it, a
            record outlives the death of the process, but not the loss of power.

    Raises:
        TrailError: The file cannot be written, or its last whole record is damaged.
    """

    def __init__(self, path: str | Path, fsync: bool = True) -> None:
        self.path = Path(path)
        self._fsync = fsync
        self._turn = threading.Lock()
        self._newest: tuple[int, int, str] | None = None  # inode, size, digest
        with self._locked() as file:
            self._continue(file)

    def append(self, decision: "Decision") -> dict[str, Any]:
        """Record a decision, and return the record as it was written.

        Raises:
            TrailError: It could not be written; the file is as it was before.
        """
        return self.record("decision", _about(decision))

    def record(self, kind: str, facts: dict[str, Any]) -> dict[str, Any]:
        """Record ``facts`` under ``kind``, and return the record as it was written.

        Raises:
            TrailError: They could not be written; the file is as it was before.
        """
        with self._locked() as file:
            self._continue(file)
            return self._write(file, kind, facts)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        try:
            import fcntl
        except ImportError:
            raise TrailError("a trail needs the file locks of a POSIX system") from None
        with self._turn:
            try:
                file = self._open()
                while True:
                    fcntl.flock(file, fcntl.LOCK_EX)
                    if self._is_in_place(file):
                        break
                    os.close(file)  # While others had the lock, somebody moved the file away.
                    file = self._open()
                try:
                    yield file
                finally:
                    os.close(file)  # And with it the lock.
            except OSError as error:
                raise TrailError(f"cannot write the trail {self.path}: {error.strerror}") from error

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        return os.open(self.path, flags, 0o640)

    def _is_in_place(self, file: int) -> bool:
        try:
            return os.path.samestat(os.fstat(file), self.path.stat())
        except FileNotFoundError:
            return False

    def _continue(self, file: int) -> None:
        """Find the digest to go on from; cut off what a killed writer left unfinished."""
        state = os.fstat(file)
        if self._newest is not None and self._newest[:2] == (state.st_ino, state.st_size):
            return
        line, end = _last_whole_line(file, state.st_size)
        digest = GENESIS if line is None else _checked(line, self.path)
        self._newest = (state.st_ino, state.st_size, digest)
        if end < state.st_size:
            unfinished = os.pread(file, state.st_size - end, end)
            os.ftruncate(file, end)
            facts = {"bytes": len(unfinished), "sha256": sha256(unfinished).hexdigest()}
            self._write(file, "repair", facts)

    def _write(self, file: int, kind: str, facts: dict[str, Any]) -> dict[str, Any]:
        assert self._newest is not None
        body = {
            "kind": kind,
            "format": FORMAT,
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            **facts,
            "previous": self._newest[2],
        }
        # Sorted keys would scatter what belongs together; the digest is of the line as it stands.
        text = json.dumps(body, separators=(",", ":"), allow_nan=False).encode()
        digest = sha256(text).hexdigest()
        line = text[:-1] + _DIGEST_KEY + digest.encode() + b'"}\n'
        end = os.lseek(file, 0, os.SEEK_END)
        try:
            _write_all(file, line)
            if self._fsync:
                os.fsync(file)
                if not end:
                    self._keep_name()
        except BaseException:
            os.ftruncate(file, end)
            raise
        self._newest = (os.fstat(file).st_ino, end + len(line), digest)
        return {**body, "digest": digest}

    def _keep_name(self) -> None:
        """Force to the disk that there is such a file, too."""
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class Verification(NamedTuple):
    """What became of a trail.

    Attributes:
        records: Whole records that stand in an unbroken chain from the first line.
        newest: Digest of the last of them.
        broken_line: Number of the first line that does not hold; None where all do.
        problem: What is wrong with it.
        unfinished: Bytes behind the last whole line: a write that was cut off.
    """

    records: int
    newest: str
    broken_line: int | None = None
    problem: str = ""
    unfinished: int = 0


def verify(path: str | Path, visit: Callable[[dict[str, Any]], None] | None = None) -> Verification:
    """Follow the chain of a trail from its first line on.

    Args:
        path: The trail.
        visit: Called with each record that holds, in order.

    Raises:
        TrailError: It cannot be read.
    """
    previous = GENESIS
    number = 0
    try:
        with Path(path).open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.endswith(b"\n"):
                    return Verification(number - 1, previous, unfinished=len(line))
                try:
                    record = _parse(line)
                    if record["previous"] != previous:
                        raise ValueError("it does not follow from the line before")
                except ValueError as error:
                    return Verification(number - 1, previous, number, str(error))
                previous = record["digest"]
                if visit is not None:
                    visit(record)
    except OSError as error:
        raise TrailError(f"cannot read the trail {path}: {error.strerror}") from None
    return Verification(number, previous)


def _parse(line: bytes) -> dict[str, Any]:
    """The record in ``line``.

    Raises:
        ValueError: It is no record, or was changed.
    """
    line = line.rstrip(b"\n")
    body, tail = line[:-_DIGEST_TAIL] + b"}", line[-_DIGEST_TAIL:]
    if not tail.startswith(_DIGEST_KEY):
        raise ValueError("it is no record of a trail")
    digest = tail[len(_DIGEST_KEY) : -2]
    if sha256(body).hexdigest().encode() != digest or tail[-2:] != b'"}':
        raise ValueError("it was changed: its digest is not its own")
    record = json.loads(line)
    if not isinstance(record, dict) or not isinstance(record.get("previous"), str):
        raise ValueError("it is no record of a trail")
    return record


def _checked(line: bytes, path: Path) -> str:
    try:
        digest = _parse(line)["digest"]
    except ValueError as error:
        raise TrailError(
            f"the last line of the trail {path} is damaged: {error}. Nothing is written behind "
            "it: move the file away, and a new trail begins"
        ) from None
    assert isinstance(digest, str)
    return digest


def _last_whole_line(file: int, size: int) -> tuple[bytes | None, int]:
    """The last line that has its end, and the offset behind it; None and 0 where there is none."""
    tail = b""
    start = size
    while start > 0 and tail.count(b"\n") < 2:
        step = min(_BLOCK, start)
        start -= step
        tail = os.pread(file, step, start) + tail
    end = tail.rfind(b"\n")
    if end < 0:
        return None, 0
    return tail[tail.rfind(b"\n", 0, end) + 1 : end + 1], start + end + 1


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def _about(decision: "Decision") -> dict[str, Any]:
    """What is kept of a decision: no text of the article, and no word that quotes it."""
    return {
        "document": decision.document,
        "name": decision.name[:_LONGEST_NAME] if decision.name is not None else None,
        "source": decision.source,
        "action": decision.action,
        "score": None if decision.score is None else round(decision.score, 6),
        "band": decision.band,
        "rules": [
            {
                "id": fired.id,
                "action": fired.action,
                "reason": fired.reason,
                **({"lifted": fired.lifted} if fired.lifted is not None else {}),
                "features": list(fired.features),
                "passages": [[place.rule, place.start, place.end] for place in fired.places],
            }
            for fired in decision.fired
        ],
        # What an error says of itself may quote the article; what it is called does not.
        "error": decision.error.partition(":")[0] if decision.error is not None else None,
        "policy": decision.policy.model_dump(),
        "model": decision.model.model_dump(),
    }
