"""Rows as corpora have them: articles of our own, and all that is no article."""

import pytest

NAMES = ("Ellerby", "Marsham", "Coldwick", "Upper Tarn")


@pytest.fixture(scope="session")
def texts() -> list[object]:
    """Texts that score differently, and rows that cannot be scored."""
    articles = [_article(name, place) for place, name in enumerate(NAMES)]
    return [*articles[:2], None, "Too short to judge.", *articles[2:], "", "\ud800 and \x00"]


def _article(town: str, place: int) -> str:
    paragraphs = [
        f"The council of {town} voted nine to two on Tuesday to close the harbour bridge for "
        f"six weeks. “We cannot put this off again,” said Mary Okafor, its chief engineer, who "
        f"told the meeting that {place + 2} bearings had worn through since 2019.",
        "Experts have suggested that the work could not wait. “It is a scandal.” Many people "
        "reportedly believe that the bridge may perhaps never open again, it is said.",
        f"The repair will cost £1.{place} million, according to the engineer's report. Tom Hale, "
        "who runs the bakery at the north end, said he expected to lose a third of his trade.",
        "In conclusion, it is important to note that the future of the bridge remains uncertain.",
    ]
    # Each differs from the others in what it has, not only in its names.
    kept = paragraphs[: 2 + place % 3] + paragraphs[:1] * (place % 2)
    return "\n\n".join([*kept, paragraphs[place % 4], paragraphs[0]])
