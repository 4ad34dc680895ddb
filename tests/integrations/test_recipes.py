"""The recipes of the gate's page: what newcomers paste is what is tested."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from credscore.gate import load_policy
from credscore.gate.policy_file import PolicyError, parse_policy

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "gate.md").read_text(encoding="utf-8")

HELD = """\
# Bridge closure: everything you need to know

Are you looking for the *latest news* about the bridge? You've come to the [right
place](https://x.example)! In this blog post, we will take a look at everything that you need to
know, so keep reading to find out more.

## Overview of the Bridge Closure

Experts say that the situation remains uncertain. It is believed that the closure could
potentially have a major impact on the future, and that only time will tell. In conclusion, the
closure serves as a reminder of the importance of working together. Despite the odds, the
international community must continue to monitor the situation closely.

## Conclusion

In conclusion, the future remains to be seen, and it is important to note that time will tell.
"""


def block(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```\n<!-- end -->", PAGE, re.S)
    assert found, name
    return found[1]


@pytest.fixture
def site(tmp_path: Path, article: str) -> Path:
    """A repository of articles with the policy of the page."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "sound.md").write_text(f"# {article}", encoding="utf-8")
    (tmp_path / "articles" / "held.md").write_text(HELD, encoding="utf-8")
    (tmp_path / "policy.toml").write_text(block("policy"), encoding="utf-8")
    return tmp_path


def run(command: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """A line of a recipe, with ``credscore`` as the one under test."""
    bin_ = folder / "bin"
    bin_.mkdir(exist_ok=True)
    program = bin_ / "credscore"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m credscore "$@"\n')
    program.chmod(0o755)
    path = f"{bin_}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_policy_of_the_page_is_one(site: Path) -> None:
    policy = load_policy(site / "policy.toml")
    assert policy.on_error == "hold"
    checked = run("credscore policy check policy.toml", site)
    assert checked.returncode == 0
    assert "note:" not in checked.stdout
    with pytest.raises(PolicyError):
        parse_policy(block("policy").replace("office-holder-after-term", "x"), "x.toml")


def test_the_ci_recipe_shows_the_passages_and_fails_on_what_is_held(site: Path) -> None:
    (job,) = yaml.safe_load(block("ci"))["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    _, check, gate = commands
    assert run(check, site).returncode == 0
    assert run(gate, site).returncode == 3
    upload = job["steps"][-1]
    log = json.loads((site / upload["with"]["sarif_file"]).read_text(encoding="utf-8"))
    results = log["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"] for result in results]
    assert {place["artifactLocation"]["uri"] for place in places} == {"articles/held.md"}
    lines = HELD.split("\n")
    shown = [place["region"] for place in places if "snippet" in place["region"]]
    assert shown
    for region in shown:
        words = re.findall(r"\w+", region["snippet"]["text"])
        assert words[0] in lines[region["startLine"] - 1]
        assert words[-1] in lines[region["endLine"] - 1]
    (site / "articles" / "held.md").unlink()
    assert run(gate, site).returncode == 0


def test_the_hook_stops_a_commit_of_what_is_held(site: Path) -> None:
    """The hook as pre-commit runs it, in a repository whose own hook it is."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (repo,) = yaml.safe_load(block("pre-commit"))["repos"]
    (used,) = repo["hooks"]
    assert used["id"] == hook["id"] == "credscore-gate"
    assert hook["language"] == "python"
    entry: list[Any] = [*shlex.split(hook["entry"]), *used["args"]]
    assert run("git init -q .", site).returncode == 0
    script = (
        "#!/bin/sh\ngit diff --cached --name-only --diff-filter=ACM -z -- articles | "
        f"xargs -0 -r {shlex.join(entry)}\n"
    )
    path = site / ".git" / "hooks" / "pre-commit"
    path.write_text(script)
    path.chmod(0o755)
    commit = "git -c user.name=x -c user.email=x@example.org commit -q -m x"
    assert run(f"git add articles/sound.md && {commit}", site).returncode == 0
    stopped = run(f"git add articles/held.md && {commit}", site)
    assert stopped.returncode != 0
    assert "articles/held.md" in stopped.stdout + stopped.stderr
    assert run("git log --oneline", site).stdout.count("\n") == 1


def test_every_command_of_the_page_exists(site: Path) -> None:
    lines = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.S)).replace("\\\n", " ")
    commands = [line for line in lines.split("\n") if line.startswith("credscore ")]
    assert len(commands) > 8
    # In the order of the page, on the site of these tests; a shell's redirections hold.
    (site / "old-policy.toml").write_text(
        block("policy").replace('low = "hold"', 'low = "review"'), encoding="utf-8"
    )
    (site / "articles" / "bridge.md").write_text(HELD + "\nAnd more.", encoding="utf-8")
    (site / "archive").symlink_to(site / "articles")
    newest = ""
    for command in commands:
        if command.startswith("credscore train"):
            continue  # Takes minutes; its labels are tested beside it.
        done = run(command.replace("3f0c…", newest), site)
        assert done.returncode in (0, 3), command + done.stderr
        if "newest: " in done.stdout:
            newest = done.stdout.split("newest: ")[1].strip()
    assert newest
    (label,) = (site / "mine.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(label)["credible"] is True
