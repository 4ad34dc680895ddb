"""A policy in sentences, for the editor who answers for it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from credscore.gate.conditions import SCORE, WORDS
from credscore.gate.policy import (
    Action,
    Condition,
    Exemption,
    Policy,
    Rule,
    ScoreThresholds,
)
from credscore.gate.policy_names import evidence_rules
from credscore.registry import features
from credscore.result import ModelInfo
from credscore.wording import KINDS, short

_DONE: dict[Action, str] = {
    "pass": "passes",
    "review": "goes to review",
    "hold": "is held",
}
_BOUNDS = (
    ("above", "more than {}"),
    ("at_least", "{} or more"),
    ("below", "less than {}"),
    ("at_most", "{} or less"),
)
_LIFTED = {
    "band": "the rule on the band of its score",
    "score": "the thresholds of its score",
    "insufficient": "the rule on texts that cannot be judged",
}


class Paragraph(NamedTuple):
    """A sentence, or the beginning of one that the items continue."""

    text: str
    items: tuple[str, ...] = ()


def explain(policy: Policy, model: ModelInfo, today: date) -> Iterator[Paragraph]:
    """What ``policy`` does with documents that ``model`` scores, in sentences."""
    last = max(policy.changes, key=lambda change: change.day)
    yield Paragraph(
        f"The policy “{policy.name}” decides by {_model(policy, model)}. It was last changed on "
        f"{day(last.day)} by {last.by}: {_closed(last.what)}"
    )
    for action in ("hold", "review"):
        items = tuple(_reasons(policy, model, action))
        if items:
            when = "if any of this is so" if len(items) > 1 else "if this is so"
            beginning = f"A document {_DONE[action]} {when}"
            if action == "review" and "hold" in _actions(policy):
                beginning += ", and nothing holds it"
            yield Paragraph(f"{beginning}:", items)
    if _actions(policy) == {"pass"}:
        yield Paragraph("Nothing is ever stopped.")
    else:
        yield Paragraph("Everything else passes.")
    unjudged = "A text that cannot be judged, because it is too short or not in English,"
    asked = "; the rules are not asked" if policy.rules else ""
    yield Paragraph(f"{unjudged} {_DONE[policy.bands.insufficient]}{asked}.")
    yield Paragraph(
        f"A document whose scoring fails {_DONE[policy.on_error]}, whoever it comes from."
    )
    if policy.exemptions:
        text = "The following are exempt; the record still says what would have stopped them:"
        yield Paragraph(text, tuple(exempt(one, today) for one in policy.exemptions))
    else:
        yield Paragraph("Nobody is exempt.")
    if len(policy.changes) > 1:
        changes = sorted(policy.changes, key=lambda change: change.day)
        yield Paragraph(
            "Changes so far:",
            tuple(f"{day(one.day)}, {one.by}: {_closed(one.what)}" for one in changes),
        )


def as_text(paragraphs: Iterator[Paragraph]) -> str:
    """Paragraphs as plain text, their items as a list."""
    return "\n\n".join(
        "\n".join((paragraph.text, *(f"  - {item}" for item in paragraph.items)))
        for paragraph in paragraphs
    )


def _actions(policy: Policy) -> set[Action]:
    bands: set[Action] = {policy.bands.low, policy.bands.medium, policy.bands.high}
    bands |= {rule.action for rule in policy.rules}
    bands |= {action for action, bound in _thresholds(policy.score) if bound is not None}
    return bands


def _thresholds(score: ScoreThresholds) -> tuple[tuple[Action, float | None], ...]:
    return (("hold", score.hold_below), ("review", score.review_below))


def _model(policy: Policy, model: ModelInfo) -> str:
    text = f"the scores of model {model.name} {model.version}"
    if policy.model.digest is not None:
        text += ", and refuses any other model"
    if policy.model.prior is not None:
        text += f", taking {_hundreds(policy.model.prior)} documents to be of credible make"
    return text


def _reasons(policy: Policy, model: ModelInfo, action: Action) -> Iterator[str]:
    bounds = {
        "low": f"below {model.low_below:.2f}",
        "medium": f"from {model.low_below:.2f} to {model.high_from:.2f}",
        "high": f"{model.high_from:.2f} or more",
    }
    for band, where in bounds.items():
        if getattr(policy.bands, band) == action:
            yield f"Its score is in band {band}: {where}."
    for threshold, bound in _thresholds(policy.score):
        if threshold == action and bound is not None:
            yield f"Its score is below {bound:g}."
    for rule in policy.rules:
        if rule.action == action:
            yield _rule(rule)


def _rule(rule: Rule) -> str:
    if rule.reason is None:
        return f"{reason(rule)[:-1]} ({rule.id})."
    return f"{reason(rule)} That is: {_conditions(rule)} ({rule.id})."


def reason(rule: Rule) -> str:
    """Why ``rule`` stops a document: the policy's own sentence or, without one, its conditions."""
    if rule.reason is not None:
        return _closed(rule.reason)
    conditions = _conditions(rule)
    return f"{conditions[:1].upper()}{conditions[1:]}."


