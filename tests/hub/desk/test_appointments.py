"""A doctor's appointment in a person's hands: everything that was wanted, 约好了, 约不到, and whom to ring tomorrow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kiosk.domain.request import What
from kiosk.hub.models import Resident
from tests.hub.desk.house import Browser, DeskHouse
from tests.hub.house import KioskCaller, event, new_id, taxi

pytestmark = pytest.mark.anyio
WISH = {
    "kind": "appointment",
    "need": "department",
    "hospital": {"id": "east", "name": "东街医院", "detail": "门诊大门"},
    "department": {"id": "eyes", "name": "眼科"},
    "doctor": "陈医生",
    "day": "2026-11-24",
    "part": "morning",
    "phone": "021-00000000",
}


def wish(**changes: Any) -> dict[str, Any]:
    made = taxi(details={**WISH, **changes})
    made.pop("valid_for")
    return {**made, "owner": {"for_whom": "spouse", "helper": "李叔叔"}}


async def taken(house: DeskHouse, **changes: Any) -> tuple[KioskCaller, str, Browser]:
    """A wish that 王阿姨 has taken, and her browser on its page."""
    kiosk, wanted = await house.kiosk(), wish(**changes)
    await kiosk.submit(wanted)
    browser = await house.signed_in()
    page = f"/desk/requests/{wanted['id']}"
    await browser.get(page)
    await browser.post(f"{page}/accept")
    return kiosk, wanted["id"], browser


def form(house: DeskHouse, days: int = 1, /, **changes: str) -> dict[str, str]:
    on = house.clock.now().astimezone() + timedelta(days=days)
    return {"date": f"{on:%Y-%m-%d}", "time": "09:30", "hospital": "东街医院", "department": "眼科", **changes}


async def test_everything_that_was_wanted_is_shown_line_by_line(house: DeskHouse) -> None:
    _, ident, browser = await taken(house)
    page = (await browser.get(f"/desk/requests/{ident}")).text
    for shown in (
        "医院的一个科",
        "东街医院 门诊大门",
        "眼科",
        "陈医生",
        "11 月 24 日，周二",
        "上午",
        "老伴",
        "李叔叔",
        "021-00000000",
    ):
        assert shown in page, shown
    assert 'value="东街医院"' in page  # nothing is typed twice
    assert 'value="2026-11-24"' in page


async def test_a_question_is_shown_with_what_was_found_for_it(house: DeskHouse) -> None:
    kiosk = await house.kiosk()
    asked = taxi(
        details={"kind": "consultation", "question": "高龄补贴怎么领？", "topic": "补贴", "found": ["高龄补贴办法"]}
    )
    await kiosk.submit(asked)
    page = (await (await house.signed_in()).get(f"/desk/requests/{asked['id']}")).text
    for shown in ("高龄补贴怎么领？", "补贴", "高龄补贴办法"):
        assert shown in page


async def test_booked_by_a_person_then_moved(house: DeskHouse) -> None:
    kiosk, ident, browser = await taken(house)
    page = f"/desk/requests/{ident}"
    assert (
        "约好了，那边已经看到"
        in (await browser.post(f"{page}/book", **form(house, room="305 室", bring="社保卡"))).text
    )
    told = await kiosk.look(ident)
    booked = told["events"][-1]
    assert (told["status"], booked["what"], booked["name"]) == ("in_progress", What.BOOKED, "王阿姨")
    assert (booked["facts"]["hospital"], booked["facts"]["room"], booked["facts"]["bring"]) == (
        "东街医院",
        "305 室",
        "社保卡",
    )
    assert booked["facts"]["start"].endswith("+00:00")
    await browser.post(f"{page}/book", **form(house, 2))
    assert (await kiosk.look(ident))["events"][-1]["what"] == What.MOVED


@pytest.mark.parametrize(
    "wrong", [{"date": ""}, {"date": "morgen"}, {"time": ""}, {"time": "09:30+08:00"}, {"hospital": " "}]
)
async def test_what_is_filled_in_by_half_books_nothing(house: DeskHouse, wrong: dict[str, str]) -> None:
    kiosk, ident, browser = await taken(house)
    answer = await browser.post(f"/desk/requests/{ident}/book", **form(house, **wrong))
    assert answer.status_code == 422
    assert What.BOOKED not in await kiosk.whats(ident)


async def test_no_time_to_be_had_is_told_in_a_persons_words(house: DeskHouse) -> None:
    kiosk, ident, browser = await taken(house)
    await browser.post(f"/desk/requests/{ident}/no_time", text="这个月都满了，下月一号再约")
    told = await kiosk.look(ident)
    assert (told["status"], told["events"][-1]["facts"]) == ("failed", {"reason": "这个月都满了，下月一号再约"})


async def test_tomorrows_appointments_are_rung_about_once_a_day(house: DeskHouse) -> None:
    kiosk, ident, browser = await taken(house)
    await browser.post(f"/desk/requests/{ident}/book", **form(house))
    assert f"card-{ident}" not in (await browser.get("/desk/")).text  # it only waits for its day
    page = (await browser.get("/desk/appointments")).text
    assert page.index("明天") < page.index("021-00000000")
    for _ in range(2):
        page = (await browser.post(f"/desk/appointments/{ident}/reminded")).text
    assert "今天提醒过了" in page
    assert (await kiosk.whats(ident)).count(What.REMINDED) == 1
    house.clock.advance(3 * 86_400)
    later = await house.signed_in("li", "李叔叔")
    assert "没有约好的" in (await later.get("/desk/appointments")).text


@pytest.mark.parametrize(("agreed", "shown"), [(True, True), (False, False)])
async def test_s1_a_number_on_file_is_rung_only_with_consent(house: DeskHouse, agreed: bool, shown: bool) -> None:
    _, ident, browser = await taken(house, phone="")
    await browser.post(f"/desk/requests/{ident}/book", **form(house))
    now = house.clock.now()
    async with house.hub.database.work() as work:
        person = Resident(id=new_id(), phone="021-00000000", created_at=now, seen_at=now, habits={})
        person.health_consent_at = now if agreed else None
        work.session.add(person)
        row = await house.hub.requests.locked(work, ident)
        row.resident_id = person.id
    page = (await browser.get("/desk/appointments")).text
    assert ("021-00000000" in page) is shown
    assert ("没留电话" in page) is not shown


async def test_what_the_resident_calls_off_stays_until_its_holder_knows(house: DeskHouse) -> None:
    kiosk, ident, browser = await taken(house)
    await kiosk.tell(ident, event("cancel_asked"))
    page = (await browser.get("/desk/")).text
    assert "取消了：想看医生" in page
    assert f"off-{ident}" in page.split('data-waiting="')[1].split('"')[0]  # it chimes
    other = await house.signed_in("li", "李叔叔")
    assert "取消了：" not in (await other.get("/desk/")).text
    assert "取消了：" not in (await browser.post(f"/desk/requests/{ident}/seen")).text


async def test_what_was_called_off_goes_by_itself_after_ten_minutes(house: DeskHouse) -> None:
    kiosk, ident, browser = await taken(house)
    await kiosk.tell(ident, event("cancel_asked"))
    house.clock.advance(601)
    assert "取消了：" not in (await browser.get("/desk/")).text


async def test_who_leaves_is_asked_to_hand_over_first(house: DeskHouse) -> None:
    kiosk, ident, browser = await taken(house)
    asked = (await browser.post("/desk/logout")).text
    assert "您手上还有 1 件事" in asked
    assert "王阿姨" in (await browser.get("/desk/me")).text  # still there
    assert "登录" in (await browser.post("/desk/logout", to="everyone")).text
    told = await kiosk.look(ident)
    assert (told["status"], told["events"][-1]["what"]) == ("delivered", What.RELEASED)


async def test_who_holds_only_what_is_booked_may_just_leave(house: DeskHouse) -> None:
    kiosk, ident, browser = await taken(house)
    await browser.post(f"/desk/requests/{ident}/book", **form(house))
    assert "登录" in (await browser.post("/desk/logout")).text
    assert (await kiosk.look(ident))["status"] == "in_progress"
