"""The page at /, in a real browser: what an editor sees, by mouse, by keyboard, by ear."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="needs the extra 'serve-test'")


pytestmark = pytest.mark.usefixtures("browser")

HOSTILE = """\
<img src=x onerror="window.stolen=1"> The council voted on Tuesday, many experts have suggested.

</textarea></script><script>window.stolen=2</script> "We cannot put this off again," she said.

<b onmouseover=window.stolen=3>The repair will cost £1.4 million</b>, it is claimed.

javascript:alert(1) <svg/onload=window.stolen=4> It remains to be seen, as all know. {{7*7}} ${7*7}
"""


class Visit:
    """A page that is open, with everything that it complained of and asked for."""

    def __init__(self, browser: Any, port: int, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.complaints: list[str] = []
        self.asked: set[str] = set()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.on("request", lambda request: self.asked.add(request.url))
        self.origin = f"http://127.0.0.1:{port}/"
        self.page.goto(self.origin)

    def score(self, text: str) -> None:
        self.page.get_by_label("The article").fill(text)
        self.page.get_by_role("button", name="Score the text").click()
        self.page.wait_for_selector("#result:not([hidden])")

    def text_of(self, selector: str) -> str:
        # Without the numbers that lead to the notes.
        script = """(selector) => {
            const copy = document.querySelector(selector).cloneNode(true);
            copy.querySelectorAll("a.ref").forEach((a) => a.remove());
            return copy.textContent;
        }"""
        return self.page.evaluate(script, selector)


@pytest.fixture
def visit(browser, service) -> Iterator[Visit]:
    opened = Visit(browser, service.port)
    yield opened
    opened.context.close()


def test_an_editor_sees_score_reasons_and_passages(visit, service, article) -> None:
    text = (
        article + "\nBeobachter 🐛 say, reportedly, that many experts have suggested it. 🐛🐛 So."
    )
    expected = service.post_json("/v1/score", {"text": text}).json
    visit.score(text)
    page = visit.page
    assert page.locator(".number").inner_text() == f"{expected['score']:.2f}"
    assert expected["band"] in page.locator(".verdict .band").inner_text()
    reasons = page.locator(".reasons .text").all_inner_texts()
    # The style sheet sets the first letter large.
    assert [r.lower() for r in reasons] == [
        c["text"].lower() for c in expected["contributions"][:8] if c["points"]
    ]
    assert visit.text_of(".reading .block") == text
    marked = {mark for e in expected["evidence"] for mark in range(e["start"], e["end"])}
    assert marked
    shown = page.evaluate(
        "() => [...document.querySelectorAll('.reading mark')].map((m) => m.textContent).join('')"
    )
    assert shown == "".join(text[place] for place in sorted(marked))
    messages = {e["message"] for e in expected["evidence"]}
    assert set(page.locator(".note > div > p:first-child").all_inner_texts()) == messages
    assert not visit.complaints
    assert {url for url in visit.asked if not url.startswith(visit.origin)} == set()


def test_a_number_leads_to_its_note_and_back(visit, article) -> None:
    visit.score(article)
    page = visit.page
    reference = page.locator("a.ref").first
    target = reference.get_attribute("href")
    reference.click()
    assert page.url.endswith(target)
    assert page.locator(target).is_visible()
    back = page.locator(f"{target} a").first
    back.click()
    assert page.url.endswith("#" + reference.get_attribute("id"))


def test_the_keyboard_is_enough(visit, article) -> None:
    page = visit.page
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    page.keyboard.insert_text(article)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result:not([hidden])")
    # What was asked for has the focus, and what is said aloud tells how it went.
    assert page.evaluate("document.activeElement.id") == "result-heading"
    assert re.search(r"Done: \w+ credibility, \d+ passage", page.get_by_role("status").inner_text())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("ref ")
    page.keyboard.press("Enter")
    assert "#n" in page.url


def test_names_and_roles_are_told(visit, article) -> None:
    visit.score(article)
    page = visit.page
    assert page.get_by_role("region", name="The score").is_visible()
    assert page.get_by_role("region", name="The text with its passages").is_visible()
    assert page.get_by_role("img", name=re.compile(r"^Score 0\.\d\d, in nine of ten")).is_visible()
    assert page.get_by_role("link", name=re.compile(r"^Note 1: ")).first.is_visible()
    assert page.get_by_role("list", name="Notes").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_object_to(browser, service, scheme, article) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe")
    # axe itself is an inline script, which the page's policy would keep out.
    visit = Visit(browser, service.port, color_scheme=scheme, bypass_csp=True)
    visit.score(article)
    found = axe.Axe().run(visit.page)
    visit.context.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_light_or_dark_as_the_system_is(browser, service, scheme) -> None:
    visit = Visit(browser, service.port, color_scheme=scheme)
    color = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    visit.context.close()
    lightness = sum(map(int, re.findall(r"\d+", color)[:3])) / 3
    assert (lightness > 128) == (scheme == "light"), color


def test_a_narrow_screen_does_not_scroll_sideways(browser, service, article) -> None:
    visit = Visit(browser, service.port, viewport={"width": 360, "height": 700})
    visit.score(article + "x" * 500)
    width = visit.page.evaluate("document.documentElement.scrollWidth")
    visit.context.close()
    assert width == 360


@pytest.mark.parametrize("form", ["text", "page"])
def test_an_article_cannot_put_anything_into_the_page(visit, form) -> None:
    if form == "text":
        visit.score(HOSTILE * 8)
        assert visit.text_of(".reading .block") == HOSTILE * 8
    else:
        body = "".join(f"<p>{HOSTILE.replace('<', '&lt;')}</p>" for _ in range(8))
        title = "&lt;img src=x onerror=window.stolen=5&gt;"
        visit.score(f"<!doctype html><title>{title}</title><article>{body}</article>")
        assert visit.page.get_by_role("heading", level=2).first.inner_text().startswith("<img src")
    # The mouse passes over everything, in case that something waits for it.
    for mark in visit.page.locator(".reading mark").all()[:20]:
        mark.hover()
    assert visit.page.evaluate("window.stolen") is None
    inside = visit.page.locator("#result").locator("script, img, svg, iframe, b, [onmouseover]")
    assert inside.count() == 0
    assert not visit.complaints
    assert {url for url in visit.asked if not url.startswith(visit.origin)} == set()


def test_its_policy_lets_nothing_inline_run(visit) -> None:
    policy = visit.page.request.get(visit.origin).headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    script = "document.body.append(Object.assign(document.createElement('p'), {id: 'x'}))"
    visit.page.evaluate(script)
    with pytest.raises(sync_api.Error, match="TrustedHTML"):
        visit.page.evaluate("document.getElementById('x').innerHTML = '<i>x</i>'")


def test_what_went_wrong_is_said(visit, service) -> None:
    page = visit.page
    page.get_by_label("The article").fill("a" * 1_000_001)
    page.get_by_role("button", name="Score the text").click()
    page.wait_for_selector("#error:not([hidden])")
    assert "1,000,000 bytes" in page.get_by_role("alert").inner_text()
    page.get_by_role("button", name="Clear").click()
    assert not page.locator("#error").is_visible()
    assert page.get_by_label("The article").input_value() == ""


def test_a_key_is_asked_for_where_it_is_needed(browser, start, tmp_path, article) -> None:
    keys = tmp_path / "keys.txt"
    keys.write_text("desk a-key-of-many-letters\n")
    visit = Visit(browser, start("--keys", str(keys)).port)
    page = visit.page
    assert not page.get_by_label("API key").is_visible()
    page.get_by_label("The article").fill(article)
    page.get_by_role("button", name="Score the text").click()
    page.get_by_label("API key").wait_for(state="visible")
    assert page.evaluate("document.activeElement.id") == "key"
    page.keyboard.insert_text("a-key-of-many-letters")
    page.keyboard.press("Enter")
    page.wait_for_selector("#result:not([hidden])")
    assert not page.locator("#error").is_visible()
    visit.context.close()
