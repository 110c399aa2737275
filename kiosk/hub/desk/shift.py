"""交班 on one page: what is open, what happened, who listens, and who takes over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.domain.request import Role, What
from kiosk.hub import presence
from kiosk.hub.alarms import shifts, unarmed
from kiosk.hub.deps import ReadDep
from kiosk.hub.desk import board, times
from kiosk.hub.desk.board import Board, Card, Viewer
from kiosk.hub.desk.door import come_in
from kiosk.hub.desk.frame import Frame, FrameDep, go
from kiosk.hub.desk.guard import Me
from kiosk.hub.errors import Conflict, Invalid, NotFound
from kiosk.hub.limits import Limits
from kiosk.hub.models import Event, Kiosk, ShiftHandover, Staff, UnarmedSpell
from kiosk.hub.models import Request as RequestRow
from kiosk.hub.requests.service import StaffRef
from kiosk.hub.staff import audit, service, sessions
from kiosk.hub.staff.sessions import Signed
from kiosk.text import Message, msg, verbatim

router = APIRouter(prefix="/shift")
Text = Annotated[str, Form(max_length=1024)]
BLINK = timedelta(minutes=1)


@dataclass(frozen=True)
class Past:
    """An alarm of the shift; `answer` says how soon a person took it, or that nobody did."""

    card: Card
    answer: Message


@dataclass(frozen=True)
class Line:
    at: str
    text: Message
    request_id: str


@router.get("")
async def shift_page(me: Me, frame: FrameDep, session: ReadDep) -> Response:
    return await _page(frame, session, me)


@router.post("/offer")
async def offer(me: Me, frame: FrameDep, to: Text = "", note: Text = "") -> Response:
    """交班 in one press: the person pressed is asked to sign."""
    try:
        async with frame.hub.database.work() as work:
            row = await frame.hub.shifts.offer(work, _me(me), to, note)
            audit.note(work.session, staff_id=me.staff.id, action="shift_offered", subject=row.id, now=frame.now)
    except Invalid:
        return await _refused(frame, me, msg("desk.refused.invalid"), 422)
    return go("/desk/shift", "offered")


@router.post("/{handover_id}/sign")
async def sign(handover_id: str, me: Me, frame: FrameDep) -> Response:
    try:
        async with frame.hub.database.work() as work:
            await frame.hub.shifts.sign(work, handover_id, _me(me))
            audit.note(work.session, staff_id=me.staff.id, action="shift_signed", subject=handover_id, now=frame.now)
    except Conflict as problem:
        return await _refused(frame, me, msg("desk.refused.withdrawn", name=problem.holder), 409)
    return go("/desk/shift", "signed")


@router.post("/{handover_id}/withdraw")
async def withdraw(handover_id: str, me: Me, frame: FrameDep) -> Response:
    try:
        async with frame.hub.database.work() as work:
            await frame.hub.shifts.withdraw(work, handover_id, _me(me))
            audit.note(work.session, staff_id=me.staff.id, action="shift_withdrawn", subject=handover_id, now=frame.now)
    except Conflict as problem:
        return await _refused(frame, me, msg("desk.shift.signed", name=problem.holder), 409)
    return go("/desk/shift", "withdrawn")


@router.post("/{handover_id}/here")
async def sign_here(request: Request, handover_id: str, me: Me, frame: FrameDep, password: Text = "") -> Response:
    """The other signs at this very desk, with the own password; from then on it is the other's desk."""
    log_ins: Limits = request.app.state.log_ins
    log_ins.take(request.client.host if request.client else "")
    hub, now = frame.hub, frame.now
    async with hub.database.read() as session:
        row = await session.get(ShiftHandover, handover_id)
        taker = await session.get(Staff, row.to_id) if row is not None else None
        if row is None or taker is None or row.from_id != me.staff.id:
            raise NotFound
        attempt = await service.look_at(session, taker.username, password, now)
    try:
        async with hub.database.work() as work:
            await work.keep_order()
            result = await service.sign_in(work.session, attempt, now)
            if result.staff is not None:
                await hub.shifts.sign(work, handover_id, StaffRef(result.staff.id, result.staff.display_name))
                audit.note(work.session, staff_id=taker.id, action="shift_signed", subject=handover_id, now=now)
                await sessions.close_session(work.session, me, now)
                return await come_in(hub, work, result.staff, "/desk/shift?told=signed")
    except Conflict as problem:
        return await _refused(frame, me, msg("desk.refused.withdrawn", name=problem.holder), 409)
    return await _refused(frame, me, msg("desk.shift.wrong"), 401)


