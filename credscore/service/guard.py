"""What every request passes on its way in and out: watched, counted, logged, and kept in bounds."""

import logging
import re
import time
from collections.abc import Collection
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from credscore.service.admission import Admission
from credscore.service.keys import Keys
from credscore.service.metrics import Metrics
from credscore.service.problems import Problem, busy

_log = logging.getLogger("credscore.service")

# Requests that may be open at once, most of them still sending: what their bodies can hold must
# fit into memory.
_MOST_OPEN = 128
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_UNLOGGED = frozenset({"/healthz", "/readyz", "/metrics"})
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_NO_STORE = (b"cache-control", b"no-store")


class Door:
    """Middleware: sends scoring requests away while all places are taken.

    It stands before everything else, because under load most of the work is to refuse.
    """

    def __init__(self, app: ASGIApp, admission: Admission, paths: Collection[str]) -> None:
        self._app = app
        self._admission = admission
        self._paths = frozenset(paths)
        self._refusal = admission.refusal().response()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or send it away."""
        is_asked_for_work = scope["type"] == "http" and scope["path"] in self._paths
        if is_asked_for_work and not await self._admission.opening():
            scope["state"]["refused_at"] = scope["path"]
            await self._refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class Watched:
    """Middleware: gives each request an id, logs and counts it, and answers what nobody caught."""

    def __init__(self, app: ASGIApp, metrics: Metrics, places: int) -> None:
        self._app = app
        self._metrics = metrics
        self._most_open = max(_MOST_OPEN, 2 * places)
        self._open = 0
        self._refused = 0
        self._refused_since = float("-inf")
        metrics.watch("credscore_open_requests", "Requests that are open.", lambda: self._open)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = _request_id(Request(scope))
        facts: dict[str, Any] = {}
        scope.setdefault("state", {})["facts"] = facts
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = message.get("headers", ())
                headers = [*given, *_HEADERS, (b"x-request-id", request_id.encode())]
                if not any(name == b"cache-control" for name, _ in given):
                    headers.append(_NO_STORE)
                message = {**message, "headers": headers}
            await send(message)

        self._open += 1
        try:
            if self._open > self._most_open:
                problem = busy(f"{self._most_open} requests are open.")
                problem.headers["Connection"] = "close"
                await problem.response()(scope, receive, answer)
            else:
                await self._app(scope, receive, answer)
        except Exception:
            _log.exception("request failed", extra={"id": request_id})
            if not status:
                await unexpected().response()(scope, receive, answer)
        finally:
            self._open -= 1
            self._record(scope, request_id, status, time.perf_counter() - started, facts)

    def _record(
        self, scope: Scope, request_id: str, status: int, seconds: float, facts: dict[str, Any]
    ) -> None:
        # The path of a route, not of the request: what a client makes up is neither counted
        # nor logged.
        refused_at = scope["state"].get("refused_at")
        route = refused_at or getattr(scope.get("route"), "path", "other")
        method = scope["method"] if route != "other" else "any"
        self._metrics.requests.labels(route, method, status).inc()
        self._metrics.seconds.labels(route, status).observe(seconds)
        if refused_at is not None:
            self._note_refusal()
        elif route not in _UNLOGGED or status >= 400:
            fields = {
                "id": request_id,
                "method": method,
                "route": route,
                "status": status,
                "ms": round(1000 * seconds, 1),
                **facts,
            }
            _log.info("request", extra=fields)

    def _note_refusal(self) -> None:
        """Log refusals once a second: there may be thousands, and logs have limits too."""
        self._refused += 1
        now = time.monotonic()
        if now - self._refused_since >= 1:
            _log.warning("busy", extra={"refused": self._refused})
            self._refused, self._refused_since = 0, now


def unexpected() -> Problem:
    """Our fault."""
    return Problem(500, "Something went wrong here; the log has the request's id.")


def _request_id(request: Request) -> str:
    given = request.headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else token_hex(8)


def identify(request: Request, keys: Keys | None) -> str | None:
    """Name of the API key that a request carries; None where no keys are asked for.

    Raises:
        Problem: 401 where it carries none that is known.
    """
    if keys is None:
        return None
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    name = keys.name_of(key.strip()) if scheme.lower() == "bearer" else None
    if name is None:
        detail = "Send a key that is known here: 'Authorization: Bearer KEY'."
        raise Problem(401, detail, {"WWW-Authenticate": "Bearer"}, closes=True)
    return name


def refuse_other_sites(request: Request) -> None:
    """Refuse what another site's page makes a browser send.

    Such a page could not read the answer, but it could use up the places, and have decisions
    recorded in the trail.

    Raises:
        Problem: 403.
    """
    origin = request.headers.get("origin")
    is_foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if is_foreign or request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        raise Problem(403, "Pages of other sites may not ask here.", closes=True)
