"""Arguments and options that several commands of the command line share."""

from datetime import datetime
from typing import Annotated

import typer

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Files, folders (their .txt, .html and .md files) or - for standard input.",
        show_default=False,
    ),
]
ModelName = Annotated[
    str,
    typer.Option("--model", metavar="MODEL", help="Name of a shipped model, or path of a file."),
]
Prior = Annotated[
    float | None,
    typer.Option(
        metavar="SHARE", help="Share of credible documents where you are, between 0 and 1."
    ),
]
Published = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        metavar="YYYY-MM-DD",
        help="Day of publication of the documents that do not give their own.",
    ),
]
Jobs = Annotated[int, typer.Option(min=-1, metavar="N", help="Processes; -1 takes all cores.")]
