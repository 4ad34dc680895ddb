"""Speakers without a name: anonymous people, vague groups, institutions."""

import re
from collections.abc import Sequence

from credscore.document import Document
from credscore.feature import Finding, Passage, Span
from credscore.reading.attribution import Attribution

RULES = {
    "anonymous-speaker": "Words given to one person without a name, and no reason for that.",
    "vague-speaker": "Words given to an unnamed many: experts, officials, critics.",
    "institution-as-speaker": "An institution speaks without a person, a date or a document.",
}

_REASON = re.compile(
    r"anonym|not (?:be )?(?:authori[sz]ed|allowed|permitted) to"
    r"|(?:not|without) (?:to be |being |be )?(?:named|identified|quoted)|withheld"
    r"|declined to (?:be|give)|refused to (?:be|give)|on background"
    r"|only by (?:his|her|their) first|fear(?:ing|s|ed)? (?:of )?(?:reprisal|retaliation)"
    r"|whose (?:name|identity)|name (?:has been|was) changed",
    re.IGNORECASE,
)
_DATED_OR_DOCUMENTED = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July"
    r"|August|September|October|November|December|yesterday|today|tonight|(?:19|20)\d\d"
    r"|this (?:week|month|year|morning)|last (?:week|month|year|night)|earlier"
    r"|statements?|releases?|reports?|letters?|e-?mails?|tweets?|posts?|posted|website"
    r"|briefing|conference|interview|spokes\w{3,6}|filings?|documents?|memo|survey|study|bulletin|update|Twitter"
    r"|Facebook|Telegram|according|advisory|complaint|data|figures)\b"
)
_REACH = 300


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
        "of a person without a name",
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
        "A group speaks here of which nobody is named.",
        "of a group without names",
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
        "of an institution, without person, date or document",
    )


def _share(doc: Document, kind: str, rule: str, message: str, of_whom: str) -> Finding:
    known = [found for found in doc.attributions if found.kind != "none"]
    if not known:
        return Finding(None, "no quotation or reported statement has a source")
    chosen = [found for found in known if found.kind == kind and not _is_excused(doc, found)]
    summary = f"{len(chosen)} of {len(known)} statements are those {of_whom}"
    return Finding(len(chosen) / len(known), summary, _passages(chosen, rule, message))


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
            if rule != "institution-as-speaker":
                start, end = min(start, found.content.start), max(end, found.content.end)
        passages.append(Passage(start, end, rule, message, related))
    return tuple(sorted(set(passages)))


def _is_excused(doc: Document, found: Attribution) -> bool:
    """Whether the text says why no name is given, or where an institution's words can be read."""
    if found.source is None:
        return True
    text = doc.prose
    low = text.rfind("\n", 0, found.source.start) + 1
    high = text.find("\n", found.source.end)
    low = max(low, found.source.start - _REACH)
    high = min(len(text) if high < 0 else high, found.source.end + _REACH)
    if found.kind == "organisation":
        return _DATED_OR_DOCUMENTED.search(text, low, high) is not None
    return _REASON.search(text, low, high) is not None
