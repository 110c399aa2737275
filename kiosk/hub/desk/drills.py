"""Drills at the desk: begin one at a kiosk, end it, and read what was learned: how long each step took."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.hub import drills
from kiosk.hub.deps import ReadDep, WorkDep
from kiosk.hub.desk import times
from kiosk.hub.desk.frame import Frame, FrameDep, go
from kiosk.hub.desk.guard import Me
from kiosk.hub.errors import Conflict
from kiosk.hub.models import Drill, Kiosk
from kiosk.hub.requests.service import StaffRef
from kiosk.hub.staff import audit
from kiosk.hub.staff.sessions import Signed
from kiosk.text import Message, msg

router = APIRouter()


@dataclass(frozen=True)
class Shown:
    row: Drill
    place: str
    day: str
    steps: list[tuple[str, Message]]

    @property
    def on(self) -> bool:
        return self.row.ended_at is None


@router.get("/drills")
async def drills_page(me: Me, frame: FrameDep, session: ReadDep) -> Response:
    return await _page(frame, session, me)


async def _page(frame: Frame, session: AsyncSession, me: Signed, bad: Message | None = None) -> Response:
    kiosks = {one.id: one for one in await session.scalars(select(Kiosk))}
    shown = [await _shown(session, row, kiosks) for row in await drills.newest(session)]
    states = await frame.hub.kiosks.states(session)
    return await frame.show(
        session,
        me,
        "drills.html",
        status=409 if bad else 200,
        bad=bad,
        here="kiosks",
        drills=shown,
        kiosks=[one for one in states if not one.revoked],
        minutes=round(frame.hub.settings.drill_seconds / 60),
    )


async def _shown(session: AsyncSession, row: Drill, kiosks: dict[str, Kiosk]) -> Shown:
    kiosk = kiosks.get(row.kiosk_id)
    place = " ".join(part for part in (kiosk.name, kiosk.place) if part) if kiosk else ""
    steps = [(f"{step.seconds:+.1f}", _words(step)) for step in await drills.learned(session, row)]
    return Shown(row, place, times.day(row.started_at), steps)


def _words(step: drills.Step) -> Message:
    return msg(f"desk.drill.step_{step.what}", name=step.name)


@router.post("/drills/start/{kiosk_id}")
async def start(kiosk_id: str, me: Me, frame: FrameDep) -> Response:
    try:
        async with frame.hub.database.work() as work:
            row = await frame.hub.drills.start(work, kiosk_id, StaffRef(me.staff.id, me.staff.display_name))
            audit.note(work.session, staff_id=me.staff.id, action="drill_started", now=frame.now, subject=row.id)
    except Conflict as problem:
        known = problem.reason if problem.reason in ("alarm", "drill") else "drill"
        async with frame.hub.database.read() as session:
            return await _page(frame, session, me, msg(f"desk.drill.no_{known}"))
    return go("/desk/drills", "drill_started")


@router.post("/drills/{drill_id}/end")
async def end(drill_id: str, me: Me, frame: FrameDep, work: WorkDep) -> Response:
    await frame.hub.drills.end(work, drill_id)
    audit.note(work.session, staff_id=me.staff.id, action="drill_ended", now=frame.now, subject=drill_id)
    return go("/desk/drills", "drill_ended")
