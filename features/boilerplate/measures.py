"""Measures of residue, by what kind of page leaves it."""

from credscore.document import Document
from credscore.feature import Finding, Passage
from credscore.features.boilerplate.lines import Residue, residue
from credscore.wording import counted, percent

_COMMENT_FORMS = ("comment-form",)
_SIGNPOSTS = ("related-teaser", "navigation", "tag-list", "template-code")
_PITCHES = ("author-box", "affiliate-note", "ad-marker")
_CHROME = (
    "share-prompt",
    "newsletter-prompt",
    "cookie-notice",
    "copyright-line",
    "publisher-chrome",
    "other",
)
_MOST_PER_THOUSAND = 20.0
_MOST_COMMENT_LINES = 5

RULES = {
    "comment-form": "A part of the comment form or the readers' comments.",
    "related-teaser": "A teaser that leads away to another page, inside or behind the text.",
    "navigation": "Navigation of the page: previous and next post, menus, counters.",
    "tag-list": "The list of keywords that the page is filed under.",
    "template-code": "Code of the site's template that should have become something else.",
    "author-box": "A box about the author, or a line of who posted it.",
    "affiliate-note": "A note on links that earn money, or the disclaimer that goes with it.",
    "ad-marker": "A mark of advertising, or the advertisement.",
    "share-prompt": "Buttons and requests to share or follow.",
    "newsletter-prompt": "A request to subscribe, register or install.",
    "cookie-notice": "A notice on cookies, privacy or scripts.",
    "copyright-line": "A copyright line.",
    "publisher-chrome": "Byline, date, credit, agency sign-off or correction note on its own line.",
    "other": "A line that does not belong to the text, such as another story's headline.",
}

_MESSAGES = {
    "comment-form": "This belongs to the page's comment form, not to the article.",
    "related-teaser": "This leads away to another page; it was left standing in the text.",
    "navigation": "This is navigation or a counter of the page, left standing in the text.",
    "tag-list": "These are keywords for filing the page, not text.",
    "template-code": "This is code of the site's template that nobody removed.",
    "author-box": "This is about whoever posted the page; it is no part of the article.",
    "affiliate-note": "This is a disclaimer, or says that the page earns by its links.",
    "ad-marker": "This is an advertisement, or the label of one.",
    "share-prompt": "This asks readers to share or follow; harmless page furniture.",
    "newsletter-prompt": "This asks readers to subscribe or register; harmless page furniture.",
    "cookie-notice": "This is a notice on cookies or privacy; harmless page furniture.",
    "copyright-line": "This is a copyright line; harmless page furniture.",
    "publisher-chrome": "This is a byline, date, credit or sign-off; ordinary in news.",
    "other": "This line does not belong to the text around it.",
}


def comment_forms(doc: Document) -> Finding:
    """Lines of a comment form or of readers' comments inside the text.

    What it measures:
        The number of lines such as "Leave a Reply" or "Your email address will not be
        published", at most 5.

    Why it matters:
        Blog software puts the form behind every post. That it stands in the text shows that
        the text was lifted from, or made for, such a page without anybody reading it.

    Example:
        "Post a Comment" as the last line of an article.

    Left alone:
        Sentences that speak of comments ("she left a comment on the page"), and readers'
        letters.
    """
    found = _of_kinds(doc, _COMMENT_FORMS)
    count = min(_MOST_COMMENT_LINES, sum(stretch.lines for stretch in found))
    lines = counted(count, "line of a comment form", "lines of a comment form")
    return Finding(count, f"{lines} in the text", _passages(found))


def signposts(doc: Document) -> Finding:
    """Lines that lead elsewhere: teasers, tag lists, page navigation and template code.

    What it measures:
        Stretches of such lines per 1,000 words of running text, at most 20.

    Why it matters:
        Content farms live by the next click. "Also read" in the middle of a story, a list of
        search terms or "Previous Post Next Post" are left by pages made for that.

    Example:
        "Also Read: Ten Signs Your Phone Is Listening" between two paragraphs.

    Left alone:
        References that belong to the text ("see also chapter 3", "read more than once").
    """
    return _rate(doc, _SIGNPOSTS, "line that leads elsewhere", "lines that lead elsewhere")


def pitches(doc: Document) -> Finding:
    """Lines that sell: author pitches, affiliate notes, disclaimers and advertising.

    What it measures:
        Stretches of such lines per 1,000 words of running text, at most 20.

    Why it matters:
        Who writes for commissions says so in the small print, and describes himself as a
        content creator with a passion. Reporters are introduced by their beat.

    Example:
        "(We may earn a commission at no extra cost to you.)"

    Left alone:
        Articles about advertising or about affiliate marketing, and an author's post and
        office ("The author is professor of law at Leiden").
    """
    return _rate(doc, _PITCHES, "line that sells something", "lines that sell something")


def publisher_chrome(doc: Document) -> Finding:
    """Harmless furniture: share and newsletter prompts, credits, sign-offs, copyright lines.

    What it measures:
        Stretches of such lines per 1,000 words of running text, at most 20.

    Why it matters:
        It says how the text was scraped rather than how it was made, so the model may use it in
        either direction. It is shown so that a reader sees what was set aside.

    Example:
        "Sign up for our newsletter", "Reporting by A. Ruiz; editing by M. Cole".

    Left alone:
        Sentences that speak of newsletters, photographs or corrections.
    """
    return _rate(
        doc, _CHROME, "line of harmless page furniture", "lines of harmless page furniture"
    )


def residue_share(doc: Document) -> Finding:
    """How much of the text was set aside as residue.

    What it measures:
        The share of the text's characters in residue lines, 0 to 1; not asked of empty texts.

    Why it matters:
        The more of a page is machinery, the less of it somebody wrote.

    Example:
        A page of which a third is teasers, tags and a comment form.

    Left alone:
        Residue inside running lines, which cannot be told in characters.
    """
    total = sum(block.end - block.start for block in doc.blocks)
    if not total:
        return Finding(None, "there is no text to look at")
    set_aside = sum(block.end - block.start for block in doc.blocks if block.kind == "residue")
    share = set_aside / total
    if not set_aside:
        return Finding(0.0, "nothing in the text is left over from the page")
    return Finding(
        share, f"{percent(share)} of the text is left over from the page, not part of the article"
    )


def _rate(doc: Document, kinds: tuple[str, ...], one: str, many: str) -> Finding:
    found = _of_kinds(doc, kinds)
    rate = min(_MOST_PER_THOUSAND, doc.per_thousand_words(len(found)))
    return Finding(rate, f"{counted(len(found), one, many)} in the text", _passages(found))


def _of_kinds(doc: Document, kinds: tuple[str, ...]) -> list[Residue]:
    return [stretch for stretch in doc.once(residue) if stretch.kind in kinds]


def _passages(found: list[Residue]) -> tuple[Passage, ...]:
    return tuple(Passage(s.start, s.end, s.kind, _MESSAGES[s.kind]) for s in found)
