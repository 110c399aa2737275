"""Groups, bells and alarms of a test hub, in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kiosk.domain.rota import DAY, Span
from kiosk.hub import presence
from kiosk.hub.alarms import plan
from kiosk.hub.alarms.escalation import ringing
from kiosk.hub.core import Hub
from kiosk.hub.models import Event, Request
from kiosk.hub.requests import repository
from kiosk.hub.requests.service import StaffRef
from tests.hub.house import House, KioskCaller, alarm, new_id

STEPS = ("rings", "escalated", "escalated_outside", "phoned", "accepted")
ALWAYS = (Span(0, 12 * 60), Span(12 * 60, DAY - 1), Span(DAY - 1, 0))  # every minute of the day
BOSS = StaffRef("", "钱主任")


@dataclass
class Watch:
    """One house with an alarm in it."""

    house: House
    kiosk: KioskCaller

    @property
    def hub(self) -> Hub:
        return self.house.hub

    async def arm(self, *people: StaffRef) -> None:
        """Their bells are on, and were just heard of."""
        async with self.hub.database.work() as work:
            for one in people:
                await presence.arm(work.session, f"{one.id}", one.id, self.house.clock.now())

    async def away(self, person: StaffRef) -> None:
        async with self.hub.database.work() as work:
            await presence.disarm(work.session, person.id, person.id)

    async def group(self, name: str, members: Iterable[StaffRef] = (), *, on: bool = True) -> str:
        """A group that is on all day, every day, or never."""
        now = self.house.clock.now()
        async with self.hub.database.work() as work:
            row = await plan.add_group(work.session, name, BOSS, now)
            await plan.set_members(work.session, row.id, 1, [one.id for one in members], BOSS, now)
            for span in ALWAYS if on else ():
                await plan.add_hours(work.session, row.id, row.version, range(1, 8), span, BOSS, now)
            return row.id

    async def phone(self, name: str = "李站长", number: str = "021-00000000") -> str:
        async with self.hub.database.work() as work:
            return (await plan.add_phone(work.session, name, number, BOSS, self.house.clock.now())).id

    async def call(self, **changes: Any) -> str:
        sent = alarm(**changes)
        assert (await self.kiosk.submit(sent)).status_code in (200, 201)
        return str(sent["id"])

    async def pass_(self, seconds: float, *bells: StaffRef) -> None:
        """Time goes on; the bells of these are still on at its end."""
        self.house.clock.advance(seconds)
        await self.arm(*bells)
        await self.hub.promises.tick()

    async def events(self, request_id: str) -> list[Event]:
        async with self.hub.database.read() as session:
            return list(await repository.events(session, request_id, all_=True))

    async def steps(self, request_id: str) -> list[tuple[str, ...]]:
        """What was done to get somebody, as (code, to, name, because), empty ends left out."""
        told = []
        for event in await self.events(request_id):
            if event.what in STEPS:
                words = [event.what, *(str(event.facts.get(name, "")) for name in ("to", "name", "because"))]
                told.append(tuple(word for word in words if word))
        return told

    async def rings(self, person: StaffRef, request_id: str) -> bool:
        async with self.hub.database.read() as session:
            found = await ringing(session, person.id, [request_id])
        return found[request_id][1]

    async def row(self, request_id: str) -> Request:
        async with self.hub.database.read() as session:
            return await session.get_one(Request, request_id)

    async def phoned(self, request_id: str, by: StaffRef, phone: str, *, comes: bool) -> None:
        await self.house.do(self.hub.escalations.phoned, request_id, by, phone, comes)


async def at(house: House) -> Watch:
    return Watch(house, await house.kiosk(new_id()))
