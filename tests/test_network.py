"""No test reaches out: conftest.py sees to it, and this sees to conftest.py."""

import socket
import urllib.request

import pytest


def test_a_connection_to_elsewhere_is_refused() -> None:
    with socket.socket() as sock, pytest.raises(RuntimeError, match="no test may"):
        sock.connect(("192.0.2.1", 80))  # an address that is kept for examples


def test_a_name_of_elsewhere_is_not_even_looked_up() -> None:
    with pytest.raises(RuntimeError, match="no test may"):
        urllib.request.urlopen("http://example.invalid/")


def test_this_machine_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()[:2], timeout=10) as client,
    ):
        assert client.getpeername() == server.getsockname()
