"""How many documents are let in at once, and how many of them one client may have."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from credscore.service.problems import busy


class Admission:
    """A fixed number of places; who finds none is told so at once and never waits.

    A queue without an end would answer everybody late; with one, those who are let in are
    answered in a time that can be promised.

    Args:
        places: How many may be in at once.
        places_for_a_key: How many of them one API key may have.
    """

    def __init__(self, places: int, places_for_a_key: int) -> None:
        self._places = places
        self._places_for_a_key = places_for_a_key
        self._by_client: Counter[str] = Counter()
        self.taken = 0

    def check(self, client: str | None) -> None:
        """See whether there is a place.

        Args:
            client: Name of the API key; None where no keys are asked for.

        Raises:
            Problem: 429 where the client has its share already, 503 where all places are taken.
        """
        if client is not None and self._by_client[client] >= self._places_for_a_key:
            detail = f"This key already has {self._places_for_a_key} requests under way."
            raise busy(detail, status=429)
        if self.taken >= self._places:
            raise busy(f"All {self._places} places are taken.")

    @contextmanager
    def place(self, client: str | None) -> Iterator[None]:
        """Hold a place while the context lasts.

        Raises:
            Problem: As ``check``.
        """
        self.check(client)
        self.taken += 1
        if client is not None:
            self._by_client[client] += 1
        try:
            yield
        finally:
            self.taken -= 1
            if client is not None:
                self._by_client[client] -= 1
