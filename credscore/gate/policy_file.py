"""Reading a policy from its file, and saying what is wrong with it, where, and what would do."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Self

from pydantic import ValidationError

from credscore.digests import DamagedError, read_shipped
from credscore.gate import toml_lines
from credscore.gate.policy import Policy
from credscore.gate.policy_names import Problem, closest, problems

DEFAULT = "default.toml"

_AT_LINE = re.compile(r"(?P<text>.*) \(at line (?P<line>\d+), column \d+\)", re.S)
_MOST_BYTES = 1_000_000
_KINDS = {
    "bool": "true or false",
    "date": "a date, such as 2026-11-24, without quotation marks",
    "float": "a number",
    "model": "a table",
    "string": "a text in quotation marks",
    "tuple": "a list in square brackets",
}


class PolicyError(ValueError):
    """A policy that cannot be used. The message has a line for every problem."""

    @classmethod
    def about(cls, name: str, problem: str) -> Self:
        """The error for one problem of the policy or file ``name``."""
        return cls(f"{name}: {problem}")


def default_text() -> str:
    """The policy file that ships.

    Raises:
        PolicyError: It is damaged.
    """
    try:
        return read_shipped("credscore.gate", DEFAULT).decode("utf-8")
    except DamagedError as error:
        raise PolicyError.about(DEFAULT, str(error)) from None


@cache
def default_policy() -> Policy:
    """The policy that ships."""
    return parse_policy(default_text(), DEFAULT)


def read_policy_text(path: str | Path) -> str:
    """The text of a policy file.

    Raises:
        PolicyError: It cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise PolicyError.about(str(path), "this is too large to be a policy")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PolicyError.about(str(path), "this is not UTF-8 text, as TOML must be") from None
    except (OSError, ValueError) as error:  # A path with a NUL in it is a ValueError.
        if isinstance(error, PolicyError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise PolicyError.about(str(path), f"cannot be read: {reason}") from None


def load_policy(path: str | Path) -> Policy:
    """Read a policy file.

    Raises:
        PolicyError: It cannot be read, or something in it is wrong.
    """
    return parse_policy(read_policy_text(path), str(path))


def parse_policy(text: str, name: str) -> Policy:
    """Read a policy from TOML; ``name`` is what errors call the file.

    Raises:
        PolicyError: Something in it is wrong.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(_syntax(text, name, str(error))) from None
    except RecursionError:
        raise PolicyError.about(name, "this is nested too deep to be a policy") from None
    try:
        policy = Policy.model_validate(values)
    except ValidationError as error:
        raise PolicyError(said(text, name, _wrong_shapes(error))) from None
    check_names(policy, name, text)
    return policy


def check_names(policy: Policy, name: str, text: str = "") -> None:
    """Refuse a policy that names what does not exist.

    Raises:
        PolicyError: It does; the message gives the lines of ``text``, where that is known.
    """
    if wrong := list(problems(policy)):
        raise PolicyError(said(text, name, wrong))


def said(text: str, name: str, wrong: Iterable[Problem]) -> str:
    """``wrong`` in lines, each with file and line, in the order of the file."""
    try:
        lines = toml_lines.lines_of(text)
    except (ValueError, IndexError, RecursionError):
        lines = {}  # A problem without its line is still said.
    placed = sorted((_line(path, lines), problem) for path, problem in wrong)
    return "\n".join(
        f"{name}:{line}: {problem}" if line else f"{name}: {problem}" for line, problem in placed
    )


def _line(path: toml_lines.Path, lines: dict[toml_lines.Path, int]) -> int:
    """The line of ``path`` or, where it is not there, of the nearest thing that holds it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)


def _syntax(text: str, name: str, message: str) -> str:
    found = _AT_LINE.fullmatch(message)
    if found is None:  # "(at end of document)"
        return f"{name}:{text.count(chr(10)) + 1}: this is not TOML: {message}"
    return f"{name}:{found['line']}: this is not TOML: {found['text']}"


def _wrong_shapes(error: ValidationError) -> Iterator[Problem]:
    errors = error.errors()
    for one in errors:
        inside = [other for other in errors if other["loc"][: len(one["loc"])] == one["loc"]]
        if one["type"] == "too_short" and len(inside) > 1:
            continue  # It seems too short only because what is in it is wrong.
        yield Problem(one["loc"], _shape(one["type"], one["loc"], one))


def _shape(kind: str, path: toml_lines.Path, error: Any) -> str:
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "file")
    if kind == "extra_forbidden":
        known = _keys_beside(path)
        close = closest(key, known)
        hint = f" Did you mean {close[0]}?" if close else ""
        return f"there is no key {key[:100]!r} here.{hint} Keys that exist: {', '.join(known)}"
    if kind == "missing":
        return f"{key} is missing{_purpose(path)}"
    if kind == "literal_error":
        if path == ("on_error",) and error["input"] == "pass":
            return "on_error can be review or hold: what was not scored must not pass unseen"
        return f"{key} is {error['input']!r:.100}, and must be {error['ctx']['expected']}"
    if kind == "value_error":
        return str(error["ctx"]["error"])
    wanted = next((text for name, text in _KINDS.items() if kind.startswith(f"{name}_")), None)
    if wanted is not None and kind.endswith(("_type", "_parsing", "_inexact")):
        return f"{key} is {error['input']!r:.100}, and must be {wanted}"
    if kind == "string_pattern_mismatch" and key in _PATTERNS:
        return f"{key} is {error['input']!r:.100}, and must be {_PATTERNS[key]}"
    if kind == "too_short":
        return f"{key} is empty, and needs at least one item"
    return f"{key}: {error['msg'][:1].lower()}{error['msg'][1:]}"


_PATTERNS = {
    "id": "small letters, digits and single hyphens",
    "source": "a domain, such as news.example.org",
    "digest": "the 64 hexadecimal digits of a SHA-256, as `credscore --version` shows them",
}


def _keys_beside(path: toml_lines.Path) -> tuple[str, ...]:
    """The keys that the table around the last key of ``path`` may have."""
    model: Any = Policy.model_json_schema()
    schema = model
    for part in path[:-1]:
        schema = schema.get("items", {}) if isinstance(part, int) else schema["properties"][part]
        for option in schema.get("anyOf", ()):
            schema = option if option.get("type") != "null" else schema
        if "$ref" in schema:
            schema = model["$defs"][schema["$ref"].rpartition("/")[2]]
    return tuple(schema.get("properties", ()))


def _purpose(path: toml_lines.Path) -> str:
    model: Any = Policy.model_json_schema()
    for holder in (model, *model["$defs"].values()):
        described = holder.get("properties", {}).get(path[-1], {}).get("description")
        if described and path[-1] in holder.get("required", ()):
            return f": {described[:1].lower()}{described[1:]}"
    return ""
