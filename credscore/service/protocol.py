"""The server's side of a connection, with the bounds that uvicorn leaves open.

uvicorn waits for ever for the headers of a request, keeps whatever they hold, and closes in the
face of a client that is still sending, which then cannot read why. Here headers have a time and a
size, a reader that does not read has a time, and a connection lingers until its client has seen
the answer.
"""

import asyncio
import json
from typing import Any, ClassVar

from uvicorn.protocols.http.flow_control import CLOSE_HEADER
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from credscore.service.problems import MEDIA_TYPE, Problem

_MOST_HEADER_BYTES = 64 << 10
_SECONDS_TO_READ = 30.0
_SECONDS_TO_LINGER = 2.0
# When the service stops, a request may be on its way on a connection that looks idle.
_SECONDS_TO_ARRIVE = 0.5
_MOST_LINGERED_BYTES = 32 << 20


class _Lingering:
    """A transport that, asked to close while its client still sends, first lets it stop."""

    def __init__(self, transport: asyncio.Transport, protocol: "BoundedProtocol") -> None:
        self._transport = transport
        self._protocol = protocol
        self._is_ending = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        """Whether nothing more will be answered."""
        return self._is_ending or self._transport.is_closing()

    def close(self) -> None:
        """Close; after an answer to an unread body, end only our side at first."""
        if self.is_closing():
            return
        if not self._protocol.is_receiving:
            self._transport.close()
            return
        self._is_ending = True
        self._transport.write_eof()
        self._transport.resume_reading()
        asyncio.get_running_loop().call_later(_SECONDS_TO_LINGER, self._transport.abort)


class BoundedProtocol(HttpToolsProtocol):
    """One connection. ``seconds`` and ``most_connections`` are set by ``bounded``."""

    seconds: ClassVar[float]
    most_connections: ClassVar[int]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin: the first headers must come in time, too."""
        super().connection_made(_Lingering(transport, self))  # type: ignore[arg-type]
        self._header_bytes = 0
        self._lingered_bytes = 0
        self._is_stopping = False
        self._in_headers = True
        self._reader_timer: asyncio.TimerHandle | None = None
        self._header_timer: asyncio.TimerHandle | None = self.loop.call_later(
            self.seconds, self._too_slow
        )
        if len(self.connections) > self.most_connections:
            self._refuse(503, "There are too many connections.")

    def connection_lost(self, exc: Exception | None) -> None:
        """End, with all timers."""
        self._stop_timer()
        if self._reader_timer is not None:
            self._reader_timer.cancel()
        super().connection_lost(exc)

    @property
    def is_receiving(self) -> bool:
        """Whether the client has more of a request to send."""
        in_headers = self._in_headers and self._header_bytes > 0
        return in_headers or bool(self.cycle is not None and self.cycle.more_body)

    def data_received(self, data: bytes) -> None:
        """Take what came, unless it is the endless headers of a request."""
        if self.transport.is_closing():
            # It lingers: what still comes is of no interest, and only so much of it is taken.
            self._lingered_bytes += len(data)
            if self._lingered_bytes > _MOST_LINGERED_BYTES:
                self.transport.abort()
            return
        if self._in_headers:
            self._header_bytes += len(data)
        super().data_received(data)
        if self._in_headers and self._header_bytes > _MOST_HEADER_BYTES:
            self._refuse(431, f"Headers must not exceed {_MOST_HEADER_BYTES:,} bytes.")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._in_headers = True
        if self._header_timer is None:
            self._header_timer = self.loop.call_later(self.seconds, self._too_slow)

    def on_headers_complete(self) -> None:
        """The headers of a request are whole."""
        self._stop_timer()
        self._in_headers = False
        self._header_bytes = 0
        if self._is_stopping:
            self.headers.append(CLOSE_HEADER)
        super().on_headers_complete()
        if self._is_stopping:
            self.cycle.keep_alive = False

    def on_response_complete(self) -> None:
        """An answer was handed over; now it must be read."""
        super().on_response_complete()
        if self.transport.get_write_buffer_size() and self._reader_timer is None:
            self._reader_timer = self.loop.call_later(_SECONDS_TO_READ, self._unread)

    def shutdown(self) -> None:
        """Answer what is under way or just arriving, say that it is the last, and close."""
        self._is_stopping = True
        if self.cycle is None or self.cycle.response_complete:
            self.loop.call_later(_SECONDS_TO_ARRIVE, self._close_if_idle)
        else:
            self.cycle.scope["headers"].append(CLOSE_HEADER)  # type: ignore[attr-defined]
            self.cycle.keep_alive = False

    def _close_if_idle(self) -> None:
        is_idle = self.cycle is None or self.cycle.response_complete
        if is_idle and not self.is_receiving:
            self.transport.close()

    def _unread(self) -> None:
        self._reader_timer = None
        if self.transport.get_write_buffer_size():
            self.transport.abort()

    def _stop_timer(self) -> None:
        if self._header_timer is not None:
            self._header_timer.cancel()
            self._header_timer = None

    def _too_slow(self) -> None:
        self._header_timer = None
        if self._header_bytes:
            self._refuse(408, f"The headers did not arrive within {self.seconds:g} seconds.")
        else:
            self.transport.close()  # Nobody asked anything.

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP."""
        self._refuse(400, "This is no HTTP request.")

    def _refuse(self, status: int, detail: str) -> None:
        """Answer without the application, which never saw the request."""
        if self.transport.is_closing():
            return
        problem = Problem(status, detail)
        body = json.dumps(problem.document()).encode()
        head = (
            f"HTTP/1.1 {status} {problem.document()['title']}\r\n"
            f"Content-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n"
            f"{'Retry-After: 1' + chr(13) + chr(10) if status == 503 else ''}"
            "Connection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()


def bounded(seconds: float, most_connections: int) -> type[BoundedProtocol]:
    """The protocol with its bounds.

    Args:
        seconds: How long a client may take to send the headers of a request.
        most_connections: How many connections there may be.
    """
    bounds = {"seconds": seconds, "most_connections": most_connections}
    return type("BoundedProtocol", (BoundedProtocol,), bounds)
