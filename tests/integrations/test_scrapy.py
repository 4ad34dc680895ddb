"""The Scrapy pipeline, in a crawl of a small site of our own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("scrapy")

import scrapy
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from credscore.gate import PolicyError
from credscore.gate.trail import verify
from credscore.integrations.scrapy import GatePipeline

FARM = """\
Bridge closure: everything you need to know

Are you looking for the latest news about the bridge? You've come to the right place! In this blog
post, we will take a look at everything that you need to know, so keep reading to find out more.

Overview of the Bridge Closure

Experts say that the situation remains uncertain. It is believed that the closure could
potentially have a major impact on the future, and that only time will tell. In conclusion, the
closure serves as a reminder of the importance of working together. Despite the odds, the
international community must continue to monitor the situation closely.

Leave a Reply
Your email address will not be published. Required fields are marked *
"""


class Article(scrapy.Item):
    text = scrapy.Field()
    url = scrapy.Field()
    credscore = scrapy.Field()


def pipeline(**settings: Any) -> GatePipeline:
    class Nobody(scrapy.Spider):
        name = "nobody"

    crawler = Crawler(Nobody, Settings({f"CREDSCORE_{k}": v for k, v in settings.items()}))
    crawler.stats = MemoryStatsCollector(crawler)
    return GatePipeline.from_crawler(crawler)


def page(text: str) -> str:
    body = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return f"<html><body><article>{body}</article></body></html>"


def test_an_item_that_passes_is_marked_and_one_that_is_held_is_dropped(
    article: str, tmp_path: Path
) -> None:
    trail = tmp_path / "trail.jsonl"
    gate = pipeline(TRAIL=str(trail))
    kept = gate.process_item({"text": article, "url": "https://x.org/1"})
    assert kept["credscore"]["action"] in ("pass", "review")
    assert kept["credscore"]["source"] == "x.org"
    with pytest.raises(DropItem, match="credscore: hold: The score, 0"):
        gate.process_item({"text": FARM, "url": "https://x.org/2"})
    assert gate._stats is not None
    assert gate._stats.get_value("credscore/hold") == 1
    records = [json.loads(line) for line in trail.read_text(encoding="utf-8").splitlines()]
    assert [record["name"] for record in records] == ["https://x.org/1", "https://x.org/2"]
    assert verify(trail).records == 2


def test_pages_and_declared_items_and_other_names_of_fields_are_taken(article: str) -> None:
    with pytest.raises(DropItem):
        pipeline().process_item({"html": page(FARM).encode(), "url": "https://x.org/2"})
    item = Article(text=article, url="https://x.org/1")
    assert pipeline().process_item(item)["credscore"]["name"] == "https://x.org/1"
    renamed = pipeline(FIELDS={"text": "body"})
    with pytest.raises(DropItem):
        renamed.process_item({"body": FARM})


def test_the_address_a_page_came_from_exempts_and_the_one_it_claims_does_not(
    tmp_path: Path,
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(
        'format = 1\nname = "x"\n[bands]\nlow = "hold"\ninsufficient = "hold"\n'
        '[[exemptions]]\nsource = "wire.org"\nreason = "Ours."\n'
        '[[changes]]\nday = 2026-11-24\nby = "x"\nwhat = "y"\n',
        encoding="utf-8",
    )
    gate = pipeline(POLICY=str(policy))
    claims = page(FARM).replace("<html>", '<html><link rel="canonical" href="https://wire.org/1">')
    kept = gate.process_item({"html": claims, "url": "https://wire.org/1"})
    assert kept["credscore"]["action"] == "pass"
    with pytest.raises(DropItem):
        gate.process_item({"html": claims, "url": "https://farm.org/1"})
    with pytest.raises(DropItem):
        gate.process_item({"html": claims})


def test_what_is_dropped_can_be_chosen() -> None:
    marked = pipeline(DROP=[]).process_item({"text": FARM})
    assert marked["credscore"]["action"] == "hold"
    with pytest.raises(DropItem, match="review: There is not enough"):
        pipeline(DROP=["review", "hold"]).process_item({"text": "Short."})
    assert pipeline().process_item({})["credscore"]["action"] == "review"


def test_a_page_that_cannot_be_read_does_not_pass() -> None:
    gate = pipeline(DROP=[])
    with pytest.raises(DropItem, match="cannot be read"):
        gate.process_item({"html": b"%PDF-1.7 \x00\x01" + bytes(range(32)) * 50})


def test_a_page_may_not_write_the_log() -> None:
    evil = FARM.replace("Overview of the", "\n2026-01-01 [scrapy] INFO: forged \x1b[31m")
    with pytest.raises(DropItem) as dropped:
        pipeline().process_item({"text": evil})
    assert "forged" not in str(dropped.value)
    assert "\x1b" not in str(dropped.value)


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"DROP": ["holds"]}, NotConfigured),
        ({"FIELDS": {"body": "text"}}, NotConfigured),
        ({"POLICY": "none.toml"}, PolicyError),
    ],
)
def test_wrong_settings_are_refused(settings: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        pipeline(**settings)


def test_a_crawl_comes_out_with_what_passed(article: str, tmp_path: Path) -> None:
    """A real crawl, of files, in a process of its own as Scrapy wants it."""
    for name, text in {"sound": article, "farm": FARM}.items():
        (tmp_path / f"{name}.html").write_text(page(text), encoding="utf-8")
    out = tmp_path / "items.jsonl"
    spider = tmp_path / "spider.py"
    spider.write_text(
        f"""
import scrapy

class Site(scrapy.Spider):
    name = "site"
    start_urls = {[f.as_uri() for f in sorted(tmp_path.glob("*.html"))]!r}
    custom_settings = {{
        "ITEM_PIPELINES": {{"credscore.integrations.scrapy.GatePipeline": 300}},
        "CREDSCORE_TRAIL": {str(tmp_path / "trail.jsonl")!r},
        "TELNETCONSOLE_ENABLED": False,
    }}

    def parse(self, response):
        yield {{"html": response.text, "url": response.url}}
""",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "scrapy", "runspider", str(spider), "-o", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=120)
    assert done.returncode == 0, done.stderr
    items = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [item["url"].rsplit("/", 1)[-1] for item in items] == ["sound.html"]
    assert "credscore: hold: The score" in done.stderr
    assert verify(tmp_path / "trail.jsonl").records == 2
