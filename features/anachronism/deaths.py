"""What people do after the text has let them die, or before it has them born."""

from collections.abc import Iterator

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.clauses import STOPWORDS, is_past_verb, quote
from credscore.features.anachronism.elapsed import has_year
from credscore.features.anachronism.reader import by_sentence, times
from credscore.features.anachronism.times import TimeExpression

RULES = {
    "acts-after-death": "Someone who speaks or acts in a year after the text has them die.",
}

_ACTS = frozenset(
    str.split(
        "said told wrote met visited described recalled declared announced won signed founded "
        "married travelled traveled moved joined gave spoke attended played performed resigned "
        "painted composed starred directed recorded published ran served led starred sang opened "
        "launched graduated began started became bought built"
    )
)
_BY_HEIRS = frozenset(str.split("published opened launched recorded released began started built"))
"""What may come out or be opened in somebody's name after the death."""

_TITLES = frozenset(str.split("mr mrs ms dr sir lord president the king queen pope saint"))
_PRONOUNS = (["he"], ["she"])
_LONGEST_LIFE = 110


def acts_after_death(doc: Document) -> list[Passage]:
    """Persons whose death is dated, and who act in a later year."""
    passages = _outside_a_lifespan(doc)
    if doc.words.index.keys().isdisjoint(("died", "dies")):
        return passages
    dead: dict[tuple[str, ...], TimeExpression] = {}
    before: TimeExpression | None = None
    for expressions in by_sentence(doc):
        dated = [e for e in expressions if has_year(e)]
        if before is not None and dated and expressions[0].sentence - before.sentence == 1:
            passages += _by_the_same_pronoun(doc, before, dated[0])
        before = None
        for place, one in enumerate(dated):
            if _is_death(doc, one):
                first = doc.sentences[one.sentence].first_word
                name = _name_at(doc, first, one.first) or _name_before_verb(doc, one, first)
                if name:
                    dead[name] = one
                if len(dated) == 1:
                    before = one
                passages += _in_the_same_sentence(doc, one, dated[place + 1 :])
            else:
                passages += _by_name(doc, one, dead)
    return passages


def _is_death(doc: Document, dated: TimeExpression) -> bool:
    first = doc.sentences[dated.sentence].first_word
    return (
        dated.relation in ("in", "on")
        and "died" in (doc.words.lower[max(dated.first - 4, first) : dated.first])
    )


def _passage(doc: Document, who: str, death: TimeExpression, dated: TimeExpression) -> Passage:
    message = f"{who} died {quote(doc, death)} by this text, yet acts {quote(doc, dated)}."
    related = (Span(death.start, death.end),)
    return Passage(dated.start, dated.end, "acts-after-death", message, related)


def _is_later(dated: TimeExpression, death: TimeExpression) -> bool:
    if dated.interval is None or death.interval is None:
        return False
    return dated.interval.begin > death.interval.end


def _by_name(
    doc: Document, dated: TimeExpression, dead: dict[tuple[str, ...], TimeExpression]
) -> Iterator[Passage]:
    """Acts of one who is dead by then: "In 2014, John Barnes told ..."."""
    first = doc.sentences[dated.sentence].first_word
    if dated.relation not in ("in", "on") or dated.first - first != 1:
        return
    if doc.prose[dated.end : dated.end + 1] != ",":
        return
    last = min(dated.last + 6, doc.sentences[dated.sentence].last_word)
    name = _name_at(doc, dated.last, last)
    death = dead.get(name) if name else None
    if death is None or name is None or not _is_later(dated, death):
        return
    verb = doc.words.lower[dated.last + len(name) : dated.last + len(name) + 1]
    if not _ACTS.isdisjoint(verb):
        yield _passage(doc, " ".join(name).title(), death, dated)


def _by_the_same_pronoun(
    doc: Document, death: TimeExpression, dated: TimeExpression
) -> Iterator[Passage]:
    """Acts of the same "he" in the next sentence: "He died in 2004. In 2011, he told ..."."""
    words = doc.words.lower
    first = doc.sentences[death.sentence].first_word
    if words[first : first + 1] not in _PRONOUNS or words[first + 1] != "died":
        return
    at = dated.last
    opens = dated.first - doc.sentences[dated.sentence].first_word == 1
    if not opens or dated.relation not in ("in", "on") or words[at : at + 1] != [words[first]]:
        return
    if not _ACTS.isdisjoint(words[at + 1 : at + 2]) and _is_later(dated, death):
        yield _passage(doc, words[first].title(), death, dated)


