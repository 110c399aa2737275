"""Doctors' appointments at the desk: what is wanted, what is booked, and whom to ring about tomorrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.domain.appointment import Appointment
from kiosk.domain.request import Kind, Status, What
from kiosk.hub.deps import ReadDep
from kiosk.hub.desk import times
from kiosk.hub.desk.frame import FrameDep, go
from kiosk.hub.desk.guard import Me
from kiosk.hub.errors import Conflict, Invalid
from kiosk.hub.models import Event, Request, Resident
from kiosk.hub.requests.service import StaffRef
from kiosk.text import Message

router = APIRouter()
HOSPITAL_WORDS = (What.BOOKED, What.MOVED, What.SLOT_GONE)


@dataclass(frozen=True)
class Booked:
    """One appointment on the list. `phone` "": nobody may be rung, or nobody left a number."""

    id: str
    number: int
    at: str
    day: Message
    where: str
    phone: str
    reminded: bool


@dataclass(frozen=True)
class Filled:
    """The form 约好了, with what is known already."""

    date: str = ""
    time: str = ""
    hospital: str = ""
    department: str = ""
    doctor: str = ""
    building: str = ""
    floor: str = ""
    room: str = ""
    bring: str = ""


@router.get("/appointments")
async def appointments_page(me: Me, frame: FrameDep, session: ReadDep) -> Response:
    """Everything that is booked, by day; whoever left a number is rung about today and tomorrow."""
    await frame.looked(session, me, "looked_at_appointments")
    days = await booked(session, frame.now)
    return await frame.show(session, me, "appointments.html", days=days, here="appointments")


@router.post("/appointments/{request_id}/reminded")
async def reminded(request_id: str, me: Me, frame: FrameDep) -> Response:
    try:
        async with frame.hub.database.work() as work:
            staff = StaffRef(me.staff.id, me.staff.display_name)
            await frame.hub.requests.remind(work, request_id, staff)
    except (Conflict, Invalid):
        return go("/desk/appointments")  # called off meanwhile: the list says so by not having it
    return go("/desk/appointments", "reminded")


async def booked(session: AsyncSession, now: datetime) -> list[tuple[str, list[Booked]]]:
    """What stands, by "today", "tomorrow" and "later", the earliest first."""
    query = (
        select(Request, Resident)
        .outerjoin(Resident, Resident.id == Request.resident_id)
        .where(Request.kind == Kind.APPOINTMENT, Request.status == Status.IN_PROGRESS)
    )
    today = now.astimezone().date()
    found: dict[str, list[tuple[datetime, Booked]]] = {"today": [], "tomorrow": [], "later": []}
    for request, resident in (await session.execute(query)).all():
        events = (await session.scalars(select(Event).where(Event.request_id == request.id).order_by(Event.seq))).all()
        appointment = confirmed(events)
        start = moment(appointment.start) if appointment else None
        if appointment is None or start is None or start.astimezone().date() < today:
            continue
        away = (start.astimezone().date() - today).days
        name = "later" if away > 1 else "tomorrow" if away else "today"
        found[name].append((start, _booked(request, resident, appointment, start, events, now)))
    return [(name, [one for _, one in sorted(some, key=_first)]) for name, some in found.items() if some]


def _first(one: tuple[datetime, Booked]) -> tuple[datetime, str]:
    return one[0], one[1].id


def _booked(
    request: Request, resident: Resident | None, appointment: Appointment, start: datetime, events: Sequence[Event],
    now: datetime,
) -> Booked:  # fmt: skip
    today = now.astimezone().date()
    return Booked(
        id=request.id,
        number=request.number,
        at=times.clock(start),
        day=times.date_words(start.astimezone().date()),
        where=" ".join(part for part in (appointment.hospital, appointment.department, appointment.doctor) if part),
        phone=phone_of(request, resident),
        reminded=any(e.what == What.REMINDED and e.at.astimezone().date() == today for e in events),
    )


def phone_of(request: Request, resident: Resident | None) -> str:
    """The number given for this appointment; else the one on file, if health matters may be kept for this person."""
    given = str(request.details.get("phone") or "")
    if given or resident is None:
        return given
    agreed = resident.health_consent_at is not None and resident.health_withdrawn_at is None
    return resident.phone if agreed else ""


def confirmed(events: Sequence[Event]) -> Appointment | None:
    """As the hospital, or a person for it, said last; None when nothing is booked."""
    last = next((e for e in reversed(events) if e.what in HOSPITAL_WORDS), None)
    return Appointment.of(last.facts) if last is not None and last.what != What.SLOT_GONE else None


def form_for(details: Mapping[str, Any], appointment: Appointment | None) -> Filled:
    """What need not be typed: as it was booked, or as it was wished."""
    if appointment is not None:
        start = moment(appointment.start)
        local = start.astimezone() if start else None
        return Filled(
            date=f"{local:%Y-%m-%d}" if local else "",
            time=f"{local:%H:%M}" if local else "",
            hospital=appointment.hospital,
            department=appointment.department,
            doctor=appointment.doctor,
            building=appointment.building,
            floor=appointment.floor,
            room=appointment.room,
            bring=appointment.bring,
        )
    place, department = details.get("hospital") or {}, details.get("department") or {}
    return Filled(
        date=str(details.get("day") or ""),
        hospital=str(place.get("name", "")),
        department=str(department.get("name", "")),
        doctor=str(details.get("doctor") or ""),
    )


def arranged(form: Filled) -> Appointment:
    """What a person filled in, as the kiosk is told it. Raises Invalid without a day and a time."""
    try:
        wall = datetime.fromisoformat(f"{date.fromisoformat(form.date)}T{form.time}")
    except ValueError:
        raise Invalid("a day and a time") from None
    if wall.tzinfo is not None or not form.hospital.strip():
        raise Invalid("a hospital, a day and a time")
    start = wall.astimezone().astimezone(UTC)
    rest = (form.hospital, form.department, form.doctor, form.building, form.floor, form.room, form.bring)
    hospital, department, doctor, building, floor, room, bring = (" ".join(text.split()) for text in rest)
    return Appointment(
        start=start.isoformat(),
        hospital=hospital,
        department=department,
        doctor=doctor,
        building=building,
        floor=floor,
        room=room,
        bring=bring,
    )


async def filled(
    date: Annotated[str, Form(max_length=10)] = "",
    time: Annotated[str, Form(max_length=8)] = "",
    hospital: Annotated[str, Form(max_length=80)] = "",
    department: Annotated[str, Form(max_length=80)] = "",
    doctor: Annotated[str, Form(max_length=80)] = "",
    building: Annotated[str, Form(max_length=40)] = "",
    floor: Annotated[str, Form(max_length=20)] = "",
    room: Annotated[str, Form(max_length=20)] = "",
    bring: Annotated[str, Form(max_length=120)] = "",
) -> Filled:
    return Filled(date, time, hospital, department, doctor, building, floor, room, bring)


def moment(start: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(start)
    except ValueError:
        return None
    return at if at.tzinfo else None
