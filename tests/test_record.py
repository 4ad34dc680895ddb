"""No answer of a measure changes unnoticed: each is held to what is recorded in `record.jsonl`.

The cases say what is right; the record says what is. A model is trained on the values, so a
measure that gives a recorded text another value must be of another revision. Whatever is meant to
change is recorded anew, and read in the difference of the file, by

    python tests/test_record.py
"""

import json
import tomllib
from collections.abc import Iterator
from math import isclose
from pathlib import Path

import pytest

from credscore.document import Document
from credscore.feature import Finding
from credscore.registry import families, features

TESTS = Path(__file__).parent
RECORD = TESTS / "record.jsonl"
FIELDS = ("title", "url", "author", "published")
FAMILIES = {family.name: family for family in families()}
REVISIONS = {name: feature.revision for name, (_, feature) in features().items()}
# What is not worth a place in the record.
NOTHING = [0.0]
# How far the values of two machines may lie apart.
TOLERANCE = 1e-8


def texts(family: str) -> Iterator[dict[str, str]]:
    """The family's cases, each text once, and the seeds by their names."""
    cases = tomllib.loads((TESTS.parent / f"features/{family}/cases.toml").read_text("utf-8"))
    listed = [
        {"text": case["text"].strip("\n"), **{f: case[f] for f in FIELDS if f in case}}
        for kind in cases.values()
        for case in kind
    ]
    yield from (text for place, text in enumerate(listed) if text not in listed[:place])
    yield from ({"seed": path.name} for path in sorted(TESTS.parent.glob("seeds/*.txt")))


def answers(family: str, text: dict[str, str]) -> dict[str, list]:
    seed = text.get("seed")
    content = (TESTS.parent / "seeds" / seed).read_text("utf-8") if seed else text["text"]
    doc = Document(content, **{f: text[f] for f in FIELDS if f in text})
    told = {feature.name: tell(feature.measure(doc)) for feature in FAMILIES[family].features}
    return {name: answer for name, answer in told.items() if answer != NOTHING}


def tell(finding: Finding) -> list:
    """The value; with it, where there is something to tell, its words and its evidence."""
    if not finding.value and not finding.evidence:
        return [finding.value]
    value = finding.value and float(f"{finding.value:.9g}")
    return json.loads(json.dumps([value, finding.summary, *finding.evidence]))


def same(now: float | None, was: float | None) -> bool:
    if now is None or was is None:
        return now is was
    return isclose(now, was, rel_tol=TOLERANCE)


def recorded() -> list[dict]:
    with RECORD.open(encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


@pytest.mark.parametrize("line", recorded()[1:], ids=lambda line: line["family"])
def test_an_answer_changes_only_with_the_record(line: dict) -> None:
    now, then = answers(line["family"], line["text"]), line["answers"]
    for name in now | then:
        is_now, was = now.get(name, NOTHING), then.get(name, NOTHING)
        assert same(is_now[0], was[0]), name
        assert is_now[1:] == was[1:], name


def test_the_record_is_of_these_revisions() -> None:
    assert recorded()[0] == REVISIONS


def write() -> None:
    old = recorded()
    then = {(line["family"], str(line["text"])): line["answers"] for line in old[1:]}
    lines: list[dict] = [REVISIONS]
    for family in FAMILIES:
        for text in texts(family):
            lines.append({"family": family, "text": text, "answers": answers(family, text)})
            now, before = lines[-1]["answers"], then.get((family, str(text)))
            for name in now | before if before else ():
                if REVISIONS[f"{family}.{name}"] == old[0].get(f"{family}.{name}"):
                    assert same(now.get(name, NOTHING)[0], before.get(name, NOTHING)[0]), (
                        f"{family}.{name} gives a recorded text another value: raise its revision"
                    )
    with RECORD.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


if __name__ == "__main__":
    write()
