"""The corpora: loaded, cleaned of the surface traits that give a corpus away, and labelled.

Each corpus has one loader, which names what it drops and strips, and why. A loader reads a
gzipped JSON Lines file with the fields ``text``, ``title``, ``source``, ``published`` and the
corpus's own label; the files themselves are not part of credscore. SemEval's hyperpartisan
news is left out on purpose: to take sides is no fault of craft.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from credscore.document import Document
from credscore.sufficiency import judge

Kind = Literal["reporting", "opinion", "sound", "unreliable", "model", "farm"]
"""What a document is: the first three are of credible make, the others are not."""

CREDIBLE: frozenset[str] = frozenset({"reporting", "opinion", "sound"})

Row = dict[str, Any]

_MOST_GOSSIP = 600


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled document.

    Attributes:
        corpus: The corpus it comes from.
        domain: Registrable domain, outlet, writer or generator: what must not straddle a split.
        kind: What it is.
        lean: Political lean of the outlet where a rating is known: left, center or right.
        document: The document itself.
        method: How a generated text was made, where its corpus says so.
    """

    corpus: str
    domain: str
    kind: Kind
    lean: str
    document: Document
    method: str = ""


def load_corpora(folder: Path) -> Iterator[Example]:
    """Read all corpora below ``folder``, each document once.

    A document that opens like one before it is dropped: from another corpus, it would stand on
    both sides of a split. What could not be scored (too short, not English) is dropped too.

    Raises:
        FileNotFoundError: A corpus file is missing.
    """
    seen: dict[str, str] = {}
    for corpus, (path, loader) in LOADERS.items():
        own: set[str] = set()
        for row in _rows(folder / path):
            example = loader(row)
            if example is None or judge(example.document).problems:
                continue
            text = example.document.text
            inside = " ".join(text.lower().split()[5:25])
            if seen.setdefault(inside, corpus) == corpus and _opening(text) not in own:
                own.add(_opening(text))
                yield example


def _rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    copies = Counter(_opening(row["text"]) for row in rows if "text" in row)
    for row in rows:
        row["copies"] = copies[_opening(row["text"])] if "text" in row else 1
        yield row


def _opening(text: str) -> str:
    return " ".join(text[:600].lower().split())[:400]


def _example(
    corpus: str,
    row: Row,
    kind: Kind,
    text: str,
    domain: str | None = None,
    lean: str = "",
    method: str = "",
) -> Example:
    published = row.get("published")
    return Example(
        corpus=corpus,
        domain=domain or registrable(row.get("source") or corpus),
        kind=kind,
        lean=lean,
        document=Document(
            text,
            title=row.get("title"),
            published=published if published and len(published) == 10 else None,
        ),
        method=method,
    )


def registrable(host: str) -> str:
    """The part of a host name under which a site is registered: bbc.co.uk, cnn.com."""
    labels = host.lower().split(".")
    country_zone = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if country_zone else -2 :])


# --- real news, rated by the site -----------------------------------------------------------

_AGENCY_DATELINE = re.compile(r"\((?:AP|AFP|Reuters)\)\s?[—–-]", re.IGNORECASE)


def _rating(row: Row, reliable: bool) -> Kind | None:
    """What the rating of its outlet makes of an article.

    A low rating says nothing about the agency copy that the outlet carries.
    """
    if reliable:
        return "reporting"
    return None if _AGENCY_DATELINE.search(row["text"][:400]) else "unreliable"


def _allsides(row: Row) -> Example | None:
    lean = re.search(r"allsides_bias=(\w+)", row["label"])
    kind = _rating(row, row["reliable"])
    if kind is None:
        return None
    return _example("allsides", row, kind, row["text"], lean=lean.group(1) if lean else "")


def _html_pages(row: Row) -> Example | None:
    from credscore.reading.html import read_html

    kind = None if row["reliable"] is None else _rating(row, row["reliable"])
    if kind is None:
        return None
    return _example("html-pages", row, kind, read_html(row["html"], url=row["url"]).text)


# The ratings of these two are low; the other five outlets of PolNeAR are rated high.
_POLNEAR = {
    "breitbart": "breitbart.com",
    "west-journal": "westernjournal.com",
    "huff-post": "huffpost.com",
    "nyt": "nytimes.com",
    "politico": "politico.com",
    "usa-today": "usatoday.com",
    "wash-post": "washingtonpost.com",
}
_POLNEAR_UNRELIABLE = ("breitbart", "west-journal")


def _polnear(row: Row) -> Example | None:
    outlet = row["outlet"]
    kind = _rating(row, outlet not in _POLNEAR_UNRELIABLE)
    if kind is None:
        return None
    return _example("polnear", row, kind, row["text"], domain=_POLNEAR[outlet])


def _opinions(row: Row) -> Example | None:
    # "ByThresher Editorial Board1/11/22 10:00pm": the scraper's byline, on every piece.
    text = re.sub(r"^By.{0,80}?\d{1,2}:\d\d[ap]m ", "", row["text"])
    return _example("opinions-local", row, "opinion", text, domain=row["source"])


# --- news checked article by article --------------------------------------------------------


def _buzzfeed(row: Row) -> Example | None:
    if row["reliable"] is None:
        return None
    return _example(
        "buzzfeed-webis", row, "reporting" if row["reliable"] else "unreliable", row["text"]
    )


