"""Internal anachronisms: times in a document that cannot be true together.

A careful article's dates agree with the calendar, with the day on which it was written and with
one another. Pages that are spun, stitched together or written by a language model fail here: a
weekday that is not that date's, an event reported before it happened, a war with three
beginnings, "seven years since" and "nearly five years since" the same event.

The family reads every expression of time once, works out when the text was written (from its
publication date; where nothing tells, it says so and keeps silent) and does the sums. A finding
shows both passages and the arithmetic. It says that the text contradicts itself, not which of
the two times is wrong.

Left alone: what a quoted speaker says, rounded lengths, dates whose year would be a guess,
editions counted from a founding year, and names that may mean two things.

What it knows: terms of office, products, words, renamed places and major events are tables beside
the code. A newsroom extends or overrides them by setting the environment variable
CREDSCORE_TABLES to a folder of files with the same names and columns: a row there replaces the
rows shipped for the same person and office, event or name, all others are added.

A page whose date is denied by many things in its text has a wrong date: then one finding says so,
in place of one for each.

How well it works: of 2,927 articles of reliable outlets (PolNeAR, AllSides, web pages) one
has a finding, a slip of the paper's own; with the day of publication withheld none of 2,556 has.
The false alarms on these were read and the rules mended. On corpora read later it is 0 of 1,209
(BuzzFeed-Webis), 0 of 500 (AP), 1 of 715 (college papers), 2 of 405 (SemEval 2019) and 6 of 929
(FakeNewsNet), most of them slips of the page or a wrong page date.

Of 145 anachronisms planted in 264 articles in the manner of content farms it finds 77, which is
71 % of the 108 that a check of times could see: those for which a date, an age, a length or a name
in the tables stands in the text or its stamp. By kind, found / visible / all: existence of a name
or product 5 / 8 / 12, wrong or contradictory dates 9 / 11 / 23, office-holders 14 / 17 / 18,
weekdays 18 / 20 / 21, durations 13 / 29 / 37, told before they happened 3 / 3 / 3, ages 6 / 8 / 9,
anniversaries 5 / 6 / 7, order 2 / 4 / 5, other 2 / 2 / 10. Of examples that were written for the
check and not seen by it before, 61 of 77 were found and none of their right twins. What it misses
is told without a date, or of a thing by another name.
"""

from credscore.feature import Family, Feature
from credscore.features.anachronism.checks import RULES
from credscore.features.anachronism.measures import (
    certain_conflicts,
    checkable_times,
    conflicting_share,
    likely_conflicts,
)
from credscore.features.anachronism.timeline import timeline

FAMILY = Family(
    name="anachronism",
    page=__doc__,
    features=(
        Feature("certain_conflicts", "count", "lowers", 3, certain_conflicts),
        Feature("likely_conflicts", "count", "lowers", 3, likely_conflicts),
        Feature("conflicting_share", "share", "lowers", 3, conflicting_share),
        Feature("checkable_times", "per 1,000 words", "either", 3, checkable_times),
    ),
    rules=RULES,
    timeline=timeline,
)
