"""Other libraries to measure beside credscore, where they are installed."""

import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

Peer = Callable[[str], object]


def peers() -> dict[str, Peer]:
    """What is installed and works, by name and version."""
    makers = {"textstat": _textstat, "datatrove": _datatrove, "nela_features": _nela_features}
    working: dict[str, Peer] = {}
    for name, maker in makers.items():
        if find_spec(name) is None:
            continue
        peer = maker()
        try:
            peer("A first sentence. A second sentence, which is longer than the first.")
        except LookupError:  # NLTK's, of data that only its downloader brings
            print(f"{name} is left out: it has not all its data", file=sys.stderr)
        else:
            working[f"{name} {version(name)}"] = peer
    return working


def _textstat() -> Peer:
    """textstat's eleven formulas, of the same text; offline, by our own syllable table."""
    import nltk
    import textstat

    from credscore.features.readability.scores import ReadabilityScores
    from credscore.features.readability.syllables import _table

    # In the layout of NLTK's cmudict, so that textstat finds what it looks for.
    folder = Path(tempfile.mkdtemp())
    corpus = folder / "corpora" / "cmudict"
    corpus.mkdir(parents=True)
    with (corpus / "cmudict").open("w", encoding="utf-8") as lines:
        for prefix, counts in _table().items():
            for entry in counts.split():
                rest, _, count = entry.rpartition(":")
                phones = " ".join(["AH0"] * int(count)) or "F"
                lines.write(f"{(prefix + rest).upper()} 1 {phones}\n")
    nltk.data.path.insert(0, str(folder))
    formulas = [getattr(textstat, name) for name in ReadabilityScores._fields]
    return lambda text: [formula(text) for formula in formulas]


def _datatrove() -> Peer:
    """datatrove's Gopher quality filter."""
    from datatrove.data import Document
    from datatrove.pipeline.filters import GopherQualityFilter

    quality = GopherQualityFilter()
    return lambda text: quality.filter(Document(text=text, id="0"))


def _nela_features() -> Peer:
    """All groups of nela_features."""
    from nela_features.nela_features import NELAFeatureExtractor

    extractor = NELAFeatureExtractor()
    return lambda text: extractor.extract_all(text)
