"""A lesson's quiz in its forms: questions and answers added, taken out, marked right and drawn, within the bounds."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from kiosk.content.lessons.read import read_lesson
from kiosk.content.package.edit import texts
from kiosk.hub.studio.pictures import Pictures
from tests.hub.desk.house import Browser, DeskHouse

pytestmark = pytest.mark.anyio
LESSON = "/desk/studio/lessons/lessons/volume.yaml"
WRITTEN = {
    "quiz.1.ask": "铃声太小，去哪里调？",
    "quiz.1.choices.0.say": "相机",
    "quiz.1.choices.1.say": "声音",
    "quiz.1.choices.1.picture": "louder",
    "quiz.1.why": "声音大小在那里调。",
}


@pytest.fixture
async def boss(house: DeskHouse) -> Browser:
    house.hub.pictures = Pictures(house.hub.settings.state_dir / "pictures", (sys.executable, "-c", ""))
    return await house.signed_in(role="administrator")


def now(house: DeskHouse) -> tuple[bytes, str]:
    return house.hub.studio.read("lessons", "volume.yaml")


def quiz(house: DeskHouse) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = texts(now(house)[0])["quiz"]
    return found


async def does(boss: Browser, house: DeskHouse, place: str, what: str, **typed: str) -> Any:
    return await boss.post(f"{LESSON}?at={place}", do=what, stamp=now(house)[1], **typed)


async def test_a_question_is_added_written_and_taken_out(boss: Browser, house: DeskHouse) -> None:
    raw = now(house)[0]
    page = await does(boss, house, "quiz-1", "add")
    assert page.url.query == b"at=quiz-2&told=question_add"
    assert page.text.count("这里还空着，请写上。") == 4
    assert "要有一个对的回答，现在有 0 个" in page.text
    assert house.hub.studio.check("lessons").faults
    page = await does(boss, house, "quiz-2", "save", right="1", **WRITTEN)
    assert "这里还空着" not in page.text
    lesson, faults = read_lesson("volume.yaml", now(house)[0])
    assert faults == ()
    assert lesson is not None
    assert [(one.say, one.picture, one.right) for one in lesson.quiz[1].choices] == [
        ("相机", "question", False),
        ("声音", "louder", True),
    ]
    assert house.hub.studio.check("lessons").faults == ()
    page = await does(boss, house, "quiz-2", "remove")
    assert page.url.query == b"at=quiz-1&told=step_remove"
    assert now(house)[0] == raw


async def test_a_quiz_has_three_to_five_questions_and_the_page_says_so(boss: Browser, house: DeskHouse) -> None:
    page = (await boss.get(f"{LESSON}?at=quiz-1")).text
    assert "一课至少要有 3 题。" in page
    assert 'id="remove"' not in page
    refused = await does(boss, house, "quiz-1", "remove")
    assert refused.status_code == 409
    assert "这里现在做不了这个" in refused.text
    await does(boss, house, "quiz-3", "add")
    assert "一课" not in (page := (await boss.get(f"{LESSON}?at=quiz-1")).text)
    assert 'id="remove"' in page
    page = (await does(boss, house, "quiz-4", "add")).text
    assert "一课最多 5 题，已经满了。" in page
    assert 'id="add"' not in page
    assert (await does(boss, house, "quiz-1", "add")).status_code == 409
    assert len(quiz(house)) == 5


async def test_an_answer_is_added_marked_right_and_taken_out(boss: Browser, house: DeskHouse) -> None:
    raw = now(house)[0]
    page = await does(boss, house, "quiz-1", "answer_add", **{"quiz.0.ask": "哪个键变大声？"})
    assert page.url.query == b"at=quiz-1&told=answer_add"
    assert quiz(house)[0]["ask"] == "哪个键变大声？"  # what was typed is saved, too
    await does(boss, house, "quiz-1", "save", right="2", **{"quiz.0.choices.2.say": "中间那个"})
    assert [one.get("right") for one in quiz(house)[0]["choices"]] == [None, None, "yes"]
    page = await does(boss, house, "quiz-1", "answer_add")
    assert "一题最多 4 个回答" in page.text
    assert (await does(boss, house, "quiz-1", "answer_add")).status_code == 409
    page = await does(boss, house, "quiz-1", "answer_remove-3")
    assert "要有一个对的回答，现在有 0 个" in page.text  # nobody chooses another for the administrator
    await does(boss, house, "quiz-1", "answer_remove-3", right="0", **{"quiz.0.ask": "边上的键，哪个变大声？"})
    assert now(house)[0] == raw
    assert "一题至少要有 2 个回答" in (await boss.get(f"{LESSON}?at=quiz-1")).text
    assert (await does(boss, house, "quiz-1", "answer_remove-1")).status_code == 409
    assert now(house)[0] == raw


@pytest.mark.parametrize("what", ["answer_remove", "answer_remove-9", "answer_add-"])
async def test_an_answer_that_is_not_there_is_refused(boss: Browser, house: DeskHouse, what: str) -> None:
    await does(boss, house, "quiz-1", "answer_add")
    raw = now(house)[0]
    answer = await does(boss, house, "quiz-1", what)
    assert answer.status_code in (200, 409)
    assert now(house)[0] == raw
    assert (await does(boss, house, "step-2", "answer_add")).status_code == 409


async def test_faults_and_the_right_answer_are_told_while_typing(boss: Browser) -> None:
    told = (await boss.post(f"{LESSON}/typed?at=quiz-1", right="1", **{"quiz.0.why": ""})).json()
    assert told["faults"]["quiz.0.why"] == ["这里还空着，请写上。"]
    assert told["faults"]["right"] == []


async def test_a_picture_that_is_none_of_ours_changes_nothing(boss: Browser, house: DeskHouse) -> None:
    raw = now(house)[0]
    await does(boss, house, "quiz-1", "save", **{"quiz.0.choices.0.picture": "../secret"})
    assert now(house)[0] == raw


async def test_what_was_emptied_is_a_draft_and_not_an_error(boss: Browser, house: DeskHouse) -> None:
    say = {"parts.0.steps.1.say": "", "parts.0.steps.1.wrong.quieter": ""}
    page = await does(boss, house, "step-2", "save", **say)
    assert page.status_code == 200
    assert page.text.count("这里还空着，请写上。") == 1
    step = texts(now(house)[0])["parts"][0]["steps"][1]
    assert step["say"] == ""
    assert "wrong" not in step


async def test_a_list_on_one_line_is_said_to_be_for_the_file(boss: Browser, house: DeskHouse) -> None:
    raw, stamp = now(house)
    text = raw.decode()
    start, end = text.index("quiz:"), text.index("own:")
    one = "{ask: 哪个？, choices: [{say: 甲, picture: mail, right: yes}, {say: 乙, picture: mail}], why: 好的。}"
    house.hub.studio.write(
        "lessons", "volume.yaml", f"{text[:start]}quiz: [{one}, {one}, {one}]\n{text[end:]}".encode(), stamp, "李阿姨"
    )
    refused = await does(boss, house, "quiz-1", "add")
    assert refused.status_code == 409
    assert "表单改不了" in refused.text
