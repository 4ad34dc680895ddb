"""Feed mutated texts and pages to one reader until something raises, hangs or does not add up.

    python tests/fuzz TARGET WORKING_FOLDER [libFuzzer options]

See README.md beside this file. Needs atheris, and an editable install of the project.
"""

import re
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from math import isfinite
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["credscore"]):
    from credscore import Document, Scorer, read_html
    from credscore.native import kernels
    from credscore.reading import page_phrases, words
    from credscore.reading.line_traits import lowered
    from credscore.registry import families, features

    features()
    SCORER = Scorer()
    SCORER.score("The council met on Tuesday. " * 40)  # loads what is loaded late

ROOT = Path(__file__).parent.parent.parent
_PUBLISHED = date(2023, 5, 4)
_LONGEST = 20_000  # bytes; what only shows in longer texts is in tests/test_robustness.py
_TIMES_EXPECTED = 10
_NO_HANG = 0.05  # seconds


def fuzz_score(data: bytes) -> None:
    """A text's score, its sum and its passages."""
    text = decoded(data)
    first_line = text.partition("\n")[0] if len(data) % 2 else None
    check(Document(text, title=first_line, published=_PUBLISHED if len(data) % 3 else None))


def fuzz_html(data: bytes) -> None:
    """A page, read and scored."""
    check(read_html(data, url="https://example.org/2023/05/04/page"))


def fuzz_quotations(data: bytes) -> None:
    """What is said by whom, and the families that ask it."""
    doc = Document(decoded(data))
    for quotation in doc.quotations:
        assert 0 <= quotation.start <= quotation.end <= len(doc.content)
    assert doc.attributions is not None
    measure(doc, "quotes", "sourcing", "hedging")


def fuzz_times(data: bytes) -> None:
    """Dates, ages, lengths of time, and what cannot be true together."""
    doc = Document(decoded(data), published=_PUBLISHED if len(data) % 2 else None)
    for family in families():
        if family.timeline is not None:
            family.timeline(doc)
    measure(doc, "anachronism")


def fuzz_compiled(data: bytes) -> None:
    """The compiled part against the Python beside it, and bounds that lie beyond the text."""
    assert kernels is not None, "the compiled part is not installed"
    text = decoded(data)
    read = kernels.read_words(text)
    assert read is None or words.Words(*read) == words._read_words(text)
    lower, entries = lowered(text), page_phrases._by_first_word()
    keys = page_phrases._strong_by_key()
    assert kernels.held_keys(lower, keys) == page_phrases._held_keys(lower, keys)
    for line in ((0, len(text)), (len(data) % 9, len(data)), (len(text) + 1, len(text) + 9)):
        found = kernels.find_phrases(lower, *line, entries)
        assert found == page_phrases._find_phrases(lower, *line, entries)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "score": fuzz_score,
    "html": fuzz_html,
    "quotations": fuzz_quotations,
    "times": fuzz_times,
    "compiled": fuzz_compiled,
}


def decoded(data: bytes) -> str:
    """Any bytes as text; what is no UTF-8 becomes lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def check(doc: Document) -> None:
    """What must hold of every score."""
    result = SCORER.score(doc)
    result.to_json().encode()
    if result.score is not None:
        assert 0 < result.score < 1
    for evidence in result.evidence:
        assert doc.text[evidence.start : evidence.end] == evidence.text != ""


def measure(doc: Document, *names: str) -> None:
    """Measure the features of some families; passages lie in the text, values are numbers."""
    for family, feature in features().values():
        if family.name in names:
            finding = feature.measure(doc)
            assert finding.value is None or isfinite(finding.value)
            for passage in finding.evidence:
                assert 0 <= passage.start < passage.end <= len(doc.content)


def timed(target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """Hold each input to ten times what the seeds take for their length."""
    texts = [data for data in seeds("score") if len(data) > 1000]
    start = time.process_time()
    for data in texts:
        target(data)
    rate = (time.process_time() - start) / sum(map(len, texts))

    def run(data: bytes) -> None:
        bound = _NO_HANG + _TIMES_EXPECTED * rate * len(data)
        for _ in range(3):  # the collector's turn, or a neighbour's, is not a hang
            start = time.process_time()
            target(data)
            if (spent := time.process_time() - start) < bound:
                return
        raise TimeoutError(f"{spent:.2f} s for {len(data)} bytes, expected {rate * len(data):.3f}")

    return run


def seeds(target: str) -> Iterator[bytes]:
    """What mutation starts from: the families' cases, the five seeds, and earlier findings."""
    for path in sorted((ROOT / "features").glob("*/cases.toml")):
        for kind in tomllib.loads(path.read_text("utf-8")).values():
            for case in kind:
                text = case["text"]
                yield (page(text) if target == "html" else text).encode()
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        text = path.read_text("utf-8")
        yield (page(text) if target == "html" else text).encode()
    for path in sorted((ROOT / "tests/fuzz/findings").glob(f"{target}-*")):
        yield path.read_bytes()


def page(text: str) -> str:
    """A web page around a text, with the machinery that readers take for what it is."""
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>'
        '<meta property="article:published_time" content="2023-05-04T10:00:00Z">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "A"}}'
        f"</script></head><body><nav><a href=/>Home</a></nav><article><h1>A page</h1>{paragraphs}"
        "<blockquote>As it was said.</blockquote><ul><li>One<li>Two</ul></article></body></html>"
    )


def write_words(path: Path) -> None:
    """A dictionary for libFuzzer: the words and marks that the seeds are made of."""
    texts = b"\n".join(seeds("html")).decode("utf-8")
    words = sorted(set(re.findall(r"[\w']{3,20}|</?\w+>|[^\w\s]", texts)))
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words)
    path.write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")


def main() -> None:
    """Set the folders up and run libFuzzer, which ends the process."""
    target, folder = sys.argv[1], Path(sys.argv[2]).resolve()
    corpus = folder / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(target)):
        (corpus / f"seed-{number:04}").write_bytes(data)
    write_words(folder / "words.dict")
    options = [
        f"-dict={folder / 'words.dict'}",
        f"-max_len={_LONGEST}",
        f"-artifact_prefix={folder}/{target}-",
        "-timeout=60",
        *sys.argv[3:],
        str(corpus),
    ]
    atheris.Setup([sys.argv[0], *options], timed(TARGETS[target]))
    atheris.Fuzz()


main()
