"""Many kiosks want few times at once, at a hospital that is slow, dies half-way, or loses its answers."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx

from kiosk.domain.request import Status, What
from kiosk.hub.hospital.fhir import KEY
from kiosk.hub.hospital.reading import identifiers
from tests.fakes.hospital import Forward, Play, is_
from tests.hub.hospital.house import Ward, appointment, make_fleet, ward
from tests.hub.house import KioskCaller, new_id

WRITES = (is_("PUT", "Slot"), is_("POST", "Patient"), is_("POST", "Appointment"))
TRIES = 20
TURNS = 12  # a slow hospital: so many turns of the loop, so that everybody overtakes everybody


@dataclass(frozen=True)
class Result:
    """What became of it. `told` requests heard BOOKED; `sold` are times at the hospital, each with its appointments."""

    ends: Counter[str]
    told: int
    sold: Counter[str]
    untrue: int
    unattended: int

    @property
    def twice(self) -> int:
        return sum(number > 1 for number in self.sold.values())


async def race(folder: Path, *, kiosks: int, slots: int, rng: Random, kind: str) -> Result:
    """`kind` is "slow", "dies" (after times were kept) or "loses" (a third of all answers to what we change)."""
    async with _ready(folder) as made:
        times = (await made.slots(limit=slots))[:slots]
        assert len(times) == slots
        fleet = await make_fleet(made.house.hub, made.house.http, kiosks)
        made.line.play = _slow(rng, lambda: 0.33 if kind == "loses" else 0.0)
        asked = await asyncio.gather(*(_ask(made, *one, times, rng) for one in fleet))
        if kind == "dies":
            made.line.play = _dead(rng)
        await made.tick(3)
        made.line.play = None
        await made.pass_time(timedelta(minutes=8), timedelta(minutes=2))
        return await _result(made, [one for one in asked if one])


@asynccontextmanager
async def _ready(folder: Path) -> AsyncIterator[Ward]:
    async with ward(folder, rate_per_second=1e6, rate_burst=10**6) as made:
        yield made


async def _ask(
    made: Ward, kiosk: KioskCaller, resident: str, times: list[dict[str, Any]], rng: Random
) -> tuple[KioskCaller, str] | None:
    """One resident: keeps a time, or another when that is gone, and asks for it; one in five asks without keeping."""
    for slot in rng.sample(times, min(3, len(times))):
        key = new_id() if rng.random() < 0.8 else ""
        if key and (await made.hold(slot, key, kiosk=kiosk)).status_code != 200:
            continue
        wish = appointment(slot, resident, details={"hold": key})
        for _ in range(rng.choice((1, 1, 2))):  # some lines lose the hub's answer, so it is told twice
            await _deliver(kiosk, wish)
        return kiosk, wish["id"]
    return None


async def _deliver(kiosk: KioskCaller, wish: dict[str, Any]) -> None:
    """As a kiosk does: a hub that is busy (503, nothing was written) is asked again."""
    answer = await kiosk.submit(wish)
    for _ in range(TRIES):
        if answer.status_code != 503:
            break
        answer = await kiosk.submit(wish)
    assert answer.status_code == 200, answer.text


def _slow(rng: Random, loses: Callable[[], float]) -> Play:
    async def play(request: httpx.Request, forward: Forward) -> httpx.Response:
        for _ in range(rng.randrange(TURNS)):
            await asyncio.sleep(0)
        fate = rng.random()
        if any(one(request) for one in WRITES) and fate < loses():
            if fate < loses() / 2:
                await forward(request)
            raise httpx.ReadTimeout("silence", request=request)
        answer = await forward(request)
        for _ in range(rng.randrange(TURNS)):
            await asyncio.sleep(0)
        return answer

    return play


def _dead(rng: Random) -> Play:
    """It dies at some write: what it had already begun may or may not be done, and from then on nobody answers."""
    left = rng.randrange(2, 12)

    async def play(request: httpx.Request, forward: Forward) -> httpx.Response:
        nonlocal left
        if left <= 0:
            raise httpx.ConnectError("refused", request=request)
        left -= any(one(request) for one in WRITES)
        return await forward(request)

    return play


async def _result(made: Ward, asked: list[tuple[KioskCaller, str]]) -> Result:
    standing = made.line.appointments()
    keys = {key for one in standing for key in identifiers(one, KEY)}
    ends: Counter[str] = Counter()
    told = untrue = unattended = 0
    for kiosk, request_id in asked:
        found, row = await kiosk.look(request_id), await made.row(request_id)
        heard = [e["what"] for e in found["events"]]
        ends[found["status"]] += 1
        told += What.BOOKED in heard
        untrue += What.BOOKED in heard and (await made.booking(request_id)).key not in keys
        untrue += heard.count(What.BOOKED) > 1
        unattended += row.status in (Status.DELIVERED, Status.UNKNOWN) and not row.needs_person
    sold = Counter(ref["reference"] for one in standing for ref in one["slot"])
    return Result(ends, told, sold, untrue, unattended)
