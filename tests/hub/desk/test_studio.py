"""The studio's pages, as an administrator's browser asks for them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.hub.content.ceremony import hold
from kiosk.hub.content.history import history
from kiosk.hub.content.keys import lock, new_signer
from kiosk.hub.studio import overview
from kiosk.hub.studio.errors import Refused
from kiosk.hub.studio.signing import Given, sign
from tests.fakes.publisher import NOW
from tests.hub.desk.house import Browser, DeskHouse

pytestmark = pytest.mark.anyio
PASSPHRASE = "three birds and a pond"


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


@pytest.fixture
async def made(house: DeskHouse) -> Studio:
    return Studio(house, await house.signed_in(role="administrator"))


class Studio:
    """A hub whose ceremony was held, with an administrator's locked key beside its database, and her browser."""

    def __init__(self, house: DeskHouse, boss: Browser) -> None:
        self.house, self.boss, self.hub = house, boss, house.hub
        self.sticks = [new_signer(f"stick-{n}") for n in (1, 2, 3)]
        self.administrator = new_signer("administrator")
        hold(self.hub.content, self.sticks, self.administrator, house.clock.now())
        self.keys = self.hub.settings.state_dir / "keys"
        lock(self.administrator, PASSPHRASE, self.keys / "administrator.key", cost=2**10)
        self.keyid = self.administrator.public_key.keyid

    def change(self, text: str = "# changed\n", path: str = "volume.yaml", package: str = "lessons") -> None:
        raw, stamp = self.hub.studio.read(package, path)
        self.hub.studio.write(package, path, raw + text.encode(), stamp, "李阿姨")

    async def stamp(self, package: str = "lessons") -> str:
        page = await self.boss.get(f"/desk/studio/{package}/changes")
        found = re.search(r'name="stamp" value="(\w+)"', page.text)
        assert found, page.text
        return found[1]

    async def act(self, what: str, package: str = "lessons", passphrase: str = PASSPHRASE, **fields: str) -> Any:
        return await self.boss.post(
            f"/desk/studio/{package}/{what}", **{"key1": self.keyid, "pass1": passphrase, **fields}
        )

    async def published(self) -> None:
        answer = await self.act("publish", stamp=await self.stamp())
        assert answer.status_code == 200, answer.text

    def named(self, package: str = "lessons") -> dict[str, int]:
        return dict(overview.published(self.hub.content, self.house.clock.now()).channels.get(package, {}))


async def test_publish_to_pilot_then_all_roll_back_and_stop(made: Studio) -> None:
    await made.published()
    assert made.named() == {"pilot": 1}
    await made.act("offer", version="1")
    assert made.named() == {"pilot": 1, "all": 1}
    made.change()
    await made.published()
    assert made.named() == {"pilot": 2, "all": 1}
    await made.act("rollback", version="1", channel="pilot")
    assert made.named() == {"pilot": 3, "all": 1}
    await made.act("stop", channel="pilot")
    assert made.named() == {"all": 1}
    page = (await made.boss.get("/desk/studio/lessons")).text
    for what in ("把第 1 版发给试点机", "把第 1 版发给所有机器", "停发第 3 版", "把第 1 版的内容退回来"):
        assert what in page
    assert [action for action, _ in await made.house.audited()][-5:] == [
        "content_published", "content_offered", "content_published", "content_rolled_back", "content_stopped"
    ]  # fmt: skip
    assert {one.by for one in history(made.hub.content)} == {"王阿姨"}


async def test_which_kiosk_has_which_version(made: Studio) -> None:
    await made.published()
    kiosk = await made.house.kiosk("一号机")
    await made.house.kiosk("二号机")
    told = {"sent_at": "2026-11-02T09:10:00Z", "content": {"lessons/lessons": 1}}
    assert (await kiosk.http.post("/v1/heartbeat", json=told, headers=kiosk.headers)).status_code == 200
    page = (await made.boss.get("/desk/studio/lessons")).text
    assert "装上第 1 版的：一号机" in page
    assert "还没装上的：二号机" in page


