"""The front: an application of routes, the middleware around them, and what errors become."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.responses import Response

from credscore import __version__
from credscore.service import openapi, page, routes
from credscore.service.guard import Door, Watched
from credscore.service.problems import Problem
from credscore.service.service import Failed, Service
from credscore.service.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """The service as an ASGI application.

    Raises:
        KeysError: The file of keys cannot be used.
        ModelError: There is no such model.
        PolicyError: The policy is wrong, or was not written for this model.
        TrailError: The trail cannot be written or continued.
    """
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await service.pool.start()
        yield
        await service.pool.close()

    app = _Application(
        title=openapi.TITLE,
        description=openapi.DESCRIPTION,
        version=__version__,
        lifespan=lifespan,
        # The framework's own pages of documentation load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service = service
    # The last one added is the first that a request comes to.
    app.add_middleware(Door, admission=service.admission, paths=routes.SCORING)
    app.add_middleware(Watched, metrics=service.metrics, places=settings.places)
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _wrong_parameters)
    for router in (routes.scoring(service), routes.about(service), routes.operation(service)):
        app.include_router(router)
    app.include_router(page.router())
    return app


class _Application(FastAPI):
    """An application whose description also tells what its routes read by hand."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            described = get_openapi(
                title=self.title,
                version=self.version,
                description=self.description,
                routes=self.routes,
            )
            most = self.state.service.settings.max_batch
            schemas = described["components"]["schemas"]
            schemas.update(openapi.components(most))
            self.openapi_schema = described
        return self.openapi_schema


def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    if isinstance(error, Failed):
        request.state.facts["error"] = error.error
    return error.response()


def _http_error(_: Request, error: Exception) -> Response:
    """What the framework refuses: no such address, no such method."""
    assert isinstance(error, HTTPException)
    detail = openapi.PROBLEMS.get(error.status_code, "The request cannot be answered.")
    return Problem(error.status_code, detail, error.headers).response()


def _wrong_parameters(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = [
        {"parameter": str(one["loc"][-1])[:80], "detail": str(one["msg"])[:200]}
        for one in error.errors()[:10]
    ]
    return Problem(
        422, "A parameter is not what is asked for; see errors.", errors=wrong
    ).response()
