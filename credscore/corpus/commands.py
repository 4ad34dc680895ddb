"""The commands ``credscore audit`` and ``credscore report``."""

from pathlib import Path
from typing import Annotated, Any

import typer

from credscore.options import Jobs, ModelName, Prior, Published

_COLUMNS = "Columns of tables (guessed, and said, where they are not given)"
_WRONG_USE = 2
_INTERRUPTED = 130


def audit(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="JSON Lines, CSV, Parquet, WARC or WET files, compressed or not, or folders of "
            "these and of texts and web pages.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="FILE", help="The report, one HTML page.", dir_okay=False),
    ],
    scores: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The scores, .parquet or .jsonl; by default beside the report.",
            dir_okay=False,
        ),
    ] = None,
    errors: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="What could not be read, a JSON line each; by default beside the report.",
            dir_okay=False,
        ),
    ] = None,
    jobs: Jobs = 1,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Score the first N records only.")
    ] = None,
    sample: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="Score N records drawn evenly; all are read once before."
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Start over, where an audit was interrupted.")
    ] = False,
    compare: Annotated[
        bool, typer.Option(help="Compare the documents: copies, shared quotations, templates.")
    ] = True,
    text_column: Annotated[
        str | None, typer.Option(metavar="NAME", rich_help_panel=_COLUMNS)
    ] = None,
    html_column: Annotated[
        str | None, typer.Option(metavar="NAME", rich_help_panel=_COLUMNS)
    ] = None,
    title_column: Annotated[
        str | None, typer.Option(metavar="NAME", rich_help_panel=_COLUMNS)
    ] = None,
    url_column: Annotated[
        str | None, typer.Option(metavar="NAME", rich_help_panel=_COLUMNS)
    ] = None,
    date_column: Annotated[
        str | None, typer.Option(metavar="NAME", rich_help_panel=_COLUMNS)
    ] = None,
    author_column: Annotated[
        str | None, typer.Option(metavar="NAME", rich_help_panel=_COLUMNS)
    ] = None,
    site_column: Annotated[
        str | None, typer.Option(metavar="NAME", rich_help_panel=_COLUMNS)
    ] = None,
    model: ModelName = "news",
    prior: Prior = None,
    published: Published = None,
) -> None:
    """Audit a corpus: score all of it, and see which sites are rotten, and why.

    An audit that was interrupted goes on where it was, when the same command is given again.

    Exit status: 1 where a record could not be read (the others are scored),
    2 for wrong use, 130 after Ctrl-C, else 0.
    """
    _check_extra()
    from credscore.corpus.pool import WorkerError
    from credscore.corpus.session import Request, RequestError, Session

    if jobs == 0:
        raise typer.BadParameter("0 processes cannot score anything", param_hint="--jobs")
    if limit is not None and sample is not None:
        raise typer.BadParameter("give either --limit or --sample", param_hint="--sample")
    columns: dict[Any, str | None] = {
        "text": text_column,
        "html": html_column,
        "title": title_column,
        "url": url_column,
        "published": date_column,
        "author": author_column,
        "site": site_column,
    }
    request = Request(
        inputs=tuple(inputs),
        out=out,
        scores=scores or out.with_suffix(".parquet"),
        errors=errors or out.with_suffix(".errors.jsonl"),
        jobs=jobs,
        limit=limit,
        sample=sample,
        fresh=fresh,
        compare=compare,
        columns={role: name for role, name in columns.items() if name is not None},
        model=model,
        prior=prior,
        published=published.date() if published else None,
    )
    session = Session(request)
    try:
        failures = session.run()
    except RequestError as error:
        raise typer.BadParameter(error.reason, param_hint=error.option) from None
    except KeyboardInterrupt:
        session.interrupted("Interrupted")
        raise typer.Exit(_INTERRUPTED) from None
    except (OSError, WorkerError) as error:  # A disk that is full; a process that cannot start.
        session.interrupted(str(error))
        raise typer.Exit(1) from None
    if failures:
        raise typer.Exit(1)


def report(
    scores: Annotated[
        Path,
        typer.Argument(
            metavar="SCORES",
            help="Scores that credscore audit wrote, .parquet or .jsonl.",
            show_default=False,
            exists=True,
            dir_okay=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="FILE", help="The report, one HTML page.", dir_okay=False),
    ],
    model: ModelName = "news",
) -> None:
    """Make the report of an audit again, from its scores.

    The documents to read are taken from the inputs, as far as these are where they were.

    Exit status: 1 where a file cannot be read or written, 2 for wrong use, else 0.
    """
    _check_extra()
    from credscore.corpus.remake import remake
    from credscore.model import ModelError

    if out.resolve() == scores.resolve():
        raise typer.BadParameter(f"{out} is the file of scores", param_hint="--out")
    try:
        for missed in remake(scores, out, model):
            typer.echo(f"credscore: {missed}", err=True)
    except ModelError as error:
        raise typer.BadParameter(str(error), param_hint="--model") from None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="SCORES") from None
    except OSError as error:
        typer.echo(f"credscore: {error}", err=True)
        raise typer.Exit(1) from None


def _check_extra() -> None:
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        _refuse("an audit needs the extra corpus: pip install 'credscore[corpus]'")


def _refuse(reason: str) -> None:
    typer.echo(f"credscore: {reason}", err=True)
    raise typer.Exit(_WRONG_USE)
