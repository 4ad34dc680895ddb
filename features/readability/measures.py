"""The formulas that the model may weigh, of the running text."""

from credscore.document import Document
from credscore.feature import Finding
from credscore.features.readability.scores import ReadabilityScores, readability_scores

# Flesch's own names for the steps of his scale (How to Write Plain English, 1979).
_EASE = (
    (90, "very easy"),
    (80, "easy"),
    (70, "fairly easy"),
    (60, "plain English"),
    (50, "fairly hard"),
    (30, "hard"),
)


def flesch_reading_ease(doc: Document) -> Finding:
    """How easy the text is to read, by the length of its sentences and words.

    What it measures:
        206.835 - 1.015 x words a sentence - 84.6 x syllables a word: about 100 for very easy
        text, 0 for very hard text; texts beyond both ends exist.

    Why it matters:
        Wire copy is written to a measure, mostly between 40 and 60. Text far above is chatty or
        written for children, text far below is official, academic or padded. Neither is a fault.

    Example:
        "The cat sat on the mat." gets 116.

    Left alone:
        Headings and page residue: only running text counts.

    References:
        Flesch 1948, A new readability yardstick. Journal of Applied Psychology 32.
    """
    scores = _scores(doc)
    if scores is None:
        return _NO_WORDS
    ease = scores.flesch_reading_ease
    name = next((name for least, name in _EASE if ease >= least), "very hard")
    return Finding(ease, f"reading ease is {ease:.0f} on Flesch's scale ({name})")


def flesch_kincaid_grade(doc: Document) -> Finding:
    """School grade by the length of sentences and words.

    What it measures:
        0.39 x words a sentence + 11.8 x syllables a word - 15.59: the grade of a United States
        school at which the text can be read.

    Why it matters:
        It weighs long sentences more than reading ease does; news lies mostly between 8 and 14.

    Example:
        Sentences of 20 words with 1.6 syllables each: grade 11.

    Left alone:
        Headings and page residue: only running text counts.

    References:
        Kincaid et al. 1975, Derivation of new readability formulas for Navy enlisted personnel.
    """
    return _grade(doc, "flesch_kincaid_grade", "Flesch and Kincaid")


def gunning_fog(doc: Document) -> Finding:
    """School grade by the length of sentences and the share of long uncommon words.

    What it measures:
        0.4 x (words a sentence + percentage of words of three syllables and more that are not on
        a list of easy words).

    Why it matters:
        It was made for newspapers, to show fog: abstract nouns where a verb would do.

    Example:
        Sentences of 20 words, one word in ten long and uncommon: grade 12.

    Left alone:
        Long words that everybody knows ("yesterday", "grandmother").

    References:
        Gunning 1952, The Technique of Clear Writing.
    """
    return _grade(doc, "gunning_fog", "Gunning")


def smog_index(doc: Document) -> Finding:
    """School grade by the words of three syllables and more.

    What it measures:
        1.043 x the root of (30 x such words a sentence) + 3.1291.

    Why it matters:
        Of all formulas here it agrees best with how hard teachers found texts to be.

    Example:
        Three long words in each sentence: grade 13.

    Left alone:
        Headings and page residue: only running text counts. Under 30 sentences the value is
        rough, as its author warned.

    References:
        McLaughlin 1969, SMOG grading: a new readability formula. Journal of Reading 12.
    """
    return _grade(doc, "smog_index", "SMOG")


def coleman_liau_index(doc: Document) -> Finding:
    """School grade by letters a word and sentences a hundred words.

    What it measures:
        0.058 x letters in 100 words - 0.296 x sentences in 100 words - 15.8.

    Why it matters:
        It counts letters, not syllables, so names and foreign words do not mislead it.

    Example:
        Words of five letters, sentences of 20 words: grade 12.

    Left alone:
        Headings and page residue: only running text counts.

    References:
        Coleman and Liau 1975, A computer readability formula designed for machine scoring.
        Journal of Applied Psychology 60.
    """
    return _grade(doc, "coleman_liau_index", "Coleman and Liau")


def automated_readability_index(doc: Document) -> Finding:
    """School grade by characters a word and words a sentence.

    What it measures:
        4.71 x characters a word (marks are counted too) + 0.5 x words a sentence - 21.43.

    Why it matters:
        Of all formulas here it leans most on long sentences, such as run-on ones.

    Example:
        Words of five characters, sentences of 20 words: grade 12.

    Left alone:
        Headings and page residue: only running text counts.

    References:
        Smith and Senter 1967, Automated Readability Index. AMRL-TR-66-220.
    """
    return _grade(doc, "automated_readability_index", "the Automated Readability Index")


def dale_chall_readability_score(doc: Document) -> Finding:
    """How uncommon the words are, and how long the sentences.

    What it measures:
        0.1579 x percentage of words that are not on the list of 3,000 that a child of ten knows
        + 0.0496 x words a sentence, and 3.6365 more where that percentage is above 5. Inflected
        forms and names count as uncommon, so news gets 9 to 12.

    Why it matters:
        It is the one formula that looks at which words are used, not at their length: text
        spun with a thesaurus, and text full of names and figures, stand high.

    Example:
        A third of the words not on the list, sentences of 20 words: 9.9.

    Left alone:
        Headings and page residue: only running text counts.

    References:
        Dale and Chall 1948, A formula for predicting readability. Educational Research
        Bulletin 27.
    """
    scores = _scores(doc)
    if scores is None:
        return _NO_WORDS
    value = scores.dale_chall_readability_score
    return Finding(
        value, f"the text scores {value:.1f} on Dale and Chall's scale of uncommon words"
    )


_NO_WORDS = Finding(None, "there is no running text to read")


def _grade(doc: Document, formula: str, author: str) -> Finding:
    scores = _scores(doc)
    if scores is None:
        return _NO_WORDS
    grade: float = getattr(scores, formula)
    return Finding(grade, f"the text reads at US school grade {grade:.0f} by {author}")


def _scores(doc: Document) -> ReadabilityScores | None:
    return doc.once(_read)


def _read(doc: Document) -> ReadabilityScores | None:
    """The values of the running text; None where it holds no word."""
    # textstat knows contractions by the straight apostrophe only; whether a site sets curly ones
    # must not change what is said of an article.
    scores = readability_scores(doc.prose.replace("‘", "'").replace("’", "'"))
    # This formula alone divides by nothing but sentences: it is 0 only where there is no word.
    return scores if scores.mcalpine_eflaw else None
