"""Issue 6, part 4: every lesson is walked through: every step, every hint, every wrong tap, the quiz and the card."""

from __future__ import annotations

import pytest

from kiosk.adapters.lessons import load_lessons
from kiosk.content.lessons import run as lesson_run
from kiosk.content.lessons.model import Doing, Lesson
from kiosk.content.lessons.run import Place, Run, Stage

LESSONS = load_lessons().lessons


def every_wrong_tap(run: Run) -> None:
    """Nothing moves, the step stays, and something kind can be said: a reason, what it is, or its label."""
    for key in run.keys:
        after = lesson_run.tap(run, key.name)
        if after.wrong:
            assert (after.place, after.phone) == (run.place, run.phone)
            known = run.step.wrong.get(key.name) or (key.element and (key.element.tells or key.element.label))
            assert known or key.label or key.name == "back" or key.name.endswith("<")
            assert lesson_run.tap(after, key.name).ring == lesson_run.hint(run).ring  # a second one shows where


def step_through(run: Run) -> Run:
    """One step as somebody does it who is shown first, then does it, tap by tap."""
    place = run.place
    if run.only_shows:
        return lesson_run.on(run)
    every_wrong_tap(run)
    hinted = lesson_run.hint(run)
    assert hinted.ring, "the hint points at something"
    assert run.step.hint
    taps = lesson_run.how(run)
    assert taps, "it can be shown"
    run = lesson_run.again(run)
    for number, name in enumerate(taps):
        assert run.ring == name
        assert run.place == place, f"done before tap {number}"
        run = lesson_run.tap(run, name)
    assert run.place != place
    return run


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS.keys())
def test_every_step_hint_wrong_tap_quiz_and_card(lesson: Lesson) -> None:
    run, seen = lesson_run.begin(lesson), 0
    while run.stage in (Stage.STEP, Stage.BREAK):
        seen += run.stage is Stage.STEP
        assert lesson_run.begin(lesson, run.place).place == run.place  # 有人要用: it can be gone on with from here
        run = lesson_run.on(run) if run.stage is Stage.BREAK else step_through(run)
    assert seen == len(lesson.steps)
    while run.stage is Stage.QUIZ:
        right = next(n for n, choice in enumerate(run.question.choices) if choice.right)
        wrong = lesson_run.answer(run, (right + 1) % len(run.question.choices))
        assert not wrong.right
        assert lesson_run.on(wrong).place == run.place
        assert lesson_run.answer(wrong, right).right
        run = lesson_run.on(lesson_run.answer(run, right))
    assert run.first_right == len(lesson.quiz)
    for task in range(len(lesson.own.tasks)):
        run = lesson_run.tick(run, task)
    assert len(run.ticked) == len(lesson.own.tasks)
    assert lesson_run.on(run).stage is Stage.CARD
    assert lesson.card.lines


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS.keys())
def test_each_lesson_can_be_stepped_over_and_back(lesson: Lesson) -> None:
    run = lesson_run.begin(lesson)
    while run.stage is not Stage.QUIZ:
        after = lesson_run.on(run)
        assert after.place != run.place
        if after.stage is Stage.STEP and after.place.at > 0:
            before = lesson_run.back(after)
            assert before is not None
            assert before.phone == lesson_run.begin(lesson, run.place).phone
        run = after
    assert lesson_run.back(run) is None


def test_places_that_are_gone_are_the_beginning() -> None:
    lesson = LESSONS["call"]
    for place in (
        Place("call", Stage.STEP, 7, 0),
        Place("call", Stage.STEP, 0, 99),
        Place("other", Stage.STEP, 0, 1),
        Place("call", Stage.QUIZ, 0, 9),
        Place("call", Stage.BREAK, 1, 0),
        Place("call", Stage.STEP, -1, -1),
    ):
        assert lesson_run.begin(lesson, place).place == Place("call")


def test_what_does_not_belong_changes_nothing() -> None:
    run = lesson_run.begin(LESSONS["call"])
    assert lesson_run.tap(run, "no-such-key") is run
    assert lesson_run.answer(run, 0) is run
    assert lesson_run.tick(run, 0) is run
    quiz = lesson_run.quiz_only(LESSONS["call"])
    assert lesson_run.answer(quiz, 9) is quiz
    assert lesson_run.tap(quiz, "phone") is quiz
    assert lesson_run.hint(quiz) is quiz
    assert lesson_run.how(quiz) == ()


def test_typing_a_wrong_digit_is_explained_and_the_right_ones_are_pointed_at() -> None:
    run = lesson_run.begin(LESSONS["call"], Place("call", Stage.STEP, 0, 3))
    assert run.step.action.doing is Doing.TYPE
    assert lesson_run.tap(run, "number=5").wrong == "number=5"
    assert lesson_run.tap(run, "number=5").phone == run.phone
    assert lesson_run.hint(lesson_run.tap(run, "number=0")).ring == "number=2"


def test_a_lesson_somebody_answered_wrong_counts_only_first_answers() -> None:
    run = lesson_run.quiz_only(LESSONS["call"])
    run = lesson_run.answer(lesson_run.answer(run, 0), 1)
    assert (run.right, run.first_right) == (True, 0)
    assert lesson_run.answer(run, 0) is run  # a right answer stays
