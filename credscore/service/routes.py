"""The routes: scoring and deciding, what the service is, and how it does."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Security
from fastapi.security import HTTPBearer
from pydantic import TypeAdapter
from starlette.responses import Response

from credscore import __version__
from credscore.registry import features
from credscore.result import dump_json
from credscore.service import openapi, schema
from credscore.service.bodies import content_type
from credscore.service.guard import identify, refuse_other_sites
from credscore.service.metrics import CONTENT_TYPE
from credscore.service.problems import Problem, busy
from credscore.service.service import JSON, Service, json_job, unsupported

_ARTICLE: TypeAdapter[Any] = TypeAdapter(schema.Article)
_GATE_ARTICLE: TypeAdapter[Any] = TypeAdapter(schema.GateArticle)
_BATCH: TypeAdapter[schema.Batch] = TypeAdapter(schema.Batch)

SCORING = ("/v1/score", "/v1/score/batch", "/v1/gate")
"""The addresses that take a place."""

_IncludeText = Annotated[
    bool, Query(description="Whether the answer holds the text that offsets refer to.")
]


def _guards(service: Service) -> Any:
    """What must hold of a request before it is looked at; gives the name of its key."""

    async def guard(request: Request) -> str | None:
        refuse_other_sites(request)
        client = identify(request, service.keys)
        if client is not None:
            request.state.facts["client"] = client
        return client

    return guard


def _router(service: Service) -> APIRouter:
    if service.keys is None:
        return APIRouter()
    # Only described here: the guard itself looks at the key, and says what is wrong with it.
    bearer = HTTPBearer(auto_error=False, description="An API key.")
    return APIRouter(dependencies=[Security(bearer)])


def scoring(service: Service) -> APIRouter:
    """``POST /v1/score``, ``/v1/score/batch`` and ``/v1/gate``."""
    router = _router(service)
    guard = Depends(_guards(service))

    @router.post(
        "/v1/score",
        tags=["documents"],
        summary="Score a document",
        responses={200: {"model": schema.ScoreAnswer}, **openapi.READING},
        openapi_extra={"requestBody": openapi.article_body(schema.Article, {})},
    )
    async def score(
        request: Request,
        about: Annotated[schema.AboutParameters, Query()],
        client: str | None = guard,
    ) -> Response:
        """How far a document can be believed, with every reason and every passage.

        Offsets refer to the text as sent or, for a web page, to the text that was read from it:
        ask for it with include_text.
        """
        job = await service.job("score", request, client, about.known(), _ARTICLE)
        with service.admitted(client) as deadline:
            answer = await service.work(job, deadline)
        request.state.facts.update(answer.header)
        return Response(answer.body, media_type=JSON)

    @router.post(
        "/v1/score/batch",
        tags=["documents"],
        summary="Score several documents",
        responses={200: {"model": schema.BatchAnswer}, **openapi.READING},
        openapi_extra={"requestBody": openapi.batch_body(service.settings.max_batch)},
    )
    async def score_batch(
        request: Request, include_text: _IncludeText = False, client: str | None = guard
    ) -> Response:
        """Score documents one after the other, in order; a batch takes one place.

        Every document has a status of its own: the others do not suffer from one that could not
        be scored, nor from the time of all running out.
        """
        if content_type(request)[0] != JSON:
            raise unsupported(JSON)
        given = schema.parse(_BATCH, await service.body(request, client))
        _refuse_too_many(len(given.documents), service.settings.max_batch)
        about = {"include_text": include_text}
        results: list[bytes] = []
        with service.admitted(client) as deadline:
            for document in given.documents:
                try:
                    job = json_job("score", document, about)
                    results.append(_item(200, "result", (await service.work(job, deadline)).body))
                except Problem as problem:
                    told = dump_json(problem.document()).encode()
                    results.append(_item(problem.status, "problem", told))
        request.state.facts["documents"] = len(results)
        return Response(b'{"results":[' + b",".join(results) + b"]}", media_type=JSON)

    @router.post(
        "/v1/gate",
        tags=["documents"],
        summary="Decide on a document",
        responses={200: {"model": schema.GateAnswer}, **openapi.READING},
        openapi_extra={
            "requestBody": openapi.article_body(schema.GateArticle, {"section": "news"})
        },
    )
    async def gate(
        request: Request,
        about: Annotated[schema.GateParameters, Query()],
        client: str | None = guard,
    ) -> Response:
        """Let a document pass, or ask for a review, or hold it, by the policy; with the reasons.

        Where a trail is kept, the decision stands in it before it is answered. Any other answer
        than 200 is no decision: a document must not pass on it.
        """
        job = await service.job("gate", request, client, about.known(), _GATE_ARTICLE)
        with service.admitted(client) as deadline:
            answer = await service.work(job, deadline)
            body = await service.recorded(answer)
        request.state.facts.update(answer.header)
        return Response(body, media_type=JSON)

    return router


def _refuse_too_many(given: int, most: int) -> None:
    if given > most:
        told = {"pointer": "#/documents", "detail": f"At most {most} documents, got {given}."}
        raise Problem(422, "The batch is too large; see errors.", errors=[told])


def _item(status: int, name: str, document: bytes) -> bytes:
    return b'{"status":%d,"%s":%s}' % (status, name.encode(), document)


def about(service: Service) -> APIRouter:
    """``GET /v1/features`` and ``/v1/model``."""
    router = _router(service)
    guard = Depends(_guards(service))
    described = [
        schema.FeatureInfo(
            name=name,
            family=family.name,
            unit=feature.unit,
            direction=feature.direction,
            revision=feature.revision,
            page=feature.page,
        )
        for name, (family, feature) in features().items()
    ]
    info = schema.ServiceInfo(
        version=__version__,
        model=service.model,
        policy=service.policy,
        keeps_trail=service.trail is not None,
    )

    @router.get(
        "/v1/features",
        tags=["about"],
        summary="What is measured",
        responses=openapi.ASKING,
        dependencies=[guard],
    )
    async def list_features() -> list[schema.FeatureInfo]:
        """Every feature with its page."""
        return described

    @router.get(
        "/v1/model",
        tags=["about"],
        summary="What gives the answers",
        responses=openapi.ASKING,
        dependencies=[guard],
    )
    async def model() -> schema.ServiceInfo:
        """The model and the policy, each by name and digest."""
        return info

    return router


def operation(service: Service) -> APIRouter:
    """``GET /healthz``, ``/readyz`` and ``/metrics``."""
    router = APIRouter()

    @router.get("/healthz", tags=["operation"], summary="Is it alive?")
    async def healthz() -> schema.Health:
        """Answers as long as the front does."""
        return schema.Health(status="ok")

    @router.get(
        "/readyz", tags=["operation"], summary="Is it ready?", responses=openapi.problems(503)
    )
    async def readyz() -> schema.Health:
        """Answers 503 while no worker is ready."""
        if not service.pool.alive:
            raise busy("No worker is ready.")
        return schema.Health(status="ok")

    protected = _router(service)

    @protected.get(
        "/metrics",
        tags=["operation"],
        summary="Metrics for Prometheus",
        response_class=Response,
        dependencies=[Depends(_guards(service))],
        responses={
            200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
            **openapi.ASKING,
        },
    )
    async def metrics() -> Response:
        """Counters of this service; none of them knows a document."""
        return Response(service.metrics.exposition(), headers={"Content-Type": CONTENT_TYPE})

    router.include_router(protected)
    return router
