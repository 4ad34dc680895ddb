"""Quotes: who says so.

The oldest test of reporting is "says who?". This family looks at quotations and at reported
speech, and asks of each whether a reader learns who spoke: a person with a name, an institution,
somebody without a name, or nobody at all. It also finds what careless copying and rewriting leave
behind: quotation marks without their partner, speech whose marks were stripped, the same
quotation in two wordings.

What is ordinary in honest news is counted, not blamed: an institution that speaks through a dated
statement, a source that is kept nameless for a stated reason, officials who "say", the title of a
work, a term in quotation marks. Evidence is shown only where a careful editor would ask about it.

Turns of a transcript, answers of an interview and block quotations are read as quotations too,
though they have no marks: the first two where people speak of themselves, the last where a colon
hands over to them or a name signs them.

How good it is, on PolNeAR (US political news of 2016), 240 articles of the two outlets that were
not looked at while the rules were written, 2,125 quotations of four words or more with a marked
source: 2.4 % are called unattributed; the head of the source is found exactly for 88 %; with all
sources and cues deleted from the text, 86 % are called unattributed, and 78 % where only their own
are deleted and the neighbours' stay. On the five outlets that were looked at: 1.7, 88, 85, 77 %.
On two sets of passages written before they were run (wire copy, broadsheets, the press of India,
Africa and Australia, local papers, magazines, sport, courts), the source is right for 79 % of 107
quotations at first sight of the first set, and, after mending, for 88 % of 75 at first sight of
the second; 3 and 5 % of the attributed ones are called unattributed at first sight.
On articles in the manner of content farms (all writers were looked at), 72 % of the quotations
that an editor holds against them are found; the 80 well-made articles of the same writers get 4
passages between them.

What it cannot do: tell an invented speaker from a real one, say whom "he" means among two men, or
hear direct speech without marks where nobody says "I" or "we". A deleted speaker whose neighbour
in the paragraph has one reads as that neighbour carried on. Who is interviewed is guessed from
the headline and the lines before the first question.
"""

from credscore.feature import Family, Feature
from credscore.features.quotes import marks, rewording, speakers, unattributed

FAMILY = Family(
    name="quotes",
    page=__doc__,
    features=(
        Feature("unattributed_quotations", "share", "lowers", 3, unattributed.unattributed),
        Feature("anonymous_speakers", "share", "either", 3, speakers.anonymous_speakers),
        Feature("vague_speakers", "share", "either", 3, speakers.vague_speakers),
        Feature("institution_speakers", "share", "either", 3, speakers.institution_speakers),
        Feature("lost_quotation_marks", "per 1,000 words", "lowers", 3, marks.lost_marks),
        Feature("unmarked_direct_speech", "per 1,000 words", "lowers", 3, marks.unmarked_speech),
        Feature("reworded_quotations", "count", "lowers", 3, rewording.reworded),
        Feature("quoted_words", "share", "either", 3, unattributed.quoted_words),
        Feature("short_quotations", "share", "either", 3, unattributed.short_quotations),
    ),
    rules={**unattributed.RULES, **speakers.RULES, **marks.RULES, **rewording.RULES},
)
