"""One moment of one lesson as a kiosk shows it, for whoever writes it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.content.lessons import run as lesson_run
from kiosk.content.lessons.check import Lessons
from kiosk.content.lessons.course import COURSE, read_course
from kiosk.content.lessons.errors import LessonError
from kiosk.content.lessons.model import Course, Entry, Lesson, Level
from kiosk.content.lessons.read import read_lesson
from kiosk.content.lessons.run import Place, Stage
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from kiosk.screens.lessons.state import State

SETTING = "21"
_PLACE = re.compile(r"(step|quiz)-([1-9]\d?)|own|card")


def draw(file: Path, out: Path, place: str) -> tuple[int, int]:
    """Writes the picture; its width and height in pixels. Raises LessonError, KioskError."""
    state = state_of(lesson_of(file), course_of(file), place)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from kiosk.bootstrap.scenes import Scene
    from kiosk.bootstrap.stage import Setting, Stage
    from kiosk.screens.specimens import Specimen
    from kiosk.ui.app import create_app

    create_app()
    stage = Stage(Setting(SETTING))
    picture = stage.show(Scene(place, Specimen("lessons", place, state))).grab()
    saved = picture.save(str(out), "PNG")
    stage.close()
    if not saved:
        raise KioskError(f"{out}: cannot be written")
    return picture.width(), picture.height()


def lesson_of(file: Path) -> Lesson:
    """Raises LessonError with every fault."""
    try:
        lesson, faults = read_lesson(str(file), file.read_bytes())
    except OSError as error:
        raise LessonError(f"{file}: {error.strerror or error}") from error
    if lesson is None:
        raise LessonError("\n".join(map(str, faults)))
    return lesson


def course_of(file: Path) -> Course | None:
    beside = file.with_name(COURSE)
    return read_course(str(beside), beside.read_bytes())[0] if beside.is_file() else None


def state_of(lesson: Lesson, course: Course | None, place: str) -> State:
    """What the lessons' screen shows there. Raises LessonError for a place that the lesson does not have."""
    from kiosk.screens.lessons.draft import Around, Draft, Page
    from kiosk.screens.lessons.wording import picture

    if course is None or all(entry.id != lesson.id for entry in course.lessons):
        entry = Entry(lesson.id, lesson.title, lesson.picture, 1, "one", 1)
        course = Course(lesson.title, (Level("one", lesson.title, lesson.picture, (entry,)),), "")
    around = Around(Lessons(course, {lesson.id: lesson}), known=True)
    if place == "card":
        return picture(Draft(Page.DONE, lesson=lesson.id), around)
    run = lesson_run.begin(lesson, place_of(lesson, place))
    return picture(Draft(Page.RUN, lesson=lesson.id, run=run), around)


def place_of(lesson: Lesson, place: str) -> Place:
    """step-N counts through all parts. Raises LessonError."""
    found = _PLACE.fullmatch(place)
    if found is None:
        raise LessonError(f"{place}: step-N, quiz-N, own or card")
    if found[1] == "quiz" and int(found[2]) <= len(lesson.quiz):
        return Place(lesson.id, Stage.QUIZ, 0, int(found[2]) - 1)
    if found[1] == "step" and int(found[2]) <= len(lesson.steps):
        left = int(found[2]) - 1
        for number, part in enumerate(lesson.parts):
            if left < len(part.steps):
                return Place(lesson.id, Stage.STEP, number, left)
            left -= len(part.steps)
    if found[0] == "own":
        return Place(lesson.id, Stage.OWN)
    raise LessonError(f"{lesson.id} has no {place}")
