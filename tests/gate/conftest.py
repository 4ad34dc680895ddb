"""What the tests of the gate share: policies by hand, and documents that they stop."""

from collections.abc import Callable
from pathlib import Path

import pytest

from credscore import Document
from credscore.gate import Policy
from credscore.gate.policy_file import parse_policy

CHANGES = """
[[changes]]
day = 2026-11-24
by = "Mary Okafor"
what = "First policy."
"""

BEGINNING = """\
format = 1
name = "test"

[bands]
low = "hold"
insufficient = "review"
"""

# Nobody is named, in office, or out of time here: a sound report of our own.
SOUND = """\
Council closes the harbour bridge for six weeks

The town council of Ellerby voted nine to two on Tuesday to close the harbour bridge for six
weeks. "We cannot put this off again," said Mary Okafor, the council's chief engineer, who told
the meeting that two of the eight bearings had worn through since 2019.

The repair will cost 1.4 million pounds, according to the engineer's report, which the council
published on its website. Tom Hale, who runs the bakery at the north end, said he expected to
lose a third of his trade. The council will pay for a shuttle bus, it said in a statement, and
will review the closure every Friday until the bridge reopens.
"""

# Copy of a farm's make, in our own words.
FARM = """\
Bridge closure: everything you need to know

Are you looking for the latest news about the bridge? You've come to the right place! In this blog
post, we will take a look at everything that you need to know, so keep reading to find out more.

Overview of the Bridge Closure

Experts say that the situation remains uncertain. It is believed that the closure could
potentially have a major impact on the future.

"This bridge is a game changer for everyone who lives here."

The closure is a hot topic, and it is important to note that only time will tell.

Conclusion

In conclusion, the closure serves as a reminder of the importance of working together. Despite the
odds, the international community must continue to monitor the situation closely.

Leave a Reply
Your email address will not be published. Required fields are marked *
"""


def policy_of(more: str = "", beginning: str = BEGINNING) -> Policy:
    """A policy that holds band low, with ``more`` in it."""
    return parse_policy(f"{beginning}\n{more}\n{CHANGES}", "test.toml")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], str]:
    """Writes a file and returns its path."""

    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def farm() -> Document:
    return Document(FARM)


@pytest.fixture
def sound() -> Document:
    return Document(SOUND)
