"""Streams and signs of life wait for their turn; nothing else does."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from kiosk.hub.api.turns import AT_ONCE, Turns

pytestmark = pytest.mark.anyio


class Slow:
    """Begins its answer when told to, and ends it when told to."""

    def __init__(self) -> None:
        self.inside: list[str] = []
        self.begin, self.end = asyncio.Event(), asyncio.Event()
        self.fails = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        self.inside.append(scope["path"])
        await self.begin.wait()
        if self.fails:
            raise ZeroDivisionError
        await send({"type": "http.response.start", "status": 200})
        await self.end.wait()


async def _nothing(message: Message | None = None) -> Message:
    return message or {"type": "http.disconnect"}


def call(turns: Turns, path: str) -> asyncio.Task[None]:
    async def send(message: Message) -> None:
        await _nothing(message)

    return asyncio.create_task(turns({"type": "http", "path": path}, _nothing, send))


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_an_alarm_passes_a_crowd_of_streams() -> None:
    app = Slow()
    turns = Turns(app)
    crowd = [call(turns, "/v1/stream") for _ in range(AT_ONCE + 3)]
    await settled()
    assert app.inside == ["/v1/stream"] * AT_ONCE
    alarm = call(turns, "/v1/requests/1")
    await settled()
    assert app.inside[-1] == "/v1/requests/1"
    app.begin.set()  # a stream that has begun makes room for the next
    await settled()
    assert app.inside.count("/v1/stream") == AT_ONCE + 3
    app.end.set()
    await asyncio.gather(*crowd, alarm)


async def test_one_that_fails_or_leaves_gives_its_turn_back() -> None:
    app = Slow()
    turns = Turns(app)
    leaving = [call(turns, "/v1/heartbeat") for _ in range(AT_ONCE)]
    await settled()
    for task in leaving:
        task.cancel()
    await asyncio.gather(*leaving, return_exceptions=True)
    app.fails = True
    failing = [call(turns, "/v1/heartbeat") for _ in range(AT_ONCE)]
    await settled()
    app.begin.set()
    assert {type(error) for error in await asyncio.gather(*failing, return_exceptions=True)} == {ZeroDivisionError}
    app.fails = False
    app.end.set()
    await asyncio.gather(*(call(turns, "/v1/heartbeat") for _ in range(AT_ONCE)))
    assert len(app.inside) == AT_ONCE * 3
