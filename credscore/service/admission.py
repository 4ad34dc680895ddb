"""How many documents are let in at once, and how many of them one client may have."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from credscore.service.problems import Problem, busy

# Seconds that a request may wait at the door while all places are taken. Enough for a burst to
# pass, and for clients that come back at once not to crowd out the work; little enough for them
# to be told soon.
_PATIENCE = 0.02


class Admission:
    """A fixed number of places; who finds none for a moment is sent away.

    A queue without an end would answer everybody late; with one, those who are let in are
    answered in a time that can be promised. Of those at the door the last to come is the first to
    be let in: the others have waited too long already to be answered soon.

    Args:
        places: How many may be in at once.
        places_for_a_key: How many of them one API key may have.
    """

    def __init__(self, places: int, places_for_a_key: int) -> None:
        self._places = places
        self._places_for_a_key = places_for_a_key
        self._by_client: Counter[str] = Counter()
        self._at_the_door: list[asyncio.Future[None]] = []
        self.taken = 0

    @property
    def is_full(self) -> bool:
        """Whether all places are taken."""
        return self.taken >= self._places

    async def opening(self) -> bool:
        """Wait a moment for a place to come free, and say whether one did."""
        if not self.is_full:
            return True
        turn = asyncio.get_running_loop().create_future()
        self._at_the_door.append(turn)
        try:
            async with asyncio.timeout(_PATIENCE):
                await turn
        except TimeoutError:
            return False
        finally:
            if turn in self._at_the_door:
                self._at_the_door.remove(turn)
        return not self.is_full

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
        if self.is_full:
            raise self.refusal()

    def refusal(self) -> Problem:
        """What is said where all places are taken."""
        return busy(f"All {self._places} places are taken.")

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
            self._let_in()

    def _let_in(self) -> None:
        while self._at_the_door and not self.is_full:
            turn = self._at_the_door.pop()
            if not turn.done():
                turn.set_result(None)
                return
