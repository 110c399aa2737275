"""Somebody telephones: what they ask for becomes a request in the hands of who answers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from kiosk.hub.deps import WorkDep
from kiosk.hub.desk.frame import FrameDep, go
from kiosk.hub.desk.guard import MANAGERS, Me
from kiosk.hub.desk.render import translator
from kiosk.hub.errors import Invalid
from kiosk.hub.requests.service import StaffRef
from kiosk.hub.residents.calls import Call
from kiosk.text import SOURCE_LANGUAGE, msg

router = APIRouter(prefix="/residents/calls")
Text = Annotated[str, Form(max_length=128)]


@router.post("")
async def called(
    me: Me,
    frame: FrameDep,
    work: WorkDep,
    phone: Text = "",
    kind: Text = "",
    where: Text = "",
    to: Text = "",
    about: Text = "",
) -> Response:
    """What is missing is said on the same page; the caller is still on the line."""
    hub = frame.hub
    await hub.kiosks.telephone(work, translator(SOURCE_LANGUAGE)(msg("desk.call.line")))
    call = Call(phone, kind, where, to, about)
    try:
        row = await hub.residents.by_phone(work, call, StaffRef(me.staff.id, me.staff.display_name))
    except Invalid:
        return await frame.show(
            work.session,
            me,
            "call.html",
            status=422,
            bad=msg("desk.call.wrong"),
            here="residents",
            phone=phone,
            may_look=me.staff.role in MANAGERS,
        )
    return go(f"/desk/requests/{row.id}", "called")
