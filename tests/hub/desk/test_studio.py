"""The studio's pages, as an administrator's browser asks for them."""

from __future__ import annotations

import pytest

from tests.hub.desk.house import DeskHouse

pytestmark = pytest.mark.anyio


async def test_administrators_find_every_package(house: DeskHouse) -> None:
    boss = await house.signed_in(role="administrator")
    page = await boss.get("/desk/studio")
    assert page.status_code == 200
    for name in ("lessons", "policies", "first-aid"):
        assert f'href="/desk/studio/{name}"' in page.text
    assert "kiosk content keys new" in page.text  # no ceremony was held here


@pytest.mark.parametrize("role", ["volunteer", "duty"])
async def test_nobody_else_gets_in(role: str, house: DeskHouse) -> None:
    other = await house.signed_in(role=role)
    assert (await other.get("/desk/studio")).status_code == 403
    assert "/desk/studio" not in (await other.get("/desk/")).text
