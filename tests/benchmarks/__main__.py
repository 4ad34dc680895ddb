"""Print the benchmarks as Markdown: ``python tests/benchmarks [--short]``.

``python tests/benchmarks audit --documents N`` measures ``credscore audit`` instead, and
``python tests/benchmarks serve`` the service under load.

``--short`` takes few documents and texts of up to 100 kB. With ``--check`` the command fails where
credscore has lost against what is recorded here: ratios and counts, never seconds.
"""

import argparse
import os
import platform
import sys
from pathlib import Path

from cores import two_cores
from growth import growth
from speed import Speed, by_family, on_pages, side_by_side
from start import start

from credscore.native import kernels

# Of what textstat's eleven formulas take, what the whole of credscore may take at most; and how
# fast time may grow with the length (1 is in line with it).
LARGEST_SHARE_OF_TEXTSTAT = 1.2
STEEPEST_GROWTH = 1.2


def main() -> int:
    """Run and print all benchmarks; 1 where ``--check`` finds a loss."""
    if sys.argv[1:2] == ["audit"]:
        import audits

        return audits.main(sys.argv[2:])
    if sys.argv[1:2] == ["serve"]:
        import serve

        return serve.main(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="python tests/benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="few documents, texts to 100 kB")
    parser.add_argument("--check", action="store_true", help="fail on a loss against the record")
    options = parser.parse_args()
    count, rounds = (20, 3) if options.short else (100, 5)
    compiled = "with" if kernels else "without"
    print(
        f"{_machine()}; CPython {platform.python_version()}; {count} documents of 900 words; "
        f"{compiled} the compiled part\n"
    )
    beside = side_by_side(count, rounds)
    _print_speeds("beside other libraries", beside, beside[0])
    _print_speeds("pages of 60 kB", on_pages(count, rounds))
    _print_speeds("by reader and family", by_family(count, rounds))
    _print_cores(60 if options.short else 600, rounds)
    _print_start(5 if not options.short else 3, count)
    steepest = _print_growth(100_000 if options.short else 10_000_000)
    return _check(beside, steepest) if options.check else 0


def _machine() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        names = {line.partition(":")[2].strip() for line in lines if "model name" in line}
    except OSError:
        names = {platform.processor()}
    return f"{', '.join(names)}, {os.cpu_count()} cores, {platform.system()}"


def _print_speeds(title: str, speeds: list[Speed], ours: Speed | None = None) -> None:
    print(f"| {title} | ms a document | documents a second | times credscore's |")
    print("| --- | ---: | ---: | ---: |")
    for speed in speeds:
        ratio = f"{speed.milliseconds / ours.milliseconds:.2f}" if ours else ""
        print(f"| {speed.name} | {speed.milliseconds:.2f} | {speed.per_second:.0f} | {ratio} |")
    print()


def _print_cores(count: int, rounds: int) -> None:
    one, two, gain = two_cores(count, rounds)
    print("| `score_many`, by the clock | documents a second | times one process |")
    print("| --- | ---: | ---: |")
    print(f"| one process | {one:.0f} | 1.00 |")
    print(f"| two processes | {two:.0f} | {gain:.2f} |\n")


def _print_start(processes: int, count: int) -> None:
    figures = start(processes, count)
    print("| a fresh process | |\n| --- | ---: |")
    print(f"| `import credscore` | {1000 * figures.import_seconds:.0f} ms |")
    print(f"| import and first `score()` | {1000 * figures.first_score_seconds:.0f} ms |")
    print(f"| peak memory after {count} documents | {figures.peak_mebibytes:.0f} MiB |")
    print(f"| heavy packages imported by then | {', '.join(figures.heavy) or 'none'} |\n")


def _print_growth(longest: int) -> float:
    found = growth(longest)
    print(f"| text of {longest / 1e6:g} MB | exponent of growth | seconds |\n| --- | ---: | ---: |")
    for name, exponent, seconds in found:
        print(f"| {name} | {exponent:.2f} | {seconds:.1f} |")
    return max(exponent for _, exponent, _ in found)


def _check(beside: list[Speed], steepest: float) -> int:
    lost = []
    ours = beside[0].milliseconds
    for name, milliseconds in beside[1:]:
        if name.startswith("textstat") and ours > LARGEST_SHARE_OF_TEXTSTAT * milliseconds:
            lost.append(f"takes {ours / milliseconds:.2f} of textstat's time")
    if steepest > STEEPEST_GROWTH:
        lost.append(f"time grows with the length to the power of {steepest:.2f}")
    for loss in lost:
        print(f"LOST: credscore {loss}", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
