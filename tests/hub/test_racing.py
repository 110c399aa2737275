"""Kiosk, desk and clock at the same request at the same moment: nobody waits for ever, everything takes effect once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kiosk.domain.request import Status
from kiosk.hub.errors import HubProblem
from tests.hub.alarms.people import Watch, at
from tests.hub.house import alarm, event, house, taxi

pytestmark = pytest.mark.anyio
ROUNDS = 12
ONCE = ("delivered", "accepted", "done")


@pytest.fixture
def chance() -> Random:
    return Random(20261130)


async def refused_at_most(doing: Awaitable[Any]) -> None:
    """Somebody else was quicker: that may be said. Nothing else may go wrong."""
    try:
        answer = await doing
    except HubProblem:
        return
    status = getattr(answer, "status_code", 200)
    assert status < 500, answer.text


async def test_everybody_at_one_alarm_and_one_taxi_at_once(tmp_path: Path, chance: Random) -> None:
    async with house(tmp_path, rate_per_second=10_000, rate_burst=10_000) as made:
        watch = await at(made)
        wang, li = await made.person("王阿姨"), await made.person("李叔叔")
        await watch.arm(wang, li)
        phone = await watch.phone()
        for _ in range(ROUNDS):
            await _round(watch, chance, wang, li, phone)


async def _round(watch: Watch, chance: Random, wang: Any, li: Any, phone: str) -> None:
    made, kiosk, hub = watch.house, watch.kiosk, watch.hub
    call, wish = alarm(), taxi()
    answer = event("answer", facts={"question": "where", "answer": "fall"})
    assert (await kiosk.submit(call)).status_code == 200
    assert (await kiosk.submit(wish)).status_code == 200
    made.clock.advance(21)  # the alarm's turn is over: the next step is due
    doing: list[Awaitable[Any]] = [
        *(kiosk.submit(call) for _ in range(3)),
        *(kiosk.submit(wish) for _ in range(2)),
        *(kiosk.tell(call["id"], answer) for _ in range(2)),
        made.do(hub.requests.accept, call["id"], wang),
        made.do(hub.requests.accept, call["id"], li),
        made.do(hub.requests.accept, wish["id"], wang),
        made.do(hub.requests.say, call["id"], li, "马上来"),
        made.do(hub.escalations.phoned, call["id"], li, phone, False),
        hub.promises.tick(),
        made.do(hub.requests.gone, li.id),
    ]
    chance.shuffle(doing)
    await asyncio.gather(*(refused_at_most(one) for one in doing))
    for ident in (call["id"], wish["id"]):
        row = await watch.row(ident)
        if row.taken_by != wang.id:
            await refused_at_most(made.do(hub.requests.take_over, ident, wang))
        await made.do(hub.requests.close, ident, wang, Status.DONE)
        told = await kiosk.look(ident)
        assert told["status"] == "done"
        assert len({one["id"] for one in told["events"]}) == len(told["events"])
        whats = Counter(one["what"] for one in told["events"])
        assert (whats["delivered"], whats["done"], whats["answer"]) == (1, 1, int(ident == call["id"]))
