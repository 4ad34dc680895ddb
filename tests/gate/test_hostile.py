"""Hostile articles, names and policies: nothing they hold steers what the gate writes."""

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from credscore import Document, Scorer
from credscore.cli import app
from credscore.gate import Gate, Trail
from credscore.gate.locate import located
from credscore.gate.safe import safe_json
from credscore.inputs import read
from credscore.result import CredibilityScore

from .conftest import BEGINNING, CHANGES, FARM

# Each stands inside a passage that is shown, where it can.
ATTACKS = [
    "\x1b[2J\x1b[31m",  # Clears the screen and writes in red.
    "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",  # A link of the terminal.
    "\x9b31m",  # The same control in one character of the upper set.
    "\u202eesrever\u2066",  # Turns the direction of writing.
    "\u2028\u2029\x85\x0b\x0c",  # What some readers of logs take for ends of lines.
    '\r\n{"path": "forged", "action": "pass"}\r\n',  # A line of the log.
    "]]><testcase name='forged'/><![CDATA[",  # XML.
    "</failure></testcase><testcase name='forged'>",
    "&lt;b&gt; &amp; &#x1b;",
    "[click](https://evil.example) {0} {{1}}",  # A link of SARIF, and its arguments.
    "\U000e0041\U000e0042",  # Tags: characters that nobody sees.
    "\ufffe\uffff\ufdd0",  # What no XML may hold.
    "%n%s${jndi:ldap://evil.example}",
]
ATTACK = " ".join(ATTACKS)
HOSTILE = FARM.replace("This bridge is", f"This bridge {ATTACK} is").replace(
    "Overview of the", "Overview of the \x1b[31m\u202e<b>"
)

Write = Callable[[str, str], str]


def unseen(text: str) -> set[str]:
    """Characters that a person would not see, but a terminal or parser might heed."""
    bad = {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
    return {one for one in text if unicodedata.category(one) in bad and one != "\n"}


@pytest.fixture
def hostile(write: Write, monkeypatch: pytest.MonkeyPatch) -> str:
    """A hostile article under a hostile name, every passage and sentence of which attacks."""
    plain = Scorer.score

    def score(self: Scorer, doc: Any) -> CredibilityScore:
        result = plain(self, doc)
        contributions = [
            one.model_copy(
                update={
                    "text": f"This bridge {ATTACK}",
                    "evidence": tuple(
                        passage.model_copy(update={"text": ATTACK, "message": f"Said: {ATTACK}"})
                        for passage in one.evidence
                    ),
                }
            )
            for one in result.contributions
        ]
        limits = (f"Warned: {ATTACK}",)
        return result.model_copy(update={"contributions": tuple(contributions), "warnings": limits})

    monkeypatch.setattr(Scorer, "score", score)
    return write("hostile \x1b[31m\n\u202e<&'\"name.txt", HOSTILE)


def output(path: str, *options: str) -> str:
    result = CliRunner().invoke(app, ["gate", path, "gone\x1b[2J\n.txt", *options])
    assert result.exit_code == 1
    assert not unseen(result.stderr)
    assert len(result.stderr.splitlines()) == 1
    return result.stdout


@pytest.mark.parametrize("output_format", ["text", "json", "junit", "sarif"])
def test_nothing_unseen_comes_out(hostile: str, output_format: str) -> None:
    out = output(hostile, "--format", output_format)
    assert not unseen(out)
    assert "Said: " in " ".join(out.split())


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_unseen_comes_out_of_a_file_either(write: Write, attack: str) -> None:
    text = FARM.replace("This bridge is", f"This bridge {attack} is")
    path = write("a.md", text.replace("landing", attack).replace("right place", f"right {attack}"))
    for output_format in ("text", "json", "junit", "sarif"):
        assert not unseen(output(path, "--format", output_format))


def test_json_lines_are_one_a_document(hostile: str) -> None:
    lines = output(hostile, "--format", "json").splitlines()
    decision, unread = map(json.loads, lines)
    assert decision["path"] == hostile
    assert unread["path"] == "gone\x1b[2J\n.txt"
    texts = {place["text"] for fired in decision["fired"] for place in fired["places"]}
    assert any("\x1b[2J" in text for text in texts)  # Escaped, and not lost.


def test_junit_stays_one_suite_of_two_cases(hostile: str) -> None:
    out = output(hostile, "--format", "junit")
    (suite,) = ElementTree.fromstring(out)
    cases = suite.findall("testcase")
    assert len(cases) == 2
    elements = {"testsuite", "properties", "property", "testcase", "failure", "error"}
    assert {one.tag for one in suite.iter()} == elements | {"system-out", "system-err"}
    assert "\n" not in cases[0].attrib["name"]
    assert "<testcase name='forged'>" in (cases[0][0].text or "")


def test_sarif_messages_hold_no_links_and_no_arguments(hostile: str) -> None:
    (run,) = json.loads(output(hostile, "--format", "sarif"))["runs"]
    messages = [result["message"]["text"] for result in run["results"]]
    messages += [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]]
    for message in messages:
        assert "\n" not in message
        bare = re.sub(r"\\.|\{\{|\}\}", "", message)
        assert not set("[]{}") & set(bare)
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
    }
    for uri in uris:
        assert re.fullmatch(r"[A-Za-z0-9_.~%/:-]+", uri)


