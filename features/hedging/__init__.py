"""Hedging: how surely a text claims what it claims, and who answers for the doubt.

A hedge is judged by what it does. Doubt of likelihood (may, likely), hearsay (reportedly, is
believed to), vague attribution (some experts say, reports suggest, was seen as), reactions of
nobody (has sparked outrage), hedges piled on one claim, empty open ends (the situation remains
uncertain) and assurances (undeniably) are counted apart, each as a rate, because careful
reporting hedges too: "police said the driver may have been drunk" is as it should be. What stands
inside quotation marks belongs to the speaker. A claim is called vague only where its sentence
names no source, and a group only where nobody speaks up by name in the two sentences behind.

The learned part. Whether a word hedges at all depends on its neighbours. ``cues.txt`` names the
words and what they do, ``no_cues.txt`` the idioms in which they do not, and ``cue_weights.json``
holds a weight in log-odds for each word, for each kind of word and for the words before and
behind. A sentence is uncertain when its cues together make it more likely so than not. The
weights are those of an L1-penalised logistic regression on the Wikipedia part of the Szeged
Uncertainty Corpus (20,748 sentences of 4,530 documents). To train again::

    python -m credscore.features.hedging.train WIKI_XML

How good it is. Uncertain sentences, ten folds with whole documents kept together: F1 .88
(precision .87, recall .89); the same with only the words that the other folds hold as cues: .88;
the bare list: .66; a TF-IDF regression: .79. On reliable news, 12 in 100 sentences are judged
uncertain; of 168 such sentences read by one person, 80 in 100 were, and recall was about .8, so
F1 is about .8 there: "could" and "would" are judged too rarely, "if" of concession too often.
On 130 sentences of other sites (reviews, debates, features; read blind, once), 21 of the 40 judged
uncertain were so in the narrow sense of doubt about a fact, and recall was .50 (F1 .51): the
corpus counts conditions, open questions and accusations as uncertain, and so does this measure.
Passages shown as evidence: 0.24 an article in 1,800 reliable and opinionated articles by people
while the rules were written, then 0.19 in the 840 articles of PolNeAR and 0.24 in 405 of
SemEval-2019, which nobody had looked at; of 90 passages read there 80 were as described, and what
was wrong with the others has been mended since. Content-farm texts have 0.86, news written by a
model 1.1, the sound articles of the farm's writers none. Likelihood and uncertain sentences are
measured without being shown: there is nothing wrong with a "may".

What it cannot do. It does not know whether a doubt is warranted, nor whether "experts" were met
and left unnamed for a reason. A view spread over a trade without naming anyone in it ("nobody in
the trade doubts") is missed.
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
        Feature("vague_attribution", "per 1,000 words", "lowers", 3, vague_attribution),
        Feature("hearsay", "per 1,000 words", "lowers", 3, hearsay),
        Feature("ownerless_reactions", "per 1,000 words", "lowers", 3, ownerless_reactions),
        Feature("stacked_hedges", "per 1,000 words", "lowers", 3, stacked_hedges),
        Feature("open_ends", "per 1,000 words", "lowers", 3, open_ends),
        Feature("boosters", "per 1,000 words", "either", 3, boosters),
        Feature("epistemic_hedges", "per 1,000 words", "either", 3, epistemic_hedges),
        Feature("uncertain_sentences", "share", "either", 3, uncertain_sentences),
        Feature("sourced_hedges", "share", "raises", 3, sourced_hedges),
        Feature("quoted_hedges", "share", "either", 3, quoted_hedges),
    ),
    rules=RULES,
)
