"""Report verbs: plain "said" against the thesaurus."""

from credscore.document import Document
from credscore.feature import Finding
from credscore.reading.cues import read_cues
from credscore.wording import counted

_FEWEST_VERBS = 3


def said_share(doc: Document) -> Finding:
    """How often the plain verb reports.

    What it measures:
        The share of "say" (says, said, saying) and "tell" among the verbs that report speech.

    Why it matters:
        Reporters say "said", again and again. Rewriting machines and fiction vary it: remarked,
        mused, opined.

    Example:
        Lee said ... Roe said ... Lee told ...: all of three.

    Left alone:
        Texts with fewer than three such verbs: the question does not arise.
    """
    lemmas = [cue.verb.lemma for cue in doc.once(read_cues) if cue.verb.kind == "speech"]
    if len(lemmas) < _FEWEST_VERBS:
        return Finding(None, "hardly any speech is reported")
    count = sum(lemma in ("say", "tell") for lemma in lemmas)
    summary = f"{count} of {len(lemmas)} verbs of speech are plain “say” or “tell”"
    return Finding(count / len(lemmas), summary)


def named_said(doc: Document) -> Finding:
    """A name or pronoun with "said".

    What it measures:
        Quotations and reported statements of named people or pronouns whose verb is "say" or
        "tell", per 1,000 words.

    Why it matters:
        It is the plainest trace of somebody having asked somebody.

    Example:
        Lee said; she told the court.

    Left alone:
        Nothing is flagged.
    """
    count = sum(
        found.kind in ("person", "titled person", "pronoun")
        and found.cue is not None
        and doc.prose[found.cue.start : found.cue.end].lower() in _PLAIN
        for found in doc.attributions
    )
    summary = f"{counted(count, 'statement')} with a name or pronoun and “said”"
    return Finding(min(doc.per_thousand_words(count, is_common=True), 40.0), summary)


def report_verbs(doc: Document) -> Finding:
    """Verbs that report speech.

    What it measures:
        Verbs that report speech, outside quotations, per 1,000 words.

    Why it matters:
        Their rate says how much of a text is what others said.

    Example:
        Lee said; Roe warned: two.

    Left alone:
        Nothing is flagged.
    """
    count = sum(cue.verb.kind == "speech" for cue in doc.once(read_cues))
    summary = counted(count, "verb that reports speech", "verbs that report speech")
    return Finding(min(doc.per_thousand_words(count, is_common=True), 60.0), summary)


_PLAIN = frozenset(("say", "says", "said", "saying", "tell", "tells", "told", "telling"))
