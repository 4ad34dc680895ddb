"""The readability formulas are held to textstat itself, which is made to work offline here."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credscore.document import Document
from credscore.features.readability import FAMILY, readability_scores
from credscore.features.readability.scores import ReadabilityScores
from credscore.features.readability.syllables import (
    _count_by_hyphenation,
    _table,
    count_syllables,
)
from credscore.features.readability.tally import _MOST_PIECES_KEPT, _SEEN, _easy_words, tally
from credscore.training import syllables as training

textstat = pytest.importorskip("textstat")


@pytest.fixture(scope="module", autouse=True)
def nltk_corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Our table in the layout of NLTK's cmudict, so that textstat finds what it looks for."""
    import nltk

    folder = tmp_path_factory.mktemp("nltk_data")
    corpus = folder / "corpora" / "cmudict"
    corpus.mkdir(parents=True)
    with (corpus / "cmudict").open("w", encoding="utf-8") as lines:
        for prefix, counts in _table().items():
            for entry in counts.split():
                rest, _, count = entry.rpartition(":")
                phones = " ".join(["AH0"] * int(count)) or "F"
                lines.write(f"{(prefix + rest).upper()} 1 {phones}\n")
    nltk.data.path.insert(0, str(folder))
    yield
    nltk.data.path.remove(str(folder))


def by_textstat(text: str) -> ReadabilityScores:
    values = {name: getattr(textstat, name) for name in ReadabilityScores._fields}
    values["text_standard"] = partial(textstat.text_standard, float_output=True)
    return ReadabilityScores(*(formula(text) for formula in values.values()))


PROSE = (
    "The U.S. economy grew 2.4% in the 3rd quarter, the Commerce Department said on Thursday. "
    "\"It's better than we'd hoped,\" said J. D. O'Neill, chief economist at Smith & Wesley — "
    "'a well-known firm' — in New York. Wait... what?! Don't, he DIDN'T, and they’re not sure. "
    "Nobody in Nizhny Novgorod's underfunded counterintelligence bureaucracy responded."
)
ODD_WORDS = (
    "fs ths hm. İstanbul 'tis dogs' rock'n'roll x\u0307y supercalifragilisticexpialidocious "
    "2016 3.5 - -- … ! ?! _ __init__ naïve é Ωμέγα ΣΑΣ 'S 's' 'Tve l'll 'ts \ud800 مرحبا 你好 😀"
)
WORDS = f"{PROSE} {ODD_WORDS}".split()


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "",
        " ",
        ".",
        "fs",
        "fs fs fs.",
        "One. Two words. Now three words.",
        "no end of it " * 400,
        "word " * 99 + ".",
        "word " * 100,
        "word , " * 101,
        "word " * 101,
        ". " * 200,
        "\x1ca\x85b\x1fc d\u3000e",
        "a\x00b c\x00d e",
        "'t 's 'd 've 'll 're",
    ],
)
def test_values_are_textstats(text: str) -> None:
    assert readability_scores(text) == by_textstat(text)


@given(st.text())
@settings(deadline=None)
def test_values_are_textstats_on_any_text(text: str) -> None:
    assert readability_scores(text) == by_textstat(text)


@given(st.text(alphabet=" .!?'’-_aeiouİtsdvlrſΣ1\u0307\ud800\x1c\n,\"“”"))
@settings(deadline=None)
def test_values_are_textstats_where_marks_meet(text: str) -> None:
    assert readability_scores(text) == by_textstat(text)


@given(st.lists(st.sampled_from(WORDS), max_size=250).map(" ".join))
@settings(deadline=None)
def test_values_are_textstats_on_mixed_words(text: str) -> None:
    assert readability_scores(text) == by_textstat(text)


def test_easy_words_are_textstats() -> None:
    from textstat.backend.utils import get_lang_easy_words

    assert _easy_words() == get_lang_easy_words("en")


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'éﬁ’.1", max_size=30).map(str.lower))
def test_words_out_of_the_dictionary_are_hyphenated_by_pyphen(word: str) -> None:
    from pyphen import Pyphen

    assert _count_by_hyphenation(word) == len(Pyphen(lang="en_US").positions(word)) + 1


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("a", 1),
        ("the", 1),
        ("said", 1),
        ("several", 2),
        ("business", 2),
        ("counterintelligence", 6),
        ("it's", 1),
        ("fs", 0),
        ("2016", 1),
        ("", 1),
        ("zelenskyy", 3),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert count_syllables(word) == count


@pytest.mark.parametrize("feature", FAMILY.features, ids=lambda feature: feature.name)
def test_a_feature_is_the_formula_of_its_name(feature) -> None:
    finding = feature.measure(Document(PROSE.replace("’", "'")))
    assert finding.value == getattr(textstat, feature.name)(PROSE.replace("’", "'"))
    assert finding.summary
    assert not finding.summary.endswith(".")


@pytest.mark.parametrize("feature", FAMILY.features, ids=lambda feature: feature.name)
@pytest.mark.parametrize("text", ["", " \n ", "?!", "—"])
def test_no_value_without_words(feature, text: str) -> None:
    assert feature.measure(Document(text)).value is None


@pytest.mark.parametrize("feature", FAMILY.features, ids=lambda feature: feature.name)
def test_curly_and_straight_apostrophes_read_alike(feature) -> None:
    curly = PROSE.replace("'", "’").replace('"', "“")
    assert feature.measure(Document(curly)).value == feature.measure(Document(PROSE)).value


@pytest.mark.parametrize("feature", FAMILY.features, ids=lambda feature: feature.name)
@given(text=st.text(max_size=200))
@settings(deadline=None)
def test_any_text_has_an_answer(feature, text: str) -> None:
    value = feature.measure(Document(text)).value
    assert value is None or value == value


def test_the_memory_of_pieces_is_bounded_and_right_when_begun_anew() -> None:
    numbers = [f"{number}x" for number in range(_MOST_PIECES_KEPT + 5)]
    assert tally(numbers).words == len(numbers)
    assert len(_SEEN) <= _MOST_PIECES_KEPT
    assert readability_scores(PROSE) == by_textstat(PROSE)
    tally(["y" * 10_000])
    assert max(map(len, _SEEN)) < 10_000


def test_one_word_of_a_megabyte_has_syllables() -> None:
    assert count_syllables("hyphenation" * 100_000) > 100_000


DICTIONARY = """\
;;; # ====
;;; # Free to use.
;;; # ====
AARDVARK  AA1 R D V AA2 R K
ABBE  AE1 B IY0
ABBE(1)  AE0 B
ABLE-BODIED  EY1 B AH0 L B AA1 D IY0 D
AIN'T  EY1 N T
DOGS'  D AO1 G Z
""".splitlines()


def test_the_table_is_made_from_first_pronunciations_of_words_that_can_be_looked_up() -> None:
    assert training.read_syllables(DICTIONARY) == {"aardvark": 2, "abbe": 2, "ain't": 1}


def test_the_table_keeps_the_dictionarys_notice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cmudict"
    path.write_text("\n".join(DICTIONARY), encoding="latin-1")
    monkeypatch.setattr("sys.argv", ["syllables", str(path)])
    training.main()
    made = capsys.readouterr().out
    assert "# Free to use." in made
    assert made.endswith("aar dvark:2\nabb e:2\nain 't:1\n")
