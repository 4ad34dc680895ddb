"""The audit trail: what was decided and why, a line each, every line chained to the one before."""

from pathlib import Path
from typing import Any

from credscore.gate.decision import Decision


class TrailError(Exception):
    """A trail that cannot be written or continued."""


class Trail:
    """An append-only file of chained records, shared by threads and processes.

    Args:
        path: The file; it is made with the first record.
        fsync: Whether each record is forced to the disk before ``append`` returns.

    Raises:
        TrailError: The file cannot be written, or its last whole record is damaged.
    """

    def __init__(self, path: str | Path, fsync: bool = True) -> None:
        self.path = Path(path)
        self._fsync = fsync

    def append(self, decision: Decision) -> dict[str, Any]:
        """Record a decision, and return the record as it was written.

        Raises:
            TrailError: It could not be written; the file is as it was before.
        """
        raise NotImplementedError
