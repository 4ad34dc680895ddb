"""Each engine, on a real local instance, gives row by row what one process gives."""

import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from credscore import score_frame
from credscore.corpus.schema import ColumnError

pd = pytest.importorskip("pandas", reason="the engines' extras are not installed")
pytest.importorskip("pyarrow", reason="the engines' extras are not installed")


@pytest.fixture(scope="module")
def frame(texts: list[object]) -> Any:
    rows = [text if text is None else str(text).replace("\ud800", "?") for text in texts] * 3
    return pd.DataFrame({"id": range(len(rows)), "text": rows, "site": "example.org"})


@pytest.fixture(scope="module")
def expected(frame: Any) -> list[dict[str, Any]]:
    """What one process gives, by id."""
    return plain(score_frame(frame.drop(columns="site"), evidence=True).drop(columns="text"))


def plain(frame: Any) -> list[dict[str, Any]]:
    frame = frame.sort_values("id")
    return list(frame.astype(object).where(frame.notna(), None).to_dict("records"))


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="the extra spark is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs a Java runtime, 17 or later")
    # Spark would start its workers with the python3 of the path, which need not be this one.
    environment = pytest.MonkeyPatch()
    environment.setenv("PYSPARK_PYTHON", sys.executable)
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "5")
        .getOrCreate()
    )
    yield session
    session.stop()
    environment.undo()


def test_spark(spark: Any, frame: Any, expected: list[dict[str, Any]]) -> None:
    from credscore.corpus.engines.spark import score_frame as score_on_spark

    # Spark would take pandas' NaN in place of a text for the text "NaN".
    rows = list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))
    given = spark.createDataFrame(rows, "id long, text string, site string").repartition(3)
    scored = score_on_spark(given, keep=["id"], evidence=True)
    assert scored.columns == list(expected[0])
    found = sorted((row.asDict(recursive=True) for row in scored.collect()), key=lambda r: r["id"])
    assert found == expected
    with pytest.raises(ColumnError, match="did you mean 'text'"):
        score_on_spark(given, text="txt")


def test_spark_keeps_the_columns_as_they_are(spark: Any, frame: Any) -> None:
    from credscore.corpus.engines.spark import score_frame as score_on_spark

    schema = "price decimal(5,2) not null, text string, place struct<x:int>, seen timestamp"
    scored = score_on_spark(spark.createDataFrame([], schema))
    assert scored.schema[:4] == spark.createDataFrame([], schema).schema[:4]
    assert scored.schema["score"].dataType.simpleString() == "double"


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    ray = pytest.importorskip("ray", reason="the extra ray is not installed")
    pytest.importorskip("ray.data", reason="the extra ray is not installed")
    environment = pytest.MonkeyPatch()
    environment.setenv("RAY_USAGE_STATS_ENABLED", "0")  # It would report its use to its makers.
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False)
    yield ray
    ray.shutdown()
    environment.undo()


def test_ray(ray: Any, frame: Any, expected: list[dict[str, Any]]) -> None:
    from credscore.corpus.engines.ray import score_dataset

    given = ray.data.from_pandas([frame[:10], frame[10:]])
    scored = score_dataset(given, batch_size=4, keep=["id"], evidence=True)
    assert sorted(scored.take_all(), key=lambda row: row["id"]) == expected
    with pytest.raises(ColumnError, match="did you mean 'text'"):
        score_dataset(given, text="txt")


@pytest.mark.parametrize("scheduler", ["sync", "processes"])
def test_dask(scheduler: str, frame: Any, expected: list[dict[str, Any]]) -> None:
    dask = pytest.importorskip("dask.dataframe", reason="the extra dask is not installed")
    from credscore.corpus.engines.dask import score_frame as score_on_dask

    given = dask.from_pandas(frame.set_index("id", drop=False), npartitions=3)
    scored = score_on_dask(given, keep=["id"], evidence=True)
    assert list(scored.columns) == list(expected[0])
    found = scored.compute(scheduler=scheduler, num_workers=2)
    assert plain(found.reset_index(drop=True)) == expected
    assert found.index.tolist() == frame["id"].tolist()
    assert (scored.dtypes == found.dtypes).all()
    with pytest.raises(ColumnError, match="did you mean 'text'"):
        score_on_dask(given, text="txt")
