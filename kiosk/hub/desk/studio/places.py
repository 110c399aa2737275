"""What the places of a lesson and the files of a package are called on a page; steps count as residents see them."""

from __future__ import annotations

from typing import Any

from kiosk.content.lessons.course import COURSE
from kiosk.content.package.edit import at
from kiosk.content.package.manifest import FILE
from kiosk.hub.studio.lesson_steps import NUMBERED, steps
from kiosk.text import Message, msg, verbatim

_FILES = {COURSE: "course", FILE: "package"}


def called(whole: Any, place: str) -> Message:
    """A place of the lesson: a step within its part, as the kiosk counts it, a question, or one of the others."""
    number = NUMBERED.fullmatch(place)
    if number is None:
        return msg(f"desk.studio.place.{place}")
    if number[1] == "quiz":
        return msg("desk.studio.question", n=number[2])
    every, index = steps(whole), int(number[2]) - 1
    if index >= len(every):
        return msg("desk.studio.step", n=number[2])
    _, part, _, step = every[index]
    return msg(
        "desk.studio.step_of",
        part=str(at(whole, ("parts", part, "title")) or ""),
        n=int(step) + 1,
        most=len(at(whole, ("parts", part, "steps"))),
    )


def file_called(path: str, title: str = "") -> Message:
    """A file by its title, by what it is, or else by its name."""
    if title:
        return verbatim(title)
    return msg(f"desk.studio.file.{_FILES[path]}") if path in _FILES else verbatim(path)
