"""What comes out of the gate on a command line: exit status, formats, places, comparison."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from credscore import __version__
from credscore.cli import app
from credscore.gate import Gate

from .conftest import BEGINNING, CHANGES, FARM, SOUND

Write = Callable[[str, str], str]

REVIEW = BEGINNING.replace('"hold"', '"review"') + CHANGES
LENIENT = BEGINNING.replace('"hold"', '"pass"') + CHANGES
MARKDOWN = """\
---
title: Council closes the *harbour* bridge
---

# Council closes the harbour bridge

The **town council** of [Ellerby](https://ellerby.example/a_b) voted on Tuesday, 6 March 2026, to
close the harbour bridge, `they` told us. You've come to the [right place](https://x.example) for
more. In this [blog post](https://y.example "blog post"), we will take a look at the **closure**.

"This *bridge* is a game changer for everyone who lives here." <!-- who?
--> "We **cannot** stand another winter of it, and nobody helps."

[1]: https://ellerby.example

""" + "\n\n".join(FARM.split("\n\n")[1:])


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["gate", *args])


def json_lines(*args: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*args, "--format", "json").stdout.splitlines()]


@pytest.mark.parametrize(
    ("texts", "policy", "options", "status"),
    [
        ({"a.txt": SOUND}, None, [], 0),
        ({"a.txt": SOUND, "b.txt": FARM}, None, [], 3),
        ({"a.txt": SOUND, "b.txt": "Short."}, None, [], 4),
        ({"a.txt": SOUND, "b.txt": FARM}, REVIEW, [], 4),
        ({"a.txt": "Short.", "b.txt": FARM}, None, [], 3),
        ({"a.txt": SOUND, "b.txt": FARM}, LENIENT, [], 0),
        ({"a.txt": SOUND, "b.txt": "Short."}, None, ["--fail-on", "hold"], 0),
        ({"a.txt": SOUND, "b.txt": FARM}, None, ["--fail-on", "hold"], 3),
        ({"a.txt": SOUND, "b.txt": FARM}, None, ["--dry-run"], 0),
        ({}, None, [], 1),
        ({}, None, ["--dry-run"], 1),
    ],
)
def test_the_exit_status_says_what_was_decided(
    tmp_path: Path,
    write: Write,
    texts: dict[str, str],
    policy: str | None,
    options: list[str],
    status: int,
) -> None:
    (tmp_path / "articles").mkdir()
    for name, text in texts.items():
        write(f"articles/{name}", text)
    if policy is not None:
        options = [*options, "--policy", write("policy.toml", policy)]
    assert run(str(tmp_path / "articles"), *options).exit_code == status


def test_what_cannot_be_read_is_said_and_the_others_are_decided(write: Write) -> None:
    held, missing = write("a.txt", FARM), "nowhere.txt"
    for output_format in ("text", "json", "junit", "sarif"):
        result = run(held, missing, "--format", output_format)
        assert result.exit_code == 1
        assert "cannot read nowhere.txt" in result.stderr
        assert "a.txt" in result.stdout


def test_several_processes_decide_the_same_in_the_same_order(tmp_path: Path, write: Write) -> None:
    for number in range(8):
        write(f"many/{number}.txt", (FARM if number % 3 else SOUND) + f"\nNumber {number}.")
    trail = tmp_path / "trail.jsonl"
    one = run(str(tmp_path / "many"), "--format", "json")
    two = run(str(tmp_path / "many"), "--format", "json", "--jobs", "2", "--trail", str(trail))
    assert two.stdout == one.stdout
    assert two.exit_code == one.exit_code == 3
    assert len(trail.read_bytes().splitlines()) == 8
    assert run(str(tmp_path / "many"), "--jobs", "0").exit_code == 2


def test_a_wrong_policy_is_refused_before_anything_is_done(tmp_path: Path, write: Write) -> None:
    trail = tmp_path / "trail.jsonl"
    policy = write("policy.toml", BEGINNING + "lo = 1" + CHANGES)
    result = run(write("a.txt", FARM), "--policy", policy, "--trail", str(trail))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "policy.toml:7: there is no key 'lo' here. Did you mean low?" in result.stderr
    assert not trail.exists()


@pytest.mark.parametrize(
    "options",
    [["--policy", "none.toml"], ["--format", "xml"], ["--compare", "none.toml"], ["--nothing"]],
)
def test_wrong_use_is_status_2(write: Write, options: list[str]) -> None:
    assert run(write("a.txt", SOUND), *options).exit_code == 2


def test_a_score_that_fails_is_said_and_stops_the_document(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("at line 5")

    monkeypatch.setattr("credscore.scorer.Scorer.score", fail)
    path = write("a.txt", SOUND)
    result = run(path)
    assert result.exit_code == 4
    assert "cannot score" in result.stderr
    assert "ZeroDivisionError: at line 5" in result.stdout
    assert run(path, "--dry-run").exit_code == 1
    assert run(path, "--compare", write("old.toml", REVIEW)).exit_code == 1


def test_for_people_there_is_the_decision_the_rule_and_the_passage(write: Write) -> None:
    out = run(write("a.txt", FARM), write("b.txt", SOUND)).stdout
    assert out.startswith("hold")
    assert "is in band low" in out
    assert "“You've come to the right place”" in " ".join(out.split())
    assert "pass" in out
    assert "2 documents: 1 pass, 1 hold · policy default · model news" in out


def test_each_json_line_is_a_decision_with_its_path(write: Write) -> None:
    path = write("a.txt", FARM)
    (line,) = json_lines(path)
    assert line["path"] == line["name"] == path
    assert line["action"] == "hold"
    assert line["policy"]["digest"] == Gate().policy.digest
    for fired in line["fired"]:
        for place in fired["places"]:
            assert FARM[place["start"] : place["end"]] == place["text"]


def test_stopping_everything_is_remarked_on(tmp_path: Path, write: Write) -> None:
    for number in range(20):
        write(f"many/{number}.txt", "Short.")
    assert "all 20 documents were stopped" in run(str(tmp_path / "many")).stderr
    write("many/20.txt", SOUND)
    assert "were stopped" not in run(str(tmp_path / "many")).stderr


def test_a_policy_that_can_only_do_one_thing_is_not_followed_in_silence(write: Write) -> None:
    path = write("a.txt", SOUND)
    assert run(path).stderr == ""
    lenient = run(path, "--policy", write("lenient.toml", LENIENT))
    assert "nothing is ever held by this policy" in lenient.stderr
    strict = BEGINNING + 'medium = "hold"\nhigh = "hold"\n' + CHANGES
    assert "every document is stopped" in run(path, "--policy", write("s.toml", strict)).stderr


def test_what_passes_by_an_exemption_is_counted(write: Write) -> None:
    exempt = "[[exemptions]]\nsource = 'x.org'\nreason = 'Ours.'\n"
    policy = write("policy.toml", BEGINNING + exempt + CHANGES)
    paths = write("a.txt", FARM), write("b.txt", SOUND)
    out = run(*paths, "--policy", policy, "--source", "x.org").stdout
    assert "2 documents: 2 pass, 1 exempt · policy test" in out
    assert "exempt: Ours." in out


def test_junit_counts_failures_and_errors_as_build_servers_read_them(write: Write) -> None:
    paths = [write("news/a.txt", FARM), write("b.txt", SOUND), write("c.txt", "Short.")]
    result = run(*paths, "none.txt", "--format", "junit")
    root = ElementTree.fromstring(result.stdout)
    assert root.tag == "testsuites"
    (suite,) = root
    counts = {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "4", "failures": "2", "errors": "1", "skipped": "0"}
    # The order and the attributes that the schemas of Ant and Jenkins ask for.
    assert [child.tag for child in suite] == [
        "properties",
        *["testcase"] * 4,
        "system-out",
        "system-err",
    ]
    for key in ("name", "package", "id", "timestamp", "hostname", "time"):
        assert suite.get(key)
    cases = suite.findall("testcase")
    assert all(float(case.attrib["time"]) >= 0 for case in cases)
    assert all(set(case.attrib) == {"name", "classname", "time"} for case in cases)
    assert [[(child.tag, child.get("type")) for child in case] for case in cases] == [
        [("failure", "hold")],
        [],
        [("failure", "review")],
        [("error", "unreadable")],
    ]
    assert cases[0].attrib["classname"].endswith("news")
    assert "line 3, column" in (cases[0][0].text or "")


def test_junit_says_what_an_exemption_lifted(write: Write) -> None:
    exempt = "[[exemptions]]\nsource = 'x.org'\nreason = 'Ours.'\n"
    policy = write("policy.toml", BEGINNING + exempt + CHANGES)
    result = run(write("a.txt", FARM), "--policy", policy, "--source", "x.org", "--format", "junit")
    assert result.exit_code == 0
    (suite,) = ElementTree.fromstring(result.stdout)
    assert "(exempt: Ours.)" in (suite.findtext("system-out") or "")


def sarif(*args: str) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(run(*args, "--format", "sarif").stdout)
    return log


def test_sarif_has_what_the_standard_asks_for(write: Write) -> None:
    log = sarif(write("a.txt", FARM), write("b.txt", "Short."), "none.txt")
    assert log["version"] == "2.1.0"
    (run_,) = log["runs"]
    driver = run_["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("credscore", __version__)
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(rules) == len(set(rules))
    for result in run_["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("warning", "error")
        assert result["message"]["text"]
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert region["startLine"] >= 1
    (invocation,) = run_["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert "none.txt" in notification["message"]["text"]
    assert run_["columnKind"] == "unicodeCodePoints"


def test_sarif_names_files_as_seen_from_the_folder_it_runs_in(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = write("my news/50% #1.txt", FARM)
    elsewhere = sarif(path)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert elsewhere["artifactLocation"]["uri"].startswith("file:///")
    monkeypatch.chdir(tmp_path)
    for name in (path, "my news/50% #1.txt"):
        place = sarif(name)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {
            "uri": "my%20news/50%25%20%231.txt",
            "uriBaseId": "%SRCROOT%",
        }


def test_sarif_gives_what_is_lifted_as_suppressed(write: Write) -> None:
    exempt = "[[exemptions]]\nsource = 'x.org'\nreason = 'Ours.'\n"
    policy = write("policy.toml", BEGINNING + exempt + CHANGES)
    log = sarif(write("a.txt", FARM), "--policy", policy, "--source", "x.org")
    for result in log["runs"][0]["results"]:
        assert result["suppressions"] == [{"kind": "external", "justification": "Ours."}]


def test_sarif_knows_a_passage_again_when_lines_come_above_it(write: Write) -> None:
    def fingerprints(text: str) -> set[str]:
        results = sarif(write("a.txt", text))["runs"][0]["results"]
        return {result["partialFingerprints"]["credscoreGate/v1"] for result in results}

    assert fingerprints(FARM) == fingerprints("\n\n\n" + FARM)


def test_places_are_those_of_the_markdown_file(write: Write) -> None:
    places = places_of(write("a.md", MARKDOWN))
    lines = MARKDOWN.split("\n")
    for place in places:
        region = place["region"]
        assert region is not None
        first = place["text"].split("\n")[0].split(" ")[0]
        assert lines[region["line"] - 1][region["column"] - 1 :].startswith(first[:4])
        last = place["text"].rsplit(" ", 1)[-1]
        assert lines[region["end_line"] - 1][: region["end_column"] - 1].endswith(last[-3:])
    # A link, its title and emphasis stand before these in their lines, and inside the first.
    shown = [
        cut(lines, place["region"])
        for place in places
        if place["text"] == "You've come to the right place"
    ]
    assert shown == ["You've come to the [right place", "You've come to the right place"]


def places_of(path: str) -> list[dict[str, Any]]:
    (line,) = json_lines(path)
    return [place for fired in line["fired"] for place in fired["places"]]


def cut(lines: list[str], region: dict[str, int]) -> str:
    assert region["line"] == region["end_line"]
    return lines[region["line"] - 1][region["column"] - 1 : region["end_column"] - 1]


def test_places_in_a_page_are_those_of_the_file_or_none(write: Write) -> None:
    body = "".join(f"<p>{part}</p>\n" for part in FARM.split("\n\n"))
    page = f"<!doctype html>\n<html><body><article>\n{body}</article></body></html>"
    page = page.replace("latest news about the bridge", "latest &amp; best about the bridge")
    page = page.replace("You've come", "You&#39;ve <b>come</b>")
    lines = page.split("\n")
    places = places_of(write("a.html", page))
    assert any(place["region"] is None for place in places)
    known = [place for place in places if place["region"] is not None]
    assert known
    for place in known:
        assert cut(lines, place["region"]) == place["text"]


def test_a_comparison_shows_what_would_have_been_decided_otherwise(
    tmp_path: Path, write: Write
) -> None:
    write("articles/a.txt", FARM)
    write("articles/b.txt", SOUND)
    articles, old = str(tmp_path / "articles"), write("old.toml", REVIEW)
    trail = tmp_path / "trail.jsonl"
    result = run(articles, "--compare", old, "--trail", str(trail))
    assert result.exit_code == 0
    assert "review → hold" in result.stdout
    assert "2 documents: 1 review → hold, 1 as before · test → default" in result.stdout
    assert "b.txt" not in result.stdout
    assert not trail.exists()
    lines = json_lines(articles, "--compare", old)
    assert [(line["differs"], line["old"]["action"], line["new"]["action"]) for line in lines] == [
        (True, "review", "hold"),
        (False, "pass", "pass"),
    ]
    assert "does not say who changed it" not in result.stderr
    new = write("new.toml", REVIEW.replace('"review"', '"hold"'))
    assert "does not say who changed it" in run(articles, "--compare", old, "--policy", new).stderr
    assert "all decided alike" in run(articles, "--compare", old, "--policy", old).stdout
    assert run(articles, "--compare", old, "--format", "sarif").exit_code == 2
    assert run(articles, "none.txt", "--compare", old).exit_code == 1


def test_standard_input_is_decided_on_too() -> None:
    result = CliRunner().invoke(app, ["gate", "-", "--format", "sarif"], input=FARM)
    assert result.exit_code == 3
    location = json.loads(result.stdout)["runs"][0]["results"][0]["locations"][0]
    assert location["logicalLocations"][0]["name"] == "standard input"


def policy_command(*args: str) -> Result:
    return CliRunner().invoke(app, ["policy", *args])


def test_a_policy_is_checked_shown_explained_and_has_a_schema(write: Write) -> None:
    shown = policy_command("show").stdout
    path = write("mine.toml", shown)
    checked = policy_command("check", path)
    assert checked.exit_code == 0
    assert "is a policy that can be used" in checked.stdout
    assert "note:" not in checked.stdout
    assert "A document is held if any of this is so:" in policy_command("explain", path).stdout
    assert policy_command("explain").stdout == policy_command("explain", path).stdout
    assert json.loads(policy_command("schema").stdout)["title"] == "Policy"


def test_checking_a_policy_remarks_with_lines_and_refuses_with_status_2(write: Write) -> None:
    path = write("mine.toml", BEGINNING + "[score]\nhold_below = 0.1234\n" + CHANGES)
    checked = policy_command("check", path)
    assert checked.exit_code == 0
    assert f"note: {path}:7: so fine a threshold" in checked.stdout
    wrong = policy_command("check", write("wrong.toml", "format = 1"))
    assert wrong.exit_code == 2
    assert "wrong.toml: name is missing" in wrong.stderr
