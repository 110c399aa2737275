"""A hub with two invented hospitals behind a line that tests may disturb, and a resident with a card at a kiosk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from kiosk.config import Hospital as Entry
from kiosk.hub.core import Hub
from kiosk.hub.models import Hold, HospitalBooking, Request, Resident, ResidentPass
from kiosk.hub.requests.repository import visit_of
from kiosk.protocol.models import EnrolIn
from tests.fakes.hospital import HospitalLine
from tests.hub.house import House, KioskCaller, house, new_id

HOSPITALS = (
    Entry("clinic", "东街社区卫生服务中心", "http://127.0.0.1/clinic", kind="community", detail="东街 1 号"),
    Entry("east", "东街医院", "http://127.0.0.1/east"),
)
NAME, PHONE = "王阿姨", "02100000000"


@dataclass
class Ward:
    """The house, its line, and one resident known at one kiosk."""

    house: House
    line: HospitalLine
    kiosk: KioskCaller
    resident: str

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self.kiosk.http.get(path, params=params, headers=self.kiosk.headers)

    async def slots(
        self, hospital: str = "clinic", department: str = "department-0", **more: Any
    ) -> list[dict[str, Any]]:
        answer = await self.get(f"/v1/hospitals/{hospital}/slots", department=department, **more)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["slots"]
        return found

    async def hold(
        self, slot: dict[str, Any], key: str = "", hospital: str = "clinic", kiosk: KioskCaller | None = None
    ) -> httpx.Response:
        by = kiosk or self.kiosk
        body = {"hospital": hospital, "slot": slot}
        return await by.http.put(f"/v1/holds/{key or new_id()}", json=body, headers=by.headers)

    async def release(self, key: str) -> httpx.Response:
        return await self.kiosk.http.delete(f"/v1/holds/{key}", headers=self.kiosk.headers)

    async def wish(self, slot: dict[str, Any] | None, kiosk: KioskCaller | None = None, **changes: Any) -> str:
        """A wish as a kiosk sends it; the request's id."""
        told = appointment(slot, self.resident, **changes)
        answer = await (kiosk or self.kiosk).submit(told)
        assert answer.status_code == 200, answer.text
        return str(told["id"])

    async def booked(self, **changes: Any) -> str:
        """A wish for the first free time, booked."""
        request_id = await self.wish((await self.slots())[0], **changes)
        await self.tick()
        assert (await self.kiosk.look(request_id))["status"] == "in_progress"
        return request_id

    async def tick(self, rounds: int = 2) -> None:
        for _ in range(rounds):
            await self.house.hub.appointments.tick()

    async def pass_time(self, span: timedelta, step: timedelta) -> None:
        """Time goes by with the background at work."""
        for _ in range(int(span / step)):
            self.house.clock.advance(step.total_seconds())
            await self.tick(1)
            await self.house.hub.promises.tick()

    async def row(self, request_id: str) -> Request:
        async with self.house.hub.database.read() as session:
            found = await session.get(Request, request_id)
        assert found is not None
        return found

    async def booking(self, request_id: str) -> HospitalBooking:
        async with self.house.hub.database.read() as session:
            found = await visit_of(session, request_id)
        assert found is not None
        return found

    async def held(self, key: str) -> Hold | None:
        async with self.house.hub.database.read() as session:
            return await session.get(Hold, key)

    def slot_status(self, slot: dict[str, Any], site: str = "clinic") -> str:
        """At the hospital."""
        found = self.line.stores[site].read("Slot", slot["id"])
        assert found is not None
        return str(found["status"])

    async def known_at(self, kiosk: KioskCaller, resident: str) -> None:
        """The resident's card is shown at a kiosk."""
        async with self.house.hub.database.work() as work:
            work.session.add(card_shown(self.house.hub, kiosk.id, resident))


def appointment(slot: dict[str, Any] | None, resident: str = "", **changes: Any) -> dict[str, Any]:
    details = {
        "kind": "appointment",
        "need": "family_doctor",
        "hospital": {"id": "clinic", "name": "东街社区卫生服务中心"},
        "department": {"id": "department-0", "name": "家庭医生"},
        "slot": slot and {name: slot[name] for name in ("id", "start", "minutes", "doctor")},
        **changes.pop("details", {}),
    }
    told = {"id": new_id(), "seq": 1, "number": 31, "details": details, "age": 1.5, "owner": {"resident": resident}}
    return {**told, **changes}


def new_resident(hub: Hub, *, consent: bool = False) -> Resident:
    now = hub.clock.now()
    agreed = now if consent else None
    return Resident(id=new_id(), display_name=NAME, phone=PHONE, health_consent_at=agreed, created_at=now, seen_at=now)


def card_shown(hub: Hub, kiosk_id: str, resident: str) -> ResidentPass:
    now = hub.clock.now()
    return ResidentPass(
        token_hash=new_id(), resident_id=resident, kiosk_id=kiosk_id, level="card", made_at=now, used_at=now
    )


async def add_resident(hub: Hub, kiosk_id: str, *, consent: bool = False) -> str:
    """Somebody whose card was shown at this kiosk."""
    made = new_resident(hub, consent=consent)
    async with hub.database.work() as work:
        work.session.add(made)
        await work.session.flush()
        work.session.add(card_shown(hub, kiosk_id, made.id))
    return made.id


async def make_fleet(hub: Hub, http: httpx.AsyncClient, count: int) -> list[tuple[KioskCaller, str]]:
    """Kiosks, each with a resident of its own whose card was shown there; on disk once, for all of them."""
    fleet = []
    async with hub.database.work() as work:
        for n in range(count):
            secret = await hub.kiosks.new_code(work)
            kiosk, token = await hub.kiosks.enrol(work, EnrolIn(secret=secret, name=f"{n}号机"))
            resident = new_resident(hub)
            work.session.add(resident)
            await work.session.flush()
            work.session.add(card_shown(hub, kiosk.id, resident.id))
            fleet.append((KioskCaller(http, kiosk.id, token), resident.id))
    return fleet


@asynccontextmanager
async def ward(folder: Path, *, consent: bool = False, **changes: Any) -> AsyncIterator[Ward]:
    line = HospitalLine()
    async with house(folder, line=line, hospitals=HOSPITALS, **changes) as made:
        line.open(made.clock)
        kiosk = await made.kiosk()
        yield Ward(made, line, kiosk, await add_resident(made.hub, kiosk.id, consent=consent))
