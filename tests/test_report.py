"""Reports: every passage in its place, and no way for an article to break out of the page."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credscore import CredibilityScore, Document, Scorer
from credscore.feature import DatedClaim, Passage
from credscore.report import Entry, Report, render_fragment
from credscore.report.view import view
from credscore.result import Contribution, Evidence, ModelInfo, Related

ATTACK = """<script>alert(1)</script><img src=x onerror=alert(2)>"' onmouseover='alert(3)' {{ 7*7 }}
{% raw %}</mark></p></style><!-- \x00\x1b\x85\ud800\udfff\ufffe javascript:alert(4) &lt;b&gt; ]]>"""
VOID = {"meta", "link", "img", "br", "hr", "input"}


class Page(HTMLParser):
    """What a browser would make of a page, as far as these tests ask."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[str] = []
        self.notes: list[str] = []
        self.open: list[str] = []
        self._block = self._note = None
        self.feed(html)
        self.close()
        assert not self.open, "every element is closed"

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        assert len(attributes) == len(attrs), "no attribute stands twice"
        self.tags.append((tag, attributes))
        classes = (attributes.get("class") or "").split()
        if tag not in VOID:
            self.open.append(tag)
        if "block" in classes:
            self._block = len(self.open)
            self.blocks.append("")
        if "ref" in classes:
            self._note = len(self.open)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        depth = len(self.open) + 1
        self._block = None if depth == self._block else self._block
        self._note = None if depth == self._note else self._note

    def handle_data(self, data):
        if self._block and not self._note:
            self.blocks[-1] += data

    def attributes(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.tags if name in attributes]


def result(*evidence: Evidence, points: float = -1.0, **changes: object) -> CredibilityScore:
    contribution = Contribution(
        feature="f.a",
        family="f",
        value=0.5,
        unit="share",
        points=points,
        text="half of it is so",
        evidence=evidence,
    )
    fields = {
        "base": 0.25,
        "contributions": (contribution,),
        "evidence": evidence,
        "warnings": (),
        "words": 100,
        "sufficient": True,
        "model": ModelInfo(name="m", version="1", digest="0", low_below=0.3, high_from=0.7),
    }
    return CredibilityScore.model_construct(**(fields | changes))


def evidence(text: str, start: int, end: int, rule: str = "r", related=()) -> Evidence:
    return Evidence(
        family="f",
        rule=rule,
        start=start,
        end=end,
        text=text[start:end],
        message=f"About {rule}.",
        related=tuple(Related(start=a, end=b, text=text[a:b]) for a, b in related),
    )


@pytest.fixture(scope="session")
def scorer(model_file: Path) -> Scorer:
    return Scorer(model_file)


def check(html: str) -> Page:
    """What holds of every page: sound, complete in itself, and still."""
    html.encode()
    page = Page(html)
    ids = page.attributes("id")
    assert len(set(ids)) == len(ids)
    links = page.attributes("href")
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    assert not {"script", "img", "link", "iframe", "object", "form"} & {tag for tag, _ in page.tags}
    assert not [name for _, attributes in page.tags for name in attributes if name[:2] == "on"]
    assert not page.attributes("src")
    styles = " ".join(page.attributes("style"))
    assert re.fullmatch(r"(?:(?:width|left):[\d.]+%;? ?)*", styles)
    assert "url(" not in html.partition("</style>")[0]
    return page


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_page_holds_text_scores_reasons_and_passages(scorer, article) -> None:
    doc = Document(article)
    scored = scorer.score(doc)
    html = Report([Entry("bridge.txt", scored, doc)]).html()
    page = check(html)
    assert squeezed(" ".join(page.blocks)) == squeezed(article)
    assert f'<p class="number">{scored.score:.2f}</p>' in html
    assert scored.reasons(1)[0].feature in html
    for piece in scored.evidence:
        assert piece.message in html
        assert f"{piece.family} · {piece.rule}" in html
        for related in piece.related:
            assert related.text.partition(" ")[0] in html
    assert page.attributes("lang") == ["en"]
    assert any("default-src 'none'" in content for content in page.attributes("content"))


def test_several_documents_have_an_index_that_leads_to_each(scorer, article) -> None:
    report = Report(title="Intake of Tuesday")
    for name in ("a.txt", "b.txt", "c.txt"):
        doc = Document(
            article, title=f"Title of {name}", author="A. Writer", published="2024-02-06"
        )
        report.add(name, scorer.score(doc), doc)
    html = report.html()
    page = check(html)
    assert [tag for tag, _ in page.tags].count("article") == 3
    for place, name in enumerate(("a.txt", "b.txt", "c.txt"), 1):
        assert f'href="#d{place}">Title of {name}' in html
    assert "Intake of Tuesday" in html
    assert html.count("2024-02-06") == 3


