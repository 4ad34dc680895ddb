"""Copies, rewrites, shared quotations, names and templates: found, and honest work left alone."""

import random
import re
from datetime import date

import pytest

from credscore import Document

pytest.importorskip("rensa", reason="the extra corpus is not installed")

from credscore.corpus.duplicates import Cluster, Comparison
from credscore.corpus.fingerprint import Excerpt, Fingerprint, fingerprint
from credscore.corpus.signatures import SignatureFile
from credscore.corpus.templates import SiteLines
from credscore.training import rewrites

PLACES = "Ellerby Marsham Coldwick Tarnside Oxmoor Brackwater Hollin Stainforth".split()
FIRST = "Mary Tom Aisha Peter Olga Samuel Ines Viktor Grace Malik".split()
LAST = "Okafor Hale Rahman Lindqvist Petrova Adeyemi Duarte Novak Mbeki Farouk".split()
VERBS = "approved rejected delayed debated reviewed funded opened inspected".split()
THINGS = "harbour bridge,primary school,bus depot,flood barrier,market hall,tram line".split(",")
THESAURUS = {
    "council": "assembly",
    "approved": "endorsed",
    "rejected": "spurned",
    "delayed": "retarded",
    "debated": "mooted",
    "reviewed": "scrutinised",
    "funded": "bankrolled",
    "opened": "unsealed",
    "inspected": "surveyed",
    "after": "subsequent to",
    "told": "apprised",
    "reporters": "columnists",
    "would": "shall",
    "cost": "demand",
    "million": "million",
    "according": "conforming",
    "residents": "inhabitants",
    "vote": "ballot",
    "said": "voiced",
    "that": "which",
    "meeting": "gathering",
}


def article(seed: int, sentences: int = 14) -> str:
    """A report of its own events, in the turns of phrase that all reports share."""
    pick = random.Random(seed)
    lines = []
    for _ in range(sentences):
        place, verb, thing = pick.choice(PLACES), pick.choice(VERBS), pick.choice(THINGS)
        name = f"{pick.choice(FIRST)} {pick.choice(LAST)}"
        lines.append(
            f"The council in {place} {verb} the {thing} on {pick.randint(1, 28)} March after "
            f"{name} told reporters that it would cost {pick.randint(2, 900)} million, according "
            f"to residents at a meeting in {pick.choice(PLACES)}."
        )
    return "\n\n".join(" ".join(lines[at : at + 2]) for at in range(0, sentences, 2))


def spun(text: str) -> str:
    """What a thesaurus makes of it."""
    return re.sub(r"\b[a-z]+\b", lambda word: THESAURUS.get(word[0], word[0]), text)


def compare(*texts: str) -> list[Cluster]:
    comparison = Comparison()
    for text in texts:
        comparison.add(fingerprint(Document(text)))
    return comparison.clusters()


def test_copies_are_found_whatever_a_site_puts_around_them() -> None:
    original = article(1)
    paragraphs = original.split("\n\n")
    cut = "\n\n".join(["Our correspondents report.", *paragraphs[1:], "Read more on our site."])
    (cluster,) = compare(original, article(2), cut, article(3))
    assert cluster.documents == (0, 2)
    assert cluster.kind == "copy"
    assert 0.5 <= cluster.similarity < 1


def test_quotation_marks_and_line_ends_do_not_hide_a_copy() -> None:
    text = article(4) + ' "We cannot wait any longer for it," said Mary Okafor.'
    curly = text.replace('"We', "“We").replace('it,"', "it,”").replace("\n", "\r\n")
    (cluster,) = compare(text, curly)
    assert cluster.similarity == 1


def test_rewrites_are_found_by_what_they_leave_standing() -> None:
    texts = [article(seed) for seed in range(10, 20)]
    rewrites = [spun(text) for text in texts]
    clusters = compare(*texts, *rewrites)
    # They share too few runs of words to pass for copies.
    assert {cluster.kind for cluster in clusters} == {"rewrite"}
    assert sorted(cluster.documents for cluster in clusters) == [
        (place, place + 10) for place in range(10)
    ]


def test_reports_of_different_events_are_left_alone() -> None:
    assert compare(*map(article, range(100, 160))) == []


