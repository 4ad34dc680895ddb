"""The command ``credscore serve``."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

_NEEDED = ("fastapi", "uvicorn", "httptools", "prometheus_client")


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen at; others than this machine's own need --keys.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen at; 0 takes a free one.")
    ] = 8000,
    policy: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Policy of the gate; by default the one that ships."),
    ] = None,
    trail: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Append every decision of the gate to this file."),
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="API keys: a line for each, its name, a space and the key or sha256:DIGEST.",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Name or path of a model; by default the policy's."),
    ] = None,
    prior: Annotated[
        float | None,
        typer.Option(metavar="SHARE", help="Share of credible documents where you are."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Scoring processes; default: one a core.")
    ] = None,
    max_bytes: Annotated[
        int, typer.Option(min=1, metavar="N", help="Largest body, also when decompressed.")
    ] = 2 << 20,
    max_batch: Annotated[
        int, typer.Option(min=1, metavar="N", help="Most documents in a batch.")
    ] = 32,
    timeout: Annotated[
        float, typer.Option(min=0.001, metavar="SECONDS", help="For the work of a request.")
    ] = 10.0,
    read_timeout: Annotated[
        float, typer.Option(min=0.001, metavar="SECONDS", help="For a client to send a request.")
    ] = 10.0,
    concurrency: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Requests scored or waiting at once, the others get 503; default: 3 a worker.",
        ),
    ] = None,
    key_share: Annotated[
        float,
        typer.Option(metavar="SHARE", help="Share of them that one API key may take, else 429."),
    ] = 0.5,
) -> None:
    """Serve scores and decisions over HTTP, with a page for editors at /.

    Logs are JSON lines on the error stream; they hold no text of any article.
    SIGTERM and Ctrl-C finish what is under way. Exit status: 2 for wrong use.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        typer.echo(
            f"credscore: serve needs {', '.join(missing)}: pip install 'credscore[serve]'", err=True
        )
        raise typer.Exit(2)
    from credscore.gate import PolicyError, TrailError
    from credscore.model import ModelError
    from credscore.service.keys import KeysError
    from credscore.service.server import run
    from credscore.service.settings import Settings, usable_cores

    try:
        settings = Settings(
            model=model,
            prior=prior,
            policy=policy,
            trail=trail,
            keys=keys,
            workers=workers or usable_cores(),
            max_bytes=max_bytes,
            max_batch=max_batch,
            timeout=timeout,
            read_timeout=read_timeout,
            concurrency=concurrency,
            share=key_share,
        )
        run(settings, host, port)
    except (KeysError, ModelError, PolicyError, TrailError, ValueError) as error:
        typer.echo(f"credscore: {error}", err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"credscore: cannot listen at {host}:{port}: {error.strerror}", err=True)
        raise typer.Exit(2) from None
