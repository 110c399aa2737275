"""How long a resident waits for a hospital's times and for a booking: hub and hospital are processes of their own.

`python -m tests.bench --only hospital`. The hospital answers as fast as a small FHIR server does; the peer is the same
question asked of it directly.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from kiosk.config import Hospital
from kiosk.hub.core import assemble
from tests.bench.rows import Row, p50_95
from tests.hub.hospital.house import appointment, make_fleet
from tests.hub.house import KioskCaller, new_id, settings

CONFIG = """[kiosk]
demo = true
[hub]
port = 0
tls = false
state_dir = "{folder}"
[[hub.hospital]]
id = "big"
name = "东街医院（演示）"
base_url = "{url}"
"""
DEPARTMENT = "department-0"
PAGES, ALONE, AT_ONCE = 30, 30, 200
SECONDS = 120
Fleet = list[tuple[KioskCaller, str]]


@dataclass(frozen=True)
class Figures:
    """In milliseconds. `direct`: the hospital's own first page. `crowd` from the first tap to the last booking."""

    pages: list[float]
    direct: list[float]
    alone: list[float]
    each: list[float]
    crowd: float


def measure() -> Figures:
    """All figures, on this machine, now."""
    with tempfile.TemporaryDirectory() as name, _started("-m", "tests.bench.big_hospital") as hospital:
        folder = Path(name)
        config = folder / "settings.toml"
        config.write_text(CONFIG.format(folder=folder / "hub", url=hospital), "utf-8")
        with _started("-m", "kiosk", "hub", "serve", "--json", "--config", str(config)) as told:
            return asyncio.run(_measure(json.loads(told)["url"], hospital, folder / "hub"))


def rows(found: Figures) -> list[Row]:
    page, direct = p50_95(found.pages), p50_95(found.direct)
    alone, each = p50_95(found.alone), p50_95(found.each)
    peer = "hospital asked directly"
    return [
        Row("hospital: first page of 10,000 times, p50", page[0], "ms", peer, direct[0]),
        Row("hospital: first page of 10,000 times, p95", page[1], "ms", peer, direct[1], "≤ 1000 ms", page[1] <= 1000),
        Row("hospital: tap to 约好了, p50", alone[0], "ms"),
        Row("hospital: tap to 约好了, p95", alone[1], "ms", aim="≤ 3000 ms", met=alone[1] <= 3000),
        Row(f"hospital: {AT_ONCE} kiosks at once, p95 of each", each[1], "ms"),
        Row(f"hospital: {AT_ONCE} kiosks at once, until the last", found.crowd, "ms"),
    ]


@contextmanager
def _started(*words: str) -> Iterator[str]:
    """A program of ours, and the first line it says."""
    with subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


async def _measure(url: str, hospital: str, folder: Path) -> Figures:
    hub = assemble(settings(folder, hospitals=(Hospital("big", "东街医院", hospital),)))
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, timeout=SECONDS, limits=limits) as http:
        fleet = await make_fleet(hub, http, ALONE + AT_ONCE)
        await hub.close()
        pages: list[float] = []
        direct: list[float] = []
        slots: list[dict[str, Any]] = []
        for kiosk, _ in fleet[:PAGES]:
            took, slots = await _page(kiosk)
            pages.append(took)
            direct.append(await _direct(http, hospital, slots[0]["start"]))
        alone = []
        for n, one in enumerate(fleet[:ALONE]):
            alone.append(await _book(one, slots[n % len(slots)]))
        free = await _free(fleet[-1][0], AT_ONCE)
        began = time.perf_counter()
        each = await asyncio.gather(*(_book(one, slot) for one, slot in zip(fleet[ALONE:], free, strict=True)))
        return Figures(pages, direct, alone, list(each), (time.perf_counter() - began) * 1000)


async def _page(kiosk: KioskCaller, day: str = "") -> tuple[float, list[dict[str, Any]]]:
    params = {"department": DEPARTMENT, **({"day": day} if day else {})}
    began = time.perf_counter()
    answer = await kiosk.http.get("/v1/hospitals/big/slots", params=params, headers=kiosk.headers)
    took = (time.perf_counter() - began) * 1000
    answer.raise_for_status()
    return took, answer.json()["slots"]


async def _direct(http: httpx.AsyncClient, hospital: str, start: str) -> float:
    schedules = ",".join(f"Schedule/schedule-0-{n}" for n in range(34))
    params = {"schedule": schedules, "status": "free", "start": f"ge{start}", "_sort": "start", "_count": "60"}
    began = time.perf_counter()
    (await http.get(f"{hospital}/Slot", params=params)).raise_for_status()
    return (time.perf_counter() - began) * 1000


async def _free(kiosk: KioskCaller, count: int) -> list[dict[str, Any]]:
    """So many free times, of as many days as it takes."""
    answer = await kiosk.http.get("/v1/hospitals/big/days", params={"department": DEPARTMENT}, headers=kiosk.headers)
    found: list[dict[str, Any]] = []
    for day in reversed(answer.json()["days"]):
        found += (await _page(kiosk, day))[1]
        if len(found) >= count:
            return found[:count]
    raise AssertionError("too few times")


async def _book(one: tuple[KioskCaller, str], slot: dict[str, Any]) -> float:
    """Keep it, ask for it, and hear that it is booked."""
    kiosk, resident = one
    async with kiosk.http.stream("GET", "/v1/stream", headers=kiosk.headers) as heard:
        lines = heard.aiter_lines()
        await anext(lines)
        key = new_id()
        began = time.perf_counter()
        body = {"hospital": "big", "slot": slot}
        (await kiosk.http.put(f"/v1/holds/{key}", json=body, headers=kiosk.headers)).raise_for_status()
        details = {"hold": key, "hospital": {"id": "big", "name": "东街医院"}}
        (await kiosk.submit(appointment(slot, resident, details=details))).raise_for_status()
        async with asyncio.timeout(SECONDS):
            while '"what":"booked"' not in (await anext(lines)).replace(" ", ""):
                pass
        return (time.perf_counter() - began) * 1000
