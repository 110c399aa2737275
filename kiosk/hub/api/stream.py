"""Each kiosk's stream of events. The table is the truth: a wake-up means "read on from where you were"."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import random
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
SPREAD_SECONDS = 0.004  # a stream's share of the time in which all tell who listens: 2,000 take eight seconds
EVERYTHING: frozenset[str] = frozenset({Topic.STREAM, Topic.PRESENCE})
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
    """What one look found; `events` come after the `after` it was asked for."""

    after: int
    events: Sequence[Event]
    drill: DrillOut = field(default_factory=DrillOut)


async def _look(hub: Hub, kiosk_id: str, after: int | None, first: bool, session: AsyncSession) -> _Seen | None:
    """None when the kiosk's access has ended."""
    if not await hub.kiosks.active(session, kiosk_id):
        return None
    start = after
    if start is None or first:  # a number from before this hub came back from a backup: what it knew is asked for
        newest = await repository.newest_seq(session)
        start = newest if start is None else min(start, newest)
    drill = await drills.at(session, kiosk_id, hub.clock.now())
    return _Seen(start, await repository.events_after(session, kiosk_id, start), drill)


@dataclass
class _Told:
    """What one stream has said so far. A change at the desks is read once for all streams: a kiosk's own news must not
    wait behind thousands of reads."""

    hub: Hub
    kiosk_id: str
    after: int | None
    first: bool = True
    more: bool = False  # a batch was full
    presence: PresenceOut | None = None
    drill: str = ""

    async def to_tell(self, news: Collection[str]) -> list[str] | None:
        """What is new of these topics; None when the kiosk's access has ended."""
        told: list[str] = []
        if Topic.STREAM in news:
            seen = await self.hub.database.look(partial(_look, self.hub, self.kiosk_id, self.after, self.first))
            if seen is None:
                return None
            told = self._own(seen)
        if Topic.PRESENCE in news and (presence := await self.hub.presence_now.get()) != self.presence:
            self.presence = presence
            told.insert(0, sse(presence.model_dump_json(), event="presence"))
        return told

    def _own(self, seen: _Seen) -> list[str]:
        told = []
        if seen.drill.id != self.drill:
            self.drill = seen.drill.id
            told.append(sse(seen.drill.model_dump_json(), event="drill"))
        told += [sse(event_out(one).model_dump_json(), event="request", ident=str(one.seq)) for one in seen.events]
        self.after = seen.events[-1].seq if seen.events else seen.after
        self.first, self.more = False, len(seen.events) >= repository.BATCH
        return told


async def _follow(hub: Hub, kiosk_id: str, after: int | None, wakes: Subscription) -> AsyncGenerator[str]:
    told, news = _Told(hub, kiosk_id, after), EVERYTHING
    while not wakes.closed:
        chunks = await told.to_tell(news)
        if chunks is None:
            return
        for chunk in chunks:
            yield chunk
        if told.more:  # else what has come since has woken this stream by itself
            news = frozenset({Topic.STREAM})
            continue
        for _ in range(PINGS_A_LOOK):
            if (heard := await wakes.wait(PING_SECONDS)) or wakes.closed:
                news = await _spread(hub, heard, wakes)
                break
            yield PING
        else:
            news = EVERYTHING


async def _spread(hub: Hub, heard: Collection[Notice], wakes: Subscription) -> frozenset[str]:
    """The topics. What all streams are told at once they tell one after the other, so that an alarm passes between
    them; a kiosk's own news ends the wait."""
    topics = frozenset(one.topic for one in heard)
    if topics != {Topic.PRESENCE}:
        return topics
    later = await wakes.wait(hub.streams.count() * SPREAD_SECONDS * random())  # noqa: S311 - no secret
    return topics | {one.topic for one in later}