_NO_ARTICLES = ("wikipedia.org", "whitehouse.gov", "c-span.org", "youtube.com", "archive.org")


def _politifact(row: Row) -> Example | None:
    # The "real" side holds reference pages, speeches and transcripts, which are no news.
    if not row["label"].startswith("politifact") or registrable(row["source"]) in _NO_ARTICLES:
        return None
    if re.search(r"\btranscript\b", row["title"] or "", re.IGNORECASE):
        return None
    return _example(
        "politifact", row, "reporting" if row["reliable"] else "unreliable", row["text"]
    )


def _gossipcop() -> Callable[[Row], Example | None]:
    # Celebrity gossip: both classes come from the same magazines, so it says little; it is here
    # so that gossip does not look unlike anything in training.
    taken = {0: 0, 1: 0}

    def load(row: Row) -> Example | None:
        reliable = row["reliable"]
        if not row["label"].startswith("gossipcop") or taken[reliable] >= _MOST_GOSSIP:
            return None
        if registrable(row["source"]) in _NO_ARTICLES:
            return None
        taken[reliable] += 1
        return _example("gossipcop", row, "reporting" if reliable else "unreliable", row["text"])

    return load


_URL = re.compile(r"\S{0,20}(?:https?://|www\.)\S+")


def _fake_vs_satire(row: Row) -> Example | None:
    # Satire is no lie: only the fakes are taken. The collectors put a URL into 95 % of the texts.
    if row["reliable"] is None:
        return None
    return _example("fake-vs-satire", row, "unreliable", _URL.sub("", row["text"]))


def _fakenewscorpus(row: Row) -> Example | None:
    if row["reliable"] != 0 or _rating(row, reliable=False) is None:
        return None
    return _example("fakenewscorpus", row, "unreliable", row["text"])


def _clef(row: Row) -> Example | None:
    if row["reliable"] is None:
        return None
    # No domain is given: the whole corpus is one.
    return _example("clef21", row, "reporting" if row["reliable"] else "unreliable", row["text"])


# --- text by language models ----------------------------------------------------------------

_DATELINE = re.compile(r"^[A-Z][\w .,'’/-]{1,60}\((?:AP|CNN)\)\s*[—–-]+\s*")
_AGENCY_RESIDUE = re.compile(
    r"^(?:_{3,}.*|.*Associated Press writers?.*contributed.*)$", re.MULTILINE
)


def _ap_cnn(row: Row) -> Example | None:
    # People's AP copy opens with "CITY (AP) —" and holds page lines; the model's has neither,
    # but repeats its headline. Each gives the label away.
    text = _AGENCY_RESIDUE.sub("", _DATELINE.sub("", row["text"].strip()))
    text = text.removeprefix(row["title"]).strip()
    if row["generated"]:
        return _example("model-ap-cnn", row, "model", text, domain=f"chatgpt-{row['source']}")
    domain = {"ap": "apnews.com", "cnn": "cnn.com"}[row["source"]]
    return _example("model-ap-cnn", row, "reporting", text, domain=domain)


def _llm_misinformation(row: Row) -> Example | None:
    # What stands under several generators was written by none of them: it is the text, by
    # people, that they were given to rewrite. It is 4 in 10 of the rows; by the rate at which the
    # others repeat, some of those that stand alone are such texts too.
    if row["copies"] > 1:
        return None
    # Some generators were fed, and answered, in lower case throughout: a trait of the set.
    letters = [c for c in row["text"] if c.isalpha()]
    if sum(c.isupper() for c in letters) < 0.01 * len(letters):
        return None
    return _example(
        "llm-misinformation",
        row,
        "model",
        row["text"],
        domain=row["model"],
        method=row["method"],
    )


def _content_farm(row: Row) -> Example | None:
    kind: Kind = "sound" if row["kind"] == "sound" else "farm"
    text = row["text"].removeprefix(row["title"] or "").strip()
    writer = f"writer-{row['writer']}"
    return _example("content-farm", row, kind, text, domain=writer, method=row["kind"])


LOADERS: dict[str, tuple[str, Callable[[Row], Example | None]]] = {
    "allsides": ("credibility/allsides.jsonl.gz", _allsides),
    "polnear": ("quotes/polnear-train.jsonl.gz", _polnear),
    "buzzfeed-webis": ("credibility/buzzfeed-webis.jsonl.gz", _buzzfeed),
    "politifact": ("credibility/fakenewsnet.jsonl.gz", _politifact),
    "gossipcop": ("credibility/fakenewsnet.jsonl.gz", _gossipcop()),
    "fake-vs-satire": ("credibility/fake-vs-satire.jsonl.gz", _fake_vs_satire),
    "fakenewscorpus": ("credibility/fakenewscorpus-sample.jsonl.gz", _fakenewscorpus),
    "html-pages": ("credibility/html-pages.jsonl.gz", _html_pages),
    "clef21": ("credibility/clef21-checkthat3a.jsonl.gz", _clef),
    "opinions-local": ("credibility/opinions-local.jsonl.gz", _opinions),
    "model-ap-cnn": ("generated/chatgpt-news-ap-cnn.jsonl.gz", _ap_cnn),
    "llm-misinformation": ("generated/llm-misinformation.jsonl.gz", _llm_misinformation),
    "content-farm": ("generated/content-farm.jsonl.gz", _content_farm),
}
