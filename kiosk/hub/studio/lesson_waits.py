"""What a step of a lesson waits for: nothing, a tap, a hold, something typed, a switch turned, a slider set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.content.lessons.doing import handed
from kiosk.content.lessons.model import Doing, Lesson, Shape
from kiosk.content.lessons.phone import Phone, keys, layers
from kiosk.content.lessons.read import SUFFIX, read_lesson
from kiosk.content.package.edit import Path, at, texts
from kiosk.content.package.rows import Value, told
from kiosk.errors import ContentError

TURNED = "turn"
WAITS = "waits"
"""The form's name for the kind; those of Doing, `look` for nothing."""
NAMES: Mapping[Doing, tuple[str, ...]] = {
    Doing.LOOK: ("look",),
    Doing.TAP: ("tap",),
    Doing.HOLD: ("tap",),
    Doing.TYPE: ("into", "text"),
    Doing.TURN: ("switch", TURNED),
    Doing.SET: ("slider", "level"),
}
"""The form's fields that each kind has."""
ALSO = "also."
"""Begins the form's names of what may be tapped instead."""
_INSIDE = {"into": "into", "text": "text", "switch": "switch", "turn": "to", "slider": "slider", "level": "to"}
_LISTED = (Doing.LOOK, Doing.TAP, Doing.HOLD)


@dataclass(frozen=True)
class Thing:
    """Something on the telephone, by its id and the word on it; `here`: it is there when the step begins."""

    id: str
    label: str
    here: bool


@dataclass(frozen=True)
class Waits:
    """For the form. `now` has the value of each field of NAMES, "" for none; `also` what may be tapped instead.

    `things` are to be chosen from, by field. `known` is False where the file says what no form can show.
    """

    kind: Doing
    now: Mapping[str, str]
    also: frozenset[str]
    things: Mapping[str, tuple[Thing, ...]]
    known: bool = True


def waits(raw: bytes, path: Path, typed: Mapping[str, str] | None = None) -> Waits:
    """For the step at `path`, with what was typed or else what the file says."""
    whole, typed = texts(raw), typed or {}
    kind, said, also, known = _said(at(whole, (*path, "do")))
    things = _things(whole, said, also)
    now = dict.fromkeys((name for names in NAMES.values() for name in names), "") | said
    if typed.get(WAITS) in tuple(Doing):
        kind, known = Doing(typed[WAITS]), True
        now |= {name: value for name in now if (value := _typed(typed, name, things)) is not None}
        also = frozenset(id_ for id_, _ in things["tap"] if ALSO + id_ in typed and id_ != now["tap"])
    lesson, phone = begun(raw, path)
    here = frozenset(_here(lesson, phone)) if lesson and phone else frozenset()
    offered = {name: tuple(Thing(id_, label, id_ in here) for id_, label in some) for name, some in things.items()}
    return Waits(kind, now, also, offered, known)


def _typed(typed: Mapping[str, str], name: str, things: Mapping[str, tuple[tuple[str, str], ...]]) -> str | None:
    """What was typed or chosen; None for nothing, and for what nobody could choose."""
    value = " ".join(typed[name].split()) if name in typed else None
    wrong = value and name in things and value not in dict(things[name])
    return None if wrong or (name == TURNED and value not in ("on", "off", "")) else value


def with_waits(raw: bytes, path: Path, found: Waits) -> bytes:
    """The file with this as what the step waits for. Raises ContentError."""
    if _said(at(texts(raw), (*path, "do")))[:3] == (found.kind, _own(found), found.also):
        return raw
    return told(raw, path, "do", _do(found))


def _own(found: Waits) -> dict[str, str]:
    return {name: found.now[name] for name in NAMES[found.kind] if found.now[name]}


def _do(found: Waits) -> Mapping[str, Value] | None:
    values = [found.now[name] for name in NAMES[found.kind]]
    if found.kind in _LISTED:
        more = sorted(found.also) if found.kind is not Doing.LOOK else []
        if not values[0]:
            return None if found.kind is Doing.LOOK else {found.kind: more or ""}
        return {found.kind: [values[0], *more] if more else values[0]}
    return {found.kind: {_INSIDE[name]: found.now[name] for name in NAMES[found.kind]}}


