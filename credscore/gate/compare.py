"""What another policy would have decided otherwise, over documents of the past."""

from collections import Counter

from rich.text import Text

from credscore.gate.decision import Decision
from credscore.gate.gate import Gate
from credscore.gate.output import STYLE, Tally, told, write_line
from credscore.gate.policy import Action
from credscore.gate.safe import safe_json
from credscore.inputs import Input
from credscore.terminal import Terminal, plain
from credscore.wording import counted


class Comparison:
    """Decides by two policies, and prints the documents on which they differ."""

    def __init__(self, old: Gate, new: Gate, as_json: bool) -> None:
        self._old = old
        self._new = new
        self._score_alike = (old.model, old.policy.model.prior) == (
            new.model,
            new.policy.model.prior,
        )
        self._as_json = as_json
        self._console = Terminal()
        self._pairs: Counter[tuple[Action, Action]] = Counter()
        self.tally = Tally()

    def check(self, given: Input, source: str | None, section: str | None) -> None:
        """Decide on a document by both policies; print it where they differ."""
        old, new = self._decisions(given, source, section)
        self._pairs[old.action, new.action] += 1
        self.tally.actions[new.action] += 1
        self.tally.failed += new.error is not None
        if self._as_json:
            differs = old.action != new.action
            line = {"path": given.name, "differs": differs, "old": _short(old), "new": _short(new)}
            write_line(safe_json(line))
        elif old.action != new.action:
            self._print(given.name, old, new)

    def _decisions(
        self, given: Input, source: str | None, section: str | None
    ) -> tuple[Decision, Decision]:
        doc, about = given.document, {"name": given.name, "source": source, "section": section}
        if self._score_alike:
            try:
                result = self._new.scorer.score(doc)
            except Exception:  # Both gates will say so, each in its way.
                pass
            else:
                return self._old.decide(doc, result, **about), self._new.decide(
                    doc, result, **about
                )
        return self._old.check(doc, **about), self._new.check(doc, **about)

    def _print(self, name: str, old: Decision, new: Decision) -> None:
        title = Text(old.action, STYLE[old.action])
        title.append(" → ", "dim")
        title.append(new.action, STYLE[new.action])
        title.append(f"  {plain(name)}", "bold")
        self._console.print(title, soft_wrap=True)
        for label, decision in (("old", old), ("new", new)):
            self._console.print(f"       {label}: {plain(told(decision))}", soft_wrap=True)

    def add(self, name: str, decision: Decision) -> None:
        """Nothing: documents come by ``check``."""

    def add_unreadable(self, name: str, reason: str) -> None:
        """Print why a document could not be read, where a program reads along."""
        if self._as_json:
            write_line(safe_json({"path": name, "unreadable": reason}))

    def close(self, tally: Tally) -> None:
        """Print what the differences add up to."""
        if self._as_json:
            return
        moved = {pair: count for pair, count in self._pairs.items() if pair[0] != pair[1]}
        total = counted(tally.documents, "document")
        said = ", ".join(f"{n:,} {old} → {new}" for (old, new), n in sorted(moved.items()))
        text = f"{total}: {said or 'all decided alike'}"
        if said:
            text += f", {tally.documents - sum(moved.values()):,} as before"
        by = f"{self._old.policy.name} → {self._new.policy.name}"
        self._console.print(Text(f"{text} · {plain(by)}", "dim"), soft_wrap=True)


def _short(decision: Decision) -> dict[str, object]:
    return {
        "action": decision.action,
        "score": decision.score,
        "rules": [fired.id for fired in decision.counted],
    }
