"""Readability: how hard the text is to read, by the formulas of textstat.

The values are those of textstat 0.7.13, to the last bit, of the running text with straight
apostrophes; ``readability_scores`` gives all eleven of them for any text. They are got
without textstat's cost (its eleven formulas take eight to twenty-five times as long) and without
its download: the syllables come from a table made from the CMU Pronouncing Dictionary, release
0.7a, and from pyphen's patterns for words that are not there, as in textstat.

Readability is a trait of a text, not a merit: reliable news is read at grade 8 and at grade 14,
and so are hoaxes. It tells corpora apart better than it tells truth from falsehood. Within a
corpus the formulas rank reliable articles against others with an AUC of .48 to .52 (AllSides),
.47 to .57 (SemEval hyperpartisan), .45 to .56 (FakeNewsNet) and .44 to .62 (BuzzFeed-Webis), so
the direction of every measure is open. For the same reason no passage is shown as evidence:
a sentence of more than 60 words stands in about one of six AllSides articles, reliable or not.

How far the formulas can be trusted was measured on the CLEAR corpus: 4,724 excerpts whose ease
teachers judged in pairs. Correlation (Pearson) with the measured ease: reading ease .53,
Flesch-Kincaid -.50, Gunning -.52, SMOG -.55, Coleman-Liau -.48, Automated Readability Index
-.47, Dale-Chall -.53; of the others, Spache -.52, text standard -.49, Linsear Write -.42, EFLAW
-.33. They also say much the same: on news, all of the seven but Dale-Chall correlate with
reading ease at .87 or more.
"""

from credscore.feature import Family, Feature
from credscore.features.readability.measures import (
    automated_readability_index,
    coleman_liau_index,
    dale_chall_readability_score,
    flesch_kincaid_grade,
    flesch_reading_ease,
    gunning_fog,
    smog_index,
)
from credscore.features.readability.scores import ReadabilityScores, readability_scores

__all__ = ["FAMILY", "ReadabilityScores", "readability_scores"]

FAMILY = Family(
    name="readability",
    page=__doc__,
    features=(
        Feature("flesch_reading_ease", "scale", "either", 2, flesch_reading_ease),
        Feature("flesch_kincaid_grade", "grade", "either", 2, flesch_kincaid_grade),
        Feature("gunning_fog", "grade", "either", 2, gunning_fog),
        Feature("smog_index", "grade", "either", 2, smog_index),
        Feature("coleman_liau_index", "grade", "either", 2, coleman_liau_index),
        Feature("automated_readability_index", "grade", "either", 2, automated_readability_index),
        Feature("dale_chall_readability_score", "scale", "either", 2, dale_chall_readability_score),
    ),
    rules={},
)
