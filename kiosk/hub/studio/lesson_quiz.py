"""The answers of a lesson's question: which is the right one, the picture of each; one added, one taken out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.content.lessons.check import CHOICES
from kiosk.content.package.edit import Path, at, edit, texts
from kiosk.content.package.means import pictures
from kiosk.content.package.rows import Value, added, removed
from kiosk.hub.studio.errors import NotPossible

RIGHT = "right"
ANSWER_ADD, ANSWER_REMOVE = "answer_add", "answer_remove"
DOES = re.compile(rf"({ANSWER_ADD}|{ANSWER_REMOVE})(?:-([1-9]))?")
"""What may be done with answers; one is taken out by its number."""
_PLACE = re.compile(r"quiz-([1-9]\d?)")
_ANSWER: Mapping[str, str] = {"say": "", "picture": "question"}
QUESTION: Mapping[str, Value] = {"ask": "", "choices": [_ANSWER] * CHOICES[0], "why": ""}
"""A new question: it says nothing, so that nobody publishes it before it is written."""


@dataclass(frozen=True)
class Answer:
    """`number` counts from 1; `name` is the form's for its picture."""

    number: int
    name: str
    picture: str
    right: bool


@dataclass(frozen=True)
class Answers:
    """Those of one question. `limit`: least or most, and the number, where there can be no fewer or no more."""

    all: tuple[Answer, ...]
    limit: tuple[str, int] | None

    @property
    def faults(self) -> tuple[str, ...]:
        """As the check says it, of the right one."""
        right = sum(answer.right for answer in self.all)
        return () if right == 1 else (f"{right} right choices",)


def bound(count: int, bounds: tuple[int, int]) -> tuple[str, int] | None:
    """Which of the two bounds a count has come to."""
    if count <= bounds[0]:
        return "least", bounds[0]
    return ("most", bounds[1]) if count >= bounds[1] else None


def answers(whole: Any, place: str, typed: Mapping[str, str] | None = None) -> Answers | None:
    """With what was typed, or else with what the file says; None for what is no question."""
    path, typed = _path(place), typed or {}
    rows = at(whole, path) if path else None
    if path is None or not isinstance(rows, list):
        return None
    marked = {str(n) for n, row in enumerate(rows) if at(row, (RIGHT,)) == "yes"}
    if typed.get(RIGHT) in {str(n) for n, _ in enumerate(rows)}:
        marked = {typed[RIGHT]}
    found = []
    for number, row in enumerate(rows):
        name, now = ".".join(map(str, (*path, number, "picture"))), str(at(row, ("picture",)) or "")
        picture = typed[name] if typed.get(name) in pictures() else now
        found.append(Answer(number + 1, name, picture, str(number) in marked))
    return Answers(tuple(found), bound(len(rows), CHOICES))


def with_answers(raw: bytes, place: str, typed: Mapping[str, str]) -> bytes:
    """The file with the right answer and the pictures that were chosen. Raises ContentError."""
    whole = texts(raw)
    before, after, path = answers(whole, place), answers(whole, place, typed), _path(place)
    if before is None or after is None or path is None:
        return raw
    changes: dict[Path, str] = {}
    for was, now in zip(before.all, after.all, strict=True):
        if was.right != now.right:
            changes[(*path, now.number - 1, RIGHT)] = "yes" if now.right else ""
        if was.picture != now.picture:
            changes[(*path, now.number - 1, "picture")] = now.picture
    return edit(raw, changes)


def answer_done(raw: bytes, place: str, does: str) -> bytes:
    """The file with an answer more, or without one. Raises NotPossible, ContentError."""
    found, now, path = DOES.fullmatch(does), answers(texts(raw), place), _path(place)
    if found is None or now is None or path is None:
        raise NotPossible(place, does)
    limit = now.limit[0] if now.limit else ""
    if found[1] == ANSWER_ADD and limit != "most":
        return added(raw, path, len(now.all), _ANSWER, short=True)
    if found[1] == ANSWER_REMOVE and found[2] and limit != "least":
        return removed(raw, path, int(found[2]) - 1)
    raise NotPossible(place, does)


def _path(place: str) -> Path | None:
    number = _PLACE.fullmatch(place)
    return ("quiz", int(number[1]) - 1, "choices") if number else None
