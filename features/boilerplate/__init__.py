"""Boilerplate: what the page's machinery left inside the text.

A copied or generated page is seldom read before it goes out. So comment forms, teasers for other
pages, tag lists, shortcodes and the pitch of whoever fills the site end up between the
paragraphs. Reliable publishers leave traces too when their pages are scraped: share buttons, a
newsletter box, the agency's sign-off, a copyright line. The two are told apart: each line that
was set aside as residue has a kind, and the kinds are measured in groups.

Lines are found by a learned model of line traits and surroundings (``credscore.reading.residue``),
not by phrases alone; a phrase marks residue inside running prose only where it opens a sentence
and leads on ("Also read: ..."). Other families never measure residue as prose.

Measured on the Dragnet pages (news and blogs of 2012) with every site left out in turn: of the
marked main texts' lines 0.49 % are flagged, and by reading nearly all of those are residue that
the markers kept ("Related:", "Tweet", "3 Comments"); of the lines outside the main text 68 % are
found where the whole page is given. There 2.7 % of the article's lines are flagged, most of them
readers' comments that the markers kept and headlines in menus. On CleanEval's pages of all kinds,
where lists and menus are the content, 33 % are found and 4 % flagged. In farm articles, none of
which the weights were learned from, 85 % of the marked residue is found (81 to 89 % by writer).
The phrase list was written with a view of such pages: without the phrases that only the writer
measured has, and 1,400 other pages have not, 76 % are found.
"""

from credscore.feature import Family, Feature
from credscore.features.boilerplate.measures import (
    RULES,
    comment_forms,
    pitches,
    publisher_chrome,
    residue_share,
    signposts,
)

FAMILY = Family(
    name="boilerplate",
    page=__doc__,
    features=(
        Feature("comment_forms", "count", "lowers", 3, comment_forms),
        Feature("signposts", "per 1,000 words", "lowers", 3, signposts),
        Feature("pitches", "per 1,000 words", "lowers", 3, pitches),
        Feature("publisher_chrome", "per 1,000 words", "either", 3, publisher_chrome),
        Feature("residue_share", "share", "either", 3, residue_share),
    ),
    rules=RULES,
)
