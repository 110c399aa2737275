"""What stands before every endpoint: a bound on the body, a bound on its time, and the hub's time on every answer."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.hub.api.problems import response, unforeseen
from kiosk.hub.clock import HubClock
from kiosk.hub.errors import HubProblem, TooLarge
from kiosk.protocol.models import MAX_BODY

BODY_SECONDS = 15.0
TIME_HEADER = b"silver-key-time"


class TooSlow(HubProblem):
    """A slow line is no fault of what was sent: the kiosk keeps it and tries again (R3)."""

    status, code, title = 408, "busy", "The request did not arrive whole"


class Guard:
    def __init__(self, app: ASGIApp, clock: HubClock) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        begun = False

        async def stamped(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                now = self._clock.now().isoformat().encode()
                message.setdefault("headers", [])
                message["headers"] = [*message["headers"], (TIME_HEADER, now)]
            await send(message)

        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _whole(scope, receive)
        except TooLarge as problem:
            return await response(problem)(scope, receive, stamped)
        except TimeoutError:
            return await response(TooSlow())(scope, receive, stamped)
        try:
            await self._app(scope, _replay(body, receive), stamped)
        except Exception as error:  # noqa: BLE001 - the last resort: the server would log the error's own text
            answer = unforeseen(error)
            if not begun:
                await answer(scope, receive, stamped)


async def _whole(scope: Scope, receive: Receive) -> bytes:
    """The body, at most MAX_BODY bytes; raises TooLarge before reading more."""
    told = dict(scope["headers"]).get(b"content-length", b"")
    if told.isdigit() and (len(told) > 9 or int(told) > MAX_BODY):
        raise TooLarge
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            raise TooLarge
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
