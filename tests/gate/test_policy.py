"""A policy: what is refused, with which words, and how it reads in sentences."""

import re
import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credscore import Scorer
from credscore.gate import Gate, Policy, PolicyError, default_policy, load_policy
from credscore.gate.policy_file import default_text, parse_policy
from credscore.gate.policy_names import advice, evidence_rules, schema
from credscore.gate.sentences import as_text, explain
from credscore.gate.toml_lines import lines_of
from credscore.registry import features

from .conftest import BEGINNING, CHANGES, policy_of

TODAY = date(2026, 11, 24)


def refused(text: str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        parse_policy(text, "test.toml")
    return str(caught.value).split("\n")


def test_the_policy_that_ships_is_one_and_leaves_nothing_open() -> None:
    policy = default_policy()
    assert policy.score.hold_below is not None
    assert policy.score.hold_below <= 0.1  # To hold, the gate must be sure.
    assert policy.bands.low == "review"
    assert policy.bands.insufficient == "review"
    assert policy.on_error == "review"
    assert not list(advice(policy, date(2027, 1, 1)))


@pytest.mark.parametrize(
    ("more", "line", "says"),
    [
        ("[score]\nhold_bellow = 0.1", 9, ["'hold_bellow'", "Did you mean hold_below?"]),
        ("[score]\nhold_below = 1.5", 9, ["hold_below", "less than or equal to 1"]),
        ("[score]\nhold_below = nan", 9, ["hold_below", "finite"]),
        ("[score]\nhold_below = '0.1'", 9, ["'0.1'", "must be a number"]),
        ("[score]\nhold_below = 0.5\nreview_below = 0.2", 8, ["nothing could be reviewed"]),
        ("[model]\ndigest = 'abc'", 9, ["64 hexadecimal digits"]),
        ("[[rules]]\nid = 'a b'\naction = 'hold'\nwhen = [{feature = 'score', below = 0.5}]", 9,
         ["'a b'", "hyphens"]),
        ("[[rules]]\nid = 'a'\naction = 'pass'\nwhen = [{feature = 'score', below = 0.5}]", 10,
         ["'pass'", "'review' or 'hold'"]),
        ("[[rules]]\nid = 'band'\naction = 'hold'\nwhen = [{feature = 'score', below = 0.5}]", 9,
         ["built in"]),
        ("[[rules]]\nid = 'a'\naction = 'hold'\nwhen = []", 11, ["at least one item"]),
        ("[[rules]]\nid = 'a'\naction = 'hold'\nwhen = [\n  {},\n]", 12, ["found none"]),
        ("[[rules]]\nid = 'a'\naction = 'hold'\nwhen = [{feature = 'quotes.short', above = 1}]",
         11, ["'quotes.short'", "Names that exist: ", "style.machine_prose"]),
        ("[[rules]]\nid = 'a'\naction = 'hold'\n[[rules.when]]\nfeature = 'unattributed_quotations'"
         "\nabove = 0.5", 12, ["Did you mean quotes.unattributed_quotations"]),
        ("[[rules]]\nid = 'a'\naction = 'hold'\n[[rules.when]]\nfeature = 'quotes.quoted_words'"
         "\nabove = 50", 13, ["lies between 0 and 1", "50 is no bound"]),
        ("[[rules]]\nid = 'a'\naction = 'hold'\nwhen = [{evidence = ['office-holder-afterterm']}]",
         11, ["Did you mean office-holder-after-term"]),
        ("[[rules]]\nid = 'a'\naction = 'hold'\nwhen = [{evidence = ['other'], at_least = 0}]", 11,
         ["number of passages"]),
        ("[[rules]]\nid = 'a'\naction = 'hold'\nwhen = [{evidence = ['other'], above = 3}]", 11,
         ["at_least alone"]),
        ("[[rules]]\nid = 'a'\naction = 'hold'\nwhen = [{feature = 'words'}]", 11, ["bound"]),
        ("[[rules]]\nid = 'a'\naction = 'hold'\nwhen = [{feature = 'words', above = 9, below = 9}]",
         11, ["no value lies between"]),
        ("[[rules]]\nid = 'a'\naction = 'hold'\nwhen = [{resembles = 'frm', above = 0.5}]", 11,
         ["'frm'", "'farm'"]),
        ("[[exemptions]]\nreason = 'x'", 8, ["source, a section or an author"]),
        ("[[exemptions]]\nsource = 'https://x.org'\nreason = 'x'", 9, ["must be a domain"]),
        ("[[exemptions]]\nsource = 'x.org'", 8, ["reason is missing"]),
        ("[[exemptions]]\nsource = 'x.org'\nreason = 'x'\nlifts = ['bnd']", 11,
         ["Did you mean band?", "insufficient"]),
        ("[[exemptions]]\nsource = 'x.org'\nreason = 'x'\nlifts = ['error']", 11,
         ["scoring failed"]),
        ("[[exemptions]]\nsource = 'x.org'\nreason = 'x'\nuntil = '2027-01-01'", 11,
         ["without quotation marks"]),
        ("on_eror = 'hold'", 8, ["'on_eror'"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(more: str, line: int, says: list[str]) -> None:
    (problem,) = refused(f"{BEGINNING}\n{more}\n{CHANGES}")
    assert problem.startswith(f"test.toml:{line}: ")
    for words in says:
        assert words in problem


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("format = 1\nname = 'x", 2, "this is not TOML"),
        ("format = 2\nname = 'x'\n[bands]\nlow='hold'\ninsufficient='hold'" + CHANGES, 1, "format"),
        (BEGINNING, None, "changes is missing"),
        (BEGINNING.replace("low", "lowest") + CHANGES, 5, "there is no key 'lowest'"),
        (BEGINNING.replace('"hold"', '"block"') + CHANGES, 5, "'pass', 'review' or 'hold'"),
        (BEGINNING.replace("[", 'on_error = "pass"\n[') + CHANGES, 4, "must not pass unseen"),
        (BEGINNING + 'medium = "hold"\nhigh = "review"\nlow = 1', 9, "this is not TOML"),
        (BEGINNING.replace('"hold"', '"pass"') + 'medium = "review"' + CHANGES, 4, "more kindly"),
    ],
)
def test_what_is_wrong_in_the_whole_is_said_too(text: str, line: int | None, says: str) -> None:
    place = f"test.toml:{line}: " if line else "test.toml: "
    assert any(problem.startswith(place) and says in problem for problem in refused(text))


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_file() -> None:
    text = BEGINNING.replace("low", "lo") + "\n[score]\nhold = 1\n[mode]\nx = 1\n" + CHANGES
    lines = [int(problem.split(":")[1]) for problem in refused(text)]
    assert lines == sorted(lines)
    assert len(lines) == 4  # lo, the missing low, hold, mode.


@pytest.mark.parametrize("data", [b"\xff\xfe", b"name = '\xe4'", b"a" * 1_100_000, b"[" * 20_000])
def test_what_is_no_policy_at_all_is_refused(tmp_path: Any, data: bytes) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(data)
    with pytest.raises(PolicyError, match=r"policy\.toml"):
        load_policy(path)


def test_a_policy_that_is_not_there_is_refused(tmp_path: Any) -> None:
    with pytest.raises(PolicyError, match="No such file"):
        load_policy(tmp_path / "none.toml")
    with pytest.raises(PolicyError, match="null"):
        load_policy("a\0b")


def test_a_policy_for_another_model_is_refused() -> None:
    with pytest.raises(PolicyError, match="written for the model with digest 0000"):
        Gate(policy_of(f"[model]\ndigest = '{'0' * 64}'"))
    with pytest.raises(PolicyError, match="can't find the model 'gazette'"):
        Gate(policy_of("[model]\nname = 'gazette'"))
    digest = Scorer().model.digest
    assert Gate(policy_of(f"[model]\ndigest = '{digest}'")).model.digest == digest


def test_a_policy_made_in_python_is_held_to_the_same_names() -> None:
    policy = policy_of("[[rules]]\nid = 'a'\naction = 'hold'\nwhen = [{evidence = ['other']}]")
    rule = policy.rules[0]
    wrong = rule.model_copy(
        update={"when": (rule.when[0].model_copy(update={"evidence": ("x",)}),)}
    )
    with pytest.raises(PolicyError, match="there is no rule of a feature 'x'"):
        Gate(policy.model_copy(update={"rules": (wrong,)}))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("[score]\nhold_below = 0.1234", "add its digest"),
        ("[[exemptions]]\nauthor = 'Tom Hale'\nreason = 'x'", "can be abused"),
        ("[[exemptions]]\nsource = 'x.org'\nreason = 'x'\nuntil = 2020-01-01", "ended on"),
        ("[[changes]]\nday = 2999-01-01\nby = 'x'\nwhat = 'y'", "still to come"),
    ],
)
def test_what_may_not_be_meant_is_remarked_on(more: str, says: str) -> None:
    (note,) = advice(policy_of(more), TODAY)
    assert says in note.text


def test_a_policy_that_stops_nothing_or_everything_is_remarked_on() -> None:
    lenient = BEGINNING.replace('"hold"', '"pass"').replace('"review"', '"pass"')
    assert {"nothing is ever held by this policy", "texts that cannot be judged pass unseen"} == {
        note.text for note in advice(policy_of(beginning=lenient), TODAY)
    }
    strict = BEGINNING + 'medium = "hold"\nhigh = "hold"\n'
    notes = [note.text for note in advice(policy_of(beginning=strict), TODAY)]
    assert notes == ["every document is stopped by this policy"]


def test_the_digest_is_of_what_is_said_not_of_how() -> None:
    plain = policy_of("[score]\nhold_below = 0.1\nreview_below = 0.2")
    other = policy_of("# why\n[score]\nreview_below = 0.20  # x\nhold_below = 0.1\n[model]\n")
    assert plain.digest == other.digest
    assert plain.digest != policy_of("[score]\nhold_below = 0.1\nreview_below = 0.3").digest


def test_the_schema_describes_every_key() -> None:
    schema = Policy.json_schema()
    for holder in (schema, *schema["$defs"].values()):
        assert holder["additionalProperties"] is False
    keys = {key for holder in schema["$defs"].values() for key in holder["properties"]}
    assert {"hold_below", "insufficient", "evidence", "lifts", "until", "digest"} <= keys


def test_the_schema_for_editors_knows_every_name() -> None:
    condition = schema()["$defs"]["Condition"]["properties"]
    assert set(condition["feature"]["anyOf"][0]["enum"]) == {*features(), "score", "words"}
    assert set(condition["evidence"]["anyOf"][0]["items"]["enum"]) == set(evidence_rules())


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_a_damaged_policy_is_a_policy_or_refused_and_nothing_else(data: st.DataObject) -> None:
    text = default_text()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        until = at + data.draw(st.integers(0, 40))
        piece = st.text(max_size=5) | st.sampled_from(
            ["[", "]]", '"""', "{", "\n[x]\n", "= 1\n", "."]
        )
        text = text[:at] + data.draw(piece) + text[until:]
    try:
        parse_policy(text, "test.toml")
    except PolicyError as error:
        for line in str(error).split("\n"):
            assert line.startswith("test.toml:")


# Policies at random: as tables first, and then as the TOML of them.

_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=9
)
_IDS = st.from_regex(r"r[a-z0-9]{0,5}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
_SHARES = sorted(
    name for name, (_, feature) in features().items() if feature.unit in ("share", "probability")
)
_CONDITIONS = st.one_of(
    st.fixed_dictionaries(
        {"feature": st.sampled_from([*_SHARES, "score"]), "above": st.floats(0, 1)}
    ),
    st.fixed_dictionaries(
        {"feature": st.sampled_from([*features(), "words"]), "at_most": st.sampled_from([0, 1])}
    ),
    st.fixed_dictionaries(
        {"evidence": st.lists(st.sampled_from(sorted(evidence_rules())), min_size=1, max_size=3)},
        optional={"at_least": st.integers(1, 9)},
    ),
    st.fixed_dictionaries(
        {"resembles": st.sampled_from(["farm", "model"]), "at_least": st.floats(0, 1)}
    ),
)
_RULES = st.fixed_dictionaries(
    {
        "id": _IDS,
        "action": st.sampled_from(["review", "hold"]),
        "when": st.lists(_CONDITIONS, min_size=1, max_size=3),
    },
    optional={"reason": _WORDS},
)
_EXEMPTIONS = st.fixed_dictionaries(
    {"source": st.from_regex(r"[a-z]{1,5}\.[a-z]{2,5}", fullmatch=True), "reason": _WORDS},
    optional={"section": _WORDS, "until": st.dates(), "lifts": st.just(["band", "score"])},
)
_POLICIES = st.fixed_dictionaries(
    {
        "format": st.just(1),
        "name": _WORDS,
        "bands": st.sampled_from(
            [
                {"low": "hold", "insufficient": "review"},
                {"high": "review", "medium": "hold", "low": "hold", "insufficient": "pass"},
                {"medium": "review", "low": "review", "insufficient": "hold"},
            ]
        ),
        "changes": st.just([{"day": TODAY, "by": "x", "what": "y"}]),
    },
    optional={
        "on_error": st.sampled_from(["review", "hold"]),
        "score": st.fixed_dictionaries({"hold_below": st.floats(0, 1)}),
        "rules": st.lists(_RULES, max_size=4, unique_by=lambda rule: rule["id"]),
        "exemptions": st.lists(_EXEMPTIONS, max_size=3),
    },
)


def as_toml(table: dict[str, Any]) -> str:
    """A table as TOML: plain keys first, tables and arrays of tables in headers behind them."""
    lines = [f"{key} = {_value(value)}" for key, value in table.items() if not _is_table(value)]
    for key, value in table.items():
        if isinstance(value, dict):
            lines += ["", f"[{key}]", *(f"{k} = {_value(v)}" for k, v in value.items())]
        elif _is_table(value):
            for row in value:
                lines += ["", f"[[{key}]]", *(f"{k} = {_value(v)}" for k, v in row.items())]
    return "\n".join(lines) + "\n"


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], dict)
    )


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + "".join(f"  {_value(one)},  # ] }}\n" for one in value) + "]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return value.isoformat() if isinstance(value, date) else repr(value)


