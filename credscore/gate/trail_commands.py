"""The commands ``trail`` and ``feedback``."""

import re
from collections import deque
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from credscore.gate.feedback import Records

BROKEN = 1

_DIGEST = re.compile(r"[0-9a-f]{8,64}")

TrailFile = Annotated[
    Path, typer.Option("--trail", metavar="FILE", help="The trail that holds the decision.")
]
Published = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        metavar="YYYY-MM-DD",
        help="Day of publication, if one was given when the decision was made.",
    ),
]


class Saying(StrEnum):
    """What should have been done."""

    PASS = "pass"
    HOLD = "hold"


trail = typer.Typer(
    help="The record of decisions: verify it, make labels of it.", no_args_is_help=True
)


@trail.command("verify")
def verify_trail(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A trail.")],
    head: Annotated[
        str | None,
        typer.Option(
            metavar="DIGEST", help="A digest noted earlier: say whether it still stands there."
        ),
    ] = None,
) -> None:
    """Follow the chain of a trail from its first line, and say the first line that does not hold.

    Prints the digest of the newest record: noted elsewhere, it shows later that nothing was cut
    off or written anew. Exit status: 0; 1 where a line does not hold, or the noted digest is not
    there; 2 where the trail cannot be read.
    """
    from credscore.gate.trail import TrailError, verify
    from credscore.terminal import plain
    from credscore.wording import counted

    seen = False

    def look(record: dict[str, object]) -> None:
        nonlocal seen
        seen = seen or record["digest"] == head

    try:
        found = verify(file, look)
    except TrailError as error:
        raise _refused(str(error), 2) from None
    name = plain(str(file))
    if found.broken_line is not None:
        before = f"the {counted(found.records, 'record')} before it hold"
        raise _refused(f"{name}, line {found.broken_line}: {found.problem}; {before}", BROKEN)
    if head is not None and not seen:
        raise _refused(f"{name}: no record has the digest {plain(head)}", BROKEN)
    typer.echo(f"{name}: {counted(found.records, 'record')}, and all of them hold")
    typer.echo(f"newest: {found.newest}")
    if found.unfinished:
        typer.echo(
            f"note: behind them stand {found.unfinished} bytes of a record that was never "
            "finished; the next writer cuts them off and records that"
        )


@trail.command("show")
def show_trail(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A trail.")],
    document: Annotated[
        str | None,
        typer.Argument(
            metavar="DOCUMENT",
            help="Path, digest or name of a document; without it, the newest records of all.",
            show_default=False,
        ),
    ] = None,
    count: Annotated[int, typer.Option(min=1, metavar="N", help="How many, at most.")] = 20,
    published: Published = None,
) -> None:
    """Show what was decided, why and by what, and what editors said of it; the newest last.

    Exit status: 0; 1 where a line of the trail does not hold (what stands before it is shown), or
    there is nothing about the document; 2 where the trail cannot be read.
    """
    from credscore.gate.trail import TrailError, verify
    from credscore.gate.trail_view import print_records

    wanted = _names(document, published)
    newest: deque[dict[str, Any]] = deque(maxlen=count)

    def look(record: dict[str, Any]) -> None:
        about = str(record.get("document", ""))
        if not wanted or record.get("name") in wanted or any(map(about.startswith, wanted)):
            newest.append(record)

    try:
        found = verify(file, look)
    except TrailError as error:
        raise _refused(str(error), 2) from None
    print_records(newest)
    if found.broken_line is not None:
        raise _refused(f"{file}, line {found.broken_line}: {found.problem}", BROKEN)
    if wanted and not newest:
        raise _refused(f"{file}: nothing about {document}", BROKEN)


def _names(document: str | None, published: datetime | None) -> frozenset[str]:
    """What a trail may know a document by: its name, and its digest or the beginning of it."""
    if document is None:
        return frozenset()
    if Path(document).is_file():
        return frozenset({document, _digest(document, published)})
    return frozenset({document})


@trail.command("labels")
def make_labels(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A trail.")],
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Where the documents are now.")
    ],
    published: Published = None,
) -> None:
    """Print the documents on which editors gave a verdict, as labels, a JSON line each.

    They serve credscore evaluate --labels and credscore train --labels. A trail holds no text, so
    the documents must still be there, as they were when they were decided on.
    """
    from credscore.gate import feedback
    from credscore.gate.output import write_line
    from credscore.gate.safe import safe_json
    from credscore.inputs import UnreadableError, read_inputs
    from credscore.terminal import say_unreadable
    from credscore.wording import counted

    records = _records(file)
    unread: list[UnreadableError] = []
    day = published.date() if published else None
    documents = (given.document for given in read_inputs(paths, unread.append, day))
    found: set[str] = set()
    for label in feedback.labels(records, documents):
        if label["document"] not in found:
            write_line(safe_json(label))
        found.add(label["document"])
    for error in unread:
        say_unreadable(error)
    missing = len(records.feedback) - len(found)
    if missing:
        typer.echo(
            f"credscore: {counted(missing, 'document')} with feedback not found at these paths",
            err=True,
        )
    if unread:
        raise typer.Exit(BROKEN)


def feedback(
    document: Annotated[
        str,
        typer.Argument(metavar="DOCUMENT", help="Its path, or its digest as the trail has it."),
    ],
    trail: TrailFile,
    verdict: Annotated[Saying, typer.Option(help="What should have been done.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who says so.")],
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why.")],
    published: Published = None,
) -> None:
    """Record in the trail what an editor says of a decision.

    Exit status: 0; 1 where nothing was decided on the document, or the trail does not hold.
    """
    from credscore.gate.feedback import NothingDecidedError, give_feedback
    from credscore.gate.trail import Trail, TrailError
    from credscore.terminal import plain

    records = _records(trail)
    digest = _digest(document, published)
    try:
        record = give_feedback(Trail(trail), digest, verdict.value, by, why)
    except NothingDecidedError as error:
        others = records.named(document)
        hint = f"; by that name there is {', '.join(others[:3])}" if others else ""
        raise _refused(f"{trail}: {error}{hint}", BROKEN) from None
    except (TrailError, ValueError) as error:
        raise _refused(str(error), BROKEN) from None
    typer.echo(
        f"recorded: {plain(document)} was decided as {record['action']}, and {plain(by)} says "
        f"{record['verdict']}"
    )


def _digest(document: str, published: datetime | None) -> str:
    from credscore.gate.decision import document_digest
    from credscore.inputs import UnreadableError, read_inputs

    if _DIGEST.fullmatch(document) and not Path(document).exists():
        return document
    failures: list[UnreadableError] = []
    day = published.date() if published else None
    found = list(read_inputs([document], failures.append, day))
    if failures:
        raise _refused(f"cannot read {failures[0].name}: {failures[0].reason}", BROKEN)
    if len(found) != 1:
        raise typer.BadParameter("one document is needed", param_hint="DOCUMENT")
    return document_digest(found[0].document)


def _records(file: Path) -> "Records":
    from credscore.gate.feedback import Records
    from credscore.gate.trail import TrailError

    try:
        return Records.of(file)
    except TrailError as error:
        raise _refused(str(error), BROKEN) from None


def _refused(problem: str, status: int) -> typer.Exit:
    from credscore.terminal import plain

    typer.echo(f"credscore: {plain(problem)}", err=True)
    return typer.Exit(status)
