"""The gate: what a newsroom's policy makes of a score, and the record of what was decided.

``Gate(policy).check(doc)`` scores a document and decides: pass, review or hold, with the rules
that fired and their passages. ``Trail`` keeps every decision in a file whose records are chained,
so that a newsroom can later show what was decided and why.

Everything public is imported on first use, as in ``credscore`` itself.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from credscore.gate.decision import Decision, Fired, Place
    from credscore.gate.gate import Gate
    from credscore.gate.policy import Policy
    from credscore.gate.policy_file import PolicyError, default_policy, load_policy
    from credscore.gate.trail import Trail, TrailError

_HOME = {
    "Decision": "credscore.gate.decision",
    "Fired": "credscore.gate.decision",
    "Gate": "credscore.gate.gate",
    "Place": "credscore.gate.decision",
    "Policy": "credscore.gate.policy",
    "PolicyError": "credscore.gate.policy_file",
    "Trail": "credscore.gate.trail",
    "TrailError": "credscore.gate.trail",
    "default_policy": "credscore.gate.policy_file",
    "load_policy": "credscore.gate.policy_file",
}

__all__ = [
    "Decision",
    "Fired",
    "Gate",
    "Place",
    "Policy",
    "PolicyError",
    "Trail",
    "TrailError",
    "default_policy",
    "load_policy",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'credscore.gate' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
