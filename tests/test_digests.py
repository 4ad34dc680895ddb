"""A file that decides a score is the one that was released, or it is named and refused."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import cast

import pytest

from credscore import Scorer, digests
from credscore.model import ModelError, load_model
from credscore.training import card
from credscore.training.evaluation import Evaluation

PACKAGE = Path(str(files("credscore")))


def test_the_recorded_digests_are_those_of_the_files() -> None:
    stale = [
        path for path, text in digests.shipped_sums().items() if path.read_text("utf-8") != text
    ]
    assert not stale, f"run: {digests.COMMAND}"


_READS = """
import sys
from pathlib import Path

read = set()
sys.addaudithook(lambda event, args: event == "open" and read.add(str(args[0])))
from credscore import Scorer, read_html
from credscore.gate import default_policy

default_policy()
page = "<title>Ten ways</title><p>" + "“It is so,” said Mary Okafor in 2019, reportedly. " * 40
Scorer().score(read_html(page, url="https://example.org/2023/05/04/page"))
kinds = {".csv", ".json", ".toml", ".txt"}
print(*(path for path in read if Path(path).suffix in kinds), sep="\\n")
"""


def test_all_that_a_score_is_made_of_is_recorded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _READS], capture_output=True, text=True, check=True
    )
    sums = digests.shipped_sums()
    recorded = {
        str(path.parent / line.split("  ")[1])
        for path, text in sums.items()
        for line in text.splitlines()[1:]
    }
    ours = tuple(str(path.parent) for path in sums)
    read = {path for path in done.stdout.splitlines() if path.startswith(ours)}
    assert len(read) > 20
    assert read <= recorded


class Installed:
    """A copy of the package as pip lays it out, to be damaged."""

    def __init__(self, site: Path) -> None:
        self.package = site / "credscore"
        ignore = shutil.ignore_patterns("__pycache__", "table.csv.gz")
        shutil.copytree(PACKAGE, self.package, ignore=ignore)
        for name in ("features", "trained"):
            source = Path(str(files(f"credscore.{name}")))
            shutil.copytree(source, self.package / name, ignore=ignore, dirs_exist_ok=True)

    def complaint(self) -> str:
        """What loading the model ends in."""
        done = self.run("-c", "from credscore.model import load_model; load_model()")
        assert done.returncode == 1
        kind, _, message = done.stderr.splitlines()[-1].partition(": ")
        assert kind == "credscore.model.ModelError"
        return message

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        path = os.pathsep.join((str(self.package.parent), os.environ["PYTHONPATH"]))
        return subprocess.run(
            [sys.executable, *command],
            input="The council met on Tuesday. " * 40,
            capture_output=True,
            text=True,
            cwd=self.package.parent,
            env={**os.environ, "PYTHONPATH": path, "COLUMNS": "1000"},
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("site"))


@pytest.fixture
def damage(installed: Installed) -> Iterator[Callable[[str, bytes | None], None]]:
    """Put other bytes into a file of the install, or none at all; afterwards all is as before."""
    whole: dict[Path, bytes] = {}

    def put(name: str, content: bytes | None) -> None:
        path = installed.package / name
        whole[path] = path.read_bytes()
        path.unlink() if content is None else path.write_bytes(content)

    yield put
    for path, content in whole.items():
        path.write_bytes(content)


def test_an_install_that_is_whole_scores(installed: Installed) -> None:
    done = installed.run("-m", "credscore", "score", "-", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["score"] is not None


@pytest.mark.parametrize(
    "name",
    [
        "features/seo/phrases.txt",
        "features/anachronism/terms_of_office.csv",
        "features/hedging/cue_weights.json",
        "features/SHA256SUMS",
        "reading/page_phrases.txt",
        "reading/SHA256SUMS",
        "trained/news/model.json",
        "trained/news/SHA256SUMS",
    ],
)
@pytest.mark.parametrize("kind", ["a line less", "empty", "missing"])
def test_a_damaged_install_names_the_file(
    installed: Installed, damage: Callable[[str, bytes | None], None], name: str, kind: str
) -> None:
    data = (installed.package / name).read_bytes()
    a_line_less = b"".join(data.splitlines(keepends=True)[:-1])
    damage(name, {"a line less": a_line_less, "empty": b"", "missing": None}[kind])
    complaint = installed.complaint()
    assert str(installed.package / name) in complaint
    assert "pip install --force-reinstall credscore" in complaint


def test_a_byte_is_enough_and_both_digests_are_shown(
    installed: Installed, damage: Callable[[str, bytes | None], None]
) -> None:
    name = "features/readability/easy_words.txt"
    data = (installed.package / name).read_bytes()
    (expected,) = (
        line.split()[0]
        for line in (installed.package / "features/SHA256SUMS").read_text().splitlines()
        if line.endswith("readability/easy_words.txt")
    )
    damage(name, data[:500] + bytes([data[500] ^ 1]) + data[501:])
    done = installed.run("-m", "credscore", "score", "-", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert str(installed.package / name) in done.stderr
    assert expected[:16] in done.stderr
    assert f"({len(data):,} bytes)" in done.stderr


def test_many_damaged_files_are_counted(
    installed: Installed, damage: Callable[[str, bytes | None], None]
) -> None:
    for path in list((installed.package / "features/anachronism").glob("*.csv")):
        damage(str(path.relative_to(installed.package)), None)
    complaint = installed.complaint()
    assert complaint.count("is missing") == 5
    assert "and 3 more" in complaint


def test_a_checkout_scores_what_is_being_edited_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "words.txt").write_text("one\n")
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  words.txt\n")
    monkeypatch.setattr(digests, "files", lambda _: tmp_path)
    monkeypatch.setattr(digests, "_is_checkout", lambda: True)
    with pytest.warns(UserWarning, match=rf"words\.txt should have .* run: {digests.COMMAND}"):
        assert digests.read_shipped("credscore", "words.txt") == b"one\n"
    monkeypatch.setattr(digests, "_is_checkout", lambda: False)
    with pytest.raises(digests.DamagedError, match=r"words\.txt should have"):
        digests.read_shipped("credscore", "words.txt")


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_damaged_policy_is_named_too(
    installed: Installed, damage: Callable[[str, bytes | None], None], command: str
) -> None:
    damage("gate/default.toml", b"")
    done = installed.run("-m", "credscore", "policy", command)
    assert done.returncode == 2
    assert str(installed.package / "gate/default.toml") in done.stderr


@pytest.fixture
def own(model_file: Path, tmp_path: Path) -> Path:
    """A user's own model, as training leaves it."""
    shutil.copy(model_file, tmp_path)
    digests.write_model_sums(tmp_path)
    return tmp_path


def test_an_own_model_is_held_to_its_digest(own: Path, article: str) -> None:
    assert Scorer(own).score(article).score is not None
    path = own / "model.json"
    path.write_text(path.read_text().replace("0.25", "0.75", 1))
    load_model.cache_clear()
    for model in (own, path):
        with pytest.raises(ModelError, match=rf"{path} should have .* run: .* {own}"):
            Scorer(model)
    digests.main([str(own)])
    assert Scorer(own).score(article).score is not None


def test_training_records_the_digest_of_the_model_it_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card, "as_markdown", lambda _: "")  # The figures are not what is asked.
    card.write_model(load_model().artefact, cast("Evaluation", None), tmp_path)
    digest = load_model(tmp_path).digest
    assert f"{digest}  model.json" in (tmp_path / "SHA256SUMS").read_text()
    assert digest in (tmp_path / "card.md").read_text()


def test_an_own_model_without_a_digest_is_taken_as_it_is(own: Path, article: str) -> None:
    path = own / "model.json"
    path.write_text(path.read_text().replace("0.25", "0.75", 1))
    renamed = path.rename(own / "other.json")
    load_model.cache_clear()
    assert Scorer(renamed).score(article).score is not None
