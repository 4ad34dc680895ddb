"""The report of an audit: whole, safe, and fit for keyboard and screen reader."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("pyarrow", reason="extra corpus")

from credscore import Scorer
from credscore.cli import app
from credscore.corpus.audit import Audit
from credscore.corpus.reading_list import BORDER, BY_LOT, HIGHEST, LOWEST, choose

VOID = {"meta", "link", "img", "br", "hr", "input", "wbr"}


class Page(HTMLParser):
    """What stands in a page: elements with their attributes, and whether they nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def ids(self) -> list[str]:
        return [a["id"] for _, a in self.elements if a.get("id") is not None]


@pytest.fixture(scope="module")
def parsed(page: str) -> Page:
    return Page(page)


@pytest.fixture(scope="module")
def audit(page: str, folder: Path, model_file: Path) -> Audit:
    return Audit(folder / "r.parquet", scorer=Scorer(model_file))


def test_the_page_loads_nothing_and_runs_nothing(page, parsed) -> None:
    policy = next(m for m in parsed.named("meta") if m.get("http-equiv"))
    assert policy["content"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    for tag in ("script", "link", "img", "iframe", "object", "form", "base", "video", "audio"):
        assert not parsed.named(tag)
    for _, attributes in parsed.elements:
        assert not {"src", "srcset", "action", "background"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "#").startswith("#")
    assert "url(" not in page
    assert "@import" not in page


def test_what_documents_say_of_themselves_stays_text(page, parsed, hostile) -> None:
    assert not parsed.open
    assert hostile not in page
    assert "&lt;script&gt;alert(1)" in page
    assert page.count("</style>") == 1
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", page)


def test_every_link_leads_somewhere_and_no_id_is_double(parsed) -> None:
    ids = parsed.ids()
    assert len(ids) == len(set(ids))
    links = {a["href"][1:] for a in parsed.named("a")}
    assert links <= set(ids)
    assert {"scores", "sites", "months", "reasons", "shared", "documents", "method"} <= links


def test_it_can_be_used_without_eyes_or_a_mouse(page, parsed) -> None:
    assert parsed.named("html")[0]["lang"] == "en"
    assert len(parsed.named("h1")) == 1
    assert len(parsed.named("main")) == 1
    assert all(th.get("scope") in ("col", "row") for th in parsed.named("th"))
    tables = re.findall(r"<div class=\"scroll\"[^>]*>", page)
    assert tables
    assert all("tabindex=" in div and "aria-label=" in div for div in tables)
    for _, attributes in parsed.elements:
        if attributes.get("role") == "img":
            assert attributes.get("aria-label")
        for name in (attributes.get("aria-labelledby") or "").split():
            assert name in parsed.ids()
    bars = re.findall(r"(0\.\d\d) to (\d\.\d\d): ([\d,]+) documents", page)
    assert len(bars) == 20


def test_the_figures_are_those_of_the_audit(page, audit) -> None:
    overview = audit.overview
    assert f"{overview.documents} documents ·" in page
    counted = [int(count) for _, _, count in re.findall(r"(\d\.\d\d) to (\d\.\d\d): (\d+)", page)]
    assert sum(counted) == overview.scored
    for row in audit.months[:3]:
        assert f'<th scope="row">{row.month}</th>' in page or len(audit.months) > 60
    assert "1 records could not be read; r.errors.jsonl names them" in page
    assert f"{len(audit.clusters)} texts are carried by more than one document" in page
    for family in audit.families:
        assert f'<th scope="row" class="path">{family.name}</th>' in page
    assert "What it does not say" in page


def test_a_notebook_shows_bands_and_the_lowest_sites(
    page, folder, hostile, model_file, monkeypatch
) -> None:
    # Most articles of these sites are rewrites of one another, and count once.
    monkeypatch.setattr("credscore.corpus.report._FEWEST_OF_A_SITE", 1)
    audit = Audit(folder / "r.parquet", prior=0.05, scorer=Scorer(model_file))
    cell = audit._repr_html_()
    assert not Page(cell).open
    assert hostile not in cell
    assert f"{audit.overview.documents} documents" in cell
    upper = [float(high) for high in re.findall(r"\d\.\d\d to (\d\.\d\d)</td>", cell)]
    doubted = [row for row in audit.sites if row.source.verdict != "credible"]
    assert len(upper) == min(8, len(doubted)) > 2
    assert upper == sorted(upper)


def test_twenty_documents_are_shown_with_their_passages(page, parsed, audit, model_file) -> None:
    chosen = choose(audit.file, Scorer(model_file).model)
    assert len(chosen) == len({(one.input, one.record) for one in chosen}) == 20
    clusters = [one.cluster for one in chosen if one.cluster is not None]
    assert len(clusters) == len(set(clusters))
    assert [one.why for one in chosen] == [LOWEST] * 8 + [BORDER] * 4 + [HIGHEST] * 4 + [BY_LOT] * 4
    assert len({one.site for one in chosen[:8]}) >= 7
    lowest = min(score for (score,) in audit.file.rows("score") if score is not None)
    assert min(one.score for one in chosen[:8]) == lowest
    assert len(parsed.named("article")) == 20
    assert parsed.named("mark")
    assert chosen == choose(audit.file, Scorer(model_file).model)


def test_an_audit_without_sites_days_or_copies_has_no_empty_sections(
    tmp_path, articles, model_file
) -> None:
    for number, text in enumerate(articles[:3]):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    command = ["audit", str(tmp_path), "--out", str(tmp_path / "r.html"), "--no-compare"]
    done = CliRunner().invoke(app, [*command, "--model", str(model_file)])
    assert done.exit_code == 0, done.output
    parsed = Page((tmp_path / "r.html").read_text(encoding="utf-8"))
    assert {"scores", "reasons", "documents", "method"} <= set(parsed.ids())
    assert not {"sites", "months", "shared"} & set(parsed.ids())
    assert len(parsed.named("article")) == 3


def remade(scores: Path, model_file: Path, *more: str) -> tuple[int, str, str]:
    """Exit status, page and complaints of ``credscore report``."""
    out = scores.with_name("again.html")
    out.unlink(missing_ok=True)
    command = ["report", str(scores), "--out", str(out), "--model", str(model_file), *more]
    done = CliRunner(env={"COLUMNS": "200"}).invoke(app, command)
    text = out.read_text(encoding="utf-8") if out.exists() else ""
    return done.exit_code, text, done.stderr


def test_a_report_is_made_again_from_the_scores(page, folder, model_file) -> None:
    assert remade(folder / "r.parquet", model_file) == (0, page, "")


def test_a_report_made_again_shows_no_document_that_is_gone_or_changed(
    tmp_path, articles, model_file
) -> None:
    corpus = tmp_path / "in.jsonl"
    rows = [{"text": text, "date": "2023-05-04"} for text in articles[:30]]
    corpus.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    command = ["audit", str(corpus), "--out", str(tmp_path / "r.html"), "--prior", "0.3"]
    done = CliRunner().invoke(app, [*command, "--model", str(model_file)])
    assert done.exit_code == 0, done.output
    status, whole, _ = remade(tmp_path / "r.parquet", model_file)
    assert (status, whole) == (0, (tmp_path / "r.html").read_text(encoding="utf-8"))
    rows = [*rows[15:], *rows[:15]]
    corpus.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    status, text, said = remade(tmp_path / "r.parquet", model_file)
    assert status == 0
    assert "have changed since" in said
    assert len(Page(text).named("article")) < len(Page(whole).named("article"))
    corpus.unlink()
    status, text, said = remade(tmp_path / "r.parquet", model_file)
    assert status == 0
    assert "in.jsonl is not there any more" in said
    assert not Page(text).named("article")
    assert "30 documents" in text


def test_a_report_is_made_of_scores_only_and_by_their_model(
    tmp_path, audit, folder, model_file
) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "no scores"}\n')
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    for name, said in (("a.jsonl", "holds no scores"), ("a.parquet", "no Parquet file")):
        status, _, complaint = remade(tmp_path / name, model_file)
        assert status == 2
        assert said in complaint
    other = tmp_path / "other.json"
    other.write_text(model_file.read_text().replace('"prior": 0.5', '"prior": 0.50'))
    status, text, complaint = remade(folder / "r.parquet", other)
    assert (status, text) == (2, "")
    assert "SHA-256" in complaint
