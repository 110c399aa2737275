"""A telephone left at a kiosk: the request is in the name that the desk knows, and nobody learns whether it is one."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kiosk.hub.models import Event, Request
from tests.hub.house import House, event, taxi
from tests.hub.residents.people import NAME, PHONE, known, registered
from tests.hub.test_retention import everything

pytestmark = pytest.mark.anyio
STRANGE = "02100000009"
PASSING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|.seq.: \d+")


def ride(phone: str, **changes: Any) -> dict[str, Any]:
    return taxi(details={**taxi()["details"], "phone": phone}, **changes)


def visit(phone: str) -> dict[str, Any]:
    department = {"id": "heart", "name": "心内科"}
    details = {"kind": "appointment", "need": "department", "department": department, "phone": phone}
    return taxi(details=details, valid_for=None)


async def owners(made: House) -> dict[str, str]:
    return {str(row["id"]): str(row["resident_id"]) for row in await everything(made, Request)}


@pytest.mark.parametrize("wish", [ride, visit])
async def test_a_guest_who_leaves_a_telephone_asks_in_its_owners_name(hub_house: House, wish: Any) -> None:
    resident_id, card = await registered(hub_house)
    kiosk = await hub_house.kiosk()
    asked = wish("02100000000")
    assert (await kiosk.submit(asked)).status_code == 200
    assert await owners(hub_house) == {asked["id"]: resident_id}
    who = await known(kiosk, card.code)
    assert (await who.open("rabbit")).status_code == 200
    affairs = (await who.call("GET", "/affairs")).json()["affairs"]
    assert [one["request_id"] for one in affairs] == [asked["id"]]


async def test_the_kiosk_is_told_the_same_for_a_number_on_file_and_one_that_is_not(hub_house: House) -> None:
    """S3: another person's telephone gives no hint: not in the answer, not in an event, not in what comes later."""
    resident_id, _ = await registered(hub_house)
    kiosk = await hub_house.kiosk()
    told = []
    for phone in ("02100000000", STRANGE):
        asked = ride(phone)
        answer = await kiosk.submit(asked)
        await kiosk.tell(asked["id"], event("cancel_asked"))
        later = await kiosk.look(asked["id"])
        told.append([PASSING.sub("", str({**one, "hub_time": ""})) for one in (answer.json(), later)])
        for text in (answer.text, str(later)):
            assert resident_id not in text
            assert NAME not in text
    assert told[0] == told[1]
    assert sorted(map(bool, (await owners(hub_house)).values())) == [False, True]


@pytest.mark.parametrize("phone", ["1", "0" * 20, "1234 5678 9012", "nobody", "+", "02100000000x", "'; --", ""])
async def test_a_number_that_is_none_is_nobodys_and_loses_nothing(hub_house: House, phone: str) -> None:
    await registered(hub_house)
    asked = ride(phone)
    assert (await (await hub_house.kiosk()).submit(asked)).status_code == 200
    assert await owners(hub_house) == {asked["id"]: ""}


async def test_of_two_who_share_a_telephone_nobody_knows_which_it_was(hub_house: House) -> None:
    for _ in range(2):
        await registered(hub_house)
    asked = ride("02100000000")
    await (await hub_house.kiosk()).submit(asked)
    assert await owners(hub_house) == {asked["id"]: ""}


async def test_a_card_that_was_shown_counts_more_than_a_telephone(hub_house: House) -> None:
    """Somebody rings back on a neighbour's number: it stays the card owner's."""
    await registered(hub_house, phone=STRANGE)
    mine, card = await registered(hub_house, phone="")
    who = await known(await hub_house.kiosk(), card.code)
    asked = ride(STRANGE, owner={"resident": who.id})
    await who.kiosk.submit(asked)
    assert await owners(hub_house) == {asked["id"]: mine}
    assert "by_phone" not in (await everything(hub_house, Request))[0]["details"]


async def test_sent_twice_it_is_one_request_in_one_name(hub_house: House) -> None:
    resident_id, _ = await registered(hub_house)
    kiosk, asked = await hub_house.kiosk(), ride("02100000000")
    for _ in range(2):
        assert (await kiosk.submit(asked)).status_code == 200
    assert await owners(hub_house) == {asked["id"]: resident_id}
    assert len({row["id"] for row in await everything(hub_house, Event)}) == len(await everything(hub_house, Event))
    assert await kiosk.whats(asked["id"]) == ["recorded", "delivered"]
    assert PHONE.replace("-", "") == asked["details"]["phone"]
