"""Every limit, and the status and the problem document that it is answered with."""

import gzip
import socket
import threading
import time
import zlib
from contextlib import suppress

import pytest

pytest.importorskip("fastapi", reason="needs the extra 'serve'")

MOST = 1_000_000  # What the shared service takes.


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("image/png", b"x", 415),
        ("", b"x", 415),
        ("text", b"x", 415),
        ("text/plain; charset=idna", b"x", 415),
        ("application/json", b"{", 400),
        ("application/json", b"\xff\xfe", 400),
        ("application/json", b'{"text": "\\ud800"}', 400),
        ("application/json", b"[" * 100_000, 400),
        ("application/json", b"[]", 422),
        ("application/json", b'{"text": 5}', 422),
        ("application/json", b'{"text": "a", "html": "b"}', 422),
        ("application/json", b'{"text": "a", "published": "yesterday"}', 422),
        ("application/json", b'{"text": "a", "titel": "b"}', 422),
        ("text/plain", b"%PDF-1.7 binary", 422),
        ("text/plain", bytes(range(32)) * 20, 422),
        ("text/html", b"\x1f\x8b\x08 gzip", 422),
    ],
)
def test_what_is_no_document_is_refused(service, content_type, body, status) -> None:
    for path in ("/v1/score", "/v1/gate"):
        answer = service.post(path, body, content_type)
        assert answer.status == status, answer
        answer.problem()


def test_errors_are_located(service) -> None:
    wrong = {"documents": [{"text": "a"}, {"text": "b", "published": "soon"}]}
    answer = service.post_json("/v1/score/batch", wrong)
    assert answer.status == 422
    assert [e["pointer"] for e in answer.problem()["errors"]] == ["#/documents/1/published"]
    answer = service.post("/v1/score?published=soon&colour=red", "a")
    assert {e["parameter"] for e in answer.problem()["errors"]} == {"published", "colour"}


def test_an_unknown_content_type_is_told_the_known_ones(service) -> None:
    answer = service.post("/v1/score", b"x", "image/png")
    assert "text/html" in answer.headers["Accept-Post"]
    answer = service.post("/v1/score", b"x", "text/plain", **{"Content-Encoding": "br"})
    assert answer.status == 415
    assert answer.headers["Accept-Encoding"] == "gzip, deflate"


@pytest.mark.parametrize("path", ["/nowhere", "/v1/", "/v1/score/"])
def test_unknown_addresses_and_methods_are_problems_too(service, path) -> None:
    answer = service.get(path)
    assert answer.status == 404
    answer.problem()
    answer = service.get("/v1/score")
    assert answer.status == 405
    assert answer.headers["Allow"] == "POST"
    answer.problem()


