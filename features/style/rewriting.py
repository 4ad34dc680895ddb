"""Thesaurus rewriting: terms broken by synonyms, pronouns and spellings that do not fit."""

import re
from functools import cache

from credscore.document import Document
from credscore.feature import Finding, Passage
from credscore.lexicon import read_entries
from credscore.patterns import PhrasePatterns
from credscore.wording import counted

RULES = {
    "tortured-phrase": "A fixed term or collocation broken by synonym replacement.",
    "wrong-pronoun": "A place or institution that is 'he'.",
    "mixed-spelling": "British and American spelling in one text.",
}


@cache
def _spun() -> PhrasePatterns:
    return PhrasePatterns.load("credscore.features.style", "spun.txt")


def spun_phrases(doc: Document) -> Finding:
    """How often fixed terms are broken, as synonym replacement breaks them.

    What it measures:
        Standings of broken terms from our own list ("local weather change", "White Home",
        "years outdated", "the dying toll") per 1,000 words of running text.

    Why it matters:
        Spinners swap words one by one to hide where a text was taken from; no writer of English
        breaks "climate change". Of
        4,858 articles by people 2 held a listed term, of the spun pages of our content-farm set
        15 of 53 did; part of the list was written after these had been read.

    Example:
        "The White Home said in an assertion that curiosity rates would rise."

    Left alone:
        Odd English in general: only terms that nobody writes by himself are listed.

    References:
        Cabanac, Labbé and Magazinov 2021, "Tortured phrases", for the phenomenon; the list is
        our own.
    """
    passages = tuple(
        Passage(
            match.start,
            match.end,
            "tortured-phrase",
            f"A fixed term broken by synonym replacement; the usual words are: {match.label}.",
        )
        for match in _spun().find(doc.words, doc.prose)
    )
    count = len(passages)
    summary = counted(count, "fixed term broken by synonyms", "fixed terms broken by synonyms")
    return Finding(doc.per_thousand_words(count), summary, passages)


# Places do not own these through anyone else: "Moscow rejected his offer" has an owner elsewhere,
# "Moscow maintained his borders" has not.
_OWNED_WORDS = frozenset(
    {"hold", "grip", "border", "borders", "streets", "inhabitants", "population", "citizens"}
    | {"residents", "independence", "sovereignty", "territory", "airspace", "economy"}
    | {"infrastructure", "skyline", "harbour", "harbor", "districts", "suburbs", "outskirts"}
    | {"hospitals", "schools", "shops", "universities", "airport", "airports", "gates"}
)
_OWNED = f"(?:{'|'.join(sorted(_OWNED_WORDS))})"
_KEEPS = (
    r"(?:maintain|keep|kept|lose|lost|loose|defend|protect|open|close|celebrate|expand|strengthen|"
    r"regain|preserve|secure|rebuild|modernise|modernize|close|reopen|hold|guard|improve|develop)"
    r"(?:s|es|ed|d|ing)?"
)
_WRONG_PRONOUN = re.compile(
    r"(?:(?<=[.!?] )|^|\b(?:that|while|as|if|whether|longer|but|when|because|where|how|and) )"
    rf"(?P<name>[A-Z][a-z]{{3,20}}) (?:(?:will|would|has|had|can|could|may|might|must|should|to|is|"
    rf"was|still|also|already|soon|not|been|be) ){{0,3}}{_KEEPS} his (?:[a-z]+ )?{_OWNED}\b",
    re.MULTILINE,
)


