"""People as sources: how many, with what names and titles, and how much one of them carries."""

from collections import Counter

from credscore.document import Document
from credscore.feature import Finding, Passage, Span
from credscore.reading.anonymity import explains_anonymity
from credscore.reading.names import read_names, read_surnames
from credscore.wording import counted, percent

RULES = {"single-source": "Everything that is quoted or reported comes from one named person."}

_FEWEST_STATEMENTS = 5
_FEWEST_WORDS_QUOTED = 8


def named_speaker_share(doc: Document) -> Finding:
    """How much of what is quoted has a name to it.

    What it measures:
        The share of quoted words whose speaker is named: a person with a name, or a pronoun
        that stands for one.

    Why it matters:
        A named person can be asked. Invented speakers have none.

    Example:
        "We start on Monday," Ann Lee said: all of it is named.

    Left alone:
        Texts with fewer than eight quoted words: the question does not arise.
    """
    quoted = [found for found in doc.attributions if found.quotation is not None]
    total = sum(found.words for found in quoted)
    if total < _FEWEST_WORDS_QUOTED:
        return Finding(None, "hardly anything is quoted")
    share = sum(found.words for found in quoted if found.is_named) / total
    return Finding(share, f"{percent(share)} of the quoted words have a speaker with a name")


def distinct_sources(doc: Document) -> Finding:
    """How many people with a name are heard.

    What it measures:
        Different named people to whom a quotation or a reported statement is given, per 1,000
        words.

    Why it matters:
        Reporting asks several people; copying asks none.

    Example:
        Ann Lee said ... Bob Roe warned that ...: two.

    Left alone:
        Nothing is flagged: a portrait may rest on one voice.
    """
    count = len(_named(doc))
    summary = counted(count, "person is quoted by name", "people are quoted by name")
    return Finding(min(doc.per_thousand_words(count, is_common=True), 30.0), summary)


def main_source_share(doc: Document) -> Finding:
    """How much of what is said comes from one person.

    What it measures:
        The share of the statements with a source that come from the person heard most, where
        the first of them is not counted: whoever is heard once only carries nothing, and a
        short text is not taken for one that leans on somebody.

    Why it matters:
        An article that has one voice only has not heard the other side.

    Example:
        Five quotations, all of the company's chairman.

    Left alone:
        Texts with fewer than five statements. Interviews and speeches have one voice by nature,
        therefore the share alone says little.
    """
    known = [found for found in doc.attributions if found.kind != "none"]
    if len(known) < _FEWEST_STATEMENTS:
        return Finding(None, "too few statements with a source")
    surnames = doc.once(_surnames_of)
    heard = [surnames.get(found.name, found.name) if found.is_named else "" for found in known]
    counts = Counter(name for name in heard if name)
    if not counts:
        return Finding(0.0, "no statement has a source with a name")
    name, count = counts.most_common(1)[0]
    summary = f"{count} of {len(known)} statements from {_full_name(doc, name)}"
    if count < len(known):
        return Finding((count - 1) / (len(known) - 1), summary)
    if any(found.quotation is not None and found.quotation.set_off for found in known):
        return Finding(1.0, summary)  # an interview has one voice by nature
    spans = [found.source for found in known if found.source is not None]
    spans = sorted(set(spans))
    message = "All statements in this text come from this one person."
    passage = Passage(*spans[0], "single-source", message, tuple(Span(*span) for span in spans[1:]))
    return Finding(1.0, summary, (passage,))


def titled_people(doc: Document) -> Finding:
    """People introduced by name and title.

    What it measures:
        Different people whose name stands with a title, an office or a trade, in front of it
        or behind a comma, per 1,000 words.

    Why it matters:
        "Mayor Ann Lee" and "Bob Roe, who keeps the shop" tell a reader why this person knows.

    Example:
        Harbour master Ann Lee; Prof. Bob Roe.

    Left alone:
        "Mr", "Mrs" and "Ms" count as titles too: some papers give them to everybody.
    """
    people = {
        name.surname
        for name in doc.once(read_names)
        if name.kind == "person" and name.title < name.first
    }
    people |= {found.name for found in doc.attributions if found.kind == "titled person"}
    count = len(people)
    summary = counted(
        count, "person is introduced with a title", "people are introduced with a title"
    )
    return Finding(min(doc.per_thousand_words(count, is_common=True), 40.0), summary)


def unexplained_anonymity(doc: Document) -> Finding:
    """Nameless sources, and whether the text says why they are nameless.

    What it measures:
        The share of the sources described by a role and never named for which the paragraph
        gives no reason (condition of anonymity, not authorised to speak, fear of reprisal).

    Why it matters:
        Style guides of news agencies ask for the reason in print.

    Example:
        "It failed," said an official who was not authorised to speak publicly: explained.

    Left alone:
        Texts without nameless sources: the question does not arise.
    """
    nameless = [found.source for found in doc.attributions if found.kind == "role"]
    if not nameless:
        return Finding(None, "no unnamed source")
    count = sum(not (source and explains_anonymity(doc, source)) for source in nameless)
    summary = (
        f"{count} of {len(nameless)} unnamed sources quoted without saying why they are unnamed"
    )
    return Finding(count / len(nameless), summary)


def _named(doc: Document) -> set[str]:
    surnames = doc.once(_surnames_of)
    return {
        surnames.get(found.name, found.name)
        for found in doc.attributions
        if found.is_named and found.name
    }


def _surnames_of(doc: Document) -> dict[str, str]:
    """The surname of each first name that the text gives with one, and only one."""
    heard = {found.name for found in doc.attributions if found.is_named}
    if heard <= doc.once(read_surnames):
        return {}
    lower = doc.words.lower
    found: dict[str, set[str]] = {}
    for name in doc.once(read_names):
        if name.kind == "person" and name.last - name.first > 1:
            found.setdefault(lower[name.first], set()).add(name.surname)
    surnames = {surname for names in found.values() for surname in names}
    return {
        first: next(iter(names))
        for first, names in found.items()
        if len(names) == 1 and first not in surnames
    }


def _full_name(doc: Document, surname: str) -> str:
    """The name as the text gives it in full, or "one person" where it does not."""
    words = doc.words
    for name in doc.once(read_names):
        last = words.lower[name.last - 1].removesuffix("'s")
        if last == surname and name.last - name.first > 1:
            end = words.ends[name.last - 1] - len(words.lower[name.last - 1]) + len(last)
            return " ".join(doc.prose[words.starts[name.first] : end].split())
    return "one person"
