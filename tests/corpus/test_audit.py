"""The command ``audit`` from end to end, and the tables of its result."""

import gzip
import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

pytest.importorskip("pyarrow", reason="extra corpus")

from pyarrow import parquet
from rich.console import Console

from credscore import Document, Scorer
from credscore.cli import app
from credscore.corpus.audit import Audit
from credscore.corpus.progress import Meter, in_words
from credscore.corpus.report import write_report
from credscore.corpus.schema import points_column, value_column
from credscore.corpus.tasks import site_of


@pytest.fixture(scope="session")
def run(model_file: Path):
    def run(*arguments: object) -> Result:
        chosen = list(map(str, arguments))
        if "--model" not in chosen:
            chosen += ["--model", str(model_file)]
        return CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"}).invoke(app, ["audit", *chosen])

    return run


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory, corpus: Path, run) -> tuple[Path, Result]:
    """The folder in which an audit of the corpus left its files, and what it said."""
    folder = tmp_path_factory.mktemp("audited")
    return folder, run(corpus, "--out", folder / "report.html", "--jobs", 2)


@pytest.fixture(scope="session")
def audit(audited: tuple[Path, Result], model_file: Path) -> Audit:
    return Audit(audited[0] / "report.parquet", scorer=Scorer(model_file))


def rows(path: Path) -> list[dict]:
    if path.suffix == ".parquet":
        return parquet.read_table(path).to_pylist()
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_audit_leaves_a_report_and_scores_and_says_what_it_guessed(audited, corpus) -> None:
    folder, result = audited
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in folder.iterdir()) == ["report.html", "report.parquet"]
    guessed = f"{corpus / 'a.jsonl'}: text from 'body', titles from 'headline'"
    assert guessed in result.stderr
    assert result.stderr.count("text from") == 1  # The second table has the same columns.
    assert result.stdout.startswith("230 documents")
    assert str(folder / "report.html") in "".join(result.stdout.split("\n"))
    assert "\x1b" not in result.output
    assert "\r" not in result.output


def test_every_document_has_one_row_with_the_score_it_has_alone(
    audited, corpus, articles, model_file
) -> None:
    found = rows(audited[0] / "report.parquet")
    places = [(row["input"], row["record"]) for row in found]
    assert len(places) == len(set(places)) == 230
    assert Counter(name for name, _ in places) == {
        str(corpus / "a.jsonl"): 150,
        str(corpus / "b.jsonl.gz"): 50,
        str(corpus): 30,
    }
    row = found[7]
    alone = Scorer(model_file).score(
        Document(
            articles[7],
            title="The news of day 7",
            url="https://www.clicks.example/7",
            published="2023-01-15",
        )
    )
    assert row["score"] == alone.score
    assert (row["site"], row["title"], str(row["published"])) == (
        "clicks.example",
        "The news of day 7",
        "2023-01-15",
    )
    for contribution in alone.contributions:
        assert row[value_column(contribution.feature)] == contribution.value
        assert row[points_column(contribution.feature)] == contribution.points
    assert {row["site"] for row in found[200:]} == {"one", "two"}


def test_copies_are_one_cluster(audited) -> None:
    found = rows(audited[0] / "report.parquet")
    assert found[3]["cluster"] == found[153]["cluster"] is not None
    assert found[3]["cluster_kind"] in ("copy", "rewrite")


