"""The bus between hub processes: PostgreSQL's LISTEN/NOTIFY. Ids only, and the tables stay the truth.

A notice travels in the transaction that made it true, so it arrives if and only if that was committed. A listener
whose line broke cannot know what it missed: with its next line it wakes everybody, and each reads on from where it was.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable
from uuid import uuid4

import psycopg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.hub.bus import InProcessBus, Notice
from kiosk.hub.line import open_line

CHANNEL = "silver_key"
NOTIFY = text("SELECT pg_notify(:channel, :payload)")
MOST_IN_ONE = 100  # notices in one payload, which may have 8,000 bytes
AGAIN_SECONDS = 0.5
ALIVE_SECONDS = 5.0
log = logging.getLogger(__name__)


class PostgresBus(InProcessBus):
    """`publish` tells this process, `carry` the others; `run` hears what they tell, until cancelled."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self._me = uuid4().hex[:12]
        self.listening = asyncio.Event()

    async def carry(self, session: AsyncSession, notices: Iterable[Notice]) -> None:
        """Send them with the transaction of `session`, when it is committed."""
        told = list(notices)
        for start in range(0, len(told), MOST_IN_ONE):
            payload = json.dumps([self._me, *told[start : start + MOST_IN_ONE]], separators=(",", ":"))
            await session.execute(NOTIFY, {"channel": CHANNEL, "payload": payload})

    async def run(self) -> None:
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError, TimeoutError) as error:
                log.warning("the line between hub processes is down: %s", type(error).__name__)
            self.listening.clear()
            await asyncio.sleep(AGAIN_SECONDS)

    async def _listen(self) -> None:
        async with await open_line(self._url) as line:
            await line.execute(f"LISTEN {CHANNEL}")
            self.wake_all()
            self.listening.set()
            while True:
                async for notice in line.notifies(timeout=ALIVE_SECONDS):
                    self._heard(notice.payload)
                async with asyncio.timeout(ALIVE_SECONDS):
                    await line.execute("SELECT 1")  # a line cut off without a word would stay silent for ever

    def _heard(self, payload: str) -> None:
        try:
            sender, *told = json.loads(payload)
            notices = [Notice(str(topic), str(ident)) for topic, ident in told]
        except (ValueError, TypeError):
            log.warning("a notice that no hub sends was left aside")
            return
        if sender != self._me:
            self.publish(notices)
