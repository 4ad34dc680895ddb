"""The document's now: when it was written, as far as that can be told."""

from credscore.document import Document
from credscore.features.anachronism.times import Interval, Now

UNKNOWN = Now(None, None, 0.0)


def document_now(doc: Document) -> Now:
    """When ``doc`` was written, read once; ``UNKNOWN`` where nothing tells."""
    return doc.once(_read_now)


def _read_now(doc: Document) -> Now:
    if doc.published is not None:
        return Now(Interval(doc.published, doc.published), "published", 1.0)
    return UNKNOWN
