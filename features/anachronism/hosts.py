"""Whether a sentence is told of the time of writing, so that lengths of time lead to it."""

from credscore.document import Document
from credscore.features.anachronism.clauses import is_past_verb
from credscore.features.anachronism.times import TimeExpression

_NOW_WORDS = frozenset(
    str.split(
        "is are isn't aren't has have remains remain comes come marks mark approaches approaching "
        "nears nearing now today tonight continues continue it's still"
    )
)


_PERFECT = frozenset(str.split("has have is are be been being it's"))
_FARTHEST = 40


def is_told_of_now(doc: Document, expression: TimeExpression) -> bool:
    """Whether the words of the sentence before ``expression`` speak in the present.

    A verb in the past, unless it is the participle of a perfect ("has ended"), tells of then.
    """
    sentence = doc.sentences[expression.sentence]
    first = max(sentence.first_word, expression.first - _FARTHEST)
    lower = doc.words.lower[first : expression.first]
    if _NOW_WORDS.isdisjoint(lower):
        return False
    for place, word in enumerate(lower):
        if not is_past_verb(word):
            continue
        if word in ("was", "were", "had", "did") or _PERFECT.isdisjoint(
            lower[max(place - 3, 0) : place]
        ):
            return False
    return True
