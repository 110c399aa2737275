"""Whether the drawn telephone of a lesson holds together: what leads where, and whether it fits on its screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kiosk.content.lessons.model import Block, Element, Kind, Lesson, Screen, Shape
from kiosk.content.lessons.phone import elements
from kiosk.content.policy.cards_reader import Fault

ROOM = 7
"""Rows of the telephone's screen, each as high as a finger needs."""
_MOST = {Shape.ICONS: 9, Shape.LIST: 6, Shape.BUTTONS: 3}
_LABEL = {Shape.ICONS: 5, Shape.LIST: 8, Shape.SWITCH: 6}
_BUTTON = {1: 8, 2: 4, 3: 3}
_KEYS = 9
_WORD, _TITLE, _TEXT, _BIG, _SAID, _NOTE, _BADGE = 3, 8, 30, 8, 24, 10, 3
_LINE = 12
"""Characters of text in one row."""
_SIDES = 3


def rows(block: Block) -> int:
    """How many of ROOM rows a block takes."""
    if block.shape is Shape.ICONS:
        return 2 * -(-len(block.elements) // 3)
    if block.shape is Shape.LIST:
        return len(block.elements)
    if block.shape is Shape.PAD:
        return 4
    if block.shape is Shape.WORDS:
        return -(-(len(block.words) + 1) // 3)
    if block.shape in (Shape.TEXT, Shape.SAID):
        return -(-len(block.text) // _LINE)
    return 2 if block.shape in (Shape.PICTURE, Shape.SLIDER, Shape.BIG) else 1


def phone_faults(lesson: Lesson) -> Iterator[Fault]:
    """Of every screen: dead ends, two things of one name, too much, too long, never shown."""
    for screen in lesson.screens.values():
        yield from _leads(lesson, screen)
        yield from _names(lesson, screen)
        yield from _sizes(lesson, screen)
        for block in screen.body:
            yield from _lengths(lesson, block)
    used = {step.start for step in lesson.steps} | {to for s in lesson.screens.values() for to in _targets(s)}
    for name in lesson.screens.keys() - used:
        line = lesson.screens[name].line
        yield Fault(
            lesson.file, line, f"screen {name} is never shown", "lead to it, start a step with it, or take it out"
        )


def _targets(screen: Screen) -> Iterator[str]:
    yield from (name for name in (screen.back, screen.over) if name)
    yield from (element.to for element in elements(screen) if element.to)


def _leads(lesson: Lesson, screen: Screen) -> Iterator[Fault]:
    for name in _targets(screen):
        if name not in lesson.screens:
            yield Fault(
                lesson.file, screen.line, f"{screen.id} leads to {name}", f"write a screen {name}, or mend the name"
            )
    under = lesson.screens.get(screen.over)
    if under is not None and under.over:
        yield Fault(
            lesson.file, screen.line, f"{screen.id} lies over {under.id}, which lies over another", "over: a page"
        )


def _names(lesson: Lesson, screen: Screen) -> Iterator[Fault]:
    under = lesson.screens.get(screen.over) if screen.kind is Kind.NOTICE else None
    seen = Counter(element.id for one in (screen, under) if one for element in elements(one))
    for name, count in seen.items():
        if count > 1:
            yield Fault(lesson.file, screen.line, f"{name} stands {count} times on {screen.id}", "give each its own id")
        if name == "back":
            yield Fault(lesson.file, screen.line, f"{screen.id} has an element called back", "back is the arrow's name")
    fields = {block.id for block in screen.body if block.shape is Shape.FIELD}
    for block in screen.body:
        if block.shape in (Shape.PAD, Shape.WORDS) and block.id not in fields:
            yield Fault(lesson.file, block.line, f"keys for {block.id}, and no such field on {screen.id}",
                        f"- field: {{id: {block.id}, label: …}} above them")  # fmt: skip


def _sizes(lesson: Lesson, screen: Screen) -> Iterator[Fault]:
    taken = sum(map(rows, screen.body))
    if screen.kind is Kind.NOTICE and screen.over in lesson.screens:
        taken += sum(map(rows, lesson.screens[screen.over].body))
    if taken > ROOM:
        yield Fault(
            lesson.file, screen.line, f"{screen.id} needs {taken} rows", f"at most {ROOM}: see docs/lesson-format.md"
        )
    if not screen.body and not screen.sides:
        yield Fault(lesson.file, screen.line, f"{screen.id} shows nothing", "write body: and a block")
    if len(screen.sides) > _SIDES:
        yield Fault(lesson.file, screen.line, f"{len(screen.sides)} keys on the edge", f"at most {_SIDES}")
    yield from _long(lesson, screen.line, screen.title, _TITLE)
    for element in screen.sides:
        yield from _long(lesson, element.line, element.label, _LABEL[Shape.ICONS])


def _lengths(lesson: Lesson, block: Block) -> Iterator[Fault]:
    most = _MOST.get(block.shape)
    if most is not None and len(block.elements) > most:
        yield Fault(lesson.file, block.line, f"{len(block.elements)} in one block", f"at most {most}")
    for element in block.elements:
        yield from _element(lesson, block, element)
    if block.shape is Shape.WORDS and len(block.words) > _KEYS:
        yield Fault(lesson.file, block.line, f"{len(block.words)} keys", f"at most {_KEYS}")
    for word in block.words:
        yield from _long(lesson, block.line, word, _WORD)
    longest = {Shape.TEXT: _TEXT, Shape.BIG: _BIG, Shape.SAID: _SAID, Shape.FIELD: _TITLE, Shape.SLIDER: _TITLE}
    if block.shape in longest:
        yield from _long(lesson, block.line, block.text, longest[block.shape])


def _element(lesson: Lesson, block: Block, element: Element) -> Iterator[Fault]:
    most = _BUTTON.get(len(block.elements), 3) if block.shape is Shape.BUTTONS else _LABEL[block.shape]
    yield from _long(lesson, element.line, element.label, most)
    yield from _long(lesson, element.line, element.note, _NOTE)
    yield from _long(lesson, element.line, element.badge, _BADGE)
    if block.shape is Shape.ICONS and not element.icon:
        yield Fault(lesson.file, element.line, f"{element.id} has no icon", "icon: one of assets/icons")


def _long(lesson: Lesson, line: int, text: str, most: int) -> Iterator[Fault]:
    if len(text) > most:
        yield Fault(lesson.file, line, f"{text}: {len(text)} characters", f"at most {most} there")
