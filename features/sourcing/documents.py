"""Institutions and documents as sources, and links to them."""

from urllib.parse import urlsplit

from credscore.document import Document
from credscore.feature import Finding, Passage
from credscore.reading.attribution import Attribution
from credscore.wording import counted, part

RULES = {"nameless-document": "A study, report or survey that is cited without saying whose."}

_INDEFINITE = frozenset("a an one some many several various numerous recent new the".split())
_FARTHEST = 1000  # characters looked through on either side; an endless sentence costs no square
_STUDIES = frozenset(
    "study studies report reports survey surveys research poll polls analysis data".split()
)


def organisations(doc: Document) -> Finding:
    """Institutions that are heard.

    What it measures:
        Different institutions, companies and states to which a statement is given, per 1,000
        words.

    Why it matters:
        Institutions are the bread and butter of agency news; a text may also lean on them
        because it spoke to nobody.

    Example:
        Police said; the Ministry of Health reported.

    Left alone:
        Nothing is flagged by this measure.
    """
    cited = {
        found.name or doc.prose[found.head.start : found.head.end].lower()
        for found in doc.attributions
        if found.kind == "organisation" and found.head is not None
    }
    count = len(cited)
    summary = counted(count, "institution is cited", "institutions are cited")
    return Finding(min(doc.per_thousand_words(count), 30.0), summary)


def documents(doc: Document) -> Finding:
    """Documents that are cited.

    What it measures:
        Statements given to a report, a letter, a study, a post or another document, per 1,000
        words.

    Why it matters:
        What is written can be looked up.

    Example:
        The indictment says that the money went abroad.

    Left alone:
        Nothing is flagged by this measure.
    """
    count = sum(found.kind == "document" for found in doc.attributions)
    summary = f"{counted(count, 'statement')} taken from a document"
    return Finding(min(doc.per_thousand_words(count), 30.0), summary)


def nameless(doc: Document) -> Finding:
    """Studies and reports that are cited without saying whose.

    What it measures:
        Statements given to "a study", "reports", "research" in a sentence that names no
        author, institution or year, per 1,000 words.

    Why it matters:
        A study that cannot be found cannot be checked; often there is none.

    Example:
        Studies show that people sleep better with it.

    Left alone:
        "A study by Oslo University", "a 2019 study", "the report" that was named before.
    """
    passages = tuple(
        Passage(
            found.source.start,
            found.cue.end if found.cue and found.cue.end > found.source.end else found.source.end,
            "nameless-document",
            "The text does not say whose study or report this is.",
        )
        for found in doc.attributions
        if found.kind == "document" and found.source is not None and _is_nameless(doc, found)
    )
    count = len(passages)
    what = "study or report", "studies or reports"
    summary = f"{counted(count, *what)} cited without saying whose"
    return Finding(min(doc.per_thousand_words(count), 20.0), summary, passages)


def outward_links(doc: Document) -> Finding:
    """Links that lead to other sites.

    What it measures:
        Links in the text to hosts other than the page's own, per 1,000 words.

    Why it matters:
        A link lets a reader see the source. A page that links only to itself keeps its readers.

    Example:
        The court's website, linked where the ruling is mentioned.

    Left alone:
        Documents that did not come from a web page: the question does not arise.
    """
    if doc.page is None:
        return Finding(None, "no web page, so no links")
    own = _site(doc.url or doc.page.canonical_url or "")
    sites = [_site(link.href) for link in doc.page.links]
    count = sum(1 for site in sites if site and site != own)
    summary = part(count, len(sites), "links in the text", "leads elsewhere", "lead to other sites")
    return Finding(min(doc.per_thousand_words(count), 40.0), summary)


def _is_nameless(doc: Document, found: Attribution) -> bool:
    if found.source is None or found.head is None:
        return False
    head = doc.prose[found.head.start : found.head.end].lower()
    if head not in _STUDIES:
        return False
    opening = doc.prose[found.source.start : found.source.end].split(" ", 1)[0].lower()
    if opening not in _INDEFINITE - {"the"} and opening != head:
        return False
    sentence = doc.sentence_at(found.source.start)
    if sentence is None:
        return False
    # Whatever is written with a capital or in digits may tell a reader where to look.
    start = max(sentence.start + 1, found.source.start - _FARTHEST)
    near = doc.prose[start : min(sentence.end, found.source.end + _FARTHEST)]
    return not any(char.isupper() or char.isdigit() for char in near)


def _site(address: str) -> str:
    """The last two parts of the host of an address, which mostly are the site."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return ".".join(host.split(".")[-2:])
