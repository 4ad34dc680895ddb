"""The family `hedging`: what a cue is worth, what is counted apart, and hostile text."""

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credscore.document import Document
from credscore.features.hedging import FAMILY
from credscore.features.hedging.cues import lexicon, read_cues, uncertain_sentences, weights
from credscore.features.hedging.train import (
    Marked,
    as_json,
    as_tree,
    cross_validate,
    examples_of,
    fit,
    judge,
    read_corpus,
)

MEASURES = {feature.name: feature.measure for feature in FAMILY.features}


def hedges(text: str) -> list[str]:
    return [cue.phrase for cue in read_cues(Document(text)) if cue.probability >= 0.5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The storm may reach the coast.", ["may"]),
        ("He is considered a hero.", ["considered"]),
        ("It is likely that it will snow.", ["likely"]),
        ("The stones were probably cut here.", ["probably"]),
        ("She seems to agree.", ["seems"]),
    ],
)
def test_hedges_are_found(text: str, expected: list[str]) -> None:
    assert hedges(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The trial opens on May 5.",
        "They worked with might and main.",
        "He could not possibly have known.",
        "Will Smith met Theresa May in Leeds.",
        "You can see the lake from here.",
        "The army’s military might won the day.",
        "No doubt about it: it was over.",
    ],
)
def test_what_is_no_hedge_is_left_alone(text: str) -> None:
    assert hedges(text) == []


def test_the_neighbours_decide() -> None:
    considered = weights()["considered"]
    assert considered.probability("is", "a") > 0.5 > considered.probability("he", "")


def test_a_sentence_is_uncertain_when_its_cues_together_make_it_so() -> None:
    doc = Document("The storm may reach the coast on Friday. Schools closed at noon.")
    assert uncertain_sentences(read_cues(doc)) == [0]
    assert MEASURES["uncertain_sentences"](doc).value == 0.5


def test_a_doubt_with_an_owner_is_told_from_one_without() -> None:
    owned = Document("Police said the driver may have been drunk.")
    without = Document("The driver may have been drunk.")
    assert MEASURES["sourced_hedges"](owned).value == 1
    assert MEASURES["sourced_hedges"](without).value == 0


@pytest.mark.parametrize(
    ("text", "vague"),
    [
        ("Critics say the plan is too dear.", True),
        ("Critics say the plan is too dear. “We cannot pay for it,” said Jo March of Ely.", False),
        ("Critics say the plan is too dear, according to the Ely Standard.", False),
        ("Critics say the plan is too dear. The council said it was not.", True),
        ("“Critics say the plan is too dear,” the mayor joked.", False),
    ],
)
def test_a_group_is_vague_until_someone_speaks_up(text: str, vague: bool) -> None:
    assert bool(MEASURES["vague_attribution"](Document(text)).evidence) == vague


def test_what_speakers_say_is_counted_apart() -> None:
    doc = Document("“It may be weeks before the road opens again,” said Ann Cole, the mayor.")
    assert MEASURES["epistemic_hedges"](doc).value == 0
    assert MEASURES["quoted_hedges"](doc).value == 1


@pytest.mark.parametrize("name", ["sourced_hedges", "quoted_hedges"])
def test_a_share_of_nothing_is_none(name: str) -> None:
    assert MEASURES[name](Document("Schools closed at noon.")).value is None


def test_curly_and_straight_apostrophes_give_the_same_values() -> None:
    straight = "It's believed that it couldn't last. There's no denying that critics say so."
    one, other = Document(straight), Document(straight.replace("'", "’"))
    for measure in MEASURES.values():
        assert measure(one) == measure(other)


def test_every_cue_has_weights_and_every_weight_a_cue() -> None:
    model = json.loads(files("credscore.features.hedging").joinpath("cue_weights.json").read_text())
    phrases = {
        phrase: kind for entries in lexicon().by_first_word.values() for _, phrase, kind in entries
    }
    assert set(model["cues"]) <= set(phrases)
    assert set(model["kinds"]) <= set(phrases.values())
    assert set(weights()) == set(phrases)


def test_training_and_reading_judge_alike(tmp_path) -> None:
    corpus = tmp_path / "corpus.xml"
    corpus.write_text(
        "<Annotation><Document><Sentence>The storm <ccue type='x'>may</ccue> come.</Sentence>"
        "<Sentence>He met May in May.</Sentence></Document></Annotation>"
    )
    sentences = read_corpus(corpus)
    assert [sentence.spans for sentence in sentences] == [[(10, 13)], []]
    examples = list(examples_of(sentences))
    assert [(example.sentence, example.marked) for example in examples] == [(0, True)]
    learned = {("cues", "may", "weight", ""): 2.0, ("cues", "may", "after", "come"): 0.5}
    assert judge(examples, -1.0, learned) == {0: True}
    assert judge(examples, -4.0, learned) == {0: False}
    tree = as_tree(-1.0, learned)
    assert tree["cues"] == {"may": {"weight": 2.0, "after": {"come": 0.5}}}
    assert json.loads(as_json(tree)) == tree


def test_training_learns_what_the_neighbours_say() -> None:
    sentences = []
    for document in range(60):
        sentences += [
            Marked(document, f"The dam may break in spring {document}.", [(8, 11)]),
            Marked(document, f"The boat is considered lost since {document}.", [(12, 22)]),
            Marked(document, f"She considered leaving town in {document}.", []),
        ]
    examples = list(examples_of(sentences))
    intercept, learned = fit(examples)
    assert learned["cues", "may", "weight", ""] > 0
    assert learned["cues", "considered", "before", "is"] > 0
    assert set(judge(examples, intercept, learned).values()) == {True, False}
    assert cross_validate(sentences, examples) == {"precision": 1, "recall": 1, "f1": 1}


HOSTILE = [
    "",
    " \n\t",
    "may",
    "May",
    "m",
    "\x00\ud800 may \udfff",
    "ربما قد يكون " * 50,
    "😀 may 😀",
    "may " * 20_000,
    "some say experts believe it is believed that " * 2_000,
    "it is is is is " * 5_000,
    "experts of " * 5_000,
    '"' * 50_000,
    "7" * 50_000,
    "according to " * 5_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_gets_an_answer(text: str) -> None:
    doc = Document(text)
    for measure in MEASURES.values():
        finding = measure(doc)
        assert finding.value is None or 0 <= finding.value <= 60


WORDS = st.sampled_from(
    [
        *["may", "could", "not", "possibly", "perhaps", "seen", "as", "experts", "some", "say"],
        *["it", "is", "believed", "that", "to", "by", "reports", "suggest", "the", "of", "in"],
        *["according", "Said", "Smith", "widely", "remains", "uncertain", "situation", "whether"],
        *["raised", "has", "concerns", "there", "are", ".", ",", ";", "\n\n", "“", "”"],
    ]
)


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_evidence_lies_in_the_text_and_in_order(text: str) -> None:
    doc = Document(text)
    for measure in MEASURES.values():
        evidence = measure(doc).evidence
        assert all(0 <= p.start < p.end <= len(doc.content) for p in evidence)
        assert [p.start for p in evidence] == sorted(p.start for p in evidence)
        assert all(p.rule in FAMILY.rules for p in evidence)
