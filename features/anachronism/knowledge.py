"""The tables: who held which office, when a thing, a word or a name came up, what happened when.

Each table is a plain CSV file beside this module, read at the first document that names something
it could speak of, and kept. A newsroom extends or overrides them without touching code: set the
environment variable ``CREDSCORE_TABLES`` to a folder that holds files of the same names and
columns. A row there replaces the shipped rows of the same key (person, country and office; event
key; form) and all others are added. Sources and licences are in ``NOTICE.txt``.
"""

import csv
import os
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from credscore.features.anachronism.times import day_in_words

FOLDER_VARIABLE = "CREDSCORE_TABLES"
_PACKAGE = "credscore.features.anachronism"


class Day(NamedTuple):
    """A date known to the day, month or year: the days it may be, both included."""

    earliest: date
    latest: date

    @property
    def words(self) -> str:
        """For a person: "9 November 2020", "November 2020" or "2020"."""
        if self.earliest == self.latest:
            return day_in_words(self.earliest)
        if self.earliest.month == self.latest.month:
            return f"{self.earliest:%B %Y}"
        return str(self.earliest.year)


class Term(NamedTuple):
    """One person in one office. ``end`` is None where the person is still in it, or nobody noted.

    ``known`` is the last day for which the table can tell.
    """

    person: str
    country: str
    office: str
    start: Day
    end: Day | None
    known: date


@cache
def read_day(text: str) -> Day:
    """Read an ISO 8601 date of a day, month or year.

    Raises:
        ValueError: It is none.
    """
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        day = date(*parts)
        return Day(day, day)
    if len(parts) == 2:
        year, month = parts
        return Day(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    (year,) = parts
    return Day(date(year, 1, 1), date(year, 12, 31))


def fold(name: str) -> str:
    """Lower case without accents, so that Erdoğan and Erdogan are one."""
    if name.isascii():
        return name.lower()
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).lower()


_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "ß": "ss", "đ": "d", "’": "'", "æ": "ae"}
)


def extra_folder() -> Path | None:
    """The newsroom's folder of tables, where ``CREDSCORE_TABLES`` names one."""
    folder = os.environ.get(FOLDER_VARIABLE)
    return Path(folder) if folder else None


def table_texts(*names: str) -> Iterator[str]:
    """The texts of the shipped tables ``names``, then of the newsroom's of the same names.

    Raises:
        FileNotFoundError: ``CREDSCORE_TABLES`` names a folder that is not there.
    """
    for name in names:
        yield files(_PACKAGE).joinpath(name).read_text(encoding="utf-8")
    folder = extra_folder()
    if folder is None:
        return
    if not folder.is_dir():
        raise FileNotFoundError(f"{FOLDER_VARIABLE} must name a folder, got {str(folder)!r}")
    for name in names:
        path = folder / name
        if path.exists():
            yield path.read_text(encoding="utf-8-sig")


def rows(*names: str) -> Iterator[dict[str, str]]:
    """The rows of the tables ``names``, the newsroom's last."""
    for text in table_texts(*names):
        yield from csv.DictReader(text.splitlines())


_NAME_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "vi", "vii", "viii", "xii", "xvi", "xxiii"})
"""They end a name, or the number of a monarch, and tell nobody apart here."""


def name_tokens(name: str) -> tuple[str, ...]:
    """The words of a name, folded, without initials and suffixes."""
    tokens = [fold(token) for token in _NAME_TOKEN.findall(name)]
    kept = tuple(token for token in tokens if len(token) > 1 and token not in SUFFIXES)
    return kept or tuple(tokens)


def spellings(last: str) -> tuple[str, ...]:
    """The ways in which newsrooms write a last name transliterated from Cyrillic."""
    if last.endswith(_SKY):
        stem = last[: last.rindex("sk") + 2]
        return tuple({last, *(stem + ending for ending in ("y", "yy", "iy", "yi", "ii"))})
    if last.endswith("ych"):
        return last, last[:-3] + "ich"
    if last.endswith(("ei", "ey")):
        return last[:-2] + "ei", last[:-2] + "ey"
    return (last,)


_EVERYDAY = frozenset(
    {"in", "on", "he", "said", "are", "or", "so", "an", "do", "to", "the", "a", "who", "such"}
    | {"back", "work", "go", "sen", "day", "won", "point", "case"}
)
"""Last names that are also words of every text; their bearers are not worth the looking up."""

_SKY = ("sky", "skyy", "skiy", "skyi", "skii", "skyj")


_IN_BRACKETS = re.compile(r"\([^)]*\)")
_LINKS = frozenset({"of", "the", "for", "and", "in", "to"})


@cache
def office_key(office: str) -> frozenset[str]:
    """The words of an office that tell it from others, whichever table wrote it."""
    return frozenset(_NAME_TOKEN.findall(_IN_BRACKETS.sub(" ", office).lower())) - _LINKS


class Terms:
    """Terms of office, found by the last word of the holder's name.

    A line is parsed when its name is looked up: 14,000 of them parsed would cost more time and
    memory than a document that names three people is worth.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._lines: dict[str, list[tuple[int, str]]] = {}
        self._accented: dict[str, str] = {}
        self._known: dict[tuple[str, frozenset[str]], date] = {}
        for layer, text in enumerate(texts):
            for line in text.splitlines()[1:]:
                name = line[: line.find(",")]
                last = name[name.rfind(" ") + 1 :].lower()
                if not (last.isascii() and last.isalpha()) or last in SUFFIXES:
                    accented, last = last, name_tokens(name)[-1]
                    if not accented.isascii():
                        self._accented[accented] = last
                self._lines.setdefault(last, []).append((layer, line))
            if layer:
                # Whoever adds holders of an office vouches for the office up to that day.
                for row in islice(csv.reader(text.splitlines()), 1, None):
                    office = row[1], office_key(row[2])
                    known = read_day(row[5]).latest
                    self._known[office] = max(known, self._known.get(office, known))

    @cached_property
    def last_names(self) -> dict[str, str]:
        """Every spelling of a last name, to the name as the table has it."""
        forms = {last: last for last in self._lines.keys() - _EVERYDAY}
        for last in list(forms):
            for form in spellings(last):
                forms.setdefault(form, last)
        return self._accented | forms

    def of(self, last: str) -> tuple[Term, ...]:
        """All terms of the people whose name ends in ``last``; later tables override."""
        kept: dict[tuple[str | frozenset[str], ...], tuple[int, list[Term]]] = {}
        for layer, line in self._lines.get(last, ()):
            person, country, office, start, end, known = next(csv.reader([line]))
            tokens = name_tokens(person)
            known_to = read_day(known).latest
            same_office = office_key(office)
            term = Term(
                person,
                country,
                office,
                read_day(start),
                read_day(end) if end else None,
                max(known_to, self._known.get((country, same_office), known_to)),
            )
            key = (tokens[0], tokens[-1], country, same_office)
            if key not in kept or kept[key][0] < layer:
                kept[key] = (layer, [])
            kept[key][1].append(term)
        return tuple(term for _, terms in kept.values() for term in terms)


@cache
def terms() -> Terms:
    """The terms of office, read at the first call."""
    return Terms(tuple(table_texts("terms_of_office.csv", "terms_own.csv")))
