"""Reading a policy from its file, and saying what is wrong with it, where, and what would do."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from credscore.gate.policy import Policy


class PolicyError(ValueError):
    """A policy that cannot be used. The message has a line for every problem."""

    @classmethod
    def about(cls, name: str, problem: str) -> Self:
        """The error for one problem of the policy or file ``name``."""
        return cls(f"{name}: {problem}")


def default_text() -> str:
    """The policy file that ships."""
    return files("credscore.gate").joinpath("default.toml").read_text(encoding="utf-8")


@cache
def default_policy() -> Policy:
    """The policy that ships."""
    return parse_policy(default_text(), "default.toml")


def load_policy(path: str | Path) -> Policy:
    """Read a policy file.

    Raises:
        PolicyError: It cannot be read, or something in it is wrong.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise PolicyError.about(str(path), f"cannot be read: {error}") from None
    return parse_policy(text, str(path))


def parse_policy(text: str, name: str) -> Policy:
    """Read a policy from TOML; ``name`` is what errors call the file.

    Raises:
        PolicyError: Something in it is wrong.
    """
    try:
        return Policy.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PolicyError.about(name, str(error)) from None
    except ValidationError as error:
        raise PolicyError.about(name, str(error)) from None
