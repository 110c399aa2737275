"""Who listens at the desk. A page counts only while its sound was unlocked by a click and it answers (trust.md R4).

Rows in the database, not memory: a hub that starts anew knows at once who was there half a minute ago.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.config import DAYS, Duty
from kiosk.hub.models import Listener, Staff
from kiosk.protocol.models import PresenceOut

LISTEN_SECONDS = 30
TOLERANCE = timedelta(seconds=LISTEN_SECONDS)
SHIFT = timedelta(hours=12)
FORGET = timedelta(days=1)
LOOK_SECONDS = 2.0


async def presence(session: AsyncSession, now: datetime, duty: Duty) -> PresenceOut:
    """How many desks would ring now, whose they are, and until when helpers are promised today."""
    rows = await session.execute(
        select(Listener.id, Staff.display_name)
        .join(Staff, Staff.id == Listener.staff_id)
        .where(*_listens(now))
        .order_by(Listener.armed_at, Listener.id)
    )
    listening = rows.all()
    names = list(dict.fromkeys(name for _, name in listening))
    return PresenceOut(listening=len(listening), on_duty=names, until=until(now, duty))


async def armed(session: AsyncSession, now: datetime) -> frozenset[str]:
    """Whose desks would ring now, as staff ids."""
    query = select(Listener.staff_id).join(Staff, Staff.id == Listener.staff_id).where(*_listens(now))
    return frozenset(await session.scalars(query))


def _listens(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Listener.armed_at > now - SHIFT,
        Listener.pong_at.between(now - TOLERANCE, now + TOLERANCE),  # later: the hub's clock was put back
        Staff.disabled_at.is_(None),
    )


def until(now: datetime, duty: Duty) -> str:
    """The end of the duty hours that run now, in the centre's local time ("17:00"); "" outside them."""
    local = now.astimezone()
    day, clock = DAYS[local.weekday()], local.time()
    ends = [h.to for h in duty.hours if day in h.days and h.from_ <= clock < h.to]
    return f"{max(ends):%H:%M}" if ends else ""


async def arm(session: AsyncSession, listener_id: str, staff_id: str, now: datetime) -> None:
    """The page's sound was unlocked by a click: from now on it counts."""
    row = await session.get(Listener, listener_id)
    if row is None:
        row = Listener(id=listener_id, staff_id=staff_id, opened_at=now)
        session.add(row)
    row.staff_id, row.armed_at, row.pong_at = staff_id, now, now
    await session.flush()


async def disarm(session: AsyncSession, listener_id: str, staff_id: str) -> None:
    """The person goes away, or the page found its sound locked."""
    row = await session.get(Listener, listener_id)
    if row is not None and row.staff_id == staff_id:
        row.armed_at = None


async def pong(session: AsyncSession, listener_id: str, staff_id: str, now: datetime) -> bool:
    """The page answered a ping. Returns whether the hub counts it as armed; if not, the page must go red."""
    row = await session.get(Listener, listener_id)
    if row is None or row.staff_id != staff_id or row.armed_at is None or row.armed_at <= now - SHIFT:
        return False
    row.pong_at = now
    return True


async def sweep(session: AsyncSession, now: datetime) -> None:
    """Forgets pages that nobody has seen for a day."""
    await session.execute(delete(Listener).where(Listener.opened_at < now - FORGET, Listener.armed_at.is_(None)))


async def watch(
    read: Callable[[], AbstractAsyncContextManager[AsyncSession]],
    duty: Duty,
    now: Callable[[], datetime],
    changed: Callable[[], None],
) -> None:
    """Runs while the hub does and calls `changed` when presence is not what it was: a page that merely falls silent
    tells nobody itself."""
    last: PresenceOut | None = None
    while True:
        async with read() as session:
            seen = await presence(session, now(), duty)
        if last is not None and seen != last:
            changed()
        last = seen
        await asyncio.sleep(LOOK_SECONDS)
