"""Faults as the desk sees them: what is wrong, who has seen it and what is being done, and those of the past (R6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.hub import faults
from kiosk.hub.deps import ReadDep, WorkDep
from kiosk.hub.desk import times
from kiosk.hub.desk.frame import FrameDep, go
from kiosk.hub.desk.guard import Me
from kiosk.hub.models import Fault, Kiosk
from kiosk.hub.requests.service import StaffRef
from kiosk.hub.staff import audit
from kiosk.text import Message, msg

router = APIRouter()


@dataclass(frozen=True)
class Shown:
    """`request` is the alarm that it is about, "" when there is none. `key` is what one touch says is being done."""

    id: str
    what: Message
    do: Message
    key: Message
    since: datetime
    ended: datetime | None
    seen_at: datetime | None
    seen_name: str
    doing: str
    request: str
    page: str = ""  # where it says what to do

    @property
    def day(self) -> str:
        return times.day(self.since)

    @property
    def last_day(self) -> str:
        return times.day(self.ended) if self.ended else ""


async def standing(session: AsyncSession) -> list[Shown]:
    """Those that last, the ones nobody has seen first."""
    return await _shown(session, await faults.standing(session))


async def _shown(session: AsyncSession, found: Sequence[Fault]) -> list[Shown]:
    kiosks = {
        one.id: one for one in await session.scalars(select(Kiosk).where(Kiosk.id.in_([r.subject for r in found])))
    }
    return [_one(row, kiosks) for row in found]


def _one(row: Fault, kiosks: Mapping[str, Kiosk]) -> Shown:
    if row.kind == faults.SILENT:
        kiosk = kiosks.get(row.subject)
        what = msg("desk.fault.silent", name=kiosk.name if kiosk else "", place=kiosk.place if kiosk else "")
        do, key = msg("desk.fault.do"), msg("desk.fault.go_look")
    elif row.kind == faults.SELFTEST_RED:
        kiosk = kiosks.get(row.subject)
        what = msg("desk.selftest.board", name=kiosk.name if kiosk else "", place=kiosk.place if kiosk else "")
        do, key = msg("desk.selftest.lasting_do"), msg("desk.selftest.called")
    elif row.kind in (faults.CAP_LATE, faults.CAP_DEAD):
        what = msg(f"desk.fault.{row.kind}", title=str(row.facts.get("title", row.subject)))
        do, key = msg(f"desk.fault.{row.kind}_do"), msg("desk.fault.phone_them")
    else:
        what, do, key = msg("desk.fault.other"), msg("desk.fault.do"), msg("desk.fault.go_look")
    return Shown(
        id=row.id,
        what=what,
        do=do,
        key=key,
        since=row.since,
        ended=row.ended_at,
        seen_at=row.seen_at,
        seen_name=row.seen_name,
        doing=row.doing,
        request=str(row.facts.get("request", "")),
        page=f"/desk/kiosks/{row.subject}/selftest" if row.kind == faults.SELFTEST_RED else "",
    )


@router.get("/faults")
async def faults_page(me: Me, frame: FrameDep, session: ReadDep) -> Response:
    return await frame.show(
        session,
        me,
        "faults.html",
        here="kiosks",
        standing=await standing(session),
        past=await _shown(session, await faults.past(session)),
    )


@router.post("/faults/{fault_id}/seen")
async def seen(
    fault_id: str, me: Me, frame: FrameDep, work: WorkDep, doing: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """Somebody has seen it, and says what is being done; once more to say that something else is."""
    staff = StaffRef(me.staff.id, me.staff.display_name)
    row = await faults.see(work, fault_id, staff, doing, frame.now)
    audit.note(work.session, staff_id=me.staff.id, action="fault_seen", now=frame.now, subject=f"{row.kind}:{row.id}")
    return go("/desk/faults", "fault_seen")
