"""API keys from a file: who may ask, under which name."""

import hmac
import re
from hashlib import sha256
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")
_SHORTEST = 16


class KeysError(Exception):
    """A file of keys that cannot be used; names the file and the line."""


class Keys:
    """The keys that are known, by name.

    Only their digests are kept, and every one is compared, in constant time: how long an answer
    takes says nothing about how much of a key was right.
    """

    def __init__(self, digests: dict[str, bytes]) -> None:
        self._digests = digests

    @classmethod
    def load(cls, path: Path) -> "Keys":
        """Read a file with a line for each key: its name, a space, and the key.

        Instead of the key, ``sha256:`` and its digest in hexadecimal may stand there. Empty lines
        and lines that begin with # are passed over.

        Raises:
            KeysError: The file cannot be read, holds no key, or a line is wrong.
        """
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8"
            raise KeysError(f"{path}: {reason}") from None
        digests: dict[str, bytes] = {}
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            name, digest = _read_line(line, f"{path}, line {number}")
            if name in digests:
                raise KeysError(f"{path}, line {number}: the name {name} stands there twice")
            digests[name] = digest
        if not digests:
            raise KeysError(f"{path}: no key in this file; a line is a name, a space and a key")
        return cls(digests)

    def name_of(self, key: str) -> str | None:
        """The name of ``key``; None where it is not known."""
        given = sha256(key.encode(errors="surrogateescape")).digest()
        found = None
        for name, digest in self._digests.items():
            if hmac.compare_digest(given, digest):
                found = name
        return found


def _read_line(line: str, place: str) -> tuple[str, bytes]:
    # No message may show a key: it would end in a log.
    parts = line.split()
    if len(parts) != 2:
        raise KeysError(f"{place}: expected a name, a space and a key")
    name, key = parts
    if not _NAME.fullmatch(name):
        raise KeysError(f"{place}: a name is of letters, digits, '.', '_' and '-'")
    if digest := _DIGEST.fullmatch(key):
        return name, bytes.fromhex(digest.group(1))
    if key.startswith("sha256:"):
        raise KeysError(f"{place}: sha256: must be followed by 64 hexadecimal digits")
    if len(key) < _SHORTEST:
        raise KeysError(f"{place}: a key must have {_SHORTEST} characters or more")
    return name, sha256(key.encode()).digest()
