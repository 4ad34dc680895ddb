"""The commands ``gate``, ``policy``, ``trail`` and ``feedback``."""

from collections import deque
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from credscore.options import Jobs, Paths, Published

if TYPE_CHECKING:
    from credscore.document import Document
    from credscore.gate.decision import Decision
    from credscore.gate.gate import Gate
    from credscore.gate.output import Output, Tally
    from credscore.gate.trail import Trail
    from credscore.inputs import Input

UNREADABLE = 1
HELD = 3
TO_REVIEW = 4

_FEWEST_TO_WONDER = 20


class Format(StrEnum):
    """What decisions are printed as."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
    SARIF = "sarif"


class Failing(StrEnum):
    """The mildest decision that the exit status tells of."""

    REVIEW = "review"
    HOLD = "hold"


PolicyOption = Annotated[
    Path | None,
    typer.Option(
        "--policy",
        metavar="FILE",
        help="The policy; by default the one that ships.",
    ),
]
PolicyArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE", help="A policy; by default the one that ships.", show_default=False
    ),
]


def gate(
    paths: Paths,
    policy: PolicyOption = None,
    output_format: Annotated[Format, typer.Option("--format", help="What to print.")] = Format.TEXT,
    trail: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Record every decision in this trail.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Decide, but record nothing and exit with 0.")
    ] = False,
    compare: Annotated[
        Path | None,
        typer.Option(
            metavar="OLD_POLICY",
            help="Show what this other policy would have decided otherwise; records nothing.",
        ),
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="DOMAIN", help="Where the documents come from.")
    ] = None,
    section: Annotated[
        str | None,
        typer.Option(help="Section they are meant for; by default, the folders they lie in."),
    ] = None,
    published: Published = None,
    jobs: Jobs = 1,
    fail_on: Annotated[
        Failing, typer.Option(help="With hold, reviews alone leave the exit status at 0.")
    ] = Failing.REVIEW,
) -> None:
    """Decide by a policy which documents pass, which an editor reviews, and which are held.

    Exit status: 0 where all pass, 3 where something is held, 4 where something goes to review and
    nothing is held, 1 where a document could not be read (whatever else was decided), 2 for wrong
    use, such as a policy with a mistake in it.
    """
    from credscore.gate.output import Tally

    if jobs == 0:
        raise typer.BadParameter("0 processes cannot decide anything", param_hint="--jobs")
    the_gate = _gate(policy)
    day = published.date() if published else None
    if compare is not None:
        _compare(the_gate, compare, paths, output_format, source, section, day)
        return
    _warn(the_gate)
    kept = _trail(trail) if trail is not None and not dry_run else None
    output = _output(output_format, the_gate)
    tally = Tally()
    waiting: deque[Input] = deque()

    def documents() -> "Iterator[tuple[str, Document]]":
        for given in _read(paths, day, output, tally):
            waiting.append(given)
            yield given.name, given.document

    for decision in the_gate.check_many(documents(), source=source, section=section, n_jobs=jobs):
        if kept is not None:
            _record(kept, decision)
        _take(decision, waiting.popleft(), output, tally)
    output.close(tally)
    _wonder(tally)
    raise typer.Exit(_status(tally, dry_run, fail_on))


def _status(tally: "Tally", dry_run: bool, fail_on: Failing) -> int:
    if tally.unreadable:
        return UNREADABLE
    if dry_run:
        return UNREADABLE if tally.failed else 0
    if tally.actions["hold"]:
        return HELD
    return TO_REVIEW if tally.actions["review"] and fail_on is Failing.REVIEW else 0


def _read(
    paths: list[str], day: date | None, output: "Output", tally: "Tally"
) -> "Iterator[Input]":
    """The documents at ``paths``; what cannot be read is said and counted."""
    from credscore.inputs import UnreadableError, read_inputs
    from credscore.terminal import say_unreadable

    def failed(error: UnreadableError) -> None:
        tally.unreadable += 1
        output.add_unreadable(error.name, error.reason)
        say_unreadable(error)

    return read_inputs(paths, failed, day)


def _take(decision: "Decision", given: "Input", output: "Output", tally: "Tally") -> None:
    from credscore.gate.decision import strictest
    from credscore.gate.locate import located
    from credscore.result import with_warnings
    from credscore.terminal import plain

    tally.actions[decision.action] += 1
    tally.exempt += decision.action != strictest(tuple(one.action for one in decision.fired))
    if decision.error is not None:
        tally.failed += 1
        typer.echo(
            f"credscore: cannot score {plain(given.name)}: {plain(decision.error)}", err=True
        )
    output.add(given.name, located(with_warnings(decision, given.warnings), given))


def _warn(gate: "Gate") -> None:
    """A policy that can hold nothing, or lets nothing through, is not followed in silence."""
    from credscore.gate.policy_names import one_sided
    from credscore.terminal import plain

    for problem in one_sided(gate.policy):
        typer.echo(f"credscore: {plain(gate.policy.name)}: {problem.text}", err=True)


def _wonder(tally: "Tally") -> None:
    """A gate that stops everything may be a gate that reads nothing right: say so."""
    stopped = tally.documents - tally.actions["pass"]
    if tally.documents >= _FEWEST_TO_WONDER and stopped == tally.documents:
        typer.echo(
            f"credscore: all {tally.documents} documents were stopped: look whether the policy, "
            "or the way they are read, is right",
            err=True,
        )


def _compare(
    new: "Gate",
    old_path: Path,
    paths: list[str],
    output_format: Format,
    source: str | None,
    section: str | None,
    day: date | None,
) -> None:
    from credscore.gate.compare import Comparison

    if output_format not in (Format.TEXT, Format.JSON):
        raise typer.BadParameter("a comparison is text or json", param_hint="--format")
    old = _gate(old_path, "--compare")
    comparison = Comparison(old, new, as_json=output_format is Format.JSON)
    for given in _read(paths, day, comparison, comparison.tally):
        comparison.check(given, source, section)
    comparison.close(comparison.tally)
    if old.policy.digest != new.policy.digest and old.policy.changes == new.policy.changes:
        typer.echo(
            "credscore: the policies differ, and the new one does not say who changed it: add to "
            "its [[changes]]",
            err=True,
        )
    raise typer.Exit(UNREADABLE if comparison.tally.unreadable or comparison.tally.failed else 0)


def _gate(path: Path | None, option: str = "--policy") -> "Gate":
    from credscore.gate.gate import Gate
    from credscore.gate.policy_file import PolicyError

    try:
        return Gate(path)
    except PolicyError as error:
        raise _refused(error, option) from None


def _refused(error: Exception, hint: str) -> typer.Exit:
    """Say what is wrong line by line: a usage error would fold the lines into a box."""
    from credscore.terminal import plain

    typer.echo(f"credscore: {hint} is refused, and nothing was done:", err=True)
    for line in str(error).split("\n"):
        typer.echo(f"  {plain(line)}", err=True)
    return typer.Exit(2)


def _output(output_format: Format, gate: "Gate") -> "Output":
    from credscore.gate.output import ForPeople, JsonLines

    policy = gate.named_policy
    if output_format is Format.JSON:
        return JsonLines()
    if output_format is Format.JUNIT:
        from credscore.gate.junit import JUnit

        return JUnit(policy, gate.model)
    if output_format is Format.SARIF:
        from credscore.gate.sarif import Sarif

        return Sarif(gate.policy, gate.model)
    return ForPeople(policy, gate.model)


def _trail(path: Path) -> "Trail":
    from credscore.gate.trail import Trail, TrailError

    try:
        return Trail(path)
    except TrailError as error:
        raise _refused(error, "--trail") from None


def _record(trail: "Trail", decision: "Decision") -> None:
    """Record a decision; one that cannot be recorded is not given."""
    from credscore.gate.trail import TrailError
    from credscore.terminal import plain

    try:
        trail.append(decision)
    except TrailError as error:
        typer.echo(f"credscore: {plain(str(error))}", err=True)
        raise typer.Exit(UNREADABLE) from None


policy = typer.Typer(
    help="Look at a policy: check it, explain it, begin one.", no_args_is_help=True
)


@policy.command("check")
def check_policy(file: PolicyArgument = None) -> None:
    """Check a policy: that every key and name in it exists, and that its model is here.

    Exit status: 0, or 2 where something is wrong.
    """
    from credscore.gate.policy_file import default_text, read_policy_text, said
    from credscore.gate.policy_names import advice
    from credscore.terminal import plain

    checked = _gate(file, str(file or "the default policy")).policy
    name = str(file) if file is not None else "default.toml"
    text = read_policy_text(file) if file is not None else default_text()
    notes = said(text, name, advice(checked, date.today()))
    for line in notes.split("\n") if notes else ():
        typer.echo(f"note: {plain(line)}")
    typer.echo(f"{plain(name)} is a policy that can be used (sha256 {checked.digest})")


@policy.command("explain")
def explain_policy(file: PolicyArgument = None) -> None:
    """Say in sentences what a policy does."""
    from credscore.gate import sentences
    from credscore.gate.output import print_paragraphs

    gate = _gate(file, str(file or "the default policy"))
    print_paragraphs(sentences.explain(gate.policy, gate.bands, date.today()))


@policy.command("show")
def show_policy() -> None:
    """Print the policy that ships, to start from."""
    from credscore.gate.policy_file import PolicyError, default_text

    try:
        typer.echo(default_text(), nl=False)
    except PolicyError as error:
        raise _refused(error, "the default policy") from None


@policy.command("schema")
def policy_schema() -> None:
    """Print the JSON schema of a policy, for editors that complete and check TOML."""
    import json

    from credscore.gate.policy_names import schema

    typer.echo(json.dumps(schema(), indent=2))
