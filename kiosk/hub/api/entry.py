"""Before a kiosk is known: health, the hub's CA, enrolment."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse

from kiosk.hub.api import examples
from kiosk.hub.api.caller import speaks
from kiosk.hub.deps import HubDep, WorkDep
from kiosk.hub.errors import NotFound
from kiosk.protocol.models import EnrolIn, EnrolOut, Health

router = APIRouter(tags=["entry"])


@router.get(
    "/v1/health", responses=examples.ok("The hub answers.", {"ok": True, "version": 1, "hub_time": examples.AT})
)
async def health(hub: HubDep) -> Health:
    """Whether the hub answers, which version it speaks, and its time."""
    return Health(hub_time=hub.clock.now())


@router.get(
    "/v1/ca",
    response_class=PlainTextResponse,
    responses={
        **examples.ok("PEM", "-----BEGIN CERTIFICATE-----\n…", "text/plain"),
        **examples.problems(_404="not_found"),
    },
)
async def ca(hub: HubDep) -> PlainTextResponse:
    """The hub's own CA. Trust it only when its hash is the one in the enrolment code. 404: it has none."""
    if not hub.ca_pem:
        raise NotFound
    return PlainTextResponse(hub.ca_pem)


@router.post(
    "/v1/enrolments",
    openapi_extra=examples.body(kiosk=examples.ENROL),
    responses={
        **examples.COMMON,
        **examples.problems(_401="unauthorised", _409="code_used", _410="expired"),
        **examples.ok(
            "The kiosk is known from now on.",
            {"kiosk_id": examples.REQUEST_ID, "token": "0" * 43, "hub_name": "银色一键通", "ca_pem": ""},
        ),
    },
)
async def enrol(
    request: Request, hub: HubDep, _: Annotated[None, Depends(speaks)], data: EnrolIn, work: WorkDep
) -> EnrolOut:
    """Join with a one-time code. The token is told this once."""
    hub.entry_limits.take(request.client.host if request.client else "")
    kiosk, token = await hub.kiosks.enrol(work, data)
    return EnrolOut(kiosk_id=kiosk.id, token=token, hub_name=hub.settings.name, ca_pem=hub.ca_pem)
