"""A date of the page that the text itself denies.

A page is stamped anew, or an old stamp stays on a rewritten text. Then every claim that is held
against the stamp fails, and it is the stamp that is wrong: one finding says so, in place of one for
each claim.
"""

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.now import document_now
from credscore.features.anachronism.times import day_in_words

RULES = {
    "stamp-denied": "A date of the page that many things in the text are later than.",
}

_LATER = frozenset(
    {
        "event-before-it-happened",
        "word-before-it-existed",
        "place-before-its-name",
        "product-before-launch",
        "office-holder-before-term",
        "reported-before-it-happened",
    }
)
"""Rules that find what the text cannot have known on its day."""

_FEWEST = 3


def one_for_the_stamp(doc: Document, found: list[Passage]) -> list[Passage]:
    """``found`` with one finding for all that is later than the page's date, if that is much.

    Three things that tell of each other nothing and are all later than the stamp are not three
    errors of the writer.
    """
    now = document_now(doc)
    if now.source != "published" or now.interval is None:
        return found
    later = [passage for passage in found if passage.rule in _LATER]
    told = {doc.content[passage.start : passage.end].casefold() for passage in later}
    if len(told) < _FEWEST:
        return found
    first, *others = sorted(later)
    message = (
        f"The page is dated {day_in_words(now.interval.begin)}, but {len(told)} things in the text "
        f"are later, this first: the date is wrong, or the text was rewritten after it. "
        f"{first.message}"
    )
    related = tuple(Span(passage.start, passage.end) for passage in others)
    kept = [passage for passage in found if passage.rule not in _LATER]
    return [*kept, Passage(first.start, first.end, "stamp-denied", message, related)]
