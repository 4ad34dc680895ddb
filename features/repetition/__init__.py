"""Repetition: the same thing said again, because nobody read the page before it went out.

Scrapers double headlines and paragraphs; generators and spinners circle round a stock clause.
"""

from credscore.feature import Family, Feature
from credscore.features.repetition.doubled import RULES, doubled_paragraphs

FAMILY = Family(
    name="repetition",
    page=__doc__,
    features=(Feature("doubled_paragraphs", "count", "lowers", 1, doubled_paragraphs),),
    rules=RULES,
)
