"""The model card, made by the same run as the model so that it cannot say something else."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import cast

from credscore.digests import write_model_sums
from credscore.model import Artefact, Shape
from credscore.sufficiency import ENOUGH_WORDS, FEWEST_WORDS, MOST_UNUSUAL
from credscore.training.evaluation import Evaluation, as_markdown
from credscore.training.model_file import dump
from credscore.training.recipe import KEPT_OUT, NOMINAL

_TEMPLATE = """\
# Model card: {name} {version}

{description}

- Form: {heads} heads, each an intercept and piecewise linear shapes, one a feature ({shapes} in
  all); their odds add up, and the points of the features sum to the score's log-odds.
- File: `model.json`, SHA-256 `{digest}`.
- Refit it from `table.csv.gz` with `credscore train`; no text is needed.

## What it is for

Saying how far the craft seen in an English news text speaks for or against believing it, with
the reasons and the passages, so that a person can check them. It suits triage: what an editor or
an analyst should read first.

## What it must not be used for

- As proof that a claim is true or false. Factual truth within one outlet cannot be seen in style.
- To judge an author, an outlet or a community by one text, or to punish anybody unread.
- On other languages, lists, tables, verse, recipes, transcripts, contracts or code, or on texts
  under {fewest_words} words: it abstains there, and says why. Towards each of these limits the
  points fade and the interval opens, so that nothing jumps; texts under {enough_words} words are
  drawn to the middle.
- On fiction.
- As a test of whether a machine wrote something. Careful machine copy passes, as careful
  people's copy does.

## Training data

Documents by corpus and kind. Only feature values ship (`table.csv.gz`), with the label and a
digest of the domain, generator or writer; no text.

{documents}

Weights: both classes alike; within a class, corpora and domains by the root of their size.
Satire is not in training: it is no lie. What marks itself as satire, opinion or paid content is
named in `warnings` and gets no points for it.

Features that are measured and shown but get no points:

{kept_out}

## Interval

`interval` is the range in which the score would lie, in {nominal:.0%} of cases, had the model known
texts of the same corpus and sources: the quantile, within fifths of length, of the change that
held-out documents' scores undergo when their corpus and domains join the training. It is widened
by a factor for texts with values beyond what 99 % of the training documents have: {factors} for
none, one, two, three and more such values. {most_unusual:.0%} of them are too many to judge by.

## Bands

Scores below {low} are `low`, from {high} on `high`. Rule: {rule}.

{evaluation}
## Limits

- The reliable side is mostly political and general news from the United States of 2013 to 2023;
  the rating is that of the outlet, not of the article.
- Corpora differ in how they were scraped and in era; figures inside one corpus flatter, which is
  why none is given.
- Fake news that people write with craft looks like news. See the corpora with a low figure above.
- `errors.md` says what the worst 50 errors on left-out corpora were, read one by one.
- All `content-farm` articles were written by one family of language models; the figures on left-out
  writers are not figures on left-out authors.

## The shapes

Points at the knots, in log-odds; 0 is what a typical training document gets.

{shapes_table}
"""


def write_model(model: Artefact, evaluation: Evaluation, folder: Path) -> None:
    """Write ``model.json`` and ``card.md`` into ``folder``, and record the digests there."""
    text = dump(model)
    (folder / "model.json").write_text(text, encoding="utf-8")
    card = _TEMPLATE.format(
        name=model.name,
        version=model.version,
        description=model.description,
        heads=len(model.heads),
        shapes=sum(len(head.terms) for head in model.heads),
        digest=sha256(text.encode()).hexdigest(),
        documents=_documents(model),
        kept_out="\n".join(f"- `{name}`: {why}" for name, why in KEPT_OUT.items()),
        nominal=NOMINAL,
        factors=", ".join(f"{factor:.1f}" for factor in model.spread.unusual),
        fewest_words=FEWEST_WORDS,
        enough_words=ENOUGH_WORDS,
        most_unusual=MOST_UNUSUAL,
        low=model.bands.low_below,
        high=model.bands.high_from,
        rule=model.bands.rule,
        evaluation=as_markdown(evaluation),
        shapes_table=_shapes(model),
    )
    (folder / "card.md").write_text(card, encoding="utf-8")
    write_model_sums(folder)


def _documents(model: Artefact) -> str:
    documents = cast("Mapping[str, Mapping[str, int]]", model.training["documents"])
    lines = ["| corpus | documents |", "| --- | --- |"]
    for corpus, kinds in documents.items():
        lines.append(f"| {corpus} | {', '.join(f'{n} {kind}' for kind, n in kinds.items())} |")
    return "\n".join(lines)


def _shapes(model: Artefact) -> str:
    lines = []
    for head in model.heads:
        lines += [f"\n### Credible against `{head.kind}`\n", "| feature | value: points |"]
        lines.append("| --- | --- |")
        shapes = [term for term in head.terms if isinstance(term, Shape)]
        for shape in sorted(shapes, key=lambda s: min(s.points) - max(s.points)):
            course = ", ".join(
                f"{knot:g}: {points:+.2f}"
                for knot, points in zip(shape.knots, shape.points, strict=True)
            )
            lines.append(f"| `{shape.feature}` | {course} |")
    return "\n".join(lines)
