"""Everything that goes wrong, as a problem document (RFC 9457)."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818
    """A request that is answered with a problem document.

    Args:
        status: The HTTP status.
        detail: What is wrong and, where something can be done about it, what.
        headers: Further headers of the answer.
        errors: Places in the request that are wrong: each a ``pointer`` or ``parameter`` and a
            ``detail``.
        closes: Whether the connection ends with the answer, because the request was not read.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
        closes: bool = False,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = {**(headers or {}), **({"Connection": "close"} if closes else {})}
        self.errors = errors

    def document(self) -> dict[str, Any]:
        """The problem document. Its type is left at about:blank: the status says what it is."""
        document: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            document["errors"] = [dict(error) for error in self.errors]
        return document

    def response(self) -> Response:
        """The problem as an answer."""
        return Response(json.dumps(self.document()).encode(), self.status, self.headers, MEDIA_TYPE)


def busy(detail: str, status: int = 503) -> Problem:
    """Too much at once: come back in a second."""
    return Problem(status, detail, {"Retry-After": "1"})
