"""Exercises of 紧急呼救 at one kiosk: begun and ended at the desk, over by themselves in time (docs/drills.md).

A drill is a row with a deadline. Whatever dies (this process, the kiosk, the volunteer's browser), the next look ends
it, and with it the exercise's call. Only a call that comes while its kiosk's drill lasts goes round the desks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid6 import uuid7

from kiosk.domain.request import Kind, Mode, Status, What
from kiosk.hub.bus import Topic
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Database, Work
from kiosk.hub.errors import Conflict, NotFound
from kiosk.hub.models import Drill, Kiosk, Request
from kiosk.hub.requests import repository
from kiosk.hub.requests.history import HUB, Happening, StaffRef, append
from kiosk.protocol.drill import DrillOut

LOOK_SECONDS = 1.0
PAST = 20


@dataclass(frozen=True)
class Step:
    """What happened, and how many seconds after the press (before it: less than zero)."""

    what: str
    seconds: float
    name: str = ""


class Drills:
    """Takes a `Work` and commits nothing itself, but for `tick`."""

    def __init__(self, clock: HubClock, database: Database, seconds: float) -> None:
        self._clock = clock
        self._database = database
        self._lasts = timedelta(seconds=seconds)

    async def run(self) -> None:
        while True:
            await self.tick()
            await self._clock.sleep(LOOK_SECONDS)

    async def start(self, work: Work, kiosk_id: str, staff: StaffRef) -> Drill:
        """Raises NotFound, and Conflict when one is under way there ("drill") or somebody calls for help ("alarm")."""
        kiosk = await work.session.get(Kiosk, kiosk_id)
        if kiosk is None or kiosk.revoked_at is not None:
            raise NotFound
        if await _in_need(work.session, kiosk_id):
            raise Conflict("alarm")
        now = self._clock.now()
        row = Drill(
            id=str(uuid7()),
            kiosk_id=kiosk_id,
            open_key=kiosk_id,
            staff_id=staff.id,
            staff_name=staff.name,
            started_at=now,
            until=now + self._lasts,
        )
        work.session.add(row)
        try:
            await work.session.flush()
        except IntegrityError:
            raise Conflict("drill") from None
        work.announce(Topic.STREAM, kiosk_id)
        work.announce(Topic.KIOSK, kiosk_id)
        return row

    async def end(self, work: Work, drill_id: str, why: str = "desk") -> None:
        """A second time does nothing. Raises NotFound."""
        await work.keep_order()
        row = (
            await work.session.execute(select(Drill).where(Drill.id == drill_id).with_for_update())
        ).scalar_one_or_none()
        if row is None:
            raise NotFound
        if row.ended_at is None:
            await self._end(work, row, why)

    async def joins(self, work: Work, call: Request) -> bool:
        """Whether a drill lasts there to which this call belongs; it is its call now, in place of an earlier one."""
        found = select(Drill).where(Drill.open_key == call.kiosk_id, Drill.until > self._clock.now())
        row = (await work.session.execute(found.with_for_update())).scalar_one_or_none()
        if row is None:
            return False
        if row.request_id:
            await self._over(work, row.request_id)
        row.request_id = call.id
        return True

    async def tick(self) -> None:
        """End what is over: its time has come, its call has ended, or somebody there is really in need."""
        now = self._clock.now()
        async with self._database.read() as session:
            due = [(row.id, await _why(session, row, now)) for row in await _open(session)]
        for drill_id, why in due:
            if why:
                async with self._database.work() as work:
                    await self.end(work, drill_id, why)

    async def _end(self, work: Work, row: Drill, why: str) -> None:
        row.ended_at, row.open_key, row.why = self._clock.now(), None, why
        if row.request_id:
            await self._over(work, row.request_id)
        work.announce(Topic.STREAM, row.kiosk_id)
        work.announce(Topic.KIOSK, row.kiosk_id)

    async def _over(self, work: Work, request_id: str) -> None:
        call = await repository.request(work.session, request_id, lock=True)
        if call is not None and not Status(call.status).ended:
            facts = {"reason": "drill_over"}
            await append(work, call, Happening(What.CANCELLED, HUB, Status.CANCELLED, facts), self._clock.now())


async def at(session: AsyncSession, kiosk_id: str, now: datetime) -> DrillOut:
    """What the kiosk is told: the drill there now, "" for none."""
    found = select(Drill).where(Drill.open_key == kiosk_id, Drill.until > now)
    row = (await session.execute(found)).scalar_one_or_none()
    return DrillOut(id=row.id, seconds=(row.until - now).total_seconds(), by=row.staff_name) if row else DrillOut()


async def newest(session: AsyncSession) -> Sequence[Drill]:
    """The last drills, the newest first."""
    return (await session.scalars(select(Drill).order_by(Drill.started_at.desc()).limit(PAST))).all()


async def learned(session: AsyncSession, row: Drill) -> list[Step]:
    """The times per step: what happened to its call, counted from the press."""
    call = await repository.request(session, row.request_id) if row.request_id else None
    if call is None:
        return []
    pressed = call.created_at or call.received_at
    events = await repository.events(session, call.id, all_=True)
    steps = [Step("started", (row.started_at - pressed).total_seconds(), row.staff_name), Step("pressed", 0.0)]
    return steps + [
        Step(event.what, (event.at - pressed).total_seconds(), event.name) for event in events if event.what in STEPS
    ]


STEPS = frozenset(
    {
        What.DELIVERED, What.RINGS, What.ESCALATED, What.PATH_TRIED, What.TAKEN_OUTSIDE, What.ANSWER, What.ACCEPTED,
        What.SAID, What.CANCEL_ASKED, What.DONE, What.FAILED, What.CANCELLED,
    }
)  # fmt: skip


async def _open(session: AsyncSession) -> Sequence[Drill]:
    return (await session.scalars(select(Drill).where(Drill.open_key.is_not(None)))).all()


async def _why(session: AsyncSession, row: Drill, now: datetime) -> str:
    """Why it is over, "" while it lasts."""
    if row.until <= now:
        return "time"
    if await _in_need(session, row.kiosk_id, row.started_at):
        return "real"
    call = await repository.request(session, row.request_id) if row.request_id else None
    return "done" if call is not None and Status(call.status).ended else ""


async def _in_need(session: AsyncSession, kiosk_id: str, since: datetime | None = None) -> bool:
    """Whether somebody calls for help there; `since` then, whether it is over or not."""
    real = exists().where(Request.kiosk_id == kiosk_id, Request.kind == Kind.ALARM, Request.mode == Mode.ACTUAL)
    real = real.where(Request.closed_at.is_(None)) if since is None else real.where(Request.received_at >= since)
    return bool((await session.execute(select(real))).scalar())


async def forget(session: AsyncSession, before: datetime) -> None:
    """Drills that ended before."""
    for row in (await session.scalars(select(Drill).where(Drill.ended_at < before))).all():
        await session.delete(row)
