"""The eleven readability formulas of textstat, with its values, without its cost or downloads."""

import math
from collections import Counter
from typing import NamedTuple

from credscore.features.readability.tally import Tally, count_sentences, tally

_MOST_WORDS_FOR_LINSEAR = 100
_MOST_UNKNOWN_WORDS_IN_EASY_TEXT = 5  # in a hundred


class ReadabilityScores(NamedTuple):
    """Values of a text by formula; the names are those of textstat's functions.

    Attributes:
        flesch_reading_ease: 100 for very easy, 0 for very hard text, and beyond.
        flesch_kincaid_grade: School grade (United States) at which it can be read.
        gunning_fog: School grade.
        smog_index: School grade.
        coleman_liau_index: School grade.
        automated_readability_index: School grade.
        dale_chall_readability_score: 4.9 and less for grade 4, 10 and more for graduates.
        linsear_write_formula: School grade, from the first 100 words.
        text_standard: The grade, 1 to 18, that most of the formulas come near.
        spache_readability: School grade, for texts for children.
        mcalpine_eflaw: 20 and less is easy for readers whose first language is another.
    """

    flesch_reading_ease: float
    flesch_kincaid_grade: float
    gunning_fog: float
    smog_index: float
    coleman_liau_index: float
    automated_readability_index: float
    dale_chall_readability_score: float
    linsear_write_formula: float
    text_standard: float
    spache_readability: float
    mcalpine_eflaw: float


def readability_scores(text: str) -> ReadabilityScores:
    """Compute textstat 0.7.13's eleven formulas for English ``text``, in one pass.

    Equal to ``textstat.flesch_reading_ease(text)`` and so on, to the last bit, for any text;
    ``text_standard`` is that of ``float_output=True``. A text without words gets textstat's
    values too, most of them 0.
    """
    pieces = text.split()
    counts = tally(pieces)
    sentences = count_sentences(text)

    # The order of operations is textstat's: the last bit hangs on it.
    per_sentence = _ratio(counts.words, sentences)
    syllables = _ratio(counts.syllables, counts.words)
    letters = _ratio(counts.letters, counts.words) * 100
    sentence_rate = _ratio(sentences, counts.words) * 100
    characters = _ratio(counts.characters, counts.pieces)

    flesch_reading_ease = flesch_kincaid_grade = 0.0
    if per_sentence and syllables:
        flesch_reading_ease = 206.835 - 1.015 * per_sentence - 84.6 * syllables
        flesch_kincaid_grade = 0.39 * per_sentence + 11.8 * syllables - 15.59
    smog_index = 0.0
    if sentences:
        smog_index = 1.043 * (30 * (counts.long_words / sentences)) ** 0.5 + 3.1291
    coleman_liau_index = 0.0
    if letters and sentence_rate:
        coleman_liau_index = 0.058 * letters - 0.296 * sentence_rate - 15.8
    automated_readability_index = 0.0
    if characters and per_sentence:
        automated_readability_index = 4.71 * characters + 0.5 * per_sentence - 21.43
    dale_chall = gunning_fog = spache = 0.0
    if counts.words:
        unknown = 100 * counts.unknown_words / counts.words
        dale_chall = 0.1579 * unknown + 0.0496 * per_sentence
        if unknown > _MOST_UNKNOWN_WORDS_IN_EASY_TEXT:
            dale_chall += 3.6365
        gunning_fog = 0.4 * (per_sentence + 100 * counts.unknown_three / counts.words)
        spache = 0.141 * per_sentence + 0.086 * (100 * counts.unknown_two / counts.words) + 0.839
    linsear_write_formula = _linsear_write(text, pieces, counts, sentences)
    grades = (
        smog_index,
        coleman_liau_index,
        automated_readability_index,
        dale_chall,
        linsear_write_formula,
        gunning_fog,
    )
    return ReadabilityScores(
        flesch_reading_ease=flesch_reading_ease,
        flesch_kincaid_grade=flesch_kincaid_grade,
        gunning_fog=gunning_fog,
        smog_index=smog_index,
        coleman_liau_index=coleman_liau_index,
        automated_readability_index=automated_readability_index,
        dale_chall_readability_score=dale_chall,
        linsear_write_formula=linsear_write_formula,
        text_standard=_text_standard(flesch_kincaid_grade, flesch_reading_ease, grades),
        spache_readability=spache,
        mcalpine_eflaw=_ratio(counts.words + counts.short_words, sentences),
    )


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _linsear_write(text: str, pieces: list[str], counts: Tally, sentences: int) -> float:
    if len(pieces) > _MOST_WORDS_FOR_LINSEAR:
        pieces = _first_words(pieces)
        counts = tally(pieces)
        sentences = count_sentences(" ".join(pieces))
    if not pieces:
        return 0.0
    grade = (counts.voiced_words + 2 * counts.long_words) / sentences
    if grade <= 20:
        grade -= 2
    return grade / 2


def _first_words(pieces: list[str]) -> list[str]:
    """The pieces up to the hundredth that is a word."""
    end = words = 0
    while end < len(pieces) and words < _MOST_WORDS_FOR_LINSEAR:
        following = pieces[end : end + _MOST_WORDS_FOR_LINSEAR - words]
        words += tally(following).words
        end += len(following)
    return pieces[:end]


def _text_standard(kincaid: float, ease: float, grades: tuple[float, ...]) -> float:
    """The whole grade that most formulas name; of several, that which is named first."""
    named = [math.floor(kincaid), math.ceil(kincaid), round(kincaid), *_grades_for_ease(ease)]
    for grade in grades:
        named += (math.floor(grade), math.ceil(grade), round(grade))
    return float(max(1, min(Counter(named).most_common(1)[0][0], 18)))


def _grades_for_ease(ease: float) -> tuple[int, ...]:
    """The grades that a value of Flesch's reading ease stands for."""
    if 30 <= ease < 100:
        return ((12,), (11,), (10,), (8, 9), (7,), (6,), (5,))[int(ease // 10) - 3]
    return (13,)
