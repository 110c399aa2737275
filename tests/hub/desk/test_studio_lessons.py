"""A lesson's texts as forms at the desk: U19 for each field, a picture of what was typed, undo, two at once."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from kiosk.content.lessons.course import COURSE, read_course
from kiosk.content.lessons.read import read_lesson
from kiosk.content.package.edit import texts
from kiosk.content.package.means import ASSETS
from kiosk.hub.studio import lesson_form
from kiosk.hub.studio.pictures import KEPT, NoPicture, Pictures
from tests.hub.desk.house import Browser, DeskHouse

pytestmark = pytest.mark.anyio
LESSON = "/desk/studio/lessons/lessons/volume.yaml"
RAW = (ASSETS / "content" / "lessons" / "volume.yaml").read_bytes()
SAY = "parts.0.steps.1.say"
PNG = b"\x89PNG"
DRAWS = "import sys; open(sys.argv[4], 'wb').write(b'\\x89PNG ' + open(sys.argv[3], 'rb').read())"
"""A program in the place of the kiosk's: its picture is the lesson itself."""


@pytest.fixture
async def boss(house: DeskHouse) -> Browser:
    house.hub.pictures = Pictures(house.hub.settings.state_dir / "pictures", (sys.executable, "-c", DRAWS))
    return await house.signed_in(role="administrator")


def stamp(house: DeskHouse) -> str:
    return house.hub.studio.read("lessons", "volume.yaml")[1]


async def test_every_place_of_a_lesson_has_its_form(boss: Browser) -> None:
    page = (await boss.get(LESSON)).text
    places = re.findall(r'volume\.yaml\?at=([a-z0-9-]+)"', page)
    assert places[0] == "about"
    assert {"step-1", "step-12", "quiz-1", "quiz-3", "own", "card"} <= set(places)
    for place in ("about", "step-2", "quiz-1", "own", "card"):
        form = await boss.get(f"{LESSON}?at={place}")
        assert form.status_code == 200
        assert "<textarea" in form.text
    assert "点了“小声”时" in (await boss.get(f"{LESSON}?at=step-2")).text
    for place in ("step-99", "step-0", "quiz-9", "nothing"):
        assert (await boss.get(f"{LESSON}?at={place}")).status_code == 404


async def test_a_text_is_saved_seen_and_undone(boss: Browser, house: DeskHouse) -> None:
    answer = await boss.post(f"{LESSON}?at=step-2", stamp=stamp(house), **{SAY: "请按上面的“大声”键。"})
    assert answer.status_code == 200
    assert "请按上面的“大声”键。" in answer.text
    lesson, faults = read_lesson("volume.yaml", house.hub.studio.read("lessons", "volume.yaml")[0])
    assert faults == ()
    assert lesson is not None
    assert lesson.steps[1].say == "请按上面的“大声”键。"
    assert ("content_changed", "lessons/volume.yaml") in await house.audited()
    back = await boss.post("/desk/studio/lessons/undo/volume.yaml", stamp=stamp(house), back=f"{LESSON}?at=step-2")
    assert "请按一下上面的“大声”。" in back.text
    assert house.hub.studio.read("lessons", "volume.yaml")[0] == RAW


async def test_the_right_answer_of_a_question_is_moved(boss: Browser, house: DeskHouse) -> None:
    await boss.post(f"{LESSON}?at=quiz-1", stamp=stamp(house), right="1", **{"quiz.0.ask": "哪个键变小声？"})
    lesson, _ = read_lesson("volume.yaml", house.hub.studio.read("lessons", "volume.yaml")[0])
    assert lesson is not None
    assert [choice.right for choice in lesson.quiz[0].choices] == [False, True]
    assert lesson.quiz[0].ask == "哪个键变小声？"


def said(house: DeskHouse) -> list[list[str]]:
    """What the lesson's steps say now, part by part."""
    whole = texts(house.hub.studio.read("lessons", "volume.yaml")[0])
    return [[step["say"] for step in part["steps"]] for part in whole["parts"]]


async def test_steps_are_moved_with_what_was_typed_and_put_back(boss: Browser, house: DeskHouse) -> None:
    before = said(house)
    typed = {SAY: "请按上面的“大声”键。"}
    answer = await boss.post(f"{LESSON}?at=step-2", do="up", stamp=stamp(house), **typed)
    assert answer.url.query == b"at=step-1&told=step_up"
    assert "请按上面的“大声”键。" in answer.text
    assert said(house)[0] == [typed[SAY], before[0][0], before[0][2]]
    whole = texts(house.hub.studio.read("lessons", "volume.yaml")[0])
    assert [step.get("start") for step in whole["parts"][0]["steps"]] == ["home", None, None]  # a part begins somewhere
    await boss.post("/desk/studio/lessons/undo/volume.yaml", stamp=stamp(house), back=f"{LESSON}?at=step-2")
    assert house.hub.studio.read("lessons", "volume.yaml")[0] == RAW


