"""Attribution: who is said to have said it.

Each quotation is led to its cue (the words that report it) and to its source: in the same
sentence, behind it or before it; in the sentence before; or carried on from the quotation or the
paragraph before. Reported speech without quotation marks is read too ("Lee warned that ...").
"""

from typing import TYPE_CHECKING, Literal, NamedTuple

from credscore.feature import Span
from credscore.reading.people import NAMED, SourceKind
from credscore.reading.quotations import Quotation

if TYPE_CHECKING:
    from credscore.document import Document

How = Literal[
    "cue behind",
    "cue before",
    "according to",
    "label",
    "signature",
    "sentence before",
    "carried on",
    "paragraph before",
    "none",
]


class Attribution(NamedTuple):
    """A quotation or a reported statement with its source.

    Attributes:
        content: What was said: the quotation with its marks, or the rest of the sentence behind
            the cue of reported speech.
        quotation: The quotation, or None for reported speech.
        words: Number of words in ``content``.
        cue: The words that report it.
        lemma: The report verb; empty where the cue is none.
        source: The noun phrase that names the source.
        head: The word that carries the source.
        kind: What kind of source it is. A pronoun that stands for a named person has the
            person's ``name``.
        name: Surname or name of the source in lower case, empty where there is none.
        how: How the source was found.
    """

    content: Span
    quotation: Quotation | None
    words: int
    cue: Span | None
    lemma: str
    source: Span | None
    head: Span | None
    kind: SourceKind
    name: str
    how: How

    @property
    def is_named(self) -> bool:
        """Whether a reader learns the name of the person who said it."""
        return self.kind in NAMED or (self.kind == "pronoun" and self.name != "")


def read_attributions(doc: "Document") -> tuple[Attribution, ...]:
    """The attributions of the running text, in order; ``doc.attributions`` keeps them."""
    from credscore.reading.quotation_sources import QuotationSources
    from credscore.reading.reported import read_reported

    sources = QuotationSources(doc)
    quoted = sources.read()
    reported = read_reported(doc, sources.speakers, sources.used)
    return tuple(sorted([*quoted, *reported], key=lambda found: found.content))
