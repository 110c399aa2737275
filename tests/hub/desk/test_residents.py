"""Residents at the desk: found, registered, given a card, and forgotten; who telephones learns nothing (S1, S6)."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from kiosk.domain.card import make
from kiosk.domain.resident import Zodiac
from kiosk.hub.models import Booking, Card, Event, Kiosk, Request, Resident
from kiosk.hub.residents.registry import IssuedCard, Person
from tests.hub.desk.house import Browser, DeskHouse, desk_house
from tests.hub.house import taxi
from tests.hub.residents.people import DOCTOR, NAME, PHONE, card, known

IDENTITY = "000000190001010009"  # nobody's: there is no district 000000

pytestmark = pytest.mark.anyio
DIGITS = re.compile(r"\d{4} \d{4} \d{4}")


async def rows(house: DeskHouse, table: type[Any]) -> list[Any]:
    async with house.hub.database.read() as session:
        return list((await session.scalars(select(table))).all())


async def resident(house: DeskHouse, browser: Browser, **fields: str) -> str:
    """Registered through the page; the id."""
    await browser.get("/desk/residents/new")
    answer = await browser.post("/desk/residents", **{"display_name": NAME, "phone": PHONE, **fields})
    assert "登记好了" in answer.text
    return answer.url.path.rpartition("/")[2]


async def issued(browser: Browser, resident_id: str, **fields: str) -> tuple[httpx.Response, str]:
    """The page to print, and the number on it."""
    answer = await browser.post(f"/desk/residents/{resident_id}/cards", **fields)
    found = DIGITS.search(answer.text)
    assert found is not None
    return answer, found[0]


async def test_from_registration_to_a_card_at_a_kiosk(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    resident_id = await resident(house, browser, zodiac="rabbit", health="yes")
    page, number = await issued(browser, resident_id)
    assert "<svg" in page.text
    assert NAME not in page.text.split('class="plastic"')[1].split("</section>")[0]
    who = await known(kiosk, number)
    assert who.id == resident_id
    answer = await who.open("rabbit")
    assert (answer.json()["level"], answer.json()["health_consent"]) == ("opened", True)


async def test_a_name_is_on_the_card_only_when_asked_for(house: DeskHouse) -> None:
    browser = await house.signed_in()
    page, _ = await issued(browser, await resident(house, browser), named="yes")
    assert NAME in page.text.split('class="plastic"')[1].split("</section>")[0]


async def test_a_card_is_found_and_one_that_opens_nothing_is_not(house: DeskHouse) -> None:
    browser = await house.signed_in()
    resident_id = await resident(house, browser)
    _, number = await issued(browser, resident_id)
    found = await browser.post("/desk/residents/find", typed=number)
    assert found.url.path == f"/desk/residents/{resident_id}"
    assert NAME in found.text
    await browser.post(f"/desk/residents/{resident_id}/revoke")
    for typed in (number, number[:-1] + "x", "900000000000", make(Random(3)), "7Q" * 5000, "x", "\0", "张阿婆"):
        answer = await browser.post("/desk/residents/find", typed=typed)
        assert (answer.status_code, "这张卡这里用不了" in answer.text) == (422, True), typed[:20]
        assert NAME not in answer.text


async def test_a_new_card_ends_the_old_one_and_a_lost_one_opens_nothing(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    resident_id = await resident(house, browser)
    _, old = await issued(browser, resident_id)
    _, new = await issued(browser, resident_id)
    assert [(await card(kiosk, number)).status_code for number in (old, new)] == [404, 200]
    assert "卡作废了" in (await browser.post(f"/desk/residents/{resident_id}/revoke")).text
    assert (await card(kiosk, new)).status_code == 404
    first, second = sorted(await rows(house, Card), key=lambda one: one.issued_at)
    assert {first.replaced_by, second.replaced_by} == {"", second.id} or first.replaced_by == second.id


@pytest.mark.parametrize(
    "fields", [{"phone": "call me"}, {"phone": "12"}, {"display_name": "x" * 21}, {"zodiac": "cat"}, {"phone": "\0"}]
)
async def test_u18_what_is_wrong_is_said_and_nothing_is_kept(house: DeskHouse, fields: dict[str, str]) -> None:
    browser = await house.signed_in()
    await browser.get("/desk/residents/new")
    answer = await browser.post("/desk/residents", **fields)
    assert (answer.status_code, "请看一看再来" in answer.text) == (422, True)
    assert await rows(house, Resident) == []


async def test_nothing_needs_to_be_left(house: DeskHouse) -> None:
    browser = await house.signed_in()
    resident_id = await resident(house, browser, display_name="", phone="")
    page = await browser.get(f"/desk/residents/{resident_id}")
    assert "没有留称呼" in page.text
    assert "没有留属相" in page.text


async def test_details_are_corrected(house: DeskHouse) -> None:
    browser = await house.signed_in()
    resident_id = await resident(house, browser, zodiac="ox")
    await browser.post(f"/desk/residents/{resident_id}/change", display_name="李阿公", phone="021-0000 0001")
    (row,) = await rows(house, Resident)
    assert (row.display_name, row.phone, bool(row.zodiac_hash)) == ("李阿公", "02100000001", True)
    answer = await browser.post(f"/desk/residents/{resident_id}/change", phone="nobody")
    assert (answer.status_code, "请看一看再来" in answer.text) == (422, True)


async def test_s1_consent_is_given_and_withdrawn_with_one_key(house: DeskHouse) -> None:
    browser = await house.signed_in()
    resident_id = await resident(house, browser)
    assert "可以留着" in (await browser.post(f"/desk/residents/{resident_id}/consent", given="yes")).text
    assert "已经删掉" in (await browser.post(f"/desk/residents/{resident_id}/consent", given="no")).text
    (row,) = await rows(house, Resident)
    assert row.health_withdrawn_at is not None


@pytest.mark.parametrize(("role", "status"), [("volunteer", 403), ("duty", 403), ("administrator", 200)])
async def test_s1_only_an_administrator_deletes(house: DeskHouse, role: str, status: int) -> None:
    browser = await house.signed_in(role=role)
    resident_id = await resident(house, browser)
    assert ("delete-yes" in (await browser.get(f"/desk/residents/{resident_id}")).text) is (status == 200)
    assert (await browser.post(f"/desk/residents/{resident_id}/delete")).status_code == status
    assert len(await rows(house, Resident)) == (0 if status == 200 else 1)


async def test_s6_every_look_and_every_act_is_in_the_log(house: DeskHouse) -> None:
    browser = await house.signed_in(role="administrator")
    resident_id = await resident(house, browser)
    await issued(browser, resident_id)
    await browser.get(f"/desk/residents/{resident_id}/affairs")
    await browser.post(f"/desk/residents/{resident_id}/revoke")
    await browser.post("/desk/residents/by-phone", phone=PHONE)
    await browser.post(f"/desk/residents/{resident_id}/delete")
    log = await house.audited()
    assert [action for action, subject in log if subject == resident_id] == [
        "resident_registered",
        "looked_at_resident",
        "card_issued",
        "looked_at_affairs",
        "card_revoked",
        "resident_deleted",
    ]
    assert ("looked_up_phone", "") in log
    page = await browser.get("/desk/audit")
    assert "看了一位居民的资料" in page.text
    assert NAME not in page.text


@pytest.mark.parametrize("path", ["", "/new", "/x", "/x/affairs"])
async def test_s6_nothing_is_shown_to_a_stranger(house: DeskHouse, path: str) -> None:
    answer = await house.browser().http.get("/desk/residents" + path)
    assert (answer.status_code, answer.headers["location"].startswith("/desk/login")) == (303, True)


async def test_a_resident_who_is_gone_is_a_human_page(house: DeskHouse) -> None:
    browser = await house.signed_in(role="administrator")
    assert (await browser.get("/desk/residents/x")).status_code == 404
    await browser.get("/desk/residents")
    for act in ("cards", "revoke", "change", "consent", "delete", "nothing"):
        assert (await browser.post(f"/desk/residents/x/{act}")).status_code == 404, act


async def test_affairs_show_verb_and_time_only(house: DeskHouse) -> None:
    """S13: what it was about is on the request's own page, whose look is noted."""
    browser, kiosk = await house.signed_in(), await house.kiosk()
    resident_id = await resident(house, browser)
    _, number = await issued(browser, resident_id)
    ride = await (await known(kiosk, number)).taxi()
    page = (await browser.get(f"/desk/residents/{resident_id}/affairs")).text
    assert f"/desk/requests/{ride}" in page
    assert "东街医院" not in page


