"""/desk/studio/PACKAGE/changes: what publishing the draft would change, in words and pictures; publishing is here."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kiosk.errors import ContentError
from kiosk.hub.deps import ReadDep
from kiosk.hub.desk.frame import Frame, FrameDep
from kiosk.hub.desk.guard import Administrator
from kiosk.hub.desk.studio import package as whole
from kiosk.hub.desk.studio.answers import about, away, key_called, why
from kiosk.hub.desk.studio.compared import compared, unchanged
from kiosk.hub.desk.studio.signatures import Again, offered
from kiosk.hub.staff.sessions import Signed
from kiosk.hub.studio import looking
from kiosk.text import Message, msg

router = APIRouter()


@router.get("/studio/{package}/changes")
async def changes_page(package: str, me: Administrator, frame: FrameDep, session: ReadDep) -> Response:
    return await show(frame, session, me, package)


async def show(
    frame: Frame,
    session: AsyncSession,
    me: Signed,
    package: str,
    bad: Message | None = None,
    again: Again | None = None,
) -> Response:
    """`bad` says what was refused, in the form `again`. A draft with faults is shown on its own page instead."""
    hub = frame.hub
    found, known = await about(hub, package)
    try:
        look = await away(lambda: looking.look(hub.studio, package, me.staff.display_name))
        files = await away(lambda: compared(hub.studio, package, look))
        same = await away(lambda: unchanged(hub.studio, package, look))
        back = await away(lambda: whole.returning(hub, found, known))
    except (ContentError, OSError) as error:
        return await whole.show(frame, session, me, package, why(error))
    return await frame.show(
        session,
        me,
        "studio_changes.html",
        status=409 if bad else 200,
        bad=bad,
        here="studio",
        one=found,
        known=known,
        seen=look,
        files=files,
        same=same,
        back=back,
        travels=_megabytes(look.travels),
        keys=await offered(hub, found, known),
        again=again or Again(),
        key_called=key_called,
    )


def _megabytes(length: int) -> Message:
    return msg("desk.studio.megabytes", n=round(length / 1e6)) if length >= 1_500_000 else msg("desk.studio.small")
