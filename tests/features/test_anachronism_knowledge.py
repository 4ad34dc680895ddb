"""The tables of the family `anachronism`: sound, found under all names, silent where they end."""

import csv
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credscore.document import Document
from credscore.features.anachronism import knowledge
from credscore.features.anachronism.build_tables import build
from credscore.features.anachronism.events import events, latest_surprise
from credscore.features.anachronism.existence import (
    events_before_they_happened,
    places_before_their_names,
    products_before_launch,
    used_before_they_existed,
    words_before_they_existed,
)
from credscore.features.anachronism.knowledge import read_day
from credscore.features.anachronism.officeholders import officeholders

FOLDER = Path(knowledge.__file__).parent
CHECKS = (
    officeholders,
    words_before_they_existed,
    places_before_their_names,
    used_before_they_existed,
    products_before_launch,
    events_before_they_happened,
)


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def found(text: str, published: str | None = None) -> list[str]:
    doc = Document(text, published=published)
    return [doc.content[p.start : p.end] for p in officeholders(doc)]


# -- the tables ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["terms_of_office.csv", "terms_own.csv"])
def test_every_term_starts_before_it_ends(name: str) -> None:
    rows = table(name)
    assert len(rows) > 1000
    for row in rows:
        assert None not in row.values()
        assert row["person"].strip()
        assert row["office"].strip()
        start, known = read_day(row["start"]), read_day(row["known"])
        assert start.earliest <= known.latest
        if name == "terms_own.csv" and row["end"]:
            assert start.earliest <= read_day(row["end"]).latest <= known.latest


def test_no_two_own_terms_of_one_person_in_one_office_overlap() -> None:
    by_office: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in table("terms_own.csv"):
        key = (row["person"], row["country"], row["office"])
        by_office.setdefault(key, []).append(row)
    for terms in by_office.values():
        for one, other in pairwise(terms):
            assert one["end"]
            assert one["end"] <= other["start"]


def test_no_country_has_two_presidents_or_prime_ministers_for_long() -> None:
    by_office: dict[tuple[str, str], list[tuple[date, date, str]]] = {}
    for row in table("terms_own.csv"):
        if row["office"] in ("President", "Prime Minister", "Chancellor"):
            start = read_day(row["start"]).latest
            end = read_day(row["end"]).earliest if row["end"] else date.max
            by_office.setdefault((row["country"], row["office"]), []).append(
                (start, end, row["person"])
            )
    for holders in by_office.values():
        holders.sort()
        for (_, end, one), (start, _, other) in pairwise(holders):
            # Contested elections and power handed over before the day leave some months.
            assert end == date.max or (end - start).days < 640, (one, other)
            assert end != date.max, (one, other)


def test_events_have_keys_days_and_kinds() -> None:
    rows = table("events.csv")
    assert len(rows) >= 300
    assert len({row["key"] for row in rows}) == len(rows)
    for row in rows:
        begin = read_day(row["begin"])
        assert date(1900, 1, 1) <= begin.earliest
        assert not row["end"] or begin.earliest <= read_day(row["end"]).latest
        assert row["kind"].isalpha()
        assert row["name"]


@pytest.mark.parametrize("row", table("events.csv"), ids=lambda row: row["key"])
def test_every_event_is_found_under_every_name(row: dict[str, str]) -> None:
    for phrase in filter(None, row["names"].split(";")):
        said = " ".join(part.split("/")[0] for part in phrase.split() if part != "..")
        doc = Document(f"People remember the {said} well, they say.")
        keys = {event.key for mention in events(doc) for event in mention.readings}
        assert row["key"] in keys, said


def test_words_places_and_products_are_dated() -> None:
    for name, form, since in (
        ("words.csv", "form", "since"),
        ("renamed_places.csv", "name", "since"),
        ("products.csv", "product", "opened"),
        ("products_own.csv", "product", "opened"),
    ):
        rows = table(name)
        assert rows
        for row in rows:
            assert row[form]
            assert read_day(row[since])


def test_the_notice_names_every_table() -> None:
    notice = (FOLDER / "NOTICE.txt").read_text(encoding="utf-8")
    for path in FOLDER.glob("*.csv"):
        assert path.name in notice


# -- people ----------------------------------------------------------------------------------

SAID = "Peace is near. {} said that talks would go on in the spring."


@pytest.mark.parametrize(
    "name",
    [
        "Prime Minister Boris Johnson",
        "UK Prime Minister Boris Johnson",
        "British PM Boris Johnson",
        "British premier Boris Johnson",
    ],
)
def test_a_title_is_read_in_all_its_forms(name: str) -> None:
    assert found(SAID.format(name), "2024-01-10") == [name]


