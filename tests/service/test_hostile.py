"""Bodies and senders that mean harm: the service answers, goes on, and gets its memory back."""

import gzip
import json
import socket
from contextlib import suppress

import pytest

MOST = 1_000_000  # What the shared service takes.


def request(length: int, content_type: str = "text/plain") -> bytes:
    head = f"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Type: {content_type}\r\n"
    return f"{head}Content-Length: {length}\r\n\r\n".encode()


HOSTILE = {
    "deep JSON": ("application/json", b'{"text":' * 100_000),
    "a deep array": ("application/json", b"[" * 500_000 + b"]" * 500_000),
    "many keys": ("application/json", json.dumps({str(n): n for n in range(60_000)}).encode()),
    "many documents": ("application/json", b'{"documents":[' + b'{"text":""},' * 80_000),
    "a long number": ("application/json", b'{"text":' + b"9" * 900_000 + b"}"),
    "escapes": ("application/json", b'{"text":"' + b"\\u0000" * 150_000 + b'"}'),
    "invalid UTF-8": ("text/plain; charset=utf-8", b"\xff\xfe\x80\xc3" * 200_000),
    "zeros": ("text/plain", b"\0" * MOST),
    "one letter": ("text/plain", b"a" * MOST),
    "quotation marks": ("text/plain", b'"' * MOST),
    "digits": ("text/plain", b"1" * MOST),
    "words": ("text/plain", b"a " * (MOST // 2)),
    "newlines": ("text/plain", b"\n" * MOST),
    "right to left": ("text/plain", "\u202e\u200f😀".encode() * 90_000),
    "nested tags": ("text/html", b"<b>" * (MOST // 3)),
    "attributes": ("text/html", b"<a " + b"x=1 " * 240_000 + b">"),
    "entities": ("text/html", b"&amp;" * (MOST // 5)),
    "an open comment": ("text/html", b"<!--" * (MOST // 4)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_is_answered(service, name) -> None:
    content_type, body = HOSTILE[name]
    assert len(body) <= MOST
    answer = service.post("/v1/score", body, content_type)
    assert answer.status in (200, 400, 422), answer
    assert service.post("/v1/score", "a").status == 200


def test_a_million_nested_tags_end_with_their_worker_and_leave_nothing(start) -> None:
    running = start("--max-bytes", "10000000", "--timeout", "2")
    # The document that is worked off first is what the usual level is measured after.
    assert running.post("/v1/score", "a").status == 200
    usual = running.resident()
    for page in (b"<div>" * 1_000_000, b"<font><a>" * 1_000_000):
        answer = running.post("/v1/score", page, "text/html")
        assert answer.status in (200, 504), answer
        running.until(lambda: running.get("/readyz").status == 200)
        assert running.post("/v1/score", "a").status == 200
    assert running.resident() < 1.3 * usual


def test_a_large_document_does_not_leave_its_worker_large(start) -> None:
    running = start("--max-bytes", "20000000", "--timeout", "60")
    assert running.post("/v1/score", "a").status == 200
    usual, (worker,) = running.resident(), running.workers()
    large = b"<div>" * 700_000
    assert running.post("/v1/score", large, "text/html").status == 200
    running.until(lambda: running.workers() not in ([], [worker]))
    running.until(lambda: running.get("/readyz").status == 200)
    assert running.post("/v1/score", "a").status == 200
    assert running.resident() < 1.3 * usual


def test_a_hundred_megabytes_are_not_taken(service) -> None:
    before = service.peak()
    chunk = b"a" * 1_000_000
    with service.connect() as connection:
        connection.sendall(request(100 * len(chunk)))
        connection.sendall(chunk * 10)
        assert service.read_answer(connection).status == 413
        sent = 0
        with suppress(OSError):  # Who goes on all the same is cut off.
            for sent in range(90):  # noqa: B007
                connection.sendall(chunk)
        assert sent < 80
    assert service.peak() < before + 20_000_000


def test_a_bomb_in_a_bomb_is_refused(service) -> None:
    twice = gzip.compress(gzip.compress(b"\0" * 100_000_000))
    headers = {"Content-Encoding": "gzip, gzip"}
    assert service.post("/v1/score", twice, **headers).status == 415
    # Unpacked once it is no text, and nothing unpacks it again.
    assert service.post("/v1/score", twice, **{"Content-Encoding": "gzip"}).status == 422


def test_slow_senders_keep_nobody_waiting(service) -> None:
    slow = [service.connect() for _ in range(100)]
    for number, connection in enumerate(slow):
        connection.sendall(request(1000) + b"a" if number % 2 else b"POST /v1/score HTTP/1.1\r\nX")
    for _ in range(5):
        assert service.post("/v1/score", "a").status == 200
    answers = [service.read_answer(connection).status for connection in slow]
    assert answers == [408] * 100
    for connection in slow:
        connection.close()


def test_who_does_not_read_the_answer_is_let_go(service, article) -> None:
    many = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(20)]
    body = article.encode() * 5
    for connection in many:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        connection.sendall(request(len(body)) + body)
    assert service.get("/healthz").status == 200
    for connection in many:
        connection.close()
    service.until(lambda: service.metric("credscore_open_requests ") == 1)
    service.until(lambda: service.metric("credscore_places_taken ") == 0)


def test_who_leaves_in_the_middle_takes_no_place_with_him(service) -> None:
    for _ in range(20):
        with service.connect() as connection:
            connection.sendall(request(1000) + b"a")
    with service.connect() as connection:
        connection.sendall(request(100_000) + b"a " * 50_000)
    service.until(lambda: service.metric("credscore_places_taken ") == 0)
    assert service.post("/v1/score", "a").status == 200


def test_memory_is_flat_under_many_documents(service, article) -> None:
    connection = service.connect()
    body = article.encode() * 4

    def ask(times: int) -> None:
        for _ in range(times):
            connection.sendall(request(len(body)) + body)
            assert service.read_answer(connection).status == 200

    ask(100)
    before = service.resident()
    ask(300)
    assert service.resident() < before + 5_000_000
    connection.close()
