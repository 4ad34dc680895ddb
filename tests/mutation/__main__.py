"""Mutation testing of the measures and the model, on a random sample of mutmut's mutants.

    pip install -e ".[mutation]"
    python tests/mutation --work DIR --sample 400 --seed 1

`docs/mutation.md` says how to read it, and what it found last.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from math import sqrt
from pathlib import Path

from mutmut.stats import status_by_exit_code

HERE = Path(__file__).parent
MUTATED = (
    "credscore/features/*.py",
    *(f"credscore/{name}.py" for name in ("document", "model", "result", "scorer", "sufficiency")),
)
# Exit codes: how mutmut is told to pass a mutant by, and where it takes one for killed. Of its
# timeouts only those that the kernel ended are: 255 is a run that pytest refused.
SKIPPED = 34
KILLED = (1, 3, 24, 152, -24)


def main() -> None:
    """Make the mutants, choose some, run them, and say which lived."""
    parser = argparse.ArgumentParser(prog="python tests/mutation")
    parser.add_argument("--work", type=Path, required=True, help="where the copy is made and kept")
    parser.add_argument("--only", nargs="+", default=MUTATED, help="modules, as patterns of paths")
    parser.add_argument("--sample", type=int, default=400, help="mutants drawn from all")
    parser.add_argument("--each", type=int, help="mutants drawn from every module instead")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    copy(options.work, options.only)
    # It makes the mutants and notes the tests of each before it finds that none has this name.
    mutmut(options.work, "none")
    chosen = choose(options)
    mutmut(options.work)
    report(options.work, chosen)


def copy(work: Path, only: list[str]) -> None:
    """The checkout as it installs: `features/` and `trained/` are folders of `credscore/`."""
    for name in ("credscore", "features", "trained", "seeds", "tests"):
        shutil.copytree(HERE.parents[1] / name, work / name, dirs_exist_ok=True)
    shutil.copy2(HERE.parents[1] / "pyproject.toml", work)
    for name in ("features", "trained"):
        if not (link := work / "credscore" / name).exists():
            link.symlink_to(f"../{name}")
    config = (HERE / "setup.cfg").read_text("utf-8")
    lines = "".join(f"\n    {pattern}" for pattern in only)
    (work / "setup.cfg").write_text(f"{config}only_mutate ={lines}\n", encoding="utf-8")


def mutmut(work: Path, *names: str) -> None:
    # One mutant at a time, and no plugin of pytest's but ours: each mutant pays for its loading.
    environment = os.environ | {
        "PYTHONPATH": str(HERE.resolve()),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    program = Path(sys.executable).with_name("mutmut")
    command = (program, "run", "--max-children", "1", *names)
    subprocess.run(command, cwd=work, env=environment, check=not names)


def results(work: Path) -> dict[Path, dict]:
    metas = sorted((work / "mutants").rglob("*.py.meta"))
    return {path: json.loads(path.read_text("utf-8")) for path in metas}


def choose(options: argparse.Namespace) -> set[str]:
    """Draw mutants, and have mutmut pass by all others."""
    found = results(options.work)
    draw = random.Random(options.seed).sample
    groups = [sorted(meta["exit_code_by_key"]) for meta in found.values()]
    if options.each:
        chosen = {name for group in groups for name in draw(group, min(options.each, len(group)))}
    else:
        names = [name for group in groups for name in group]
        chosen = set(draw(names, min(options.sample, len(names))))
    for path, meta in found.items():
        codes = meta["exit_code_by_key"]
        meta["exit_code_by_key"] = {n: None if n in chosen else SKIPPED for n in codes}
        path.write_text(json.dumps(meta), encoding="utf-8")
    return chosen


def report(work: Path, chosen: set[str]) -> None:
    """The score by module and in whole, and the names of those that lived, for `mutmut show`."""
    total: Counter[str] = Counter()
    lived = []
    for path, meta in results(work).items():
        codes = meta["exit_code_by_key"]
        statuses = {n: status_by_exit_code[codes[n]] for n in codes if n in chosen}
        alive = [n for n in statuses if codes[n] not in KILLED]
        lived += [f"{statuses[name]}: {name}" for name in alive]
        total.update(statuses.values())
        if statuses:
            module = path.relative_to(work / "mutants").with_suffix("")
            print(f"{module}: {len(statuses) - len(alive)} of {len(statuses)}")
    print(*lived, sep="\n")
    count, killed = total.total(), total.total() - len(lived)
    low, high = interval(killed, count)
    print(dict(total))
    print(f"killed {killed} of {count}: {killed / count:.1%} (95 %: {low:.1%} to {high:.1%})")


def interval(hits: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval of a share."""
    middle = hits + z * z / 2
    half = z * sqrt(hits * (count - hits) / count + z * z / 4)
    return (middle - half) / (count + z * z), (middle + half) / (count + z * z)


if __name__ == "__main__":
    main()
