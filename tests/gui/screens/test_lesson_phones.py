"""Every telephone that a lesson draws, as its first step shows it: nothing clipped, too small, too pale or too near."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from kiosk.adapters.lessons import load_lessons
from kiosk.bootstrap.scenes import Scene
from kiosk.bootstrap.stage import Setting, Stage
from kiosk.content.lessons import run as lesson_run
from kiosk.content.lessons.run import Run
from kiosk.content.lessons.run import Stage as Part
from kiosk.screens.lessons.draft import Around, Draft, Page
from kiosk.screens.lessons.wording import picture
from kiosk.screens.specimens import Specimen
from kiosk.ui.inspect_keys import gaps, names, targets
from kiosk.ui.inspect_words import collisions, colours, texts

ALL = load_lessons()


def first_sights() -> list[Run]:
    """Each screen of each lesson's telephone once, where a step first meets it."""
    found: dict[tuple[str, str], Run] = {}
    for lesson in ALL.lessons.values():
        run = lesson_run.begin(lesson)
        while run.stage in (Part.STEP, Part.BREAK):
            if run.stage is Part.STEP:
                found.setdefault((lesson.id, run.phone.screen), run)
            run = lesson_run.on(run)
    return list(found.values())


def test_every_lesson_s_telephone_is_drawn_as_it_must_be(app: QApplication) -> None:
    stage = Stage(Setting("21"))
    faults = []
    for run in first_sights():
        state = picture(Draft(Page.RUN, lesson=run.lesson.id, run=run), Around(ALL))
        window = stage.show(Scene("lesson", Specimen("lessons", "lesson", state)))
        seen = (*texts(window), *collisions(window), *targets(window), *gaps(window), *names(window), *colours(window))
        faults += [f"{run.lesson.id} {run.phone.screen}: {finding}" for finding in seen]
    stage.close()
    assert faults == []
