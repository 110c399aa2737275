"""Issue 6, part 2: lessons hold together, and faults name their place and their mend (docs/lesson-format.md)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.adapters.lessons import LESSONS, lesson_files, load_lessons
from kiosk.bootstrap.lessons_command import lessons, pictures
from kiosk.bootstrap.plain_words import hard
from kiosk.content.lessons.check import Against, check_lessons, read_lessons
from kiosk.content.lessons.errors import LessonError
from kiosk.content.lessons.model import Doing, Kind, Shape

CALL = (LESSONS / "call.yaml").read_text("utf-8")
DOC = Path(__file__).parents[3] / "docs" / "lesson-format.md"
AGAINST = Against(hard(), pictures())
LONG = "这一句话实在是太长太长了，长得没有人愿意把它读完。"


def told(text: str, name: str = "call.yaml") -> list[str]:
    _, _, faults = check_lessons({name: text.encode()}, AGAINST)
    return [str(fault) for fault in faults]


def test_our_lessons_hold_together() -> None:
    """Every step done on the telephone, every text in everyday words (U19), every part of at most six minutes."""
    course, found, faults = check_lessons(lesson_files((LESSONS,)), AGAINST)
    assert faults == []
    assert course is not None
    assert len(course.levels) == 4
    assert len(course.lessons) >= 24
    assert {lesson.id for lesson in found} == {entry.id for entry in course.lessons}


@pytest.mark.parametrize(
    ("old", "new", "said", "mend"),
    [
        ("id: call\n", "id: phoning\n", "phoning in a file of another name", "call the file phoning.yaml"),
        ("title: 打电话\n", "titel: 打电话\n", "unknown key titel", "did you mean title?"),
        ("goal: 学会打一个电话，再挂掉。", f"goal: {LONG}", "25 characters", "at most 20"),
        ("picture: phone\n", "picture: nothing\n", "no picture nothing", "assets/icons"),
        ("kind: home", "kind: house", "house is not allowed", "one of home, page"),
        ("to: recent, is", "to: nowhere, is", "home leads to nowhere", "write a screen nowhere"),
        ("      - pad: number\n", "      - pad: other\n", "keys for other, and no such field", "- field: {id: other"),
        ("{id: camera, label: 相机", "{id: phone, label: 相机", "phone stands 2 times on home", "its own id"),
        ("label: 拨号,", "label: 拨号拨号拨号,", "拨号拨号拨号: 6 characters", "at most 4 there"),
        ("icon: gear, colour: grey", "icon: gear, colour: pink", "pink is not allowed", "one of green"),
        ("do: {tap: phone}", "do: {tap: daughter}", "tap daughter  cannot be done", "on home: album, camera"),
        ("do: {tap: phone}", "do: {press: phone}", "press is not allowed", "one of look, tap"),
        ("        hint: 画着听筒的那一个。\n", "", "hint is missing", "write hint"),
        ('text: "02100000000"}', 'text: "021"}', "is done already", "on pad"),
        ("          contacts: 那是", "          nobody: 那是", "wrong: nobody is not there", "on recent"),
        ("        start: home\n", "", "the first step of a part without start", "start: SCREEN"),
        ("        start: family\n", "        start: uncle\n", "no screen uncle", "one of the lesson's screens"),
        ("请点一下绿色的", "请点击一下绿色的", "点击 is not an everyday word", "below words"),
        ("请点一下绿色的", "请点APP绿色的", "APP is not Chinese", "below words"),
        ("say: 相机, picture: camera", "say: 相机, picture: camera, right: yes", "2 right choices", "exactly one"),
        ("goal: ", "practice: yes\ngoal: ", "no practice for no service", "one of doctor, taxi"),
        ("goal: ", "words: [{word: 链接, means: 蓝色的字。}]\ngoal: ", "链接 stands nowhere", "take it out of words"),
    ],
)
def test_a_fault_has_its_place_and_its_mend(old: str, new: str, said: str, mend: str) -> None:
    assert old in CALL
    faults = told(CALL.replace(old, new, 1))
    assert any(said in fault and mend in fault for fault in faults), faults
    assert all(re.match(r"call\.yaml:\d+: ", fault) for fault in faults)


def test_a_word_may_be_taught() -> None:
    text = CALL.replace("请点一下绿色的", "请点击一下绿色的", 1)
    assert told(text.replace("goal: ", "words: [{word: 点击, means: 就是点一下。}]\ngoal: ", 1)) == []
    assert told(CALL.replace("label: 设置", "label: WLAN").replace(
        "goal: ", "words: [{word: WLAN, means: 家里的无线网。}]\ngoal: ", 1)) == []  # fmt: skip


def test_too_much_on_one_screen_or_in_one_part_is_refused() -> None:
    crowd = CALL.replace("      - pad: number\n", "      - pad: number\n      - picture: phone\n      - big: 号码\n")
    assert any("pad needs 10 rows" in fault for fault in told(crowd))
    more = "      - say: 这是一句不长也不短的话，慢慢听。\n        note: 这一句也要慢慢地听完才好。\n" * 20
    slow = CALL.replace("  - title: 打给家人\n", more + "  - title: 打给家人\n")
    assert any("28 steps in a part" in fault for fault in told(slow))
    assert any("seconds; at most 360" in fault for fault in told(slow))


def test_a_lesson_outside_the_course_twice_in_it_or_named_otherwise_is_told() -> None:
    lesson = "{id: call, title: 电话, picture: phone}"
    course = f"title: 课\nlevels:\n  - {{id: a, title: 一, picture: phone, lessons: [{lesson}]}}\n"
    _, _, faults = check_lessons({"course.yaml": course.encode(), "call.yaml": CALL.encode()})
    assert [fault.what for fault in faults] == ["title or picture differ from course.yaml, line 3"]
    _, _, faults = check_lessons({"course.yaml": course.replace("call", "other").encode(), "call.yaml": CALL.encode()})
    assert [fault.what for fault in faults] == ["call is not in the course"]
    twice = course.replace("[{id: call, title: 电话, picture: phone}]", "[{id: x, title: 一, picture: phone}, "
                           "{id: x, title: 二, picture: phone}]")  # fmt: skip
    _, _, faults = check_lessons({"course.yaml": twice.encode()})
    assert ["x a second time" in fault.what for fault in faults] == [True]


def test_one_fault_and_no_lesson_is_used(tmp_path: Path) -> None:
    course = (LESSONS / "course.yaml").read_bytes()
    with pytest.raises(LessonError, match=r"call\.yaml:\d+: house is not allowed"):
        read_lessons({"course.yaml": course, "call.yaml": CALL.replace("kind: home", "kind: house").encode()})
    with pytest.raises(LessonError, match=r"no course\.yaml among 1 files"):
        read_lessons({"call.yaml": CALL.encode()})
    with pytest.raises(LessonError, match="no lesson"):
        load_lessons(tmp_path)
    with pytest.raises(LessonError, match="No such file"):
        lesson_files((tmp_path / "gone.yaml",))


def test_lessons_come_in_the_order_of_the_course() -> None:
    found = load_lessons()
    order = [entry.id for entry in found.course.lessons if entry.id in found.lessons]
    assert list(found.lessons) == order
    assert set(found.missing) == {entry.id for entry in found.course.lessons} - set(order)


@settings(max_examples=60)
@given(st.integers(0, len(CALL)), st.integers(0, 400), st.text(max_size=30))
def test_whatever_is_written_is_told_and_never_breaks(at: int, cut: int, put: str) -> None:
    text = CALL[:at] + put + CALL[at + cut :]
    for fault in told(text):
        assert fault.startswith("call.yaml:")


def test_the_command_says_faults_times_and_what_is_missing(tmp_path: Path) -> None:
    fine = CliRunner().invoke(lessons, ["check", "--json"])
    data = json.loads(fine.stdout)
    assert (fine.exit_code, data["faults"]) == (0, [])
    assert all(max(seconds) <= 360 for seconds in data["seconds"].values())
    (tmp_path / "call.yaml").write_text(CALL.replace("kind: home", "kind: house"), "utf-8")
    bad = CliRunner().invoke(lessons, ["check", str(tmp_path)])
    assert bad.exit_code == 1
    assert "house is not allowed" in bad.stdout


def test_the_guide_names_everything_and_its_examples_are_yaml() -> None:
    text = DOC.read_text("utf-8")
    for word in (*Kind, *Shape, *Doing):
        assert f"`{word}`" in text or re.search(rf"\b{word}\b", text), word
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert len(blocks) >= 5
    assert all(yaml.safe_load(block) for block in blocks)