async def test_s1_a_resident_is_told_what_is_kept(house: DeskHouse) -> None:
    """PIPL 45: habits too, and the doctor only with consent."""
    browser, kiosk = await house.signed_in(), await house.kiosk()
    resident_id = await resident(house, browser, health="yes")
    assert "没有记" in (await browser.get(f"/desk/residents/{resident_id}/affairs")).text
    _, number = await issued(browser, resident_id)
    who = await known(kiosk, number)
    await who.call("PUT", "/habits", {"places": [{"id": "market", "name": "东街菜场"}], "doctor": DOCTOR})
    page = (await browser.get(f"/desk/residents/{resident_id}/affairs")).text
    assert "东街菜场" in page
    assert "东街医院 心内科" in page


async def on_file(house: DeskHouse, phone: str = PHONE) -> tuple[str, IssuedCard]:
    staff = await house.staff("zhao", "赵老师")
    async with house.hub.database.work() as work:
        row = await house.hub.residents.register(work, Person(NAME, phone, Zodiac.RAT), by=staff.id)
        return row.id, await house.hub.residents.issue(work, row.id, by=staff.id)


def plain(page: str) -> str:
    """A page without what differs every time: ids, secrets, the moment."""
    return re.sub(r'(data-csrf|value|data-now|data-staff|href|action|id)="[^"]*"', "", page)


