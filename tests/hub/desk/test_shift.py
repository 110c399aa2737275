"""交班: one press, one signature, and everything is in the other's hands; the page says what the shift was."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from kiosk.hub import presence
from kiosk.hub.alarms import plan
from kiosk.hub.models import Request, ShiftHandover, Staff
from tests.hub.desk.house import PASSWORD, Browser, DeskHouse
from tests.hub.house import KioskCaller, alarm, help_call, taxi

pytestmark = pytest.mark.anyio


async def shift(house: DeskHouse) -> ShiftHandover:
    async with house.hub.database.read() as session:
        found = await session.scalars(select(ShiftHandover).order_by(ShiftHandover.offered_at.desc()))
        row = found.first()
        assert row is not None
        return row


async def id_of(house: DeskHouse, username: str) -> str:
    async with house.hub.database.read() as session:
        found = await session.scalar(select(Staff.id).where(Staff.username == username))
        assert found is not None
        return found


async def holder(house: DeskHouse, request_id: str) -> str:
    async with house.hub.database.read() as session:
        return (await session.get_one(Request, request_id)).taken_name


async def two(house: DeskHouse) -> tuple[Browser, Browser]:
    wang, zhao = await house.signed_in(), await house.signed_in("zhao", "赵老师")
    for page in (wang, zhao):
        await page.get("/desk/shift")
    return wang, zhao


async def held(page: Browser, kiosk: KioskCaller, wish: dict[str, object]) -> str:
    await kiosk.submit(wish)
    await page.post(f"/desk/requests/{wish['id']}/accept")
    return str(wish["id"])


async def test_one_press_one_signature_and_all_changes_hands(house: DeskHouse) -> None:
    wang, zhao = await two(house)
    kiosk = await house.kiosk()
    call, ride = await held(wang, kiosk, alarm()), await held(wang, kiosk, taxi())
    await wang.post(f"/desk/requests/{ride}/car", plate="沪A·00000", colour="白", driver="李师傅", minutes="5")
    asked = await wang.post("/desk/shift/offer", to=await id_of(house, "zhao"), note="二号机的纸快用完了")
    assert "等 赵老师 接班签字" in asked.text
    assert await holder(house, call) == "王阿姨", "unsigned, nothing has changed"
    offered = await zhao.get("/desk/")
    assert "王阿姨 交班给您" in offered.text
    assert "二号机的纸快用完了" in (await zhao.get("/desk/shift")).text
    row = await shift(house)
    signed = await zhao.post(f"/desk/shift/{row.id}/sign")
    assert "接班了" in signed.text
    assert [await holder(house, one) for one in (call, ride)] == ["赵老师", "赵老师"]
    assert (await kiosk.look(call))["events"][-1]["name"] == "赵老师"
    assert (await kiosk.look(ride))["status"] == "in_progress"
    assert "赵老师 已经接班了，您可以走了" in (await wang.get("/desk/shift")).text
    assert "上一班留的话：二号机的纸快用完了" in (await zhao.get("/desk/shift")).text
    actions = [action for action, subject in await house.audited() if subject == row.id]
    assert actions == ["shift_offered", "shift_signed"]


async def test_signed_twice_or_by_another_changes_nothing_more(house: DeskHouse) -> None:
    wang, zhao = await two(house)
    sun = await house.signed_in("sun", "孙师傅")
    await sun.get("/desk/shift")
    await wang.post("/desk/shift/offer", to=await id_of(house, "zhao"))
    row = await shift(house)
    assert (await sun.post(f"/desk/shift/{row.id}/sign")).status_code == 404
    await zhao.post(f"/desk/shift/{row.id}/sign")
    first = (await shift(house)).signed_at
    house.clock.advance(5)
    assert (await zhao.post(f"/desk/shift/{row.id}/sign")).status_code == 200
    assert (await shift(house)).signed_at == first
    late = await wang.post(f"/desk/shift/{row.id}/withdraw")
    assert late.status_code == 409
    assert "赵老师 已经接班了" in late.text


async def test_taken_back_it_cannot_be_signed(house: DeskHouse) -> None:
    wang, zhao = await two(house)
    call = await held(wang, await house.kiosk(), help_call())
    await wang.post("/desk/shift/offer", to=await id_of(house, "zhao"))
    row = await shift(house)
    assert (await zhao.post(f"/desk/shift/{row.id}/withdraw")).status_code == 404
    await wang.post(f"/desk/shift/{row.id}/withdraw")
    late = await zhao.post(f"/desk/shift/{row.id}/sign")
    assert late.status_code == 409
    assert "王阿姨 不交班了" in late.text
    assert await holder(house, call) == "王阿姨"


async def test_offered_to_another_the_first_is_withdrawn(house: DeskHouse) -> None:
    wang, zhao = await two(house)
    await house.staff("sun", "孙师傅")
    await wang.post("/desk/shift/offer", to=await id_of(house, "zhao"))
    first = await shift(house)
    house.clock.advance(1)
    await wang.post("/desk/shift/offer", to=await id_of(house, "sun"))
    assert (await zhao.post(f"/desk/shift/{first.id}/sign")).status_code == 409
    assert "交班给您" not in (await zhao.get("/desk/")).text


async def test_nobody_can_hand_over_to_oneself_or_to_nobody(house: DeskHouse) -> None:
    wang, _ = await two(house)
    for to in ("", "nobody", await id_of(house, "wang")):
        assert (await wang.post("/desk/shift/offer", to=to)).status_code == 422
    assert (await wang.post("/desk/shift/offer", to=await id_of(house, "zhao"), note="长" * 401)).status_code == 422


async def test_one_computer_the_other_signs_right_here(house: DeskHouse) -> None:
    wang = await house.signed_in()
    await house.staff("zhao", "赵老师")
    await wang.get("/desk/shift")
    call = await held(wang, await house.kiosk(), help_call())
    await wang.post("/desk/shift/offer", to=await id_of(house, "zhao"))
    row = await shift(house)
    wrong = await wang.post(f"/desk/shift/{row.id}/here", password="a wrong phrase")
    assert wrong.status_code == 401
    assert "密码不对，还没有交班" in wrong.text
    assert await holder(house, call) == "王阿姨"
    right = await wang.post(f"/desk/shift/{row.id}/here", password=PASSWORD)
    assert "接班了" in right.text
    assert await holder(house, call) == "赵老师"
    assert "<h1>赵老师</h1>" in (await wang.get("/desk/me")).text, "the desk is the other's now"


async def test_s6_a_password_is_not_guessed_at_somebody_s_desk(house: DeskHouse) -> None:
    wang = await house.signed_in()
    await house.staff("zhao", "赵老师")
    await wang.get("/desk/shift")
    await wang.post("/desk/shift/offer", to=await id_of(house, "zhao"))
    row = await shift(house)
    for _ in range(5):
        await wang.post(f"/desk/shift/{row.id}/here", password="a wrong phrase")
    assert (await wang.post(f"/desk/shift/{row.id}/here", password=PASSWORD)).status_code == 401
    other = await house.signed_in("sun", "孙师傅")
    await other.get("/desk/shift")
    assert (await other.post(f"/desk/shift/{row.id}/here", password=PASSWORD)).status_code == 404


async def test_the_page_tells_what_the_shift_was(house: DeskHouse) -> None:
    wang, _ = await two(house)
    kiosk = await house.kiosk()
    async with house.hub.database.work() as work:
        await presence.arm(work.session, "one", await id_of(house, "wang"), house.clock.now())
    first, second = alarm(number=31), alarm(number=32)
    await kiosk.submit(first)
    house.clock.advance(12)
    await wang.post(f"/desk/requests/{first['id']}/accept")
    await wang.post(f"/desk/requests/{first['id']}/note", text="他女儿五点来")
    await wang.post(f"/desk/requests/{first['id']}/close", outcome="safe")
    await kiosk.submit(second)
    shown = (await wang.get("/desk/shift")).text
    for piece in ("最近 12 小时", "31 号", "12 秒后有人接", "32 号", "没有人接", "王阿姨：他女儿五点来", "王阿姨"):
        assert piece in shown, piece
    house.clock.advance(13 * 3600)
    await wang.get("/desk/login")
    async with house.hub.database.read() as session:
        assert (await session.get_one(Request, second["id"])).status == "delivered"


async def test_leaving_with_something_in_hand_leads_there(house: DeskHouse) -> None:
    wang, _ = await two(house)
    await held(wang, await house.kiosk(), help_call())
    asked = await wang.post("/desk/logout")
    assert 'href="/desk/shift"' in asked.text.partition('id="main"')[2]


async def test_an_unarmed_house_stands_on_the_board(house: DeskHouse) -> None:
    page = await house.signed_in("boss", "钱主任", "administrator")
    await page.get("/desk/duty")
    await page.post("/desk/duty/groups", name="一楼")
    assert "没有一个值班台开着铃" not in (await page.get("/desk/")).text
    async with house.hub.database.read() as session:
        [group] = await plan.groups(session)
    weekday = house.clock.now().astimezone().isoweekday()
    await page.post(
        f"/desk/duty/groups/{group.id}/hours", version="1", weekday=str(weekday), start="00:00", end="23:59"
    )
    assert "没有一个值班台开着铃" in (await page.get("/desk/")).text
    async with house.hub.database.work() as work:
        await presence.arm(work.session, "one", await id_of(house, "boss"), house.clock.now())
    shown = (await page.get("/desk/")).text
    assert "没有一个值班台开着铃" not in shown
    assert "一楼在值班，可是没有人开着铃" in shown