@given(_POLICIES)
@settings(deadline=None, max_examples=60)
def test_any_sound_policy_is_read_explained_and_kept_in_its_digest(table: dict[str, Any]) -> None:
    text = as_toml(table)
    assert tomllib.loads(text) == table
    policy = parse_policy(text, "test.toml")
    said = as_text(explain(policy, Scorer().model, TODAY))
    for rule in policy.rules:
        assert f"({rule.id})" in said
    for exemption in policy.exemptions:
        assert f"from {exemption.source}" in said
    turned = dict(reversed(table.items()))
    assert parse_policy(as_toml(turned), "test.toml").digest == policy.digest
    assert Policy.model_validate_json(policy.model_dump_json(), strict=False) == policy


@given(_POLICIES, st.data())
@settings(deadline=None, max_examples=60)
def test_one_wrong_key_anywhere_is_refused_with_its_line(
    table: dict[str, Any], data: st.DataObject
) -> None:
    lines = as_toml(table).split("\n")
    keys = [n for n, line in enumerate(lines) if re.match(r"\w+ = ", line)]
    number = data.draw(st.sampled_from(keys))
    lines[number] = f"x{lines[number]}"
    problems = refused("\n".join(lines))
    assert any(
        problem.startswith(f"test.toml:{number + 1}: there is no key 'x") for problem in problems
    )


