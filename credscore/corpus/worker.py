"""A process that scores: ``python -m credscore.corpus.worker``, spoken to in pickles.

It says ready when it can score, then reads tasks from its input and writes what came of them to
its output, until its input ends. That it does when the process that started it does, however that
came about: no worker is left, nor a word of it.
"""

import os
import pickle
import signal
import sys

from credscore.corpus.tasks import TaskScorer

READY = b"ready\n"


def main() -> None:
    """Score tasks until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that it works for.
    if hasattr(signal, "SIGPIPE"):  # What nobody reads any more is no error.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    tasks = sys.stdin.buffer
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # Whatever a library prints must not get between the results.
    scorer: TaskScorer = pickle.load(tasks)
    scorer.warm_up()
    results.write(READY)
    results.flush()
    while True:
        try:
            task = pickle.load(tasks)
        except (EOFError, pickle.UnpicklingError):  # The input ended, between tasks or in one.
            return
        pickle.dump(scorer.score(task), results, pickle.HIGHEST_PROTOCOL)
        results.flush()


if __name__ == "__main__":
    main()
