"""The command line: ``credscore score``, ``explain``, ``features``.

Nothing heavy is imported before a command runs, so that help and completion answer at once. A
command that lives in another module is attached at the end of this one, in the same manner.

Exit status: 0; 1 where some document could not be read (the others are scored all the same); 2
for wrong use; 130 after Ctrl-C; 141 where the reader of the output left.
"""

import io
import os
import sys
import warnings
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from credscore import __version__
from credscore.corpus.commands import audit, report
from credscore.gate.commands import gate, policy
from credscore.gate.trail_commands import feedback, trail
from credscore.options import Jobs, ModelName, Paths, Prior, Published
from credscore.service.commands import serve
from credscore.training.commands import evaluate, train

if TYPE_CHECKING:
    from credscore.document import Document
    from credscore.feature import Family, Feature
    from credscore.inputs import Input, UnreadableError
    from credscore.report import Report
    from credscore.result import CredibilityScore
    from credscore.scorer import Scorer
    from credscore.terminal import Terminal

UNREADABLE = 1
READER_LEFT = 128 + 13  # As a shell reports a program that SIGPIPE ended.

app = typer.Typer(
    help="How far a document can be believed, and why.",
    no_args_is_help=True,
    add_completion=False,
    # A traceback with local variables would print the article.
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON line a document, for programs.")]


def _show_version(wanted: bool) -> None:
    if not wanted:
        return
    from credscore.model import ModelError, load_model

    typer.echo(f"credscore {__version__}")
    try:
        model = load_model()
    except ModelError as error:
        typer.echo(f"no model: {error}")
    else:
        artefact = model.artefact
        typer.echo(f"model {artefact.name} {artefact.version} (sha256 {model.digest})")
    raise typer.Exit


@app.callback()
def _credscore(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help="Show the version and the model's name, version and digest.",
        ),
    ] = False,
) -> None:
    pass


@app.command()
def score(
    paths: Paths,
    as_json: AsJson = False,
    html: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write a report with the passages highlighted.", dir_okay=False
        ),
    ] = None,
    model: ModelName = "news",
    prior: Prior = None,
    published: Published = None,
    jobs: Jobs = 1,
    svg: Annotated[
        Path | None, typer.Option(hidden=True, help="Write the table as a picture.")
    ] = None,
) -> None:
    """Score documents: how far each can be believed, and the main reasons.

    Exit status: 1 where a document could not be read (the others are scored),
    2 for wrong use, else 0.
    """
    from credscore.terminal import ScoreTable, write_json

    if jobs == 0:
        raise typer.BadParameter("0 processes cannot score anything", param_hint="--jobs")
    scorer = _scorer(model, prior)
    report = _new_report(html)
    console = _console(picture=svg is not None)
    table = ScoreTable(console)
    failures: list[UnreadableError] = []
    for given, result in _score_all(scorer, paths, published, jobs, failures):
        if report is not None:
            report.add(given.name, result, given.document)
        if as_json:
            write_json({"path": given.name, **result.to_dict()})
        else:
            table.add(given.name, result)
    if not as_json:
        table.close()
    if svg is not None:
        console.save_picture(svg, "credscore score " + " ".join(paths))
    if report is not None and html is not None:
        report.write_html(html)
    if failures:
        raise typer.Exit(UNREADABLE)


@app.command()
def explain(
    paths: Paths,
    as_json: AsJson = False,
    model: ModelName = "news",
    prior: Prior = None,
    published: Published = None,
) -> None:
    """Explain scores: what every feature added, and every passage in its context.

    With --json, each passage also has the line and column where it begins.
    """
    from credscore.terminal import print_explanation, write_json

    scorer = _scorer(model, prior)
    console = _console()
    failures: list[UnreadableError] = []
    for given, result in _score_all(scorer, paths, published, 1, failures):
        if as_json:
            write_json({"path": given.name, **_with_lines(given, result)})
        else:
            print_explanation(console, given.name, given.document, result)
    if failures:
        raise typer.Exit(UNREADABLE)


@app.command()
def features(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="A family or feature whose page to show.", show_default=False
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """List what is looked at: the families, their features and what a higher value does."""
    from credscore import registry, terminal

    families = {family.name: family for family in registry.families()}
    by_name = registry.features()
    if name is not None and name not in families and name not in by_name:
        available = ", ".join((*families, *by_name))
        raise typer.BadParameter(
            f"can't find {name!r}. Available names: {available}", param_hint="NAME"
        )
    if as_json:
        chosen = {
            full: pair for full, pair in by_name.items() if name in (None, full, pair[0].name)
        }
        terminal.write_json([_described(full, *pair) for full, pair in chosen.items()])
    elif name is None:
        terminal.print_features(_console(), tuple(families.values()))
    elif name in families:
        terminal.print_family(_console(), families[name])
    else:
        terminal.print_feature(_console(), *by_name[name])


app.command()(audit)
app.command()(report)
app.command()(train)
app.command()(evaluate)
app.command()(gate)
app.command()(serve)
app.command()(feedback)
app.add_typer(policy, name="policy")
app.add_typer(trail, name="trail")


def _scorer(model: str, prior: float | None) -> "Scorer":
    from credscore.model import ModelError
    from credscore.scorer import Scorer

    try:
        return Scorer(model, prior)
    except ModelError as error:
        raise typer.BadParameter(str(error), param_hint="--model") from None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--prior") from None


def _score_all(
    scorer: "Scorer",
    paths: list[str],
    published: datetime | None,
    jobs: int,
    failures: list["UnreadableError"],
) -> Iterator[tuple["Input", "CredibilityScore"]]:
    """Every document with its score, in order; what cannot be read is said and kept."""
    from credscore.inputs import read_inputs
    from credscore.result import with_warnings
    from credscore.terminal import say_unreadable

    def failed(error: "UnreadableError") -> None:
        failures.append(error)
        say_unreadable(error)

    def documents() -> Iterator["Document"]:
        for given in read_inputs(paths, failed, published.date() if published else None):
            waiting.append(given)
            yield given.document

    waiting: deque[Input] = deque()
    # joblib would remark on the work that Ctrl-C or a closed pipe leaves undone.
    warnings.filterwarnings("ignore", module="joblib")
    for result in scorer.score_many(documents(), n_jobs=jobs):
        given = waiting.popleft()
        yield given, with_warnings(result, given.warnings)


def _with_lines(given: "Input", result: "CredibilityScore") -> dict[str, Any]:
    from credscore.report.lines import Lines

    lines = Lines(given.document.text)
    plain = result.to_dict()
    for evidence in plain["evidence"]:
        evidence["line"] = lines.line(evidence["start"])
        evidence["column"] = lines.column(evidence["start"])
    return plain


def _described(name: str, family: "Family", feature: "Feature") -> dict[str, Any]:
    return {
        "name": name,
        "family": family.name,
        "unit": feature.unit,
        "direction": feature.direction,
        "revision": feature.revision,
        "page": feature.page,
    }


def _console(picture: bool = False) -> "Terminal":
    from credscore.terminal import Terminal

    return Terminal.for_picture() if picture else Terminal()


def _new_report(path: Path | None) -> "Report | None":
    if path is None:
        return None
    try:
        with path.open("a"):  # Better to know before the work than after it.
            pass
    except OSError as error:
        raise typer.BadParameter(
            f"cannot write {path}: {error.strerror}", param_hint="--html"
        ) from None
    from credscore.report import Report

    return Report()


def main() -> None:
    """Run the command line; the console script ``credscore``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # What is still buffered has nowhere to go: let the interpreter flush it into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(READER_LEFT)
