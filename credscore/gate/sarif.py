"""Decisions as SARIF 2.1.0, so that editors and pull requests show the passages."""

from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from credscore import __version__
from credscore.gate.decision import Decision, Fired, Named, Place
from credscore.gate.output import Tally, write_line
from credscore.gate.policy import BUILT_IN, ERROR, Policy
from credscore.gate.safe import safe_json, shortened
from credscore.gate.sentences import reason
from credscore.inputs import STDIN
from credscore.terminal import plain

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVEL = {"review": "warning", "hold": "error"}
# In a message, brackets make links and braces stand for arguments: an article may make neither.
_LITERAL = str.maketrans({"\\": r"\\", "[": r"\[", "]": r"\]", "{": "{{", "}": "}}"})


class Sarif:
    """Collects decisions and prints one log with one run.

    A rule that fired gives a result for each passage, or one for the whole document where it has
    none. What an exemption lifted is given as suppressed.
    """

    def __init__(self, policy: Policy, model: Named) -> None:
        self._policy = policy
        self._model = model
        self._rules = {ERROR: "A document that could not be scored.", **_built_in()}
        self._rules |= {rule.id: reason(rule) for rule in policy.rules}
        self._places = {rule: place for place, rule in enumerate(self._rules)}
        self._results: list[dict[str, Any]] = []
        self._notifications: list[dict[str, Any]] = []

    def add(self, name: str, decision: Decision) -> None:
        """Take a decision."""
        for fired in decision.fired:
            for place in fired.places or (None,):
                self._results.append(self._result(name, fired, place))

    def add_unreadable(self, name: str, reason: str) -> None:
        """Take note of a document that could not be read."""
        self._notifications.append(
            {
                "level": "error",
                "message": _message(f"cannot read {name}: {reason}"),
                "locations": [_location(name, None)],
            }
        )

    def _result(self, name: str, fired: Fired, place: Place | None) -> dict[str, Any]:
        if place is None:
            text = " ".join((fired.reason, *(f"{found}." for found in fired.found)))
        else:
            text = f"{fired.reason} {place.message}"
        about = (fired.id, place.rule, place.text) if place else (fired.id,)
        result: dict[str, Any] = {
            "ruleId": fired.id,
            "ruleIndex": self._places[fired.id],
            "level": _LEVEL[fired.action],
            "message": _message(text),
            "locations": [_location(name, place)],
            # The same passage is the same finding when lines above it come and go.
            "partialFingerprints": {"credscoreGate/v1": _fingerprint(name, *about)},
        }
        if place is not None:
            result["properties"] = {"evidence": place.rule}
        if fired.lifted is not None:
            result["suppressions"] = [{"kind": "external", "justification": plain(fired.lifted)}]
        return result

    def close(self, tally: Tally) -> None:
        """Print the log."""
        driver = {
            "name": "credscore",
            "semanticVersion": __version__,
            "rules": [
                {"id": rule, "shortDescription": _message(text)}
                for rule, text in self._rules.items()
            ],
        }
        run = {
            "tool": {"driver": driver},
            "invocations": [
                {
                    "executionSuccessful": not self._notifications,
                    "toolExecutionNotifications": self._notifications,
                }
            ],
            "columnKind": "unicodeCodePoints",
            "results": self._results,
            "properties": {
                "policy": plain(self._policy.name),
                "policySha256": self._policy.digest,
                "model": plain(self._model.name),
                "modelSha256": self._model.digest,
            },
        }
        write_line(safe_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}))


def _built_in() -> dict[str, str]:
    return {name: f"{text[:1].upper()}{text[1:]}." for name, text in BUILT_IN.items()}


def _message(text: str) -> dict[str, str]:
    return {"text": plain(text).translate(_LITERAL)}


def _location(name: str, place: Place | None) -> dict[str, Any]:
    if name == STDIN:
        return {"logicalLocations": [{"name": "standard input", "kind": "resource"}]}
    physical: dict[str, Any] = {"artifactLocation": _artifact(name)}
    if place is None:
        physical["region"] = {"startLine": 1}
    elif place.region is not None:
        physical["region"] = {
            "startLine": place.region.line,
            "startColumn": place.region.column,
            "endLine": place.region.end_line,
            "endColumn": place.region.end_column,
            "snippet": {"text": plain(shortened(place.text))},
        }
    return {"physicalLocation": physical}


def _artifact(name: str) -> dict[str, str]:
    path = Path(name)
    if path.is_absolute():
        try:
            path = path.relative_to(Path.cwd())
        except ValueError:
            return {"uri": f"file://{_quoted(path.as_posix())}"}
    return {"uri": _quoted(path.as_posix()), "uriBaseId": "%SRCROOT%"}


def _quoted(path: str) -> str:
    return quote(path.encode(errors="surrogateescape"))


def _fingerprint(*parts: str) -> str:
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
