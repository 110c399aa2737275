"""What a kiosk found of itself in the morning."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from kiosk.hub import selftests
from kiosk.hub.api import examples
from kiosk.hub.api.caller import LimitedKioskDep
from kiosk.hub.deps import HubDep, WorkDep
from kiosk.hub.errors import Invalid
from kiosk.protocol.models import UUID7
from kiosk.protocol.selftest import SelfTestIn, SelfTestOut

router = APIRouter(tags=["kiosks"])
SelfTestId = Annotated[str, Path(pattern=UUID7, examples=[examples.EVENT_ID])]
EXAMPLE = {
    "id": examples.EVENT_ID,
    "at": examples.AT,
    "rows": [{"part": "hub", "ok": True}, {"part": "printer", "ok": False, "detail": "no paper"}],
}


@router.put(
    "/v1/selftests/{selftest_id}",
    openapi_extra=examples.body(morning=EXAMPLE),
    responses={
        **examples.COMMON,
        **examples.ok("The day that it counts for.", {"id": examples.EVENT_ID, "day": "2026-11-02"}),
    },
)
async def put_selftest(
    selftest_id: SelfTestId, data: SelfTestIn, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep
) -> SelfTestOut:
    """Keep a self-test, once by its id; of two of one day the newer stands."""
    if data.id != selftest_id:
        raise Invalid("the id in the body is not that of the address")
    row = await selftests.keep(work, kiosk.id, data, hub.clock.now())
    return SelfTestOut(id=data.id, day=row.day)
