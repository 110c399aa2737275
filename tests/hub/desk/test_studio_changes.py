"""What publishing would change, what a roll-back leaves in the draft, and forms that stay when they are refused."""

from __future__ import annotations

import re

import pytest

from kiosk.hub.content.history import Entry
from kiosk.hub.studio.withdrawn import brought_back, taken_away
from tests.hub.desk.house import DeskHouse
from tests.hub.desk.test_studio import Studio

pytestmark = pytest.mark.anyio
OLD, NEW, OTHER = "请按一下上面的“大声”。", "请按上面的“大声”键。", "请按“大声”这个键。"
HOME = "/desk/studio/lessons"
BACK_AGAIN = "草稿里还是退回前的内容"


@pytest.fixture
async def made(house: DeskHouse) -> Studio:
    return Studio(house, await house.signed_in(role="administrator"))


def write(made: Studio, old: str, new: str, path: str = "volume.yaml") -> None:
    raw, stamp = made.hub.studio.read("lessons", path)
    made.hub.studio.write("lessons", path, raw.replace(old.encode(), new.encode()), stamp, "李阿姨")


async def test_the_first_publication_is_held_against_what_came_with_the_program(made: Studio) -> None:
    page = (await made.boss.get(f"{HOME}/changes")).text
    assert "和程序带来的一样，没有改动" in page
    write(made, OLD, NEW)
    page = (await made.boss.get(f"{HOME}/changes")).text
    changes, _, folded = page.partition('id="unchanged"')
    assert re.findall(r'<h2 id="file-\d+">(?:.|\n)*?改了 ([^<]*)</h2>', changes) == ["声音大一点"]
    assert f"<strong>新</strong> 说的话：{NEW}" in changes
    assert f"<strong>去掉</strong> 说的话：{OLD}" in changes
    assert "改 1 个" in changes
    assert "一键：第 2 步，共" in changes or re.search(r"<h3>[^<]+：第 2 步，共 3 步</h3>", changes)
    assert "<li>打电话</li>" in folded
    assert 'id="publish-pass1"' in changes  # before what is folded
    for mark in ("yaml", "KB", "bytes", "version", "- say"):
        assert mark not in re.sub(r'(src|href|value|action)="[^"]*"', "", page.partition('id="main"')[2]), mark


@pytest.mark.parametrize(
    ("what", "form", "fields"),
    [("publish", "publish", {}), ("offer", "offer", {"version": "1"}),
     ("rollback", "back-pilot", {"version": "1", "channel": "pilot"}), ("stop", "stop-pilot", {"channel": "pilot"})],
)  # fmt: skip
async def test_a_form_stays_when_its_passphrase_was_wrong(
    what: str, form: str, fields: dict[str, str], made: Studio
) -> None:
    await made.published()
    if what == "rollback":
        for text in (NEW, OTHER):  # so that there are three versions, of which the middle one is chosen
            write(made, OLD if text == NEW else NEW, text)
            await made.published()
        fields = {**fields, "version": "2"}
    if what == "publish":
        write(made, OLD, NEW)
        fields = {"stamp": await made.stamp()}
    before = made.named()
    answer = await made.act(what, passphrase="not the right phrase", **fields)
    assert (answer.status_code, made.named()) == (409, before)
    told, _, after = answer.text.partition("data-again")
    assert "管理员的钥匙的口令不对" in after
    assert f'id="{form}-pass1"' in after.partition("</form>")[0]
    assert "open" in told.rpartition("<details")[2].partition(">")[0] or what == "publish"
    if what == "rollback":
        assert re.search(r'name="version" value="2" checked', answer.text)
    good = await made.act(what, **fields)
    assert good.status_code == 200


async def test_after_a_roll_back_the_page_says_that_the_draft_would_bring_it_back(made: Studio) -> None:
    await made.published()
    write(made, OLD, NEW)
    await made.published()
    page = (await made.act("rollback", version="1", channel="pilot")).text
    assert BACK_AGAIN in page
    assert "在这里：声音大一点。" in page
    assert page.index(BACK_AGAIN) < page.index('id="discard"') < page.index('id="draft"')
    page = (await made.boss.get(f"{HOME}/changes")).text
    assert "退回的内容又会发出去：声音大一点" in page
    assert 'id="discard"' in page
    write(made, NEW, OTHER)  # mended: nothing of it is left
    assert BACK_AGAIN not in (await made.boss.get(HOME)).text
    write(made, OTHER, NEW)
    gone = await made.boss.post(f"{HOME}/discard")
    assert BACK_AGAIN not in gone.text
    assert "草稿没有改动" in gone.text
    assert brought_back(made.hub.studio, "lessons", "lessons") == ()


async def test_what_was_published_after_a_roll_back_is_no_withdrawn_text() -> None:
    def entry(what: str, version: int, channel: str = "pilot") -> Entry:
        return Entry("", "王阿姨", what, "lessons", "lessons", version, channel)

    past = [entry("published", 1), entry("offered", 1, "all"), entry("published", 2), entry("rolled_back", 3)]
    assert taken_away(past) == (2,)
    assert taken_away([*past, entry("rolled_back", 4)]) == (2, 3)
    assert taken_away([*past, entry("published", 4)]) == ()
    assert taken_away([*past[:2], entry("stopped", 1), entry("rolled_back", 2)]) == (1,)
    assert taken_away([*past[:3], entry("offered", 2, "all"), entry("rolled_back", 3, "all")]) == (2,)


async def test_where_nothing_is_older_the_page_says_what_to_do(made: Studio) -> None:
    await made.published()
    page = (await made.boss.get(HOME)).text
    assert "没有更旧的可以退" in page
    assert "就按“停发给试点机”" in page
    assert "改好草稿再发一次" in page


async def test_only_a_draft_with_changes_says_so(made: Studio) -> None:
    badge = "草稿改过了，还没发布"
    assert "草稿没有改动" in (await made.boss.get("/desk/studio/first-aid")).text  # looking at it begins a draft
    assert "草稿没有改动" in (await made.boss.get(HOME)).text
    assert badge not in (await made.boss.get("/desk/studio")).text
    write(made, OLD, NEW)
    assert (await made.boss.get("/desk/studio")).text.count(badge) == 1
    assert badge in (await made.boss.get(HOME)).text
    await made.published()
    assert badge not in (await made.boss.get("/desk/studio")).text
    assert "草稿没有改动" in (await made.boss.get(HOME)).text


async def test_first_aid_cards_stand_by_their_names(made: Studio) -> None:
    page = (await made.boss.get("/desk/studio/first-aid")).text
    assert re.findall(r'id="file-\d+" href="[^"]*">([^<]*)<', page)[:2] == ["出血不止", "噎住了"]


async def test_a_roll_back_for_all_says_that_the_pilot_has_it_too(made: Studio) -> None:
    await made.published()
    await made.act("offer", version="1")
    write(made, OLD, NEW)
    await made.published()
    page = (await made.act("rollback", version="1", channel="all")).text
    assert made.named() == {"pilot": 3, "all": 3}
    assert "发给所有机器，试点机也一起" in page