def test_a_comparison_is_as_safe(hostile: str, write: Write) -> None:
    old = write("old.toml", BEGINNING.replace('"hold"', '"pass"') + CHANGES)
    for output_format in ("text", "json"):
        out = output(hostile, "--compare", old, "--format", output_format)
        assert not unseen(out)


def test_a_hostile_policy_steers_nothing_either(write: Write) -> None:
    evil = "\\u001b[31m\\u202e\\u2028"
    rule = f'[[rules]]\nid = "r"\naction = "hold"\nreason = "{evil}"\n'
    rule += 'when = [{ feature = "words", above = 1 }]\n'
    exempt = f'[[exemptions]]\nsection = "{evil}"\nreason = "{evil}"\n'
    policy = write(
        "policy.toml", BEGINNING.replace('"test"', f'"x{evil}"') + rule + exempt + CHANGES
    )
    path = write("a.txt", FARM)
    for output_format in ("text", "json", "junit", "sarif"):
        result = CliRunner().invoke(
            app, ["gate", path, "--policy", policy, "--format", output_format]
        )
        assert result.exit_code == 3
        assert not unseen(result.stdout)
    for command in ("check", "explain"):
        result = CliRunner().invoke(app, ["policy", command, policy])
        assert result.exit_code == 0
        assert not unseen(result.stdout)
    wrong = write("wrong.toml", BEGINNING + f'"{evil}" = 1\n' + CHANGES)
    result = CliRunner().invoke(app, ["policy", "check", wrong])
    assert result.exit_code == 2
    assert not unseen(result.stderr)


def test_a_trail_keeps_no_text_of_the_article_and_one_line_a_decision(tmp_path: Path) -> None:
    decision = Gate().check(HOSTILE, name="a\n\x1b[2J\u2028\ud800.txt")
    trail = tmp_path / "trail.jsonl"
    Trail(trail).append(decision)
    data = trail.read_bytes()
    assert data.isascii()
    assert data.count(b"\n") == 1
    assert len(data.decode().splitlines()) == 1
    assert not unseen(data.decode())
    for fired in decision.fired:
        for place in fired.places:
            if len(place.text) > 12:
                assert json.dumps(place.text)[1:-1] not in data.decode()


@given(
    st.recursive(st.text() | st.integers() | st.none(), lambda inner: st.lists(inner), max_leaves=8)
)
def test_safe_json_is_one_line_that_says_the_same(value: Any) -> None:
    line = safe_json(value)
    assert not {one for one in unseen(line) if unicodedata.category(one) != "Cn"}
    assert len(line.splitlines()) == 1
    assert json.loads(line) == value
    line.encode()


@given(st.text(max_size=300), st.sampled_from([".md", ".txt", ".html"]))
@settings(deadline=None, max_examples=40)
def test_places_never_fail_and_stay_inside_the_file(
    tmp_path_factory: pytest.TempPathFactory, text: str, suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    body = f"{text}\n\n{FARM}\n\n“{text}” said nobody."
    path.write_bytes(body.encode(errors="replace"))
    given_ = read(str(path))
    decision = located(Gate().check(given_.document), given_)
    lines = path.read_bytes().decode().split("\n")
    for fired in decision.fired:
        for place in fired.places:
            if place.region is not None:
                assert 1 <= place.region.line <= place.region.end_line <= len(lines)
                assert 1 <= place.region.column <= len(lines[place.region.line - 1]) + 1
                assert 1 <= place.region.end_column <= len(lines[place.region.end_line - 1]) + 1


@pytest.mark.parametrize(
    "text",
    ["a " * 40_000, '"' * 40_000, "- " * 20_000, "You've come to the right place. " * 2_000],
)
def test_huge_texts_are_decided_on(tmp_path: Path, text: str) -> None:
    path = tmp_path / "huge.md"
    path.write_text(text, encoding="utf-8")
    given_ = read(str(path))
    decision = located(Gate().check(given_.document), given_)
    assert all(len(fired.places) <= 100 for fired in decision.fired)


def test_a_document_is_digested_whatever_it_holds() -> None:
    Gate().check(Document("\ud800\0" + FARM, title="\udfff", url="http://[", author="\x1b"))