def test_what_a_site_puts_under_every_article_makes_no_copies() -> None:
    """More than half of each page is the same; on another site it would be another matter."""
    notice = article(99, sentences=24)
    pages = [f"{article(seed)}\n\n{notice}" for seed in range(40, 48)]
    for sites, found in ((["a.example"] * 8, 0), ([f"{n}.example" for n in range(8)], 1)):
        comparison = Comparison()
        for page, site in zip(pages, sites, strict=True):
            comparison.add(fingerprint(Document(page)), site)
        assert len(comparison.clusters()) == found


def test_copies_and_spun_copies_on_one_site_are_found_all_the_same() -> None:
    comparison = Comparison()
    for text in (article(1), article(1) + "\n\nRead more.", article(2), spun(article(2))):
        comparison.add(fingerprint(Document(text)), "farm.example")
    assert [cluster.documents for cluster in comparison.clusters()] == [(0, 1), (2, 3)]


def test_documents_too_short_to_compare_are_left_alone() -> None:
    assert compare("Too short.", "Too short.", "", "") == []


def test_a_cluster_says_who_carries_it_and_who_was_first() -> None:
    comparison = Comparison()
    text = article(7)
    for site, author, day in (
        ("b.example", "By  Ines Duarte", date(2023, 5, 9)),
        ("a.example", "INES DUARTE", date(2023, 5, 8)),
        ("b.example", "Grace Mbeki", None),
    ):
        comparison.add(fingerprint(Document(text, author=author)), site, day)
    (cluster,) = comparison.clusters()
    assert cluster.sites == ("b.example", "a.example")
    assert cluster.authors == ("ines duarte", "grace mbeki")
    assert cluster.first == 1
    assert cluster.agency == ""


def test_agency_copy_is_called_so() -> None:
    wire = "ELLERBY (AP) — " + article(8)
    signed = Document(article(8), author="Mary Okafor, The Associated Press")
    comparison = Comparison()
    for doc in (Document(wire), signed):
        comparison.add(fingerprint(doc))
    (cluster,) = comparison.clusters()
    assert cluster.agency == "Associated Press"


def test_the_same_quotation_under_two_names() -> None:
    said = "“We shall never again build a bridge without asking the people who cross it,”"
    comparison = Comparison()
    for seed, name in enumerate(("Mary Okafor", "Mary Okafor", "Tom Hale")):
        text = f"{article(seed + 30)}\n\n{said} said {name}, who leads the council."
        comparison.add(fingerprint(Document(text)), f"{seed}.example")
    (shared,) = comparison.quotations(comparison.clusters())
    assert shared.text.startswith("We shall never again")
    assert shared.documents == (0, 1, 2)
    assert shared.speakers == ("okafor", "hale")
    assert comparison.quotations(comparison.clusters(), least_documents=4) == []


def test_the_quotations_of_copies_are_not_news() -> None:
    said = "“We shall never again build a bridge without asking those who cross it,” said Tom Hale."
    comparison = Comparison()
    for _ in range(5):
        comparison.add(fingerprint(Document(f"{article(50)}\n\n{said}")))
    assert comparison.quotations(comparison.clusters(), least_documents=2) == []


def test_one_name_on_many_sites() -> None:
    comparison = Comparison()
    for place, author in enumerate(["Ines Duarte"] * 3 + ["admin"] * 3 + [None] * 3):
        doc = Document(article(place), author=author)
        comparison.add(fingerprint(doc), f"{place % 3}.example")
    (shared,) = comparison.authors()
    assert (shared.name, shared.documents) == ("ines duarte", 3)
    assert shared.sites == ("0.example", "1.example", "2.example")
    assert comparison.authors(least_sites=4) == []


def test_templates_are_the_lines_that_pages_share() -> None:
    comparison = Comparison()
    for page in range(8):
        text = (
            f"Share this story\n\n{article(page)}\n\n{page} comments\n\nA line of page {'x' * page}"
        )
        comparison.add(fingerprint(Document(text)), "farm.example")
        comparison.add(fingerprint(Document(article(page + 50))), "paper.example")
    (template,) = comparison.templates()
    assert template.site == "farm.example"
    assert template.pages == 8
    assert dict(template.lines) == {"Share this story": 1.0, "1 comments": 1.0}
    assert 0.5 < template.share < 1
    assert comparison.templates(least_pages=9) == []


