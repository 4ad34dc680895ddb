"""Which column of a table holds what: guessed from names and values, and said."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal, get_args

Role = Literal["text", "html", "title", "url", "published", "author", "site", "language"]
ROLES: tuple[Role, ...] = get_args(Role)

# The most telling names first; compared in lower case, without all that is no letter.
_NAMES: dict[Role, list[str]] = {
    "text": (
        "text articletext articlebody body content maintext fulltext plaintext storytext newstext "
        "bodytext cleantext rawtext cleanedtext rawcontent textcontent article story document"
    ).split(),
    "html": "html rawhtml pagehtml htmlcontent contenthtml bodyhtml source sourcecode".split(),
    "title": "title headline articletitle newstitle heading head subject".split(),
    "url": (
        "url link articleurl pageurl sourceurl canonicalurl originalurl href permalink newsurl "
        "articlelink uri webaddress warctargeturi"
    ).split(),
    "published": (
        "published publishedat publisheddate publishdate publicationdate datepublished pubdate "
        "publishedtime publishtime date articledate newsdate datetime created createdat timestamp"
    ).split(),
    "author": "author authors byline writer writers articleauthor creator".split(),
    "site": (
        "site domain sitename sourcedomain hostname host netloc outlet publisher sourcename "
        "source publication newspaper website"
    ).split(),
    "language": "language lang languagecode langcode".split(),
}
_WORDS: tuple[Role, ...] = ("title", "url", "author", "site", "language")
_TEXTS: tuple[Role, ...] = ("text", "html")
_CALLED: dict[Role, str] = {
    "text": "text",
    "html": "pages",
    "title": "titles",
    "url": "addresses",
    "published": "days",
    "author": "authors",
    "site": "sites",
    "language": "languages",
}
_NO_LETTER = re.compile(r"[^a-z]+")
_OPENS_WITH_TAG = re.compile(r"\s{0,100}<[!a-zA-Z]")
# A column without a telling name holds the texts if its values are as long as this.
_FEWEST_WORDS = 40
_EPOCH_SECONDS = (10**8, 10**11)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what.

    Attributes:
        names: Name of the column by role; at least the text or the page is there.
        ignored: Names of all other columns.
    """

    names: Mapping[Role, str]
    ignored: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = [
            f"{_CALLED[role]} from {self.names[role]!r}" for role in ROLES if role in self.names
        ]
        return ", ".join(said)

    def fields(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """What a document needs of a record; a record without a text has an empty one.

        Raises:
            ValueError: What stands in place of the text is none.
        """
        found: dict[Role, Any] = {r: record.get(name) for r, name in self.names.items()}
        for role in _TEXTS:
            value = found.get(role)
            if value is not None and not isinstance(value, str | bytes if role == "html" else str):
                kind = type(value).__name__
                raise ValueError(f"the {role} in column {self.names[role]!r} is of type {kind}")
        if found.get("text") or not found.get("html"):
            # Where there are both, somebody took the trouble to extract the text.
            found["text"], found["html"] = found.get("text") or "", None
        for role in _WORDS:
            found[role] = _as_text(found.get(role))
        found["published"] = as_date(found.get("published"))
        return {role: value for role, value in found.items() if value is not None}


def choose_columns(
    sample: Sequence[Mapping[str, Any]], given: Mapping[Role, str] | None = None
) -> Columns:
    """Guess which column holds what.

    Args:
        sample: The first records of the table.
        given: What the user said; it is taken as it is.

    Raises:
        ValueError: A column that the user named is not there, or none holds texts.
    """
    given = given or {}
    there = list(dict.fromkeys(name for record in sample for name in record))
    missing = [name for name in given.values() if name not in there]
    if missing:
        raise ValueError(f"can't find column {missing[0]!r}. Available columns: {_listed(there)}")
    chosen: dict[Role, str] = dict(given)
    free = [name for name in there if name not in chosen.values()]
    for role in ROLES:
        if role in chosen:
            continue
        name = next(iter(_named(role, free, sample)), None)
        if name is not None:
            chosen[role] = name
            free.remove(name)
    if "text" not in chosen and "html" not in chosen:
        name = _wordiest(free, sample)
        if name is None:
            raise ValueError(f"no column holds texts. Available columns: {_listed(there)}")
        is_html = _is_markup(_values(name, sample))
        chosen["html" if is_html else "text"] = name
        free.remove(name)
    may_be_html = "html" not in chosen and "text" not in given
    if may_be_html and _is_markup(_values(chosen["text"], sample)):
        chosen["html"] = chosen.pop("text")
    return Columns(chosen, tuple(free))


def _named(role: Role, free: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    """The columns whose name tells the role and whose values do not gainsay it, best first."""
    plain = {name: _NO_LETTER.sub("", name.lower()) for name in free}
    for wanted in _NAMES[role]:
        for name, letters in plain.items():
            if letters == wanted and _fits(role, _values(name, sample)):
                yield name


def _fits(role: Role, values: Sequence[Any]) -> bool:
    if not values:
        return role not in ("text", "html")
    if role == "text":
        return _most(isinstance(value, str | bytes) for value in values)
    if role == "html":
        return _is_markup(values)
    if role == "url":
        return _most(isinstance(value, str) and ("/" in value or "." in value) for value in values)
    if role == "published":
        return _most(as_date(value) is not None for value in values)
    if role == "author":
        return all(isinstance(value, str | list) for value in values)
    if role == "site":  # Not the text of a "source", and no number.
        return all(isinstance(value, str) and len(value) < 100 for value in values)
    return True


def _wordiest(free: Sequence[str], sample: Sequence[Mapping[str, Any]]) -> str | None:
    def words(name: str) -> float:
        texts = [value for value in _values(name, sample) if isinstance(value, str)]
        return sum(len(text.split()) for text in texts) / len(texts) if texts else 0.0

    best = max(free, key=words, default=None)
    return best if best is not None and words(best) >= _FEWEST_WORDS else None


def _values(name: str, sample: Sequence[Mapping[str, Any]]) -> list[Any]:
    found = [record.get(name) for record in sample]
    return [value for value in found if value is not None and value != ""]


def _is_markup(values: Sequence[Any]) -> bool:
    return _most(
        isinstance(value, bytes) or (isinstance(value, str) and bool(_OPENS_WITH_TAG.match(value)))
        for value in values
    )


def _most(answers: Iterable[bool]) -> bool:
    given = list(answers)
    return bool(given) and sum(given) > len(given) / 2


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(map(repr, names[:30]))
    return f"{shown} and {len(names) - 30} more" if len(names) > 30 else shown or "none"


def _as_text(value: object) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list):  # Several authors.
        return ", ".join(str(item) for item in value if isinstance(item, str)) or None
    return None


def as_date(value: object) -> date | None:
    """A day in any of the notations that scrapers write; None where it is none of them.

    Days in figures with the month in doubt (3/4/2021) are not guessed at.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if abs(value) >= _EPOCH_SECONDS[1] else value
        if not _EPOCH_SECONDS[0] <= seconds < _EPOCH_SECONDS[1]:
            return None
        return datetime.fromtimestamp(seconds, UTC).date() if seconds < 2**33 else None
    if not isinstance(value, str) or not 6 <= len(value := value.strip()) <= 60:
        return None
    for read in (_iso, _mail, _written):
        if (found := read(value)) is not None:
            return found
    return as_date(float(value)) if value.isascii() and value.isdigit() else None


def _iso(value: str) -> date | None:
    try:
        return datetime.fromisoformat(value.replace("/", "-")).date()
    except ValueError:
        return None


def _mail(value: str) -> date | None:
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _written(value: str) -> date | None:
    for form in ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d %H:%M:%S UTC"):
        try:
            return datetime.strptime(value, form).date()
        except ValueError:
            continue
    return None
