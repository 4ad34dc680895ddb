"""Style: prose that no reporter wrote, and no editor read.

Language models and synonym spinners leave traces in the wording itself: even sentences, stock
connectives, no particulars, broken collocations, names that change their form. The family
measures these, and the plain marks of unedited or heated copy: doubled punctuation, intensifiers,
exclamations, words in capitals.

What small and foreign newsrooms do alike is left alone: rules for evidence were held against
705 edited pieces of small and college papers. No rule but doubled punctuation is found in more
than 1 of 50 of them.
"""

from credscore.feature import Family, Feature
from credscore.features.style.machine import RULES as MACHINE_RULES
from credscore.features.style.machine import machine_prose
from credscore.features.style.punctuation import RULES as PUNCTUATION_RULES
from credscore.features.style.punctuation import punctuation_faults
from credscore.features.style.rewriting import RULES as REWRITING_RULES
from credscore.features.style.rewriting import mixed_spelling, spun_phrases, wrong_pronouns
from credscore.features.style.rhythm import (
    paragraph_length_variation,
    sentence_length_variation,
)
from credscore.features.style.voice import reporting_voice
from credscore.features.style.wording import RULES as WORDING_RULES
from credscore.features.style.wording import (
    capitals,
    connectives,
    exclamations,
    intensifiers,
    particulars,
    passives,
)

FAMILY = Family(
    name="style",
    page=__doc__,
    features=(
        Feature(
            "machine_prose",
            "probability",
            "lowers",
            3,
            machine_prose,
            held_out="credscore.features.style.held_out:machine_prose",
        ),
        Feature(
            "reporting_voice",
            "probability",
            "raises",
            3,
            reporting_voice,
            held_out="credscore.features.style.held_out:reporting_voice",
        ),
        Feature("spun_phrases", "per 1,000 words", "lowers", 2, spun_phrases),
        Feature("wrong_pronouns", "count", "lowers", 2, wrong_pronouns),
        Feature("mixed_spelling", "count", "lowers", 2, mixed_spelling),
        Feature("punctuation_faults", "per 1,000 words", "lowers", 2, punctuation_faults),
        Feature("particulars", "share", "raises", 2, particulars),
        Feature("connectives", "per 1,000 words", "either", 2, connectives),
        Feature("intensifiers", "per 1,000 words", "lowers", 2, intensifiers),
        Feature("exclamations", "per 1,000 words", "lowers", 2, exclamations),
        Feature("capitals", "share", "lowers", 2, capitals),
        Feature("passives", "per 1,000 words", "either", 2, passives),
        Feature("sentence_length_variation", "ratio", "either", 2, sentence_length_variation),
        Feature("paragraph_length_variation", "ratio", "either", 2, paragraph_length_variation),
    ),
    rules=MACHINE_RULES | REWRITING_RULES | PUNCTUATION_RULES | WORDING_RULES,
)
