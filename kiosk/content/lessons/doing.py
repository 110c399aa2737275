"""What a step asks for on the telephone as it stands: which tap is right, whether it is done, and how it is shown."""

from __future__ import annotations

from kiosk.content.lessons.model import Action, Doing, Lesson, Shape, Step
from kiosk.content.lessons.phone import DELETE, Phone, Screens, find, keys, layers, level, press, turned, typed

MOST_TAPS = 60


def wanted(screens: Screens, phone: Phone, action: Action) -> tuple[str, ...]:
    """The keys that bring the step on, the one to point at first; () where nothing is or can be tapped."""
    there = {key.name for key in keys(screens, phone)}
    return tuple(name for name in _wanted(screens, phone, action) if name in there)


def pointed(screens: Screens, phone: Phone, action: Action) -> str:
    """The key the ring is around, "" for none: in a step that only shows, what it shows."""
    there = {key.name for key in keys(screens, phone)}
    names = action.ids if action.doing is Doing.LOOK else _wanted(screens, phone, action)
    return next((name for name in names if name in there), "")


def reached(screens: Screens, phone: Phone, action: Action, tapped: str) -> bool:
    """Whether the step is done by a tap after which the telephone is `phone`."""
    if action.doing in (Doing.TAP, Doing.HOLD):
        return tapped in action.ids
    if action.doing is Doing.LOOK:
        return False
    if action.doing is Doing.TURN:  # the tap may have led to another screen
        return phone.turned.get(action.ids[0]) == (action.text == "on")
    return not _wanted(screens, phone, action)


def shown(screens: Screens, phone: Phone, action: Action) -> tuple[str, ...]:
    """The taps that do the step, one after another: what 做给我看 plays. () if it cannot be done."""
    taps: list[str] = []
    while (names := wanted(screens, phone, action)) and len(taps) < MOST_TAPS:
        taps.append(names[0])
        phone = press(screens, phone, names[0])
        if reached(screens, phone, action, names[0]):
            return tuple(taps)
    return ()


def handed(lesson: Lesson, part: int, step: int) -> Phone:
    """The telephone as a step finds it, every step before it in its part done."""
    steps = lesson.parts[part].steps
    phone = Phone(steps[0].start)
    for earlier in steps[:step]:
        phone = started(phone, earlier)
        for tap in shown(lesson.screens, phone, earlier.action):
            phone = press(lesson.screens, phone, tap)
    return started(phone, steps[step])


def started(phone: Phone, step: Step) -> Phone:
    """The telephone when the step begins; what was typed and turned stays."""
    return Phone(step.start, phone.typed, phone.turned, phone.levels) if step.start else phone


def _wanted(screens: Screens, phone: Phone, action: Action) -> tuple[str, ...]:
    if action.doing in (Doing.TAP, Doing.HOLD):
        return action.ids
    for screen in layers(screens, phone):
        if action.doing is Doing.TYPE and find(screen, Shape.FIELD, id_ := action.ids[0]):
            return _to_type(screens, phone, id_, typed(screen, phone, id_), action.text)
        if action.doing is Doing.TURN and (switch := find(screen, Shape.SWITCH, action.ids[0])):
            return () if turned(switch, phone) == (action.text == "on") else action.ids
        if action.doing is Doing.SET and (slider := find(screen, Shape.SLIDER, action.ids[0])):
            at = level(slider, phone)
            return () if at == action.at else (f"{slider.id}{'+' if at < action.at else '-'}",)
    return ()


def _to_type(screens: Screens, phone: Phone, id_: str, now: str, text: str) -> tuple[str, ...]:
    """The keys that go on with the text, the longest word first; deleting where what stands there does not fit."""
    if now == text:
        return ()
    if not text.startswith(now):
        return (f"{id_}{DELETE}",)
    rest = text[len(now) :]
    begin = f"{id_}="
    words = [key.label for key in keys(screens, phone) if key.name.startswith(begin) and rest.startswith(key.label)]
    return tuple(f"{begin}{word}" for word in sorted(words, key=len, reverse=True)) or ("",)
