"""The unit of work: one transaction, committed at its boundary, told on the bus only when it is on disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from kiosk.hub.bus import Bus, Notice
from kiosk.hub.engine import WRITE

T = TypeVar("T")
LOOKS_AT_ONCE = 4
ORDER_LOCK = 7_300_001  # PostgreSQL advisory lock: events become visible in the order of their seq


class Work:
    """A transaction that may write. Never commit it yourself: its boundary does, and tells the bus after."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.notices: dict[Notice, None] = {}
        self._ordered = session.get_bind().dialect.name != "postgresql"

    def announce(self, topic: str, ident: str = "") -> None:
        """Publish this once the transaction is committed; never if it fails."""
        self.notices[Notice(topic, ident)] = None

    async def keep_order(self) -> None:
        """From here to the commit nobody else numbers events, so a stream never skips one that commits late.

        Whoever will write an event asks for this before any row's lock: two that lock in different orders would wait
        for each other.
        """
        if not self._ordered:
            await self.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ORDER_LOCK})
            self._ordered = True


class Database:
    def __init__(self, engine: AsyncEngine, bus: Bus) -> None:
        self.engine = engine
        self._bus = bus
        self._one_writer = asyncio.Lock() if engine.dialect.name == "sqlite" else None
        self._looking: set[asyncio.Task[Any]] = set()
        self._looks = asyncio.Semaphore(LOOKS_AT_ONCE)
        self._writer: asyncio.Task[object] | None = None

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """A unit of work: committed when the block ends well, undone when it raises.

        SQLite has one writer; writers of this process queue here rather than spin on its lock.
        """
        if self._one_writer is None:
            async with self._transaction() as work:
                yield work
            return
        if self._writer is asyncio.current_task():
            raise RuntimeError("a unit of work inside another would wait for itself")
        async with self._one_writer:
            self._writer = asyncio.current_task()
            try:
                async with self._transaction() as work:
                    yield work
            finally:
                self._writer = None

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Work]:
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            await session.connection(execution_options={WRITE: True})
            work = Work(session)
            yield work
            await self._bus.carry(session, work.notices)
            await session.commit()
        self._bus.publish(work.notices)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """One consistent view; what is changed in it is thrown away."""
        async with AsyncSession(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    async def look(self, read: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """`read` in a session of its own, whole even when the caller is cancelled (a stream's reader leaves).

        A query cut off half-way would cost its connection. Few at a time: when thousands of streams come back at once,
        an alarm finds a connection free.
        """
        task = asyncio.create_task(self._look(read))
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)
        return await asyncio.shield(task)

    async def _look(self, read: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async with self._looks, self.read() as session:
            return await read(session)

    async def close(self) -> None:
        """Wait for those who still read, then close every connection."""
        await asyncio.gather(*self._looking, return_exceptions=True)
        await self.engine.dispose()
