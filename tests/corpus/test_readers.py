"""Reading corpora: every kind of input, whole and damaged."""

import bz2
import csv
import gzip
import io
import json
import lzma
import random
from datetime import date, datetime
from pathlib import Path

import pytest

from credscore.corpus.readers import Damage, Record, everything, find_sources
from credscore.corpus.readers.columns import as_date, choose_columns
from credscore.corpus.readers.record import LONGEST_RECORD
from credscore.corpus.readers.streams import BrokenStreamError, Stream, lines

ROWS = [
    {"id": n, "body": f"The council of Ellerby met in hall {n}.", "link": f"https://a.org/{n}"}
    for n in range(40)
]
PACK = {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


def read(path: Path, wanted=everything) -> list[Record | Damage]:
    def failed(name: str, reason: str) -> None:
        pytest.fail(f"{name}: {reason}")

    sources = find_sources([str(path)], failed, frozenset())
    return [record for source in sources for record in source.open().records(wanted)]


def texts(found: list[Record | Damage], name: str = "body") -> list[str]:
    return [record.fields[name] for record in found if isinstance(record, Record)]


def damage(found: list[Record | Damage]) -> list[Damage]:
    return [record for record in found if isinstance(record, Damage)]


def json_lines(rows=ROWS) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def csv_file(rows=ROWS, delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def parquet_file(path: Path, rows=ROWS, group: int = 10) -> Path:
    pyarrow = pytest.importorskip("pyarrow", reason="extra corpus")
    from pyarrow import parquet

    parquet.write_table(pyarrow.Table.from_pylist(rows), path, row_group_size=group)
    return path


@pytest.mark.parametrize("packing", PACK)
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", json_lines()),
        ("a.json", json.dumps(ROWS, indent=1).encode()),
        ("a.csv", csv_file()),
        ("a.tsv", csv_file(delimiter="\t")),
        ("a.csv", csv_file(delimiter=";").replace(b"\n", b"\r\n")),
        ("without_suffix", json_lines()),
    ],
)
def test_tables_are_read_compressed_or_not(tmp_path, name, data, packing) -> None:
    path = tmp_path / (name + packing)
    path.write_bytes(PACK[packing](data))
    found = read(path)
    assert texts(found) == [row["body"] for row in ROWS]
    assert [record.number for record in found] == list(range(40))


def test_zstd_and_parquet_are_read(tmp_path) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="extra corpus")
    assert texts(read(parquet_file(tmp_path / "a.parquet"))) == [row["body"] for row in ROWS]
    path = tmp_path / "a.jsonl.zst"
    with pyarrow.output_stream(path, compression="zstd") as out:
        out.write(json_lines())
    assert texts(read(path)) == [row["body"] for row in ROWS]
    path.write_bytes(path.read_bytes()[:-30])
    assert "cut off" in damage(read(path))[0].reason


@pytest.mark.parametrize("kind", ["a.jsonl", "a.json", "a.csv", "a.parquet"])
def test_only_what_is_wanted_is_read_and_numbers_stay(tmp_path, kind) -> None:
    path = tmp_path / kind
    if kind == "a.parquet":
        parquet_file(path)
    else:
        made = {"a.jsonl": json_lines(), "a.json": json.dumps(ROWS).encode(), "a.csv": csv_file()}
        path.write_bytes(made[kind])
    found = read(path, lambda number: number in (3, 17, 39))
    assert [record.number for record in found] == [3, 17, 39]
    assert texts(found) == [ROWS[n]["body"] for n in (3, 17, 39)]


