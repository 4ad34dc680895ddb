"""A claim that nobody answers for, and how far on an answer would count."""

from typing import NamedTuple

ANSWERED_IN_THREE_SENTENCES = 3
ANSWERED_IN_THE_SENTENCE = 1
NOT_ANSWERED = 0


class Vague(NamedTuple):
    """A passage that attributes a claim to nobody.

    Attributes:
        first, last: Word positions, exclusive at the end.
        sentence: Place of its sentence in ``Document.sentences``.
        rule: The rule that found it.
        reach: Sentences, its own first, in which a source that can be asked makes up for it.
    """

    first: int
    last: int
    sentence: int
    rule: str
    reach: int
