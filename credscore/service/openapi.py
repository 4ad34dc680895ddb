"""The parts of the OpenAPI description that the routes cannot say by their types."""

from typing import Any

from pydantic import TypeAdapter

from credscore.service import schema
from credscore.service.problems import MEDIA_TYPE

JSON = "application/json"
TITLE = "credscore"
DESCRIPTION = (
    "Says how far a text can be believed, and why. Nothing that is sent is kept; the gate's "
    "decisions are recorded by digest where a trail is kept. Every error is a problem document "
    "(RFC 9457). A request beyond the limit of concurrency is refused at once, with Retry-After."
)

PROBLEMS = {
    400: "The body is cut off, damaged or no JSON.",
    401: "No known API key was sent.",
    403: "A page of another site asked.",
    404: "There is nothing at this address.",
    405: "This address does not take this method.",
    408: "The body did not arrive in time.",
    413: "The body is too large, as sent or decompressed.",
    415: "The body is of a kind, charset or compression that is not read here.",
    422: "The body or a parameter is not what is asked for, or holds no text.",
    429: "This API key has its share of requests under way.",
    500: "Something went wrong in the service.",
    503: "All places are taken, or the service cannot do this now.",
    504: "The document was not done in time.",
}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Descriptions of answers that are problem documents."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}
    return {
        status: {
            "description": PROBLEMS[status],
            "content": content,
            **({"headers": _RETRY} if status in (429, 503) else {}),
        }
        for status in statuses
    }


READING = problems(400, 401, 403, 408, 413, 415, 422, 429, 500, 503, 504)
ASKING = problems(401, 403)


def article_body(article: Any, about: dict[str, str]) -> dict[str, Any]:
    """The body of a request with one document, in each of the forms it may have."""
    text, page = schema.EXAMPLE_TEXT, schema.EXAMPLE_PAGE
    return {
        "required": True,
        "content": {
            JSON: {
                "schema": _reference(article),
                "examples": {
                    "text": {"value": {"text": text, "published": "2024-02-14", **about}},
                    "page": {"value": {"html": page, "url": "https://example.org/a", **about}},
                },
            },
            "text/plain": {"schema": {}, "examples": {"text": {"value": text}}},
            "text/html": {"schema": {}, "examples": {"page": {"value": page}}},
        },
    }


def batch_body(most: int) -> dict[str, Any]:
    """The body of a request with several documents."""
    documents = [{"text": schema.EXAMPLE_TEXT}, {"html": schema.EXAMPLE_PAGE}]
    return {
        "required": True,
        "content": {
            JSON: {
                "schema": {"$ref": "#/components/schemas/Batch"},
                "examples": {"two": {"value": {"documents": documents}}},
            }
        },
        "description": f"At most {most} documents.",
    }


def _reference(article: Any) -> dict[str, Any]:
    return TypeAdapter(article).json_schema(ref_template="#/components/schemas/{model}")


def components(most: int) -> dict[str, Any]:
    """Schemas of what is read by hand, and so not known to the framework."""
    found: dict[str, Any] = {}
    models: tuple[Any, ...] = (
        schema.Article,
        schema.GateArticle,
        schema.Batch,
        schema.ProblemDocument,
    )
    for model in models:
        described = TypeAdapter(model).json_schema(ref_template="#/components/schemas/{model}")
        found.update(described.pop("$defs", {}))
        if model in (schema.Batch, schema.ProblemDocument):
            found[described["title"]] = described
    found["Batch"]["properties"]["documents"]["maxItems"] = most
    return found
