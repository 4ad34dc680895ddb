"""Paragraphs and headlines that stand twice."""

from credscore.document import Document
from credscore.feature import Finding, Passage, Span

RULES = {"doubled-paragraph": "A paragraph or headline that stands a second time."}

_FEWEST_WORDS = 5


def doubled_paragraphs(doc: Document) -> Finding:
    """Paragraphs and headlines that stand more than once, letter for letter but for quote glyphs.

    What it measures:
        The number of blocks of at least five words that repeat an earlier block.

    Why it matters:
        An editor sees a doubled paragraph at the first reading. On scraped and pasted pages
        nobody looked.

    Example:
        A headline as first line of the text and again as second.

    Left alone:
        Short refrains ("Yes.", "Read the full list"), and residue, which has its own family.
    """
    seen: dict[str, Span] = {}
    passages: list[Passage] = []
    for start, end, kind in doc.blocks:
        text = doc.content[start:end].replace("’", "'").casefold()
        if kind == "residue" or text.count(" ") + 1 < _FEWEST_WORDS:
            continue
        if text in seen:
            message = "This paragraph already stands above, word for word."
            passages.append(Passage(start, end, "doubled-paragraph", message, (seen[text],)))
        else:
            seen[text] = Span(start, end)
    count = len(passages)
    summary = (
        f"{count} paragraph{'s' if count != 1 else ''} or headlines stand twice"
        if count
        else "no paragraph stands twice"
    )
    return Finding(count, summary, tuple(passages))
