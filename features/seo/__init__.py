"""Writing for the search engine: pages made to be found and clicked, not to report.

Such pages give themselves away by a headline that is a search query, by greeting the visitor
whom a search brought, by headings that repeat the search term, by talking about the article
instead of its subject, and by sentences that would fit any story. Each single phrase also
stands in honest news now and then; so phrases count as rates, words of quoted speakers are left
out, and stock phrases are shown as evidence only where several stand close together.
"""

from credscore.feature import Family, Feature
from credscore.features.seo.headings import (
    RULES as HEADING_RULES,
)
from credscore.features.seo.headings import (
    keyword_headings,
    question_headings,
    template_headings,
)
from credscore.features.seo.headline import RULES as HEADLINE_RULES
from credscore.features.seo.headline import clickbait_headline, search_headline
from credscore.features.seo.phrases import RULES as PHRASE_RULES
from credscore.features.seo.phrases import calls_to_action, reader_address, search_trade
from credscore.features.seo.stock import RULES as STOCK_RULES
from credscore.features.seo.stock import generic_endings, stock_phrases
from credscore.features.seo.stuffing import RULES as STUFFING_RULES
from credscore.features.seo.stuffing import keyword_density

FAMILY = Family(
    name="seo",
    page=__doc__,
    features=(
        Feature("clickbait_headline", "probability", "lowers", 2, clickbait_headline),
        Feature("search_headline", "count", "lowers", 2, search_headline),
        Feature("template_headings", "share", "lowers", 2, template_headings),
        Feature("keyword_headings", "share", "lowers", 2, keyword_headings),
        Feature("question_headings", "share", "lowers", 2, question_headings),
        Feature("keyword_density", "per 1,000 words", "either", 2, keyword_density),
        Feature("reader_address", "per 1,000 words", "lowers", 2, reader_address),
        Feature("calls_to_action", "per 1,000 words", "lowers", 2, calls_to_action),
        Feature("search_trade", "count", "lowers", 2, search_trade),
        Feature("stock_phrases", "per 1,000 words", "lowers", 2, stock_phrases),
        Feature("generic_endings", "per 1,000 words", "lowers", 2, generic_endings),
    ),
    rules=HEADLINE_RULES | HEADING_RULES | STUFFING_RULES | PHRASE_RULES | STOCK_RULES,
)
