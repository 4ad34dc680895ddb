"""No test reaches out: tests/offline/ sees to it, and this sees to that."""

import socket
import subprocess
import sys
import urllib.request

import pytest

REFUSED = "no test may reach"


def test_a_connection_to_elsewhere_is_refused() -> None:
    with socket.socket() as sock, pytest.raises(RuntimeError, match=REFUSED):
        sock.connect(("192.0.2.1", 80))  # an address that is kept for examples


def test_a_datagram_to_elsewhere_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sock:
        with pytest.raises(RuntimeError, match=REFUSED):
            sock.sendto(b"?", ("192.0.2.1", 53))
        with pytest.raises(RuntimeError, match=REFUSED):
            sock.sendmsg([b"?"], [], 0, ("192.0.2.1", 53))


def test_a_name_of_elsewhere_is_not_even_looked_up() -> None:
    with pytest.raises(RuntimeError, match=REFUSED):
        urllib.request.urlopen("http://example.invalid/")


def test_this_machine_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()[:2], timeout=10) as client,
    ):
        assert client.getpeername() == server.getsockname()


OUT = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
# As an audit starts its processes, and as the service does.
IN_A_GRANDCHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-P', '-c', {OUT!r}])"
IN_A_WORKER = f"""
from joblib import Parallel, delayed
Parallel(n_jobs=2)(delayed(exec)({OUT!r}) for _ in range(2))
"""


@pytest.mark.parametrize("code", [OUT, IN_A_GRANDCHILD, IN_A_WORKER])
def test_no_process_that_a_test_starts_reaches_out(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert REFUSED in done.stderr


def test_a_process_that_a_test_starts_reaches_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"import socket; socket.create_connection({server.getsockname()}, 10)"
        subprocess.run([sys.executable, "-c", code], check=True)
