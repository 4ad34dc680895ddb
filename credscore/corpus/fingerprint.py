"""What is kept of a document so that it can be found again in others: a few hundred bytes."""

from dataclasses import dataclass
from typing import NamedTuple, Self

from credscore.document import Document


class Excerpt(NamedTuple):
    """A passage that may stand in other documents too.

    Attributes:
        key: Digest of its words, the same however it is set.
        text: The passage, shortened.
        speaker: To whom a quotation is given; None for a line, or where nobody is named.
    """

    key: int
    text: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a document; can be stored as bytes, and compared without the text.

    Attributes:
        shingles: MinHash of its runs of words: what a copy shares.
        facts: MinHash of its names, numbers and quoted words: what a rewrite leaves standing.
        fact_count: Number of different facts.
        quotations: Its longer quotations.
        lines: Short lines outside and between the running text: what a template repeats.
        author: The author's name, evened out.
    """

    shingles: bytes
    facts: bytes
    fact_count: int
    quotations: tuple[Excerpt, ...] = ()
    lines: tuple[Excerpt, ...] = ()
    author: str | None = None

    def to_bytes(self) -> bytes:
        """A form for files: a binary column of a Parquet file, say."""
        raise NotImplementedError

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read back what ``to_bytes`` wrote.

        Raises:
            ValueError: ``data`` is no fingerprint, or one of another version.
        """
        raise NotImplementedError


def fingerprint(doc: Document) -> Fingerprint:
    """Take the fingerprint of a document. Needs the extra ``corpus``."""
    raise NotImplementedError
