"""What the kiosk expects of hospitals and their times: the same of the stand-in and of a hub with invented ones."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.adapters.enrolment import enrol
from kiosk.adapters.hub.appointments import HubAppointments
from kiosk.adapters.hub.calls import Calls
from kiosk.adapters.hub.credentials import Credentials
from kiosk.config import Hospital as Entry
from kiosk.domain.appointment import HospitalKind, Slot
from kiosk.errors import HubRefused, HubUnreachable, NotEnrolled, SlotGone
from kiosk.hub.core import assemble
from kiosk.hub.settings import HubSettings
from kiosk.ports.appointments import Appointments
from tests.fakes.appointments import MemoryAppointments
from tests.fakes.clock import START
from tests.fakes.requests import new_id
from tests.hub.served import serving

HOSPITALS = (
    Entry("east", "东街医院", "demo", detail="门诊大门"),
    Entry("clinic", "东街社区卫生服务中心", "demo", kind="community"),
)


@pytest.fixture(scope="module")
def at_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Credentials]:
    with serving(tmp_path_factory.mktemp("hub"), hospitals=HOSPITALS, demo=True, tls=False) as (url, made):
        yield enrol(_code(made, url), tmp_path_factory.mktemp("joined"), name="一号机", place="一楼大厅")


def _code(made: HubSettings, url: str) -> str:
    async def make() -> str:
        hub = assemble(replace(made, hospitals=()))
        async with hub.database.work() as work:
            secret = await hub.kiosks.new_code(work)
        await hub.close()
        return hub.enrolment_code(secret, url).encode()

    return asyncio.run(make())


@pytest.fixture(params=["memory", "hub"])
def port(request: pytest.FixtureRequest) -> Iterator[Appointments]:
    if request.param == "memory":
        memory = MemoryAppointments()
        memory.fill(START.date())
        yield memory
        return
    credentials: Credentials = request.getfixturevalue("at_hub")
    calls = Calls(lambda: credentials)
    yield HubAppointments(calls)
    calls.close()


def first(port: Appointments) -> tuple[str, Slot]:
    """A hospital and the earliest of its free times."""
    hospital = port.hospitals()[0]
    return hospital.id, port.slots(hospital.id, hospital.departments[0].id)[0]


def test_community_centres_come_first_and_say_what_they_serve(port: Appointments) -> None:
    clinic, east = port.hospitals()[:2]
    assert (clinic.kind, east.kind) == (HospitalKind.COMMUNITY, HospitalKind.HOSPITAL)
    assert {"family_doctor", "medicine"} <= {d.need for d in clinic.departments}
    assert east.detail == "门诊大门"
    assert all(d.need == "" for d in east.departments)


def test_days_and_times_are_earliest_first_and_belong_together(port: Appointments) -> None:
    hospital = port.hospitals()[0]
    department = hospital.departments[0].id
    days = port.days(hospital.id, department)
    assert list(days) == sorted(set(days))
    every = port.slots(hospital.id, department)
    starts = [datetime.fromisoformat(slot.ref.start) for slot in every]
    assert starts == sorted(starts)
    assert 0 < len(starts) <= 60
    assert all(start.utcoffset() == UTC.utcoffset(None) for start in starts)
    of_day = port.slots(hospital.id, department, day=days[-1])
    assert of_day
    assert {datetime.fromisoformat(s.ref.start).astimezone().date() for s in of_day} == {days[-1]}


def test_one_doctors_times_are_found_again(port: Appointments) -> None:
    hospital = port.hospitals()[0]
    department = hospital.departments[0].id
    doctor = port.slots(hospital.id, department)[0].doctor_id
    theirs = port.slots(hospital.id, department, doctor=doctor)
    assert {slot.doctor_id for slot in theirs} == {doctor}
    assert port.days(hospital.id, department, doctor=doctor)
    assert port.slots(hospital.id, department, doctor="nobody") == ()


def test_a_time_is_kept_once_and_again_by_the_same_key(port: Appointments) -> None:
    hospital, slot = first(port)
    key = new_id()
    held = port.hold(key, hospital, slot.ref)
    assert held.key == key
    assert 0 < port.hold(key, hospital, slot.ref).seconds <= held.seconds
    with pytest.raises(SlotGone):
        port.hold(new_id(), hospital, slot.ref)
    port.release(key)
    port.release(key)  # gone already: no error
    again = new_id()
    port.hold(again, hospital, slot.ref)
    port.release(again)


def test_letting_go_what_never_was_is_no_error(port: Appointments) -> None:
    port.release(new_id())


def test_a_hospital_nobody_knows_is_refused(at_hub: Credentials) -> None:
    calls = Calls(lambda: at_hub)
    with pytest.raises(HubRefused):
        HubAppointments(calls).days("moon", "department-0")
    calls.close()


def test_a_hub_that_is_not_there_is_unreachable_and_nobody_enrolled_says_so() -> None:
    nobody = Credentials("http://127.0.0.1:9", "k", "t" * 32, "", "")
    with pytest.raises(HubUnreachable):
        HubAppointments(Calls(lambda: nobody)).hospitals()
    with pytest.raises(NotEnrolled):
        HubAppointments(Calls(lambda: None)).hospitals()
