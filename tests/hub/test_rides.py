"""A ride through the provider: never twice, never by an exercise, and a person where no machine knows (R1, R8)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.config import RIDES
from kiosk.domain.request import Status
from kiosk.domain.ride import Ride, RideState
from kiosk.hub.dispatcher import Dispatcher
from kiosk.hub.errors import Conflict, HubStartError
from kiosk.hub.models import Booking, Request
from kiosk.hub.providers.base import CancelAnswer, ReplyLost, RideOrder, RideStatus
from kiosk.hub.providers.demo import DemoProvider, Scenario
from kiosk.hub.providers.registry import provider_for
from kiosk.hub.requests import repository
from tests.hub.house import House, KioskCaller, event, help_call, house, settings, taxi

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def demo_house(folder: Path, scenario: str = "ride") -> AsyncIterator[House]:
    async with house(folder, demo=True, provider="demo", ride_scenario=scenario, stand_at="南门") as made:
        yield made


def dispatcher(house: House) -> Dispatcher:
    assert house.hub.dispatcher is not None
    return house.hub.dispatcher


def sent(house: House) -> list[RideOrder]:
    provider = dispatcher(house).provider
    assert isinstance(provider, DemoProvider)
    return provider.sent


async def pass_time(house: House, seconds: float, step: float = 5) -> None:
    """Time goes by with the background at work."""
    for _ in range(int(seconds / step)):
        house.clock.advance(step)
        await dispatcher(house).tick()
        await house.hub.promises.tick()


async def called(house: House, **changes: Any) -> tuple[KioskCaller, str]:
    kiosk = await house.kiosk()
    wish = taxi(**changes)
    await kiosk.submit(wish)
    return kiosk, wish["id"]


async def row(house: House, request_id: str) -> Request:
    async with house.hub.database.read() as session:
        found = await session.get(Request, request_id)
    assert found is not None
    return found


async def booking(house: House, request_id: str) -> Booking:
    async with house.hub.database.read() as session:
        found = await repository.booking_of(session, request_id)
    assert found is not None
    return found


async def test_a_whole_ride_is_told_as_it_happens(tmp_path: Path) -> None:
    async with demo_house(tmp_path) as made:
        kiosk, request_id = await called(made)
        assert await kiosk.whats(request_id) == ["recorded", "delivered"]
        await dispatcher(made).tick()
        await pass_time(made, 900)
        events = (await kiosk.look(request_id))["events"]
        whats = [e["what"] for e in events]
        order = ["recorded", "delivered", "looking", "car_found", "coming", "arrived", "aboard", "done"]
        assert list(dict.fromkeys(whats)) == order
        minutes = [e["facts"]["minutes"] for e in events if e["what"] == "coming"]
        assert minutes == sorted(set(minutes), reverse=True)
        found = next(e for e in events if e["what"] == "car_found")
        assert (found["status"], found["role"], found["name"]) == ("accepted", "provider", found["facts"]["driver"])
        assert found["facts"]["stand_at"] == "南门"
        assert found["facts"]["plate"].endswith("D00000")
        assert (await kiosk.look(request_id))["status"] == "done"
        assert len(sent(made)) == 1
        await dispatcher(made).tick()
        assert dispatcher(made)._heard == {}  # no ride is remembered for ever


async def test_the_kiosk_never_waits_for_the_provider(tmp_path: Path) -> None:
    async with demo_house(tmp_path) as made:
        await called(made)
        assert sent(made) == []


@pytest.mark.parametrize("changes", [{"mode": "exercise"}, {"mode": "test"}, {"age": None}, {"age": 2000.0}])
async def test_only_actual_and_fresh_reaches_send(tmp_path: Path, changes: dict[str, Any]) -> None:
    async with demo_house(tmp_path) as made:
        kiosk, request_id = await called(made, **changes)
        await pass_time(made, 60)
        assert sent(made) == []
        assert "looking" not in await kiosk.whats(request_id)


async def test_r1_a_repeated_request_is_sent_once(tmp_path: Path) -> None:
    async with demo_house(tmp_path) as made:
        kiosk = await made.kiosk()
        wish = taxi()
        for _ in range(3):
            await kiosk.submit(wish)
            await dispatcher(made).tick()
        await asyncio.gather(*(dispatcher(made).tick() for _ in range(5)))
        assert len(sent(made)) == 1


async def test_r1_a_lost_reply_is_unknown_and_never_sent_again(tmp_path: Path) -> None:
    async with demo_house(tmp_path, "lost_reply") as made:
        kiosk, request_id = await called(made)
        await pass_time(made, 1200)
        found = await row(made, request_id)
        assert (found.status, found.needs_person, found.handler) == ("unknown", True, "desk")
        assert len(sent(made)) == 1
        wang = await made.person("王阿姨")
        await made.do(made.hub.requests.accept, request_id, wang)
        assert (await kiosk.look(request_id))["status"] == "unknown"
        await made.do(made.hub.requests.resolve, request_id, wang, Status.DELIVERED, "平台说没有这一单")
        await made.do(made.hub.requests.accept, request_id, wang)
        assert (await kiosk.look(request_id))["status"] == "accepted"
        await pass_time(made, 60)
        assert len(sent(made)) == 1


@pytest.mark.parametrize("cancelled", [False, True])
async def test_r1_a_hub_that_died_while_sending_does_not_send_again(tmp_path: Path, cancelled: bool) -> None:
    asked = asyncio.Event()

    class Hangs(DemoProvider):
        async def send(self, order: RideOrder) -> str:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError(order.key)

    async with demo_house(tmp_path) as made:
        dispatcher(made).provider = Hangs(made.clock)
        kiosk, request_id = await called(made)
        tick = asyncio.create_task(dispatcher(made).tick())
        await asked.wait()
        if cancelled:
            told = (await kiosk.tell(request_id, event("cancel_asked"))).json()
            assert told["status"] == "delivered"  # cancelled is said when the provider has said so
        tick.cancel()
        await asyncio.gather(tick, return_exceptions=True)
    async with demo_house(tmp_path) as again:
        await dispatcher(again).recover()
        await pass_time(again, 300)
        assert (await row(again, request_id)).status == "unknown"
        assert (await booking(again, request_id)).state == "lost"
        assert sent(again) == []


async def test_a_ride_goes_on_after_the_hub_starts_anew(tmp_path: Path) -> None:
    async with demo_house(tmp_path) as made:
        _, request_id = await called(made)
        await dispatcher(made).tick()
        await pass_time(made, 30)
    async with demo_house(tmp_path) as again:
        again.clock.advance(30)
        await dispatcher(again).recover()
        await pass_time(again, 900)
        assert (await row(again, request_id)).status == "done"


@pytest.mark.parametrize(
    ("scenario", "last"), [("no_car", "no_car"), ("driver_cancels", "driver_cancelled"), ("refused", "released")]
)
async def test_where_the_provider_fails_a_person_comes_in(tmp_path: Path, scenario: str, last: str) -> None:
    async with demo_house(tmp_path, scenario) as made:
        kiosk, request_id = await called(made)
        await dispatcher(made).tick()
        await pass_time(made, 100)
        assert (await kiosk.whats(request_id))[-1] == last
        found = await row(made, request_id)
        assert (found.status, found.handler, found.needs_person, found.taken_name) == ("delivered", "desk", True, "")
        wang = await made.person("王阿姨")
        await made.do(made.hub.requests.accept, request_id, wang)
        assert (await kiosk.look(request_id))["status"] == "accepted"


async def test_r8_a_silent_provider_is_handed_to_a_person_and_its_booking_ends(tmp_path: Path) -> None:
    async with demo_house(tmp_path, "silence") as made:
        kiosk, request_id = await called(made)
        await dispatcher(made).tick()
        await pass_time(made, 595)
        assert "promise_lapsed" not in await kiosk.whats(request_id)
        await pass_time(made, 15)
        assert (await kiosk.whats(request_id))[-1] == "promise_lapsed"
        found = await row(made, request_id)
        assert (found.status, found.handler, found.needs_person) == ("delivered", "desk", True)
        assert (await booking(made, request_id)).state == RideState.CANCELLED


@pytest.mark.parametrize(("after", "consequence"), [(5, "none"), (100, "driver_told")])
async def test_cancelling_says_what_follows(tmp_path: Path, after: float, consequence: str) -> None:
    async with demo_house(tmp_path) as made:
        kiosk, request_id = await called(made)
        await dispatcher(made).tick()
        await pass_time(made, after)
        told = (await kiosk.tell(request_id, event("cancel_asked"))).json()
        assert told["status"] != "cancelled"
        await dispatcher(made).tick()
        found = await kiosk.look(request_id)
        assert (found["status"], found["events"][-1]["facts"]) == ("cancelled", {"consequence": consequence})


async def test_cancelled_before_it_was_sent_is_never_sent(tmp_path: Path) -> None:
    async with demo_house(tmp_path) as made:
        kiosk, request_id = await called(made)
        assert (await kiosk.tell(request_id, event("cancel_asked"))).json()["status"] == "cancelled"
        await pass_time(made, 60)
        assert sent(made) == []


async def test_who_sits_in_the_car_cannot_cancel_it(tmp_path: Path) -> None:
    async with demo_house(tmp_path) as made:
        kiosk, request_id = await called(made)
        await dispatcher(made).tick()
        await pass_time(made, 300)
        await kiosk.tell(request_id, event("cancel_asked"))
        await pass_time(made, 20)
        found = await kiosk.look(request_id)
        assert found["status"] == "in_progress"
        assert (found["events"][-1]["what"], found["events"][-1]["role"]) == ("cancel_asked", "provider")
        assert (await row(made, request_id)).needs_person
        await pass_time(made, 700)
        assert (await kiosk.look(request_id))["status"] == "done"


async def test_taking_over_ends_the_provider_s_booking(tmp_path: Path) -> None:
    async with demo_house(tmp_path) as made:
        kiosk, request_id = await called(made)
        await dispatcher(made).tick()
        await pass_time(made, 60)
        wang = await made.person("王阿姨")
        with pytest.raises(Conflict) as refused:
            await made.do(made.hub.requests.accept, request_id, wang)
        assert refused.value.reason == "provider"
        await made.do(made.hub.requests.take_over, request_id, wang)
        await pass_time(made, 900)
        assert (await booking(made, request_id)).state == RideState.CANCELLED
        found = await kiosk.look(request_id)
        assert (found["status"], found["events"][-1]["name"]) == ("accepted", "王阿姨")


async def test_a_cancellation_without_an_answer_is_unknown(tmp_path: Path) -> None:
    class Deaf(DemoProvider):
        async def cancel(self, reference: str) -> CancelAnswer:
            raise ReplyLost(reference)

    async with demo_house(tmp_path) as made:
        dispatcher(made).provider = Deaf(made.clock)
        kiosk, request_id = await called(made)
        await dispatcher(made).tick()
        await kiosk.tell(request_id, event("cancel_asked"))
        await pass_time(made, 30)
        assert (await kiosk.look(request_id))["status"] == "delivered"
        await pass_time(made, 40)
        assert (await kiosk.look(request_id))["status"] == "unknown"
        assert (await row(made, request_id)).needs_person


async def test_a_provider_out_of_reach_for_two_minutes_is_unknown(tmp_path: Path) -> None:
    class Gone(DemoProvider):
        async def status(self, reference: str) -> RideStatus:
            raise ConnectionResetError(reference)

    async with demo_house(tmp_path) as made:
        dispatcher(made).provider = Gone(made.clock)
        kiosk, request_id = await called(made)
        await pass_time(made, 110)
        assert (await kiosk.look(request_id))["status"] == "delivered"
        await pass_time(made, 30)
        assert (await kiosk.look(request_id))["status"] == "unknown"


async def test_a_state_that_was_missed_is_made_up_for(tmp_path: Path) -> None:
    """The hub was away while the car was found: the resident still hears which car."""

    class There(DemoProvider):
        async def status(self, _: str) -> RideStatus:
            return RideStatus(RideState.ARRIVED, Ride("沪A·D00000", "白色", "李师傅", 0))

    async with demo_house(tmp_path) as made:
        dispatcher(made).provider = There(made.clock)
        kiosk, request_id = await called(made)
        await pass_time(made, 20)
        assert (await kiosk.whats(request_id))[2:] == ["looking", "car_found", "arrived"]


async def test_r8_a_call_for_a_volunteer_lapses_after_two_minutes(hub_house: House) -> None:
    kiosk = await hub_house.kiosk()
    call, wish = help_call(), help_call(details={"kind": "volunteer", "wish": True})
    await kiosk.submit(call)
    await kiosk.submit(wish)
    hub_house.clock.advance(119)
    await hub_house.hub.promises.tick()
    assert "promise_lapsed" not in await kiosk.whats(call["id"])
    hub_house.clock.advance(1)
    await hub_house.hub.promises.tick()
    await hub_house.hub.promises.tick()
    assert (await kiosk.whats(call["id"])).count("promise_lapsed") == 1
    assert (await row(hub_house, call["id"])).needs_person
    assert "promise_lapsed" not in await kiosk.whats(wish["id"])


async def test_the_demo_provider_runs_in_the_demo_only(tmp_path: Path) -> None:
    with pytest.raises(HubStartError, match="demo only"):
        settings(tmp_path, provider="demo").check()
    for wrong in ("demo", "http"):
        made = settings(tmp_path, provider=wrong)
        with pytest.raises(HubStartError, match=r"hub\.provider\.kind"):
            provider_for(made, made)  # type: ignore[arg-type]
    assert provider_for(settings(tmp_path), made) is None  # type: ignore[arg-type]


def test_every_scenario_can_be_named_in_the_settings(tmp_path: Path) -> None:
    assert set(RIDES) == set(Scenario)
    for scenario in Scenario:
        wanted = replace(settings(tmp_path), demo=True, provider="demo", ride_scenario=scenario)
        provider = provider_for(wanted, wanted)  # type: ignore[arg-type]
        assert isinstance(provider, DemoProvider)
        assert provider.scenario is scenario


def for_later(made: House, ahead: timedelta) -> dict[str, Any]:
    wish = taxi()
    at = made.clock.now() + ahead
    wish["details"] |= {"leave_at": at.isoformat(), "in_minutes": min(1440, int(ahead.total_seconds() // 60))}
    return wish | {"valid_for": ahead.total_seconds()}


async def test_a_car_for_later_is_ordered_at_once_and_comes_when_it_is_wanted(tmp_path: Path) -> None:
    async with demo_house(tmp_path) as made:
        kiosk = await made.kiosk()
        wish = for_later(made, timedelta(hours=3))
        await kiosk.submit(wish)
        await pass_time(made, 3600, step=60)
        (order,) = sent(made)
        assert (order.in_minutes, order.leave_at) == (179, wish["details"]["leave_at"])
        assert await kiosk.whats(wish["id"]) == ["recorded", "delivered", "looking", "car_found"]
        assert (await row(made, wish["id"])).handler == "provider"  # its promise has not lapsed
        await pass_time(made, 2 * 3600 - 100, step=20)
        assert (await kiosk.whats(wish["id"]))[-1] == "coming"
        await pass_time(made, 100, step=10)
        assert (await kiosk.whats(wish["id"]))[-1] == "arrived"


async def test_a_car_days_ahead_waits_for_a_person_and_stays_until_its_time(tmp_path: Path) -> None:
    async with demo_house(tmp_path) as made:
        kiosk = await made.kiosk()
        wish = for_later(made, timedelta(days=3))
        await kiosk.submit(wish)
        await pass_time(made, 700, step=100)
        found = await row(made, wish["id"])
        assert (sent(made), found.needs_person) == ([], True)
        wang = await made.person("王阿姨")
        await made.do(made.hub.requests.accept, wish["id"], wang)
        await pass_time(made, 2 * 86_400, step=3600)
        assert (await kiosk.look(wish["id"]))["status"] == "accepted"
        await pass_time(made, 3 * 86_400, step=3600)
        assert (await kiosk.look(wish["id"]))["status"] == "unknown"  # a day past its time nobody has said how it went


async def test_a_platform_that_finds_no_car_in_time_leaves_a_person_time_to_find_one(tmp_path: Path) -> None:
    async with demo_house(tmp_path, "silence") as made:
        kiosk = await made.kiosk()
        wish = for_later(made, timedelta(hours=3))
        await kiosk.submit(wish)
        await pass_time(made, 9500, step=100)
        assert (await row(made, wish["id"])).handler == "provider"
        await pass_time(made, 300, step=100)
        assert (await row(made, wish["id"])).handler == "desk"
        assert "promise_lapsed" in await kiosk.whats(wish["id"])


async def test_a_time_that_is_none_is_refused(tmp_path: Path) -> None:
    async with demo_house(tmp_path) as made:
        kiosk = await made.kiosk()
        wish = taxi()
        wish["details"]["leave_at"] = "soon"
        assert (await kiosk.submit(wish)).status_code == 422
