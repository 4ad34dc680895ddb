"""The records of a trail, for people."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from rich.padding import Padding
from rich.text import Text

from credscore.gate.output import STYLE
from credscore.terminal import Terminal, plain
from credscore.wording import counted

_SHORT = 12


def print_records(records: Iterable[Mapping[str, Any]]) -> None:
    """Print records in order, a paragraph each."""
    console = Terminal()
    for record in records:
        when = datetime.fromisoformat(record["time"]).strftime("%Y-%m-%d %H:%M:%S UTC")
        title, lines = _described(record)
        console.print(Text(f"{when}  ", "dim") + title, soft_wrap=True)
        for line in lines:
            console.print(Padding(Text(plain(line)), (0, 0, 0, 5)), width=console.breadth)


def _described(record: Mapping[str, Any]) -> tuple[Text, list[str]]:
    if record["kind"] == "decision":
        return _decision(record)
    if record["kind"] == "feedback":
        title = Text("feedback ", "bold") + _document(record, None)
        text = f"{record['by']} says {record['verdict']} of {record['action']}: {record['why']}"
        return title, [text]
    if record["kind"] == "repair":
        return Text("repair", "bold"), [
            f"A record that was never finished was cut off: {record['bytes']} bytes."
        ]
    return Text(plain(str(record["kind"])), "bold"), []


def _decision(record: Mapping[str, Any]) -> tuple[Text, list[str]]:
    title = Text(f"{record['action']:<7}", STYLE[record["action"]])
    title += _document(record, record["name"])
    lines = []
    for rule in record["rules"]:
        about = [rule["id"], *rule["features"]]
        about += [counted(len(rule["passages"]), "passage")] if rule["passages"] else []
        lifted = f" Exempt: {rule['lifted']}" if "lifted" in rule else ""
        lines.append(f"{rule['action']}: {rule['reason']} ({', '.join(about)}){lifted}")
    if record["error"] is not None:
        lines.append(f"Scoring failed: {record['error']}")
    policy, model = record["policy"], record["model"]
    lines.append(
        f"policy {policy['name']} {policy['digest'][:_SHORT]} · "
        f"model {model['name']} {model['digest'][:_SHORT]}"
    )
    return title, lines


def _document(record: Mapping[str, Any], name: str | None) -> Text:
    digest = Text(record["document"][:_SHORT], "dim")
    return digest if name is None else Text(f"{plain(name)}  ", "bold") + digest
