"""留话 on the hub: taken in once, heard at the desk by who is signed in, gone a week after the end (S1)."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from kiosk.domain.request import Status, What
from kiosk.domain.voice_note import MAX_BYTES, MAX_NOTES
from tests.hub.desk.house import DeskHouse, desk_house
from tests.hub.house import KioskCaller, event, help_call, new_id

pytestmark = pytest.mark.anyio
SOUND = b"RIFF\0\0\0\0WAVE" + bytes(100)


async def leave(kiosk: KioskCaller, request_id: str, ident: str, data: bytes = SOUND) -> httpx.Response:
    path = f"/v1/requests/{request_id}/attachments/{ident}"
    return await kiosk.http.put(path, content=data, headers={**kiosk.headers, "Content-Type": "audio/wav"})


async def asked(house: DeskHouse, name: str = "一号机") -> tuple[KioskCaller, str]:
    kiosk, call = await house.kiosk(name), help_call()
    await kiosk.submit(call)
    return kiosk, call["id"]


async def test_r1_a_recording_sent_twice_is_there_once_and_is_heard_at_the_desk(tmp_path: Path) -> None:
    async with desk_house(tmp_path) as house:
        kiosk, ident = await asked(house)
        note = event(What.VOICE_NOTE, facts={"seconds": 12})
        for _ in range(2):
            assert (await leave(kiosk, ident, note["id"])).status_code == 204
            assert (await kiosk.tell(ident, note)).status_code == 200
        assert (await kiosk.whats(ident)).count(What.VOICE_NOTE) == 1
        browser = await house.signed_in()
        assert "有留话" in (await browser.get("/desk/")).text
        page = (await browser.get(f"/desk/requests/{ident}")).text
        assert "12 秒" in page
        assert page.count("data-play=") == 1
        heard = await browser.get(f"/desk/voices/{note['id']}")
        assert (heard.content, heard.headers["content-type"]) == (SOUND, "audio/wav")
        assert ("heard_voice", ident) in await house.audited()
        stranger = await house.browser().get(f"/desk/voices/{note['id']}")
        assert SOUND not in stranger.content


async def test_s1_it_is_gone_a_week_after_the_end_and_the_desk_says_so(tmp_path: Path) -> None:
    async with desk_house(tmp_path) as house:
        kiosk, ident = await asked(house)
        note = event(What.VOICE_NOTE, facts={"seconds": 12})
        await leave(kiosk, ident, note["id"])
        await kiosk.tell(ident, note)
        house.clock.advance(30 * 86_400)
        await house.hub.retention.tick()
        browser = await house.signed_in()
        assert (await browser.get(f"/desk/voices/{note['id']}")).status_code == 200  # nobody has closed it yet
        async with house.hub.database.work() as work:
            row = await house.hub.requests.locked(work, ident)
            row.status, row.closed_at = Status.DONE, house.clock.now()
        for days, status in ((6, 200), (2, 404)):
            house.clock.advance(days * 86_400)
            await house.hub.retention.tick()
            browser = await house.signed_in(f"wang{days}", "王阿姨")
            assert (await browser.get(f"/desk/voices/{note['id']}")).status_code == status
        assert "到期删掉了" in (await browser.get(f"/desk/requests/{ident}")).text


async def test_s11_what_is_no_sound_too_large_too_many_or_not_ones_own_is_refused(tmp_path: Path) -> None:
    async with desk_house(tmp_path) as house:
        kiosk, ident = await asked(house)
        other, theirs = await asked(house, "二号机")
        note = new_id()
        assert (await leave(kiosk, ident, note, b"<html>")).status_code == 422
        assert (await leave(kiosk, ident, note, SOUND + bytes(MAX_BYTES))).status_code == 413
        assert (await leave(kiosk, theirs, note)).status_code == 404
        assert (await leave(kiosk, new_id(), note)).status_code == 404
        assert (await leave(kiosk, ident, note)).status_code == 204
        assert (await leave(other, theirs, note)).status_code == 409
        for _ in range(MAX_NOTES - 1):
            assert (await leave(kiosk, ident, new_id())).status_code == 204
        assert (await leave(kiosk, ident, new_id())).status_code == 422