@pytest.mark.parametrize("name", ["Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskyi"])
def test_a_name_is_read_in_all_spellings(name: str) -> None:
    title = f"President Volodymyr {name}"
    assert found(SAID.format(title), "2017-01-10") == [title]
    assert found(SAID.format(title), "2021-01-10") == []


@pytest.mark.parametrize("name", ["Recep Tayyip Erdogan", "Recep Tayyip Erdoğan"])
def test_accents_make_no_difference(name: str) -> None:
    title = f"Prime Minister {name}"
    assert found(SAID.format(title), "2019-01-10") == [title]
    assert found(SAID.format(title), "2010-01-10") == []


@pytest.mark.parametrize(
    "mark",
    ["former", "Former", "ex-", "then-", "then ", "the late", "ousted", "acting", "outgoing"],
)
def test_a_marked_title_is_left_alone(mark: str) -> None:
    joint = "" if mark.endswith("-") else " "
    assert found(f"The {mark}{joint}President Hosni Mubarak said no.", "2014-05-02") == []


def test_two_holders_who_share_a_name_are_left_alone() -> None:
    # One was president to 1993, the other from 2001 to 2009.
    assert found("President George Bush said that he would run.", "2005-03-02") == []


def test_an_open_term_is_left_alone() -> None:
    assert found("President Vladimir Putin said that he would run.", "2024-03-02") == []


def test_whoever_leaves_is_not_missed_after_the_last_day_of_the_table() -> None:
    text = "President Emmanuel Macron said no. President François Hollande said yes."
    assert found(text, "2020-01-01") == ["President François Hollande"]
    assert found(text, "2040-01-01") == []


def test_without_any_date_nothing_is_said() -> None:
    assert found("President Hosni Mubarak said that he would stay.") == []


def test_a_later_event_dates_a_text_that_has_no_date() -> None:
    text = "Hurricane Ian is gone. President Hosni Mubarak said that he would stay."
    doc = Document(text)
    (passage,) = officeholders(doc)
    assert "Hurricane Ian" in passage.message
    (related,) = passage.related
    assert text[related.start : related.end] == "Hurricane Ian"


# -- events ----------------------------------------------------------------------------------


def named(text: str) -> list[list[str]]:
    return [[e.key for e in mention.readings] for mention in events(Document(text))]


@pytest.mark.parametrize(
    "text",
    [
        "It's been seven years since Russia annexed the Crimean peninsula.",
        "Russia’s annexation of Crimea changed the map.",
        "The annexation by Moscow of Crimea changed the map.",
        "Crimea was annexed in the spring.",
    ],
)
def test_an_event_is_found_in_its_wordings(text: str) -> None:
    assert ["crimea-annexed"] in named(text)


def test_a_phrase_of_two_events_has_both_readings() -> None:
    (mention,) = events(Document("Much changed after Russia's invasion of Ukraine that year."))
    assert [event.begin.earliest.year for event in mention.readings] == [2014, 2022]
    assert mention.event is mention.readings[0]


def test_the_longer_phrase_tells_what_is_meant() -> None:
    assert named("Russia's full-scale invasion of Ukraine began at dawn.") == [["ukraine-invasion"]]


def test_a_name_does_not_run_over_a_sentence_end() -> None:
    assert named("They spoke of Hurricane. Katrina smiled.") == []


def test_what_can_be_foreseen_does_not_date_a_text() -> None:
    assert latest_surprise(Document("The Paris Olympics will be held; nobody knows how.")) is None


# -- lazy, local, robust ---------------------------------------------------------------------


