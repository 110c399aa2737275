"""What residents have learned: told by kiosks whenever they can, asked for with a card."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.hub.api import examples
from kiosk.hub.api.caller import LimitedKioskDep
from kiosk.hub.api.residents import UNKNOWN, Pass, ResidentId
from kiosk.hub.deps import HubDep, WorkDep
from kiosk.protocol.lessons import KnownOut, LearnedIn, LearnedOut

router = APIRouter(tags=["lessons"])
FACT = {
    "id": examples.REQUEST_ID,
    "resident": examples.RESIDENT_ID,
    "lesson": "call",
    "what": "done",
    "at": "2026-11-20T08:00:00Z",
    "right": 3,
    "of": 3,
}


@router.post(
    "/v1/lessons",
    openapi_extra=examples.body(facts={"facts": [FACT]}),
    responses={**examples.COMMON, **examples.ok("Taken; who is not known any more.", {"gone": []})},
)
async def learned(data: LearnedIn, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep) -> LearnedOut:
    """Facts, of any residents, idempotent by their ids. They are added to what is known and change nothing of it."""
    return LearnedOut(gone=await hub.residents.learned(work, kiosk.id, data.facts))


@router.get(
    "/v1/residents/{resident_id}/lessons",
    responses={**UNKNOWN, **examples.ok("Oldest first.", {"facts": [FACT]})},
)
async def known(
    resident_id: ResidentId, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep, pass_: Pass = ""
) -> KnownOut:
    """Everything this resident has learned, at whichever kiosk. A card that was shown here is enough."""
    await hub.residents.standing(work, kiosk.id, resident_id, pass_)
    return KnownOut(facts=await hub.residents.lessons_of(work.session, resident_id))
