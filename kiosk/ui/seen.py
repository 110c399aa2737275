"""What stands in a window: its keys, its words and where they are. For everything that looks a screen over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtWidgets import QWidget

from kiosk.ui.drawn import Drawn
from kiosk.ui.pieces import Words
from kiosk.ui.widgets.tap_area import TapArea
from kiosk.ui.window import KioskWindow


@dataclass(frozen=True)
class Finding:
    """`rule` is a row of elder-ui; `where` names the widget, `what` the fault in figures."""

    rule: str
    where: str
    what: str


@dataclass(frozen=True)
class Text:
    widget: QWidget
    words: Words
    ink: QRectF


def drawn(window: KioskWindow) -> Iterator[Drawn]:
    for widget in window.findChildren(QWidget):
        if isinstance(widget, Drawn) and widget.isVisible():
            yield widget


def keys_of(window: KioskWindow) -> list[TapArea]:
    """The keys that can be tapped now."""
    return [key for key in window.findChildren(TapArea) if key.isVisible()]


def place(widget: QWidget, rect: QRectF, window: KioskWindow) -> QRectF:
    return rect.translated(widget.mapTo(window, QPoint(0, 0)))


def in_sight(widget: QWidget, window: KioskWindow) -> QRectF:
    """The part of the window in which the widget is not cut off by those that hold it."""
    sight = QRectF(window.rect())
    holder: QWidget | None = widget
    while holder is not None and holder is not window:
        sight = sight.intersected(place(holder, QRectF(holder.rect()), window))
        holder = holder.parentWidget()
    return sight


def name_of(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()[:24]}".strip()


def all_texts(window: KioskWindow) -> list[Text]:
    return [
        Text(widget, piece, place(widget, piece.ink(), window))
        for widget in drawn(window)
        for piece in widget.pieces()
        if isinstance(piece, Words) and piece.setting.lines
    ]


def words_of(text: Text) -> str:
    return "".join(text.words.setting.lines)


def tight_ink(text: Text) -> QRectF:
    """Without the blank above the first line and the tail under the last."""
    px = text.words.setting.px
    return text.ink.adjusted(0, px * 0.06, 0, -px * 0.12)
