"""What a step of a lesson waits for, in its form: every kind, with what is wrong beside its field."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.content.lessons.course import COURSE
from kiosk.content.lessons.read import read_lesson
from kiosk.content.package.edit import at, texts
from kiosk.content.package.means import ASSETS
from kiosk.hub.studio import lesson_form
from kiosk.hub.studio.lesson_steps import steps
from kiosk.hub.studio.pictures import Pictures
from tests.faults.count import FULL
from tests.hub.desk.house import Browser, DeskHouse

pytestmark = pytest.mark.anyio
LESSONS = sorted(
    file for file in (ASSETS / "content" / "lessons").glob("*.yaml") if file.name not in (COURSE, "package.yaml")
)
VOLUME = "volume.yaml"


@pytest.fixture
async def boss(house: DeskHouse) -> Browser:
    house.hub.pictures = Pictures(house.hub.settings.state_dir / "pictures", (sys.executable, "-c", ""))
    return await house.signed_in(role="administrator")


async def save(boss: Browser, house: DeskHouse, file: str, place: str, **typed: str) -> Any:
    stamp = house.hub.studio.read("lessons", file)[1]
    return await boss.post(f"/desk/studio/lessons/lessons/{file}?at={place}", do="save", stamp=stamp, **typed)


def does(house: DeskHouse, file: str, number: int) -> Any:
    whole = texts(house.hub.studio.read("lessons", file)[0])
    return at(whole, (*steps(whole)[number - 1], "do"))


async def faults(boss: Browser, file: str, place: str, **typed: str) -> dict[str, list[str]]:
    told = (await boss.post(f"/desk/studio/lessons/lessons/{file}/typed?at={place}", **typed)).json()["faults"]
    return {name: found for name, found in told.items() if found}


@pytest.mark.parametrize("file", LESSONS if FULL else LESSONS[::4], ids=lambda file: file.stem)  # all: `make faults`
def test_every_step_of_our_lessons_has_its_form_without_a_fault_and_saves_as_it_was(file: Path) -> None:
    raw = file.read_bytes()
    for number, _ in enumerate(steps(texts(raw)), 1):
        form = lesson_form.form(raw, f"step-{number}")
        assert form is not None
        assert form.waits is not None
        assert form.waits.known
        assert not any(form.faults.values()), (number, form.faults)
        typed = {"waits": str(form.waits.kind), **form.waits.now, **{f"also.{name}": "yes" for name in form.waits.also}}
        assert lesson_form.changed(raw, f"step-{number}", typed) == raw


@pytest.mark.parametrize(
    ("file", "number", "typed", "wanted"),
    [
        (VOLUME, 3, {"waits": "set", "slider": "media", "level": "4"}, {"set": {"slider": "media", "to": "4"}}),
        (VOLUME, 7, {"waits": "tap", "tap": "back"}, {"tap": "back"}),
        (VOLUME, 2, {"waits": "hold", "tap": "louder"}, {"hold": "louder"}),
        (VOLUME, 2, {"waits": "tap", "tap": "louder", "also.quieter": "yes"}, {"tap": ["louder", "quieter"]}),
        (VOLUME, 2, {"waits": "look"}, None),
        (VOLUME, 2, {"waits": "look", "look": "phone"}, {"look": "phone"}),
        ("wifi.yaml", 3, {"waits": "look"}, None),
        ("call.yaml", 4, {"waits": "type", "into": "number", "text": "02"}, {"type": {"into": "number", "text": "02"}}),
    ],
)
async def test_what_a_step_waits_for_is_changed(
    boss: Browser, house: DeskHouse, file: str, number: int, typed: dict[str, str], wanted: Any
) -> None:
    if wanted is not None and "type" in wanted:
        raw = house.hub.studio.read("lessons", file)[0]
        every = steps(texts(raw))
        number = next(n for n, path in enumerate(every, 1) if "type" in (at(texts(raw), (*path, "do")) or {}))
    page = await save(boss, house, file, f"step-{number}", **typed)
    assert page.status_code == 200
    assert does(house, file, number) == wanted
    lesson, wrong = read_lesson(file, house.hub.studio.read("lessons", file)[0])
    assert lesson is not None, wrong


@pytest.mark.parametrize(
    ("number", "typed", "field", "said"),
    [
        (3, {"waits": "set", "slider": "media", "level": "9"}, "level", "写了第 9 格，一共才 6 格"),
        (3, {"waits": "set", "slider": "media", "level": "五"}, "level", "“五”不是数，只写数字"),
        (3, {"waits": "set", "slider": "media", "level": "3"}, "level", "本来就是“3”"),
        (3, {"waits": "set", "slider": "", "level": ""}, "slider", "还没有选"),
        (3, {"waits": "set", "slider": "ring", "level": "4"}, "slider", "手机上没有“来电铃声”"),
        (2, {"waits": "tap", "tap": "wifi"}, "tap", "手机上没有“无线网”"),
        (2, {"waits": "tap", "tap": "louder", "also.wifi": "yes"}, "tap", "手机上没有“无线网”"),
        (2, {"waits": "look", "look": "wifi"}, "look", "手机上没有“无线网”"),
        (7, {"waits": "turn", "switch": "mute", "turn": "on"}, "turn", "它本来就是这样"),
        (7, {"waits": "turn", "switch": "mute", "turn": ""}, "turn", "还没有选"),
        (2, {"waits": "type", "into": "", "text": ""}, "text", "这里还空着"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field(
    boss: Browser, number: int, typed: dict[str, str], field: str, said: str
) -> None:
    found = await faults(boss, VOLUME, f"step-{number}", **typed)
    assert any(said in one for one in found[field]), found


async def test_what_no_key_there_types_is_named_with_the_keys(boss: Browser, house: DeskHouse) -> None:
    raw = house.hub.studio.read("lessons", "message.yaml")[0]
    number = next(n for n, path in enumerate(steps(texts(raw)), 1) if "type" in (at(texts(raw), (*path, "do")) or {}))
    place = f"step-{number}"
    found = await faults(boss, "message.yaml", place, waits="type", into="text", text="不来")
    assert "用这时的键打不出“不来”" in found["text"][0]
    assert "好的" in found["text"][0]
    found = await faults(boss, "message.yaml", place, waits="type", into="text", text="好的" * 11)
    assert "最多二十个" in found["text"][0]
    await save(boss, house, "message.yaml", place, waits="type", into="text", text="不来")  # kept as a draft
    assert does(house, "message.yaml", number) == {"type": {"into": "text", "text": "不来"}}


async def test_who_is_to_do_something_is_told_how(boss: Browser) -> None:
    hint = "parts.0.steps.1.hint"
    assert "hint" not in str(await faults(boss, VOLUME, "step-2", waits="look", **{hint: ""}))
    assert hint in await faults(boss, VOLUME, "step-2", waits="set", slider="media", level="5", **{hint: ""})


@pytest.mark.parametrize(
    "written",
    [
        "do: {tap: louder, look: phone}",
        "do: [tap]",
        "do: {fly: away}",
        "do: {tap: {a: b}}",
        "do: {set: {slider: media, to: 5, of: 6}}",
        "do: louder",
    ],
)
async def test_what_no_form_can_show_is_said_with_the_way_to_the_file(
    boss: Browser, house: DeskHouse, written: str
) -> None:
    raw, stamp = house.hub.studio.read("lessons", VOLUME)
    odd = raw.replace(b"do: {tap: louder}", written.encode())
    house.hub.studio.write("lessons", VOLUME, odd, stamp, "李阿姨")
    page = (await boss.get(f"/desk/studio/lessons/lessons/{VOLUME}?at=step-2")).text
    assert 'id="waits"' not in page
    assert 'id="by-hand" href="/desk/studio/lessons/files/volume.yaml"' in page
    await save(boss, house, VOLUME, "step-2", **{"parts.0.steps.1.say": "请按“大声”。"})
    assert written.encode() in house.hub.studio.read("lessons", VOLUME)[0]  # what was not shown is not touched
    await save(boss, house, VOLUME, "step-2", waits="tap", tap="louder")
    assert does(house, VOLUME, 2) == {"tap": "louder"}


async def test_a_broken_telephone_is_no_page_that_fails(boss: Browser, house: DeskHouse) -> None:
    for was, broken in (
        (b"to: up", b"to: nowhere"),
        (b"start: home", b"start: nowhere"),
        (b"screens:", b"screens: x\nold:"),
    ):
        raw, stamp = house.hub.studio.read("lessons", VOLUME)
        house.hub.studio.write("lessons", VOLUME, raw.replace(was, broken), stamp, "李阿姨")
        for number in (2, 3):
            page = await boss.get(f"/desk/studio/lessons/lessons/{VOLUME}?at=step-{number}")
            assert page.status_code == 200
