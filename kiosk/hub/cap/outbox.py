"""Carries one endpoint's messages out: in order for each alarm, again and again, until taken or too old.

A message is claimed by moving its `due_at` with a condition: of two processes one wins, and one that dies leaves a
message that is due again. A dead line costs the other endpoints nothing: each has a loop of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from uuid6 import uuid7

from kiosk.domain.request import Actor, Role, What
from kiosk.hub import faults
from kiosk.hub.bus import Bus, Notice, Topic
from kiosk.hub.cap.endpoints import Endpoint
from kiosk.hub.cap.feed import DEAD, TAKEN, WAITING, Feed
from kiosk.hub.cap.line import ANSWER_SECONDS, Line, Outcome
from kiosk.hub.cap.words import Type
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Database, Work
from kiosk.hub.models import CapHeard, CapMessage
from kiosk.hub.requests import repository
from kiosk.hub.requests.history import Happening, keep
from kiosk.hub.settings import HubSettings

AT_ONCE = 8
LOOK_SECONDS = 1.0
LEASE = timedelta(seconds=ANSWER_SECONDS + 20)
FIRST_WAIT, LONGEST_WAIT = 2.0, 60.0
LATE = timedelta(seconds=30)  # not gone out so long: somebody at the desk should know, and telephone
Claim = tuple[int, int, str, str]  # seq, attempts, identifier, body


class Outbox:
    """Of one endpoint; `run` while the hub does. `tick` does what is due now."""

    def __init__(
        self,
        endpoint: Endpoint,
        settings: HubSettings,
        clock: HubClock,
        database: Database,
        bus: Bus,
        rng: Random | None = None,
    ) -> None:
        self.endpoint = endpoint
        self._feed = Feed(endpoint, settings, clock, database)
        self._line = Line(endpoint, clock)
        self._clock = clock
        self._database = database
        self._bus = bus
        self._rng = rng or Random()  # noqa: S311 - it spreads attempts over time and guards nothing

    async def run(self) -> None:
        news = self._bus.subscribe(Notice(Topic.REQUEST))
        try:
            while not news.closed:
                await self.tick()
                await news.wait(LOOK_SECONDS)
        finally:
            news.close()

    async def tick(self) -> None:
        """Make messages of what is new, then send what is due; of each alarm the next once the first is taken."""
        while await self._feed.tick():
            pass
        while await self._round():
            pass

    async def _round(self) -> bool:
        """Whether any came to rest, so that another may be due."""
        async with self._database.read() as session:
            due = await self._due(session)
        moved = False
        for start in range(0, len(due), AT_ONCE):
            rested = await asyncio.gather(*(self._deliver(seq) for seq in due[start : start + AT_ONCE]))
            moved = moved or any(rested)
        return moved

    async def close(self) -> None:
        await self._line.close()

    async def _due(self, session: AsyncSession) -> Sequence[int]:
        earlier = aliased(CapMessage)
        first = ~exists().where(
            earlier.endpoint == CapMessage.endpoint,
            earlier.request_id == CapMessage.request_id,
            earlier.state == WAITING,
            earlier.seq < CapMessage.seq,
        )
        mine = select(CapMessage.seq).where(self._waiting(), CapMessage.due_at <= self._clock.now(), first)
        return (await session.scalars(mine.order_by(CapMessage.seq).limit(100))).all()

    def _waiting(self) -> ColumnElement[bool]:
        return (CapMessage.endpoint == self.endpoint.name) & (CapMessage.state == WAITING)

    async def _deliver(self, seq: int) -> bool:
        """Whether it has come to rest by this."""
        claim = await self._claim(seq)
        if claim is None:
            return False
        seq, attempts, identifier, body = claim
        outcome = await self._line.send(identifier, body.encode())
        async with self._database.work() as work:
            await work.keep_order()  # before any lock of a row, as everybody who writes an event
            row = (
                await work.session.execute(select(CapMessage).where(CapMessage.seq == seq).with_for_update())
            ).scalar_one()
            if row.state != WAITING:
                return False  # another process has finished it since
            if outcome.taken:
                await self._taken(work, row)
            elif row.attempts == attempts:
                await self._failed(work, row, outcome)
            return row.state != WAITING

    async def _claim(self, seq: int) -> Claim | None:
        """None when another was quicker, or it is not to be sent any more."""
        now = self._clock.now()
        async with self._database.work() as work:
            row = (
                await work.session.execute(select(CapMessage).where(CapMessage.seq == seq).with_for_update())
            ).scalar_one()
            if row.state != WAITING or row.due_at > now:
                return None
            why = await self._hopeless(work.session, row)
            if why:
                await self._give_up(work, row, why)
                return None
            row.due_at, row.attempts = now + LEASE, row.attempts + 1
            return row.seq, row.attempts, row.identifier, row.body

    async def _hopeless(self, session: AsyncSession, row: CapMessage) -> str:
        """Why it must not go out any more, "" while it may."""
        if not self.endpoint.takes(row.status):  # the settings have changed since it was made
            return f"not for {row.status} any more"
        if row.give_up_at <= self._clock.now():
            return "too old"
        lost = select(CapMessage.seq).where(
            CapMessage.endpoint == row.endpoint,
            CapMessage.request_id == row.request_id,
            CapMessage.type == Type.ALERT,
            CapMessage.state == DEAD,
        )
        return "its alert was never taken" if (await session.execute(lost)).first() else ""

    async def _taken(self, work: Work, row: CapMessage) -> None:
        now = self._clock.now()
        row.state, row.taken_at, row.reason = TAKEN, now, ""
        late = select(CapMessage.seq).where(self._waiting(), CapMessage.attempts > 0, CapMessage.seq != row.seq)
        if (await work.session.execute(late)).first() is None:
            await faults.end(work, faults.CAP_LATE, self.endpoint.name, now)
        if row.type == Type.ALERT:
            await self._note(work, row, ok=True)

    async def _failed(self, work: Work, row: CapMessage, outcome: Outcome) -> None:
        now = self._clock.now()
        row.reason = outcome.reason[:80]
        if outcome.never or row.give_up_at <= now:
            await self._give_up(work, row, outcome.reason)
            return
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(row.attempts - 1, 10)) * self._rng.uniform(0.7, 1.0)
        row.due_at = min(now + timedelta(seconds=max(wait, outcome.wait)), row.give_up_at)
        if row.attempts == 1 and row.type == Type.ALERT:
            await self._note(work, row, ok=False)
        if now - row.made_at >= LATE:
            await faults.raise_(work, faults.CAP_LATE, self.endpoint.name, now, {"title": self.endpoint.set_.title})

    async def _give_up(self, work: Work, row: CapMessage, why: str) -> None:
        now = self._clock.now()
        row.state, row.reason = DEAD, why[:80]
        await faults.end(work, faults.CAP_LATE, self.endpoint.name, now)
        facts = {"title": self.endpoint.set_.title, "request": row.request_id, "why": row.reason}
        await faults.raise_(work, faults.CAP_DEAD, self.endpoint.name, now, facts)

    async def _note(self, work: Work, row: CapMessage, *, ok: bool) -> None:
        """The alarm's own story says that the outside was told, or could not be."""
        request = await repository.request(work.session, row.request_id, lock=True)
        if request is None:
            return
        facts = {"path": self.endpoint.set_.title, "kind": "cap", "ok": ok, "reason": row.reason}
        happening = Happening(What.PATH_TRIED, Actor(Role.HUB), None, facts, id=str(uuid7()))
        await keep(work, request, happening, self._clock.now())


async def forget(work: Work, before: datetime) -> None:
    """Messages that have come to rest before, and what was heard of them (docs/data.md)."""
    quietly = {"synchronize_session": False}
    rested = (CapMessage.made_at < before) & (CapMessage.state != WAITING)
    await work.session.execute(delete(CapMessage).where(rested), execution_options=quietly)
    await work.session.execute(delete(CapHeard).where(CapHeard.at < before), execution_options=quietly)
