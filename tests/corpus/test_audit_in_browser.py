"""The report of an audit in a real browser: narrow and wide, light and dark, by keyboard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

WIDTHS = (400, 1400)

pytestmark = pytest.mark.usefixtures("browser")


@pytest.fixture
def visit(browser: Any, page: str, folder: Path) -> Iterator[Any]:
    """Opens the report; what it complains of, and what it asks for, must be nothing."""
    complaints: list[str] = []
    opened = []

    def visit(**options: Any) -> Any:
        context = browser.new_context(**options)
        opened.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("dialog", lambda dialog: complaints.append(dialog.message))
        tab.on("request", lambda request: complaints.extend(_elsewhere(request.url)))
        tab.goto((folder / "r.html").as_uri())
        return tab

    yield visit
    for context in opened:
        context.close()
    assert not complaints


def _elsewhere(url: str) -> list[str]:
    return [] if url.startswith("file:") else [url]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_object_to(visit, scheme, width) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe")
    size = {"width": width, "height": 900}
    # axe itself is an inline script, which the page's policy would keep out.
    tab = visit(color_scheme=scheme, viewport=size, bypass_csp=True)
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = axe.Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", WIDTHS)
def test_only_tables_scroll_sideways(visit, width) -> None:
    tab = visit(viewport={"width": width, "height": 900})
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    # What a narrow screen shows first of a site is what is said of it.
    verdict = tab.locator("table.sites td[class^=verdict]").first.bounding_box()
    assert verdict["x"] + verdict["width"] <= width


def test_the_keyboard_reaches_documents_sections_and_tables(visit) -> None:
    tab = visit(viewport={"width": 400, "height": 900})
    tab.keyboard.press("Tab")
    skip = tab.locator(":focus")
    assert skip.inner_text() == "Skip to the documents"
    assert skip.bounding_box()["x"] >= 0  # It shows itself when it is reached.
    tab.keyboard.press("Enter")
    assert tab.url.endswith("#documents")
    tab.reload()
    reached = set()
    for _ in range(30):
        tab.keyboard.press("Tab")
        reached.add(
            tab.evaluate("document.activeElement.className || document.activeElement.tagName")
        )
    assert {"skip", "scroll", "SUMMARY"} <= reached
    was_open = tab.locator("details").first.get_attribute("open")
    tab.locator("summary").first.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("details").first.get_attribute("open") != was_open
    reference = tab.locator("article a.ref").first
    reference.focus()
    tab.keyboard.press("Enter")
    assert tab.locator(reference.get_attribute("href")).is_visible()
