"""The commands ``credscore train`` and ``credscore evaluate``."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from credscore.training.corpora import Example
    from credscore.training.table import Table

_TABLE = "table.csv.gz"


def train(
    out: Annotated[Path, typer.Option(help="Folder for the model, its card and its table.")],
    table: Annotated[
        Path | None, typer.Option(help="Training table; by default the one that ships.")
    ] = None,
    corpora: Annotated[
        Path | None, typer.Option(help="Folder of the corpora: measure them anew first.")
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option(
            help='Your own documents, a JSON line each: {"text": …, "credible": true, '
            '"source": …}. They are added to the table.'
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Name of the model; by default the recipe's.")
    ] = None,
    version: Annotated[
        str | None, typer.Option(help="Version of the model; by default the recipe's.")
    ] = None,
    jobs: Annotated[int, typer.Option(help="Processes for measuring documents.")] = 1,
) -> None:
    """Fit a model from a table of feature values, and write it as readable JSON with a card."""
    from credscore.training.card import write_model
    from credscore.training.evaluation import evaluate as measure_figures
    from credscore.training.own import read_labels
    from credscore.training.recipe import Recipe, heads, hold_out, make_model
    from credscore.training.table import concatenate, tabulate, write_table

    data, _ = _load(table, corpora, jobs)
    if labels is not None:
        try:
            own = read_labels(labels)
        except (OSError, ValueError) as error:
            raise typer.BadParameter(str(error), param_hint="--labels") from None
        data = concatenate(data, tabulate(own, n_jobs=jobs))
    held_out = hold_out(data, heads(data))
    recipe = Recipe()
    recipe = replace(recipe, name=name or recipe.name, version=version or recipe.version)
    model = make_model(data, recipe, held_out)
    out.mkdir(parents=True, exist_ok=True)
    write_table(data, out / _TABLE)
    write_model(model, measure_figures(data, thorough=False, held_out=held_out), out)
    shapes = sum(len(head.terms) for head in model.heads)
    typer.echo(f"{out / 'model.json'}: {shapes} shapes from {len(data)} documents")


def evaluate(
    corpora: Annotated[
        Path | None,
        typer.Option(help="Folder of the corpora: sets text classifiers beside the model."),
    ] = None,
    table: Annotated[
        Path | None, typer.Option(help="Training table; by default the one that ships.")
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option(help="Your own labels: measures the model and a policy on them instead."),
    ] = None,
    policy: Annotated[
        Path | None,
        typer.Option(help="With --labels: the policy; by default the one that ships."),
    ] = None,
    false_holds: Annotated[
        float,
        typer.Option(
            metavar="SHARE",
            help="With --labels: share of credible documents that may be held, for a threshold.",
        ),
    ] = 0.02,
    out: Annotated[Path | None, typer.Option(help="Write the page to this file.")] = None,
    jobs: Annotated[int, typer.Option(help="Processes for measuring documents.")] = 1,
) -> None:
    """Measure the recipe on corpora, writers and generators that were left out of training.

    With --labels, measure the shipped model and a policy on your own documents instead, and
    propose a threshold of the score.
    """
    if labels is not None:
        _show(_measured(labels, policy, false_holds), out)
        return
    from credscore.training import evaluation

    data, examples = _load(table, corpora, jobs)
    page = evaluation.as_markdown(
        evaluation.evaluate(data, examples, report=lambda step: typer.echo(step, err=True))
    )
    _show(page, out)


def _show(page: str, out: Path | None) -> None:
    if out is not None:
        out.write_text(page, encoding="utf-8")
    typer.echo(page)


def _measured(labels: Path, policy: Path | None, false_holds: float) -> str:
    from credscore.gate.labels import measured
    from credscore.gate.policy_file import PolicyError
    from credscore.terminal import plain

    try:
        return measured(labels, policy, false_holds)
    except PolicyError as error:
        raise typer.BadParameter(plain(str(error)), param_hint="--policy") from None
    except (OSError, ValueError) as error:
        raise typer.BadParameter(plain(str(error)), param_hint="--labels") from None


def _load(
    table: Path | None, corpora: Path | None, jobs: int
) -> "tuple[Table, list[Example] | None]":
    """The training table and, where the corpora are at hand, its documents.

    With both, the table's values are taken as they are: measuring takes longer than reading.
    """
    from credscore.training.corpora import load_corpora
    from credscore.training.table import read_table, shipped_table, tabulate

    examples = list(load_corpora(corpora)) if corpora is not None else None
    if examples is not None and table is None:
        return tabulate(examples, n_jobs=jobs), examples
    try:
        data = read_table(table) if table is not None else shipped_table()
    except (OSError, ValueError) as error:
        raise typer.BadParameter(str(error), param_hint="--table") from None
    if examples is not None and data.corpus.tolist() != [e.corpus for e in examples]:
        raise typer.BadParameter(
            f"the table's {len(data)} rows are not the {len(examples)} documents of the corpora",
            param_hint="--table",
        )
    return data, examples
