"""Runs the service: a uvicorn server with our protocol, our logs, and an end that loses nothing."""

import asyncio
import logging
import socket
from ipaddress import ip_address

import uvicorn

from credscore.service import logs
from credscore.service.app import create_app
from credscore.service.protocol import bounded
from credscore.service.settings import Settings

_log = logging.getLogger("credscore.service")

_MOST_CONNECTIONS = 1000
_SPARE_FILES = 64
# Seconds that an idle connection is kept; longer than most clients and proxies keep theirs, so
# that it is mostly they who close it.
_KEEP_ALIVE = 75


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM, then finish what is under way.

    Args:
        settings: How the service runs.
        host: Name or address to listen at.
        port: Port to listen at; 0 takes one that is free, and the log says which.

    Raises:
        OSError: That address cannot be listened at.
        KeysError: The file of keys cannot be used.
        ModelError: There is no such model.
        PolicyError: The policy is wrong, or was not written for this model.
        TrailError: The trail cannot be written or continued.
    """
    logs.set_up()
    app = create_app(settings)
    listener = listen(host, port)
    address = listener.getsockname()
    if settings.keys is None and not ip_address(address[0]).is_loopback:
        _log.warning(
            "anybody who reaches this address may use the service: give --keys, or keep to "
            "127.0.0.1",
            extra={"host": address[0]},
        )
    config = uvicorn.Config(
        app,
        http=bounded(settings.read_timeout, _most_connections()),
        ws="none",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE,
        # What is under way has its own limits of time, and ends by them.
        timeout_graceful_shutdown=int(settings.read_timeout + settings.timeout) + 5,
    )
    _Server(config, address, app.state.service.facts()).run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that says when it listens, and when it stops."""

    def __init__(
        self, config: uvicorn.Config, address: tuple[str, int], facts: dict[str, object]
    ) -> None:
        super().__init__(config)
        self._address = address
        self._facts = facts

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        host, port = self._address[:2]
        _log.info("listening", extra={"host": host, "port": port, **self._facts})

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        _log.info("stopping", extra={"open": len(self.server_state.tasks)})
        for _ in range(2):  # Connections that the system has taken already are accepted first.
            await asyncio.sleep(0)
        await super().shutdown(sockets)
        _log.info("stopped")


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; unlike a server's own it fails before any worker is started."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    family, kind, protocol, _, address = found[0]
    # Only where the protocol is named does asyncio send small pieces without delay.
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener


def _most_connections() -> int:
    try:
        import resource
    except ImportError:  # Windows.
        return _MOST_CONNECTIONS
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return _MOST_CONNECTIONS
    return max(1, min(_MOST_CONNECTIONS, files - _SPARE_FILES))
