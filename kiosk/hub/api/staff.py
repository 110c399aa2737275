"""A helper at a kiosk: badge and PIN, what is done with them, 交班. Whatever is wrong is one answer: 404."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.hub.api import examples
from kiosk.hub.api.caller import LimitedKioskDep
from kiosk.hub.deps import HubDep, WorkDep
from kiosk.protocol.staff import ActIn, BadgeIn, BadgeOut, HandOverIn

router = APIRouter(prefix="/v1/staff", tags=["staff"])
UNKNOWN = {**examples.COMMON, **examples.problems(_404="card_unknown")}


@router.post(
    "/badge",
    openapi_extra=examples.body(badge=examples.BADGE),
    responses={**UNKNOWN, **examples.ok("Who helps.", examples.HELPER)},
)
async def badge(data: BadgeIn, hub: HubDep, kiosk: LimitedKioskDep) -> BadgeOut:
    """A badge with its PIN. Five wrong PINs shut the badge for five minutes, and longer each time after."""
    staff, token = await hub.badges.enter(kiosk.id, data.badge, data.pin)
    return BadgeOut.model_validate({"name": staff.display_name, "role": staff.role, "pass_": token})


@router.post("/acts", status_code=204, openapi_extra=examples.body(act=examples.ACT), responses=UNKNOWN)
async def acts(data: ActIn, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep) -> None:
    """What the helper did, for the audit log; `locked` ends the pass."""
    await hub.badges.did(work, kiosk.id, data.pass_, data.act)


@router.post("/hand-over", status_code=204, openapi_extra=examples.body(shift={"pass_": "0" * 32}), responses=UNKNOWN)
async def hand_over(data: HandOverIn, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep) -> None:
    """交班: this person's desk no longer rings, what they had taken waits for somebody again."""
    await hub.badges.hand_over(work, kiosk.id, data.pass_)
