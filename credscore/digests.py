"""Digests of the files that decide a score: what is installed is what was released.

A damaged or half-copied file must be named, not score otherwise. So the folders with lexicons,
tables, learned weights and models hold a file ``SHA256SUMS`` (``sha256sum --check`` reads it too),
and whoever loads a model compares. An installed file that differs is an error; in a checkout, where
people edit, it is a warning, and ``python -m credscore.digests`` records the digests anew.
"""

import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

SUMS = "SHA256SUMS"
COMMAND = "python -m credscore.digests"
_OF_SCORES = ("credscore.features", "credscore.reading")
_OF_DECISIONS = "credscore.gate"
_READ = frozenset({".csv", ".json", ".toml", ".txt"})
_NOT_READ = frozenset({"NOTICE.txt", "cases.toml"})
_OF_A_MODEL = ("model.json", "sources.json", "table.csv.gz")
_MOST_NAMED = 5
_SHOWN = 16  # of a digest's 64 digits, in messages


class DamagedError(ValueError):
    """A file is missing, or is not the one whose digest was recorded."""


def check_installed() -> None:
    """Compare the lexicons, tables and weights that scores are made of with their digests.

    Raises:
        DamagedError: Some differ or are missing; in a checkout that is a warning.
    """
    _refuse([problem for name in _OF_SCORES for problem in _problems(files(name))])


def read_shipped(package: str, name: str) -> bytes:
    """The file ``name`` of ``package``, compared with the digest that is recorded beside it.

    Raises:
        DamagedError: It differs; in a checkout that is a warning. Or it is missing.
    """
    folder_name, _, file_name = name.rpartition("/")
    folder = files(package).joinpath(folder_name)
    path = folder.joinpath(file_name)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DamagedError(_advice([_unreadable(path, error)])) from None
    try:
        expected = _recorded(folder).get(file_name, "")
        _refuse(list(_difference(path, expected, data)))
    except _NoDigestsError as error:
        _refuse([str(error)])
    return data


def check_own(path: Path, data: bytes) -> None:
    """Compare what was read from ``path`` with its digest, if the same folder holds one.

    Raises:
        DamagedError: It has another digest.
    """
    if not path.with_name(SUMS).is_file():
        return
    try:
        recorded = _recorded(path.parent)
    except _NoDigestsError as error:
        raise DamagedError(str(error)) from None
    for problem in _difference(path, recorded.get(path.name), data):
        raise DamagedError(
            f"{problem}. Copy or train the model again; if you changed it on purpose, run: "
            f"{COMMAND} {path.parent}"
        )


class _NoDigestsError(ValueError):
    """A folder's digests cannot be read."""


def _recorded(folder: Traversable) -> Mapping[str, str]:
    """The digests of ``folder`` by the names of their files.

    Raises:
        _NoDigestsError: There are none, or the file that holds them is damaged itself.
    """
    path = folder.joinpath(SUMS)
    try:
        lines = path.read_bytes().decode("utf-8", "replace").splitlines()
    except OSError as error:
        raise _NoDigestsError(_unreadable(path, error)) from None
    pairs = [line.partition("  ") for line in lines if not line.startswith("#")]
    recorded = {name: digest for digest, _, name in pairs}
    # Cut at the end of a line it would still read well, and leave files unchecked.
    if not recorded or (lines[0].startswith("#") and lines[0] != _head(len(recorded))):
        raise _NoDigestsError(f"{path} is damaged itself")
    return recorded


def _problems(folder: Traversable) -> Iterator[str]:
    try:
        recorded = _recorded(folder)
    except _NoDigestsError as error:
        yield str(error)
        return
    for name, expected in recorded.items():
        path = folder.joinpath(name)
        try:
            yield from _difference(path, expected, path.read_bytes())
        except OSError as error:
            yield _unreadable(path, error)


def _difference(path: Traversable, expected: str | None, data: bytes) -> Iterator[str]:
    """What is wrong with ``path``, if anything is; nothing is expected where that is None."""
    digest = sha256(data).hexdigest()
    if expected not in (None, digest):
        yield (
            f"{path} should have the SHA-256 {expected[:_SHOWN] or '(none recorded)'} and has "
            f"{digest[:_SHOWN]} ({len(data):,} bytes)"
        )


def _unreadable(path: Traversable, error: OSError) -> str:
    missing = isinstance(error, FileNotFoundError)
    return f"{path} is missing" if missing else f"{path} cannot be read ({error.strerror})"


def _refuse(problems: list[str]) -> None:
    if not problems:
        return
    if not _is_checkout():
        raise DamagedError(_advice(problems))
    warnings.warn(_advice(problems), stacklevel=3)


def _is_checkout() -> bool:
    """Whether ``features/`` lies where it is edited: beside the package, not in it."""
    return not files("credscore").joinpath("features").is_dir()


def _advice(problems: list[str]) -> str:
    unnamed = len(problems) - _MOST_NAMED
    more = f"; and {unnamed} more" if unnamed > 0 else ""
    return (
        f"credscore's own files are not as released: {'; '.join(problems[:_MOST_NAMED])}{more}. "
        "Reinstall it (pip install --force-reinstall credscore); if you changed them on purpose, "
        f"run: {COMMAND}"
    )


def write_model_sums(folder: Path) -> None:
    """Record the digests of the model in ``folder``, and of what was learned with it."""
    (folder / SUMS).write_text(_sums_of_model(folder), encoding="utf-8", newline="\n")


def shipped_sums() -> dict[Path, str]:
    """What every ``SHA256SUMS`` of the package should hold, by its path."""
    sums = {}
    for folder in (Path(str(files(name))) for name in (_OF_DECISIONS, *_OF_SCORES)):
        read = (
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.suffix in _READ and path.name not in _NOT_READ
        )
        sums[folder / SUMS] = _sums(folder, sorted(read))
    for model in Path(str(files("credscore.trained"))).glob("*/model.json"):
        sums[model.with_name(SUMS)] = _sums_of_model(model.parent)
    return sums


def _sums_of_model(folder: Path) -> str:
    return _sums(folder, [name for name in _OF_A_MODEL if (folder / name).is_file()])


def _sums(folder: Path, names: Iterable[str]) -> str:
    lines = [f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}" for name in names]
    return "\n".join([_head(len(lines)), *lines, ""])


def _head(count: int) -> str:
    return f"# {count} made by {COMMAND}"


def main(arguments: list[str]) -> None:
    """Record the digests of the models in the folders named, or of the package's own files."""
    for folder in map(Path, arguments):
        write_model_sums(folder)
        print(folder / SUMS)
    if not arguments:
        for path, text in shipped_sums().items():
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8", newline="\n")
                print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
