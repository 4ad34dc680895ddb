"""Arrow batches in, Arrow batches out: one schema, the same answers whatever the batch."""

import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from credscore import Scorer, score, score_batches, score_frame
from credscore.corpus import schema

pa = pytest.importorskip("pyarrow")

from credscore.corpus.batches import BatchScorer  # noqa: E402 - needs pyarrow


@pytest.fixture(scope="module")
def table(texts: list[object]) -> Any:
    writable = [text if text is None else str(text).replace("\ud800", "?") for text in texts]
    return pa.table({"id": list(range(len(writable))), "text": writable})


def test_a_batch_out_for_every_batch_in(table: Any) -> None:
    batches = table.to_batches(max_chunksize=3)
    scored = list(score_batches(batches))
    assert [batch.num_rows for batch in scored] == [batch.num_rows for batch in batches]
    assert pa.Table.from_batches(scored).equals(score_frame(table).combine_chunks())


def test_batches_are_drawn_as_they_are_needed(table: Any) -> None:
    drawn = []

    def batches() -> Any:
        for batch in table.to_batches(max_chunksize=1):
            drawn.append(batch)
            yield batch

    scored = score_batches(batches())
    assert not drawn
    next(scored)
    assert len(drawn) == 1


@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_the_size_of_batches_changes_nothing(table: Any, size: int) -> None:
    scored = pa.Table.from_batches(
        score_batches(table.to_batches(max_chunksize=size), evidence=True)
    )
    whole = pa.Table.from_batches(score_batches(table.to_batches(), evidence=True))
    assert scored.equals(whole)


def test_the_schema_is_known_beforehand(table: Any) -> None:
    score = BatchScorer(keep=["id"], evidence=True, prefix="c_")
    expected = score.schema(table.schema)
    assert expected.names == ["id", *(f"c_{name}" for name in schema.columns(evidence=True))]
    assert expected.metadata[b"credscore.schema_version"] == schema.SCHEMA_VERSION.encode()
    for batch in score(table.to_batches(max_chunksize=4)):
        assert batch.schema.equals(expected, check_metadata=True)
    empty = score.score_table(table.schema.empty_table())
    assert empty.schema.equals(expected)


def test_the_fixed_columns_are_those_that_were_published() -> None:
    """Whoever changes these also raises SCHEMA_VERSION, and its first number if one is lost."""
    fixed = [n for n in schema.columns(True, True) if not n.startswith(("value_", "points_"))]
    assert schema.SCHEMA_VERSION == "1.0"
    assert " ".join(fixed) == (
        "score band score_low score_high log_odds words resembles resemblance reason_1 reason_2 "
        "reason_3 problem warnings model read_text evidence"
    )
    assert schema.__doc__
    for name in schema.columns():
        if not name.startswith(("value_", "points_", "reason_2")):
            assert f"``{name}``" in schema.__doc__


def test_columns_kept_come_in_the_order_asked_for(table: Any) -> None:
    table = table.append_column("site", pa.array(["a"] * len(table)))
    scored = BatchScorer(keep=["site", "id"]).score_table(table)
    assert scored.column_names[:3] == ["site", "id", "score"]
    assert scored.column("id").to_pylist() == table.column("id").to_pylist()
    with pytest.raises(schema.ColumnError, match=r"no column 'sight'.*did you mean 'site'"):
        BatchScorer(keep=["sight"]).score_table(table)


def test_wrong_types_in_a_batch_keep_their_place(texts: list[object]) -> None:
    batch = pa.record_batch({"text": pa.array([1, 2]), "other": [texts[0], None]})
    (scored,) = score_batches([batch])
    assert scored.column("problem").to_pylist()[0] == "The text is no text but int (1)."
    (scored,) = score_batches([batch], "other")
    assert scored.column("score").to_pylist() == [score(str(texts[0])).score, None]
    dense = pa.record_batch({"text": pa.array([b"x", None], pa.binary())})
    (scored,) = score_batches([dense])
    assert "decode it" in scored.column("problem").to_pylist()[0]


def test_it_can_be_sent_to_other_processes(table: Any, model_file: Path) -> None:
    for given in (BatchScorer(), BatchScorer(scorer=Scorer(model_file, 0.3), keep=["id"])):
        given.score_table(table)
        sent = pickle.loads(pickle.dumps(given))
        assert sent.score_table(table).equals(given.score_table(table))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        batches = table.to_batches(max_chunksize=2)
        scored = list(pool.map(BatchScorer().score, batches))
    assert pa.Table.from_batches(scored).equals(pa.Table.from_batches(score_batches(batches)))


def test_the_model_is_loaded_once_a_process(
    table: Any, model_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from credscore import model

    loads: list[object] = []
    read = model.Artefact.model_validate_json

    def count(data: bytes) -> model.Artefact:
        loads.append(data)
        return read(data)

    monkeypatch.setattr(model.Artefact, "model_validate_json", count)
    model.load_model.cache_clear()
    for _ in range(3):
        scorer = pickle.loads(pickle.dumps(BatchScorer(scorer=Scorer(model_file))))
        scorer.score_table(table.slice(0, 2))
    assert len(loads) == 1


def test_importing_credscore_stays_cheap() -> None:
    code = (
        "import sys, credscore; dir(credscore); import credscore.corpus; "
        "print([m for m in ('narwhals', 'pyarrow', 'pandas', 'numpy', 'pydantic') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