@pytest.mark.parametrize("packing", [".gz", ".bz2", ".xz"])
def test_a_cut_stream_gives_all_that_came_before_the_cut(tmp_path, packing) -> None:
    noise = random.Random(1)
    rows = [{"text": "".join(noise.choices("abcdef ", k=20_000))} for _ in range(150)]
    whole = PACK[packing](json_lines(rows))
    path = tmp_path / f"a.jsonl{packing}"
    path.write_bytes(whole[: len(whole) * 2 // 3])
    found = read(path)
    assert len(texts(found, "text")) >= 30
    assert texts(found, "text") == [row["text"] for row in rows[: len(found) - 1]]
    (cut,) = damage(found)
    assert cut is found[-1]
    assert cut.place == f"from line {len(found)} on"
    assert "cut off" in cut.reason


def test_a_bad_json_line_costs_itself(tmp_path) -> None:
    bad = {
        3: (b'{"body": "cut', "column 10"),
        9: (b"[1, 2]", "an array"),
        12: (b'{"body": "caf\xe9"}', "not UTF-8 at byte 14"),
        20: (b"[" * 100_000, "not JSON"),
        25: (b"null", "null"),
    }
    lines_ = json_lines().splitlines()
    for place, (line, _) in bad.items():
        lines_[place] = line
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b"\r\n\r\n".join(lines_))
    found = read(path)
    assert texts(found) == [row["body"] for n, row in enumerate(ROWS) if n not in bad]
    for hurt, (place, (_, reason)) in zip(damage(found), bad.items(), strict=True):
        assert hurt.number == place
        assert hurt.place == f"line {2 * place + 1}"
        assert reason in hurt.reason


def test_a_line_longer_than_any_document_is_passed_over_without_being_held() -> None:
    blocks = iter([b"first\n", b"x" * 700, b"x" * 700, b"x\nlast"])
    assert [(line.number, line.data, line.length) for line in lines(blocks, longest=1000)] == [
        (1, b"first", 5),
        (2, None, 1401),
        (3, b"last", 4),
    ]
    assert LONGEST_RECORD > 5_000_000  # Pages are 0.1 MB, the fattest ten times that.


def test_a_bad_element_of_an_array_costs_itself(tmp_path) -> None:
    whole = json.dumps(ROWS)
    path = tmp_path / "a.json"
    path.write_text(whole.replace('"id": 7,', '"id": oops,').replace('{"id": 9,', '7, {"id": 9,'))
    found = read(path)
    assert [hurt.place for hurt in damage(found)] == ["element 8", "element 10"]
    assert texts(found) == [row["body"] for n, row in enumerate(ROWS) if n != 7]
    path.write_text(whole[: len(whole) // 2])
    found = read(path)
    assert texts(found) == [row["body"] for row in ROWS[: len(found) - len(damage(found))]]
    assert damage(found)


def test_bad_rows_of_csv_cost_themselves(tmp_path) -> None:
    path = tmp_path / "a.csv"
    rows = csv_file().decode().splitlines()
    rows[5] = "4,too few"
    rows[10] = '9,"a mark that nobody closed,https://a.org'
    rows[20] = '19,"Two lines\nin one ""field""",https://a.org/19'
    path.write_text("\n".join(rows))
    found = read(path)
    assert texts(found) == [
        'Two lines\nin one "field"' if n == 19 else row["body"]
        for n, row in enumerate(ROWS)
        if n not in (4, 9)
    ]
    assert [hurt.place for hurt in damage(found)] == ["line 6", "line 11"]
    assert "2 fields where the header has 3" in damage(found)[0].reason


def test_csv_in_old_encodings_and_without_a_header(tmp_path) -> None:
    path = tmp_path / "a.csv"
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        path.write_bytes("title,text\nCafé,“Naïve” he said\n".encode(encoding))
        assert read(path)[0].fields == {"title": "Café", "text": "“Naïve” he said"}
    path.write_text(f"1,{'word ' * 30}\n2,{'more ' * 30}\n")
    assert [list(record.fields) for record in read(path)] == [["column 1", "column 2"]] * 2


def test_parquet_with_wrong_types_and_damaged_groups(tmp_path) -> None:
    pytest.importorskip("pyarrow", reason="extra corpus")
    path = parquet_file(tmp_path / "a.parquet", [{"text": n} for n in range(5)])
    with pytest.raises(ValueError, match="no column holds texts"):
        choose_columns([record.fields for record in read(path)], {})
    with pytest.raises(ValueError, match="the text in column 'text' is of type int"):
        choose_columns([{"text": "a"}], {}).fields({"text": 7})
    rows = [{"text": f"{n} " + "".join(random.Random(n).choices("abc ", k=500))} for n in range(40)]
    data = bytearray(parquet_file(tmp_path / "b.parquet", rows).read_bytes())
    data[len(data) // 2 : len(data) // 2 + 200] = b"\xff" * 200
    (tmp_path / "b.parquet").write_bytes(data)
    found = read(tmp_path / "b.parquet")
    (hurt,) = damage(found)
    assert hurt.place in ("rows 11 to 20", "rows 21 to 30")
    assert len(texts(found, "text")) == 30
    (tmp_path / "c.parquet").write_bytes(b"PAR1 and nothing else")
    assert "not a Parquet file" in damage(read(tmp_path / "c.parquet"))[0].reason


def warc_record(number: int, body: bytes, head: bytes = b"Content-Type: text/html") -> bytes:
    block = b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n" + body
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.org/%d\r\n"
        b"WARC-Date: 2023-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:%d>\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n"
    ) % (number, number, len(block), block)


def warc(count: int = 12) -> list[bytes]:
    noise = random.Random(5)
    return [
        warc_record(n, b"<html><body>" + noise.randbytes(3000).hex().encode() + b"</body></html>")
        for n in range(count)
    ]


def addresses(found: list[Record | Damage]) -> list[int]:
    return [int(url.rpartition("/")[2]) for url in texts(found, "url")]


def test_pages_of_a_web_archive_are_read_as_their_server_sent_them(tmp_path) -> None:
    pytest.importorskip("fastwarc", reason="extra corpus")
    path = tmp_path / "a.warc"
    records = [
        warc_record(0, "<p>café".encode("latin-1"), b"Content-Type: text/html; charset=latin1"),
        warc_record(1, gzip.compress(b"<p>packed"), b"Content-Encoding: gzip"),
        warc_record(2, b"3\r\n<p>\r\n0\r\n\r\n", b"Transfer-Encoding: chunked"),
        warc_record(3, b"GIF89", b"Content-Type: image/gif"),
        warc_record(4, b"gone").replace(b"200 OK", b"404 No"),
        warc_record(5, b"no gzip", b"Content-Encoding: gzip"),
        warc_record(6, b"<p>last").replace(b"WARC-Type: response", b"WARC-Type: resourcy"),
        warc_record(7, b"<p>last"),
    ]
    path.write_bytes(b"".join(records))
    found = read(path)
    assert addresses(found) == [0, 1, 2, 7]
    assert texts(found, "html")[0] == "<p>café"
    assert texts(found, "html")[1:] == [b"<p>packed", b"<p>", b"<p>last"]
    assert ["answer of the server" in hurt.reason for hurt in damage(found)] == [True]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_broken_record_of_a_web_archive_costs_itself(tmp_path, pack) -> None:
    pytest.importorskip("fastwarc", reason="extra corpus")
    path = tmp_path / "a.warc"
    records = warc()
    records[4] = records[4].replace(b"Content-Length: ", b"Content-Length: x")
    records[7] = b"XXXX" + records[7][4:]
    packed = [pack(record) for record in records]
    packed[10] = packed[10][:1500] + b"\x00" * 40 + packed[10][1540:]
    if pack is bytes:
        packed[10] = b"XXXX" + packed[10][4:]
    path.write_bytes(b"".join(packed))
    found = read(path)
    assert addresses(found) == [0, 1, 2, 3, 5, 6, 8, 9, 11]
    assert len(damage(found)) == 3
    numbers = [record.number for record in found]
    assert numbers == sorted(set(numbers))
    path.write_bytes(b"".join(map(pack, warc()))[:-2000])
    found = read(path)
    assert addresses(found) == list(range(11))
    assert len(damage(found)) == 1


def test_texts_of_a_wet_file_are_read(tmp_path) -> None:
    pytest.importorskip("fastwarc", reason="extra corpus")
    path = tmp_path / "a.warc.wet.gz"
    record = warc_record(0, b"").replace(b"WARC-Type: response", b"WARC-Type: conversion")
    record = record.replace(b"application/http; msgtype=response", b"text/plain")
    path.write_bytes(gzip.compress(record))
    (found,) = read(path)
    assert found.fields["url"] == "https://a.org/0"
    assert found.fields["text"].startswith("HTTP/1.1")


def test_a_folder_gives_its_documents_and_its_tables_in_order(tmp_path) -> None:
    for name in ("b/two.html", "a/one.txt", "c.md", "README.md", ".hidden.txt", "saved.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        page = "<html><p>x" if "saved" in name or "html" in name else f"Of {name}."
        path.write_text(page)
    (tmp_path / "z.txt.gz").write_bytes(gzip.compress(b"packed"))
    (tmp_path / "k.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "table.jsonl").write_bytes(json_lines())
    (tmp_path / "scores.parquet").write_bytes(b"ours")
    sources = find_sources(
        [str(tmp_path)], pytest.fail, frozenset({(tmp_path / "scores.parquet").resolve()})
    )
    assert [source.kind for source in sources] == ["JSON Lines", "documents"]
    found = list(sources[1].open().records(everything))
    names = [Path(record.place).relative_to(tmp_path).as_posix() for record in found]
    assert names == ["c.md", "k.txt", "saved.txt", "z.txt.gz", "a/one.txt", "b/two.html"]
    assert "PNG" in damage(found)[0].reason
    assert [record.fields.get("site") for record in found if isinstance(record, Record)] == [
        None, None, None, "a", "b",
    ]  # fmt: skip
    assert ["html" in r.fields for r in found if isinstance(r, Record)] == [
        False, True, False, False, True,
    ]  # fmt: skip


def test_what_is_no_input_is_named(tmp_path) -> None:
    said: list[tuple[str, str]] = []
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "empty").mkdir()
    names = [str(tmp_path / name) for name in ("a.docx", "gone.csv", "empty")]
    assert not find_sources(names, lambda *failure: said.append(failure), frozenset())
    assert [name for name, _ in said] == names
    assert ".parquet" in said[0][1]
    assert "no such file" in said[1][1]


LONG = "The council met on Tuesday and voted nine to two to close the bridge. " * 5


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"Article_Text": LONG, "Headline": "A", "pubDate": "Tue, 09 May 2023 10:00:00 GMT"},
         {"text": "Article_Text", "title": "Headline", "published": "pubDate"}),
        ({"text": LONG, "source_url": "https://a.org/x"}, {"text": "text", "url": "source_url"}),
        ({"id": 1, "c1": "short", "c2": LONG}, {"text": "c2"}),
        ({"content": f"<html>{LONG}", "domain": "a.org"}, {"html": "content", "site": "domain"}),
        ({"source": f"<html><p>{LONG}"}, {"html": "source"}),
        ({"text": LONG, "source": "The Gazette"}, {"text": "text", "site": "source"}),
        ({"text": LONG, "date": "no day", "url": 7}, {"text": "text"}),
        ({"text": LONG, "html": f"<p>{LONG}"}, {"text": "text", "html": "html"}),
    ],
)  # fmt: skip
def test_columns_are_guessed_from_names_and_values(row, expected) -> None:
    columns = choose_columns([row] * 3)
    assert columns.names == expected
    assert set(columns.ignored) == set(row) - set(expected.values())
    assert all(repr(name) in str(columns) for name in expected.values())


