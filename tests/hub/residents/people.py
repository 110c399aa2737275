"""Residents of a test hub, and a kiosk's calls about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from kiosk.domain.resident import Zodiac
from kiosk.hub.residents.registry import IssuedCard, Person
from tests.hub.house import House, KioskCaller, taxi

NAME, PHONE = "张阿婆", "021-00000000"
DOCTOR = {
    "hospital_id": "east",
    "hospital": "东街医院",
    "department_id": "heart",
    "department": "心内科",
    "doctor": "李",
}


@dataclass
class Known:
    """Who stands at a kiosk, by its pass."""

    kiosk: KioskCaller
    id: str
    pass_: str

    @property
    def headers(self) -> dict[str, str]:
        return {**self.kiosk.headers, "Silver-Key-Pass": self.pass_}

    async def call(self, method: str, path: str = "", json: Any = None) -> httpx.Response:
        return await self.kiosk.http.request(method, f"/v1/residents/{self.id}{path}", json=json, headers=self.headers)

    async def open(self, zodiac: str) -> httpx.Response:
        return await self.call("POST", "/open", {"pass_": self.pass_, "zodiac": zodiac})

    async def taxi(self, **changes: Any) -> str:
        details = {**taxi()["details"], "destination": {"id": "hospital", "name": "东街医院"}, "phone": PHONE}
        wish = taxi(details=details, owner={"resident": self.id}, **changes)
        answer = await self.kiosk.submit(wish)
        assert answer.status_code == 200, answer.text
        return str(wish["id"])


async def card(kiosk: KioskCaller, code: str) -> httpx.Response:
    return await kiosk.http.post("/v1/residents/card", json={"code": code}, headers=kiosk.headers)


async def known(kiosk: KioskCaller, code: str) -> Known:
    answer = await card(kiosk, code)
    assert answer.status_code == 200, answer.text
    return Known(kiosk, answer.json()["id"], answer.json()["pass_"])


async def registered(
    house: House, *, zodiac: Zodiac | None = Zodiac.RABBIT, health: bool = False, name: str = NAME, phone: str = PHONE
) -> tuple[str, IssuedCard]:
    """A resident with a card; who the desk person was does not matter."""
    staff = await house.person("王阿姨")
    service = house.hub.residents
    async with house.hub.database.work() as work:
        row = await service.register(work, Person(name, phone, zodiac), by=staff.id, health=health)
        return row.id, await service.issue(work, row.id, by=staff.id)
