"""Quotes: who says so.

The oldest test of reporting is "says who?". This family looks at quotations and at reported
speech, and asks of each whether a reader learns who spoke: a person with a name, an institution,
somebody without a name, or nobody at all. It also finds what careless copying and rewriting leave
behind: quotation marks without their partner, speech whose marks were stripped, the same
quotation in two wordings.

Measured on the training part of PolNeAR (political news of seven US outlets): see the page of
each feature. What is ordinary in honest news is counted, not blamed: an institution that speaks
through a dated statement, a source that is kept nameless for a stated reason, the title of a
work, a term in quotation marks.
"""

from credscore.feature import Family, Feature
from credscore.features.quotes import marks, rewording, speakers, unattributed

FAMILY = Family(
    name="quotes",
    page=__doc__,
    features=(
        Feature("unattributed_quotations", "share", "lowers", 1, unattributed.unattributed),
        Feature("anonymous_speakers", "share", "either", 1, speakers.anonymous_speakers),
        Feature("vague_speakers", "share", "either", 1, speakers.vague_speakers),
        Feature("institution_speakers", "share", "either", 1, speakers.institution_speakers),
        Feature("lost_quotation_marks", "per 1,000 words", "lowers", 1, marks.lost_marks),
        Feature("unmarked_direct_speech", "per 1,000 words", "lowers", 1, marks.unmarked_speech),
        Feature("reworded_quotations", "count", "lowers", 1, rewording.reworded),
        Feature("quoted_words", "share", "either", 1, unattributed.quoted_words),
        Feature("short_quotations", "share", "either", 1, unattributed.short_quotations),
    ),
    rules={**unattributed.RULES, **speakers.RULES, **marks.RULES, **rewording.RULES},
)
