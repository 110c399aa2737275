"""交班: who goes offers the shift, who takes over signs; then everything in the one's hands is in the other's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid6 import uuid7

from kiosk.domain.request import Kind, Status, What
from kiosk.hub.bus import Topic
from kiosk.hub.clock import HubClock
from kiosk.hub.database import Work
from kiosk.hub.errors import Conflict, Invalid, NotFound
from kiosk.hub.models import Event, Request, ShiftHandover, Staff
from kiosk.hub.requests import repository
from kiosk.hub.requests.history import Happening, StaffRef, append, take
from kiosk.hub.requests.service import RequestsService

LONGEST = timedelta(hours=12)  # a shift whose beginning nobody signed
JUST = timedelta(hours=1)
NOTE = 400
TAKEN_OVER = "shift"  # a note's code


class Shifts:
    """Takes a `Work` and commits nothing itself."""

    def __init__(self, clock: HubClock, requests: RequestsService) -> None:
        self._clock = clock
        self._requests = requests

    async def offer(self, work: Work, staff: StaffRef, to: str, note: str) -> ShiftHandover:
        """The shift waits for `to` to sign it; what was offered before is withdrawn. Nothing changes hands yet.

        Raises Invalid for a person who is not there, oneself, and a note that is too long.
        """
        person = await work.session.get(Staff, to)
        clean = note.strip()
        if person is None or person.disabled_at is not None or to == staff.id or len(clean) > NOTE:
            raise Invalid("somebody else who may sign in, and a note of at most 400 characters")
        now = self._clock.now()
        for before in await _pending(work.session, ShiftHandover.from_id == staff.id, lock=True):
            before.withdrawn_at = now
        held = await repository.held_by(work.session, staff.id)
        row = ShiftHandover(
            id=str(uuid7()),
            from_id=staff.id,
            from_name=staff.name,
            to_id=to,
            to_name=person.display_name,
            note=clean,
            open={"requests": [request.id for request in held]},
            offered_at=now,
        )
        work.session.add(row)
        work.announce(Topic.PRESENCE)
        return row

    async def withdraw(self, work: Work, handover_id: str, staff: StaffRef) -> None:
        """Who offered it stays. Signed meanwhile: Conflict."""
        row = await self._locked(work, handover_id)
        if row.from_id != staff.id:
            raise NotFound
        if row.signed_at is not None:
            raise Conflict("taken", holder=row.to_name)
        row.withdrawn_at = row.withdrawn_at or self._clock.now()
        work.announce(Topic.PRESENCE)

    async def sign(self, work: Work, handover_id: str, staff: StaffRef) -> ShiftHandover:
        """It is theirs now, with everything that the other held. A second time changes nothing.

        Raises NotFound when it was offered to somebody else, Conflict when it was withdrawn.
        """
        row = await self._locked(work, handover_id)
        if row.to_id != staff.id:
            raise NotFound
        if row.withdrawn_at is not None:
            raise Conflict("withdrawn", holder=row.from_name)
        if row.signed_at is None:
            row.signed_at = self._clock.now()
            for held in await repository.held_by(work.session, row.from_id):
                await self._take(work, held.id, staff)
            work.announce(Topic.PRESENCE)
        return row

    async def _take(self, work: Work, request_id: str, staff: StaffRef) -> None:
        """Where a car or a doctor is arranged the resident's screen stays as it is: only who looks after it changes."""
        row = await self._requests.locked(work, request_id)
        if row.status == Status.ACCEPTED:
            await self._requests.take_over(work, request_id, staff)
            return
        note = Happening(What.NOTE, staff.actor, None, {"code": TAKEN_OVER}, staff.id)
        await append(work, row, note, self._clock.now())
        needs_person = row.needs_person
        take(row, staff)
        row.needs_person = needs_person

    async def _locked(self, work: Work, handover_id: str) -> ShiftHandover:
        await work.keep_order()
        query = select(ShiftHandover).where(ShiftHandover.id == handover_id).with_for_update()
        row = (await work.session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()
        if row is None:
            raise NotFound
        return row


async def offered_to(session: AsyncSession, staff_id: str, now: datetime) -> Sequence[ShiftHandover]:
    """What waits for this person to be signed."""
    found = await _pending(session, ShiftHandover.to_id == staff_id)
    return [row for row in found if row.offered_at > now - LONGEST]


async def offered_by(session: AsyncSession, staff_id: str, now: datetime) -> ShiftHandover | None:
    """What this person offered and nobody has signed yet."""
    found = await _pending(session, ShiftHandover.from_id == staff_id)
    return found[-1] if found and found[-1].offered_at > now - LONGEST else None


async def signed_from(session: AsyncSession, staff_id: str, now: datetime) -> ShiftHandover | None:
    """Who has just taken over from this person, who is still here."""
    query = select(ShiftHandover).where(ShiftHandover.from_id == staff_id, ShiftHandover.signed_at > now - JUST)
    return (await session.scalars(query.order_by(ShiftHandover.signed_at.desc()).limit(1))).first()


async def begun(session: AsyncSession, now: datetime) -> datetime | None:
    """When the shift that runs began: with the last signature. None when nobody signed within `LONGEST`."""
    last = await session.scalar(select(func.max(ShiftHandover.signed_at)))
    return last if last and last > now - LONGEST else None


async def last_note(session: AsyncSession, since: datetime) -> ShiftHandover | None:
    """The handover with which the shift began."""
    query = select(ShiftHandover).where(ShiftHandover.signed_at >= since).order_by(ShiftHandover.signed_at.desc())
    return (await session.scalars(query.limit(1))).first()


async def alarms(session: AsyncSession, since: datetime) -> Sequence[Request]:
    """Every call for help of the time since then, and those from before that are still open; the newest first."""
    still = or_(Request.received_at >= since, Request.status.in_(repository.OPEN))
    query = select(Request).where(Request.kind == Kind.ALARM, still).order_by(Request.received_at.desc())
    return (await session.scalars(query)).all()


async def notes(session: AsyncSession, since: datetime) -> Sequence[Event]:
    """What people noted since then, the newest first."""
    query = select(Event).where(Event.what == What.NOTE, Event.at >= since, Event.staff_id.is_not(None))
    found = (await session.scalars(query.order_by(Event.seq.desc()).limit(repository.BATCH))).all()
    return [event for event in found if event.facts.get("text")]


async def forget(work: Work, before: datetime) -> None:
    await work.session.execute(delete(ShiftHandover).where(ShiftHandover.offered_at < before))


async def _pending(session: AsyncSession, whose: ColumnElement[bool], *, lock: bool = False) -> Sequence[ShiftHandover]:
    query = select(ShiftHandover).where(
        whose,
        ShiftHandover.signed_at.is_(None),
        ShiftHandover.withdrawn_at.is_(None),
    )
    query = query.order_by(ShiftHandover.offered_at)
    return (await session.scalars(query.with_for_update() if lock else query)).all()
