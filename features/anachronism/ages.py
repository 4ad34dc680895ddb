"""Ages against birth years, and one person with two ages."""

from credscore.document import Document
from credscore.feature import Passage, Span
from credscore.features.anachronism.clauses import quote
from credscore.features.anachronism.now import document_now
from credscore.features.anachronism.reader import times
from credscore.features.anachronism.times import Interval, TimeExpression

RULES = {
    "age-arithmetic": "An age that does not follow from the birth date given with it.",
    "two-ages": "One person with two ages in one text.",
}


def age_conflicts(doc: Document) -> list[Passage]:
    """Ages that do not follow from the birth date in the same sentence."""
    now = document_now(doc)
    passages = []
    expressions = times(doc)
    for place, age in enumerate(expressions):
        if age.kind != "age" or age.amount is None or age.granularity != "year":
            continue
        if age.in_quotation:
            continue
        birth = None
        others = []
        for near in expressions[max(place - 3, 0) : place + 4]:
            if near is age or near.sentence != age.sentence or near.interval is None:
                continue
            if near.kind == "date" and near.calendar and near.calendar.year:
                if _is_birth(doc, near):
                    birth = near if birth is None else birth
                else:
                    others.append(near)
        if birth is None or len(others) > 1 or birth.in_quotation:
            continue
        at = others[0].interval if others else now.interval if now.confidence >= 0.9 else None
        if at is None or not _is_age_now(doc, age, others):
            continue
        low, high = _years_between(birth.interval or at, at)
        if low - 1 <= age.amount.low <= high + 1:
            continue
        message = (
            f"Whoever was born {quote(doc, birth)} was {_ages(low, high)} in {at.end.year}, "
            f"but the text says “{quote(doc, age)}”."
        )
        passages.append(
            Passage(age.start, age.end, "age-arithmetic", message, (Span(birth.start, birth.end),))
        )
    return passages


def _ages(low: int, high: int) -> str:
    return (
        str(low) if low == high else f"{low} or {high}" if high == low + 1 else f"{low} to {high}"
    )


def _is_birth(doc: Document, dated: TimeExpression) -> bool:
    return "born" in doc.words.lower[max(dated.first - 6, 0) : dated.first]


def _is_age_now(doc: Document, age: TimeExpression, others: list[TimeExpression]) -> bool:
    """Whether the age is told of today, or of the one other date in its sentence."""
    before = doc.words.lower[max(age.first - 2, 0) : age.first]
    if others:
        return "as" in doc.words.lower[max(others[0].first - 2, 0) : others[0].first]
    return age.relation == "old" and not {"was", "were"} & set(before)


def _years_between(birth: Interval, at: Interval) -> tuple[int, int]:
    """Lowest and highest age, in whole years."""
    low = (
        at.begin.year
        - birth.end.year
        - ((at.begin.month, at.begin.day) < (birth.end.month, birth.end.day))
    )
    high = (
        at.end.year
        - birth.begin.year
        - ((at.end.month, at.end.day) < (birth.begin.month, birth.begin.day))
    )
    return low, high


def people_with_two_ages(doc: Document) -> list[Passage]:
    """Names that stand with two ages more than a year apart: "Ana Ruiz, 54" and "Ana Ruiz, 61"."""
    seen: dict[tuple[str, ...], TimeExpression] = {}
    passages = []
    for age in times(doc):
        if age.relation not in ("apposed", "aged") or age.amount is None or age.in_quotation:
            continue
        name = _name_before(doc, age.first)
        if len(name) < 2:
            continue
        first = seen.setdefault(name, age)
        if first.amount and abs(first.amount.low - age.amount.low) > 1:
            message = (
                f"{' '.join(name).title()} is {first.amount.low:.0f} above "
                f"and {age.amount.low:.0f} here."
            )
            passages.append(
                Passage(age.start, age.end, "two-ages", message, (Span(first.start, first.end),))
            )
    return passages


def _name_before(doc: Document, place: int) -> tuple[str, ...]:
    """The words with capitals that end right before ``place``."""
    words = doc.words
    first = place
    while (
        first
        and place - first < 4
        and doc.prose[words.starts[first - 1]].isupper()
        and (first == place or doc.prose[words.ends[first - 1] : words.starts[first]] == " ")
    ):
        first -= 1
    return tuple(words.lower[first:place])
