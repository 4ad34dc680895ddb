"""What comes in and goes out, as models: they check JSON and make the OpenAPI description."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
    ValidationError,
)

from credscore.feature import Direction, Unit
from credscore.gate.decision import Decision, Named
from credscore.result import CredibilityScore, ModelInfo
from credscore.service.problems import Problem

_MOST_ERRORS = 10
_LONGEST_MESSAGE = 200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Short = Annotated[str, Field(max_length=1000)]
Address = Annotated[str, Field(max_length=4000)]

EXAMPLE_TEXT = (
    "Harbour bridge to close for repairs in March\n\n"
    "The town council of Ellerby voted nine to two on Tuesday to close the harbour bridge for six "
    'weeks from 4 March. "We cannot put this off again," said Mary Okafor, the council\'s chief '
    "engineer, who told the meeting that two of the eight bearings had worn through since 2019.\n\n"
    "The repair will cost £1.4 million, according to the engineer's report, which the council "
    "published on its website. Tom Hale, who runs the bakery at the north end, said he expected "
    'to lose a third of his trade. "They told us in a letter," he said.'
)
EXAMPLE_PAGE = (
    "<!doctype html><html lang=en><title>Harbour bridge to close</title>"
    "<article><h1>Harbour bridge to close</h1><p>The town council of Ellerby voted nine to two on "
    "Tuesday to close the harbour bridge for six weeks from 4 March.</p></article></html>"
)


def _as_day(value: object) -> object:
    # Left to itself, pydantic takes a number in a parameter for seconds since 1970.
    if not isinstance(value, str):
        return value
    if not _DAY.fullmatch(value):
        raise ValueError("expected a day such as 2024-02-14")
    return date.fromisoformat(value)


Day = Annotated[date, BeforeValidator(_as_day)]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class About(_Given):
    """What is known of a document beside its text."""

    title: Short | None = Field(None, description="The headline, where it is not in the text.")
    url: Address | None = Field(None, description="Address of the page.")
    author: Short | None = Field(None, description="Name or names of the authors.")
    published: Day | None = Field(None, description="Day of publication, as 2024-02-14.")
    language: Short | None = Field(None, description="Language code, if known.")

    def known(self) -> dict[str, Any]:
        """What was given, as JSON has it."""
        return self.model_dump(mode="json", exclude_none=True, exclude={"text", "html"})


class AboutForGate(About):
    """What is known of a document that is to be decided on."""

    name: Short | None = Field(None, description="What the decision should call it.")
    source: Short | None = Field(
        None, description="Domain that it came from, for exemptions; by default that of url."
    )
    section: Short | None = Field(
        None, description="Section that it is meant for; by default the folders of url and name."
    )


class AboutParameters(About):
    """What the parameters of a request with one document say of it."""

    model_config = ConfigDict(strict=False)  # A parameter is always text.

    include_text: bool = Field(
        False, description="Whether the answer holds the text that offsets refer to."
    )


class GateParameters(AboutForGate):
    """What the parameters of a request for a decision say of the document."""

    model_config = ConfigDict(strict=False)


class TextArticle(About):
    """A document as plain text."""

    text: str = Field(description="The text.")


class PageArticle(About):
    """A document as a web page; what the page says about itself counts where nothing is given."""

    html: str = Field(description="The page's markup.")


def _kind_of(value: object) -> str:
    return "html" if isinstance(value, dict) and "html" in value else "text"


class GateText(AboutForGate, TextArticle):
    """A document to decide on, as plain text."""


class GatePage(AboutForGate, PageArticle):
    """A document to decide on, as a web page."""


Article = Annotated[
    Annotated[TextArticle, Tag("text")] | Annotated[PageArticle, Tag("html")],
    Discriminator(_kind_of),
]
GateArticle = Annotated[
    Annotated[GateText, Tag("text")] | Annotated[GatePage, Tag("html")],
    Discriminator(_kind_of),
]


class Batch(_Given):
    """Several documents."""

    documents: list[Article] = Field(min_length=1, description="The documents.")


class DocumentInfo(BaseModel):
    """The document as it was read."""

    digest: str = Field(description="SHA-256 of the document's fields, in hexadecimal.")
    title: str | None
    url: str | None
    author: str | None
    published: date | None
    language: str | None
    text: str | None = Field(
        None, description="The text that offsets refer to; only where include_text asks for it."
    )


class ScoreAnswer(CredibilityScore):
    """A score, and the document that it is about."""

    document: DocumentInfo


class GateAnswer(Decision):
    """A decision, and where it stands in the trail."""

    record: str | None = Field(
        None, description="Digest of its record in the audit trail; null where no trail is kept."
    )


class ProblemDocument(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = Field(
        default=[], description="Places in the request that are wrong."
    )


class BatchItem(BaseModel):
    """What became of one document of a batch."""

    status: int = Field(description="200, or the status that it would have had by itself.")
    result: ScoreAnswer | None = None
    problem: ProblemDocument | None = None


class BatchAnswer(BaseModel):
    """What became of every document of a batch, in order."""

    results: list[BatchItem]


class FeatureInfo(BaseModel):
    """A feature that every document is measured by."""

    name: str
    family: str
    unit: Unit
    direction: Direction = Field(description="What a higher value does, where meaning tells.")
    revision: int
    page: str = Field(description="What it measures, why it matters, what it leaves alone.")


class ServiceInfo(BaseModel):
    """What gives the answers."""

    version: str = Field(description="Version of credscore.")
    model: ModelInfo = Field(description="The model that scores.")
    policy: Named = Field(description="The policy that decides.")
    keeps_trail: bool = Field(description="Whether decisions are recorded.")


class Health(BaseModel):
    """Whether the service is alive, or ready."""

    status: Literal["ok"]


def parse(adapter: TypeAdapter[Any], body: bytes) -> Any:
    """Check a JSON body.

    Raises:
        Problem: 400 where it is no JSON, 422 where it is not what is asked for.
    """
    try:
        return adapter.validate_json(body)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
    if problems[0]["type"] == "json_invalid":
        raise Problem(400, f"{problems[0]['msg'][:_LONGEST_MESSAGE]}.")
    raise Problem(
        422,
        "The body is not what is asked for; see errors.",
        errors=[
            {"pointer": _pointer(problem["loc"]), "detail": problem["msg"][:_LONGEST_MESSAGE]}
            for problem in problems[:_MOST_ERRORS]
        ],
    )


def _pointer(location: Sequence[str | int]) -> str:
    """A JSON pointer; the names of the kinds of article are no part of the body."""
    steps = list(location)
    place = 2 if steps[:1] == ["documents"] else 0
    if len(steps) > place and steps[place] in ("text", "html"):
        del steps[place]
    escaped = (str(step)[:80].replace("~", "~0").replace("/", "~1") for step in steps)
    return "#" + "".join(f"/{step}" for step in escaped)
