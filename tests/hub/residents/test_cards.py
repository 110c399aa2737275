"""Cards at a kiosk: what is right opens little by little, and everything that is wrong looks the same."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import httpx
import pytest
from sqlalchemy import event

from kiosk.domain.card import grouped, make, make_number
from kiosk.domain.resident import Zodiac
from kiosk.hub.models import Audit, Card, Resident, Staff
from kiosk.hub.residents import base
from kiosk.hub.staff import badges
from tests.hub.house import House, KioskCaller, house, new_id
from tests.hub.residents.people import NAME, PHONE, Known, card, known, registered
from tests.hub.test_retention import everything

pytestmark = pytest.mark.anyio
UNKNOWN = "urn:silver-key:problem:card_unknown"


def seen(answer: httpx.Response) -> tuple[int, bytes, list[str]]:
    """All that a kiosk, or who listens on the line, can tell one refusal from another by."""
    return answer.status_code, answer.content, sorted(answer.headers)


async def test_a_card_brings_habits_and_nothing_personal(hub_house: House) -> None:
    resident_id, made = await registered(hub_house)
    for typed in (made.code, made.number, grouped(made.number), made.code.lower(), made.code * 2):
        answer = await card(await hub_house.kiosk(), typed)
        assert answer.status_code == 200, typed
        told = answer.json()
        assert (told["id"], told["level"], told["can_open"]) == (resident_id, "card", True)
        assert NAME not in answer.text
        assert PHONE not in answer.text


async def bad_cards(made: House) -> dict[str, str]:
    """Every kind of card that opens nothing."""
    staff = await made.person("王阿姨")
    _, replaced = await registered(made)
    lost_id, lost = await registered(made)
    gone_id, gone = await registered(made)
    async with made.hub.database.work() as work:
        row = await made.hub.residents.find(work.session, replaced.code)
        await made.hub.residents.issue(work, row.id, by=staff.id)
        await made.hub.residents.revoke(work, lost_id, by=staff.id)
        await made.hub.residents.forget(work, gone_id, by=staff.id)
    return {
        "nothing": "",
        "torn": lost.code[:14],
        "another district's": make(Random(1)),
        "another number": make_number(Random(1)),
        "revoked": lost.code,
        "revoked, by number": lost.number,
        "replaced": replaced.code,
        "deleted": gone.code,
        "a telephone": "02100000000",
        "an address": "https://example.org/pay",
        "10 KB of noise": "7Q]" * 3400,
        "strange signs": "\0\u202e\ufeff" * 30,
    }


async def test_every_wrong_card_has_one_answer(hub_house: House) -> None:
    bad = await bad_cards(hub_house)
    kiosk = await hub_house.kiosk()
    answers = {why: seen(await card(kiosk, code)) for why, code in bad.items()}
    assert answers["torn"][0] == 404
    assert UNKNOWN.encode() in answers["torn"][1]
    assert set(map(str, answers.values())) == {str(answers["torn"])}


async def test_every_wrong_card_costs_the_same_work(hub_house: House) -> None:
    """Not one query more or less, whatever is on file: so a clock tells nothing either."""
    bad = await bad_cards(hub_house)
    kiosk = await hub_house.kiosk()
    asked: list[str] = []
    engine = hub_house.hub.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    counted = set()
    for code in bad.values():
        asked.clear()
        await card(kiosk, code)
        counted.add(tuple(asked))
    assert len(counted) == 1
    assert sum("FROM card" in statement for statement in counted.pop()) == 1


async def test_only_hashes_are_kept(hub_house: House) -> None:
    _, made = await registered(hub_house)
    await known(await hub_house.kiosk(), made.code)
    (row,) = await everything(hub_house, Card)
    (resident,) = await everything(hub_house, Resident)
    assert made.code not in str(row)
    assert made.number not in str(row)
    assert resident["zodiac_hash"].startswith("$argon2id$")


async def test_one_kiosk_cannot_try_many_cards(hub_house: House) -> None:
    kiosk, other = await hub_house.kiosk(), await hub_house.kiosk("二号机")
    _, made = await registered(hub_house)
    tried = [(await card(kiosk, make(Random(seed)))).status_code for seed in range(30)]
    assert tried.count(404) == hub_house.hub.settings.card_burst
    assert tried[-1] == 429
    assert (await card(other, made.code)).status_code == 200
    hub_house.clock.advance(60)
    assert (await card(kiosk, made.code)).status_code == 200


async def test_one_card_cannot_be_tried_from_many_kiosks(tmp_path: Path) -> None:
    async with house(tmp_path, card_burst=3) as made:
        _, issued = await registered(made)
        tried = [(await card(await made.kiosk(str(n)), issued.code)).status_code for n in range(4)]
        assert tried == [200, 200, 200, 429]


async def standing(made: House, **more: Zodiac | None) -> Known:
    _, issued = await registered(made, **more)  # type: ignore[arg-type]  # the zodiac alone is given
    return await known(await made.kiosk(), issued.code)


async def test_the_right_zodiac_opens(hub_house: House) -> None:
    who = await standing(hub_house)
    assert (await who.call("GET", "/affairs")).json()["type"] == UNKNOWN
    answer = await who.open("rabbit")
    assert (answer.status_code, answer.json()["level"]) == (200, "opened")
    assert (await who.call("GET", "/affairs")).json() == {"affairs": []}


async def test_two_wrong_zodiacs_and_none_is_looked_at_until_tomorrow(hub_house: House) -> None:
    who = await standing(hub_house)
    refused = [seen(await who.open(animal)) for animal in ("rat", "ox", "rabbit", "rabbit")]
    assert {status for status, *_ in refused} == {404}
    assert len(set(map(str, refused))) == 1
    midnight = datetime.combine(hub_house.clock.now().astimezone() + timedelta(days=1), datetime.min.time())
    wait = midnight.astimezone() - hub_house.clock.now()
    hub_house.clock.advance(wait.total_seconds() - 400)
    again = await known(who.kiosk, await new_card(hub_house, who.id))
    assert (await again.open("rabbit")).status_code == 404
    hub_house.clock.advance(401)
    assert (await again.open("rabbit")).status_code == 200


async def test_twelve_tries_at_once_are_still_two(hub_house: House) -> None:
    who = await standing(hub_house)
    others = [animal for animal in Zodiac if animal != Zodiac.RABBIT]
    refused = await asyncio.gather(*(who.open(animal) for animal in others))
    assert {answer.status_code for answer in refused} == {404}
    (row,) = await everything(hub_house, Resident)
    assert row["open_failures"] == 2
    assert (await who.open("rabbit")).status_code == 404


async def new_card(made: House, resident_id: str) -> str:
    staff = await made.person("李阿姨")
    async with made.hub.database.work() as work:
        return (await made.hub.residents.issue(work, resident_id, by=staff.id)).code


async def test_without_a_zodiac_on_file_none_opens_and_nobody_learns_so(hub_house: House) -> None:
    without, with_one = await standing(hub_house, zodiac=None), await standing(hub_house)
    assert seen(await without.open("rabbit")) == seen(await with_one.open("rat"))


@pytest.mark.parametrize("why", ["idle", "left", "another kiosk", "another resident", "guessed", "revoked", "replaced"])
async def test_a_pass_ends(hub_house: House, why: str) -> None:
    resident_id, issued = await registered(hub_house)
    who = await known(await hub_house.kiosk(), issued.code)
    other = await standing(hub_house)
    assert (await who.call("PUT", "/habits", {})).status_code == 204
    staff = await hub_house.person("李阿姨")
    match why:
        case "idle":
            hub_house.clock.advance(600)
        case "left":
            assert (await who.call("POST", "/leave")).status_code == 204
        case "another kiosk":
            who = Known(other.kiosk, who.id, who.pass_)
        case "another resident":
            who = Known(who.kiosk, other.id, who.pass_)
        case "guessed":
            who = Known(who.kiosk, who.id, "0" * 32)
        case "revoked":
            await hub_house.do(lambda work: hub_house.hub.residents.revoke(work, resident_id, by=staff.id))
        case "replaced":
            await new_card(hub_house, resident_id)
    for call in (who.call("PUT", "/habits", {}), who.open("rabbit"), who.call("GET", "/affairs")):
        answer = await call
        assert (answer.status_code, answer.json()["type"]) == (404, UNKNOWN)


async def test_a_pass_in_use_does_not_end(hub_house: House) -> None:
    who = await standing(hub_house)
    for _ in range(3):
        hub_house.clock.advance(599)
        assert (await who.call("PUT", "/habits", {})).status_code == 204


async def test_leaving_tells_nothing(hub_house: House) -> None:
    who = await standing(hub_house)
    stranger = Known(who.kiosk, new_id(), "0" * 32)
    assert seen(await stranger.call("POST", "/leave")) == seen(await who.call("POST", "/leave"))


def test_tomorrow_begins_at_the_centres_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert base.centre_day(datetime.fromisoformat("2026-11-02T15:59:59+00:00")) == "2026-11-02"
        assert base.centre_day(datetime.fromisoformat("2026-11-02T16:00:00+00:00")) == "2026-11-03"
    finally:
        monkeypatch.undo()
        time.tzset()


async def test_no_kiosk_no_card(hub_house: House) -> None:
    stranger = KioskCaller(hub_house.http, "", "0" * 43)
    assert (await card(stranger, make(Random(1)))).status_code == 401


@pytest.mark.parametrize("by", ["pin", "pass"])
async def test_s6_a_volunteer_s_word_opens_also_when_no_zodiac_does(hub_house: House, by: str) -> None:
    who, staff = await standing(hub_house, zodiac=None), await hub_house.person("王阿姨")
    for animal in ("rat", "ox"):
        assert (await who.open(animal)).status_code == 404
    async with hub_house.hub.database.work() as work:
        row = await work.session.get_one(Staff, staff.id)
        badge = await badges.give(work.session, row, hub_house.clock.now(), by=staff.id)
        await badges.set_pin(work.session, row, "271828", hub_house.clock.now())
    pin = "271828"
    if by == "pass":
        _, badge = await hub_house.hub.badges.enter(who.kiosk.id, badge, pin)
        pin = ""
    answer = await who.call("POST", "/vouch", {"pass_": who.pass_, "badge": badge, "pin": pin})
    assert (answer.status_code, answer.json()["level"]) == (200, "opened")
    assert (await who.call("GET", "/affairs")).status_code == 200
    noted = [row for row in await everything(hub_house, Audit) if row["action"] == "vouched"]
    assert [(row["staff_id"], row["subject"]) for row in noted] == [(staff.id, who.id)]
