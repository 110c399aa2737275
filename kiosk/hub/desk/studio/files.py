"""/desk/studio/PACKAGE/files/PATH: a text file of a draft as it stands, with its faults by line; undo."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse, Response

from kiosk.content.package.manifest import Manifest
from kiosk.errors import ContentError
from kiosk.hub.core import Hub
from kiosk.hub.deps import ReadDep, WorkDep
from kiosk.hub.desk import times
from kiosk.hub.desk.frame import Frame, FrameDep, go
from kiosk.hub.desk.guard import Administrator
from kiosk.hub.desk.studio.answers import about, away, why
from kiosk.hub.desk.studio.fault_places import Placed, placed
from kiosk.hub.errors import NotFound
from kiosk.hub.staff import audit
from kiosk.hub.staff.sessions import Signed
from kiosk.hub.studio.errors import NotAllowed
from kiosk.hub.studio.overview import Row
from kiosk.text import Message, msg

router = APIRouter()
Stamp = Annotated[str, Form(max_length=64)]
Whole = Annotated[str, Form(max_length=60_000)]


@router.get("/studio/{package}/files/{path:path}")
async def file_page(package: str, path: str, me: Administrator, frame: FrameDep, session: ReadDep) -> Response:
    found, _ = await about(frame.hub, package)
    raw, stamp = await read(frame.hub, package, path)
    return await _show(frame, session, me, found, path, raw.decode("utf-8", "replace"), stamp)


async def read(hub: Hub, package: str, path: str) -> tuple[bytes, str]:
    """A draft's file and its stamp; raises NotFound also for a path that may not be."""
    try:
        return await away(lambda: hub.studio.read(package, path))
    except NotAllowed as error:
        raise NotFound(str(error)) from error


async def _show(
    frame: Frame,
    session: AsyncSession,
    me: Signed,
    found: Row,
    path: str,
    text: str,
    stamp: str,
    bad: Message | None = None,
) -> Response:
    hub, package = frame.hub, found.manifest.id
    return await frame.show(
        session,
        me,
        "studio_file.html",
        status=409 if bad else 200,
        bad=bad,
        here="studio",
        one=found,
        path=path,
        text=text,
        stamp=stamp,
        faults=await away(lambda: faults(hub, found.manifest, path)),
        **await away(lambda: signed_by(hub, package, path)),
    )


def faults(hub: Hub, package: Manifest, path: str) -> list[Placed]:
    """Those of this file as it is saved, in words."""
    found = (one for one in hub.studio.check(package.id).faults if one.file == path)
    return placed(hub.studio, package, found)


def signed_by(hub: Hub, package: str, path: str) -> dict[str, Any]:
    """Who changed the file last, for a page; and whether there is something to undo."""
    writer = hub.studio.writer(package, path)
    told = None
    if writer.at is not None:
        told = msg("desk.studio.writer", name=writer.by, day=times.day(writer.at), at=times.clock(writer.at))
    return {"writer": told, "undoable": hub.studio.undoable(package, path)}


@router.post("/studio/{package}/save/{path:path}")
async def save(
    package: str, path: str, me: Administrator, frame: FrameDep, work: WorkDep, stamp: Stamp = "", text: Whole = ""
) -> Response:
    """A file with faults is saved, too: half a change is not lost. It cannot be published."""
    found, _ = await about(frame.hub, package)
    await read(frame.hub, package, path)
    raw = text.replace("\r\n", "\n").encode()
    try:
        await away(lambda: frame.hub.studio.write(package, path, raw, stamp, me.staff.display_name))
    except (ContentError, OSError) as error:
        now = (await read(frame.hub, package, path))[1]
        return await _show(frame, work.session, me, found, path, text, now, why(error))
    noted(frame, work.session, me, f"{package}/{path}")
    return go(f"/desk/studio/{package}/files/{path}", "content_saved")


@router.post("/studio/{package}/undo/{path:path}")
async def undo(
    package: str,
    path: str,
    me: Administrator,
    frame: FrameDep,
    work: WorkDep,
    stamp: Stamp = "",
    back: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    found, _ = await about(frame.hub, package)
    raw, now = await read(frame.hub, package, path)
    try:
        await away(lambda: frame.hub.studio.undo(package, path, stamp, me.staff.display_name))
    except (ContentError, OSError) as error:
        return await _show(frame, work.session, me, found, path, raw.decode("utf-8", "replace"), now, why(error))
    noted(frame, work.session, me, f"{package}/{path}")
    home = f"/desk/studio/{package}/"
    if back.startswith(home):
        return RedirectResponse(f"{back}{'&' if '?' in back else '?'}told=content_undone", status_code=303)
    return go(f"{home}files/{path}", "content_undone")


def noted(frame: Frame, session: AsyncSession, me: Signed, subject: str) -> None:
    """Who changed which draft stands in the audit log."""
    audit.note(session, staff_id=me.staff.id, action="content_changed", subject=subject, now=frame.now)
