"""A real hub with its desk on a real port of this machine, in a thread of its own, for a real browser."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import uvicorn

from kiosk.hub import desk
from kiosk.hub.app import create_app
from kiosk.hub.core import Hub, assemble
from kiosk.hub.migrate import migrate
from kiosk.hub.models import Staff
from kiosk.hub.residents.registry import Person
from kiosk.hub.staff.service import create_staff
from kiosk.hub.staff.sessions import create_one_time_login
from kiosk.protocol.models import EnrolIn, PresenceOut
from tests.hub.house import VERSION, ready_made, settings
from tests.waiting import PATIENCE

T = TypeVar("T")
PASSWORD = "a long enough phrase"


class RunningDesk:
    """`url` is where it is; `run` calls something on the hub's own loop and waits for it."""

    def __init__(self, hub: Hub, loop: asyncio.AbstractEventLoop, url: str) -> None:
        self.hub = hub
        self.url = url
        self._loop = loop
        self._http = httpx.Client(base_url=url, timeout=PATIENCE)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    def staff(self, username: str, name: str, role: str = "volunteer", language: str = "zh_CN") -> str:
        """A new person; returns the id."""

        async def make() -> str:
            async with self.hub.database.work() as work:
                made = await create_staff(
                    work.session,
                    username=username,
                    display_name=name,
                    role=role,
                    password=PASSWORD,
                    now=self.hub.clock.now(),
                    language=language,
                )
                return made.id

        return self.run(make())

    def resident(self, staff_id: str, name: str = "张阿婆") -> str:
        """Somebody registered by this person; returns the id."""

        async def make() -> str:
            async with self.hub.database.work() as work:
                row = await self.hub.residents.register(work, Person(name, "021-00000000"), by=staff_id)
                return row.id

        return self.run(make())

    def way_in(self, staff_id: str) -> str:
        """A one-time login's whole address."""

        async def make() -> str:
            async with self.hub.database.work() as work:
                staff = await work.session.get(Staff, staff_id)
                assert staff is not None
                return await create_one_time_login(work.session, staff, self.hub.clock.now())

        return self.url + self.run(make())

    def kiosk(self, name: str = "一号机", place: str = "一楼大厅") -> Kiosk:
        async def make() -> str:
            async with self.hub.database.work() as work:
                secret = await self.hub.kiosks.new_code(work)
            async with self.hub.database.work() as work:
                _, token = await self.hub.kiosks.enrol(work, EnrolIn(secret=secret, name=name, place=place))
            return token

        return Kiosk(self._http, self.run(make()))

    def presence(self) -> PresenceOut:
        async def ask() -> PresenceOut:
            async with self.hub.database.read() as session:
                return await self.hub.presence(session)

        return self.run(ask())

    def close(self) -> None:
        self._http.close()


class Kiosk:
    """An enrolled kiosk's side of the wire."""

    def __init__(self, http: httpx.Client, token: str) -> None:
        self._http = http
        self._headers = {**VERSION, "Authorization": f"Bearer {token}"}

    def submit(self, request: dict[str, Any]) -> str:
        answer = self._http.put(f"/v1/requests/{request['id']}", json=request, headers=self._headers)
        assert answer.status_code in (200, 201), answer.text
        return str(request["id"])

    def post(self, path: str, body: dict[str, Any]) -> int:
        """The answer's status."""
        return self._http.post(path, json=body, headers=self._headers).status_code

    def post_event(self, request_id: str, told: dict[str, Any]) -> None:
        answer = self._http.put(f"/v1/requests/{request_id}/events/{told['id']}", json=told, headers=self._headers)
        assert answer.status_code in (200, 201), answer.text

    def look(self, request_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self._http.get(f"/v1/requests/{request_id}", headers=self._headers).json()
        return found

    def beat(self, **changes: Any) -> None:
        told = {"sent_at": "2026-11-02T09:10:00Z", **changes}
        answer = self._http.post("/v1/heartbeat", json=told, headers=self._headers)
        assert answer.status_code == 200, answer.text


@contextmanager
def running(folder: Path, *, port: int = 0, **changes: Any) -> Iterator[RunningDesk]:
    """Serve until the block ends. `changes` are the hub's settings."""
    ready = threading.Event()
    made: dict[str, Any] = {}

    async def serve() -> None:
        await ready_made(folder)
        hub = assemble(settings(folder, **{"public_url": "http://127.0.0.1:8443"} | changes))
        await migrate(hub.database.engine)
        listening = socket.create_server(("127.0.0.1", port))
        server = uvicorn.Server(
            uvicorn.Config(create_app(hub, [desk.install]), log_level="warning", timeout_graceful_shutdown=2)
        )
        made.update(hub=hub, loop=asyncio.get_running_loop(), server=server, port=listening.getsockname()[1])
        ready.set()
        await server.serve(sockets=[listening])

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(20)
    desk_ = RunningDesk(made["hub"], made["loop"], f"http://127.0.0.1:{made['port']}")
    try:
        yield desk_
    finally:
        desk_.close()
        made["loop"].call_soon_threadsafe(made["hub"].begin_close)
        made["server"].should_exit = True
        thread.join(20)
