"""What is kept of a document so that it can be found again in others: about a kilobyte.

A copy keeps the runs of words of its original, and is found by them (Broder 1997). A rewrite, by a
thesaurus or by hand, replaces words and recasts sentences, but must leave standing what it cannot
replace: names, numbers, and their order. It is found by the facts that follow upon one another.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, cast

from credscore.document import Document

if TYPE_CHECKING:
    from credscore.reading.attribution import Attribution

SHINGLE_SIGNATURE: Final = 64
FACT_SIGNATURE: Final = 128
"""Numbers in each MinHash signature. Facts get more: rewrites are told apart at a lower share."""

_WORDS_A_SHINGLE = 5
_FEWEST_SHINGLES = 40
_FEWEST_FACTS = 16
_FEWEST_PAIRS = 20
_SEED = 7
_MAGIC = b"csf1"
_BYTES_A_NUMBER = 4

_WORDS_OF_A_KEY = 8
_MOST_QUOTATIONS = 16
_MOST_LINES = 64
_LONGEST_EXCERPT = 160
_LONGEST_LINE = 200

_DIGITS = re.compile(r"\d+")
_BY = re.compile(r"^\s*by\s+", re.IGNORECASE)
# How agencies sign their copy: behind the place in the first line, or as the author.
_DATELINE = re.compile(r"\((AP|Reuters|REUTERS|AFP|UPI|PA|dpa|Xinhua|TASS|ANI|PTI|IANS)\)")
_AGENCY = re.compile(
    r"\b(Associated Press|Reuters|Agence France[- ]Presse|AFP|United Press International|"
    r"PA Media|Press Association|Xinhua|Press Trust of India)\b"
)
_OPENING = 200
_NAMES_IN_FULL = {"AP": "Associated Press", "REUTERS": "Reuters", "Agence France-Presse": "AFP"}


class Excerpt(NamedTuple):
    """A passage that may stand in other documents too.

    Attributes:
        key: Digest of its words, the same however it is set.
        text: The passage, shortened.
        speaker: To whom a quotation is given, in lower case; empty where nobody is named.
    """

    key: int
    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a document; can be stored as bytes, and compared without the text.

    Attributes:
        shingles: MinHash of its runs of words; empty where it is too short to be compared.
        facts: MinHash of its pairs of names and numbers; empty where it has too few.
        quotations: Its longer quotations.
        lines: Its headings, residue and short paragraphs: what a template repeats.
        author: The author's name, evened out.
        agency: The agency that signs for the text, if one does.
    """

    shingles: bytes
    facts: bytes
    quotations: tuple[Excerpt, ...] = ()
    lines: tuple[Excerpt, ...] = ()
    author: str = ""
    agency: str = ""

    def to_bytes(self) -> bytes:
        """A form for files: a binary column of a Parquet file, say."""
        rest = [self.quotations, self.lines, self.author, self.agency]
        sizes = bytes([len(self.shingles) // _BYTES_A_NUMBER, len(self.facts) // _BYTES_A_NUMBER])
        return b"".join([_magic(), sizes, self.shingles, self.facts, json.dumps(rest).encode()])

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read back what ``to_bytes`` wrote.

        Raises:
            ValueError: ``data`` is no fingerprint, or one that cannot be compared with those
                that are made now.
        """
        start = len(_MAGIC) + 1
        if data[:start] != _magic():
            raise ValueError("this is no fingerprint, or one of another version: take it anew")
        shingles, facts = (_BYTES_A_NUMBER * size for size in data[start : start + 2])
        middle = start + 2 + shingles
        quotations, lines, author, agency = json.loads(data[middle + facts :])
        return cls(
            data[start + 2 : middle],
            data[middle : middle + facts],
            tuple(map(Excerpt._make, quotations)),
            tuple(map(Excerpt._make, lines)),
            author,
            agency,
        )


def fingerprint(doc: Document) -> Fingerprint:
    """Take the fingerprint of a document. Needs the extra ``corpus``."""
    words = doc.words.lower
    runs = zip(*(words[at:] for at in range(_WORDS_A_SHINGLE)), strict=False)
    shingles = list(map(" ".join, runs))
    facts = _facts(doc)
    # Few names over and over, as in talk of a famous couple, are a subject, not a text.
    pairs = list(_pairs(facts)) if len(set(facts)) >= _FEWEST_FACTS else []
    return Fingerprint(
        shingles=_sign(shingles, SHINGLE_SIGNATURE, _FEWEST_SHINGLES),
        facts=_sign(pairs, FACT_SIGNATURE, _FEWEST_PAIRS),
        quotations=tuple(_quotations(doc)),
        lines=tuple(_lines(doc)),
        author=even_name(doc.author or ""),
        agency=_agency(doc),
    )


def even_name(name: str) -> str:
    """A name in lower case, without "by" and double spaces."""
    return " ".join(_BY.sub("", name).lower().split())[:_LONGEST_LINE]


def _magic() -> bytes:
    return _MAGIC + bytes([_minhash().ALGORITHM_VERSION])


def _minhash() -> "type[Any]":
    try:
        from rensa import RMinHash
    except ImportError as error:
        raise ImportError(
            "comparing documents needs rensa: pip install 'credscore[corpus]'"
        ) from error
    return cast("type[Any]", RMinHash)


def _sign(items: list[str], size: int, fewest: int) -> bytes:
    """The MinHash signature of a set; empty for a set of which it would say too little."""
    distinct = set(items)
    if len(distinct) < fewest:
        return b""
    signature = _minhash()(size, _SEED)
    signature.update(list(distinct))
    numbers: list[int] = signature.digest()
    return b"".join(number.to_bytes(_BYTES_A_NUMBER, "little") for number in numbers)


def _facts(doc: Document) -> list[str]:
    """Names and numbers of the running text in order, in lower case.

    A word with a capital is a name if it also has one where no sentence begins.
    """
    lower, starts, prose = doc.words.lower, doc.words.starts, doc.prose
    begins = {sentence.first_word for sentence in doc.sentences}
    capital = [place for place, start in enumerate(starts) if prose[start].isupper()]
    names = {lower[place] for place in capital if place not in begins}
    names.difference_update({"i", "i'm", "i've", "i'd", "i'll"})
    places = [place for place in capital if lower[place] in names]
    places += [place for place, start in enumerate(starts) if prose[start].isdigit()]
    return [lower[place].removesuffix("'s") for place in sorted(places)]


def _pairs(facts: list[str]) -> Iterator[str]:
    """Facts that follow upon one another, directly or with one between, in either order."""
    for ahead in (1, 2):
        for first, second in zip(facts, facts[ahead:], strict=False):
            if first != second:
                yield f"{first} {second}" if first < second else f"{second} {first}"


def _quotations(doc: Document) -> Iterator[Excerpt]:
    count = 0
    said: dict[int, Attribution] = {
        found.quotation.start: found for found in doc.attributions if found.quotation
    }
    for quotation in doc.quotations:
        text = doc.content[quotation.inner_start : quotation.inner_end]
        words = re.findall(r"\w+", text[: 2 * _LONGEST_EXCERPT].lower())
        if len(words) < _WORDS_OF_A_KEY:
            continue
        source = said.get(quotation.start)
        # The beginning is the key: outlets cut quotations at different ends.
        yield Excerpt(
            _key(words[:_WORDS_OF_A_KEY]),
            text[:_LONGEST_EXCERPT],
            source.name if source and source.is_named else "",
        )
        count += 1
        if count == _MOST_QUOTATIONS:
            return


def _lines(doc: Document) -> Iterator[Excerpt]:
    short = (block for block in doc.blocks if block.end - block.start <= _LONGEST_LINE)
    for block, _ in zip(short, range(_MOST_LINES), strict=False):
        text = doc.content[block.start : block.end]
        # "5 comments" and "12 comments" are one line of the template.
        yield Excerpt(_key(_DIGITS.sub("#", text.lower()).split()), text[:_LONGEST_EXCERPT])


def _key(words: Iterable[str]) -> int:
    digest = blake2b(" ".join(words).encode(errors="replace"), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


def _agency(doc: Document) -> str:
    signed = _AGENCY.search(doc.author or "") or _DATELINE.search(doc.content[:_OPENING])
    return _NAMES_IN_FULL.get(signed.group(1), signed.group(1)) if signed else ""
