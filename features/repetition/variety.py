"""How varied the words are, and how much is said in the same words again."""

from credscore.document import Document
from credscore.feature import Finding
from credscore.features.repetition.sequences import repeated_trigrams
from credscore.wording import percent

_WINDOW = 100
_STRIDE = 50
_FEWEST_WORDS = 120
_GRAM = 4
_STRETCH = 400


def lexical_variety(doc: Document) -> Finding:
    """How many different words a stretch of 100 words holds.

    What it measures:
        The moving-average type-token ratio: the share of different words among 100 words in a
        row, averaged over stretches 50 words apart; 0 to 1. Not asked of texts under 120 words.
        Unlike the plain ratio it does not fall with the length of the text.

    Why it matters:
        Text made to fill a page turns round the same few words. Good news copy lies near .75.

    Example:
        "The battle for the city is a battle that the city must win to win the battle."

    Left alone:
        Case and the shape of apostrophes; what stands in headings and residue.

    References:
        Covington and McFall 2010, "Cutting the Gordian knot: the moving-average type-token
        ratio (MATTR)".
    """
    words = doc.words.lower
    if len(words) < _FEWEST_WORDS:
        return Finding(None, "the text is too short to judge how varied its words are")
    starts = range(0, len(words) - _WINDOW + 1, _STRIDE)
    types = sum(len(set(words[start : start + _WINDOW])) for start in starts)
    variety = types / len(starts) / _WINDOW
    return Finding(
        variety, f"in 100 words in a row, {100 * variety:.0f}% are different words on average"
    )


def repeated_phrases(doc: Document) -> Finding:
    """How much of the text is said in the same four words as before.

    What it measures:
        The share of four-word sequences that already stood within the 400 words before; 0 to 1.
        Not asked of texts under 120 words.

    Why it matters:
        Generated and stuffed pages come back to the same wording every other paragraph.

    Example:
        "the best smartphone of the year" in each of five paragraphs.

    Left alone:
        Names and long titles weigh little: they are few beside all that is said.
    """
    words = doc.words.lower
    count = len(words) - _GRAM + 1
    if len(words) < _FEWEST_WORDS:
        return Finding(None, "the text is too short to judge how much it repeats itself")
    # A sequence of four can only stand twice where one of three does.
    places = sorted(place for stands in doc.once(repeated_trigrams).values() for place in stands)
    last: dict[tuple[str, ...], int] = {}
    repeated = 0
    for place in places:
        gram = tuple(words[place : place + _GRAM])
        repeated += place - last.get(gram, -_STRETCH - 1) <= _STRETCH
        last[gram] = place
    share = repeated / count
    return Finding(
        share, f"{percent(share)} of all runs of four words had been used shortly before"
    )
