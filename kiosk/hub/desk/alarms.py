"""A call for help on its own page: where, who, what was answered, whom to telephone, and what the desk decides."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.config import DeskPlan
from kiosk.domain.phone import grouped
from kiosk.domain.request import Mode, Role, What
from kiosk.hub import presence
from kiosk.hub.alarms import plan
from kiosk.hub.database import Work
from kiosk.hub.deps import ReadDep
from kiosk.hub.desk import story, times
from kiosk.hub.desk.frame import Frame, FrameDep
from kiosk.hub.desk.guard import Me
from kiosk.hub.errors import NotFound
from kiosk.hub.models import DutyPhone, Escalation, Event, Kiosk, Request, Resident
from kiosk.hub.requests.history import by_telephone
from kiosk.hub.requests.service import StaffRef
from kiosk.hub.residents.base import health_kept
from kiosk.hub.staff.sessions import Signed
from kiosk.text import Message, msg

router = APIRouter()
PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
LARGEST = 8 * 1024 * 1024
URGENT = frozenset({"chest", "breath", "bleeding", "stroke"})  # 120 comes first (Shanghai's regulation, article 42)


@dataclass(frozen=True)
class Number:
    """Somebody of the telephone list; `told` is how the last call of this round went, None before."""

    row: DutyPhone
    told: Message | None


@dataclass(frozen=True)
class Person:
    """A resident who is known. `phone` and `name` are there only if they wanted it, the doctor only with consent."""

    id: str
    name: str
    phone: str
    doctor: str


@dataclass(frozen=True)
class Place:
    """Where the kiosk stands: `picture` its plan's address, "" for none; `x` and `y` in per cent of it."""

    picture: str
    x: float
    y: float
    way: str


async def facts(
    frame: Frame, session: AsyncSession, me: Signed, request: Request, events: Sequence[Event]
) -> dict[str, Any]:
    """What its page shows besides what every request's does."""
    answers = [event for event in events if event.what == What.ANSWER]
    person = await _person(session, request)
    if person is not None:
        await frame.looked(session, me, "looked_at_resident", person.id)
    return {
        "own": request.id,
        "answers": [story.happened(event) for event in answers],
        "urgent": any(event.facts.get("answer") in URGENT for event in answers),
        "answered": _answered(request, events),
        "wrong": _wrong_press(events),
        "person": person,
        "site": await _site(frame, session, request),
        "numbers": await _numbers(session, request, events),
        "groups": await plan.groups(session),
        "bells": await presence.armed(session, frame.now),
        "exercise": request.mode != Mode.ACTUAL,
    }


def _answered(request: Request, events: Sequence[Event]) -> Message | None:
    """How soon a person took it first; None while it waits for the first."""
    taken = next((e for e in events if e.what == What.ACCEPTED and e.role == Role.VOLUNTEER), None)
    if taken is not None:
        return msg("desk.alarm.answered_in", t=times.span((taken.at - request.received_at).total_seconds()))
    return msg("desk.alarm.never") if request.closed_at is not None else None


def _wrong_press(events: Sequence[Event]) -> bool:
    """The resident says that it was a mistake, and no person has said anything since."""
    last = next((e for e in reversed(events) if e.what in (What.CANCEL_ASKED, What.SAID)), None)
    return last is not None and last.what == What.CANCEL_ASKED


async def _person(session: AsyncSession, request: Request) -> Person | None:
    row = await session.get(Resident, request.resident_id) if request.resident_id else None
    if row is None:
        return None
    doctor = (row.habits or {}).get("doctor") if health_kept(row) else None
    known = doctor if isinstance(doctor, dict) else {}
    named = " ".join(str(known.get(name) or "") for name in ("hospital", "department", "doctor")).strip()
    return Person(row.id, row.display_name, grouped(row.phone) if row.phone else "", named)


async def _site(frame: Frame, session: AsyncSession, request: Request) -> Place | None:
    kiosk = await session.get(Kiosk, request.kiosk_id)
    found = _plan_of(frame.hub.settings.plans, kiosk.name if kiosk else "")
    if found is None:
        return None
    there = await asyncio.to_thread(_readable, found.picture)
    return Place(f"/desk/plans/{request.kiosk_id}" if there else "", found.x, found.y, found.way)


def _plan_of(plans: Sequence[DeskPlan], kiosk: str) -> DeskPlan | None:
    return next((one for one in plans if one.kiosk == kiosk), None)


def _readable(picture: Path | None) -> bool:
    """A plan that cannot be shown is told in words instead."""
    try:
        return picture is not None and picture.suffix.lower() in PICTURES and 0 < picture.stat().st_size <= LARGEST
    except OSError:
        return False


async def _numbers(session: AsyncSession, request: Request, events: Sequence[Event]) -> list[Number]:
    state = await session.get(Escalation, request.id)
    since = state.round_at if state else request.received_at
    last = {e.facts.get("phone"): e for e in events if e.what == What.PHONED and e.at >= since}
    return [Number(row, _told(last.get(row.id))) for row in await plan.phones(session)]


def _told(tick: Event | None) -> Message | None:
    if tick is None:
        return None
    key = "desk.alarm.ticked_comes" if tick.facts.get("ok") is True else "desk.alarm.ticked_none"
    return msg(key, at=times.clock(tick.at), who=tick.name)


@router.get("/plans/{kiosk_id}")
async def picture(kiosk_id: str, me: Me, frame: FrameDep, session: ReadDep) -> Response:  # noqa: ARG001 - who may
    """A kiosk's floor plan, as the hub's settings name it."""
    kiosk = await session.get(Kiosk, kiosk_id)
    found = _plan_of(frame.hub.settings.plans, kiosk.name if kiosk else "")
    if found is None or found.picture is None or not await asyncio.to_thread(_readable, found.picture):
        raise NotFound
    try:
        data = await asyncio.to_thread(found.picture.read_bytes)
    except OSError:
        raise NotFound from None
    return Response(data, media_type=PICTURES[found.picture.suffix.lower()])


async def phoned(frame: Frame, request_id: str, phone: str, how: str, work: Work, staff: StaffRef) -> str:
    """How a call went. Who tells that somebody comes has the alarm from then on, if nobody had it."""
    comes = how == "comes"
    row = await frame.hub.escalations.phoned(work, request_id, staff, phone, comes)
    if comes and row.taken_by is None and not by_telephone(row):
        await frame.hub.requests.accept(work, request_id, staff)
    return "phoned"
