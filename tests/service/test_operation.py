"""How the service starts, logs and stops, and what becomes of its trail when it is killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from credscore.gate.trail import verify

pytest.importorskip("fastapi", reason="needs the extra 'serve'")

HOSTILE = (
    '\n{"event": "listening", "level": "error"}\r\n\x1b[31mred\x1b[0m\x1b]0;title\x07 \u2028 '
    "\u202e <script>alert(1)</script> secret-of-the-article " * 40
)


def serve(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "credscore", "serve", "--port", "0", *options]
    environment = {**os.environ, **environment}
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, env=environment, cwd=folder
    )


def test_nothing_of_an_article_gets_into_the_log(start, tmp_path) -> None:
    trail = tmp_path / "trail.jsonl"
    running = start("--trail", str(trail))
    about = {
        "title": HOSTILE[:900],
        "author": "secret-author",
        "url": "https://x.example/secret-url",
    }
    assert running.post_json("/v1/score", {"text": HOSTILE, **about}).status == 200
    assert running.post_json("/v1/gate", {"text": HOSTILE, **about}).status == 200
    assert running.post_json("/v1/score", {"text": HOSTILE, "secret-key": 1}).status == 422
    assert running.post("/v1/score", "%PDF- secret").status == 422
    assert running.get("/secret%0Apath%1b[31m?secret=secret").status == 404
    assert running.post("/v1/score", "a", **{"X-Request-ID": "secret-\u00e9"}).status == 200
    assert running.stop() in (0, -signal.SIGTERM)
    log = running.log_text
    assert log.isascii()
    assert log.replace("\n", "").isprintable()
    for line in log.splitlines():
        assert json.loads(line)["event"] in ("listening", "request", "stopping", "stopped")
    assert len(running.events("listening")) == 1
    for secret in ("secret", "script", "red", "title"):
        assert secret not in log
        assert secret not in trail.read_text()


def test_what_a_library_prints_about_a_document_ends_nowhere(service) -> None:
    (worker,) = service.workers()
    for stream in (1, 2):
        assert Path(f"/proc/{worker}/fd/{stream}").readlink() == Path(os.devnull)


def test_a_log_line_says_what_happened(service, article) -> None:
    answer = service.post("/v1/score", article, **{"X-Request-ID": "desk-17"})
    assert answer.headers["X-Request-ID"] == "desk-17"
    (line,) = service.until(
        lambda: [event for event in service.events("request") if event["id"] == "desk-17"]
    )
    assert line["route"] == "/v1/score"
    assert line["method"] == "POST"
    assert line["status"] == 200
    assert line["band"] == answer.json["band"]
    assert line["words"] == answer.json["words"]
    assert line["digest"] == answer.json["document"]["digest"]
    assert line["ms"] > 0


def test_an_exception_is_logged_by_its_kind_and_place_alone() -> None:
    import logging

    from credscore.service.logs import JsonLines

    try:
        raise ValueError("text of the article")
    except ValueError:
        record = logging.LogRecord("x", 40, "f.py", 1, "failed", (), sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert line["exception"] == "ValueError"
    assert "test_operation.py" in line["trace"][0]
    assert "article" not in json.dumps(line)


def test_it_listens_to_this_machine_unless_told_otherwise(service) -> None:
    assert service.events("listening")[0]["host"] == "127.0.0.1"


def test_it_warns_where_everybody_is_let_in(start, tmp_path) -> None:
    open_to_all = start("--host", "0.0.0.0")
    assert any("--keys" in line for line in open_to_all.log_text.splitlines())
    open_to_all.stop()
    keys = tmp_path / "keys.txt"
    keys.write_text("desk a-key-of-many-letters\n")
    with_keys = start("--host", "0.0.0.0", "--keys", str(keys))
    assert "--keys" not in with_keys.log_text


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--policy", "none.toml"), "none.toml"),
        (("--keys", "none.txt"), "none.txt"),
        (("--model", "none"), "none"),
        (("--prior", "2"), "prior"),
        (("--trail", "no/such/folder/trail.jsonl"), "trail"),
        (("--key-share", "0"), "share"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_runs(options, problem, tmp_path) -> None:
    ended = serve(tmp_path, *options)
    assert ended.returncode == 2
    assert problem in ended.stderr
    assert "listening" not in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_missing_extra_is_named(tmp_path) -> None:
    # A folder that hides what the extra brings.
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\n"
        "find = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'fastapi' else find(name, *a)\n"
    )
    path = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH")]))
    ended = serve(tmp_path, PYTHONPATH=path)
    assert ended.returncode == 2
    assert "pip install 'credscore[serve]'" in ended.stderr
    assert "fastapi" in ended.stderr


class Asking:
    """Clients that ask for decisions until they are told to stop; keeps every answer."""

    def __init__(self, running, article: str, count: int = 4) -> None:
        self.running, self.article = running, article
        self.decided: list[str] = []
        self.lost: list[Exception] = []
        self.ends = False
        self.threads = [threading.Thread(target=self._ask) for _ in range(count)]
        for thread in self.threads:
            thread.start()

    def _ask(self) -> None:
        number = 0
        while not self.ends:
            number += 1
            try:
                answer = self.running.post("/v1/gate", f"{self.article}\n\n{number}.")
            except OSError as error:
                self.lost.append(error)
                return
            except Exception as error:  # http.client's own, where an answer is cut off.
                self.lost.append(error)
                return
            if answer.status == 200:
                self.decided.append(answer.json["record"])

    def join(self) -> None:
        self.ends = True
        for thread in self.threads:
            thread.join(60)


def records(trail) -> tuple[object, list[dict]]:
    found: list[dict] = []
    return verify(trail, found.append), found


def test_a_service_that_is_killed_leaves_a_trail_that_goes_on(start, tmp_path, article) -> None:
    trail = tmp_path / "trail.jsonl"
    decided: list[str] = []
    for _ in range(2):
        running = start("--trail", str(trail))
        asking = Asking(running, article)
        running.until(lambda asking=asking: len(asking.decided) >= 10)
        running.process.send_signal(signal.SIGKILL)
        running.process.wait(60)
        asking.join()
        decided += asking.decided
        verification, found = records(trail)
        assert verification.broken_line is None
        # Whatever was answered stands in the trail: the answer came after the record.
        assert set(decided) <= {record["digest"] for record in found}
    # A write that was cut off in the middle of a line, as a kill may leave it.
    whole, _ = records(trail)
    with trail.open("ab") as file:
        file.write(b'{"kind":"decision","format":1,"time":"2024-')
    assert records(trail)[0].unfinished > 0
    running = start("--trail", str(trail))
    answer = running.post("/v1/gate", article)
    verification, found = records(trail)
    assert verification.broken_line is None
    assert verification.unfinished == 0
    assert verification.newest == answer.json["record"]
    assert verification.records == whole.records + 2  # The repair, and the decision.
    assert found[-1]["document"] == answer.json["document"]


def test_a_decision_that_cannot_be_recorded_is_none(start, tmp_path, article) -> None:
    trail = tmp_path / "trail.jsonl"
    running = start("--trail", str(trail))
    assert running.post("/v1/gate", article).status == 200
    trail.write_bytes(trail.read_bytes() + b"{}\n")  # Somebody writes into it.
    answer = running.post("/v1/gate", article)
    assert answer.status == 503
    assert "recorded" in answer.problem()["detail"]
    assert running.post("/v1/score", article).status == 200


def is_closed(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return True
    return False


def test_what_is_under_way_is_finished_before_it_stops(start, stopped, article) -> None:
    running = start("--concurrency", "8")
    statuses: list[int] = []

    def ask() -> None:
        statuses.append(running.post("/v1/score", article).status)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    with stopped(running.workers()), running.connect() as late:
        for thread in threads:
            thread.start()
        body = article.encode()
        late.sendall(
            b"POST /v1/gate HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)
        )
        running.until(lambda: running.metric("credscore_places_taken ") == 6)
        os.killpg(running.process.pid, signal.SIGTERM)
        running.until(lambda: is_closed(running.port))
        # Even the rest of a request is still waited for.
        late.sendall(body)
        os.kill(running.workers()[0], signal.SIGCONT)
        assert running.read_answer(late).status == 200
    for thread in threads:
        thread.join(60)
    assert statuses == [200] * 6
    assert running.process.wait(60) in (0, -signal.SIGTERM)
    assert running.events("stopped")


def test_it_stops_while_clients_go_on_asking_and_loses_no_decision(
    start, tmp_path, article
) -> None:
    trail = tmp_path / "trail.jsonl"
    running = start("--trail", str(trail))
    asking = Asking(running, article)
    running.until(lambda: len(asking.decided) >= 20)
    running.stop()
    asking.join()
    verification, found = records(trail)
    assert verification.broken_line is None
    assert verification.unfinished == 0
    # Every decision was answered, and every answer recorded. Clients were refused, by us or, in
    # the moment of closing, by the system; nobody who was heard was left without an answer.
    assert sorted(asking.decided) == sorted(r["digest"] for r in found if r["kind"] == "decision")
    kinds = {type(error) for error in asking.lost}
    assert kinds <= {ConnectionRefusedError, ConnectionResetError}, asking.lost
