"""Signs of life and streams wait for their turn, so that thousands that come back at once leave an alarm its way.

Kiosks ask for both again by themselves, and nobody stands before a screen and waits for them. A stream has had its
turn once it begins.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATIENT = frozenset({"/v1/heartbeat", "/v1/stream"})
AT_ONCE = 6


class Turns:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in PATIENT:
            await self._app(scope, receive, send)
            return
        async with AsyncExitStack() as turn:
            await turn.enter_async_context(self._turns)

            async def begun(message: Message) -> None:
                if message["type"] == "http.response.start":
                    await turn.aclose()
                await send(message)

            await self._app(scope, receive, begun)
