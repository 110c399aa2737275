"""A platform outside acknowledges an alarm, in CAP 1.2 (docs/cap.md)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response

from kiosk.hub.api import examples
from kiosk.hub.cap.reading import NotCap, read
from kiosk.hub.deps import HubDep
from kiosk.hub.errors import Invalid, Unauthorised
from kiosk.hub.providers.signing import SIGNATURE_HEADER, TIME_HEADER

router = APIRouter(tags=["cap"])
EXAMPLE = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>ack-1</identifier><sender>district.example</sender>
<sent>2026-11-02T09:10:00+08:00</sent><status>Actual</status><msgType>Ack</msgType><scope>Private</scope>
<addresses>centre.example</addresses><references>centre.example,silver-key.0,2026-11-02T09:09:30+08:00</references></alert>
"""
BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/cap+xml": {"schema": {"type": "string"}, "examples": {"ack": {"value": EXAMPLE}}}},
    }
}
Timestamp = Annotated[str, Header(alias=TIME_HEADER, description="Seconds since 1970, UTC.")]
Signature = Annotated[str, Header(alias=SIGNATURE_HEADER, description="HMAC-SHA256, see docs/cap.md.")]


@router.post(
    "/v1/cap/{name}",
    status_code=204,
    openapi_extra=BODY,
    responses={
        204: {"description": "Heard, now or before."},
        **examples.problems(
            _401="unauthorised", _404="not_found", _408="busy", _413="too_large", _422="invalid", _429="busy"
        ),
    },
)
async def acknowledge(
    name: Annotated[str, Path(max_length=40, examples=["district"])],
    request: Request,
    hub: HubDep,
    timestamp: Timestamp = "",
    signature: Signature = "",
) -> Response:
    """An Ack or an Error. 401 for every reason not to believe it; what was heard before is answered and passed over."""
    body = await request.body()
    endpoint = next((one.endpoint for one in hub.cap if one.endpoint.name == name), None)
    if endpoint is None or not endpoint.heard.genuine(timestamp, signature, body, hub.clock.now().timestamp()):
        raise Unauthorised
    hub.limits.take(f"cap {name}")
    try:
        answer = read(body)
    except NotCap as problem:
        raise Invalid(str(problem)) from None
    async with hub.database.work() as work:
        await hub.inbound.take(work, endpoint, answer)
    return Response(status_code=204)
