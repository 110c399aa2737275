"""R4's times, desk and kiosk together, by clocks that the test moves: sleeping desks, dead paths, honest words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import fields
from pathlib import Path

import pytest

from kiosk.adapters.ids import new_id
from kiosk.ports.hub import Reply
from kiosk.ports.journal import Entry, Stage
from kiosk.protocol.models import RequestOut, request_in
from kiosk.services.alarm import AlarmPhase, Rules, truth
from kiosk.services.alarm import call as calls
from tests.fakes.requests import AT
from tests.fakes.screens import LaneState
from tests.faults.alarm_screen import PHONE, REACHED
from tests.faults.count import figure
from tests.hub.alarms.people import Watch, at
from tests.hub.house import house
from tests.unit.screens.test_alarm import Table

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


RULES = Rules()  # those of life: 5 s without a hub, 20 s without a person
BOOT, PRESSED = "boot-1", 100.0
FIRED = PRESSED + RULES.countdown


@pytest.fixture
async def watch(tmp_path: Path) -> AsyncIterator[Watch]:
    async with house(tmp_path) as made:
        yield await at(made)


def fired() -> calls.Call:
    entry = Entry(new_id(), new_id(), Stage.ARMED, "home", 9, BOOT, PRESSED, FIRED, AT)
    return calls.fired(calls.begun(entry), BOOT, FIRED, RULES)


def words(call: calls.Call, now: float) -> str:
    """All that is shown and said of it at this moment."""
    table = Table()
    state = vars(truth.state(call, now, RULES))
    known = {f.name for f in fields(LaneState)}
    heard = table.turns(**{name: value for name, value in state.items() if name in known})
    return f"{table.all_words()} {heard}"


async def sent(watch: Watch, call: calls.Call, now: float) -> calls.Call:
    """To the real hub, whose answer is taken in at `now`."""
    wire = request_in(calls.submission(call, BOOT, now, RULES), boot=BOOT, now=now).model_dump(mode="json")
    return await told(watch, call, now, (await watch.kiosk.submit(wire)).json())


async def told(watch: Watch, call: calls.Call, now: float, answer: object = None) -> calls.Call:
    out = RequestOut.model_validate(answer if answer is not None else await watch.kiosk.look(call.id))
    events = tuple(event.event() for event in out.events)
    return calls.replied(call, Reply(out.status, events, out.presence.presence(), out.hub_time), now)


def nobody_yet(text: str, *, reached: bool = False) -> None:
    """It says so, and whom to ring; never more than is so."""
    claims = [claim for claim in REACHED if claim in text and not (reached and claim == "已送到值班台")]
    assert claims == [], text
    assert "还没有人接" in text
    assert "打 120" in text
    assert PHONE.number in text


async def test_r4_a_silent_hub_is_said_after_5_s_and_the_other_ways_begin(watch: Watch) -> None:
    call = fired()
    assert not truth.needs_paths(call, FIRED + 4.99, RULES)
    assert "正在呼叫" in words(call, FIRED + 4.99)
    assert truth.needs_paths(call, FIRED + 5.0, RULES)
    nobody_yet(words(call, FIRED + 5.0))
    nobody_yet(words(call, FIRED + 3600.0))
    late = await sent(watch, call, FIRED + 3600.0)  # the hub is back after an hour: it is called all the same
    assert late.reached
    figure("R4", "hub silent: 正在呼叫 until 4.99 s, at 5.00 s 还没有人接 with 120, the number and the other ways")


async def test_r4_no_armed_desk_is_said_at_once_and_the_other_ways_begin_at_once(watch: Watch) -> None:
    call = await sent(watch, fired(), FIRED + 0.1)
    assert truth.needs_paths(call, FIRED + 0.1, RULES)
    nobody_yet(words(call, FIRED + 0.1), reached=True)
    assert await watch.steps(call.id) == [("escalated_outside", "nobody_armed")]
    figure("R4", "no desk armed: other ways and outside with the hub's first answer, 0.1 s after the countdown")


@pytest.mark.parametrize(("asleep", "listens"), [(30.0, True), (30.1, False)])
async def test_r4_a_desk_listens_until_it_has_slept_for_30_s(watch: Watch, asleep: float, listens: bool) -> None:
    wang = await watch.house.person("王阿姨")
    await watch.arm(wang)
    watch.house.clock.advance(asleep)
    call = await sent(watch, fired(), FIRED + 0.1)
    assert truth.needs_paths(call, FIRED + 0.1, RULES) is not listens
    phase = truth.phase(call, FIRED + 0.1, RULES)
    assert phase is (AlarmPhase.REACHED if listens else AlarmPhase.UNANSWERED)
    figure("R4", f"a desk silent for {asleep} s: {'it rings' if listens else 'it does not count, other ways at once'}")


async def test_r4_an_armed_desk_that_nobody_answers_is_said_after_20_s(watch: Watch) -> None:
    wang = await watch.house.person("王阿姨")
    await watch.arm(wang)
    call = await sent(watch, fired(), FIRED)
    await watch.pass_(19.9, wang)
    call = await told(watch, call, FIRED + 19.9)
    assert not truth.needs_paths(call, FIRED + 19.9, RULES)
    assert "已送到值班台" in words(call, FIRED + 19.9)
    assert await watch.steps(call.id) == []
    await watch.pass_(0.1, wang)
    call = await told(watch, call, FIRED + 20.0)
    assert truth.needs_paths(call, FIRED + 20.0, RULES)
    nobody_yet(words(call, FIRED + 20.0), reached=True)
    assert await watch.steps(call.id) == [("escalated_outside", "no_phones")]
    await watch.house.do(watch.hub.requests.accept, call.id, wang)
    call = await told(watch, call, FIRED + 21.0)
    assert "王阿姨接了" in words(call, FIRED + 21.0)
    figure(
        "R4",
        "armed and unanswered: 已送到 until 19.9 s, at 20.0 s the next step and 还没有人接; an answer takes it back",
    )