async def test_a_step_goes_over_to_the_next_part(boss: Browser, house: DeskHouse) -> None:
    before = said(house)
    answer = await boss.post(f"{LESSON}?at=step-3", do="down", stamp=stamp(house))
    assert answer.url.query == b"at=step-3&told=step_down"
    assert said(house)[:2] == [before[0][:2], [before[0][2], *before[1]]]
    await boss.post(f"{LESSON}?at=step-3", do="up", stamp=stamp(house))
    assert said(house) == before


async def test_a_step_is_added_written_and_taken_out(boss: Browser, house: DeskHouse) -> None:
    before = said(house)
    answer = await boss.post(f"{LESSON}?at=step-2", do="add", stamp=stamp(house))
    assert answer.url.query == b"at=step-3&told=step_add"
    said_at = "parts.0.steps.2.say"
    filled = {said_at: "再点“电话”。", "parts.0.steps.2.hint": "绿色的。"}
    told = (await boss.post(f"{LESSON}/typed?at=step-3", waits="tap", tap="phone", **filled)).json()
    assert b"do: {tap: phone}" in (await boss.get(told["drawn"])).content
    page = await boss.post(f"{LESSON}?at=step-3", do="save", stamp=stamp(house), waits="tap", tap="phone", **filled)
    assert '<option value="phone" selected>' in page.text
    assert said(house)[0] == [*before[0][:2], "再点“电话”。", before[0][2]]
    lesson, _ = read_lesson("volume.yaml", house.hub.studio.read("lessons", "volume.yaml")[0])
    assert lesson is not None
    assert lesson.steps[2].action.ids == ("phone",)
    await boss.post(f"{LESSON}?at=step-3", do="save", stamp=stamp(house), waits="tap", tap="no-such-element")
    assert b"no-such-element" not in house.hub.studio.read("lessons", "volume.yaml")[0]
    answer = await boss.post(f"{LESSON}?at=step-3", do="remove", stamp=stamp(house))
    assert answer.url.query == b"at=step-2&told=step_remove"
    assert house.hub.studio.read("lessons", "volume.yaml")[0] == RAW


async def test_questions_change_places_and_ends_stay_where_they_are(boss: Browser, house: DeskHouse) -> None:
    await boss.post(f"{LESSON}?at=quiz-1", do="down", stamp=stamp(house))
    whole = texts(house.hub.studio.read("lessons", "volume.yaml")[0])
    assert [one["ask"][:2] for one in whole["quiz"]] == ["来电", "边上", "字太"]
    for place, does in (("step-1", "up"), ("quiz-3", "down"), ("quiz-1", "remove"), ("own", "remove")):
        refused = await boss.post(f"{LESSON}?at={place}", do=does, stamp=stamp(house))
        assert refused.status_code == 409, (place, does)
    assert 'id="up"' not in (await boss.get(f"{LESSON}?at=step-1")).text


async def test_a_hard_word_is_named_with_its_sentence_and_can_be_kept_as_a_draft(
    boss: Browser, house: DeskHouse
) -> None:
    long = "请您用右手的食指轻轻地按一下手机右边上面的那一个键。"
    looked = await boss.post(f"{LESSON}?at=step-2", do="look", stamp=stamp(house), **{SAY: long})
    assert f"“{long[:-1]}”有 25 个字" in looked.text
    assert house.hub.studio.read("lessons", "volume.yaml")[0] == RAW  # it was only looked at
    told = (await boss.post(f"{LESSON}/typed?at=step-2", **{SAY: "请点击APP。"})).json()
    assert any("APP" in fault for fault in told["faults"][SAY])
    assert told["faults"]["parts.0.steps.1.hint"] == []
    saved = await boss.post(f"{LESSON}?at=step-2", do="save", stamp=stamp(house), **{SAY: long})
    assert saved.status_code == 200
    assert "volume.yaml 第" in (await boss.get("/desk/studio/lessons")).text


async def test_the_picture_is_of_what_was_typed(boss: Browser, house: DeskHouse) -> None:
    told = (await boss.post(f"{LESSON}/typed?at=step-2", **{SAY: "请按“大声”。"})).json()
    picture = await boss.get(told["drawn"])
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(PNG)
    assert "请按“大声”。".encode() in picture.content
    first = re.search(r'data-drawn src="([^"]+)"', (await boss.get(f"{LESSON}?at=step-2")).text)
    assert first
    assert "请按一下上面的“大声”。".encode() in (await boss.get(first[1])).content
    assert (await boss.get("/desk/studio/lessons/drawn/" + "0" * 40)).status_code == 404
    assert (await boss.get("/desk/studio/lessons/drawn/..%2f..%2fhub.key")).status_code == 404
    assert (await boss.get("/desk/studio/lessons/picture/volume.yaml?step=2")).content.startswith(PNG)
    assert (await boss.get("/desk/studio/lessons/picture/volume.yaml?step=2&which=was")).status_code in (200, 404)