def _me(me: Signed) -> StaffRef:
    return StaffRef(me.staff.id, me.staff.display_name)


async def _refused(frame: Frame, me: Signed, bad: Message, status: int) -> Response:
    async with frame.hub.database.read() as session:
        return await _page(frame, session, me, bad, status)


async def _page(
    frame: Frame, session: AsyncSession, me: Signed, bad: Message | None = None, status: int = 200
) -> Response:
    await frame.looked(session, me, "looked_at_shift")
    viewer = frame.viewer(me)
    shown = await board.board(session, viewer)
    signed_at = await shifts.begun(session, frame.now)
    since = signed_at or frame.now - shifts.LONGEST
    answer = await frame.show(
        session,
        me,
        "shift.html",
        status=status,
        bad=bad,
        shown=shown,
        here="shift",
        signed_at=signed_at,
        longest=shifts.LONGEST // timedelta(hours=1),
        open=_open(shown),
        alarms_past=await _alarms(session, since, viewer),
        notes=await _notes(session, since),
        before=await shifts.last_note(session, since),
        spells=[_spell(one) for one in await unarmed.spells(session, since) if _worth_telling(one, frame.now)],
        **await _people(session, me, frame.now),
    )
    answer.headers["Content-Location"] = "/desk/shift"
    return answer


async def _people(session: AsyncSession, me: Signed, now: datetime) -> dict[str, Any]:
    others = select(Staff).where(Staff.disabled_at.is_(None), Staff.id != me.staff.id).order_by(Staff.display_name)
    bells = await presence.armed(session, now)
    people = sorted(await session.scalars(others), key=lambda one: one.id not in bells)
    return {
        "people": people,
        "bells": bells,
        "offers": await shifts.offered_to(session, me.staff.id, now),
        "offered": await shifts.offered_by(session, me.staff.id, now),
        "signed": await shifts.signed_from(session, me.staff.id, now),
    }


def _open(shown: Board) -> list[Card]:
    return [*shown.alarms, *shown.waiting, *shown.looking, *shown.mine, *shown.others]


async def _alarms(session: AsyncSession, since: datetime, viewer: Viewer) -> list[Past]:
    rows = await shifts.alarms(session, since)
    ids = [row.id for row in rows]
    kiosks = {one.id: one for one in await session.scalars(select(Kiosk))}
    stories: dict[str, list[Event]] = defaultdict(list)
    for event in await session.scalars(select(Event).where(Event.request_id.in_(ids)).order_by(Event.seq)):
        stories[event.request_id].append(event)
    return [
        Past(board.card(row, kiosks[row.kiosk_id], stories[row.id], viewer), _answered(row, stories[row.id]))
        for row in rows
    ]


def _answered(row: RequestRow, events: Sequence[Event]) -> Message:
    taken = next((e for e in events if e.what == What.ACCEPTED and e.role == Role.VOLUNTEER), None)
    if taken is None:
        return msg("desk.shift.never")
    return msg("desk.shift.answered", t=times.span((taken.at - row.received_at).total_seconds()))


async def _notes(session: AsyncSession, since: datetime) -> list[Line]:
    return [
        Line(times.clock(e.at), msg("desk.shift.note_by", who=e.name, text=str(e.facts["text"])), e.request_id)
        for e in await shifts.notes(session, since)
    ]


def _worth_telling(one: UnarmedSpell, now: datetime) -> bool:
    """A page that was loaded anew is not told about for the rest of the day."""
    return (one.until or now) - one.since >= BLINK


def _spell(one: UnarmedSpell) -> Message:
    until = verbatim(times.clock(one.until)) if one.until else msg("desk.shift.now")
    key = "desk.shift.spell_group" if one.group_id else "desk.shift.spell"
    return msg(key, from_=times.clock(one.since), to=until, name=one.name)
