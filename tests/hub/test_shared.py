"""One read for many, never one that began before the question."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.hub.shared import Shared

pytestmark = pytest.mark.anyio


class Reads:
    def __init__(self) -> None:
        self.begun = 0
        self.go = asyncio.Event()
        self.fails = False

    async def __call__(self) -> int:
        self.begun += 1
        mine = self.begun
        await self.go.wait()
        if self.fails:
            raise ZeroDivisionError
        return mine


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_who_asks_together_shares_and_who_comes_later_gets_a_later_one() -> None:
    reads = Reads()
    shared = Shared(reads)
    early = [asyncio.create_task(shared.get()) for _ in range(3)]
    await settled()
    late = [asyncio.create_task(shared.get()) for _ in range(3)]
    await settled()
    assert reads.begun == 1
    reads.go.set()
    assert await asyncio.gather(*early) == [1, 1, 1]
    assert await asyncio.gather(*late) == [2, 2, 2]
    assert await shared.get() == 3


async def test_who_leaves_takes_it_from_nobody_and_an_error_is_everybodys_once() -> None:
    reads = Reads()
    shared = Shared(reads)
    leaving, staying = (asyncio.create_task(shared.get()) for _ in range(2))
    await settled()
    leaving.cancel()
    reads.fails = True
    reads.go.set()
    with pytest.raises(ZeroDivisionError):
        await staying
    reads.fails = False
    assert await shared.get() == 2
