"""An audit from beginning to end: what was asked for, what is said on the way, what is left."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from credscore import __version__
from credscore.corpus.audit import Audit
from credscore.corpus.progress import Meter
from credscore.corpus.readers import Damage, Source, find_sources
from credscore.corpus.readers.columns import Role
from credscore.corpus.reading_list import choose, look_up
from credscore.corpus.report import write_report
from credscore.corpus.resume import Journal, MismatchError
from credscore.corpus.run import Plan, draw_sample, guess_columns, score_corpus
from credscore.corpus.scores import (
    About,
    compare,
    write_failures,
    write_json_lines,
    write_parquet,
)
from credscore.corpus.tasks import TaskScorer
from credscore.model import ModelError
from credscore.scorer import Scorer
from credscore.terminal import Terminal, plain
from credscore.wording import counted

_MOST_SAID = 5
_OPTION = {"published": "--date-column"}


class RequestError(Exception):
    """An audit that cannot be made as it was asked for.

    Attributes:
        reason: Why, for a person.
        option: The option that is at fault.
    """

    def __init__(self, reason: str, option: str) -> None:
        super().__init__(f"{option}: {reason}")
        self.reason = reason
        self.option = option


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for; the attributes are the options of ``credscore audit``."""

    inputs: tuple[str, ...]
    out: Path
    scores: Path
    errors: Path
    jobs: int = 1
    limit: int | None = None
    sample: int | None = None
    fresh: bool = False
    compare: bool = True
    columns: Mapping[Role, str]
    model: str = "news"
    prior: float | None = None
    published: date | None = None

    @property
    def journal(self) -> Path:
        """Where the journal lies."""
        return self.scores.with_name(f"{self.scores.name}.journal")

    @property
    def written(self) -> frozenset[Path]:
        """The files that the audit writes, which are no input of it."""
        return frozenset(p.resolve() for p in (self.out, self.scores, self.errors, self.journal))


