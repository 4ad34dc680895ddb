"""The report of an audit: one HTML page that works without a network."""

from typing import Any

from credscore.corpus.audit import Audit


def write_report(audit: Audit, plan: Any, request: Any) -> None:
    request.out.write_text("<!doctype html>", encoding="utf-8")
