"""Desks beside a fleet: some that only read as a page does, and one in a real browser."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx
from playwright.async_api import async_playwright

from kiosk.hub.core import Hub
from kiosk.hub.models import Staff
from kiosk.hub.staff.sessions import create_one_time_login
from tests.bench.fleet import Told
from tests.hub.house import person

_ALARM = re.compile(r'id="alarm-([0-9a-f-]{36})"')
_CSRF = re.compile(r'data-csrf="([^"]+)"')
WATCH = """() => {
  window.seen = {};
  const look = () => { for (const one of document.querySelectorAll('[id^="alarm-"]'))
    window.seen[one.id.slice(6)] ??= performance.timeOrigin + performance.now(); };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });
}"""


async def way_in(hub: Hub, name: str) -> str:
    """A one-time login's path for a new account."""
    staff = await person(hub, name)
    async with hub.database.work() as work:
        row = await work.session.get(Staff, staff.id)
        assert row is not None
        return await create_one_time_login(work.session, row, hub.clock.now())


class Desk:
    """Reads the live line and asks for the board with each change, as desk.js does; takes alarms when told to."""

    def __init__(self, url: str, told: Told, *, takes: bool) -> None:
        self.http = httpx.AsyncClient(base_url=url, timeout=60, follow_redirects=True)
        self._told = told
        self._takes = takes
        self._csrf = ""
        self._listener = str(uuid4())
        self._seen: set[str] = set()
        self._doing: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()

    async def enter(self, path: str) -> None:
        """Sign in with a one-time login and turn the bell on."""
        page = await self.http.get(path)
        found = _CSRF.search(page.text)
        assert found, page.text[:400]
        self._csrf = found[1]
        await self._tell("arm")

    async def run(self) -> None:
        await asyncio.gather(self._listen(), self._look())

    async def _listen(self) -> None:
        async with self.http.stream("GET", "/desk/stream", timeout=None) as answer:
            async for line in answer.aiter_lines():
                if line == "event: changed":
                    self._news.set()
                elif line == "event: ping":
                    await self._tell("pong")

    async def _look(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            page = await self.http.get("/desk/")
            now = time.perf_counter()
            for ident in set(_ALARM.findall(page.text)) - self._seen:
                self._seen.add(ident)
                self._told.at_desk.setdefault(ident, []).append(now)
                if self._takes:
                    task = asyncio.create_task(self._take(ident))
                    self._doing.add(task)
                    task.add_done_callback(self._doing.discard)

    async def _take(self, ident: str) -> None:
        """Acknowledge, and close once the kiosk has heard of it."""
        self._told.accepted[ident] = time.perf_counter()
        await self._do(ident, "accept")
        while ident not in self._told.known:  # noqa: ASYNC110 - the fleet's readers tell nobody
            await asyncio.sleep(0.05)
        await self._do(ident, "close", outcome="safe")

    async def _tell(self, what: str) -> None:
        await self.http.post(
            f"/desk/listener/{what}", data={"listener": self._listener}, headers={"X-CSRF": self._csrf}
        )

    async def _do(self, ident: str, act: str, **fields: str) -> None:
        await self.http.post(
            f"/desk/requests/{ident}/{act}", data={"csrf": self._csrf, **fields}, follow_redirects=False
        )


@asynccontextmanager
async def browser(url: str, path: str) -> AsyncIterator[dict[str, float]]:
    """A real Chromium at the board. What it saw, by alarm, in seconds of the wall clock, is filled in on leaving."""
    seen: dict[str, float] = {}
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = await chromium.new_page()
        await page.goto(url + path)
        await page.wait_for_selector("#board")
        await page.evaluate(WATCH)
        yield seen
        found: dict[str, float] = await page.evaluate("window.seen")
        seen.update({ident: at / 1000 for ident, at in found.items()})
        await chromium.close()
