"""The document: what came in, and its units, each read once and only when asked for."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from credscore.reading.blocks import Block, read_blocks
from credscore.reading.normalize import Alignment, normalize
from credscore.reading.sentences import Sentence, split_sentences
from credscore.reading.words import Words, read_words

if TYPE_CHECKING:
    from credscore.reading.attribution import Attribution
    from credscore.reading.page import Page
    from credscore.reading.quotations import Quotation, QuotationMarks

T = TypeVar("T")

# Chosen by leaving corpora out: from 250 to 700 it makes no difference, none costs .006 of AUC.
_FEWEST_WORDS_OF_A_RATE = 400
# What most texts hold several of, half a text shows nearly as well: with 400 it got a third less.
_FEWEST_WORDS_OF_A_COMMON_RATE = 200


@dataclass(frozen=True)
class Document:
    """A text with what is known about it.

    Features read ``content`` and the units made from it; their offsets refer to ``content``,
    which is ``text`` with line ends, control characters and composed accents evened out.

    Attributes:
        text: The text as the caller gave it.
        title: The headline, where it is not part of the text.
        url: Address of the page.
        author: Name or names as the page gives them.
        published: Day of publication; an ISO 8601 string or a datetime is taken too.
        language: Language code ("en", "de-AT") if known; unknown is None.
        page: What the web page says about itself, where the document came from one.
        quoted_lines: Numbers of the lines of ``text``, from 0, that its page or its markup sets
            off as a block quotation.

    Raises:
        TypeError: A field is of the wrong type.
        ValueError: ``published`` is a string that is no ISO 8601 date.
    """

    text: str
    title: str | None = None
    url: str | None = None
    author: str | None = None
    published: date | None = None
    language: str | None = None
    page: "Page | None" = None
    quoted_lines: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise TypeError(f"Document.text must be a str, got {_kind_of(self.text)}")
        for name in ("title", "url", "author", "language"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, str):
                raise TypeError(f"Document.{name} must be a str or None, got {_kind_of(value)}")
        object.__setattr__(self, "published", _as_date(self.published))

    @cached_property
    def _normalized(self) -> tuple[str, Alignment | None]:
        return normalize(self.text)

    @property
    def content(self) -> str:
        """The working text, to which all offsets of features refer."""
        return self._normalized[0]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Lead a span of ``content`` back to the same passage of ``text``."""
        alignment = self._normalized[1]
        return (start, end) if alignment is None else alignment.original_span(start, end)

    @cached_property
    def _layout(self) -> tuple[Block, ...]:
        return read_blocks(self.content)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Paragraphs, headings and residue lines, in order; without copies."""
        return tuple(block for block in self._layout if block.kind != "copy")

    @cached_property
    def copies(self) -> tuple[Block, ...]:
        """Paragraphs and headings that already stand above word for word, in order."""
        return tuple(block for block in self._layout if block.kind == "copy")

    @cached_property
    def headings(self) -> tuple[Block, ...]:
        """The blocks that are headings, in order."""
        return tuple(block for block in self.blocks if block.kind == "heading")

    @cached_property
    def paragraphs(self) -> tuple[Block, ...]:
        """The blocks that are running text, in order."""
        return tuple(block for block in self.blocks if block.kind == "prose")

    @cached_property
    def prose(self) -> str:
        """The running text, in place: all else is blanked, so that offsets hold.

        A line end in it parts two paragraphs; where a paragraph was wrapped stands a space.
        """
        pieces: list[str] = []
        length = 0
        for start, end, _ in self.paragraphs:
            if start > length:
                pieces.append("\n" * (start - length))
            pieces.append(self.content[start:end].replace("\n", " "))
            length = end
        return "".join(pieces)

    @cached_property
    def words(self) -> Words:
        """The words of the running text."""
        return read_words(self.prose)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the running text, in order; none crosses a paragraph."""
        starts = self.words.starts
        sentences: list[Sentence] = []
        first = 0
        for block in self.paragraphs:
            for start, end in split_sentences(self.prose, block.start, block.end):
                last = bisect_left(starts, end, first)
                if last > first:
                    sentences.append(Sentence(start, end, first, last))
                first = last
        return tuple(sentences)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The last sentence that begins at ``offset`` or before it."""
        place = bisect_right(self._sentence_starts, offset) - 1
        return self.sentences[place] if place >= 0 else None

    @cached_property
    def headline(self) -> str | None:
        """The title as given or, without one, the heading that the text opens with."""
        if self.title and self.title.strip():
            return self.title.strip()
        first = self.blocks[0] if self.blocks else None
        if first is None or first.kind != "heading":
            return None
        return self.content[first.start : first.end]

    @cached_property
    def quotation_marks(self) -> "QuotationMarks":
        """What the quotation marks of the running text enclose, and those that enclose nothing."""
        from credscore.reading.quotations import read_marks

        return read_marks(self.prose, [(block.start, block.end) for block in self.paragraphs])

    @cached_property
    def quotations(self) -> "tuple[Quotation, ...]":
        """The quotations in the running text, in order, outermost only.

        Those that are set off without marks (turns, answers, block quotations) are among them.
        """
        from credscore.reading.set_off import join_quotations, read_set_off

        return join_quotations(self.quotation_marks.quotations, read_set_off(self))

    @cached_property
    def attributions(self) -> "tuple[Attribution, ...]":
        """Quotations and reported statements with their sources, in order."""
        from credscore.reading.attribution import read_attributions

        return read_attributions(self)

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [quotation.start for quotation in self.quotations]

    def in_quotation(self, offset: int) -> bool:
        """Whether the character at ``offset`` stands inside a quotation."""
        place = bisect_right(self._quotation_starts, offset) - 1
        return place >= 0 and offset < self.quotations[place].end

    def once(self, reader: "Callable[[Document], T]") -> T:
        """Return ``reader(self)``, computed at the first call and kept for all others.

        This is how the features of a family, or of several, share what they read.
        """
        kept = cast("dict[object, T]", self.__dict__.setdefault("_kept", {}))
        if reader not in kept:
            kept[reader] = reader(self)
        return kept[reader]

    def per_thousand_words(self, count: float, *, is_common: bool = False) -> float:
        """``count`` as a rate per 1,000 words of running text.

        A text of fewer than 400 words counts as one of 400: in a brief of 100 words a single
        hit would be a rate of 10, which no long text reaches, and is the thinnest of evidence.
        For what is so common that most articles hold several, the least is 200 words.
        """
        least = _FEWEST_WORDS_OF_A_COMMON_RATE if is_common else _FEWEST_WORDS_OF_A_RATE
        return 1000 * count / max(len(self.words), least)

    def __getstate__(self) -> dict[str, Any]:
        # What was read is cheaper to read again than to send to another process.
        return {field.name: getattr(self, field.name) for field in fields(self)}


def _as_date(value: object) -> date | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip()).date()
        except ValueError:
            raise ValueError(
                f"Document.published must be an ISO 8601 date such as '2023-05-09', got {value!r}"
            ) from None
    raise TypeError(
        f"Document.published must be a date, an ISO 8601 str or None, got {_kind_of(value)}"
    )


def _kind_of(value: object) -> str:
    return f"{type(value).__name__}: {value!r:.80}"
