r"""Learn where sentences end: NLTK's Punkt, trained on news, reduced to two word lists.

    python -m credscore.training.sentences NEWS.jsonl.gz... > credscore/reading/sentences.json

Each line of a file is a JSON object with a ``text``; where it has the field ``reliable``, only
texts with the value 1 are read. What Punkt learns from one careless page (a garbled PDF, a list
of names) is left out: a type must recur, and look like an abbreviation or a word.

What is shipped was learned from the reliable articles of AllSides, FakeNewsNet, SemEval's
hyperpartisan set and BuzzFeed-Webis. How ``split_sentences`` compares with others:

- Szeged: 11,410 sentence ends with a mark in the Wikipedia part of the Szeged Uncertainty Corpus,
  3,806 paragraphs joined again. Its errors were read while the rules were written.
- Rules: the 42 English "golden rules" of pragmatic_segmenter that part running text; not looked
  at before the first run, which got 34. pysbd and sentencex were made to them.
- Cases: those of ``tests/reading/test_sentences.py``, written for this module, the known
  failures counted: 91.
- Time: ms for 900 words of news, side by side on one core.

=========================  ==========  ======  =====  =====  =====
segmenter                  false ends  missed  rules  cases  ms
=========================  ==========  ======  =====  =====  =====
split_sentences            35          28      38     84     0.2
one regular expression     484         56      29     48     0.14
nltk Punkt, same training  259         25      26     54     1.5
nltk Punkt, untrained      614         50      19     39     1.6
sentencex 1.0              112         209     40     69     0.2
syntok 1.4                 208         119     34     63     9
pysbd 0.3                  17 *        22 *    41     67     73
=========================  ==========  ======  =====  =====  =====

\* of 400 paragraphs, where ``split_sentences`` has 2 and 1.
"""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
# Initials and acronyms ("J.", "U.S.") are known by their form.
_ABBREVIATION = re.compile(r"[a-z]{2,6}")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")

FEWEST_TEXTS = 5
"""An abbreviation learned must stand in so many texts."""

FEWEST_OPENINGS = 15
"""A sentence starter must open so many sentences, and stand in lower case as often."""

LEAST_SHARE_OPENING = 0.75
"""Of its places with a capital letter, a starter must stand first in a sentence in this share."""


def read_texts(paths: Iterable[Path]) -> Iterator[str]:
    """The prose of the texts in JSON Lines files, with straight quotation marks."""
    for path in paths:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as lines
        ):
            for line in lines:
                row = json.loads(line)
                if row.get("reliable", 1) == 1:
                    yield "\n".join(filter(_is_prose, row["text"].translate(_STRAIGHT).split("\n")))


def _is_prose(paragraph: str) -> bool:
    """Whether a line is running text: long, and of letters and spaces for the most part."""
    letters = sum(map(str.islower, paragraph)) + paragraph.count(" ")
    return len(paragraph) >= 80 and letters >= 0.85 * len(paragraph)


def learn(texts: Iterable[str]) -> dict[str, list[str]]:
    """Train Punkt on ``texts`` and keep what a later decision needs.

    Returns:
        ``abbreviations``: types that end in a full stop, without it, with a capital where they
        mostly have one. ``starters``: words in lower case that, set with a capital, open a
        sentence.

    References:
        Kiss and Strunk 2006, Unsupervised multilingual sentence boundary detection.
        Computational Linguistics 32.
    """
    from nltk.tokenize.punkt import PunktTrainer

    trainer = PunktTrainer()
    # British outlets write "Mr" without a full stop; the penalty for that would lose it.
    trainer.IGNORE_ABBREV_PENALTY = True
    spread: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for text in texts:
        trainer.train(text, finalize=False)
        tokens = text.split()
        spread.update({token[:-1].strip("\"'(") for token in tokens if token[-1] == "."})
        lower.update(tokens)
        for before, token in pairwise(tokens):
            word = token.strip("\"'(),;:.?!")
            if word[:1].isupper():
                if before[-1] in ".?!\"'":
                    # "U.S. Embassy" opens nothing.
                    opening[word.lower()] += before.strip("\"'(),;:.?!").islower()
                elif before.islower() and before[-1].isalpha() and token[0].isalpha():
                    # Not behind a colon or a quotation mark, nor inside a name or headline.
                    inside[word.lower()] += 1
    trainer.find_abbrev_types()
    return {
        "abbreviations": sorted(
            max(kind, kind.capitalize(), key=spread.__getitem__)
            for kind in trainer.get_params().abbrev_types
            if _ABBREVIATION.fullmatch(kind)
            and spread[kind] + spread[kind.capitalize()] + spread[kind.upper()] >= FEWEST_TEXTS
        ),
        "starters": sorted(
            word
            for word, count in opening.items()
            if _WORD.fullmatch(word)
            and min(count, lower[word]) >= FEWEST_OPENINGS
            and count >= LEAST_SHARE_OPENING * (count + inside[word])
        ),
    }


def main() -> None:
    """Print what is learned from the files named on the command line, as JSON."""
    learned = learn(read_texts(map(Path, sys.argv[1:])))
    print(json.dumps(learned, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
