"""What is sent, in every form that it may have, and what comes back."""

import gzip
import zlib

import pytest

from credscore import CredibilityScore, score

PAGE = (
    "<!doctype html><html lang=en><head><title>Bridge to close</title>"
    '<meta name="author" content="Ann Field"></head><body><article><h1>Bridge to close</h1>{}'
    "</article></body></html>"
)


def page_of(article: str) -> str:
    return PAGE.format("".join(f"<p>{part}</p>" for part in article.split("\n\n")[1:]))


def test_a_text_gets_the_score_that_the_library_gives(service, article) -> None:
    answer = service.post("/v1/score", article)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    result = CredibilityScore.from_json(answer.body)
    expected = score(article)
    assert result.score == pytest.approx(expected.score)
    assert result.evidence == expected.evidence
    assert "text" not in answer.json["document"]


def test_json_and_parameters_tell_the_same(service, article) -> None:
    about = {"title": "A bridge", "published": "2024-02-14", "author": "Ann Field"}
    as_json = service.post_json("/v1/score", {"text": article, **about})
    parameters = "title=A+bridge&published=2024-02-14&author=Ann+Field"
    as_text = service.post(f"/v1/score?{parameters}", article)
    assert as_json.json == as_text.json
    assert as_json.json["document"]["title"] == "A bridge"
    assert as_json.json["document"]["published"] == "2024-02-14"


def test_a_page_is_read_and_its_text_can_be_asked_for(service, article) -> None:
    as_html = service.post("/v1/score?include_text=true", page_of(article), "text/html")
    as_json = service.post_json("/v1/score?include_text=true", {"html": page_of(article)})
    assert as_html.json == as_json.json
    document = as_html.json["document"]
    assert document["title"] == "Bridge to close"
    assert document["author"] == "Ann Field"
    assert as_html.json["evidence"]
    for piece in as_html.json["evidence"]:
        assert document["text"][piece["start"] : piece["end"]] == piece["text"]


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("UTF-16LE", "utf-16-le"), (None, "cp1252")],
)
def test_a_text_is_decoded_as_it_says_or_as_it_looks(service, charset, encoding, article) -> None:
    body = article.encode(encoding)
    kind = f"text/plain; charset={charset}" if charset else "text/plain"
    answer = service.post("/v1/score?include_text=true", body, kind)
    assert answer.json["document"]["text"] == article
    assert any("UTF-8" in warning for warning in answer.json["warnings"]) == (charset is None)


def test_invalid_utf_8_is_read_with_a_warning(service, article) -> None:
    body = article.encode().replace(b"council", b"coun\xff\xfecil", 1)
    answer = service.post("/v1/score", body, "text/plain; charset=utf-8")
    assert answer.status == 200
    assert any("UTF-8" in warning for warning in answer.json["warnings"])


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data, wbits=-15)),
    ],
    ids=["gzip", "zlib", "raw deflate"],
)
def test_a_body_may_be_compressed(service, encoding, compress, article) -> None:
    headers = {"Content-Encoding": encoding}
    answer = service.post("/v1/score", compress(article.encode()), **headers)
    assert answer.json == service.post("/v1/score", article).json


def test_a_batch_is_answered_in_order(service, article) -> None:
    documents = [{"text": article}, {"html": page_of(article)}, {"text": "Too short."}]
    answer = service.post_json("/v1/score/batch", {"documents": documents})
    assert answer.status == 200
    results = answer.json["results"]
    assert [item["status"] for item in results] == [200, 200, 200]
    for document, item in zip(documents, results, strict=True):
        assert item["result"] == service.post_json("/v1/score", document).json
    assert results[2]["result"]["band"] == "insufficient"


def test_the_gate_decides_with_its_reasons(service, article) -> None:
    farm = "You've come to the right place! " + article
    answer = service.post_json("/v1/gate", {"text": farm, "name": "a.txt", "source": "example.org"})
    assert answer.status == 200
    decision = answer.json
    assert decision["action"] in ("pass", "review", "hold")
    assert decision["name"] == "a.txt"
    assert decision["source"] == "example.org"
    assert decision["policy"] == service.get("/v1/model").json["policy"]
    assert decision["document"] == service.post("/v1/score", farm).json["document"]["digest"]
    short = service.post("/v1/gate", "Too short to say anything.").json
    assert "insufficient" in [fired["id"] for fired in short["fired"]]


def test_what_the_service_is_can_be_asked(service) -> None:
    from credscore.registry import features

    assert [one["name"] for one in service.get("/v1/features").json] == list(features())
    model = service.get("/v1/model").json["model"]
    assert model["digest"] == score("").model.digest
    assert service.get("/healthz").json == {"status": "ok"}
    assert service.get("/readyz").json == {"status": "ok"}


def test_metrics_count_what_was_answered(service, article) -> None:
    counted = 'credscore_requests_total{method="POST",route="/v1/score",status="200"}'
    before = service.metric(counted)
    service.post("/v1/score", article)
    assert service.metric(counted) == before + 1
    assert service.metric("credscore_workers ") == 1
    assert service.metric("credscore_places_taken ") == 0


POLICY = """\
format = 1
name = "strict"
bands = { high = "review", medium = "review", low = "hold", insufficient = "hold" }
exemptions = [{ source = "trusted.example", reason = "Our own wire." }]
changes = [{ day = 2024-02-14, by = "the desk", what = "A policy for a test." }]
"""


def test_a_page_cannot_exempt_itself(start, tmp_path, article) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(POLICY)
    running = start("--policy", str(policy))
    claim = '<link rel="canonical" href="https://trusted.example/a"></head>'
    page = page_of(article).replace("</head>", claim)
    by_itself = running.post("/v1/gate", page, "text/html").json
    assert by_itself["action"] in ("review", "hold")
    assert by_itself["policy"]["name"] == "strict"
    by_the_client = running.post("/v1/gate?url=https://trusted.example/a", page, "text/html").json
    assert by_the_client["action"] == "pass"
    in_json = running.post_json("/v1/gate", {"html": page, "source": "trusted.example"}).json
    assert in_json["action"] == "pass"
