"""An appointment from wish to end: booked once, told as it is, and a person where nobody knows (R1, U23)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.appointment import Appointment
from kiosk.domain.request import Status
from tests.fakes.hospital import Play, down, edited, is_, lost, says
from tests.hub.hospital.house import NAME, PHONE, Ward, ward
from tests.hub.house import event, new_id

pytestmark = pytest.mark.anyio
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
POST = is_("POST", "Appointment")


async def test_u23_a_known_resident_s_time_is_booked_and_told_in_full(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        key = new_id()
        assert (await made.hold(slot, key)).status_code == 200
        request_id = await made.wish(slot, details={"hold": key})
        assert await made.kiosk.whats(request_id) == ["delivered"]  # the kiosk does not wait for the hospital
        await made.tick()
        told = await made.kiosk.look(request_id)
        assert [e["what"] for e in told["events"]] == ["delivered", "accepted", "booked"]
        accepted, booked = told["events"][1:]
        assert (accepted["role"], accepted["name"]) == ("provider", "东街社区卫生服务中心")
        assert (booked["status"], told["status"]) == ("in_progress", "in_progress")
        found = Appointment.of(booked["facts"])
        assert (found.start, found.doctor, found.department) == (slot["start"], slot["doctor"], "家庭医生")
        assert (found.hospital_id, found.hospital) == ("clinic", "东街社区卫生服务中心")
        assert (found.building, found.floor, found.room) == ("门诊楼", "1 楼", "101 室")
        assert "医保卡" in found.bring
        assert "101" in found.way
        assert found.address == "东街 1 号"
        assert found.reference.startswith("演示")
        assert datetime.fromisoformat(slot["start"]) - datetime.fromisoformat(found.cancel_until) == 2 * HOUR
        assert len(made.line.appointments()) == 1
        assert made.slot_status(slot) == "busy"
        assert (await made.row(request_id)).needs_person is False


@pytest.mark.parametrize(("consent", "told"), [(False, False), (True, True)], ids=["without consent", "with consent"])
async def test_s1_no_name_leaves_without_consent(tmp_path: Path, consent: bool, told: bool) -> None:
    async with ward(tmp_path, consent=consent) as made:
        await made.booked()
        sent = " ".join(made.line.bodies)
        assert (NAME in sent, PHONE in sent) == (told, told)
        assert made.resident not in sent


@pytest.mark.parametrize(
    "changes",
    [
        {"owner": {}},
        {"owner": {}, "phone": PHONE},  # it is in the name of whose telephone it is, and proves nothing
        {"owner": {"resident": "0" * 36}},
        {"mode": "exercise"},
        {"slot": None},
        {"hospital": None},
    ],
    ids=["guest", "guest with a telephone on file", "unproven", "exercise", "no time", "no hospital"],
)
async def test_u23_a_guest_s_wish_reaches_no_hospital(tmp_path: Path, changes: dict[str, Any]) -> None:
    async with ward(tmp_path) as made:
        details = {name: changes[name] for name in changes if name in ("slot", "hospital", "phone")}
        outer = {name: changes[name] for name in changes if name not in details}
        request_id = await made.wish((await made.slots())[0], details=details, **outer)
        before = made.line.asked.total()
        await made.pass_time(timedelta(minutes=5), timedelta(seconds=30))
        assert made.line.asked.total() == before
        found = await made.row(request_id)
        if "phone" in changes:
            assert found.resident_id == made.resident
        assert (found.status, found.handler) == ("delivered", "desk" if found.mode == "actual" else "")
        assert found.needs_person is (found.mode == "actual")


async def test_a_wish_waits_for_its_person_however_long(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        request_id = await made.wish(None, owner={})
        await made.pass_time(3 * DAY, 6 * HOUR)
        assert (await made.row(request_id)).status == "delivered"


async def test_a_time_that_another_has_is_gone_and_nothing_is_booked(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        first, second = await made.wish(slot), await made.wish(slot)
        await made.tick()
        ends = sorted([(await made.kiosk.look(one))["status"] for one in (first, second)])
        assert ends == ["failed", "in_progress"]
        loser = first if (await made.kiosk.look(first))["status"] == "failed" else second
        assert (await made.kiosk.whats(loser))[-1] == "slot_gone"
        assert len(made.line.appointments()) == 1


async def test_r1_a_repeated_request_is_booked_once(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot, ident = (await made.slots())[0], new_id()
        for _ in range(3):
            await made.wish(slot, id=ident)
            await asyncio.gather(*(made.tick(1) for _ in range(3)))
        assert made.line.asked["POST Appointment"] == 1


async def test_r1_a_lost_reply_is_unknown_then_found_by_our_key(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        made.line.play = lost(POST, arrives=True)
        request_id = await made.wish(slot)
        await made.tick(1)
        found = await made.row(request_id)
        assert (found.status, found.needs_person, found.handler) == ("unknown", True, "desk")
        assert (await made.kiosk.whats(request_id))[-1] == "reply_lost"
        made.line.play = None
        await made.pass_time(timedelta(minutes=3), timedelta(minutes=1))
        assert (await made.kiosk.whats(request_id))[-2:] == ["accepted", "booked"]
        assert made.line.asked["POST Appointment"] == 1
        assert len(made.line.appointments()) == 1


async def test_r1_a_question_that_never_arrived_stays_with_a_person(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots(day=made.house.clock.now().date() + 4 * DAY))[0]
        made.line.play = lost(POST, arrives=False)
        request_id = await made.wish(slot)
        await made.tick(1)
        made.line.play = None
        await made.pass_time(2 * DAY, HOUR)
        assert (await made.row(request_id)).status == "unknown"
        assert made.line.asked["POST Appointment"] == 0
        wang = await made.house.person("王阿姨")
        requests = made.house.hub.requests
        await made.house.do(requests.accept, request_id, wang)
        assert made.slot_status(slot) == "busy"
        await made.house.do(requests.resolve, request_id, wang, Status.FAILED, "医院说没有")
        assert (await made.kiosk.look(request_id))["status"] == "failed"
        await made.pass_time(timedelta(minutes=4), timedelta(minutes=1))
        assert made.slot_status(slot) == "free"


@pytest.mark.parametrize("cancelled", [False, True])
async def test_r1_a_hub_that_died_while_booking_does_not_book_again(tmp_path: Path, cancelled: bool) -> None:
    asked = asyncio.Event()

    async def hangs(request: Any, forward: Any) -> Any:
        if POST(request):
            asked.set()
            await asyncio.Event().wait()
        return await forward(request)

    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        made.line.play = hangs
        request_id = await made.wish(slot)
        tick = asyncio.create_task(made.tick(1))
        await asked.wait()
        if cancelled:
            told = await made.kiosk.tell(request_id, event("cancel_asked"))
            assert told.json()["status"] == "delivered"
        for task in made.house.hub.appointments._busy.values():
            task.cancel()
        await asyncio.gather(tick, return_exceptions=True)
        made.line.play = None
        await made.house.hub.appointments.recover()
        await made.pass_time(timedelta(minutes=5), timedelta(minutes=1))
        assert (await made.row(request_id)).status == "unknown"
        assert made.line.asked["POST Appointment"] == 0


@pytest.mark.parametrize(
    "play",
    [down(), down(is_("PUT", "Slot")), lost(is_("PUT", "Slot"), arrives=True), down(POST), says(b"{}", 422, POST)],
    ids=["down", "dies before taking", "dies while taking", "dies after taking", "refuses"],
)
async def test_a_hospital_that_dies_before_booking_hands_it_to_a_person(tmp_path: Path, play: Play) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        dead: list[bool] = []

        async def then_dead(request: Any, forward: Any) -> Any:
            if dead:
                return await down()(request, forward)
            try:
                return await play(request, forward)
            except Exception:
                dead.append(True)
                raise

        made.line.play = then_dead
        request_id = await made.wish(slot)
        await made.tick(1)
        found = await made.row(request_id)
        assert (found.status, found.handler, found.needs_person) == ("delivered", "desk", True)
        assert (await made.kiosk.whats(request_id))[-1] == "released"
        assert made.line.appointments() == []
        made.line.play = None
        await made.pass_time(timedelta(minutes=10), timedelta(minutes=1))
        assert made.slot_status(slot) == "free"  # what was taken in vain is somebody else's again


def _other_slot(resource: dict[str, Any]) -> dict[str, Any]:
    return {**resource, "slot": [{"reference": "Slot/another"}]}


def _strange_status(resource: dict[str, Any]) -> dict[str, Any]:
    return {**resource, "status": "gebucht"}


def _no_start(resource: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in resource.items() if name != "start"}


def _no_zone(resource: dict[str, Any]) -> dict[str, Any]:
    return {**resource, "start": resource["start"][:19]}


@pytest.mark.parametrize("edit", [_other_slot, _strange_status, _no_start, _no_zone])
async def test_a_booking_that_comes_back_as_another_is_for_a_person(tmp_path: Path, edit: Any) -> None:
    """Nobody is told BOOKED; what stands at the hospital a person finds out."""
    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        made.line.play = edited("Appointment", edit, "POST")
        request_id = await made.wish(slot)
        await made.tick()
        await made.pass_time(HOUR, timedelta(minutes=10))
        found = await made.row(request_id)
        assert (found.status, found.needs_person) == ("unknown", True)
        assert "booked" not in await made.kiosk.whats(request_id)
        assert (await made.booking(request_id)).state == "unclear"


async def test_a_hospital_that_has_not_said_yes_is_not_a_booking(tmp_path: Path) -> None:
    def pending(resource: dict[str, Any]) -> dict[str, Any]:
        return {**resource, "status": "pending"}

    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        made.line.play = edited("Appointment", pending, "POST")
        request_id = await made.wish(slot)
        await made.tick(1)
        assert (await made.kiosk.whats(request_id))[-1] == "accepted"
        made.line.play = None
        await made.pass_time(timedelta(minutes=2), timedelta(minutes=1))
        assert (await made.kiosk.whats(request_id))[-1] == "booked"


async def change(made: Ward, **changes: Any) -> None:
    """The hospital changes an appointment by itself."""
    (found,) = made.line.appointments()
    made.line.stores["clinic"].update("Appointment", found["id"], {**found, **changes}, "")


async def test_an_appointment_that_the_hospital_moves_is_told_and_stands_at_the_desk(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        request_id = await made.booked()
        later = (await made.slots())[-1]
        await change(made, slot=[{"reference": f"Slot/{later['id']}"}], start=later["start"])
        await made.pass_time(timedelta(minutes=6), timedelta(minutes=1))
        told = await made.kiosk.look(request_id)
        assert [e["what"] for e in told["events"]][-1] == "moved"
        assert told["status"] == "in_progress"
        assert Appointment.of(told["events"][-1]["facts"]).start == later["start"]
        assert (await made.row(request_id)).needs_person
        wang = await made.house.person("王阿姨")
        await made.house.do(made.house.hub.requests.take_over, request_id, wang)
        await made.pass_time(HOUR, timedelta(minutes=6))
        assert (await made.kiosk.look(request_id))["status"] == "in_progress"
        assert len(made.line.appointments()) == 1  # who looks after it does not undo it


async def test_an_appointment_that_the_hospital_cancels_waits_for_a_person(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        request_id = await made.booked()
        await change(made, status="cancelled", cancelationReason={"text": "医生停诊"})
        await made.pass_time(timedelta(minutes=6), timedelta(minutes=1))
        told = await made.kiosk.look(request_id)
        last = told["events"][-1]
        assert (last["what"], last["role"], last["status"]) == ("cancelled", "provider", "delivered")
        assert last["facts"] == {"by": "hospital", "reason": "医生停诊"}
        found = await made.row(request_id)
        assert (found.needs_person, found.handler) == (True, "desk")


async def test_a_status_nobody_knows_is_for_a_person(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        request_id = await made.booked()
        made.line.play = edited("Appointment", _strange_status)
        await made.pass_time(timedelta(minutes=6), timedelta(minutes=1))
        found = await made.row(request_id)
        assert (found.status, found.needs_person) == ("unknown", True)


async def test_a_missed_appointment_is_told_as_missed(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        request_id = await made.booked()
        await change(made, status="noshow")
        await made.pass_time(timedelta(minutes=6), timedelta(minutes=1))
        last = (await made.kiosk.look(request_id))["events"][-1]
        assert (last["what"], last["facts"]) == ("failed", {"reason": "missed"})


@pytest.mark.parametrize("play", [down(), says("<html>请登录</html>".encode())], ids=["down", "captive portal"])
async def test_a_silent_hospital_leaves_what_is_booked_and_tells_the_desk_once(tmp_path: Path, play: Play) -> None:
    async with ward(tmp_path) as made:
        tomorrow = (await made.slots())[-1]
        request_id = await made.wish(tomorrow)
        await made.tick()
        made.line.play = play
        await made.pass_time(5 * HOUR, timedelta(minutes=30))
        assert not (await made.row(request_id)).needs_person
        await made.pass_time(2 * HOUR, timedelta(minutes=30))
        found = await made.row(request_id)
        assert (found.status, found.needs_person) == ("in_progress", True)
        assert (await made.kiosk.whats(request_id))[-1] == "booked"


async def test_cancelling_is_said_when_the_hospital_has_said_so(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[-1]
        request_id = await made.wish(slot)
        await made.tick()
        told = (await made.kiosk.tell(request_id, event("cancel_asked"))).json()
        assert told["status"] == "in_progress"
        await made.tick()
        assert (await made.kiosk.look(request_id))["status"] == "cancelled"
        assert made.line.appointments() == []
        await made.tick()
        assert made.slot_status(slot) == "free"


async def test_cancelled_before_it_was_sent_is_never_sent(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        request_id = await made.wish((await made.slots())[0])
        assert (await made.kiosk.tell(request_id, event("cancel_asked"))).json()["status"] == "cancelled"
        await made.tick()
        assert made.line.asked["POST Appointment"] == 0


async def test_after_the_hospital_s_limit_it_stands_and_a_person_helps(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        request_id = await made.wish(slot)
        await made.tick()
        until = datetime.fromisoformat(slot["start"]) - HOUR
        made.house.clock.advance((until - made.house.clock.now()).total_seconds())
        await made.kiosk.tell(request_id, event("cancel_asked"))
        await made.tick()
        told = await made.kiosk.look(request_id)
        last = told["events"][-1]
        assert (told["status"], last["what"], last["role"]) == ("in_progress", "cancel_asked", "provider")
        assert last["facts"] == {"answer": "refused", "reason": "too_late"}
        assert (await made.row(request_id)).needs_person
        assert len(made.line.appointments()) == 1


async def test_a_cancellation_without_an_answer_is_tried_on_and_a_person_told(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[-1]
        request_id = await made.wish(slot)
        await made.tick()
        made.line.play = down()
        await made.kiosk.tell(request_id, event("cancel_asked"))
        await made.pass_time(timedelta(seconds=50), timedelta(seconds=10))
        assert (await made.kiosk.look(request_id))["status"] == "in_progress"
        await made.pass_time(timedelta(seconds=40), timedelta(seconds=20))
        found = await made.row(request_id)
        assert (found.status, found.needs_person) == ("unknown", True)
        made.line.play = None
        await made.pass_time(timedelta(minutes=1), timedelta(seconds=20))
        assert (await made.kiosk.look(request_id))["status"] == "cancelled"


@pytest.mark.parametrize("closes", [True, False], ids=["closes it", "calls it off"])
async def test_a_person_s_end_reaches_the_hospital_only_when_it_is_called_off(tmp_path: Path, closes: bool) -> None:
    async with ward(tmp_path) as made:
        request_id = await made.booked()
        requests, wang = made.house.hub.requests, await made.house.person("王阿姨")
        await made.house.do(requests.take_over, request_id, wang)
        if closes:
            await made.house.do(requests.close, request_id, wang, Status.DONE, "去过了")
        else:
            await made.house.do(requests.cancel, request_id, wang)
        await made.tick()
        assert len(made.line.appointments()) == (1 if closes else 0)


async def test_an_appointment_is_over_a_day_after_its_time(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[-1]
        request_id = await made.wish(slot)
        await made.tick()
        start = datetime.fromisoformat(slot["start"])
        await made.pass_time(start + DAY - timedelta(minutes=10) - made.house.clock.now(), 5 * HOUR)
        assert (await made.kiosk.look(request_id))["status"] == "in_progress"
        await made.pass_time(6 * HOUR, HOUR)
        told = await made.kiosk.look(request_id)
        assert (told["status"], told["events"][-1]["role"]) == ("done", "hub")
        assert (await made.booking(request_id)).state == "done"


async def test_s1_what_was_booked_is_forgotten_with_its_request(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        key = new_id()
        await made.hold(slot, key)
        request_id = await made.wish(slot, details={"hold": key})
        await made.tick()
        await made.kiosk.tell(request_id, event("cancel_asked"))
        await made.tick(3)
        made.house.clock.advance(timedelta(days=93).total_seconds())
        assert await made.house.hub.retention.tick() == 1
        assert await made.held(key) is None
        with pytest.raises(AssertionError):
            await made.booking(request_id)
