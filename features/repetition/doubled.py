"""Paragraphs and headlines that stand twice."""

from collections.abc import Iterator

from credscore.document import Document
from credscore.feature import Finding, Passage, Span
from credscore.features.repetition.on_purpose import (
    is_caption,
    is_transcript,
    opens_with_speaker,
)
from credscore.reading.copies import FEWEST_WORDS, wording
from credscore.wording import counted

RULES = {
    "doubled-paragraph": "A paragraph that stands a second time.",
    "doubled-headline": "A headline or heading that stands a second time.",
}

_MOST_COUNTED = 10
_MOST_SHOWN = 20  # stands that one passage is set against


def doubled_paragraphs(doc: Document) -> Finding:
    """Paragraphs and headlines that stand more than once, word for word.

    What it measures:
        The number of blocks of at least five words that repeat an earlier block, at most 10.
        Space, case and the shape of quotation marks do not matter.

    Why it matters:
        An editor sees a doubled paragraph at the first reading. On scraped and pasted pages
        nobody looked.

    Example:
        A headline as first line of the text and again as second.

    Left alone:
        Short refrains ("Yes.", "Read the full list"), lines of a transcript,
        captions and credits, and residue, which has its own family.
    """
    headings = {(heading.start, heading.end) for heading in doc.headings}
    stands = list(_stands(doc, headings))
    passages: list[Passage] = []
    for spans in stands:
        is_heading = spans[0] in headings
        rule, name = (
            ("doubled-headline", "headline") if is_heading else ("doubled-paragraph", "paragraph")
        )
        first = spans[0]
        times = "again below" if len(spans) == 2 else f"{len(spans)} times in all"
        message = f"This {name} stands {times}, word for word."
        passages.append(Passage(*first, rule, message, tuple(spans[1 : 1 + _MOST_SHOWN])))
        message = f"This {name} already stands above, word for word."
        passages += [Passage(*span, rule, message, (first,)) for span in spans[1:]]
    passages.sort(key=lambda passage: passage.start)
    count = min(_MOST_COUNTED, sum(len(spans) - 1 for spans in stands))
    many = counted(count, "paragraph or headline", "paragraphs or headlines")
    return Finding(count, f"{many} printed twice", tuple(passages))


def _stands(doc: Document, headings: set[tuple[int, int]]) -> Iterator[list[Span]]:
    """Where each block of some length stands, but for what is repeated on purpose."""
    if not doc.copies and all(block.kind != "residue" for block in doc.blocks):
        return
    seen: dict[str, list[Span]] = {}
    in_text: set[str] = set()
    content = doc.content
    for start, end, kind in sorted((*doc.blocks, *doc.copies)):
        if content.count(" ", start, end) + 1 < FEWEST_WORDS:
            continue
        key = wording(content[start:end])
        seen.setdefault(key, []).append(Span(start, end))
        if kind != "residue":
            in_text.add(key)
    for key, spans in seen.items():
        if len(spans) < 2 or key not in in_text:
            continue
        if not _is_on_purpose(doc, spans[0], spans[0] in headings):
            yield spans


def _is_on_purpose(doc: Document, span: Span, is_heading: bool) -> bool:
    if is_caption(doc, *span):
        return True
    return doc.once(is_transcript) and (not is_heading or opens_with_speaker(doc, span.start))
