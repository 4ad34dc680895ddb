"""Rebuild the compact tables of the family from newer exports.

    python -m credscore.features.anachronism.build_tables SOURCES OUT

``SOURCES`` is a folder with these exports, each of which may be missing: the tables made from it
are then left as they are.

============================  ============================================================
``officeholders.csv``         country, position, person, wikidata, start, end, as_of
``reign-leaders-*.csv``       REIGN's list of national leaders
``us-executive.yaml``         congress-legislators' presidents and vice-presidents
``us-cabinet-turnover-*.csv`` FiveThirtyEight's cabinet departures
``google-products.json``      killedbygoogle's products
``product-releases.csv``      product, cycle, label, released
============================  ============================================================

``OUT`` is the folder to write to: that of this module, or one that ``CREDSCORE_TABLES`` points
to. The tables ``terms_own.csv``, ``events.csv``, ``words.csv`` and ``renamed_places.csv`` are
written by hand and no part of this.
"""

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple


class TermRow(NamedTuple):
    """One line of ``terms_of_office.csv``; dates are ISO 8601, to the day, month or year."""

    person: str
    country: str
    office: str
    start: str
    end: str
    known: str


class ProductRow(NamedTuple):
    """One line of ``products.csv``."""

    product: str
    opened: str


EARLIEST = "1990"
_NO_OFFICE_OF_THE_NEWS = re.compile(
    r"^(?:judge|justice|member|lord of the treasury|permanent secretary|first lady|second lady)\b"
    r"|district|vice.governor|deputy chairman|executive committee|minister without portfolio",
    re.IGNORECASE,
)

_AMBASSADOR = re.compile(r"^(?:ambassador|high commissioner)\b", re.IGNORECASE)
_HOSTS_OF_THE_NEWS = re.compile(
    r"United States|United Nations|Russia|Ukraine|China|United Kingdom|France|Germany|Japan|India\b"
    r"|Pakistan|Israel|Iran|Iraq|Afghanistan|Turkey|NATO|European Union|Canada|Mexico|Korea|Syria"
    r"|Saudi|Australia|Italy|Poland|Egypt|Libya|Venezuela|Brazil|Belarus|Holy See"
)
"""No news agency names the ambassador to a small country; many terms are theirs."""

_CABINET_OFFICES = {
    "EPA Administrator": "Administrator of the Environmental Protection Agency",
    "OMB Director": "Director of the Office of Management and Budget",
    "CIA Director": "Director of the CIA",
    "UN Ambassador": "Ambassador to the United Nations",
    "CEA Chair": "Chair of the Council of Economic Advisers",
    "SBA Administrator": "Administrator of the Small Business Administration",
    "Chief of Staff": "White House Chief of Staff",
    "U.S. Trade Representative": "United States Trade Representative",
}


def build(sources: Path, out: Path) -> dict[str, int]:
    """Make all tables that ``sources`` allows; returns the number of rows by file name."""
    made: dict[str, int] = {}
    terms = sorted(set(terms_of_office(sources)))
    if terms:
        made["terms_of_office.csv"] = _write(out / "terms_of_office.csv", TermRow._fields, terms)
    # A name that was given twice was there when it was first given.
    first = {row.product: row for row in sorted(product_launches(sources), reverse=True)}
    products = sorted(first.values())
    if products:
        made["products.csv"] = _write(out / "products.csv", ProductRow._fields, products)
    return made


def terms_of_office(sources: Path) -> Iterator[TermRow]:
    """Terms of all exports in ``sources``; consecutive terms of one office are joined."""
    rows = [*_wikidata(sources), *_executive(sources)]
    covered = {(row.country, row.office) for row in rows}
    rows += [row for row in _cabinet(sources) if (row.country, row.office) not in covered]
    covered_people = {row.person.casefold().split()[-1] for row in rows}
    rows += [
        row for row in _leaders(sources) if row.person.casefold().split()[-1] not in covered_people
    ]
    by_office: dict[tuple[str, str, str], list[TermRow]] = defaultdict(list)
    for row in rows:
        if not row.end or row.end >= EARLIEST:
            by_office[row.person, row.country, row.office].append(row)
    for terms in by_office.values():
        yield from _joined(terms)


def _joined(terms: list[TermRow]) -> Iterator[TermRow]:
    """Terms of one person in one office, those that follow on each other made one."""
    # Of two records of one term, the one that was made later knows how it ended.
    latest = {term.start: term for term in sorted(terms, key=lambda term: term.known)}
    known = max(term.known for term in terms)
    terms = [latest[start] for start in sorted(latest)]
    current = terms[0]
    for term in terms[1:]:
        if not current.end or term.start <= _next_days(current.end):
            end = "" if not (current.end and term.end) else max(current.end, term.end)
            current = current._replace(end=end)
        else:
            yield current._replace(known=known)
            current = term
    yield current._replace(known=known)


def _next_days(day: str) -> str:
    """A few days after an ISO date, so that a gap over a weekend parts no term."""
    if len(day) != 10:
        return day + "~"
    return (date.fromisoformat(day) + timedelta(days=5)).isoformat()