@given(_POLICIES)
@settings(deadline=None, max_examples=60)
def test_every_key_and_item_has_its_line(table: dict[str, Any]) -> None:
    text = as_toml(table)
    lines = text.split("\n")
    found = lines_of(text)
    for path, line in found.items():
        if isinstance(path[-1], str):
            assert path[-1] in lines[line - 1]
    assert {path for path, _ in _paths(table)} == set(found)


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> Any:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inside:
        yield (*path, key), one
        if isinstance(one, dict | list):
            yield from _paths(one, (*path, key))


def test_lines_are_found_in_any_way_of_writing_toml() -> None:
    text = '''# format = 2
"format" = 1 # "x
'a b'.c = """
[bands]
low = 1 \\""" x"""""
d = \'\'\'
[x]\'\'\'
[bands]
low.x = [ 1_000, "]", { y = '#', "z" = [
  2] } ]
[[rules]]
[[rules]]
[rules.more]
"\\U00000041" = 1979-05-27 07:32:00
[[rules.when]]
k = 1
'''
    tomllib.loads(text)
    found = lines_of(text)
    assert found["format",] == 2
    assert found["a b", "c"] == 3
    assert found["d",] == 6
    assert found["bands",] == 8
    assert found["bands", "low", "x", 2, "z", 0] == 10
    assert found["rules", 1] == 12
    assert found["rules", 1, "more", "A"] == 14
    assert found["rules", 1, "when", 0, "k"] == 16


