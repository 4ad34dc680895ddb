"""No test reaches beyond this machine, whichever of the interpreters it starts would do so.

conftest.py runs this file and puts its folder on ``PYTHONPATH``: every interpreter that a test
starts, and every one that such a one starts, imports a ``sitecustomize`` as it begins.
"""

import ipaddress
import sys

_LOOKED_UP = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_REACHED = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


def _refuse_elsewhere(event: str, args: tuple[object, ...]) -> None:
    """An audit hook, which nothing takes off again."""
    if event in _LOOKED_UP:
        host = args[0]
    elif event in _REACHED and isinstance(args[1], tuple):
        host = args[1][0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if not _is_here(host):
        raise RuntimeError(f"no test may reach {host!r}: the library works offline")


def _is_here(host: object) -> bool:
    if host in (None, "", "localhost", "0.0.0.0", "::"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


sys.addaudithook(_refuse_elsewhere)
