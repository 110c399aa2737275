"""The collector looks at what is new, and now and then at everything."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from kiosk.hub.collector import spare, tidy

pytestmark = pytest.mark.anyio


class Ring:
    """Holds itself: only the collector ends it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_new_garbage_goes_at_once_and_old_with_the_whole() -> None:
    young = weakref.ref(Ring())
    old = Ring()
    gone_later = weakref.ref(old)
    tidy(whole=False)
    assert young() is None
    del old
    tidy(whole=False)
    assert gone_later() is not None
    tidy(whole=True)
    assert gone_later() is None


async def test_it_puts_aside_while_it_runs_and_leaves_nothing_aside() -> None:
    running = asyncio.create_task(spare())
    await asyncio.sleep(0)
    assert gc.get_freeze_count() > 0
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert gc.get_freeze_count() == 0
