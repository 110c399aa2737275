"""The forms of a lesson in real Chromium, by keyboard alone: a question with its answers, what a step waits for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kiosk.content.lessons.model import Lesson
from kiosk.content.lessons.read import read_lesson
from tests.hub.desk.browsers import calm, chromium, until
from tests.hub.desk.running import RunningDesk
from tests.hub.desk.studio_desk import come_in, press, reach, shot, studio_desk, write


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with studio_desk(tmp_path) as made:
        yield made


def opened(browser: Browser, desk: RunningDesk, place: str) -> Page:
    return come_in(browser, desk, f"/lessons/lessons/volume.yaml?at={place}")


def lesson(desk: RunningDesk) -> Lesson:
    found, faults = read_lesson("volume.yaml", desk.hub.studio.read("lessons", "volume.yaml")[0])
    assert found is not None, faults
    return found


def told(page: Page, what: str) -> None:
    until(page, f"new URL(location.href).searchParams.get('told') === {what!r}")


def test_a_question_is_added_with_its_answers_by_keyboard(browser: Browser, desk: RunningDesk) -> None:
    page = opened(browser, desk, "quiz-1")
    shot(page, "q1-question", whole=False)
    press(page, "#add", ".notice.good")
    told(page, "question_add")
    assert page.locator(".told-so li").count() == 5
    assert not page.is_visible("[data-figure]")
    shot(page, "q2-added")
    for box, words in (
        ("#f1", "铃声太小，去哪里调？"),
        ("#f2", "相机"),
        ("#f3", "声音"),
        ("#f4", "声音大小在那里调。"),
    ):
        write(page, box, words)
    until(page, "document.querySelectorAll('.told-so li').length === 1")  # which one is right
    reach(page, "input[name=right]")
    page.keyboard.press("ArrowDown")
    until(page, "document.querySelector('input[name=right][value=\"1\"]').checked")
    until(page, "!document.querySelector('.told-so li')")
    until(page, "!document.querySelector('[data-figure]').hidden")  # it can be drawn now
    press(page, "#faces-2 summary", "#faces-2[open]")
    reach(page, "#faces-2 input[value=question]")
    page.keyboard.press("ArrowDown")
    until(page, "!document.querySelector('#faces-2 input[value=question]').checked")
    press(page, "#save", ".notice.good")
    told(page, "content_saved")
    shot(page, "q3-written")
    made = lesson(desk).quiz[1]
    assert [(one.say, one.right) for one in made.choices] == [("相机", False), ("声音", True)]
    assert made.choices[1].picture not in ("", "question")
    press(page, "#answer-add", ".notice.good")
    told(page, "answer_add")
    press(page, "#answer-remove-3", ".notice.good")
    told(page, "answer_remove")
    press(page, "#up", ".notice.good")
    told(page, "step_up")
    assert lesson(desk).quiz[0] == made.__class__(made.ask, made.choices, made.why, lesson(desk).quiz[0].line)
    press(page, "#remove", ".notice.good")
    until(page, "document.querySelector('#limit')")
    assert "至少要有 3 题" in page.inner_text("#limit")
    assert len(lesson(desk).quiz) == 3
    calm(page)


def test_what_a_step_waits_for_is_chosen_and_checked_by_keyboard(browser: Browser, desk: RunningDesk) -> None:
    page = opened(browser, desk, "step-3")
    assert page.is_visible("#slider")
    assert not page.is_visible("#tap")
    write(page, "#level", "9")
    until(page, "document.querySelector('#w-level li')")
    assert "一共才 6 格" in page.inner_text("#w-level")
    shot(page, "w1-wrong")
    write(page, "#level", "4")
    until(page, "!document.querySelector('#w-level li')")
    press(page, "#save", ".notice.good")
    until(page, "document.querySelector('#level').getAttribute('value') === '4'")
    assert lesson(desk).steps[2].action.at == 4
    reach(page, "#waits")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    until(page, "document.querySelector('#waits').value === 'tap'")
    assert page.is_visible("#tap")
    assert not page.is_visible("#level")
    until(page, "document.querySelector('#w-tap li')")  # nothing is chosen yet
    reach(page, "#tap")
    page.keyboard.press("ArrowDown")
    until(page, "!document.querySelector('#w-tap li')")
    shot(page, "w2-tap")
    press(page, "#save", ".notice.good")
    until(page, "document.querySelector('#waits option[value=tap][selected]')")
    assert lesson(desk).steps[2].action.ids == ("louder",)
    calm(page)


def test_a_fault_leads_from_the_package_to_its_step_by_keyboard(browser: Browser, desk: RunningDesk) -> None:
    raw, stamp = desk.hub.studio.read("lessons", "volume.yaml")
    desk.hub.studio.write("lessons", "volume.yaml", raw.replace(b"media, to: 5", b"media, to: 3"), stamp, "李阿姨")
    page = opened(browser, desk, "step-1")
    page.goto(f"{desk.url}/desk/studio/lessons")
    shot(page, "f1-package")
    assert page.inner_text(".faults a") == "声音大一点 · 边上的键：第 3 步，共 3 步"
    press(page, ".faults a", "#level")
    assert "本来就是" in page.inner_text("#w-level")
    write(page, "#level", "5")
    press(page, "#save", ".notice.good")
    assert desk.hub.studio.check("lessons").faults == ()
    calm(page)
