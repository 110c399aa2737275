"""The rota and the telephone list at the desk: who may change them, two at once, and what the log says."""

from __future__ import annotations

import re

import pytest

from kiosk.hub import presence
from kiosk.hub.alarms import plan
from kiosk.hub.models import DutyGroup, DutyPhone
from tests.hub.desk.house import Browser, DeskHouse

pytestmark = pytest.mark.anyio


async def boss(house: DeskHouse, username: str = "boss", name: str = "钱主任") -> Browser:
    browser = await house.signed_in(username, name, "administrator")
    await browser.get("/desk/duty")
    return browser


async def groups(house: DeskHouse) -> list[DutyGroup]:
    async with house.hub.database.read() as session:
        return list(await plan.groups(session))


async def phones(house: DeskHouse) -> list[DutyPhone]:
    async with house.hub.database.read() as session:
        return list(await plan.phones(session))


async def test_a_group_from_nothing_to_called(house: DeskHouse) -> None:
    page = await boss(house)
    assert "还没有分组" in (await page.get("/desk/duty")).text
    wang = await house.staff()
    await page.post("/desk/duty/groups", name="一楼")
    [group] = await groups(house)
    base = f"/desk/duty/groups/{group.id}"
    await page.post(f"{base}/members", version="1", member=wang.id)
    answer = await page.http.post(
        f"{base}/hours",
        data={"csrf": page.csrf, "version": "2", "weekday": list("1234567"), "start": "00:00", "end": "23:59"},
    )
    assert answer.status_code == 303
    await page.post(f"{base}/off", version="3", day="2026-11-03")
    shown = (await page.get("/desk/duty")).text
    for piece in (
        "一楼",
        "王阿姨",
        "周一 周二",
        "0:00–23:59",
        "11 月 3 日，周二：不值班",
        "正在值班",
        "现在没有人开着铃",
    ):
        assert piece in shown, piece
    async with house.hub.database.work() as work:
        await presence.arm(work.session, "one", wang.id, house.clock.now())
    assert "开着铃：王阿姨" in (await page.get("/desk/duty")).text
    done = [action for action, subject in await house.audited() if subject in ("", group.id)]
    assert done.count("duty_changed") == 4


async def test_every_change_of_a_group_and_a_number(house: DeskHouse) -> None:
    page = await boss(house)
    for name in ("一楼", "晚班"):
        await page.post("/desk/duty/groups", name=name)
    for name in ("李站长", "周医生"):
        await page.post("/desk/duty/phones", name=name, number="021-00000000")
    night = (await groups(house))[1]
    base = f"/desk/duty/groups/{night.id}"
    steps: tuple[tuple[str, dict[str, str]], ...] = (
        ("rename", {"name": "夜班"}),
        ("hours", {"weekday": "1", "start": "22:00", "end": "06:00"}),
        ("no_hours", {"start": "22:00", "end": "06:00"}),
        ("set_day", {"day": "2026-12-31", "start": "08:00", "end": "12:00"}),
        ("no_day", {"day": "2026-12-31"}),
        ("earlier", {}),
    )
    for version, (action, fields) in enumerate(steps, 1):
        answer = await page.post(f"{base}/{action}", version=str(version), **fields)
        assert "改好了" in answer.text, action
    assert [row.name for row in await groups(house)] == ["夜班", "一楼"]
    assert (await groups(house))[0].rota == {"week": [], "days": []}
    second = (await phones(house))[1]
    await page.post(f"/desk/duty/phones/{second.id}/set", version="1", name="周大夫", number="120")
    await page.post(f"/desk/duty/phones/{second.id}/earlier", version="2")
    assert [(row.name, row.number) for row in await phones(house)] == [("周大夫", "120"), ("李站长", "021-00000000")]
    await page.post(f"/desk/duty/phones/{second.id}/remove", version="3")
    await page.post(f"{base}/remove", version="7")
    assert [row.name for row in await groups(house)] == ["一楼"]
    assert [row.name for row in await phones(house)] == ["李站长"]


async def test_two_administrators_the_second_is_told_who_and_keeps_nothing(house: DeskHouse) -> None:
    one, two = await boss(house), await boss(house, "other", "孙主任")
    await one.post("/desk/duty/groups", name="一楼")
    [group] = await groups(house)
    await one.post(f"/desk/duty/groups/{group.id}/rename", version="1", name="大厅")
    late = await two.post(f"/desk/duty/groups/{group.id}/rename", version="1", name="二楼")
    assert (late.status_code, late.headers["Content-Location"]) == (409, "/desk/duty")
    assert "钱主任 刚刚改过" in late.text
    assert [row.name for row in await groups(house)] == ["大厅"]
    await one.post(f"/desk/duty/groups/{group.id}/remove", version="2")
    gone = await two.post(f"/desk/duty/groups/{group.id}/rename", version="2", name="二楼")
    assert gone.status_code == 409
    assert "刚刚被别人删掉了" in gone.text


@pytest.mark.parametrize(
    ("action", "fields", "said"),
    [
        ("rename", {"name": " "}, "请写一个名字"),
        ("hours", {"start": "08:00", "end": "09:00"}, "请选至少一天"),
        ("hours", {"weekday": "1", "start": "8点", "end": "09:00"}, "时间请这样写"),
        ("hours", {"weekday": "1", "start": "08:00", "end": "08:00"}, "同一个时间"),
        ("off", {"day": "tomorrow"}, "请选一个日子"),
        ("off", {"day": "2020-01-01"}, "已经过了"),
        ("members", {"member": "nobody"}, "账号已经停用"),
    ],
)
async def test_u18_what_cannot_be_is_said_on_the_page_and_nothing_is_lost(
    house: DeskHouse, action: str, fields: dict[str, str], said: str
) -> None:
    page = await boss(house)
    await page.post("/desk/duty/groups", name="一楼")
    [group] = await groups(house)
    answer = await page.post(f"/desk/duty/groups/{group.id}/{action}", version="1", **fields)
    assert answer.status_code == 422
    assert said in answer.text
    [after] = await groups(house)
    assert (after.version, after.name) == (1, "一楼")


async def test_s6_a_volunteer_reads_and_changes_nothing(house: DeskHouse) -> None:
    page = await boss(house)
    await page.post("/desk/duty/groups", name="一楼")
    await page.post("/desk/duty/phones", name="李站长", number="021-00000000")
    reader = await house.signed_in()
    shown = (await reader.get("/desk/duty")).text
    assert "021-00000000" in shown
    assert not re.search(r'action="/desk/duty', shown)
    [group] = await groups(house)
    for path in ("groups", f"groups/{group.id}/remove", "phones", f"phones/{group.id}/remove"):
        assert (await reader.post(f"/desk/duty/{path}", version="1", name="x", number="120")).status_code == 403
    assert len(await groups(house)) == len(await phones(house)) == 1


async def test_no_such_act_is_a_page_of_words(house: DeskHouse) -> None:
    page = await boss(house)
    for path in ("groups/1/explode", "phones/1/explode"):
        answer = await page.post(f"/desk/duty/{path}", version="1")
        assert (answer.status_code, "href" in answer.text) == (404, True)


async def test_a_name_that_is_a_script_is_text(house: DeskHouse) -> None:
    page = await boss(house)
    await page.post("/desk/duty/groups", name="<script>1</script>")
    assert "<script>1" not in (await page.get("/desk/duty")).text
