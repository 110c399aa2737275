"""Recordings that residents leave with their requests: bytes, not JSON, and larger than anything else a kiosk sends."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from kiosk.domain.voice_note import WAV
from kiosk.hub.api import examples
from kiosk.hub.api.caller import LimitedKioskDep
from kiosk.hub.api.requests import RequestId
from kiosk.hub.deps import HubDep, WorkDep
from kiosk.hub.requests import voice_notes
from kiosk.protocol.models import UUID7

router = APIRouter(tags=["requests"])
AttachmentId = Annotated[str, Path(pattern=UUID7, examples=[examples.EVENT_ID])]
SOUND: dict[str, Any] = {
    "requestBody": {"required": True, "content": {WAV: {"schema": {"type": "string", "format": "binary"}}}}
}


@router.put(
    "/v1/requests/{request_id}/attachments/{attachment_id}",
    status_code=204,
    response_class=Response,
    openapi_extra=SOUND,
    responses={**examples.COMMON, **examples.problems(_404="not_found", _409="conflict")},
)
async def put_attachment(
    request_id: RequestId, attachment_id: AttachmentId, request: Request, hub: HubDep, kiosk: LimitedKioskDep,
    work: WorkDep,
) -> None:  # fmt: skip
    """The sound of the event `voice_note` with this id, sent before that event; at most 1 MB. Once by its id."""
    data = await request.body()
    await voice_notes.keep(work, kiosk.id, request_id, attachment_id, data, hub.clock.now())
