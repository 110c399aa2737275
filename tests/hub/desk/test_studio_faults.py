"""A fault of a package is named by the lesson and step an administrator knows, and leads to where it is mended."""

from __future__ import annotations

import re
import sys

import pytest

from kiosk.content.lessons.check import check_lessons
from kiosk.content.package.means import ASSETS
from kiosk.content.policy.cards_reader import Fault
from kiosk.hub.studio.lesson_places import PHONE, place_of
from kiosk.hub.studio.pictures import Pictures
from tests.hub.desk.house import Browser, DeskHouse

pytestmark = pytest.mark.anyio
PACKAGE = "/desk/studio/lessons"
VOLUME = "volume.yaml"
RAW = (ASSETS / "content" / "lessons" / VOLUME).read_bytes()
LONG = "请您用右手的食指轻轻地按一下手机右边上面的那一个键"
ROW = re.compile(r'<li><a class="key" href="([^"]*)">([^<]*)</a> ([^<]*)<span class="hint where">([^<]*)</span></li>')


@pytest.fixture
async def boss(house: DeskHouse) -> Browser:
    house.hub.pictures = Pictures(house.hub.settings.state_dir / "pictures", (sys.executable, "-c", ""))
    return await house.signed_in(role="administrator")


def broken(house: DeskHouse, was: str, now: str, file: str = VOLUME, package: str = "lessons") -> None:
    raw, stamp = house.hub.studio.read(package, file)
    assert was.encode() in raw
    house.hub.studio.write(package, file, raw.replace(was.encode(), now.encode(), 1), stamp, "李阿姨")


@pytest.mark.parametrize(
    ("was", "now", "name", "place"),
    [
        ("请按一下上面的“大声”。", f"{LONG}。", "声音大一点 · 边上的键：第 2 步，共 3 步", "step-2"),
        ("slider: media, to: 5", "slider: media, to: 3", "声音大一点 · 边上的键：第 3 步，共 3 步", "step-3"),
        ("来电话不响，先看什么？", f"{LONG}？", "声音大一点 · 第 2 题", "quiz-2"),
        ("学会把声音和字调大。", f"{LONG}。", "声音大一点 · 这一课", "about"),
        ("title: 铃声太小", "title: 铃声太小了听不见怎么办", "声音大一点 · 这一课", "about"),
    ],
)
async def test_a_fault_names_lesson_and_step_and_leads_to_its_form(
    boss: Browser, house: DeskHouse, was: str, now: str, name: str, place: str
) -> None:
    broken(house, was, now)
    for page in (PACKAGE, f"{PACKAGE}/lessons/{VOLUME}"):
        rows = ROW.findall((await boss.get(page)).text)
        assert {(href, told) for href, told, _, _ in rows} == {(f"{PACKAGE}/lessons/{VOLUME}?at={place}", name)}
        assert all(small.startswith("volume.yaml 第") for *_, small in rows)
    assert (await boss.get(rows[0][0])).status_code == 200


async def test_what_has_no_form_leads_to_the_file(boss: Browser, house: DeskHouse) -> None:
    broken(house, "label: 短信, icon: mail", "label: 短信短信短信, icon: mail")
    broken(house, "title: 声音大一点", "title: 声音小一点")
    rows = ROW.findall((await boss.get(PACKAGE)).text)
    file = f"{PACKAGE}/files/{VOLUME}"
    assert {(href, name) for href, name, _, _ in rows} == {(file, "声音小一点 · 画出来的手机"), (file, "声音小一点")}


async def test_a_file_that_is_no_yaml_is_named_as_a_file(boss: Browser, house: DeskHouse) -> None:
    stamp = house.hub.studio.read("lessons", VOLUME)[1]
    house.hub.studio.write("lessons", VOLUME, b"id: [", stamp, "李阿姨")
    rows = ROW.findall((await boss.get(PACKAGE)).text)
    assert (f"{PACKAGE}/files/{VOLUME}", VOLUME) in {(href, name) for href, name, _, _ in rows}


async def test_a_policy_card_is_named_by_its_name(boss: Browser, house: DeskHouse) -> None:
    broken(house, "picture: calendar", "picture: no-such-picture", "cards/allowance.yaml", "policies")
    rows = ROW.findall((await boss.get("/desk/studio/policies")).text)
    assert ("/desk/studio/policies/cards/allowance", "老年综合津贴") in {(href, name) for href, name, _, _ in rows}


async def test_the_form_says_once_what_no_field_says(boss: Browser, house: DeskHouse) -> None:
    broken(house, "          quieter: 那个是变小", "          battery: 那个是变小")
    page = (await boss.get(f"{PACKAGE}/lessons/{VOLUME}?at=step-2")).text
    assert "写了点错“battery”的话" in page
    assert 'id="wrong"' in page
    broken(house, "          battery: 那个是变小", "          quieter: 那个是变小")
    broken(house, "slider: media, to: 5", "slider: media, to: 3")
    page = (await boss.get(f"{PACKAGE}/lessons/{VOLUME}?at=step-3")).text
    assert 'id="wrong"' not in page  # it stands beside its field
    assert "本来就是“3”" in page


def test_counts_lead_to_where_steps_and_questions_are_added() -> None:
    start, end = RAW.index(b"  - ask: " + "字太小".encode()), RAW.index(b"own:")
    raw = RAW[:start] + RAW[end:]
    (fault,) = check_lessons({VOLUME: raw})[2]
    assert place_of(raw, fault) == "quiz-1"
    line = RAW[: RAW.index("title: 铃声太小".encode())].count(b"\n") + 1
    assert place_of(RAW, Fault(VOLUME, line, "2 steps in a part", "")) == "step-4"
    assert place_of(RAW, Fault(VOLUME, line, "about 400 seconds", "")) == "step-4"
    assert place_of(RAW, Fault(VOLUME, 8, "no icon", "")) == PHONE
    assert place_of(b"- x", Fault(VOLUME, 1, "a table is expected here", "")) == ""
