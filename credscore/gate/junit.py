"""Decisions as JUnit XML, which every build server shows: a document is a test that may fail."""

from datetime import UTC, datetime
from pathlib import PurePath
from time import perf_counter
from xml.etree import ElementTree

from credscore.gate.decision import Decision, Named
from credscore.gate.output import Tally, evidence_lines, told, write_line
from credscore.terminal import plain


class JUnit:
    """Collects decisions and prints one XML document.

    Holds and reviews are failures of those types; what could not be read is an error. Only plain
    characters are written: what ``plain`` leaves, XML may hold.
    """

    def __init__(self, policy: Named, model: Named) -> None:
        self._suite = ElementTree.Element("testsuite", name="credscore gate")
        properties = ElementTree.SubElement(self._suite, "properties")
        for kind, named in (("policy", policy), ("model", model)):
            _property(properties, kind, named.name)
            _property(properties, f"{kind}.sha256", named.digest)
        self._began = datetime.now(UTC)
        self._start = self._last = perf_counter()
        self._failures = 0
        self._errors = 0

    def add(self, name: str, decision: Decision) -> None:
        """Take a decision."""
        case = self._case(name)
        if decision.action == "pass":
            if decision.fired:
                output = ElementTree.SubElement(case, "system-out")
                output.text = "\n".join(evidence_lines(decision.fired))
            return
        self._failures += 1
        message = plain(told(decision))
        failure = ElementTree.SubElement(case, "failure", type=decision.action, message=message)
        failure.text = "\n".join(evidence_lines(decision.fired))

    def add_unreadable(self, name: str, reason: str) -> None:
        """Take note of a document that could not be read."""
        self._errors += 1
        ElementTree.SubElement(self._case(name), "error", type="unreadable", message=plain(reason))

    def _case(self, name: str) -> ElementTree.Element:
        now = perf_counter()
        path = PurePath(plain(name))
        folder = str(path.parent).replace(".", "_") if path.name else ""
        case = ElementTree.SubElement(
            self._suite,
            "testcase",
            classname=folder.strip("/\\").replace("/", ".") or "documents",
            name=path.name or plain(name),
            time=f"{now - self._last:.3f}",
        )
        self._last = now
        return case

    def close(self, tally: Tally) -> None:
        """Print the document."""
        counts = {
            "tests": str(tally.documents + self._errors),
            "failures": str(self._failures),
            "errors": str(self._errors),
            "skipped": "0",
            "time": f"{perf_counter() - self._start:.3f}",
        }
        for key, value in counts.items():
            self._suite.set(key, value)
        self._suite.set("timestamp", f"{self._began:%Y-%m-%dT%H:%M:%S}")
        self._suite.set("hostname", "localhost")
        # A build server may want to file the run under its name.
        root = ElementTree.Element("testsuites", name="credscore gate")
        for key in ("tests", "failures", "errors", "time"):
            root.set(key, counts[key])
        root.append(self._suite)
        ElementTree.indent(root)
        write_line('<?xml version="1.0" encoding="UTF-8"?>')
        write_line(ElementTree.tostring(root, encoding="unicode"))


def _property(parent: ElementTree.Element, name: str, value: str) -> None:
    ElementTree.SubElement(parent, "property", name=name, value=plain(value))
