"""How far a document can be believed, and why.

``score(doc)`` reads a text or a web page, measures the craft that can be seen in it, and
returns a calibrated credibility score that is the sum of its reasons, each with its passages.

Everything public is imported on first use, so that ``import credscore`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from credscore.corpus.batches import score_batches
    from credscore.corpus.frames import score_frame
    from credscore.corpus.sources import score_source
    from credscore.document import Document
    from credscore.reading.html import read_html
    from credscore.result import Contribution, CredibilityScore, Evidence
    from credscore.scorer import Scorer, score, score_many

__version__ = "0.1.0"

__all__ = [
    "Contribution",
    "CredibilityScore",
    "Document",
    "Evidence",
    "Scorer",
    "__version__",
    "read_html",
    "score",
    "score_batches",
    "score_frame",
    "score_many",
    "score_source",
]

_HOME = {
    "Contribution": "credscore.result",
    "CredibilityScore": "credscore.result",
    "Document": "credscore.document",
    "Evidence": "credscore.result",
    "Scorer": "credscore.scorer",
    "read_html": "credscore.reading.html",
    "score": "credscore.scorer",
    "score_batches": "credscore.corpus.batches",
    "score_frame": "credscore.corpus.frames",
    "score_many": "credscore.scorer",
    "score_source": "credscore.corpus.sources",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'credscore' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
