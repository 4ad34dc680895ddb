"""What the routes share: from a request to a job for a worker, and from its answer to ours."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import TypeAdapter
from starlette.requests import Request

from credscore.gate import Decision, Trail, TrailError
from credscore.gate.decision import Named
from credscore.result import dump_json
from credscore.service import schema
from credscore.service.admission import Admission
from credscore.service.bodies import content_type, read_body
from credscore.service.guard import unexpected
from credscore.service.keys import Keys
from credscore.service.metrics import Metrics
from credscore.service.pool import Pool, TooSlowError, WorkerLostError
from credscore.service.problems import Problem, busy
from credscore.service.settings import Settings
from credscore.service.wire import Frame
from credscore.service.worker import load

JSON = "application/json"
_MEDIA = {"text/plain": "text", "text/html": "html", "application/xhtml+xml": "html"}


class Service:
    """One service: its limits, its workers, its gate and what it counts.

    Raises:
        KeysError: The file of keys cannot be used.
        ModelError: There is no such model.
        PolicyError: The policy is wrong, or was not written for this model.
        TrailError: The trail cannot be written or continued.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        policy = str(settings.policy) if settings.policy is not None else None
        # The front loads them only to refuse what is wrong before anything runs, and to name them.
        scorer, gate = load(settings.model, settings.prior, policy)
        self.model = scorer.model
        self.policy = Named(name=gate.policy.name, digest=gate.policy.digest)
        self.keys = Keys.load(settings.keys) if settings.keys is not None else None
        self.trail = Trail(settings.trail) if settings.trail is not None else None
        self.metrics = Metrics()
        self.admission = Admission(settings.places, settings.places_for_a_key)
        config = {"model": settings.model, "prior": settings.prior, "policy": policy}
        self.pool = Pool(settings.workers, config)
        watch = self.metrics.watch
        watch("credscore_places", "Documents admitted at once.", lambda: settings.places)
        watch("credscore_places_taken", "Documents admitted now.", lambda: self.admission.taken)
        watch("credscore_workers", "Workers that are ready.", lambda: self.pool.alive)
        watch("credscore_workers_replaced", "Workers replaced.", lambda: self.pool.replaced)

    def facts(self) -> dict[str, object]:
        """What a log should tell of a service when it starts."""
        return {
            "model": self.model.digest,
            "policy": self.policy.digest,
            "workers": self.settings.workers,
            "places": self.settings.places,
        }

    @contextmanager
    def admitted(self, client: str | None) -> Iterator[float]:
        """Hold a place, and give the deadline of the work, in the event loop's time.

        Raises:
            Problem: There is no place.
        """
        with self.admission.place(client):
            yield asyncio.get_running_loop().time() + self.settings.timeout

    async def body(self, request: Request, client: str | None) -> bytes:
        """The body of a request; it is not read where there would be no place for the work.

        Raises:
            Problem: There is no place, or the body is beyond a limit.
        """
        self.admission.check(client)
        return await read_body(request, self.settings.max_bytes, self.settings.read_timeout)

    async def job(
        self,
        task: str,
        request: Request,
        client: str | None,
        about: Mapping[str, Any],
        article: TypeAdapter[Any],
    ) -> Frame:
        """The job that a request with one document asks for.

        Args:
            task: "score" or "gate".
            request: The request.
            client: Name of its API key.
            about: What its parameters say of the document; what a JSON body says counts first.
            article: What a JSON body must be.

        Raises:
            Problem: The body is no document, or beyond a limit.
        """
        media, charset = content_type(request)
        if media == JSON:
            return json_job(task, schema.parse(article, await self.body(request, client)), about)
        if media not in _MEDIA:
            raise unsupported(JSON, *_MEDIA)
        known = _encoding(charset)
        body = await self.body(request, client)
        return Frame({**about, "task": task, "media": _MEDIA[media], "charset": known}, body)

    async def work(self, job: Frame, deadline: float) -> Frame:
        """Have a worker do a job.

        Raises:
            Problem: It could not be done.
        """
        try:
            answer = await self.pool.run(job, deadline)
        except TooSlowError as error:
            if error.was_running:
                detail = f"The document was not done within {self.settings.timeout:g} seconds."
                raise Problem(504, detail) from None
            raise busy("No worker became free in time.") from None
        except WorkerLostError:
            raise Problem(500, "The process that read this document ended.") from None
        header = answer.header
        if header["status"] != 200:
            raise (
                Failed(header["error"])
                if "error" in header
                else Problem(header["status"], header["detail"])
            )
        self.metrics.documents.labels(header["band"]).inc()
        if "action" in header:
            self.metrics.decisions.labels(header["action"]).inc()
        return answer

    async def recorded(self, answer: Frame) -> bytes:
        """The decision in ``answer``, once it stands in the trail, if one is kept.

        Raises:
            Problem: 503 where it could not be recorded: a decision without a record is none.
        """
        if self.trail is None:
            return answer.body
        decision = json.loads(answer.body)
        try:
            record = await asyncio.to_thread(self.trail.append, Decision.from_dict(decision))
        except TrailError:
            detail = "The decision could not be recorded, and so does not count."
            raise Problem(503, detail) from None
        return dump_json({**decision, "record": record["digest"]}).encode()


class Failed(Problem):
    """An error of ours in a worker; ``error`` says which and where, for the log."""

    def __init__(self, error: str) -> None:
        super().__init__(500, unexpected().detail)
        self.error = error


def json_job(
    task: str, article: schema.TextArticle | schema.PageArticle, about: Mapping[str, Any]
) -> Frame:
    """The job of an article that came as JSON."""
    media, content = (
        ("html", article.html)
        if isinstance(article, schema.PageArticle)
        else ("text", article.text)
    )
    told = {"task": task, "media": media, "charset": "utf-8"}
    return Frame({**about, **article.known(), **told}, content.encode())


def unsupported(*accepted: str) -> Problem:
    """A body of a kind that is not read here."""
    detail = f"Send one of these content types: {', '.join(accepted)}."
    return Problem(415, detail, {"Accept-Post": ", ".join(accepted)}, closes=True)


def _encoding(charset: str | None) -> str | None:
    """The encoding that the web knows under a name.

    Raises:
        Problem: 415 where there is none. Python knows more, some of them slow on hostile bytes.
    """
    if charset is None:
        return None
    from resiliparse.parse.encoding import map_encoding_to_html5

    known = map_encoding_to_html5(charset[:40], fallback_utf8=False)
    if not known:
        raise Problem(415, "The charset is none that the web knows.", closes=True)
    return str(known)
