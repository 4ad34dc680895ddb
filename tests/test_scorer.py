"""The score is the sum of its reasons, and every passage is where it says it is."""

import gc
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credscore import Document, Scorer, score, score_many
from credscore.feature import Feature, Finding
from credscore.model import ModelError, Reference, logit
from credscore.registry import features
from credscore.result import CredibilityScore
from credscore.scorer import typical

# Text as it comes: any character, lone surrogates too, and the stuff that articles are made of.
PIECES = st.sampled_from(
    [
        "Experts say that the work could not wait. ",
        'said Mary Okafor, the chief engineer. "We cannot wait," ',
        "“They told us,” he said on 4 March 2019. ",
        "In conclusion, the council remains committed to the bridge.\n\n",
        "The repair will cost £1.4 million, the report of the council says.\n\n",
        "Leave a Reply\r\nYour email address will not be published.\r\n",
        "cafe\u0301 nai\u0308ve co\u00adoperate\u200b ",
        "<p>&amp;</p>\x00\x1b[31m\u2028\x85",
        "\"'“”‘’«»",
        "1990s 12/12/2012 70,000 ",
    ]
)
ANY_TEXT = st.text(st.characters(), max_size=200)
TEXTS = st.lists(PIECES | ANY_TEXT, max_size=40).map("".join)
TITLES = st.none() | ANY_TEXT


@pytest.fixture(scope="session")
def scorer(model_file: Path) -> Scorer:
    return Scorer(model_file)


def check(text: str, result: CredibilityScore) -> None:
    """What holds of every answer to every text."""
    assert sorted(c.feature for c in result.contributions) == sorted(features())
    effects = [abs(c.points) for c in result.contributions]
    assert effects == sorted(effects, reverse=True)
    if result.score is None:
        assert result.band == "insufficient"
        assert result.warnings
        assert not any(effects)
    else:
        assert 0 < result.score < 1
        total = result.base + sum(c.points for c in result.contributions)
        assert logit(result.score) == pytest.approx(total, abs=1e-9)
    passages = [(e.start, e.end) for e in result.evidence]
    assert passages == sorted(passages)
    assert len({(e.rule, e.start, e.end) for e in result.evidence}) == len(result.evidence)
    for evidence in result.evidence:
        assert text[evidence.start : evidence.end] == evidence.text != ""
        assert evidence.message
        assert evidence.rule
        for related in evidence.related:
            assert text[related.start : related.end] == related.text
    gathered = {e for c in result.contributions for e in c.evidence}
    assert gathered == set(result.evidence)
    assert CredibilityScore.from_json(result.to_json()) == result
    result.to_json().encode()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=TEXTS, title=TITLES)
def test_any_text_gets_an_answer_that_adds_up(scorer: Scorer, text: str, title) -> None:
    check(text, scorer.score(Document(text, title=title)))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(extra=TEXTS)
def test_enough_text_gets_a_score_that_adds_up(scorer: Scorer, article: str, extra: str) -> None:
    text = f"{article}\n\n{extra}"
    check(text, scorer.score(text))


def test_the_shipped_model_adds_up_too(article: str) -> None:
    result = score(article)
    assert result.score is not None
    check(article, result)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "word",
        "\0" * 500,
        "\ud800\udfff lone surrogates " * 60,
        "שלום עולם, זהו טקסט. " * 60,
        "🙂🏳️‍🌈 " * 500,
        "a" * 100_000,
        '"' * 50_000,
        "a " * 50_000,
        "1 " * 50_000,
        "(" * 50_000,
        "A. " * 50_000,
        "\n" * 100_000,
        "e\u0301" * 20_000,
        "\u0301" * 50_000,
    ],
    ids=lambda text: f"{len(text)} characters",
)
def test_hostile_texts_get_an_answer(scorer: Scorer, text: str) -> None:
    check(text, scorer.score(text))


