"""Who is let in while all places are taken: the last to come, soon or not at all."""

import asyncio

import pytest

pytest.importorskip("fastapi", reason="needs the extra 'serve'")

from credscore.service.admission import Admission
from credscore.service.problems import Problem


async def hold(admission: Admission, count: int, release: asyncio.Event) -> None:
    for _ in range(count):
        asyncio.get_running_loop().create_task(_hold_one(admission, release))
    await asyncio.sleep(0)


async def _hold_one(admission: Admission, release: asyncio.Event) -> None:
    with admission.place(None):
        await release.wait()


def test_a_free_place_is_had_at_once() -> None:
    async def scenario() -> None:
        assert await asyncio.wait_for(Admission(1, 1).opening(), 0.001)

    asyncio.run(scenario())


def test_a_place_that_comes_free_goes_to_the_last_to_come() -> None:
    async def scenario() -> None:
        admission, release = Admission(1, 1), asyncio.Event()
        await hold(admission, 1, release)
        waiting = [asyncio.create_task(admission.opening()) for _ in range(3)]
        await asyncio.sleep(0)
        release.set()
        await asyncio.sleep(0.001)
        assert [task.done() for task in waiting] == [False, False, True]
        assert waiting[2].result() is True
        # Nobody has taken the place; whoever comes now finds it, and the others are sent away.
        assert await admission.opening()
        with admission.place(None):
            assert await asyncio.gather(*waiting[:2]) == [False, False]

    asyncio.run(scenario())


def test_who_waits_in_vain_is_sent_away_soon() -> None:
    async def scenario() -> None:
        admission, release = Admission(2, 1), asyncio.Event()
        await hold(admission, 2, release)
        assert not await admission.opening()
        with pytest.raises(Problem) as refused:
            admission.check(None)
        assert refused.value.status == 503
        release.set()
        await asyncio.sleep(0)
        assert admission.taken == 0

    asyncio.run(scenario())


def test_who_leaves_the_door_is_forgotten() -> None:
    async def scenario() -> None:
        admission, release = Admission(1, 1), asyncio.Event()
        await hold(admission, 1, release)
        stays, leaves = (asyncio.create_task(admission.opening()) for _ in range(2))
        await asyncio.sleep(0)
        leaves.cancel()
        await asyncio.sleep(0)
        release.set()
        assert await stays

    asyncio.run(scenario())
