"""Measuring how many copies and rewrites are found, on rewrites made of a corpus at hand.

``python -m credscore.training.rewrites CORPUS.jsonl.gz...`` takes files of JSON objects with
``text`` and ``url`` or ``source``. Of a share of the documents it makes

- copies: cut at both ends, with a site's own sentences around them;
- spun copies: half of the longer words without a capital replaced, everywhere alike, as by a
  thesaurus;
- free rewrites: a quarter of the sentences dropped, others swapped, six in ten words replaced,
  two in five first names and one in five other names left out;

and prints how many end up in a cluster with their original. Then it shows what was found among
the documents as they are, across sites: whether those are one text, a person has to judge.
"""

import gzip
import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from credscore.corpus.duplicates import Cluster, Comparison
from credscore.corpus.fingerprint import Fingerprint, fingerprint
from credscore.document import Document

_FEWEST_WORDS = 150
_REWRITTEN = 300
_SHOWN = 30
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+")
_WORD = re.compile(r"\b[a-z]{4,}\b")
_FIRST_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+ (?=[A-Z])")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")


class Example(NamedTuple):
    """A document of a corpus, with its site."""

    site: str
    text: str


def copied(text: str, _: random.Random) -> str:
    """A copy as an aggregator makes it."""
    sentences = _SENTENCE.split(text)
    cut = len(sentences) // 8
    kept = " ".join(sentences[cut : len(sentences) - cut])
    return f"Our correspondents bring you this. {kept} Read more on our site."


def spun(text: str, pick: random.Random, share: float = 0.5) -> str:
    """A copy of which a share of the words was replaced, everywhere alike."""
    table: dict[str, str] = {}

    def replaced(found: re.Match[str]) -> str:
        word = found.group()
        if word not in table:
            other = "".join(pick.sample("abcdefghijklmnop", 6))
            table[word] = other if pick.random() < share else word
        return table[word]

    return _WORD.sub(replaced, text)


def rewritten(text: str, pick: random.Random) -> str:
    """A copy that was cut, shuffled, robbed of names and spun."""
    sentences = [sentence for sentence in _SENTENCE.split(text) if pick.random() > 0.25]
    for place in range(len(sentences) - 1):
        if pick.random() < 0.3:
            sentences[place : place + 2] = sentences[place + 1], sentences[place]
    text = " ".join(sentences)
    text = _FIRST_NAME.sub(lambda name: "" if pick.random() < 0.4 else name.group(), text)
    text = _NAME.sub(lambda name: "they" if pick.random() < 0.2 else name.group(), text)
    return spun(text, pick, 0.6)


def read(path: Path) -> Iterator[Example]:
    """The documents of a file that are long enough to be compared."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        for line in file:
            row = json.loads(line)
            if len((row.get("text") or "").split()) >= _FEWEST_WORDS:
                site = row.get("source") or urlsplit(row.get("url") or "").netloc
                yield Example(site, row["text"])


def found(
    examples: Sequence[Example],
    prints: Sequence[Fingerprint],
    rewrite: Callable[[str, random.Random], str],
    pick: random.Random,
) -> float:
    """Share of rewrites that end up in a cluster with their original."""
    comparison = Comparison()
    for example, taken in zip(examples, prints, strict=True):
        comparison.add(taken, example.site)
    pairs = {}
    for number in pick.sample(range(len(examples)), min(_REWRITTEN, len(examples))):
        made = fingerprint(Document(rewrite(examples[number].text, pick)))
        pairs[number] = comparison.add(made, "rewrites.example")
    place = {n: at for at, cluster in enumerate(comparison.clusters()) for n in cluster.documents}
    return sum(place.get(old, -1) == place.get(new) for old, new in pairs.items()) / len(pairs)


def across_sites(examples: Sequence[Example], prints: Sequence[Fingerprint]) -> list[Cluster]:
    """Clusters of several sites among the documents as they are."""
    comparison = Comparison()
    for example, taken in zip(examples, prints, strict=True):
        comparison.add(taken, example.site)
    return [cluster for cluster in comparison.clusters() if len(cluster.sites) > 1]


def main(paths: Sequence[str]) -> None:
    """Print what is found of copies and rewrites, file by file."""
    for path in paths:
        pick = random.Random(11)
        examples = list(read(Path(path)))
        prints = [fingerprint(Document(example.text)) for example in examples]
        print(f"\n{Path(path).name}: {len(examples)} documents")
        for make in (copied, spun, rewritten):
            print(f"{make.__name__}: {found(examples, prints, make, pick):.2f} found")
        clusters = across_sites(examples, prints)
        print(f"{len(clusters)} clusters of several sites")
        for cluster in clusters[:_SHOWN]:
            print(f"{cluster.kind} {cluster.similarity:.2f} {', '.join(cluster.sites[:4])}")
            for number in cluster.documents[:2]:
                print(f"    {' '.join(examples[number].text[:200].split())}")


if __name__ == "__main__":
    main(sys.argv[1:])
