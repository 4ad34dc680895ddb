"""What a reader could check: datelines, dates, days and figures."""

import re

from credscore.document import Document
from credscore.feature import Finding
from credscore.wording import counted

_MONTHS = frozenset(
    """january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec""".split()
)
_DATE_IN_FIGURES = re.compile(r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/(?:19|20)\d\d")
_DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][^\W\d_]{1,20}[A-Za-zÀ-ÿ.,' /-]{0,40}(?:\([A-Z][A-Za-z. ]{1,20}\) ?)?"
    r"[—–-]{1,2} ?(?=[\"'“‘A-Z])"
    r"|[A-ZÀ-Þ]{3,20}[A-Za-zÀ-ÿ.,' /-]{0,40}\([A-Z][A-Za-z. ]{1,20}\)"
)
_ENDS_DATELINE = frozenset("(—–-")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def dateline(doc: Document) -> Finding:
    """A dateline: where the text was filed.

    What it measures:
        1 where the first paragraph opens with a place in capitals, or a place and an agency in
        brackets, before a dash; 0 otherwise.

    Why it matters:
        It says that somebody was there, and for whom.

    Example:
        OSLO, Norway (AP) — Police searched ...

    Left alone:
        Most good articles have none.
    """
    for start, end, _ in doc.paragraphs[:2]:
        opening = doc.content[start : min(end, start + 90)]
        if _ENDS_DATELINE.isdisjoint(opening):
            continue
        match = _DATELINE.match(opening)
        if match and _is_place_in_capitals(match.group()):
            return Finding(1.0, "a dateline says where the text was filed")
    return Finding(0.0, "no dateline")


def exact_dates(doc: Document) -> Finding:
    """Dates with a day.

    What it measures:
        Mentions of a day of a month ("9 May", "Oct. 3rd", "2021-03-04"), per 1,000 words.

    Why it matters:
        A date can be looked up; "recently" cannot.

    Example:
        The bridge was closed on 9 May.

    Left alone:
        Years alone and ranges of months.
    """
    lower, index = doc.words.lower, doc.words.index
    count = 0
    for month in _MONTHS & index.keys():
        for place in index[month]:
            before = lower[place - 2] if place > 1 and lower[place - 1] == "of" else ""
            near = (lower[place - 1] if place else "", before, *lower[place + 1 : place + 2])
            count += any(_DAY.fullmatch(word) for word in near)
    starts = doc.words.starts
    for year in (word for word in index if word < ":" and _YEAR.fullmatch(word)):
        for start in (starts[place] for place in index[year]):
            count += _DATE_IN_FIGURES.search(doc.prose, max(0, start - 6), start + 10) is not None
    summary = counted(count, "exact date")
    return Finding(min(doc.per_thousand_words(count), 30.0), summary)


def weekdays(doc: Document) -> Finding:
    """Days of the week.

    What it measures:
        Mentions of a day of the week, per 1,000 words.

    Why it matters:
        News is written for a day: "said on Tuesday". Text made to stand for ever has none.

    Example:
        Police said on Tuesday.

    Left alone:
        Nothing is flagged.
    """
    index = doc.words.index
    count = sum(len(index.get(day, ())) for day in _WEEKDAYS)
    summary = f"{counted(count, 'mention')} of a day of the week"
    return Finding(min(doc.per_thousand_words(count), 30.0), summary)


def figures(doc: Document) -> Finding:
    """Figures.

    What it measures:
        Numbers in digits that are no years, per 1,000 words.

    Why it matters:
        A figure can be checked against its source.

    Example:
        The fund paid out 3,412 grants.

    Left alone:
        Years, and numbers in words.
    """
    index = doc.words.index
    # Words are letters and digits: those that sort before ":" begin with a digit.
    numbers = [word for word in index if word < ":"]
    count = sum(len(index[number]) for number in numbers if not _YEAR.fullmatch(number))
    summary = counted(count, "figure")
    return Finding(min(doc.per_thousand_words(count, is_common=True), 80.0), summary)


def _is_place_in_capitals(dateline: str) -> bool:
    place = re.split(r"[,(/—–-]", dateline, maxsplit=1)[0].strip()
    return place.isupper() and 3 <= len(place) <= 30
