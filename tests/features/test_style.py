"""The family `style` beyond its cases: values, glyphs, the learned weights."""

import json
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest

from credscore.document import Document
from credscore.features.style import FAMILY, held_out
from credscore.features.style.text_model import REFERENCE, LengthCurve, load_curve
from credscore.training.corpora import Example, Kind

MEASURES = {feature.name: feature.measure for feature in FAMILY.features}
PLAIN = (
    "The sheriff's department is asking for help finding 14 calves that were taken from a pasture "
    "on County Road 310 sometime between Friday evening and Sunday morning. The owner, Wayne "
    "Burleson, told deputies that he counted 38 calves about 6 p.m. Friday. When his son went to "
    "feed on Sunday, there were 24. Chief Deputy Mike Alvis estimated the loss at $12,000. “They "
    "knew he'd be at graduation on Saturday,” Alvis said. A special ranger is assisting. Alvis "
    "said that this is the second theft in the county this year. In February nine head were "
    "stolen on the Tipton place and have not been recovered. Anyone with information can call. "
)
MACHINE = (
    "In recent years, the importance of community gardens has become increasingly evident. These "
    "spaces not only provide fresh produce but also foster a sense of belonging among residents. "
    "However, the initiative has also raised concerns about the potential impact on local "
    "businesses. Despite these challenges, many remain hopeful that it will continue to inspire "
    "others. It is crucial for leaders to recognize the significance of these efforts and to "
    "ensure that they receive the support they need. As the movement continues to grow, it serves "
    "as a powerful reminder of what can be achieved when individuals come together. "
)


def test_machine_prose_is_told_from_plain_prose() -> None:
    machine = MEASURES["machine_prose"](Document(MACHINE))
    plain = MEASURES["machine_prose"](Document(PLAIN))
    assert machine.value > 0.9
    assert machine.evidence
    assert plain.value < 0.3
    assert not plain.evidence


def test_the_sentences_that_pushed_most_are_shown() -> None:
    doc = Document("The dog was at home. " + MACHINE + "The boat was his.")
    shown = [doc.content[p.start : p.end] for p in MEASURES["machine_prose"](doc).evidence]
    assert any("Despite these challenges" in sentence for sentence in shown)
    assert not {"The dog was at home.", "The boat was his."} & set(shown)


def test_the_reason_is_named_in_the_sentence_it_stands_in() -> None:
    doc = Document(MACHINE)
    for passage in MEASURES["machine_prose"](doc).evidence:
        named = passage.message.split("“")[1].split("”")[0]
        words = doc.content[passage.start : passage.end].lower().replace(",", "")
        assert named in words


def test_short_texts_are_not_judged() -> None:
    assert MEASURES["machine_prose"](Document(MACHINE[:200])).value is None


def test_other_languages_and_lists_are_not_judged() -> None:
    german = "Der Rat der Stadt stimmte am Dienstag über den Haushalt ab und ging nach Hause. "
    names = "Anna Moss, Tom Beck, Ruth Holt, Wayne Burleson, Mike Alvis, Linda Stroud, "
    for text in (german * 12, names * 12):
        assert MEASURES["machine_prose"](Document(text)).value is None


def test_curly_and_straight_quotes_give_the_same_values() -> None:
    text = (PLAIN + MACHINE).replace("“", '"').replace("”", '"')
    curly = (PLAIN + MACHINE).replace("'", "’")
    for name, measure in MEASURES.items():
        assert measure(Document(text)).value == pytest.approx(measure(Document(curly)).value), name


@pytest.mark.parametrize("file", ["machine.json", "voice.json"])
def test_the_weights_are_small_and_hold_no_topics(file: str) -> None:
    text = files("credscore.features.style").joinpath(file).read_text(encoding="utf-8")
    assert len(text) < 200_000
    model = json.loads(text)
    topics = {"ukraine", "trump", "covid", "vaccine", "police", "virus", "hollywood", "ap", "cnn"}
    assert not topics & model["words"].keys()
    assert all(len(pair.split()) == 2 for pair in model["pairs"])