def damaged(folder: Path, articles: list[str]) -> Path:
    lines = [json.dumps({"text": text}) for text in articles[:20]]
    lines[4] = '{"text": "cut'
    lines[9] = json.dumps({"text": 7})
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    packed = gzip.compress("\n".join(json.dumps({"text": t}) for t in articles[20:60]).encode())
    (folder / "b.jsonl.gz").write_bytes(packed[: len(packed) * 3 // 4])
    (folder / "c.parquet").write_bytes(b"PAR1 is all there is")
    (folder / "d.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "e.txt").write_text(articles[60], encoding="utf-8")
    (folder / "f.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (folder / "g.txt").write_text("word " * 500_000, encoding="utf-8")
    return folder


def test_damage_costs_the_damaged_records_which_are_named(run, tmp_path, articles) -> None:
    folder = damaged(tmp_path, articles)
    result = run(folder, tmp_path / "gone.csv", "--out", tmp_path / "r.html", "--no-compare")
    assert result.exit_code == 1
    named = rows(tmp_path / "r.errors.jsonl")
    found = rows(tmp_path / "r.parquet")
    read = Counter(Path(row["input"]).name for row in found if row["band"])
    assert read["a.jsonl"] == 18
    assert 20 <= read["b.jsonl.gz"] < 40
    assert read[folder.name] == 1
    by_input = {}
    for line in named:
        by_input.setdefault(Path(line["input"]).name, []).append((line["place"], line["reason"]))
    assert [place for place, _ in by_input["a.jsonl"]] == ["line 5", "line 10"]
    assert "of type int" in by_input["a.jsonl"][1][1]
    assert "cut off" in by_input["b.jsonl.gz"][0][1]
    assert "not a Parquet file" in by_input["c.parquet"][0][1]
    assert "no column holds texts" in by_input["f.csv"][0][1]
    assert "no such file" in by_input["gone.csv"][0][1]
    assert ["PNG" in reason for _, reason in by_input[folder.name]] == [True, False]
    assert "2,500,000 characters" in by_input[folder.name][1][1]
    assert f"{len(named)} records could not be read" in result.stderr
    assert not (tmp_path / "r.parquet.journal").exists()
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert f"{len(named)} records could not be read; r.errors.jsonl names them" in page


def test_scores_in_json_lines_are_those_in_parquet(run, tmp_path, corpus, model_file) -> None:
    source = corpus / "a.jsonl"
    for name in ("a.parquet", "a.jsonl"):
        done = run(source, "--out", tmp_path / "r.html", "--scores", tmp_path / name)
        assert done.exit_code == 0, done.output
    known = [
        {name: str(v) if name == "published" else v for name, v in row.items() if v is not None}
        for row in rows(tmp_path / "a.parquet")
    ]
    assert rows(tmp_path / "a.jsonl") == known
    one, other = (Audit(tmp_path / name) for name in ("a.parquet", "a.jsonl"))
    assert one.overview == other.overview
    assert one.by_month().equals(other.by_month())
    # JSON Lines do not hold what the scores do not say row by row; the report does without it.
    write_report(other, tmp_path / "other.html", Scorer(model_file))
    assert "150 documents" in (tmp_path / "other.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("option", "count"), [("--limit", 40), ("--sample", 70)])
def test_a_part_of_a_corpus(run, tmp_path, corpus, option, count) -> None:
    done = run(corpus, "--out", tmp_path / "r.html", option, count, "--no-compare")
    assert done.exit_code == 0, done.output
    found = rows(tmp_path / "r.parquet")
    assert len({(row["input"], row["record"]) for row in found}) == count
    if option == "--limit":
        assert [row["record"] for row in found] == [*range(40)]
    else:
        assert len({row["input"] for row in found}) == 3


def test_an_empty_input_gives_an_empty_report(run, tmp_path) -> None:
    (tmp_path / "a.jsonl").write_text("")
    done = run(tmp_path / "a.jsonl", "--out", tmp_path / "r.html")
    assert done.exit_code == 0, done.output
    assert rows(tmp_path / "r.parquet") == []
    assert "0 documents" in (tmp_path / "r.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["A"], "--out"),
        (["A", "--out", "O", "--jobs", "0"], "--jobs"),
        (["A", "--out", "O", "--limit", "2", "--sample", "2"], "--limit"),
        (["A", "--out", "O", "--text-column", "nope"], "'headline'"),
        (["A", "--out", "O", "--date-column", "nope"], "--date-column"),
        (["A", "--out", "O", "--scores", "S.csv"], "--scores"),
        (["A", "--out", "gone/O"], "cannot write"),
        (["A", "--out", "A"], "--out"),
        (["A", "--out", "O", "--prior", "7"], "--prior"),
        (["A", "--out", "O", "--model", "nope"], "--model"),
    ],
)
def test_wrong_use_ends_with_2_and_touches_nothing(run, tmp_path, corpus, arguments, said) -> None:
    names = {"A": corpus / "a.jsonl", "O": tmp_path / "r.html", "S.csv": tmp_path / "s.csv"}
    names["gone/O"] = tmp_path / "gone" / "r.html"
    before = names["A"].read_bytes()
    result = run(*(names.get(argument, argument) for argument in arguments))
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert result.stdout == ""
    assert not list(tmp_path.iterdir())
    assert names["A"].read_bytes() == before


def test_an_unfinished_audit_of_something_else_is_not_overwritten(run, tmp_path, corpus) -> None:
    journal = tmp_path / "r.parquet.journal"
    journal.write_bytes(b'{"journal": 1, "limit": 3}\n')
    command = (corpus / "a.jsonl", "--out", tmp_path / "r.html", "--no-compare", "--limit", 5)
    result = run(*command)
    assert result.exit_code == 2
    assert "--fresh" in "".join(result.stderr.split("\n"))
    assert journal.exists()
    assert run(*command, "--fresh").exit_code == 0
    assert not journal.exists()


def test_tables_add_up_to_the_scores(audit) -> None:
    frame = audit.to_frame()
    assert len(frame) == audit.overview.documents == 230
    scored = frame[frame["score"].notna()]
    assert sum(audit.overview.bands.values()) == 230
    assert audit.overview.scored == len(scored)
    assert audit.overview.mean == pytest.approx(scored["score"].mean())
    sites = audit.by_site().set_index("site")
    assert sites["documents"].to_dict() == frame.groupby("site").size().to_dict()
    months = audit.by_month().set_index("month")
    assert months["documents"].sum() == frame["published"].notna().sum() == 200
    january = scored[scored["published"].astype(str).str.startswith("2023-01")]
    assert months.loc["2023-01", "score"] == pytest.approx(january["score"].mean())
    features = audit.by_feature().set_index("name")
    for name, row in features.iterrows():
        points = scored[points_column(name)]
        assert row["points"] == pytest.approx(points.mean())
        assert row["against"] == pytest.approx((points < -0.05).mean())
    families = audit.by_family().set_index("name")
    assert families["points"].sum() == pytest.approx(features["points"].sum())
    clusters = audit.by_cluster()
    assert clusters["documents"].sum() == frame["cluster"].notna().sum() > 0
    assert repr(audit).startswith("<Audit of 230 documents: ")


def test_a_file_that_holds_no_scores_is_refused(tmp_path, corpus) -> None:
    import pyarrow

    parquet.write_table(pyarrow.table({"text": ["a"]}), tmp_path / "a.parquet")
    with pytest.raises(ValueError, match="holds no scores"):
        Audit(tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes(b"nothing")
    with pytest.raises(ValueError, match="no Parquet file"):
        Audit(tmp_path / "b.parquet")


def test_figures_are_returned_and_leave_no_state_behind(audit) -> None:
    pytest.importorskip("matplotlib", reason="extra plot")
    from matplotlib.figure import Figure

    names = ("scores", "sites", "months", "families", "features")
    for name in names:
        figure = getattr(audit, f"plot_{name}")()
        assert isinstance(figure, Figure)
        (axes, *_) = figure.axes
        assert axes.get_title(loc="left")
        assert axes.patches or axes.lines or axes.collections
        figure.savefig("/dev/null", format="png")
    bars = audit.plot_scores().axes[0].patches
    assert sum(bar.get_height() for bar in bars) == audit.overview.scored


def test_the_meter_tells_rate_and_what_is_left() -> None:
    now = iter([0.0, 10.0, 20.0])
    meter = Meter(1000, Console(file=StringIO()), clock=lambda: next(now))
    meter.update(100, 50)
    meter.update(200, 150)
    assert meter.said(20.0, 300, 250) == "250 documents · 10 a second · 70 s left"
    assert meter.said(0.0, 100, 50) == "50 documents"
    assert [in_words(s) for s in (5, 89, 600, 5399, 12_000)] == [
        "5 s", "89 s", "10 min", "1 h 30 min", "3 h 20 min",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.Gazette.example/a?b#c", "gazette.example"),
        ("http://m.gazette.example:8080", "gazette.example"),
        ("gazette.co.uk/a", "gazette.co.uk"),
        ("https://www.com/", "www.com"),
        ("//amp.gazette.example", "gazette.example"),
        ("http://[::1", None),
        ("", None),
        (None, None),
    ],
)
def test_a_site_is_the_host_of_an_address(address, site) -> None:
    assert site_of(address) == site
