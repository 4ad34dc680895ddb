"""Repetition: the same thing said again, because nobody read the page before it went out.

Scrapers double headlines and paragraphs; spinners say a thing twice in words of nearly one kind;
generators circle round a stock clause and round few words. Each repeated passage is shown with
the other places where it stands. What is repeated on purpose is left alone: refrains, quotations,
names and terms, lists of one form.
"""

from credscore.feature import Family, Feature
from credscore.features.repetition import doubled, near, stock
from credscore.features.repetition.variety import lexical_variety, repeated_phrases

FAMILY = Family(
    name="repetition",
    page=__doc__,
    features=(
        Feature("doubled_paragraphs", "count", "lowers", 4, doubled.doubled_paragraphs),
        Feature("near_duplicates", "per 1,000 words", "lowers", 2, near.near_duplicates),
        Feature("stock_clauses", "per 1,000 words", "lowers", 2, stock.stock_clauses),
        Feature("repeated_phrases", "share", "lowers", 2, repeated_phrases),
        Feature("lexical_variety", "ratio", "either", 2, lexical_variety),
    ),
    rules={**doubled.RULES, **near.RULES, **stock.RULES},
)
