"""The report of an audit made again from its scores: nothing but twenty documents is scored."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from credscore.corpus.audit import Audit, about_scores
from credscore.corpus.readers import find_sources
from credscore.corpus.reading_list import Chosen, choose, look_up
from credscore.corpus.report import write_report
from credscore.corpus.tasks import TaskScorer
from credscore.document import Document
from credscore.scorer import Scorer


def remake(scores: Path, out: Path, model: str) -> Iterator[str]:
    """Write the report anew.

    Args:
        scores: The file of scores, .parquet or .jsonl; JSON Lines hold neither inputs nor options.
        out: Where the report is to stand.
        model: What made the scores: name of a shipped model, or path of a file.

    Yields:
        Sentences on what the report has to do without.

    Raises:
        ValueError: The file holds no scores, or those of another model.
        ModelError: There is no such model.
        OSError: A file cannot be read or written.
    """
    about = about_scores(scores)
    options = about.options
    scorer = Scorer(model, options.get("prior"))
    made_by = about.versions.get("digest", scorer.model.digest)
    if made_by != scorer.model.digest:
        named = about.versions.get("model", "a model")
        raise ValueError(f"the scores are of {named}, SHA-256 {made_by[:12]}, and not of this one")
    audit = Audit(scores, scorer=scorer)
    missing: list[str] = []
    sources = find_sources(about.inputs, lambda name, _: missing.append(name), frozenset())
    day = options.get("published")
    reads = TaskScorer(model, scorer.prior, date.fromisoformat(day) if day else None)
    chosen = choose(audit.file, scorer.model)
    found = look_up(chosen, sources, options.get("columns", {}), reads)
    documents = {
        (one.input, one.record): found[one.input, one.record]
        for one in chosen
        if _is_as_scored(found.get((one.input, one.record)), one, scorer)
    }
    errors = scores.with_suffix(".errors.jsonl")
    named_errors = errors.name if about.failures and errors.exists() else ""
    write_report(audit, out, scorer, chosen, documents, named_errors)
    if not about.inputs:
        yield "the scores do not say what they are of: no documents are shown"
    for name in missing:
        yield f"{name} is not there any more: none of its documents is shown"
    if changed := len(found) - len(documents):
        yield f"{changed} of the documents to read have changed since, and are not shown"


def _is_as_scored(document: Document | None, one: Chosen, scorer: Scorer) -> bool:
    """Whether an input still holds the document that was scored."""
    return document is not None and scorer.score(document).score == one.score
