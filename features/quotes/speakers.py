"""Speakers without a name: anonymous people, vague groups, institutions."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from credscore.document import Document
from credscore.feature import Finding, Passage, Span
from credscore.reading.anonymity import explains_anonymity
from credscore.reading.attribution import Attribution
from credscore.reading.cues import report_verbs
from credscore.reading.names import read_names
from credscore.reading.people import speaker_nouns

RULES = {
    "anonymous-speaker": "Words given to one person without a name, and no reason for that.",
    "vague-speaker": "Words given to an unnamed many: experts, officials, critics.",
    "institution-as-speaker": "An institution speaks without a person, a date or a document.",
}

_DATED_OR_DOCUMENTED = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July"
    r"|August|September|October|November|December|yesterday|today|tonight|(?:19|20)\d\d"
    r"|this (?:week|month|year|morning)|last (?:week|month|year|night)|earlier"
    r"|statements?|releases?|reports?|letters?|e-?mails?|tweets?|posts?|posted|website"
    r"|briefing|conference|interview|spokes\w{3,6}|filings?|documents?|memo|survey|study|analysis|history|section|bulletin|update|Twitter"
    r"|Facebook|Telegram|according|advisory|complaint|data|figures)\b"
)
_OF_AN_INSTITUTION = re.compile(r" (?:of|at|in|for|from|with) ")
_PRONOMINAL = frozenset("one two three others another some many most several both each".split())
_VAGUE = frozenset(
    """experts analysts critics observers sources insiders watchers commentators pundits scientists
    researchers specialists economists historians scholars skeptics sceptics people netizens
    detractors proponents strategists""".split()
)
_LOADED = frozenset(
    "insist claim maintain assert contend allege believe fear suggest boast deny vow".split()
)
_FEWEST_WORDS = 4
_NEAR = 400  # characters
_MOST_NAMES = 8
_LONG = 500  # characters
_INDEFINITE = re.compile(r"(?:an?|one|another|some)\b", re.IGNORECASE)
_DOUBTED = _LOADED | frozenset("argue warn predict agree".split())
_POSSESSIVE = re.compile(r"['’]s? |s['’] |\b(?:his|her|their|its|my|our|your|these|those)\b", re.I)
_PLAIN = frozenset("say tell write".split())
_MEDIA = frozenset(
    """post times journal news magazine herald tribune gazette guardian telegraph chronicle
    encyclopedia dictionary bbc cnn reuters bloomberg politico npr spectator review press""".split()
)


def anonymous_speakers(doc: Document) -> Finding:
    """Words of one person who is not named.

    What it measures:
        The share of quotations and reported statements whose source is one person described
        by a role ("a senior official", "one resident") and never named.

    Why it matters:
        Editors allow a nameless source where there is no other way, and say why the name is
        kept back. On pages that nobody answers for, nameless people are the rule.

    Example:
        "It was chaos," one resident said.

    Left alone:
        Sources whose wish to stay nameless is explained close by; a role that stands for
        somebody named before ("the mayor").
    """
    return _share(
        doc,
        "role",
        "anonymous-speaker",
        "One person speaks here without a name, and the text does not say why.",
        "one person without a name",
    )


def vague_speakers(doc: Document) -> Finding:
    """Words of an unnamed many.

    What it measures:
        The share of quotations and reported statements whose source is a group without a name:
        experts, officials, critics, many.

    Why it matters:
        Nobody can ask "experts" what they meant. Reporting names at least one of them.

    Example:
        Analysts insist that prices will double.

    Left alone:
        Groups whose wish to stay nameless is explained close by. Some of this is ordinary in
        good news too: what counts is the share.
    """
    return _share(
        doc,
        "group",
        "vague-speaker",
        "A group speaks here, and none of its members is named.",
        "a group without names",
    )


def institution_speakers(doc: Document) -> Finding:
    """Words of an institution that no person of it speaks.

    What it measures:
        The share of quotations and reported statements whose source is an institution, a
        company or a state, and whose sentence holds no date, document or channel by which a
        reader could look the statement up.

    Why it matters:
        "The ministry said on Tuesday in a statement" can be checked. "The ministry maintains"
        cannot.

    Example:
        The ministry maintains that the town has been taken.

    Left alone:
        Dated statements, reports, posts and the like: agencies write so every day, and so does
        the most careful paper.
    """
    return _share(
        doc,
        "organisation",
        "institution-as-speaker",
        "An institution speaks here; no person, date or document is given.",
        "an institution, without person, date or document",
    )


def _share(doc: Document, kind: str, rule: str, message: str, by_whom: str) -> Finding:
    known = [found for found in doc.attributions if found.kind != "none"]
    if not known:
        return Finding(None, "no quotation or reported statement with a source")
    chosen = [found for found in known if found.kind == kind and not _is_excused(doc, found)]
    shown = [found for found in chosen if _is_worth_showing(doc, found)]
    summary = f"{len(chosen)} of {len(known)} statements made by {by_whom}"
    return Finding(len(chosen) / len(known), summary, _passages(shown, rule, message))


def _passages(chosen: Sequence[Attribution], rule: str, message: str) -> tuple[Passage, ...]:
    passages = []
    for found in chosen:
        if found.source is None or found.how in ("carried on", "paragraph before"):
            continue
        start, end = found.source
        if found.cue is not None:
            start, end = min(start, found.cue.start), max(end, found.cue.end)
        related: tuple[Span, ...] = ()
        if found.quotation is not None:
            related = (found.source,)
            if rule != "institution-as-speaker" or found.words < _FEWEST_WORDS:
                start, end = min(start, found.content.start), max(end, found.content.end)
        passages.append(Passage(start, end, rule, message, related))
    return tuple(sorted(set(passages)))


def _sentence(doc: Document, found: Attribution) -> tuple[int, int]:
    """The sentence of the source, with the quotation."""
    assert found.source is not None
    sentence = doc.sentence_at(found.source.start)
    start, end = sentence[:2] if sentence else found.source
    return min(start, found.content.start), max(end, found.content.end)


def _is_worth_showing(doc: Document, found: Attribution) -> bool:
    """Whether a careful editor would ask about it too.

    Agencies let officials, police and companies "say" things every day. A quotation that nobody
    in particular spoke is another matter, and so is a claim ("insist", "maintain") of a group.
    """
    if found.head is None or found.source is None:
        return False
    head = doc.prose[found.head.start : found.head.end].lower()
    phrase = doc.prose[found.source.start : found.source.end]
    if head.startswith("spokes"):
        return False
    if head in ("he", "she"):
        return found.quotation is not None and found.words >= _FEWEST_WORDS
    if found.kind == "organisation":
        return _is_worth_showing_institution(doc, found, head, phrase)
    if _is_known(doc, found, head, phrase):
        return False
    listed = speaker_nouns().get(head) == found.kind
    if found.quotation is not None:
        indefinite = _INDEFINITE.match(phrase) is not None
        certain = indefinite if found.kind == "role" else head in _VAGUE
        return (listed or indefinite) and (
            found.words >= _FEWEST_WORDS
            or _kind_of_verb(found) == "speech"
            or (certain and _kind_of_verb(found) == "manner")
        )
    if not listed:
        return False
    if head in _PRONOMINAL:
        return False
    if found.kind == "group":
        return found.lemma in (_DOUBTED if head in _VAGUE else _LOADED)
    return not _OF_AN_INSTITUTION.match(doc.prose, found.source.end)


def _is_worth_showing_institution(
    doc: Document, found: Attribution, head: str, phrase: str
) -> bool:
    lower = phrase.lower().split()
    first = doc.words.index.get(head, [0])[0]
    named = any(word[0].isupper() for word in phrase.split()[1:])
    if found.head is None or not (named or doc.words.starts[first] == found.head.start):
        return False  # "the agency", which was named before
    if not _MEDIA.isdisjoint(lower):
        return False
    if found.quotation is not None:
        # A whole sentence is a statement; a fragment shows that the text had no more than that.
        inner = doc.prose[found.quotation.inner_start : found.quotation.inner_end]
        fragment = not inner[0].isupper() and inner[-1] not in ".,!?"
        return fragment and _kind_of_verb(found) == "speech" and found.lemma not in _PLAIN
    return found.lemma in _LOADED or found.lemma == "call"


def _is_known(doc: Document, found: Attribution, head: str, phrase: str) -> bool:
    """Whether the phrase says which person or group it is: "Lee's lawyers", "the official"."""
    definite = phrase.startswith(("the ", "The "))
    if found.source is None or found.head is None:
        return True
    if _POSSESSIVE.search(phrase) and not _INDEFINITE.match(phrase):
        return True
    if definite and found.kind == "group":
        return True
    if doc.prose.startswith((" of them", " of those", " of us"), found.source.end):
        return _names_somebody_before(doc, found.source.start)
    first = doc.words.index.get(head, [0])[0]
    return definite and doc.words.starts[first] < found.head.start


def _names_somebody_before(doc: Document, offset: int) -> bool:
    """Whether "one of them" may be one of the people named shortly before."""
    names = doc.once(read_names)
    place = bisect_left(names, offset, key=lambda name: doc.words.starts[name.first])
    near = [name for name in names[max(0, place - _MOST_NAMES) : place] if name.kind == "person"]
    return bool(near) and offset - doc.words.starts[near[-1].first] < _NEAR


def _kind_of_verb(found: Attribution) -> str:
    return _kinds_of_verbs().get(found.lemma, "")


@cache
def _kinds_of_verbs() -> dict[str, str]:
    return {verb.lemma: verb.kind for verb in report_verbs().values()}


def _is_excused(doc: Document, found: Attribution) -> bool:
    """Whether the text says why no name is given, or where an institution's words can be read."""
    if found.source is None:
        return True
    if found.kind != "organisation":
        return explains_anonymity(doc, found.source)
    start, end = _sentence(doc, found)
    cue = found.cue or found.source
    spans = ((start, min(found.source.start, cue.start)), (max(found.source.end, cue.end), end))
    return any(_is_dated_or_documented(doc, *span) for span in spans)


def _is_dated_or_documented(doc: Document, start: int, end: int) -> bool:
    if end - start < _LONG:
        return _DATED_OR_DOCUMENTED.search(doc.prose, start, end) is not None
    # An endless sentence is not searched anew for each of its speakers.
    starts, ends = doc.once(_dates_and_documents)
    place = bisect_left(starts, start)
    return place < len(starts) and ends[place] <= end


def _dates_and_documents(doc: Document) -> tuple[list[int], list[int]]:
    found = list(_DATED_OR_DOCUMENTED.finditer(doc.prose))
    return [match.start() for match in found], [match.end() for match in found]
