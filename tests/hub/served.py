"""A hub that really serves on loopback, in a thread of the test, and a reader of its streams."""

from __future__ import annotations

import asyncio
import json
import queue
import ssl
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from kiosk.hub.core import assemble
from kiosk.hub.migrate import migrate
from kiosk.hub.serve import Server
from kiosk.hub.settings import HubSettings
from kiosk.protocol.models import EnrolIn
from tests.hub.house import KioskCaller, ready_made, settings

WAIT = 30.0


def trust(ca_pem: str) -> ssl.SSLContext:
    """As a kiosk trusts: this CA only."""
    return ssl.create_default_context(cadata=ca_pem)


@contextmanager
def serving(folder: Path, **changes: Any) -> Iterator[tuple[str, HubSettings]]:
    """A migrated hub at an address; stopped at the end, however many streams are open."""
    made = settings(folder, **changes)
    ready: queue.SimpleQueue[str | BaseException] = queue.SimpleQueue()
    server = Server(made, ready.put)

    def run() -> None:
        try:
            asyncio.run(_migrated(made))
            server.run()
        except BaseException as error:  # noqa: BLE001 - told to the test
            ready.put(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        told = ready.get(timeout=WAIT)
        if isinstance(told, BaseException):
            raise told
        yield told, replace(made, public_url=told)
    finally:
        server.stop()
        thread.join(WAIT)
        assert not thread.is_alive(), "the hub did not stop"


async def _migrated(made: HubSettings) -> None:
    await ready_made(made.state_dir)
    hub = assemble(made)
    await migrate(hub.database.engine)
    await hub.close()


async def enrolled(http: httpx.AsyncClient, made: HubSettings, name: str = "一号机") -> KioskCaller:
    """A kiosk that joined through the database, as `kiosk hub enrol` and `kiosk enrol` would."""
    hub = assemble(made)
    async with hub.database.work() as work:
        secret = await hub.kiosks.new_code(work)
    async with hub.database.work() as work:
        kiosk, token = await hub.kiosks.enrol(work, EnrolIn(secret=secret, name=name))
    await hub.close()
    return KioskCaller(http, kiosk.id, token)


@dataclass(frozen=True)
class Sent:
    event: str
    id: str
    data: Any


class Reader:
    """Reads one stream; `next` waits for a message of a kind, `ended` for the end."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def __anext__(self) -> Sent:
        fields: dict[str, str] = {}
        async with asyncio.timeout(WAIT):
            async for line in self._lines:
                if line.startswith(":"):
                    continue
                if not line:
                    if "data" in fields:
                        return Sent(fields.get("event", ""), fields.get("id", ""), json.loads(fields["data"]))
                    continue
                name, _, value = line.partition(": ")
                fields[name] = value
        raise StopAsyncIteration

    def __aiter__(self) -> Reader:
        return self

    async def next(self, event: str) -> Sent:
        async for sent in self:
            if sent.event == event:
                return sent
        raise AssertionError(f"the stream ended before a {event}")

    async def ended(self) -> list[Sent]:
        """What still comes until the end."""
        return [sent async for sent in self]


@asynccontextmanager
async def stream(kiosk: KioskCaller, **params: Any) -> AsyncIterator[Reader]:
    async with kiosk.http.stream("GET", "/v1/stream", params=params, headers=kiosk.headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Reader(answer.aiter_lines())