async def test_of_two_administrators_the_slower_keeps_what_she_typed(boss: Browser, house: DeskHouse) -> None:
    other = await house.signed_in("li", "李阿姨", "administrator")
    seen = stamp(house)
    await other.get(f"{LESSON}?at=step-2")
    assert (await other.post(f"{LESSON}?at=step-2", stamp=seen, **{SAY: "请按“大声”。"})).status_code == 200
    mine = await boss.post(f"{LESSON}?at=step-2", stamp=seen, **{SAY: "按上面的“大声”。"})
    assert mine.status_code == 409
    assert "李阿姨在" in mine.text
    assert "按上面的“大声”。" in mine.text
    assert "请按“大声”。".encode() in house.hub.studio.read("lessons", "volume.yaml")[0]


async def test_a_broken_file_is_mended_as_a_file(boss: Browser, house: DeskHouse) -> None:
    house.hub.studio.write("lessons", "volume.yaml", b"id: [", stamp(house), "李阿姨")
    page = await boss.get(f"{LESSON}?at=step-2")
    assert page.url.path.endswith("/files/volume.yaml")


async def test_only_administrators_and_only_lessons(house: DeskHouse, boss: Browser) -> None:
    other = await house.signed_in("li", "李阿姨", "duty")
    assert (await other.get(LESSON)).status_code == 403
    assert (await other.get("/desk/studio/lessons/picture/volume.yaml")).status_code == 403
    assert (await boss.get("/desk/studio/first-aid/lessons/fall.yaml")).status_code == 404


@pytest.mark.parametrize("place", ["about", "step-2", "quiz-1", "own", "card"])
async def test_saving_a_form_without_a_change_leaves_every_byte(place: str) -> None:
    form = lesson_form.form(RAW, place)
    assert form is not None
    assert lesson_form.changed(RAW, place, {field.name: field.value for field in form.fields}) == RAW


async def test_a_program_that_fails_is_no_picture_and_old_ones_go(tmp_path: Path) -> None:
    broken = Pictures(tmp_path / "a", (sys.executable, "-c", "import sys; sys.exit('no screen')"))
    with pytest.raises(NoPicture, match="no screen"):
        broken.draw(broken.keep(RAW, "volume.yaml", b"", "step-1"))
    with pytest.raises(NoPicture):
        broken.keep(RAW, "../volume.yaml", b"", "step-1")
    kept = Pictures(tmp_path / "b")
    for number in range(KEPT + 3):
        kept.keep(b"%d" % number, "volume.yaml", b"", "card")
    assert len(list((tmp_path / "b").iterdir())) == KEPT


async def test_lessons_stand_by_name_in_the_courses_order_and_other_files_apart(boss: Browser) -> None:
    page = (await boss.get("/desk/studio/lessons")).text
    course, _ = read_course(COURSE, (ASSETS / "content" / "lessons" / COURSE).read_bytes())
    assert course is not None
    assert re.findall(r'id="lesson-\d+" href="[^"]*">([^<]*)<', page) == [entry.title for entry in course.lessons]
    assert re.findall(r'id="file-\d+" href="[^"]*">([^<]*)<', page) == ["课程单子", "这一包的说明"]


async def test_a_field_that_may_be_empty_says_so(boss: Browser) -> None:
    form = (await boss.get(f"{LESSON}?at=step-2")).text
    for label in ("补一句，可以空着", "老人犹豫时，提醒一句（不用点东西的，可以空着）", "做对了，说一句，可以空着"):
        assert label in form


async def test_the_overview_repeats_no_tag_and_names_the_whole_command(boss: Browser, house: DeskHouse) -> None:
    page = (await boss.get("/desk/studio")).text
    assert '手机课 <span class="number">' not in page
    key = house.hub.settings.state_dir / "keys" / "administrator.key"
    assert f"kiosk content keys new /media/A /media/B /media/C --administrator {key}" in page


async def test_steps_count_within_their_part_as_the_kiosk_counts_them(boss: Browser) -> None:
    page = (await boss.get(LESSON)).text
    headings = re.findall(r"<h2[^>]*>([^<]*)</h2>", page.partition('id="main"')[2])
    assert headings == ["这一课", "第 1 段：边上的键", "第 2 段：铃声太小", "第 3 段：字大一点", "小测验", "最后"]
    assert re.search(r'id="step-4"[^>]*><strong>第 1 步</strong>', page)
    assert "<h1>铃声太小：第 1 步，共 5 步</h1>" in (await boss.get(f"{LESSON}?at=step-4")).text
    assert "<h1>第 2 题</h1>" in (await boss.get(f"{LESSON}?at=quiz-2")).text


async def test_a_new_step_is_a_fault_until_it_says_something(boss: Browser, house: DeskHouse) -> None:
    answer = await boss.post(f"{LESSON}?at=step-2", do="add", stamp=stamp(house), **{SAY: "请按上面的“大声”键。"})
    assert re.search(r'data-faults="parts\.0\.steps\.2\.say"[^>]*><li>', answer.text)
    assert [fault.file for fault in house.hub.studio.check("lessons").faults] == ["volume.yaml"]
    assert (await boss.get("/desk/studio/lessons/changes")).status_code == 409
