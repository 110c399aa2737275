"""The line to invented hospitals, in this process: what goes wrong on it is played by `play`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import httpx

from kiosk.hub.clock import HubClock
from kiosk.hub.hospital.demo.app import create_app
from kiosk.hub.hospital.demo.store import Store
from kiosk.hub.hospital.demo.world import Plan, plan

Forward = Callable[[httpx.Request], Awaitable[httpx.Response]]
Play = Callable[[httpx.Request, Forward], Awaitable[httpx.Response]]
Edit = Callable[[dict[str, Any]], dict[str, Any] | None]


class HospitalLine(httpx.AsyncBaseTransport):
    """`asked` counts what arrived at a hospital, e.g. "POST Appointment"; `bodies` is what we sent, as text.

    `stores` are made by `open`, when the clock is known.
    """

    def __init__(self) -> None:
        self.stores: dict[str, Store] = {}
        self.asked: Counter[str] = Counter()
        self.bodies: list[str] = []
        self.play: Play | None = None
        self._inner: httpx.ASGITransport | None = None

    def open(self, clock: HubClock, plans: Mapping[str, Plan] | None = None) -> None:
        plans = plans or {"clinic": replace(plan("community", 0), doctors=1), "east": plan("hospital", 1)}
        self.stores = {name: Store(made, clock) for name, made in plans.items()}
        self._inner = httpx.ASGITransport(create_app(self.stores))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.play is None:
            return await self._forward(request)
        return await self.play(request, self._forward)

    async def _forward(self, request: httpx.Request) -> httpx.Response:
        assert self._inner is not None
        self.asked[f"{request.method} {kind(request)}"] += 1
        self.bodies.append(request.content.decode())
        return await self._inner.handle_async_request(request)

    def appointments(self, site: str = "clinic") -> list[dict[str, Any]]:
        """Those that stand at a hospital."""
        found = self.stores[site].search("Appointment", {})
        return [one for one in found if one["status"] == "booked"]


def kind(request: httpx.Request) -> str:
    """The resource that a request is about."""
    return request.url.path.split("/")[2]


def is_(method: str, what: str) -> Callable[[httpx.Request], bool]:
    return lambda request: (request.method, kind(request)) == (method, what)


def down(when: Callable[[httpx.Request], bool] = lambda _: True) -> Play:
    """Nobody is there."""

    async def play(request: httpx.Request, forward: Forward) -> httpx.Response:
        if when(request):
            raise httpx.ConnectError("refused", request=request)
        return await forward(request)

    return play


def lost(when: Callable[[httpx.Request], bool], *, arrives: bool) -> Play:
    """The answer never comes; the question `arrives` or not."""

    async def play(request: httpx.Request, forward: Forward) -> httpx.Response:
        if not when(request):
            return await forward(request)
        if arrives:
            await forward(request)
        raise httpx.ReadTimeout("silence", request=request)

    return play


def edited(what: str, edit: Edit, method: str = "GET") -> Play:
    """Answers about a kind of resource are changed by `edit`, inside bundles too; None leaves one out."""

    def each(resource: dict[str, Any]) -> dict[str, Any] | None:
        if resource.get("resourceType") == "Bundle":
            told = [each(entry["resource"]) for entry in resource["entry"]]
            return {**resource, "entry": [{"resource": one} for one in told if one is not None]}
        return edit(dict(resource)) if resource.get("resourceType") == what else resource

    async def play(request: httpx.Request, forward: Forward) -> httpx.Response:
        answer = await forward(request)
        await answer.aread()
        if request.method != method or answer.status_code >= 400:
            return answer
        return httpx.Response(answer.status_code, json=each(json.loads(answer.content)), headers=_etag(answer))

    return play


def says(content: bytes, status: int = 200, when: Callable[[httpx.Request], bool] = lambda _: True) -> Play:
    """Always this answer, whatever was asked."""

    async def play(request: httpx.Request, forward: Forward) -> httpx.Response:
        return httpx.Response(status, content=content) if when(request) else await forward(request)

    return play


def _etag(answer: httpx.Response) -> dict[str, str]:
    return {"ETag": answer.headers["ETag"]} if "ETag" in answer.headers else {}
