"""Decisions as JUnit XML, which every build server shows: a document is a test that may fail."""

from datetime import UTC, datetime
from pathlib import PurePath
from time import perf_counter
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from credscore.gate.decision import Decision, Named
from credscore.gate.output import Tally, evidence_lines, told, write_line
from credscore.terminal import plain


class JUnit:
    """Collects decisions and prints one XML document.

    Holds and reviews are failures of those types; what could not be read is an error. The
    elements are those on which the schemas of Ant and of Jenkins agree. Only plain characters are
    written: whatever ``plain`` leaves, XML may hold.
    """

    def __init__(self, policy: Named, model: Named) -> None:
        self._suite = Element("testsuite", name="credscore gate", package="credscore", id="0")
        properties = SubElement(self._suite, "properties")
        for kind, named in (("policy", policy), ("model", model)):
            SubElement(properties, "property", name=kind, value=plain(named.name))
            SubElement(properties, "property", name=f"{kind}.sha256", value=named.digest)
        self._began = datetime.now(UTC)
        self._start = self._last = perf_counter()
        self._failures = 0
        self._errors = 0
        self._remarks: list[str] = []

    def add(self, name: str, decision: Decision) -> None:
        """Take a decision."""
        case = self._case(name)
        lines = evidence_lines(decision.fired)
        if decision.action != "pass":
            self._failures += 1
            message = plain(told(decision))
            failure = SubElement(case, "failure", type=decision.action, message=message)
            failure.text = "\n".join(lines)
        elif lines:  # Something fired, and an exemption lifted it.
            self._remarks += [f"{plain(name)}:", *lines]

    def add_unreadable(self, name: str, reason: str) -> None:
        """Take note of a document that could not be read."""
        self._errors += 1
        SubElement(self._case(name), "error", type="unreadable", message=plain(reason))

    def _case(self, name: str) -> Element:
        now = perf_counter()
        seconds, self._last = now - self._last, now
        path = PurePath(plain(name))
        folders = [part for part in path.parts[:-1] if part.strip("./\\")]
        return SubElement(
            self._suite,
            "testcase",
            classname=".".join(folders) or "documents",
            name=path.name or "document",
            time=f"{seconds:.3f}",
        )

    def close(self, tally: Tally) -> None:
        """Print the document."""
        counts = {
            "tests": tally.documents + tally.unreadable,
            "failures": self._failures,
            "errors": self._errors,
            "skipped": 0,
        }
        for key, count in counts.items():
            self._suite.set(key, str(count))
        self._suite.set("time", f"{perf_counter() - self._start:.3f}")
        self._suite.set("timestamp", f"{self._began:%Y-%m-%dT%H:%M:%S}")
        self._suite.set("hostname", "localhost")
        SubElement(self._suite, "system-out").text = "\n".join(self._remarks)
        SubElement(self._suite, "system-err")
        root = Element("testsuites")
        root.append(self._suite)
        indent(root)
        write_line('<?xml version="1.0" encoding="UTF-8"?>')
        write_line(tostring(root, encoding="unicode"))
