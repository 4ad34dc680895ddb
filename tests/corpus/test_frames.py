"""Frames in, frames out: same rows, same order, same kind, and no row lost."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credscore import Document, Scorer, read_html, score, score_frame
from credscore.corpus import schema
from credscore.registry import features

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

MAKERS: dict[str, Any] = {
    "pandas": lambda columns: pd.DataFrame(
        {k: pd.Series(v, dtype=object) for k, v in columns.items()}
    ),
    "polars": lambda columns: pl.DataFrame(columns),
    "pyarrow": lambda columns: pa.table(columns),
}
PAGE = "<html><head><title>Bridge to close</title></head><body><article>{}</article></body></html>"


def as_rows(frame: Any) -> list[dict[str, Any]]:
    """Rows as plain Python, with None for whatever the frame has for nothing."""
    if isinstance(frame, pd.DataFrame):
        plain = frame.astype(object).where(frame.notna(), None)
        return plain.to_dict("records")
    return frame.to_dicts() if isinstance(frame, pl.DataFrame) else frame.to_pylist()


@pytest.fixture(params=MAKERS)
def make(request: pytest.FixtureRequest) -> Any:
    return MAKERS[request.param]


@pytest.fixture(scope="module")
def plain_texts(texts: list[object]) -> list[object]:
    # Arrow and Polars hold no lone surrogates, so no such row can come from them.
    return [text for text in texts if not isinstance(text, str) or "\ud800" not in text]


def test_a_row_gets_what_score_gives(make: Any, plain_texts: list[object]) -> None:
    frame = make({"id": list(range(len(plain_texts))), "text": plain_texts})
    scored = score_frame(frame)
    assert type(scored) is type(frame)
    rows = as_rows(scored)
    assert list(rows[0]) == ["id", "text", *schema.columns()]
    assert [row["id"] for row in rows] == list(range(len(plain_texts)))
    assert [row["text"] for row in rows] == plain_texts
    for row, text in zip(rows, plain_texts, strict=True):
        if text is None:
            assert row["score"] is None
            assert row["band"] is None
            assert row["problem"] == "The row has no text."
            continue
        result = score(str(text))
        assert row["score"] == result.score
        assert row["band"] == result.band
        assert (row["problem"] is None) == (result.score is not None)
        assert (row["score_low"], row["score_high"]) == (result.interval or (None, None))
        for contribution in result.contributions:
            assert row[schema.value_column(contribution.feature)] == contribution.value
            points = row[schema.points_column(contribution.feature)]
            assert points == (contribution.points if result.score is not None else None)
        for place, reason in enumerate(result.reasons(3), start=1):
            assert row[f"reason_{place}"] == f"{reason.points:+.2f} {reason.text}"
    assert len({row["score"] for row in rows}) > 3


def test_every_kind_of_frame_says_the_same(plain_texts: list[object]) -> None:
    scored = [
        as_rows(score_frame(make({"text": plain_texts}), evidence=True)) for make in MAKERS.values()
    ]
    assert scored[0] == scored[1] == scored[2]


def test_the_columns_are_those_of_the_schema(plain_texts: list[object]) -> None:
    scored = score_frame(pa.table({"text": plain_texts}), evidence=True)
    assert scored.drop_columns(["text"]).schema.equals(schema.arrow_schema(evidence=True))
    names = [name for name in schema.columns() if name.startswith(("value_", "points_"))]
    assert len(names) == 2 * len(features())
    assert not any("." in name for name in schema.columns())
    field = schema.arrow_schema().field(schema.value_column("quotes.vague_speakers"))
    assert field.metadata[b"feature"] == b"quotes.vague_speakers"


def test_evidence_stands_where_it_says(make: Any, plain_texts: list[object]) -> None:
    rows = as_rows(score_frame(make({"text": plain_texts}), evidence=True))
    found = 0
    for row in rows:
        for passage in row["evidence"] if row["evidence"] is not None else []:
            assert row["text"][passage["start"] : passage["end"]] == passage["text"]
            assert passage["message"]
            found += 1
    assert found > 4


def test_evidence_of_a_page_refers_to_the_text_that_was_read(make: Any, texts: list[Any]) -> None:
    page = PAGE.format("".join(f"<p>{line}</p>" for line in texts[0].split("\n\n")))
    scored = as_rows(score_frame(make({"page": [page, None]}), html="page", evidence=True))
    assert scored[0]["score"] == score(read_html(page)).score
    for passage in scored[0]["evidence"]:
        assert scored[0]["read_text"][passage["start"] : passage["end"]] == passage["text"]
    assert scored[1]["problem"] == "The row has no text."


def test_what_stands_beside_the_text_is_read(make: Any, texts: list[Any]) -> None:
    days = ["2023-05-09", "2023-05-09T10:00:00Z"]
    frame = make({"body": [texts[0]] * 2, "head": ["You won't believe this", None], "day": days})
    first, second = as_rows(score_frame(frame, "body", title="head", published="day"))
    expected = score(Document(texts[0], title="You won't believe this", published=days[0]))
    assert first["score"] == expected.score
    assert second["score"] == score(Document(texts[0], published=days[0])).score
    assert first["score"] != second["score"]


def test_a_page_is_overruled_by_the_columns(texts: list[Any]) -> None:
    page = PAGE.format("".join(f"<p>{line}</p>" for line in texts[0].split("\n\n")))
    frame = pl.DataFrame({"page": [page.encode()], "day": [date(2020, 2, 3)], "text": ["unread"]})
    scored = score_frame(frame, html="page", published="day").row(0, named=True)
    document = read_html(page)
    expected = score(
        Document(document.text, document.title, published=date(2020, 2, 3), page=document.page)
    )
    assert scored["score"] == expected.score


@pytest.mark.parametrize(
    "day",
    [datetime(2023, 5, 9, 12), date(2023, 5, 9), pd.Timestamp("2023-05-09"), "2023-05-09"],
)
def test_days_come_in_many_kinds(day: object, texts: list[Any]) -> None:
    frame = pd.DataFrame({"text": [texts[0]] * 3, "day": [day, pd.NaT, None]})
    scored = score_frame(frame, published="day")
    assert not scored["warnings"].str.contains("passed over", na=False).any()
    assert scored["score"].notna().all()


def test_wrong_types_cost_the_row_or_the_column_only(texts: list[Any]) -> None:
    rows = [texts[0], 12, b"bytes", ["a"], float("nan"), pd.NA, texts[1]]
    frame = pd.DataFrame({"text": rows, "day": ["next week", *[None] * 5, 2023], "head": [3.5] * 7})
    scored = score_frame(frame, published="day", title="head")
    assert scored["score"].notna().tolist() == [True, *[False] * 5, True]
    assert scored["problem"][1] == "The text is no text but int (12)."
    assert "decode it" in scored["problem"][2]
    assert "list" in scored["problem"][3]
    assert set(scored["problem"][4:6]) == {"The row has no text."}
    assert "published was passed over, for 'next week' is no date." in scored["warnings"][0]
    assert "title was passed over, for 3.5 is no text." in scored["warnings"][0]
    assert "2023 is no date" in scored["warnings"][6]
    assert scored["score"][0] == score(texts[0]).score


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    text = ("“I \ud800 saw \udfff it,” experts have suggested. " * 30) + "\ud83d"
    scored = score_frame(pd.DataFrame({"text": pd.Series([text], dtype=object)}), evidence=True)
    passages = scored["evidence"][0]
    assert any("\ufffd" in passage["text"] for passage in passages)
    for passage in passages:
        assert len(passage["text"]) == passage["end"] - passage["start"]
        passage["text"].encode()


@pytest.mark.parametrize("index", [[7, 7, 7], ["c", "a", "b"], [3, 1, 2]])
def test_the_index_is_kept(index: list[object], texts: list[Any]) -> None:
    frame = pd.DataFrame({"text": [texts[0], None, texts[1]]}, index=pd.Index(index, name="key"))
    scored = score_frame(frame)
    assert scored.index.equals(frame.index)
    assert scored.index.name == "key"
    assert scored["score"].notna().tolist() == [True, False, True]
    assert list(frame.columns) == ["text"]


def test_empty_frames_get_their_columns(make: Any) -> None:
    frame = MAKERS["pandas"]({"text": []}) if make is MAKERS["pandas"] else None
    if frame is None:
        frame = pl.DataFrame(schema={"text": pl.String})
        frame = frame if make is MAKERS["polars"] else frame.to_arrow()
    scored = score_frame(frame, evidence=True)
    names = scored.column_names if isinstance(scored, pa.Table) else list(scored.columns)
    assert names == ["text", *schema.columns(evidence=True)]
    assert len(scored) == 0


def test_categorical_dictionary_and_chunked_text(texts: list[Any]) -> None:
    expected = [score(texts[0]).score, score(texts[1]).score, score(texts[0]).score]
    rows = [texts[0], texts[1], texts[0]]
    as_category = pd.DataFrame({"text": pd.Series(rows, dtype="category")})
    assert score_frame(as_category)["score"].tolist() == expected
    as_categorical = pl.DataFrame({"text": pl.Series(rows, dtype=pl.Categorical)})
    assert score_frame(as_categorical)["score"].to_list() == expected
    chunked = pa.table({"text": pa.chunked_array([rows[:1], [], rows[1:]]).dictionary_encode()})
    assert score_frame(chunked)["score"].to_pylist() == expected
    for kind in (pa.large_string(), pa.string_view()):
        assert (
            score_frame(pa.table({"text": pa.array(rows, kind)}))["score"].to_pylist() == expected
        )


def test_processes_give_what_one_process_gives(plain_texts: list[object]) -> None:
    frame = pl.DataFrame({"text": plain_texts * 9})
    assert score_frame(frame, n_jobs=2).equals(score_frame(frame))


def test_another_model_and_prior(texts: list[Any], model_file: Path) -> None:
    scorer = Scorer(model_file, prior=0.1)
    scored = score_frame(pl.DataFrame({"text": [texts[0]]}), scorer=scorer)
    assert scored["score"].to_list() == [scorer.score(texts[0]).score]
    assert scored["model"][0].startswith("test 1 ")


def test_a_column_that_is_not_there_is_named(make: Any) -> None:
    with pytest.raises(
        schema.ColumnError, match=r"no column 'txt' \(did you mean 'text'\?\).*'id'"
    ):
        score_frame(make({"id": ["1"], "text": ["x"]}), "txt")
    with pytest.raises(schema.ColumnError, match="no column 'day'"):
        score_frame(make({"text": ["x"]}), published="day")
    with pytest.raises(schema.ColumnError, match="no column 'page'"):
        score_frame(make({"text": ["x"]}), html="page")
    with pytest.raises(ValueError, match="text and html"):
        score_frame(make({"text": ["x"]}), None)


def test_no_column_is_overwritten(make: Any, texts: list[Any]) -> None:
    frame = make({"text": [texts[0]], "score": ["mine"]})
    with pytest.raises(schema.ColumnError, match="'score' already"):
        score_frame(frame)
    row = as_rows(score_frame(frame, prefix="cred_"))[0]
    assert row["score"] == "mine"
    assert row["cred_score"] == score(texts[0]).score


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(TypeError, match=r"lazy frame \(polars LazyFrame\).*collect it"):
        score_frame(pl.DataFrame({"text": ["x"]}).lazy())
    with pytest.raises(TypeError, match="got list"):
        score_frame(["x"])  # type: ignore[type-var]


ODD = st.none() | st.integers() | st.floats() | st.binary(max_size=5) | st.text(max_size=300)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(ODD, max_size=8), seed=st.integers(0, 3))
def test_any_rows_keep_their_place(rows: list[object], seed: int, texts: list[Any]) -> None:
    rows.insert(min(seed, len(rows)), texts[0])
    frame = pd.DataFrame({"text": pd.Series(rows, dtype=object), "n": range(len(rows))})
    frame.index = pd.Index([0] * len(rows))
    scored = score_frame(frame, title="text", author="text", url="text", published="n")
    assert scored["n"].tolist() == list(range(len(rows)))
    assert (scored["score"].isna() == scored["problem"].notna()).all()
    assert scored["score"].notna().sum() >= 1