def test_no_documents_make_a_page_too() -> None:
    assert "0 documents" in Report().html()
    check(Report().html())


def test_nothing_that_comes_with_a_document_can_break_out(scorer, article) -> None:
    doc = Document(
        f"{article}\n\n{ATTACK}\n\nExperts say {ATTACK} {ATTACK}",
        title=ATTACK,
        author=ATTACK,
        url=ATTACK,
    )
    scored = scorer.score(doc)
    start = doc.text.index("<script>")
    hostile = Evidence(
        family=ATTACK,
        rule=ATTACK,
        start=start,
        end=start + len(ATTACK),
        text=ATTACK,
        message=ATTACK,
        related=(Related(start=start, end=start + 8, text=ATTACK),),
    )
    scored = scored.model_copy(
        update={
            "evidence": tuple(sorted((*scored.evidence, hostile), key=lambda e: e.start)),
            "warnings": (ATTACK,),
            "model": ModelInfo(
                name=ATTACK, version=ATTACK, digest=ATTACK, low_below=0.3, high_from=0.7
            ),
        }
    )
    entries = [Entry(ATTACK, scored, doc), Entry(ATTACK, scored)]
    check(Report(entries, title=ATTACK).html())
    check(Report(entries)._repr_html_())
    check(render_fragment(scored))
    assert (
        "49"
        not in Report([Entry("a", result(), Document("{{ 7*7 }}"))]).html().partition("</style>")[2]
    )


@pytest.mark.parametrize("text", ["", " \n ", "\0", "\ud800", "\u202e abc", "🙂", "<", "&amp;"])
def test_strange_texts_make_a_page(scorer, text, tmp_path) -> None:
    doc = Document(text)
    report = Report([Entry(text, scorer.score(doc), doc)])
    report.write_html(tmp_path / "report.html")
    written = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert check(written)
    assert "\0" not in written


def test_a_document_without_a_score_says_why(scorer) -> None:
    html = Report([Entry("a.txt", scorer.score("Too short."), Document("Too short."))]).html()
    check(html)
    assert "insufficient" in html
    assert "Only 2 words" in html


SPAN = st.tuples(st.integers(0, 120), st.integers(1, 60))
ANY_EVIDENCE = st.lists(st.tuples(SPAN, st.lists(SPAN, max_size=2), st.sampled_from("rst")))


@given(text=st.text("ab \n<&", min_size=1, max_size=120), drawn=ANY_EVIDENCE)
def test_segments_cover_the_text_once_and_know_every_passage(text, drawn) -> None:
    def within(span: tuple[int, int]) -> tuple[int, int]:
        start = min(span[0], len(text) - 1)
        return start, min(start + span[1], len(text))

    pieces = sorted(
        {
            evidence(text, *within(span), rule, [within(other) for other in related])
            for span, related, rule in drawn
        },
        key=lambda piece: (piece.start, piece.end, piece.rule),
    )
    doc = Document(text)
    blocks = [doc.original_span(start, end) for start, end, _ in sorted((*doc.blocks, *doc.copies))]
    shown = view("d1", "a", result(*pieces), doc)
    paragraphs = [p for section in shown.sections for p in section.paragraphs]
    assert ["".join(s.text for s in p.segments) for p in paragraphs] == [
        text[start:end] for start, end in blocks
    ]
    covered = {at for piece in pieces for at in range(piece.start, piece.end)}
    related = {at for p in pieces for r in p.related for at in range(r.start, r.end)}
    for (start, _), paragraph in zip(blocks, paragraphs, strict=True):
        for segment in paragraph.segments:
            stretch = set(range(start, start + len(segment.text)))
            assert (segment.side == "against") == bool(stretch & covered) == (stretch <= covered)
            assert segment.is_related == bool(stretch & related)
            start += len(segment.text)
    references = [r.id for p in paragraphs for s in p.segments for r in s.references]
    assert len(set(references)) == len(references)
    assert sum(len(note.passages) for note in shown.notes) == sum(
        any(piece.start < end and start < piece.end for start, end in blocks) for piece in pieces
    )
    check(Report([Entry("a", result(*pieces), doc)]).html())


def test_passages_with_one_message_share_a_note() -> None:
    text = "Experts say so. Experts say so again.\n\nExperts say."
    places = [match.start() for match in re.finditer("Experts", text)]
    shown = view("d", "a", result(*(evidence(text, a, a + 11) for a in places)), Document(text))
    assert [len(note.passages) for note in shown.notes] == [2, 1]


@pytest.mark.parametrize(
    ("points", "direction", "side"),
    [
        (-1.0, "lowers", "against"),
        (1.0, "lowers", "neutral"),
        (1.0, "raises", "for"),
        (-1.0, "raises", "neutral"),
        (-1.0, "either", "against"),
        (1.0, "either", "for"),
        (0.0, "either", "neutral"),
    ],
)
def test_a_passage_takes_sides_as_its_feature_does(points, direction, side) -> None:
    text = "Experts say so."
    scored = result(evidence(text, 0, 7), points=points)
    shown = view("d", "a", scored, Document(text), {"f.a": direction})
    assert [note.side for note in shown.notes] == [side]


