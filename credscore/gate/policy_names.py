"""What a policy may name: features, rules of features, its own rules; and what else is amiss."""

from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple

from credscore.gate.conditions import SCORE, WORDS
from credscore.gate.policy import BUILT_IN, ERROR, Condition, Policy
from credscore.gate.toml_lines import Path
from credscore.registry import families, features

_UP_TO_ONE = frozenset({"share", "probability"})
_MOST_MATCHES = 3


class Problem(NamedTuple):
    """Something wrong in a policy: where, and what."""

    path: Path
    text: str


@cache
def evidence_rules() -> dict[str, str]:
    """Every rule that the passages of a feature may name, with what the rule finds."""
    return {rule: text for family in families() for rule, text in family.rules.items()}


def unknown(kind: str, name: object, known: Sequence[str]) -> str:
    """That no ``kind`` is called ``name``, and the names there are: the closest first."""
    close = closest(str(name), known)
    hint = f" Did you mean {' or '.join(close)}?" if close else ""
    others = [one for one in known if one not in close]
    names = ", ".join((*close, *others))
    return f"there is no {kind} {str(name)[:100]!r}.{hint} Names that exist: {names}"


def closest(name: str, known: Sequence[str]) -> list[str]:
    """The few of ``known`` that ``name`` may have been meant for, the likeliest first."""
    ends = [one for one in known if len(name) > 3 and one.endswith(f".{name}")]
    close = get_close_matches(name.lower()[:100], known, n=_MOST_MATCHES, cutoff=0.7)
    return list(dict.fromkeys((*ends, *close)))[:_MOST_MATCHES]


def problems(policy: Policy) -> Iterator[Problem]:
    """Whatever in a policy names what does not exist, or could never be."""
    seen: set[str] = set()
    for number, rule in enumerate(policy.rules):
        here: Path = ("rules", number)
        if rule.id in seen:
            yield Problem((*here, "id"), f"another rule is called {rule.id!r} already")
        if rule.id in BUILT_IN or rule.id == ERROR:
            yield Problem((*here, "id"), f"{rule.id!r} is the name of a rule that is built in")
        seen.add(rule.id)
        for place, condition in enumerate(rule.when):
            yield from _wrong_names(condition, (*here, "when", place))
    liftable = [*(rule.id for rule in policy.rules), *BUILT_IN]
    for number, exemption in enumerate(policy.exemptions):
        here = ("exemptions", number)
        if exemption.source is exemption.section is exemption.author is None:
            yield Problem(here, "an exemption needs a source, a section or an author")
        for place, name in enumerate(exemption.lifts or ()):
            if name == ERROR:
                text = "no exemption lifts the rule for a document whose scoring failed"
                yield Problem((*here, "lifts", place), text)
            elif name not in liftable:
                text = unknown("rule", name, liftable)
                yield Problem((*here, "lifts", place), text)


def schema() -> dict[str, Any]:
    """The JSON schema of a policy with the names that exist, for editors that complete them."""
    whole = Policy.json_schema()
    condition = whole["$defs"]["Condition"]["properties"]
    _of_text(condition["feature"])["enum"] = [*features(), SCORE, WORDS]
    _of_text(condition["evidence"])["items"]["enum"] = list(evidence_rules())
    return whole


def _of_text(described: dict[str, Any]) -> dict[str, Any]:
    option: dict[str, Any] = next(one for one in described["anyOf"] if one["type"] != "null")
    return option


def _wrong_names(condition: Condition, here: Path) -> Iterator[Problem]:
    for place, rule in enumerate(condition.evidence or ()):
        if rule not in evidence_rules():
            text = unknown("rule of a feature", rule, tuple(evidence_rules()))
            yield Problem((*here, "evidence", place), text)
    name = condition.feature
    highest = 1.0 if name == SCORE or condition.resembles is not None else None
    if name is not None and name not in (SCORE, WORDS):
        if name not in features():
            text = unknown("feature", name, (*features(), SCORE, WORDS))
            yield Problem((*here, "feature"), text)
            return
        if features()[name][1].unit in _UP_TO_ONE:
            highest = 1.0
    if highest is None:
        return
    for key in ("above", "below", "at_least", "at_most"):
        bound = getattr(condition, key)
        if bound is not None and not 0 <= bound <= highest:
            what = name or f"the likeness to {condition.resembles}"
            text = f"{what} lies between 0 and 1, so {bound:g} is no bound for it (half is 0.5)"
            yield Problem((*here, key), text)


def one_sided(policy: Policy) -> Iterator[Problem]:
    """That a policy can hold nothing, or lets nothing through."""
    actions = {policy.bands.low, policy.bands.medium, policy.bands.high}
    actions |= {rule.action for rule in policy.rules}
    if policy.score.hold_below:
        actions.add("hold")
    if "hold" not in actions:
        yield Problem(("bands",), "nothing is ever held by this policy")
    if policy.bands.high != "pass":
        yield Problem(("bands", "high"), "every document is stopped by this policy")


def advice(policy: Policy, today: date) -> Iterator[Problem]:
    """What is allowed, and still may not be meant."""
    yield from one_sided(policy)
    if policy.bands.insufficient == "pass":
        yield Problem(("bands", "insufficient"), "texts that cannot be judged pass unseen")
    bounds = [policy.score.hold_below, policy.score.review_below]
    if policy.model.digest is None and any(bound and round(bound, 2) != bound for bound in bounds):
        text = "so fine a threshold was measured with one model: add its digest under [model]"
        yield Problem(("score",), text)
    for number, exemption in enumerate(policy.exemptions):
        here: Path = ("exemptions", number)
        if exemption.until is not None and exemption.until < today:
            yield Problem((*here, "until"), f"this exemption ended on {exemption.until}")
        if exemption.source is None and exemption.section is None:
            text = "anybody can sign with this name: an exemption by author alone can be abused"
            yield Problem((*here, "author"), text)
    for number, change in enumerate(policy.changes):
        if change.day > today:
            yield Problem(("changes", number, "day"), f"{change.day} is still to come")