def test_offsets_lead_back_to_the_text_as_given(scorer: Scorer, article: str) -> None:
    composed = article.replace("Okafor", "Okafór")
    decomposed = article.replace("Okafor", "Okafo\u0301r\u00ad\u200b")
    plain = scorer.score(composed)
    assert plain.evidence
    for text in (decomposed, composed.replace("\n", "\r\n"), decomposed.replace("\n", "\r\n")):
        result = scorer.score(text)
        check(text, result)
        assert [(e.rule, " ".join(e.text.split())) for e in result.evidence] == [
            (e.rule, " ".join(e.text.split())) for e in plain.evidence
        ]
        assert result.score == plain.score


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("The bridge will close in March.", None, "Only 6 words"),
        ("Die Brücke wird im März sechs Wochen lang gesperrt. " * 20, None, "English"),
        ("The bridge will close in March for six weeks. " * 20, "de-AT", "'de-AT'"),
    ],
)
def test_no_score_is_pretended(scorer: Scorer, text: str, language, said: str) -> None:
    result = scorer.score(Document(text, language=language))
    assert result.score is None
    assert result.band == "insufficient"
    assert any(said in warning for warning in result.warnings)


def test_evidence_is_given_without_a_score(scorer: Scorer) -> None:
    line = "The repair of the bridge will cost 1.4 million pounds in all."
    result = scorer.score(f"{line}\n\n{line}")
    assert result.score is None
    assert result.evidence


@pytest.mark.parametrize(
    ("doc", "said"),
    [
        (None, "NoneType"),
        (7, "int"),
        (b"bytes", "decode it first"),
        (["a text"], "list"),
        ({"txt": "a"}, "'txt'"),
        ({"title": "a"}, "no field 'text'"),
        ({"text": 7}, "Document.text must be a str, got int"),
        ({"text": "a", "title": 7}, "Document.title must be a str or None, got int"),
        ({"text": "a", "published": 7}, "Document.published must be a date"),
    ],
)
def test_a_wrong_type_is_refused_by_name(scorer: Scorer, doc, said: str) -> None:
    with pytest.raises(TypeError, match=said.replace("[", r"\[")):
        scorer.score(doc)


def test_a_wrong_date_is_refused() -> None:
    with pytest.raises(ValueError, match=r"ISO 8601.*'yesterday'"):
        Document("a", published="yesterday")  # type: ignore[arg-type]


def test_the_three_ways_to_give_a_document_are_one(scorer: Scorer, article: str) -> None:
    fields = {"text": article, "title": "Bridge", "published": "2024-02-06"}
    doc = Document(article, title="Bridge", published=date(2024, 2, 6))
    assert scorer.score(fields) == scorer.score(doc)
    assert Document("a", published=datetime(2024, 2, 6, 23, 59)).published == date(2024, 2, 6)
    assert scorer.score(article) == scorer.score(Document(article))


def test_prior_moves_the_base_alone(model_file: Path, scorer: Scorer, article: str) -> None:
    plain, sceptical = scorer.score(article), Scorer(model_file, prior=0.1).score(article)
    assert sceptical.contributions == plain.contributions
    assert sceptical.base == pytest.approx(plain.base + logit(0.1) - logit(0.5))


