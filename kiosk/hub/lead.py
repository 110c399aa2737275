"""Which of several hub processes does the work of which there must be one: promises, providers, removal.

On PostgreSQL it is the one that holds an advisory lock, which its server takes back when the process or its line dies;
another has the lead within about a second. On SQLite there is one process, and it leads. Losing the lead ends the work
at once. What was being sent to a provider then is looked at by the next leader as after a crash: a person checks.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

import psycopg

from kiosk.hub.line import open_line

LOCK = 7_300_002
LOOK_SECONDS = 1.0
ANSWER_SECONDS = 3.0
log = logging.getLogger(__name__)
Work = Callable[[], Awaitable[None]]


class Lead(Protocol):
    leads: bool

    async def run(self, work: Work) -> None:
        """Run `work` while this process leads, again after a lead was lost; until cancelled or `work` ends."""
        ...


class Alone:
    """The only process."""

    leads = True

    async def run(self, work: Work) -> None:
        await work()


class PostgresLead:
    def __init__(self, url: str) -> None:
        self._url = url
        self.leads = False

    async def run(self, work: Work) -> None:
        while True:
            try:
                await self._lead(work)
            except (psycopg.Error, OSError, TimeoutError) as error:
                log.warning("the lead among hub processes was lost: %s", type(error).__name__)
                await asyncio.sleep(LOOK_SECONDS)

    async def _lead(self, work: Work) -> None:
        async with await open_line(self._url) as line:
            await _won(line)
            log.info("this hub process leads now")
            self.leads = True
            working = asyncio.ensure_future(work())
            try:
                while not working.done():
                    await asyncio.wait([working], timeout=LOOK_SECONDS)
                    async with asyncio.timeout(ANSWER_SECONDS):
                        await line.execute("SELECT 1")
                await working
            finally:
                self.leads = False
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)


async def _won(line: psycopg.AsyncConnection[object]) -> None:
    """Asked for again and again: a statement that waits for the lock would keep the server from tidying its tables."""
    while True:
        if await _locked(line):
            return
        await asyncio.sleep(LOOK_SECONDS)


async def _locked(line: psycopg.AsyncConnection[object]) -> bool:
    async with asyncio.timeout(ANSWER_SECONDS):
        found = await (await line.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])).fetchone()
    return bool(found and found[0])  # type: ignore[index]
