"""Issue 6, part 2: what is practised in a lesson reaches no provider, however it came to be queued."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.hub.models import Booking, Hold, HospitalBooking
from kiosk.hub.requests.base import QUEUED
from tests.fakes.taxi_platform import TaxiPlatform
from tests.hub.hospital.house import ward
from tests.hub.house import House, new_id
from tests.hub.test_rides import called, demo_house, dispatcher, pass_time, row, sent
from tests.hub.test_taxi_platform import platform_house

pytestmark = pytest.mark.anyio


@pytest.fixture
def platform() -> Iterator[TaxiPlatform]:
    made = TaxiPlatform()
    yield made
    made.close()


async def nothing_is_queued(house: House) -> bool:
    async with house.hub.database.read() as session:
        found = [(await session.scalars(select(kind))).all() for kind in (Booking, HospitalBooking, Hold)]
    return not any(found)


async def queue(house: House, request_id: str) -> str:
    """As if something had put the exercise in a provider's queue after all."""
    key, now = new_id(), house.clock.now()
    async with house.hub.database.work() as work:
        work.session.add(
            Booking(key=key, request_id=request_id, provider="any", reference="", state=QUEUED, ride={}, asked_at=now,
                    changed_at=now, heard_at=now)
        )  # fmt: skip
        found = await work.session.get_one(type(await row(house, request_id)), request_id)
        found.handler = "provider"
    return key


async def state_of(house: House, key: str) -> str:
    async with house.hub.database.read() as session:
        return (await session.get_one(Booking, key)).state


async def test_a_practised_ride_is_delivered_and_never_queued(tmp_path: Path) -> None:
    async with demo_house(tmp_path) as made:
        kiosk, request_id = await called(made, mode="exercise")
        assert (await kiosk.look(request_id))["status"] == "delivered"
        assert await nothing_is_queued(made)
        found = await row(made, request_id)
        assert (found.mode, found.needs_person, found.promise_due) == ("exercise", False, None)
        await pass_time(made, 60)
        assert sent(made) == []


async def test_the_demo_provider_is_not_sent_one_that_was_queued_all_the_same(tmp_path: Path) -> None:
    async with demo_house(tmp_path) as made:
        _, request_id = await called(made, mode="exercise")
        key = await queue(made, request_id)
        await pass_time(made, 30)
        assert sent(made) == []
        assert await state_of(made, key) == "cancelled"


async def test_a_taxi_platform_hears_nothing_of_practice(tmp_path: Path, platform: TaxiPlatform) -> None:
    async with platform_house(tmp_path, platform) as made:
        _, request_id = await called(made, mode="exercise")
        key = await queue(made, request_id)
        for _ in range(3):
            await dispatcher(made).tick()
        assert platform.rides == {}
        assert [call for call in platform.calls if call.startswith("POST")] == []
        assert await state_of(made, key) == "cancelled"


async def test_a_hospital_hears_nothing_of_practice(tmp_path: Path) -> None:
    async with ward(tmp_path) as made:
        slot = (await made.slots())[0]
        before = made.line.asked.total()
        request_id = await made.wish(slot, mode="exercise")
        async with made.house.hub.database.read() as session:
            assert (await session.scalars(select(HospitalBooking))).all() == []
        key, now = new_id(), made.house.clock.now()
        async with made.house.hub.database.work() as work:
            work.session.add(
                HospitalBooking(key=key, request_id=request_id, hospital="clinic", slot_id=slot["id"], hold_key="",
                                reference="", state=QUEUED, appointment={}, asked_at=now, changed_at=now, heard_at=now)
            )  # fmt: skip
        await made.pass_time(timedelta(minutes=2), timedelta(seconds=30))
        assert made.line.asked.total() == before
        assert made.line.appointments() == []
        async with made.house.hub.database.read() as session:
            assert (await session.get_one(HospitalBooking, key)).state == "cancelled"


async def test_the_desk_is_not_called_for_practice(tmp_path: Path) -> None:
    """No promise runs, nobody is needed, nothing rings; the board shows it with its band."""
    async with demo_house(tmp_path) as made:
        _, request_id = await called(made, mode="exercise")
        await pass_time(made, 1800, 60)
        found = await row(made, request_id)
        assert (found.needs_person, found.handler, found.taken_by) == (False, "", None)
