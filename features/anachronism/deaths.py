"""What people do after the text has let them die."""

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.clauses import quote
from credscore.features.anachronism.elapsed import has_year
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import TimeExpression

RULES = {
    "acts-after-death": "Someone who speaks or acts in a year after the text has them die.",
}

_ACTS = frozenset(
    str.split(
        "said told wrote met visited described recalled declared announced won signed founded "
        "married travelled traveled moved joined gave spoke attended played performed resigned"
    )
)
_TITLES = frozenset(str.split("mr mrs ms dr sir lord president the king queen pope saint"))


def acts_after_death(doc: Document) -> list[Passage]:
    """Persons named in full whose death is dated, and who act in a later year."""
    dead: dict[tuple[str, ...], TimeExpression] = {}
    passages: list[Passage] = []
    if doc.words.index.keys().isdisjoint(("died", "dies")):
        return passages
    for dated in times(doc):
        if not has_year(dated) or dated.relation not in ("in", "on") or dated.interval is None:
            continue
        first = doc.sentences[dated.sentence].first_word
        lower = doc.words.lower
        if "died" in lower[max(dated.first - 4, first) : dated.first]:
            name = _name_at(doc, first, dated.first)
            if name:
                dead[name] = dated
            continue
        if dated.first - first != 1 or doc.prose[dated.end : dated.end + 1] != ",":
            continue
        last = min(dated.last + 6, doc.sentences[dated.sentence].last_word)
        name = _name_at(doc, dated.last, last)
        death = dead.get(name) if name else None
        if death is None or death.interval is None or name is None:
            continue
        verb = lower[dated.last + len(name) : dated.last + len(name) + 1]
        if dated.interval.begin <= death.interval.end or _ACTS.isdisjoint(verb):
            continue
        message = (
            f"{' '.join(name).title()} died {quote(doc, death)} by this text, yet acts "
            f"{quote(doc, dated)}."
        )
        related = (Span(death.start, death.end),)
        passages.append(Passage(dated.start, dated.end, "acts-after-death", message, related))
    return passages


def _name_at(doc: Document, first: int, end: int) -> tuple[str, ...] | None:
    """The name of at least two words with capitals that begins at ``first``."""
    words = doc.words
    last = first
    while last < min(first + 4, end) and doc.prose[words.starts[last]].isupper():
        if last > first and doc.prose[words.ends[last - 1] : words.starts[last]] not in (" ", ". "):
            break
        last += 1
    name = tuple(words.lower[first:last])
    return name if len(name) >= 2 and name[0] not in _TITLES else None
