"""What kiosks found of themselves in the morning: one for each kiosk and day, and who has been red for three."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.hub import faults
from kiosk.hub.bus import Topic
from kiosk.hub.database import Work
from kiosk.hub.models import SelfTest
from kiosk.protocol.selftest import SelfTestIn

RED_DAYS = 3  # so many mornings with something red, one after the other: somebody has to be told
LATELY = timedelta(days=14)  # a kiosk that has told nothing for so long is another fault
AHEAD = timedelta(minutes=5)  # beyond the two a kiosk's clock is wrong, and the hub's day counts


async def keep(work: Work, kiosk_id: str, data: SelfTestIn, now: datetime) -> SelfTest:
    """Once by its id; of two of one day the newer stands. Gives what stands for that day."""
    await work.keep_order()
    at = min(data.at, now) if now - LATELY < data.at < now + AHEAD else now
    day = day_of(at)
    rows = [row.model_dump(mode="json") for row in data.rows]
    row = await work.session.get(SelfTest, (kiosk_id, day), with_for_update=True)
    if row is None:
        row = SelfTest(kiosk_id=kiosk_id, day=day)
        work.session.add(row)
    elif row.id == data.id or row.at > at:
        return row
    row.id, row.at, row.rows = data.id, at, rows
    row.red = sum(not one.ok for one in data.rows)
    await work.session.flush()
    work.announce(Topic.KIOSK, kiosk_id)
    if await red_for_days(work.session, kiosk_id, now):
        await faults.raise_(work, faults.SELFTEST_RED, kiosk_id, now)
    elif not row.red:
        await faults.end(work, faults.SELFTEST_RED, kiosk_id, now)
    return row


async def newest(session: AsyncSession) -> dict[str, SelfTest]:
    """The newest of each kiosk, by its id."""
    found = await session.scalars(select(SelfTest).order_by(SelfTest.day))
    return {one.kiosk_id: one for one in found}


async def lately(session: AsyncSession, kiosk_id: str, now: datetime) -> Sequence[SelfTest]:
    """Those of the last two weeks, newest first."""
    since = day_of(now - LATELY)
    query = select(SelfTest).where(SelfTest.kiosk_id == kiosk_id, SelfTest.day >= since)
    return (await session.scalars(query.order_by(SelfTest.day.desc()))).all()


async def red_for_days(session: AsyncSession, kiosk_id: str, now: datetime) -> bool:
    """Whether its last three self-tests, on three days, all had something red. A day off is no break."""
    last = (await lately(session, kiosk_id, now))[:RED_DAYS]
    return len(last) == RED_DAYS and all(one.red for one in last)


async def forget(session: AsyncSession, before: datetime) -> None:
    """Remove those of the days before."""
    await session.execute(delete(SelfTest).where(SelfTest.day < day_of(before)))


def day_of(moment: datetime) -> str:
    """The centre's own date."""
    return moment.astimezone().date().isoformat()