async def test_a_wrong_passphrase_publishes_nothing_and_is_written_nowhere(
    made: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    stamp, secret = await made.stamp(), "not the right phrase"
    answer = await made.act("publish", stamp=stamp, passphrase=secret)
    assert answer.status_code == 409
    assert "口令不对" in answer.text
    assert made.named() == {}
    assert secret not in answer.text + caplog.text
    assert PASSPHRASE not in "".join(
        path.read_text("utf-8", "replace") for path in made.hub.settings.state_dir.rglob("*.js*")
    )


async def test_what_changed_after_the_look_is_not_published(made: Studio) -> None:
    stamp = await made.stamp()
    made.change()
    answer = await made.act("publish", stamp=stamp)
    assert (answer.status_code, made.named()) == (409, {})
    assert "请再看一遍" in answer.text


async def test_twice_is_once(made: Studio) -> None:
    stamp = await made.stamp()
    await made.act("publish", stamp=stamp)
    again = await made.act("publish", stamp=stamp)
    assert (again.status_code, made.named()) == (409, {"pilot": 1})
    assert "不用发布" in (await made.boss.get("/desk/studio/lessons/changes")).text


async def test_faults_are_shown_with_file_and_line_and_keep_it_from_being_published(made: Studio) -> None:
    stamp = await made.stamp()
    made.change("nonsense: yes\n")
    page = (await made.boss.get("/desk/studio/lessons")).text
    assert "volume.yaml 第" in page
    assert (await made.boss.get("/desk/studio/lessons/changes")).status_code == 409
    assert (await made.act("publish", stamp=stamp)).status_code == 409
    assert made.named() == {}


async def test_offering_what_the_pilot_has_not_any_more_is_refused(made: Studio) -> None:
    await made.published()
    assert (await made.act("offer", version="7")).status_code == 409
    assert (await made.act("rollback", version="7")).status_code == 409
    assert (await made.act("stop", channel="all")).status_code == 409
    assert (await made.act("stop", channel="everywhere")).status_code == 409
    assert made.named() == {"pilot": 1}


async def test_a_key_from_a_file_and_keys_that_do_not_count(made: Studio, tmp_path: Path) -> None:
    stamp = await made.stamp()
    mine = (made.keys / "administrator.key").read_bytes()
    (made.keys / "administrator.key").unlink()
    lock(new_signer("stranger"), PASSPHRASE, tmp_path / "other.key", cost=2**10)
    for raw, status in (((tmp_path / "other.key").read_bytes(), 409), (b"nonsense", 409), (mine, 200)):
        answer = await made.boss.http.post(
            "/desk/studio/lessons/publish",
            data={"csrf": made.boss.csrf, "stamp": stamp, "pass1": PASSPHRASE},
            files={"file1": ("a.key", raw)},
            follow_redirects=True,
        )
        assert answer.status_code == status, answer.text
    assert made.named() == {"pilot": 1}
    assert list(made.keys.iterdir()) == []  # what was handed in is not kept


async def test_a_key_that_would_take_a_gigabyte_to_open_is_no_key(made: Studio) -> None:
    told = json.loads((made.keys / "administrator.key").read_text())
    told["box"]["n"] = 2**20
    with pytest.raises(Refused) as found:
        sign(made.hub.content, "lessons", (), [Given("", PASSPHRASE, json.dumps(told).encode())], "王阿姨", NOW)
    assert found.value.reason == "file"


async def test_two_sticks_sign_policies_and_without_them_the_page_says_how(made: Studio) -> None:
    media = made.hub.settings.state_dir / "media"
    page = (await made.boss.get("/desk/studio/first-aid/changes")).text
    assert f"kiosk content publish {made.hub.studio.root / 'first-aid'} --channel pilot" in page
    made.hub.settings = replace(made.hub.settings, sticks_dir=media)
    for n, name in ((0, "A"), (1, "B")):
        (media / name).mkdir(parents=True)
        lock(made.sticks[n], PASSPHRASE, media / name, cost=2**10)
    stamp = await made.stamp("first-aid")
    first, second = (one.public_key.keyid for one in made.sticks[:2])
    one = await made.act("publish", "first-aid", stamp=stamp, key1=first, key2=first, pass2=PASSPHRASE)
    assert (one.status_code, made.named("first-aid")) == (409, {})
    both = await made.act("publish", "first-aid", stamp=stamp, key1=first, key2=second, pass2=PASSPHRASE)
    assert (both.status_code, made.named("first-aid")) == (200, {"pilot": 1})


async def test_administrators_are_warned_sixty_days_before(made: Studio) -> None:
    assert "renew-lessons" not in (await made.boss.get("/desk/studio")).text
    made.house.clock.advance(310 * 86400)
    boss = await made.house.signed_in("zhao", "赵阿姨", "administrator")
    assert 'id="renew-lessons"' in (await boss.get("/desk/studio")).text
    assert "kiosk content keys renew" in (await boss.get("/desk/studio/lessons")).text
    assert "/desk/studio" in (await boss.get("/desk/")).text.split('id="board"')[1]
    other = await made.house.signed_in("qian", "钱阿姨")
    assert "/desk/studio" not in (await other.get("/desk/")).text


@pytest.mark.parametrize(
    "path",
    ["/desk/studio/no-such", "/desk/studio/lessons/files/..%2f..%2fhub.key", "/desk/studio/..%2flessons",
     "/desk/studio/lessons/files/%2fetc%2fpasswd", "/desk/studio/lessons/files/none.yaml",
     "/desk/studio/lessons/files/a.exe"],
)  # fmt: skip
async def test_what_is_not_there_says_so(path: str, made: Studio) -> None:
    assert (await made.boss.get(path)).status_code == 404


async def test_a_file_is_changed_undone_and_of_two_the_slower_is_told(made: Studio) -> None:
    raw, stamp = made.hub.studio.read("lessons", "volume.yaml")
    saved = await made.boss.post("/desk/studio/lessons/save/volume.yaml", stamp=stamp, text=raw.decode() + "# 1\n")
    assert saved.status_code == 200
    slower = await made.boss.post("/desk/studio/lessons/save/volume.yaml", stamp=stamp, text="mine: yes\n")
    assert slower.status_code == 409
    assert "王阿姨在" in slower.text
    assert "mine: yes" in slower.text  # what was typed is still there
    now = made.hub.studio.read("lessons", "volume.yaml")[1]
    await made.boss.post("/desk/studio/lessons/undo/volume.yaml", stamp=now)
    assert made.hub.studio.read("lessons", "volume.yaml") == (raw, stamp)


async def test_an_enormous_form_is_refused(made: Studio) -> None:
    answer = await made.boss.post("/desk/studio/lessons/save/volume.yaml", stamp="", text="x" * 70_000)
    assert answer.status_code == 413


async def test_a_form_of_somebody_elses_page_does_nothing(made: Studio) -> None:
    made.boss.csrf = "forged"
    assert (await made.act("stop", channel="all")).status_code == 403


async def test_a_damaged_publishing_folder_is_told_and_the_drafts_stay(made: Studio) -> None:
    (made.hub.content.metadata / "timestamp.json").write_bytes(b"{}")
    assert (await made.boss.get("/desk/studio")).status_code == 200
    assert "放回备份" in (await made.boss.get("/desk/studio/lessons")).text
    assert (await made.act("publish", stamp="x")).status_code == 409
