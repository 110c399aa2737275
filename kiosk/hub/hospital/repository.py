"""Queries about holds and bookings at hospitals; they decide nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.request import Kind, Status, What
from kiosk.hub.models import Event, Hold, HospitalBooking, Request

ASKING, HELD, GONE, USED, RELEASING, RELEASED = "asking", "held", "gone", "used", "releasing", "released"
KEPT = (ASKING, HELD)


async def hold(session: AsyncSession, key: str, *, lock: bool = False) -> Hold | None:
    statement = select(Hold).where(Hold.key == key)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(statement)).scalar_one_or_none()


async def holds_of(session: AsyncSession, kiosk_id: str) -> Sequence[Hold]:
    """What is kept for a kiosk, oldest first."""
    statement = select(Hold).where(Hold.kiosk_id == kiosk_id, Hold.state.in_(KEPT)).order_by(Hold.asked_at, Hold.key)
    return (await session.execute(statement)).scalars().all()


async def holds_to_end(session: AsyncSession, now: datetime) -> Sequence[Hold]:
    """What is kept for too long already, and what the hospital has not heard yet that it is free."""
    over = (Hold.state.in_(KEPT) & (Hold.expires_at <= now)) | (Hold.state == RELEASING)
    return (await session.execute(select(Hold).where(over).order_by(Hold.expires_at))).scalars().all()


async def forget_holds(session: AsyncSession, before: datetime) -> None:
    """Those that ended before."""
    await session.execute(
        delete(Hold).where(Hold.expires_at < before, Hold.state.not_in((*KEPT, RELEASING))),
        execution_options={"synchronize_session": False},
    )


async def booking(session: AsyncSession, key: str, *, lock: bool = False) -> HospitalBooking | None:
    statement = select(HospitalBooking).where(HospitalBooking.key == key)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(statement)).scalar_one_or_none()


async def bookings_in(session: AsyncSession, states: Collection[str]) -> Sequence[HospitalBooking]:
    statement = select(HospitalBooking).where(HospitalBooking.state.in_(states)).order_by(HospitalBooking.asked_at)
    return (await session.execute(statement)).scalars().all()


async def next_in(
    session: AsyncSession, states: Collection[str], without: Collection[str], limit: int
) -> Sequence[HospitalBooking]:
    """The longest waiting ones, but for those that are being worked on."""
    waiting = select(HospitalBooking).where(
        HospitalBooking.state.in_(states), HospitalBooking.key.not_in(list(without))
    )
    return (await session.execute(waiting.order_by(HospitalBooking.asked_at).limit(limit))).scalars().all()


async def standing(session: AsyncSession) -> Sequence[tuple[str, dict[str, object]]]:
    """Requests with an appointment that stands, whoever made it, and what was told of it last."""
    told = (What.BOOKED, What.MOVED)
    newest = (
        select(Event.request_id, func.max(Event.seq).label("seq"))
        .where(Event.what.in_(told))
        .group_by(Event.request_id)
    ).subquery()
    statement = (
        select(Request.id, Event.facts)
        .join(newest, newest.c.request_id == Request.id)
        .join(Event, Event.seq == newest.c.seq)
        .where(Request.kind == Kind.APPOINTMENT, Request.status == Status.IN_PROGRESS)
    )
    return [(row.id, row.facts) for row in await session.execute(statement)]
