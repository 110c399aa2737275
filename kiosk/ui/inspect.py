"""Looks over a window as elder-ui's A rows want it, and says what is wrong: for `kiosk audit` and the layout tests."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from kiosk.ui.drawn import Drawn
from kiosk.ui.metrics import DECIDE_DEGREES, LEADING, READ_DEGREES
from kiosk.ui.pieces import Box, Picture, Words
from kiosk.ui.tokens import contrast
from kiosk.ui.transition import Transition
from kiosk.ui.widgets.tap_area import TapArea
from kiosk.ui.widgets.text_block import LONGEST_LINE
from kiosk.ui.window import KioskWindow

SCATTER_MM = 2.7
HITS = 0.99
LEAST_GAP_MM = 3.0


@dataclass(frozen=True)
class Finding:
    """`rule` is a row of elder-ui; `where` names the widget, `what` the fault in figures."""

    rule: str
    where: str
    what: str


@dataclass(frozen=True)
class _Text:
    widget: QWidget
    words: Words
    ink: QRectF


def inspect(window: KioskWindow) -> list[Finding]:
    """Everything wrong with the screen as it stands, empty when it is good. The window must be shown."""
    found: list[Finding] = []
    for check in (_texts, _collisions, _colours, _targets, _gaps, _names, _focus, _alarm, _plain_controls):
        found += check(window)
    return found


def hit_chance(width_mm: float, height_mm: float) -> float:
    """Share of taps that hit a key when aimed at its centre and scattered by 2.7 mm an axis (U8)."""
    root = SCATTER_MM * math.sqrt(2)
    return math.erf(width_mm / 2 / root) * math.erf(height_mm / 2 / root)


# what there is


def _drawn(window: KioskWindow) -> Iterator[Drawn]:
    for widget in window.findChildren(QWidget):
        if isinstance(widget, Drawn) and widget.isVisible():
            yield widget


def keys_of(window: KioskWindow) -> list[TapArea]:
    """The keys that can be tapped now."""
    return [key for key in window.findChildren(TapArea) if key.isVisible()]


def _place(widget: QWidget, rect: QRectF, window: KioskWindow) -> QRectF:
    return rect.translated(widget.mapTo(window, QPoint(0, 0)))


def _in_sight(widget: QWidget, window: KioskWindow) -> QRectF:
    """The part of the window in which the widget is not cut off by those that hold it."""
    sight = QRectF(window.rect())
    holder: QWidget | None = widget
    while holder is not None and holder is not window:
        sight = sight.intersected(_place(holder, QRectF(holder.rect()), window))
        holder = holder.parentWidget()
    return sight


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()[:24]}".strip()


def _all_texts(window: KioskWindow) -> list[_Text]:
    return [
        _Text(widget, piece, _place(widget, piece.ink(), window))
        for widget in _drawn(window)
        for piece in widget.pieces()
        if isinstance(piece, Words) and piece.setting.lines
    ]


# U1, U2, U3


def _texts(window: KioskWindow) -> list[Finding]:
    found: list[Finding] = []
    metrics = window.kit.metrics
    for text in _all_texts(window):
        where, words = f"{_name(text.widget)}: {words_of(text)[:16]}", text.words
        degrees = max(DECIDE_DEGREES if words.size.decide else READ_DEGREES, READ_DEGREES * metrics.factor)
        if words.setting.px < metrics.kou_px(degrees):
            found.append(Finding("U1", where, f"{words.setting.px} px, {metrics.kou_px(degrees)} needed"))
        if not words.setting.fits:
            found.append(Finding("U2", where, "does not fit its place"))
        elif not _in_sight(text.widget, window).adjusted(-2, -2, 2, 2).contains(_tight_ink(text)):
            found.append(Finding("U2", where, "is cut off"))
        if words.paragraph and words.setting.width > LONGEST_LINE * words.setting.px * 1.001:
            found.append(Finding("U3", where, f"{words.setting.width / words.setting.px:.0f} characters a line"))
        if LEADING < 1.5:
            found.append(Finding("U3", where, f"line spacing {LEADING}"))
    return found


def words_of(text: _Text) -> str:
    return "".join(text.words.setting.lines)


def _tight_ink(text: _Text) -> QRectF:
    """Without the blank above the first line and the tail under the last."""
    px = text.words.setting.px
    return text.ink.adjusted(0, px * 0.06, 0, -px * 0.12)


def _collisions(window: KioskWindow) -> list[Finding]:
    found = []
    for one, other in combinations(_all_texts(window), 2):
        common = _tight_ink(one).intersected(_tight_ink(other))
        if common.width() > 2 and common.height() > 2:
            found.append(
                Finding("U2", f"{_name(one.widget)}: {words_of(one)[:12]}", f"overlaps {words_of(other)[:12]}")
            )
    return found


# U4


def _colours(window: KioskWindow) -> list[Finding]:
    found: list[Finding] = []
    for widget in _drawn(window):
        for piece in widget.pieces():
            if isinstance(piece, Words):
                found += _pair("text", piece.colour, piece.ground, 7.0, widget)
            elif isinstance(piece, Picture):
                found += _pair(f"icon {piece.name}", piece.colour, piece.ground, 4.5, widget)
            elif isinstance(piece, Box) and piece.control:
                edges = [c for c in (piece.edge if piece.edge_width else None, piece.fill) if c]
                best = max(edges, key=lambda c: contrast(c, piece.outside))
                found += _pair("edge", best, piece.outside, 3.0, widget)
    return found


def _pair(what: str, one: str, other: str, least: float, widget: QWidget) -> list[Finding]:
    ratio = contrast(one, other)
    if ratio >= least:
        return []
    return [Finding("U4", _name(widget), f"{what} {one} on {other} is {ratio:.1f}:1, {least:g}:1 needed")]


# U6, U8, U25


def _targets(window: KioskWindow) -> list[Finding]:
    found: list[Finding] = []
    metrics = window.kit.metrics
    scale = metrics.display.px_per_mm
    least = 15.0 if metrics.display.diagonal_inch < 12 else 20.0
    reach = window.height() - metrics.ceiling(window.lowered)
    for key in keys_of(window):
        box = _place(key, key.target(), window)
        seen = box.intersected(_in_sight(key, window))
        width, height = seen.width() / scale, seen.height() / scale
        if seen.width() < box.width() - 1 or seen.height() < box.height() - 1:
            found.append(Finding("U6", _name(key), "is partly out of sight"))
        if min(width, height) < least - 0.05:
            found.append(Finding("U6", _name(key), f"{width:.1f} × {height:.1f} mm, {least:g} needed"))
        if hit_chance(width, height) < HITS:
            found.append(Finding("U8", _name(key), f"{hit_chance(width, height):.1%} of scattered taps hit"))
        if box.top() < reach - 1:
            found.append(Finding("U25", _name(key), f"{(reach - box.top()) / scale:.0f} mm too high"))
    return found


def _gaps(window: KioskWindow) -> list[Finding]:
    found = []
    scale = window.kit.metrics.display.px_per_mm
    boxes = [(key, _place(key, key.target(), window)) for key in keys_of(window)]
    for (one, a), (other, b) in combinations(boxes, 2):
        across = max(a.left() - b.right(), b.left() - a.right())
        down = max(a.top() - b.bottom(), b.top() - a.bottom())
        gap = max(across, down) / scale
        if gap < LEAST_GAP_MM - 0.05:
            found.append(Finding("U6", _name(one), f"{gap:.1f} mm from {_name(other)}, {LEAST_GAP_MM:g} needed"))
    return found


# U5, U9, and nothing that Qt drew


def _names(window: KioskWindow) -> list[Finding]:
    found, seen = [], dict[str, TapArea]()
    for key in keys_of(window):
        name = key.accessibleName()
        if not name:
            found.append(Finding("U9", type(key).__name__, "has no name"))
        elif name in seen and _scope(key, window) is _scope(seen[name], window):
            found.append(Finding("U9", _name(key), "has the name of another key"))
        seen[name] = key
        interface = QAccessible.queryAccessibleInterface(key)
        if interface is None or interface.role() not in (QAccessible.Role.Button, QAccessible.Role.CheckBox):
            found.append(Finding("U9", _name(key), "has no button's role"))
    return found


def _scope(key: TapArea, window: KioskWindow) -> object:
    """Bar and screen may both hold 紧急呼救, for both do the same."""
    return window.bar if key.parentWidget() is window.bar else window


def _focus(window: KioskWindow) -> list[Finding]:
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


def _alarm(window: KioskWindow) -> list[Finding]:
    """The alarm's red, its ring and its mark belong to the alarm's keys, and all of them have all three."""
    found: list[Finding] = []
    red = window.kit.colours.service("alarm").ground
    for key in keys_of(window):
        boxes = [piece for piece in key.pieces() if isinstance(piece, Box)]
        is_red = any(box.fill == red for box in boxes)
        ringed = any(box.fill is None and box.edge == "#FFFFFF" and box.control for box in boxes)
        if is_red != key.eager or ringed != key.eager:
            found.append(Finding("U5", _name(key), "red and ring are for the alarm, and always both"))
    return found


def _plain_controls(window: KioskWindow) -> list[Finding]:
    return [
        Finding("look", type(widget).__name__, "is drawn by Qt")
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and not isinstance(widget, (Drawn, Transition))
    ]
