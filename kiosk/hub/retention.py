"""What is removed when its time has come (S1, docs/data.md). What is left of a request says that it was, and how it
ended: enough for counts, for a kiosk that was away for long, and never to take the same id for a new wish.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.request import ENDED
from kiosk.hub import asked, steps
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Database, Work
from kiosk.hub.models import (
    Attachment,
    Booking,
    EnrolmentCode,
    Escalation,
    Event,
    HospitalBooking,
    Listener,
    Request,
    StaffPass,
    StaffSession,
)
from kiosk.hub.presence import SHIFT

LOOK_SECONDS = 3600.0
BATCH = 100  # requests in one transaction, so that no kiosk waits long
OVER = tuple(ENDED)
Job = Callable[[Work, datetime], Awaitable[None]]


class Retention:
    """`keep_days` counts from a request's end; what has not ended stays until a person ends it."""

    def __init__(self, clock: HubClock, database: Database, keep_days: int) -> None:
        self._clock = clock
        self._database = database
        self._keep = timedelta(days=keep_days)
        self.jobs: list[Job] = []  # what else is due at a time, each in a work of its own

    async def run(self) -> None:
        while True:
            await self.tick()
            await self._clock.sleep(LOOK_SECONDS)

    async def tick(self) -> int:
        """Remove all that is due; how many requests were emptied."""
        emptied, now = 0, self._clock.now()
        while some := await self._empty_some(now - self._keep):
            emptied += some
        async with self._database.work() as work:
            await _forget_entries(work.session, now, now - self._keep)
        for job in self.jobs:
            async with self._database.work() as work:
                await job(work, now)
        return emptied

    async def _empty_some(self, before: datetime) -> int:
        async with self._database.work() as work:
            due = select(Request.id).where(Request.status.in_(OVER), Request.closed_at < before, full())
            ids = (await work.session.scalars(due.limit(BATCH))).all()
            if ids:
                await empty(work.session, ids)
        return len(ids)


def full() -> ColumnElement[bool]:
    """Something of it is left to remove: what was asked for, or something told without moving it."""
    told = exists().where(Event.request_id == Request.id, Event.status.is_(None))
    return or_(cast(Request.details, String) != "{}", told)


async def empty(session: AsyncSession, ids: Sequence[str]) -> None:
    """Words, sounds, names, places, cars and telephone numbers go; when it came to which status stays."""
    rows = {"synchronize_session": False}
    for kept in (Booking, HospitalBooking, Attachment, Escalation):
        await session.execute(delete(kept).where(kept.request_id.in_(ids)), execution_options=rows)
    await session.execute(
        delete(Event).where(Event.request_id.in_(ids), Event.status.is_(None)), execution_options=rows
    )
    await session.execute(
        update(Event).where(Event.request_id.in_(ids)).values(facts={}, name="", staff_id=None), execution_options=rows
    )
    await session.execute(
        update(Request)
        .where(Request.id.in_(ids))
        .values(details={}, taken_by=None, taken_name="", resident_id="", helper=""),
        execution_options=rows,
    )


async def _forget_entries(session: AsyncSession, now: datetime, before: datetime) -> None:
    """Sessions and desk pages of the past, and codes that let nobody in any more."""
    await session.execute(delete(StaffSession).where(StaffSession.expires_at <= now))
    await session.execute(delete(StaffPass).where(StaffPass.expires_at <= now))
    await session.execute(delete(Listener).where(Listener.opened_at < now - SHIFT * 2, Listener.pong_at < now - SHIFT))
    await session.execute(delete(EnrolmentCode).where(EnrolmentCode.expires_at < before))
    await steps.forget(session, before)
    await asked.forget(session, before)
