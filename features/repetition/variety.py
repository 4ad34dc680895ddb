"""How varied the words are, and how much is said in the same words again."""

from credscore.document import Document
from credscore.feature import Finding

_WINDOW = 100
_FEWEST_WORDS = 120
_GRAM = 4
_STRETCH = 400


def lexical_variety(doc: Document) -> Finding:
    """How many different words a stretch of 100 words holds.

    What it measures:
        The moving-average type-token ratio: the share of different words among 100 words in a
        row, averaged over all such stretches; 0 to 1. Not asked of texts under 120 words.
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
    held: dict[str, int] = {}
    for word in words[:_WINDOW]:
        held[word] = held.get(word, 0) + 1
    types = total = len(held)
    for leaving, entering in zip(words, words[_WINDOW:], strict=False):
        left = held[leaving] - 1
        held[leaving] = left
        if not left:
            types -= 1
        now = held.get(entering, 0)
        if not now:
            types += 1
        held[entering] = now + 1
        total += types
    variety = total / (len(words) - _WINDOW + 1) / _WINDOW
    return Finding(variety, f"100 words in a row hold {100 * variety:.0f} different ones on average")


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
    last: dict[tuple[str, ...], int] = {}
    repeated = 0
    grams = zip(words, words[1:], words[2:], words[3:], strict=False)
    for place, gram in enumerate(grams):
        repeated += place - last.get(gram, -_STRETCH - 1) <= _STRETCH
        last[gram] = place
    share = repeated / count
    return Finding(share, f"{100 * share:.1f} % of all four-word sequences stood shortly before")