@pytest.mark.parametrize("prior", [0, 1, -0.1, 7])
def test_an_impossible_prior_is_refused(model_file: Path, prior: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Scorer(model_file, prior=prior)


def test_a_model_of_other_features_is_refused(model_file: Path, tmp_path: Path) -> None:
    name = next(iter(features()))
    foreign = model_file.read_text(encoding="utf-8").replace(name, "no.such_feature")
    path = tmp_path / "model.json"
    path.write_text(foreign, encoding="utf-8")
    with pytest.raises(ModelError, match=r"no\.such_feature"):
        Scorer(path)


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_many_documents_come_back_in_order(scorer: Scorer, article: str, n_jobs: int) -> None:
    texts = [f"{article}\n\n{'Again. ' * number}" for number in range(40)]
    expected = [scorer.score(text) for text in texts]
    assert list(scorer.score_many(texts, n_jobs=n_jobs)) == expected


@pytest.mark.filterwarnings("ignore:.*tasks which were still being processed")
@pytest.mark.parametrize(("n_jobs", "most"), [(1, 1), (2, 200)])
def test_documents_are_drawn_as_they_are_needed(
    scorer: Scorer, article: str, n_jobs: int, most: int
) -> None:
    drawn = 0

    def endless() -> Iterator[str]:
        nonlocal drawn
        while True:
            drawn += 1
            yield article

    results = scorer.score_many(endless(), n_jobs=n_jobs)
    assert drawn <= most
    assert next(results).score is not None
    assert drawn <= most
    if n_jobs > 1:
        results.close()


def test_no_documents_no_scores() -> None:
    assert list(score_many([])) == []


def test_threads_share_a_scorer(scorer: Scorer, article: str) -> None:
    texts = [f"{article} {number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(scorer.score, texts)) == [scorer.score(text) for text in texts]


def test_every_process_gives_the_very_same_answer(model_file: Path, article: str) -> None:
    # Sets are ordered anew in each process: no value, text or passage may hang on that.
    seeds = Path(__file__).parent.parent / "seeds"
    texts = [article, *(path.read_text("utf-8") for path in sorted(seeds.glob("*.txt")))]
    code = (
        "import sys, json; from credscore import Scorer; scorer = Scorer(sys.argv[1])\n"
        "print(json.dumps([scorer.score(text).to_json() for text in json.load(sys.stdin)]))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code, str(model_file)],
            input=json.dumps(texts),
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "123"
    }
    assert len(answers) == 1


def test_everything_travels_between_processes(scorer: Scorer, article: str) -> None:
    doc = Document(article, title="Bridge", published=date(2024, 2, 6))
    result = scorer.score(doc)  # A document that was read travels as light as a new one.
    assert pickle.loads(pickle.dumps(doc)) == doc
    assert len(pickle.dumps(doc)) < len(article) + 1000
    assert pickle.loads(pickle.dumps(result)) == result
    assert pickle.loads(pickle.dumps(scorer)).score(doc) == result


@pytest.mark.parametrize(
    ("unit", "bounds", "value", "said"),
    [
        ("probability", (0, 0, 0.204), 1, "it is 0.20 on average"),
        ("share", (0, 0, 0.204), 1, "it is 20 in 100 on average"),
        ("share", (0, 0, 0.0051), 1, "it is 1 in 100 on average"),
        ("share", (0, 0, 0.0049), 1, "it is less than 1 in 100 on average"),
        ("count", (0, 0, 0), 2, "this is rare"),
        ("count", (0, 0, 0), 0, "this is usual"),
        ("count", (0, 1, 0), 2, "there is sometimes one"),
        ("count", (0, 4, 0), 2, "it is usually at most 4"),
        ("count", (1, 4, 0), 2, "it is usually between 1 and 4"),
        ("per 1,000 words", (0, 1, 0), 2, "it is usually at most 1"),
        ("per 1,000 words", (2, 2, 0), 2, "it is usually 2"),
        ("per 1,000 words", (2, 9.4, 0), 0, "it is usually between 2 and 9.4 per 1,000 words"),
        ("ratio", (0, 0.42, 0), 0, "it is usually between 0% and 42%"),
        ("grade", (7.6, 12.4, 0), 9, "it is usually between 8 and 12"),
    ],
)
def test_what_is_typical_is_said_in_the_unit(
    unit: str, bounds: tuple[float, float, float], value: float, said: str
) -> None:
    low, high, mean = bounds
    feature = Feature("of", unit, "either", 1, lambda doc: Finding(None, ""))
    reference = Reference(revision=1, low=low, median=low, high=high, mean=mean)
    clause = typical(feature, reference, value)
    assert clause.removeprefix("in reliable news ") == said
    assert clause != said


def test_the_collector_goes_on_after_a_score_and_after_a_failure(scorer: Scorer) -> None:
    scorer.score("A text.")
    assert gc.isenabled()
    with pytest.raises(TypeError):
        scorer.score(b"No text.")  # type: ignore[arg-type]
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off(scorer: Scorer) -> None:
    gc.disable()
    try:
        scorer.score("A text.")
        assert not gc.isenabled()
    finally:
        gc.enable()
