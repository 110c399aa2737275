"""A time that is kept: for one kiosk, for a few minutes, and free again whatever happens to the hub or the line."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.hospital import Forward, down, edited, is_, lost
from tests.hub.hospital.house import ward
from tests.hub.house import new_id

pytestmark = pytest.mark.anyio
PUT_SLOT = is_("PUT", "Slot")
STEP = timedelta(seconds=30)


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


async def test_a_time_is_kept_for_one_and_for_nobody_else(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot, key = (await made.slots())[0], new_id()
        first = await made.hold(slot, key)
        assert (first.status_code, first.json()) == (200, {"key": key, "seconds": 300.0})
        assert made.slot_status(slot) == "busy-tentative"
        made.house.clock.advance(100)
        assert (await made.hold(slot, key)).json()["seconds"] == 200.0  # the same key is the same hold
        other = await made.house.kiosk("二号机")
        assert problem(await made.hold(slot, kiosk=other)) == (409, "slot_gone")
        assert slot["id"] not in [one["id"] for one in await made.slots()]
        assert made.line.asked["PUT Slot"] == 1


async def test_a_key_is_one_kiosk_s_and_one_time_s(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        (slot, another), key = (await made.slots())[:2], new_id()
        await made.hold(slot, key)
        other = await made.house.kiosk("二号机")
        assert problem(await made.hold(slot, key, kiosk=other)) == (409, "conflict")
        assert problem(await made.hold(another, key)) == (409, "conflict")
        await other.http.delete(f"/v1/holds/{key}", headers=other.headers)
        await made.tick()
        assert made.slot_status(slot) == "busy-tentative"


async def test_a_time_let_go_is_free_again(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot, key = (await made.slots())[0], new_id()
        await made.hold(slot, key)
        for _ in range(2):
            assert (await made.release(key)).status_code == 204
        assert (await made.release(new_id())).status_code == 204
        await made.tick()
        assert made.slot_status(slot) == "free"
        assert (await made.hold(slot)).status_code == 200


async def test_a_time_kept_for_too_long_is_free_again(tmp_path: Path) -> None:
    async with ward(tmp_path, hold_seconds=120.0) as made:
        slot, key = (await made.slots())[0], new_id()
        await made.hold(slot, key)
        await made.pass_time(timedelta(seconds=90), STEP)
        assert made.slot_status(slot) == "busy-tentative"
        await made.pass_time(timedelta(seconds=60), STEP)
        assert made.slot_status(slot) == "free"
        request_id = await made.wish(slot, details={"hold": key})  # late, and nobody else has it: still booked
        await made.tick()
        assert (await made.kiosk.look(request_id))["status"] == "in_progress"


async def test_one_kiosk_holds_few_at_once(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        some = (await made.slots())[:4]
        for slot in some:
            assert (await made.hold(slot)).status_code == 200
        await made.tick()
        assert [made.slot_status(slot) for slot in some] == ["free", "free", "busy-tentative", "busy-tentative"]


async def test_a_held_time_is_booked_by_its_own_kiosk_only(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot, key = (await made.slots())[0], new_id()
        await made.hold(slot, key)
        other = await made.house.kiosk("二号机")
        await made.known_at(other, made.resident)
        stranger = await made.wish(slot, kiosk=other, details={"hold": key})
        await made.tick()
        assert (await other.look(stranger))["status"] == "failed"
        mine = await made.wish(slot, details={"hold": key})
        await made.tick()
        assert (await made.kiosk.look(mine))["status"] == "in_progress"
        await made.pass_time(timedelta(minutes=6), timedelta(minutes=1))
        assert made.slot_status(slot) == "busy"  # a hold that became a booking is not let go


async def test_a_hospital_that_does_not_answer_keeps_nothing(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        made.line.play = down()
        assert problem(await made.hold(slot)) == (503, "hospital_silent")
        assert problem(await made.get("/v1/hospitals/clinic/slots", department="department-0")) == (
            503,
            "hospital_silent",
        )


async def test_a_keeping_that_arrives_late_is_let_go_in_the_end(tmp_path: Path) -> None:
    """Its answer was lost, its effect comes minutes after: nobody is told, and the time does not stay taken."""
    late: list[tuple[Any, Forward]] = []

    async def slow(request: Any, forward: Forward) -> Any:
        if PUT_SLOT(request) and not late:
            late.append((request, forward))
            return await lost(PUT_SLOT, arrives=False)(request, forward)
        return await forward(request)

    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        made.line.play = slow
        assert problem(await made.hold(slot)) == (503, "hospital_silent")
        await made.pass_time(timedelta(minutes=1), STEP)
        request, forward = late[0]
        await forward(request)
        assert made.slot_status(slot) == "busy-tentative"
        await made.pass_time(timedelta(minutes=5), STEP)
        assert made.slot_status(slot) == "free"


async def test_a_lost_answer_is_looked_up(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        made.line.play = lost(PUT_SLOT, arrives=True)
        assert (await made.hold(slot)).status_code == 200
        assert made.slot_status(slot) == "busy-tentative"


async def test_a_hub_that_died_over_it_lets_it_go(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot, key = (await made.slots())[0], new_id()
        asked = asyncio.Event()

        async def hangs(request: Any, forward: Forward) -> Any:
            answer = await forward(request)
            if PUT_SLOT(request):
                asked.set()
                await asyncio.Event().wait()
            return answer

        made.line.play = hangs
        asking = asyncio.create_task(made.hold(slot, key))
        await asked.wait()
        again = await made.hold(slot, key)  # a kiosk that did not wait
        assert problem(again) == (503, "hospital_silent")
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        made.line.play = None
        await made.pass_time(timedelta(minutes=6), timedelta(minutes=1))
        assert made.slot_status(slot) == "free"


def _moved(resource: dict[str, Any]) -> dict[str, Any]:
    return {**resource, "start": "2026-11-05T00:00:00Z", "end": "2026-11-05T00:15:00Z"}


def _another(resource: dict[str, Any]) -> dict[str, Any]:
    return {**resource, "id": "another"}


def _zoneless(resource: dict[str, Any]) -> dict[str, Any]:
    return {**resource, "start": resource["start"][:19]}


def _ignored(resource: dict[str, Any]) -> dict[str, Any]:
    return {**resource, "status": "free"}


@pytest.mark.parametrize(
    ("edit", "method", "told"),
    [
        (_moved, "GET", (409, "slot_gone")),
        (_another, "GET", (503, "hospital_silent")),
        (_zoneless, "GET", (503, "hospital_silent")),
        (_ignored, "PUT", (503, "hospital_silent")),
    ],
)
async def test_only_what_the_resident_saw_is_kept(
    tmp_path: Path, edit: Any, method: str, told: tuple[int, str]
) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        made.line.play = edited("Slot", edit, method)
        assert problem(await made.hold(slot)) == told


async def test_a_hospital_without_versions_keeps_nothing(tmp_path: Path) -> None:
    """Nobody could tell who was first."""

    async def plain(request: Any, forward: Forward) -> Any:
        answer = await edited("Slot", lambda one: {**one, "meta": {}})(request, forward)
        answer.headers.pop("ETag", None)
        return answer

    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        made.line.play = plain
        assert problem(await made.hold(slot)) == (503, "hospital_silent")
        assert made.line.asked["PUT Slot"] == 0


async def test_the_race_for_one_time_has_one_winner(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        kiosks = [await made.house.kiosk(f"{n}号机") for n in range(8)]
        made.line.play = _interleaved()
        answers = await asyncio.gather(*(made.hold(slot, kiosk=one) for one in kiosks))
        assert sorted(one.status_code for one in answers) == [200] + [409] * 7


def _interleaved() -> Any:
    """Everybody reads before anybody writes."""

    async def play(request: Any, forward: Forward) -> Any:
        answer = await forward(request)
        for _ in range(5):
            await asyncio.sleep(0)
        return answer

    return play
