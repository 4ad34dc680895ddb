"""Kinds of words: connectives, intensifiers, passives, capitals, exclamations, particulars."""

import re
from bisect import bisect_right
from functools import cache

from credscore.document import Document
from credscore.feature import Finding, Passage
from credscore.patterns import Match, PhrasePatterns
from credscore.wording import counted

RULES = {
    "all-capitals": "A run of words in capitals, for volume.",
    "exclamation": "A sentence of the author's that ends in an exclamation mark.",
}

_MOST_A_THOUSAND = 60.0


@cache
def _wording() -> PhrasePatterns:
    return PhrasePatterns.load("credscore.features.style", "wording.txt")


def read_wording(doc: Document) -> list[Match]:
    """Connectives and intensifiers in the running text, outside quotations."""
    return _wording().find_unquoted(doc)


def connectives(doc: Document) -> Finding:
    """How densely the text is laced with connectives of the essay.

    What it measures:
        "moreover", "furthermore", "additionally", "as a result" and their like per 1,000 words
        of running text, outside quotations.

    Why it matters:
        News sentences follow one another by their facts; essays, translations and language
        models mark every step. In 1,000 words stand 1.2 in news, 1.6 in opinion pieces and in
        model-written articles, and hardly any in well-made reports of our own set.

    Example:
        "Furthermore, the town lacks water. Moreover, its roads are poor."

    Left alone:
        "But", "and", "so": the connectives of news. No passage is shown.
    """
    return _rate(
        doc, "connective", "connective such as “moreover”", "connectives such as “moreover”"
    )


def intensifiers(doc: Document) -> Finding:
    """How often words are turned up: "absolutely", "shocking", "incredible".

    What it measures:
        Intensifiers and words of strong judgement per 1,000 words of running text, outside
        quotations.

    Why it matters:
        News reports leave judgement to those they quote. Fakes by people and gossip turn the
        volume up: in 1,000 words stand 1.2 in news, 2.2 in fakes; but 2.1 in opinion pieces.

    Example:
        "an absolutely shocking and utterly disgraceful betrayal"

    Left alone:
        Quoted speech. No passage is shown: opinion is no fault.
    """
    return _rate(
        doc, "intensifier", "word of emphasis or judgement", "words of emphasis or judgement"
    )


def _rate(doc: Document, label: str, one: str, many: str) -> Finding:
    hits = [match for match in doc.once(read_wording) if match.label == label]
    phrases = dict.fromkeys(doc.prose[match.start : match.end].lower() for match in hits[:12])
    shown = ", ".join(f"“{phrase}”" for phrase in phrases)
    value = min(_MOST_A_THOUSAND, doc.per_thousand_words(len(hits)))
    return Finding(value, counted(len(hits), one, many) + (f" ({shown})" if hits else ""))


_IRREGULAR_PARTICIPLES = (
    "been born borne beaten begun bent bitten blown bought bound broken brought built burnt caught "
    "chosen cut dealt done drawn driven eaten fed felt fought found forgotten forbidden forgiven "
    "frozen given gone ground grown heard held hidden hit hurt kept known laid led left lent let "
    "lit lost made meant met paid put read ridden run said seen sent set shaken shot shown shut "
    "sold sought spent split spoken spread stolen stuck struck sung sunk sworn swept taken taught "
    "thought thrown told torn understood won withdrawn worn woven written"
)
_PARTICIPLES = frozenset(_IRREGULAR_PARTICIPLES.split())
_BE = ("is", "are", "was", "were", "be", "been", "being")


def passives(doc: Document) -> Finding:
    """How often verbs stand in the passive.

    What it measures:
        A form of "be" followed, at most one adverb between, by a participle, per 1,000 words of
        running text.

    Why it matters:
        The passive can hide who did or said it ("it was reported", "mistakes were made"). It
        says little alone: court and crash reports are full of it.

    Example:
        "The bridge was closed and residents were told to leave."

    Left alone:
        No passage is shown.
    """
    lower, index = doc.words.lower, doc.words.index
    count = 0
    for form in _BE:
        for place in index.get(form, ()):
            following = lower[place + 1 : place + 3]
            if following and following[0].endswith("ly"):
                following = following[1:]
            if following and _is_participle(following[0]):
                count += 1
    value = min(_MOST_A_THOUSAND, doc.per_thousand_words(count, is_common=True))
    return Finding(value, f"{counted(count, 'verb')} in the passive")


def _is_participle(word: str) -> bool:
    return word in _PARTICIPLES or (len(word) > 4 and word.endswith("ed") and word[-3] != "e")


_EXCLAMATION = re.compile(r"!+(?!\w)")
_SENTENCE_START = re.compile(r"[.!?\n][\"'”’)]*\s*[\"'“‘(]*")
_LONGEST_SHOWN = 200
_MOST_SHOWN = 50
_FEWEST_SHOWN = 3
_LOWEST_RATE_SHOWN = 4.0


