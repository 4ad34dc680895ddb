"""Whether the conditions of a policy hold for a score, and by which passages."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from credscore.gate.policy import Condition, Rule
from credscore.result import Contribution, CredibilityScore, Evidence
from credscore.wording import counted, percent

SCORE = "score"
WORDS = "words"


class Met(NamedTuple):
    """A condition that holds: what was measured, in words, the passages and features behind it."""

    found: str
    evidence: Sequence[Evidence] = ()
    features: Sequence[str] = ()


class Facts:
    """What a score says, where conditions look it up."""

    def __init__(self, result: CredibilityScore) -> None:
        self._result = result

    @cached_property
    def _contributions(self) -> dict[str, Contribution]:
        return {contribution.feature: contribution for contribution in self._result.contributions}

    def meets(self, rule: Rule) -> list[Met] | None:
        """How each condition of ``rule`` holds; None where one does not."""
        met: list[Met] = []
        for condition in rule.when:
            if (this := self._meets(condition)) is None:
                return None
            met.append(this)
        return met

    def _meets(self, condition: Condition) -> Met | None:
        if condition.evidence is not None:
            return self._evidence(condition, condition.evidence)
        if condition.resembles is not None:
            return self._resemblance(condition)
        return self._measure(condition)

    def _evidence(self, condition: Condition, rules: Iterable[str]) -> Met | None:
        wanted = frozenset(rules)
        passages = [evidence for evidence in self._result.evidence if evidence.rule in wanted]
        fewest = 1 if condition.at_least is None else condition.at_least
        if len(passages) < fewest:
            return None
        return Met(f"{counted(len(passages), 'passage')} of this kind", passages)

    def _resemblance(self, condition: Condition) -> Met | None:
        for likeness in self._result.resembles:
            if likeness.kind == condition.resembles:
                if not within(condition, likeness.probability):
                    return None
                speaking = [
                    evidence
                    for name in likeness.features
                    for evidence in self._contributions[name].evidence
                ]
                return Met(
                    f"a probability of {percent(likeness.probability)}", speaking, likeness.features
                )
        return None

    def _measure(self, condition: Condition) -> Met | None:
        if condition.feature == SCORE:
            score = self._result.score
            return None if not within(condition, score) else Met(f"a score of {score:.2f}")
        if condition.feature == WORDS:
            words = self._result.words
            return Met(counted(words, "word")) if within(condition, words) else None
        contribution = self._contributions.get(condition.feature or "")
        if contribution is None or not within(condition, contribution.value):
            return None
        return Met(contribution.text, contribution.evidence, (contribution.feature,))


def within(condition: Condition, value: float | None) -> bool:
    """Whether ``value`` lies within the bounds of ``condition``; an unknown one never does."""
    return (
        value is not None
        and (condition.above is None or value > condition.above)
        and (condition.below is None or value < condition.below)
        and (condition.at_least is None or value >= condition.at_least)
        and (condition.at_most is None or value <= condition.at_most)
    )
