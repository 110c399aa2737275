"""Nobody listens in the hours in which somebody should: a fault, and its end."""

from __future__ import annotations

import asyncio
from datetime import time
from pathlib import Path

import pytest

from kiosk.config import DAYS, Duty, Hours
from kiosk.hub.alarms import unarmed
from kiosk.hub.alarms.unarmed import UnarmedWatch
from tests.hub.alarms.people import Watch, at
from tests.hub.house import House, house

pytestmark = pytest.mark.anyio
ALL_DAY = Duty((Hours(DAYS, time(0), time(23, 59, 59)),))


async def told(watch: Watch) -> list[tuple[str, bool]]:
    """Faults as the board shows them: of whom, and whether it is known since when."""
    await watch.hub.unarmed.tick()
    async with watch.hub.database.read() as session:
        found = await unarmed.gaps(session, watch.house.clock.now(), watch.hub.settings.duty)
    return [(gap.name, gap.since is not None) for gap in found]


async def spells(watch: Watch) -> list[tuple[str, bool]]:
    async with watch.hub.database.read() as session:
        rows = await unarmed.spells(session, watch.house.clock.now().replace(year=2000))
    return [(row.name, row.until is not None) for row in rows]


async def test_in_opening_hours_no_bell_is_a_fault_until_one_is_on(tmp_path: Path) -> None:
    async with house(tmp_path, duty=ALL_DAY) as made:
        watch = await at(made)
        wang = await made.person("王阿姨")
        assert await told(watch) == [("", True)]
        await watch.arm(wang)
        assert await told(watch) == []
        made.clock.advance(31)  # its page answers no ping
        assert await told(watch) == [("", True)]
        await watch.arm(wang)
        assert await told(watch) == []
        assert await spells(watch) == [("", True), ("", True)]


async def test_outside_of_all_hours_nothing_is_wrong(hub_house: House) -> None:
    watch = await at(hub_house)
    assert await told(watch) == []
    assert await spells(watch) == []


async def test_a_group_that_is_on_and_has_no_bell_is_named(hub_house: House) -> None:
    watch = await at(hub_house)
    wang, zhao = await hub_house.person("王阿姨"), await hub_house.person("赵老师")
    await watch.group("一组", [wang])
    await watch.group("二组", [zhao])
    assert await told(watch) == [("", True)]
    await watch.arm(zhao)
    assert await told(watch) == [("一组", True)]
    await watch.arm(wang, zhao)
    assert await told(watch) == []
    assert await spells(watch) == [("", True), ("一组", True)]


async def test_it_lasts_through_a_restart_and_is_written_down_once(tmp_path: Path) -> None:
    for _ in range(2):
        async with house(tmp_path, duty=ALL_DAY) as made:
            watch = await at(made)
            assert await told(watch) == [("", True)]
            assert await spells(watch) == [("", False)]


async def test_two_processes_write_it_down_once(tmp_path: Path) -> None:
    async with house(tmp_path, duty=ALL_DAY) as one, house(tmp_path, duty=ALL_DAY) as two:
        watches = [UnarmedWatch(made.clock, made.hub.database, ALL_DAY) for made in (one, two)]
        await asyncio.gather(*(watch.tick() for watch in watches))
        assert await spells(await at(one)) == [("", False)]


async def test_old_ones_are_forgotten(tmp_path: Path) -> None:
    async with house(tmp_path, duty=ALL_DAY) as made:
        watch = await at(made)
        await told(watch)
        await watch.arm(await made.person("王阿姨"))
        await told(watch)
        made.clock.advance(93 * 86400)
        await watch.arm(await made.person("赵老师"))
        await made.hub.retention.tick()
        assert await spells(watch) == []
