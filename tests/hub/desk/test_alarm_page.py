"""A call for help on its own page: where, who, what was answered, whom to telephone, and what the desk decides."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.config import DEMO_FILE, DeskPlan, load
from kiosk.domain.request import Actor, Role, What
from kiosk.hub import engine, presence
from kiosk.hub.alarms import plan
from kiosk.hub.desk import times
from kiosk.hub.keys import database_key
from kiosk.hub.models import Request, Resident, ResidentPass, Staff
from kiosk.hub.requests.history import Happening, append
from kiosk.hub.requests.service import StaffRef
from kiosk.hub.residents.registry import Person
from kiosk.hub.settings import hub_settings
from tests.hub.desk.house import Browser, DeskHouse, desk_house
from tests.hub.house import KioskCaller, alarm, event

pytestmark = pytest.mark.anyio
BOSS = StaffRef("", "钱主任")


async def calling(house: DeskHouse, **changes: Any) -> tuple[Browser, KioskCaller, str]:
    page, kiosk = await house.signed_in(), await house.kiosk()
    call = alarm(**changes)
    await kiosk.submit(call)
    await page.get(f"/desk/requests/{call['id']}")
    return page, kiosk, str(call["id"])


async def arm(house: DeskHouse, username: str) -> str:
    async with house.hub.database.work() as work:
        found = await work.session.scalar(select(Staff.id).where(Staff.username == username))
        assert found is not None
        await presence.arm(work.session, found, found, house.clock.now())
        return found


async def phone(house: DeskHouse, name: str = "李站长") -> str:
    async with house.hub.database.work() as work:
        return (await plan.add_phone(work.session, name, "021-00000000", BOSS, house.clock.now())).id


async def row(house: DeskHouse, call: str) -> Request:
    async with house.hub.database.read() as session:
        return await session.get_one(Request, call)


async def test_answers_stand_there_and_120_comes_first(house: DeskHouse) -> None:
    page, kiosk, call = await calling(house)
    assert "他还没有说哪里不舒服" in (await page.get(f"/desk/requests/{call}")).text
    await kiosk.tell(call, event("answer", facts={"question": "where", "answer": "fall"}))
    assert "请先打 120" not in (await page.get(f"/desk/requests/{call}")).text
    await kiosk.tell(call, event("answer", facts={"question": "where", "answer": "chest"}))
    shown = (await page.get(f"/desk/requests/{call}")).text
    assert shown.count("胸口痛") >= 2, "in the red band and on the page"
    assert "请先打 120" in shown


async def test_r7_the_clock_runs_against_60_s(house: DeskHouse) -> None:
    page, _, call = await calling(house, age=0.0)
    due = house.clock.now() + timedelta(seconds=60)
    assert f'data-to="{due.isoformat()}"' in (await page.get(f"/desk/requests/{call}")).text
    house.clock.advance(25)
    await page.post(f"/desk/requests/{call}/accept")
    assert "25 秒后有人接，说好的是 60 秒以内" in (await page.get(f"/desk/requests/{call}")).text


async def test_s2_nobody_need_be_known_and_who_is_known_is_shown_as_wanted(house: DeskHouse) -> None:
    page, kiosk, call = await calling(house)
    assert "呼救不用刷卡" in (await page.get(f"/desk/requests/{call}")).text
    resident = await _resident(house, kiosk)
    known = alarm(owner={"resident": resident})
    await kiosk.submit(known)
    path = f"/desk/requests/{known['id']}"
    shown = (await page.get(path)).text
    assert "张阿婆" in shown
    assert "卡是这位居民的，不一定是他本人" in shown, "somebody else's card may be open"
    assert "是谁</h2>" not in shown
    assert "021 0000 0000" in shown
    assert "赵医生" not in shown, "health data needs its own consent"
    await _consents(house, resident)
    assert "东街医院 内科 赵医生" in (await page.get(path)).text
    assert ("looked_at_resident", resident) in await house.audited()


async def _resident(house: DeskHouse, kiosk: KioskCaller) -> str:
    """Somebody whose card was just shown at this kiosk."""
    now = house.clock.now()
    async with house.hub.database.work() as work:
        by = (await work.session.scalars(select(Staff.id))).first() or ""
        made = await house.hub.residents.register(work, Person("张阿婆", "021-00000000"), by=by)
        made.habits = {"doctor": {"hospital": "东街医院", "department": "内科", "doctor": "赵医生"}}
        pass_ = {"resident_id": made.id, "kiosk_id": kiosk.id, "level": "card", "made_at": now, "used_at": now}
        work.session.add(ResidentPass(token_hash="0" * 64, **pass_))
        return made.id


async def _consents(house: DeskHouse, resident: str) -> None:
    async with house.hub.database.work() as work:
        (await work.session.get_one(Resident, resident)).health_consent_at = house.clock.now()


async def test_where_it_is_in_words_without_a_plan(house: DeskHouse) -> None:
    page, kiosk, call = await calling(house)
    assert "没有平面图。机器在：一号机 一楼大厅" in (await page.get(f"/desk/requests/{call}")).text
    assert (await page.get(f"/desk/plans/{kiosk.id}")).status_code == 404
    assert (await page.get("/desk/plans/nothing")).status_code == 404


async def test_where_it_is_on_a_plan(tmp_path: Path) -> None:
    picture = tmp_path / "floor.svg"
    picture.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    plans = (DeskPlan("一号机", picture, 22.0, 70.0, "进大门左手边"),)
    async with desk_house(tmp_path / "hub", plans=plans) as house:
        page, kiosk, call = await calling(house)
        shown = (await page.get(f"/desk/requests/{call}")).text
        assert f'src="/desk/plans/{kiosk.id}"' in shown
        assert "M22.0 70.0h0" in shown
        assert "进大门左手边" in shown
        answer = await page.get(f"/desk/plans/{kiosk.id}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
        assert "登录" in (await house.browser().get(f"/desk/plans/{kiosk.id}")).text, "nobody else sees it"
        picture.unlink()
        gone = (await page.get(f"/desk/requests/{call}")).text
        assert "没有平面图" in gone
        assert "进大门左手边" in gone


@pytest.mark.parametrize("name", ["floor.txt", "empty.png", "folder.png"])
async def test_a_plan_that_cannot_be_shown_is_told_in_words(tmp_path: Path, name: str) -> None:
    picture = tmp_path / name
    if name == "folder.png":
        picture.mkdir()
    else:
        picture.write_text("x" if name == "floor.txt" else "")
    async with desk_house(tmp_path / "hub", plans=(DeskPlan("一号机", picture),)) as house:
        page, kiosk, call = await calling(house)
        shown = await page.get(f"/desk/requests/{call}")
        assert shown.status_code == 200
        assert (await page.get(f"/desk/plans/{kiosk.id}")).status_code == 404


async def test_a_wrong_press_the_desk_decides_that_it_was_one(house: DeskHouse) -> None:
    page, kiosk, call = await calling(house)
    await kiosk.tell(call, event("cancel_asked", facts={"reason": "wrong_press"}))
    shown = (await page.get(f"/desk/requests/{call}")).text
    for piece in ("他说：按错了", "是按错了，关掉", "还是去看一看", "说按错了"):
        assert piece in shown, piece
    assert (await row(house, call)).status == "delivered", "the resident's word alone closes nothing"
    await page.post(f"/desk/requests/{call}/close", outcome="mistake")
    assert (await kiosk.look(call))["status"] == "cancelled"


async def test_a_wrong_press_the_desk_goes_and_looks(house: DeskHouse) -> None:
    page, kiosk, call = await calling(house)
    await kiosk.tell(call, event("cancel_asked", facts={"reason": "wrong_press"}))
    after = await page.post(f"/desk/requests/{call}/say", phrase="still_coming")
    assert "他说：按错了" not in after.text
    told = (await kiosk.look(call))["events"][-1]
    assert (told["what"], told["facts"]["text"]) == ("said", "我还是来看看您。")


async def test_who_telephones_ticks_it_and_everybody_sees_it(house: DeskHouse) -> None:
    page, _, call = await calling(house)
    number = await phone(house)
    shown = await page.post(f"/desk/requests/{call}/phoned", phone=number, how="none")
    assert "王阿姨：没人接" in shown.text
    other = await house.signed_in("zhao", "赵老师")
    assert "王阿姨 给李站长打了电话：没人接" in (await other.get(f"/desk/requests/{call}")).text
    house.clock.advance(30)
    await other.post(f"/desk/requests/{call}/phoned", phone=number, how="comes")
    assert (await row(house, call)).taken_name == "赵老师", "who told that somebody comes has it"
    gone = await page.post(f"/desk/requests/{call}/phoned", phone="nobody", how="comes")
    assert gone.status_code == 404


async def test_an_exercise_shows_no_number_to_dial(house: DeskHouse) -> None:
    await phone(house)
    page, kiosk = await house.signed_in(), await house.kiosk()
    begun = StaffRef(await arm(house, "wang"), "王阿姨")
    async with house.hub.database.work() as work:
        await house.hub.drills.start(work, kiosk.id, begun)
    sent = alarm(mode="exercise")
    await kiosk.submit(sent)
    call = str(sent["id"])
    await page.get(f"/desk/requests/{call}")
    shown = (await page.get(f"/desk/requests/{call}")).text
    assert "这是演练：不要打电话" in shown
    assert "021-00000000" not in shown
    number = await phone(house, "周医生")
    assert (await page.post(f"/desk/requests/{call}/phoned", phone=number, how="comes")).status_code == 422
    assert (await row(house, call)).taken_by is None


async def test_closed_with_an_outcome_and_words_for_the_desk_alone(house: DeskHouse) -> None:
    page, kiosk, call = await calling(house)
    await page.post(f"/desk/requests/{call}/accept")
    await page.post(f"/desk/requests/{call}/close", outcome="family", text="女儿接走了")
    events = (await kiosk.look(call))["events"]
    assert events[-1]["facts"] == {"reason": "家里人来接了"}
    assert "女儿接走了" not in str(events)
    assert "女儿接走了" in (await page.get(f"/desk/requests/{call}")).text


async def test_handed_to_a_group_it_rings_there(house: DeskHouse) -> None:
    page, _, call = await calling(house)
    other = await house.signed_in("zhao", "赵老师")
    staff = await arm(house, "zhao")
    async with house.hub.database.work() as work:
        group = await plan.add_group(work.session, "晚班", BOSS, house.clock.now())
        await plan.set_members(work.session, group.id, 1, [staff], BOSS, house.clock.now())
    await page.post(f"/desk/requests/{call}/accept")
    assert "晚班（一组人）" in (await page.get(f"/desk/requests/{call}")).text
    await page.post(f"/desk/requests/{call}/hand_over", to=group.id)
    assert 'data-ring="yes"' in (await other.get("/desk/")).text
    mine = (await page.get("/desk/")).text
    assert 'data-ring="no"' in mine
    assert "正在叫晚班" in mine


async def test_the_second_desk_is_told_who_has_it(house: DeskHouse) -> None:
    page, _, call = await calling(house)
    other = await house.signed_in("zhao", "赵老师")
    await other.get(f"/desk/requests/{call}")
    await page.post(f"/desk/requests/{call}/accept")
    late = await other.post(f"/desk/requests/{call}/accept")
    assert late.status_code == 409
    assert "王阿姨 已经接了" in late.text


@pytest.mark.sqlite
async def test_r3_a_locked_database_is_said_on_the_page_and_the_next_press_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was done and nothing says so; whoever pressed keeps the page, and with it the bell."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    async with desk_house(tmp_path) as house:
        page, kiosk, call = await calling(house)
        other = dbapi2.connect(str(tmp_path / "hub.sqlite"), isolation_level=None)
        try:
            other.execute(f"PRAGMA key = \"x'{database_key(tmp_path)}'\"")
            other.execute("BEGIN IMMEDIATE")
            late = await page.post(f"/desk/requests/{call}/accept")
        finally:
            other.close()
        assert late.status_code == 503
        assert late.headers["Content-Location"] == f"/desk/requests/{call}"
        assert "刚才没有办成。请再按一次" in late.text
        assert f"/desk/requests/{call}/accept" in late.text
        assert 'data-staff=""' not in late.text
        assert "accepted" not in await kiosk.whats(call)
        await page.post(f"/desk/requests/{call}/accept")
        assert (await kiosk.whats(call)).count("accepted") == 1


async def test_the_page_of_an_alarm_that_is_over_offers_nothing_any_more(house: DeskHouse) -> None:
    page, _, call = await calling(house)
    await page.post(f"/desk/requests/{call}/close", outcome="safe")
    shown = (await page.get(f"/desk/requests/{call}")).text.partition('id="main"')[2]
    for action in ("accept", "say", "phoned", "close", "hand_over"):
        assert f"/desk/requests/{call}/{action}" not in shown
    assert f"/desk/requests/{call}/note" in shown


async def test_one_sentence_with_answer_keys_from_the_alarms_own_page(house: DeskHouse) -> None:
    page, kiosk, call = await calling(house)
    path = f"/desk/requests/{call}"
    assert f'action="{path}/ask"' in (await page.get(path)).text
    assert "还没回答" in (await page.post(f"{path}/ask", text="您能站起来吗？", set="yes_no")).text
    asked = [e for e in (await kiosk.look(call))["events"] if e["what"] == "asked"]
    assert len(asked) == 1
    told = event(
        "answer", facts={"question": asked[0]["facts"]["question"], "text": "您能站起来吗？", "answer": "不能"}
    )
    await kiosk.tell(call, told)
    shown = (await page.get(path)).text
    assert "问：您能站起来吗？ 答：不能" in shown
    assert "还没回答" not in shown
    await page.post(f"{path}/accept")
    await page.post(f"{path}/close", outcome="safe")
    refused = await page.post(f"{path}/ask", text="还好吗？", set="yes_no")
    assert refused.status_code == 409
    assert "/ask" not in refused.text.replace("/desk/questions", "")


def pressed_1(path: str = "duty-phone", number: int = 1) -> dict[str, Any]:
    facts = {"path": path, "kind": "sip", "step": "confirmed", "number": number, "ok": True, "seconds": 31.0}
    return event("path_tried", role="kiosk", facts=facts)


async def test_r4_key_1_on_the_telephone_has_the_alarm_and_nobody_else_is_called(house: DeskHouse) -> None:
    page, kiosk, call = await calling(house)
    path = f"/desk/requests/{call}"
    key = pressed_1()
    await kiosk.tell(call, key)
    held = await row(house, call)
    assert (held.status, held.taken_name, held.promise_due) == ("accepted", "duty-phone", None)
    await kiosk.tell(call, key)
    whats = await kiosk.whats(call)
    assert whats.count("accepted") == 1
    house.clock.advance(600)
    await house.hub.promises.tick()
    assert await kiosk.whats(call) == whats, "no next group, no telephone list, nobody outside"
    shown = (await page.get(path)).text
    assert "duty-phone" in shown
    told = await page.post(f"{path}/accept")
    assert told.status_code == 409
    assert "duty-phone" in told.text, "who presses at the same time is told who has it"
    await page.post(f"{path}/take_over")
    assert (await row(house, call)).taken_name == "王阿姨"


async def test_r4_a_desk_that_was_first_keeps_it_and_reads_of_the_key(house: DeskHouse) -> None:
    page, kiosk, call = await calling(house)
    path = f"/desk/requests/{call}"
    await page.post(f"{path}/accept")
    await kiosk.tell(call, pressed_1())
    assert (await row(house, call)).taken_name == "王阿姨"
    assert "duty-phone" in (await page.get(path)).text
    assert (await kiosk.whats(call)).count("accepted") == 1


async def test_a_second_telephone_and_a_tick_change_nothing_of_who_has_it(house: DeskHouse) -> None:
    page, kiosk, call = await calling(house)
    number = await phone(house)
    await kiosk.tell(call, pressed_1())
    await kiosk.tell(call, pressed_1("other-phone", 2))
    await page.post(f"/desk/requests/{call}/phoned", phone=number, how="comes")
    assert (await row(house, call)).taken_name == "duty-phone"
    await page.post(f"/desk/requests/{call}/release")
    assert (await row(house, call)).taken_name == ""
    await kiosk.tell(call, pressed_1("third-phone"))
    assert (await row(house, call)).taken_name == "third-phone", "it waited again"


async def test_its_story_tells_the_seconds_and_promises_nothing_outside(house: DeskHouse) -> None:
    page, _, call = await calling(house)
    async with house.hub.database.work() as work:
        found = await work.session.get_one(Request, call)
        happening = Happening(What.ESCALATED_OUTSIDE, Actor(Role.HUB), None, {"because": "nobody_armed"})
        await append(work, found, happening, house.clock.now())
    story = (await page.get(f"/desk/requests/{call}")).text.partition('id="story"')[2]
    assert f"<time>{times.second(house.clock.now())}</time>" in story
    assert "中心里还是没有人接" in story
    assert "外面" not in story


def test_the_demo_says_where_its_kiosk_stands() -> None:
    district = load(DEMO_FILE, {})
    [plan_] = hub_settings(district).plans
    assert plan_.kiosk == district.kiosk.name
    assert plan_.picture is not None
    assert plan_.picture.is_file()
