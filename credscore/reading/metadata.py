"""What a page's markup declares: meta tags, JSON-LD, and elements known by their class.

Where several places give the same fact, the one a publisher keeps with most care comes first:
JSON-LD of the article, then meta tags, then elements of the page.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import urljoin

from resiliparse.parse.html import ElementNode, HTMLTree

_MOST_JSON = 300_000
_DEEPEST_JSON = 12
_MOST_ITEMS = 500
_ARTICLE_TYPES = ("Article", "BlogPosting", "Posting", "Report", "Review", "WebPage")
_TITLES = ("og:title", "twitter:title", "dc.title", "headline", "title")
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "twitter:data1",
)
_DATES = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publish_date",
    "pubdate",
    "published_time",
    "article.published",
    "og:published_time",
    "cxenseparse:recs:publishtime",
    "ptime",
)
_SECTIONS = ("article:section", "parsely-section", "section", "sailthru.section")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?$", re.I)
_SITE_BEHIND_TITLE = re.compile(r"\s+[|–—•·»-]\s+([^|–—•·»]{2,50})$")
_BYLINE = re.compile(r"^\s*(?:written |posted |published )?by:?\s+", re.I)
# An address or the day of publication behind the name, and links that stand in its place.
_BEHIND_NAME = re.compile(
    r"\s*(?:[|•·]\s*\S{1,60}@\S{1,60}.{0,200}$|[|•·,]?\s*(?:\bon\s+)?(?:published\s+)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,\s+)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s\d{1,2},?\s\d{4}\b.{0,200}$)",
    re.I,
)
_NO_NAME = re.compile(r"\bsubscribe\b|\bsend email\b|\bsee all\b|\bview profile\b", re.I)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMERIC_DATE = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT_DATE = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:\d{4,6})?$")
_DAY_MONTH = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3})[a-z]{0,6}\.?,?[ -](\d{4})\b", re.I
)
_MONTH_DAY = re.compile(r"\b([a-z]{3})[a-z]{0,6}\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b", re.I)
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?(\d{1,2})[/-]?(\d{1,2})(?:/|-|\b)")

_SHARE = (
    "a[href*='facebook.com/sharer'], a[href*='facebook.com/share.php'],"
    "a[href*='twitter.com/share'], a[href*='twitter.com/intent'], a[href*='twitter.com/home?'],"
    "a[href*='linkedin.com/shareArticle'], a[href*='pinterest.com/pin/create'],"
    "a[href*='reddit.com/submit'], a[href*='wa.me/'], a[href*='whatsapp.com/send'],"
    "a[href*='t.me/share'], a[href^='whatsapp:'], [class*='share-button'],"
    "[class*='addthis_button'],"
    "[class*='a2a_button'], .fb-like, .twitter-share-button, .g-plusone"
)
_ADS = (
    "ins.adsbygoogle, [id^='div-gpt-ad'], [id^='google_ads'], [class*='advertisement'],"
    "[id^='taboola'], [class*='OUTBRAIN'], [class*='trc_rbox'], [class~='ad-slot'], [class~='ad'],"
    "[class*='ad-container'], [class*='ad-wrapper'], [class*='adslot'], [class*='banner-ad'],"
    "[class*='sponsored-'], [data-ad-slot], [data-ad-unit]"
)
_COMMENT_FORM = (
    "form[id*='comment'], form[class*='comment'], form[action*='comment'], #respond,"
    "#disqus_thread, .fb-comments, #commentform, textarea[name*='comment'], #livefyre-comments"
)
_AUTHOR_BOX = (
    "[class*='author-box'], [class*='author-bio'], [class*='author_bio'], [class*='about-author'],"
    "[class*='authorbox'], [id*='author-box'], [id*='author-bio'], [class*='author-info'],"
    "[class*='author-description'], [class*='post-author-'], [class*='bio-box']"
)
_CORRECTION = "[class*='correction'], [id*='correction'], [class*='clarification']"


class Metadata(NamedTuple):
    """What the markup declares about the article."""

    title: str | None
    author: str | None
    published: date | None
    language: str | None
    site_name: str | None
    canonical_url: str | None
    schema_types: tuple[str, ...]
    sections: tuple[str, ...]


def read_metadata(tree: HTMLTree, url: str | None) -> Metadata:
    """Read title, author, date and the like from meta tags, JSON-LD and elements."""
    meta = _meta_tags(tree)
    items = list(_linked_data(tree))
    article = _article_item(items)
    site_name = meta.get("og:site_name") or _name(article.get("publisher")) or None
    title = _text(article.get("headline")) or _first(meta, _TITLES) or _text(tree.title)
    heading = _element_text(tree, "h1")
    if title and heading and len(heading) > 15 and heading in title:
        title = heading
    canonical = _attribute(tree, "link[rel='canonical']", "href") or meta.get("og:url")
    return Metadata(
        title=_without_site(title, site_name) if title else heading,
        author=_author(tree, meta, article),
        published=_published(tree, meta, article, url or canonical),
        language=_language(tree, meta, article),
        site_name=site_name,
        canonical_url=urljoin(url, canonical) if url and canonical else canonical,
        schema_types=tuple(dict.fromkeys(_types(items, tree))),
        sections=tuple(dict.fromkeys(_sections(meta, article))),
    )


def count_elements(tree: HTMLTree) -> dict[str, int]:
    """Number of share, advertising, comment form, author box and correction elements."""
    kinds = {
        "share": _SHARE,
        "ads": _ADS,
        "comment form": _COMMENT_FORM,
        "author box": _AUTHOR_BOX,
        "correction": _CORRECTION,
    }
    document = tree.document
    if document is None:
        return dict.fromkeys(kinds, 0)
    return {kind: len(document.query_selector_all(css)) for kind, css in kinds.items()}


def parse_date(value: str) -> date | None:
    """The day that a page's date string means, or None where that cannot be told.

    Taken are ISO 8601 and its compact form, and dates in English words; "3/4/2021" is not,
    since it means two different days.
    """
    value = value.strip()[:80]
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        pass
    if match := _NUMERIC_DATE.search(value) or _COMPACT_DATE.match(value):
        year, month, day = match.groups()
        return _day(year, int(month), day)
    if match := _DAY_MONTH.search(value):
        day, name, year = match.groups()
    elif match := _MONTH_DAY.search(value):
        name, day, year = match.groups()
    else:
        return None
    month_name = name.lower()
    return _day(year, _MONTHS.index(month_name) + 1, day) if month_name in _MONTHS else None


def _day(year: str, month: int, day: str) -> date | None:
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return None
    return found if found.year >= 1900 else None


def _meta_tags(tree: HTMLTree) -> dict[str, str]:
    """Content of the first meta tag of each name, in lower case."""
    tags: dict[str, str] = {}
    for tag in select(tree, "meta[content]"):
        content = (tag.getattr("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = tag.getattr(attribute)
            if name and content:
                tags.setdefault(name.strip().lower(), content[:2000])
    return tags


def _linked_data(tree: HTMLTree) -> Iterator[dict[str, Any]]:
    """All JSON-LD items of the page that have a type."""
    seen = 0
    for script in select(tree, "script[type='application/ld+json']"):
        source = (script.text or "").strip()
        if not source or len(source) > _MOST_JSON:
            continue
        try:
            data = json.loads(source.removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        stack = [(data, 0)]
        while stack and seen < _MOST_ITEMS:
            item, depth = stack.pop()
            if depth > _DEEPEST_JSON:
                continue
            if isinstance(item, list):
                stack += [(child, depth + 1) for child in reversed(item[:_MOST_ITEMS])]
            elif isinstance(item, dict):
                seen += 1
                if "@type" in item:
                    yield item
                children = [value for value in item.values() if isinstance(value, (dict, list))]
                stack += [(child, depth + 1) for child in reversed(children)]


def _article_item(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The item that describes the article itself; empty where there is none."""
    for wanted in ("headline", "datePublished", "author"):
        for item in items:
            if wanted in item and any(
                kind.endswith(_ARTICLE_TYPES) for kind in _strings(item["@type"])
            ):
                return item
    return {}


