"""Word sequences that stand more than once: read once, shared by several measures."""

from credscore.document import Document

Trigram = tuple[str, str, str]


def repeated_trigrams(doc: Document) -> dict[Trigram, list[int]]:
    """The three-word sequences that stand at least twice, with the places where they begin."""
    lower = doc.words.lower
    first: dict[Trigram, int] = {}
    repeated: dict[Trigram, list[int]] = {}
    for place, trigram in enumerate(zip(lower, lower[1:], lower[2:], strict=False)):
        before = first.setdefault(trigram, place)
        if before != place:
            if trigram in repeated:
                repeated[trigram].append(place)
            else:
                repeated[trigram] = [before, place]
    return repeated
