"""Headings: templates, keywords and questions in place of news."""

import re
from functools import cache

from credscore.document import Document
from credscore.feature import Finding, Passage, Span
from credscore.features.seo.terms import key_terms
from credscore.lexicon import read_entries
from credscore.reading.blocks import Block
from credscore.reading.words import read_words
from credscore.wording import part

RULES = {
    "template-heading": "A heading that any article could have: 'Conclusion', 'Overview of ...'.",
    "colon-heading": "A title-case heading over a section that ends in a colon.",
    "keyword-heading": "A heading that repeats the headline's search term once more.",
    "question-heading": "Headings that are search queries: the page is a question-and-answer list.",
}

_QUESTION = re.compile(
    r"(?:q(?:uestion)? ?\d{0,2}[:.)]|\d{1,2}[.)]|\W{0,4})\s{0,3}(?:what|who|when|where|why|how|is|"
    r"are|can|could|do|does|did|will|would|should|which|was|were|has|have)\b[^\n]{3,120}\?\W{0,4}$",
    re.IGNORECASE,
)
_ASKS_SOMEBODY = re.compile(r"\byour?\b", re.IGNORECASE)
_FAQ = re.compile(r"\W{0,4}(?:frequently asked questions|faqs?)\b", re.IGNORECASE)
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "nor",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "as",
        "is",
        "vs",
        "via",
        "into",
        "over",
        "its",
    ]
)
_FEWEST_HEADINGS = 3
_FEWEST_QUESTIONS = 3


@cache
def _templates() -> re.Pattern[str]:
    entries = [
        re.escape(phrase).replace(r"\*", r"[^\n]{0,80}")
        for phrase, _ in read_entries("credscore.features.seo", "template_headings.txt")
    ]
    number = r"(?:\W{0,4}(?:\d{1,2}|[ivx]{1,4})[.):]\s{0,3})?"
    return re.compile(rf"{number}\W{{0,4}}(?:{'|'.join(entries)})\W{{0,4}}$", re.IGNORECASE)


def section_headings(doc: Document) -> list[Block]:
    """Headings inside the article: all but those before its first paragraph."""
    if not doc.paragraphs:
        return []
    first = doc.paragraphs[0].start
    return [heading for heading in doc.headings if heading.start > first]


def template_headings(doc: Document) -> Finding:
    """The share of section headings that any article could have.

    What it measures:
        Of the headings inside the article, the share that are stock ("Conclusion", "Final
        Thoughts", "Overview of ...", "Key Takeaways") or title-case lines that end in a colon,
        where two or more do. None where there are no headings.

    Why it matters:
        A desk writes a heading from what the section says. Essays, search-engine blogs and
        chat models write headings from a template. One stands on 3 in 10 farm pages with
        headings, and on 1 in 100 news pages with headings.

    Example:
        "Introduction", "Breathing Room for Farmers:", "Conclusion".

    Left alone:
        Single colon lines ("Correction:", "Related:"), lines that introduce a list or a
        speaker, and headings in sentence case.
    """
    headings = doc.once(section_headings)
    if not headings:
        return Finding(None, "no headings inside the text")
    passages: list[Passage] = []
    colons: list[Passage] = []
    for start, end, _ in headings:
        text = doc.content[start:end]
        if _templates().match(text):
            message = "A stock heading, which would fit any article."
            passages.append(Passage(start, end, "template-heading", message))
        elif _is_colon_heading(text):
            message = "A heading in title case that ends in a colon, as templates write them."
            colons.append(Passage(start, end, "colon-heading", message))
    if len(colons) >= 2:
        passages = sorted(passages + colons)
    return Finding(
        len(passages) / len(headings),
        part(len(passages), len(headings), "headings", "is a stock heading", "are stock headings"),
        tuple(passages),
    )


def _is_colon_heading(text: str) -> bool:
    if not text.endswith(":") or text.count(":") > 1:
        return False
    words = text[:-1].split()
    weighty = [word for word in words if word.lower() not in _SMALL_WORDS]
    return 2 <= len(words) <= 9 and all(word[0].isupper() for word in weighty)


def keyword_headings(doc: Document) -> Finding:
    """The share of section headings that repeat the headline's search term.

    What it measures:
        Of the headings inside the article, the share that hold the headline's most repeated
        term of two words or more (or its most repeated name). None with fewer than three
        headings or no headline.

    Why it matters:
        Search engines weigh headings; a desk seldom writes the same name over every section.
        It is shown on 1 in 7 farm pages and on 1 in 100 news pages, most of them lists.

    Example:
        "Overview of the Acme Phone", "Acme Phone Price", "Is the Acme Phone Worth It?"

    Left alone:
        Pages where fewer than three headings, or fewer than 4 in 10, hold the term.
    """
    headings = doc.once(section_headings)
    terms = doc.once(key_terms)
    if len(headings) < _FEWEST_HEADINGS or not terms:
        return Finding(None, "too few headings to compare with the headline")
    lowered = [" ".join(read_words(doc.content[h.start : h.end]).lower) for h in headings]
    best: list[Block] = []
    best_term = ""
    for term in terms:
        held = [
            heading
            for heading, text in zip(headings, lowered, strict=True)
            if f" {term} " in f" {text} "
        ]
        if len(held) > len(best):
            best, best_term = held, term
    share = len(best) / len(headings)
    stuffed = len(best) >= _FEWEST_HEADINGS and share >= 0.4
    message = f"{len(best)} of {len(headings)} headings hold “{best_term}” from the headline."
    passages = tuple(
        Passage(
            heading.start,
            heading.end,
            "keyword-heading",
            message,
            tuple(Span(h.start, h.end) for h in best if h is not heading),
        )
        for heading in best
        if stuffed
    )
    summary = f"{len(best)} of {len(headings)} headings with a term from the headline"
    return Finding(share, summary, passages)


def question_headings(doc: Document) -> Finding:
    """The share of section headings that are questions, as people type them into a search.

    What it measures:
        Of the headings inside the article, the share that are questions or announce frequently
        asked questions. None where there are no headings.

    Why it matters:
        Question-and-answer blocks are written to be lifted into search results. They are shown
        on 1 in 5 farm pages and on 6 in 1,000 news pages.

    Example:
        "How much does it cost?", "Is it safe?", "Who should buy it?"

    Left alone:
        Single question headings; evidence is shown from three on, or with a heading "FAQ".
        Interviews, where at least half of the questions ask "you".
    """
    headings = doc.once(section_headings)
    if not headings:
        return Finding(None, "no headings inside the text")
    texts = [doc.content[h.start : h.end] for h in headings]
    questions = [h for h, text in zip(headings, texts, strict=True) if _QUESTION.match(text)]
    faqs = [h for h, text in zip(headings, texts, strict=True) if _FAQ.match(text)]
    found = sorted({*questions, *faqs})
    personal = sum(
        _ASKS_SOMEBODY.search(doc.content, q.start, q.end) is not None for q in questions
    )
    interview = 2 * personal >= len(questions)
    message = "The headings are search queries: the text is a question-and-answer list."
    passages = tuple(
        Passage(h.start, h.end, "question-heading", message)
        for h in found
        if faqs or (len(questions) >= _FEWEST_QUESTIONS and not interview)
    )
    summary = part(len(found), len(headings), "headings", "is a question", "are questions")
    return Finding(len(found) / len(headings), summary, passages)
