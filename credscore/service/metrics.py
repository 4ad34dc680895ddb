"""What Prometheus is told; labels come from the service itself, never from a request."""

from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

CONTENT_TYPE = CONTENT_TYPE_LATEST

_SECONDS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one service."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self.requests = Counter(
            "credscore_requests_total",
            "Requests answered.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self.seconds = Histogram(
            "credscore_request_seconds",
            "Seconds from the headers of a request to the end of its answer.",
            ("route", "status"),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.documents = Counter(
            "credscore_documents_total", "Documents scored.", ("band",), registry=self._registry
        )
        self.decisions = Counter(
            "credscore_decisions_total",
            "Decisions of the gate.",
            ("action",),
            registry=self._registry,
        )

    def watch(self, name: str, text: str, value: Callable[[], float]) -> None:
        """Report a value that is asked for when the metrics are."""
        Gauge(name, text, registry=self._registry).set_function(value)

    def exposition(self) -> bytes:
        """All of it, in the text format of Prometheus."""
        return generate_latest(self._registry)
