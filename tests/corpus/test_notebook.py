"""The example notebook runs from top to bottom, and is kept with what it shows."""

import json
import re
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parent.parent / "notebooks" / "audit.ipynb"


def outputs(notebook: dict) -> list[dict]:
    return [o for cell in notebook["cells"] for o in cell.get("outputs", ())]


def said(notebook: dict) -> list[str]:
    """What a reader is told: texts and tables as they print, whatever the pictures look like."""
    texts = [
        "".join(output.get("text", output.get("data", {}).get("text/plain", "")))
        for output in outputs(notebook)
    ]
    # A score prints itself with all its decimals, of which machines differ in the last.
    return [text for text in texts if not text.startswith("CredibilityScore(")]


def test_the_notebook_is_kept_with_its_outputs() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    notebook = json.loads(text)
    shown = [data for output in outputs(notebook) for data in output.get("data", {})]
    assert shown.count("image/png") == 3
    assert shown.count("text/html") >= 6
    assert not [o for o in outputs(notebook) if o["output_type"] == "error"]
    assert not re.search(r"Traceback|/home/|/root/|/Users/|/tmp/", text)
    counts = [c["execution_count"] for c in notebook["cells"] if c["cell_type"] == "code"]
    assert counts == list(range(1, len(counts) + 1))


def test_the_notebook_runs(tmp_path: Path) -> None:
    nbclient = pytest.importorskip("nbclient", reason="extra notebook")
    pytest.importorskip("ipykernel", reason="extra notebook")
    pytest.importorskip("matplotlib", reason="extra plot")
    pytest.importorskip("pandas", reason="pandas")
    import nbformat

    notebook = nbformat.read(NOTEBOOK, as_version=4)
    resources = {"metadata": {"path": str(NOTEBOOK.parent)}}
    nbclient.NotebookClient(notebook, timeout=300, resources=resources).execute()
    assert not [o for o in outputs(notebook) if o["output_type"] == "error"]
    kept = nbformat.read(NOTEBOOK, as_version=4)
    # Else the model has changed since: execute the notebook anew.
    assert said(notebook) == said(kept)
    for shown, before in zip(outputs(notebook), outputs(kept), strict=True):
        assert shown.get("data", {}).keys() == before.get("data", {}).keys()
