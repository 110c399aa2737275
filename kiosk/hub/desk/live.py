"""The live line: pages hear that something changed, answer pings, and count as listening while their sound is on."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import JSONResponse, Response

from kiosk.hub import presence
from kiosk.hub.bus import Notice, Topic
from kiosk.hub.core import Hub
from kiosk.hub.deps import HubDep, WorkDep
from kiosk.hub.desk.guard import Me
from kiosk.hub.requests.repository import newest_seq
from kiosk.hub.sse import EventStream, sse
from kiosk.hub.staff import audit
from kiosk.hub.staff.sessions import Signed, still_open

router = APIRouter()
PING_SECONDS = 10.0
TOPICS = (Notice(Topic.REQUEST), Notice(Topic.KIOSK), Notice(Topic.PRESENCE))
ListenerId = Annotated[str, Form(pattern=r"^[0-9a-f-]{36}$")]


@router.get("/stream")
async def stream(me: Me, hub: HubDep) -> Response:
    """`changed` (id: the newest event's number) on connecting and with every change: the page then asks for itself
    again, so a line that was down misses nothing. `ping` every 10 s is to be answered; `over`: sign in again."""
    return EventStream(_news(hub, me))


async def _news(hub: Hub, me: Signed) -> AsyncGenerator[str, None]:
    subscription = hub.bus.subscribe(*TOPICS)
    try:
        yield await _changed(hub)
        pinged = hub.clock.monotonic()
        yield sse("", event="ping")
        while True:
            fresh = await subscription.wait(max(0.0, pinged + PING_SECONDS - hub.clock.monotonic()))
            if subscription.closed:
                return
            if fresh:
                yield await _changed(hub)
            if hub.clock.monotonic() - pinged < PING_SECONDS and fresh:
                continue  # however much happens, a page is asked for its pong and its session in time
            pinged = hub.clock.monotonic()
            async with hub.database.read() as session:
                good = await still_open(session, me.token_hash, hub.clock.now())
            yield sse("", event="ping" if good else "over")
            if not good:
                return
    finally:
        subscription.close()


async def _changed(hub: Hub) -> str:
    async with hub.database.read() as session:
        return sse("look", event="changed", ident=str(await newest_seq(session)))


@router.post("/listener/arm")
async def arm(me: Me, hub: HubDep, work: WorkDep, listener: ListenerId) -> Response:
    """The sound was unlocked by a click."""
    now = hub.clock.now()
    await presence.sweep(work.session, now)
    await presence.arm(work.session, listener, me.staff.id, now)
    audit.note(work.session, staff_id=me.staff.id, action="bell_on", now=now)
    work.announce(Topic.PRESENCE)
    return JSONResponse({"armed": True})


@router.post("/listener/away")
async def away(me: Me, hub: HubDep, work: WorkDep, listener: ListenerId) -> Response:
    """The person goes, or the page's sound was locked again."""
    await presence.disarm(work.session, listener, me.staff.id)
    audit.note(work.session, staff_id=me.staff.id, action="bell_off", now=hub.clock.now())
    work.announce(Topic.PRESENCE)
    return JSONResponse({"armed": False})


@router.post("/listener/pong")
async def pong(me: Me, hub: HubDep, work: WorkDep, listener: ListenerId) -> Response:
    """The page answers a ping; it learns whether the hub counts it."""
    return JSONResponse({"armed": await presence.pong(work.session, listener, me.staff.id, hub.clock.now())})
