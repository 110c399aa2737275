"""A taxi platform says that a ride has changed. What has changed is then asked of it, on our own connection: news
that comes late, twice or out of order can do no harm.
"""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response

from kiosk.hub.api import examples
from kiosk.hub.bus import Notice, Topic
from kiosk.hub.deps import HubDep
from kiosk.hub.errors import Invalid, Unauthorised
from kiosk.hub.providers.http import HttpProvider
from kiosk.hub.providers.http_words import is_reference
from kiosk.hub.providers.signing import SIGNATURE_HEADER, TIME_HEADER
from kiosk.hub.requests import repository

router = APIRouter(tags=["providers"])
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"type": "object", "properties": {"ride": {"type": "string"}}, "required": ["ride"]},
                "examples": {"ride": {"value": {"ride": "R-0000"}}},
            }
        },
    }
}
Timestamp = Annotated[str, Header(alias=TIME_HEADER, description="Seconds since 1970, UTC.")]
Signature = Annotated[str, Header(alias=SIGNATURE_HEADER, description="HMAC-SHA256, see docs/taxi-platform.md.")]


@router.post(
    "/v1/providers/{name}/webhook",
    status_code=204,
    openapi_extra=BODY,
    responses={
        204: {"description": "Heard."},
        **examples.problems(_401="unauthorised", _408="busy", _413="too_large", _422="invalid", _429="busy"),
    },
)
async def webhook(
    name: Annotated[str, Path(max_length=40, examples=["taxi"])],
    request: Request,
    hub: HubDep,
    timestamp: Timestamp = "",
    signature: Signature = "",
) -> Response:
    """A ride has changed. 401 for every reason not to believe it; what was heard before is answered and passed over."""
    body, now = await request.body(), hub.clock.now().timestamp()
    provider = hub.dispatcher.provider if hub.dispatcher else None
    if not isinstance(provider, HttpProvider) or name != hub.settings.platform.name:
        raise Unauthorised
    if not provider.heard.genuine(timestamp, signature, body, now):
        raise Unauthorised
    hub.limits.take(f"webhook {name}")
    reference = _reference(body)
    if provider.heard.is_new(signature, now):
        async with hub.database.read() as session:
            keys = await repository.booking_keys(session, provider.name, reference)
        hub.bus.publish(Notice(Topic.BOOKING, key) for key in keys)
    return Response(status_code=204)


def _reference(body: bytes) -> str:
    try:
        told = json.loads(body)
    except ValueError:
        raise Invalid from None
    reference = told.get("ride") if isinstance(told, dict) else None
    if not isinstance(reference, str) or not is_reference(reference):
        raise Invalid
    return reference
