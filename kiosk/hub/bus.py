"""News between the parts of the hub: names and ids only, never content. The tables are the truth.

A notice says "look again"; who missed one loses nothing, since everybody reads the tables from where they were.
So notices of one kind melt together. Between processes they travel by bus_postgres.py.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, Protocol

from sqlalchemy.ext.asyncio import AsyncSession


class Topic(StrEnum):
    REQUEST = "request"  # id: a request has changed
    STREAM = "stream"  # id: a kiosk has new events, or its access has ended
    KIOSK = "kiosk"  # id: a kiosk went silent, came back, was enrolled or revoked
    BOOKING = "booking"  # id: a booking waits for the dispatcher
    HOSPITAL = "hospital"  # id: a hospital's booking or hold waits to be worked on
    PRESENCE = "presence"  # no id: who is on duty or listening has changed


class Notice(NamedTuple):
    """With `id` "" in a subscription: every id of the topic."""

    topic: str
    id: str = ""


class Subscription(Protocol):
    async def wait(self, seconds: float | None = None) -> frozenset[Notice]:
        """What is new since the last call; empty after `seconds`, or at once when the hub closes."""
        ...

    @property
    def closed(self) -> bool: ...

    def close(self) -> None: ...


class Bus(Protocol):
    def publish(self, notices: Iterable[Notice]) -> None:
        """Tell the subscribers of this process."""
        ...

    async def carry(self, session: AsyncSession, notices: Iterable[Notice]) -> None:
        """Tell the hub's other processes, if there are any, when the transaction of `session` is committed."""
        ...

    def subscribe(self, *wanted: Notice) -> Subscription: ...

    def close(self) -> None:
        """End every subscription: their `wait` returns at once, with `closed` true."""
        ...


class InProcessBus:
    """For one process; all calls on the event loop's thread."""

    def __init__(self) -> None:
        self._listeners: defaultdict[Notice, set[_Waiting]] = defaultdict(set)
        self._closed = False

    def publish(self, notices: Iterable[Notice]) -> None:
        for notice in notices:
            for listener in (*self._listeners.get(notice, ()), *self._listeners.get(Notice(notice.topic), ())):
                listener.add(notice)

    async def carry(self, session: AsyncSession, notices: Iterable[Notice]) -> None:
        """There is no other process."""

    def wake_all(self) -> None:
        """News may have been missed: everybody looks again."""
        for notice, listeners in self._listeners.items():
            for listener in listeners:
                listener.add(notice)

    def subscribe(self, *wanted: Notice) -> Subscription:
        subscription = _Waiting(self, wanted)
        for notice in wanted:
            self._listeners[notice].add(subscription)
        if self._closed:
            subscription.close()
        return subscription

    def close(self) -> None:
        self._closed = True
        for subscription in {one for some in self._listeners.values() for one in some}:
            subscription.close()

    def _leave(self, subscription: _Waiting, wanted: tuple[Notice, ...]) -> None:
        for notice in wanted:
            self._listeners[notice].discard(subscription)
            if not self._listeners[notice]:
                del self._listeners[notice]


class _Waiting:
    def __init__(self, bus: InProcessBus, wanted: tuple[Notice, ...]) -> None:
        self._bus = bus
        self._wanted = wanted
        self._new: set[Notice] = set()
        self._wake = asyncio.Event()
        self._closed = False

    @property
    def closed(self) -> bool:
        return self._closed

    def add(self, notice: Notice) -> None:
        self._new.add(notice)
        self._wake.set()

    async def wait(self, seconds: float | None = None) -> frozenset[Notice]:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return frozenset()
        new, self._new = frozenset(self._new), set()
        if not self._closed:
            self._wake.clear()
        return new

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._bus._leave(self, self._wanted)
            self._wake.set()
