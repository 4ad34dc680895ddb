"""Whether a document gives enough to judge it by; where not, no score is pretended.

There is no cliff at the limits. Towards each of them the points of all features fade to nothing,
so that the score approaches that of a text of which nothing is known, and its interval opens.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from credscore.document import Document
from credscore.reading.form import Form, other_form
from credscore.reading.language import function_word_share
from credscore.wording import counted, percent

FEWEST_WORDS = 80
# From here on a held-out text's log-odds are right in the mean; at 80 to 100 words they should be
# a quarter to a third of what they are (slope of a regression of the label on them).
ENOUGH_WORDS = 160
# English news has .28, its lowest hundredth .15 to .20; what lies below .12 in English is lists.
LEAST_FUNCTION_WORDS = 0.12
FADING_FUNCTION_WORDS = 0.15
# Of the articles of fourteen corpora that are neither transcripts nor lists, none has .6.
MOST_OF_ANOTHER_FORM = 0.6
FADING_FORM = 0.3
# One training document in 10,000 has so many values that the other corpora have not.
MOST_UNUSUAL = 0.15
FADING_UNUSUAL = 0.1
_NAMED = 3

_LOOKS_LIKE_HTML = re.compile(r"\s{0,100}<(?:!doctype html|html|head|body)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """Whether a document can be judged, and how far.

    Attributes:
        problems: What stands against a score, in sentences; empty where one can be given.
        warnings: What merely limits the answer, in sentences.
        certainty: Share in [0, 1] of their points that features are to get: 1 for most texts,
            falling towards 0 as a limit comes near; 0 where no score can be given.
    """

    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    certainty: float


def judge(doc: Document, unusual: Sequence[str] = (), of_features: int = 0) -> Sufficiency:
    """Whether and how far ``doc`` can be judged.

    Args:
        doc: The document.
        unusual: Features whose values lie beyond the model's ranges, as ``Model.unusual`` gives.
        of_features: How many features have a range.
    """
    words = len(doc.words)
    form = other_form(doc)
    function_words = function_word_share(doc.words)
    share_unusual = len(unusual) / of_features if of_features else 0.0
    is_foreign = doc.language is not None and not _is_english(doc.language)
    problems = []
    if words < FEWEST_WORDS:
        problems.append(_too_short(words, form))
    elif form.share >= MOST_OF_ANOTHER_FORM:
        problems.append(f"This is no running prose but {form.name}: the model knows articles only.")
    if is_foreign:
        problems.append(f"The language is given as {doc.language!r}: only English can be judged.")
    elif not problems and function_words < LEAST_FUNCTION_WORDS:
        problems.append("This does not read as running English: only English can be judged.")
    if not problems and share_unusual >= MOST_UNUSUAL:
        problems.append(
            f"This is unlike anything the model was trained on: {len(unusual)} of {of_features} "
            "measures lie beyond what its training documents have."
        )
    if problems:
        return Sufficiency(tuple(problems), tuple(_notes(doc)), 0.0)
    # Noise falls with the root of the number of words.
    certainty = sqrt(_fade(words, FEWEST_WORDS - 1, ENOUGH_WORDS))
    certainty *= _fade(form.share, MOST_OF_ANOTHER_FORM, FADING_FORM)
    certainty *= _fade(function_words, LEAST_FUNCTION_WORDS, FADING_FUNCTION_WORDS)
    certainty *= _fade(share_unusual, MOST_UNUSUAL, FADING_UNUSUAL)
    return Sufficiency((), (*_limits(words, form, unusual), *_notes(doc)), certainty)


def _is_english(language: str) -> bool:
    return re.split("[-_]", language.strip().lower(), maxsplit=1)[0] in ("en", "eng", "english")


def _fade(value: float, at_limit: float, at_ease: float) -> float:
    """0 at the limit, 1 where there is no more doubt, and straight in between."""
    return min(1.0, max(0.0, (value - at_limit) / (at_ease - at_limit)))


def _too_short(words: int, form: Form) -> str:
    found = f"Only {counted(words, 'word')} of running text" if words else "No running text"
    rest = f", the rest is {form.name}" if form.share >= MOST_OF_ANOTHER_FORM else ""
    return f"{found}{rest}: at least {FEWEST_WORDS} words are needed to judge."


def _limits(words: int, form: Form, unusual: Sequence[str]) -> list[str]:
    """Why the points were lessened, or the interval is wide."""
    limits = []
    if words < ENOUGH_WORDS:
        limits.append(
            f"The text is short ({words} words): below {ENOUGH_WORDS} the score is drawn "
            "to the middle."
        )
    if form.share > FADING_FORM:
        limits.append(
            f"{percent(form.share)} of the text is {form.name}, which the model does not know: "
            "the score is drawn to the middle."
        )
    if len(unusual) >= _NAMED:
        named = ", ".join(sorted(unusual)[:_NAMED])
        limits.append(
            f"{counted(len(unusual), 'measure')} of this text lie beyond what the training "
            f"documents have ({named}{', …' if len(unusual) > _NAMED else ''}): the interval is "
            "wide."
        )
    return limits


def _notes(doc: Document) -> list[str]:
    if _LOOKS_LIKE_HTML.match(doc.content):
        return ["The text looks like HTML: pass it to read_html first."]
    return []
