"""S1: habits with their bounds, consent and its withdrawal, deletion that reaches requests; S6: lines in the log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.domain.request import Status
from kiosk.hub.models import Attachment, Audit, Card, Event, Request, Resident, ResidentPass
from tests.hub.house import House, event, new_id, taxi
from tests.hub.residents.people import DOCTOR, NAME, PHONE, Known, known, registered
from tests.hub.test_retention import everything

pytestmark = pytest.mark.anyio
HABITS = {
    "preferences": {
        "text_size": "huge",
        "palette": "dark",
        "language": "en",
        "volume": 40,
        "rate": 110,
        "motion": False,
    },
    "places": [{"id": "hospital", "name": "东街医院", "picture": "hospital", "detail": "门诊"}],
    "doctor": DOCTOR,
}


async def opened(made: House, **more: Any) -> tuple[Known, str]:
    _, issued = await registered(made, **more)
    who = await known(await made.kiosk(), issued.code)
    assert (await who.open("rabbit")).status_code == 200
    return who, issued.code


async def appointment(made: House, who: Known) -> str:
    """A doctor's appointment that a person found, and that is over."""
    details = {"kind": "appointment", "need": "department", "department": {"id": "heart", "name": "心内科"}}
    wish = taxi(details=details, owner={"resident": who.id}, valid_for=None)
    assert (await who.kiosk.submit(wish)).status_code == 200
    staff = await made.person("王阿姨")
    await made.do(made.hub.requests.accept, wish["id"], staff)
    await made.do(made.hub.requests.close, wish["id"], staff, Status.DONE, "约好了心内科")
    return str(wish["id"])


async def audited(made: House) -> list[tuple[str, str]]:
    async with made.hub.database.read() as session:
        return [(row.action, row.subject) for row in await session.scalars(select(Audit).order_by(Audit.id))]


async def test_habits_follow_the_resident(hub_house: House) -> None:
    who, code = await opened(hub_house, health=True)
    assert (await who.call("PUT", "/habits", HABITS)).status_code == 204
    elsewhere = await hub_house.kiosk("二号机")
    answer = await elsewhere.http.post("/v1/residents/card", json={"code": code}, headers=elsewhere.headers)
    told = answer.json()["habits"]
    assert told["preferences"] == HABITS["preferences"]
    assert told["places"][0]["name"] == "东街医院"
    assert told["doctor"]["department"] == "心内科"


async def test_s1_without_consent_no_doctor_is_kept(hub_house: House) -> None:
    who, _ = await opened(hub_house)
    await who.call("PUT", "/habits", HABITS)
    assert "心内科" not in str(await everything(hub_house, Resident))
    answer = await who.call("PUT", "/consent", {"given": True})
    assert answer.json()["health_consent"] is True
    await who.call("PUT", "/habits", HABITS)
    assert "心内科" in str(await everything(hub_house, Resident))


async def test_s1_withdrawal_takes_the_doctor_and_appointments_that_are_over_at_once(hub_house: House) -> None:
    who, _ = await opened(hub_house, health=True)
    await who.call("PUT", "/habits", HABITS)
    over, ride = await appointment(hub_house, who), await who.taxi()
    answer = await who.call("PUT", "/consent", {"given": False})
    assert answer.json()["health_consent"] is False
    assert answer.json()["habits"]["doctor"] is None
    assert answer.json()["habits"]["places"][0]["id"] == "hospital"
    rows = {row["id"]: row for row in await everything(hub_house, Request)}
    assert (rows[over]["details"], rows[over]["status"]) == ({}, "done")
    assert rows[ride]["details"]["destination"]["name"] == "东街医院"
    left = str([await everything(hub_house, table) for table in (Resident, Event)])
    assert "心内科" not in left
    assert ("consent_withdrawn", who.id) in await audited(hub_house)


