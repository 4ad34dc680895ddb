"""What the service is told when it starts: one frozen record, checked before anything runs."""

import os
from dataclasses import dataclass
from pathlib import Path

# Documents admitted at once, for each worker: one at work and two that wait. Each waits at most
# for the two before it, so that an admitted request takes about three times as long as on an idle
# service, however many ask, and the worker is never idle; the others are told soon to come back.
PLACES_FOR_EACH_WORKER = 3


def usable_cores() -> int:
    """Number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """How a service runs.

    Attributes:
        model: Name of a shipped model, or path of a model file; None takes the policy's.
        prior: Share of credible documents where the service is used; None takes the policy's.
        policy: File of the gate's policy; None takes the policy that ships.
        trail: File to which every decision of the gate is appended; None keeps no trail.
        keys: File of the API keys; None lets everybody in.
        workers: Number of processes that score.
        max_bytes: Size of the largest body, in bytes, before and after it is decompressed.
        max_batch: Largest number of documents in a batch.
        timeout: Seconds that a request may take, from its last byte to its answer.
        read_timeout: Seconds that a client may take to send its headers, and its body.
        concurrency: Documents that may be scored or wait for it at once; None takes three for
            each worker.
        share: Share of these that one API key may take, in (0, 1].

    Raises:
        ValueError: A number makes no sense.
    """

    model: str | None = None
    prior: float | None = None
    policy: Path | None = None
    trail: Path | None = None
    keys: Path | None = None
    workers: int = 1
    max_bytes: int = 2 << 20
    max_batch: int = 32
    timeout: float = 10.0
    read_timeout: float = 10.0
    concurrency: int | None = None
    share: float = 0.5

    def __post_init__(self) -> None:
        for name in ("workers", "max_bytes", "max_batch", "timeout", "read_timeout"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be above 0, got {getattr(self, name)!r}")
        if self.concurrency is not None and self.concurrency < 1:
            raise ValueError(f"concurrency must be 1 or more, got {self.concurrency!r}")
        if not 0 < self.share <= 1:
            raise ValueError(f"share must lie above 0 and up to 1, got {self.share!r}")

    @property
    def places(self) -> int:
        """Documents that may be scored or wait for it at once."""
        return self.concurrency or PLACES_FOR_EACH_WORKER * self.workers

    @property
    def places_for_a_key(self) -> int:
        """How many of the places one API key may take."""
        return max(1, int(self.places * self.share))
