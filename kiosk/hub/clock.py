"""The hub's time; its word is the truth for kiosks."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Protocol


class HubClock(Protocol):
    """`now` is UTC with zone; `monotonic` counts seconds and never goes back."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
