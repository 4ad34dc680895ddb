"""What a web page says about itself, beside its text."""

from dataclasses import dataclass
from typing import NamedTuple


class Link(NamedTuple):
    """A link in the article text: the words that carry it and where it leads."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """Facts read from a page's markup.

    Attributes:
        site_name: Name of the site as the page gives it.
        canonical_url: Address the page gives as its own.
        schema_types: schema.org types the page declares, such as "NewsArticle".
        sections: Sections of the site that the page says it stands in, such as "Opinion".
        links: Links inside the main text, in order, with absolute addresses where the page's
            own address is known.
        share_elements: Number of share buttons and the like.
        ad_elements: Number of elements marked as advertising.
        has_comment_form: Whether a form for readers' comments stands on the page.
        has_author_box: Whether a box about the author stands on the page.
        has_correction: Whether the page carries a correction or clarification note.
    """

    site_name: str | None = None
    canonical_url: str | None = None
    schema_types: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    share_elements: int = 0
    ad_elements: int = 0
    has_comment_form: bool = False
    has_author_box: bool = False
    has_correction: bool = False
