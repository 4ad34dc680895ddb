"""The OpenAPI description: its examples work, and nothing that it allows breaks the service."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("schemathesis", reason="needs the extra 'serve-test'")


@pytest.fixture(scope="module")
def described(service) -> dict:
    return service.get("/openapi.json").json


def test_every_address_is_described(described) -> None:
    assert set(described["paths"]) == {
        "/v1/score",
        "/v1/score/batch",
        "/v1/gate",
        "/v1/features",
        "/v1/model",
        "/healthz",
        "/readyz",
        "/metrics",
    }
    for path in ("/v1/score", "/v1/score/batch", "/v1/gate"):
        answers = described["paths"][path]["post"]["responses"]
        assert {"200", "408", "413", "415", "422", "429", "503", "504"} <= set(answers)
        assert "Retry-After" in answers["503"]["headers"]
        assert set(answers["503"]["content"]) == {"application/problem+json"}


def test_every_example_is_answered(described, service) -> None:
    tried = 0
    for path, methods in described["paths"].items():
        content = methods.get("post", {}).get("requestBody", {}).get("content", {})
        for media, form in content.items():
            for example in form["examples"].values():
                value = example["value"]
                body = value if isinstance(value, str) else json.dumps(value)
                answer = service.post(path, body, f"{media}; charset=utf-8")
                assert answer.status == 200, (path, media, answer)
                tried += 1
    assert tried == 9


def test_no_reference_leads_nowhere(described) -> None:
    schemas = described["components"]["schemas"]
    text = json.dumps(described)
    for piece in text.split('"$ref": "')[1:]:
        reference = piece.split('"')[0]
        assert reference.startswith("#/components/schemas/")
        assert reference.rsplit("/", 1)[1] in schemas


def test_schemathesis_finds_no_fault(service, tmp_path) -> None:
    """Generated requests, valid and not: no server error, and every answer is as described."""
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("run", f"http://127.0.0.1:{service.port}/openapi.json", "--no-color", "--seed", "1"),
        *("--max-examples", "25", "--checks", "all"),
        # A text that is full of control characters is refused, which no schema can say.
        *("--exclude-checks", "positive_data_acceptance"),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=300)
    assert ran.returncode == 0, ran.stdout
    generated = re.search(r"(\d+) generated", ran.stdout)
    assert generated is not None
    assert int(generated.group(1)) > 100, ran.stdout
    assert not [event for event in service.events("request") if event["status"] == 500]


def test_a_day_is_a_day_and_nothing_else(service) -> None:
    for day in ("0", "1707868800", "2024-02-30", "20240214", "2024-02-14T10:00"):
        assert service.post(f"/v1/score?published={day}", "a").status == 422, day
        assert service.post_json("/v1/score", {"text": "a", "published": day}).status == 422, day
    assert service.post_json("/v1/score", {"text": "a", "published": 0}).status == 422
