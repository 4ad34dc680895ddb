"""Marks that were lost: one of a pair, or both."""

from bisect import bisect_left

from credscore.document import Document
from credscore.feature import Finding, Passage
from credscore.reading.cues import Cue, read_cues
from credscore.reading.sentences import Sentence
from credscore.wording import counted

RULES = {
    "lost-quotation-mark": "A quotation mark without its partner.",
    "unmarked-direct-speech": "Somebody's own words, reported as such, without quotation marks.",
}

_LONGEST_SPEECH = 80  # words looked through for "I" and "we"
_LONGEST_PARAGRAPH = 2500  # in a longer one the line breaks were lost, and marks opened anew
_FIRST_PERSON = frozenset(
    "i i'm i've i'd i'll we we're we've we'd we'll my our me us myself ourselves let's".split()
)
_OPENS_SPEECH = frozenset(
    """i we you he she it they this that these those there the a an my our your his her its their
    what who why how where when if no yes not nobody nothing everyone everything every all is are
    do does did can could will would should have has don't it's i'm we're we've that's there's
    they're you're he's she's let's""".split()
)
_OPENS_PERSON = frozenset("he she they one a an the his her their another".split())
# What may follow "Ivan says" at the end of what he said.
_ENDS_REPORT = frozenset(
    """of in on at to from with about as when after before by during for while quietly softly
    laughing smiling shrugging monday tuesday wednesday thursday friday saturday sunday today
    yesterday later then""".split()
)
_WH = frozenset("what who why how where when which whose".split())
_AUXILIARIES = frozenset("is are was were do does did can could will would should has have".split())
_SUBORDINATES = frozenset(
    "when as while after before if though although since once like unlike unless".split()
)
_TELLS = frozenset(
    """say tell remark reply answer explain add ask joke quip note shout cry exclaim recall
    whisper mutter respond declare state insist giggle laugh sigh complain warn""".split()
)


def lost_marks(doc: Document) -> Finding:
    """Quotation marks without their partner.

    What it measures:
        Double quotation marks that open and are never closed, or close what was never opened,
        per 1,000 words.

    Why it matters:
        The reader no longer knows where the speaker ends and the writer begins. It happens when
        text is copied, spun or cut by machine and nobody reads it again.

    Example:
        Ann watched from the door. I wish they would come back," she said.

    Left alone:
        Quotations over several paragraphs, opened anew in each and closed once; inches and
        seconds; apostrophes; texts whose paragraphs were run together; a quotation in the last
        paragraph that is never closed, for the text may be the beginning of a longer one.
    """
    text = doc.prose
    passages: list[Passage] = []
    open_end = _open_end(doc)
    for mark in doc.quotation_marks.lone:
        sentence = doc.sentence_at(mark.offset)
        if sentence is None or _in_a_long_paragraph(text, mark.offset):
            continue
        if mark.lost == "closing" and mark.offset >= open_end:
            continue
        if mark.lost == "opening":
            start, end = sentence.start, mark.offset + 1
            message = "The quotation mark that should open these words is missing."
        else:
            start, end = mark.offset, max(sentence.end, mark.offset + 1)
            message = "The quotation mark that should close these words is missing."
        passages.append(Passage(start, end, "lost-quotation-mark", message))
    count = len(passages)
    summary = f"{counted(count, 'quotation mark')} without a partner"
    return Finding(min(doc.per_thousand_words(count), 20.0), summary, tuple(passages))


def _open_end(doc: Document) -> int:
    """Where a quotation may open that the text breaks off in: behind all others, at its end."""
    if not doc.paragraphs:
        return 0
    behind = doc.quotations[-1].end if doc.quotations else 0
    return max(behind, doc.paragraphs[-1].start)


def unmarked_speech(doc: Document) -> Finding:
    """Direct speech without quotation marks.

    What it measures:
        Sentences that give a person's own words (with "I" or "we", or as a sentence of their
        own behind "he said,") though no quotation mark stands in them, per 1,000 words.

    Why it matters:
        Marks are stripped when text is translated or spun by machine, and with them the line
        between what was said and what the writer says.

    Example:
        It's hard but we are not leaving, Ivan says.

    Left alone:
        Reported speech ("the road will stay shut, she said"), questions reported as such, and
        texts whose writer speaks as "I".
    """
    passages = tuple(_unmarked(doc))
    count = len(passages)
    summary = f"{counted(count, 'passage')} of direct speech without quotation marks"
    return Finding(min(doc.per_thousand_words(count), 20.0), summary, passages)