def exclamations(doc: Document) -> Finding:
    """How often the author exclaims.

    What it measures:
        Exclamation marks outside quotations per 1,000 words of running text; at most 20.

    Why it matters:
        News style knows no exclamation marks. One stands in 1 of 10 news and opinion pieces, in
        1 of 4 fakes and farm pages.

    Example:
        "They don't want you to know this!"

    Left alone:
        Quotations. Evidence is shown from three exclamations on, and four to 1,000 words.
    """
    if "!" not in doc.prose:
        return Finding(0.0, "no exclamation marks outside quotations")
    message = "The author exclaims; news style leaves that to those it quotes."
    marks = [
        match.start()
        for match in _EXCLAMATION.finditer(doc.prose)
        if not doc.in_quotation(match.start())
    ]
    count = len(marks)
    rate = doc.per_thousand_words(count)
    shown = count >= _FEWEST_SHOWN and rate >= _LOWEST_RATE_SHOWN
    passages = tuple(
        Passage(*_exclaimed(doc.prose, mark), "exclamation", message)
        for mark in (marks[:_MOST_SHOWN] if shown else ())
    )
    summary = f"{counted(count, 'exclamation mark')} outside quotations"
    return Finding(min(20.0, rate), summary, passages)


def _exclaimed(prose: str, mark: int) -> tuple[int, int]:
    """The sentence, or its last part, that ends in the exclamation mark at ``mark``."""
    start = max(0, mark - _LONGEST_SHOWN)
    for boundary in _SENTENCE_START.finditer(prose, start, mark):
        if boundary.end() < mark:
            start = boundary.end()
    return start, mark + 1


_LONG_CAPITALS = re.compile(r"[A-Z]{4,}")
_WIDEST_GAP = 25
_LOWEST_SHARE_SHOWN = 0.01


def capitals(doc: Document) -> Finding:
    """How much of the text shouts in capitals.

    What it measures:
        The share of words that stand in runs of two or more capitalised-through words of which
        at least two have four letters.

    Why it matters:
        Capitals for volume are a trait of chain letters and hoaxes.

    Example:
        "The media will NOT TELL YOU WHAT REALLY HAPPENED."

    Left alone:
        Acronyms, single words, and the opening words of a paragraph, which many papers set in
        capitals. Evidence is shown from two runs on, where they make 1 word in 100.
    """
    if not len(doc.words):
        return Finding(None, "no running text")
    openings = [paragraph.start for paragraph in doc.paragraphs]
    runs = [run for run in _runs_of_capitals(doc.prose) if not _opens_paragraph(openings, run[0])]
    count = sum(doc.prose.count(" ", start, end) + 1 for start, end in runs)
    share = count / len(doc.words)
    shown = len(runs) >= 2 and share >= _LOWEST_SHARE_SHOWN
    message = "These words are set in capitals for emphasis."
    passages = tuple(Passage(start, end, "all-capitals", message) for start, end in runs)
    summary = f"{counted(count, 'word')} in capitals for emphasis"
    return Finding(share, summary, passages if shown else ())


def _runs_of_capitals(prose: str) -> list[tuple[int, int]]:
    """Two or more long words in capitals with nothing but capitals between them."""
    runs: list[tuple[int, int]] = []
    last: tuple[int, int] | None = None
    for match in _LONG_CAPITALS.finditer(prose):
        start, end = match.span()
        between = prose[last[1] : start] if last else ""
        if last and between and len(between) <= _WIDEST_GAP and _shouts_on(between):
            if runs and runs[-1][1] == last[1]:
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((last[0], end))
        last = (start, end)
    return runs


def _shouts_on(between: str) -> bool:
    return between.upper() == between and between[0] in " ,'’" and "\n" not in between


def _opens_paragraph(openings: list[int], start: int) -> bool:
    place = bisect_right(openings, start) - 1
    return place >= 0 and start - openings[place] < 3


_PARTICULAR = re.compile(r"\d|[\"“”]|(?<=[a-z,;] )[A-Z]")


def particulars(doc: Document) -> Finding:
    """The share of sentences that hold something a reader could check.

    What it measures:
        Of the sentences of running text, the share with a number, a quotation mark or a name
        (a capital inside the sentence). None with fewer than six sentences.

    Why it matters:
        Reporting is made of names, figures and words that were said; filler has none. The
        middle value is .84 in news, .66 in opinion pieces, .47 on farm pages.

    Example:
        "The council voted 7 to 2 on Tuesday" is particular; "Many residents have expressed
        their concerns" is not.

    Left alone:
        No passage is shown: a single general sentence is no fault.
    """
    sentences = doc.sentences
    if len(sentences) < 6:
        return Finding(None, "too few sentences to judge")
    prose = doc.prose
    search = _PARTICULAR.search
    holding = sum(search(prose, start, end) is not None for start, end, _, _ in sentences)
    return Finding(
        holding / len(sentences),
        f"{holding} of {len(sentences)} sentences with a name, a number or a quotation",
    )
