"""The page at ``/``, where an editor pastes an article: plain files, nothing from elsewhere."""

from collections.abc import Awaitable, Callable
from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import Response

_FILES = {
    "/": ("credscore.service.page", "index.html", "text/html"),
    "/page.css": ("credscore.service.page", "page.css", "text/css"),
    "/page.js": ("credscore.service.page", "page.js", "text/javascript"),
    "/result.js": ("credscore.service.page", "result.js", "text/javascript"),
    "/icon.svg": ("credscore.service.page", "icon.svg", "image/svg+xml"),
    # A score looks as it does in a report.
    "/report.css": ("credscore.report", "style.css", "text/css"),
}
_HEADERS = {
    # Nothing inline, nothing from elsewhere, no frames, and no text ever taken for markup: what
    # an article holds cannot run.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    "Cache-Control": "no-cache",
}


def router() -> APIRouter:
    """The page and its parts."""
    made = APIRouter(include_in_schema=False)
    for path, (package, name, media) in _FILES.items():
        content = files(package).joinpath(name).read_bytes()
        made.add_api_route(path, _server_of(content, media), methods=["GET"])
    return made


def _server_of(content: bytes, media: str) -> Callable[[], Awaitable[Response]]:
    async def serve() -> Response:
        return Response(content, headers=_HEADERS, media_type=f"{media}; charset=utf-8")

    return serve