async def test_s1_after_a_withdrawal_an_appointment_is_emptied_when_it_ends(hub_house: House) -> None:
    who, _ = await opened(hub_house, health=True)
    await who.call("PUT", "/consent", {"given": False})
    await appointment(hub_house, who)
    assert "心内科" in str(await everything(hub_house, Request))
    await hub_house.hub.retention.tick()
    assert "心内科" not in str([await everything(hub_house, Request), await everything(hub_house, Event)])


@pytest.mark.parametrize("by", ["the resident", "an administrator", "time"])
async def test_s1_deletion_reaches_everything(hub_house: House, by: str) -> None:
    who, _ = await opened(hub_house, health=True)
    await who.call("PUT", "/habits", HABITS)
    over, live = await appointment(hub_house, who), await who.taxi()
    async with hub_house.hub.database.work() as work:
        sound = Attachment(
            id=new_id(), request_id=over, media="audio/wav", data=b"x", received_at=hub_house.clock.now()
        )
        work.session.add(sound)
    match by:
        case "the resident":
            assert (await who.call("DELETE")).status_code == 204
        case "an administrator":
            staff = await hub_house.person("李阿姨")
            await hub_house.do(lambda work: hub_house.hub.residents.forget(work, who.id, by=staff.id))
        case "time":
            hub_house.clock.advance(timedelta(days=731).total_seconds())
            await hub_house.hub.retention.tick()
    for table in (Resident, Card, ResidentPass, Attachment):
        assert await everything(hub_house, table) == []
    rows = {row["id"]: row for row in await everything(hub_house, Request)}
    assert {row["resident_id"] for row in rows.values()} == {""}
    assert rows[over]["details"] == {}
    assert rows[live]["details"]["destination"]["name"] == "东街医院"  # the car still comes
    left = str([await everything(hub_house, table) for table in (Event, Audit)])
    assert not [word for word in (NAME, PHONE, "心内科", "王阿姨") if word in left]
    assert ("resident_deleted", who.id) in await audited(hub_house)
    assert (await who.call("PUT", "/habits", {})).status_code in (401, 404)


async def test_s1_who_comes_is_not_forgotten(hub_house: House) -> None:
    _, issued = await registered(hub_house)
    for _ in range(3):
        hub_house.clock.advance(timedelta(days=700).total_seconds())
        await hub_house.hub.retention.tick()
        await known(await hub_house.kiosk(new_id()[-8:]), issued.code)


async def test_s1_passes_go_after_eight_days(hub_house: House) -> None:
    await opened(hub_house)
    hub_house.clock.advance(timedelta(days=8).total_seconds())
    await hub_house.hub.retention.tick()
    assert len(await everything(hub_house, ResidentPass)) == 1
    hub_house.clock.advance(1)
    await hub_house.hub.retention.tick()
    assert await everything(hub_house, ResidentPass) == []


async def test_s6_every_act_has_a_line(hub_house: House) -> None:
    who, _ = await opened(hub_house)
    await who.call("PUT", "/consent", {"given": True})
    await who.call("DELETE")
    assert [action for action, subject in await audited(hub_house) if subject == who.id] == [
        "resident_registered",
        "card_issued",
        "consent_given",
        "resident_deleted",
    ]


@pytest.mark.parametrize(
    "habits",
    [
        {"places": [{"id": "a", "name": "x"}] * 13},
        {"places": [{"id": "a", "name": "x" * 81}]},
        {"places": [{"id": "a", "name": "\0"}]},
        {"places": [{"id": "a", "name": "x", "picture": "../../x"}]},
        {"preferences": {"volume": 101}},
        {"preferences": {"rate": 1}},
        {"preferences": {"language": "<script>"}},
        {"doctor": {"hospital_id": ""}},
    ],
)
async def test_s11_habits_have_bounds(hub_house: House, habits: dict[str, Any]) -> None:
    who, _ = await opened(hub_house)
    assert (await who.call("PUT", "/habits", habits)).status_code == 422


