"""Requests and their events, from kiosks. Every call may be repeated: an id takes effect once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.details import AlarmCall
from kiosk.domain.request import Kind
from kiosk.hub.api import examples
from kiosk.hub.api.caller import KioskDep, LimitedKioskDep
from kiosk.hub.core import Hub
from kiosk.hub.deps import HubDep, ReadDep, WorkDep
from kiosk.hub.errors import Busy, Invalid, NotFound
from kiosk.hub.models import Request
from kiosk.hub.requests import repository
from kiosk.hub.requests.replies import request_out
from kiosk.protocol.models import UUID7, EventIn, HeartbeatIn, HeartbeatOut, RequestIn, RequestOut

router = APIRouter(tags=["requests"])
RequestId = Annotated[str, Path(pattern=UUID7, examples=[examples.REQUEST_ID])]
EventId = Annotated[str, Path(pattern=UUID7, examples=[examples.EVENT_ID])]
OUT = examples.ok("Where the request stands, with all of its events.", examples.REQUEST_OUT)


async def _reply(hub: Hub, session: AsyncSession, row: Request) -> RequestOut:
    return await request_out(session, row, hub.clock.now(), await hub.presence(session))


@router.put(
    "/v1/requests/{request_id}",
    openapi_extra=examples.body(taxi=examples.TAXI, alarm=examples.ALARM),
    responses={**examples.COMMON, **examples.problems(_409="conflict"), **OUT},
)
async def submit(request_id: RequestId, data: RequestIn, hub: HubDep, kiosk: KioskDep, work: WorkDep) -> RequestOut:
    """Deliver a request. Acknowledged when it is on the hub's disk. An alarm is never counted against a limit."""
    if not isinstance(data.details, AlarmCall):
        hub.limits.take(kiosk.id)
    if data.id != request_id:
        raise Invalid("the id in the body is not that of the address")
    row = await hub.requests.submit(work, kiosk.id, data)
    return await _reply(hub, work.session, row)


@router.put(
    "/v1/requests/{request_id}/events/{event_id}",
    openapi_extra=examples.body(cancel=examples.EVENT),
    responses={**examples.COMMON, **examples.problems(_404="not_found", _409="conflict"), **OUT},
)
async def put_event(
    request_id: RequestId, event_id: EventId, data: EventIn, hub: HubDep, kiosk: KioskDep, work: WorkDep
) -> RequestOut:
    """Tell what happened on the kiosk. 404: its request has not arrived, deliver that first."""
    if data.id != event_id:
        raise Invalid("the id in the body is not that of the address")
    await _count(hub, work.session, kiosk.id, request_id)
    row = await hub.requests.kiosk_event(work, kiosk.id, request_id, data)
    return await _reply(hub, work.session, row)


@router.get(
    "/v1/requests/{request_id}",
    responses={**examples.COMMON, **examples.problems(_404="not_found"), **OUT},
)
async def get_request(request_id: RequestId, hub: HubDep, kiosk: KioskDep, session: ReadDep) -> RequestOut:
    """Where one of this kiosk's requests stands."""
    await _count(hub, session, kiosk.id, request_id)
    row = await repository.request(session, request_id)
    if row is None or row.kiosk_id != kiosk.id:
        raise NotFound
    return await _reply(hub, session, row)


@router.post(
    "/v1/heartbeat",
    tags=["kiosk"],
    openapi_extra=examples.body(well=examples.HEARTBEAT),
    responses={
        **examples.COMMON,
        **examples.ok("Heard.", {"hub_time": examples.AT, "presence": examples.PRESENCE}),
    },
)
async def heartbeat(data: HeartbeatIn, hub: HubDep, kiosk: LimitedKioskDep, work: WorkDep) -> HeartbeatOut:
    """Every 30 seconds; silent for 90, the desk sees a fault."""
    await hub.kiosks.heartbeat(work, kiosk.id, data)
    return HeartbeatOut(hub_time=hub.clock.now(), presence=await hub.presence(work.session))


async def _count(hub: Hub, session: AsyncSession, kiosk_id: str, request_id: str) -> None:
    """Count this call, unless it is about an alarm."""
    try:
        hub.limits.take(kiosk_id)
    except Busy:
        row = await repository.request(session, request_id)
        if row is None or row.kind != Kind.ALARM:
            raise
