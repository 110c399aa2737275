"""/desk/studio: the packages, and what an administrator should do soon."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from kiosk.hub.content.status import RoleStatus
from kiosk.hub.deps import ReadDep
from kiosk.hub.desk.frame import Frame, FrameDep
from kiosk.hub.desk.guard import Administrator
from kiosk.hub.staff.service import StaffRole
from kiosk.hub.staff.sessions import Signed
from kiosk.hub.studio import overview

router = APIRouter()


@router.get("/studio")
async def packages(me: Administrator, frame: FrameDep, session: ReadDep) -> Response:
    hub = frame.hub
    known = await asyncio.to_thread(overview.published, hub.content, frame.now)
    rows = await asyncio.to_thread(overview.rows, hub.studio, known)
    return await frame.show(session, me, "studio.html", here="studio", packages=rows, known=known)


async def expiring(frame: Frame, me: Signed) -> tuple[RoleStatus, ...]:
    """Signatures of content that end within 60 days, for those who can renew them."""
    if me.staff.role != StaffRole.ADMINISTRATOR:
        return ()
    return (await asyncio.to_thread(overview.published, frame.hub.content, frame.now)).warnings
