"""What the places of a lesson and the files of a package are called on a page; steps count as residents see them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kiosk.content.lessons.course import COURSE
from kiosk.content.package.edit import at
from kiosk.content.package.manifest import FILE
from kiosk.hub.studio.lesson_form import ABOUT, places
from kiosk.hub.studio.lesson_steps import NUMBERED, steps
from kiosk.text import Message, msg, verbatim

_FILES = {COURSE: "course", FILE: "package"}


@dataclass(frozen=True)
class Group:
    """A section of a lesson: what stands above it, and its places with what each is called and its first words."""

    heading: Message
    places: tuple[tuple[str, Message, str], ...]


def grouped(whole: Any) -> tuple[Group, ...]:
    """All places of a lesson by part, as residents meet them."""
    every = steps(whole)

    def section(one: tuple[str, str]) -> str | int:
        number = NUMBERED.fullmatch(one[0])
        if number is None:
            return ABOUT if one[0] == ABOUT else "end"
        return "quiz" if number[1] == "quiz" else int(every[int(number[2]) - 1][1])

    found = []
    for name, rows in groupby(places(whole), section):
        heading = msg(f"desk.studio.place.{name}")
        if isinstance(name, int):
            heading = msg("desk.studio.part_of", n=name + 1, title=str(at(whole, ("parts", name, "title")) or ""))
        found.append(Group(heading, tuple((place, _within(every, place), words) for place, words in rows)))
    return tuple(found)


def _within(every: list[Any], place: str) -> Message:
    """What a place is called below its heading."""
    number = NUMBERED.fullmatch(place)
    if number is None or number[1] == "quiz":
        return called({}, place)
    return msg("desk.studio.step", n=int(every[int(number[2]) - 1][3]) + 1)


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