def test_residue_is_shown_as_set_aside(article) -> None:
    doc = Document(f"{article}\n\nLeave a Reply\nYour email address will not be published.\n")
    assert any(block.kind == "residue" for block in doc.blocks)
    html = Report([Entry("a", result(), doc)]).html()
    check(html)
    assert html.index("<strong>comment form</strong>") < html.index("Leave a Reply")


def test_a_notebook_shows_the_result_alone_and_reports_side_by_side(scorer, article) -> None:
    scored = scorer.score(article)
    fragment = scored._repr_html_()
    check(fragment)
    assert scored.evidence[0].message in fragment
    entry = Entry("a", scored, Document(article))
    one, two = Report([entry])._repr_html_(), Report([entry, entry])._repr_html_()
    check(f"{one}{two}")
    assert "<html" not in one


def test_open_shows_the_page_in_a_browser(monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    Report([Entry("a", result())]).open()
    path = Path(opened[0].removeprefix("file://"))
    try:
        check(path.read_text(encoding="utf-8"))
    finally:
        path.unlink()


def test_the_command_line_writes_the_report(model_file, tmp_path, article) -> None:
    from typer.testing import CliRunner

    from credscore.cli import app

    text, page = tmp_path / "bridge.txt", tmp_path / "report.html"
    text.write_text(article, encoding="utf-8")
    arguments = ["score", str(text), "--html", str(page), "--model", str(model_file)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert squeezed(" ".join(check(page.read_text(encoding="utf-8")).blocks)) == squeezed(article)


WAR = """\
The mill strike has been going on since 2018, the union says, and it is in its third winter now.

The mill was sold in 1999. The mill strike has been going on since April 2014, a clerk said.
"""


def test_the_times_of_a_text_are_drawn_with_their_conflicts() -> None:
    doc = Document(WAR)
    html = Report([Entry("a", result(), doc)]).html()
    check(html)
    assert html.index("<strong>1999</strong>") < html.index("<strong>April 2014</strong>")
    assert "Times in the text: 3 dated claims" in html
    assert "<details" in html.partition('class="times"')[0][-20:]


def test_a_claim_in_conflict_leads_to_its_note() -> None:
    start = WAR.index("2018")
    piece = evidence(WAR, start - 6, start + 4)
    passage = Passage(piece.start, piece.end, piece.rule, piece.message)
    claims = [
        DatedClaim(date(1999, 1, 1), date(1999, 12, 31), 1, 5, 0, 9),
        DatedClaim(date(2018, 1, 1), date(2018, 12, 31), start, start + 4, 0, 96, (passage,)),
    ]
    shown = view("d", "a", result(piece), Document(WAR), claims=claims).timeline
    assert shown is not None
    assert [[note.evidence for note in row.notes] for row in shown.rows] == [[], [piece]]
    assert shown.rows[1].when == "2018"
    assert (shown.total, shown.conflicting, shown.unshown) == (2, 1, 0)
    assert [year for year, _ in shown.ticks] == [2000, 2005, 2010, 2015]


@given(st.lists(st.tuples(st.dates(), st.integers(0, 9000), st.booleans()), max_size=60))
def test_every_conflict_has_its_place_on_the_axis(drawn) -> None:
    text = "It was in 2014, they say."
    piece = evidence(text, 10, 14)
    passage = Passage(10, 14, piece.rule, piece.message)
    claims = [
        DatedClaim(
            begin,
            min(begin, date(9999, 12, 31) - timedelta(days)) + timedelta(days),
            *(10, 14, 0, 24),
            (passage,) if against else (),
        )
        for begin, days, against in sorted(drawn)
    ]
    shown = view("d", "a", result(piece), Document(text), claims=claims).timeline
    if shown is None:
        assert len(claims) < 2
        return
    assert shown.total == len(claims)
    assert shown.conflicting == sum(against for _, _, against in drawn)
    assert all(row.left >= 0 and row.left + row.width <= 100.001 for row in shown.rows)
    assert all(0 <= left < 100 for _, left in shown.ticks)


def test_the_kinds_a_text_resembles_share_what_the_score_leaves(scorer, article) -> None:
    scored = scorer.score(article)
    shown = view("d", "a", scored)
    assert shown.outcomes[0].kind == "credible"
    assert sum(outcome.probability for outcome in shown.outcomes) == pytest.approx(1)
    html = scored._repr_html_()
    check(html)
    assert all(outcome.name in html for outcome in shown.outcomes)
    assert view("d", "a", scorer.score("Too short.")).outcomes == ()
