"""Documents to measure with, made of what every clone holds: the seeds and the families' cases."""

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORDS = 900


def seeds() -> list[str]:
    """The texts of ``seeds/``."""
    return [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]


def documents(count: int, words: int = WORDS) -> list[str]:
    """``count`` articles of about ``words`` words, alike in every run."""
    return list(each_document(count, words))


def each_document(count: int, words: int = WORDS) -> Iterator[str]:
    """The same one by one, for more than memory holds.

    Three paragraphs of five are drawn from the seeds, the others from the texts that the
    families' cases hold, found and left alone alike, so that every family has work to do.
    """
    choice = random.Random(2024)
    of_seeds = [p for text in seeds() for p in text.split("\n") if len(p.split()) > 15]
    of_cases = [p for text in _case_texts() for p in text.split("\n") if len(p.split()) > 8]
    for _ in range(count):
        paragraphs: list[str] = []
        length = 0
        while length < words:
            paragraph = choice.choice(of_seeds if choice.random() < 0.6 else of_cases)
            if paragraph not in paragraphs:
                paragraphs.append(paragraph)
                length += len(paragraph.split())
        yield "\n\n".join(paragraphs)


def page(text: str, size: int = 60_000) -> str:
    """A web page of about ``size`` characters around ``text``, most of it menus and teasers."""
    paragraphs = "\n".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    head = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The bridge at Orle is '
        'to close | The Orle Gazette</title><meta property="article:published_time" '
        'content="2023-05-04T10:00:00Z"><meta name="author" content="Ann Lee"></head><body>'
    )
    teaser = (
        '<li class="item teaser"><a href="/news/local/{n}" data-track="teaser-{n}"><img src="/i/'
        '{n}.jpg" alt=""><span class="kicker">Local</span><h3>Council votes on road {n}</h3></a>'
        '<time datetime="2023-05-0{d}">{d} May</time></li>'
    )
    length = len(head) + len(paragraphs)
    items = [teaser.format(n=n, d=n % 9 + 1) for n in range((size - length) // len(teaser) + 1)]
    half = len(items) // 2
    nav, more = "\n".join(items[:half]), "\n".join(items[half:])
    return (
        f"{head}<nav><ul>{nav}</ul></nav><main><article><h1>The bridge at Orle is to close</h1>"
        f"{paragraphs}</article></main><aside><ul>{more}</ul></aside><footer>© The Orle Gazette. "
        "All rights reserved.</footer></body></html>"
    )


def _case_texts() -> list[str]:
    texts = []
    for path in sorted((ROOT / "features").glob("*/cases.toml")):
        for cases in tomllib.loads(path.read_text("utf-8")).values():
            texts += [case["text"] for case in cases]
    return texts
