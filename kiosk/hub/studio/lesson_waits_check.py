"""What is wrong with what a step waits for, by the field of the form beside which it is said."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.content.lessons.doing import shown
from kiosk.content.lessons.model import Action, Block, Doing, Lesson, Shape
from kiosk.content.lessons.phone import LONGEST_TYPED, Phone, find, keys, layers, level, turned, typed
from kiosk.content.lessons.read_phone import MOST_LEVELS
from kiosk.hub.studio.lesson_waits import NAMES, Waits

_LEVEL, _TURN, _TEXT = "level", "turn", "text"
Found = Iterator[tuple[str, str]]


def waits_faults(found: Waits, lesson: Lesson | None, phone: Phone | None) -> dict[str, tuple[str, ...]]:
    """In the words of the check. Without the lesson or the telephone only what is missing and out of bounds."""
    told: dict[str, tuple[str, ...]] = {}
    for name, fault in _all(found, lesson, phone):
        told[name] = (*told.get(name, ()), fault)
    return told


def _all(found: Waits, lesson: Lesson | None, phone: Phone | None) -> Found:
    names = NAMES[found.kind]
    empty = [name for name in names if not found.now[name] and found.kind is not Doing.LOOK]
    yield from ((name, "a text is expected here" if name in (_TEXT, _LEVEL) else "nothing is chosen") for name in empty)
    outside = list(_bounds(found, lesson))
    yield from outside
    if lesson is None or phone is None or empty or outside:
        return
    away = [thing.label for thing in found.things[names[0]]
            if not thing.here and thing.id in (found.now[names[0]], *_also(found))]  # fmt: skip
    yield from ((names[0], f"{label} is not on the telephone then") for label in away)
    if not away:
        yield from _possible(found, lesson, phone)


def _also(found: Waits) -> frozenset[str]:
    return found.also if found.kind in (Doing.TAP, Doing.HOLD) else frozenset()


def _bounds(found: Waits, lesson: Lesson | None) -> Found:
    if found.kind is Doing.TYPE and len(text := found.now[_TEXT]) > LONGEST_TYPED:
        yield _TEXT, f"{text}: {len(text)} characters, at most {LONGEST_TYPED}"
    if found.kind is Doing.SET and (number := found.now[_LEVEL]):
        if not (number.isascii() and number.isdigit()) or len(number) > 2:
            yield _LEVEL, f"{number} is no whole number"
            return
        screens = lesson.screens.values() if lesson else ()
        sliders = [block for screen in screens if (block := find(screen, Shape.SLIDER, found.now["slider"]))]
        most = sliders[0].of if sliders else MOST_LEVELS
        if int(number) > most:
            yield _LEVEL, f"at {number} of {most}"


def _possible(found: Waits, lesson: Lesson, phone: Phone) -> Found:
    """Whether there is something to do, and can be done."""
    now, on = found.now, layers(lesson.screens, phone)
    if found.kind is Doing.SET:
        blocks = _blocks(lesson, phone, Shape.SLIDER, now["slider"])
        if any(level(block, phone) == int(now[_LEVEL]) for block in blocks):
            yield _LEVEL, f"{now[_LEVEL]} is so already"
    elif found.kind is Doing.TURN:
        blocks = _blocks(lesson, phone, Shape.SWITCH, now["switch"])
        if any(turned(block, phone) == (now[_TURN] == "on") for block in blocks):
            yield _TURN, "the switch is so already"
    elif found.kind is Doing.TYPE:
        id_, text = now["into"], now[_TEXT]
        if any(typed(screen, phone, id_) == text for screen in on if find(screen, Shape.FIELD, id_)):
            yield _TEXT, f"{text} is so already"
        elif not shown(lesson.screens, phone, Action(Doing.TYPE, (id_,), text)):
            begin = f"{id_}="
            there = [key.label for key in keys(lesson.screens, phone) if key.name.startswith(begin)]
            yield _TEXT, f"{text} cannot be typed with {' '.join(there) or '0'}"


def _blocks(lesson: Lesson, phone: Phone, shape: Shape, id_: str) -> list[Block]:
    return [block for screen in layers(lesson.screens, phone) if (block := find(screen, shape, id_))]
