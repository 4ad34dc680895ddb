"""Hedging: how surely a text claims what it claims, and who answers for the doubt.

A hedge is judged by what it does. Doubt of likelihood (may, likely), hearsay (reportedly, is
believed to), vague attribution (some experts say, reports suggest, was seen as), hedges piled on
one claim, empty open ends (the situation remains uncertain) and assurances (undeniably) are
counted apart, each as a rate, because careful reporting hedges too: "police said the driver may
have been drunk" is as it should be. What stands inside quotation marks belongs to the speaker.

Whether a word hedges at all depends on its neighbours, and how much is learned: ``cues.txt``
names the words, ``cue_weights.json`` holds a weight for each and for the words before and behind
it, from a logistic regression on the Wikipedia part of the Szeged Uncertainty Corpus (20,748
sentences). A sentence is uncertain when its cues together make it more likely so than not.
On documents that the weights were not fitted on this finds uncertain sentences with an F1 of .88
(precision .87, recall .89). To train again: ``python -m credscore.features.hedging.train
WIKI_XML``.
"""

from credscore.feature import Family, Feature
from credscore.features.hedging.measures import (
    RULES,
    boosters,
    epistemic_hedges,
    hearsay,
    open_ends,
    ownerless_reactions,
    quoted_hedges,
    sourced_hedges,
    stacked_hedges,
    uncertain_sentences,
    vague_attribution,
)

FAMILY = Family(
    name="hedging",
    page=__doc__,
    features=(
        Feature("vague_attribution", "per 1,000 words", "lowers", 1, vague_attribution),
        Feature("hearsay", "per 1,000 words", "lowers", 1, hearsay),
        Feature("ownerless_reactions", "per 1,000 words", "lowers", 1, ownerless_reactions),
        Feature("stacked_hedges", "per 1,000 words", "lowers", 1, stacked_hedges),
        Feature("open_ends", "per 1,000 words", "lowers", 1, open_ends),
        Feature("boosters", "per 1,000 words", "either", 1, boosters),
        Feature("epistemic_hedges", "per 1,000 words", "either", 1, epistemic_hedges),
        Feature("uncertain_sentences", "share", "either", 1, uncertain_sentences),
        Feature("sourced_hedges", "share", "raises", 1, sourced_hedges),
        Feature("quoted_hedges", "share", "either", 1, quoted_hedges),
    ),
    rules=RULES,
)
