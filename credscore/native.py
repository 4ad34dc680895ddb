"""The compiled part, where there is one: the same answers, sooner.

A wheel or an install on a machine with a C compiler brings ``credscore._native``, made from
``_native.c``. Each of its functions has one caller, which does the same in Python where ``kernels``
is None: without a compiler, or with the environment variable ``CREDSCORE_PURE`` set when the
process begins.
"""

import os
from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, TypeVar, cast

T = TypeVar("T")


class Kernels(Protocol):
    """What is compiled."""

    def read_words(self, text: str, /) -> tuple[list[str], list[int], list[int]] | None:
        """Words in lower case, their starts and their ends; None where Python must read them."""

    def held_keys(self, text: str, keys: Mapping[str, object], /) -> set[str]:
        """The keys that stand in ``text`` as whole runs of letters."""

    def find_phrases(
        self, lower: str, start: int, end: int, entries: Mapping[str, list[T]], /
    ) -> list[tuple[int, int, T]]:
        """The phrases in a line, with their offsets."""


def _load() -> Kernels | None:
    if os.environ.get("CREDSCORE_PURE"):
        return None
    try:
        return cast(Kernels, import_module("credscore._native"))
    except ImportError:
        return None


kernels = _load()
"""The compiled functions, or None."""
