"""U5, U6, U8, U9, U21, U25: keys that can be found, reached and hit, and a screen that stands still."""

from __future__ import annotations

import math
from itertools import combinations

from PySide6.QtCore import QAbstractAnimation, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from kiosk.ui.drawn import Drawn
from kiosk.ui.pieces import Box, Picture
from kiosk.ui.seen import Finding, in_sight, keys_of, name_of, place
from kiosk.ui.transition import Transition
from kiosk.ui.widgets.key_tile import KeyTile
from kiosk.ui.widgets.tap_area import TapArea
from kiosk.ui.window import KioskWindow

NARROW_MM = 200.0
"""Under this the bar takes two rows (U6)."""

ALARM_MARK = "alarm"
"""The picture that no other key may bear (U5)."""

SCATTER_MM = 2.7
HITS = 0.99
LEAST_GAP_MM = 3.0
LOWEST_MM, REACH_MM = 700.0, 1200.0
"""Above the floor: what a seated hand reaches (U25)."""

LOWERED_MM = 500.0
"""放低 brings every key into the lowest so many millimetres of the screen."""

QUICKEST_CHANGE_MS = 1000 / 6
"""Two changes are a flash; three flashes a second are the most (U21)."""


def hit_chance(width_mm: float, height_mm: float) -> float:
    """Share of taps that hit a key when aimed at its centre and scattered by 2.7 mm an axis (U8)."""
    root = SCATTER_MM * math.sqrt(2)
    return math.erf(width_mm / 2 / root) * math.erf(height_mm / 2 / root)


# U6, U8, U25


def targets(window: KioskWindow) -> list[Finding]:
    found: list[Finding] = []
    metrics = window.kit.metrics
    scale = metrics.display.px_per_mm
    least = 15.0 if metrics.display.diagonal_inch < 12 else 20.0
    reach = REACH_MM if not window.lowered else min(REACH_MM, metrics.display.mount_mm + LOWERED_MM)
    for key in keys_of(window):
        box = place(key, key.target(), window)
        seen = box.intersected(in_sight(key, window))
        width, height = seen.width() / scale, seen.height() / scale
        if seen.width() < box.width() - 1 or seen.height() < box.height() - 1:
            found.append(Finding("U6", name_of(key), "is partly out of sight"))
        if min(width, height) < least - 0.05:
            found.append(Finding("U6", name_of(key), f"{width:.1f} × {height:.1f} mm, {least:g} needed"))
        if hit_chance(width, height) < HITS:
            found.append(Finding("U8", name_of(key), f"{hit_chance(width, height):.1%} of scattered taps hit"))
        high = metrics.display.mount_mm + (window.height() - box.top()) / scale
        low = metrics.display.mount_mm + (window.height() - box.bottom()) / scale
        if high > reach + 1 or low < LOWEST_MM:
            found.append(Finding("U25", name_of(key), f"{low:.0f} to {high:.0f} mm above the floor"))
    return found


def gaps(window: KioskWindow) -> list[Finding]:
    found = []
    scale = window.kit.metrics.display.px_per_mm
    boxes = [(key, place(key, key.target(), window)) for key in keys_of(window)]
    for (one, a), (other, b) in combinations(boxes, 2):
        across = max(a.left() - b.right(), b.left() - a.right())
        down = max(a.top() - b.bottom(), b.top() - a.bottom())
        gap = max(across, down) / scale
        if gap < LEAST_GAP_MM - 0.05:
            found.append(Finding("U6", name_of(one), f"{gap:.1f} mm from {name_of(other)}, {LEAST_GAP_MM:g} needed"))
    return found


def number(window: KioskWindow) -> list[Finding]:
    """No more choices than the width allows, and a narrow bar in two rows."""
    found, metrics = [], window.kit.metrics
    tiles = [key for key in keys_of(window) if isinstance(key, KeyTile)]
    if len(tiles) > metrics.choices:
        found.append(Finding("U6", "screen", f"{len(tiles)} choices at once, {metrics.choices} allowed"))
    rows = {key.y() for key in keys_of(window) if key.parentWidget() is window.bar}
    if metrics.display.width_mm < NARROW_MM and len(rows) < 2:
        found.append(Finding("U6", "bar", f"one row on {metrics.display.width_mm:.0f} mm"))
    return found