def _unmarked(doc: Document) -> list[Passage]:
    words = doc.words
    passages: list[Passage] = []
    for cue in doc.once(read_cues):
        if cue.verb.lemma not in _TELLS:
            continue
        sentence = doc.sentence_at(words.starts[cue.place])
        if sentence is None:
            continue
        speaks = _speaks_behind(doc, cue, sentence) or _speaks_before(doc, cue, sentence)
        if speaks and not _holds_quotation(doc, sentence.start, sentence.end):
            message = "These are somebody's own words, but they stand without quotation marks."
            passages.append(Passage(*sentence[:2], "unmarked-direct-speech", message))
    return passages


def _speaks_behind(doc: Document, cue: Cue, sentence: Sentence) -> bool:
    """Whether a sentence of its own follows: "He said, It is late" or "She asked: Who?"."""
    words, text = doc.words, doc.prose
    behind = cue.place + 1
    if behind >= sentence.last_word or words.lower[behind] not in _OPENS_SPEECH:
        return False
    if cue.verb.form == "base" or words.lower[sentence.first_word] in _SUBORDINATES:
        return False
    start = words.starts[behind]
    return text[start].isupper() and text[words.ends[cue.place] : start] in (", ", ": ")


def _speaks_before(doc: Document, cue: Cue, sentence: Sentence) -> bool:
    """Whether somebody speaks as "I" or "we" before "Ivan says"."""
    lower = doc.words.lower
    comma = _comma_before(doc, sentence.first_word, cue.place)
    if comma is None or comma - sentence.first_word < 3 or cue.verb.form not in ("finite", "past"):
        return False
    first = sentence.first_word
    spoken = lower[max(first, comma - _LONGEST_SPEECH) : comma]
    if lower[first] in _SUBORDINATES or not _names_somebody(doc, comma):
        return False
    if comma < cue.place:
        behind = lower[cue.place + 1 : min(cue.place + 2, sentence.last_word)]
        if behind and behind[0] not in _ENDS_REPORT:
            return False
    asked = cue.verb.lemma == "ask" and lower[first] in _WH and lower[first + 1] in _AUXILIARIES
    return asked or not _FIRST_PERSON.isdisjoint(spoken)


def _names_somebody(doc: Document, place: int) -> bool:
    """Whether a person may be named from the word at ``place``: "Ivan", "she", "one resident"."""
    lower = doc.words.lower
    if lower[place] in ("said", "says"):
        place += 1
        if place >= len(doc.words):
            return False
    return lower[place] in _OPENS_PERSON or (
        doc.prose[doc.words.starts[place]].isupper() and lower[place] not in _FIRST_PERSON
    )


def _comma_before(doc: Document, low: int, cue: int) -> int | None:
    """Position of the first word behind the comma that parts speech from "Ivan says"."""
    words, text = doc.words, doc.prose
    for place in range(cue, max(low, cue - 5), -1):
        gap = text[words.ends[place - 1] : words.starts[place]]
        if "," in gap:
            inverted = cue + 1 < len(words) and words.lower[cue] in ("said", "says")
            return place if place < cue or inverted else None
    return None


def _holds_quotation(doc: Document, start: int, end: int) -> bool:
    quotations = doc.quotations
    at = bisect_left(quotations, end, key=lambda quotation: quotation.start)
    return at > 0 and quotations[at - 1].end > start


def _in_a_long_paragraph(text: str, offset: int) -> bool:
    low, high = max(0, offset - _LONGEST_PARAGRAPH), offset + _LONGEST_PARAGRAPH
    start, end = text.rfind("\n", low, offset), text.find("\n", offset, high)
    if (start < 0 < low) or (end < 0 and high < len(text)):
        return True
    return (len(text) if end < 0 else end) - start > _LONGEST_PARAGRAPH