def test_fingerprints_survive_storage() -> None:
    text = (
        article(9) + "\n\n“We cannot put this off again, whatever it costs us,” said Mary Okafor."
    )
    taken = fingerprint(Document(text, author="Ines Duarte"))
    assert taken.quotations
    assert Fingerprint.from_bytes(taken.to_bytes()) == taken
    empty = fingerprint(Document(""))
    assert Fingerprint.from_bytes(empty.to_bytes()) == empty
    with pytest.raises(ValueError, match="no fingerprint"):
        Fingerprint.from_bytes(b"something else")


@pytest.mark.parametrize(
    "text",
    ["\ud800 “\udfff " * 200, "1 2 " * 60_000, "A B " * 60_000, "“" * 100_000, "a\n" * 100_000],
)
def test_hostile_text_is_taken_too(text: str) -> None:
    taken = fingerprint(Document(text, author="\ud800"))
    assert Fingerprint.from_bytes(taken.to_bytes()) == taken
    assert len(taken.to_bytes()) < 50_000
    comparison = Comparison()
    for site in ("a.example", "b.example", "a.example"):
        comparison.add(taken, site)
    comparison.quotations(comparison.clusters(), least_documents=1)
    comparison.authors()
    comparison.templates(1)


def test_a_band_that_all_share_takes_linear_work() -> None:
    """10,000 like documents: all pairs would be 50 million."""
    signatures = SignatureFile(64, rows=4, least=0.5, least_within=0.8)
    for owner in range(10_000):
        signatures.add(owner, bytes(256))
    assert len(list(signatures.like_pairs())) == 9_999


def test_the_least_share_holds() -> None:
    for same, found in ((40, 1), (30, 0)):
        signatures = SignatureFile(64, rows=4, least=0.5, least_within=0.8)
        signatures.add(0, bytes(256))
        signatures.add(1, bytes(4 * same) + b"\x01\x02\x03\x04" * (64 - same))
        assert len(list(signatures.like_pairs())) == found


def test_within_a_site_more_must_be_the_same() -> None:
    for same, site, found in ((60, 1, 1), (45, 1, 0), (45, 0, 1)):
        signatures = SignatureFile(64, rows=4, least=0.5, least_within=0.8)
        signatures.add(0, bytes(256), site)
        signatures.add(1, bytes(4 * same) + b"\x01\x02\x03\x04" * (64 - same), site)
        assert len(list(signatures.like_pairs())) == found


def test_lines_without_a_site_are_not_kept() -> None:
    comparison = Comparison()
    for _ in range(6):
        comparison.add(Fingerprint(b"", b"", lines=(Excerpt(1, "Share"),)))
    assert comparison.templates(1) == []


def test_templates_are_counted_in_bounded_memory() -> None:
    """Of ten thousand lines that come once, what comes on every page stands out."""
    lines = SiteLines()
    for page in range(500):
        lines.add(
            [
                Excerpt(7, "Share this story"),
                *(Excerpt(page * 20 + n + 100, "x") for n in range(20)),
            ]
        )
    template = lines.template("farm.example")
    assert template.lines == (("Share this story", 1.0),)
    assert template.share == pytest.approx(1 / 21)
    assert len(lines._counts) <= 256


def test_the_measure_of_rewrites_counts_what_is_found() -> None:
    examples = [rewrites.Example(f"{seed}.example", article(seed, 24)) for seed in range(200, 212)]
    prints = [fingerprint(Document(example.text)) for example in examples]
    for make in (rewrites.copied, rewrites.spun):
        assert rewrites.found(examples, prints, make, random.Random(1)) == 1
    assert rewrites.found(examples, prints, lambda *_: article(999), random.Random(1)) == 0
    assert rewrites.across_sites(examples, prints) == []
    twice = [*examples, rewrites.Example("copy.example", examples[0].text)]
    assert len(rewrites.across_sites(twice, [*prints, prints[0]])) == 1
