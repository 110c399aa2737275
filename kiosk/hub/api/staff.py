"""A helper at a kiosk: badge and PIN, what is done with them, 交班. Whatever is wrong is one answer: 404."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.domain.other_card import is_fingerprint
from kiosk.hub.api import examples
from kiosk.hub.api.caller import LimitedKioskDep
from kiosk.hub.deps import HubDep, WorkDep
from kiosk.hub.errors import Invalid
from kiosk.hub.residents.registry import Person
from kiosk.protocol.staff import ActIn, BadgeIn, BadgeOut, HandOverIn, IssuedOut, IssueIn, RegisterIn, TieIn

router = APIRouter(prefix="/v1/staff", tags=["staff"])
ISSUED = examples.ok("The new card, told this once.", examples.ISSUED)
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


@router.post("/residents", openapi_extra=examples.body(new=examples.REGISTER), responses={**UNKNOWN, **ISSUED})
async def residents(data: RegisterIn, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep) -> IssuedOut:
    """Somebody is registered by the helper beside them, and has a card. Six at once, then one a minute."""
    staff = await hub.badges.standing(work, kiosk.id, data.pass_)
    person = Person("", data.phone, data.zodiac)
    made = await hub.residents.register_here(work, data.id, person, by=staff.id, health=data.health)
    return IssuedOut(code=made.code, number=made.number)


@router.post("/cards", openapi_extra=examples.body(issue=examples.ISSUE), responses={**UNKNOWN, **ISSUED})
async def cards(data: IssueIn, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep) -> IssuedOut:
    """A new card for a resident who is opened here; the one before it opens nothing any more."""
    staff = await hub.badges.standing(work, kiosk.id, data.pass_)
    made = await hub.residents.issue_here(work, kiosk.id, data.resident, data.token, by=staff.id)
    return IssuedOut(code=made.code, number=made.number)


@router.post("/ties", status_code=204, openapi_extra=examples.body(tie=examples.TIE), responses=UNKNOWN)
async def ties(data: TieIn, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep) -> None:
    """身份证, 社保卡 or 随申码 is as good as the resident's own card from now on."""
    if not (is_fingerprint(data.first) and is_fingerprint(data.second)):
        raise Invalid
    staff = await hub.badges.standing(work, kiosk.id, data.pass_)
    await hub.residents.tie_here(work, data.code, (data.first, data.second), data.kind, by=staff.id)
