"""Whether a sentence is told of the time of writing, so that lengths of time lead to it."""

from credscore.document import Document
from credscore.features.anachronism.clauses import is_past_verb
from credscore.features.anachronism.times import TimeExpression

_NOW_WORDS = frozenset(
    str.split(
        "is are isn't aren't has have remains remain comes come marks mark approaches approaching "
        "nears nearing celebrates celebrate commemorates now today tonight continues continue "
        "it's still"
    )
)


_PERFECT = frozenset(str.split("has have is are be been being it's"))
_FARTHEST = 40


def is_told_of_now_behind(doc: Document, expression: TimeExpression, first: int) -> bool:
    """Whether the words from ``first`` to the end of its sentence speak in the present."""
    sentence = doc.sentences[expression.sentence]
    lower = doc.words.lower[first : min(sentence.last_word, first + _FARTHEST)]
    return not _NOW_WORDS.isdisjoint(lower) and not _tells_of_the_past(lower)


def is_told_of_now(doc: Document, expression: TimeExpression) -> bool:
    """Whether the words of the sentence before ``expression`` speak in the present.

    A verb in the past, unless it is the participle of a perfect ("has ended"), tells of then.
    """
    sentence = doc.sentences[expression.sentence]
    first = max(sentence.first_word, expression.first - _FARTHEST)
    lower = doc.words.lower[first : expression.first]
    return not _NOW_WORDS.isdisjoint(lower) and not _tells_of_the_past(lower)


def _tells_of_the_past(words: list[str]) -> bool:
    return any(
        is_past_verb(word)
        and (
            word in ("was", "were", "had", "did")
            or _PERFECT.isdisjoint(words[max(place - 3, 0) : place])
        )
        for place, word in enumerate(words)
    )
