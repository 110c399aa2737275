"""Hours in which somebody should listen and nobody does: a fault, from its beginning until a bell is on.

Somebody should listen in the duty hours of the settings, and a group in the hours of its rota.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.config import Duty
from kiosk.hub import presence
from kiosk.hub.alarms import plan
from kiosk.hub.bus import Topic
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Database, Work
from kiosk.hub.models import UnarmedSpell

LOOK_SECONDS = 2.0


@dataclass(frozen=True)
class Gap:
    """`group_id` "": no bell is on in the whole house. `since` None: it was just seen."""

    group_id: str
    name: str = ""
    since: datetime | None = None


async def gaps(session: AsyncSession, now: datetime, duty: Duty) -> list[Gap]:
    """Who should listen now and does not. With nobody at all, that alone is told."""
    bells = await presence.armed(session, now)
    teams = await plan.on_now(session, now)
    if not bells:
        missing = [Gap("")] if teams or presence.until(now, duty) else []
    else:
        missing = [Gap(team.id, team.name) for team in teams if team.members.isdisjoint(bells)]
    since = {row.group_id: row.since for row in await _open(session)}
    return [Gap(gap.group_id, gap.name, since.get(gap.group_id)) for gap in missing]


async def spells(session: AsyncSession, since: datetime) -> list[UnarmedSpell]:
    """Those that lasted into the time since then, the oldest first."""
    lasted = or_(UnarmedSpell.until.is_(None), UnarmedSpell.until > since)
    return list(await session.scalars(select(UnarmedSpell).where(lasted).order_by(UnarmedSpell.since)))


async def forget(work: Work, before: datetime) -> None:
    await work.session.execute(delete(UnarmedSpell).where(UnarmedSpell.until < before))


class UnarmedWatch:
    """Writes down when such an hour begins and ends. Several processes may: the table keeps one of each open."""

    def __init__(self, clock: HubClock, database: Database, duty: Duty) -> None:
        self._clock = clock
        self._database = database
        self._duty = duty

    async def run(self) -> None:
        while True:
            await self.tick()
            await self._clock.sleep(LOOK_SECONDS)

    async def tick(self) -> None:
        now = self._clock.now()
        async with self._database.read() as session:
            missing = {gap.group_id for gap in await gaps(session, now, self._duty)}
            known = {row.group_id for row in await _open(session)}
        if missing == known:
            return
        try:
            async with self._database.work() as work:
                await self._settle(work, now)
        except IntegrityError:
            return  # another process wrote it down at this moment

    async def _settle(self, work: Work, now: datetime) -> None:
        missing = {gap.group_id: gap.name for gap in await gaps(work.session, now, self._duty)}
        known = {row.group_id: row.id for row in await _open(work.session)}
        for group_id in missing.keys() - known.keys():
            work.session.add(UnarmedSpell(group_id=group_id, name=missing[group_id], since=now))
        over = [ident for group_id, ident in known.items() if group_id not in missing]
        ended = update(UnarmedSpell).where(UnarmedSpell.id.in_(over), UnarmedSpell.until.is_(None)).values(until=now)
        await work.session.execute(ended)
        work.announce(Topic.PRESENCE)


async def _open(session: AsyncSession) -> list[UnarmedSpell]:
    return list(await session.scalars(select(UnarmedSpell).where(UnarmedSpell.until.is_(None))))
