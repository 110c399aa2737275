"""The kiosks as the desk sees them: alive, silent, shut out; and codes to enrol new ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import qrcode  # type: ignore[import-untyped]  # no stubs; used here only
from fastapi import APIRouter
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.hub import selftests
from kiosk.hub.core import Hub
from kiosk.hub.deps import ReadDep, WorkDep
from kiosk.hub.desk import times
from kiosk.hub.desk.board import Viewer
from kiosk.hub.desk.frame import FrameDep, go
from kiosk.hub.desk.guard import MANAGERS, Manager, Me
from kiosk.hub.kiosks import CODE_LIFE, KioskState
from kiosk.hub.models import SelfTest
from kiosk.hub.staff import audit
from kiosk.text import Message, msg

router = APIRouter()
STORE_FAULTS = {"store", "store_full", "store_unreadable", "store_moved_aside", "store_unavailable", "alarm_journal"}
DELIVERY_FAULTS = {"delivery_stuck", "request_refused"}
DEVICE_FAULTS = {"alarm_button", "screen", "sound", "voice", "clock", "display", "card_reader"}
CONTENT_FAULTS = {"content_rolled_back", "content_untested", "first_aid_unread"}
FAULTS = frozenset({*STORE_FAULTS, *DELIVERY_FAULTS, *DEVICE_FAULTS, *CONTENT_FAULTS})
ORDER = {"silent": 0, "fault": 1, "new": 2, "good": 3, "revoked": 4}


@dataclass(frozen=True)
class Machine:
    """`state`: good, fault (it says so itself), silent (R6), new (never seen), revoked."""

    id: str
    name: str
    place: str
    state: str
    seen: datetime | None
    age: str
    pending: int
    faults: tuple[Message, ...]
    selftest: Message | None = None  # how the newest self-test went
    selftest_red: bool = False


async def machines(hub: Hub, session: AsyncSession, viewer: Viewer) -> list[Machine]:
    """All of them, those with trouble first, those shut out last."""
    states = await hub.kiosks.states(session)
    tests = await selftests.newest(session)
    every = (replace(_machine(state, viewer), **_selftest(tests.get(state.id))) for state in states)
    return sorted(every, key=lambda one: ORDER[one.state])


def _selftest(test: SelfTest | None) -> dict[str, Any]:
    if test is None:
        return {}
    said = msg("desk.selftest.red", n=test.red) if test.red else msg("desk.selftest.green")
    return {"selftest": msg("desk.selftest.short", what=said), "selftest_red": test.red > 0}


def _machine(state: KioskState, viewer: Viewer) -> Machine:
    seen = state.last_seen_at
    return Machine(
        id=state.id,
        name=state.name,
        place=state.place,
        state=_state(state),
        seen=seen,
        age=viewer.say(times.span((viewer.now - seen).total_seconds())) if seen else "",
        pending=state.pending,
        faults=tuple(msg(f"desk.fault.{code}") if code in FAULTS else msg("desk.fault.other") for code in state.faults),
    )


def _state(state: KioskState) -> str:
    if state.revoked:
        return "revoked"
    if state.silent:
        return "silent"
    if state.last_seen_at is None:
        return "new"
    return "fault" if state.faults else "good"


@router.get("/kiosks")
async def kiosks_page(me: Me, frame: FrameDep, session: ReadDep) -> Response:
    return await frame.show(
        session,
        me,
        "kiosks.html",
        here="kiosks",
        kiosks=await machines(frame.hub, session, frame.viewer(me)),
        may_manage=me.staff.role in MANAGERS,
    )


@router.post("/kiosks/codes")
async def new_code(me: Manager, frame: FrameDep, work: WorkDep) -> Response:
    """A one-time code, shown once and kept only as a hash: so it is this answer itself, not a page to come back to."""
    hub = frame.hub
    secret = await hub.kiosks.new_code(work, me.staff.username)
    code = hub.enrolment_code(secret).encode()
    audit.note(work.session, staff_id=me.staff.id, action="code_created", now=frame.now)
    hours = int(CODE_LIFE.total_seconds() // 3600)
    return await frame.show(
        work.session, me, "code.html", here="kiosks", code=code, qr=picture(code.replace("-", "")), hours=hours
    )


@router.post("/kiosks/{kiosk_id}/revoke")
async def revoke(kiosk_id: str, me: Manager, frame: FrameDep, work: WorkDep) -> Response:
    await frame.hub.kiosks.revoke(work, kiosk_id)
    audit.note(work.session, staff_id=me.staff.id, action="kiosk_revoked", subject=kiosk_id, now=frame.now)
    return go("/desk/kiosks", "revoked")


def picture(text: str) -> Markup:
    """A QR code as SVG of our own drawing: black on white whatever the page's colours, four modules of margin."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, black in enumerate(row) if black)
    size = len(matrix)
    return Markup(  # noqa: S704 - numbers only
        f'<svg viewBox="0 0 {size} {size}" shape-rendering="crispEdges" aria-hidden="true">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path fill="#000" d="{dark}"/></svg>'
    )
