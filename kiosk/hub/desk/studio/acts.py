"""What an administrator does with a package: publish, offer to all, stop, roll back, throw the draft away."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.responses import Response

from kiosk.content.package.errors import PackageError
from kiosk.errors import ContentError
from kiosk.hub.content.publish import Signed as Signers
from kiosk.hub.database import Work
from kiosk.hub.deps import WorkDep
from kiosk.hub.desk.frame import Frame, FrameDep, go
from kiosk.hub.desk.guard import Administrator
from kiosk.hub.desk.studio import changes
from kiosk.hub.desk.studio.answers import about, away, why
from kiosk.hub.desk.studio.package import show
from kiosk.hub.desk.studio.signatures import Again, Handed, HandedDep, Text, signers
from kiosk.hub.staff import audit
from kiosk.hub.staff.sessions import Signed
from kiosk.hub.studio import publishing

router = APIRouter()
CHANNELS = ("pilot", "all")
PUBLISH = "publish"


async def _do(
    frame: Frame, work: Work, me: Signed, package: str, handed: Handed, act: Any, told: str, again: Again
) -> Response:
    """Sign, do it, note it; or the same form again with what was refused, and nothing done."""
    found, _ = await about(frame.hub, package)
    try:
        sign = await signers(frame, me, found.manifest.kind, handed)
        await away(lambda: act(found.manifest.kind, sign))
    except (ContentError, OSError) as error:
        again = replace(again, keys=handed.chosen)
        page = changes.show if again.form == PUBLISH and not isinstance(error, PackageError) else show
        return await page(frame, work.session, me, package, why(error), again)
    audit.note(work.session, staff_id=me.staff.id, action=told, subject=package, now=frame.now)
    return go(f"/desk/studio/{package}", told)


@router.post("/studio/{package}/publish")
async def publish(
    package: str, me: Administrator, frame: FrameDep, work: WorkDep, handed: HandedDep, stamp: Text = ""
) -> Response:
    def act(_kind: str, sign: Signers) -> None:
        publishing.publish(frame.hub.studio, package, stamp, sign)

    return await _do(frame, work, me, package, handed, act, "content_published", Again(PUBLISH))


@router.post("/studio/{package}/offer")
async def offer(
    package: str,
    me: Administrator,
    frame: FrameDep,
    work: WorkDep,
    handed: HandedDep,
    version: Annotated[int, Form()],
) -> Response:
    def act(kind: str, sign: Signers) -> None:
        publishing.to_all(frame.hub.content, kind, package, version, sign)

    return await _do(frame, work, me, package, handed, act, "content_offered", Again("offer"))


@router.post("/studio/{package}/stop")
async def stop(
    package: str, me: Administrator, frame: FrameDep, work: WorkDep, handed: HandedDep, channel: Text = "pilot"
) -> Response:
    def act(kind: str, sign: Signers) -> None:
        publishing.stop(frame.hub.content, kind, package, _channel(channel), sign)

    return await _do(frame, work, me, package, handed, act, "content_stopped", Again(f"stop-{channel}"))


@router.post("/studio/{package}/rollback")
async def roll_back(
    package: str,
    me: Administrator,
    frame: FrameDep,
    work: WorkDep,
    handed: HandedDep,
    version: Annotated[int, Form()],
    channel: Text = "pilot",
) -> Response:
    def act(kind: str, sign: Signers) -> None:
        publishing.roll_back(frame.hub.content, kind, package, version, _channel(channel), sign)

    again = Again(f"back-{channel}", version=version)
    return await _do(frame, work, me, package, handed, act, "content_rolled_back", again)


@router.post("/studio/{package}/discard")
async def discard(package: str, me: Administrator, frame: FrameDep, work: WorkDep) -> Response:
    await about(frame.hub, package)
    await away(lambda: frame.hub.studio.discard(package, me.staff.display_name))
    audit.note(work.session, staff_id=me.staff.id, action="content_discarded", subject=package, now=frame.now)
    return go(f"/desk/studio/{package}", "content_discarded")


def _channel(name: str) -> str:
    if name not in CHANNELS:
        raise ContentError(f"{name}: one of {', '.join(CHANNELS)}")
    return name
