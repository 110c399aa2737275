"""Groups, rota and telephone list: what is refused and why, and two people who change it at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain import rota
from kiosk.domain.rota import Span
from kiosk.hub.alarms import plan
from kiosk.hub.alarms.plan import PlanError
from kiosk.hub.errors import NotFound
from kiosk.hub.models import DutyGroup, DutyPhone
from tests.hub.alarms.people import BOSS, Watch, at
from tests.hub.house import house

pytestmark = pytest.mark.anyio
MORNING = Span(8 * 60, 12 * 60)


@pytest.fixture
async def watch(tmp_path: Path) -> AsyncIterator[Watch]:
    async with house(tmp_path) as made:
        yield await at(made)


async def change(watch: Watch, do: Callable[..., Awaitable[Any]], *args: Any) -> Any:
    """In a work of its own, by the boss, now."""
    async with watch.hub.database.work() as work:
        return await do(work.session, *args, BOSS, watch.house.clock.now())


async def refused(watch: Watch, do: Callable[..., Awaitable[Any]], *args: Any) -> str:
    with pytest.raises(PlanError) as found:
        await change(watch, do, *args)
    return found.value.reason


async def groups(watch: Watch) -> list[DutyGroup]:
    async with watch.hub.database.read() as session:
        return list(await plan.groups(session))


@pytest.mark.parametrize(
    ("name", "reason"),
    [("", "name"), ("  ", "name"), ("长" * 21, "name"), ("a\x07b", "name"), (" 一组 ", "name_taken")],
)
async def test_a_group_has_a_name_of_its_own(watch: Watch, name: str, reason: str) -> None:
    await watch.group("一组")
    await watch.group("二组")
    assert await refused(watch, plan.add_group, name) == reason
    second = (await groups(watch))[1]
    assert await refused(watch, plan.rename, second.id, second.version, name) == reason


@pytest.mark.parametrize("number", ["", "call me", "021_00000000", "1", "0" * 22, "021-00000000-", "+", "٠٢١٠٠٠"])
async def test_a_number_that_cannot_be_dialled_is_refused(watch: Watch, number: str) -> None:
    assert await refused(watch, plan.add_phone, "李站长", number) == "number"


@pytest.mark.parametrize("number", ["120", "021-00000000", "+86 21 00000000", "000 0000 0000"])
async def test_a_number_that_can_is_kept(watch: Watch, number: str) -> None:
    await change(watch, plan.add_phone, "李站长", f" {number} ")
    async with watch.hub.database.read() as session:
        assert [row.number for row in await plan.phones(session)] == [number]


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        ("8", "12:00", "time"),
        ("24:00", "12:00", "time"),
        ("8:60", "9:00", "time"),
        ("", "", "time"),
        ("8:00", "08:00", "no_time"),
    ],
)
async def test_a_time_of_day_is_one(start: str, end: str, reason: str) -> None:
    with pytest.raises(PlanError) as found:
        plan.span(start, end)
    assert found.value.reason == reason
    assert plan.span("8:30", "06:00") == Span(510, 360)


async def test_hours_that_overlap_are_refused_and_nothing_of_them_is_kept(watch: Watch) -> None:
    group = await watch.group("一组", on=False)
    await change(watch, plan.add_hours, group, 2, [1, 2], MORNING)
    async with watch.hub.database.work() as work:
        with pytest.raises(PlanError) as found:
            await plan.add_hours(work.session, group, 3, [3, 2], Span(11 * 60, 13 * 60), BOSS, watch.house.clock.now())
    assert (found.value.reason, found.value.facts) == ("overlap", {"known": "8:00–12:00"})
    [row] = await groups(watch)
    assert (row.version, rota.read(row.rota).week) == (3, ((1, MORNING), (2, MORNING)))


async def test_hours_need_a_day(watch: Watch) -> None:
    group = await watch.group("一组", on=False)
    assert await refused(watch, plan.add_hours, group, 2, [], MORNING) == "no_day"


async def test_hours_are_removed_on_all_their_days(watch: Watch) -> None:
    group = await watch.group("一组", on=False)
    await change(watch, plan.add_hours, group, 2, range(1, 6), MORNING)
    await change(watch, plan.remove_hours, group, 3, MORNING)
    assert rota.read((await groups(watch))[0].rota) == rota.Rota()


async def test_a_day_of_its_own_is_today_or_later_and_not_too_far(watch: Watch) -> None:
    group = await watch.group("一组", on=False)
    today = watch.house.clock.now().astimezone().date()
    assert await refused(watch, plan.set_day, group, 2, today - timedelta(days=1), None) == "day_past"
    assert await refused(watch, plan.set_day, group, 2, today + timedelta(days=401), None) == "day_far"
    await change(watch, plan.set_day, group, 2, today, MORNING)
    assert await refused(watch, plan.set_day, group, 3, today, Span(11 * 60, 13 * 60)) == "overlap"
    await change(watch, plan.set_day, group, 3, today, None)
    assert rota.read((await groups(watch))[0].rota).days == {today: ()}
    await change(watch, plan.remove_day, group, 4, today)
    assert rota.read((await groups(watch))[0].rota).days == {}


async def test_days_of_the_past_are_forgotten_with_the_next_change(watch: Watch) -> None:
    group = await watch.group("一组", on=False)
    today: date = watch.house.clock.now().astimezone().date()
    await change(watch, plan.set_day, group, 2, today, MORNING)
    watch.house.clock.advance(3 * 86400)
    await change(watch, plan.set_day, group, 3, today + timedelta(days=9), None)
    assert list(rota.read((await groups(watch))[0].rota).days) == [today + timedelta(days=9)]


async def test_only_open_accounts_can_be_in_a_group(watch: Watch) -> None:
    wang = await watch.house.person("王阿姨")
    group = await watch.group("一组", on=False)
    assert await refused(watch, plan.set_members, group, 2, [wang.id, "nobody"]) == "person_gone"
    await change(watch, plan.set_members, group, 2, [wang.id, wang.id])
    assert (await groups(watch))[0].members == [wang.id]


async def test_two_people_at_once_the_later_one_is_told_and_overwrites_nothing(watch: Watch) -> None:
    wang, zhao = await watch.house.person("王阿姨"), await watch.house.person("赵老师")
    group = await watch.group("一组", on=False)

    async def members(person: Any) -> str:
        try:
            await change(watch, plan.set_members, group, 2, [person.id])
        except PlanError as problem:
            return f"{problem.reason} {problem.facts['who']}"
        return person.id  # type: ignore[no-any-return]  # an id

    both = await asyncio.gather(members(wang), members(zhao))
    [row] = await groups(watch)
    assert sorted(both) == sorted([row.members[0], "changed 钱主任"])
    assert row.version == 3


async def test_what_was_removed_meanwhile_is_not_there(watch: Watch) -> None:
    group = await watch.group("一组")
    phone = await watch.phone()
    async with watch.hub.database.work() as work:
        await plan.remove(work.session, DutyGroup, group, 2 + 3)
        await plan.remove(work.session, DutyPhone, phone, 1)
    with pytest.raises(NotFound):
        await change(watch, plan.rename, group, 5, "二组")
    assert await groups(watch) == []


async def test_order_is_changed_one_place_at_a_time(watch: Watch) -> None:
    for name in ("一组", "二组", "三组"):
        await watch.group(name, on=False)

    async def names() -> list[str]:
        return [row.name for row in await groups(watch)]

    last = (await groups(watch))[2]
    await change(watch, plan.earlier, DutyGroup, last.id, last.version)
    assert await names() == ["一组", "三组", "二组"]
    for version in (last.version + 1, last.version + 2):
        await change(watch, plan.earlier, DutyGroup, last.id, version)
    assert await names() == ["三组", "一组", "二组"]


async def test_there_is_an_end_to_everything(watch: Watch) -> None:
    for number in range(plan.MOST_GROUPS):
        await watch.group(f"{number} 组", on=False)
        await watch.phone()
    assert await refused(watch, plan.add_group, "再一组") == "many_groups"
    assert await refused(watch, plan.add_phone, "再一个", "120") == "many_phones"
    group = (await groups(watch))[0]
    version = group.version
    for minute in range(rota.MOST):
        await change(watch, plan.add_hours, group.id, version, [1], Span(minute, minute + 1))
        version += 1
    assert await refused(watch, plan.add_hours, group.id, version, [2], MORNING) == "many_hours"


async def test_a_damaged_plan_does_not_stop_an_alarm(watch: Watch) -> None:
    wang = await watch.house.person("王阿姨")
    group = await watch.group("一组", [wang])
    async with watch.hub.database.work() as work:
        (await work.session.get_one(DutyGroup, group)).rota = {"week": [["x"]], "days": "none"}
    await watch.arm(wang)
    call = await watch.call()
    assert await watch.rings(wang, call)
