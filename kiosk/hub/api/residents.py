"""Who stands at a kiosk. Whatever is wrong with a card, a pass, a 属相 or a badge is one answer: 404, card_unknown."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path

from kiosk.domain.resident import Level
from kiosk.hub.api import examples
from kiosk.hub.api.caller import LimitedKioskDep
from kiosk.hub.deps import HubDep, WorkDep
from kiosk.hub.residents.base import known
from kiosk.protocol.models import UUID7
from kiosk.protocol.residents import (
    PASS_HEADER,
    AffairsOut,
    CardIn,
    ConsentIn,
    GoneOut,
    HabitsIn,
    KeptIn,
    OpenIn,
    ResidentOut,
    VouchIn,
)

router = APIRouter(prefix="/v1/residents", tags=["residents"])
ResidentId = Annotated[str, Path(pattern=UUID7, examples=[examples.RESIDENT_ID])]
RequestId = Annotated[str, Path(pattern=UUID7, examples=[examples.REQUEST_ID])]
Pass = Annotated[str, Header(alias=PASS_HEADER, max_length=80, description="What the card opened, for this session.")]
UNKNOWN = {**examples.COMMON, **examples.problems(_404="card_unknown")}
KNOWN = {**UNKNOWN, **examples.ok("Who it is, as far as this kiosk may know.", examples.RESIDENT_OUT)}


@router.post("/card", openapi_extra=examples.body(card=examples.CARD), responses=KNOWN)
async def card(data: CardIn, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep) -> ResidentOut:
    """A card's code or number, for one session: 10 minutes after its last use the pass is over by itself."""
    return await hub.residents.by_card(work, kiosk.id, data.code)


@router.post(
    "/gone",
    openapi_extra=examples.body(kept={"kept": [{"id": examples.RESIDENT_ID, "since": "2026-11-20T08:00:00Z"}]}),
    responses={**examples.COMMON, **examples.ok("Those that have to go.", {"gone": []})},
)
async def gone(data: KeptIn, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep) -> GoneOut:  # noqa: ARG001 - kiosks only
    """Whose habits a kiosk keeps for times without a line: which of them it must not keep any longer."""
    kept = {one.id: one.since for one in data.kept}
    return GoneOut(gone=await hub.residents.gone(work.session, kept))


@router.post("/{resident_id}/open", openapi_extra=examples.body(rabbit=examples.OPEN), responses=KNOWN)
async def open_(resident_id: ResidentId, data: OpenIn, hub: HubDep, kiosk: LimitedKioskDep) -> ResidentOut:
    """The right 属相 opens what is personal. After two wrong ones none is looked at until tomorrow."""
    return await hub.residents.open(kiosk.id, resident_id, data.pass_, data.zodiac)


@router.post("/{resident_id}/vouch", openapi_extra=examples.body(vouch=examples.VOUCH), responses=KNOWN)
async def vouch(resident_id: ResidentId, data: VouchIn, hub: HubDep, kiosk: LimitedKioskDep) -> ResidentOut:
    """A volunteer's word opens what is personal: badge and PIN, or `badge` a helper's pass of this kiosk and no PIN."""
    staff = await hub.badges.who(kiosk.id, data.badge, data.pin)
    async with hub.database.work() as work:
        return await hub.residents.vouched(work, kiosk.id, resident_id, data.pass_, staff.id)


@router.post("/{resident_id}/leave", status_code=204, responses=examples.COMMON)
async def leave(resident_id: ResidentId, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep, pass_: Pass = "") -> None:
    """The session is over, and the pass with it."""
    await hub.residents.leave(work, kiosk.id, resident_id, pass_)


@router.get(
    "/{resident_id}/affairs",
    responses={**UNKNOWN, **examples.ok("Newest first.", {"affairs": [examples.AFFAIR]})},
)
async def affairs(
    resident_id: ResidentId, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep, pass_: Pass = ""
) -> AffairsOut:
    """我的事情, wherever they were asked for. Needs to be opened."""
    await hub.residents.standing(work, kiosk.id, resident_id, pass_, opened=True)
    return AffairsOut(affairs=await hub.residents.affairs(work.session, resident_id, kiosk.id))


@router.post("/{resident_id}/affairs/{request_id}/cancel", status_code=204, responses=UNKNOWN)
async def cancel(
    resident_id: ResidentId,
    request_id: RequestId,
    hub: HubDep,
    kiosk: LimitedKioskDep,
    work: WorkDep,
    pass_: Pass = "",
) -> None:
    """The resident asks for one of their own to be cancelled. Needs to be opened. 404 not_found: it is not theirs."""
    await work.keep_order()
    await hub.residents.standing(work, kiosk.id, resident_id, pass_, opened=True)
    await hub.residents.cancel_theirs(work, resident_id, request_id)


@router.put(
    "/{resident_id}/habits", status_code=204, openapi_extra=examples.body(habits=examples.HABITS), responses=UNKNOWN
)
async def habits(
    resident_id: ResidentId, data: HabitsIn, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep, pass_: Pass = ""
) -> None:
    """Remember these from now on, in place of what was kept."""
    _, row = await hub.residents.standing(work, kiosk.id, resident_id, pass_)
    hub.residents.keep(row, data)


@router.put("/{resident_id}/consent", openapi_extra=examples.body(given={"given": True}), responses=KNOWN)
async def consent(
    resident_id: ResidentId, data: ConsentIn, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep, pass_: Pass = ""
) -> ResidentOut:
    """Health data may be kept, or may not any longer, with its effect at once. Needs to be opened."""
    _, row = await hub.residents.standing(work, kiosk.id, resident_id, pass_, opened=True)
    await hub.residents.consent(work, row, data.given)
    return known(row, pass_, Level.OPENED)


@router.delete("/{resident_id}", status_code=204, responses=UNKNOWN)
async def forget(resident_id: ResidentId, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep, pass_: Pass = "") -> None:
    """Delete everything kept of this resident. Needs to be opened."""
    await hub.residents.standing(work, kiosk.id, resident_id, pass_, opened=True)
    await hub.residents.forget(work, resident_id)