# U21


def still(window: KioskWindow) -> list[Finding]:
    """With motion off nothing moves by itself; with it on, nothing repeats faster than three times a second."""
    found: list[Finding] = []
    for animation in window.findChildren(QAbstractAnimation):
        running = animation.state() is QAbstractAnimation.State.Running
        if running and not window.kit.motion:
            found.append(Finding("U21", type(animation).__name__, "runs though motion is off"))
        if animation.loopCount() != 1 and animation.duration() < 2 * QUICKEST_CHANGE_MS:
            found.append(Finding("U21", type(animation).__name__, f"repeats every {animation.duration()} ms"))
    found += [
        Finding("U21", type(timer.parent()).__name__, f"may change every {timer.interval()} ms")
        for timer in window.findChildren(QTimer)
        if timer.isActive() and not timer.isSingleShot() and timer.interval() < QUICKEST_CHANGE_MS
    ]
    if not window.kit.motion and any(t.isVisible() for t in window.findChildren(Transition)):
        found.append(Finding("U21", "Transition", "is shown though motion is off"))
    return found


# U5, U9, and nothing that Qt drew


def names(window: KioskWindow) -> list[Finding]:
    found, seen = [], dict[str, TapArea]()
    for key in keys_of(window):
        name = key.accessibleName()
        if not name:
            found.append(Finding("U9", type(key).__name__, "has no name"))
        elif name in seen and _scope(key, window) is _scope(seen[name], window):
            found.append(Finding("U9", name_of(key), "has the name of another key"))
        seen[name] = key
        interface = QAccessible.queryAccessibleInterface(key)
        if interface is None or interface.role() not in (QAccessible.Role.Button, QAccessible.Role.CheckBox):
            found.append(Finding("U9", name_of(key), "has no button's role"))
    return found


def _scope(key: TapArea, window: KioskWindow) -> object:
    """Bar and screen may both hold 紧急呼救, for both do the same."""
    return window.bar if key.parentWidget() is window.bar else window


def focus(window: KioskWindow) -> list[Finding]:
    """The focus order follows the screen: rows from the top, the bar last."""
    keys = keys_of(window)
    if not keys:
        return [Finding("U9", "window", "has no key at all")]
    window.order_focus()
    wanted = window.focus_order()
    start, chain = wanted[0], list[TapArea]()
    widget: QWidget | None = start
    while widget is not None:
        if isinstance(widget, TapArea) and widget.isVisible():
            chain.append(widget)
        widget = widget.nextInFocusChain()
        if widget is start:
            break
    return [] if chain == wanted else [Finding("U9", "window", "focus does not follow the screen")]


def alarm(window: KioskWindow) -> list[Finding]:
    """The alarm's red, its ring and its mark belong to the alarm's keys, and each of them has all three."""
    found: list[Finding] = []
    red = window.kit.colours.service("alarm").ground
    for key in keys_of(window):
        boxes = [piece for piece in key.pieces() if isinstance(piece, Box)]
        is_red = any(box.fill == red for box in boxes)
        ringed = any(box.fill is None and box.edge == "#FFFFFF" and box.control for box in boxes)
        if is_red != key.eager or ringed != key.eager:
            found.append(Finding("U5", name_of(key), "red and ring are for the alarm, and always both"))
        if any(isinstance(p, Picture) and p.name == ALARM_MARK for p in key.pieces()) != key.eager:
            found.append(Finding("U5", name_of(key), "the mark is for the alarm, and always on it"))
    return found


def plain_controls(window: KioskWindow) -> list[Finding]:
    return [
        Finding("look", type(widget).__name__, "is drawn by Qt")
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and not isinstance(widget, (Drawn, Transition))
    ]
