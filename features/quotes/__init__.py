"""Quotes: who says so.

The oldest test of reporting is "says who?". This family looks at quotations and at reported
speech, and asks of each whether a reader learns who spoke: a person with a name, an institution,
somebody without a name, or nobody at all. It also finds what careless copying and rewriting leave
behind: quotation marks without their partner, speech whose marks were stripped, the same
quotation in two wordings.

What is ordinary in honest news is counted, not blamed: an institution that speaks through a dated
statement, a source that is kept nameless for a stated reason, officials who "say", the title of a
work, a term in quotation marks. Evidence is shown only where a careful editor would ask about it.

How good it is, on PolNeAR (US political news of 2016), 240 articles of the two outlets that were
not looked at while the rules were written, 2,125 quotations of four words or more with a marked
source: 2.5 % are called unattributed; the head of the source is found exactly for 87 %; with all
sources and cues deleted from the text, 87 % are called unattributed, and 79 % where only their own
are deleted and the neighbours' stay. On the five outlets that were looked at: 1.8, 88, 86, 77 %.
On articles in the manner of content farms (all writers were looked at), 71 % of the quotations
that an editor holds against them are found; the 80 well-made articles of the same writers get 6
passages between them.

What it cannot do: tell an invented speaker from a real one, see that "one of them" or "they" is
nobody, or hear direct speech without marks where nobody says "I" or "we". A deleted speaker whose
neighbour in the paragraph has one reads as that neighbour carried on.
"""

from credscore.feature import Family, Feature
from credscore.features.quotes import marks, rewording, speakers, unattributed

FAMILY = Family(
    name="quotes",
    page=__doc__,
    features=(
        Feature("unattributed_quotations", "share", "lowers", 2, unattributed.unattributed),
        Feature("anonymous_speakers", "share", "either", 2, speakers.anonymous_speakers),
        Feature("vague_speakers", "share", "either", 2, speakers.vague_speakers),
        Feature("institution_speakers", "share", "either", 2, speakers.institution_speakers),
        Feature("lost_quotation_marks", "per 1,000 words", "lowers", 2, marks.lost_marks),
        Feature("unmarked_direct_speech", "per 1,000 words", "lowers", 2, marks.unmarked_speech),
        Feature("reworded_quotations", "count", "lowers", 2, rewording.reworded),
        Feature("quoted_words", "share", "either", 2, unattributed.quoted_words),
        Feature("short_quotations", "share", "either", 2, unattributed.short_quotations),
    ),
    rules={**unattributed.RULES, **speakers.RULES, **marks.RULES, **rewording.RULES},
)