def _said(asked: Any) -> tuple[Doing, dict[str, str], frozenset[str], bool]:
    """The kind, its fields that say something, what may be tapped instead; and whether that is all the file says."""
    if asked is None:
        return Doing.LOOK, {}, frozenset(), True
    unknown: tuple[Doing, dict[str, str], frozenset[str], bool] = Doing.LOOK, {}, frozenset(), False
    if not isinstance(asked, dict) or len(asked) != 1 or next(iter(asked)) not in tuple(Doing):
        return unknown
    kind, inside = Doing(next(iter(asked))), next(iter(asked.values()))
    if kind in _LISTED:
        listed = inside if isinstance(inside, list) else [inside]
        if not listed or not all(isinstance(one, str) for one in listed) or (kind is Doing.LOOK and len(listed) > 1):
            return unknown
        return kind, {NAMES[kind][0]: listed[0]} if listed[0] else {}, frozenset(listed[1:]), True
    names = {_INSIDE[name]: name for name in NAMES[kind]}
    if not isinstance(inside, dict) or not all(key in names and isinstance(v, str) for key, v in inside.items()):
        return unknown
    return kind, {names[key]: value for key, value in inside.items() if value}, frozenset(), True


def begun(raw: bytes, path: Path) -> tuple[Lesson | None, Phone | None]:
    """The lesson, and the telephone when the step begins; None while it cannot be read, or done that far."""
    try:  # what the step itself says does not hide the telephone from it
        name = at(texts(raw), ("id",))
        lesson, _ = read_lesson(f"{name}{SUFFIX}", told(raw, path, "do", None))
    except ContentError:
        return None, None
    if lesson is None:
        return None, None
    part, index = int(path[1]), int(path[3])
    steps = lesson.parts[part].steps[: index + 1]
    if not steps[0].start or any(step.start and step.start not in lesson.screens for step in steps):
        return lesson, None
    try:
        phone = handed(lesson, part, index)
    except KeyError:  # a screen leads to one that is not there: the check says which
        return lesson, None
    return lesson, phone if phone.screen in lesson.screens else None


def _here(lesson: Lesson, phone: Phone) -> Iterator[str]:
    yield from (key.name for key in keys(lesson.screens, phone))
    for screen in layers(lesson.screens, phone):
        yield from (block.id for block in screen.body if block.shape in (Shape.FIELD, Shape.SLIDER))


def _things(whole: Any, said: Mapping[str, str], also: frozenset[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """By the form's field, ids and words to choose from: all of the telephone, and what the file says now."""
    screens = at(whole, ("screens",)) or {}
    arrow = isinstance(screens, dict) and any(isinstance(one, dict) and "back" in one for one in screens.values())
    kinds = {"into": ("field",), "switch": ("switch",), "slider": ("slider",)}
    found = {}
    for name in (*kinds, "tap", "look"):
        some = {said[name]: said[name]} if said.get(name) else {}
        some |= {id_: id_ for id_ in also} if name == "tap" else {}
        rows = [(id_, label) for id_, label, kind in _walked(screens, "")
                if (kind in kinds[name] if name in kinds else kind not in ("field", "slider"))]  # fmt: skip
        for id_, label in reversed([*rows, *([("back", "←")] if arrow and name not in kinds else [])]):
            some[id_] = label  # of two the first counts
        order = {id_: number for number, (id_, _) in reversed([*enumerate(rows)])}
        found[name] = tuple(sorted(some.items(), key=lambda one: order.get(one[0], len(rows))))
    return found


def _walked(node: Any, kind: str) -> Iterator[tuple[str, str, str]]:
    """Id, word and kind of block of everything that has both."""
    if isinstance(node, dict):
        if isinstance(node.get("id"), str) and isinstance(node.get("label"), str):
            yield node["id"], node["label"], kind
        for key, one in node.items():
            yield from _walked(one, key)
    elif isinstance(node, list):
        for one in node:
            yield from _walked(one, kind)
