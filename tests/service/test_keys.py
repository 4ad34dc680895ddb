"""API keys: which files are taken, who is let in, and how much of the service one may have."""

import hmac
from hashlib import sha256

import pytest

pytest.importorskip("fastapi", reason="needs the extra 'serve'")

from credscore.service.admission import Admission
from credscore.service.keys import Keys, KeysError
from credscore.service.problems import Problem

KEY = "correct-horse-battery"


def load(tmp_path, text: str) -> Keys:
    path = tmp_path / "keys.txt"
    path.write_text(text)
    return Keys.load(path)


def test_keys_are_known_by_name_plain_or_by_digest(tmp_path) -> None:
    digest = sha256(b"another-long-secret").hexdigest()
    keys = load(tmp_path, f"# Keys of the desk\n\ndesk {KEY}\nwire sha256:{digest}\n")
    assert keys.name_of(KEY) == "desk"
    assert keys.name_of("another-long-secret") == "wire"
    for wrong in ("", KEY[:-1], KEY + "x", digest, f"sha256:{digest}", "\udcff" * 20):
        assert keys.name_of(wrong) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no key"),
        ("# nothing\n", "no key"),
        ("desk\n", "line 1: expected a name"),
        (f"desk {KEY} more\n", "line 1: expected a name"),
        (f"desk {KEY}\ndesk {KEY}x\n", "line 2: the name desk stands there twice"),
        (f"d/sk {KEY}\n", "line 1: a name is"),
        ("desk short\n", "16 characters"),
        ("desk sha256:abc\n", "64 hexadecimal"),
    ],
)
def test_a_wrong_file_is_refused_without_showing_a_key(tmp_path, text, problem) -> None:
    with pytest.raises(KeysError, match=problem) as raised:
        load(tmp_path, text)
    assert KEY not in str(raised.value)


def test_a_missing_file_is_refused(tmp_path) -> None:
    with pytest.raises(KeysError, match="No such file"):
        Keys.load(tmp_path / "none.txt")


def test_every_key_is_compared_in_constant_time(tmp_path, monkeypatch) -> None:
    compared = []
    compare_digest = hmac.compare_digest

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((len(one), len(other)))
        return compare_digest(one, other)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    keys = load(tmp_path, f"one {KEY}\ntwo {KEY}-two\nthree {KEY}-three\n")
    for key in (KEY, "x", "y" * 10_000):
        compared.clear()
        keys.name_of(key)
        assert compared == [(32, 32)] * 3


def test_a_key_may_not_take_all_places() -> None:
    admission = Admission(places=4, places_for_a_key=2)
    with admission.place("desk"), admission.place("desk"):
        with pytest.raises(Problem) as refused, admission.place("desk"):
            pass
        assert refused.value.status == 429
        with admission.place("wire"), admission.place("wire"):
            with pytest.raises(Problem) as refused, admission.place("third"):
                pass
            assert refused.value.status == 503
    assert admission.taken == 0
    with admission.place("desk"):
        pass


@pytest.fixture
def keyed(start, tmp_path):
    path = tmp_path / "keys.txt"
    path.write_text(f"desk {KEY}\n")
    return start("--keys", str(path), "--concurrency", "4")


def test_only_who_has_a_key_is_let_in(keyed) -> None:
    good = {"Authorization": f"Bearer {KEY}"}
    for path in ("/v1/features", "/v1/model", "/metrics"):
        assert keyed.get(path, **good).status == 200
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {KEY}"}):
            answer = keyed.get(path, **headers)
            assert answer.status == 401
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            answer.problem()
    for path in ("/v1/score", "/v1/score/batch", "/v1/gate"):
        assert keyed.post(path, "a").status == 401
    assert keyed.post("/v1/score", "a", **good).status == 200
    # What a probe and a person need to begin with is open.
    for path in ("/healthz", "/readyz", "/", "/openapi.json"):
        assert keyed.get(path).status == 200
    assert [e.get("client") for e in keyed.events("request") if e["status"] == 200][-3:]
    assert KEY not in keyed.log_text


def test_a_key_beyond_its_share_is_told_so(keyed, stopped) -> None:
    import threading

    good = {"Authorization": f"Bearer {KEY}"}
    answers = []

    def ask() -> None:
        answers.append(keyed.post("/v1/score", "a", **good).status)

    def taken() -> float:
        lines = keyed.get("/metrics", **good).body.decode().splitlines()
        return next(float(x.split()[1]) for x in lines if x.startswith("credscore_places_taken "))

    with stopped(keyed.workers()):
        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        keyed.until(lambda: taken() == 2)
        refused = keyed.post("/v1/score", "a", **good)
    for thread in threads:
        thread.join()
    assert refused.status == 429
    assert refused.headers["Retry-After"] == "1"
    refused.problem()
    assert answers == [200, 200]
