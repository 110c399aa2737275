"""A resident who cancels is told the truth, whatever the provider and the clock do meanwhile."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kiosk.hub.providers.base import CancelAnswer, ProviderRefused, ReplyLost, RideOrder
from kiosk.hub.providers.demo import DemoProvider, Scenario
from tests.hub.house import event
from tests.hub.test_rides import called, demo_house, dispatcher, pass_time, row

pytestmark = pytest.mark.anyio


async def test_cancelled_while_the_provider_refuses_it_is_cancelled_and_waits_for_nobody(tmp_path: Path) -> None:
    asked, answer = asyncio.Event(), asyncio.Event()

    class Refuses(DemoProvider):
        async def send(self, order: RideOrder) -> str:
            asked.set()
            await answer.wait()
            raise ProviderRefused(order.key)

    async with demo_house(tmp_path) as made:
        dispatcher(made).provider = Refuses(made.clock)
        kiosk, request_id = await called(made)
        tick = asyncio.create_task(dispatcher(made).tick())
        await asked.wait()
        await kiosk.tell(request_id, event("cancel_asked"))
        answer.set()
        await tick
        assert (await kiosk.look(request_id))["status"] == "cancelled"
        assert not (await row(made, request_id)).needs_person


async def test_cancelled_once_a_reply_was_lost_a_person_still_finds_out_whether_a_car_comes(tmp_path: Path) -> None:
    """R1: nobody knows whether there is a booking, so nobody may say that there is none."""
    async with demo_house(tmp_path, "lost_reply") as made:
        kiosk, request_id = await called(made)
        await pass_time(made, 60)
        assert (await kiosk.look(request_id))["status"] == "unknown"
        told = (await kiosk.tell(request_id, event("cancel_asked"))).json()
        assert told["status"] == "unknown"
        assert (await row(made, request_id)).needs_person


async def test_a_promise_that_runs_out_while_it_is_being_cancelled_does_not_bring_it_back(tmp_path: Path) -> None:
    class Slow(DemoProvider):
        deaf = True

        async def cancel(self, reference: str) -> CancelAnswer:
            if self.deaf:
                raise ReplyLost(reference)
            return await super().cancel(reference)

    async with demo_house(tmp_path, "silence") as made:
        provider = dispatcher(made).provider = Slow(made.clock, scenario=Scenario.SILENCE)
        kiosk, request_id = await called(made)
        await dispatcher(made).tick()
        await pass_time(made, 590)
        await kiosk.tell(request_id, event("cancel_asked"))
        await pass_time(made, 20)
        provider.deaf = False
        await pass_time(made, 10)
        assert (await kiosk.look(request_id))["status"] == "cancelled"
        assert "promise_lapsed" not in await kiosk.whats(request_id)
