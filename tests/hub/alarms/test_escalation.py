"""R4 behind the desk: group by group, every desk, the telephone list, outside; each step once, whatever dies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from kiosk.domain.request import Mode
from kiosk.hub.errors import Conflict, Invalid, NotFound
from kiosk.hub.models import DutyGroup, Escalation, Request
from kiosk.hub.promises import Promises
from kiosk.hub.requests import repository
from tests.hub.alarms.people import Watch, at
from tests.hub.house import House, house

pytestmark = pytest.mark.anyio
OUTSIDE = ("escalated_outside", "unanswered")


@pytest.fixture
async def watch(tmp_path: Path) -> AsyncIterator[Watch]:
    async with house(tmp_path) as made:
        yield await at(made)


async def test_every_step_in_its_order_and_time(watch: Watch) -> None:
    wang, zhao, sun = [await watch.house.person(name) for name in ("王阿姨", "赵老师", "孙师傅")]
    await watch.group("一组", [wang])
    await watch.group("二组", [zhao])
    await watch.phone()
    await watch.arm(wang, zhao, sun)
    call = await watch.call()
    steps: list[tuple[str, ...]] = [("rings", "group", "一组")]
    assert await watch.steps(call) == steps
    for next_step in (
        ("escalated", "group", "二组", "unanswered"),
        ("escalated", "everyone", "unanswered"),
        ("escalated", "phones", "unanswered"),
        OUTSIDE,
    ):
        await watch.pass_(19.9, wang, zhao, sun)
        assert await watch.steps(call) == steps, "19.9 s"
        await watch.pass_(0.1, wang, zhao, sun)
        steps.append(next_step)
        assert await watch.steps(call) == steps, "20 s"
        await watch.hub.promises.tick()
        assert await watch.steps(call) == steps, "twice"
    await watch.pass_(3600, wang)
    assert await watch.steps(call) == steps
    assert (await watch.row(call)).promise_due is None


async def test_a_desk_rings_from_its_groups_turn_on_until_somebody_has_it(watch: Watch) -> None:
    wang, zhao, sun = [await watch.house.person(name) for name in ("王阿姨", "赵老师", "孙师傅")]
    await watch.group("一组", [wang])
    await watch.group("二组", [zhao])
    await watch.arm(wang, zhao, sun)
    call = await watch.call()

    async def who() -> list[bool]:
        return [await watch.rings(one, call) for one in (wang, zhao, sun)]

    assert await who() == [True, False, False]
    await watch.pass_(20, wang, zhao, sun)
    assert await who() == [True, True, False]
    await watch.pass_(20, wang, zhao, sun)
    assert await who() == [True, True, True]


async def test_a_group_without_a_bell_is_passed_over_at_once(watch: Watch) -> None:
    wang, zhao = await watch.house.person("王阿姨"), await watch.house.person("赵老师")
    await watch.group("一组", [wang])
    await watch.group("没有人的组")
    await watch.group("二组", [zhao])
    await watch.arm(zhao)
    call = await watch.call()
    assert await watch.steps(call) == [("rings", "group", "二组")]
    assert (await watch.events(call))[-1].facts["passed_over"] == ["一组", "没有人的组"]
    await watch.arm(wang, zhao)  # who comes now rings in the next turn
    assert not await watch.rings(wang, call)
    await watch.pass_(20, wang, zhao)
    assert await watch.rings(wang, call)


async def test_a_group_that_is_not_on_is_not_called(watch: Watch) -> None:
    wang, zhao = await watch.house.person("王阿姨"), await watch.house.person("赵老师")
    await watch.group("夜班", [wang], on=False)
    await watch.group("日班", [zhao])
    await watch.arm(wang, zhao)
    call = await watch.call()
    assert await watch.steps(call) == [("rings", "group", "日班")]
    await watch.pass_(20, wang, zhao)
    assert (await watch.steps(call))[-1] == ("escalated", "everyone", "unanswered")


async def test_without_groups_every_desk_rings_at_once(watch: Watch) -> None:
    wang = await watch.house.person("王阿姨")
    await watch.arm(wang)
    call = await watch.call()
    assert await watch.rings(wang, call)
    assert await watch.kiosk.whats(call) == ["delivered"]
    await watch.pass_(20, wang)
    assert await watch.steps(call) == [("escalated_outside", "no_phones")]


async def test_r4_with_no_bell_on_it_goes_on_at_once_to_the_telephones_and_outside(watch: Watch) -> None:
    wang = await watch.house.person("王阿姨")
    await watch.group("一组", [wang])
    await watch.phone()
    call = await watch.call()
    assert await watch.steps(call) == [("escalated", "phones", "nobody_armed"), ("escalated_outside", "nobody_armed")]
    assert [e.facts.get("passed_over") for e in await watch.events(call)][1] == ["一组"]
    await watch.arm(wang)
    assert await watch.rings(wang, call)


async def test_an_empty_telephone_list_is_no_step(watch: Watch) -> None:
    wang = await watch.house.person("王阿姨")
    await watch.group("一组", [wang])
    await watch.arm(wang)
    call = await watch.call()
    await watch.pass_(20, wang)
    assert await watch.steps(call) == [("rings", "group", "一组"), ("escalated_outside", "no_phones")]


async def test_who_telephones_has_time_and_a_list_tried_in_vain_goes_outside_at_once(watch: Watch) -> None:
    wang = await watch.house.person("王阿姨")
    await watch.arm(wang)
    first, second = await watch.phone("李站长"), await watch.phone("周医生")
    call = await watch.call()
    await watch.pass_(20, wang)
    await watch.pass_(15, wang)
    await watch.phoned(call, wang, first, comes=False)
    await watch.phoned(call, wang, first, comes=False)  # a double click
    await watch.pass_(19.9, wang)
    assert (await watch.steps(call))[1:] == [("phoned", "李站长")]
    await watch.phoned(call, wang, second, comes=False)
    assert (await watch.steps(call))[2:] == [("phoned", "周医生"), OUTSIDE]


async def test_a_tick_early_or_late_moves_nothing(watch: Watch) -> None:
    wang, zhao = await watch.house.person("王阿姨"), await watch.house.person("赵老师")
    await watch.arm(wang)
    phone = await watch.phone()
    call = await watch.call()
    await watch.phoned(call, wang, phone, comes=False)
    due = (await watch.row(call)).promise_due
    assert due == watch.house.clock.now() + timedelta(seconds=20)
    await watch.house.do(watch.hub.requests.accept, call, zhao)
    await watch.pass_(11)
    await watch.phoned(call, wang, phone, comes=False)
    assert (await watch.row(call)).promise_due is None
    assert [e.facts.get("ok") for e in await watch.events(call) if e.what == "phoned"] == [False, False]


async def test_what_cannot_be_telephoned_about(watch: Watch) -> None:
    wang = await watch.house.person("王阿姨")
    phone = await watch.phone()
    call = await watch.call()
    with pytest.raises(NotFound):
        await watch.phoned(call, wang, "no such number", comes=False)
    with pytest.raises(NotFound):
        await watch.phoned("no such alarm", wang, phone, comes=False)
    await watch.house.do(watch.hub.requests.cancel, call, wang)
    with pytest.raises(Conflict):
        await watch.phoned(call, wang, phone, comes=True)
    await _set_mode(watch, call, Mode.EXERCISE)
    with pytest.raises(Invalid):
        await watch.phoned(call, wang, phone, comes=True)


async def test_acknowledged_it_goes_no_further(watch: Watch) -> None:
    wang = await watch.house.person("王阿姨")
    await watch.arm(wang)
    call = await watch.call()
    await watch.house.do(watch.hub.requests.accept, call, wang)
    await watch.pass_(3600, wang)
    assert await watch.steps(call) == [("accepted",)]


async def test_two_desks_at_once_one_has_it_and_the_other_is_told_who(watch: Watch) -> None:
    wang, zhao = await watch.house.person("王阿姨"), await watch.house.person("赵老师")
    call = await watch.call()

    async def take(person: object) -> str:
        try:
            await watch.house.do(watch.hub.requests.accept, call, person)
        except Conflict as problem:
            return problem.holder
        return "mine"

    both = await asyncio.gather(take(wang), take(zhao))
    winner = (await watch.row(call)).taken_name
    assert sorted(both) == sorted(["mine", winner])
    assert (await watch.kiosk.whats(call)).count("accepted") == 1


async def test_let_go_it_begins_anew(watch: Watch) -> None:
    wang, zhao = await watch.house.person("王阿姨"), await watch.house.person("赵老师")
    await watch.group("一组", [wang])
    await watch.arm(wang, zhao)
    call = await watch.call()
    await watch.pass_(20, wang, zhao)
    await watch.house.do(watch.hub.requests.accept, call, zhao)
    await watch.house.do(watch.hub.requests.release, call, zhao)
    assert (await watch.steps(call))[-1] == ("rings", "group", "一组")
    assert not await watch.rings(zhao, call)
    for _ in range(2):
        await watch.pass_(20, wang, zhao)
    assert (await watch.steps(call))[-1][0] == "escalated_outside"


@pytest.mark.parametrize("goal", ["person", "group"])
async def test_handed_over_it_rings_there_first(watch: Watch, goal: str) -> None:
    wang, zhao, sun = [await watch.house.person(name) for name in ("王阿姨", "赵老师", "孙师傅")]
    await watch.group("一组", [wang])
    night = await watch.group("夜班", [zhao], on=False)
    await watch.arm(wang, zhao, sun)
    call = await watch.call()
    await watch.house.do(watch.hub.requests.accept, call, wang)
    to = zhao.id if goal == "person" else night
    name = "赵老师" if goal == "person" else "夜班"
    await watch.house.do(watch.hub.requests.hand_over, call, wang, name, to)
    assert (await watch.steps(call))[-1] == ("rings", goal, name)
    assert [await watch.rings(one, call) for one in (wang, zhao, sun)] == [False, True, False]
    await watch.pass_(20, wang, zhao, sun)
    assert (await watch.steps(call))[-1] == ("escalated", "group", "一组", "unanswered")


async def test_handed_to_somebody_whose_bell_is_off_it_rings_elsewhere_at_once(watch: Watch) -> None:
    wang, zhao = await watch.house.person("王阿姨"), await watch.house.person("赵老师")
    await watch.group("一组", [wang])
    await watch.arm(wang)
    call = await watch.call()
    await watch.house.do(watch.hub.requests.accept, call, wang)
    await watch.house.do(watch.hub.requests.hand_over, call, wang, "赵老师", zhao.id)
    last = (await watch.events(call))[-1]
    assert (last.what, last.facts) == ("rings", {"to": "group", "name": "一组", "passed_over": ["赵老师"]})


async def _set_mode(watch: Watch, call: str, mode: Mode) -> None:
    async with watch.hub.database.work() as work:
        row = await repository.request(work.session, call, lock=True)
        assert row is not None
        row.mode = mode


async def _start(watch: Watch, mode: Mode) -> str:
    """An alarm of this mode goes around from now, as a drill lets it."""
    call = await watch.call(mode=mode)
    async with watch.hub.database.work() as work:
        row = await watch.hub.requests.locked(work, call)
        row.needs_person = True
        await watch.hub.escalations.begin(work, row)
    return call


async def test_an_exercise_goes_around_and_never_leaves_the_house(watch: Watch) -> None:
    wang = await watch.house.person("王阿姨")
    await watch.group("一组", [wang])
    await watch.phone()
    await watch.arm(wang)
    await watch.house.do(watch.hub.drills.start, watch.kiosk.id, wang)
    call = await watch.call(mode=Mode.EXERCISE)
    for _ in range(6):
        await watch.pass_(20, wang)
    assert await watch.steps(call) == [("rings", "group", "一组"), ("escalated", "stopped")]


async def test_an_exercise_that_nobody_hears_stops_at_once(watch: Watch) -> None:
    await watch.phone()
    call = await _start(watch, Mode.EXERCISE)
    await watch.pass_(60)
    assert await watch.steps(call) == [("escalated", "stopped")]


@pytest.mark.parametrize("mode", [Mode.EXERCISE, Mode.TEST])
async def test_an_alarm_that_becomes_no_actual_one_on_its_way_is_not_told_outside(watch: Watch, mode: Mode) -> None:
    """Even a row that somebody changed by hand between the telephones and the outside."""
    wang = await watch.house.person("王阿姨")
    await watch.phone()
    await watch.arm(wang)
    call = await watch.call()
    await watch.pass_(20, wang)
    await _set_mode(watch, call, mode)
    await watch.pass_(20, wang)
    assert (await watch.steps(call))[1:] == [("escalated", "stopped")]


async def test_a_test_never_begins(watch: Watch) -> None:
    wang = await watch.house.person("王阿姨")
    await watch.arm(wang)
    call = await _start(watch, Mode.TEST)
    await watch.pass_(100, wang)
    assert await watch.steps(call) == []


async def test_r5_a_late_notice_does_not_go_around(watch: Watch) -> None:
    wang = await watch.house.person("王阿姨")
    await watch.arm(wang)
    call = await watch.call(age=301.0)
    await watch.pass_(100, wang)
    assert await watch.steps(call) == []


async def test_a_hub_killed_between_the_steps_goes_on_where_it_was(tmp_path: Path) -> None:
    """Each step in a hub that was started for it and knows nothing but the database."""
    passed, call, people = 0.0, "", []
    seen: list[tuple[str, ...]] = []
    for turn in range(5):
        async with house(tmp_path) as made:
            made.clock.advance(passed)
            watch = await at(made)
            if turn == 0:
                people = [await made.person(name) for name in ("王阿姨", "赵老师")]
                for name, person in zip(("一组", "二组"), people, strict=True):
                    await watch.group(name, [person])
                await watch.phone()
                await watch.arm(*people)
                call = await watch.call()
            else:
                await watch.pass_(0, *people)
            seen = await watch.steps(call)
            assert len(seen) == min(turn + 1, 4)
        passed += 20
    assert [step[:2] for step in seen] == [
        ("rings", "group"),
        ("escalated", "group"),
        ("escalated", "phones"),
        ("escalated_outside", "unanswered"),
    ]


async def test_a_hub_that_was_down_for_an_hour_takes_one_step_at_a_time(watch: Watch) -> None:
    """Who is listening now gets a whole turn, however long ago the deadline was."""
    wang = await watch.house.person("王阿姨")
    await watch.group("一组", [wang])
    await watch.phone()
    await watch.arm(wang)
    call = await watch.call()
    await watch.pass_(3600, wang)
    assert (await watch.steps(call))[1:] == [("escalated", "phones", "unanswered")]


async def test_two_processes_take_a_step_once(tmp_path: Path) -> None:
    async with house(tmp_path) as one, house(tmp_path) as two:
        watch = await at(one)
        wang = await one.person("王阿姨")
        await watch.phone()
        await watch.arm(wang)
        calls = [await watch.call() for _ in range(5)]
        for _ in range(3):
            one.clock.advance(20)
            two.clock.advance(20)
            await watch.arm(wang)
            await asyncio.gather(one.hub.promises.tick(), two.hub.promises.tick())
        for call in calls:
            assert await watch.steps(call) == [("escalated", "phones", "unanswered"), OUTSIDE]


async def test_one_that_cannot_go_on_does_not_hold_the_others_up(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    wang = await watch.house.person("王阿姨")
    await watch.arm(wang)
    broken, whole = await watch.call(), await watch.call()
    step = watch.hub.escalations.step

    async def breaks(work: object, row: Request) -> None:
        if row.id == broken:
            raise RuntimeError
        await step(work, row)  # type: ignore[arg-type]  # a work is passed on as it came

    promises = Promises(watch.hub.settings, watch.hub.clock, watch.hub.database, breaks)
    monkeypatch.setattr(watch.hub, "promises", promises)
    await watch.pass_(20, wang)
    assert (await watch.steps(whole)) == [("escalated_outside", "no_phones")]
    assert (await watch.row(broken)).promise_due is not None


async def test_a_group_removed_in_its_turn_holds_nothing_up(watch: Watch) -> None:
    wang = await watch.house.person("王阿姨")
    group = await watch.group("一组", [wang])
    await watch.arm(wang)
    call = await watch.call()
    async with watch.hub.database.work() as work:
        await work.session.execute(delete(DutyGroup).where(DutyGroup.id == group))
    await watch.pass_(20, wang)
    assert await watch.rings(wang, call)
    await watch.pass_(20, wang)
    assert (await watch.steps(call))[-1][0] == "escalated_outside"


async def test_an_alarm_from_before_turns_were_known_goes_around(watch: Watch) -> None:
    wang = await watch.house.person("王阿姨")
    await watch.group("一组", [wang])
    await watch.arm(wang)
    call = await watch.call()
    async with watch.hub.database.work() as work:
        await work.session.execute(delete(Escalation))
    await watch.pass_(20, wang)
    assert (await watch.steps(call))[-1] == ("rings", "group", "一组")


async def test_the_kiosk_hears_every_step(hub_house: House) -> None:
    watch = await at(hub_house)
    wang = await hub_house.person("王阿姨")
    await watch.group("一组", [wang])
    await watch.phone()
    await watch.arm(wang)
    call = await watch.call()
    for _ in range(2):
        await watch.pass_(20, wang)
    assert await watch.kiosk.whats(call) == ["delivered", "rings", "escalated", "escalated_outside"]
