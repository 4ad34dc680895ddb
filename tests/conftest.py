"""What several tests need: an article of our own, and a model that gives every feature a say."""

import gc
import os
import runpy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from credscore.model import Artefact, Bands, Head, Reference, Shape, Spread
from credscore.registry import features
from credscore.training.model_file import dump

# What this forbids in this process, it also forbids in every interpreter that a test starts.
_OFFLINE = Path(__file__).with_name("offline")
runpy.run_path(str(_OFFLINE / "sitecustomize.py"))
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, (str(_OFFLINE), os.environ.get("PYTHONPATH")))
)

# Its last paragraph stands twice: evidence with a related passage.
ARTICLE = """\
Harbour bridge to close for repairs in March

The town council of Ellerby voted nine to two on Tuesday to close the harbour bridge for six
weeks from 4 March. "We cannot put this off again," said Mary Okafor, the council's chief
engineer, who told the meeting that two of the eight bearings had worn through since 2019.

The repair will cost £1.4 million, according to the engineer's report, which the council
published on its website. Experts say that the work could not wait.

Tom Hale, who runs the bakery at the north end, said he expected to lose a third of his trade.
"They told us in a letter," he said. The council will pay for a shuttle bus, it said in a
statement, and will review the closure every Friday until the bridge reopens.

The repair will cost £1.4 million, according to the engineer's report, which the council
published on its website. Experts say that the work could not wait.
"""


@pytest.fixture
def _no_collection() -> Iterator[None]:
    """Without the garbage collector, whose turns would count for the measure they fall into."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real browser; skips where none is installed."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs the extra 'serve-test'")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip(f"none of {', '.join(names)} is installed")
    with sync_api.sync_playwright() as playwright:
        # As root, which is usual in containers, Chromium runs only without its sandbox.
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def article() -> str:
    return ARTICLE


@pytest.fixture(scope="session")
def model_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model in which every feature has points, so that none can hide."""
    shapes, references = [], {}
    for place, (name, (_, feature)) in enumerate(features().items()):
        slope = -0.4 if feature.direction == "lowers" else 0.3
        step = 1 / (place + 2)
        knots, points = (0.0, 0.5, 30.0), (-slope * step, slope * step, 2 * slope * step)
        shapes.append(Shape(feature=name, knots=knots, points=points, missing=slope / 10))
        references[name] = Reference(
            revision=feature.revision, low=0.0, median=0.1, high=0.4, mean=0.2
        )
    artefact = Artefact(
        format=1,
        name="test",
        version="1",
        description="Gives every feature a say.",
        prior=0.5,
        slope=0.9,
        offset=0.25,
        heads=(
            Head(kind="unreliable", share=0.7, intercept=0.5, terms=tuple(shapes)),
            Head(kind="farm", share=0.3, intercept=1.0, terms=tuple(shapes[::2])),
        ),
        features=references,
        spread=Spread(words=(100.0, 1000.0), log_odds=(0.8, 0.4)),
        bands=Bands(low_below=0.3, high_from=0.7, rule="by hand"),
    )
    path = tmp_path_factory.mktemp("model") / "model.json"
    path.write_text(dump(artefact), encoding="utf-8")
    return path