async def test_a_telephone_reveals_nothing(house: DeskHouse) -> None:
    await on_file(house)
    browser = await house.signed_in()
    await browser.get("/desk/residents")
    theirs = await browser.post("/desk/residents/find", typed=PHONE)
    strange = await browser.post("/desk/residents/find", typed="021-00000009")
    assert plain(theirs.text).replace("02100000000", "") == plain(strange.text).replace("02100000009", "")
    assert (await browser.post("/desk/residents/by-phone", phone=PHONE)).status_code == 403


async def test_a_call_becomes_a_request_in_that_name_and_in_ones_own_hands(house: DeskHouse) -> None:
    resident_id, _ = await on_file(house)
    browser = await house.signed_in()
    await browser.get("/desk/residents")
    answer = await browser.post("/desk/residents/calls", phone=PHONE, kind="taxi", where="东街 1 号", to="东街医院")
    assert "这件事在您手上" in answer.text
    (row,) = await rows(house, Request)
    assert (row.resident_id, row.kind, row.status, row.taken_name) == (resident_id, "taxi", "accepted", "王阿姨")
    assert row.details["pickup"]["name"] == "东街 1 号"
    assert row.details["phone"] == "02100000000"
    assert "号码 02100000000" in answer.text
    assert "请打回去" in answer.text
    assert 'id="say-text"' not in answer.text  # nobody at a kiosk would hear it
    assert NAME not in answer.text


@pytest.mark.parametrize(
    ("why", "phones", "theirs"),
    [
        ("a stranger", ["021-00000009"], False),
        ("two of one house", [PHONE, PHONE], False),
        ("one", [PHONE], True),
    ],
)
async def test_whose_a_call_is_must_be_plain(house: DeskHouse, why: str, phones: list[str], theirs: bool) -> None:
    browser = await house.signed_in()
    for number, phone in enumerate(phones):
        await resident(house, browser, display_name=str(number), phone=phone)
    await browser.post("/desk/residents/calls", phone=PHONE, kind="volunteer", about="家里灯坏了")
    (row,) = await rows(house, Request)
    assert bool(row.resident_id) is theirs, why


