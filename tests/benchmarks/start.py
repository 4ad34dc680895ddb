"""What a fresh process pays: import, first score, memory, and what it has imported by then."""

import json
import subprocess
import sys
from statistics import median
from typing import NamedTuple

from documents import documents

HEAVY = ("sklearn", "numpy", "scipy", "pandas", "nltk", "textstat")

_CODE = """
import json, resource, sys, time
text = json.load(sys.stdin)
begin = time.perf_counter()
import credscore
imported = time.perf_counter()
credscore.score(text[0])
first = time.perf_counter()
for each in text[1:]:
    credscore.score(each)
if sys.platform == "linux":  # getrusage would give the parent's peak where that is higher
    status = open("/proc/self/status").read()
    peak = int(status.split("VmHWM:")[1].split()[0]) * 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({{
    "import_seconds": imported - begin,
    "first_score_seconds": first - begin,
    "peak_mebibytes": peak / (1 << 20),
    "heavy": [name for name in {heavy!r} if name in sys.modules],
}}))
"""


class Start(NamedTuple):
    """Figures of a fresh process; times are medians over several.

    Attributes:
        import_seconds: Of ``import credscore``.
        first_score_seconds: Of the import and the first ``score()`` together.
        peak_mebibytes: Peak resident memory after scoring all documents.
        heavy: Heavy packages that were imported by then.
    """

    import_seconds: float
    first_score_seconds: float
    peak_mebibytes: float
    heavy: tuple[str, ...]


def start(processes: int, count: int) -> Start:
    """Measure ``processes`` fresh processes that score ``count`` documents each."""
    runs = [_run(documents(count)) for _ in range(processes)]
    return Start(
        median(run["import_seconds"] for run in runs),
        median(run["first_score_seconds"] for run in runs),
        max(run["peak_mebibytes"] for run in runs),
        tuple(sorted({name for run in runs for name in run["heavy"]})),
    )


def _run(texts: list[str]) -> dict:
    done = subprocess.run(
        # -P: the package that is installed, not the half of it that lies in this folder.
        [sys.executable, "-P", "-c", _CODE.format(heavy=HEAVY)],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)
