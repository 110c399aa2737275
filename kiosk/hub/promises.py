"""The promise clock: what nobody has answered in time goes to a person, an alarm to the next one (R4, R8)."""

from __future__ import annotations

from kiosk.domain.request import Kind, What
from kiosk.hub.bus import Bus, Notice, Topic
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Database, Work
from kiosk.hub.kiosks import Kiosks
from kiosk.hub.models import Request
from kiosk.hub.requests import repository
from kiosk.hub.requests.base import Base
from kiosk.hub.requests.history import Happening, append
from kiosk.hub.settings import HubSettings

LOOK_SECONDS = 0.5


class Promises(Base):
    def __init__(self, settings: HubSettings, clock: HubClock, database: Database) -> None:
        super().__init__(settings, clock)
        self._database = database

    async def run(self) -> None:
        while True:
            await self.tick()
            await self.clock.sleep(LOOK_SECONDS)

    async def tick(self) -> None:
        """Hand over everything whose promise has run out."""
        async with self._database.read() as session:
            due = await repository.next_promise(session)
        if due is None or due > self.clock.now():
            return
        async with self._database.work() as work:
            for row in await repository.overdue(work.session, self.clock.now()):
                await self._lapse(work, row)

    async def _lapse(self, work: Work, row: Request) -> None:
        if await self.being_cancelled(work, row):
            row.promise_due = None  # the resident does not want it any more: only the provider's word is awaited
            return
        row.promise_due, row.needs_person = None, True
        facts = {"seconds": self.promises[row.kind]}
        if row.kind == Kind.ALARM:
            await append(work, row, Happening(What.ESCALATED, facts=facts), self.clock.now())
            return
        if row.handler == "provider":
            await self.drop_booking(work, row)
        row.handler = "desk"
        await append(work, row, Happening(What.PROMISE_LAPSED, facts=facts), self.clock.now())


class Silence:
    """Tells the desk when a kiosk falls silent (R6)."""

    def __init__(self, clock: HubClock, database: Database, bus: Bus, kiosks: Kiosks) -> None:
        self._clock = clock
        self._database = database
        self._bus = bus
        self._kiosks = kiosks
        self._silent: frozenset[str] = frozenset()

    async def run(self) -> None:
        while True:
            await self.tick()
            await self._clock.sleep(LOOK_SECONDS * 4)

    async def tick(self) -> None:
        async with self._database.read() as session:
            silent = frozenset(s.id for s in await self._kiosks.states(session) if s.silent)
        self._bus.publish(Notice(Topic.KIOSK, one) for one in silent ^ self._silent)
        self._silent = silent