def _types(items: list[dict[str, Any]], tree: HTMLTree) -> Iterator[str]:
    for item in items:
        yield from _strings(item["@type"])
    for element in select(tree, "[itemtype*='schema.org/']")[:100]:
        yield (element.getattr("itemtype") or "").rstrip("/").rpartition("/")[2]


def _sections(meta: dict[str, str], article: dict[str, Any]) -> Iterator[str]:
    declared = article.get("articleSection")
    for entry in (declared if isinstance(declared, list) else [declared])[:10]:
        if section := _text(entry):
            yield section
    yield from (meta[name] for name in _SECTIONS if name in meta)


def _author(tree: HTMLTree, meta: dict[str, str], article: dict[str, Any]) -> str | None:
    candidates = [_name(article.get("author")), _first(meta, _AUTHORS)]
    candidates += [
        _element_text(tree, css)
        for css in (
            "[itemprop='author']",
            "a[rel='author']",
            "[class~='byline']",
            "[class~='author']",
        )
        if not any(candidates)
    ]
    for candidate in candidates:
        if not candidate or candidate.startswith(("http:", "https:", "@", "/")):
            continue
        name = _BEHIND_NAME.sub("", _BYLINE.sub("", candidate)).strip(" ,|•·-")
        if 1 < len(name) <= 100 and any(c.isalpha() for c in name) and not _NO_NAME.search(name):
            return name
    return None


