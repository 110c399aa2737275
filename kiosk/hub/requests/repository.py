"""Queries about requests, events and bookings; they decide nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.request import LIVE, Kind, Status, What
from kiosk.hub.models import Booking, Event, HospitalBooking, Request

OPEN = tuple(sorted(LIVE))  # asked for by name, so that an index finds the few among all that ever were
NOT_FOR_RESIDENTS = (What.NOTE,)
BATCH = 200


async def request(session: AsyncSession, request_id: str, *, lock: bool = False) -> Request | None:
    """One request; with `lock` nobody else changes it until this transaction ends."""
    statement = select(Request).where(Request.id == request_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(statement)).scalar_one_or_none()


async def event(session: AsyncSession, event_id: str) -> Event | None:
    return (await session.execute(select(Event).where(Event.id == event_id))).scalar_one_or_none()


async def events(session: AsyncSession, request_id: str, *, all_: bool = False) -> Sequence[Event]:
    """A request's events in order; with `all_` also those for the desk's eyes only."""
    statement = select(Event).where(Event.request_id == request_id).order_by(Event.seq)
    if not all_:
        statement = statement.where(Event.what.not_in(NOT_FOR_RESIDENTS))
    return (await session.execute(statement)).scalars().all()


async def events_after(session: AsyncSession, kiosk_id: str, seq: int) -> Sequence[Event]:
    """The next events of one kiosk's requests after `seq`, at most `BATCH`."""
    statement = (
        select(Event)
        .where(Event.kiosk_id == kiosk_id, Event.seq > seq, Event.what.not_in(NOT_FOR_RESIDENTS))
        .order_by(Event.seq)
        .limit(BATCH)
    )
    return (await session.execute(statement)).scalars().all()


async def answered(session: AsyncSession, request_id: str, question: str) -> bool:
    """Whether a person's question about this request has its answer already."""
    statement = select(Event).where(Event.request_id == request_id, Event.what.in_((What.ASKED, What.ANSWER)))
    about = [e.what for e in (await session.execute(statement)).scalars() if e.facts.get("question") == question]
    return {What.ASKED, What.ANSWER} <= set(about)


async def newest_seq(session: AsyncSession) -> int:
    return (await session.execute(select(func.max(Event.seq)))).scalar() or 0


async def open_requests(session: AsyncSession) -> Sequence[Request]:
    """Every request that has not ended, oldest first."""
    statement = select(Request).where(Request.status.in_(OPEN)).order_by(Request.received_at, Request.id)
    return (await session.execute(statement)).scalars().all()


async def held_by(session: AsyncSession, staff_id: str) -> Sequence[Request]:
    """Every request that has not ended and that this person has taken."""
    statement = select(Request).where(Request.taken_by == staff_id, Request.status.in_(OPEN))
    return (await session.execute(statement)).scalars().all()


async def overdue(session: AsyncSession, now: datetime) -> Sequence[str]:
    """Ids of requests whose promise has run out, the oldest first."""
    due = select(Request.id).where(Request.promise_due <= now).order_by(Request.promise_due)
    return (await session.execute(due)).scalars().all()


async def still_overdue(session: AsyncSession, request_id: str, now: datetime) -> Request | None:
    """The row, ours until the transaction ends; None when another process has it, or somebody answered meanwhile."""
    statement = select(Request).where(Request.id == request_id, Request.promise_due <= now)
    return (await session.execute(statement.with_for_update(skip_locked=True))).scalar_one_or_none()


async def untouched(session: AsyncSession, before: datetime) -> Sequence[str]:
    """Open requests, no alarms, whose time is over and to which nothing has happened since; a few at a time.

    A booked appointment waits for its day, and one that a person has yet to make or to clear up for that person.
    """
    touched = exists().where(Event.request_id == Request.id, Event.at >= before)
    statement = (
        select(Request.id)
        .where(Request.status.in_(OPEN), Request.kind != Kind.ALARM, Request.received_at < before)
        .where(or_(Request.valid_until.is_(None), Request.valid_until < before), ~touched)
        .where(or_(Request.kind != Kind.APPOINTMENT, Request.status == Status.ACCEPTED))
        .limit(BATCH)
    )
    return (await session.execute(statement)).scalars().all()


async def booking(session: AsyncSession, key: str, *, lock: bool = False) -> Booking | None:
    statement = select(Booking).where(Booking.key == key)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(statement)).scalar_one_or_none()


async def booking_of(session: AsyncSession, request_id: str) -> Booking | None:
    """The newest booking of a request."""
    statement = select(Booking).where(Booking.request_id == request_id).order_by(Booking.asked_at.desc()).limit(1)
    return (await session.execute(statement)).scalar_one_or_none()


async def booking_keys(session: AsyncSession, provider: str, reference: str) -> Sequence[str]:
    """Our keys for what `provider` calls `reference`."""
    statement = select(Booking.key).where(Booking.reference == reference, Booking.provider == provider)
    return (await session.execute(statement)).scalars().all()


async def visit_of(session: AsyncSession, request_id: str) -> HospitalBooking | None:
    """The newest booking of a request at a hospital."""
    statement = select(HospitalBooking).where(HospitalBooking.request_id == request_id)
    newest = statement.order_by(HospitalBooking.asked_at.desc()).limit(1)
    return (await session.execute(newest)).scalar_one_or_none()


async def bookings_in(session: AsyncSession, states: Sequence[str]) -> Sequence[Booking]:
    statement = select(Booking).where(Booking.state.in_(states)).order_by(Booking.asked_at)
    return (await session.execute(statement)).scalars().all()
