"""What stands before every endpoint: a bound on the body, a bound on its time, and the hub's time on every answer."""

from __future__ import annotations

import asyncio
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.domain.voice_note import MAX_BYTES
from kiosk.hub.api.problems import response, unforeseen
from kiosk.hub.clock import HubClock
from kiosk.hub.errors import HubProblem, TooLarge
from kiosk.protocol.models import MAX_BODY

BODY_SECONDS = 15.0
SOUND_SECONDS = 60.0  # a recording is some hundred times as large as anything else
ATTACHMENT = re.compile(r"/v1/requests/[0-9a-f-]{36}/attachments/[0-9a-f-]{36}")
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
            async with asyncio.timeout(SOUND_SECONDS if ATTACHMENT.fullmatch(scope["path"]) else BODY_SECONDS):
                body = await _whole(scope, receive, MAX_BYTES if ATTACHMENT.fullmatch(scope["path"]) else MAX_BODY)
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


async def _whole(scope: Scope, receive: Receive, most: int) -> bytes:
    """The body, at most `most` bytes; raises TooLarge before reading more."""
    told = dict(scope["headers"]).get(b"content-length", b"")
    if told.isdigit() and (len(told) > 9 or int(told) > most):
        raise TooLarge
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > most:
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
