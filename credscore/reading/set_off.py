"""Quotations set off without marks: turns of a transcript, answers of an interview, block quotes.

Each shape asks for more than its looks, because lists of facts and pages of frequent questions
look alike. A transcript has two people who each speak twice; an interview has somebody named
before its first question, questions that say "you" and answers that say "I"; a block quotation
is handed over to, or signed.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from credscore.reading.blocks import Block
from credscore.reading.names import Name, lists, read_names, read_surnames
from credscore.reading.people import speaker_nouns
from credscore.reading.quotations import Quotation

if TYPE_CHECKING:
    from credscore.document import Document

_LABEL = re.compile(
    r"(?P<name>[A-Z][\w.'’-]{0,20}(?: [\w.'’-]{1,20}){0,4})"
    r"(?:, [^:\n]{1,60}| \([^()\n]{1,40}\))?:[ \t]+(?=\S)"
)
_QUESTION_OR_ANSWER = re.compile(r"(?P<name>Q|A|Question|Answer)[:.][ \t]+(?=\S)", re.IGNORECASE)
_NAMES_SPEAKER = re.compile(r"[A-Z][\w.'’-]{0,20}(?: [\w.'’-]{1,20}){0,3}:|[A-Z]{2,12}\b")
_ASKS_YOU = re.compile(r"\b(?:you|your|yours|you['’](?:re|ve|d|ll))\b", re.IGNORECASE)
_SAYS_I = re.compile(r"\b(?:I|[Mm]y)\b")
_SAYS_I_OR_WE = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]ur|[Uu]s)\b")
_IN_PERSON = re.compile(r"\b(?:I|my|me|we|our|us|you|your)\b", re.IGNORECASE)
_TALKS = frozenset(
    "spoke speaks talked talks interview interviewed conversation asked chatted sat told".split()
)
_OPENING_MARKS = frozenset("\"“„«'‘([>")
_SIGNATURE = re.compile(r"[—–-]{1,2}[ \t]{0,3}(?=[^\W\d_])")
_ENDS_NAME = re.compile("[,(]")
_LONGEST_LABEL = 80  # characters
_LONGEST_SIGNATURE = 100  # characters
_FEWEST_TURNS = 2  # of each of two people
_FEWEST_QUESTIONS = 3
_LONGEST_QUESTION = 300  # characters
_MOST_PEOPLE = 200
_MOST_PARAGRAPHS = 12  # of one turn


class _Turn(NamedTuple):
    """A block that opens with the name of who speaks in it: its place, and offsets."""

    block: int
    name: tuple[int, int]
    speech: int  # offset of its first word


def read_set_off(doc: "Document") -> tuple[Quotation, ...]:
    """The quotations that are set off without marks, in order; none overlaps another."""
    found = [*(_transcript(doc) or _questions_and_answers(doc)), *_block_quotations(doc)]
    kept: list[Quotation] = []
    for quotation in sorted(found, key=lambda quotation: quotation.start):
        if not kept or quotation.start >= kept[-1].end:
            kept.append(quotation)
    return tuple(kept)


def join_quotations(
    marked: tuple[Quotation, ...], set_off: tuple[Quotation, ...]
) -> tuple[Quotation, ...]:
    """All quotations in order; what is quoted inside one that is set off belongs to it."""
    if not set_off:
        return marked
    starts = [quotation.start for quotation in set_off]
    outside = [
        quotation
        for quotation in marked
        if (at := bisect_right(starts, quotation.start)) == 0
        or set_off[at - 1].end <= quotation.start
    ]
    return tuple(sorted((*outside, *set_off), key=lambda quotation: quotation.start))


def _turns(doc: "Document", label: re.Pattern[str], mark: str = ":") -> list[_Turn]:
    text = doc.content
    turns: list[_Turn] = []
    for place, (start, end, kind) in enumerate(doc.blocks):
        if kind != "residue" and text.find(mark, start, start + _LONGEST_LABEL) >= 0:
            match = label.match(text, start, end)
            if match is not None:
                turns.append(_Turn(place, match.span("name"), match.end()))
    return turns


def _transcript(doc: "Document") -> list[Quotation]:
    """The turns of a text that names people before what they say.

    Two of them speak twice each; or one does, in answer to questions that stand unnamed.
    """
    turns = _turns(doc, _LABEL) if doc.content.count(":") >= _FEWEST_QUESTIONS else []
    if len(turns) < _FEWEST_QUESTIONS:
        return []
    known = doc.once(_initials)
    spoken = [(turn, speaker) for turn in turns if (speaker := _speaker(doc, turn, known))]
    turns = [turn for turn, _ in spoken]
    counts = Counter(speaker for _, speaker in spoken)
    frequent = sum(count >= _FEWEST_TURNS for count in counts.values())
    text, blocks = doc.content, doc.blocks
    in_person = sum(
        _IN_PERSON.search(text, turn.speech, blocks[turn.block].end) is not None for turn in turns
    )
    if not frequent or 2 * in_person < len(turns):
        return []
    questions: set[int] = set()
    if frequent == 1:
        questions = {place for place, block in enumerate(blocks) if text[block.end - 1] == "?"}
        asked = sum(turn.block - 1 in questions for turn in turns)
        if asked < _FEWEST_QUESTIONS or 2 * asked < len(turns):
            return []
    return _quotations(doc, turns, questions)


def _speaker(doc: "Document", turn: _Turn, initials: Mapping[str, str]) -> str:
    """The surname or office of who speaks in a turn; empty where the label is no speaker."""
    written = doc.content[slice(*turn.name)]
    if written in initials:
        return initials[written]
    words = written.lower().replace("’", "'").split()
    last = words[-1].strip(".")
    known = lists()
    introduced = words[0].strip(".") in known.titles or words[0] in known.first_names
    if introduced and len(words) > 1 and last not in known.organisations:
        return last
    if last in known.first_names or speaker_nouns().get(last) == "role":
        return last
    return last if last in doc.once(read_surnames) else ""


def _initials(doc: "Document") -> dict[str, str]:
    """The initials of the people who are named, with their surnames."""
    text, words = doc.prose, doc.words
    return {
        "".join(text[words.starts[at]] for at in range(name.first, name.last)).upper(): words.lower[
            name.last - 1
        ].removesuffix("'s")
        for name in doc.once(read_names)
        if name.last - name.first > 1
    }


def _questions_and_answers(doc: "Document") -> list[Quotation]:
    """The answers of an interview with one person, who is named before the first question."""
    text, blocks = doc.content, doc.blocks
    if text.count("?") < _FEWEST_TURNS:
        return []
    turns = _turns(doc, _QUESTION_OR_ANSWER, "")
    answers = [turn for turn in turns if text[turn.name[0]] in "Aa"]
    if len(answers) >= _FEWEST_TURNS and len(turns) - len(answers) >= _FEWEST_TURNS:
        questions = {turn.block for turn in turns} - {turn.block for turn in answers}
    else:
        questions = {place for place, block in enumerate(blocks) if _is_question(text, block)}
        if len(questions) < _FEWEST_QUESTIONS:
            return []
        answers = [
            _Turn(place + 1, (0, 0), blocks[place + 1].start)
            for place in sorted(questions)
            if place + 1 < len(blocks)
            and place + 1 not in questions
            and blocks[place + 1].kind == "prose"
        ]
    if len(answers) < _FEWEST_TURNS or not _are_answers(doc, answers):
        return []
    name = _interviewee(doc, blocks[min(questions)].start)
    if name is None:
        return []
    return _quotations(doc, [turn._replace(name=name) for turn in answers], questions)


def _are_answers(doc: "Document", answers: Sequence[_Turn]) -> bool:
    """Whether people speak of themselves in most of them, and none names its speaker."""
    text = doc.content
    spans = [(turn.speech, doc.blocks[turn.block].end) for turn in answers]
    in_person = sum(_SAYS_I_OR_WE.search(text, *span) is not None for span in spans)
    of_oneself = sum(_SAYS_I.search(text, *span) is not None for span in spans)
    named = sum(_NAMES_SPEAKER.match(text, *span) is not None for span in spans)
    return 2 * in_person >= len(spans) and 3 * of_oneself >= len(spans) and named < _FEWEST_TURNS


def _is_question(text: str, block: Block) -> bool:
    start, end, kind = block
    return (
        kind != "residue"
        and text[end - 1] == "?"
        and end - start <= _LONGEST_QUESTION
        and text[start] not in _OPENING_MARKS
        and _ASKS_YOU.search(text, start, end) is not None
    )


def _interviewee(doc: "Document", before: int) -> tuple[int, int] | None:
    """Where the person is named to whom the text says it talked, or of whom it says most."""
    words, lower = doc.words, doc.words.lower
    people = [
        name
        for name in doc.once(read_names)
        if words.starts[name.first] < before and _is_person(lower, name)
    ][:_MOST_PEOPLE]
    if not people:
        return None
    talks = sorted(at for word in _TALKS & words.index.keys() for at in words.index[word])
    behind = bisect_left(words.starts, before)

    headline = (doc.headline or "").lower()

    def likely(name: Name) -> tuple[bool, bool, bool, int]:
        sentence = doc.sentence_at(words.starts[name.first])
        talked = sentence is not None and bisect_left(talks, sentence.first_word) < bisect_left(
            talks, sentence.last_word
        )
        count = bisect_left(words.index[lower[name.last - 1]], behind)
        return lower[name.last - 1] in headline, name.kind == "person", talked, count

    most = max(people, key=likely)
    return words.starts[most.first], words.ends[most.last - 1]


def _is_person(lower: Sequence[str], name: Name) -> bool:
    if name.kind == "person":
        return True
    words = lower[name.first : name.last]
    known = lists()
    return (
        name.kind == "other"
        and len(words) in (2, 3)
        and known.places.isdisjoint((*words, " ".join(words)))
        and known.organisations.isdisjoint(words)
    )


def _quotations(
    doc: "Document", turns: Sequence[_Turn], passed_over: Sequence[int] | set[int]
) -> list[Quotation]:
    """What is said in each turn, a paragraph a quotation, up to where the next one begins."""
    text, blocks = doc.content, doc.blocks
    found: list[Quotation] = []
    # Behind the last turn nothing tells where it ends: its own paragraph is sure.
    ends = [following.block for _, following in pairwise(turns)] + [turns[-1].block + 1]
    for turn, last in zip(turns, ends, strict=True):
        start, continues = turn.speech, False
        for place in range(turn.block, min(last, turn.block + _MOST_PARAGRAPHS)):
            if place in passed_over:
                break
            if place > turn.block:
                start, continues = blocks[place].start, True
            end = blocks[place].end
            if blocks[place].kind == "prose" and start < end and text[start] not in _OPENING_MARKS:
                found.append(Quotation(start, end, start, end, continues, turn.name, True))
    return found


def _block_quotations(doc: "Document") -> Iterator[Quotation]:
    """The paragraphs of block quotations that are handed over to by a colon, or signed."""
    text = doc.content
    # A signature is as short as a heading, and may have been taken for one.
    paragraphs = [block for block in doc.blocks if block.kind != "residue"]
    for first, last in _set_off_runs(doc, paragraphs):
        signer = _signer(text, paragraphs[last - 1])
        if signer is not None:
            last -= 1
        elif first == 0 or text[paragraphs[first - 1].end - 1] != ":":
            continue
        for place in range(first, last):
            start, end, kind = paragraphs[place]
            if kind == "heading":
                continue
            start = _behind_arrows(text, start, end)
            if start < end and text[start] not in _OPENING_MARKS:
                yield Quotation(start, end, start, end, place > first, signer, True)


def _set_off_runs(doc: "Document", paragraphs: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Runs of paragraphs that are set off: the first, and the one behind the last."""
    text, quoted = doc.content, doc.quoted_lines
    first, line, counted = -1, 0, 0
    for place, (start, _, _) in enumerate(paragraphs):
        if quoted:
            line, counted = line + text.count("\n", counted, start), start
        if text[start] == ">" or line in quoted:
            first = place if first < 0 else first
            if _signer(text, paragraphs[place]) is not None:
                yield first, place + 1
                first = -1
        elif first >= 0:
            yield first, place
            first = -1
    if first >= 0:
        yield first, len(paragraphs)


def _behind_arrows(text: str, start: int, end: int) -> int:
    while start < end and text[start] in "> ":
        start += 1
    return start


def _signer(text: str, line: Block) -> tuple[int, int] | None:
    """The name behind a dash, where the last line of a block quotation is no more than that."""
    start, end, _ = line
    match = _SIGNATURE.match(text, _behind_arrows(text, start, end), end)
    if match is None or end - match.end() > _LONGEST_SIGNATURE:
        return None
    name = _ENDS_NAME.split(text[match.end() : end], maxsplit=1)[0].rstrip(" .")
    return (match.end(), match.end() + len(name)) if name else None
