"""Vague groups, crowds and unnamed papers: those that cannot be asked or looked up."""

from collections.abc import Iterator

from credscore.features.hedging.claims import ANSWERED_IN_THREE_SENTENCES, NOT_ANSWERED, Vague
from credscore.features.hedging.sources import AUXILIARY, Reader

_BEFORE_REPORTS = frozenset({"despite", "amid", "amidst", "are", "were", "been"})
_JOINS_CLAUSES = frozenset({"but", "and", "while", "although", "though", "that", "as"})
_NARROWS = frozenset(
    {"at", "from", "with", "by", "in", "of", "and", "conducted", "published", "cited", "quoted"}
    | {"interviewed", "consulted", "contacted", "surveyed", "polled", "who", "close", "familiar"}
)
_MOST_MODIFIERS = 3
_REACH_OF_A_SUBJECT = 6


def find_groups(reader: Reader) -> Iterator[Vague]:
    """Vague groups: "many experts have suggested", "according to analysts"."""
    rule, reach = "vague-attribution", ANSWERED_IN_THREE_SENTENCES
    for position, place, first, last in reader.places("groups"):
        begin = _start_of_loose_name(reader, position, first)
        if begin is None:
            continue
        if _according_to(reader, begin, first):
            if position + 1 == last or reader.lower[position + 1] not in _NARROWS:
                yield Vague(begin - 2, position + 1, place, rule, reach)
            continue
        if _inverted(reader, begin, position, first, last):
            yield Vague(begin - 1, position + 1, place, rule, reach)
            continue
        verb = _verb_behind(reader, position + 1, last, "say")
        if verb is None:
            continue
        # "With many experts pointing to" holds a view, "told supporters saying" does not.
        with_them = begin > first and reader.lower[begin - 1] == "with"
        if with_them or not reader.lower[verb].endswith("ing"):
            yield Vague(begin, verb + 1, place, rule, reach)


def _inverted(reader: Reader, begin: int, position: int, first: int, last: int) -> bool:
    """Whether the group stands behind its verb, at the end of a clause: ", say experts."."""
    verb = begin - 1
    return (
        verb > first
        and reader.lower[verb] in ("say", "warn", "argue", "believe", "claim", "insist")
        and not reader.joined(verb - 1, verb + 1)
        and reader.joined(verb, position + 1)
        and (position + 1 == last or not reader.joined(position, position + 2))
    )


def _according_to(reader: Reader, begin: int, first: int) -> bool:
    return begin - 2 >= first and reader.lower[begin - 2 : begin] == ["according", "to"]


def _start_of_loose_name(
    reader: Reader, position: int, first: int, strangers: int = 1
) -> int | None:
    """Where the group's name begins; None if what stands before it tells which group.

    Of words that are in no list ("logistics experts"), ``strangers`` may stand next to the group.
    """
    lower, classes = reader.lower, reader.classes
    begin = position
    while begin > first and reader.joined(begin - 1, begin + 1):
        before = lower[begin - 1]
        if before in classes["definite"] or before.endswith(("'s", "s'")) or before.isdigit():
            return None
        if before in classes["asks"]:
            return None
        if before in classes["stops"] or position - begin == _MOST_MODIFIERS:
            break
        if before not in classes["loose"]:
            if reader.capital(begin - 1):
                return None
            if position - begin >= strangers:
                return begin if strangers else None
        begin -= 1
    return begin


def _verb_behind(reader: Reader, position: int, last: int, verbs: str) -> int | None:
    """Position of the verb that the subject before ``position`` governs, if it is in ``verbs``."""
    lower, classes = reader.lower, reader.classes
    detached = position < last and lower[position] in ("of", "in", "on")
    for place in range(position, min(last, position + _REACH_OF_A_SUBJECT)):
        if not reader.joined(place - 1, place + 1):
            return None
        word = lower[place]
        perfect = lower[place - 1] in ("have", "has")
        if word in classes[verbs] or (perfect and word in classes["said"]):
            return place
        if word in classes["deem"] and verbs == "say":
            return place if "as" in lower[place + 1 : min(last, place + 9)] else None
        if word in ("are", "were") and lower[place + 1 : place + 3] == ["of", "the"]:
            return place + 3 if lower[place + 3 : place + 4] in (["view"], ["opinion"]) else None
        if word in AUXILIARY or word in classes["spread"]:
            continue
        if not detached or reader.capital(place):
            return None
    return None


def find_crowds(reader: Reader) -> Iterator[Vague]:
    """Crowds: "some say", "many people believe", "others have argued"."""
    lower, classes = reader.lower, reader.classes
    for position, place, first, last in reader.places("crowds"):
        bound = position > first and reader.joined(position - 1, position + 1)
        if bound and lower[position - 1] not in _JOINS_CLAUSES:
            continue
        if bound and lower[position - 1 : position + 1] == ["and", "others"]:
            # "The official and others say": named, and more.
            continue
        behind = position + 1
        if behind < last and lower[behind] == "people":
            behind += 1
        while behind < last and (lower[behind] in AUXILIARY or lower[behind] == "would"):
            behind += 1
        perfect = behind > position + 1 and lower[behind - 1] in ("have", "has")
        verbs = classes["said"] | classes["say"] if perfect else classes["hold"]
        if behind < last and lower[behind] in verbs and reader.joined(position, behind + 1):
            reach = ANSWERED_IN_THREE_SENTENCES
            yield Vague(position, behind + 1, place, "vague-attribution", reach)


def find_reports(reader: Reader) -> Iterator[Vague]:
    """Unnamed papers: "reports suggest", "despite reports that", "according to some studies"."""
    lower = reader.lower
    rule, reach = "vague-report", ANSWERED_IN_THREE_SENTENCES
    for position, place, first, last in reader.places("papers"):
        begin = _start_of_loose_name(reader, position, first, strangers=0)
        if begin is None:
            continue
        before = lower[begin - 1] if begin > first else ""
        behind = lower[position + 1] if position + 1 < last else ""
        if _according_to(reader, begin, first):
            if behind not in _NARROWS:
                yield Vague(begin - 2, position + 1, place, rule, reach)
        elif before in _BEFORE_REPORTS and behind == "that":
            yield Vague(begin - 1, position + 2, place, rule, NOT_ANSWERED)
        elif (verb := _verb_behind(reader, position + 1, last, "tell")) is not None:
            yield Vague(begin, verb + 1, place, rule, reach)