async def test_affairs_are_listed_and_cancelled_from_any_kiosk(hub_house: House) -> None:
    who, code = await opened(hub_house)
    ride = await who.taxi()
    elsewhere = await known(await hub_house.kiosk("二号机"), code)
    assert (await elsewhere.call("POST", f"/affairs/{ride}/cancel")).status_code == 404  # not opened there
    await elsewhere.open("rabbit")
    (affair,) = (await elsewhere.call("GET", "/affairs")).json()["affairs"]
    assert (affair["request_id"], affair["here"], affair["words"]) == (ride, False, "东街医院")
    assert (await who.call("GET", "/affairs")).json()["affairs"][0]["here"] is True
    for _ in range(2):
        assert (await elsewhere.call("POST", f"/affairs/{ride}/cancel")).status_code == 204
    told = await who.kiosk.look(ride)
    assert told["status"] == "cancelled"
    assert [e["role"] for e in told["events"] if e["what"] == "cancel_asked"] == ["resident"]


async def test_nobody_cancels_or_sees_what_is_anothers(hub_house: House) -> None:
    who, _ = await opened(hub_house)
    ride = await who.taxi()
    other, _ = await opened(hub_house)
    guests = taxi()
    await other.kiosk.submit(guests)
    for strange in (ride, guests["id"], new_id()):
        answer = await other.call("POST", f"/affairs/{strange}/cancel")
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:silver-key:problem:not_found")
    assert (await other.call("GET", "/affairs")).json() == {"affairs": []}


async def test_an_exercise_is_no_affair(hub_house: House) -> None:
    who, _ = await opened(hub_house)
    await who.taxi(mode="exercise")
    assert (await who.call("GET", "/affairs")).json() == {"affairs": []}


@pytest.mark.parametrize(
    ("why", "hours", "age", "theirs"),
    [
        ("at once", 0, 1.0, True),
        ("an hour after the session", 1, 1.0, True),
        ("delivered six days late, asked in the session", 144, 144 * 3600.0, True),
        ("asked two days after", 48, 1.0, False),
        ("of unknown age, two days after", 48, None, False),
    ],
)
async def test_whose_a_request_is_must_have_been_shown_here(
    hub_house: House, why: str, hours: int, age: float | None, theirs: bool
) -> None:
    """S3: a kiosk's word alone makes nobody's request."""
    who, _ = await opened(hub_house)
    await who.call("POST", "/leave")
    hub_house.clock.advance(hours * 3600)
    details = {"kind": "volunteer", "screen": "home"}
    wish = taxi(details=details, age=age, valid_for=None, owner={"resident": who.id})
    await who.kiosk.submit(wish)
    (row,) = await everything(hub_house, Request)
    assert row["resident_id"] == (who.id if theirs else ""), why
    notes = [e["facts"] for e in await everything(hub_house, Event) if e["what"] == "note"]
    assert notes == ([] if theirs else [{"code": "owner_unproven"}])
    assert "note" not in await who.kiosk.whats(wish["id"])


async def test_another_kiosks_claim_is_not_taken(hub_house: House) -> None:
    who, _ = await opened(hub_house)
    other = Known(await hub_house.kiosk("二号机"), who.id, who.pass_)
    ride = await other.taxi()
    (row,) = await everything(hub_house, Request)
    assert (row["id"], row["resident_id"], row["status"]) == (ride, "", "delivered")


async def test_a_cancel_wish_that_stands_is_not_doubled_but_one_after_an_answer_is_new(hub_house: House) -> None:
    who, _ = await opened(hub_house)
    ride = await who.taxi()
    staff = await hub_house.person("王阿姨")
    await hub_house.do(hub_house.hub.requests.accept, ride, staff)
    await who.kiosk.tell(ride, event("cancel_asked"))
    assert (await who.call("POST", f"/affairs/{ride}/cancel")).status_code == 204
    assert (await who.kiosk.whats(ride)).count("cancel_asked") == 1