def wrong_pronouns(doc: Document) -> Finding:
    """Places that are "he": traces of translation or rewriting by machine.

    What it measures:
        Clauses in which a place that the text names ("in X", "the city of X") keeps, loses or
        defends "his" borders, hold, streets or the like.

    Why it matters:
        Many languages give places a gender; English does not. Machines that translate or
        rewrite do not notice.

    Example:
        "It is unclear how much longer Lviv can protect his streets", of the city.

    Left alone:
        "Her" of countries and ships, which is old-fashioned but English; names that the text
        also uses of a person; owned things that can be another person's ("Moscow rejected his
        offer").
    """
    lower, index = doc.words.lower, doc.words.index
    if not any(_OWNED_WORDS & set(lower[place + 1 : place + 3]) for place in index.get("his", ())):
        return Finding(0, "no place or institution is called “he”")
    prose = doc.prose
    is_a_place_here = cache(lambda name: _is_a_place_here(name, doc))
    passages = tuple(
        Passage(
            match.start("name"),
            match.end(),
            "wrong-pronoun",
            f"{match['name']} is a place here, yet the text calls it “he”: a trace of rewriting.",
        )
        for match in _WRONG_PRONOUN.finditer(prose)
        if is_a_place_here(match["name"])
    )
    count = len(passages)
    summary = (
        f"{counted(count, 'place')} called “he”"
        if count
        else "no place or institution is called “he”"
    )
    return Finding(count, summary, passages)


_SPEECH_AFTER = frozenset(
    [
        "said",
        "says",
        "told",
        "added",
        "who",
        "himself",
        "he",
        "tweeted",
        "stated",
        "replied",
        "asked",
        "argued",
    ]
)


def _is_a_place_here(name: str, doc: Document) -> bool:
    lower = doc.words.lower
    standings = doc.words.index.get(name.lower(), [])
    located = 0
    for place in standings:
        before = lower[place - 1] if place else ""
        after = lower[place + 1] if place + 1 < len(lower) else ""
        if after in _SPEECH_AFTER or before in ("mr", "mrs", "ms", "dr", "president", "minister"):
            return False
        located += before in ("in", "near", "around", "outside", "inside", "across")
        located += before == "of" and place > 1 and lower[place - 2] in ("city", "town", "village")
    return located >= 1


_FEWEST_SHOWN = 2
_MOST_COUNTED = 5


@cache
def _spellings() -> tuple[frozenset[str], frozenset[str]]:
    pairs = list(read_entries("credscore.features.style", "spellings.txt"))
    return frozenset(british for british, _ in pairs), frozenset(american for _, american in pairs)


def mixed_spelling(doc: Document) -> Finding:
    """Words in the spelling that the rest of the text does not use, British or American.

    What it measures:
        Of distinct words in British and in American spelling, the number on the rarer side,
        outside quotations and names; at most 5. Oxford spelling ("organize") with British
        words counts as mixed.

    Why it matters:
        A desk keeps to one spelling. Pages pasted together from several sources, or rewritten
        by a synonym tool, change it. It happens in 1 of 100 news articles, 2 opinion pieces and 3
        in 100 farm pages.

    Example:
        "The neighbour recognized the armoured car by its color."

    Left alone:
        Single words: evidence is shown from two on either side.
    """
    british, american = _spellings()
    index = doc.words.index
    sides = [_own_words(doc, side & index.keys()) for side in (british, american)]
    rarer, other = sorted(sides, key=len)
    count = len(rarer)
    if not count:
        return Finding(0, "one spelling throughout")
    named = f"“{', '.join(sorted(rarer)[:3])}” beside “{', '.join(sorted(other)[:3])}”"
    message = f"British and American spelling stand side by side here: {named}."
    places = sorted(place for word in rarer for place in rarer[word])
    passages = tuple(
        Passage(doc.words.starts[place], doc.words.ends[place], "mixed-spelling", message)
        for place in places
        if count >= _FEWEST_SHOWN
    )
    return Finding(min(_MOST_COUNTED, count), f"British and American spelling: {named}", passages)


def _own_words(doc: Document, words: frozenset[str]) -> dict[str, list[int]]:
    """Where each word stands in small letters outside quotations; without the others."""
    starts, prose = doc.words.starts, doc.prose
    own = {
        word: [
            place
            for place in doc.words.index[word]
            if prose[starts[place]].islower() and not doc.in_quotation(starts[place])
        ]
        for word in words
    }
    return {word: places for word, places in own.items() if places}
