"""Sourcing: who was asked, what was read, what a reader could check.

Good reporting names the people it spoke to, says what they are, cites the documents it leans on
and gives dates and figures that can be looked up. This family counts such traces of work. Most of
its measures find good practice; what it flags is the study without a name and the article that
leans on one voice.
"""

from credscore.feature import Family, Feature
from credscore.features.sourcing import checkable, documents, people, verbs

FAMILY = Family(
    name="sourcing",
    page=__doc__,
    features=(
        Feature("named_speaker_share", "share", "raises", 3, people.named_speaker_share),
        Feature("distinct_sources", "per 1,000 words", "raises", 3, people.distinct_sources),
        Feature("main_source_share", "share", "either", 3, people.main_source_share),
        Feature("titled_people", "per 1,000 words", "raises", 3, people.titled_people),
        Feature("unexplained_anonymity", "share", "either", 3, people.unexplained_anonymity),
        Feature("organisations_cited", "per 1,000 words", "either", 3, documents.organisations),
        Feature("documents_cited", "per 1,000 words", "either", 3, documents.documents),
        Feature("nameless_documents", "per 1,000 words", "lowers", 3, documents.nameless),
        Feature("outward_links", "per 1,000 words", "either", 3, documents.outward_links),
        Feature("dateline", "count", "either", 3, checkable.dateline),
        Feature("exact_dates", "per 1,000 words", "raises", 3, checkable.exact_dates),
        Feature("weekdays", "per 1,000 words", "raises", 3, checkable.weekdays),
        Feature("figures", "per 1,000 words", "raises", 3, checkable.figures),
        Feature("said_share", "share", "raises", 3, verbs.said_share),
        Feature("named_said", "per 1,000 words", "raises", 3, verbs.named_said),
        Feature("report_verbs", "per 1,000 words", "either", 3, verbs.report_verbs),
    ),
    rules={**people.RULES, **documents.RULES},
)
