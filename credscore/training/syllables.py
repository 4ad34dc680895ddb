"""Make the table of syllable counts from the CMU Pronouncing Dictionary.

    python -m credscore.training.syllables cmudict.0.7a > features/readability/syllables.txt

The dictionary is free to use, change and pass on with its notice, which stands at the table's
head. Release 0.7a is the one that NLTK's corpus ``cmudict`` is made from, which textstat reads.
"""

import re
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

# textstat takes all other characters out of a word before it looks it up.
_CAN_BE_LOOKED_UP = re.compile(r"(?:\w|'(?=[tsd]|ve|ll|re))+")
_ALTERNATIVE = re.compile(r"\(\d+\)$")
_PREFIX = 3

_HEAD = """\
# Syllable counts of English words, for textstat's readability formulas: a line holds the words
# that begin with the same three letters, each as the rest of the word and its count.
# Derived from the CMU Pronouncing Dictionary, release 0.7a, by credscore.training.syllables: the
# number of vowels in the first pronunciation of each word. The dictionary's own notice:
#"""


def read_syllables(lines: Iterable[str]) -> dict[str, int]:
    """Syllables of each word that textstat can look up, by its first pronunciation.

    Args:
        lines: Lines of a dictionary file: ``ABACUS  AE1 B AH0 K AH0 S``; ``;;;`` opens a comment.
    """
    syllables: dict[str, int] = {}
    for line in lines:
        if line.startswith(";;;") or not line.strip():
            continue
        word, *phones = line.split()
        word = _ALTERNATIVE.sub("", word).lower()
        if _CAN_BE_LOOKED_UP.fullmatch(word):
            syllables.setdefault(word, sum(phone[-1].isdigit() for phone in phones))
    return syllables


def write_table(syllables: dict[str, int]) -> str:
    """The lines of the table, without its head."""
    groups = groupby(sorted(syllables), key=lambda word: word[:_PREFIX])
    return "".join(
        f"{prefix} {' '.join(f'{word[_PREFIX:]}:{syllables[word]}' for word in words)}\n"
        for prefix, words in groups
    )


def read_notice(lines: Iterable[str]) -> str:
    """The dictionary's copyright notice: the comment between its first two rules."""
    comments = [line.strip("; \n") for line in lines if line.startswith(";;;")]
    first, second = [i for i, comment in enumerate(comments) if comment.startswith("# ====")][:2]
    return "\n".join(comments[first + 1 : second])


def main() -> None:
    """Write the table made from the dictionary file named on the command line."""
    lines = Path(sys.argv[1]).read_text(encoding="latin-1").splitlines()
    print(_HEAD, read_notice(lines), write_table(read_syllables(lines)), sep="\n", end="")


if __name__ == "__main__":
    main()