def test_a_body_at_the_limit_is_taken_and_one_beyond_is_not(service) -> None:
    assert service.post("/v1/score", b"a " * (MOST // 2)).status == 200
    answer = service.post("/v1/score", b"a" * (MOST + 1))
    assert answer.status == 413
    assert "1,000,000" in answer.problem()["detail"]


def test_a_body_without_a_length_is_stopped_at_the_limit(service) -> None:
    sent = 0
    connection = service.connect()
    connection.sendall(
        b"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    with connection, suppress(OSError):  # The system says in its own way that it is closed.
        for _ in range(10_000):  # 650 MB, if nobody stopped it.
            connection.sendall(chunk)
            sent += len(chunk)
    assert sent < 200 * MOST


def test_who_sends_too_much_can_read_why(service) -> None:
    connection = service.connect()
    connection.sendall(
        b"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
        b"Content-Length: 5000000\r\n\r\n"
    )
    connection.sendall(b"a" * 5_000_000)  # Not cut off in the middle, though it was refused.
    answer = service.read_answer(connection)
    assert answer.status == 413
    answer.problem()
    assert answer.headers["Connection"] == "close"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_compressed_bomb_is_stopped_at_the_limit(service, encoding) -> None:
    compress = gzip.compress if encoding == "gzip" else zlib.compress
    bomb = compress(b"\0" * 200_000_000)
    assert len(bomb) < MOST
    before = service.peak()
    answer = service.post("/v1/score", bomb, **{"Content-Encoding": encoding})
    assert answer.status == 413
    answer.problem()
    assert service.peak() < before + 20_000_000


@pytest.mark.parametrize(
    "body", [b"no gzip", gzip.compress(b"a")[:-3], gzip.compress(b"a") + b"more"]
)
def test_damaged_compression_is_refused(service, body) -> None:
    answer = service.post("/v1/score", body, **{"Content-Encoding": "gzip"})
    assert answer.status == 400
    answer.problem()


def test_a_slow_body_is_cut_off(service) -> None:
    with service.connect() as connection:
        connection.sendall(
            b"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
            b"Content-Length: 1000\r\n\r\na"
        )
        answer = service.read_answer(connection)
    assert answer.status == 408
    answer.problem()


def test_slow_headers_are_cut_off(service) -> None:
    with service.connect() as connection:
        connection.sendall(b"POST /v1/score HTTP/1.1\r\nHost: ")
        answer = service.read_answer(connection)
        assert answer.status == 408
        answer.problem()


def test_a_client_that_drips_its_headers_is_cut_off(service) -> None:
    with service.connect() as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\n")
        sent = 0
        with suppress(OSError):
            for sent in range(600):
                connection.sendall(b"X-%d: y\r\n" % sent)
                time.sleep(0.05)
        assert sent < 200


def test_a_silent_connection_is_closed(service) -> None:
    with service.connect() as connection:
        assert connection.recv(1) == b""


def test_endless_headers_are_cut_off(service) -> None:
    with service.connect() as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nX: " + b"a" * 70_000)
        answer = service.read_answer(connection)
        assert answer.status == 431
        answer.problem()


def test_what_is_no_http_is_refused(service) -> None:
    with service.connect() as connection:
        connection.sendall(b"\x16\x03\x01 this is TLS\r\n\r\n")
        answer = service.read_answer(connection)
        assert answer.status == 400
        answer.problem()


def test_a_batch_may_be_too_large(service) -> None:
    answer = service.post_json("/v1/score/batch", {"documents": [{"text": "a"}] * 33})
    assert answer.status == 422
    assert "32" in answer.problem()["errors"][0]["detail"]
    empty = service.post_json("/v1/score/batch", {"documents": []})
    assert empty.status == 422


def test_pages_of_other_sites_may_not_ask(service, article) -> None:
    own = {"Origin": f"http://127.0.0.1:{service.port}", "Sec-Fetch-Site": "same-origin"}
    assert service.post("/v1/gate", article, **own).status == 200
    for foreign in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = service.post("/v1/gate", article, **foreign)
        assert answer.status == 403
        answer.problem()


class _Held:
    """Takes all places of a service: with documents, its worker stopped."""

    def __init__(self, running, count: int, **headers: str) -> None:
        self.running = running
        self.answers: list = []
        self.threads = [
            threading.Thread(target=self._ask, args=(headers,), daemon=True) for _ in range(count)
        ]
        for thread in self.threads:
            thread.start()
        running.until(lambda: running.metric("credscore_places_taken ") == count)

    def _ask(self, headers: dict[str, str]) -> None:
        self.answers.append(self.running.post("/v1/score", "a " * 1000, **headers))

    def join(self) -> list:
        for thread in self.threads:
            thread.join(60)
        return self.answers


def test_who_finds_no_place_is_told_at_once_and_the_others_are_answered(start, stopped) -> None:
    running = start("--concurrency", "3")
    with stopped(running.workers()):
        held = _Held(running, 3)
        answer = running.post("/v1/score", "a")
        assert answer.status == 503
        assert answer.headers["Retry-After"] == "1"
        answer.problem()
        # Nothing is read for what would be refused: the body of this one never comes.
        with running.connect() as connection:
            connection.sendall(
                b"POST /v1/gate HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                b"Content-Length: 1000\r\n\r\n"
            )
            assert running.read_answer(connection).status == 503
        assert running.get("/healthz").status == 200
    assert [answer.status for answer in held.join()] == [200, 200, 200]
    assert running.post("/v1/score", "a").status == 200


def test_a_document_that_takes_too_long_ends_with_its_worker(start, stopped) -> None:
    running = start("--timeout", "1")
    first = running.workers()
    with stopped(first):
        answer = running.post("/v1/score", "a")
    assert answer.status == 504
    answer.problem()
    assert running.until(running.workers) != first
    running.until(lambda: running.get("/readyz").status == 200)
    assert running.post("/v1/score", "a").status == 200
    assert running.metric("credscore_workers_replaced ") == 1


def test_who_waits_too_long_for_a_worker_may_come_again(start, stopped) -> None:
    running = start("--timeout", "1")
    with stopped(running.workers()):
        held = _Held(running, 2)
        statuses = sorted(answer.status for answer in held.join())
    assert statuses == [503, 504]


def test_a_batch_that_runs_out_of_time_keeps_what_was_done(start, article) -> None:
    running = start("--timeout", "1")
    long = "The council said the work could not wait, and that it would cost more. " * 20_000
    documents = [{"text": article}, {"text": long}, {"text": article}]
    answer = running.post_json("/v1/score/batch", {"documents": documents})
    assert answer.status == 200
    items = answer.json["results"]
    assert [item["status"] for item in items] == [200, 504, 503]
    assert items[1]["problem"]["status"] == 504


def test_a_worker_that_somebody_ends_loses_nothing(start, stopped, article) -> None:
    import os
    import signal

    running = start("--concurrency", "4")
    (worker,) = running.workers()
    with stopped([worker]):
        held = _Held(running, 4)
        os.kill(worker, signal.SIGKILL)
    assert [answer.status for answer in held.join()] == [200] * 4
    assert running.workers() != [worker]


def test_connections_beyond_what_the_system_has_files_for_are_refused(start) -> None:
    running = start(files=84)  # Twenty connections, and what the service needs itself.
    held = [running.connect() for _ in range(20)]
    with running.connect() as one_more:
        answer = running.read_answer(one_more)
        assert answer.status == 503
        answer.problem()
    held.pop().close()
    running.until(lambda: running.get("/healthz").status == 200)
    for connection in held:
        connection.close()


def test_a_worker_that_lost_its_front_ends(start, stopped) -> None:
    import os
    import signal
    from pathlib import Path

    running = start()
    (worker,) = running.workers()
    os.kill(running.process.pid, signal.SIGKILL)
    running.process.wait(60)

    def is_gone() -> bool:
        stat = Path(f"/proc/{worker}/stat")
        return not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] == "Z"

    running.until(is_gone)


def test_a_port_in_use_is_said(tmp_path) -> None:
    import subprocess
    import sys

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "credscore", "serve", "--port", port]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=tmp_path)
    assert ended.returncode == 2
    assert f"cannot listen at 127.0.0.1:{port}" in ended.stderr
