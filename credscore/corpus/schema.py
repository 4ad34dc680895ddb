"""The columns of a scored row: one published schema for frames, batches and files.

A row keeps the columns it came with and gains, in this order:

==================  =======  ====================================================================
``score``           float64  probability in [0, 1] that the text is of credible make; null where
                             there is none
``band``            string   high, medium, low; insufficient where there was not enough to judge;
                             null where the row could not be read
``score_low``,      float64  where the score would lie, in nine of ten cases, had the model known
``score_high``               such texts
``log_odds``        float64  the score in log-odds; null where there is no score. It is the
                             model's base, the same for all rows, and the points of the row
``words``           int64    words of running text that were read
``resembles``       string   the kind of poor copy that the text resembles most
``resemblance``     float64  the probability of that kind
``reason_1`` to     string   the strongest reasons: points, and what was found
``reason_3``
``problem``         string   why there is no score; null where there is one
``warnings``        string   what limits the answer, in sentences
``model``           string   name, version and digest of the model, "news 1.0 0123456789ab"
``value_*``         float64  what each feature measured, in its unit; null where its question
                             does not arise
``points_*``        float64  the log-odds each feature added (above 0) or took (below 0)
==================  =======  ====================================================================

and, where they are asked for, ``read_text`` (string: the text that was read from a web page,
to which offsets refer) and ``evidence`` (a list of the passages found, in text order).

``quotes.short_quotations`` has the columns ``value_quotes_short_quotations`` and
``points_quotes_short_quotations``: full stops in names trouble SQL. In Arrow their fields carry
the feature's name, unit and revision as metadata.

The columns before the features' are fixed by ``SCHEMA_VERSION``: its first number changes when
one is removed or changes its meaning, the second when one is added. The features' columns are
those of the installed features, in the order of ``credscore features``.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from credscore.registry import features

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA_VERSION: Final = "1.0"
REASONS: Final = 3

ColumnType = Literal["float", "integer", "string", "evidence"]

_FIXED: Final[dict[str, ColumnType]] = {
    "score": "float",
    "band": "string",
    "score_low": "float",
    "score_high": "float",
    "log_odds": "float",
    "words": "integer",
    "resembles": "string",
    "resemblance": "float",
    **{f"reason_{place}": "string" for place in range(1, REASONS + 1)},
    "problem": "string",
    "warnings": "string",
    "model": "string",
}

READ_TEXT: Final = "read_text"
EVIDENCE: Final = "evidence"


def value_column(feature: str) -> str:
    """Name of the column that holds what ``feature`` ("family.name") measured."""
    return f"value_{feature.replace('.', '_')}"


def points_column(feature: str) -> str:
    """Name of the column that holds the points of ``feature`` ("family.name")."""
    return f"points_{feature.replace('.', '_')}"


def columns(evidence: bool = False, read_text: bool = False) -> dict[str, ColumnType]:
    """Names and types of the columns that a scored row gains, in order.

    Args:
        evidence: Whether the passages found are asked for.
        read_text: Whether the text that was read from a web page is asked for.
    """
    wanted = dict(_FIXED)
    wanted.update(_feature_columns())
    if read_text:
        wanted[READ_TEXT] = "string"
    if evidence:
        wanted[EVIDENCE] = "evidence"
    return wanted


@cache
def _feature_columns() -> dict[str, ColumnType]:
    names = list(features())
    both = [*map(value_column, names), *map(points_column, names)]
    return dict.fromkeys(both, "float")


def arrow_schema(evidence: bool = False, read_text: bool = False, prefix: str = "") -> "pa.Schema":
    """The Arrow schema of the columns that a scored row gains.

    Args:
        evidence: Whether the passages found are asked for.
        read_text: Whether the text that was read from a web page is asked for.
        prefix: Put before the name of every column.
    """
    import pyarrow as pa

    types = {
        "float": pa.float64(),
        "integer": pa.int64(),
        "string": pa.string(),
        "evidence": evidence_type(),
    }
    about = _about_features()
    fields = [
        pa.field(prefix + name, types[kind], metadata=about.get(name))
        for name, kind in columns(evidence, read_text).items()
    ]
    return pa.schema(fields, metadata={"credscore.schema_version": SCHEMA_VERSION})


def evidence_type() -> "pa.DataType":
    """The Arrow type of the evidence of a row: a list of passages, as in ``Evidence``."""
    import pyarrow as pa

    span = [("start", pa.int64()), ("end", pa.int64()), ("text", pa.string())]
    passage = [
        ("family", pa.string()),
        ("rule", pa.string()),
        *span,
        ("message", pa.string()),
        ("related", pa.list_(pa.struct(span))),
    ]
    return pa.list_(pa.struct(passage))


@cache
def _about_features() -> dict[str, dict[str, str]]:
    about: dict[str, dict[str, str]] = {}
    for name, (_, feature) in features().items():
        said = {"feature": name, "unit": feature.unit, "revision": str(feature.revision)}
        about[value_column(name)] = said
        about[points_column(name)] = {**said, "unit": "log-odds"}
    return about


class ColumnError(ValueError):
    """A column that is not there, or one that would be overwritten."""


def check_asked(asked: Iterable[str], there: Iterable[str]) -> None:
    """Refuse columns that are not there, before any document is scored.

    Raises:
        ColumnError: A column that is asked for is not there.
    """
    there = list(there)
    for name in asked:
        if name not in there:
            close = get_close_matches(str(name), [str(column) for column in there], n=1)
            hint = f" (did you mean {close[0]!r}?)" if close else ""
            listed = ", ".join(repr(column) for column in there) or "none"
            raise ColumnError(f"there is no column {name!r}{hint}. Columns there are: {listed}")


def check_added(added: Iterable[str], kept: Iterable[str]) -> None:
    """Refuse to overwrite columns, before any document is scored.

    Raises:
        ColumnError: A column that is to be added is there already.
    """
    taken = sorted(set(added).intersection(kept))
    if taken:
        listed = ", ".join(repr(name) for name in taken[:5])
        raise ColumnError(
            f"the input has {listed} already: rename it, leave it out, or give a prefix for the "
            "columns that are added"
        )
