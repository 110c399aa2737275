"""A hub for tests: a real application and database in a folder of their own, a clock that stands, no background."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from uuid6 import uuid7

from kiosk.hub.app import create_app
from kiosk.hub.core import Hub, assemble
from kiosk.hub.hospital.registry import hospital_links
from kiosk.hub.migrate import migrate
from kiosk.hub.models import Staff
from kiosk.hub.requests.service import StaffRef
from kiosk.hub.settings import HubSettings
from kiosk.protocol.models import EnrolIn
from tests.fakes.hub_clock import FakeHubClock
from tests.hub.postgres import Shelf

VERSION = {"Silver-Key-Version": "1"}


def new_id() -> str:
    return str(uuid7())


def taxi(**changes: Any) -> dict[str, Any]:
    """A taxi wish as a kiosk sends it: from the centre, now, one and a half seconds old."""
    wish = {
        "id": new_id(),
        "seq": 1,
        "number": 23,
        "details": {"kind": "taxi", "pickup": {"id": "centre", "name": "东街社区中心"}},
        "age": 1.5,
        "valid_for": 900.0,
        "events": [{"id": new_id(), "what": "recorded", "status": "recorded"}],
    }
    return {**wish, **changes}


def alarm(**changes: Any) -> dict[str, Any]:
    return {
        "id": new_id(),
        "seq": 2,
        "number": 24,
        "details": {"kind": "alarm", "screen": "home"},
        "age": 3.0,
        **changes,
    }


def help_call(**changes: Any) -> dict[str, Any]:
    return {
        "id": new_id(),
        "seq": 3,
        "number": 25,
        "details": {"kind": "volunteer", "screen": "taxi"},
        "age": 1,
        **changes,
    }


def event(what: str, **changes: Any) -> dict[str, Any]:
    return {"id": new_id(), "what": what, "role": "resident", **changes}


@dataclass
class KioskCaller:
    """An enrolled kiosk's side of the wire."""

    http: httpx.AsyncClient
    id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {**VERSION, "Authorization": f"Bearer {self.token}"}

    async def submit(self, request: dict[str, Any]) -> httpx.Response:
        return await self.http.put(f"/v1/requests/{request['id']}", json=request, headers=self.headers)

    async def tell(self, request_id: str, told: dict[str, Any]) -> httpx.Response:
        path = f"/v1/requests/{request_id}/events/{told['id']}"
        return await self.http.put(path, json=told, headers=self.headers)

    async def look(self, request_id: str) -> dict[str, Any]:
        answer = await self.http.get(f"/v1/requests/{request_id}", headers=self.headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def whats(self, request_id: str) -> list[str]:
        """The codes of what happened, in order."""
        return [e["what"] for e in (await self.look(request_id))["events"]]


@dataclass
class House:
    hub: Hub
    clock: FakeHubClock
    http: httpx.AsyncClient

    async def kiosk(self, name: str = "一号机") -> KioskCaller:
        async with self.hub.database.work() as work:
            secret = await self.hub.kiosks.new_code(work)
        async with self.hub.database.work() as work:
            kiosk, token = await self.hub.kiosks.enrol(work, EnrolIn(secret=secret, name=name))
        return KioskCaller(self.http, kiosk.id, token)

    async def person(self, name: str) -> StaffRef:
        return await person(self.hub, name)

    async def do(self, action: Callable[..., Any], *args: Any) -> Any:
        """Call a service method in a unit of work of its own."""
        async with self.hub.database.work() as work:
            return await action(work, *args)


async def person(hub: Hub, name: str) -> StaffRef:
    """A staff account that cannot sign in; enough for the request service."""
    staff = StaffRef(new_id(), name)
    async with hub.database.work() as work:
        row = Staff(
            id=staff.id,
            username=staff.id,
            display_name=name,
            password_hash="",
            role="duty",
            created_at=hub.clock.now(),
        )
        work.session.add(row)
    return staff


shelf: Shelf | None = None  # of PostgreSQL's databases, when the tests run on it (conftest.py)


def settings(folder: Path, **changes: Any) -> HubSettings:
    made = replace(HubSettings(state_dir=folder, tls=False, port=0), **changes)
    return made if shelf is None or made.database_url else replace(made, database_url=shelf.of(folder))


_EMPTY: dict[str, bytes] = {}


async def ready_made(folder: Path) -> None:
    """A database of today's form for a folder that has none, made once: only its own tests need its steps."""
    if shelf is not None:
        return
    if not _EMPTY:
        with TemporaryDirectory() as name:
            hub = assemble(settings(Path(name)))
            await migrate(hub.database.engine)
            await hub.close()
            _EMPTY.update({file: (Path(name) / file).read_bytes() for file in ("hub.key", "hub.sqlite")})
    _copy_into(folder)


def _copy_into(folder: Path) -> None:
    if any((folder / file).exists() for file in _EMPTY):
        return
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in _EMPTY.items():
        (folder / file).write_bytes(content)
        (folder / file).chmod(0o600)


@asynccontextmanager
async def house(folder: Path, *, line: httpx.AsyncBaseTransport | None = None, **changes: Any) -> AsyncIterator[House]:
    """A migrated hub and a client of its application. Background loops do not run: tests call `tick`.

    `line` leads to the hospitals of the settings.
    """
    clock = FakeHubClock()
    made = settings(folder, **changes)
    await ready_made(folder)
    hub = assemble(made, clock=clock, links=hospital_links(made, clock, line))
    await migrate(hub.database.engine)
    transport = httpx.ASGITransport(create_app(hub), raise_app_exceptions=False)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://hub.test") as http:
            yield House(hub, clock, http)
    finally:
        await hub.close()
