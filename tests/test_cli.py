"""The command line, as a person and as a program meet it."""

import functools
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from credscore.cli import app
from credscore.result import CredibilityScore

RUN = [sys.executable, "-c", "from credscore.cli import main; main()"]
PAGE = "<!doctype html><html><head><title>T</title></head><body><article>{}</article></body></html>"


@pytest.fixture
def run(model_file: Path):
    def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
        chosen = list(map(str, arguments))
        if chosen[0] in ("score", "explain"):
            chosen += ["--model", str(model_file)]
        return CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"}).invoke(app, chosen, input=stdin)

    return run


@pytest.fixture
def file(tmp_path: Path, article: str) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(article, encoding="utf-8")
    return path


def rows(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_person_sees_file_score_band_words_and_reasons(run, file, article) -> None:
    result = run("score", file)
    assert result.exit_code == 0
    scored = rows(run("score", file, "--json"))[0]
    output = " ".join(result.stdout.split())
    assert file.name in "".join(result.stdout.split())
    assert f"{scored['score']:.2f} {scored['band']} {scored['words']}" in output
    for reason in scored["contributions"][:3]:
        assert f"{'−' if reason['points'] < 0 else '+'} {reason['text']}" in output
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "\x1b" not in result.stdout


def test_a_narrow_terminal_gets_the_same_in_paragraphs(run, file, model_file) -> None:
    runner = CliRunner(env={"COLUMNS": "40", "NO_COLOR": "1"})
    narrow = runner.invoke(app, ["score", str(file), "--model", str(model_file)]).stdout
    assert max(map(len, narrow.splitlines())) <= 40
    for reason in rows(run("score", file, "--json"))[0]["contributions"][:3]:
        assert "".join(reason["text"].split()) in "".join(narrow.split())


def test_the_picture_of_the_table_is_sound_and_loads_nothing(run, file, tmp_path) -> None:
    picture = tmp_path / "scores.svg"
    assert run("score", file, "--svg", picture).exit_code == 0
    drawn = "".join(ElementTree.parse(picture).getroot().itertext())
    assert "document" in drawn
    assert "@font-face" not in picture.read_text(encoding="utf-8")


def test_a_program_reads_one_json_line_a_document(run, file, tmp_path) -> None:
    short = tmp_path / "short.txt"
    short.write_text("Too short.\nTo judge.", encoding="utf-8")
    result = run("score", file, short, "--json")
    assert result.exit_code == 0
    first, second = rows(result)
    assert (first["path"], second["path"]) == (str(file), str(short))
    assert second["score"] is None
    assert second["band"] == "insufficient"
    for row in (first, second):
        again = CredibilityScore.from_json(json.dumps(row))
        assert {"path": row["path"], **json.loads(again.to_json())} == row


def test_score_and_explain_agree(run, file) -> None:
    scored, explained = (rows(run(command, file, "--json"))[0] for command in ("score", "explain"))
    text = file.read_text(encoding="utf-8")
    assert explained["evidence"]
    for evidence in explained["evidence"]:
        line = text.split("\n")[evidence.pop("line") - 1]
        assert line[evidence.pop("column") - 1 :].startswith(evidence["text"].split("\n")[0])
    assert explained == scored


def test_explain_shows_every_contribution_and_passage(run, file) -> None:
    output = "".join(run("explain", file).stdout.split())
    row = rows(run("explain", file, "--json"))[0]
    for contribution in row["contributions"]:
        assert contribution["feature"] in output
    for evidence in row["evidence"]:
        assert "".join(f"[[{evidence['text']}]]".split()) in output
        assert "".join(evidence["message"].split()) in output
        assert f"line{evidence['line']}" in output


def test_a_folder_is_searched_in_order_and_its_index_passed_over(run, tmp_path, article) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    for name in ("b.TXT", "a.md", "deep/er/c.html", "README.md", "notes.docx", ".hidden/d.txt"):
        (tmp_path / name).write_text(article, encoding="utf-8")
    result = run("score", tmp_path, "--json")
    assert result.exit_code == 0
    found = [Path(row["path"]).relative_to(tmp_path).as_posix() for row in rows(result)]
    assert found == ["a.md", "b.TXT", "deep/er/c.html"]


def test_standard_input_is_text_or_a_web_page(run, article) -> None:
    text = rows(run("score", "-", "--json", stdin=article))[0]
    assert text["path"] == "-"
    assert text["score"] is not None
    paragraphs = "".join(f"<p>{line}</p>" for line in article.split("\n\n"))
    page = rows(run("score", "-", "--json", stdin=PAGE.format(paragraphs)))[0]
    assert page["score"] is not None
    assert not any("<p>" in evidence["text"] for evidence in page["evidence"])


def test_a_web_page_saved_as_text_is_read_as_a_web_page(run, tmp_path, article) -> None:
    path = tmp_path / "saved.txt"
    path.write_text(PAGE.format(f"<p>{article}</p>"), encoding="utf-8")
    row = rows(run("score", path, "--json"))[0]
    assert any("read as a web page" in warning for warning in row["warnings"])
    assert not any("<p>" in evidence["text"] for evidence in row["evidence"])


def test_what_cannot_be_read_is_named_and_the_rest_scored(run, file, tmp_path) -> None:
    missing, picture, empty = tmp_path / "gone.txt", tmp_path / "a.txt", tmp_path / "empty"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    empty.mkdir()
    result = run("score", missing, picture, empty, file, "--json")
    assert result.exit_code == 1
    assert [row["path"] for row in rows(result)] == [str(file)]
    for path, reason in ((missing, "no such file"), (picture, "PNG"), (empty, "no document")):
        assert any(str(path) in line and reason in line for line in result.stderr.splitlines())


@pytest.mark.parametrize(
    ("data", "expected", "warning"),
    [
        ("“Naïve” – said".encode(), "“Naïve” – said", None),
        ("“Naïve” – said".encode("utf-8-sig"), "“Naïve” – said", None),
        ("“Naïve” – said".encode("utf-16"), "“Naïve” – said", None),
        ("“Naïve” – said".encode("utf-32"), "“Naïve” – said", None),
        (("plain words " * 9 + "“Naïve”").encode("utf-16-le"), "“Naïve”", "utf-16-le"),
        (("plain words " * 9 + "“Naïve”").encode("cp1252"), "“Naïve”", "cp1252"),
        (("Русские слова, " * 9).encode("cp1251"), "Русские", "cp1251"),
        ("“Naïve” – said ’".encode()[:-1], "“Naïve” – said \ufffd", "UTF-8"),
        (b"a NUL \0 and an escape \x1b[31m", "a NUL \0 and", None),
        (b"", "", None),
    ],
)
def test_the_encoding_is_found_and_a_guess_said(tmp_path, data, expected, warning) -> None:
    from credscore.inputs import read

    path = tmp_path / "a.txt"
    path.write_bytes(data)
    given = read(str(path))
    assert expected in given.document.text
    assert len(given.warnings) == (warning is not None)
    assert all(warning in said for said in given.warnings)


def test_a_guess_at_the_encoding_reaches_the_result(run, tmp_path, article) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(article.encode("cp1252"))
    row = rows(run("score", path, "--json"))[0]
    assert any("cp1252" in warning for warning in row["warnings"])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\nplain words", "PDF"),
        (b"PK\x03\x04" + bytes(40), "ZIP"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x7fELF" + bytes(500), "binary"),
    ],
)
def test_binary_files_are_refused(run, tmp_path, data, reason) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    result = run("score", path)
    assert result.exit_code == 1
    assert reason in result.stderr


