"""What a hospital may answer: read with tolerance, left out and counted where it cannot be relied on, never a 500."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from kiosk.hub.hospital import reading
from kiosk.hub.hospital.base import ProviderRefused, ReplyLost, Unclear, Unknown, Unreached
from kiosk.hub.hospital.demo.world import Plan
from kiosk.hub.hospital.fhir import FhirHospital, Site
from kiosk.hub.hospital.rest import MAX_ANSWER, Rest
from tests.fakes.hospital import Forward, HospitalLine, Play, down, edited, lost, says
from tests.fakes.hub_clock import FakeHubClock

pytestmark = pytest.mark.anyio
DEPARTMENT = "department-0"


def hospital(line: HospitalLine, site: str = "clinic") -> FhirHospital:
    clock = FakeHubClock()
    line.open(clock)
    return FhirHospital(Site(site, "东街医院"), Rest(f"http://127.0.0.1/{site}", transport=line), clock)


async def test_departments_come_with_the_commonest_first() -> None:
    found = await hospital(HospitalLine()).services()
    assert [(one.name, one.need, one.picture) for one in found] == [
        ("家庭医生", "family_doctor", "house"),
        ("配药", "medicine", "pill"),
        ("全科", "", "doctor"),
    ]


async def test_a_whole_hospital_is_read_page_by_page() -> None:
    line = HospitalLine()
    asked = hospital(line, "east")
    every = await asked.slots(DEPARTMENT, limit=10_000)
    assert len(every) > 300
    starts = [one.ref.start for one in every]
    assert starts == sorted(starts)
    assert len({one.ref.id for one in every}) == len(every)
    days = await asked.days(DEPARTMENT)
    assert days == tuple(sorted({datetime.fromisoformat(one).astimezone().date() for one in starts}))
    some = await asked.slots(DEPARTMENT, day=days[1], doctor=every[0].doctor_id)
    assert {datetime.fromisoformat(one.ref.start).astimezone().date() for one in some} == {days[1]}
    assert {one.doctor_id for one in some} == {every[0].doctor_id}
    assert await asked.slots("nothing") == ()
    assert await asked.days(DEPARTMENT, doctor="nobody") == ()
    assert asked.faults == Counter()


SLOT = {
    "resourceType": "Slot",
    "id": "s-1",
    "status": "free",
    "start": "2026-11-03T08:00:00+08:00",
    "end": "2026-11-03T08:15:00+08:00",
    "schedule": {"reference": "https://hospital.test/fhir/Schedule/a/_history/3"},
    "comment": {"a field": ["that nobody", "here knows"]},
}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, ""),
        ({"end": None}, ""),
        ({"id": "no spaces allowed"}, "slot_id"),
        ({"id": 7}, "slot_id"),
        ({"status": "FREE"}, "slot_status"),
        ({"status": None}, "slot_status"),
        ({"status": ["free"]}, "slot_status"),
        ({"start": None}, "slot_start"),
        ({"start": "2026-11-03T08:00:00"}, "slot_start"),
        ({"start": "tomorrow"}, "slot_start"),
        ({"start": "0001-01-01T00:00:00+14:00"}, "slot_start"),
        ({"start": 20261103}, "slot_start"),
        ({"end": "2026-11-03T07:00:00+08:00"}, "slot_end"),
        ({"end": "2027-11-03T07:00:00+08:00"}, "slot_end"),
    ],
)
def test_a_time_is_read_or_left_out_and_counted(changes: dict[str, Any], fault: str) -> None:
    faults: Counter[str] = Counter()
    found = reading.slot({**SLOT, **changes}, "urn:test", faults)
    assert (found is None, dict(faults)) == (bool(fault), {fault: 1} if fault else {})
    if found is not None:
        assert (found.start, found.minutes) == (datetime(2026, 11, 3, 0, 0, tzinfo=UTC), 15)
        assert found.schedule == "Schedule/a"


@pytest.mark.parametrize("wrong", [None, 3, "x", [], [3, None, "x"], {"reference": 7}, {"reference": "../x y"}])
def test_nothing_that_a_hospital_sends_breaks_a_reader(wrong: Any) -> None:
    faults: Counter[str] = Counter()
    names = ("id", "status", "start", "end", "schedule", "identifier", "name", "type", "active")
    resource: dict[str, Any] = {**dict.fromkeys(names, wrong), "id": 7}
    assert reading.slot(resource, "urn:test", faults) is None
    assert reading.department(resource, faults) is None
    assert reading.department({"id": "a", "name": "全科", "type": wrong}, faults) is not None
    assert reading.person_name(resource) == ""
    assert reading.identifiers(resource, "urn:test") == frozenset()
    assert reading.reference(wrong) == ""
    assert reading.moment(wrong) is None


@pytest.mark.parametrize("status", ["gebucht", None, 3, "BOOKED", ""])
def test_a_status_outside_the_standard_means_nothing(status: Any) -> None:
    with pytest.raises(Unclear):
        reading.visit_state({"status": status})


async def test_wrong_times_are_left_out_among_right_ones() -> None:
    line = HospitalLine()
    asked = hospital(line)
    right = await asked.slots(DEPARTMENT, limit=20)
    spoilt = {one.ref.id for one in right[:3]}

    def spoil(slot: dict[str, Any]) -> dict[str, Any]:
        return {**slot, "start": slot["start"][:19]} if slot["id"] in spoilt else slot

    line.play = edited("Slot", spoil)
    found = await asked.slots(DEPARTMENT, limit=20)
    assert spoilt.isdisjoint(one.ref.id for one in found)
    assert found[:17] == right[3:]
    assert asked.faults["slot_start"] == 3


@pytest.mark.parametrize(
    "edit",
    [
        lambda slot: {**slot, "schedule": {"reference": "Schedule/of-another-department"}},
        lambda slot: {**slot, "status": "busy"},
        lambda slot: {**slot, "start": "2020-01-01T08:00:00Z", "end": "2020-01-01T08:15:00Z"},
        lambda slot: {**slot, "resourceType": "Basic"},
        lambda _: None,
    ],
    ids=["another department", "not free", "long ago", "no slot", "nothing"],
)
async def test_a_hospital_that_answers_more_than_asked_is_not_believed(edit: Any) -> None:
    line = HospitalLine()
    asked = hospital(line)
    line.play = edited("Slot", edit)
    assert await asked.slots(DEPARTMENT) == ()


async def test_unknown_actors_leave_a_time_without_a_name() -> None:
    line = HospitalLine()
    asked = hospital(line)
    line.play = edited("Practitioner", lambda one: {**one, "name": [{"family": "赵", "given": ["医", "生"]}]})
    assert (await asked.slots(DEPARTMENT, limit=1))[0].ref.doctor == "赵医生"
    asked = hospital(line)
    line.play = edited("Practitioner", lambda one: {**one, "name": 7})
    assert (await asked.slots(DEPARTMENT, limit=1))[0].ref.doctor == ""


async def test_who_is_not_included_is_asked_for() -> None:
    """Not every server includes; one that answers nothing about a doctor leaves the time without a name."""
    line = HospitalLine()
    asked = hospital(line)

    async def alone(request: httpx.Request, forward: Forward) -> httpx.Response:
        answer = await forward(request)
        body = json.loads(await answer.aread())
        if body["resourceType"] == "Bundle":
            body["entry"] = [one for one in body["entry"] if one["search"]["mode"] == "match"]
        return httpx.Response(answer.status_code, json=body, headers={"ETag": 'W/"1"'})

    line.play = alone
    assert (await asked.slots(DEPARTMENT, limit=1))[0].ref.doctor == "王医生"
    asked = hospital(line)

    async def silent(request: httpx.Request, forward: Forward) -> httpx.Response:
        gone = request.url.path.startswith("/clinic/Practitioner/")
        return httpx.Response(404) if gone else await alone(request, forward)

    line.play = silent
    assert (await asked.slots(DEPARTMENT, limit=1))[0].ref.doctor == ""


@pytest.mark.parametrize(
    ("play", "kind"),
    [
        (down(), Unreached),
        (lost(lambda _: True, arrives=True), ReplyLost),
        (says(b"<html>"), ReplyLost),
        (says(b"[]"), ReplyLost),
        (says(b'{"resourceType": "Patient"}'), ReplyLost),
        (says(b"[" * 100_000), ReplyLost),
        (says(b" " * (MAX_ANSWER + 1)), ReplyLost),
        (says(b"{}", 500), ReplyLost),
        (says(b"", 302), ReplyLost),
        (says(b"{}", 408), ReplyLost),
        (says(b"{}", 401), ProviderRefused),
        (says(b"{}", 404), Unknown),
        (says(b"{}", 429), ProviderRefused),
    ],
)
async def test_every_kind_of_silence_has_its_name(play: Play, kind: type[Exception]) -> None:
    line = HospitalLine()
    asked = hospital(line)
    line.play = play
    for question in (asked.services, asked.probe):
        with pytest.raises(kind):
            await question()


@pytest.mark.parametrize("url", ["https://elsewhere.test/next", "//elsewhere.test/x", "//[", "ftp:x", 7, None])
async def test_a_next_page_elsewhere_is_not_followed(url: Any) -> None:
    line = HospitalLine()
    asked = hospital(line)
    hosts: list[str] = []

    async def leads_away(request: httpx.Request, forward: Forward) -> httpx.Response:
        hosts.append(request.url.host)
        answer = await forward(request)
        body = json.loads(await answer.aread())
        return httpx.Response(200, json={**body, "link": [{"relation": "next", "url": url}]})

    line.play = leads_away
    assert len(await asked.services()) == 3
    assert hosts == ["127.0.0.1"]


async def test_pages_without_an_end_end() -> None:
    line = HospitalLine()
    asked = hospital(line)

    async def again(request: httpx.Request, forward: Forward) -> httpx.Response:
        answer = await forward(request)
        body = json.loads(await answer.aread())
        url = str(request.url.copy_set_param("_offset", line.asked.total()))
        return httpx.Response(200, json={**body, "link": [{"relation": "next", "url": url}]})

    line.play = again
    await asked.services()
    assert line.asked.total() == 20


async def test_a_time_zone_of_its_own_is_understood() -> None:
    line = HospitalLine()
    asked = hospital(line)
    plain = await asked.slots(DEPARTMENT, limit=5)

    def tokyo(slot: dict[str, Any]) -> dict[str, Any]:
        moved = {name: datetime.fromisoformat(slot[name]).astimezone(_zone(9)).isoformat() for name in ("start", "end")}
        return {**slot, **moved}

    line.play = edited("Slot", tokyo)
    assert await asked.slots(DEPARTMENT, limit=5) == plain


def _zone(hours: int) -> Any:
    return datetime.fromisoformat(f"2026-01-01T00:00:00+{hours:02d}:00").tzinfo


async def test_days_skip_from_day_to_day() -> None:
    """A department with very many times a day is not read whole to learn its days."""
    line = HospitalLine()
    clock = FakeHubClock()
    line.open(clock, {"clinic": Plan((("全科", ""),), doctors=12)})
    asked = FhirHospital(Site("clinic", "东街医院"), Rest("http://127.0.0.1/clinic", transport=line), clock)
    found = await asked.days(DEPARTMENT)
    assert len(found) == 12
    assert all(isinstance(one, date) for one in found)
    assert line.asked["GET Slot"] <= 2 * len(found)
    assert found[-1] - found[0] < timedelta(days=14)