def _in_the_same_sentence(
    doc: Document, death: TimeExpression, later: list[TimeExpression]
) -> Iterator[Passage]:
    """Acts of one "who died in 1999", told behind the comma and dated later."""
    lower = doc.words.lower
    told = lower[max(death.first - 3, 0) : death.first]
    if (
        told[:2] != ["who", "died"]
        or len(later) != 1
        or doc.prose[death.end : death.end + 1] != ","
    ):
        return
    dated = later[0]
    verb = lower[death.last]
    acts = verb in _ACTS - _BY_HEIRS or (verb == "released" and dated.first - death.last <= 6)
    if not acts or dated.relation not in ("in", "on") or dated.first - death.last > 12:
        return
    between = lower[death.last + 1 : dated.first]
    if any(is_past_verb(word) for word in between) or {"who", "which", "that"} & set(between):
        return
    if _is_later(dated, death):
        yield _passage(doc, "Whoever is meant", death, dated)


def _outside_a_lifespan(doc: Document) -> list[Passage]:
    """Acts and ages that the life in brackets denies: "Emil Hauss (1870-1931) ... in 1940"."""
    passages = []
    for place, span in enumerate(times(doc)):
        if span.kind != "span" or span.interval is None or span.granularity != "year":
            continue
        if doc.prose[max(span.start - 1, 0) : span.start] != "(" or span.in_quotation:
            continue
        if doc.prose[span.end : span.end + 1] != ")":
            continue
        years = span.interval.end.year - span.interval.begin.year
        behind = times(doc)[place + 1 : place + 2]
        if not 15 <= years <= _LONGEST_LIFE or not behind or not _is_person(doc, span):
            continue
        (dated,) = behind
        if (
            dated.relation in ("aged", "at age")
            and dated.amount
            and dated.sentence == span.sentence
        ):
            told = doc.words.lower[span.last : dated.first]
            if "died" in told[:2] and len(told) < 8 and abs(dated.amount.low - years) > 1:
                message = (
                    f"{quote(doc, span)} is a life of {years - 1} or {years} years, but the text "
                    f"says “{quote(doc, dated)}”."
                )
                related = (Span(span.start, span.end),)
                passages.append(Passage(dated.start, dated.end, "age-arithmetic", message, related))
            continue
        if not has_year(dated) or dated.interval is None:
            continue
        verb = doc.words.lower[span.last]
        between = doc.words.lower[span.last + 1 : dated.first]
        if verb not in _ACTS or len(between) > 8 or any(is_past_verb(w) for w in between):
            continue
        if dated.interval.begin > span.interval.end or dated.interval.end < span.interval.begin:
            message = (
                f"By this text the person lived {quote(doc, span)}, yet acts {quote(doc, dated)}."
            )
            related = (Span(span.start, span.end),)
            passages.append(Passage(dated.start, dated.end, "acts-after-death", message, related))
    return passages


def _is_person(doc: Document, span: TimeExpression) -> bool:
    """Whether two words with capitals, a name, stand right before the bracket."""
    words = doc.words
    if span.first < 2:
        return False
    return all(
        doc.prose[words.starts[place]].isupper() and words.lower[place] not in STOPWORDS
        for place in (span.first - 1, span.first - 2)
    )


def _name_before_verb(doc: Document, death: TimeExpression, floor: int) -> tuple[str, ...] | None:
    """The name right before "died": "the actor Karl Maas died in 1989"."""
    words = doc.words
    verb = next(
        (
            p
            for p in range(death.first - 1, max(death.first - 5, floor), -1)
            if words.lower[p] == "died"
        ),
        floor,
    )
    first = verb
    while first > floor + 1 and verb - first < 4 and doc.prose[words.starts[first - 1]].isupper():
        if doc.prose[words.ends[first - 1] : words.starts[first]] not in (" ", ". "):
            break
        first -= 1
    name = words.lower[first:verb]
    return tuple(name) if len(name) >= 2 and name[0] not in _TITLES else None


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
