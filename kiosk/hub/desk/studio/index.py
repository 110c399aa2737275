"""/desk/studio: the packages, and what an administrator should do soon."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from kiosk.hub.deps import ReadDep
from kiosk.hub.desk.frame import FrameDep
from kiosk.hub.desk.guard import Administrator
from kiosk.hub.studio import overview

router = APIRouter()


@router.get("/studio")
async def packages(me: Administrator, frame: FrameDep, session: ReadDep) -> Response:
    hub = frame.hub
    known = await asyncio.to_thread(overview.published, hub.content, frame.now)
    rows = await asyncio.to_thread(overview.rows, hub.studio, known)
    return await frame.show(session, me, "studio.html", here="studio", packages=rows, known=known)