@pytest.mark.parametrize(
    "call",
    [
        {"kind": "taxi"},
        {"kind": "volunteer"},
        {"kind": "alarm", "where": "x"},
        {"kind": "taxi", "where": "x", "phone": "nobody"},
        {"kind": "taxi", "where": "x\0y"},
    ],
)
async def test_u18_a_call_that_lacks_something_says_so(house: DeskHouse, call: dict[str, str]) -> None:
    browser = await house.signed_in()
    await browser.get("/desk/residents")
    answer = await browser.post("/desk/residents/calls", **{"phone": PHONE, **call})
    assert (answer.status_code, "还差一点" in answer.text) == (422, True)
    assert await rows(house, Request) == []


async def test_no_machine_orders_a_car_for_who_telephones(tmp_path: Any) -> None:
    async with desk_house(tmp_path, demo=True, provider="demo") as house:
        browser = await house.signed_in()
        await browser.get("/desk/residents")
        await browser.post("/desk/residents/calls", phone=PHONE, kind="taxi", where="东街 1 号")
        (row,) = await rows(house, Request)
        assert (row.handler, row.taken_name) == ("desk", "王阿姨")
        assert [booking.state for booking in await rows(house, Booking)] == ["cancelled"]


async def test_calls_have_numbers_of_their_own_and_the_telephone_is_no_kiosk(house: DeskHouse) -> None:
    browser, kiosk = await house.signed_in(), await house.kiosk()
    await kiosk.submit(taxi(number=10))
    await browser.get("/desk/residents")
    for _ in range(3):
        await browser.post("/desk/residents/calls", phone=PHONE, kind="appointment", about="眼科")
    numbers = [row.number for row in await rows(house, Request)]
    assert sorted(numbers) == [10, 11, 12, 13]
    assert len(await rows(house, Kiosk)) == 2
    assert "电话" not in (await browser.get("/desk/kiosks")).text.split('id="main"')[1]
    assert {e.what for e in await rows(house, Event)} >= {"note", "accepted"}


async def test_another_card_is_tied_by_two_readings_and_untied_with_one_key(house: DeskHouse) -> None:
    browser = await house.signed_in()
    resident_id = await resident(house, browser)
    path = f"/desk/residents/{resident_id}/ties"
    await browser.get(f"/desk/residents/{resident_id}")
    second = await browser.post(path, kind="social", first=IDENTITY)
    assert "再刷一次" in second.text
    assert IDENTITY not in second.text
    read = re.search(r'name="first" value="(SKF1-[0-9a-f]{64})"', second.text)
    assert read is not None
    wrong = await browser.post(path, kind="social", first=read[1], second="000000190001010017")
    assert (wrong.status_code, "这张卡绑不上" in wrong.text) == (422, True)
    page = (await browser.post(path, kind="social", first=read[1], second=f"{IDENTITY}\r\n")).text
    assert "这张卡绑好了" in page
    assert "社保卡，" in page
    found = await browser.post("/desk/residents/find", typed=IDENTITY)
    assert NAME in found.text
    end = re.search(rf'action="({path}/[0-9a-f-]+/end)"', page)
    assert end is not None
    assert "这张卡不认了" in (await browser.post(end[1])).text
    assert NAME not in (await browser.post("/desk/residents/find", typed=IDENTITY)).text


@pytest.mark.parametrize("fields", [{"kind": "fish", "first": "0" * 20}, {"kind": "social", "first": "12"}, {}])
async def test_u18_what_is_no_such_card_is_said(house: DeskHouse, fields: dict[str, str]) -> None:
    browser = await house.signed_in()
    resident_id = await resident(house, browser)
    await browser.get(f"/desk/residents/{resident_id}")
    answer = await browser.post(f"/desk/residents/{resident_id}/ties", **fields)
    assert (answer.status_code, "这张卡绑不上" in answer.text) == (422, True)
