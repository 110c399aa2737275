"""S6: a badge and its PIN open helper mode, one answer for every wrong reason, attempts limited, all in the log."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from kiosk.hub.errors import CardUnknown
from kiosk.hub.models import Staff, StaffPass
from kiosk.hub.staff import badges, service
from kiosk.hub.staff.badges import check_badge
from kiosk.hub.staff.service import StaffError
from tests.hub.desk.house import DeskHouse
from tests.hub.house import KioskCaller, alarm

pytestmark = pytest.mark.anyio
PIN, WRONG = "280417", "280418"


async def badged(house: DeskHouse, pin: str = PIN) -> tuple[Staff, str]:
    """王阿姨 with a badge, and its code."""
    staff = await house.staff()
    async with house.hub.database.work() as work:
        row = await work.session.get_one(Staff, staff.id)
        code = await badges.give(work.session, row, house.clock.now(), by=staff.id)
        if pin:
            await badges.set_pin(work.session, row, pin, house.clock.now())
    return row, code


async def call(kiosk: KioskCaller, path: str, **body: Any) -> httpx.Response:
    return await kiosk.http.post(f"/v1/staff/{path}", json=body, headers=kiosk.headers)


async def opened(house: DeskHouse) -> tuple[KioskCaller, str]:
    """A kiosk at which 王阿姨 has opened helper mode, and the pass."""
    _, code = await badged(house)
    kiosk = await house.kiosk()
    return kiosk, (await call(kiosk, "badge", badge=code, pin=PIN)).json()["pass_"]


async def test_s6_badge_and_pin_open_and_only_hashes_are_kept(house: DeskHouse) -> None:
    _, code = await badged(house)
    kiosk = await house.kiosk()
    told = await call(kiosk, "badge", badge=code, pin=PIN)
    assert told.status_code == 200
    assert (told.json()["name"], told.json()["role"]) == ("王阿姨", "volunteer")
    assert ("helper_came", kiosk.id) in await house.audited()
    async with house.hub.database.read() as session:
        row = (await session.scalars(select(Staff))).one()
        held = (await session.scalars(select(StaffPass))).one()
    assert row.pin_hash.startswith("$argon2id$")
    kept = f"{row.badge_hash} {row.pin_hash} {held.token_hash}"
    assert not any(secret in kept for secret in (code, PIN, told.json()["pass_"]))


async def test_s6_every_wrong_reason_has_one_answer(house: DeskHouse) -> None:
    staff, code = await badged(house, pin="")
    kiosk = await house.kiosk()
    answers = [await call(kiosk, "badge", badge=code, pin="")]  # no PIN set yet
    async with house.hub.database.work() as work:
        row = await work.session.get_one(Staff, staff.id)
        await badges.set_pin(work.session, row, PIN, house.clock.now())
    tries = [(code, WRONG), ("SKB-0000-0000-0000-0000-00", PIN), ("", ""), ("x" * 10_000, PIN)]
    answers += [await call(kiosk, "badge", badge=badge, pin=pin) for badge, pin in tries]
    house.clock.advance(600)
    async with house.hub.database.work() as work:
        row = await work.session.get_one(Staff, staff.id)
        row.disabled_at = house.clock.now()
    answers.append(await call(kiosk, "badge", badge=code, pin=PIN))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


async def test_s6_five_wrong_pins_shut_the_badge_and_the_right_one_too(house: DeskHouse) -> None:
    staff, code = await badged(house)
    database, clock = house.hub.database, house.clock
    for _ in range(service.FAILURES_ALLOWED):
        with pytest.raises(CardUnknown):
            await check_badge(database, code, WRONG, clock.now())
    with pytest.raises(CardUnknown):
        await check_badge(database, code, PIN, clock.now())
    clock.advance(299)
    with pytest.raises(CardUnknown):
        await check_badge(database, code, PIN, clock.now())
    clock.advance(2)
    assert (await check_badge(database, code, PIN, clock.now())).id == staff.id
    assert [action for action, _ in await house.audited()].count("badge_failed") == 5
    for _ in range(4):
        with pytest.raises(CardUnknown):
            await check_badge(database, code, WRONG, clock.now())
    assert (await check_badge(database, code, PIN, clock.now())).id == staff.id


async def test_s6_a_kiosk_cannot_try_many(house: DeskHouse) -> None:
    _, code = await badged(house)
    kiosk = await house.kiosk()
    told = [(await call(kiosk, "badge", badge=f"{code}{n}", pin=WRONG)).status_code for n in range(12)]
    assert told == [404] * 8 + [429] * 4
    house.clock.advance(10)
    assert (await call(kiosk, "badge", badge=code, pin=PIN)).status_code == 200


async def test_s6_a_revoked_or_replaced_badge_opens_nothing_and_its_pass_ends(house: DeskHouse) -> None:
    kiosk, pass_ = await opened(house)
    async with house.hub.database.work() as work:
        row = (await work.session.scalars(select(Staff))).one()
        await badges.revoke(work.session, row, house.clock.now(), by=row.id)
    assert (await call(kiosk, "acts", pass_=pass_, act="took_step")).status_code == 404
    async with house.hub.database.work() as work:
        row = (await work.session.scalars(select(Staff))).one()
        with pytest.raises(StaffError):
            await badges.set_pin(work.session, row, PIN, house.clock.now())


async def test_s6_what_a_helper_does_is_in_the_log_and_locking_ends_it(house: DeskHouse) -> None:
    kiosk, pass_ = await opened(house)
    house.clock.advance(599)
    assert (await call(kiosk, "acts", pass_=pass_, act="took_step")).status_code == 204
    house.clock.advance(599)
    assert (await call(kiosk, "acts", pass_=pass_, act="locked")).status_code == 204
    assert (await call(kiosk, "acts", pass_=pass_, act="gave_back")).status_code == 404
    assert [action for action, _ in await house.audited()][-2:] == ["helper_took_step", "helper_locked"]


@pytest.mark.parametrize("why", ["old", "other_kiosk"])
async def test_s6_a_pass_ends_by_itself_and_is_good_at_one_kiosk(house: DeskHouse, why: str) -> None:
    kiosk, pass_ = await opened(house)
    if why == "old":
        house.clock.advance(601)
    else:
        kiosk = await house.kiosk("二号机")
    assert (await call(kiosk, "acts", pass_=pass_, act="took_step")).status_code == 404
    assert (await call(kiosk, "hand-over", pass_=pass_)).status_code == 404
    if why == "old":
        assert await house.hub.retention.tick() == 0
        async with house.hub.database.read() as session:
            assert (await session.scalars(select(StaffPass))).all() == []


async def test_handing_over_gives_back_what_was_taken_and_the_bell_rests(house: DeskHouse) -> None:
    wang = await house.signed_in()
    await wang.get("/desk/")
    kiosk = await house.kiosk()
    call_ = alarm()
    await kiosk.submit(call_)
    await wang.post(f"/desk/requests/{call_['id']}/accept")
    assert (await kiosk.look(call_["id"]))["status"] == "accepted"
    async with house.hub.database.work() as work:
        row = (await work.session.scalars(select(Staff))).one()
        code = await badges.give(work.session, row, house.clock.now(), by=row.id)
        await badges.set_pin(work.session, row, PIN, house.clock.now())
    pass_ = (await call(kiosk, "badge", badge=code, pin=PIN)).json()["pass_"]
    assert (await call(kiosk, "hand-over", pass_=pass_)).status_code == 204
    assert (await kiosk.look(call_["id"]))["status"] == "delivered"
    assert ("handed_over", kiosk.id) in await house.audited()
    assert (await call(kiosk, "acts", pass_=pass_, act="took_step")).status_code == 404


async def test_s6_a_helper_s_word_opens_a_resident_by_pin_or_by_the_pass(house: DeskHouse) -> None:
    """Every wrong way of vouching is answered like a wrong card."""
    kiosk, pass_ = await opened(house)
    path = "/v1/residents/01900000-0000-7000-8000-000000000009/vouch"
    for badge, pin in ((pass_, ""), ("x", ""), ("SKB-0000-0000-0000-0000-00", PIN)):
        told = await kiosk.http.post(path, json={"pass_": "x", "badge": badge, "pin": pin}, headers=kiosk.headers)
        assert (told.status_code, told.json()["type"]) == (404, "urn:silver-key:problem:card_unknown")
    assert "vouched" not in [action for action, _ in await house.audited()]


async def test_an_administrator_gives_a_badge_and_the_person_sets_the_pin(house: DeskHouse) -> None:
    boss = await house.signed_in("boss", "李主任", "administrator")
    wang = await house.signed_in()
    async with house.hub.database.read() as session:
        staff = await session.scalar(select(Staff.id).where(Staff.username == "wang"))
    assert "胸卡密码" not in (await wang.get("/desk/me")).text
    await boss.get("/desk/staff")
    shown = await boss.post(f"/desk/staff/{staff}/badge")
    code = next(word for word in shown.text.split("<") if "SKB-" in word).partition(">")[2]
    assert "只显示这一次" in shown.text
    assert "<svg" in shown.text
    await wang.get("/desk/me")
    assert (await wang.post("/desk/me/pin", pin="123456")).status_code == 422
    assert "密码已经设好" in (await wang.post("/desk/me/pin", pin=PIN)).text
    assert (await check_badge(house.hub.database, code, PIN, house.clock.now())).id == staff
    await boss.get("/desk/staff")
    assert "还没有胸卡" in (await boss.post(f"/desk/staff/{staff}/unbadge")).text
    with pytest.raises(CardUnknown):
        await check_badge(house.hub.database, code, PIN, house.clock.now())
    assert (await wang.post(f"/desk/staff/{staff}/badge")).status_code == 403
    assert {"badge_given", "pin_set", "badge_revoked"} <= {action for action, _ in await house.audited()}
