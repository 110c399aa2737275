"""The page on which the centre signs its promise (docs/promises.md), and on which anybody reads it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.hub import promise
from kiosk.hub.deps import ReadDep, WorkDep
from kiosk.hub.desk import times
from kiosk.hub.desk.frame import Frame, FrameDep, go
from kiosk.hub.desk.guard import Administrator, Me
from kiosk.hub.errors import Conflict, Invalid
from kiosk.hub.staff.service import StaffRole
from kiosk.hub.staff.sessions import Signed
from kiosk.text import Message, msg

router = APIRouter()
PROMISED = ("answer", "otherwise", "fault", "drill")
NOT_PROMISED = ("no_120", "no_doctor", "no_outside", "no_line")
Text = Annotated[str, Form(max_length=500)]


@router.get("/promise")
async def promise_page(me: Me, frame: FrameDep, session: ReadDep) -> Response:
    return await _page(frame, session, me)


async def _page(
    frame: Frame, session: AsyncSession, me: Signed, bad: Message | None = None, given: promise.Signature | None = None
) -> Response:
    every = await promise.history(session)
    return await frame.show(
        session,
        me,
        "promise.html",
        status=422 if bad else 200,
        bad=bad,
        here="staff",
        signed=await promise.current(session),
        past=[(times.day(one.signed_at), times.day(one.withdrawn_at), one) for one in every if one.withdrawn_at],
        given=given or promise.Signature("", times.day(frame.now), "", ""),
        may_sign=me.staff.role == StaffRole.ADMINISTRATOR,
        promised=PROMISED,
        not_promised=NOT_PROMISED,
    )


@router.post("/promise/sign")
async def sign(
    me: Administrator, frame: FrameDep, name: Text = "", on: Text = "", answers: Text = "", hours: Text = ""
) -> Response:
    given = promise.Signature(name, on, answers, hours)
    try:
        async with frame.hub.database.work() as work:
            await promise.sign(work, me.staff.id, given, frame.now)
    except Invalid:
        async with frame.hub.database.read() as session:
            return await _page(frame, session, me, msg("desk.promise.incomplete"), given)
    return go("/desk/promise", "promise_signed")


@router.post("/promise/withdraw")
async def withdraw(me: Administrator, frame: FrameDep, work: WorkDep) -> Response:
    try:
        await promise.withdraw(work, me.staff.id, frame.now)
    except Conflict:
        return go("/desk/promise")
    return go("/desk/promise", "promise_withdrawn")
