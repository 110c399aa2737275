"""Keeps Python's cycle collector off what lives long: with 2,000 streams open a full collection stops the hub for
0.4 s, and by itself it comes every ten seconds. An alarm must not wait for that.

What has lived through a collection is put aside (gc.freeze), so that the next one looks at what is new only. Cycles
among what was put aside are found once an hour, by one collection of everything.
"""

from __future__ import annotations

import asyncio
import gc
from itertools import count

LOOK_SECONDS = 10.0
WHOLE_EVERY = 360  # looks: an hour


async def spare() -> None:
    """Until cancelled; the collector is left as it was found. One in a process: the collector is the process's."""
    try:
        for look in count():
            tidy(whole=look % WHOLE_EVERY == 0)
            await asyncio.sleep(LOOK_SECONDS)
    finally:
        gc.unfreeze()


def tidy(*, whole: bool) -> None:
    """Collect what is new, or everything, and put aside what is left."""
    if whole:
        gc.unfreeze()
    gc.collect()
    gc.freeze()
