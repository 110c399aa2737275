"""The steps and questions of a lesson, moved, taken out and added."""

from __future__ import annotations

import re
from typing import Any

from kiosk.content.lessons.check import QUESTIONS
from kiosk.content.package.edit import Path, at, edit, texts
from kiosk.content.package.rows import added, moved, removed
from kiosk.hub.studio.errors import NotPossible
from kiosk.hub.studio.lesson_quiz import QUESTION, bound

UP, DOWN, ADD, REMOVE = "up", "down", "add", "remove"
DOES = (UP, DOWN, ADD, REMOVE)
NEW = {"say": ""}
"""A new step says nothing, so that nobody publishes it before it is written."""
NUMBERED = re.compile(r"(step|quiz)-([1-9]\d?)")
QUIZ: Path = ("quiz",)
Row = tuple[Path, int]


def steps(whole: Any) -> list[Path]:
    """Every step of all parts, as residents meet them."""
    return [
        ("parts", p, "steps", s)
        for p, part in enumerate(at(whole, ("parts",)) or [])
        for s, _ in enumerate(at(part, ("steps",)) or [])
    ]


def can(whole: Any, place: str) -> tuple[str, ...]:
    """What of DOES is possible there; nothing for what is neither a step nor a question."""
    row = _row(whole, place)
    if row is None:
        return ()
    path, number = row
    length = len(at(whole, path))
    end = (limit(whole, place) or ("", 0))[0]
    return tuple(
        does
        for does, possible in (
            (UP, _before(whole, path, number) is not None and (number or length > 1)),
            (DOWN, _after(whole, path, number) is not None and (number + 1 < length or length > 1)),
            (ADD, end != "most"),
            (REMOVE, end != "least" and length > 1),
        )
        if possible
    )


def limit(whole: Any, place: str) -> tuple[str, int] | None:
    """Why no question can be added or taken out: least or most, and the number; None where it can, and for a step."""
    row = _row(whole, place)
    return bound(len(at(whole, row[0])), QUESTIONS) if row and row[0] == QUIZ else None


def done(raw: bytes, place: str, does: str) -> tuple[bytes, str]:
    """The file after it, and where what was moved or added stands then (after a removal, its neighbour).

    Raises NotPossible, ContentError.
    """
    whole = texts(raw)
    row = _row(whole, place)
    if row is None or does not in can(whole, place):
        raise NotPossible(place, does)
    path, number = row
    if does == ADD:
        new = QUESTION if path == QUIZ else NEW
        after, there = added(raw, path, number + 1, new), (path, number + 1)
    elif does == REMOVE:
        after, there = removed(raw, path, number), (path, max(0, number - 1))
    else:
        to = _before(whole, path, number) if does == UP else _after(whole, path, number)
        if to is None:
            raise NotPossible(place, does)
        after, there = moved(raw, path, number, *to), to
    after = _beginnings(whole, after)
    return after, _name(texts(after), there)


def step_at(whole: Any, place: str) -> Path | None:
    """Where the step of this place stands in the file; None for what is no step."""
    row = _row(whole, place)
    return (*row[0], row[1]) if row and row[0] != QUIZ else None


def _row(whole: Any, place: str) -> Row | None:
    number = NUMBERED.fullmatch(place)
    if number is None:
        return None
    index = int(number[2]) - 1
    if number[1] == "quiz":
        return (QUIZ, index) if index < len(at(whole, QUIZ) or []) else None
    every = steps(whole)
    return (every[index][:-1], int(every[index][-1])) if index < len(every) else None


def _name(whole: Any, row: Row) -> str:
    path, number = row
    if path == QUIZ:
        return f"quiz-{number + 1}"
    return f"step-{steps(whole).index((*path, number)) + 1}"


def _before(whole: Any, path: Path, number: int) -> Row | None:
    """One place up; from the top of a part to the end of the one before it."""
    if number:
        return path, number - 1
    return _other(whole, path, -1)


def _after(whole: Any, path: Path, number: int) -> Row | None:
    if number + 1 < len(at(whole, path)):
        return path, number + 1
    return _other(whole, path, 1)


def _other(whole: Any, path: Path, which: int) -> Row | None:
    if path == QUIZ:
        return None
    part = int(path[1]) + which
    rows = at(whole, ("parts", part, "steps"))
    if not isinstance(rows, list) or not rows:
        return None
    return ("parts", part, "steps"), len(rows) if which < 0 else 0


def _beginnings(before: Any, raw: bytes) -> bytes:
    """A part begins on a screen: its new first step takes over where the old one began, which then goes on from it."""
    whole, changes = texts(raw), {}
    for number, part in enumerate(at(whole, ("parts",)) or []):
        now, old = at(part, ("steps",)) or [], at(before, ("parts", number, "steps", 0))
        if not now or not old or at(now[0], ("start",)) or not at(old, ("start",)):
            continue
        path: Path = ("parts", number, "steps")
        changes[(*path, 0, "start")] = str(old["start"])
        if old in now[1:]:
            changes[(*path, now.index(old), "start")] = ""
    return edit(raw, changes) if changes else raw
