"""`kiosk lessons picture`: any moment of a lesson that somebody writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.bootstrap.lesson_picture import course_of, lesson_of, place_of, state_of
from kiosk.content.lessons.errors import LessonError
from kiosk.content.lessons.run import Place, Stage
from kiosk.content.package.means import ASSETS

FILE = ASSETS / "content" / "lessons" / "volume.yaml"


def test_steps_are_counted_through_all_parts() -> None:
    lesson = lesson_of(FILE)
    assert place_of(lesson, "step-3") == Place("volume", Stage.STEP, 0, 2)
    assert place_of(lesson, "step-4") == Place("volume", Stage.STEP, 1, 0)
    assert place_of(lesson, "quiz-2") == Place("volume", Stage.QUIZ, 0, 1)


@pytest.mark.parametrize("place", ["step-99", "quiz-4", "step-0", "", "own-1"])
def test_a_place_that_is_not_there_is_said(place: str) -> None:
    with pytest.raises(LessonError):
        place_of(lesson_of(FILE), place)


@pytest.mark.parametrize("place", ["step-2", "quiz-1", "own", "card"])
def test_a_state_of_every_kind_with_and_without_a_course(place: str, tmp_path: Path) -> None:
    lesson = lesson_of(FILE)
    numbered, alone = state_of(lesson, course_of(FILE), place), state_of(lesson, None, place)
    assert numbered.title != alone.title or place == "card"


def test_a_lesson_with_a_fault_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "volume.yaml"
    broken.write_text("id: volume\n")
    with pytest.raises(LessonError, match="missing"):
        lesson_of(broken)
