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
    if host in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host))
    except ValueError:
        return False
    to_many = address.is_multicast or address.is_reserved
    return address.is_loopback or (not to_many and _is_own(address))


def _is_own(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether this machine has ``address``: only then can a socket be bound to it."""
    import socket  # Not before, so that processes which ask for nothing begin as they would.

    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    with socket.socket(family, socket.SOCK_DGRAM) as asked:
        try:
            asked.bind((str(address), 0))
        except OSError:
            return False
    return True


sys.addaudithook(_refuse_elsewhere)