def test_the_reporting_voice_holds_no_words_of_politics_and_pages() -> None:
    folder = files("credscore.features.style")
    lines = folder.joinpath("unheard.txt").read_text(encoding="utf-8").splitlines()
    unheard = {word for line in lines if not line.startswith("#") for word in line.split()}
    assert {"conservative", "newsletter"} <= unheard
    model = json.loads(folder.joinpath("voice.json").read_text(encoding="utf-8"))
    for terms in (model["words"], model["pairs"], model["openings"]):
        assert not unheard & {word for term in terms for word in term.split()}


def test_a_report_reads_as_a_report_and_a_rumour_as_a_rumour() -> None:
    rumour = (
        "It is being claimed that the star was caught with a mystery man, and fans are shocked. "
        "According to reports, the couple has been going through trouble for months, and an "
        "insider reveals that she is allegedly fed up. Reportedly the deal is off. Nobody knows "
        "the truth, but this stunning secret could be a fact. "
    )
    voice = MEASURES["reporting_voice"]
    assert voice(Document(PLAIN + PLAIN)).value > voice(Document(rumour + rumour)).value
    assert voice(Document(rumour + rumour)).value < 0.4


def _examples(corpus: str, kind: Kind, text: str, count: int) -> list[Example]:
    return [
        Example(corpus, f"{corpus}{n}.com", kind, "", Document(f"Take {n}. {text * 2}"))
        for n in range(count)
    ]


def test_weights_are_learned_from_the_chosen_documents_alone() -> None:
    """A manner that no chosen document has is not known; one that stands there is."""
    examples = [
        *_examples("allsides", "reporting", PLAIN, 70),
        *_examples("polnear", "reporting", PLAIN, 70),
        *_examples("llm-misinformation", "model", MACHINE, 40),
        *_examples("model-ap-cnn", "model", MACHINE, 40),
        *_examples("own", "reporting", PLAIN, 3),
    ]
    relearned = held_out.machine_prose(examples)
    assert relearned.learns_from.sum() == 220
    corpus = np.array([example.corpus for example in examples])
    for name in ("llm-misinformation", "polnear", "own"):
        values = relearned.values(corpus != name, corpus == name)
        assert len(values) == (corpus == name).sum()
        assert ((values > 0.5) == (name == "llm-misinformation")).all()
    # The other way round: what the machine's documents say, people are told to have said.
    swapped = [replace(e, kind="model" if e.kind == "reporting" else "reporting") for e in examples]
    assert (held_out.machine_prose(swapped).values(corpus != "own", corpus == "own") > 0.5).all()


def test_what_leaves_too_little_to_learn_from_has_the_values_of_the_shipped_weights() -> None:
    examples = _examples("allsides", "reporting", PLAIN, 3)
    every = np.ones(3, dtype=bool)
    values = [MEASURES["reporting_voice"](example.document).value for example in examples]
    assert held_out.reporting_voice(examples).values(every, every).tolist() == values
    assert held_out.reporting_voice(examples[:0]).values(every[:0], every[:0]).size == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The White House said on Monday that climate change was real.", 0),
        ("The White Home said on Monday that local weather change was actual.", 2),
    ],
)
def test_broken_terms_are_counted(text: str, words: int) -> None:
    assert len(MEASURES["spun_phrases"](Document(text)).evidence) == words


def test_lost_paragraph_breaks_and_links_are_no_faults() -> None:
    text = "It rose on Friday.The bridge closed , said the mayor , on Monday.They were glad of it."
    assert MEASURES["punctuation_faults"](Document(text)).value == 0


def test_even_sentences_vary_less() -> None:
    even = Document("One two three four five. " * 8)
    uneven = Document("One two. One two three four five six seven eight nine ten. " * 4)
    variation = MEASURES["sentence_length_variation"]
    assert variation(even).value == 0
    assert variation(uneven).value > 0.5


