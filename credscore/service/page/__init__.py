"""The page at ``/``, where an editor pastes an article: plain files, nothing from elsewhere."""

from collections.abc import Awaitable, Callable
from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import Response

_FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
_HEADERS = {
    # Nothing inline, nothing from elsewhere, no frames: what an article holds cannot run.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'",
    "Cache-Control": "no-cache",
}


def router() -> APIRouter:
    """The page and its parts."""
    made = APIRouter(include_in_schema=False)
    for path, (name, media) in _FILES.items():
        made.add_api_route(path, _server_of(name, media), methods=["GET"])
    return made


def _server_of(name: str, media: str) -> Callable[[], Awaitable[Response]]:
    content = files("credscore.service.page").joinpath(name).read_bytes()

    async def serve() -> Response:
        return Response(content, headers=_HEADERS, media_type=media)

    return serve
