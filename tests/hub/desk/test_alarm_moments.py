"""What the desk sees of an alarm called off in time, and how it says that somebody is on the way."""

from __future__ import annotations

import pytest

from tests.hub.desk.house import DeskHouse
from tests.hub.house import alarm, event

pytestmark = pytest.mark.anyio


async def test_u16_what_was_called_off_is_only_in_the_history(house: DeskHouse) -> None:
    kiosk, browser = await house.kiosk(), await house.signed_in()
    call = alarm(events=[event("armed", status="armed"), event("cancelled", status="cancelled")])
    await kiosk.submit(call)
    assert "现在没有人等" in (await browser.get("/desk/")).text
    assert f"/desk/requests/{call['id']}" in (await browser.get("/desk/history?kind=alarm")).text
    page = (await browser.get(f"/desk/requests/{call['id']}")).text
    assert "按了呼救，正在数秒" in page
    assert "取消了" in page
    assert "送到了" not in page


async def test_i_am_coming_says_that_somebody_is_on_the_way(house: DeskHouse) -> None:
    kiosk, browser = await house.kiosk(), await house.signed_in()
    call = alarm()
    await kiosk.submit(call)
    base = f"/desk/requests/{call['id']}"
    await browser.get(base)
    await browser.post(f"{base}/accept")
    page = (await browser.post(f"{base}/say", phrase="coming_now")).text
    assert "王阿姨在路上了" in page
    assert (await kiosk.look(call["id"]))["status"] == "in_progress"