PARAGRAPHS = [" ".join([*["word"] * count, "end."]) for count in (30, 45, 22, 38, 51, 27)]


@pytest.mark.parametrize("name", ["sentence_length_variation", "paragraph_length_variation"])
@pytest.mark.parametrize("ending", ["Join us every Friday.", "Ann Roe reports from Oslo. Now."])
def test_a_short_last_line_says_nothing_of_the_rhythm(name: str, ending: str) -> None:
    text = "\n\n".join(PARAGRAPHS)
    assert MEASURES[name](Document(f"{text}\n\n{ending}")) == MEASURES[name](Document(text))


@pytest.mark.parametrize("name", ["sentence_length_variation", "paragraph_length_variation"])
def test_one_odd_length_among_many_weighs_little(name: str) -> None:
    text, odd = "\n\n".join(PARAGRAPHS * 3), "\n\nOh.\n\n" + " ".join(["word"] * 30) + " end."
    values = [MEASURES[name](Document(each)).value for each in (text, text + odd)]
    assert values[0] == pytest.approx(values[1], abs=0.08)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\0",
        "word",
        "\ud800 x",
        "😀 " * 50,
        "مرحبا " * 50,
        "!" * 500,
        "A, " * 300,
        "1 " * 200,
    ],
)
def test_any_text_is_answered(text: str) -> None:
    for measure in MEASURES.values():
        doc = Document(text)
        for passage in measure(doc).evidence:
            assert 0 <= passage.start < passage.end <= len(doc.content)
            assert passage.rule in FAMILY.rules


CURVE = LengthCurve(words=(100, 400, 1000), low=(-1.0, -2.0, -3.0), high=(0.5, 1.0, 2.0))


@pytest.mark.parametrize("log_odds", [-3.0, 0.0, 2.5])
def test_log_odds_at_the_reference_stay(log_odds: float) -> None:
    assert CURVE.level(log_odds, REFERENCE) == pytest.approx(log_odds)


@pytest.mark.parametrize(("words", "low", "high"), [(100, -1, 0.5), (1000, -3, 2), (40, -1, 0.5)])
def test_what_a_class_gets_at_its_length_is_what_it_gets_at_the_reference(
    words: int, low: float, high: float
) -> None:
    assert CURVE.level(low, words) == pytest.approx(-2.0)
    assert CURVE.level(high, words) == pytest.approx(1.0)


def test_lengths_between_two_knots_are_read_between_them() -> None:
    halfway = 200  # in the logarithm between 100 and 400
    assert CURVE.level(-1.5, halfway) == pytest.approx(-2.0)


def test_a_curve_moves_with_its_calibration() -> None:
    leveled = 2.0 * CURVE.level(-0.2, 150) + 1.0
    assert CURVE.scaled(2.0, 1.0).level(2.0 * -0.2 + 1.0, 150) == pytest.approx(leveled)


@pytest.mark.parametrize("file", ["machine.json", "voice.json"])
def test_the_shipped_curves_keep_the_classes_apart(file: str) -> None:
    curve = load_curve(file)
    assert len(curve.words) == len(curve.low) == len(curve.high)
    assert list(curve.words) == sorted(curve.words)
    assert all(low < high for low, high in zip(curve.low, curve.high, strict=True))


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ("It rained in Lviv.", 1),
        ("It rained across Lviv.", 1),
        ("The city of Lviv is old.", 1),
        ("The village of Lviv is old.", 1),
        ("The men of Lviv are old.", 0),
        ("It rained in Lviv. Lviv said so.", 0),
        ("It rained in Lviv. Mr Lviv left.", 0),
        ("It rained in Lviv. They asked Dr Lviv", 0),
        ("It rained.", 0),
    ],
)
def test_a_place_is_not_called_he(told: str, count: int) -> None:
    measure = MEASURES["wrong_pronouns"]
    text = f"{told} It is unclear how much longer Lviv can protect his streets from the storm."
    assert measure(Document(text)).value == count