def _conditions(rule: Rule) -> str:
    return ", and ".join(described(condition) for condition in rule.when)


def described(condition: Condition) -> str:
    """A condition as a clause."""
    if condition.evidence is not None:
        kinds = " or ".join(f"“{_open(evidence_rules()[one])}”" for one in condition.evidence)
        fewest = int(condition.at_least or 1)
        passages = "a passage is marked" if fewest == 1 else f"{fewest} or more passages are marked"
        return f"{passages} as {kinds}"
    if condition.resembles is not None:
        what = KINDS[condition.resembles]
        return f"the probability that it is {what} is {_bounds(condition, 'probability')}"
    if condition.feature == SCORE:
        return f"its score is {_bounds(condition, 'probability')}"
    if condition.feature == WORDS:
        return f"it has {_bounds(condition, 'words')}"
    feature = features()[condition.feature or ""][1]
    title = feature.page.partition("\n\n")[0].replace("\n", " ")
    return f"the measure “{_open(title)}” is {_bounds(condition, feature.unit)}"


def _bounds(condition: Condition, unit: str) -> str:
    said = []
    for key, wording in _BOUNDS:
        bound = getattr(condition, key)
        if bound is not None:
            said.append(wording.format(_amount(bound, unit)))
    return " and ".join(said)


def _amount(bound: float, unit: str) -> str:
    if unit == "share":
        return _hundreds(bound)
    if unit in ("per 1,000 words", "words"):
        return f"{short(bound)} {unit}"
    return f"{bound:g}"


def _hundreds(share: float) -> str:
    return f"{100 * share:g} in 100"


def exempt(exemption: Exemption, today: date) -> str:
    """An exemption as a sentence."""
    who = "".join(
        text.format(value)
        for text, value in (
            (" from {} and its subdomains", exemption.source),
            (" in the section “{}”", exemption.section),
            (" signed “{}”", exemption.author),
        )
        if value is not None
    )
    until = "without an end" if exemption.until is None else f"until {day(exemption.until)}"
    if exemption.until is not None and exemption.until < today:
        until = f"but no longer, since this ended on {day(exemption.until)}"
    return (
        f"Documents{who} are not stopped by {_lifts(exemption)}, {until}. "
        f"The reason: {_closed(exemption.reason)}"
    )


def _lifts(exemption: Exemption) -> str:
    if exemption.lifts is None:
        return "any rule"
    names = [_LIFTED.get(name, f"the rule {name}") for name in exemption.lifts]
    return _listed(names)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def day(when: date) -> str:
    """A day as it is written: 24 November 2026."""
    return f"{when.day} {when:%B %Y}"


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _open(sentence: str) -> str:
    sentence = sentence.rstrip(".")
    return f"{sentence[:1].lower()}{sentence[1:]}"