def test_the_default_reads_well() -> None:
    said = as_text(explain(default_policy(), Scorer().model, TODAY))
    assert "A document is held if any of this is so:\n  - Its score is below 0.1." in said
    assert "  - Its score is in band low: below 0." in said
    assert "goes to review if any of this is so, and nothing holds it:" in said
    assert "Nobody is exempt." in said
    assert "{" not in said
    assert parse_policy(default_text(), "x").digest == default_policy().digest


def test_bounds_are_said_in_the_unit_of_the_measure() -> None:
    rule = (
        "[[rules]]\nid = 'r'\naction = 'hold'\nwhen = ["
        "{feature = 'quotes.unattributed_quotations', above = 0.5, at_most = 0.9},"
        "{feature = 'hedging.hearsay', at_least = 2.5},"
        "{feature = 'words', below = 900}, {resembles = 'farm', above = 0.8},"
        "{evidence = ['template-code', 'comment-form'], at_least = 2}]"
    )
    said = as_text(explain(policy_of(rule), Scorer().model, TODAY))
    assert "is more than 50 in 100 and 90 in 100 or less" in said
    assert "is 2.5 per 1,000 words or more" in said
    assert "it has less than 900 words" in said
    assert "content-farm copy is more than 0.8" in said
    assert "2 or more passages are marked as “code of the site's template" in said
