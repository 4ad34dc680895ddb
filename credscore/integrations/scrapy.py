"""A Scrapy item pipeline: what a spider brings in goes through the gate.

In a project's settings::

    ITEM_PIPELINES = {"credscore.integrations.scrapy.GatePipeline": 300}
    CREDSCORE_POLICY = "policy.toml"        # without it, the policy that ships
    CREDSCORE_TRAIL = "trail.jsonl"         # without it, nothing is recorded
    CREDSCORE_DROP = ["hold"]               # [] drops nothing, and marks all

An item's ``html`` (the page, as ``response.body`` or ``response.text``) or ``text`` is scored,
with its ``title``, ``url``, ``author``, ``published``, ``language`` and ``section`` where it has
them; ``CREDSCORE_FIELDS = {"text": "body"}`` says where fields are called otherwise. The decision
is put into the item's field ``credscore``. The statistics count ``credscore/pass``, ``review``
and ``hold``.
"""

from typing import Any, Self

from credscore.document import Document
from credscore.gate import Decision, Gate, Trail
from credscore.inputs import UnreadableError, refuse_binary
from credscore.reading.html import read_html
from credscore.terminal import plain

try:
    from itemadapter import ItemAdapter
    from scrapy.crawler import Crawler
    from scrapy.exceptions import DropItem, NotConfigured
except ImportError as error:
    raise ImportError("the pipeline needs Scrapy: pip install 'credscore[scrapy]'") from error

RESULT = "credscore"

_PARTS = ("text", "html", "title", "url", "author", "published", "language", "section")
_ACTIONS = ("pass", "review", "hold")


class GatePipeline:
    """Decides on every item by a policy; drops those that are held and marks the others.

    Args:
        crawler: The crawler, for its settings and statistics.

    Raises:
        NotConfigured: A setting of this pipeline is wrong.
        PolicyError: The policy is wrong.
        TrailError: The trail cannot be written.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._stats = crawler.stats
        self._gate = Gate(settings.get("CREDSCORE_POLICY"))
        trail = settings.get("CREDSCORE_TRAIL")
        self._trail = Trail(trail) if trail else None
        self._dropped = frozenset(settings.getlist("CREDSCORE_DROP", ["hold"]))
        if unknown := self._dropped.difference(_ACTIONS):
            raise NotConfigured(
                f"CREDSCORE_DROP may name {', '.join(_ACTIONS)}, and names {min(unknown)!r}"
            )
        renamed = settings.getdict("CREDSCORE_FIELDS")
        if strange := set(renamed).difference(_PARTS):
            raise NotConfigured(
                f"CREDSCORE_FIELDS may say where {', '.join(_PARTS)} are, and names "
                f"{min(strange)!r}"
            )
        self._fields = {part: renamed.get(part, part) for part in _PARTS}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline, as Scrapy does it."""
        return cls(crawler)

    def process_item(self, item: Any, spider: object = None) -> Any:
        """Decide on one item.

        Raises:
            DropItem: The policy holds it (or does to it what ``CREDSCORE_DROP`` names), or its
                page cannot be read.
        """
        adapter = ItemAdapter(item)
        known = {part: adapter.get(name) for part, name in self._fields.items()}
        decision = self._decide(known)
        if self._trail is not None:
            self._trail.append(decision)
        self._count(decision.action)
        if decision.action in self._dropped:
            raise DropItem(f"credscore: {decision.action}: {_why(decision)}")
        adapter[RESULT] = decision.to_dict()
        return item

    def _decide(self, known: dict[str, Any]) -> Decision:
        url, section = known["url"], known.pop("section")
        return self._gate.check(self._document(known), name=url, url=url, section=section)

    def _document(self, known: dict[str, Any]) -> Document:
        page = known.pop("html")
        if page is None:
            return Document(**{**known, "text": known["text"] or ""})
        try:
            if isinstance(page, bytes):
                refuse_binary("page", page)
            return read_html(page, url=known["url"])
        except (UnreadableError, ValueError) as error:
            self._count("unreadable")
            raise DropItem(f"credscore: cannot be read: {plain(str(error))}") from None

    def _count(self, what: str) -> None:
        if self._stats is not None:
            self._stats.inc_value(f"credscore/{what}")


def _why(decision: Decision) -> str:
    # What comes from the article stays out of the log: reasons are the policy's sentences.
    return plain(" ".join(fired.reason for fired in decision.counted))