def test_columns_that_are_given_are_taken_and_missing_ones_named() -> None:
    row = {"text": LONG, "summary": "x", "when": "2023-05-09"}
    columns = choose_columns([row], {"text": "summary", "published": "when"})
    assert columns.fields(row) == {"text": "x", "published": date(2023, 5, 9)}
    with pytest.raises(ValueError, match=r"can't find column 'nope'.*'text', 'summary', 'when'"):
        choose_columns([row], {"text": "nope"})


def test_a_row_without_text_is_an_empty_document_and_one_with_both_keeps_its_text() -> None:
    columns = choose_columns([{"text": LONG, "html": f"<p>{LONG}", "authors": ["A", "B"]}])
    assert columns.fields({"text": None}) == {"text": ""}
    assert columns.fields({"text": "a", "html": "<p>b", "authors": ["A", "B"]}) == {
        "text": "a",
        "author": "A, B",
    }
    assert columns.fields({"html": "<p>b"}) == {"html": "<p>b"}


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2023-05-09", date(2023, 5, 9)),
        ("2023-05-09T23:59:00Z", date(2023, 5, 9)),
        ("2023/05/09 10:00", date(2023, 5, 9)),
        ("Tue, 09 May 2023 10:00:00 GMT", date(2023, 5, 9)),
        ("May 9, 2023", date(2023, 5, 9)),
        (1683590400, date(2023, 5, 9)),
        (1683590400000, date(2023, 5, 9)),
        ("1683590400", date(2023, 5, 9)),
        (datetime(2023, 5, 9, 1), date(2023, 5, 9)),
        ("3/4/2021", None),
        ("soon", None),
        (7, None),
        (float("nan"), None),
        (True, None),
        (10**30, None),
        ("9" * 40, None),
    ],
)
def test_days_are_read_in_many_notations_and_never_guessed(value, day) -> None:
    assert as_date(value) == day


def test_reading_stops_with_a_reason_where_the_stream_does(tmp_path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"x" * 100)[:-4])
    with pytest.raises(BrokenStreamError, match="gzip stream is cut off"):
        list(Stream(path).blocks())
