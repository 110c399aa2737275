"""The drawn telephone: what can be tapped on it and what a tap leads to. Values only; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kiosk.content.lessons.model import Block, Element, Kind, Screen, Shape

DIGITS = "1234567890"
BACK = "back"
DELETE = "<"
LONGEST_TYPED = 20

Screens = Mapping[str, Screen]


@dataclass(frozen=True)
class Phone:
    """What was changed on it since it was handed over. A field, switch or slider is the same on every screen."""

    screen: str
    typed: Mapping[str, str] = field(default_factory=dict)
    turned: Mapping[str, bool] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Key:
    """Something to tap. `name`: the element's id; `back`; FIELD=7 or FIELD=好的 of a pad or of words, FIELD< deletes;
    SLIDER+ and SLIDER-. `element` None where the name says all."""

    name: str
    label: str
    element: Element | None = None


def layers(screens: Screens, phone: Phone) -> tuple[Screen, ...]:
    """What is seen of the telephone: its screen, and below a notice the one it came over, which can be tapped too."""
    top = screens[phone.screen]
    return (top, screens[top.over]) if top.kind is Kind.NOTICE else (top,)


def keys(screens: Screens, phone: Phone) -> tuple[Key, ...]:
    """All that can be tapped now, from top to bottom, the keys on the edge first."""
    return tuple(key for screen in layers(screens, phone) for key in _keys(screen))


def seen(screens: Screens, phone: Phone) -> tuple[str, ...]:
    """Every word on it, from top to bottom, for who cannot see it."""
    words: list[str] = []
    for screen in layers(screens, phone):
        words += [element.label for element in screen.sides]
        words.append(screen.title)
        for block in screen.body:
            words += [text for one in block.elements for text in (one.label, one.note, one.badge)]
            if block.shape not in (Shape.PICTURE, Shape.SWITCH):
                words.append(block.text)
            if block.shape is Shape.FIELD:
                words.append(typed(screen, phone, block.id))
            words += block.words
    return tuple(word for word in words if word)


def press(screens: Screens, phone: Phone, name: str) -> Phone:
    """The telephone after a tap. A tap on nothing changes nothing."""
    for screen in layers(screens, phone):
        if name == BACK and screen.back:
            return replace(phone, screen=screen.back)
        for element in elements(screen):
            if element.id == name:
                return _tapped(screen, phone, element)
        for block in screen.body:
            if changed := _entered(screen, block, phone, name):
                return changed
    return phone


def elements(screen: Screen) -> Iterator[Element]:
    """Those with an id of their own: keys on the edge, icons, rows, buttons, switches."""
    yield from screen.sides
    for block in screen.body:
        yield from block.elements


def typed(screen: Screen, phone: Phone, id_: str) -> str:
    """What stands in a field."""
    first = next((b.value for b in screen.body if b.shape is Shape.FIELD and b.id == id_), "")
    return phone.typed.get(id_, first)


def turned(block: Block, phone: Phone) -> bool:
    """Whether a switch is on."""
    return phone.turned.get(block.id, block.value == "on")


def level(block: Block, phone: Phone) -> int:
    """Where a slider is."""
    return phone.levels.get(block.id, block.at)


def find(screen: Screen, shape: Shape, id_: str) -> Block | None:
    return next((block for block in screen.body if block.shape is shape and block.id == id_), None)


def _keys(screen: Screen) -> Iterator[Key]:
    yield from (Key(element.id, element.label, element) for element in screen.sides)
    if screen.back:
        yield Key(BACK, "")
    for block in screen.body:
        yield from (Key(element.id, element.label, element) for element in block.elements)
        if block.shape is Shape.PAD:
            yield from (Key(f"{block.id}={digit}", digit) for digit in DIGITS)
            yield Key(f"{block.id}{DELETE}", "")
        elif block.shape is Shape.WORDS:
            yield from (Key(f"{block.id}={word}", word) for word in block.words)
            yield Key(f"{block.id}{DELETE}", "")
        elif block.shape is Shape.SLIDER:
            yield from (Key(f"{block.id}{sign}", block.text) for sign in "-+")


def _tapped(screen: Screen, phone: Phone, element: Element) -> Phone:
    switch = find(screen, Shape.SWITCH, element.id)
    if switch:
        phone = replace(phone, turned={**phone.turned, element.id: not turned(switch, phone)})
    return replace(phone, screen=element.to or phone.screen)


def _entered(screen: Screen, block: Block, phone: Phone, name: str) -> Phone | None:
    """After a key of a pad, of words or of a slider; None if it is none of this block's."""
    if block.shape in (Shape.PAD, Shape.WORDS):
        now = typed(screen, phone, block.id)
        if name == f"{block.id}{DELETE}":
            return _type(phone, block.id, now[:-1])
        into, equals, text = name.partition("=")
        known = DIGITS if block.shape is Shape.PAD else block.words
        if into == block.id and equals and text in known and len(now) + len(text) <= LONGEST_TYPED:
            return _type(phone, block.id, now + text)
    if block.shape is Shape.SLIDER and name in (f"{block.id}+", f"{block.id}-"):
        moved = level(block, phone) + (1 if name.endswith("+") else -1)
        return replace(phone, levels={**phone.levels, block.id: max(0, min(block.of, moved))})
    return None


def _type(phone: Phone, id_: str, text: str) -> Phone:
    return replace(phone, typed={**phone.typed, id_: text})
