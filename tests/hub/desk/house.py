"""The desk of a test hub without a network: a clock that stands, a browser's cookies, forms as it sends them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from kiosk.hub import desk
from kiosk.hub.app import create_app
from kiosk.hub.core import Hub, assemble
from kiosk.hub.migrate import migrate
from kiosk.hub.models import Audit, Staff
from kiosk.hub.staff.service import create_staff
from kiosk.hub.staff.sessions import create_one_time_login
from kiosk.protocol.models import EnrolIn
from tests.fakes.hub_clock import FakeHubClock
from tests.hub.house import KioskCaller, ready_made, settings

PASSWORD = "a long enough phrase"


@dataclass
class Browser:
    """One person's browser; `csrf` is what its last page carried."""

    http: httpx.AsyncClient
    csrf: str = ""

    async def get(self, path: str) -> httpx.Response:
        answer = await self.http.get(path, follow_redirects=True)
        found = re.search(r'data-csrf="([^"]*)"', answer.text)
        self.csrf = found[1] if found else self.csrf
        return answer

    async def post(self, path: str, **fields: str) -> httpx.Response:
        return await self.http.post(path, data={"csrf": self.csrf, **fields}, follow_redirects=True)


@dataclass
class DeskHouse:
    hub: Hub
    clock: FakeHubClock
    app: Any

    def browser(self) -> Browser:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return Browser(httpx.AsyncClient(transport=transport, base_url="http://hub.test"))

    async def staff(self, username: str = "wang", name: str = "王阿姨", role: str = "volunteer", **more: Any) -> Staff:
        async with self.hub.database.work() as work:
            return await create_staff(
                work.session,
                username=username,
                display_name=name,
                role=role,
                password=PASSWORD,
                now=self.clock.now(),
                **more,
            )

    async def signed_in(self, username: str = "wang", name: str = "王阿姨", role: str = "volunteer") -> Browser:
        staff = await self.staff(username, name, role)
        async with self.hub.database.work() as work:
            path = await create_one_time_login(work.session, staff, self.clock.now())
        browser = self.browser()
        await browser.get(path)
        return browser

    async def kiosk(self, name: str = "一号机") -> KioskCaller:
        async with self.hub.database.work() as work:
            secret = await self.hub.kiosks.new_code(work)
        async with self.hub.database.work() as work:
            kiosk, token = await self.hub.kiosks.enrol(work, EnrolIn(secret=secret, name=name, place="一楼大厅"))
        return KioskCaller(self.browser().http, kiosk.id, token)

    async def audited(self) -> list[tuple[str, str]]:
        """What the audit log holds: action and subject, oldest first."""
        async with self.hub.database.read() as session:
            rows = await session.scalars(select(Audit).order_by(Audit.id))
            return [(row.action, row.subject) for row in rows]


@asynccontextmanager
async def desk_house(folder: Path, **changes: Any) -> AsyncIterator[DeskHouse]:
    clock = FakeHubClock()
    await ready_made(folder)
    hub = assemble(settings(folder, **{"public_url": "http://127.0.0.1:8443"} | changes), clock=clock)
    await migrate(hub.database.engine)
    try:
        yield DeskHouse(hub, clock, create_app(hub, [desk.install]))
    finally:
        await hub.close()