class Session:
    """One run of ``credscore audit``.

    Args:
        request: What was asked for.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._out = Terminal()
        self._err = Terminal(stderr=True)
        self._missing: list[tuple[str, str]] = []
        self._journal: Journal | None = None

    def run(self) -> int:
        """Make the audit; how many records could not be read.

        Raises:
            RequestError: It cannot be made as it was asked for.
        """
        request = self._request
        scorer = self._scorer()
        self._check_files()
        sources = find_sources(request.inputs, self._cannot_read, request.written)
        if not sources:
            return len(self._missing)
        self._check_columns(sources)
        plan = Plan(sources, request.columns, request.limit)
        journal, plan = self._begin(plan, scorer)
        self._journal = journal
        total = request.limit or request.sample or sum(source.size for source in sources)
        with Meter(total, self._err) as meter:
            watcher = meter if total not in (request.limit, request.sample) else _ByCount(meter)
            score_corpus(plan, journal, self._task_scorer(), self._jobs(), self._say, watcher)
        return self._finish(plan, journal, scorer)

    def interrupted(self, reason: str) -> None:
        """Say why the audit ended before its time, and what is kept."""
        kept = ""
        if self._journal is not None:
            count = counted(self._journal.rows, "document")
            kept = f"; {count} kept. The same command goes on from here."
        self._err.print(f"credscore: {plain(reason)}{kept}", soft_wrap=True)

    def _scorer(self) -> Scorer:
        try:
            return Scorer(self._request.model, self._request.prior)
        except ModelError as error:
            raise RequestError(str(error), "--model") from None
        except ValueError as error:
            raise RequestError(str(error), "--prior") from None

    def _task_scorer(self) -> TaskScorer:
        request = self._request
        return TaskScorer(request.model, request.prior, request.published, request.compare)

    def _jobs(self) -> int:
        return self._request.jobs if self._request.jobs > 0 else os.cpu_count() or 1

    def _check_files(self) -> None:
        """Refuse what cannot be written: better to know before the work than after it."""
        request = self._request
        if request.scores.suffix not in (".parquet", ".jsonl"):
            raise RequestError("the scores are written as .parquet or .jsonl", "--scores")
        files = {"--out": request.out, "--scores": request.scores, "--errors": request.errors}
        if len({path.resolve() for path in files.values()}) < len(files):
            raise RequestError("report, scores and errors must be three files", "--out")
        inputs = {Path(name).resolve() for name in request.inputs}
        for option, path in files.items():
            if path.resolve() in inputs:
                raise RequestError(f"{path} is an input", option)
            try:
                is_new = not path.exists()
                with path.open("a"):
                    pass
                if is_new:
                    path.unlink()
            except OSError as error:
                raise RequestError(f"cannot write {path}: {error.strerror}", option) from None

    def _check_columns(self, sources: list[Source]) -> None:
        """Refuse columns that the first table does not have; later ones are damage."""
        for role, name in self._request.columns.items():
            option = _OPTION.get(role, f"--{role}-column")
            try:
                guess_columns(sources[0], {role: name})
            except ValueError as error:
                if str(error).startswith("can't find"):
                    raise RequestError(str(error), option) from None

    def _begin(self, plan: Plan, scorer: Scorer) -> tuple[Journal, Plan]:
        """The journal, new or resumed, and the plan with its sample."""
        request = self._request
        about = {**plan.about(), **self._about(scorer)}
        if request.journal.exists() and not request.fresh:
            try:
                journal = Journal.resume(request.journal, about)
            except MismatchError as error:
                raise RequestError(
                    f"{error}; to start over, give --fresh (or remove {request.journal})",
                    "--scores",
                ) from None
            if journal.rows:
                self._err.print(f"Going on: {counted(journal.rows, 'document')} scored before.")
            drawn = journal.about.get("drawn")
        else:
            drawn = None
            if request.sample is not None:
                self._err.print(f"Drawing {request.sample:,} records: all are read once.")
                drawn = [*draw_sample(plan.sources, request.sample).items()]
            journal = Journal.begin(request.journal, about, {"drawn": drawn})
        if drawn is None:
            return journal, plan
        return journal, replace(plan, sample=dict(drawn))

    def _about(self, scorer: Scorer) -> dict[str, Any]:
        request = self._request
        return {
            "sample": request.sample,
            "prior": request.prior,
            "published": request.published.isoformat() if request.published else None,
            "compare": request.compare,
            "model": scorer.model.digest,
            "version": __version__,
        }

    def _finish(self, plan: Plan, journal: Journal, scorer: Scorer) -> int:
        """Write everything, say what came of it, and let go of the journal."""
        request = self._request
        compared = compare(journal) if request.compare else None
        failures = write_failures(self._failures(plan, journal), request.errors)
        about = About(
            inputs=[source.name for source in plan.sources],
            options={
                "limit": request.limit,
                "sample": request.sample,
                "prior": request.prior,
                "published": request.published.isoformat() if request.published else None,
                "columns": dict(request.columns),
            },
            failures=failures,
            passed_over=sum(ended.passed_over for ended in journal.ended.values()),
            versions={
                "credscore": __version__,
                "model": f"{scorer.model.name} {scorer.model.version}",
                "digest": scorer.model.digest,
            },
            made=date.today().isoformat(),
            compared=compared is not None,
            quotations=compared.quotations if compared else (),
            authors=compared.authors if compared else (),
            templates=compared.templates if compared else (),
        )
        is_parquet = request.scores.suffix == ".parquet"
        table = request.scores if is_parquet else request.scores.with_suffix(".parquet.unfinished")
        write_parquet(journal, compared, about, table)
        audit = Audit(table, scorer=scorer)
        self._write_report(audit, plan, scorer)
        if not is_parquet:
            write_json_lines(table, request.scores)
        self._summarize(audit, failures)
        if not is_parquet:
            table.unlink()
        journal.remove()
        return failures

    def _failures(self, plan: Plan, journal: Journal) -> Iterator[tuple[str, Damage]]:
        for name, reason in self._missing:
            yield name, Damage(0, "the whole input", reason)
        for done in journal.results():
            for failure in done.failures:
                yield plan.sources[done.source].name, failure

    def _cannot_read(self, name: str, reason: str) -> None:
        self._missing.append((name, reason))
        self._err.print(f"credscore: cannot read {plain(name)}: {plain(reason)}", soft_wrap=True)

    def _say(self, said: str) -> None:
        self._err.print(plain(said), soft_wrap=True)

    def _write_report(self, audit: Audit, plan: Plan, scorer: Scorer) -> None:
        request = self._request
        chosen = choose(audit.file, scorer.model)
        documents = look_up(chosen, plan.sources, request.columns, self._task_scorer())
        errors = request.errors.name if audit.about.failures else ""
        write_report(audit, request.out, scorer, chosen, documents, errors)

    def _summarize(self, audit: Audit, failures: int) -> None:
        from credscore.corpus.summary import print_summary

        print_summary(self._out, audit)
        request = self._request
        self._out.print(f"Report: {plain(str(request.out))}", soft_wrap=True)
        self._out.print(f"Scores: {plain(str(request.scores))}", soft_wrap=True)
        if failures:
            self._err.print(
                f"credscore: {counted(failures, 'record')} could not be read: see "
                f"{plain(str(request.errors))}",
                soft_wrap=True,
            )


class _ByCount:
    """Shows how far the work is by the number of documents, of which so many are wanted."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter

    def update(self, position: int, documents: int) -> None:
        self._meter.update(documents, documents)
