"""学手机 on a kiosk process under a finger: half a lesson, 有人要用, a restart, the rest, the questions, the card."""

from __future__ import annotations

from pathlib import Path

from kiosk.adapters.lessons import load_lessons
from kiosk.content.lessons import run as lesson_run
from kiosk.content.lessons.run import Run, Stage
from tests.e2e.house import House, house
from tests.waiting import PATIENCE, until

LESSON, LEVEL = "charge", "摸一摸"
PAUSED_AT = 3
"""Steps done before somebody else needs the kiosk."""


def do(home: House, run: Run) -> Run:
    """What the lesson wants next, by its words on the glass; the lesson itself says what comes of it."""
    if run.stage is Stage.STEP and not run.only_shows:
        (key,) = [one for one in run.keys if one.name == run.wanted]
        home.tap(key.label)
        return lesson_run.tap(run, run.wanted)
    if run.stage is Stage.QUIZ and not run.right:
        number, choice = next((n, one) for n, one in enumerate(run.question.choices) if one.right)
        home.tap(choice.say)
        return lesson_run.answer(run, number)
    if run.stage is Stage.OWN:
        for number, task in enumerate(run.lesson.own.tasks):
            home.ask(do="tap", name=task)  # a tick changes no name
            run = lesson_run.tick(run, number)
    words = {Stage.QUIZ: "接着来", Stage.OWN: "试过了", Stage.BREAK: "接着学"}
    home.tap(words.get(run.stage, "下一步"))
    return lesson_run.on(run)


def test_a_lesson_is_left_for_another_taken_up_after_a_restart_and_ends_with_a_card(tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    lesson = load_lessons().lessons[LESSON]
    with house(tmp_path, printer_kind="file", printer_device=str(paper)) as home:
        kiosk = home.start_kiosk()
        home.tap("学手机", leads_to="lessons")
        for key in (LEVEL, lesson.title, "开始学"):
            home.tap(key)
        run = lesson_run.begin(lesson)
        for _ in range(PAUSED_AT):
            run = do(home, run)
        home.tap("有人要用", leads_to="home")
        assert home.look()["requests"] == []
        kiosk.terminate()
        kiosk.wait(PATIENCE)

        home.start_kiosk()
        home.tap("学手机", leads_to="lessons")
        home.sees("刚才停下的")
        home.tap(lesson.title)
        home.sees(run.step.say.partition("。")[0])
        run = lesson_run.begin(lesson, run.place)
        while run.stage is not Stage.CARD:
            run = do(home, run)
        home.sees("下一课")
        paper.write_bytes(b"")
        home.tap("打印带走", leads_to="slip")
        home.tap("打印")
        home.sees("打好了")
        until(lambda: paper.stat().st_size, "the card is on the paper")
