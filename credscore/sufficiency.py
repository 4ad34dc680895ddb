"""Whether a document gives enough to judge it by; where not, no score is pretended."""

import re

from credscore.document import Document
from credscore.reading.language import function_word_share
from credscore.wording import counted

FEWEST_WORDS = 80
# English news has .28, its lowest hundredth .15 to .20; what lies below .12 in English is lists.
LEAST_FUNCTION_WORDS = 0.12

_LOOKS_LIKE_HTML = re.compile(r"\s{0,100}<(?:!doctype html|html|head|body)\b", re.IGNORECASE)


def shortcomings(doc: Document) -> tuple[list[str], list[str]]:
    """What stands against scoring ``doc``, and what merely limits the answer.

    Returns:
        Two lists of sentences. If the first is not empty, no score can be given.
    """
    problems: list[str] = []
    warnings: list[str] = []
    words = len(doc.words)
    if words < FEWEST_WORDS:
        found = f"Only {counted(words, 'word')} of running text" if words else "No running text"
        problems.append(f"{found}: at least {FEWEST_WORDS} words are needed to judge.")
    if doc.language is not None and doc.language.partition("-")[0].lower() not in ("en", "eng"):
        problems.append(f"The language is given as {doc.language!r}: only English can be judged.")
    elif words >= FEWEST_WORDS and function_word_share(doc.words) < LEAST_FUNCTION_WORDS:
        problems.append("This does not read as running English: only English can be judged.")
    if _LOOKS_LIKE_HTML.match(doc.content):
        warnings.append("The text looks like HTML: pass it to read_html first.")
    return problems, warnings
