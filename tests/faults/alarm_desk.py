"""Who sits at the desks of a hub that dies again and again: groups, bells, a telephone list, and people who answer.

They work inside the hub's own process, so that a hub may die in the middle of an acknowledgement.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

from kiosk.domain.request import Kind, Status
from kiosk.domain.rota import DAY, Span
from kiosk.hub import presence
from kiosk.hub.alarms import plan
from kiosk.hub.core import Hub, assemble
from kiosk.hub.errors import HubProblem
from kiosk.hub.migrate import migrate
from kiosk.hub.models import Request, Staff
from kiosk.hub.requests import repository
from kiosk.hub.requests.service import StaffRef
from kiosk.protocol.models import EnrolIn
from tests.faults import hub_life
from tests.faults.mortal import Say

ALWAYS = (Span(0, 12 * 60), Span(12 * 60, DAY - 1), Span(DAY - 1, 0))
FIRST = ("王阿姨", "赵老师", "孙师傅")  # a group, the next one, and who is in none
SECOND = ("李叔叔", "周老师", "吴师傅")
LOOK_SECONDS = 0.2
ARM_LOOKS = 25
ACCEPTS, GOES_ON, LETS_GO = 0.3, 0.5, 0.1  # of the looks at an alarm
PATIENCE = 3.5  # every third waits so long: until the hub has nobody left to call


async def people(hub: Hub, names: tuple[str, str, str]) -> None:
    """Accounts, two groups that are on for ever, a telephone list."""
    now = hub.clock.now()
    boss = StaffRef("", "钱主任")
    async with hub.database.work() as work:
        for name in names:
            row = Staff(id=name, username=name, display_name=name, password_hash="", role="duty", created_at=now)
            work.session.add(row)
        await work.session.flush()
        for group, member in zip(("一组", "二组"), names, strict=False):
            made = await plan.add_group(work.session, group, boss, now)
            await plan.set_members(work.session, made.id, 1, [member], boss, now)
            for span in ALWAYS:
                await plan.add_hours(work.session, made.id, made.version, range(1, 8), span, boss, now)
        await plan.add_phone(work.session, "李站长", "021-00000000", boss, now)


def prepare(folder: Path, port: int, names: tuple[str, str, str], say: Say) -> None:
    """A migrated database with its people and one kiosk; says its id and token."""

    async def run() -> None:
        hub = assemble(hub_life.settings(folder, port))
        await migrate(hub.database.engine)
        await people(hub, names)
        async with hub.database.work() as work:
            secret = await hub.kiosks.new_code(work)
        async with hub.database.work() as work:
            kiosk, token = await hub.kiosks.enrol(work, EnrolIn(secret=secret, name="一号机", place="一楼大厅"))
        await hub.close()
        say(f"joined {kiosk.id} {token}")

    asyncio.run(run())


class Desks:
    """Everybody's bell is on. Some alarms are taken, some let go again, some left alone until the hub has nobody left;
    with `all_`, every one is taken and closed."""

    def __init__(self, hub: Hub, names: tuple[str, str, str], rng: Random, *, all_: bool) -> None:
        self._hub, self._names, self._rng, self._all = hub, names, rng, all_

    async def run(self) -> None:
        looks = 0
        while True:
            if looks % ARM_LOOKS == 0:
                await self._arm()
            looks += 1
            async with self._hub.database.read() as session:
                found = [row for row in await repository.open_requests(session) if row.kind == Kind.ALARM]
            for row in found:
                try:
                    await self._see(row)
                except HubProblem:  # it has changed meanwhile
                    continue
            await asyncio.sleep(LOOK_SECONDS)

    async def _arm(self) -> None:
        async with self._hub.database.work() as work:
            for name in self._names:
                await presence.arm(work.session, name, name, self._hub.clock.now())

    async def _see(self, row: Request) -> None:
        chance = 0.0 if self._all else self._rng.random()
        waited = (self._hub.clock.now() - row.received_at).total_seconds()
        alone = not self._all and int(row.id[-2:], 16) % 3 == 0 and waited < PATIENCE
        desk = self._hub.requests
        who = StaffRef(row.taken_by or self._names[0], row.taken_name or self._names[0])
        async with self._hub.database.work() as work:
            if row.taken_by is None:
                if chance < ACCEPTS and not alone:
                    await desk.accept(work, row.id, who)
            elif not self._all and chance < LETS_GO:
                await desk.release(work, row.id, who)
            elif chance < GOES_ON and row.status == Status.ACCEPTED:
                await desk.on_the_way(work, row.id, who)
            elif chance < GOES_ON:
                await desk.close(work, row.id, who, Status.DONE)
