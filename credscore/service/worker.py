"""A worker process: decodes, reads, scores and gates one document at a time.

Run as ``python -m credscore.service.worker CONFIG`` by the pool, which talks to it over its
standard streams. Everything that looks into a document happens here.
"""

import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from credscore.document import Document
from credscore.gate import Decision, Gate
from credscore.gate.decision import document_digest
from credscore.inputs import UnreadableError, decode, refuse_binary
from credscore.result import CredibilityScore, dump_json, with_warnings
from credscore.scorer import Scorer
from credscore.service.wire import Frame, pack, read_frame

# Seconds beyond a job's own limit after which the kernel ends a worker that nobody ended: the
# front may be gone, and a worker caught in a document cannot notice.
_GRACE = 2.0
_RISE_OF_PEAK = 256 << 20
# Fields of a job that a document has, in the request's own words.
DOCUMENT_FIELDS = ("title", "url", "author", "published", "language")
GATE_FIELDS = ("name", "source", "section")


@dataclass(frozen=True, slots=True)
class Read:
    """A document that was read, and what had to be guessed in reading it."""

    document: Document
    warnings: tuple[str, ...]


class Refused(Exception):  # noqa: N818
    """A document that cannot be scored, with the status that says so."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class Desk:
    """What a worker keeps between documents: the scorer and, where there is a policy, the gate."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._scorer, self._gate = load(config["model"], config["prior"], config["policy"])

    def handle(self, job: Frame) -> Frame:
        """Do one job; whatever a document brings about becomes an answer."""
        try:
            return self._answer(job)
        except Refused as refused:
            return Frame({"status": refused.status, "detail": refused.detail}, b"")
        except Exception as error:
            return Frame({"status": 500, "error": where(error)}, b"")

    def _answer(self, job: Frame) -> Frame:
        read = read_document(job)
        return self._decide(job, read) if job.header["task"] == "gate" else self._score(job, read)

    def _score(self, job: Frame, read: Read) -> Frame:
        result = with_warnings(self._scorer.score(read.document), read.warnings)
        described = describe(read.document, bool(job.header.get("include_text")))
        body = dump_json({**result.to_dict(), "document": described}).encode()
        return Frame(_facts(result, described["digest"]), body)

    def _decide(self, job: Frame, read: Read) -> Frame:
        # The client's word for where a page came from; what the page says of itself is no such.
        asked = {name: job.header.get(name) for name in (*GATE_FIELDS, "url")}
        decision = with_warnings(self._gate.check(read.document, **asked), read.warnings)
        facts = _facts(decision, decision.document)
        facts.update(action=decision.action, rules=[fired.id for fired in decision.counted])
        return Frame(facts, decision.to_json().encode())


def load(model: str | None, prior: float | None, policy: str | None) -> tuple[Scorer, Gate]:
    """The scorer and the gate; without a model of its own, the gate's policy names it.

    Raises:
        ModelError: There is no such model, or it was trained on other features.
        PolicyError: The policy is wrong, or was not written for this model.
        ValueError: ``prior`` is not between 0 and 1.
    """
    named = None if model is None and prior is None else Scorer(model or "news", prior)
    gate = Gate(policy, scorer=named)
    return gate.scorer, gate


def _facts(result: CredibilityScore | Decision, digest: str) -> dict[str, Any]:
    """What logs and metrics may know of an answer; nothing of the text."""
    band = result.band or "error"
    return {"status": 200, "band": band, "words": result.words, "digest": digest}


def read_document(job: Frame) -> Read:
    """The document of a job.

    Raises:
        Refused: It holds no text, or ``published`` is no date.
    """
    about: dict[str, Any] = {name: job.header.get(name) for name in DOCUMENT_FIELDS}
    is_page = job.header["media"] == "html"
    try:
        content, warnings = _decoded(job, is_page)
        if not is_page:
            return Read(Document(str(content), **about), warnings)
        from credscore.reading.html import read_html

        page = read_html(content, url=about["url"])
        given = {name: value for name, value in about.items() if value is not None}
        return Read(replace(page, **given), warnings)
    except UnreadableError as error:
        raise Refused(422, f"{error.reason[:1].upper()}{error.reason[1:]}.") from None
    except ValueError as error:
        raise Refused(422, f"{error}.") from None


def _decoded(job: Frame, is_page: bool) -> tuple[str | bytes, tuple[str, ...]]:
    charset = job.header.get("charset")
    if charset is not None:
        text = job.body.decode(charset, "replace")
        note = f"Some bytes are not {charset.upper()} and were replaced by \ufffd."
        is_damaged = "\ufffd" in text and "\ufffd" not in job.body.decode(charset, "ignore")
        return text, (note,) if is_damaged else ()
    if is_page:
        refuse_binary("body", job.body)
        return job.body, ()
    text, notes = decode("body", job.body)
    return text, tuple(
        note.replace("The file", "The text").replace(" the file", " the text") for note in notes
    )


def describe(doc: Document, include_text: bool) -> dict[str, Any]:
    """What was read, so that a client can find the passages in it."""
    described: dict[str, Any] = {
        "digest": document_digest(doc),
        "title": doc.title,
        "url": doc.url,
        "author": doc.author,
        "published": doc.published.isoformat() if doc.published else None,
        "language": doc.language,
    }
    if include_text:
        described["text"] = doc.text
    return described


def where(error: BaseException) -> str:
    """An error as its kind and place; its message might hold the text of a document."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    code = trace.tb_frame.f_code
    return f"{type(error).__name__} at {Path(code.co_filename).name}:{trace.tb_lineno}"


def _peak_memory() -> int:
    """The most memory, in bytes, that this process ever held; 0 where that cannot be told."""
    try:
        import resource
    except ImportError:  # Windows.
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _be_ended_after(seconds: float) -> None:
    # The default action of SIGALRM needs no interpreter: it ends even a worker that is stuck in
    # an extension. 0 turns it off.
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def serve(desk: Desk, jobs: IO[bytes], answers: IO[bytes]) -> None:
    """Do jobs until the front is gone; ask to be replaced after one that took a lot of memory."""
    usual = _peak_memory()
    while (job := read_frame(jobs)) is not None:
        _be_ended_after(job.header["seconds"] + _GRACE)
        answer = desk.handle(job)
        _be_ended_after(0)
        # Freed memory often stays with a process; a fresh one starts at the usual level.
        answer.header["retire"] = _peak_memory() > usual + _RISE_OF_PEAK
        answers.write(pack(answer))
        answers.flush()


def main() -> None:
    """Take the standard streams, get ready, say so, and serve."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Nothing that prints may get between the frames.
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the front.
    desk = Desk(json.loads(sys.argv[1]))
    # The first document loads every lexicon; better now than while a client waits.
    desk.handle(Frame({"task": "gate", "media": "text", "charset": "utf-8"}, _WARM_UP.encode()))
    # From here on, whatever a library may print about a document ends here: logs hold no text.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    answers.write(pack(Frame({"ready": True}, b"")))
    answers.flush()
    serve(desk, jobs, answers)


_WARM_UP = (
    '"We cannot put this off again," said Mary Okafor, the chief engineer, on Tuesday. The work '
    "will reportedly cost 1.4 million, according to the report that the council published.\n\n"
) * 8


if __name__ == "__main__":
    main()