def test_published_helps_only_documents_without_a_date(tmp_path) -> None:
    from datetime import date

    from credscore.inputs import read_inputs

    dated, undated = tmp_path / "a.md", tmp_path / "b.md"
    dated.write_text("---\ndate: 2021-05-06\ntitle: Of bridges\n---\nText.", encoding="utf-8")
    undated.write_text("# Of bridges\n\nText with a [link](https://example.org).", encoding="utf-8")
    first, second = read_inputs([str(dated), str(undated)], pytest.fail, date(2022, 1, 2))
    assert (first.document.published, second.document.published) == (
        date(2021, 5, 6),
        date(2022, 1, 2),
    )
    assert first.document.title == "Of bridges"
    assert second.document.text == "Of bridges\n\nText with a link."


@pytest.mark.parametrize(
    "arguments",
    [
        ["score"],
        ["nonsense"],
        ["score", "FILE", "--no-such-option"],
        ["score", "FILE", "--prior", "1.5"],
        ["score", "FILE", "--jobs", "0"],
        ["score", "FILE", "--published", "yesterday"],
        ["score", "FILE", "--html", "FILE/report.html"],
        ["features", "nonsense"],
    ],
)
def test_wrong_use_ends_with_2(run, file, arguments) -> None:
    result = run(*(str(file) + a[4:] if a.startswith("FILE") else a for a in arguments))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