def _wikidata(sources: Path) -> Iterator[TermRow]:
    rows = list(_rows(sources / "officeholders.csv"))
    bearers: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        # "Ann Taylor, Baroness Taylor of Bolton" goes by the name before the comma.
        row["person"] = row["person"].partition(",")[0]
        bearers[row["person"].casefold()].add(row["wikidata"])
    for row in rows:
        # Two holders who share a name cannot be told apart in a text: neither is kept.
        if len(bearers[row["person"].casefold()]) > 1 or _NO_OFFICE_OF_THE_NEWS.search(
            row["position"]
        ):
            continue
        if not re.search("[A-Za-z]", row["person"]):
            continue
        if _AMBASSADOR.match(row["position"]) and not _HOSTS_OF_THE_NEWS.search(row["position"]):
            continue
        # The export writes the office of one country in the English of another.
        office = row["position"]
        if row["country"] == "us":
            office = office.replace("Defence", "Defense")
        yield TermRow(
            row["person"],
            row["country"],
            office,
            row["start"],
            row["end"],
            row["as_of"],
        )


def _executive(sources: Path) -> Iterator[TermRow]:
    """Presidents and vice-presidents; the file is YAML of one plain layout, read line by line."""
    path = sources / "us-executive.yaml"
    if not path.exists():
        return
    offices = {"prez": "President", "viceprez": "Vice President"}
    names: dict[str, str] = {}
    term: dict[str, str] = {}
    text = path.read_text(encoding="utf-8")
    known = max(re.findall(r"start: '(\d{4}-\d\d-\d\d)'", text))
    for line in [*text.splitlines(), "- end:"]:
        key, _, value = line.strip().removeprefix("- ").partition(":")
        value = value.strip().strip("'\"")
        if line.startswith(("-", "  -")) and term.get("type") in offices:
            person = f"{names.get('nickname') or names['first']} {names['last']}"
            # A term that has not run out by the latest start in the file is still open.
            end = term["end"] if term["end"] <= known else ""
            yield TermRow(person, "us", offices[term["type"]], term["start"], end, known)
            term = {}
        if line.startswith("-"):
            names = {}
        if key in ("first", "last", "nickname"):
            names[key] = value
        elif key in ("type", "start", "end"):
            term[key] = value


def _cabinet(sources: Path) -> Iterator[TermRow]:
    for path in sorted(sources.glob("us-cabinet-turnover-*.csv")):
        rows = [row for row in _rows(path) if row["appointee"]]
        ends = [end for row in rows if (end := _us_date(row["end_date"]))]
        known = max(ends)
        for row in rows:
            start = _us_date(row["start_date"])
            if start:
                office = _CABINET_OFFICES.get(row["position"], row["position"])
                end = _us_date(row["end_date"])
                yield TermRow(row["appointee"], "us", office, start, end, known)


def _us_date(text: str) -> str:
    """Read "1/21/77" as "1977-01-21"; "" where it is no such date ("Still in office")."""
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d\d)", text.strip())
    if not match:
        return ""
    month, day, year = map(int, match.groups())
    return date(year + (1900 if year > 50 else 2000), month, day).isoformat()


def _leaders(sources: Path) -> Iterator[TermRow]:
    """Leaders who are named in full, in countries where the leader's office never changed.

    REIGN names the leader, not the office: ``leader_titles.csv`` does.
    """
    offices = {
        row["code"]: (row["country"], row["office"])
        for row in _rows(Path(__file__).with_name("leader_titles.csv"))
    }
    for path in sorted(sources.glob("reign-leaders-*.csv")):
        match = re.search(r"\d{4}-\d\d", path.name)
        known = match[0] if match else "2021-03"
        for row in _rows(path, encoding="latin-1"):
            leader = offices.get(row["stateabb"])
            name = row["leader"].strip()
            if not leader or not re.fullmatch(r"[A-Z][a-z'-]+(?: [A-Z][a-z'-]+)+", name):
                continue
            start = f"{int(row['syear'])}-{int(row['smonth']):02}"
            end = f"{int(row['eyear'])}-{int(row['emonth']):02}" if row["eyear"] else ""
            yield TermRow(name, *leader, start, end, known)


def product_launches(sources: Path) -> Iterator[ProductRow]:
    """Products with the day they opened; names of one everyday word are left out."""
    path = sources / "google-products.json"
    if path.exists():
        for product in json.loads(path.read_text(encoding="utf-8")):
            name = product["name"].strip()
            if name.startswith("Google ") and product.get("dateOpen"):
                yield ProductRow(name, product["dateOpen"])
    path = sources / "product-releases.csv"
    if path.exists():
        for row in _rows(path):
            label = re.sub(r"\s*\(.*\)", "", row["label"] or row["cycle"]).strip()
            name = f"{row['product']} {label}"
            # A bare version number, or a calendar one, says nothing without its product.
            if row["released"] and re.fullmatch(r"\d{1,2}", label):
                yield ProductRow(name, row["released"])


def _rows(path: Path, encoding: str = "utf-8-sig") -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding=encoding, newline="") as file:
            yield from csv.DictReader(file)


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m credscore.features.anachronism.build_tables SOURCES OUT")
    for name, count in build(Path(sys.argv[1]), Path(sys.argv[2])).items():
        print(f"{name}: {count} rows")
