"""身份证, 社保卡, 随申码 tied to a resident: as good as our card, kept as a keyed hash and as nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from kiosk.domain.other_card import OtherKind, fingerprint
from kiosk.hub.errors import Invalid
from kiosk.hub.models import Audit, Base, OtherCard, Resident
from kiosk.hub.residents.registry import IssuedCard, Person
from tests.hub.desk.house import DeskHouse
from tests.hub.house import House, new_id
from tests.hub.residents.people import card, known, registered
from tests.hub.staff.test_badges import call, opened
from tests.hub.test_retention import everything

pytestmark = pytest.mark.anyio
IDENTITY = "000000190001010009"  # nobody's: there is no district 000000
READ = fingerprint(IDENTITY)


async def tied(house: House, resident_id: str, scanned: str = IDENTITY) -> str:
    staff = await house.person("王阿姨")
    async with house.hub.database.work() as work:
        await house.hub.residents.tie(work, resident_id, scanned, scanned, OtherKind.SOCIAL, by=staff.id)
    async with house.hub.database.read() as session:
        return (await session.scalars(select(OtherCard.id).where(OtherCard.digest.is_not(None)))).one()


async def somebody(house: DeskHouse) -> tuple[str, IssuedCard]:
    """Registered at the desk."""
    staff = await house.staff("li", "李阿姨")
    async with house.hub.database.work() as work:
        row = await house.hub.residents.register(work, Person(), by=staff.id)
        return row.id, await house.hub.residents.issue(work, row.id, by=staff.id)


async def test_it_identifies_as_our_card_does_and_no_number_is_kept(hub_house: House) -> None:
    resident_id, _ = await registered(hub_house)
    await tied(hub_house, resident_id)
    kiosk = await hub_house.kiosk()
    told = await card(kiosk, READ)
    assert (told.json()["id"], told.json()["level"]) == (resident_id, "card")
    kept = str([await everything(hub_house, mapper.class_) for mapper in Base.registry.mappers])
    assert IDENTITY not in kept
    assert READ not in kept
    assert READ.removeprefix("SKF1-") not in kept


async def test_untied_it_is_like_any_strange_card_and_its_hash_is_gone(hub_house: House) -> None:
    resident_id, _ = await registered(hub_house)
    card_id = await tied(hub_house, resident_id)
    kiosk = await hub_house.kiosk()
    who = await known(kiosk, READ)
    since = hub_house.clock.now()
    staff = await hub_house.person("李阿姨")
    async with hub_house.hub.database.work() as work:
        await hub_house.hub.residents.untie(work, resident_id, card_id, by=staff.id)
    strange = await card(kiosk, fingerprint("000000190001010017"))
    untied = await card(kiosk, READ)
    assert (untied.status_code, untied.content) == (strange.status_code, strange.content)
    assert (await who.open("rabbit")).status_code == 404  # who had shown it is not known any longer
    async with hub_house.hub.database.read() as session:
        assert (await session.get_one(OtherCard, card_id)).digest is None
        assert await hub_house.hub.residents.gone(session, {resident_id: since}) == [resident_id]
    await tied(hub_house, resident_id)  # and may be tied again


async def test_one_card_is_one_residents_and_must_read_the_same_twice(hub_house: House) -> None:
    first, _ = await registered(hub_house)
    second, made = await registered(hub_house)
    await tied(hub_house, first)
    staff = await hub_house.person("李阿姨")
    other = "000000190001010017"
    for readings in ((IDENTITY, IDENTITY), (other, IDENTITY), (other, ""), (made.code, made.code), ("x", "x")):
        with pytest.raises(Invalid):
            async with hub_house.hub.database.work() as work:
                await hub_house.hub.residents.tie(work, second, *readings, OtherKind.CODE, by=staff.id)


async def test_s1_it_goes_with_its_resident_and_an_untied_one_with_time(hub_house: House) -> None:
    resident_id, _ = await registered(hub_house)
    staff = await hub_house.person("李阿姨")
    card_id = await tied(hub_house, resident_id)
    async with hub_house.hub.database.work() as work:
        await hub_house.hub.residents.untie(work, resident_id, card_id, by=staff.id)
    await tied(hub_house, resident_id)
    hub_house.clock.advance(timedelta(days=32).total_seconds())
    async with hub_house.hub.database.work() as work:
        await hub_house.hub.residents.tidy(work, hub_house.clock.now(), 24)
        assert await work.session.get(OtherCard, card_id) is None
        await hub_house.hub.residents.forget(work, resident_id, by=staff.id)
        assert (await work.session.execute(text("SELECT count(*) FROM other_card"))).scalar() == 0


async def test_s6_a_helper_registers_issues_and_ties_and_the_log_says_who(house: DeskHouse) -> None:
    kiosk, pass_ = await opened(house)
    body = {"pass_": pass_, "id": new_id(), "phone": "021-00000000", "zodiac": "rabbit", "health": True}
    made = (await call(kiosk, "residents", **body)).json()
    again = (await call(kiosk, "residents", **body)).json()  # the first answer was lost
    assert (await card(kiosk, made["code"])).status_code == 404
    assert (await card(kiosk, again["number"])).json()["id"] == body["id"]
    tie = {"pass_": pass_, "code": again["code"], "first": READ, "second": READ, "kind": "social"}
    assert (await call(kiosk, "ties", **tie)).status_code == 204
    assert (await card(kiosk, READ)).json()["id"] == body["id"]
    async with house.hub.database.read() as session:
        assert len((await session.scalars(select(Resident))).all()) == 1
        log = (await session.scalars(select(Audit.action).where(Audit.subject == body["id"]))).all()
    assert log == ["resident_registered", "card_issued", "card_issued", "card_tied"]


async def test_a_number_itself_is_never_taken_from_a_kiosk(house: DeskHouse) -> None:
    kiosk, pass_ = await opened(house)
    tie = {"pass_": pass_, "code": "SK1-0000-0000-0000-0000-00", "first": IDENTITY, "second": IDENTITY}
    assert (await call(kiosk, "ties", **tie)).status_code == 422


async def test_s6_what_a_helper_registers_is_limited_and_needs_the_pass(house: DeskHouse) -> None:
    kiosk, pass_ = await opened(house)
    answers = [await call(kiosk, "residents", pass_=pass_, id=new_id()) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    assert (await call(kiosk, "residents", pass_="0" * 32, id=new_id())).status_code == 404


async def test_nobody_takes_over_a_resident_by_the_id(house: DeskHouse) -> None:
    kiosk, pass_ = await opened(house)
    theirs, _ = await somebody(house)
    assert (await call(kiosk, "residents", pass_=pass_, id=theirs)).status_code == 409
    mine = new_id()
    await call(kiosk, "residents", pass_=pass_, id=mine)
    house.clock.advance(590)
    await call(kiosk, "acts", pass_=pass_, act="changed_look")
    house.clock.advance(20)  # who tries again does so at once, or never
    assert (await call(kiosk, "residents", pass_=pass_, id=mine)).status_code == 409


async def test_a_new_card_needs_the_resident_opened_here(house: DeskHouse) -> None:
    kiosk, pass_ = await opened(house)
    resident_id, made = await somebody(house)
    who = await known(kiosk, made.code)
    body = {"pass_": pass_, "resident": resident_id, "token": who.pass_}
    assert (await call(kiosk, "cards", **body)).status_code == 404
    vouched = await who.call("POST", "/vouch", {"pass_": who.pass_, "badge": pass_, "pin": ""})
    assert vouched.status_code == 200
    new = (await call(kiosk, "cards", **body)).json()
    assert (await card(kiosk, made.code)).status_code == 404
    assert (await card(kiosk, new["code"])).json()["id"] == resident_id