def test_an_unknown_model_is_wrong_use_and_the_known_ones_are_named(file) -> None:
    result = CliRunner().invoke(app, ["score", str(file), "--model", "nonsense"])
    assert result.exit_code == 2
    assert "nonsense" in result.stderr
    assert "Available models" in result.stderr


def test_prior_moves_the_score(run, file) -> None:
    low, high = (
        rows(run("score", file, "--json", "--prior", prior))[0]["score"] for prior in (0.1, 0.9)
    )
    assert low < high


def test_jobs_change_nothing_but_the_time(run, file, tmp_path) -> None:
    for number in range(20):
        copy = tmp_path / f"{number:02}.txt"
        copy.write_text(f"{number}. {file.read_text(encoding='utf-8')}", encoding="utf-8")
    one, two = (run("score", tmp_path, "--json", "--jobs", jobs) for jobs in (1, 2))
    assert one.stdout == two.stdout
    assert len(rows(one)) == 21


def test_documents_can_neither_style_nor_steer_the_terminal(run, tmp_path, article) -> None:
    path = tmp_path / "[red]x[_red] \x1b]0;owned\x07.txt"
    evil = "Experts say \x1b[31m[bold]that[/bold]\x9b2J \u202e the work could not wait."
    path.write_text(article + evil, encoding="utf-8")
    for command in ("score", "explain"):
        output = run(command, path).stdout
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(output)
        assert "[red]x[_red]" in "".join(output.split())
    missing = run("score", tmp_path / "\x1b[2J[blink].txt")
    assert "\x1b" not in missing.stderr
    assert "[blink]" in missing.stderr


def test_lone_surrogates_and_strange_letters_are_printed(run, tmp_path, article) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((article + "\ud800 שלום 🙂").encode("utf-8", errors="surrogatepass"))
    for arguments in (["score"], ["score", "--json"], ["explain"], ["explain", "--json"]):
        assert run(*arguments, path).exit_code == 0


def test_features_lists_everything_once_and_shows_each_page(run) -> None:
    from credscore.registry import families, features

    listed = json.loads(run("features", "--json").stdout)
    assert [row["name"] for row in listed] == list(features())
    assert all(row["page"] and row["unit"] and row["direction"] for row in listed)
    overview = "".join(run("features").stdout.split())
    for name, (_, feature) in features().items():
        assert feature.name in overview
        page = run("features", name)
        assert page.exit_code == 0
        assert feature.page.split()[0] in page.stdout
        assert [row["name"] for row in json.loads(run("features", name, "--json").stdout)] == [name]
    for family in families():
        output = "".join(run("features", family.name).stdout.split())
        assert all(rule in output for rule in family.rules)


def test_version_names_the_model(run) -> None:
    from credscore import __version__
    from credscore.model import load_model

    output = run("--version").stdout
    assert f"credscore {__version__}" in output
    assert load_model().digest in output


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from credscore.cli import app; app(['--help'], standalone_mode=False)\n"
        "print(sorted({m.partition('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stderr
    for heavy in ("sklearn", "pandas", "nltk", "numpy", "pydantic", "jinja2", "joblib"):
        assert f"'{heavy}'" not in loaded


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals of POSIX")
@pytest.mark.parametrize("option", [[], ["--json"]])
def test_a_reader_that_leaves_ends_it_quietly(file, model_file, option) -> None:
    command = [*RUN, "score", *[str(file)] * 200, "--model", str(model_file), *option]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 128 + signal.SIGPIPE


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals of POSIX")
def test_ctrl_c_ends_it_quietly(file, model_file) -> None:
    # It has answered for the first files and waits for standard input when the signal comes.
    command = [*RUN, "score", *[str(file)] * 160, "-", "--model", str(model_file), "--json"]
    pipe = subprocess.PIPE
    # Where the tests run in the background, the signal is ignored, and children inherit that.
    heed = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True, preexec_fn=heed
    ) as process:
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stderr == b""