def _published(
    tree: HTMLTree, meta: dict[str, str], article: dict[str, Any], url: str | None
) -> date | None:
    candidates = [_text(article.get("datePublished")), *(meta.get(name) for name in _DATES)]
    candidates.append(_attribute(tree, "[itemprop='datePublished']", "datetime"))
    candidates.append(_attribute(tree, "[itemprop='datePublished']", "content"))
    times = ("time[pubdate]", "article time[datetime]", "header time[datetime]", "time[datetime]")
    candidates += [_attribute(tree, css, "datetime") for css in times]
    for candidate in candidates:
        if candidate and (found := parse_date(candidate)):
            return found
    if url and (match := _URL_DATE.search(url)):
        year, month, day = match.groups()
        if found := _day(year, int(month), day):
            return found
    for css in ("time", "[itemprop='datePublished']", "[class~='entry-date']", "[class~='date']"):
        text = _element_text(tree, css)
        if text and (found := parse_date(text)):
            return found
    return None


def _language(tree: HTMLTree, meta: dict[str, str], article: dict[str, Any]) -> str | None:
    candidates = (
        _attribute(tree, "html[lang]", "lang"),
        _attribute(tree, "html", "xml:lang"),
        _text(article.get("inLanguage")),
        meta.get("content-language"),
        meta.get("og:locale"),
    )
    for candidate in candidates:
        if candidate and _LANGUAGE.match(candidate.strip()):
            return candidate.strip().replace("_", "-")
    return None


def _without_site(title: str, site_name: str | None) -> str:
    """A page title without the site's name behind it."""
    match = _SITE_BEHIND_TITLE.search(title)
    if not match:
        return title
    behind = match.group(1).strip()
    known = site_name and (
        behind.lower() in site_name.lower() or site_name.lower() in behind.lower()
    )
    is_short = len(behind.split()) <= 4 and match.start() > 20 and "|" in title[match.start() :]
    return title[: match.start()].strip() if known or is_short else title


def select(tree: HTMLTree, css: str) -> Sequence[ElementNode]:
    """The elements that a selector matches, in order."""
    # Every access to a collection makes all its nodes anew: one slice, not one index after another.
    return tree.document.query_selector_all(css)[:] if tree.document else ()


def _element_text(tree: HTMLTree, css: str) -> str | None:
    element = tree.document.query_selector(css) if tree.document else None
    return _text(element.text[:1000]) if element is not None and element.text else None


def _attribute(tree: HTMLTree, css: str, name: str) -> str | None:
    element = tree.document.query_selector(css) if tree.document else None
    return _text(element.getattr(name)) if element is not None else None


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((_text(meta[name]) for name in names if meta.get(name)), None)


def _text(value: object) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return None
    # Some sites escape what they escape already.
    return " ".join(unescape(value).split()) or None


def _strings(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [entry.rpartition("/")[2] for entry in values if isinstance(entry, str)]


def _name(value: object) -> str | None:
    """The name or names in a JSON-LD value that may be a string, an item or a list of them."""
    values = value if isinstance(value, list) else [value]
    names = [
        _text(entry.get("name") if isinstance(entry, dict) else entry) for entry in values[:10]
    ]
    return ", ".join(name for name in names if name) or None