def run(code: str, **env: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_the_terms_are_not_loaded_for_a_text_without_titles() -> None:
    code = (
        "from credscore.document import Document\n"
        "from credscore.features.anachronism import knowledge, officeholders\n"
        "officeholders.officeholders(Document('Rain fell on the hills in May.'))\n"
        "print(knowledge.terms.cache_info().currsize)\n"
        "officeholders.officeholders(Document('President May said no.'))\n"
        "print(knowledge.terms.cache_info().currsize)\n"
    )
    assert run(code).split() == ["0", "1"]


NEWSROOM = (
    "from credscore.document import Document\n"
    "from credscore.features.anachronism import existence, officeholders, events\n"
    "doc = Document('Tarnby Mayor Ann Osterman said no. Toronto Mayor Rob Ford said yes. "
    "The Tarnby flood came. Zorbing Plus is on sale.', published='2020-02-02')\n"
    "print([doc.content[p.start:p.end] for p in officeholders.officeholders(doc)])\n"
    "print([m.event.key for m in events.events(doc)])\n"
    "print([doc.content[p.start:p.end] for p in existence.words_before_they_existed(doc)])\n"
)


def test_a_newsroom_adds_and_overrides_rows(tmp_path: Path) -> None:
    (tmp_path / "terms_of_office.csv").write_text(
        "person,country,office,start,end,known\n"
        "Ann Osterman,us,Mayor of Tarnby,2010-01-01,2014-01-01,2030-01-01\n"
        "Rob Ford,canada,Mayor of Toronto,2010-12-01,,2030-01-01\n",
        encoding="utf-8",
    )
    (tmp_path / "events.csv").write_text(
        "key,begin,end,kind,name,names\ntarnby,2019-05-02,,disaster,the flood,tarnby flood\n",
        encoding="utf-8",
    )
    (tmp_path / "words.csv").write_text(
        "form,since,kind,meaning\nZorbing Plus,2025,product,a game\n", encoding="utf-8"
    )
    without = run(NEWSROOM).splitlines()
    assert without == ["['Toronto Mayor Rob Ford']", "[]", "[]"]
    added = run(NEWSROOM, CREDSCORE_TABLES=str(tmp_path)).splitlines()
    assert added == ["['Tarnby Mayor Ann Osterman']", "['tarnby']", "['Zorbing Plus']"]


def test_a_folder_that_is_not_there_is_named() -> None:
    assert "CREDSCORE_TABLES must name a folder, got '/no/such'" in run(
        NEWSROOM, CREDSCORE_TABLES="/no/such"
    )


HOSTILE = [
    "",
    "President",
    "Boris Johnson",
    "President " * 3000,
    "President Boris " * 2000,
    "Boris Johnson " * 2000,
    "iPhone " * 3000,
    "Crimea annexed Russia " * 2000,
    "\x00President\x00Boris\x00Johnson\x00",
    "President \ud800 Johnson said",
    "الرئيس بوريس Johnson 🎉 President 🎉 Johnson",
    "# #MeToo",
    "#MeToo",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_no_text_is_too_much(check, text: str) -> None:
    doc = Document(text, published="2011-05-02")
    for passage in check(doc):
        assert 0 <= passage.start < passage.end <= len(doc.content)


WORDS = str.split(
    "President Prime Minister Secretary of State Boris Johnson Hillary Clinton said has been , . "
    "the former in 2014 on TikTok Brexit Crimea was annexed Russia Galaxy S22 launched who is"
)


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.dates(date(2000, 1, 1), date(2025, 1, 1)))
def test_every_finding_is_a_passage_of_the_text(words: list[str], published: date) -> None:
    doc = Document(" ".join(words), published=published)
    for check in CHECKS:
        for passage in check(doc):
            assert 0 <= passage.start < passage.end <= len(doc.content)
            assert passage.message.endswith(".")
            assert all(0 <= a < b <= len(doc.content) for a, b in passage.related)


# -- the rebuilding --------------------------------------------------------------------------


def exports(folder: Path) -> Path:
    (folder / "officeholders.csv").write_text(
        "country,position,person,wikidata,start,end,as_of\n"
        "us,Secretary of Defence,Ann Lee,Q1,2010-01-01,2012-02-03,2022-08-03\n"
        "us,Secretary of Defence,Ann Lee,Q1,2012-02-05,2014,2022-08-03\n"
        "us,Governor of Ohio,Jo Poe,Q2,2010,,2022-08-03\n"
        "kenya,Minister of Health,Jo Poe,Q3,2011,2012,2022-08-03\n"
        "us,Judge of Ohio,Al Ray,Q4,2011,2012,2022-08-03\n"
        "us,Mayor of Troy,Old Man,Q5,1970,1980,2022-08-03\n",
        encoding="utf-8",
    )
    (folder / "us-cabinet-turnover-x.csv").write_text(
        "president,position,appointee,start_date,end_date,length,departure_day,gender,,\n"
        "Carter,OSTP Director,Ed Fox,1/5/99,2/7/03,1,1,Male,,\n"
        "Carter,OSTP Director,Mo Dow,2/7/03,Still in office,1,1,Male,,\n",
        encoding="utf-8",
    )
    (folder / "us-executive.yaml").write_text(
        "- id:\n    bioguide: X\n  name:\n    first: Ann\n    last: Roe\n  bio:\n    gender: F\n"
        "  terms:\n  - type: prez\n    start: '2001-01-20'\n    end: '2005-01-20'\n"
        "  - type: prez\n    start: '2005-01-20'\n    end: '2009-01-20'\n"
        "- id:\n    bioguide: Y\n  name:\n    first: Bo\n    last: Tam\n"
        "  terms:\n  - type: viceprez\n    start: '2009-01-20'\n    end: '2013-01-20'\n",
        encoding="utf-8",
    )
    (folder / "reign-leaders-2021-03.csv").write_text(
        "stateabb,ccode,leadid,leader,sdate,smonth,syear,emonth,eyear\n"
        "GHA,452,x,Kofi Mensah Addo,1,2,2003,7,2012\nGHA,452,y,Mills,1,7,2012,,\n"
        "GMY,255,z,Karl Otto,1,2,2003,7,2012\n",
        encoding="latin-1",
    )
    (folder / "google-products.json").write_text(
        '[{"name": "Google Zap", "dateOpen": "2011-01-02"}, {"name": "Zap", '
        '"dateOpen": "2010-01-02"}, {"name": "Google Zap", "dateOpen": "2009-01-02"}]',
        encoding="utf-8",
    )
    (folder / "product-releases.csv").write_text(
        "product,cycle,label,released\nFoo OS,7,7 (LTS),2020-02-03\nFoo OS,7.1,,2021-02-03\n",
        encoding="utf-8",
    )
    return folder


def test_the_tables_are_rebuilt_from_exports(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    sources = tmp_path / "in"
    sources.mkdir()
    assert build(exports(sources), out) == {"terms_of_office.csv": 6, "products.csv": 2}
    assert (out / "terms_of_office.csv").read_text(encoding="utf-8").splitlines() == [
        "person,country,office,start,end,known",
        "Ann Lee,us,Secretary of Defense,2010-01-01,2014,2022-08-03",
        "Ann Roe,us,President,2001-01-20,2009-01-20,2009-01-20",
        "Bo Tam,us,Vice President,2009-01-20,,2009-01-20",
        "Ed Fox,us,OSTP Director,1999-01-05,2003-02-07,2003-02-07",
        "Kofi Mensah Addo,ghana,President,2003-02,2012-07,2021-03",
        "Mo Dow,us,OSTP Director,2003-02-07,,2003-02-07",
    ]
    assert (out / "products.csv").read_text(encoding="utf-8").splitlines() == [
        "product,opened",
        "Foo OS 7,2020-02-03",
        "Google Zap,2009-01-02",
    ]


def test_a_table_without_exports_is_left_as_it_is(tmp_path: Path) -> None:
    assert build(tmp_path, tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("row", table("words.csv"), ids=lambda row: row["form"])
def test_every_word_is_found_as_it_is_written(row: dict[str, str]) -> None:
    doc = Document(f"They had heard of {row['form']} before.", published="1989-05-02")
    found = [doc.content[p.start : p.end] for p in words_before_they_existed(doc)]
    assert found == [row["form"]]


@pytest.mark.parametrize("row", table("renamed_places.csv"), ids=lambda row: row["name"])
def test_every_place_is_found_in_text_and_heading(row: dict[str, str]) -> None:
    text = f"A walk in {row['name']}\n\nThe streets of {row['name']} were full, people said."
    doc = Document(text, published="1994-05-02")
    assert [doc.content[p.start : p.end] for p in places_before_their_names(doc)] == [
        row["name"],
        row["name"],
    ]


def test_nearly_every_holder_of_an_own_term_is_read_with_the_office_in_full() -> None:
    asked = read = 0
    for row in table("terms_own.csv"):
        later = date.fromisoformat(row["end"] or "2025-04-30") + timedelta(days=60)
        if not row["end"] or later > date.fromisoformat(row["known"]):
            continue
        office = re.sub(r" ?\([^)]*\)", "", row["office"]).strip()
        text = f"Rain fell all day. {office} {row['person']} said that help would come."
        asked += 1
        read += bool(officeholders(Document(text, published=later)))
    assert asked > 1000
    # Some came back within two months; some hold another office that answers to the title.
    assert read >= 0.98 * asked


@pytest.mark.parametrize("form", ["Barack Obama’s", "Barack Obama", "President Obama's"])
def test_former_once_is_former_throughout(form: str) -> None:
    text = f"The book of former {form} friend sold well. President Barack Obama said so."
    assert found(text, "2019-02-03") == []
