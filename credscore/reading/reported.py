"""Reported speech: what somebody said, in the writer's words ("Lee warned that ...")."""

from bisect import bisect_right
from collections.abc import Set
from typing import TYPE_CHECKING

from credscore.feature import Span
from credscore.reading.attribution import Attribution
from credscore.reading.cues import Cue, read_cues
from credscore.reading.people import NAMED, Source
from credscore.reading.quotation_sources import make_attribution
from credscore.reading.sentences import Sentence
from credscore.reading.small_words import ANYBODY
from credscore.reading.speakers import SpeakerReader

if TYPE_CHECKING:
    from credscore.document import Document

# These report a statement without "that" ("Lee says it is late"); all others need it.
_REPORTS_BARE = frozenset("say tell insist argue warn add".split())
_CLAIMED = frozenset("to it they he she its".split())  # what a bare "claims" may go on with
_FINDS = frozenset("find show indicate suggest".split())  # what a study does
_CALLS = frozenset("for on upon".split())
_BEFORE_BASE = frozenset(
    """to can could may might must shall should will would do does did not never cannot can't
    couldn't won't wouldn't don't doesn't didn't let and or""".split()
)


def read_reported(doc: "Document", speakers: SpeakerReader, used: Set[int]) -> list[Attribution]:
    """The reported statements of the running text, apart from the cues in ``used``."""
    sentences = doc.sentences
    sentence_starts = [sentence.start for sentence in sentences]
    starts, ends = doc.words.starts, doc.words.ends
    found: list[Attribution] = []
    for cue in doc.once(read_cues):
        if cue.place in used or not _may_report(doc, cue):
            continue
        at = bisect_right(sentence_starts, starts[cue.place]) - 1
        if at < 0:
            continue
        sentence = sentences[at]
        source = _source(speakers, cue, sentence)
        if source is None or not _is_fit(doc, speakers, cue, source):
            continue
        content = Span(ends[cue.place], max(sentence.end, ends[cue.place]))
        count = sentence.last_word - cue.place - 1
        found.append(make_attribution(doc, content, None, count, (cue, source, "cue before")))
    for place in doc.words.index.get("according", ()):
        at = bisect_right(sentence_starts, starts[place]) - 1
        if at < 0 or doc.in_quotation(starts[place]):
            continue
        sentence = sentences[at]
        source = speakers.phrase(place + 2, sentence.last_word)
        if source is not None:
            content = Span(sentence.start, sentence.end)
            count = sentence.last_word - sentence.first_word
            found.append(
                make_attribution(doc, content, None, count, (None, source, "according to"))
            )
    return found


def _may_report(doc: "Document", cue: Cue) -> bool:
    """Whether the verb is in a form and company that reports a statement."""
    lower, verb = doc.words.lower, cue.verb
    if verb.form == "ing":
        return False
    if verb.form == "base" and cue.place and lower[cue.place - 1] in _BEFORE_BASE:
        return False
    behind = lower[cue.place + 1 : cue.place + 5]
    if verb.lemma == "claim" and not _CLAIMED.isdisjoint(behind[:1]):
        return True
    if verb.lemma == "call":
        return behind[:1] != [] and behind[0] in _CALLS
    if verb.kind == "speech":
        return verb.lemma in _REPORTS_BARE or "that" in behind
    return verb.lemma in _FINDS or (verb.kind == "mind" and "that" in behind)


def _source(speakers: SpeakerReader, cue: Cue, sentence: Sentence) -> Source | None:
    behind = cue.place + 1
    subject = speakers.subject(cue.place, sentence.first_word)
    if (
        cue.place > sentence.first_word
        and behind < sentence.last_word
        and "," in speakers.gap(cue.place)
        and speakers.gap(behind) == " "
        and speakers.opens_phrase(behind)
    ):
        # "The road will stay shut, said Ann Lee."
        source = speakers.phrase(behind, sentence.last_word)
        if source is not None and (subject is None or source.kind in NAMED - {subject.kind}):
            return source
    return subject


def _is_fit(doc: "Document", speakers: SpeakerReader, cue: Cue, source: Source) -> bool:
    head = doc.words.lower[source.head]
    comma = "," in speakers.gap(cue.place)
    if not speakers.adjoins(source, cue.place) and not comma:
        return False
    if cue.verb.kind == "mind" and comma:
        return False
    if cue.verb.lemma in _FINDS and source.kind != "document":
        return cue.verb.lemma == "suggest" and "that" in doc.words.lower[cue.place : cue.place + 4]
    return head not in ANYBODY
