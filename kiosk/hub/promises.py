"""The promise clock: what nobody has answered in time goes to a person, an alarm to the next one (R4, R8).

And what nobody has closed comes to an end: else its number stays taken and it stands among 我的事情 for ever.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from kiosk.domain.request import Kind, Status, What
from kiosk.hub import faults
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Database, Work
from kiosk.hub.kiosks import Kiosks, KioskState
from kiosk.hub.models import Request
from kiosk.hub.requests import repository
from kiosk.hub.requests.base import SENDING, STANDING, Base
from kiosk.hub.requests.history import HUB, Happening, append, let_go
from kiosk.hub.settings import HubSettings

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.5
STALE = timedelta(days=1)
STALE_LOOK = timedelta(minutes=1)
AlarmStep = Callable[[Work, Request], Awaitable[None]]


class Promises(Base):
    def __init__(self, settings: HubSettings, clock: HubClock, database: Database, alarm_step: AlarmStep) -> None:
        super().__init__(settings, clock)
        self._database = database
        self._alarm_step = alarm_step
        self._stale_at = clock.now()

    async def run(self) -> None:
        while True:
            await self.tick()
            await self.clock.sleep(LOOK_SECONDS)

    async def tick(self) -> None:
        """Hand over everything whose promise has run out, and end what nobody has touched for a day."""
        await self._end_stale()
        async with self._database.read() as session:
            due = await repository.overdue(session, self.clock.now())
        for one in due:
            try:
                async with self._database.work() as work:
                    await work.keep_order()
                    row = await repository.still_overdue(work.session, one, self.clock.now())
                    if row is not None:
                        await self._lapse(work, row)
            except Exception:  # the others' promises must not wait for this one
                log.exception("a promise that has run out could not be handed on")

    async def _end_stale(self) -> None:
        now = self.clock.now()
        if abs(now - self._stale_at) < STALE_LOOK:
            return
        self._stale_at = now
        async with self._database.read() as session:
            stale = await repository.untouched(session, now - STALE)
        for one in stale:
            async with self._database.work() as work:
                await self._end(work, await self.locked(work, one))

    async def _end(self, work: Work, row: Request) -> None:
        """Nobody took it: its time is over. Somebody did and never said how it went: that is not known, a day long."""
        if row.details.get("wish") or Status(row.status).ended:
            return
        await self.drop_booking(work, row)
        facts = {"reason": "too_old"}
        if row.status in (Status.DELIVERED, Status.UNKNOWN):
            await append(work, row, Happening(What.EXPIRED, HUB, Status.EXPIRED, facts), self.clock.now())
        elif row.status in (Status.ACCEPTED, Status.IN_PROGRESS):
            await append(work, row, Happening(What.REPLY_LOST, HUB, Status.UNKNOWN, facts), self.clock.now())
            let_go(row, None)

    async def _lapse(self, work: Work, row: Request) -> None:
        if await self.being_cancelled(work, row):
            row.promise_due = None  # the resident does not want it any more: only the provider's word is awaited
            return
        row.promise_due, row.needs_person = None, True
        facts = {"seconds": self.promises[row.kind]}
        if row.kind == Kind.ALARM:
            await self._alarm_step(work, row)
            return
        if row.handler == "provider":
            await self.drop_booking(work, row, spare={SENDING, *STANDING})
        row.handler = "desk"
        await append(work, row, Happening(What.PROMISE_LAPSED, facts=facts), self.clock.now())


class Silence:
    """A kiosk that falls silent is a fault for the desk (R6): a row, which somebody sees to. Its return ends it."""

    def __init__(self, clock: HubClock, database: Database, kiosks: Kiosks) -> None:
        self._clock = clock
        self._database = database
        self._kiosks = kiosks

    async def run(self) -> None:
        while True:
            await self.tick()
            await self._clock.sleep(LOOK_SECONDS * 4)

    async def tick(self) -> None:
        async with self._database.read() as session:
            states = await self._kiosks.states(session)
            known = await faults.since(session, faults.SILENT)
        silent = {one.id for one in states if one.silent} - known.keys()
        back = {one.id for one in states if one.id in known and _back(one, known[one.id])}
        if not silent and not back:
            return
        async with self._database.work() as work:
            for one in sorted(silent):
                await faults.raise_(work, faults.SILENT, one, self._clock.now())
            for one in sorted(back):
                await faults.end(work, faults.SILENT, one, self._clock.now())


def _back(state: KioskState, since: datetime) -> bool:
    """A sign of life, or its access has ended. That a hub has only just started, and waits itself, is neither."""
    return state.revoked or (state.last_seen_at is not None and state.last_seen_at >= since)
