"""What the policy that ships holds, of documents that its model had not seen.

    python tests/benchmarks/gate.py

Each document of the shipped table is scored by a model that saw neither its domain nor, where it
is not credible, its corpus. Rules on passages are left out: the table has no passages.
"""

import numpy as np

from credscore.gate import default_policy
from credscore.model import load_model
from credscore.training.recipe import heads, hold_out
from credscore.training.table import shipped_table


def main() -> None:
    """Print the table."""
    table = shipped_table()
    log_odds = hold_out(table, heads(table)).log_odds
    score = 1 / (1 + np.exp(-log_odds))
    hold = default_policy().score.hold_below
    low = load_model().artefact.bands.low_below
    print(
        f"| corpus | credible | below {hold:g} | below {low:g} | other | below {hold:g} |", end=""
    )
    print(f" below {low:g} |\n{'| --- ' * 7}|")
    for corpus in [*np.unique(table.corpus), None]:
        inside = table.corpus == corpus if corpus is not None else np.ones(len(table), dtype=bool)
        cells = [str(corpus) if corpus is not None else "**all**"]
        for kind in (table.credible, ~table.credible):
            among = score[inside & kind]
            cells.append(f"{len(among):,}")
            cells += [
                f"{100 * np.mean(among < bound):.1f} %" if len(among) else "–"
                for bound in (hold, low)
            ]
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
