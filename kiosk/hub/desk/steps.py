"""The page of steps: where people stop, how long each screen takes, what is done alone. Nobody's name is in it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from kiosk.domain.steps import Left
from kiosk.hub import steps
from kiosk.hub.deps import ReadDep
from kiosk.hub.desk import wanted
from kiosk.hub.desk.frame import FrameDep
from kiosk.hub.desk.guard import Manager
from kiosk.hub.desk.render import HERE

router = APIRouter()
PICTURED = frozenset(path.stem.removesuffix("-wide") for path in (HERE / "static" / "screens").glob("*-wide.webp"))
"""The screens of which there is a picture; another version's kiosk may have others (packaging/screen_pictures.py)."""


@router.get("/steps")
async def steps_page(me: Manager, frame: FrameDep, session: ReadDep) -> Response:
    found = await steps.figures(session, frame.now)
    return await frame.show(
        session,
        me,
        "steps.html",
        here="quality",
        days=steps.DAYS,
        screens=[(wanted.screen(one.screen), one) for one in found],
        ways=tuple(Left),
        pictured=PICTURED,
    )
