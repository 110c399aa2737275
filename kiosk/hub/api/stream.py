"""Each kiosk's stream of events. The table is the truth: a wake-up means "read on from where you were"."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Query
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.hub import drills
from kiosk.hub.api import examples
from kiosk.hub.api.caller import LimitedKioskDep
from kiosk.hub.bus import Notice, Subscription, Topic
from kiosk.hub.core import Hub
from kiosk.hub.deps import HubDep
from kiosk.hub.models import Event
from kiosk.hub.requests import repository
from kiosk.hub.requests.replies import event_out
from kiosk.hub.sse import PING, PING_SECONDS, EventStream, sse
from kiosk.protocol.drill import DrillOut
from kiosk.protocol.models import MAX_NUMBER, PresenceOut

PINGS_A_LOOK = 6  # without news the tables are looked at once a minute: thousands of streams ask for nothing else
router = APIRouter(tags=["kiosk"])
Seq = Annotated[int | None, Query(ge=0, le=MAX_NUMBER, description="Only what came after this; without it: from now.")]
LastId = Annotated[int | None, Header(alias="Last-Event-ID", ge=0, le=MAX_NUMBER)]


@router.get(
    "/v1/stream",
    response_class=EventStream,
    responses={**examples.COMMON, **examples.ok("Events until one side leaves.", examples.STREAM, "text/event-stream")},
)
async def stream(hub: HubDep, kiosk: LimitedKioskDep, after: Seq = None, last_event_id: LastId = None) -> EventStream:
    """Server-sent events: `request` (an EventOut, id its seq), `presence` (PresenceOut), `drill` (DrillOut); pings."""
    start = last_event_id if last_event_id is not None else after
    return EventStream(events(hub, kiosk.id, start))


async def events(hub: Hub, kiosk_id: str, after: int | None) -> AsyncGenerator[str]:
    """What the stream says; it ends when the hub stops or the kiosk's access does."""
    wakes = hub.streams.open(kiosk_id, hub.bus.subscribe(Notice(Topic.STREAM, kiosk_id), Notice(Topic.PRESENCE)))
    try:
        async for chunk in _follow(hub, kiosk_id, after, wakes):
            yield chunk
    finally:
        hub.streams.close(kiosk_id, wakes)


@dataclass(frozen=True)
class _Seen:
    """What one look found; `events` come after the `after` it was asked for. `presence` None: not looked for."""

    after: int
    events: Sequence[Event]
    presence: PresenceOut | None
    drill: DrillOut = field(default_factory=DrillOut)


async def _look(
    hub: Hub, kiosk_id: str, after: int | None, first: bool, desks: bool, session: AsyncSession
) -> _Seen | None:
    """None when the kiosk's access has ended. `desks`: who listens may have changed."""
    if not await hub.kiosks.active(session, kiosk_id):
        return None
    start = after
    if start is None or first:  # a number from before this hub came back from a backup: what it knew is asked for
        newest = await repository.newest_seq(session)
        start = newest if start is None else min(start, newest)
    drill = await drills.at(session, kiosk_id, hub.clock.now())
    presence = await hub.presence(session) if desks or first else None
    return _Seen(start, await repository.events_after(session, kiosk_id, start), presence, drill)


async def _follow(hub: Hub, kiosk_id: str, after: int | None, wakes: Subscription) -> AsyncGenerator[str]:
    told, desks = None, True
    drill: str = ""
    while not wakes.closed:
        seen = await hub.database.look(partial(_look, hub, kiosk_id, after, told is None, desks))
        if seen is None:
            return
        after = seen.after
        if seen.presence is not None and seen.presence != told:
            told = seen.presence
            yield sse(told.model_dump_json(), event="presence")
        if seen.drill.id != drill:
            drill = seen.drill.id
            yield sse(seen.drill.model_dump_json(), event="drill")
        for event in seen.events:
            after = event.seq
            yield sse(event_out(event).model_dump_json(), event="request", ident=str(event.seq))
        desks = False
        if len(seen.events) >= repository.BATCH:  # else what has come since has woken this stream by itself
            continue
        for _ in range(PINGS_A_LOOK):
            if (news := await wakes.wait(PING_SECONDS)) or wakes.closed:
                desks = any(one.topic != Topic.STREAM for one in news)
                break
            yield PING
        else:
            desks = True
